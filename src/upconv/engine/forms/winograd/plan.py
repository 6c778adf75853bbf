"""Which problems Winograd can compute, and with tiles of how many outputs.

A tile is m outputs of one phase on y and on x. A class of phases with r taps on an axis reads m + r
- 1 inputs there, and needs as many multiplications. On z it is a direct convolution: each place
that a class reads there is a *depth tap*, with weights of its own, whose products are added up per
component.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from upconv.bounded_cache import memoised
from upconv.engine.forms.igemm.plan import IgemmPlan, PhaseClass, igemm_plan_of
from upconv.engine.forms.winograd.transforms import MOST_INPUTS, Transform, transform
from upconv.engine.problem import Problem, Triple
from upconv.engine.process.isa import ISA

MOST_OUTPUTS = 4
# The bound on the growth of rounding errors for a reduction of 128 products per component, which
# is 5e-6 of the largest output in float32; longer reductions may grow less.
MOST_GROWTH, MOST_SUMS = 11, 128


class ClassTransform(NamedTuple):
    """The transforms of one class on y and x, and the depth taps that it reads on z."""

    y: Transform
    x: Transform
    depth_taps: tuple[int, ...]

    @property
    def components(self) -> int:
        return self.y.components * self.x.components

    @property
    def growth(self) -> float:
        return self.y.growth * self.x.growth

    @property
    def adds_to_inputs(self) -> float:
        """Additions of the input transform of a tile."""
        return self.y.adds[0] * self.x.components + self.x.adds[0] * self.y.components

    @property
    def adds_to_outputs(self) -> float:
        """Additions of the output transform of a tile."""
        return self.y.adds[1] * self.x.components + self.x.adds[1] * len(self.y.outputs)


class Tiling(NamedTuple):
    """A problem as tiles of `units` outputs, (1, m, m') on z, y, x, and each class's transforms."""

    panels: IgemmPlan
    units: Triple
    class_transforms: tuple[ClassTransform, ...]

    @property
    def problem(self) -> Problem:
        return self.panels.problem

    @property
    def isa(self) -> ISA:
        return self.panels.isa

    @property
    def input_sets(self) -> list[int]:
        """A number per class, the same for classes that read the same places on y and x.

        They share transformed inputs: those of a plane of z serve every depth tap that reads it.
        """
        numbers: dict[frozenset[tuple[int, int]], int] = {}
        return [
            numbers.setdefault(frozenset((y, x) for _, y, x in phase_class.entries), len(numbers))
            for phase_class in self.panels.classes
        ]

    @property
    def halo(self) -> int:
        """How many more planes of z a block reads than it has positions there."""
        return max(max(class_transform.depth_taps) for class_transform in self.class_transforms)

    def planes(self, depth: int) -> int:
        """Return how many planes of z `depth` outputs of a phase read."""
        return (depth - 1) * self.problem.links[0].in_step + self.halo + 1

    def tiles(self, sizes: Sequence[int]) -> int:
        """Return the tiles that outputs of these sizes have, of one phase and image."""
        return math.prod(
            -(-size // (axis.out_step * unit))
            for size, axis, unit in zip(sizes, self.problem.links, self.units, strict=True)
        )

    @property
    def form(self) -> str:
        """The name of the form in the debug output."""
        return f"Winograd, tiles of {self.units[1]}x{self.units[2]}"


@memoised("plans", 256)
def tilings(problem: Problem, isa: ISA) -> tuple[Tiling, ...]:
    """Return every tiling of `problem`; none if taps have gaps on y or x, or are single there."""
    plan = igemm_plan_of(problem, isa)
    taps = [_taps(result) for result in plan.classes]
    if any(axis.in_step != 1 for axis in problem.links[1:]) or None in taps:
        return ()
    all_taps = [each for each in taps if each is not None]
    depth_taps, *plane_taps = zip(*all_taps, strict=True)
    if max(map(max, plane_taps)) == 1:  # as many products as direct convolution
        return ()
    sums = problem.in_channels * max(map(len, depth_taps))
    most = MOST_GROWTH / math.sqrt(max(1, sums / MOST_SUMS))
    first = min(map(min, depth_taps))
    result: list[Tiling] = []
    for y, x in itertools.product(*map(_sizes, plane_taps)):
        class_transforms = tuple(
            ClassTransform(transform(y, a), transform(x, b), tuple(at - first for at in z))
            for z, a, b in all_taps
        )
        if max(class_transform.growth for class_transform in class_transforms) <= most:
            result.append(Tiling(plan, (1, y, x), class_transforms))
    return tuple(result)


def _taps(phase_class: PhaseClass) -> tuple[tuple[int, ...], int, int] | None:
    """Return the places a class reads on z and its taps on y and x; None if those have gaps."""
    if not phase_class.entries:
        return None
    z, y, x = (sorted(set(places)) for places in zip(*phase_class.entries, strict=True))
    if any(line[-1] - line[0] >= len(line) for line in (y, x)):
        return None
    return tuple(z), len(y), len(x)


def _sizes(taps: tuple[int, ...]) -> list[int]:
    """Return the tile sizes m on an axis whose classes have so many taps."""
    most = max(taps)
    if most == 1:
        return [1]
    return [m for m in range(2, MOST_OUTPUTS + 1) if m + most - 1 <= MOST_INPUTS]
