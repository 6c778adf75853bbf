"""Handwritten digits put on patches of photographs, with a class for every pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upconv.apps.data import Images, Labels
from upconv.apps.photographs import Photograph
from upconv.upsampling import upsample

CLASSES = ("background", *map(str, range(10)))
SIZE = 64  # pixels of a side

_SMALLEST, _LARGEST = 20, 32  # pixels of a digit's side
_FEWEST, _MOST = 2, 4  # digits on an image
_TRIES = 8  # to find a free place
_INK = 0.4  # the least darkness of a pixel that belongs to the digit
_BRIGHT = 0.7, 1.0  # the range of a digit's colour per channel: chalk
_DIM = 0.5  # the factor by which photographs are dimmed


@dataclass(frozen=True)
class Collages:
    """Images (N, 3, H, W) between 0 and 1, and the class of every pixel (N, H, W)."""

    images: Images
    labels: Labels


def compose(
    photographs: tuple[Photograph, ...],
    digits: NDArray[np.float32],
    numbers: Labels,
    count: int,
    seed: int,
) -> Collages:
    """Return `count` images: a dimmed patch of a photograph with 2 to 4 of the digits (N, 8, 8).

    The pixels of a digit have the class of its number; a digit without a free place is omitted.

    The result is a function of the seed; image n does not depend on `count`.
    """
    images = np.empty((count, 3, SIZE, SIZE), np.float32)
    labels = np.zeros((count, SIZE, SIZE), np.int64)
    for n in range(count):
        rng = np.random.default_rng([seed, n])
        images[n] = _patch(photographs[rng.integers(len(photographs))].rgb, rng)
        for _ in range(rng.integers(_FEWEST, _MOST + 1)):
            chosen = rng.integers(len(digits))
            _put(images[n], labels[n], digits[chosen], int(numbers[chosen]), rng)
    return Collages(images, labels)


def _patch(rgb: NDArray[np.uint8], rng: np.random.Generator) -> Images:
    """Return a random patch (3, H, W), rotated and flipped, at full or half resolution."""
    step = int(rng.integers(1, 3)) if min(rgb.shape[:2]) >= 2 * SIZE else 1
    high, wide, _ = rgb.shape
    top = rng.integers(high - step * SIZE + 1)
    left = rng.integers(wide - step * SIZE + 1)
    patch = rgb[top : top + step * SIZE, left : left + step * SIZE].astype(np.float32)
    patch = patch * np.float32(_DIM / 255)
    patch = patch.reshape(SIZE, step, SIZE, step, 3).mean((1, 3), dtype=np.float32)
    patch = np.rot90(patch, int(rng.integers(4)))[:, :: rng.choice((-1, 1))]
    return np.ascontiguousarray(patch.transpose(2, 0, 1), np.float32)


def _put(
    image: Images,
    labels: Labels,
    digit: NDArray[np.float32],
    number: int,
    rng: np.random.Generator,
) -> None:
    """Draw a digit in a bright colour at a free place."""
    side = int(rng.integers(_SMALLEST, _LARGEST + 1))
    ink = upsample(digit[None, None], side / digit.shape[0], "bilinear")[0, 0]
    side = len(ink)
    for _ in range(_TRIES):
        top, left = rng.integers(0, SIZE - side + 1, 2)
        window = (slice(top, top + side), slice(left, left + side))
        if not labels[window].any():
            below = image[:, *window]
            colour = rng.uniform(*_BRIGHT, 3).astype(np.float32)
            opaque = np.clip(ink * 1.6, 0, 1)
            image[:, *window] = below + opaque * (colour[:, None, None] - below)
            labels[window][ink > _INK] = number + 1
            return
