"""What a step without weights does, told from what it makes of random numbers.

A pixel shuffle and a resize are written in many ways where a framework has no layer for them: a
function, a reshape between two transpositions, a layer of one's own. What they compute is plain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from upconv.arrays import Array
from upconv.checkerboards.layers import Resize, Shuffle, Unknown
from upconv.upsampling import upsample

_SMALLEST = 3  # pixels an axis, where the shape is free


def recognised(
    run: Callable[[Array], Array], channels: int, size: tuple[int | None, ...]
) -> Resize | Shuffle | Unknown | None:
    """Return what `run` is: (N, C, *i) to (N, C', *o); None where it does not enlarge.

    `size` is i, with None where it is free. What enlarges by whole factors and is neither a pixel
    shuffle nor a nearest or bilinear resize is Unknown.
    """
    shape = [_SMALLEST + n if i is None else i for n, i in enumerate(size)]
    x = np.random.default_rng(0).standard_normal((1, channels, *shape)).astype(np.float32)
    try:
        y = run(x)
    except Exception:  # a user's code may fail in any way
        return None
    if y.ndim != x.ndim:
        return None
    sizes = list(zip(x.shape[2:], y.shape[2:], strict=True))
    if any(o % i for i, o in sizes) or all(o <= i for i, o in sizes):
        return None
    scale = tuple(o // i for i, o in sizes)
    for step, expected in _candidates(x, scale):
        if y.shape == expected.shape and np.allclose(y, expected, rtol=0, atol=1e-5):
            return step
    return Unknown(f"enlarges by {'x'.join(map(str, scale))}: no shuffle or resize that is known")


def _candidates(x: Array, scale: tuple[int, ...]) -> Iterator[tuple[Resize | Shuffle, Array]]:
    phases, ndim = math.prod(scale), len(scale)
    if x.shape[1] % phases == 0:
        c = x.shape[1] // phases
        for depth_first in (True, False):
            # (N, *s, C, *i) or (N, C, *s, *i), made (N, C, i, s, i, s, ...)
            parts = x.reshape(1, *((*scale, c) if depth_first else (c, *scale)), *x.shape[2:])
            whole = np.moveaxis(parts, ndim + 1, 1) if depth_first else parts
            order = [axis for n in range(ndim) for axis in (2 + ndim + n, 2 + n)]
            size = [i * s for i, s in zip(x.shape[2:], scale, strict=True)]
            yield Shuffle(scale, depth_first), whole.transpose(0, 1, *order).reshape(1, c, *size)
    yield Resize(scale, "nearest"), upsample(x, scale, "nearest")
    yield Resize(scale, "bilinear"), upsample(x, scale, "bilinear")
