"""The tables of one call: rows for classes, column blocks, columns, segments, kernel elements."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.bounded_cache import memoised
from upconv.engine.forms.direct.blocks import ceil_div, round_up
from upconv.engine.forms.direct.plan import LATENCY
from upconv.engine.forms.igemm import fields, pack
from upconv.engine.forms.igemm.plan import IgemmPlan, PhaseClass
from upconv.engine.forms.igemm.scatter import JOINED
from upconv.engine.problem import Problem, Triple

Integers: TypeAlias = NDArray[np.int64]
Row: TypeAlias = tuple[int, ...]

TILE_COST = 2  # cycles per position of a weight gradient's tile beside its products


class SizedClass(NamedTuple):
    """One class of phases with the sizes and strides of a call."""

    phases: PhaseClass
    limits: Triple
    uniform: bool
    columns: Integers  # rows of fields.COLUMN
    weight_columns: Integers  # (entries, columns)


class ColumnBlocks(NamedTuple):
    """Rows of fields.COLUMN_BLOCK, and the number of packed weights."""

    rows: list[Row]
    packed: int


def sized(
    plan: IgemmPlan,
    phase_class: PhaseClass,
    out_size: Sequence[int],
    out_strides: Sequence[int],
    weight_strides: Sequence[int],
) -> SizedClass:
    """Return where every column of a class writes, and the offsets of its weights."""
    problem = plan.problem
    steps = np.array([axis.out_step for axis in problem.links])
    phases = np.array(phase_class.phases, np.int64)
    counts = np.maximum(-(-(np.array(out_size) - phases) // steps), 0)
    channel, phase = np.array(plan.columns(phase_class), np.int64).T
    writes = channel * out_strides[1] + (phases @ np.array(out_strides[2:]))[phase]
    columns = np.column_stack([writes, channel, counts[phase]]).astype(np.int64)
    taps = np.array(phase_class.taps, np.int64).reshape(len(phase_class.entries), len(phases), 3)
    in_weight = taps @ np.array(weight_strides[3:], np.int64)
    weight_columns = in_weight[:, phase] + channel * weight_strides[1]
    z, y, x = (int(limit) for limit in counts.max(axis=0))
    uniform = bool((counts == counts[0]).all())
    return SizedClass(phase_class, (z, y, x), uniform, columns, weight_columns)


def classes(plan: IgemmPlan, made: Sequence[SizedClass], reads: Reads) -> Integers:
    """Return rows of fields.CLASS."""
    rows = []
    column = origin = 0
    narrow = reads.narrow or reads.ranges
    for sized, (segment, segments), of_one in zip(made, reads.ranges, narrow, strict=True):
        contiguous = bool((np.diff(sized.weight_columns, axis=1) == 1).all())
        count, entries = len(sized.columns), len(sized.phases.entries)
        row = (*sized.limits, entries, segment, segments, column, count)
        rows.append(
            (*row, int(sized.uniform), origin, int(contiguous), _joined(plan, sized), *of_one)
        )
        column += count
        origin += sized.weight_columns.size
    return table(rows, fields.CLASS)


def _joined(plan: IgemmPlan, sized: SizedClass) -> int:
    """Return how many neighbouring columns write adjacent outputs: 4, 2 or 1."""
    writes = sized.columns[:, 0]
    for joined in JOINED[:0:-1]:
        if joined <= plan.lanes and len(writes) % joined == 0:
            adjacent = np.diff(writes.reshape(-1, joined), axis=1) == 1
            if bool(adjacent.all()):
                return joined
    return 1


class Reads(NamedTuple):
    """Rows of fields.SEGMENT or fields.DOT, and each class's (first row, number of rows).

    `narrow` has those of panels of one vector, if they differ.
    """

    rows: Integers
    ranges: list[tuple[int, int]]
    narrow: list[tuple[int, int]] | None = None


def segments(plan: IgemmPlan, lows: Sequence[int], steps: Sequence[int], by_part: int) -> Reads:
    """Return where the inputs of every class are, part after part; parts are `by_part` apart.

    With all channels in one part, entries that are contiguous in the grid are one segment.
    """
    rows: list[Row] = []
    ranges = []
    channels, depth = plan.problem.in_channels, plan.depth
    for phase_class in plan.classes:
        first = len(rows)
        places = _places(phase_class, lows, steps)
        for part in range(ceil_div(channels, depth)):
            if depth >= channels:
                rows += _end_to_end(places, channels)
            else:
                part_channels = min(depth, channels - part * depth)
                rows += [(place + part * by_part, part_channels) for place in places]
        ranges.append((first, (len(rows) - first) // ceil_div(channels, depth)))
    return Reads(table(rows, fields.SEGMENT), ranges)


def dots(
    plan: IgemmPlan,
    lows: Sequence[int],
    steps: Sequence[int],
    strip: tuple[int, int],
    sizes: Callable[[int], Sequence[int]],
) -> Reads:
    """Return the tiles of the weight gradient: the rows (entry, input channel) cut into tiles.

    `strip` has the channels of a strip of the grid, and the distance of strips; `sizes` returns the
    possible rows of a tile for panels of so many vectors.
    """
    rows: list[Row] = []
    ranges: dict[bool, list[tuple[int, int]]] = {False: [], True: []}
    channels = plan.problem.in_channels
    together = channels <= strip[0]
    for phase_class in plan.classes:
        places = _places(phase_class, lows, steps)
        columns = len(phase_class.phases) * plan.problem.out_channels
        # Entries are joined only if all channels are in one strip: otherwise it is a coincidence
        # that one begins where the channels of another end.
        runs = _end_to_end(places, channels) if together else [(at, channels) for at in places]
        for narrow, class_ranges in ranges.items():
            vectors = 1 if narrow else ceil_div(min(columns, plan.width), plan.lanes)
            first = len(rows)
            rows += _tiles(runs, None if together else strip, sizes(vectors), vectors)
            class_ranges.append((first, len(rows) - first))
    return Reads(table(rows, fields.DOT), ranges[False], ranges[True])


def _tiles(
    runs: Sequence[Row], strip: tuple[int, int] | None, sizes: Sequence[int], vectors: int
) -> list[Row]:
    """Return rows of fields.DOT that cover runs, each contiguous or cut into strips."""
    rows: list[Row] = []
    row = 0
    for place, length in runs:
        strip_channels, strip_step = strip or (length, 0)
        for start in range(0, length, strip_channels):
            at = place + start // strip_channels * strip_step
            for size in covered(min(strip_channels, length - start), sizes, vectors):
                rows.append((at, size, row))
                at, row = at + size, row + size
    return rows


def _places(phase_class: PhaseClass, lows: Sequence[int], steps: Sequence[int]) -> list[int]:
    return [
        sum((at - low) * step for at, low, step in zip(entry, lows, steps, strict=True))
        for entry in phase_class.entries
    ]


def _end_to_end(places: Sequence[int], channels: int) -> list[Row]:
    """Return (place, length) of entries of so many channels, with contiguous ones joined."""
    runs: list[Row] = []
    for place in places:
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + channels)
        else:
            runs.append((place, channels))
    return runs


def covered(length: int, sizes: Sequence[int], vectors: int = 1) -> list[int]:
    """Return the tiles, of given sizes down to 1, that cover `length` rows in the fewest cycles."""
    largest = sizes[0]
    many = max(0, length // largest - 2 * largest)
    return [largest] * many + list(_covered(length - many * largest, tuple(sizes), vectors)[1])


@memoised("plans", 256)
def _covered(length: int, sizes: tuple[int, ...], vectors: int) -> tuple[int, tuple[int, ...]]:
    """Return the fewest cycles and their tiles; a tile of few sums waits for their latency."""
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for rows in range(1, length + 1):
        options = []
        for size in (size for size in sizes if size <= rows):
            cycles, tiles = best[rows - size]
            options.append((cycles + max(size * vectors, LATENCY) + TILE_COST, (*tiles, size)))
        best.append(min(options))
    cycles, tiles = best[length]
    return cycles, tuple(sorted(tiles, reverse=True))


def column_blocks(
    plan: IgemmPlan, made: Sequence[SizedClass], most: int, *, even: bool = False
) -> ColumnBlocks:
    """Cut the panels of every class into column blocks of at most `most` panels of equal width.

    With `even`, the widths of panels differ by one vector at most.
    """
    lanes = plan.lanes
    rows: list[Row] = []
    packed = 0
    for number, sized in enumerate(made):
        count = len(sized.columns)
        sums = len(sized.phases.entries) * plan.problem.in_channels
        contiguous = np.diff(sized.columns[:, 0]) == 1
        blocks = []
        column = 0
        for vectors, panels in _widths(plan, count, even=even):
            step = vectors * lanes
            for n in range(0, panels, most):
                blocks.append((column + n * step, min(most, panels - n), vectors))
            column += panels * step
        for first, panels, vectors in blocks:
            starts = range(first, first + panels * vectors * lanes, vectors * lanes)
            direct = sized.uniform and starts.stop <= count
            direct = direct and all(contiguous[n : n + vectors * lanes - 1].all() for n in starts)
            rows.append((number, first, panels, vectors, packed + first * sums, int(direct)))
        packed += column * sums
    return ColumnBlocks(rows, packed)


def in_weight(plan: IgemmPlan, made: Sequence[SizedClass]) -> bool:
    """Whether a weight gradient's sums may be in it: rows of whole vectors, columns contiguous."""
    return all(
        len(sized.phases.entries) == 1
        and len(sized.columns) % plan.lanes == 0
        and bool((np.diff(sized.weight_columns[0]) == 1).all())
        for sized in made
    )


def at_columns(column_blocks: ColumnBlocks, made: Sequence[SizedClass], group: int) -> ColumnBlocks:
    """Return column blocks whose weights are read in place; groups are `group` elements apart."""
    number, first, weights = (
        fields.COLUMN_BLOCK.index(name) for name in ("class", "column", "weights")
    )
    rows = []
    for row in column_blocks.rows:
        at = int(made[row[number]].weight_columns[0, row[first]])
        rows.append((*row[:weights], at, *row[weights + 1 :]))
    return column_blocks._replace(rows=rows, packed=group)


def _widths(plan: IgemmPlan, columns: int, *, even: bool) -> list[tuple[int, int]]:
    """Return (vectors, panels) of the panels that cover the columns, in order.

    A panel that ends behind the last column is separate.
    """
    if even:
        panels = ceil_div(columns, plan.width)
        least, more = divmod(ceil_div(columns, plan.lanes), panels)
        # Threads take tasks from both ends, so the narrow ones in the middle come last.
        widths = [(least + 1, more - more // 2), (least, panels - more), (least + 1, more // 2)]
        vectors, count = widths.pop() if more > 1 else widths.pop(1)
        widths += [(vectors, count - 1), (vectors, 1)]
    else:
        whole, rest = divmod(columns, plan.width)
        widths = [(plan.tile.vectors, whole), (ceil_div(rest, plan.lanes), 1)]
    return [(vectors, count) for vectors, count in widths if vectors and count]


def in_one_piece(problem: Problem, tap_strides: Sequence[int]) -> bool:
    """Whether the elements of a kernel are contiguous, the last axis innermost."""
    kernel = [axis.kernel for axis in problem.axes]
    expected = [math.prod(kernel[n + 1 :]) for n in range(3)]
    steps = zip(kernel, tap_strides, expected, strict=True)
    return all(k == 1 or step == element_step for k, step, element_step in steps)


def transposed_taps(plan: IgemmPlan, tap_strides: Sequence[int]) -> Integers:
    """Return rows of fields.TAP if the weight can be packed in transposed squares, else none."""
    problem = plan.problem
    kernel = [axis.kernel for axis in problem.axes]
    fits = plan.lanes <= problem.taps <= pack.MOST_TAPS and in_one_piece(problem, tap_strides)
    whole = plan.channels_innermost and problem.out_channels % plan.width == 0
    rows: dict[int, Row] = {}
    base = 0
    for phase_class in plan.classes:
        phases, entries = len(phase_class.phases), len(phase_class.entries)
        fits = fits and (phases == 1 or whole)
        sums = problem.out_channels * entries * problem.in_channels
        for (entry, taps), phase in itertools.product(enumerate(phase_class.taps), range(phases)):
            z, y, x = taps[phase]
            number = (z * kernel[1] + y) * kernel[2] + x
            rows[number] = (base + phase * sums, entries, entry)
        columns = round_up(phases * problem.out_channels, plan.lanes)
        base += columns * entries * problem.in_channels
    return table([rows[n] for n in range(problem.taps)] if fits else [], fields.TAP)


def table(rows: Sequence[Row], names: Sequence[str]) -> Integers:
    return np.array(rows, np.int64).reshape(-1, len(names))
