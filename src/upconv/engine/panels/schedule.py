"""The sizes of one call made into a frame of panels: blocks, the grid, tables. Integers only."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from upconv.engine import frame
from upconv.engine.blocks import ceil_div, even_part, round_up
from upconv.engine.panels import activation, tables, words
from upconv.engine.panels.gradient import rows_of
from upconv.engine.panels.plan import Panels
from upconv.engine.panels.tables import Integers

POSITIONS = 256  # the most positions of a block
GRADIENT_POSITIONS = 128  # and of one of the weight gradient: its panel stays in the first level
TASKS = 16  # tasks that a weight gradient is parted into where its panels are few
SWEEP_BYTES = 192 << 10  # one part of a sweep's weights, and its sums: with a block's inputs
LINE = 64


class Schedule(NamedTuple):
    """A frame without its pointers, the tables it points to, and the workspace it needs."""

    words: Integers
    tables: dict[str, Integers]
    space_bytes: int
    packed_items: int


class _Grid(NamedTuple):
    """Where a block's inputs lie: a padded copy, or the input itself where nothing is padded."""

    lows: list[int]  # the first read of the first position on z, y, x
    halos: list[int]  # how far its last read lies behind
    steps: tuple[int, ...]  # elements to the next n, z, y, x
    by_channel: int
    items: int
    in_place: bool


class _Common(NamedTuple):
    """What the two directions and the weight gradient have in common."""

    values: dict[str, int]
    grid: _Grid
    size: tuple[int, ...]
    blocks: int  # of one group
    made: list[tables.SizedClass]


def _common(
    plan: Panels,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    most: int,
) -> _Common:
    """Return the part of a schedule with blocks of at most so many positions."""
    problem = plan.problem
    (images, _, *in_size), (_, _, *out_size) = shapes
    x_strides, out_strides, weight_strides = strides
    in_steps = [axis.in_step for axis in problem.links]
    out_steps = [axis.out_step for axis in problem.links]
    totals = (images, *map(ceil_div, out_size, out_steps))
    size = _block(totals, most)
    blocks = tuple(map(ceil_div, totals, size))
    grid = _grid(plan, totals, size, in_size, x_strides)
    made = [
        tables.sized(plan, found, out_size, out_strides, weight_strides) for found in plan.classes
    ]
    values = {
        **_named("x", "nczyx", x_strides),
        **_named("in", "zyx", in_size),
        **_named("out", "nczyx", out_strides),
        **_named("size", "zyx", out_size),
        "weight_group": weight_strides[0],
        "weight_out": weight_strides[1],
        "weight_in": weight_strides[2],
        "groups": groups,
        "in_channels": problem.in_channels,
        "out_channels": problem.out_channels,
        "tile_channels": plan.width,
        "tile_inputs": plan.tile.rows,
        "panels": ceil_div(problem.out_channels, plan.width),
        **_named("step", "zyx", in_steps),
        **_named("out_step", "zyx", out_steps),
        **_named("count", "nzyx", totals),
        **_named("block", "nzyx", size),
        **_named("blocks", "nzyx", blocks),
        **_named("grid", "nzyx", grid.steps),
        "in_place": int(grid.in_place),
        **_named("low", "zyx", grid.lows),
        **_named("halo", "zyx", grid.halos),
        "ordered": int(_ordered(totals, (1, *out_steps), (out_strides[0], *out_strides[2:]))),
    }
    return _Common(values, grid, size, math.prod(blocks), made)


def schedule(
    plan: Panels,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> Schedule:
    """Return everything that the sizes decide; shapes are (N, C, z, y, x), strides in elements."""
    problem = plan.problem
    common = _common(plan, groups, shapes, strides, POSITIONS)
    grid, made = common.grid, common.made
    rows = round_up(math.prod(common.size), plan.tile.rows) + plan.tile.rows
    temp_panel = rows * plan.width
    most = _panels(plan, temp_panel)
    position_blocks = groups * common.blocks
    shared = threads > 1 and position_blocks < 3 * threads
    if shared:
        whole = sum(len(found.columns) // plan.width for found in made)
        most = min(most, max(1, ceil_div(whole, 3 * threads)))
    sweeps = tables.sweeps(plan, made, most)
    chunks = _chunks(len(sweeps.rows), ceil_div(6 * threads, position_blocks) if shared else 1)
    taps = tables.squares(plan, sweeps.bases, strides[2][3:])
    parts = ceil_div(problem.in_channels, plan.depth)
    held = max(row[words.SWEEP.index("panels")] for row in sweeps.rows)
    places = _places(problem.itemsize, (grid.items, temp_panel * held, held * plan.width), rows)
    reads = tables.segments(plan, grid.lows, grid.steps[1:], grid.by_channel)
    panels = common.values["panels"]
    values = {
        **common.values,
        **places,
        "tasks": position_blocks * chunks[0],
        "chunks": chunks[0],
        "chunk_size": chunks[1],
        "pack_tasks": groups * (panels * parts if len(taps) else len(sweeps.rows)),
        "part_size": sweeps.packed,
        "taps": len(taps),
        "depth": plan.depth,
        "sweep_count": len(sweeps.rows),
        "temp_panel": temp_panel,
        "activation": activation.KINDS.index(problem.activation),
    }
    listed = _tables(plan, made, sweeps, reads, taps)
    return Schedule(_words(values, listed), listed, values["space_bytes"], groups * sweeps.packed)


class GradientSchedule(NamedTuple):
    """A frame of a weight gradient without its pointers, its tables, and what it needs."""

    words: Integers
    tables: dict[str, Integers]
    space_bytes: int
    packed_items: int


def gradient_schedule(
    plan: Panels,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> GradientSchedule:
    """Return everything that the sizes of a weight gradient decide; the output is its gradient."""
    problem = plan.problem
    common = _common(plan, groups, shapes, strides, GRADIENT_POSITIONS)
    grid, made = common.grid, common.made
    whole = sum(ceil_div(len(found.columns), plan.width) for found in made)
    # The parts of a sum follow from the sizes alone, the chunks of panels from the threads too.
    parts = min(common.blocks, ceil_div(TASKS, groups * whole))
    tasks = groups * parts
    most = max(1, ceil_div(whole, 3 * threads)) if threads > 1 else whole
    sweeps = tables.sweeps(plan, made, most)
    chunks = _chunks(len(sweeps.rows), ceil_div(2 * threads, tasks) if threads > 1 else 1)
    taps = tables.squares(plan, sweeps.bases, strides[2][3:])
    rows = math.prod(common.size) + plan.tile.rows
    places = _places(problem.itemsize, (grid.items, rows * plan.width, 0), rows)
    reads = tables.dots(plan, grid.lows, grid.steps[1:], rows_of(plan.tile))
    strip = max(1, even_part(problem.in_channels, 64))
    strips = ceil_div(problem.in_channels, strip)
    panels = common.values["panels"]
    values = {
        **common.values,
        **places,
        "tasks": tasks * chunks[0],
        "parts": parts,
        "chunks": chunks[0],
        "chunk_size": chunks[1],
        "pack_tasks": groups * (panels * strips if len(taps) else len(sweeps.rows)),
        "part_size": sweeps.packed,
        "taps": len(taps),
        "depth": strip,
        "sweep_count": len(sweeps.rows),
    }
    listed = _tables(plan, made, sweeps, reads, taps)
    items = parts * groups * sweeps.packed
    return GradientSchedule(_words(values, listed), listed, values["space_bytes"], items)


def _chunks(count: int, wanted: int) -> tuple[int, int]:
    """Return how many chunks `count` sweeps make, and the sweeps of one."""
    size = ceil_div(count, min(count, wanted))
    return ceil_div(count, size), size


def _places(itemsize: int, items: tuple[int, int, int], rows: int) -> dict[str, int]:
    """Return where the grid, the sums, the starts and the positions lie in a workspace, in bytes.

    A line before the positions says how many there are.
    """
    temp, starts, end = itertools.accumulate(round_up(n * itemsize, LINE) for n in items)
    positions = end + LINE
    space = round_up(positions + rows * len(words.POSITION) * 8, 4096)
    return {"temp": temp, "starts": starts, "positions": positions, "space_bytes": space}


def _tables(
    plan: Panels,
    made: list[tables.SizedClass],
    sweeps: tables.Sweeps,
    reads: tables.Reads,
    taps: Integers,
) -> dict[str, Integers]:
    return {
        "classes": tables.classes(plan, made, reads.pieces),
        "sweeps": tables.table(sweeps.rows, words.SWEEP),
        "segments": reads.rows,
        "columns": np.concatenate([found.columns for found in made]),
        "weight_columns": np.concatenate([found.weight_columns.ravel() for found in made]),
        "offsets": taps,
    }


def _words(values: Mapping[str, int], listed: Mapping[str, Integers]) -> Integers:
    line = np.zeros(len(frame.FIELDS), np.int64)
    for name, value in values.items():
        line[frame.INDEX[name]] = value
    for name, table in listed.items():
        line[frame.INDEX[name]] = table.ctypes.data
    return line


def _named(prefix: str, letters: str, values: Sequence[int]) -> dict[str, int]:
    return {f"{prefix}_{name}": int(value) for name, value in zip(letters, values, strict=True)}


def _block(totals: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Return (n, z, y, x) of a block: whole rows, slabs and images as far as they fit."""
    left = most
    size: list[int] = []
    for total in reversed(totals):
        part = even_part(total, left) if left > 1 else 1
        size.insert(0, part)
        left = left // part if part == total else 1
    return tuple(size)


def _grid(
    plan: Panels,
    totals: tuple[int, ...],
    size: tuple[int, ...],
    in_size: Sequence[int],
    x_strides: tuple[int, ...],
) -> _Grid:
    problem = plan.problem
    entries = [entry for found in plan.classes for entry in found.entries] or [(0, 0, 0)]
    lows = [min(places) for places in zip(*entries, strict=True)]
    highs = [max(places) for places in zip(*entries, strict=True)]
    steps = [axis.in_step for axis in problem.links]
    inside = all(
        low >= 0 and (total - 1) * step + high < held
        for low, high, total, step, held in zip(
            lows, highs, totals[1:], steps, in_size, strict=True
        )
    )
    halos = [high - low for low, high in zip(lows, highs, strict=True)]
    if inside and x_strides[1] == 1:
        return _Grid(lows, halos, (x_strides[0], *x_strides[2:]), 1, 0, in_place=True)
    z, y, x = (
        (count - 1) * step + halo + 1
        for count, step, halo in zip(size[1:], steps, halos, strict=True)
    )
    by_x = problem.in_channels
    line = LINE // problem.itemsize
    if by_x >= line:  # else positions lie end to end, and so may entries
        by_x = round_up(by_x, line)
        by_x += line if by_x // line % 2 == 0 else 0  # they fall on different sets of the cache
    steps_of = (by_x * x * y * z, by_x * x * y, by_x * x, by_x)
    # Zeros are written in whole vectors.
    return _Grid(lows, halos, steps_of, 1, steps_of[0] * size[0] + line, in_place=False)


def _panels(plan: Panels, temp_panel: int) -> int:
    """Return how many panels a sweep has: what the second-level cache takes beside the inputs."""
    entries = max(len(found.entries) for found in plan.classes)
    items = max(temp_panel, entries * plan.depth * plan.width)
    return max(1, SWEEP_BYTES // (items * plan.problem.itemsize))


def _ordered(totals: tuple[int, ...], steps: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    """Tell whether the next row, slab or image writes at least one step of x behind the last one.

    Then positions whose first and last write lie so many steps apart have all of them in between.
    """
    along = [step * stride for step, stride in zip(steps, strides, strict=True)]
    last, least = 0, along[-1]
    for count, step in zip(reversed(totals), reversed(along), strict=True):
        if count > 1 and step - last < least:
            return False
        last += (count - 1) * step
    return least > 0
