"""Max pooling that also returns the positions of the maxima, and max unpooling."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from upconv import errors
from upconv.arguments import PerAxis, as_flag, as_tuple, listed
from upconv.arrays import Array, Layout, as_float_array, given_rank
from upconv.axis import check_product


def max_pool(
    x: ArrayLike,
    size: PerAxis,
    *,
    stride: PerAxis | None = None,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    ceil_mode: bool = False,
) -> tuple[Array, Array]:
    """Max pooling: the largest value of each window of `size`, and its position.

    x (N, C, *i), or (C, *i) with one size per axis -> two arrays (N, C, *o) with, on each axis::

        o = floor((i + 2·p - d·(k - 1) - 1)/s) + 1

    With `ceil_mode` the quotient is rounded up: the last window may extend past the end if it
    starts in x or in the padding before it. `stride` is `size` by default; `padding` is at most
    half of `size`; `dilation` d is the distance between the taps of a window.

    Returns the values, and for each its index (int64) in the raveled spatial plane of `x`, like
    torch.nn.functional.max_pool2d with return_indices=True. A NaN is the largest value of its
    window; of equal values the first is taken, of several NaN the last.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument;
    also GeometryError for a window whose taps all miss x, where PyTorch returns -inf and an index
    outside the plane.

    >>> import numpy as np, upconv
    >>> values, indices = upconv.max_pool(np.array([[[[1.0, 5.0], [2.0, 3.0]]]]), 2)
    >>> values, indices
    (array([[[[5.]]]]), array([[[[1]]]]))
    >>> upconv.max_pool(np.array([[[1.0, 5.0, 2.0]]]), 2, ceil_mode=True)
    (array([[[5., 2.]]]), array([[[1, 2]]]))
    """
    x, size = as_float_array(x, "x"), listed(size)
    ndim = given_rank(x, size)
    k = as_tuple(size, ndim, "size", 1)
    s = k if stride is None else as_tuple(stride, ndim, "stride", 1)
    p = as_tuple(padding, ndim, "padding", 0)
    d = as_tuple(dilation, ndim, "dilation", 1)
    up = as_flag(ceil_mode, "ceil_mode")
    layout = Layout.of(x, ndim, "channels_first")
    view = layout.view(x)
    windows = []
    for axis, i in enumerate(view.shape[2:]):
        if i < 1:
            raise errors.shapes.empty_axis("x", x.shape, axis)
        if p[axis] > k[axis] // 2:
            raise errors.sizes.padding_over_half(p, k, axis)
        windows.append(_windows(i, k[axis], s[axis], p[axis], d[axis], up, axis))
    check_product((*view.shape[:2], *(line.o for line in windows), x.itemsize))
    values, indices = _pooled(view, windows)
    return (values, indices) if layout.batched else (values[0], indices[0])


def max_unpool(values: ArrayLike, indices: ArrayLike, *, output_size: PerAxis) -> Array:
    """Max unpooling: put each value back at its index; everything else is zero.

    values and indices (N, C, *i) -> (N, C, *output_size), or (C, *i) -> (C, *output_size).
    If two values share an index, the last one is used, as in torch.nn.functional.max_unpool2d.
    The indices may come from any pooling, also with dilation or ceil_mode: they index the plane
    of `output_size`, the spatial size of the array that was pooled.

    Raises ArgumentError, ShapeError or ArgumentTypeError that names the argument.

    >>> import numpy as np, upconv
    >>> upconv.max_unpool(np.array([[[[5.0]]]]), np.array([[[[1]]]]), output_size=(2, 2))[0, 0]
    array([[0., 5.],
           [0., 0.]])
    """
    values = as_float_array(values, "values")
    indices = np.asarray(indices)
    if not np.issubdtype(indices.dtype, np.integer):
        raise errors.shapes.not_integer_indices(indices.dtype)
    if indices.shape != values.shape:
        raise errors.shapes.wrong_shape(
            "indices", indices.shape, values.shape, "the shape of `values`"
        )
    output_size = listed(output_size)
    ndim = given_rank(values, output_size, "values")
    sizes = as_tuple(output_size, ndim, "output_size", 1)
    Layout.of(values, ndim, "channels_first", "values")
    leading = values.shape[: values.ndim - ndim]
    check_product((*leading, *sizes, values.itemsize))
    plane = math.prod(sizes)
    for outside in (indices.min(initial=0), indices.max(initial=0)):
        if not 0 <= outside < plane:
            raise errors.shapes.index_outside(int(outside), plane, sizes)
    result = np.zeros((*leading, plane), values.dtype)
    if values.size:
        np.put_along_axis(
            result, indices.reshape(*leading, -1), values.reshape(*leading, -1), axis=-1
        )
    return result.reshape(*leading, *sizes)


class _Windows(NamedTuple):
    """The o windows along one axis of i elements; tap t of window y reads y·s + t·d + begin.

    Taps that are outside x in every window are omitted.
    """

    i: int
    o: int
    s: int
    d: int
    begin: int
    taps: int

    @property
    def rows(self) -> tuple[int, int]:
        """The rows to add before and after x, so that every window is complete."""
        last = (self.o - 1) * self.s + (self.taps - 1) * self.d + self.begin
        return max(-self.begin, 0), max(last - self.i + 1, 0)

    def reads(self, tap: int) -> Array:
        """Return the position that each window reads at `tap`; outside 0..i-1 in the padding."""
        return np.arange(self.o) * self.s + (tap * self.d + self.begin)

    def of(self, tap: int) -> slice:
        """Return the slice of the padded axis that the windows read at `tap`."""
        begin = tap * self.d + max(self.begin, 0)
        return slice(begin, begin + (self.o - 1) * self.s + 1, self.s)


def _windows(i: int, k: int, s: int, p: int, d: int, up: bool, axis: int) -> _Windows:
    """Return the windows along one axis, each of which reads an element of x."""
    extent, padded = d * (k - 1) + 1, i + 2 * p
    o = (padded - extent + (s - 1 if up else 0)) // s + 1
    if up and (o - 1) * s >= i + p:  # it would start in the padding at the end
        o -= 1
    if o < 1:
        raise errors.sizes.kernel_too_large(extent, padded, axis, f"{padded} = {i} + 2·{p}")
    if o == 1:
        s = 1
    # A window that starts in x reads an element of x; one that starts before it reads one only if
    # its first tap after the padding is in x.
    for begin in range(-p, min(0, (o - 1) * s - p + 1), s) if d > i else ():
        if begin % d >= i:
            raise errors.sizes.window_holds_nothing(i, extent, d, p, axis)
    first = max(-(((o - 1) * s - p) // d), 0)
    last = min((i - 1 + p) // d, k - 1)
    return _Windows(i, o, s, d, first * d - p, last - first + 1)


def _pooled(x: Array, windows: list[_Windows]) -> tuple[Array, Array]:
    shape = (*x.shape[:2], *(line.o for line in windows))
    padded = np.pad(x, [(0, 0), (0, 0), *(line.rows for line in windows)])
    values = np.full(shape, -np.inf, x.dtype)
    indices = np.full(shape, -1, np.int64)
    for taps in np.ndindex(*(line.taps for line in windows)):
        along = list(zip(windows, taps, strict=True))
        window = (line.of(tap) for line, tap in along)
        candidate = padded[(slice(None), slice(None), *window)]
        flat = np.zeros((), np.int64)
        inside = np.ones((), bool)
        for axis, (line, tap) in enumerate(along):
            reads = line.reads(tap).reshape(-1, *(1,) * (len(along) - axis - 1))
            flat = flat * line.i + reads
            inside = inside & (reads >= 0) & (reads < line.i)  # padding is never a maximum
        taken = inside & ((candidate > values) | np.isnan(candidate) | (indices < 0))
        np.copyto(values, candidate, where=taken)
        np.copyto(indices, flat, where=taken)
    return values, indices
