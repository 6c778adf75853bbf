"""The words of JAX: `jax.lax.conv_transpose`.

With K = d·(k - 1) + 1, `padding` means one of three things::

    "SAME"    crop = (max(K - s, 0)//2, K - s - begin)       "VALID"    crop = (0, min(K - s, 0))
    pairs, use_consistent_padding=False     zeros around the spread input: crop = K - 1 - pair
    pairs, use_consistent_padding=True      the padding of the matching convolution: crop = pair

Pairs may be negative, so JAX can say every crop; it has no groups. The weight is (*k, C_in, C_out)
with the last tap first, or, with transpose_kernel=True, (*k, C_out, C_in) in order.

Source: https://docs.jax.dev/en/latest/_autosummary/jax.lax.conv_transpose.html
"""

from __future__ import annotations

from collections.abc import Sequence

from upconv import errors
from upconv.arguments import Pairs, PerAxis, as_tuple, common_rank
from upconv.axis import Axis, crop_of_word
from upconv.conventions.framework import Framework, Layout, as_pairs, refuse_groups
from upconv.geometry import Geometry

NAME = "JAX"
WORDS = ("SAME", "VALID")


def from_arguments(
    kernel_size: PerAxis,
    strides: PerAxis,
    padding: str | Sequence[tuple[int, int]],
    rhs_dilation: PerAxis | None = None,
    transpose_kernel: bool = False,  # noqa: ARG001  # changes the weight alone
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
    crop = _crop(padding, axes, use_consistent_padding)
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

    `use_consistent_padding` is left out where it is False: older releases do not know it.

    Raises NotExpressibleError for groups.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'strides': (2,), 'padding': [(2, 2)], 'rhs_dilation': (1,), 'transpose_kernel': True}
    """
    refuse_groups(NAME, groups)
    pairs = list(geometry.crop)
    if not use_consistent_padding:
        pairs = list(_around(geometry.axes, geometry.crop))
    arguments: dict[str, object] = {
        "strides": geometry.stride,
        "padding": pairs,
        "rhs_dilation": geometry.dilation,
        "transpose_kernel": transpose_kernel,
    }
    return arguments | ({"use_consistent_padding": True} if use_consistent_padding else {})


def _crop(
    padding: str | Sequence[tuple[int, int]], axes: tuple[Axis, ...], consistent: bool
) -> Pairs:
    if padding == "SAME":
        return tuple(crop_of_word("same", axis.extent, axis.stride, 0) for axis in axes)
    if padding == "VALID":
        return tuple(crop_of_word("valid", axis.extent, axis.stride, 0) for axis in axes)
    if isinstance(padding, str):
        raise errors.values.not_a_choice("padding", padding, WORDS)
    pairs = as_pairs(padding, len(axes))
    return pairs if consistent else _around(axes, pairs)


def _around(axes: tuple[Axis, ...], pairs: Pairs) -> Pairs:
    """Exchange a crop of the output for zeros around the spread input; it is its own inverse."""
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
)
