"""Patches of photographs to train super-resolution on: small ones, and their originals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upconv.apps import photographs
from upconv.apps.data import Images
from upconv.apps.photographs import Photograph

SIZE = 24  # pixels of a small patch

_STEP = SIZE // 2  # pixels from one patch to the next, where they overlap
_SHRUNK = (1.0, 0.9, 0.8, 0.7, 0.6)  # as Dong et al. augment their photographs

Places = NDArray[np.float64]


@dataclass(frozen=True)
class Patches:
    """Small patches (N, 1, h, w), the large ones (N, 1, s·h, s·w), and where they come from.

    `places` (N, 5) holds the number of the photograph, and top, left, bottom, right as fractions of
    its height and width.
    """

    small: Images
    large: Images
    places: Places

    def __len__(self) -> int:
        return len(self.small)

    def __getitem__(self, rows: slice | NDArray[np.integer] | NDArray[np.bool_]) -> Patches:
        return Patches(self.small[rows], self.large[rows], self.places[rows])

    def and_more(self, other: Patches) -> Patches:
        """Return these patches, followed by those of `other`."""
        return Patches(
            np.concatenate([self.small, other.small]),
            np.concatenate([self.large, other.large]),
            np.concatenate([self.places, other.places]),
        )


def plain(found: Sequence[Photograph], scale: int) -> Patches:
    """Cut the photographs' luma into patches that do not overlap.

    A photograph is downscaled as a whole, bicubic with smoothing, and rounded to bytes like a file.
    """
    return _cut(found, scale, SIZE, (1.0,))


def augmented(found: Sequence[Photograph], scale: int, unseen: Places) -> Patches:
    """Cut overlapping patches from the photographs and from downscaled versions of them.

    Patches that share pixels with a place in `unseen` are omitted.
    """
    patches = _cut(found, scale, _STEP, _SHRUNK)
    fresh = [not _touches(place, unseen) for place in patches.places]
    return patches[np.array(fresh, bool)]


def pair(plane: NDArray[np.float32], scale: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return a luma plane, cropped to a multiple of the scale, and a downscaled version of it."""
    high, wide = (n // scale for n in plane.shape)
    plane = plane[: high * scale, : wide * scale]
    return plane, as_bytes(photographs.resize(plane, high, wide))


def as_bytes(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a plane between 0 and 1, rounded to bytes like a file."""
    kept: NDArray[np.float32] = np.divide((plane.clip(0, 1) * 255).round(), 255, dtype=np.float32)
    return kept


def _cut(found: Sequence[Photograph], scale: int, step: int, sizes: tuple[float, ...]) -> Patches:
    small: list[Images] = []
    large: list[Images] = []
    places: list[tuple[float, ...]] = []
    for number, photograph in enumerate(found):
        for plane in _in_sizes(photographs.luma(photograph.rgb), sizes):
            original, reduced = pair(plane, scale)
            for top in range(0, reduced.shape[0] - SIZE + 1, step):
                for left in range(0, reduced.shape[1] - SIZE + 1, step):
                    small.append(reduced[top : top + SIZE, left : left + SIZE])
                    a, b, n = top * scale, left * scale, SIZE * scale
                    large.append(original[a : a + n, b : b + n])
                    edges = (a, b, a + n, b + n)
                    box = (e / size for e, size in zip(edges, plane.shape * 2, strict=True))
                    places.append((number, *box))
    return Patches(
        np.array(small, np.float32).reshape(-1, 1, SIZE, SIZE),
        np.array(large, np.float32).reshape(-1, 1, SIZE * scale, SIZE * scale),
        np.array(places, np.float64).reshape(-1, 5),
    )


def _in_sizes(
    plane: NDArray[np.float32], sizes: tuple[float, ...]
) -> Iterator[NDArray[np.float32]]:
    for size in sizes:
        high, wide = (round(n * size) for n in plane.shape)
        yield plane if size == 1 else as_bytes(photographs.resize(plane, high, wide))


def _touches(place: Places, others: Places) -> bool:
    number, top, left, bottom, right = place
    return bool(
        np.any(
            (others[:, 0] == number)
            & (others[:, 1] < bottom)
            & (others[:, 3] > top)
            & (others[:, 2] < right)
            & (others[:, 4] > left)
        )
    )
