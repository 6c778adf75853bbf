"""Which problems have fewer products at points, and how large a tile of outputs is best.

A tile is m outputs of one phase on y and on x. A class of phases with r taps on an axis reads
m + r - 1 inputs there, and multiplies as often. On z sums are plain: each place that a class reads
there is a *slab*, whose products with weights of its own are added up at the same points.
"""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import NamedTuple

from upconv.engine.isa import ISA
from upconv.engine.panels.plan import Panels, PhaseClass, panels_of
from upconv.engine.problem import Problem, Triple
from upconv.engine.winograd.points import MOST_INPUTS, Transform, transform

MOST_OUTPUTS = 4
# The growth of rounding errors where a point sums up 128 products, or more of less: 5e-6 of the
# largest output in float32.
MOST_GROWTH, MOST_SUMS = 11, 128
LEAST_GAIN = 1.15  # what points must save by the estimate
BUSY = 0.45  # cycles of a multiply-add of vectors in a tile
PART = 0.6  # cycles of an addition of vectors elsewhere, or of moving one
CALL = 2.0  # cycles that a vector of sums takes beside its products
NARROWER = 1.1  # what vectors of fewer bits than the widest take more
TILES = 1.2  # what plain sums in tiles take more than panels without idle lanes
GRADIENT = 3  # how often a weight gradient at points is written or read, against once
BYTES = 8  # of a packed weight that are written, and read again, in a cycle


class Kind(NamedTuple):
    """The transforms of one class on y and x, and the slabs that it reads on z."""

    y: Transform
    x: Transform
    slabs: tuple[int, ...] = (0,)

    @property
    def points(self) -> int:
        return self.y.points * self.x.points

    @property
    def growth(self) -> float:
        return self.y.growth * self.x.growth

    @property
    def adds_to_inputs(self) -> float:
        """Additions that turn a tile's inputs to points."""
        return self.y.adds[0] * self.x.points + self.x.adds[0] * self.y.points

    @property
    def adds_to_outputs(self) -> float:
        """Additions that turn the sums at the points to a tile's outputs."""
        return self.y.adds[1] * self.x.points + self.x.adds[1] * len(self.y.outputs)


class Tiling(NamedTuple):
    """A problem as tiles of `units` outputs, (1, m, m') on z, y, x; a kind for every class."""

    panels: Panels
    units: Triple
    kinds: tuple[Kind, ...]

    @property
    def problem(self) -> Problem:
        return self.panels.problem

    @property
    def isa(self) -> ISA:
        return self.panels.isa

    @property
    def form(self) -> str:
        """What the form is called where a choice is told."""
        return f"points, tiles of {self.units[1]}x{self.units[2]}"


@lru_cache(maxsize=256)
def tilings(problem: Problem, isa: ISA) -> tuple[Tiling, ...]:
    """Return every tiling of `problem`; none where its inputs do not lie in a row."""
    plan = panels_of(problem, isa)
    taps = [_taps(found) for found in plan.classes]
    if any(axis.in_step != 1 for axis in problem.links[1:]) or None in taps:
        return ()
    known = [each for each in taps if each is not None]
    slabs, *flat = zip(*known, strict=True)
    sums = problem.in_channels * max(map(len, slabs))
    most = MOST_GROWTH / math.sqrt(max(1, sums / MOST_SUMS))
    first = min(map(min, slabs))
    found: list[Tiling] = []
    for y, x in itertools.product(*map(_sizes, flat)):
        kinds = tuple(
            Kind(transform(y, a), transform(x, b), tuple(at - first for at in z))
            for z, a, b in known
        )
        if max(kind.growth for kind in kinds) <= most:
            found.append(Tiling(plan, (1, y, x), kinds))
    return tuple(found)


def _taps(found: PhaseClass) -> tuple[tuple[int, ...], int, int] | None:
    """Return what a class reads on z, and its taps on y and x if it reads neighbours there."""
    if not found.entries:
        return None
    z, y, x = (sorted(set(places)) for places in zip(*found.entries, strict=True))
    if any(line[-1] - line[0] >= len(line) for line in (y, x)):
        return None
    return tuple(z), len(y), len(x)


def _sizes(taps: tuple[int, ...]) -> list[int]:
    """Return the sizes of tiles on an axis whose classes have so many taps."""
    most = max(taps)
    if most == 1:
        return [1]
    return [m for m in range(2, MOST_OUTPUTS + 1) if m + most - 1 <= MOST_INPUTS]


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
            cost = _cost(tiling, images, sizes, GRADIENT if gradient else 1)
            options.append((each * cost, tiling))
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


def _cost(tiling: Tiling, images: int, sizes: Triple, weight_uses: int) -> float:
    """Estimate the cycles: products, and what every step moves and adds up."""
    plan, total = tiling.panels, 0.0
    channels = plan.problem.in_channels
    lines = -(-channels // plan.lanes)
    for found, kind in zip(plan.classes, tiling.kinds, strict=True):
        columns = math.ceil(plan.problem.out_channels * len(found.phases) / plan.lanes)
        tiles = images * math.prod(
            -(-count // unit)
            for count, unit in zip(_counts(plan, found, sizes), tiling.units, strict=True)
        )
        outputs = math.prod(tiling.units)
        products = kind.points * (channels * columns * BUSY + CALL * columns)
        inputs = lines * (kind.adds_to_inputs + 2 * kind.points)
        ends = columns * (kind.adds_to_outputs + 2 * kind.points + 3 * outputs)
        total += tiles * (products + PART * (inputs + ends))
        each = channels * columns * weight_uses
        total += each * _weight_cost(plan, kind.points, len(found.entries))
    return total


def _weight_cost(plan: Panels, points: int, entries: int) -> float:
    """Estimate the cycles that one vector of the weight takes: brought together, and written."""
    return PART * 4 * entries + points * plan.lanes * plan.problem.itemsize / BYTES


def _counts(plan: Panels, found: PhaseClass, sizes: Triple) -> list[int]:
    """Return the positions of a class on each axis."""
    steps = [axis.out_step for axis in plan.problem.links]
    return [
        max(0, -(-(size - phase) // step))
        for size, phase, step in zip(sizes, found.phases[0], steps, strict=True)
    ]
