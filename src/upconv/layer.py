"""The geometry of one call: from the arguments and the sizes of x to axes and output sizes.

The results depend on integers and words alone, so they are cached.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeAlias

from upconv import errors
from upconv.arguments import (
    Padding,
    PerAxis,
    PerAxisStride,
    as_padding,
    as_strides,
    as_tuple,
)
from upconv.axis import Axis, convolution_axes
from upconv.bounded_cache import memoised
from upconv.geometry import Geometry

if TYPE_CHECKING:
    from upconv.activations import Activation

Sizes: TypeAlias = tuple[int, ...]
Resolved: TypeAlias = tuple[tuple[Axis, ...], Sizes]
P = ParamSpec("P")


class Words(NamedTuple):
    """The arguments of a convolution in either direction, as the caller wrote them.

    `output_padding` and `output_size` apply to a transposed convolution only.
    """

    transposed: bool
    activation: Activation
    stride: PerAxisStride
    padding: Padding
    dilation: PerAxis
    groups: int
    output_padding: PerAxis = 0
    output_size: PerAxis | None = None

    @property
    def plain(self) -> tuple[Any, ...]:
        """The arguments that are numbers and words."""
        return self[2:]

    def resolve(self, kernel: Sizes, spatial: Sizes) -> Resolved:
        """Return the axes and the output size on inputs of `spatial`."""
        if not self.transposed:
            return convolution(kernel, spatial, self.stride, self.padding, self.dilation)
        rows = self.output_padding
        sizes_of = (self.stride, self.padding, rows, self.dilation, self.output_size)
        return transposed(kernel, spatial, *sizes_of)


def _is_plain(value: object) -> bool:
    """Return whether equal values mean the same: True and 1.0 equal 1, but are errors."""
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return type(value) is int or type(value) is str or value is None


def _remembered(function: Callable[P, Resolved]) -> Callable[P, Resolved]:
    """Cache the results for plain arguments; errors are not cached."""
    known = memoised("geometries", 1024)(function)

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> Resolved:
        if _is_plain(args) and not kwargs:
            return known(*args, **kwargs)
        return function(*args, **kwargs)

    return ask


@_remembered
def transposed(
    kernel: Sizes,
    spatial: Sizes,
    stride: PerAxisStride,
    padding: Padding,
    output_padding: PerAxis,
    dilation: PerAxis,
    output_size: PerAxis | None,
) -> Resolved:
    """Return the axes and the output size of a transposed convolution on inputs of `spatial`."""
    ndim = len(kernel)
    rows = as_tuple(output_padding, ndim, "output_padding", 0)
    steps, gaps = as_strides(stride, ndim), as_tuple(dilation, ndim, "dilation", 1)
    crop = as_padding(padding, ndim)
    layer = Geometry(kernel, steps, crop, 0, gaps)
    if output_size is not None:
        if any(rows):
            raise errors.sizes.output_size_and_padding(output_size, output_padding)
        layer = layer.with_output_size(spatial, output_size)
    elif any(rows):
        for n, (axis, sizes) in enumerate(
            zip(layer.axes, layer.reachable_sizes(spatial), strict=True)
        ):
            if rows[n] >= max(axis.stride, axis.dilation):
                raise errors.sizes.output_padding_too_large(rows, steps, gaps, n, sizes)
        layer = Geometry(kernel, steps, crop, rows, gaps)
    axes = zip(layer.axes, spatial, strict=True)
    return tuple(
        axis if i > 1 else _single(axis, axis.extent) for axis, i in axes
    ), layer.output_size(spatial)


@_remembered
def convolution(
    kernel: Sizes, spatial: Sizes, stride: PerAxisStride, padding: Padding, dilation: PerAxis
) -> Resolved:
    """Return the axes and the output size of a convolution on inputs of `spatial`."""
    ndim = len(kernel)
    axes = convolution_axes(
        kernel,
        spatial,
        as_strides(stride, ndim),
        as_padding(padding, ndim),
        as_tuple(dilation, ndim, "dilation", 1),
    )
    sizes = tuple(axis.convolution_size(i) for axis, i in zip(axes, spatial, strict=True))
    both = zip(axes, spatial, sizes, strict=True)
    return tuple(
        axis if o > 1 else _single(axis, (i - 1) * axis.step + 1 + axis.begin + axis.end)
        for axis, i, o in both
    ), sizes


def _single(axis: Axis, span: int) -> Axis:
    """Limit the stride of an axis with a single window to `span`; such an axis never takes a step.

    The engine has one phase per element of a stride, and a stride may be any number. It stays
    coprime with the step.
    """
    stride = min(axis.stride, span)
    while math.gcd(stride, axis.step) > 1:
        stride += 1
    return axis._replace(stride=stride)
