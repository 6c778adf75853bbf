"""From the sizes of a call to the kernel arguments of the Winograd form. Integers only."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

import numpy as np

from upconv.engine.forms.direct.blocks import ceil_div, round_up
from upconv.engine.forms.igemm import activation, fields, layout, tables
from upconv.engine.forms.igemm.gradient import sizes_of
from upconv.engine.forms.igemm.layout import LINE, Schedule
from upconv.engine.forms.igemm.plan import MOST_ROWS
from upconv.engine.forms.igemm.tables import Integers
from upconv.engine.forms.winograd import pack
from upconv.engine.forms.winograd.plan import Tiling
from upconv.engine.forms.winograd.tile_blocking import deep_blocks
from upconv.engine.forms.winograd.weight_blocking import (
    WeightBlocking,
    transformed_in_tasks,
    weight_blockings,
)

SPACE_BYTES = 224 << 10  # transformed inputs and outputs of a block: half of the second level
LEAST_TILES = 48  # of a block: how often weights from beyond the second level are used
MANY_TILES = 96  # the same of a large weight, or of classes with several depth taps
GAP = 192  # bytes between the weights of two components: they map to other sets of the cache
TASKS = 16  # tasks of a weight gradient with few panels

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

    `class_transforms` has no addresses yet: which functions are needed follows from the rest.
    """
    problem = tiling.problem
    call = (tiling, groups, shapes, strides, threads)
    beforehand, per_task = weight_blockings(tiling)
    in_tasks = transformed_in_tasks(tiling, shapes[0][0] * tiling.tiles(shapes[1][2:]))
    blocking, least = (per_task, MANY_TILES) if in_tasks else (beforehand, LEAST_TILES)
    common = _common(*call, blocking.panels, least)
    blocks = groups * common.blocks
    column_blocks = _column_blocks(tiling, common.made, blocking)
    shared = threads > 1 and blocks < 3 * threads
    blocks_per_round = ceil_div(len(column_blocks.rows), blocking.blocks_per_round)
    chunks = min(blocks_per_round, ceil_div(6 * threads, blocks)) if shared else 1
    values = {
        **_values(tiling, groups, common, column_blocks, blocking, in_tasks=in_tasks),
        "tasks": blocks * chunks,
        "chunks": chunks,
        "activation": activation.KINDS.index(problem.activation),
    }
    reads = tables.Reads(tables.table([], fields.SEGMENT), [(0, 0)] * len(tiling.class_transforms))
    made = _tables(tiling, common, column_blocks, reads, strides[2], blocking.packed_depth)
    items, space = groups * column_blocks.packed, values["space_bytes"]
    return Schedule(layout.words_of(values, made), made, space, items, in_tasks)


def gradient_schedule(
    tiling: Tiling,
    groups: int,
    shapes: Shapes,
    strides: Strides,
    threads: int,
) -> Schedule:
    """Return the same for a weight gradient; `out` is the gradient of the output."""
    plan, channels = tiling.panels, tiling.problem.in_channels
    common = _common(tiling, groups, shapes, strides, 1, 1, LEAST_TILES)
    whole = sum(ceil_div(len(sized.columns), plan.width) for sized in common.made)
    # The parts of a sum depend on the sizes alone, so the bits do not depend on the threads; the
    # chunks of panels depend on both.
    parts = min(common.blocks, ceil_div(TASKS, groups * whole))
    tasks = groups * parts
    most = ceil_div(whole, 3 * threads) if threads > 1 else whole
    blocking = WeightBlocking(most, 1, channels, channels)
    column_blocks = _column_blocks(tiling, common.made, blocking)
    chunks = min(len(column_blocks.rows), ceil_div(threads, tasks)) if threads > 1 else 1
    values = {
        **_values(tiling, groups, common, column_blocks, blocking._replace(panels=1)),
        "tasks": tasks * chunks,
        "parts": parts,
        "chunks": chunks,
    }
    rows: list[tables.Row] = []
    pieces = []
    for sized in common.made:
        at, first = 0, len(rows)
        vectors = ceil_div(min(len(sized.columns), plan.width), plan.lanes)
        for size in tables.covered(channels, sizes_of(plan.tile, vectors)):
            rows.append((at, size, at))
            at += size
        pieces.append((first, len(rows) - first))
    reads = tables.Reads(tables.table(rows, fields.DOT), pieces)
    made = _tables(tiling, common, column_blocks, reads, strides[2], channels)
    items = parts * groups * column_blocks.packed
    return Schedule(layout.words_of(values, made), made, values["space_bytes"], items)


def _common(
    tiling: Tiling,
    groups: int,
    shapes: Shapes,
    strides: Strides,
    threads: int,
    panels: int,
    least: int,
) -> layout.Common:
    """Choose blocks whose transformed inputs, and outputs of so many panels, fit in the cache.

    They have at least `least` tiles.
    """
    plan, channels = tiling.panels, tiling.problem.in_channels
    components = max(class_transform.components for class_transform in tiling.class_transforms)
    per_tile = components * (_pitch(tiling) + panels * plan.width) * tiling.problem.itemsize
    most = max(least, SPACE_BYTES // per_tile)
    # Inputs must not be read in place if the last vector of channels would read past the end.
    copied = channels % plan.lanes != 0
    blocking = partial(layout.wide_blocks, most=most)
    if tiling.halo:
        most = max(MANY_TILES, most)
        blocking = partial(
            deep_blocks, tiling, most=most, tasks=lambda n: ceil_div(groups * n, threads)
        )
    arguments = (plan, groups, shapes, strides, blocking, channels)
    return layout.common(*arguments, units=tiling.units, copied=copied)


def _pitch(tiling: Tiling) -> int:
    """Return the elements from one tile's transformed input to the next."""
    size = tiling.problem.itemsize
    pitch = round_up(tiling.problem.in_channels, tiling.panels.lanes)
    return _odd_lines(pitch, size) if pitch * size >= LINE else pitch


def _values(
    tiling: Tiling,
    groups: int,
    common: layout.Common,
    column_blocks: tables.ColumnBlocks,
    blocking: WeightBlocking,
    *,
    in_tasks: bool = False,
) -> dict[str, int]:
    """Return the arguments that the forward direction and the weight gradient both have."""
    plan, problem = tiling.panels, tiling.problem
    panels, blocks_per_round, packed_depth, depth, _ = blocking
    size, pitch = problem.itemsize, _pitch(tiling)
    rows = math.prod(common.size) + MOST_ROWS
    items = (common.grid.items, rows * plan.width, max(1, panels) * plan.width)
    places = layout.places(plan, items, rows)
    tiles = common.tiles + MOST_ROWS  # a register tile may go past the end
    components = max(class_transform.components for class_transform in tiling.class_transforms)
    inputs = _planes(tiling, common) * (common.tiles // common.size[1]) + MOST_ROWS
    planes = {
        "inputs_plane": _odd_lines(inputs * pitch, size),
        "outputs_plane": _odd_lines(panels * tiles * plan.width, size),
    }
    depth_taps = max(len(class_transform.depth_taps) for class_transform in tiling.class_transforms)
    space, ends = places["space_bytes"], {}
    weight_block = (
        components * _plane(tiling, depth_taps, depth, panels, plan.tile.vectors) * size * in_tasks
    )
    inputs_slots = min(blocks_per_round, len(set(tiling.input_sets)))
    steps = {
        "inputs_bytes": round_up((components * planes["inputs_plane"] + plan.lanes) * size, LINE),
        "outputs_bytes": components * planes["outputs_plane"] * size,
        "weight_block_bytes": round_up(weight_block, LINE),
    }
    for name, needed in (
        ("transformed_inputs", inputs_slots * steps["inputs_bytes"]),
        ("transformed_outputs", blocks_per_round * steps["outputs_bytes"]),
        ("weight_blocks", blocks_per_round * steps["weight_block_bytes"]),
        ("zeros", panels * plan.width * size),
        ("depth_tap_offsets", depth_taps * len(fields.SEGMENT) * 8),
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
        "inputs_slots": inputs_slots,
        "blocks_per_round": blocks_per_round,
        "column_block_width": panels * plan.width,
        "space_bytes": round_up(space, 4096),
        "pack_tasks": groups * strips,
        "pack_strips": strips,
        "vector_count": sum(
            len(tiling.class_transforms[number].depth_taps) * panels * vectors
            for number, _, panels, vectors, _, _ in column_blocks.rows
        ),
        "taps": problem.taps,
        "depth": depth,
        "packed_depth": packed_depth,
        "group_size": column_blocks.packed,
        "column_block_count": len(column_blocks.rows),
        "temp_panel": tiles * plan.width,
        "inputs_row": pitch,
    }


def _tables(
    tiling: Tiling,
    common: layout.Common,
    column_blocks: tables.ColumnBlocks,
    reads: tables.Reads,
    weight_strides: tuple[int, ...],
    depth: int,
) -> dict[str, Integers]:
    made = common.made
    return {
        "classes": tables.classes(tiling.panels, made, reads),
        "column_blocks": tables.table(column_blocks.rows, fields.COLUMN_BLOCK),
        "segments": reads.rows,
        "columns": np.concatenate([sized.columns for sized in made]),
        "weight_columns": np.concatenate([sized.weight_columns.ravel() for sized in made]),
        "tile_places": _tile_places(common.tiles + MOST_ROWS, _pitch(tiling)),
        "class_transforms": _class_transforms(tiling, common, weight_strides),
        "depth_taps": np.array(
            [
                at
                for class_transform in tiling.class_transforms
                for at in class_transform.depth_taps
            ],
            np.int64,
        ),
        "vectors_of_columns": _vectors(tiling, column_blocks, depth),
    }


def _planes(tiling: Tiling, common: layout.Common) -> int:
    """Return the planes of z among a block's transformed inputs, with those that stay unused."""
    step = tiling.problem.links[0].in_step
    return step * (common.size[1] + common.grid.halos[0] // step)


def _odd_lines(items: int, itemsize: int) -> int:
    """Return at least `items`, an odd number of cache lines: they spread over all cache sets."""
    return LINE // itemsize * (ceil_div(items * itemsize, LINE) | 1)


def _column_blocks(
    tiling: Tiling, made: Sequence[tables.SizedClass], blocking: WeightBlocking
) -> tables.ColumnBlocks:
    """Return the column blocks, with the offset of the weights of each.

    Blocks that share transformed inputs follow each other, except within a round: those read the
    same lines of the weight.
    """
    blocks = tables.column_blocks(tiling.panels, made, blocking.panels, even=blocking.even)
    input_set, depth = tiling.input_sets, blocking.packed_depth

    def order(row: tables.Row) -> tuple[float, ...]:
        number, first = row[:2]
        together, column = (
            input_set[number] // blocking.blocks_per_round,
            first / len(made[number].columns),
        )
        return (together, column if blocking.blocks_per_round > 1 else 0, input_set[number])

    rows: list[tables.Row] = []
    packed = 0
    for number, first, panels, vectors, _, direct in sorted(blocks.rows, key=order):
        rows.append((number, first, panels, vectors, packed, direct))
        class_transform = tiling.class_transforms[number]
        parts = ceil_div(tiling.problem.in_channels, depth)
        packed += (
            parts
            * class_transform.components
            * _plane(tiling, len(class_transform.depth_taps), depth, panels, vectors)
        )
    return tables.ColumnBlocks(rows, packed)


def _plane(tiling: Tiling, depth_taps: int, depth: int, panels: int, vectors: int) -> int:
    """Return the elements from one component's weights to the next, in a part of a column block.

    The gap moves them to other sets of the cache.
    """
    whole = panels * depth_taps * depth * vectors * tiling.panels.lanes
    return whole + GAP // tiling.problem.itemsize


def _tile_places(count: int, pitch: int) -> Integers:
    """Return rows of fields.POSITION for consecutive tiles."""
    rows = np.zeros((count, len(fields.POSITION)), np.int64)
    rows[:, fields.POSITION.index("reads")] = np.arange(count) * pitch
    return rows


def _class_transforms(
    tiling: Tiling, common: layout.Common, weight_strides: tuple[int, ...]
) -> Integers:
    """Return rows of fields.CLASS_TRANSFORM."""
    grid, gap = common.grid, GAP // tiling.problem.itemsize
    rows = []
    depth_tap = 0
    for sized, class_transform, input_set in zip(
        common.made, tiling.class_transforms, tiling.input_sets, strict=True
    ):
        first = min(sized.phases.entries)
        reads = sum(
            (at - low) * step
            for at, low, step in zip(first[1:], grid.lows[1:], grid.steps[2:], strict=True)
        )
        layout_code, depth_taps = (
            _weight_layout(tiling, sized, weight_strides),
            len(class_transform.depth_taps),
        )
        rows.append(
            (
                class_transform.components,
                0,
                0,
                0,
                reads,
                layout_code,
                gap,
                input_set,
                depth_tap,
                depth_taps,
            )
        )
        depth_tap += depth_taps
    return tables.table(rows, fields.CLASS_TRANSFORM)


def _weight_layout(tiling: Tiling, sized: tables.SizedClass, strides: tuple[int, ...]) -> int:
    """Return how the columns of a class lie in the weight: one of the layouts of `pack.py`."""
    problem, lanes = tiling.problem, tiling.panels.lanes
    steps = np.diff(sized.weight_columns, axis=1) == 1
    if steps.all():
        return pack.CONTIGUOUS
    transposable = len(sized.phases.phases) == 1 and tables.in_one_piece(problem, strides[3:])
    if transposable and lanes <= problem.taps <= pack.MOST_TAPS:
        return pack.TRANSPOSED
    columns = sized.weight_columns.shape[1]
    within_runs = [n for n in range(columns - 1) if n % pack.RUN != pack.RUN - 1]
    return pack.RUNS if lanes >= pack.RUN and steps[:, within_runs].all() else pack.SCATTERED


def _vectors(tiling: Tiling, column_blocks: tables.ColumnBlocks, depth: int) -> Integers:
    """Return rows of fields.VECTOR; those of one column of all classes are consecutive."""
    lanes = tiling.panels.lanes
    rows = []
    for number, first, panels, vectors, begin, _ in column_blocks.rows:
        class_transform, width = tiling.class_transforms[number], vectors * lanes
        depth_taps = len(class_transform.depth_taps)
        plane = _plane(tiling, depth_taps, depth, panels, vectors)
        for panel, depth_tap, vector in itertools.product(
            *map(range, (panels, depth_taps, vectors))
        ):
            column = first + panel * width + vector * lanes
            to = begin + panel * depth_taps * depth * width + vector * lanes
            rows.append((number, depth_tap, column, to, width, plane))
    rows.sort(key=lambda row: (row[2], row[0], row[1]))
    return tables.table(rows, fields.VECTOR)
