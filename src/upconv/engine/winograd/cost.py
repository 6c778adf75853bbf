"""What a call costs at points and as plain sums, by estimate: which tiling is best, if any.

Costs are cycles of one core.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from upconv.engine.isa import ISA
from upconv.engine.panels.plan import Panels, PhaseClass, panels_of
from upconv.engine.problem import Problem, Triple
from upconv.engine.winograd.pieces import in_tasks
from upconv.engine.winograd.plan import Kind, Tiling, tilings

LEAST_GAIN = 1.15  # what points must save by the estimate
BUSY = 0.45  # a multiply-add of vectors in a tile
PART = 0.6  # an addition of vectors elsewhere, or moving one
CALL = 2.0  # what a vector of sums takes beside its products
NARROWER = 1.1  # what vectors of fewer bits than the widest take more
TILES = 1.2  # what plain sums in tiles take more than panels without idle lanes
GRADIENT = 0.75  # what a weight gradient at points takes to write and read, against a weight
BYTES = 4  # of a weight that are read in a cycle; of a packed one, written and read again
TURNED_BYTES = 16  # the same of a piece that the task which turns it multiplies
DEPTH = 6  # planes of outputs that blocks have, about, where a plane of inputs serves several


def best(problem: Problem, isa: ISA, images: int, sizes: Triple) -> Tiling | None:
    """Return the tiling of a call of these output sizes, or None: plain sums are faster."""
    cost, tiling = least(problem, isa, images, sizes)
    plain = direct_cost(panels_of(problem, isa), images, sizes)
    if tiling is None or cost * LEAST_GAIN > plain:
        return None
    return tiling


def least(
    problem: Problem, isa: ISA, images: int, sizes: Triple, *, gradient: bool = False
) -> tuple[float, Tiling | None]:
    """Return the least cost at points, of a call or of its weight gradient, and its tiling."""
    options = []
    for width in isa.widths():
        # A vector of half the bits takes half the time, but more has to be told to the units.
        each = width.bits / isa.bits * (1 if width.bits == isa.bits else NARROWER)
        for tiling in tilings(problem, width):
            cost = _cost(tiling, images, sizes, each, GRADIENT if gradient else 1)
            options.append((cost, tiling))
    return min(options, key=lambda option: option[0], default=(math.inf, None))


def direct_cost(plan: Panels, images: int, sizes: Triple) -> float:
    """Estimate the cycles of plain sums, in panels or in tiles that leave no lane idle."""
    total = 0.0
    for found in plan.classes:
        columns = plan.problem.out_channels * len(found.phases) / plan.lanes
        vectors = min(math.ceil(columns), TILES * columns)
        each, entries = plan.problem.in_channels * vectors, len(found.entries)
        total += images * entries * each * math.prod(_counts(plan, found, sizes)) * BUSY
        total += each * _weight_cost(plan, entries, entries)
    return total


def _cost(tiling: Tiling, images: int, sizes: Triple, vector: float, weight_uses: float) -> float:
    """Estimate the cycles: products, and what every step moves and adds up.

    A vector takes `vector` times as long as one of the most bits, but its bytes lie in memory.
    """
    plan, total = tiling.panels, 0.0
    seen: set[int] = set()
    turned = weight_uses >= 1 and in_tasks(tiling, images * tiling.tiles(sizes))
    depth = min(DEPTH, max(_counts(plan, found, sizes)[0] for found in plan.classes))
    more = tiling.planes(depth) / depth if depth else 0
    for found, kind, flat in zip(plan.classes, tiling.kinds, tiling.flats, strict=True):
        tiles = images * math.prod(
            -(-count // unit)
            for count, unit in zip(_counts(plan, found, sizes), tiling.units, strict=True)
        )
        each = of_tile(tiling, found, kind)
        total += vector * tiles * each.outputs
        if flat not in seen:
            total += vector * tiles * more * each.inputs
            seen.add(flat)
        entries = len(found.entries) // len(kind.slabs)
        cost = _piece_cost if turned else _weight_cost
        total += each.weights * weight_uses * cost(plan, kind.points, entries, vector)
    return total


class TileCost(NamedTuple):
    """What a tile of a class costs: from its inputs at points on, and those of one plane."""

    outputs: float
    inputs: float
    weights: int  # vectors of the weight, at each point


def of_tile(tiling: Tiling, found: PhaseClass, kind: Kind) -> TileCost:
    """Return the cost of a tile of a class."""
    plan, points = tiling.panels, kind.points
    channels = plan.problem.in_channels
    columns = math.ceil(plan.problem.out_channels * len(found.phases) / plan.lanes)
    weights = len(kind.slabs) * channels * columns
    products = points * (weights * BUSY + CALL * columns)
    ends = columns * (kind.adds_to_outputs + 2 * points + 3 * math.prod(tiling.units))
    inputs = -(-channels // plan.lanes) * (kind.adds_to_inputs + 2 * points)
    return TileCost(products + PART * ends, PART * inputs, weights)


def _weight_cost(plan: Panels, points: int, entries: int, vector: float = 1.0) -> float:
    """Estimate the cycles that one vector of the weight takes: brought together, and written."""
    return vector * PART * 4 * entries + points * plan.lanes * plan.problem.itemsize / BYTES


def _piece_cost(plan: Panels, points: int, entries: int, vector: float) -> float:
    """Estimate the same where it stays in the second-level cache until it is multiplied."""
    size = plan.lanes * plan.problem.itemsize
    return vector * PART * 4 * entries + entries * size / BYTES + points * size / TURNED_BYTES


def _counts(plan: Panels, found: PhaseClass, sizes: Triple) -> list[int]:
    """Return the positions of a class on each axis."""
    steps = [axis.out_step for axis in plan.problem.links]
    return [
        max(0, -(-(size - phase) // step))
        for size, phase, step in zip(sizes, found.phases[0], steps, strict=True)
    ]
