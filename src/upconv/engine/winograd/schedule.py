"""From the sizes of a call to the arguments of the form with points. Integers only."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

import numpy as np

from upconv.engine.blocks import ceil_div, round_up
from upconv.engine.panels import activation, layout, tables, words
from upconv.engine.panels.gradient import sizes_of
from upconv.engine.panels.layout import LINE, Schedule
from upconv.engine.panels.plan import MOST_ROWS
from upconv.engine.panels.tables import Integers
from upconv.engine.winograd import pack
from upconv.engine.winograd.cut import deep
from upconv.engine.winograd.pieces import Cut, cuts, in_tasks
from upconv.engine.winograd.plan import Tiling

SPACE_BYTES = 224 << 10  # inputs and sums at the points of one block: half of the second level
LEAST_TILES = 48  # of a block: so often are weights used that come from further away
MANY_TILES = 96  # the same of a large weight, or where a plane of inputs serves several of outputs
GAP = 192  # bytes between the weights of a sweep at two points: they fall on other sets of a cache
TASKS = 16  # tasks that a weight gradient is parted into where its panels are few

Shapes: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
Strides: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def schedule(
    tiling: Tiling,
    groups: int,
    shapes: Shapes,
    strides: Strides,
    threads: int,
) -> Schedule:
    """Return everything that the sizes decide; shapes are (N, C, z, y, x), strides in elements.

    The table of kinds has no functions yet: which are needed follows from the rest.
    """
    problem = tiling.problem
    given = (tiling, groups, shapes, strides, threads)
    before, here = cuts(tiling)
    turned = in_tasks(tiling, shapes[0][0] * tiling.tiles(shapes[1][2:]))
    cut, least = (here, MANY_TILES) if turned else (before, LEAST_TILES)
    common = _common(*given, cut.panels, least)
    blocks = groups * common.blocks
    sweeps = _sweeps(tiling, common.made, cut)
    shared = threads > 1 and blocks < 3 * threads
    turns = ceil_div(len(sweeps.rows), cut.turns)
    chunks = min(turns, ceil_div(6 * threads, blocks)) if shared else 1
    values = {
        **_values(tiling, groups, common, sweeps, cut, turned=turned),
        "tasks": blocks * chunks,
        "chunks": chunks,
        "activation": activation.KINDS.index(problem.activation),
    }
    reads = tables.Reads(tables.table([], words.SEGMENT), [(0, 0)] * len(tiling.kinds))
    listed = _tables(tiling, common, sweeps, reads, strides[2], cut.packed_depth)
    items, space = groups * sweeps.packed, values["space_bytes"]
    return Schedule(layout.words_of(values, listed), listed, space, items, turned)


def gradient_schedule(
    tiling: Tiling,
    groups: int,
    shapes: Shapes,
    strides: Strides,
    threads: int,
) -> Schedule:
    """Return everything that the sizes of a weight gradient decide; the output is its gradient."""
    plan, channels = tiling.panels, tiling.problem.in_channels
    common = _common(tiling, groups, shapes, strides, 1, 1, LEAST_TILES)
    whole = sum(ceil_div(len(found.columns), plan.width) for found in common.made)
    # The parts of a sum follow from the sizes alone, the chunks of panels from the threads too.
    parts = min(common.blocks, ceil_div(TASKS, groups * whole))
    tasks = groups * parts
    most = ceil_div(whole, 3 * threads) if threads > 1 else whole
    cut = Cut(most, 1, channels, channels)
    sweeps = _sweeps(tiling, common.made, cut)
    chunks = min(len(sweeps.rows), ceil_div(threads, tasks)) if threads > 1 else 1
    values = {
        **_values(tiling, groups, common, sweeps, cut._replace(panels=1)),
        "tasks": tasks * chunks,
        "parts": parts,
        "chunks": chunks,
    }
    rows: list[tables.Row] = []
    pieces = []
    for found in common.made:
        at, first = 0, len(rows)
        vectors = ceil_div(min(len(found.columns), plan.width), plan.lanes)
        for size in tables.covered(channels, sizes_of(plan.tile, vectors)):
            rows.append((at, size, at))
            at += size
        pieces.append((first, len(rows) - first))
    reads = tables.Reads(tables.table(rows, words.DOT), pieces)
    listed = _tables(tiling, common, sweeps, reads, strides[2], channels)
    items = parts * groups * sweeps.packed
    return Schedule(layout.words_of(values, listed), listed, values["space_bytes"], items)


def _common(
    tiling: Tiling,
    groups: int,
    shapes: Shapes,
    strides: Strides,
    threads: int,
    held: int,
    least: int,
) -> layout.Common:
    """Cut the positions into blocks whose inputs, and sums of so many panels, fit at the points.

    They have at least so many tiles.
    """
    plan, channels = tiling.panels, tiling.problem.in_channels
    points = max(kind.points for kind in tiling.kinds)
    per_tile = points * (_pitch(tiling) + held * plan.width) * tiling.problem.itemsize
    most = max(least, SPACE_BYTES // per_tile)
    # Vectors of channels may end behind the last one: then they must not be read in place.
    copied = channels % plan.lanes != 0
    cut = partial(layout.wide, most=most)
    if tiling.halo:
        most = max(MANY_TILES, most)
        cut = partial(deep, tiling, most=most, tasks=lambda n: ceil_div(groups * n, threads))
    given = (plan, groups, shapes, strides, cut, channels)
    return layout.common(*given, units=tiling.units, copied=copied)


def _pitch(tiling: Tiling) -> int:
    """Return how far the inputs of neighbouring tiles lie apart at a point."""
    size = tiling.problem.itemsize
    pitch = round_up(tiling.problem.in_channels, tiling.panels.lanes)
    return _odd_lines(pitch, size) if pitch * size >= LINE else pitch


def _values(
    tiling: Tiling,
    groups: int,
    common: layout.Common,
    sweeps: tables.Sweeps,
    cut: Cut,
    *,
    turned: bool = False,
) -> dict[str, int]:
    """Return the words that both directions have."""
    plan, problem = tiling.panels, tiling.problem
    held, turns, packed_depth, depth, _ = cut
    size, pitch = problem.itemsize, _pitch(tiling)
    rows = math.prod(common.size) + MOST_ROWS
    items = (common.grid.items, rows * plan.width, max(1, held) * plan.width)
    places = layout.places(plan, items, rows)
    tiles = common.tiles + MOST_ROWS  # a register tile may go past the end
    points = max(kind.points for kind in tiling.kinds)
    inputs = _planes(tiling, common) * (common.tiles // common.size[1]) + MOST_ROWS
    planes = {
        "points_plane": _odd_lines(inputs * pitch, size),
        "sums_plane": _odd_lines(held * tiles * plan.width, size),
    }
    slabs = max(len(kind.slabs) for kind in tiling.kinds)
    space, ends = places["space_bytes"], {}
    piece = points * _plane(tiling, slabs, depth, held, plan.tile.vectors) * size * turned
    inputs_held = min(turns, len(set(tiling.flats)))
    steps = {
        "inputs_bytes": round_up((points * planes["points_plane"] + plan.lanes) * size, LINE),
        "sums_bytes": points * planes["sums_plane"] * size,
        "piece_bytes": round_up(piece, LINE),
    }
    for name, needed in (
        ("points", inputs_held * steps["inputs_bytes"]),
        ("sums", turns * steps["sums_bytes"]),
        ("pieces", turns * steps["piece_bytes"]),
        ("zeros", held * plan.width * size),
        ("slab_places", slabs * len(words.SEGMENT) * 8),
    ):
        ends[name] = space
        space += round_up(needed, LINE)
    strips = ceil_div(problem.in_channels, pack.STRIP)
    return {
        **common.values,
        **places,
        **planes,
        **ends,
        **steps,
        "inputs_held": inputs_held,
        "turns": turns,
        "sweep_width": held * plan.width,
        "space_bytes": round_up(space, 4096),
        "pack_tasks": groups * strips,
        "pack_rows": strips,
        "vector_count": sum(
            len(tiling.kinds[number].slabs) * panels * vectors
            for number, _, panels, vectors, _, _ in sweeps.rows
        ),
        "taps": problem.taps,
        "depth": depth,
        "packed_depth": packed_depth,
        "part_size": sweeps.packed,
        "sweep_count": len(sweeps.rows),
        "temp_panel": tiles * plan.width,
        "points_row": pitch,
    }


def _tables(
    tiling: Tiling,
    common: layout.Common,
    sweeps: tables.Sweeps,
    reads: tables.Reads,
    weight_strides: tuple[int, ...],
    depth: int,
) -> dict[str, Integers]:
    made = common.made
    return {
        "classes": tables.classes(tiling.panels, made, reads),
        "sweeps": tables.table(sweeps.rows, words.SWEEP),
        "segments": reads.rows,
        "columns": np.concatenate([found.columns for found in made]),
        "weight_columns": np.concatenate([found.weight_columns.ravel() for found in made]),
        "tile_places": _tile_places(common.tiles + MOST_ROWS, _pitch(tiling)),
        "kinds": _kinds(tiling, common, weight_strides),
        "slabs": np.array([at for kind in tiling.kinds for at in kind.slabs], np.int64),
        "vectors_of_columns": _vectors(tiling, sweeps, depth),
    }


def _planes(tiling: Tiling, common: layout.Common) -> int:
    """Return how many planes of z a block has at points, those that are left free among them."""
    step = tiling.problem.links[0].in_step
    return step * (common.size[1] + common.grid.halos[0] // step)


def _odd_lines(items: int, itemsize: int) -> int:
    """Return at least so many items, an odd number of lines: they fall on all sets of a cache."""
    return LINE // itemsize * (ceil_div(items * itemsize, LINE) | 1)


def _sweeps(tiling: Tiling, made: Sequence[tables.SizedClass], cut: Cut) -> tables.Sweeps:
    """Return the sweeps of panels, with the place of their weights at all points.

    Those that share inputs at points follow each other, but for those that are summed in turns:
    they read the same lines of the weight.
    """
    found = tables.sweeps(tiling.panels, made, cut.panels, even=cut.even)
    flat, depth = tiling.flats, cut.packed_depth

    def order(row: tables.Row) -> tuple[float, ...]:
        number, first = row[:2]
        together, column = flat[number] // cut.turns, first / len(made[number].columns)
        return (together, column if cut.turns > 1 else 0, flat[number])

    rows: list[tables.Row] = []
    packed = 0
    for number, first, panels, vectors, _, direct in sorted(found.rows, key=order):
        rows.append((number, first, panels, vectors, packed, direct))
        kind = tiling.kinds[number]
        parts = ceil_div(tiling.problem.in_channels, depth)
        packed += parts * kind.points * _plane(tiling, len(kind.slabs), depth, panels, vectors)
    return tables.Sweeps(rows, packed)


def _plane(tiling: Tiling, slabs: int, depth: int, panels: int, vectors: int) -> int:
    """Return how far the weights of a part of a sweep at one point lie behind those at the last.

    They fall on other sets of the cache.
    """
    whole = panels * slabs * depth * vectors * tiling.panels.lanes
    return whole + GAP // tiling.problem.itemsize


def _tile_places(count: int, pitch: int) -> Integers:
    """Return rows of words.POSITION: one tile lies behind the other."""
    found = np.zeros((count, len(words.POSITION)), np.int64)
    found[:, words.POSITION.index("reads")] = np.arange(count) * pitch
    return found


def _kinds(tiling: Tiling, common: layout.Common, weight_strides: tuple[int, ...]) -> Integers:
    """Return rows of words.KIND."""
    grid, gap = common.grid, GAP // tiling.problem.itemsize
    rows = []
    slab = 0
    for found, kind, flat in zip(common.made, tiling.kinds, tiling.flats, strict=True):
        first = min(found.phases.entries)
        reads = sum(
            (at - low) * step
            for at, low, step in zip(first[1:], grid.lows[1:], grid.steps[2:], strict=True)
        )
        lies, slabs = _lies(tiling, found, weight_strides), len(kind.slabs)
        rows.append((kind.points, 0, 0, 0, reads, lies, gap, flat, slab, slabs))
        slab += slabs
    return tables.table(rows, words.KIND)


def _lies(tiling: Tiling, found: tables.SizedClass, strides: tuple[int, ...]) -> int:
    """Return how a vector of columns of a class lies in the weight."""
    problem, lanes = tiling.problem, tiling.panels.lanes
    steps = np.diff(found.weight_columns, axis=1) == 1
    if steps.all():
        return pack.NEAR
    packed = len(found.phases.phases) == 1 and tables.in_one_piece(problem, strides[3:])
    if packed and lanes <= problem.taps <= pack.MOST_TAPS:
        return pack.SQUARE
    columns = found.weight_columns.shape[1]
    inside = [n for n in range(columns - 1) if n % pack.RUN != pack.RUN - 1]
    return pack.RUNS if lanes >= pack.RUN and steps[:, inside].all() else pack.ANYHOW


def _vectors(tiling: Tiling, sweeps: tables.Sweeps, depth: int) -> Integers:
    """Return rows of words.VECTOR, those of one column of all classes together."""
    lanes = tiling.panels.lanes
    rows = []
    for number, first, panels, vectors, begin, _ in sweeps.rows:
        kind, width = tiling.kinds[number], vectors * lanes
        slabs = len(kind.slabs)
        plane = _plane(tiling, slabs, depth, panels, vectors)
        for panel, slab, vector in itertools.product(*map(range, (panels, slabs, vectors))):
            column = first + panel * width + vector * lanes
            to = begin + panel * slabs * depth * width + vector * lanes
            rows.append((number, slab, column, to, width, plane))
    rows.sort(key=lambda row: (row[2], row[0], row[1]))
    return tables.table(rows, words.VECTOR)
