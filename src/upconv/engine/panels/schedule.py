"""The sizes of one call made into a frame of panels: blocks, grid, tables. Integers only."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine import frame
from upconv.engine.blocks import ceil_div, even_part, round_up
from upconv.engine.panels import activation, pack, words
from upconv.engine.panels.plan import Panels, PhaseClass
from upconv.engine.problem import Triple

Integers: TypeAlias = NDArray[np.int64]

POSITIONS = 384  # the most positions of a block
TEMP_BYTES = 128 << 10  # the sums of one sweep
LINE = 64


class Schedule(NamedTuple):
    """A frame without its pointers, the tables it points to, and the workspace it needs."""

    words: Integers
    tables: dict[str, Integers]
    space_bytes: int
    packed_items: int


class _Class(NamedTuple):
    """One class with the sizes of a call."""

    counts: NDArray[np.int64]  # positions of every phase on z, y, x
    limits: Triple
    columns: Integers  # rows of words.COLUMN
    weight_columns: Integers  # (entries, columns)

    @property
    def uniform(self) -> bool:
        return bool((self.counts == self.counts[0]).all())


def schedule(
    plan: Panels,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    threads: int,
) -> Schedule:
    """Return everything that the sizes decide; shapes are (N, C, z, y, x), strides in elements."""
    problem, width, depth = plan.problem, plan.width, plan.depth
    (images, _, *in_size), (_, _, *out_size) = shapes
    x_strides, out_strides, weight_strides = strides
    axes = problem.links
    totals = (images, *(ceil_div(o, axis.out_step) for o, axis in zip(out_size, axes, strict=True)))
    size = _block(totals)
    numbers = tuple(map(ceil_div, totals, size))
    places = np.array([e for found in plan.classes for e in found.entries] or [(0, 0, 0)])
    lows, highs = places.min(axis=0), places.max(axis=0)
    steps = [axis.in_step for axis in axes]
    extents = [
        (count - 1) * step + int(high - low) + 1
        for count, step, low, high in zip(size[1:], steps, lows, highs, strict=True)
    ]
    inside = all(
        low >= 0 and (count - 1) * step + high < i
        for low, high, count, step, i in zip(lows, highs, totals[1:], steps, in_size, strict=True)
    )
    in_place = inside and x_strides[1] == 1
    if in_place:
        grid_steps = (x_strides[0], *x_strides[2:])
        grid_items = 0
    else:
        lines = LINE // problem.itemsize
        step_x = round_up(problem.in_channels, lines)
        step_x += lines if step_x // lines % 2 == 0 else 0  # positions fall on different sets
        step_y = step_x * extents[2]
        grid_steps = (step_y * extents[1] * extents[0], step_y * extents[1], step_y, step_x)
        grid_items = grid_steps[0] * size[0]
    classes = [_class(plan, found, out_size, out_strides, weight_strides) for found in plan.classes]
    position_blocks = groups * math.prod(numbers)
    columns = [len(found.columns) for found in classes]
    whole_panels = sum(count // width for count in columns)
    rows = round_up(math.prod(size), plan.tile.rows) + plan.tile.rows
    temp_panel = rows * width
    most = max(1, TEMP_BYTES // (temp_panel * problem.itemsize))
    if threads > 1 and position_blocks < 3 * threads:
        most = min(most, max(1, ceil_div(whole_panels, 3 * threads)))
    sweeps, bases, packed = _sweeps(plan, classes, most)
    chunks = 1
    if threads > 1 and position_blocks < 3 * threads:
        chunks = min(len(sweeps), max(1, ceil_div(6 * threads, position_blocks)))
    chunk_size = ceil_div(len(sweeps), chunks)
    chunks = ceil_div(len(sweeps), chunk_size)
    class_rows, segments = [], []
    column_at = origin_at = 0
    for found, made in zip(plan.classes, classes, strict=True):
        apart = np.diff(made.weight_columns, axis=1)
        row = (
            *(*made.limits, len(found.entries), len(segments), column_at, len(made.columns)),
            *(int(made.uniform), origin_at, int(bool((apart == 1).all()))),
        )
        class_rows.append(row)
        column_at += len(made.columns)
        origin_at += made.weight_columns.size
        for part in range(0, problem.in_channels, depth):
            held = min(depth, problem.in_channels - part)
            for entry in found.entries:
                at = sum(
                    (place - int(low)) * step
                    for place, low, step in zip(entry, lows, grid_steps[1:], strict=True)
                )
                segments.append((at + part * (x_strides[1] if in_place else 1), held))
    taps = _squares(plan, bases, weight_strides[3:])
    temp_items = temp_panel * max(int(sweep[2]) for sweep in sweeps)
    temp_at = round_up(grid_items * problem.itemsize, LINE)
    starts_at = temp_at + round_up(temp_items * problem.itemsize, LINE)
    positions_at = starts_at + round_up(most * width * problem.itemsize, LINE) + LINE
    space = positions_at + rows * len(words.POSITION) * 8
    panels = ceil_div(problem.out_channels, width)
    pack_tasks = groups * (
        panels * ceil_div(problem.in_channels, depth) if len(taps) else len(sweeps)
    )
    values = {
        "tasks": position_blocks * chunks,
        "pack_tasks": pack_tasks,
        "part_size": packed,
        "space_bytes": round_up(space, 4096),
        **_named("x", "nczyx", x_strides),
        **_named("in", "zyx", in_size),
        **_named("out", "nczyx", out_strides),
        **dict(zip(("weight_group", "weight_out", "weight_in"), weight_strides[:3], strict=True)),
        "in_channels": problem.in_channels,
        "out_channels": problem.out_channels,
        "taps": len(taps),
        "depth": depth,
        "tile_channels": width,
        "tile_inputs": plan.tile.rows,
        "panels": panels,
        **_named("step", "zyx", steps),
        **_named("out_step", "zyx", [axis.out_step for axis in axes]),
        **_named("count", "nzyx", totals),
        **_named("block", "nzyx", size),
        **_named("blocks", "nzyx", numbers),
        "chunks": chunks,
        "chunk_size": chunk_size,
        "sweep_count": len(sweeps),
        **_named("grid", "nzyx", grid_steps),
        "in_place": int(in_place),
        **_named("low", "zyx", [int(low) for low in lows]),
        **_named("halo", "zyx", [int(high - low) for low, high in zip(lows, highs, strict=True)]),
        "temp": temp_at,
        "temp_panel": temp_panel,
        "starts": starts_at,
        "positions": positions_at,
        "activation": activation.KINDS.index(problem.activation),
    }
    tables = {
        "classes": _table(class_rows, words.CLASS),
        "sweeps": _table(sweeps, words.SWEEP),
        "segments": _table(segments, words.SEGMENT),
        "columns": np.concatenate([made.columns for made in classes]),
        "weight_columns": np.concatenate([made.weight_columns.ravel() for made in classes] + [np.zeros(1, np.int64)]),
        "offsets": _table(taps, words.TAP),
    }
    line = np.zeros(len(frame.FIELDS), np.int64)
    for name, value in values.items():
        line[frame.INDEX[name]] = value
    for name, table in tables.items():
        line[frame.INDEX[name]] = table.ctypes.data
    return Schedule(line, tables, round_up(space, 4096), groups * packed)


def _named(prefix: str, letters: str, values: tuple[int, ...] | list[int]) -> dict[str, int]:
    return {f"{prefix}_{name}": value for name, value in zip(letters, values, strict=True)}


def _table(rows: list[tuple[int, ...]], names: tuple[str, ...]) -> Integers:
    return np.array(rows, np.int64).reshape(-1, len(names))


def _block(totals: tuple[int, ...]) -> tuple[int, ...]:
    """Return (n, z, y, x) of a block: whole rows, slabs and images as far as they fit."""
    left, size = POSITIONS, []
    for total in reversed(totals):
        part = even_part(total, left) if left > 1 else 1
        size.append(part)
        left = left // part if part == total else 1
    return tuple(reversed(size))


def _class(
    plan: Panels,
    found: PhaseClass,
    out_size: list[int],
    out_strides: tuple[int, ...],
    weight_strides: tuple[int, ...],
) -> _Class:
    problem = plan.problem
    steps = np.array([axis.out_step for axis in problem.links])
    phases = np.array(found.phases, np.int64)
    counts = np.maximum(-(-(np.array(out_size) - phases) // steps), 0)
    listed = np.arange(problem.out_channels)
    number = np.arange(len(phases))
    if plan.channels_inside:
        phase, channel = (grid.ravel() for grid in np.meshgrid(number, listed, indexing="ij"))
    else:
        channel, phase = (grid.ravel() for grid in np.meshgrid(listed, number, indexing="ij"))
    writes = channel * out_strides[1] + (phases @ np.array(out_strides[2:]))[phase]
    columns = np.column_stack([writes, channel, counts[phase]])
    by_tap = np.array(weight_strides[3:])
    taps = np.array(found.taps, np.int64).reshape(len(found.entries), len(phases), 3) @ by_tap
    weight_columns = taps[:, phase] + channel * weight_strides[1]
    z, y, x = (int(limit) for limit in counts.max(axis=0))
    return _Class(counts, (z, y, x), columns.astype(np.int64), weight_columns.astype(np.int64))


def _sweeps(
    plan: Panels, classes: list[_Class], most: int
) -> tuple[list[tuple[int, ...]], list[int], int]:
    """Return rows of words.SWEEP, where the weights of every class begin, and how many there are."""
    width, lanes = plan.width, plan.lanes
    sweeps: list[tuple[int, ...]] = []
    bases, packed = [], 0
    for number, (found, made) in enumerate(zip(plan.classes, classes, strict=True)):
        count = len(made.columns)
        sums = len(found.entries) * plan.problem.in_channels
        near = np.diff(made.columns[:, 0]) == 1
        bases.append(packed)
        whole = count // width
        pieces = [(n * width, min(most, whole - n), plan.tile.vectors) for n in range(0, whole, most)]
        if count % width:
            pieces.append((whole * width, 1, ceil_div(count % width, lanes)))
        for first, panels, vectors in pieces:
            columns = vectors * lanes
            direct = made.uniform and first + panels * columns <= count
            for panel in range(panels if direct else 0):
                start = first + panel * columns
                direct = direct and bool(near[start : start + columns - 1].all())
            row = (number, first, panels, vectors, packed + first * sums, int(direct))
            sweeps.append(row)
        packed += (whole * width + (pieces[-1][2] * lanes if count % width else 0)) * sums
    return sweeps, bases, packed


def _squares(
    plan: Panels, bases: list[int], tap_strides: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """Return rows of words.TAP where the weight can be packed in squares, or nothing."""
    problem = plan.problem
    kernel = [axis.kernel for axis in problem.axes]
    if not plan.lanes <= problem.taps <= pack.MOST_TAPS:
        return []
    expected = [math.prod(kernel[n + 1 :]) for n in range(3)]
    if any(k > 1 and s != e for k, s, e in zip(kernel, tap_strides, expected, strict=True)):
        return []
    rows = {}
    for base, found in zip(bases, plan.classes, strict=True):
        phases = len(found.phases)
        if phases > 1 and not (plan.channels_inside and problem.out_channels % plan.width == 0):
            return []
        entries = len(found.entries)
        one_phase = problem.out_channels * entries * problem.in_channels
        for (entry, taps), phase in itertools.product(enumerate(found.taps), range(phases)):
            z, y, x = taps[phase]
            number = (z * kernel[1] + y) * kernel[2] + x
            rows[number] = (base + phase * one_phase, entries, entry)
    return [rows[number] for number in range(problem.taps)]
