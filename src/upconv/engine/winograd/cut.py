"""How the tiles of a call are cut into blocks where classes read several planes of z.

A plane of inputs is turned to points once for each block that reads it: blocks are deep on z rather
than wide, as far as the costs of `cost.py` say so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

from upconv.engine.blocks import ceil_div, even_part
from upconv.engine.winograd.cost import PART, of_tile
from upconv.engine.winograd.plan import Tiling

Tiles: TypeAlias = tuple[int, ...]
"""Tiles, or those of a block, on n, z, y, x."""

MOST_WIDE = 16  # tiles on x: long rows are copied and stored in whole vectors
# Cycles of a vector of inputs that is copied to the grid, of a vector of weights that comes from
# further away, and until the memory has found a plane of one channel, where channels lie apart.
COPY, FETCH, FIND = 3 * PART, 2.0, 200


def deep(tiling: Tiling, totals: Tiles, most: int, tasks: Callable[[int], int]) -> Tiles:
    """Return the tiles of the block, at most so many, that a call is fastest with.

    `tasks` says how many of the blocks that cover the call follow each other.
    """
    images, depth, height, width = totals
    x = even_part(width, min(MOST_WIDE, most))
    options = []
    for z in _parts(depth, most // x):
        y = even_part(height, most // (x * z))
        options.append((even_part(images, most // (x * y * z)), z, y, x))
    cost = _cost_of_block(tiling)

    def whole(cut: Tiles) -> float:
        blocks = math.prod(map(ceil_div, totals, cut))
        return tasks(blocks) * cost(cut)

    return min(options, key=whole)


def _parts(total: int, most: int) -> Sequence[int]:
    """Return the sizes of the even parts that `total` can be cut into."""
    return sorted({even_part(total, size) for size in range(1, min(total, most) + 1)})


def _cost_of_block(tiling: Tiling) -> Callable[[Tiles], float]:
    plan, problem = tiling.panels, tiling.problem
    lines = ceil_div(problem.in_channels, plan.lanes)
    entries = [entry for found in plan.classes for entry in found.entries]
    _, high, wide = (int(max(places) - min(places)) for places in zip(*entries, strict=True))
    _, unit_y, unit_x = tiling.units
    outputs = weights = 0.0
    inputs: dict[int, float] = {}
    for found, kind, flat in zip(plan.classes, tiling.kinds, tiling.flats, strict=True):
        each = of_tile(tiling, found, kind)
        outputs, weights = outputs + each.outputs, weights + kind.points * each.weights
        inputs[flat] = each.inputs
    turned = sum(inputs.values())

    def cost(cut: Tiles) -> float:
        n, z, y, x = cut
        planes = n * tiling.planes(z)
        copied = lines * planes * (y * unit_y + high) * (x * unit_x + wide)
        each = math.prod(cut) * outputs + planes * y * x * turned
        found = planes * problem.in_channels + n * z * problem.out_channels
        far = FIND * found if problem.layout == "first" else 0
        return each + COPY * copied + FETCH * weights + far

    return cost
