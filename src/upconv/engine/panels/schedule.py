"""From the sizes of a call to the arguments of panels: blocks, the grid, tables. Integers only."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from upconv.engine.blocks import ceil_div, even_part
from upconv.engine.panels import activation, layout, tables, words
from upconv.engine.panels.gradient import sizes_of
from upconv.engine.panels.layout import Schedule
from upconv.engine.panels.plan import MOST_ROWS, Panels
from upconv.engine.panels.tables import Integers

POSITIONS = 256  # the most positions of a block
GRADIENT_POSITIONS = 96  # and of one of the weight gradient: its panel stays in the first level
TASKS = 16  # tasks that a weight gradient is parted into where its panels are few
PARTS = 8  # parts where the sums are small, of so many bytes in all and so many blocks each
PART_BYTES = 1 << 20
PART_BLOCKS = 4
SWEEP_BYTES = 192 << 10  # one part of a sweep's weights, and its sums: with a block's inputs


def schedule(
    plan: Panels,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> Schedule:
    """Return everything that the sizes decide; shapes are (N, C, z, y, x), strides in elements."""
    problem = plan.problem
    common = layout.common(plan, groups, shapes, strides, partial(layout.wide, most=POSITIONS))
    grid, made = common.grid, common.made
    rows = math.prod(common.size) + MOST_ROWS  # a tile may go past the end
    temp_panel = rows * plan.width
    most = _panels(plan, temp_panel)
    taps = tables.squares(plan, strides[2][3:])
    # With one block of positions the weights of a sweep are read once, so they are packed then.
    panel = plan.most_entries * problem.in_channels * plan.width
    at_once = SWEEP_BYTES // (panel * problem.itemsize)
    when_used = common.blocks == 1 and plan.lanes > 1 and at_once > 0 and not len(taps)
    if when_used:
        most = min(most, at_once)
    position_blocks = groups * common.blocks
    shared = threads > 1 and position_blocks < 3 * threads
    if shared:
        whole = sum(len(found.columns) // plan.width for found in made)
        most = min(most, max(1, ceil_div(whole, 3 * threads)))
    sweeps = tables.sweeps(plan, made, most)
    chunks = min(len(sweeps.rows), ceil_div(6 * threads, position_blocks)) if shared else 1
    parts = ceil_div(problem.in_channels, plan.depth)
    held = max(row[words.SWEEP.index("panels")] for row in sweeps.rows)
    weights = held * panel if when_used else 0
    places = layout.places(plan, (grid.items, temp_panel * held, held * plan.width), rows, weights)
    reads = tables.segments(plan, grid.lows, grid.steps[1:], grid.strip_items)
    panels = common.values["panels"]
    values = {
        **common.values,
        **places,
        "tasks": position_blocks * chunks,
        "chunks": chunks,
        "pack_tasks": groups * (panels * parts if len(taps) else len(sweeps.rows)),
        "part_size": sweeps.packed,
        "taps": len(taps),
        "depth": plan.depth,
        "sweep_count": len(sweeps.rows),
        "temp_panel": temp_panel,
        "activation": activation.KINDS.index(problem.activation),
    }
    listed = _tables(plan, made, sweeps, reads, taps)
    space, packed = values["space_bytes"], groups * sweeps.packed
    return Schedule(layout.words_of(values, listed), listed, space, packed, when_used)


def gradient_schedule(
    plan: Panels,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> Schedule:
    """Return everything that the sizes of a weight gradient decide; the output is its gradient."""
    problem = plan.problem
    # Channels of one line lie together: the inputs of many positions stay in the first level.
    strip = layout.LINE // problem.itemsize
    cut = partial(layout.wide, most=GRADIENT_POSITIONS)
    common = layout.common(plan, groups, shapes, strides, cut, strip, copied=True)
    grid, made = common.grid, common.made
    whole = sum(ceil_div(len(found.columns), plan.width) for found in made)
    # The parts of a sum follow from the sizes alone, the chunks of panels from the threads too.
    most = ceil_div(whole, 16 * threads) if threads > 1 else whole
    sweeps = tables.sweeps(plan, made, most)
    parts = min(common.blocks, ceil_div(TASKS, groups * whole))
    # Chunks of one part copy the same inputs again, so small sums have more parts instead.
    more = min(common.blocks // PART_BLOCKS, ceil_div(PARTS, groups))
    if more * sweeps.packed * problem.itemsize <= PART_BYTES:
        parts = max(parts, more)
    tasks = groups * parts
    # Sums that are read again for the next block lie closer together than in the weight.
    in_weight = common.blocks == 1 and tables.in_weight(plan, made)
    if in_weight:
        sweeps = tables.at_columns(sweeps, made, strides[2][0])
    chunks = min(len(sweeps.rows), ceil_div(threads, tasks)) if threads > 1 else 1
    taps = tables.squares(plan, strides[2][3:])
    rows = math.prod(common.size) + MOST_ROWS
    places = layout.places(plan, (grid.items, rows * plan.width, 0), rows)
    apart = (grid.strip, grid.strip_items)
    sizes = partial(sizes_of, plan.tile)
    reads = tables.dots(plan, grid.lows, grid.steps[1:], apart, sizes)
    depth = even_part(problem.in_channels, 64)
    strips = ceil_div(problem.in_channels, depth)
    panels = common.values["panels"]
    values = {
        **common.values,
        **places,
        "tasks": tasks * chunks,
        "parts": parts,
        "chunks": chunks,
        "pack_tasks": groups * (panels * strips if len(taps) else len(sweeps.rows)),
        "part_size": sweeps.packed,
        "sums_row": strides[2][2] if in_weight else 0,
        "taps": len(taps),
        "depth": depth,
        "sweep_count": len(sweeps.rows),
    }
    listed = _tables(plan, made, sweeps, reads, taps)
    items = 0 if in_weight else parts * groups * sweeps.packed
    return Schedule(layout.words_of(values, listed), listed, values["space_bytes"], items)


def _tables(
    plan: Panels,
    made: list[tables.SizedClass],
    sweeps: tables.Sweeps,
    reads: tables.Reads,
    taps: Integers,
) -> dict[str, Integers]:
    return {
        "classes": tables.classes(plan, made, reads),
        "sweeps": tables.table(sweeps.rows, words.SWEEP),
        "segments": reads.rows,
        "columns": np.concatenate([found.columns for found in made]),
        "weight_columns": np.concatenate([found.weight_columns.ravel() for found in made]),
        "offsets": taps,
    }


def _panels(plan: Panels, temp_panel: int) -> int:
    """Return how many panels a sweep has: what the second-level cache takes beside the inputs."""
    items = max(temp_panel, plan.most_entries * plan.depth * plan.width)
    return max(1, SWEEP_BYTES // (items * plan.problem.itemsize))
