"""From the sizes of a call to the kernel arguments of the implicit GEMM. Integers only."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from upconv.engine.forms.direct.blocks import ceil_div, even_part
from upconv.engine.forms.igemm import activation, fields, layout, tables
from upconv.engine.forms.igemm.gradient import sizes_of
from upconv.engine.forms.igemm.layout import Schedule
from upconv.engine.forms.igemm.plan import MOST_ROWS, IgemmPlan
from upconv.engine.forms.igemm.tables import Integers

POSITIONS = 256  # most positions of a block
GRADIENT_POSITIONS = 96  # the same of a weight gradient, whose panel stays in the first level
TASKS = 16  # tasks of a weight gradient with few panels
PARTS = 8  # parts of small sums: PART_BYTES in all at most, and PART_BLOCKS blocks each at least
PART_BYTES = 1 << 20
PART_BLOCKS = 4
COLUMN_BLOCK_BYTES = 192 << 10  # one part of its weights, and its sums, beside a block's inputs


def schedule(
    plan: IgemmPlan,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> Schedule:
    """Return everything that the sizes decide; shapes are (N, C, z, y, x), strides in elements."""
    problem = plan.problem
    common = layout.common(
        plan, groups, shapes, strides, partial(layout.wide_blocks, most=POSITIONS)
    )
    grid, made = common.grid, common.made
    rows = math.prod(common.size) + MOST_ROWS  # a tile may go past the end
    temp_panel = rows * plan.width
    most = _panels(plan, temp_panel)
    taps = tables.transposed_taps(plan, strides[2][3:])
    # With one block of positions the weights of a column block are read once: the task packs them.
    panel = plan.most_entries * problem.in_channels * plan.width
    at_once = COLUMN_BLOCK_BYTES // (panel * problem.itemsize)
    packed_in_tasks = common.blocks == 1 and plan.lanes > 1 and at_once > 0 and not len(taps)
    if packed_in_tasks:
        most = min(most, at_once)
    position_blocks = groups * common.blocks
    shared = threads > 1 and position_blocks < 3 * threads
    if shared:
        whole = sum(len(sized.columns) // plan.width for sized in made)
        most = min(most, max(1, ceil_div(whole, 3 * threads)))
    column_blocks = tables.column_blocks(plan, made, most)
    chunks = min(len(column_blocks.rows), ceil_div(6 * threads, position_blocks)) if shared else 1
    parts = ceil_div(problem.in_channels, plan.depth)
    most_panels = max(row[fields.COLUMN_BLOCK.index("panels")] for row in column_blocks.rows)
    weights = most_panels * panel if packed_in_tasks else 0
    places = layout.places(
        plan, (grid.items, temp_panel * most_panels, most_panels * plan.width), rows, weights
    )
    reads = tables.segments(plan, grid.lows, grid.steps[1:], grid.strip_items)
    panels = common.values["panels"]
    values = {
        **common.values,
        **places,
        "tasks": position_blocks * chunks,
        "chunks": chunks,
        "pack_tasks": groups * (panels * parts if len(taps) else len(column_blocks.rows)),
        "group_size": column_blocks.packed,
        "taps": len(taps),
        "depth": plan.depth,
        "column_block_count": len(column_blocks.rows),
        "temp_panel": temp_panel,
        "activation": activation.KINDS.index(problem.activation),
    }
    table_arrays = _tables(plan, made, column_blocks, reads, taps)
    space, packed = values["space_bytes"], groups * column_blocks.packed
    return Schedule(
        layout.words_of(values, table_arrays), table_arrays, space, packed, packed_in_tasks
    )


def gradient_schedule(
    plan: IgemmPlan,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> Schedule:
    """Return the same for a weight gradient; `out` is the gradient of the output."""
    problem = plan.problem
    # Strips of one cache line: the inputs of many positions stay in the first level.
    strip = layout.LINE // problem.itemsize
    block_of = partial(layout.wide_blocks, most=GRADIENT_POSITIONS)
    common = layout.common(plan, groups, shapes, strides, block_of, strip, copied=True)
    grid, made = common.grid, common.made
    whole = sum(ceil_div(len(sized.columns), plan.width) for sized in made)
    # The parts of a sum depend on the sizes alone, so the bits do not depend on the threads; the
    # chunks of panels depend on both.
    most = ceil_div(whole, 16 * threads) if threads > 1 else whole
    column_blocks = tables.column_blocks(plan, made, most)
    parts = min(common.blocks, ceil_div(TASKS, groups * whole))
    # Each chunk of a part copies the same inputs again, so small sums get more parts instead.
    more = min(common.blocks // PART_BLOCKS, ceil_div(PARTS, groups))
    if more * column_blocks.packed * problem.itemsize <= PART_BYTES:
        parts = max(parts, more)
    tasks = groups * parts
    # Sums that are read again for the next block are more compact than in the weight gradient.
    in_weight = common.blocks == 1 and tables.in_weight(plan, made)
    if in_weight:
        column_blocks = tables.at_columns(column_blocks, made, strides[2][0])
    chunks = min(len(column_blocks.rows), ceil_div(threads, tasks)) if threads > 1 else 1
    taps = tables.transposed_taps(plan, strides[2][3:])
    rows = math.prod(common.size) + MOST_ROWS
    places = layout.places(plan, (grid.items, rows * plan.width, 0), rows)
    strip_layout = (grid.strip, grid.strip_items)
    sizes = partial(sizes_of, plan.tile)
    reads = tables.dots(plan, grid.lows, grid.steps[1:], strip_layout, sizes)
    depth = even_part(problem.in_channels, 64)
    strips = ceil_div(problem.in_channels, depth)
    panels = common.values["panels"]
    values = {
        **common.values,
        **places,
        "tasks": tasks * chunks,
        "parts": parts,
        "chunks": chunks,
        "pack_tasks": groups * (panels * strips if len(taps) else len(column_blocks.rows)),
        "group_size": column_blocks.packed,
        "sums_pitch": strides[2][2] if in_weight else 0,
        "taps": len(taps),
        "depth": depth,
        "column_block_count": len(column_blocks.rows),
    }
    table_arrays = _tables(plan, made, column_blocks, reads, taps)
    items = 0 if in_weight else parts * groups * column_blocks.packed
    return Schedule(
        layout.words_of(values, table_arrays), table_arrays, values["space_bytes"], items
    )


def _tables(
    plan: IgemmPlan,
    made: list[tables.SizedClass],
    column_blocks: tables.ColumnBlocks,
    reads: tables.Reads,
    taps: Integers,
) -> dict[str, Integers]:
    return {
        "classes": tables.classes(plan, made, reads),
        "column_blocks": tables.table(column_blocks.rows, fields.COLUMN_BLOCK),
        "segments": reads.rows,
        "columns": np.concatenate([sized.columns for sized in made]),
        "weight_columns": np.concatenate([sized.weight_columns.ravel() for sized in made]),
        "kernel_elements": taps,
    }


def _panels(plan: IgemmPlan, temp_panel: int) -> int:
    """Return the panels of a column block that fit in the second-level cache beside the inputs."""
    items = max(temp_panel, plan.most_entries * plan.depth * plan.width)
    return max(1, COLUMN_BLOCK_BYTES // (items * plan.problem.itemsize))
