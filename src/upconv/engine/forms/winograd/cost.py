"""The estimated cost of Winograd and of direct convolution for a call: which tiling, if any.

Costs are cycles of one core. They order the candidates; a wrong constant costs speed, never a
result.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from upconv.engine.forms.igemm.plan import IgemmPlan, PhaseClass, igemm_plan_of
from upconv.engine.forms.winograd.plan import ClassTransform, Tiling, tilings
from upconv.engine.forms.winograd.weight_blocking import transformed_in_tasks
from upconv.engine.problem import Problem, Triple
from upconv.engine.process.isa import ISA

LEAST_GAIN = 1.15  # direct convolution must cost this many times as much as Winograd
BUSY = 0.45  # cycles of a multiply-add of vectors in a register tile
PART = 0.6  # cycles of an addition of vectors elsewhere, or of moving one
CALL = 2.0  # cycles of a vector of sums beside its products
NARROWER = 1.1  # factor for vectors that are shorter than the widest
TILES = 1.2  # factor of direct tiles over panels without idle lanes
GRADIENT = 0.75  # traffic of a transformed weight gradient, relative to that of a weight
BYTES = 4  # bytes of a weight read per cycle; of a packed one, written and read again
CACHED_BYTES = 16  # the same of a weight block that its own task transforms
DEPTH = 6  # typical planes of outputs of a block whose classes have several depth taps


def best(problem: Problem, isa: ISA, images: int, sizes: Triple) -> Tiling | None:
    """Return the tiling of a call of these output sizes, or None: direct convolution is faster."""
    cost, tiling = least(problem, isa, images, sizes)
    plain = direct_cost(igemm_plan_of(problem, isa), images, sizes)
    if tiling is None or cost * LEAST_GAIN > plain:
        return None
    return tiling


def least(
    problem: Problem, isa: ISA, images: int, sizes: Triple, *, gradient: bool = False
) -> tuple[float, Tiling | None]:
    """Return the lowest cost with Winograd, of a call or its weight gradient, and its tiling."""
    options = []
    for width in isa.widths():
        # A vector of half the bits takes half the time, but needs more instructions.
        each = width.bits / isa.bits * (1 if width.bits == isa.bits else NARROWER)
        for tiling in tilings(problem, width):
            cost = _cost(tiling, images, sizes, each, GRADIENT if gradient else 1)
            options.append((cost, tiling))
    return min(options, key=lambda option: option[0], default=(math.inf, None))


def direct_cost(plan: IgemmPlan, images: int, sizes: Triple) -> float:
    """Estimate the cycles of direct convolution, in panels or in tiles that leave no lane idle."""
    total = 0.0
    for phase_class in plan.classes:
        columns = plan.problem.out_channels * len(phase_class.phases) / plan.lanes
        vectors = min(math.ceil(columns), TILES * columns)
        each, entries = plan.problem.in_channels * vectors, len(phase_class.entries)
        total += images * entries * each * math.prod(_counts(plan, phase_class, sizes)) * BUSY
        total += each * _weight_cost(plan, entries, entries)
    return total


def _cost(tiling: Tiling, images: int, sizes: Triple, vector: float, weight_uses: float) -> float:
    """Estimate the cycles: the products, and what every transform moves and adds.

    A vector takes `vector` times as long as one of the full width; memory traffic does not depend
    on it.
    """
    plan, total = tiling.panels, 0.0
    transformed_sets: set[int] = set()
    in_tasks = weight_uses >= 1 and transformed_in_tasks(tiling, images * tiling.tiles(sizes))
    depth = min(DEPTH, max(_counts(plan, phase_class, sizes)[0] for phase_class in plan.classes))
    more = tiling.planes(depth) / depth if depth else 0
    for phase_class, class_transform, input_set in zip(
        plan.classes, tiling.class_transforms, tiling.input_sets, strict=True
    ):
        tiles = images * math.prod(
            -(-count // unit)
            for count, unit in zip(_counts(plan, phase_class, sizes), tiling.units, strict=True)
        )
        each = of_tile(tiling, phase_class, class_transform)
        total += vector * tiles * each.outputs
        if input_set not in transformed_sets:
            total += vector * tiles * more * each.inputs
            transformed_sets.add(input_set)
        entries = len(phase_class.entries) // len(class_transform.depth_taps)
        cost = _weight_block_cost if in_tasks else _weight_cost
        total += (
            each.weights * weight_uses * cost(plan, class_transform.components, entries, vector)
        )
    return total


class TileCost(NamedTuple):
    """The cost of one tile of a class: all behind the input transform, and that of one plane."""

    outputs: float
    inputs: float
    weights: int  # vectors of the weight, per component


def of_tile(tiling: Tiling, phase_class: PhaseClass, class_transform: ClassTransform) -> TileCost:
    """Return the cost of a tile of a class."""
    plan, components = tiling.panels, class_transform.components
    channels = plan.problem.in_channels
    columns = math.ceil(plan.problem.out_channels * len(phase_class.phases) / plan.lanes)
    weights = len(class_transform.depth_taps) * channels * columns
    products = components * (weights * BUSY + CALL * columns)
    ends = columns * (
        class_transform.adds_to_outputs + 2 * components + 3 * math.prod(tiling.units)
    )
    inputs = -(-channels // plan.lanes) * (class_transform.adds_to_inputs + 2 * components)
    return TileCost(products + PART * ends, PART * inputs, weights)


def _weight_cost(plan: IgemmPlan, components: int, entries: int, vector: float = 1.0) -> float:
    """Estimate the cycles of a vector of the weight: gathered, transformed, written, read again."""
    return vector * PART * 4 * entries + components * plan.lanes * plan.problem.itemsize / BYTES


def _weight_block_cost(plan: IgemmPlan, components: int, entries: int, vector: float) -> float:
    """Estimate the same where the weight block stays in the second-level cache until it is used."""
    size = plan.lanes * plan.problem.itemsize
    return vector * PART * 4 * entries + entries * size / BYTES + components * size / CACHED_BYTES


def _counts(plan: IgemmPlan, phase_class: PhaseClass, sizes: Triple) -> list[int]:
    """Return the number of positions of a class on each axis."""
    steps = [axis.out_step for axis in plan.problem.links]
    return [
        max(0, -(-(size - phase) // step))
        for size, phase, step in zip(sizes, phase_class.phases[0], steps, strict=True)
    ]
