"""The sizes of one call made into a frame of the form with points. Integers only."""

from __future__ import annotations

import math

import numpy as np

from upconv.engine.blocks import ceil_div, round_up
from upconv.engine.panels import activation, layout, tables, words
from upconv.engine.panels.layout import LINE, Schedule
from upconv.engine.panels.plan import MOST_ROWS
from upconv.engine.panels.tables import Integers
from upconv.engine.winograd.pack import STRIP
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
    if pitch * size >= LINE:  # tiles fall on different sets of the cache
        pitch = round_up(pitch, LINE // size) | LINE // size
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
    sweeps = tables.sweeps(plan, made, held, points)
    chunks = layout.chunks(
        len(sweeps.rows), ceil_div(6 * threads, position_blocks) if shared else 1
    )
    held = max(row[words.SWEEP.index("panels")] for row in sweeps.rows)
    rows = math.prod(common.size)
    places = layout.places(
        plan, (grid.items, (rows + MOST_ROWS) * plan.width, held * plan.width), rows + MOST_ROWS
    )
    tiles = common.tiles + MOST_ROWS  # a register tile may go past the end
    planes = {"points_plane": tiles * pitch, "sums_plane": held * tiles * plan.width}
    space, ends = places["space_bytes"], {}
    most_points = max(points)
    for name, items in (
        ("points", most_points * planes["points_plane"] + plan.lanes),
        ("sums", most_points * planes["sums_plane"]),
        ("zeros", held * plan.width),
    ):
        ends[name] = space
        space += round_up(items * size, LINE)
    strips = ceil_div(channels, STRIP)
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
        "kinds": _kinds(tiling, grid, functions),
    }
    return Schedule(
        layout.words_of(values, listed), listed, values["space_bytes"], groups * sweeps.packed
    )


def _tile_places(count: int, pitch: int) -> Integers:
    """Return rows of words.POSITION: one tile lies behind the other."""
    found = np.zeros((count, len(words.POSITION)), np.int64)
    found[:, words.POSITION.index("reads")] = np.arange(count) * pitch
    return found


def _kinds(
    tiling: Tiling, grid: layout.Grid, functions: list[tuple[int, int, int]]
) -> Integers:
    """Return rows of words.KIND."""
    rows = []
    for found, kind, (inputs, weights, outputs) in zip(
        tiling.panels.classes, tiling.kinds, functions, strict=True
    ):
        first = min(found.entries)
        reads = sum(
            (at - low) * step
            for at, low, step in zip(first, grid.lows, grid.steps[1:], strict=True)
        )
        rows.append((kind.points, inputs, outputs, weights, reads))
    return tables.table(rows, words.KIND)
