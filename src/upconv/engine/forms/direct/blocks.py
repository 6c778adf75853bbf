"""The blocking of output positions: blocks for the second-level cache, strips for the first."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple, TypeAlias

from upconv.engine.forms.direct.plan import (
    Plan,
    grid_columns,
    row_phases,
    work_per_input,
    x_sources,
)
from upconv.engine.process.cache_sizes import second_level

Sizes: TypeAlias = tuple[int, int, int]
Extent: TypeAlias = tuple[int, int, int, int]

GRID_BYTES = 224 << 10  # the grid of a block: half of a common second-level cache
PASS_BYTES = 160 << 10  # the weights of one pass over the strips, beside it
STRIP_BYTES = 32 << 10  # what one strip reads of the grid: a common first-level cache
GRADIENT_BYTES = 320 << 10  # both grids of a block of the weight gradient
RUN = 2048  # the most positions of one run of tiles


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


def round_up(value: int, unit: int) -> int:
    return ceil_div(value, unit) * unit


def even_part(total: int, most: int) -> int:
    """Return the size of the fewest parts of `total` of at most `most`, made nearly equal."""
    return ceil_div(total, ceil_div(total, max(1, min(most, total))))


class Blocks(NamedTuple):
    """The blocking of the output positions (n, z, y, x), and the layout of the grid of a block.

    An expanded grid has a plane for every source of x, so that its rows have no border and may be
    contiguous. `flat` is the number of axes beside x that are contiguous: 1 is y, 2 is z, 3 is n.
    `gap` elements behind every run stay free of other runs, for zeros that a sum may read.
    """

    size: Extent
    numbers: Extent
    strip: Extent
    row: int
    halo: Sizes
    expanded: bool
    flat: int
    blocks_per_pass: int
    gap: int = 0

    @property
    def depth_slice(self) -> int:
        """Elements of the grid from one z to the next."""
        return (self.size[2] + self.halo[1]) * self.row + (self.gap if self.flat < 2 else 0)

    @property
    def volume(self) -> int:
        """Elements of the grid from one image to the next."""
        return (self.size[1] + self.halo[0]) * self.depth_slice + (self.gap if self.flat < 3 else 0)

    @property
    def run(self) -> int:
        """Positions of a strip that tiles cover without a break."""
        n, z, y, x = self.strip
        length = x
        if self.flat >= 1:
            length += (y - 1) * self.row
        if self.flat >= 2:
            length += (z - 1) * self.depth_slice
        if self.flat >= 3:
            length += (n - 1) * self.volume
        return length

    @property
    def runs(self) -> int:
        """How many runs of tiles cover a strip."""
        n, z, y, _ = self.strip
        return (n * z * y, n * z, n, 1)[self.flat]

    @property
    def strips(self) -> int:
        """How many strips cover a block."""
        return math.prod(map(ceil_div, self.size, self.strip))


class Layout(NamedTuple):
    """The layout of a grid: rows with borders, padded or contiguous, or expanded without them."""

    expanded: bool
    joined: bool


LAYOUTS = (Layout(False, False), Layout(False, True), Layout(True, True))


def stores_directly(plan: Plan, blocks: Blocks) -> bool:
    """Whether tiles of so many vectors fit into rows of the output, and need not use `temp`."""
    several = blocks.flat > 0 and math.prod(blocks.strip[:-1]) > 1
    ends = blocks.row == blocks.size[-1] and blocks.row % plan.lanes == 0
    fits = blocks.run >= (plan.tile.vectors + 1) // 2 * plan.lanes
    return plan.direct and fits and (ends or not several)


STORE_COST, DIRECT_COST = 4, 1  # cycles to store a vector of outputs through memory, or directly
CALL_COST = 60  # cycles of calling a tile or a scatter
RUN_COST = 2  # vectors of a sum over positions that one more run costs
LARGE_COST = 1.05  # a grid that takes half of a second-level cache of 1 MiB
EXPANDED_COST = 1.25  # loads of one source of x do not find the lines of another in the cache


def gradient_blocks(plan: Plan, images: int, quotients: Sizes, channels: tuple[int, int]) -> Blocks:
    """Choose the blocks of a weight gradient of chunks of (input, output) channels.

    Their strips are whole blocks; the output's gradient has zeros where the input has borders.
    """
    options = []
    phases = math.prod(axis.out_step for axis in plan.problem.links)
    for layout in LAYOUTS:
        per_position = channels[0] * _planes(plan, layout.expanded) + channels[1] * phases
        most = GRADIENT_BYTES // (per_position * plan.problem.itemsize)
        made = _blocks(plan, images, quotients, most, layout)
        options.append(made._replace(strip=made.size, gap=plan.lanes - 1))
    return min(options, key=lambda blocks: _cost(plan, blocks, RUN_COST))


def choose_blocks(plan: Plan, images: int, quotients: Sizes, least: int = 1) -> Blocks:
    """Choose the cheapest layout of the grid, with at least `least` blocks if possible.

    If the second-level cache is large, a block may be larger: then fewer rows above and below it
    are copied for two blocks.
    """
    options = []
    usual = GRID_BYTES, min(2 * GRID_BYTES, second_level() // 2)
    for layout, (larger, room) in itertools.product(LAYOUTS, enumerate(usual)):
        per_position = plan.problem.itemsize * plan.depth * _planes(plan, layout.expanded)
        most = room // per_position
        made = _blocks(plan, images, quotients, most, layout)
        while math.prod(made.numbers) < least and most > plan.tile.vectors * plan.lanes:
            most = min(most, math.prod(made.size)) // 2
            made = _blocks(plan, images, quotients, most, layout)
        cost = _cost(plan, made) + _store_cost(plan, made)
        options.append((cost * (LARGE_COST if larger else 1), larger, made))
    return min(options, key=lambda option: option[:2])[-1]


def _store_cost(plan: Plan, blocks: Blocks) -> float:
    """Estimate cycles per position and input channel of storing sums and of calling tiles."""
    problem = plan.problem
    outputs = problem.out_channels * math.prod(axis.out_step for axis in problem.links)
    direct = stores_directly(plan, blocks)
    rows, rest = math.prod(blocks.strip[:-1]), ceil_div(blocks.run, plan.lanes) % plan.tile.vectors
    calls = blocks.runs * (2 if rest else 1) + (0 if direct else rows)
    calls *= ceil_div(problem.out_channels, plan.tile.channels) * len(plan.combinations)
    stores = (DIRECT_COST if direct else STORE_COST) * outputs
    calling = CALL_COST * plan.lanes * calls / math.prod(blocks.strip)
    return (stores + calling) / problem.in_channels


def _cost(plan: Plan, blocks: Blocks, per_run: int = 0) -> float:
    """Estimate cycles per position and input channel: tiles with idle lanes, filling the grid."""
    outputs = math.prod(blocks.strip) / blocks.runs
    tiles = (ceil_div(blocks.run, plan.lanes) + per_run) * plan.lanes / outputs
    if blocks.expanded and len(x_sources(plan.problem)) > 1:
        tiles *= EXPANDED_COST
    grid_per_position = blocks.size[0] * blocks.volume / math.prod(blocks.size)
    return (
        tiles * work_per_input(plan.problem) / 2
        + 4 * _planes(plan, blocks.expanded) * grid_per_position
    )


def _planes(plan: Plan, expanded: bool) -> int:
    columns = grid_columns(plan.problem, expanded=expanded)
    return max(1, len(columns) * len(row_phases(plan.problem)))


def _blocks(plan: Plan, images: int, quotients: Sizes, most: int, layout: Layout) -> Blocks:
    links, expanded = plan.problem.links, layout.expanded
    halo = (links[0].spread, links[1].spread, 0 if expanded else links[2].spread)
    per_position = plan.problem.itemsize * plan.depth * _planes(plan, expanded)
    size, row = _block_size(plan, (images, *quotients), halo, most, joined=layout.joined)
    flat_rows = layout.joined or row == size[-1]
    flat = 0
    if flat_rows:
        whole = [size[n] == total for n, total in enumerate((images, *quotients))]
        flat = 1
        if halo[1] == 0 and whole[2]:
            flat = 3 if halo[0] == 0 and whole[1] else 2
    count = tuple(map(ceil_div, (images, *quotients), size))
    per_position *= (1 + halo[0]) * (1 + halo[1])
    strip = _strip(plan, size, row, flat, STRIP_BYTES // per_position)
    weights = plan.problem.itemsize * plan.depth * plan.problem.taps * plan.tile.channels
    blocks_per_pass = max(1, PASS_BYTES // weights)
    n, z, y, x = count
    return Blocks(size, (n, z, y, x), strip, row, halo, expanded, flat, blocks_per_pass)


def _block_size(
    plan: Plan, totals: Extent, halo: Sizes, most: int, *, joined: bool
) -> tuple[Extent, int]:
    """Return the size of a block of about `most` positions of the grid, and its row's pitch."""
    unit = plan.tile.vectors * plan.lanes
    budget = max(most, 2 * unit)
    slices = (1 + halo[0]) * (1 + halo[1])
    n = z = y = 1
    x = totals[3]
    if (x + halo[2]) * slices > 2 * budget or x > RUN:
        x = round_up(even_part(x, max(round_up(min(budget // slices, RUN), unit), unit)), unit)
        x = min(x, totals[3])
    # Padded rows start on whole vectors, so that most loads do not cross a cache line.
    row = x + halo[2] if joined else round_up(x + halo[2], plan.lanes)
    if x == totals[3]:
        y = even_part(totals[2], budget // (row * (1 + halo[0])) - halo[1])
    if x == totals[3] and y == totals[2]:
        depth_slice = (y + halo[1]) * row
        z = even_part(totals[1], budget // depth_slice - halo[0])
        if z == totals[1]:
            n = even_part(totals[0], budget // ((z + halo[0]) * depth_slice))
    return (n, z, y, x), row


def _strip(plan: Plan, size: Extent, row: int, flat: int, most: int) -> Extent:
    """Return the strip of a block: about `most` positions.

    If not even two tiles' inputs fit into the first-level cache, the strip is the whole block, up
    to the bound on a run, and the weights are what is reused.
    """
    unit = plan.tile.vectors * plan.lanes
    n, z, y, x = size
    budget = RUN if 2 * most < unit else max(unit, min(most, RUN) // unit * unit)
    if x > budget:
        return 1, 1, 1, min(budget, round_up(even_part(x, budget), plan.lanes))
    if flat == 0:
        return 1, 1, min(y, max(1, budget // x)), x
    if y * row > budget:
        return 1, 1, _whole_tiles(row, plan.lanes, budget // row), x
    if flat == 1:
        return max(1, min(n, budget // (y * row * z))), z, y, x
    if z * y * row > budget:
        return 1, _whole_tiles(y * row, plan.lanes, budget // (y * row)), y, x
    if flat == 2:
        return 1, z, y, x
    return min(n, _whole_tiles(z * y * row, plan.lanes, budget // (z * y * row))), z, y, x


def _whole_tiles(length: int, lanes: int, most: int) -> int:
    """Return how many pieces of `length`, at most `most`, waste the fewest lanes.

    Every `period` pieces fill whole vectors, so the best is among the last `period`.
    """

    def waste(pieces: int) -> float:
        return round_up(pieces * length, lanes) / (pieces * length)

    most, period = max(most, 1), lanes // math.gcd(length, lanes)
    candidates = range(max(1, most - period + 1), most + 1)
    return min(candidates, key=lambda pieces: (round(waste(pieces), 3), -pieces))
