"""Haiku's convention: `hk.Conv1DTranspose`, `hk.Conv2DTranspose`, `hk.Conv3DTranspose`.

`stride` and `padding` go to `jax.lax.conv_transpose`: "SAME", "VALID", or (begin, end) pairs of
zeros around the dilated input, crop = k - 1 - pair. With `output_shape` the words have the same
meaning as in TensorFlow. There is no dilation and there are no groups. The weight `w` is
(*k, C_out, C_in) with the last tap first.

Source: https://dm-haiku.readthedocs.io/en/latest/api.html#convndtranspose
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import Padding, PerAxis, as_choice, as_tuple, common_rank, plain
from upconv.axis import Axis
from upconv.conventions.framework import (
    Framework,
    Layout,
    as_sizes,
    refuse_groups,
    spread,
    spread_remedy,
    whole,
    without_idle_dilation,
)
from upconv.conventions.jax import WORDS, around, crop_of
from upconv.conventions.tensorflow import crop_of_output
from upconv.geometry import Geometry

NAME = "Haiku"


def from_arguments(
    kernel_shape: PerAxis,
    stride: PerAxis = 1,
    output_shape: PerAxis | None = None,
    padding: Padding | str = "SAME",
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of Haiku describe.

    >>> from_arguments(kernel_shape=4, stride=2).crop
    ((1, 1),)
    >>> from_arguments(kernel_shape=3, stride=2, output_shape=7, input_size=4).crop
    ((1, 1),)
    """
    rank = common_rank(
        kernel_shape=kernel_shape,
        stride=stride,
        output_shape=output_shape,
        padding=padding,
        input_size=input_size,
    )
    kernel = as_tuple(kernel_shape, rank, "kernel_shape", 1)
    steps = as_tuple(stride, rank, "stride", 1)
    axes = tuple(Axis(k, s, 1, 0, 0) for k, s in zip(kernel, steps, strict=True))
    if output_shape is not None:
        inputs = as_sizes(NAME, "output_shape", input_size, rank)
        outputs = as_tuple(output_shape, rank, "output_shape", 1)
        word = as_choice(padding, "padding", tuple(WORDS))
        crop = crop_of_output(axes, inputs, outputs, word)
        return Geometry.from_crop(kernel, steps, crop, (1,) * rank)
    crop = crop_of(padding, axes)
    if isinstance(padding, str):
        return Geometry(kernel, steps, WORDS[padding])
    return Geometry.from_crop(kernel, steps, crop, (1,) * rank)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
) -> dict[str, object]:
    """Return the arguments of `Conv1DTranspose`, `Conv2DTranspose` or `Conv3DTranspose`.

    Raises NotExpressibleError for groups and dilation.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'kernel_shape': 4, 'stride': 2, 'padding': ((2, 2),)}
    """
    refuse_groups(NAME, groups)
    axes = without_idle_dilation(geometry)
    pairs = around(spread(axes), geometry.crop)
    if any(axis.dilation > 1 for axis in axes):
        kernel = spread_remedy(axes, 0, 2)
        received = f"dilation={geometry.dilation}"
        remedy = f"Use {kernel}, padding={pairs}"
        raise errors.wording.not_expressible(NAME, "dilation", received, remedy)
    return {
        "kernel_shape": whole(geometry.kernel_size),
        "stride": plain(geometry.integer_stride),
        "padding": pairs,
    }


HAIKU = Framework(
    NAME,
    ("hk.Conv1DTranspose", "hk.Conv2DTranspose", "hk.Conv3DTranspose"),
    from_arguments,
    to_arguments,
    lambda: Layout("*oi", flipped=True),
    shortened="kernel_shape",
    aliases=("hk", "dm-haiku", "dm_haiku"),
)
