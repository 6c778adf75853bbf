"""What the sizes of a call decide for every form with panels: blocks, the grid, the arguments."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from upconv.engine import args
from upconv.engine.blocks import ceil_div, even_part, round_up
from upconv.engine.panels import tables, words
from upconv.engine.panels.plan import MOST_ROWS, Panels
from upconv.engine.panels.tables import Integers
from upconv.engine.panels.walk import SLOTS
from upconv.engine.problem import Triple

LINE = 64
SETS = 1024  # bytes between positions, of which multiples fall on few sets of the first-level cache


class Schedule(NamedTuple):
    """Arguments without their pointers, the tables they point to, and the workspace they need.

    `when_used` tells that the kernel packs the weight itself, unless a packed copy is at hand.
    """

    words: Integers
    tables: dict[str, Integers]
    space_bytes: int
    packed_items: int
    when_used: bool = False


class Grid(NamedTuple):
    """Where a block's inputs lie: a padded copy, or the input itself where nothing is padded."""

    lows: list[int]  # the first read of the first position on z, y, x
    halos: list[int]  # how far its last read lies behind
    steps: tuple[int, ...]  # elements to the next n, z, y, x
    strip: int  # channels that lie together
    strip_items: int  # elements from one strip, or one part read in place, to the next
    items: int
    in_place: bool


class Common(NamedTuple):
    """What the two directions and the weight gradient have in common."""

    values: dict[str, int]
    grid: Grid
    size: tuple[int, ...]
    tiles: int  # of one block
    blocks: int  # of one group
    made: list[tables.SizedClass]


def common(
    plan: Panels,
    groups: int,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    strides: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    cut: Callable[[tuple[int, ...]], tuple[int, ...]],
    strip: int | None = None,
    *,
    units: Triple = (1, 1, 1),
    copied: bool = False,
) -> Common:
    """Return the part of a schedule; `cut` says how many tiles of `units` positions blocks have.

    The inputs of a block are copied, where they cannot be read in place or where `copied` says so,
    with so many channels together in a `strip`, or those of one part of the plan.
    """
    problem = plan.problem
    (images, _, *in_size), (_, _, *out_size) = shapes
    x_strides, out_strides, weight_strides = strides
    in_steps = [axis.in_step for axis in problem.links]
    out_steps = [axis.out_step for axis in problem.links]
    totals = (images, *map(ceil_div, out_size, out_steps))
    tiles = cut((images, *map(ceil_div, totals[1:], units)))
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
        tables.sized(plan, found, out_size, out_strides, weight_strides) for found in plan.classes
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
        "tile_channels": plan.width,
        "tile_inputs": MOST_ROWS,
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
    plan: Panels, items: tuple[int, int, int], rows: int, weights: int = 0
) -> dict[str, int]:
    """Return where the grid, the sums, the starts and the positions lie in a workspace, in bytes.

    A line before the positions of a class says which they are. Behind them are so many `weights`.
    """
    sizes = (round_up(n * plan.problem.itemsize, LINE) for n in items)
    temp, starts, positions = itertools.accumulate(sizes)
    slots = min(SLOTS, 2 * len(plan.classes))
    held = LINE + round_up(rows * len(words.POSITION) * 8, LINE)
    behind = positions + slots * held
    space = round_up(behind + weights * plan.problem.itemsize, 4096)
    found = {"temp": temp, "starts": starts, "positions": positions, "space_bytes": space}
    found["sweep_weights"] = behind
    return {**found, "position_slots": slots, "position_bytes": held}


def words_of(values: Mapping[str, int], listed: Mapping[str, Integers]) -> Integers:
    line = np.zeros(len(args.FIELDS), np.int64)
    for name, value in values.items():
        line[args.INDEX[name]] = value
    for name, table in listed.items():
        line[args.INDEX[name]] = table.ctypes.data
    return line


def named(prefix: str, letters: str, values: Sequence[int]) -> dict[str, int]:
    return {f"{prefix}_{name}": int(value) for name, value in zip(letters, values, strict=True)}


def wide(totals: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Return (n, z, y, x) of a block: whole rows, planes and images as far as they fit."""
    left = most
    size: list[int] = []
    for total in reversed(totals):
        part = even_part(total, left) if left > 1 else 1
        size.insert(0, part)
        left = left // part if part == total else 1
    return tuple(size)


def _grid(
    plan: Panels,
    extents: Sequence[Sequence[int]],
    in_size: Sequence[int],
    x_strides: tuple[int, ...],
    strip: int | None,
    images: int,
    *,
    copied: bool,
) -> Grid:
    """Lay out the grid of a block; `extents` are the positions of a call and of its blocks."""
    problem = plan.problem
    entries = [entry for found in plan.classes for entry in found.entries] or [(0, 0, 0)]
    lows = [min(places) for places in zip(*entries, strict=True)]
    highs = [max(places) for places in zip(*entries, strict=True)]
    steps = [axis.in_step for axis in problem.links]
    inside = all(
        low >= 0 and (total - 1) * step + high < held
        for low, high, total, step, held in zip(
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
    held = min(problem.in_channels, strip or plan.depth)
    line = LINE // problem.itemsize
    by_x = _pitch(held, line, problem.itemsize)
    steps_of = (by_x * x * y * z, by_x * x * y, by_x * x, by_x)
    # Zeros are written in whole vectors.
    items = round_up(steps_of[0] * images + line, line)
    strips = ceil_div(problem.in_channels, held)
    return Grid(lows, halos, steps_of, held, items, items * strips, in_place=False)


def _pitch(channels: int, line: int, itemsize: int) -> int:
    """Return the elements from one position of a grid to the next.

    Positions lie on whole lines, unless they grow by much; else end to end, and so may entries.
    """
    whole = round_up(channels, line)
    if channels < line or 4 * whole > 5 * channels:
        return channels
    return whole + line if whole * itemsize % SETS == 0 else whole


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
