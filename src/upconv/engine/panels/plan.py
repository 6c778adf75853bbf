"""From a problem to columns: phases that read the same inputs, their weights side by side.

All phases of the output that read the same inputs form a *class*. One position of a class has a
column for each of its output channels and phases, and every column is a sum over the same inputs:
the weight of a class is a matrix of (entry, input channel) x column, cut into *panels* of a few
vectors. Nothing here is in the generated code, so every layer of a type runs the same code.
"""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import NamedTuple

from upconv.engine.isa import ISA
from upconv.engine.links import AxisLinks
from upconv.engine.problem import Problem, Triple

PART_BYTES = 16 << 10  # the weights of one part of a panel: half of a first-level cache
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
    def lanes(self) -> int:
        return self.isa.lanes(self.problem.itemsize)

    @property
    def width(self) -> int:
        """Columns of a whole panel."""
        return self.tile.vectors * self.lanes

    @property
    def depth(self) -> int:
        """Input channels whose products are summed up before the next ones are looked at."""
        channels = self.problem.in_channels
        entries = max(1, *(len(found.entries) for found in self.classes))
        most = PART_BYTES // (self.width * self.problem.itemsize * entries)
        return -(-channels // -(-channels // max(most, LEAST_DEPTH)))

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
    return Tile(8, 3) if isa.registers >= 32 else Tile(6, 2)


@lru_cache(maxsize=256)
def panels_of(problem: Problem, isa: ISA) -> Panels:
    """Return the classes of `problem`."""
    classes = []
    for parts in itertools.product(*map(_axis_classes, problem.links)):
        phases = tuple(itertools.product(*(phases for phases, _, _ in parts)))
        entries = tuple(itertools.product(*(sources for _, sources, _ in parts)))
        numbers = [range(len(phases)) for phases, _, _ in parts]
        taps = tuple(
            tuple(
                (parts[0][2][e[0]][r[0]], parts[1][2][e[1]][r[1]], parts[2][2][e[2]][r[2]])
                for r in itertools.product(*numbers)
            )
            for e in itertools.product(*(range(len(sources)) for _, sources, _ in parts))
        )
        classes.append(PhaseClass(phases, entries, taps))
    return Panels(problem, isa, tile_of(isa), tuple(classes))


def _axis_classes(
    axis: AxisLinks,
) -> list[tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, ...], ...]]]:
    """Return (phases, sources, taps per source and phase) of every class of one axis."""
    found: dict[tuple[int, ...], list[tuple[int, list[int]]]] = {}
    for phase in range(axis.out_step):
        links = [link for link in axis.links if link.out_phase == phase]
        reads = sorted((link.shift * axis.in_step + link.in_phase, link.tap) for link in links)
        sources = tuple(source for source, _ in reads)
        found.setdefault(sources, []).append((phase, [tap for _, tap in reads]))
    return [
        (
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
