"""The energy of an output at the frequencies of the stride, relative to its surroundings.

A pattern with period P pixels has all its energy at the multiples of 1/P cycles per pixel (for
P = 2 that is Nyquist, 1/2). The spectrum is computed window by window, as the eye judges regions
separately: windows of B pixels per axis, the first multiple of P from max(16, 4·P) on, each
overlapping the next by half; multiplied by a Hann window, which confines the mean to bins that are
not compared, and Fourier transformed; the powers are averaged over the channels and scaled so that
a pattern counts with its mean square. In each window, summed over the frequencies
(m_1/P_1, m_2/P_2, ...) of the layer except zero ::

    peak    mean power of the bins within 1 of the frequency: the main lobe of the window
    around  mean power of the bins 2 away on some axis, and not farther on any
    seen    (σ/100)², σ the standard deviation of the output of the whole batch

    figure = mean over the windows of 10·log10( (peak + seen) / (around + seen) )  dB

0 dB or less: nothing stands out, as in white noise and photographs (within 1 dB), and in anything
smoother. 20 dB: a pattern ten times as strong as its surroundings, everywhere. `seen` is a pattern
of a hundredth of the output's contrast, about the threshold of the eye (Campbell and Robson 1968,
doi 10.1113/jphysiol.1968.sp008574: gratings are visible from some tenths of a per cent on, fine
ones from more); a pattern far below it does not count, however flat the region.

Why windows: the strength of a pattern depends on the signal, and so changes over an image. The
spectrum of a whole image spreads such a pattern over the bins next to its frequencies, where it
counts as surroundings, and strong patterns look weak. Why a mean of decibels: a pattern is visible
in smooth regions, while strong textures, which hide it, have nearly all of the power.

A layer with stride s whose output is later upsampled by u causes a pattern of period P = s·u;
multiples of 1/u belong to the following layers and are not counted for this one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Frequency: TypeAlias = tuple[float, ...]

_WINDOW = 16  # pixels, the least if the image has as many
_LOBE, _RING = 1, 2  # bins
_PERIODS = 2 * _RING  # per window, so that no lobe is in the ring of another frequency
_UNSEEN = 1e-2  # of the output's standard deviation
_ROUNDING = 1e-14  # of float32, in power


@dataclass(frozen=True)
class Lattice:
    """The energy at the frequencies of one layer.

    Attributes
    ----------
    db
        The figure, in dB: power at the frequencies relative to the power around them.
    peaks
        Each frequency, in cycles per pixel per axis (at most 1/2), with its own figure in dB.
    """

    db: float
    peaks: dict[Frequency, float]

    @property
    def worst(self) -> Frequency:
        """The strongest frequency, in cycles per pixel."""
        return max(self.peaks, key=self.peaks.__getitem__)


def lattice(
    images: NDArray[np.floating],
    period: tuple[int, ...],
    later: tuple[int, ...] | None = None,
    *,
    contrast: float | None = None,
) -> Lattice | None:
    """Return the energy of images (N, C, *o) at the multiples of 1/period, or None.

    Multiples of 1/later are omitted. `contrast` is σ, given if the images are part of a batch; by
    default their own standard deviation, the root of the mean over the channels of its square.
    None if an axis with a period has fewer than 4·period pixels, if the batch is empty, or if no
    frequency remains.

    >>> rows = np.arange(32)
    >>> smooth = np.cos(2 * np.pi * rows / 32)[:, np.newaxis] * np.ones(32)
    >>> board = 0.1 * (rows % 2)[:, np.newaxis] * np.ones(32)
    >>> found = lattice((smooth + board)[np.newaxis, np.newaxis], (2, 2))
    >>> found.worst, round(found.db)
    ((0.5, 0.0), 17)
    """
    later = (1,) * len(period) if later is None else later
    sizes = [_window(o, p) for o, p in zip(images.shape[2:], period, strict=True)]
    own = [
        multiple
        for multiple in itertools.product(*map(range, period))
        if any(m * u % p for m, u, p in zip(multiple, later, period, strict=True))
    ]
    if not images.size or 0 in sizes or not own:
        return None
    seen = _seen(images, contrast)
    # In a real image, a frequency and its mirror image have the same power.
    folded = [tuple(min(m, p - m) / p for m, p in zip(one, period, strict=True)) for one in own]
    pairs = np.concatenate([_pairs(image, sizes, period) for image in images])
    picked: tuple[Any, ...] = (slice(None), slice(None), *np.transpose(own))
    chosen = pairs[picked]  # (windows, peak and around, frequencies)
    peaks = {
        frequency: _in_db(chosen[:, :, [f == frequency for f in folded]], seen)
        for frequency in dict.fromkeys(folded)
    }
    return Lattice(_in_db(chosen, seen), peaks)


def _window(size: int, period: int) -> int:
    """Return B for an axis, 1 for line by line, or 0 if the image is too small."""
    whole = size // period
    fitting = period * min(max(_PERIODS, -(-_WINDOW // period)), whole)
    if whole >= _PERIODS:
        return fitting
    return 1 if period == 1 else 0


def contrast_of(images: NDArray[np.floating]) -> float:
    """Return σ of images (N, C, *o): the root of the mean over the channels of the variance."""
    axes = (0, *range(2, images.ndim))
    return math.sqrt(np.var(images, axis=axes, dtype=np.float64).mean())


def _seen(images: NDArray[np.floating], contrast: float | None) -> float:
    """Return the power below which a pattern is invisible or a rounding error."""
    deviation = contrast_of(images) if contrast is None else contrast
    largest = float(np.square(images, dtype=np.float64).max())
    return (_UNSEEN * deviation) ** 2 + _ROUNDING * largest + float(np.finfo(np.float64).tiny)


def _in_db(pairs: Floats, seen: float) -> float:
    peak, around = np.moveaxis(pairs.sum(axis=2), 1, 0) + seen
    return float(np.mean(10 * np.log10(peak / around)))


def _pairs(image: NDArray[np.floating], sizes: list[int], period: tuple[int, ...]) -> Floats:
    """Return peak and around at all multiples of 1/period: (windows, 2, *period)."""
    ndim = len(sizes)
    reach = [np.arange(-_RING, _RING + 1) if size > 1 else np.zeros(1, int) for size in sizes]
    bins = [
        (np.arange(p)[:, np.newaxis] * (size // p) + r) % size
        for size, p, r in zip(sizes, period, reach, strict=True)
    ]
    places: tuple[Any, ...] = (slice(None), *np.ix_(*(each.ravel() for each in bins)))
    lobe = np.max(np.meshgrid(*map(np.abs, reach), indexing="ij"), axis=0) <= _LOBE
    found = []
    for power in _powers(image, sizes):
        patches = power[places]
        patches = patches.reshape(-1, *itertools.chain(*(each.shape for each in bins)))
        patches = np.moveaxis(patches, range(2, 2 * ndim + 1, 2), range(ndim + 1, 2 * ndim + 1))
        found.append(np.stack([patches[..., m].mean(axis=-1) for m in (lobe, ~lobe)], axis=1))
    return np.concatenate(found)


def _powers(image: NDArray[np.floating], sizes: list[int]) -> Iterator[Floats]:
    """Yield the power (windows, *sizes) of an image (C, *o), one row of windows at a time."""
    axes = tuple(range(-len(sizes), 0))
    taper: Floats = np.ones(())
    scale = 1.0
    for size in sizes:
        # The periodic Hann window: its transform is zero from 2 bins on. With it, the mean over
        # the lobe of a pattern of mean square 1 is 1/scale.
        hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size) if size > 1 else np.ones(1)
        taper = np.multiply.outer(taper, hann)
        scale *= 8 / size**2 if size > 1 else 1
    first, *others = map(_starts, image.shape[1:], sizes)
    chosen: tuple[Any, ...] = (slice(None), slice(None), *np.ix_(*others))
    for start in first:
        slab = image[:, start : start + sizes[0]]
        windows = np.lib.stride_tricks.sliding_window_view(slab, sizes, axes)
        cut = windows[chosen].astype(np.float64)
        cut *= taper
        power = np.square(np.abs(np.fft.fftn(cut, axes=axes))).mean(axis=0)
        yield scale * power.reshape(-1, *sizes)


def _starts(size: int, window: int) -> list[int]:
    """Return the starts of the windows of an axis: overlapping by half, the last at the end."""
    last = size - window
    return [*range(0, last, max(window // 2, 1)), last]
