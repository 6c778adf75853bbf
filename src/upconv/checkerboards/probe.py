"""Steps without weights, recognised by their effect on numbers.

A pixel shuffle, a resize and a border can be written in many ways: a function, a reshape between
two transpositions, values copied into zeros, a product with a constant. Their effect is simple:
`moved` runs them on distinct numbers, finds where each of them went, and returns the step that
moves them in this way. A step that interpolates is compared with the known resizes instead.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.arguments import Pairs
from upconv.arrays import Array
from upconv.checkerboards.layers import Border, Pad, Resize, Shuffle, Step, Unknown
from upconv.upsampling import upsample

_SMALLEST = 3  # pixels per axis, if the shape is free
_EXACT = 2**23  # float32 represents twice as many integers exactly

Run: TypeAlias = Callable[[Array], Array]
Integers: TypeAlias = NDArray[np.intp]


class Moved(NamedTuple):
    """The effect of a sequence of steps: known steps in order; none if the pixels do not move.

    `last` says that the channels are on the last axis of the input instead of the second.
    """

    steps: tuple[Step, ...]
    last: bool


class _Map(NamedTuple):
    """The origin of each output: the position in the flat input, or -1 for a constant."""

    places: Integers
    shape: tuple[int, ...]
    zeros: bool  # whether the constants are


class _Along(NamedTuple):
    """One output axis: input axis `axis` upsampled by `scale`, with rows added at both ends."""

    axis: int
    scale: int
    begin: int
    end: int


def moved(run: Run, shape: tuple[int, ...]) -> Moved | None:
    """Return the effect of `run` on (N, C, *i), (N, *i, C), or (N, L, C) with pixels in a row.

    The result is (N, C', *o). None if it does anything but move values and add constants, or if
    it does not upsample each axis by the same integer factor everywhere.
    """
    found = _mapped(run, shape)
    if found is None:
        return None
    shapes = [shape]
    if len(shape) < found.places.ndim:  # pixels in a row
        shapes = list(_grids(shape, found.places.shape))
    return next(filter(None, (_read(found._replace(shape=one)) for one in shapes)), None)


def recognised(
    run: Run, channels: int, size: tuple[int | None, ...]
) -> Resize | Shuffle | Pad | Unknown | None:
    """Return the step of `run`, (N, C, *i) to (N, C', *o); None if it does not upsample.

    `size` is i, with None for free sizes. A step that upsamples and is not a known pixel shuffle,
    border or resize is Unknown.
    """
    shape = (1, channels, *(_SMALLEST + n if i is None else i for n, i in enumerate(size)))
    made = _made(run, shape)
    if made is None:
        return None
    x, y = made
    if y.ndim != x.ndim or all(o <= i for i, o in zip(shape[2:], y.shape[2:], strict=True)):
        return None
    found = moved(run, shape)
    if found is not None and not found.last and len(found.steps) == 1:
        (step,) = found.steps
        assert isinstance(step, Resize | Shuffle | Pad)  # noqa: S101 - only these move values
        return step
    return _interpolated(x, y) or Unknown(enlarges(shape[2:], y.shape[2:]))


def enlarges(before: Sequence[int], after: Sequence[int]) -> str:
    """Return the reason for a step that upsamples and is not recognised."""
    old, new = ("x".join(map(str, size)) for size in (before, after))
    return f"upsamples {old} to {new} and is not a known shuffle, resize or border"


def interpolation(run: Run, shape: tuple[int, ...]) -> Resize | None:
    """Return `run` on (N, C, *i) as a bilinear resize, or None."""
    made = _made(run, shape)
    return None if made is None else _interpolated(*made)


def _made(run: Run, shape: tuple[int, ...]) -> tuple[Array, Array] | None:
    """Return random numbers and the result for them; None if the run fails."""
    x = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    try:
        return x, run(x)
    except Exception:  # a user's code can fail in any way
        return None


def _interpolated(x: Array, y: Array) -> Resize | None:
    if x.ndim != y.ndim:
        return None
    sizes = list(zip(x.shape[2:], y.shape[2:], strict=True))
    if x.shape[:2] != y.shape[:2] or any(o % i for i, o in sizes):
        return None
    scale = tuple(o // i for i, o in sizes)
    if all(s == 1 for s in scale):
        return None
    same = np.allclose(y, upsample(x, scale, "bilinear"), rtol=0, atol=1e-5)
    return Resize(scale, "bilinear") if same else None


def _mapped(run: Run, shape: tuple[int, ...]) -> _Map | None:
    """Return where values go, from two runs on distinct numbers."""
    count = math.prod(shape)
    if not 0 < count <= _EXACT:
        return None
    first = np.arange(1, count + 1, dtype=np.float64)
    second = count + np.random.default_rng(0).permutation(first)
    try:
        one, other = (np.asarray(run(x.reshape(shape)), np.float64) for x in (first, second))
    except Exception:  # a user's code can fail in any way
        return None
    if one.shape != other.shape or not 3 <= one.ndim <= 5 or not one.size:
        return None
    constant = one == other
    places = np.where(constant, 0, one)
    if not np.all(np.isfinite(one)) or np.any(places != np.rint(places)):
        return None
    indices: Integers = places.astype(np.intp) - 1
    if np.any(indices >= count) or np.any((indices < 0) & ~constant):
        return None
    if np.any(second[indices][~constant] != other[~constant]):
        return None
    return _Map(indices, shape, not np.any(one[constant]))


def _grids(shape: tuple[int, ...], result: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the possible grids (N, *i, C) of pixels in a row (N, L, C), given the result."""
    if len(shape) != 3 or len(result) != 4:
        return
    length = shape[1]
    for height in range(1, length + 1):
        width = length // height
        # Each factor must be an integer.
        if height * width == length and not result[2] % height and not result[3] % width:
            yield (shape[0], height, width, shape[2])


def _read(found: _Map) -> Moved | None:
    """Return the steps of a map to (N, C', *o), or None if no known steps move values that way."""
    places, shape = found.places, found.shape
    if places.ndim != len(shape) or places.shape[0] != shape[0]:
        return None
    known = places >= 0
    coordinates = np.unravel_index(np.maximum(places, 0), shape)
    along: list[_Along] = []
    for axis in range(2, places.ndim):
        taken = {one.axis for one in along}
        others = [a for a in range(1, len(shape)) if a not in taken]
        others.sort(key=lambda a: (shape[a] == 1, a != axis))  # an axis of size 1 fits anywhere
        fits = (_along(coordinates[a], known, axis, a, shape[a]) for a in others)
        fit = next(filter(None, fits), None)
        if fit is None:
            return None
        along.append(fit)
    if [one.axis for one in along] != sorted(one.axis for one in along):
        return None  # height and width exchanged
    (channels,) = set(range(1, len(shape))) - {one.axis for one in along}
    batch = np.arange(shape[0]).reshape(-1, *(1,) * (places.ndim - 1))
    if np.any(known & (coordinates[0] != batch)):
        return None
    table = _table(np.where(known, coordinates[channels], -1), along)
    if table is None:
        return None
    steps = _named(table, along, found, channels)
    return None if steps is None else Moved(steps, channels == len(shape) - 1)


def _along(
    coordinate: Integers, known: NDArray[np.bool_], axis: int, source: int, size: int
) -> _Along | None:
    """Return how an input axis maps to an output axis, if it maps to this one only."""
    others = tuple(n for n in range(coordinate.ndim) if n != axis)
    high = np.where(known, coordinate, -1).max(axis=others)
    low = np.where(known, coordinate, size).min(axis=others)
    there = high >= 0
    if np.any(high[there] != low[there]) or not there.any():
        return None
    if size == 1:  # a single pixel, repeated or next to constants
        return _Along(source, len(high), 0, 0) if there.all() else None
    present = set(high[there].tolist())
    pairs = sorted((n for n in present if n - 1 in present), key=lambda n: abs(n - size // 2))
    if not pairs:
        return None
    middle = pairs[0]  # away from values repeated by a border
    first, second = (np.flatnonzero(there & (high == n)) for n in (middle - 1, middle))
    found = []
    for here, after in itertools.product(first, second):
        scale = int(after - here)
        begin = int(after) - middle * scale
        inside = np.arange(len(high)) - begin
        whole = there & (inside >= 0) & (inside < size * scale)
        if scale >= 1 and np.array_equal(high[whole], inside[whole] // scale):
            found.append(_Along(source, scale, begin, len(high) - begin - size * scale))
    # A border repeats values too: the interpretation with the smallest border is chosen.
    return min(found, key=lambda one: (abs(one.begin) + abs(one.end), one.scale), default=None)


def _table(channel: Integers, along: list[_Along]) -> Integers | None:
    """Return the channel of each (c, *phase), -1 for constants, if it is the same everywhere."""
    parts: list[int] = []
    inner: list[Any] = [slice(None), slice(None)]
    for n, one in enumerate(along):
        # Complete blocks of phases, without the rows added at the ends.
        first = one.begin + max(-(-(0 - one.begin) // one.scale), 0) * one.scale
        last = channel.shape[2 + n] - max(one.end, 0)
        count = (last - first) // one.scale
        if count < 1:
            return None
        inner.append(slice(first, first + count * one.scale))
        parts += [count, one.scale]
    blocks = channel[tuple(inner)].reshape(*channel.shape[:2], *parts)
    order = (0, *range(2, 2 + 2 * len(along), 2), 1, *range(3, 3 + 2 * len(along), 2))
    blocks = blocks.transpose(order)  # (N, *blocks, C, *s)
    flat = blocks.reshape(-1, *blocks.shape[1 + len(along) :])
    return flat[0] if np.array_equal(flat, np.broadcast_to(flat[0], flat.shape)) else None


def _named(
    table: Integers, along: list[_Along], found: _Map, channels: int
) -> tuple[Step, ...] | None:
    """Return the steps for a table (C, *s) and the rows added at the ends."""
    scale = tuple(one.scale for one in along)
    pads = tuple((one.begin, one.end) for one in along)
    count = found.shape[channels]
    steps: list[Step] = []
    by_phase = table.reshape(len(table), -1)
    own = np.arange(count)[:, np.newaxis]
    if math.prod(scale) > 1:
        if not found.zeros:
            return None
        step: Step = Shuffle(scale, order=tuple(map(int, by_phase.ravel())))
        if len(table) == count and np.array_equal(by_phase, np.broadcast_to(own, by_phase.shape)):
            step = Resize(scale, "nearest")
        elif len(table) == count and _is_nails(by_phase):
            step = Resize(scale, "bed_of_nails")
        elif by_phase.size == count:
            plain = (Shuffle(scale), Shuffle(scale, True))
            same = (one for one in plain if np.array_equal(one.channels(count), by_phase))
            step = next(same, step)
        steps.append(step)
    elif len(table) != count or np.any(by_phase != own):
        return None  # only the channels are permuted
    if any(map(any, pads)):
        steps.append(Pad(pads, _border(found, along, channels, pads, steps)))
    return tuple(steps)


def _is_nails(table: Integers) -> bool:
    return bool(np.all(table[:, 0] == np.arange(len(table))) and np.all(table[:, 1:] < 0))


_MODES: dict[Border, Any] = {
    "reflect": "reflect",
    "replicate": "edge",
    "circular": "wrap",
}


def _border(
    found: _Map, along: list[_Along], channels: int, pads: Pairs, steps: list[Step]
) -> Border:
    """Return the rows added at the ends."""
    if all(end <= 0 for ends in pads for end in ends):
        return "zeros"
    if steps:  # after upsampling, only zeros are supported
        inner = found.places[(slice(None), slice(None), *_inside(found.places.shape[2:], pads))]
        outside = np.count_nonzero(found.places >= 0) - np.count_nonzero(inner >= 0)
        return "zeros" if not outside else "other"
    index = np.arange(math.prod(found.shape), dtype=np.intp).reshape(found.shape)
    index = index.transpose(0, channels, *(one.axis for one in along))
    ends = [(0, 0), (0, 0), *((max(b, 0), max(e, 0)) for b, e in pads)]
    cut = tuple(
        slice(max(-b, 0), size - max(-e, 0))
        for (b, e), size in zip(pads, index.shape[2:], strict=True)
    )
    index = index[(slice(None), slice(None), *cut)]
    if np.array_equal(np.pad(index, ends, constant_values=-1), found.places):
        return "zeros" if found.zeros else "constant"
    for border, word in _MODES.items():
        if np.array_equal(np.pad(index, ends, mode=word), found.places):
            return border
    return "other"


def _inside(sizes: tuple[int, ...], pads: Pairs) -> Iterator[slice]:
    for size, (begin, end) in zip(sizes, pads, strict=True):
        yield slice(max(begin, 0), size - max(end, 0))
