"""Flax's convention: `flax.linen.ConvTranspose` and `flax.nnx.ConvTranspose`.

`strides`, `padding` and `kernel_dilation` go to `jax.lax.conv_transpose`: a word, or zeros around
the dilated input, crop = d·(k - 1) - pair, where an integer applies to both ends. The weight
``kernel`` is (*k, C_in, C_out) with the last tap first, or, with transpose_kernel=True,
(*k, C_out, C_in) in order.

padding="CIRCULAR" adds what lies outside of o = i·s from the other end. With K = d·(k - 1) + 1 and
D = max(K - s, 0) the crop begins with D//2, or with D - D//2 if transpose_kernel=True. The latter
is the transpose of `flax.linen.Conv` with padding="CIRCULAR", which begins with (K - 1)//2 for
every stride, only where the two are equal: for s = 2, for odd K with s = 1, for even K with s = 3,
and for K < 3 with s > 1. Otherwise the two layers of Flax are shifted against each other.

Source: https://flax.readthedocs.io/en/stable/api_reference/flax.linen/layers.html;
https://flax.readthedocs.io/en/stable/api_reference/flax.nnx/nn/linear.html
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import Padding, Pairs, PerAxis, as_tuple, common_rank
from upconv.axis import Axis, split_crop
from upconv.conventions.framework import Framework, Layout, refuse_groups
from upconv.conventions.jax import WORDS, around, crop_of
from upconv.geometry import Geometry

NAME = "Flax"


def from_arguments(
    kernel_size: PerAxis,
    strides: PerAxis | None = None,
    padding: Padding | str = "SAME",
    kernel_dilation: PerAxis | None = None,
    transpose_kernel: bool = False,
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of Flax describe.

    >>> from_arguments(kernel_size=(4,), strides=(2,)).crop
    ((1, 1),)
    >>> from_arguments(kernel_size=(4,), strides=(2,), padding=2).crop
    ((1, 1),)
    >>> from_arguments(kernel_size=(4,), padding="CIRCULAR").padding_mode
    'circular'
    """
    rank = common_rank(
        kernel_size=kernel_size,
        strides=strides,
        padding=padding,
        kernel_dilation=kernel_dilation,
        input_size=input_size,
    )
    circular = isinstance(padding, str) and padding == "CIRCULAR"
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    steps = as_tuple(1 if strides is None else strides, rank, "strides", 1)
    dilation = as_tuple(
        1 if kernel_dilation is None else kernel_dilation, rank, "kernel_dilation", 1
    )
    axes = tuple(Axis(k, s, d, 0, 0) for k, s, d in zip(kernel, steps, dilation, strict=True))
    if circular:
        crop = _circular(axes, transpose_kernel=transpose_kernel)
        return Geometry.from_crop(kernel, steps, crop, dilation, padding_mode="circular")
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
    """Return the arguments of `ConvTranspose`, with pairs or "CIRCULAR".

    Raises NotExpressibleError for groups, and for circular padding with another crop than Flax's.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'kernel_size': (4,), 'strides': (2,), 'padding': ((2, 2),), 'kernel_dilation': (1,),
    'transpose_kernel': False}
    """
    refuse_groups(NAME, groups)
    padding: object = around(geometry.axes, geometry.crop)
    if geometry.border == "circular":
        padding = "CIRCULAR"
        crop = _circular(geometry.axes, transpose_kernel=transpose_kernel)
        if crop != geometry.crop:
            swapped = _circular(geometry.axes, transpose_kernel=not transpose_kernel)
            remedy = "Use upconv.torch or upconv.keras, whose layers have padding_mode='circular'"
            if swapped == geometry.crop:
                remedy = f"Write transpose_kernel={not transpose_kernel}"
            raise errors.wording.crop_not_expressible(
                f"Circular padding of {NAME}", geometry.crop, None, remedy
            )
    return {
        "kernel_size": geometry.kernel_size,
        "strides": geometry.integer_stride,
        "padding": padding,
        "kernel_dilation": geometry.dilation,
        "transpose_kernel": transpose_kernel,
    }


def _circular(axes: tuple[Axis, ...], *, transpose_kernel: bool) -> Pairs:
    """Return the crop of padding="CIRCULAR"."""
    pairs = []
    for axis in axes:
        total = axis.extent - axis.stride
        begin, _ = split_crop(max(total, 0), "same_lower" if transpose_kernel else "same")
        pairs.append((begin, total - begin))
    return tuple(pairs)


def _layout(*, transpose_kernel: bool = False) -> Layout:
    return Layout("*oi") if transpose_kernel else Layout("*io", flipped=True)


FLAX = Framework(
    NAME,
    ("flax.linen.ConvTranspose", "flax.linen.ConvTranspose", "flax.linen.ConvTranspose"),
    from_arguments,
    to_arguments,
    _layout,
    aliases=("linen", "nnx", "flax.linen", "flax.nnx"),
    padding_modes=("zeros", "circular"),
)
