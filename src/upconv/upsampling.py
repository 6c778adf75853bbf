"""Upsampling without weights: nearest, bilinear, bed of nails."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import Literal, TypeAlias, TypeGuard, cast

import numpy as np
from numpy.typing import ArrayLike

from upconv import errors, positions
from upconv.arguments import (
    DataFormat,
    PerAxis,
    as_choice,
    as_data_format,
    as_flag,
    as_tuple,
    is_sequence,
    listed,
)
from upconv.arrays import Array, Layout, as_float_array, given_rank
from upconv.axis import check_product
from upconv.positions import FRAMEWORKS, Framework, Image, Line

Mode: TypeAlias = Literal["nearest", "nearest-exact", "bilinear", "bed_of_nails"]
Scale: TypeAlias = float | Iterable[float]

MODES: tuple[Mode, ...] = ("nearest", "nearest-exact", "bilinear", "bed_of_nails")


def upsample(
    x: ArrayLike,
    scale: Scale | None = None,
    mode: Mode = "nearest",
    *,
    size: PerAxis | None = None,
    data_format: DataFormat = "channels_first",
    align_corners: bool = False,
    framework: Framework = "torch",
) -> Array:
    """Upsample `x` by `scale`, or to `size`, without weights.

    x (N, C, *i) -> (N, C, *o) with o = floor(i·scale), or o = size, on each of 1 to 3 spatial axes.

    Parameters
    ----------
    x
        float32 or float64, (N, C, *i), or (N, *i, C) with data_format="channels_last". With one
        scale or size per axis, the N axis may be omitted; with a single number it is required.
    scale
        A positive number, or one per spatial axis; integers for "bed_of_nails".
    mode
        "nearest" repeats values: output y is the value at floor(y·r) with r = 1/scale, or i/o if
        `size` is given; "nearest-exact" takes the value at floor((y + 1/2)·r), the nearest centre;
        "bilinear" interpolates along every axis (linear in 1-D, trilinear in 3-D); "bed_of_nails"
        puts each value at the top left of its cell of zeros.
    size
        The spatial size of the result, an integer or one per axis, instead of `scale`; for
        "bed_of_nails" a multiple of the input size. With a fractional scale the results differ:
        size=floor(i·scale) is PyTorch's recompute_scale_factor=True.
    align_corners
        For "bilinear": False aligns the centres of the pixels, as Keras' UpSampling2D and PyTorch
        do by default; True aligns the corner pixels, as PyTorch's align_corners=True.
    framework
        Whose arithmetic to follow where y·r is so close to an integer that rounding decides which
        value is read: "torch", PyTorch's CPU operator bit for bit, even where that depends on the
        dtype, the size and the data format; or "onnx", Resize as ONNX Runtime computes it:
        "nearest" is its asymmetric with floor, "nearest-exact" half_pixel with round_prefer_ceil,
        "bilinear" linear with half_pixel or align_corners. They differ in about 1 of 20 sizes for
        "nearest"; and ONNX Runtime returns x unchanged if a fractional scale gives its own size.

    Returns
    -------
    A new C-contiguous array of the dtype and data format of `x`.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument.
    Source: torch.nn.functional.interpolate; keras.layers.UpSampling2D;
    https://onnx.ai/onnx/operators/onnx__Resize.html

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
    >>> upconv.upsample(x, size=(2, 5))[0, 0]
    array([[1., 1., 1., 2., 2.],
           [3., 3., 3., 4., 4.]])
    """
    x = as_float_array(x, "x")
    mode = as_choice(mode, "mode", MODES)
    framework = as_choice(framework, "framework", FRAMEWORKS)
    scale, size = listed(scale), listed(size)
    corners = as_flag(align_corners, "align_corners")
    if corners and mode != "bilinear":
        raise errors.values.only_for("align_corners", True, "mode='bilinear'", f"mode={mode!r}")
    if (scale is None) is (size is None):
        raise errors.values.one_of_two("scale", scale, "size", size)
    ndim = given_rank(x, scale if size is None else size)
    layout = Layout.of(x, ndim, as_data_format(data_format))
    view = layout.view(x)
    spatial = view.shape[2:]
    for axis, i in enumerate(spatial):
        if i < 1:
            raise errors.shapes.empty_axis("x", x.shape, axis)
    lines = (
        _to_scale(spatial, cast("Scale", scale), mode, framework)
        if size is None
        else _to_size(spatial, size, mode)
    )
    shape = layout.shape(len(view), view.shape[1], tuple(line.o for line in lines))
    check_product((*shape, x.itemsize))
    result = np.empty(shape, x.dtype)
    into = layout.view(result)
    if mode == "bed_of_nails":
        into[...] = 0
        nails = [slice(None, None, line.o // line.i) for line in lines]
        into[(slice(None), slice(None), *nails)] = view
        return result
    if framework == "onnx" and all(line.o == line.i for line in lines):
        into[...] = view  # ONNX Runtime copies, for any scale
        return result
    image = Image(lines, view.shape[1], layout.data_format == "channels_last")
    for axis in range(ndim):
        if mode == "bilinear":
            places = positions.linear(image, axis, x.dtype, corners=corners, framework=framework)
            view = _interpolated(view, 2 + axis, *places)
        else:
            exact = mode == "nearest-exact"
            index = positions.nearest(image, axis, x.dtype, exact=exact, framework=framework)
            view = np.take(view, index, axis=2 + axis)
    into[...] = view
    return result


def _to_scale(
    spatial: tuple[int, ...], scale: Scale, mode: Mode, framework: Framework
) -> tuple[Line, ...]:
    """Return the line of each axis for a scale."""
    scales = _as_scales(scale, len(spatial), mode)
    lines = []
    for axis, (i, s) in enumerate(zip(spatial, scales, strict=True)):
        o = positions.output_size(i, s, framework)
        if o < 1:
            formula = f"{o} = floor({i}·{s})"
            raise errors.sizes.empty_output(o, axis, formula, "Use a larger `scale`")
        lines.append(Line(i, o, s))
    return tuple(lines)


def _to_size(spatial: tuple[int, ...], size: PerAxis, mode: Mode) -> tuple[Line, ...]:
    """Return the line of each axis for a size."""
    sizes = as_tuple(size, len(spatial), "size", 1)
    for axis, (i, o) in enumerate(zip(spatial, sizes, strict=True)):
        if mode == "bed_of_nails" and o % i:
            raise errors.sizes.not_a_multiple(sizes, i, axis)
    return tuple(Line(i, o, None) for i, o in zip(spatial, sizes, strict=True))


def _as_scales(scale: Scale, ndim: int, mode: Mode) -> tuple[float, ...]:
    integral = mode == "bed_of_nails"
    entries: tuple[object, ...] = (
        tuple(cast("Iterable[float]", scale)) if is_sequence(scale) else (scale,) * ndim
    )
    scales = [float(entry) if _is_number(entry) else math.nan for entry in entries]
    for number in scales:
        if not 0 < number < math.inf or (integral and not number.is_integer()):
            raise errors.values.not_a_scale(scale, mode, integral)
    return tuple(scales)


def _is_number(value: object) -> TypeGuard[Real]:
    return isinstance(value, Real) and not isinstance(value, bool)


def _interpolated(x: Array, axis: int, left: Array, right: Array, share: Array) -> Array:
    """Interpolate linearly along one axis."""
    share = share.reshape(-1, *(1,) * (x.ndim - axis - 1))
    begin, end = np.take(x, left, axis=axis), np.take(x, right, axis=axis)
    result: Array = begin * (1 - share) + end * share
    return result
