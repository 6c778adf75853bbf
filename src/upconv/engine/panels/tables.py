"""The tables of one call: what each class of phases, sweep, column and kernel element needs."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine.blocks import ceil_div, round_up
from upconv.engine.bounded_cache import memoised
from upconv.engine.panels import pack, words
from upconv.engine.panels.plan import Panels, PhaseClass
from upconv.engine.panels.scatter import JOINED
from upconv.engine.plan import LATENCY
from upconv.engine.problem import Problem, Triple

Integers: TypeAlias = NDArray[np.int64]
Row: TypeAlias = tuple[int, ...]

TILE_COST = 2  # cycles of a tile of a weight's gradient beside its products, at each position


class SizedClass(NamedTuple):
    """One class of phases with the sizes and strides of a call."""

    phases: PhaseClass
    limits: Triple
    uniform: bool
    columns: Integers  # rows of words.COLUMN
    weight_columns: Integers  # (entries, columns)


class Sweeps(NamedTuple):
    """Rows of words.SWEEP, and how many packed weights there are."""

    rows: list[Row]
    packed: int


def sized(
    plan: Panels,
    found: PhaseClass,
    out_size: Sequence[int],
    out_strides: Sequence[int],
    weight_strides: Sequence[int],
) -> SizedClass:
    """Return where every column of a class writes, and where its weights lie."""
    problem = plan.problem
    steps = np.array([axis.out_step for axis in problem.links])
    phases = np.array(found.phases, np.int64)
    counts = np.maximum(-(-(np.array(out_size) - phases) // steps), 0)
    channel, phase = np.array(plan.columns(found), np.int64).T
    writes = channel * out_strides[1] + (phases @ np.array(out_strides[2:]))[phase]
    columns = np.column_stack([writes, channel, counts[phase]]).astype(np.int64)
    taps = np.array(found.taps, np.int64).reshape(len(found.entries), len(phases), 3)
    in_weight = taps @ np.array(weight_strides[3:], np.int64)
    weight_columns = in_weight[:, phase] + channel * weight_strides[1]
    z, y, x = (int(limit) for limit in counts.max(axis=0))
    uniform = bool((counts == counts[0]).all())
    return SizedClass(found, (z, y, x), uniform, columns, weight_columns)


def classes(plan: Panels, made: Sequence[SizedClass], reads: Reads) -> Integers:
    """Return rows of words.CLASS."""
    rows = []
    column = origin = 0
    narrow = reads.narrow or reads.pieces
    for found, (segment, segments), of_one in zip(made, reads.pieces, narrow, strict=True):
        near = bool((np.diff(found.weight_columns, axis=1) == 1).all())
        count, entries = len(found.columns), len(found.phases.entries)
        row = (*found.limits, entries, segment, segments, column, count)
        rows.append((*row, int(found.uniform), origin, int(near), _joined(plan, found), *of_one))
        column += count
        origin += found.weight_columns.size
    return table(rows, words.CLASS)


def _joined(plan: Panels, found: SizedClass) -> int:
    """Return how many neighbouring columns write neighbouring outputs: 4, 2 or 1."""
    writes = found.columns[:, 0]
    for joined in JOINED[:0:-1]:
        if joined <= plan.lanes and len(writes) % joined == 0:
            near = np.diff(writes.reshape(-1, joined), axis=1) == 1
            if bool(near.all()):
                return joined
    return 1


class Reads(NamedTuple):
    """Rows of words.SEGMENT or words.DOT, and for each class the first one and their number.

    `narrow` says the same for panels of one vector, where they have others.
    """

    rows: Integers
    pieces: list[tuple[int, int]]
    narrow: list[tuple[int, int]] | None = None


def segments(plan: Panels, lows: Sequence[int], steps: Sequence[int], by_part: int) -> Reads:
    """Return where the inputs of every class lie, part after part; parts lie `by_part` apart.

    Where all channels are in one part, entries that lie end to end are one segment.
    """
    rows: list[Row] = []
    pieces = []
    channels, depth = plan.problem.in_channels, plan.depth
    for found in plan.classes:
        first = len(rows)
        places = _places(found, lows, steps)
        for part in range(ceil_div(channels, depth)):
            if depth >= channels:
                rows += _end_to_end(places, channels)
            else:
                held = min(depth, channels - part * depth)
                rows += [(place + part * by_part, held) for place in places]
        pieces.append((first, (len(rows) - first) // ceil_div(channels, depth)))
    return Reads(table(rows, words.SEGMENT), pieces)


def dots(
    plan: Panels,
    lows: Sequence[int],
    steps: Sequence[int],
    strip: tuple[int, int],
    sizes: Callable[[int], Sequence[int]],
) -> Reads:
    """Return the tiles of the weight's gradient: rows of an entry in tiles.

    `strip` says how many channels a strip of the grid has, and how far strips lie apart; `sizes`
    how many rows the tiles of a panel of so many vectors have.
    """
    rows: list[Row] = []
    pieces: dict[bool, list[tuple[int, int]]] = {False: [], True: []}
    channels = plan.problem.in_channels
    together = channels <= strip[0]
    for found in plan.classes:
        places = _places(found, lows, steps)
        columns = len(found.phases) * plan.problem.out_channels
        # Entries are joined only where all channels are in one strip: elsewhere it is chance that
        # one begins so many elements behind another as there are channels.
        runs = _end_to_end(places, channels) if together else [(at, channels) for at in places]
        for narrow, listed in pieces.items():
            vectors = 1 if narrow else ceil_div(min(columns, plan.width), plan.lanes)
            first = len(rows)
            rows += _tiles(runs, None if together else strip, sizes(vectors), vectors)
            listed.append((first, len(rows) - first))
    return Reads(table(rows, words.DOT), pieces[False], pieces[True])


def _tiles(
    runs: Sequence[Row], strip: tuple[int, int] | None, sizes: Sequence[int], vectors: int
) -> list[Row]:
    """Return rows of words.DOT that cover runs, each in one piece or cut into strips."""
    rows: list[Row] = []
    row = 0
    for place, length in runs:
        held, apart = strip or (length, 0)
        for start in range(0, length, held):
            at = place + start // held * apart
            for size in covered(min(held, length - start), sizes, vectors):
                rows.append((at, size, row))
                at, row = at + size, row + size
    return rows


def _places(found: PhaseClass, lows: Sequence[int], steps: Sequence[int]) -> list[int]:
    return [
        sum((at - low) * step for at, low, step in zip(entry, lows, steps, strict=True))
        for entry in found.entries
    ]


def _end_to_end(places: Sequence[int], channels: int) -> list[Row]:
    """Return (place, length) of entries of so many channels, neighbours joined."""
    runs: list[Row] = []
    for place in places:
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + channels)
        else:
            runs.append((place, channels))
    return runs


def covered(length: int, sizes: Sequence[int], vectors: int = 1) -> list[int]:
    """Cut `length` rows into tiles of the given sizes, the last of which is 1, of fewest cycles."""
    largest = sizes[0]
    many = max(0, length // largest - 2 * largest)
    return [largest] * many + list(_covered(length - many * largest, tuple(sizes), vectors)[1])


@memoised("plans", 256)
def _covered(length: int, sizes: tuple[int, ...], vectors: int) -> tuple[int, tuple[int, ...]]:
    """Return the cycles of the best tiles, and those: a tile of few sums waits for them."""
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for rows in range(1, length + 1):
        options = []
        for size in (size for size in sizes if size <= rows):
            cycles, tiles = best[rows - size]
            options.append((cycles + max(size * vectors, LATENCY) + TILE_COST, (*tiles, size)))
        best.append(min(options))
    cycles, tiles = best[length]
    return cycles, tuple(sorted(tiles, reverse=True))


def sweeps(plan: Panels, made: Sequence[SizedClass], most: int, *, even: bool = False) -> Sweeps:
    """Cut the panels of every class into sweeps of at most `most`; a narrow one is by itself.

    With `even`, panels are as wide as each other but for one vector.
    """
    lanes = plan.lanes
    rows: list[Row] = []
    packed = 0
    for number, found in enumerate(made):
        count = len(found.columns)
        sums = len(found.phases.entries) * plan.problem.in_channels
        near = np.diff(found.columns[:, 0]) == 1
        pieces = []
        column = 0
        for vectors, panels in _widths(plan, count, even=even):
            step = vectors * lanes
            for n in range(0, panels, most):
                pieces.append((column + n * step, min(most, panels - n), vectors))
            column += panels * step
        for first, panels, vectors in pieces:
            starts = range(first, first + panels * vectors * lanes, vectors * lanes)
            direct = found.uniform and starts.stop <= count
            direct = direct and all(near[n : n + vectors * lanes - 1].all() for n in starts)
            rows.append((number, first, panels, vectors, packed + first * sums, int(direct)))
        packed += column * sums
    return Sweeps(rows, packed)


def in_weight(plan: Panels, made: Sequence[SizedClass]) -> bool:
    """Tell whether the sums of a weight's gradient may lie in it: whole vectors of neighbours."""
    return all(
        len(found.phases.entries) == 1
        and len(found.columns) % plan.lanes == 0
        and bool((np.diff(found.weight_columns[0]) == 1).all())
        for found in made
    )


def at_columns(sweeps: Sweeps, made: Sequence[SizedClass], group: int) -> Sweeps:
    """Return sweeps whose weights begin where they lie, `group` elements from group to group."""
    number, first, weights = (words.SWEEP.index(name) for name in ("class", "column", "weights"))
    rows = []
    for row in sweeps.rows:
        at = int(made[row[number]].weight_columns[0, row[first]])
        rows.append((*row[:weights], at, *row[weights + 1 :]))
    return sweeps._replace(rows=rows, packed=group)


def _widths(plan: Panels, columns: int, *, even: bool) -> list[tuple[int, int]]:
    """Return (vectors, panels) of the panels that cover the columns, in order.

    One that ends behind the last column is by itself.
    """
    if even:
        panels = ceil_div(columns, plan.width)
        least, more = divmod(ceil_div(columns, plan.lanes), panels)
        # Tasks are taken from both ends: the narrow ones in the middle are the last.
        found = [(least + 1, more - more // 2), (least, panels - more), (least + 1, more // 2)]
        vectors, count = found.pop() if more > 1 else found.pop(1)
        found += [(vectors, count - 1), (vectors, 1)]
    else:
        whole, rest = divmod(columns, plan.width)
        found = [(plan.tile.vectors, whole), (ceil_div(rest, plan.lanes), 1)]
    return [(vectors, count) for vectors, count in found if vectors and count]


def in_one_piece(problem: Problem, tap_strides: Sequence[int]) -> bool:
    """Tell whether the elements of a kernel lie side by side, the last axis innermost."""
    kernel = [axis.kernel for axis in problem.axes]
    expected = [math.prod(kernel[n + 1 :]) for n in range(3)]
    steps = zip(kernel, tap_strides, expected, strict=True)
    return all(k == 1 or step == near for k, step, near in steps)


def squares(plan: Panels, tap_strides: Sequence[int]) -> Integers:
    """Return rows of words.TAP where the weight can be packed in squares, or none."""
    problem = plan.problem
    kernel = [axis.kernel for axis in problem.axes]
    fits = plan.lanes <= problem.taps <= pack.MOST_TAPS and in_one_piece(problem, tap_strides)
    whole = plan.channels_inside and problem.out_channels % plan.width == 0
    rows: dict[int, Row] = {}
    base = 0
    for found in plan.classes:
        phases, entries = len(found.phases), len(found.entries)
        fits = fits and (phases == 1 or whole)
        sums = problem.out_channels * entries * problem.in_channels
        for (entry, taps), phase in itertools.product(enumerate(found.taps), range(phases)):
            z, y, x = taps[phase]
            number = (z * kernel[1] + y) * kernel[2] + x
            rows[number] = (base + phase * sums, entries, entry)
        columns = round_up(phases * problem.out_channels, plan.lanes)
        base += columns * entries * problem.in_channels
    return table([rows[n] for n in range(problem.taps)] if fits else [], words.TAP)


def table(rows: Sequence[Row], names: Sequence[str]) -> Integers:
    return np.array(rows, np.int64).reshape(-1, len(names))
