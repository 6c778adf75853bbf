"""The energy of an output at the frequencies of the stride, against its surroundings.

A pattern with period P pixels has all its energy at the multiples of 1/P cycles per pixel (for
P = 2 that is Nyquist, 1/2). For a batch (N, C, *o): every channel of every image loses its mean, is
cut to a multiple of P, weighted with a Hann window along every axis, and Fourier transformed; the
powers |F|² are averaged over the channels. At each frequency (m_1/P_1, m_2/P_2, ...) but zero ::

    peak         mean power over the bins within 1 of the frequency: the window's main lobe
    surroundings mean power over the bins from 2 to 4 away on some axis, and none farther
    figure       mean over the images of 10·log10( Σ peak / Σ surroundings )  dB

where the sums are over the frequencies of the layer. The mean is one of decibels, so that a smooth
image, on which a pattern is seen, counts as much as one with strong textures, which hide it.

About 0 dB: nothing stands out, as in white noise and in crops of photographs (within 1 dB). A layer
with stride s whose output is enlarged by u before it leaves the model writes with period P = s·u;
multiples of 1/u belong to the layers that follow and are left to them.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Frequency: TypeAlias = tuple[float, ...]

_LOBE, _RING = 1, 4
_ROUNDING = 1e-14  # of float32, in power
_SMALLEST = 4  # bins between neighbouring frequencies, so that a ring fits between two lobes


@dataclass(frozen=True)
class Lattice:
    """The energy at the frequencies of one layer.

    Attributes
    ----------
    db
        The figure, in dB: power at the frequencies against the power around them.
    peaks
        Each frequency, in cycles per pixel per axis (at most 1/2), with its own figure in dB.
    worst
        The frequency with the largest figure.
    """

    db: float
    peaks: dict[Frequency, float]

    @property
    def worst(self) -> Frequency:
        """The frequency that stands out most, in cycles per pixel."""
        return max(self.peaks, key=self.peaks.__getitem__)


def lattice(
    images: NDArray[np.floating], period: tuple[int, ...], later: tuple[int, ...] | None = None
) -> Lattice | None:
    """Return the energy of images (N, C, *o) at the multiples of 1/period, or None.

    Multiples of 1/later are left out. None where an axis with a period has fewer than
    4·period pixels, where the batch is empty, or where no frequency is left.

    >>> rows = np.arange(32)
    >>> smooth = np.cos(2 * np.pi * rows / 32)[:, np.newaxis] * np.ones(32)
    >>> board = 0.1 * (rows % 2)[:, np.newaxis] * np.ones(32)
    >>> found = lattice((smooth + board)[np.newaxis, np.newaxis], (2, 2))
    >>> found.worst, found.db > 100
    ((0.5, 0.0), True)
    """
    later = (1,) * len(period) if later is None else later
    sizes = tuple(o - o % p for o, p in zip(images.shape[2:], period, strict=True))
    if not len(images) or any(o < _SMALLEST * p for o, p in zip(sizes, period, strict=True)):
        return None
    power = _spectrum(images, sizes)
    gaps = [o // p for o, p in zip(sizes, period, strict=True)]
    found: dict[Frequency, Floats] = {}  # peak and surroundings, (2, N)
    for multiple in itertools.product(*map(range, period)):
        if all(m * u % p == 0 for m, u, p in zip(multiple, later, period, strict=True)):
            continue
        bins = [m * gap for m, gap in zip(multiple, gaps, strict=True)]
        # Of a real image a frequency and its mirror image have the same power.
        frequency = tuple(min(m, p - m) / p for m, p in zip(multiple, period, strict=True))
        found[frequency] = found.get(frequency, 0) + _peak(power, bins, gaps)
    if not found:
        return None
    peaks = {frequency: _in_db(pair) for frequency, pair in found.items()}
    return Lattice(_in_db(np.sum(list(found.values()), axis=0)), peaks)


def _in_db(pair: Floats) -> float:
    peak, around = pair
    return float(np.mean(10 * np.log10(peak / around)))


def _spectrum(images: NDArray[np.floating], sizes: tuple[int, ...]) -> Floats:
    """Return the power (N, *sizes) of windowed images without their means."""
    axes = tuple(range(2, images.ndim))
    kept: tuple[Any, ...] = (..., *(slice(o) for o in sizes))
    cut = np.asarray(images[kept], np.float64)
    cut = cut - cut.mean(axis=axes, keepdims=True)
    for axis, o in zip(axes, sizes, strict=True):
        if o > 1:
            # The periodic Hann window: its transform is zero from 2 bins on.
            window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(o) / o)
            cut *= window.reshape(-1, *(1,) * (images.ndim - axis - 1))
    power: Floats = np.mean(np.abs(np.fft.fftn(cut, axes=axes)) ** 2, axis=1)
    # What rounding leaves of a constant is no pattern.
    scale = np.square(images, dtype=np.float64).max(axis=(1, *axes), keepdims=True)[:, 0]
    power += _ROUNDING * math.prod(sizes) * scale + np.finfo(np.float64).tiny
    return power


def _peak(power: Floats, bins: list[int], gaps: list[int]) -> Floats:
    """Return the mean power of each image in the lobe around `bins` and in the ring: (2, N)."""
    sizes = power.shape[1:]
    radius = [min(_RING, max(gap // 2, _LOBE + 1)) for gap in gaps]
    radius = [min(r, (o - 1) // 2) for r, o in zip(radius, sizes, strict=True)]
    reach = [np.arange(-r, r + 1) for r in radius]
    places = np.ix_(*((b + r) % o for b, r, o in zip(bins, reach, sizes, strict=True)))
    patch = power[:, *places]
    distance = np.max(np.meshgrid(*(np.abs(r) for r in reach), indexing="ij"), axis=0)
    lobe = distance <= _LOBE
    return np.stack([patch[:, lobe].mean(axis=1), patch[:, ~lobe].mean(axis=1)])
