"""From the sizes of a call to the kernel arguments of the direct form. Integers only.

Nothing here changes a sum: every output is computed by one tile in one order, whatever the blocks
and however many threads take them.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine.calls import args
from upconv.engine.forms.direct.blocks import (
    Blocks,
    ceil_div,
    choose_blocks,
    even_part,
    gradient_blocks,
    round_up,
    stores_directly,
)
from upconv.engine.forms.direct.kernels import widths
from upconv.engine.forms.direct.plan import (
    DEINTERLEAVED_STEPS,
    Plan,
    grid_columns,
    phases_together,
    row_phases,
)
from upconv.engine.forms.direct.weights import STRIP
from upconv.engine.problem import Problem
from upconv.engine.process.address import LINE

Integers: TypeAlias = NDArray[np.int64]
Sizes: TypeAlias = tuple[int, int, int]

STREAM_BYTES = 8 << 20  # outputs from this size on are stored past the caches


class Schedule(NamedTuple):
    """The arguments without addresses, the tables they point to, and the workspace of a thread."""

    words: Integers
    planes: Integers
    combinations: Integers
    offsets: Integers
    places: Integers
    links: Integers
    space_bytes: int
    packed_items: int


def schedule(
    plan: Plan,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> Schedule:
    """Return everything that the sizes decide; shapes are (N, C, z, y, x), strides in elements."""
    problem, tile = plan.problem, plan.tile
    (images, _, *in_size), (_, _, *out_size) = shapes
    x_strides, out_strides, weight_strides = strides
    axes = problem.links
    quotients = tuple(
        ceil_div(size, axis.out_step) for size, axis in zip(out_size, axes, strict=True)
    )
    channel_blocks = ceil_div(problem.out_channels, tile.channels)
    least = ceil_div(threads, groups * channel_blocks)  # so that no thread is without a task
    blocks = choose_blocks(plan, images, (quotients[0], quotients[1], quotients[2]), least)
    lines = LINE // problem.itemsize
    grid_c = round_up(blocks.size[0] * blocks.volume, lines)
    if grid_c // lines % 2 == 0:
        grid_c += lines  # neighbouring channels must not fall on the same sets of the cache
    planes = _planes(plan, expanded=blocks.expanded)
    grid_p = grid_c * plan.depth + round_up(2 * plan.lanes, lines)
    # Planes are read in parallel: a third of a page apart they map to different cache sets.
    grid_p += (21 - grid_p // lines) % 64 * lines if len(planes) > 1 else 0
    unit = tile.vectors * plan.lanes
    grid_items = round_up(
        grid_p * len(planes) + unit + plan.lanes + max(axis.spread for axis in axes), lines
    )
    steps = (grid_p, blocks.depth_slice, blocks.row)
    combinations, offsets = _tables(plan, planes, steps, expanded=blocks.expanded)
    position_blocks = groups * int(np.prod(blocks.numbers))
    chunks = 1
    if threads > 1 and position_blocks < 3 * threads:
        chunks = min(channel_blocks, ceil_div(3 * threads, position_blocks))
    chunk_size = ceil_div(channel_blocks, chunks)
    chunks = ceil_div(channel_blocks, chunk_size)
    # Half a tile may reach behind the end of a run.
    temp_row = round_up(blocks.run, plan.lanes) + (widths(plan)[1] - 1) * plan.lanes
    temp_row += 0 if temp_row * problem.itemsize % 1024 else plan.lanes
    temp_run = temp_combination = temp_block = temp_strip = 0
    sums = temp_row * plan.accumulator_rows
    if plan.depth < problem.in_channels:  # the sums of a whole task wait for the next channels
        temp_run = sums
        temp_combination = temp_run * blocks.runs
        temp_block = temp_combination * len(combinations)
        temp_strip = temp_block * chunk_size
        sums = temp_strip * blocks.strips
    space = round_up((grid_items + sums) * problem.itemsize, 4096)
    links = _links(plan, weight_strides[3:])
    places = _places(plan, blocks, out_strides)
    pack_tasks, pack_channels = _packing(groups, channel_blocks, problem.in_channels, threads)
    values = {
        "tasks": position_blocks * chunks,
        "pack_tasks": pack_tasks,
        "pack_channels": pack_channels,
        "space_bytes": space,
        **_named("x", ("n", "c", "z", "y", "x"), x_strides),
        **_named("in", ("z", "y", "x"), tuple(in_size)),
        **_named("out", ("n", "c", "z", "y", "x"), out_strides),
        **_named("size", ("z", "y", "x"), tuple(out_size)),
        **_named("weight", ("group", "out", "in"), weight_strides[:3]),
        "link_count": len(links),
        **_named("count", ("n", "z", "y", "x"), (images, *quotients)),
        **_named("block", ("n", "z", "y", "x"), blocks.size),
        **_named("blocks", ("n", "z", "y", "x"), blocks.numbers),
        "stream": int(_streams(problem, (images, groups, *out_size), out_strides)),
        "direct": int(stores_directly(plan, blocks)),
        "chunks": chunks,
        "chunk_size": chunk_size,
        "grid_p": grid_p,
        "grid_c": grid_c,
        "grid_n": blocks.volume,
        "grid_z": blocks.depth_slice,
        "grid_y": blocks.row,
        "flat": blocks.flat,
        "temp": grid_items,
        "temp_row": temp_row,
        "temp_run": temp_run,
        "temp_combination": temp_combination,
        "temp_block": temp_block,
        "temp_strip": temp_strip,
        **_named("strip", ("n", "z", "y", "x"), blocks.strip),
        "blocks_per_pass": blocks.blocks_per_pass,
        **_named("halo", ("z", "y", "x"), blocks.halo),
        **_named("low", ("z", "y"), (axes[0].lowest, axes[1].lowest)),
        "low_x": 0 if blocks.expanded else axes[2].lowest,
        "plane_count": len(planes),
        "phases_together": phases_together(problem),
        "combination_count": len(combinations),
        "combination_words": combinations.shape[1],
        "in_channels": problem.in_channels,
        "out_channels": problem.out_channels,
        "taps": problem.taps,
        "depth": plan.depth,
        "tile_channels": tile.channels,
        "vectors": tile.vectors,
        "half": widths(plan)[1],
        **_named("step", ("z", "y", "x"), tuple(axis.in_step for axis in axes)),
        **_named("out_step", ("z", "y", "x"), tuple(axis.out_step for axis in axes)),
    }
    words = _words(values)
    packed = groups * problem.out_channels * problem.taps * problem.in_channels
    return Schedule(words, planes, combinations, offsets, places, links, space, packed)


def _streams(problem: Problem, sizes: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    """Whether to store past the caches: a large output whose rows are whole cache lines."""
    whole = math.prod(sizes) * problem.out_channels * problem.itemsize
    steps = (sizes[-1], *(step for step in strides[:-1]))
    return whole >= STREAM_BYTES and all(step * problem.itemsize % LINE == 0 for step in steps)


def _places(plan: Plan, blocks: Blocks, out_strides: tuple[int, ...]) -> Integers:
    """Return the offset of each vector of a run in the output, relative to the run's first one."""
    steps = (1, *(axis.out_step for axis in plan.problem.links))
    strides = [out_strides[n] * step for n, step in zip((0, 2, 3, 4), steps, strict=True)]
    units = (1, 1, 1, plan.lanes)
    at = np.zeros(1, np.int64)
    for extent, stride, unit in zip(blocks.strip, strides, units, strict=True):
        at = (at[:, None] + np.arange(0, extent, unit) * stride).ravel()
    return at


def _named(prefix: str, names: tuple[str, ...], values: tuple[int, ...]) -> dict[str, int]:
    return {f"{prefix}_{name}": value for name, value in zip(names, values, strict=True)}


def _packing(groups: int, blocks: int, channels: int, threads: int) -> tuple[int, int]:
    """Return how many tasks pack the weight, and how many input channels each takes."""
    strips = min(channels, max(1, ceil_div(8 * threads, groups * blocks)))
    rows = round_up(ceil_div(channels, strips), STRIP)
    return groups * blocks * ceil_div(channels, rows), rows


def _planes(plan: Plan, *, expanded: bool) -> Integers:
    """Return the planes of the grid: phases of z, y and x, and the shift of x."""
    rows = [
        (z, y, source.phase, source.shift)
        for z, y in row_phases(plan.problem)
        for source in grid_columns(plan.problem, expanded=expanded)
    ]
    return np.array(rows, np.int64).reshape(-1, args.PLANE_WORDS)


def _tables(
    plan: Plan, planes: Integers, steps: Sizes, *, expanded: bool
) -> tuple[Integers, Integers]:
    """Return the table of combinations, and the offsets of every entry's inputs in the grid."""
    z_axis, y_axis, x_axis = plan.problem.links
    plane_step, depth_slice, row = steps
    number = {tuple(map(int, plane)): n for n, plane in enumerate(planes)}
    programs = {program: n for n, program in enumerate(plan.programs)}
    words = args.COMBINATION_FIXED + max(len(program.bodies) for program in plan.programs)
    combinations: list[list[int]] = []
    offsets: list[int] = []
    links = 0
    for item in plan.combinations:
        counts = [len(entries) for entries in item.entries]
        line = [programs[item.group.program], item.z, item.y, item.group.first]
        line += [links, len(offsets), *counts]
        combinations.append(line + [0] * (words - len(line)))
        links += item.links
        for entries in item.entries:
            for entry in entries:
                base = (entry.z.shift - z_axis.lowest) * depth_slice
                base += (entry.y.shift - y_axis.lowest) * row
                for source in entry.x:
                    shift = source.shift if expanded else 0
                    plane = number[entry.z.phase, entry.y.phase, source.phase, shift]
                    x_offset = 0 if expanded else source.shift - x_axis.lowest
                    offsets.append(plane * plane_step + base + x_offset)
    return np.array(combinations, np.int64), np.array(offsets or [0], np.int64)


def _links(plan: Plan, steps: tuple[int, ...]) -> Integers:
    """Return, in packed order: offset of a tap, links before its entry, links of it, its place."""
    rows = []
    before = 0
    for item in plan.combinations:
        for entries in item.entries:
            for entry in entries:
                for position, (z, y, x) in enumerate(entry.taps):
                    tap = z * steps[0] + y * steps[1] + x * steps[2]
                    rows.append((tap, before, len(entry.taps), position))
                before += len(entry.taps)
    return np.array(rows, np.int64).reshape(-1, args.LINK_WORDS)


class GradientSchedule(NamedTuple):
    """The arguments of a weight gradient without addresses, its tables, and its workspace."""

    words: Integers
    other: Integers
    planes: Integers
    grad_planes: Integers
    phases: Integers
    taps: Integers
    space_bytes: int
    parts: int


CHUNK = 96  # planes of each grid of one task of the weight gradient, at the least 8 channels
TASKS = 16  # tasks of a weight gradient, whatever the number of threads


def gradient_schedule(
    plan: Plan,
    tile: tuple[int, int],
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
) -> GradientSchedule:
    """Return everything that the sizes of a weight gradient decide, as `schedule` does."""
    problem = plan.problem
    (images, _, *in_size), (_, _, *out_size) = shapes
    x_strides, grad_strides, weight_strides = strides
    axes = problem.links
    z, y, x = (ceil_div(size, axis.out_step) for size, axis in zip(out_size, axes, strict=True))
    phases_count = math.prod(axis.out_step for axis in axes)
    inputs_count = math.prod(axis.in_step for axis in axes)
    in_chunk = even_part(problem.in_channels, max(CHUNK // inputs_count, 8))
    out_chunk = even_part(problem.out_channels, max(CHUNK // phases_count, 8))
    blocks = gradient_blocks(plan, images, (z, y, x), (in_chunk, out_chunk))
    lines = LINE // problem.itemsize
    grid_c = round_up(blocks.size[0] * blocks.volume + plan.lanes + blocks.halo[2], lines)
    grid_c += 0 if grid_c // lines % 2 else lines
    planes = _planes(plan, expanded=blocks.expanded)
    # Planes are filled in parallel, so what a row writes behind one must not be in the next.
    slack = round_up(2 * plan.lanes, lines)
    grid_p, grad_p = grid_c * in_chunk + slack, grid_c * out_chunk + slack
    grid_items = grid_p * len(planes)
    grid_items += round_up(sum(axis.spread for axis in axes), lines)
    out_steps = [axis.out_step for axis in axes]
    grad_planes = np.array([(*phase, 0) for phase in np.ndindex(*out_steps)], np.int64)
    grad_items = grad_p * len(grad_planes)
    chunks = groups * ceil_div(problem.in_channels, in_chunk)
    chunks *= ceil_div(problem.out_channels, out_chunk)
    parts = max(1, min(math.prod(blocks.numbers), ceil_div(TASKS, chunks)))
    phases, taps = _gradient_tables(
        plan,
        planes,
        ((grid_p, blocks.depth_slice, blocks.row), grad_p),
        weight_strides[3:],
        expanded=blocks.expanded,
    )
    shared = {
        **_named("grid", ("n", "z", "y"), (blocks.volume, blocks.depth_slice, blocks.row)),
        "grid_c": grid_c,
    }
    words = _words(
        {
            **shared,
            "pad": 0 if blocks.flat else plan.lanes - 1,
            "last_pad": plan.lanes - 1 if blocks.flat else 0,
            "tasks": chunks * parts,
            "parts": parts,
            "part_size": groups * problem.out_channels * problem.in_channels * problem.taps,
            "out_chunk": out_chunk,
            "in_chunk": in_chunk,
            "dot_rows": tile[0],
            "dot_columns": tile[1],
            "in_channels": problem.in_channels,
            "out_channels": problem.out_channels,
            **_named("x", ("n", "c", "z", "y", "x"), x_strides),
            **_named("in", ("z", "y", "x"), tuple(in_size)),
            **_named("step", ("z", "y", "x"), tuple(axis.in_step for axis in axes)),
            **_named("weight", ("group", "out", "in"), weight_strides[:3]),
            **_named("count", ("n", "z", "y", "x"), (images, z, y, x)),
            **_named("block", ("n", "z", "y", "x"), blocks.size),
            **_named("blocks", ("n", "z", "y", "x"), blocks.numbers),
            "grid_p": grid_p,
            "flat": blocks.flat,
            "temp": grid_items,
            **_named("halo", ("z", "y", "x"), blocks.halo),
            **_named("low", ("z", "y"), (axes[0].lowest, axes[1].lowest)),
            "low_x": 0 if blocks.expanded else axes[2].lowest,
            "plane_count": len(planes),
            "phases_together": phases_together(problem),
            "phase_count": len(phases),
        }
    )
    other = _words(
        {
            **shared,
            # Zeros where the input has borders, and behind the last row of a run.
            "pad": blocks.halo[2] + (0 if blocks.flat else plan.lanes - 1),
            "last_pad": plan.lanes - 1 if blocks.flat else 0,
            **_named("x", ("n", "c", "z", "y", "x"), grad_strides),
            **_named("in", ("z", "y", "x"), tuple(out_size)),
            **_named("step", ("z", "y", "x"), tuple(out_steps)),
            "grid_p": grad_p,
            "plane_count": len(grad_planes),
            "phases_together": out_steps[2] if out_steps[2] in DEINTERLEAVED_STEPS else 1,
        }
    )
    pairs_at = round_up((grid_items + grad_items) * problem.itemsize, LINE)
    pairs = problem.taps * in_chunk + len(phases) * tile[1]
    words[args.INDEX["pairs"]] = pairs_at
    space = round_up(pairs_at + 16 * pairs, 4096)
    words[args.INDEX["space_bytes"]] = space
    return GradientSchedule(words, other, planes, grad_planes, phases, taps, space, parts)


def _words(values: dict[str, int]) -> Integers:
    words = np.zeros(len(args.FIELDS), np.int64)
    for name, value in values.items():
        words[args.INDEX[name]] = value
    return words


def _gradient_tables(
    plan: Plan,
    planes: Integers,
    steps: tuple[Sizes, int],
    tap_steps: tuple[int, ...],
    *,
    expanded: bool,
) -> tuple[Integers, Integers]:
    """Return, per phase of the output: its plane and its taps; per tap: grid and weight offset."""
    axes = plan.problem.links
    (plane_step, depth_slice, row), grad_step = steps
    number = {tuple(map(int, plane)): n for n, plane in enumerate(planes)}
    phases: list[tuple[int, int, int]] = []
    taps: list[tuple[int, int]] = []
    for plane, phase in enumerate(np.ndindex(*(axis.out_step for axis in axes))):
        first = len(taps)
        links_of_phase = [
            [link for link in axis.links if link.out_phase == r]
            for axis, r in zip(axes, phase, strict=True)
        ]
        for z, y, x in itertools.product(*links_of_phase):
            shift = x.shift if expanded else 0
            at = number[z.in_phase, y.in_phase, x.in_phase, shift] * plane_step
            at += (z.shift - axes[0].lowest) * depth_slice + (y.shift - axes[1].lowest) * row
            at += 0 if expanded else x.shift - axes[2].lowest
            to = z.tap * tap_steps[0] + y.tap * tap_steps[1] + x.tap * tap_steps[2]
            taps.append((at, to))
        if len(taps) > first:
            phases.append((plane * grad_step, first, len(taps) - first))
    return np.array(phases, np.int64).reshape(-1, 3), np.array(taps, np.int64).reshape(-1, 2)
