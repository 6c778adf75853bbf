"""JAX's convention: `jax.lax.conv_transpose`.

With K = d·(k - 1) + 1, `padding` means one of three things::

    "SAME"    crop = (max(K - s, 0)//2, K - s - begin)       "VALID"    crop = (0, min(K - s, 0))
    pairs, use_consistent_padding=False     zeros around the dilated input: crop = K - 1 - pair
    pairs, use_consistent_padding=True      the padding of the matching convolution: crop = pair

Pairs may be negative, so JAX can express every crop; it has no groups. The weight is
(*k, C_in, C_out) with the last tap first, or, with transpose_kernel=True, (*k, C_out, C_in) in
order.

Source: https://docs.jax.dev/en/latest/_autosummary/jax.lax.conv_transpose.html
"""

from __future__ import annotations

from typing import cast

from upconv.arguments import (
    Padding,
    PaddingWord,
    Pairs,
    PerAxis,
    as_choice,
    as_padding,
    as_tuple,
    common_rank,
)
from upconv.axis import Axis, crop_of_word
from upconv.conventions.framework import Framework, Layout, as_pairs, refuse_groups
from upconv.geometry import Geometry

NAME = "JAX"
WORDS: dict[str, PaddingWord] = {"SAME": "same", "VALID": "valid"}


def from_arguments(
    kernel_size: PerAxis,
    strides: PerAxis,
    padding: Padding,
    rhs_dilation: PerAxis | None = None,
    transpose_kernel: bool = False,  # noqa: ARG001  # changes only the weight
    use_consistent_padding: bool = False,
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of JAX describe.

    `kernel_size` is the spatial part of the shape of `rhs`.

    >>> from_arguments(kernel_size=4, strides=(2,), padding="SAME").crop
    ((1, 1),)
    >>> from_arguments(kernel_size=4, strides=(2,), padding=[(2, 2)]).crop
    ((1, 1),)
    >>> from_arguments(4, (2,), [(1, 1)], use_consistent_padding=True).crop
    ((1, 1),)
    """
    rank = common_rank(
        strides=strides,
        kernel_size=kernel_size,
        padding=None if isinstance(padding, str) else padding,
        rhs_dilation=rhs_dilation,
        input_size=input_size,
    )
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    steps = as_tuple(strides, rank, "strides", 1)
    dilation = as_tuple(1 if rhs_dilation is None else rhs_dilation, rank, "rhs_dilation", 1)
    axes = tuple(Axis(k, s, d, 0, 0) for k, s, d in zip(kernel, steps, dilation, strict=True))
    crop = crop_of(padding, axes, consistent=use_consistent_padding)
    if isinstance(padding, str):
        return Geometry(kernel, steps, WORDS[padding], 0, dilation)
    return Geometry.from_crop(kernel, steps, crop, dilation)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
    transpose_kernel: bool = True,
    use_consistent_padding: bool = False,
) -> dict[str, object]:
    """Return the arguments of `jax.lax.conv_transpose`, with pairs.

    `use_consistent_padding` is omitted if it is False, as older releases do not have it.

    Raises NotExpressibleError for groups.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'strides': (2,), 'padding': [(2, 2)], 'rhs_dilation': (1,), 'transpose_kernel': True}
    """
    refuse_groups(NAME, groups)
    pairs = list(geometry.crop)
    if not use_consistent_padding:
        pairs = list(around(geometry.axes, geometry.crop))
    arguments: dict[str, object] = {
        "strides": geometry.integer_stride,
        "padding": pairs,
        "rhs_dilation": geometry.dilation,
        "transpose_kernel": transpose_kernel,
    }
    return arguments | ({"use_consistent_padding": True} if use_consistent_padding else {})


def crop_of(
    padding: Padding | str,
    axes: tuple[Axis, ...],
    *,
    consistent: bool = False,
    both_ends: bool = False,
) -> Pairs:
    """Return the crop for a padding of JAX; with `both_ends`, integers apply to both ends."""
    if isinstance(padding, str):
        word = WORDS[as_choice(padding, "padding", tuple(WORDS))]
        return tuple(crop_of_word(word, axis.extent, axis.stride, 0) for axis in axes)
    read = as_padding if both_ends else as_pairs
    pairs = cast("Pairs", read(padding, len(axes)))
    return pairs if consistent else around(axes, pairs)


def around(axes: tuple[Axis, ...], pairs: Pairs) -> Pairs:
    """Convert a crop of the output to zeros around the dilated input, or back."""
    return tuple(
        (axis.extent - 1 - begin, axis.extent - 1 - end)
        for axis, (begin, end) in zip(axes, pairs, strict=True)
    )


def _layout(*, transpose_kernel: bool = True) -> Layout:
    return Layout("*oi") if transpose_kernel else Layout("*io", flipped=True)


JAX = Framework(
    NAME,
    ("jax.lax.conv_transpose", "jax.lax.conv_transpose", "jax.lax.conv_transpose"),
    from_arguments,
    to_arguments,
    _layout,
    weight="rhs",
    carried=("kernel_size",),
    aliases=("jax.lax", "lax"),
)
