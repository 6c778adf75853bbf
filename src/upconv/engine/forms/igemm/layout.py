"""From the sizes of a call to blocks, grid and arguments: shared by implicit GEMM and Winograd."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from upconv.engine.calls import args
from upconv.engine.forms.direct.blocks import ceil_div, even_part, round_up
from upconv.engine.forms.igemm import fields, tables
from upconv.engine.forms.igemm.block_iterator import SLOTS
from upconv.engine.forms.igemm.plan import MOST_ROWS, IgemmPlan
from upconv.engine.forms.igemm.tables import Integers
from upconv.engine.problem import Triple

LINE = 64
SETS = 1024  # positions a multiple of so many bytes apart map to few sets of the first level


class Schedule(NamedTuple):
    """The arguments without addresses, the tables they point to, and the workspace of a thread.

    `packed_in_tasks` means that the kernel packs the weight itself unless a packed copy is given.
    """

    words: Integers
    tables: dict[str, Integers]
    space_bytes: int
    packed_items: int
    packed_in_tasks: bool = False


class Grid(NamedTuple):
    """The layout of a block's inputs: a padded copy, or the input itself if it needs no padding."""

    lows: list[int]  # the first place that the first position reads on z, y, x
    halos: list[int]  # the last place that it reads, less the first
    steps: tuple[int, ...]  # elements to the next n, z, y, x
    strip: int  # channels of a strip
    strip_items: int  # elements from one strip, or one part read in place, to the next
    items: int
    in_place: bool


class Common(NamedTuple):
    """What both directions and the weight gradient have in common."""

    values: dict[str, int]
    grid: Grid
    size: tuple[int, ...]
    tiles: int  # of one block
    blocks: int  # of one group
    made: list[tables.SizedClass]


def common(
    plan: IgemmPlan,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    block_of: Callable[[tuple[int, ...]], tuple[int, ...]],
    strip: int | None = None,
    *,
    units: Triple = (1, 1, 1),
    copied: bool = False,
) -> Common:
    """Return the common part of a schedule; `block_of` chooses a block in tiles of `units`.

    The inputs of a block are copied if they cannot be read in place, or if `copied` says so, in
    strips of `strip` channels, or of those of one part of the reduction.
    """
    problem = plan.problem
    (images, _, *in_size), (_, _, *out_size) = shapes
    x_strides, out_strides, weight_strides = strides
    in_steps = [axis.in_step for axis in problem.links]
    out_steps = [axis.out_step for axis in problem.links]
    totals = (images, *map(ceil_div, out_size, out_steps))
    tiles = block_of((images, *map(ceil_div, totals[1:], units)))
    size = (
        tiles[0],
        *(
            min(count, n * unit)
            for count, n, unit in zip(totals[1:], tiles[1:], units, strict=True)
        ),
    )
    blocks = tuple(map(ceil_div, totals, size))
    extents = [
        [round_up(count, unit) for count, unit in zip(counts[1:], units, strict=True)]
        for counts in (totals, size)
    ]
    grid = _grid(plan, extents, in_size, x_strides, strip, tiles[0], copied=copied)
    made = [
        tables.sized(plan, phase_class, out_size, out_strides, weight_strides)
        for phase_class in plan.classes
    ]
    values = {
        **named("x", "nczyx", x_strides),
        **named("in", "zyx", in_size),
        **named("out", "nczyx", out_strides),
        **named("size", "zyx", out_size),
        "weight_group": weight_strides[0],
        "weight_out": weight_strides[1],
        "weight_in": weight_strides[2],
        "groups": groups,
        "in_channels": problem.in_channels,
        "out_channels": problem.out_channels,
        "panel_width": plan.width,
        "spare_positions": MOST_ROWS,
        "panels": ceil_div(problem.out_channels, plan.width),
        **named("step", "zyx", in_steps),
        **named("out_step", "zyx", out_steps),
        **named("count", "nzyx", totals),
        **named("block", "nzyx", size),
        **named("blocks", "nzyx", blocks),
        **named("unit", "zyx", units),
        **named("grid", "nzyx", grid.steps),
        "in_place": int(grid.in_place),
        "strip_channels": grid.strip,
        "strip_items": grid.strip_items,
        **named("low", "zyx", grid.lows),
        **named("halo", "zyx", grid.halos),
        "ordered": int(_ordered(totals, (1, *out_steps), (out_strides[0], *out_strides[2:]))),
    }
    return Common(values, grid, size, math.prod(tiles), math.prod(blocks), made)


def places(
    plan: IgemmPlan, items: tuple[int, int, int], rows: int, weights: int = 0
) -> dict[str, int]:
    """Return the offsets of grid, sums, starts and positions in a thread's workspace, in bytes.

    Each list of positions has a header of one cache line. Behind the lists is room for `weights`.
    """
    sizes = (round_up(n * plan.problem.itemsize, LINE) for n in items)
    temp, starts, positions = itertools.accumulate(sizes)
    slots = min(SLOTS, 2 * len(plan.classes))
    slot_bytes = LINE + round_up(rows * len(fields.POSITION) * 8, LINE)
    weights_at = positions + slots * slot_bytes
    space = round_up(weights_at + weights * plan.problem.itemsize, 4096)
    offsets = {"temp": temp, "starts": starts, "positions": positions, "space_bytes": space}
    offsets["column_block_weights"] = weights_at
    return {**offsets, "position_slots": slots, "position_bytes": slot_bytes}


def words_of(values: Mapping[str, int], table_arrays: Mapping[str, Integers]) -> Integers:
    """Return the kernel arguments: values by name, and the addresses of tables."""
    words = np.zeros(len(args.FIELDS), np.int64)
    for name, value in values.items():
        words[args.INDEX[name]] = value
    for name, table in table_arrays.items():
        words[args.INDEX[name]] = table.ctypes.data
    return words


def named(prefix: str, letters: str, values: Sequence[int]) -> dict[str, int]:
    """Return values by name: prefix, underscore, letter of the axis."""
    return {f"{prefix}_{name}": int(value) for name, value in zip(letters, values, strict=True)}


def wide_blocks(totals: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Return (n, z, y, x) of a block: whole rows, planes and images as far as they fit."""
    left = most
    size: list[int] = []
    for total in reversed(totals):
        part = even_part(total, left) if left > 1 else 1
        size.insert(0, part)
        left = left // part if part == total else 1
    return tuple(size)


def _grid(
    plan: IgemmPlan,
    extents: Sequence[Sequence[int]],
    in_size: Sequence[int],
    x_strides: tuple[int, ...],
    strip: int | None,
    images: int,
    *,
    copied: bool,
) -> Grid:
    """Lay out the grid of a block; `extents` are the positions of the call and of its blocks."""
    problem = plan.problem
    entries = [entry for phase_class in plan.classes for entry in phase_class.entries] or [
        (0, 0, 0)
    ]
    lows = [min(places) for places in zip(*entries, strict=True)]
    highs = [max(places) for places in zip(*entries, strict=True)]
    steps = [axis.in_step for axis in problem.links]
    inside = all(
        low >= 0 and (total - 1) * step + high < channels
        for low, high, total, step, channels in zip(
            lows, highs, extents[0], steps, in_size, strict=True
        )
    )
    halos = [high - low for low, high in zip(lows, highs, strict=True)]
    if inside and x_strides[1] == 1 and not copied:
        steps_in = (x_strides[0], *x_strides[2:])
        return Grid(lows, halos, steps_in, problem.in_channels, plan.depth, 0, in_place=True)
    z, y, x = (
        (count - 1) * step + halo + 1
        for count, step, halo in zip(extents[1], steps, halos, strict=True)
    )
    channels = min(problem.in_channels, strip or plan.depth)
    line = LINE // problem.itemsize
    by_x = _pitch(channels, line, problem.itemsize)
    steps_of = (by_x * x * y * z, by_x * x * y, by_x * x, by_x)
    # Zeros are stored in whole vectors.
    items = round_up(steps_of[0] * images + line, line)
    strips = ceil_div(problem.in_channels, channels)
    return Grid(lows, halos, steps_of, channels, items, items * strips, in_place=False)


def _pitch(channels: int, line: int, itemsize: int) -> int:
    """Return the elements from one position of a grid to the next.

    Positions begin on cache lines unless that takes much more memory; then they are contiguous, and
    so may entries be.
    """
    whole = round_up(channels, line)
    if channels < line or 4 * whole > 5 * channels:
        return channels
    return whole + line if whole * itemsize % SETS == 0 else whole


def _ordered(totals: tuple[int, ...], steps: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    """Whether each row, plane or image writes at least one step of x behind the previous one.

    Then positions whose first and last write are n steps apart have the others in between.
    """
    write_steps = [step * stride for step, stride in zip(steps, strides, strict=True)]
    last, least = 0, write_steps[-1]
    for count, step in zip(reversed(totals), reversed(write_steps), strict=True):
        if count > 1 and step - last < least:
            return False
        last += (count - 1) * step
    return least > 0
