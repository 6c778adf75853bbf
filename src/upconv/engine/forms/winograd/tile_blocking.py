"""The blocks of tiles of a call whose classes have several depth taps.

A plane of inputs is transformed once for each block that reads it: blocks are deep on z rather than
wide, as far as the costs of `cost.py` say so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

from upconv.engine.forms.direct.blocks import ceil_div, even_part
from upconv.engine.forms.winograd.cost import PART, of_tile
from upconv.engine.forms.winograd.plan import Tiling

Tiles: TypeAlias = tuple[int, ...]
"""Tiles, or those of a block, on n, z, y, x."""

MOST_WIDE = 16  # tiles on x: long rows are copied and stored in whole vectors
# Cycles to copy a vector of inputs to the grid, to load a vector of weights from beyond the second
# level, and of the latency of a plane of one channel where channels are not contiguous.
COPY, FETCH, FIND = 3 * PART, 2.0, 200


def deep_blocks(tiling: Tiling, totals: Tiles, most: int, tasks: Callable[[int], int]) -> Tiles:
    """Return the block of at most `most` tiles with the lowest cost.

    `tasks` returns how many rounds of tasks so many blocks take.
    """
    images, depth, height, width = totals
    x = even_part(width, min(MOST_WIDE, most))
    options = []
    for z in _parts(depth, most // x):
        y = even_part(height, most // (x * z))
        options.append((even_part(images, most // (x * y * z)), z, y, x))
    cost = _cost_of_block(tiling)

    def whole(block: Tiles) -> float:
        blocks = math.prod(map(ceil_div, totals, block))
        return tasks(blocks) * cost(block)

    return min(options, key=whole)


def _parts(total: int, most: int) -> Sequence[int]:
    """Return the sizes of the even parts that `total` can be divided into."""
    return sorted({even_part(total, size) for size in range(1, min(total, most) + 1)})


def _cost_of_block(tiling: Tiling) -> Callable[[Tiles], float]:
    plan, problem = tiling.panels, tiling.problem
    lines = ceil_div(problem.in_channels, plan.lanes)
    entries = [entry for phase_class in plan.classes for entry in phase_class.entries]
    _, high, wide = (int(max(places) - min(places)) for places in zip(*entries, strict=True))
    _, unit_y, unit_x = tiling.units
    outputs = weights = 0.0
    inputs: dict[int, float] = {}
    for phase_class, class_transform, input_set in zip(
        plan.classes, tiling.class_transforms, tiling.input_sets, strict=True
    ):
        each = of_tile(tiling, phase_class, class_transform)
        outputs, weights = (
            outputs + each.outputs,
            weights + class_transform.components * each.weights,
        )
        inputs[input_set] = each.inputs
    transformed = sum(inputs.values())

    def cost(block: Tiles) -> float:
        n, z, y, x = block
        planes = n * tiling.planes(z)
        copied = lines * planes * (y * unit_y + high) * (x * unit_x + wide)
        each = math.prod(block) * outputs + planes * y * x * transformed
        phase_class = planes * problem.in_channels + n * z * problem.out_channels
        far = FIND * phase_class if problem.layout == "first" else 0
        return each + COPY * copied + FETCH * weights + far

    return cost
