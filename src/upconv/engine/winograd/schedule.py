"""The sizes of one call made into a frame of the form with points. Integers only."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from upconv.engine.blocks import ceil_div, round_up
from upconv.engine.panels import activation, layout, tables, words
from upconv.engine.panels.layout import LINE, Schedule
from upconv.engine.panels.plan import MOST_ROWS
from upconv.engine.panels.tables import Integers
from upconv.engine.winograd import pack
from upconv.engine.winograd.plan import Tiling

SPACE_BYTES = 224 << 10  # inputs and sums at the points of one block: half of the second level
SWEEP_BYTES = 96 << 10  # the weights of one point that a sweep has
LEAST_TILES = 48  # of a block: so often are weights used that come from further away


def schedule(
    tiling: Tiling,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
    functions: list[tuple[int, int, int]],
) -> Schedule:
    """Return everything that the sizes decide; shapes are (N, C, z, y, x), strides in elements.

    `functions` are the addresses of each class's: inputs, weights, outputs.
    """
    plan, problem = tiling.panels, tiling.problem
    channels, size = problem.in_channels, problem.itemsize
    pitch = round_up(channels, plan.lanes)
    pitch = _odd_lines(pitch, size) if pitch * size >= LINE else pitch
    points = [kind.points for kind in tiling.kinds]
    widest = max(problem.out_channels * len(found.phases) for found in plan.classes)
    held = min(ceil_div(widest, plan.width), max(1, SWEEP_BYTES // (channels * plan.width * size)))
    per_tile = max(points) * (pitch + held * plan.width) * size
    most = max(LEAST_TILES, SPACE_BYTES // per_tile)
    common = layout.common(
        plan,
        groups,
        shapes,
        strides,
        most,
        channels,
        units=tiling.units,
        copied=channels % plan.lanes != 0,
    )
    grid, made = common.grid, common.made
    position_blocks = groups * common.blocks
    shared = threads > 1 and position_blocks < 3 * threads
    sweeps = _sweeps(tiling, made, held)
    chunks = layout.chunks(
        len(sweeps.rows), ceil_div(6 * threads, position_blocks) if shared else 1
    )
    held = max(row[words.SWEEP.index("panels")] for row in sweeps.rows)
    rows = math.prod(common.size)
    places = layout.places(
        plan, (grid.items, (rows + MOST_ROWS) * plan.width, held * plan.width), rows + MOST_ROWS
    )
    tiles = common.tiles + MOST_ROWS  # a register tile may go past the end
    planes = {
        "points_plane": _odd_lines(tiles * pitch, size),
        "sums_plane": _odd_lines(held * tiles * plan.width, size),
    }
    space, ends = places["space_bytes"], {}
    most_points = max(points)
    for name, items in (
        ("points", most_points * planes["points_plane"] + plan.lanes),
        ("sums", most_points * planes["sums_plane"]),
        ("zeros", held * plan.width),
    ):
        ends[name] = space
        space += round_up(items * size, LINE)
    strips = ceil_div(channels, pack.STRIP)
    vectors = _vectors(tiling, sweeps)
    values = {
        **common.values,
        **places,
        **planes,
        **ends,
        "space_bytes": round_up(space, 4096),
        "tasks": position_blocks * chunks[0],
        "chunks": chunks[0],
        "chunk_size": chunks[1],
        "pack_tasks": groups * strips,
        "pack_rows": strips,
        "link_count": len(vectors),
        "taps": problem.taps,
        "part_size": sweeps.packed,
        "sweep_count": len(sweeps.rows),
        "temp_panel": tiles * plan.width,
        "points_row": pitch,
        "activation": activation.KINDS.index(problem.activation),
    }
    listed = {
        "classes": tables.classes(plan, made, [(0, 1)] * len(made)),
        "sweeps": tables.table(sweeps.rows, words.SWEEP),
        "segments": tables.table([(0, channels)], words.SEGMENT),
        "columns": np.concatenate([found.columns for found in made]),
        "weight_columns": np.concatenate([found.weight_columns.ravel() for found in made]),
        "tile_places": _tile_places(tiles, pitch),
        "kinds": _kinds(tiling, made, grid, functions, strides[2]),
        "offsets": vectors,
    }
    return Schedule(
        layout.words_of(values, listed), listed, values["space_bytes"], groups * sweeps.packed
    )


def _odd_lines(items: int, itemsize: int) -> int:
    """Return at least so many items, an odd number of lines: they fall on all sets of a cache."""
    return LINE // itemsize * (ceil_div(items * itemsize, LINE) | 1)


def _sweeps(tiling: Tiling, made: Sequence[tables.SizedClass], most: int) -> tables.Sweeps:
    """Return the sweeps of panels, with the place of their weights at all points."""
    found = tables.sweeps(tiling.panels, made, most)
    rows: list[tables.Row] = []
    packed = 0
    for number, first, panels, vectors, _, direct in found.rows:
        rows.append((number, first, panels, vectors, packed, direct))
        packed += tiling.kinds[number].points * _plane(tiling, panels, vectors)
    return tables.Sweeps(rows, [], packed)


def _plane(tiling: Tiling, panels: int, vectors: int) -> int:
    """Return how far the weights of a sweep at one point lie behind those at the last one.

    They fall on other sets of the cache.
    """
    whole = panels * tiling.problem.in_channels * vectors * tiling.panels.lanes
    return whole + pack.GAP // tiling.problem.itemsize


def _tile_places(count: int, pitch: int) -> Integers:
    """Return rows of words.POSITION: one tile lies behind the other."""
    found = np.zeros((count, len(words.POSITION)), np.int64)
    found[:, words.POSITION.index("reads")] = np.arange(count) * pitch
    return found


def _kinds(
    tiling: Tiling,
    made: Sequence[tables.SizedClass],
    grid: layout.Grid,
    functions: Sequence[tuple[int, int, int]],
    weight_strides: tuple[int, ...],
) -> Integers:
    """Return rows of words.KIND."""
    rows = []
    for found, kind, addresses in zip(made, tiling.kinds, functions, strict=True):
        inputs, weights, outputs = addresses
        first = min(found.phases.entries)
        reads = sum(
            (at - low) * step
            for at, low, step in zip(first, grid.lows, grid.steps[1:], strict=True)
        )
        lies = _lies(tiling, found, weight_strides)
        rows.append((kind.points, inputs, outputs, weights, reads, lies))
    return tables.table(rows, words.KIND)


def _lies(tiling: Tiling, found: tables.SizedClass, strides: tuple[int, ...]) -> int:
    """Return how a vector of columns of a class lies in the weight."""
    problem, lanes = tiling.problem, tiling.panels.lanes
    steps = np.diff(found.weight_columns, axis=1) == 1
    if steps.all():
        return pack.NEAR
    _, y, x = (axis.kernel for axis in problem.axes)
    packed = problem.axes[0].kernel == 1 and strides[4:] == (x, 1)
    packed = packed or (y == 1 and strides[5] == 1)
    if len(found.phases.phases) == 1 and packed and lanes <= problem.taps <= pack.MOST_TAPS:
        return pack.SQUARE
    columns = found.weight_columns.shape[1]
    inside = [n for n in range(columns - 1) if n % pack.RUN != pack.RUN - 1]
    return pack.RUNS if lanes >= pack.RUN and steps[:, inside].all() else pack.ANYHOW


def _vectors(tiling: Tiling, sweeps: tables.Sweeps) -> Integers:
    """Return rows of words.VECTOR, those of one column of all classes together."""
    lanes, channels = tiling.panels.lanes, tiling.problem.in_channels
    rows = []
    for number, first, panels, vectors, begin, _ in sweeps.rows:
        width = vectors * lanes
        plane = _plane(tiling, panels, vectors)
        for panel, vector in itertools.product(range(panels), range(vectors)):
            column = first + panel * width + vector * lanes
            to = begin + panel * channels * width + vector * lanes
            rows.append((number, column, to, width, plane))
    rows.sort(key=lambda row: (row[1], row[0]))
    return tables.table(rows, words.VECTOR)
