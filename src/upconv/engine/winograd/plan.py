"""Which problems have fewer products at points, and with tiles of how many outputs.

A tile is m outputs of one phase on y and on x. A class of phases with r taps on an axis reads
m + r - 1 inputs there, and multiplies as often. On z sums are plain: each place that a class reads
there is a *slab*, whose products with weights of its own are added up at the same points.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from upconv.engine.bounded_cache import memoised
from upconv.engine.isa import ISA
from upconv.engine.panels.plan import Panels, PhaseClass, panels_of
from upconv.engine.problem import Problem, Triple
from upconv.engine.winograd.points import MOST_INPUTS, Transform, transform

MOST_OUTPUTS = 4
# The growth of rounding errors where a point sums up 128 products, or more of less: 5e-6 of the
# largest output in float32.
MOST_GROWTH, MOST_SUMS = 11, 128


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
    def flats(self) -> list[int]:
        """A number for each class, the same for those that read the same of y and x.

        They share inputs at points: those of a plane of z serve every slab that it is.
        """
        found: dict[frozenset[tuple[int, int]], int] = {}
        return [
            found.setdefault(frozenset((y, x) for _, y, x in each.entries), len(found))
            for each in self.panels.classes
        ]

    @property
    def halo(self) -> int:
        """How many planes of z a block reads beside those that its outputs begin at."""
        return max(max(kind.slabs) for kind in self.kinds)

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
        """What the form is called where a choice is told."""
        return f"points, tiles of {self.units[1]}x{self.units[2]}"


@memoised("plans", 256)
def tilings(problem: Problem, isa: ISA) -> tuple[Tiling, ...]:
    """Return every tiling of `problem`; none where inputs do not lie in a row, or are one alone."""
    plan = panels_of(problem, isa)
    taps = [_taps(found) for found in plan.classes]
    if any(axis.in_step != 1 for axis in problem.links[1:]) or None in taps:
        return ()
    known = [each for each in taps if each is not None]
    slabs, *flat = zip(*known, strict=True)
    if max(map(max, flat)) == 1:  # as many products as plain sums
        return ()
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
