"""Flax's convention: `flax.linen.ConvTranspose` and `flax.nnx.ConvTranspose`.

`strides`, `padding` and `kernel_dilation` go to `jax.lax.conv_transpose`: a word, or zeros around
the dilated input, crop = d·(k - 1) - pair, where an integer applies to both ends. The weight
``kernel`` is (*k, C_in, C_out) with the last tap first, or, with transpose_kernel=True,
(*k, C_out, C_in) in order. `padding="CIRCULAR"` wraps the output around, which is not a crop.

Source: https://flax.readthedocs.io/en/stable/api_reference/flax.linen/layers.html;
https://flax.readthedocs.io/en/stable/api_reference/flax.nnx/nn/linear.html
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import Padding, PerAxis, as_tuple, common_rank
from upconv.axis import Axis
from upconv.conventions.framework import Framework, Layout, refuse_groups
from upconv.conventions.jax import WORDS, around, crop_of
from upconv.geometry import Geometry

NAME = "Flax"


def from_arguments(
    kernel_size: PerAxis,
    strides: PerAxis | None = None,
    padding: Padding | str = "SAME",
    kernel_dilation: PerAxis | None = None,
    transpose_kernel: bool = False,  # noqa: ARG001  # changes only the weight
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of Flax describe.

    >>> from_arguments(kernel_size=(4,), strides=(2,)).crop
    ((1, 1),)
    >>> from_arguments(kernel_size=(4,), strides=(2,), padding=2).crop
    ((1, 1),)
    """
    rank = common_rank(
        kernel_size=kernel_size,
        strides=strides,
        padding=padding,
        kernel_dilation=kernel_dilation,
        input_size=input_size,
    )
    if isinstance(padding, str) and padding == "CIRCULAR":
        raise errors.wording.circular(NAME, "padding")
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    steps = as_tuple(1 if strides is None else strides, rank, "strides", 1)
    dilation = as_tuple(
        1 if kernel_dilation is None else kernel_dilation, rank, "kernel_dilation", 1
    )
    axes = tuple(Axis(k, s, d, 0, 0) for k, s, d in zip(kernel, steps, dilation, strict=True))
    crop = crop_of(padding, axes, consistent=False, both_ends=True)
    if isinstance(padding, str):
        return Geometry(kernel, steps, WORDS[padding], 0, dilation)
    return Geometry.from_crop(kernel, steps, crop, dilation)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
    transpose_kernel: bool = False,
) -> dict[str, object]:
    """Return the arguments of `ConvTranspose`, with pairs.

    Raises NotExpressibleError for groups.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'kernel_size': (4,), 'strides': (2,), 'padding': ((2, 2),), 'kernel_dilation': (1,),
    'transpose_kernel': False}
    """
    refuse_groups(NAME, groups)
    return {
        "kernel_size": geometry.kernel_size,
        "strides": geometry.stride,
        "padding": around(geometry.axes, geometry.crop),
        "kernel_dilation": geometry.dilation,
        "transpose_kernel": transpose_kernel,
    }


def _layout(*, transpose_kernel: bool = False) -> Layout:
    return Layout("*oi") if transpose_kernel else Layout("*io", flipped=True)


FLAX = Framework(
    NAME,
    ("flax.linen.ConvTranspose", "flax.linen.ConvTranspose", "flax.linen.ConvTranspose"),
    from_arguments,
    to_arguments,
    _layout,
    aliases=("linen", "nnx", "flax.linen", "flax.nnx"),
)
