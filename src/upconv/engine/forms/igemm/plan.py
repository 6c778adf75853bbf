"""From a problem to columns: phases that read the same inputs, with their weights side by side.

The phases of the output that read the same inputs form a *class*. One position of a class has a
column for each of its output channels and phases, and every column is a sum over the same inputs:
the weight of a class is a matrix of (entry, input channel) x column, cut into *panels* of a few
vectors. Nothing here is in the generated code, so all layers of a type run the same code.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from upconv.bounded_cache import memoised
from upconv.engine.links import AxisLinks
from upconv.engine.problem import Problem, Triple
from upconv.engine.process.isa import ISA

PART = 1024  # products of one part of the reduction: its inputs stay in the first-level cache
MOST_ROWS = 8  # positions of a register tile: each needs an address register
LEAST_DEPTH = 32  # least input channels of one part


class Tile(NamedTuple):
    """A register tile: `rows` positions x `vectors` vectors of columns."""

    rows: int
    vectors: int


class PhaseClass(NamedTuple):
    """Phases of the output that read the same inputs.

    An entry is the place (z, y, x) of an input relative to in_step·q; `taps[entry][phase]` is the
    kernel element that links it to a phase.
    """

    phases: tuple[Triple, ...]
    entries: tuple[Triple, ...]
    taps: tuple[tuple[Triple, ...], ...]


class IgemmPlan(NamedTuple):
    """A problem on an instruction set, as classes of columns."""

    problem: Problem
    isa: ISA
    tile: Tile
    classes: tuple[PhaseClass, ...]

    @property
    def form(self) -> str:
        """The name of the form in the debug output."""
        return "implicit GEMM"

    @property
    def lanes(self) -> int:
        return self.isa.lanes(self.problem.itemsize)

    @property
    def width(self) -> int:
        """Columns of a whole panel."""
        return self.tile.vectors * self.lanes

    @property
    def most_entries(self) -> int:
        """The largest number of entries of a class, and 1 at least."""
        return max(1, *(len(phase_class.entries) for phase_class in self.classes))

    @property
    def depth(self) -> int:
        """Input channels of one part of the reduction."""
        channels = self.problem.in_channels
        most = max(PART // self.most_entries, LEAST_DEPTH)
        return -(-channels // -(-channels // most))

    @property
    def channels_innermost(self) -> bool:
        """Whether columns are ordered (phase, output channel), not (output channel, phase)."""
        return self.problem.layout != "first"

    def columns(self, phase_class: PhaseClass) -> list[tuple[int, int]]:
        """Return (output channel, phase number) of every column of a class, in order."""
        channels, phases = range(self.problem.out_channels), range(len(phase_class.phases))
        if self.channels_innermost:
            return [(c, phase) for phase in phases for c in channels]
        return list(itertools.product(channels, phases))


def tile_of(isa: ISA) -> Tile:
    """Return the tile that leaves registers for one row of weights and one input."""
    vectors = 3 if isa.registers >= 32 else 2
    return Tile(rows_of(isa.registers, vectors), vectors)


def rows_of(registers: int, vectors: int) -> int:
    """Return the rows of a tile of so many vectors; each row also needs an address register."""
    return min(MOST_ROWS, (registers - vectors - 1) // vectors)


@memoised("plans", 256)
def igemm_plan_of(problem: Problem, isa: ISA) -> IgemmPlan:
    """Return the classes of `problem`."""
    classes = []
    for z, y, x in itertools.product(*map(_axis_classes, problem.links)):
        numbers = list(itertools.product(*(range(len(axis.phases)) for axis in (z, y, x))))
        reads = list(itertools.product(*(range(len(axis.sources)) for axis in (z, y, x))))
        classes.append(
            PhaseClass(
                tuple((z.phases[a], y.phases[b], x.phases[c]) for a, b, c in numbers),
                tuple((z.sources[a], y.sources[b], x.sources[c]) for a, b, c in reads),
                tuple(
                    tuple((z.taps[k][a], y.taps[m][b], x.taps[n][c]) for a, b, c in numbers)
                    for k, m, n in reads
                ),
            )
        )
    return IgemmPlan(problem, isa, _tile_for(problem, isa, classes), tuple(classes))


def _tile_for(problem: Problem, isa: ISA, classes: Sequence[PhaseClass]) -> Tile:
    """Return the tile whose panels end where the channels of a phase do, if there is one.

    Then sums are stored from registers if the channels are contiguous in the output.
    """
    tile = tile_of(isa)
    if problem.layout != "last" or all(len(phase_class.phases) == 1 for phase_class in classes):
        return tile
    for vectors in range(tile.vectors, 1, -1):
        if problem.out_channels % (vectors * isa.lanes(problem.itemsize)) == 0:
            return Tile(rows_of(isa.registers, vectors), vectors)
    return tile


class _AxisClass(NamedTuple):
    """Phases of one axis that read the same inputs; `taps[source][phase]` is the element."""

    phases: tuple[int, ...]
    sources: tuple[int, ...]
    taps: tuple[tuple[int, ...], ...]


def _axis_classes(axis: AxisLinks) -> list[_AxisClass]:
    by_sources: dict[tuple[int, ...], list[tuple[int, list[int]]]] = {}
    for phase in range(axis.out_step):
        links = [link for link in axis.links if link.out_phase == phase]
        reads = sorted((link.shift * axis.in_step + link.in_phase, link.tap) for link in links)
        sources = tuple(source for source, _ in reads)
        by_sources.setdefault(sources, []).append((phase, [tap for _, tap in reads]))
    return [
        _AxisClass(
            tuple(phase for phase, _ in members),
            sources,
            tuple(tuple(taps[n] for _, taps in members) for n in range(len(sources))),
        )
        for sources, members in by_sources.items()
    ]


def macs_per_output(problem: Problem) -> float:
    """How many products an output is the sum of."""
    steps = math.prod(axis.out_step for axis in problem.links)
    return problem.taps * problem.in_channels / steps
