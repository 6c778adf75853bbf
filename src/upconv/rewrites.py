"""Exact rewrites between resize + convolution, transposed convolution and sub-pixel form.

On one axis, with the convolution's kernel w of k taps, dilation d and zero padding (p, p'):

**Resize, then convolution.** A resize by the integer s is itself a transposed convolution, of
stride s with a fixed kernel R (nearest: s ones) whose first element is b places before its input.
The convolution after it contributes the flipped w, so that both are one transposed convolution ::

    V[m] = Σ_t w[t] · R[m - d·(k - 1 - t)]        k' = len(R) + d·(k - 1) taps, stride s
    begin = b + d·(k - 1) - p                      end = len(R) - s - b + d·(k - 1) - p'

After the resize, k taps on every axis contribute to each output; with V it is k'/s on average.
With d = 1 and the nearest resize k' = k + s - 1, so that one axis needs k·s/(k + s - 1) times fewer
multiply-adds and two axes the square of that: 2.25 times fewer for 3×3 after a resize by 2, and
towards s² times fewer as k grows. A kernel of one tap gains nothing.

**At the border** the nearest resize of a zero is zeros, so that every zero padding, for odd and
even kernels, is expressed exactly. An interpolation repeats its edge values instead of padding
with zeros: it is exact if x is first extended by a few rows of its own edge (their number is
`edge`), and the convolution either does not pad or pads by replication too.

**Sub-pixel.** A convolution to s channels per channel followed by a pixel shuffle interleaves s
phases, as a transposed convolution does: the kernel of one form is that of the other, rearranged.
"""

from __future__ import annotations

import itertools
import math
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from upconv import errors
from upconv.arguments import Padding, Pairs, PerAxis, as_choice, as_integer, as_padding, as_tuple
from upconv.arrays import Array, as_float_array, spatial_rank
from upconv.axis import check_product
from upconv.geometry import Geometry

__all__ = ["SubPixel", "Transposed", "from_subpixel", "resize_conv_to_transposed", "to_subpixel"]

Index: TypeAlias = tuple[Any, ...]
Resize: TypeAlias = Literal["nearest", "bilinear", "bed_of_nails"]
PaddingMode: TypeAlias = Literal["zeros", "replicate"]

RESIZES: tuple[Resize, ...] = ("nearest", "bilinear", "bed_of_nails")
PADDING_MODES: tuple[PaddingMode, ...] = ("zeros", "replicate")


class Transposed(NamedTuple):
    """One transposed convolution: weight (C_in, C_out/groups, *k'), bias, geometry, edge rows.

    `edge` says, per axis, by how many rows of its own edge x must first be extended at its
    (begin, end); all zero unless an interpolation or a replicating convolution needs it.
    """

    weight: Array
    bias: Array | None
    geometry: Geometry
    edge: Pairs

    def extended(self, x: Array) -> Array:
        """Return x (N, C_in, *i) with the edge rows that the rewrite needs."""
        if not any(map(any, self.edge)):
            return x
        return np.pad(x, [(0, 0), (0, 0), *self.edge], mode="edge")


class SubPixel(NamedTuple):
    """A convolution at stride 1 followed by a pixel shuffle by `scale`.

    weight (C_out·Πs, C_in/groups, *k), channel c·Πs + phase as in PyTorch's PixelShuffle; `padding`
    holds the zeros at (begin, end) of every axis, and `crop` the rows to drop at the end of every
    axis after the shuffle.
    """

    weight: Array
    bias: Array | None
    scale: tuple[int, ...]
    padding: Pairs
    crop: tuple[int, ...]


def resize_conv_to_transposed(
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    scale: PerAxis,
    mode: Resize = "nearest",
    padding: Padding = 0,
    padding_mode: PaddingMode = "zeros",
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Transposed:
    """Return the transposed convolution equal to a resize by `scale` followed by a convolution.

    weight (C_out, C_in/groups, *k) of the convolution -> (C_in, C_out/groups, *k') with, on each
    axis, k' = s + d·(k - 1) for "nearest" and 2·s - s mod 2 + d·(k - 1) for "bilinear".

    Parameters
    ----------
    weight, bias, padding, dilation, groups
        Those of the convolution at stride 1, as in `upconv.conv`; `padding` in numbers.
    scale
        The integer factor s, or one per axis.
    mode
        As in `upconv.upsample`: "nearest" repeats values, "bilinear" interpolates between the
        centres of the pixels (align_corners=False), "bed_of_nails" inserts zeros.
    padding_mode
        What the convolution pads with: "zeros", or "replicate" for copies of the edge.

    Returns
    -------
    `Transposed(weight, bias, geometry, edge)`. The result is exact at every output, borders
    included: for "nearest" with zero padding on x itself (`edge` is zero); for "bilinear" without
    padding, and for both with padding_mode="replicate", on x extended by `edge` rows of its edge.

    Raises NotExpressibleError for "bilinear" with zero padding: at the border the interpolation
    repeats its edge while the padding is zeros, which one kernel cannot express. Raises
    ArgumentError or a subclass that names the argument for other errors.
    Source: Odena et al. 2016, https://distill.pub/2016/deconv-checkerboard (resize-convolution).

    Examples
    --------
    >>> import numpy as np, upconv
    >>> x, weight = np.arange(3.0).reshape(1, 1, 3), np.array([[[1.0, 10.0, 100.0]]])
    >>> new = upconv.rewrites.resize_conv_to_transposed(weight, scale=2, padding=1)
    >>> new.weight, new.geometry.crop
    (array([[[100., 110.,  11.,   1.]]]), ((1, 1),))
    >>> upconv.conv_transpose(x, new.weight, stride=2, padding=new.geometry.padding)
    array([[[  0., 100., 110., 211., 221.,  22.]]])
    >>> upconv.conv(upconv.upsample(x, 2), weight, padding=1)
    array([[[  0., 100., 110., 211., 221.,  22.]]])
    """
    array, offset, ndim = _convolution(weight, bias, groups)
    steps = as_tuple(scale, ndim, "scale", 1)
    spread = as_tuple(dilation, ndim, "dilation", 1)
    pads = as_padding(padding, ndim)
    if isinstance(pads, str):
        raise errors.rewrites.padding_in_words(pads, ndim)
    mode = as_choice(mode, "mode", RESIZES)
    padding_mode = as_choice(padding_mode, "padding_mode", PADDING_MODES)
    reaches = [d * (k - 1) for d, k in zip(spread, array.shape[2:], strict=True)]
    check_product(
        (
            *array.shape[:2],
            *(2 * s + r for s, r in zip(steps, reaches, strict=True)),
            array.itemsize,
        )
    )
    result = transposed_channels(array, groups)
    crops, edges = [], []
    for n, (s, d, ends) in enumerate(zip(steps, spread, pads, strict=True)):
        taps, before = _resize_kernel(mode, s, array.dtype)
        reach = reaches[n]
        runs_over = len(taps) > s  # an interpolation also reads neighbours
        if padding_mode == "zeros" and runs_over and any(ends):
            raise errors.rewrites.interpolation_meets_zeros(pads, s, n)
        margin = before if runs_over else 0
        repeats = padding_mode == "replicate" or runs_over
        rows = [max(-(-(end + margin) // s), 0) if repeats else 0 for end in ends]
        result = _composed(result, 2 + n, taps, d)
        begin, end = before + reach - ends[0], len(taps) - s - before + reach - ends[1]
        crops.append((begin + s * rows[0], end + s * rows[1]))
        edges.append((rows[0], rows[1]))
    geometry = Geometry.from_crop(result.shape[2:], steps, tuple(crops), (1,) * ndim)
    return Transposed(np.ascontiguousarray(result), offset, geometry, tuple(edges))


def from_subpixel(
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    scale: PerAxis,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Transposed:
    """Return the transposed convolution equal to a convolution followed by a pixel shuffle.

    weight (C_out·Πs, C_in/groups, *k) of the convolution, its channels ordered as PyTorch's
    PixelShuffle reads them (c·Πs + phase), -> (C_in, C_out/groups, *k') with k' = s·(d·(k - 1) + 1)
    on each axis. Exact at every output for zero padding.

    Raises NotExpressibleError if the bias differs between the phases of a channel, which a
    transposed convolution cannot express, and ShapeError if Πs does not divide the channels.
    Source: Shi et al. 2016, arXiv 1609.07009.

    >>> import numpy as np, upconv
    >>> weight = np.array([[[1.0, 2.0]], [[10.0, 20.0]]])  # two phases of one channel
    >>> new = upconv.rewrites.from_subpixel(weight, scale=2)
    >>> new.weight, new.geometry.crop
    (array([[[ 2., 20.,  1., 10.]]]), ((2, 2),))
    """
    array, offset, ndim = _convolution(weight, bias, groups)
    steps = as_tuple(scale, ndim, "scale", 1)
    spread = as_tuple(dilation, ndim, "dilation", 1)
    pads = as_padding(padding, ndim)
    if isinstance(pads, str):
        raise errors.rewrites.padding_in_words(pads, ndim)
    phases = math.prod(steps)
    if len(array) % (phases * groups):
        raise errors.rewrites.channels_are_no_phases(array.shape, steps, groups)
    if offset is not None:
        by_channel = offset.reshape(-1, phases)
        if (by_channel != by_channel[:, :1]).any():
            raise errors.rewrites.bias_differs(float(np.ptp(by_channel, axis=1).max()))
        offset = np.ascontiguousarray(by_channel[:, 0])
    extents = [d * (k - 1) + 1 for d, k in zip(spread, array.shape[2:], strict=True)]
    check_product((*array.shape[:2], *extents, array.itemsize))
    whole = np.zeros(
        (
            len(array) // phases,
            array.shape[1],
            *(s * e for s, e in zip(steps, extents, strict=True)),
        ),
        array.dtype,
    )
    by_phase = array.reshape(len(whole), *steps, *array.shape[1:])
    for phase in itertools.product(*map(range, steps)):
        # Element s·d·(k - 1 - t) + r holds tap t of phase r.
        places = (slice(r, None, s * d) for r, s, d in zip(phase, steps, spread, strict=True))
        target: Index = (slice(None), slice(None), *places)
        source: Index = (slice(None), *phase)
        whole[target] = by_phase[source][_flipped(ndim)]
    crops = [
        (s * (e - 1 - begin), s * (e - 1 - end))
        for s, e, (begin, end) in zip(steps, extents, pads, strict=True)
    ]
    groups_first = whole.reshape(groups, -1, *whole.shape[1:]).swapaxes(1, 2)
    result = groups_first.reshape(-1, *groups_first.shape[2:])
    geometry = Geometry.from_crop(result.shape[2:], steps, tuple(crops), (1,) * ndim)
    return Transposed(np.ascontiguousarray(result), offset, geometry, ((0, 0),) * ndim)


def to_subpixel(
    weight: ArrayLike, bias: ArrayLike | None, geometry: Geometry, *, groups: int = 1
) -> SubPixel:
    """Return the convolution and pixel shuffle equal to a transposed convolution.

    weight (C_in, C_out/groups, *k) -> (C_out·Πs, C_in/groups, *k'), where k' spans the inputs that
    any of the phases reads. Exact at every output, after `crop` rows are dropped at the end of each
    axis if s does not divide the output. No tap is added; those that a phase lacks are zeros.

    Raises ShapeError if the weight does not have the kernel size of `geometry`, NotExpressibleError
    for a padding mode other than zeros.
    Source: Shi et al. 2016, arXiv 1609.07009.

    >>> import numpy as np, upconv
    >>> layer = upconv.Geometry(3, stride=2, padding=1)
    >>> new = upconv.rewrites.to_subpixel(np.array([[[1.0, 10.0, 100.0]]]), None, layer)
    >>> new.weight.tolist(), new.padding, new.crop
    ([[[10.0, 0.0]], [[100.0, 1.0]]], ((0, 1),), (1,))
    """
    array = as_float_array(weight, "weight")
    spatial_rank(array, "(C_in, C_out/groups, *k)")
    if not isinstance(geometry, Geometry):
        raise errors.wording.not_a_geometry(geometry)
    if geometry.border != "zeros":
        raise errors.wording.mode_not_expressible("A pixel shuffle", geometry.border)
    if array.shape[2:] != geometry.kernel_size:
        expected = (*array.shape[:2], *geometry.kernel_size)
        raise errors.shapes.wrong_shape(
            "weight", array.shape, expected, f"as kernel_size={geometry.kernel_size}"
        )
    if len(array) % as_integer(groups, "groups", 1):
        raise errors.shapes.groups_do_not_divide("input", len(array), groups)
    phases = geometry.phases()
    shifts = [[tap.shift for taps in axis for tap in taps] for axis in phases]
    first = [min(values) for values in shifts]
    spans = [max(values) - low + 1 for values, low in zip(shifts, first, strict=True)]
    steps = geometry.integer_stride
    by_group = array.reshape(groups, -1, *array.shape[1:]).swapaxes(1, 2)
    per_output = by_group.reshape(-1, *by_group.shape[2:])  # (C_out, C_in/groups, *k)
    result = np.zeros((len(per_output), *steps, per_output.shape[1], *spans), array.dtype)
    for phase in itertools.product(*map(range, steps)):
        taps_of = [axis[r] for axis, r in zip(phases, phase, strict=True)]
        for taps in itertools.product(*taps_of):
            shifts_of = (tap.shift - low for tap, low in zip(taps, first, strict=True))
            target: Index = (slice(None), *phase, slice(None), *shifts_of)
            source: Index = (slice(None), slice(None), *(tap.element for tap in taps))
            result[target] = per_output[source]
    pads, crop = [], []
    for axis, low, span in zip(geometry.axes, first, spans, strict=True):
        outputs_of_one = axis.output_size(1)  # o = (i - 1)·s + this
        blocks = -(-outputs_of_one // axis.stride)
        pads.append((-low, blocks - 1 + span - 1 + low))
        crop.append(blocks * axis.stride - outputs_of_one)
    offset = None if bias is None else np.repeat(as_float_array(bias, "bias"), math.prod(steps))
    flat = result.reshape(-1, per_output.shape[1], *spans)
    return SubPixel(flat, offset, steps, tuple(pads), tuple(crop))


def transposed_channels(weight: Array, groups: int) -> Array:
    """Return a convolution's weight (C_out, C_in/g, *k) flipped as (C_in, C_out/g, *k)."""
    by_group = weight.reshape(groups, -1, *weight.shape[1:]).swapaxes(1, 2)
    flat = by_group.reshape(-1, *by_group.shape[2:])
    return flat[_flipped(weight.ndim - 2)]


def _flipped(ndim: int) -> Index:
    return (..., *(slice(None, None, -1),) * ndim)


def _convolution(
    weight: ArrayLike, bias: ArrayLike | None, groups: int
) -> tuple[Array, Array | None, int]:
    array = as_float_array(weight, "weight")
    ndim = spatial_rank(array, "(C_out, C_in/groups, *k)")
    if len(array) % as_integer(groups, "groups", 1):
        raise errors.shapes.groups_do_not_divide("output", len(array), groups)
    offset = None if bias is None else as_float_array(bias, "bias")
    if offset is not None and offset.shape != (len(array),):
        raise errors.shapes.wrong_shape("bias", offset.shape, (len(array),), "one per C_out")
    return array, offset, ndim


def _resize_kernel(mode: Resize, s: int, dtype: np.dtype[Any]) -> tuple[Array, int]:
    """Return R on one axis, and how many of its elements are before the input it belongs to."""
    if mode == "bed_of_nails":
        return np.ones(1, dtype), 0
    if mode == "nearest" or s == 1:
        return np.ones(s, dtype), 0
    before = s // 2
    places = np.arange(2 * s - s % 2) - before
    distance = np.abs((places + 0.5) / s - 0.5)  # from the centre of the input, in inputs
    return (1 - distance).astype(dtype), before


def _composed(weight: Array, axis: int, taps: Array, dilation: int) -> Array:
    """Return the full convolution, along `axis`, of the dilated weight with `taps`."""
    k = weight.shape[axis]
    shape = list(weight.shape)
    shape[axis] = dilation * (k - 1) + len(taps)
    result = np.zeros(shape, weight.dtype)
    by_axis, source = np.moveaxis(result, axis, -1), np.moveaxis(weight, axis, -1)
    for m, tap in enumerate(taps):
        by_axis[..., m : m + dilation * (k - 1) + 1 : dilation] += source * tap
    return result
