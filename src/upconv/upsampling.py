"""The fixed upsamplers, and max pooling with indices and its unpooling."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import Literal, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike

from upconv import errors
from upconv.arguments import DataFormat, PerAxis, as_data_format, as_tuple, is_sequence
from upconv.arrays import Array, Layout, as_float_array
from upconv.axis import check_product

Mode: TypeAlias = Literal["nearest", "bilinear", "bed_of_nails"]
Scale: TypeAlias = float | Iterable[float]

MODES: tuple[Mode, ...] = ("nearest", "bilinear", "bed_of_nails")


def upsample(
    x: ArrayLike,
    scale: Scale,
    mode: Mode = "nearest",
    *,
    data_format: DataFormat = "channels_first",
    align_corners: bool = False,
) -> Array:
    """Enlarge `x` by `scale` without any weights.

    x (N, C, *i) -> (N, C, *o) with o = floor(i·scale) on each of 1 to 3 spatial axes.

    Parameters
    ----------
    x
        float32 or float64, (N, C, *i), or (N, *i, C) with data_format="channels_last". With one
        scale per axis the N axis may be left out; with a single number it is always there.
    scale
        A positive number, or one per spatial axis; integers for "bed_of_nails".
    mode
        "nearest" repeats values; "bilinear" interpolates along every axis (linear in 1-D,
        trilinear in 3-D); "bed_of_nails" puts each value at the top-left of its cell of zeros.
    align_corners
        For "bilinear": False maps the centres of the pixels, as Keras' UpSampling2D and PyTorch
        by default; True maps the corner pixels onto each other, as PyTorch's align_corners=True.

    Returns
    -------
    A new C-contiguous array of the dtype and data format of `x`.

    Raises ArgumentError, ShapeError or ArgumentTypeError that names the argument.
    Source: torch.nn.functional.interpolate; keras.layers.UpSampling2D.

    Examples
    --------
    >>> import numpy as np, upconv
    >>> x = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> upconv.upsample(x, 2, "bed_of_nails")[0, 0]
    array([[1., 0., 2., 0.],
           [0., 0., 0., 0.],
           [3., 0., 4., 0.],
           [0., 0., 0., 0.]])
    >>> upconv.upsample(x, 2, "bilinear")[0, 0, 0]
    array([1.  , 1.25, 1.75, 2.  ])
    """
    x = as_float_array(x, "x")
    if mode not in MODES:
        raise errors.values.not_a_choice("mode", mode, MODES)
    ndim = _rank(x, scale)
    scales = _as_scales(scale, ndim, mode)
    layout = Layout.of(x, ndim, as_data_format(data_format))
    view = layout.view(x)
    for axis, size in enumerate(view.shape[2:]):
        if size < 1:
            raise errors.shapes.empty_axis("x", x.shape, axis)
    sizes = tuple(math.floor(i * s) for i, s in zip(view.shape[2:], scales, strict=True))
    for axis, (o, i) in enumerate(zip(sizes, view.shape[2:], strict=True)):
        if o < 1:
            formula = f"{o} = floor({i}·{scales[axis]})"
            raise errors.sizes.empty_output(o, axis, formula, "Use a larger `scale`")
    shape = layout.shape(len(view), view.shape[1], sizes)
    check_product((*shape, x.itemsize))
    if mode == "bed_of_nails":
        result = np.zeros(shape, x.dtype)
        nails = (slice(None, None, int(s)) for s in scales)
        layout.view(result)[(slice(None), slice(None), *nails)] = view
        return result
    for axis, (o, s) in enumerate(zip(sizes, scales, strict=True), start=2):
        if mode == "nearest":
            view = np.take(view, _nearest(view.shape[axis], o, s), axis=axis)
        else:
            view = _interpolated(view, axis, o, s, align_corners)
    result = np.empty(shape, x.dtype)
    layout.view(result)[...] = view
    return result


def max_pool(
    x: ArrayLike, size: PerAxis, *, stride: PerAxis | None = None, padding: PerAxis = 0
) -> tuple[Array, Array]:
    """Largest value of each window of `size`, and where it was.

    x (N, C, *i), or (C, *i) with one size per axis -> two arrays (N, C, *o) with, on each axis::

        o = floor((i + 2·p - k)/s) + 1

    The values, and for each its index (int64) in the raveled spatial plane of `x`, as
    torch.nn.functional.max_pool2d with return_indices=True gives it; `stride` is `size` by
    default. A NaN in a window is its largest value.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument.

    >>> import numpy as np, upconv
    >>> values, indices = upconv.max_pool(np.array([[[[1.0, 5.0], [2.0, 3.0]]]]), 2)
    >>> values, indices
    (array([[[[5.]]]]), array([[[[1]]]]))
    """
    x = as_float_array(x, "x")
    ndim = _rank(x, size)
    k = as_tuple(size, ndim, "size", 1)
    s = k if stride is None else as_tuple(stride, ndim, "stride", 1)
    p = as_tuple(padding, ndim, "padding", 0)
    layout = Layout.of(x, ndim, "channels_first")
    view = layout.view(x)
    for axis in range(ndim):
        if p[axis] > k[axis] // 2:
            raise errors.sizes.padding_over_half(p, k, axis)
        padded = view.shape[2 + axis] + 2 * p[axis]
        if k[axis] > padded:
            formula = f"{padded} = {view.shape[2 + axis]} + 2·{p[axis]}"
            raise errors.sizes.kernel_too_large(k[axis], padded, axis, formula)
    values, indices = _pooled(view, k, s, p)
    return (values, indices) if layout.batched else (values[0], indices[0])


def max_unpool(values: ArrayLike, indices: ArrayLike, *, output_size: PerAxis) -> Array:
    """Put each value back where max pooling found it; everything else is zero.

    values and indices (N, C, *i) -> (N, C, *output_size); (C, *i) too, told by `output_size`.
    Where two values share an index the last one stays, as in torch.nn.functional.max_unpool2d.

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
    ndim = _rank(values, output_size)
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


def _rank(x: Array, per_axis: object) -> int:
    """Tell the spatial axes: one entry each where given so, else all but N and C."""
    given = tuple(cast("Iterable[object]", per_axis)) if is_sequence(per_axis) else None
    ndim = x.ndim - 2 if given is None else len(given)
    if not 1 <= ndim <= 3:
        raise errors.shapes.wrong_rank("x", x.shape, "(N, C, *spatial) with 1, 2 or 3 spatial axes")
    return ndim


def _as_scales(scale: Scale, ndim: int, mode: str) -> tuple[float, ...]:
    integral = mode == "bed_of_nails"
    entries: tuple[object, ...] = (
        tuple(cast("Iterable[float]", scale)) if is_sequence(scale) else (scale,) * ndim
    )
    scales = [float(entry) if isinstance(entry, Real) else math.nan for entry in entries]
    for number in scales:
        if not 0 < number < math.inf or (integral and not number.is_integer()):
            raise errors.values.not_a_scale(scale, mode, integral)
    return tuple(scales)


def _nearest(i: int, o: int, scale: float) -> Array:
    index: Array = np.minimum(np.floor(np.arange(o) / float(scale)), i - 1).astype(np.intp)
    return index


def _interpolated(x: Array, axis: int, o: int, scale: float, align_corners: bool) -> Array:
    """Linear interpolation along one axis."""
    i = x.shape[axis]
    if align_corners:
        position = np.arange(o) * ((i - 1) / (o - 1) if o > 1 else 0.0)
    else:
        position = np.maximum((np.arange(o) + 0.5) / float(scale) - 0.5, 0.0)
    left = np.minimum(position.astype(np.intp), i - 1)
    right = np.minimum(left + 1, i - 1)
    share = (position - left).astype(x.dtype)
    share = share.reshape(-1, *(1,) * (x.ndim - axis - 1))
    begin, end = np.take(x, left, axis=axis), np.take(x, right, axis=axis)
    result: Array = begin * (1 - share) + end * share
    return result


def _pooled(
    x: Array, k: tuple[int, ...], s: tuple[int, ...], p: tuple[int, ...]
) -> tuple[Array, Array]:
    spatial = x.shape[2:]
    o = tuple((i + 2 * q - w) // t + 1 for i, q, w, t in zip(spatial, p, k, s, strict=True))
    padded = np.pad(x, [(0, 0), (0, 0), *((q, q) for q in p)], constant_values=-np.inf)
    values = np.full((*x.shape[:2], *o), -np.inf, x.dtype)
    indices = np.full(values.shape, -1, np.int64)
    for tap in np.ndindex(*k):
        window = (slice(t, t + (n - 1) * w + 1, w) for t, n, w in zip(tap, o, s, strict=True))
        candidate = padded[(slice(None), slice(None), *window)]
        # Where this tap falls on each axis; what lies in the padding is never taken.
        rows = [np.arange(n) * w + t - q for n, w, t, q in zip(o, s, tap, p, strict=True)]
        grid = np.meshgrid(*rows, indexing="ij")
        flat = np.zeros(o, np.int64)
        inside = np.ones(o, bool)
        for row, i in zip(grid, spatial, strict=True):
            flat = flat * i + row
            inside &= (row >= 0) & (row < i)
        taken = inside & ((candidate > values) | np.isnan(candidate) | (indices < 0))
        np.copyto(values, candidate, where=taken)
        np.copyto(indices, np.broadcast_to(flat, indices.shape), where=taken)
    return values, indices
