"""The response of each output phase of a layer to a constant input: the figure for weights.

A transposed convolution with stride s is s interleaved convolutions. For an input that is constant,
v in every pixel (one number per channel), phase r gives the constant ::

    y_r = G_r·v + b_r        G_r[c_out, c_in] = sum of the taps of the sub-kernel of phase r

If all G_r are equal, the response to a constant is a constant. If they differ, the output has
period s although the input has no pattern: a checkerboard. With the mean over the phases
Ḡ = mean_r G_r, and over inputs v with the second moments M = E[v·vᵀ], ::

    ripple_r² = E‖(G_r - Ḡ)·v + (b_r - b̄)‖²        signal² = E‖Ḡ·v‖²
    figure    = 10·log10( mean_r ripple_r² / signal² )  dB

0 dB: the pattern is as strong (root mean square over channels and phases) as the signal that it is
added to; -20 dB: a tenth of it, -40 dB: a hundredth; -inf dB: no constant input causes a pattern.
With a batch, M is computed from the pixels of the layer's input; without one it is the identity:
all channels independent, with unit root mean square. The figure does not depend on the scale of the
weights (together with a bias per phase), the order of the channels, or a rotation of the output
channels; nor, without a batch, of the input channels.

The figure considers constants only. A low value is necessary, but not sufficient; the spectrum of a
real output (`upconv.checkerboards.spectrum`) shows what remains after the following layers.

Sources: Odena, Dumoulin and Olah 2016, https://distill.pub/2016/deconv-checkerboard (overlap);
Aitken et al. 2017, arXiv 1707.02937 (phases and their initialisation); Sugawara, Shiota and Kiya
2018, arXiv 1806.02658, and Kinoshita and Kiya 2020, arXiv 2002.02117 (the condition that a constant
input gives a constant output).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import errors
from upconv.geometry import Geometry

Floats: TypeAlias = NDArray[np.float64]
Phase: TypeAlias = tuple[int, ...]

# Sums of float32 weights that differ only in their last bits count as equal.
_ROUNDING = 1e-12
MOST_SUMS = 2**27  # of taps: one GiB


@dataclass(frozen=True)
class PhaseGain:
    """The response of the phases of one layer to a constant.

    Attributes
    ----------
    db
        The figure, in dB: ripple between the phases relative to the mean response.
    relative
        (*s), dimensionless: the gain of each phase along the mean response; their mean is 1.
    ripple_db
        (*s), in dB: how far the response of each phase is from the mean response.
    worst
        The phase (r per axis) farthest from the mean.
    weighted
        Whether the channels were weighted by the pixels of a batch.
    """

    db: float
    relative: Floats
    ripple_db: Floats
    worst: Phase
    weighted: bool


def phase_sums(weight: NDArray[np.floating], geometry: Geometry, groups: int = 1) -> Floats:
    """Return G, the sums of the taps of each phase.

    weight (C_in, C_out/groups, *k) -> (*s, C_out, C_in) in float64, zero between groups.

    >>> phase_sums(np.ones((1, 1, 3)), Geometry(3, stride=2)).ravel()
    array([2., 1.])
    """
    if math.prod((*geometry.integer_stride, *weight.shape[:2], groups)) > MOST_SUMS:
        raise errors.sizes.too_many_sums(geometry.integer_stride, weight.shape[:2], MOST_SUMS)
    sums = np.asarray(weight, np.float64)
    for axis, phases in enumerate(geometry.phases(), start=2):
        elements = [[tap.element for tap in taps] for taps in phases]
        parts = [sums.take(taps, axis=axis).sum(axis=axis) for taps in elements]
        sums = np.stack(parts, axis=axis)
    sums = np.moveaxis(sums, (0, 1), (-1, -2))  # (*s, C_out/groups, C_in)
    if groups == 1:
        return sums
    *steps, c_out, c_in = sums.shape
    whole = np.zeros((*steps, c_out * groups, c_in))
    for g in range(groups):
        rows = slice(g * c_out, (g + 1) * c_out)
        columns = slice(g * c_in // groups, (g + 1) * c_in // groups)
        whole[..., rows, columns] = sums[..., columns]
    return whole


def phase_gain(
    sums: Floats, bias: Floats | None = None, moments: Floats | None = None
) -> PhaseGain:
    """Return the figure for the phase sums (*s, C_out, C_in) of a layer.

    `bias` (*s, C_out) is given if the bias differs between the phases (a convolution before a pixel
    shuffle); `moments` (C_in, C_in) are the second moments M of the pixels of the input.

    >>> layer = Geometry(3, stride=2)
    >>> gain = phase_gain(phase_sums(np.ones((1, 1, 3)), layer))  # 2 and 1 around 1.5
    >>> round(gain.db, 2), gain.relative.round(3), gain.worst
    (-9.54, array([1.333, 0.667]), (0,))
    """
    axes = tuple(range(sums.ndim - 2))
    steps = sums.shape[:-2]
    mean = sums.mean(axis=axes)
    root = _root(moments) if moments is not None else np.eye(sums.shape[-1])
    signal = mean @ root
    power = float(np.sum(signal**2))
    responses = (sums - mean) @ root
    ripple = np.sum(responses**2, axis=(-2, -1))
    relative = 1 + (np.sum(responses * signal, axis=(-2, -1)) / power if power else 0 * ripple)
    if bias is not None:
        ripple = ripple + np.sum((bias - bias.mean(axis=axes)) ** 2, axis=-1)
    scale = np.sum((np.abs(sums) @ np.abs(root)) ** 2, axis=(-2, -1)).max()
    ripple[ripple <= _ROUNDING * scale] = 0
    worst = np.unravel_index(int(np.argmax(ripple)), steps)
    return PhaseGain(
        db=decibels(float(ripple.mean()), power),
        relative=relative,
        ripple_db=np.array([decibels(float(r), power) for r in ripple.ravel()]).reshape(steps),
        worst=tuple(int(r) for r in worst),
        weighted=moments is not None,
    )


def overlap_db(geometry: Geometry) -> float:
    """Return the figure of a geometry: that of a kernel whose taps are all equal.

    >>> [round(overlap_db(Geometry((k, k), stride=2)), 1) for k in (3, 4, 5)]
    [-6.3, -inf, -10.9]
    """
    # With equal taps, the sums of a phase are products of counts, one per axis.
    squares = products = 1
    for axis in geometry.axes:
        counts = axis.overlap_counts().items()
        squares *= axis.stride * sum(phases * taps**2 for taps, phases in counts)
        products *= axis.kernel**2
    return -math.inf if squares == products else 10 * math.log10((squares - products) / products)


def second_moments(x: NDArray[np.floating]) -> Floats:
    """Return M = E[v·vᵀ] over the pixels v of x (N, C, *i): (C, C)."""
    pixels = np.moveaxis(np.asarray(x, np.float64), 1, 0).reshape(x.shape[1], -1)
    moments: Floats = pixels @ pixels.T / pixels.shape[1]
    return moments


def equalized(weight: NDArray[np.floating], geometry: Geometry) -> NDArray[np.floating]:
    """Return the nearest weight whose phases all have the mean gain. This changes the function.

    weight (C_in, C_out/groups, *k) -> the same shape and dtype. Every tap of a phase is changed by
    (Ḡ - G_r)/taps, the smallest change (root mean square over the taps) after which all phases
    respond the same to a constant, per pair of channels; the mean gain does not change. A phase
    without taps cannot be equalized; callers must raise GeometryError for it.
    """
    result = np.array(weight, np.float64)
    sums = phase_sums(weight, geometry)
    gap = sums.mean(axis=tuple(range(geometry.ndim))) - sums  # (*s, C_out/groups, C_in)
    for phase in itertools.product(*map(range, geometry.integer_stride)):
        taps = [axis[r] for axis, r in zip(geometry.phases(), phase, strict=True)]
        place = np.ix_(*([tap.element for tap in group] for group in taps))
        count = math.prod(len(group) for group in taps)
        move = gap[phase].T / count
        index: tuple[Any, ...] = (slice(None), slice(None), *place)
        result[index] += move.reshape(*move.shape, *(1,) * geometry.ndim)
    return result.astype(weight.dtype)


def decibels(power: float, against: float) -> float:
    """Return 10·log10(power/against); -inf for no power, inf for power against none."""
    if power <= 0:
        return -math.inf
    return math.inf if against <= 0 else 10 * math.log10(power / against)


def _root(moments: Floats) -> Floats:
    """Return R with R·Rᵀ = M, for a symmetric, positive semidefinite M."""
    values, vectors = np.linalg.eigh(moments)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0))
    return root
