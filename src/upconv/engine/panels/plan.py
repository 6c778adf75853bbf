"""From a problem to columns: phases that read the same inputs, their weights side by side.

All phases of the output that read the same inputs form a *class*. One position of a class has a
column for each of its output channels and phases, and every column is a sum over the same inputs:
the weight of a class is a matrix of (entry, input channel) x column, cut into *panels* of a few
vectors. Nothing here is in the generated code, so every layer of a type runs the same code.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from upconv.engine.bounded_cache import memoised
from upconv.engine.isa import ISA
from upconv.engine.links import AxisLinks
from upconv.engine.problem import Problem, Triple

PART = 1024  # products that one part of a sum adds up: its inputs stay in the first-level cache
MOST_ROWS = 8  # positions of one tile: their addresses lie in registers
LEAST_DEPTH = 32  # input channels of one part, at the least


class Tile(NamedTuple):
    """A register tile: `rows` positions x `vectors` vectors of columns."""

    rows: int
    vectors: int


class PhaseClass(NamedTuple):
    """Phases of the output that read the same inputs.

    An entry is an input's place (z, y, x) from in_step·q on; `taps[entry][phase]` is the kernel
    element that takes it to a phase.
    """

    phases: tuple[Triple, ...]
    entries: tuple[Triple, ...]
    taps: tuple[tuple[Triple, ...], ...]


class Panels(NamedTuple):
    """A problem on an instruction set as classes of columns."""

    problem: Problem
    isa: ISA
    tile: Tile
    classes: tuple[PhaseClass, ...]

    @property
    def form(self) -> str:
        """What the form is called where a choice is told."""
        return "panels"

    @property
    def lanes(self) -> int:
        return self.isa.lanes(self.problem.itemsize)

    @property
    def width(self) -> int:
        """Columns of a whole panel."""
        return self.tile.vectors * self.lanes

    @property
    def most_entries(self) -> int:
        """Entries of the class that has most of them, and 1 at the least."""
        return max(1, *(len(found.entries) for found in self.classes))

    @property
    def depth(self) -> int:
        """Input channels whose products are summed up before the next ones are looked at."""
        channels = self.problem.in_channels
        most = max(PART // self.most_entries, LEAST_DEPTH)
        return -(-channels // -(-channels // most))

    @property
    def channels_inside(self) -> bool:
        """Whether the output channels of a phase are neighbours, or the phases of a channel."""
        return self.problem.layout != "first"

    def columns(self, found: PhaseClass) -> list[tuple[int, int]]:
        """Return (output channel, number of the phase) of every column of a class, in order."""
        channels, phases = range(self.problem.out_channels), range(len(found.phases))
        if self.channels_inside:
            return [(c, phase) for phase in phases for c in channels]
        return list(itertools.product(channels, phases))


def tile_of(isa: ISA) -> Tile:
    """Return the tile that leaves registers for a row of weights and one input."""
    vectors = 3 if isa.registers >= 32 else 2
    return Tile(rows_of(isa.registers, vectors), vectors)


def rows_of(registers: int, vectors: int) -> int:
    """Return how many rows a tile of so many vectors has: each has an address of its own."""
    return min(MOST_ROWS, (registers - vectors - 1) // vectors)


@memoised("plans", 256)
def panels_of(problem: Problem, isa: ISA) -> Panels:
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
    return Panels(problem, isa, _tile_for(problem, isa, classes), tuple(classes))


def _tile_for(problem: Problem, isa: ISA, classes: Sequence[PhaseClass]) -> Tile:
    """Return the tile whose panels end where the channels of a phase do, if there is one.

    Then they are stored from registers where the channels are neighbours in the output.
    """
    tile = tile_of(isa)
    if problem.layout != "last" or all(len(found.phases) == 1 for found in classes):
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
    found: dict[tuple[int, ...], list[tuple[int, list[int]]]] = {}
    for phase in range(axis.out_step):
        links = [link for link in axis.links if link.out_phase == phase]
        reads = sorted((link.shift * axis.in_step + link.in_phase, link.tap) for link in links)
        sources = tuple(source for source, _ in reads)
        found.setdefault(sources, []).append((phase, [tap for _, tap in reads]))
    return [
        _AxisClass(
            tuple(phase for phase, _ in members),
            sources,
            tuple(tuple(taps[n] for _, taps in members) for n in range(len(sources))),
        )
        for sources, members in found.items()
    ]


def macs_per_output(problem: Problem) -> float:
    """How many products an output is the sum of."""
    steps = math.prod(axis.out_step for axis in problem.links)
    return problem.taps * problem.in_channels / steps
