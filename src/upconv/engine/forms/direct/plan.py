"""From a problem to a plan of the direct form: groups of phases, chunks of taps, register tile.

Along x, the s phases of the output are taken in groups of up to four neighbours, so that a tile's
stores are contiguous. The taps of a group are cut into chunks; a chunk's *body* says only how many
input vectors it loads and which phases each of them feeds, so that many chunks share one piece of
unrolled code, and a table says at run time where the inputs are.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from upconv.bounded_cache import memoised
from upconv.engine.links import Link
from upconv.engine.problem import Problem
from upconv.engine.process.isa import ISA

GROUP = 4  # phases of x that one tile interleaves
BODY_LINKS = 16  # links that one body unrolls
DEPTH = 64  # input channels of one part of the reduction
DEINTERLEAVED_STEPS = (2, 3, 4)  # steps of x whose phases are deinterleaved in registers
SHORT_ACTIVATIONS = (None, "relu", "leaky_relu")
LATENCY = 8  # multiply-adds in flight that keep both units of a core busy

Body: TypeAlias = tuple[tuple[int, ...], ...]
"""For every input vector that is loaded, the phases (from 0 in the group) that it feeds."""


class Source(NamedTuple):
    """The place of an input of a tile on an axis: in phase `phase` of the input, at q + `shift`."""

    phase: int
    shift: int


class Chunk(NamedTuple):
    """Some taps of one group of phases: the body, its inputs, and the x taps in link order."""

    body: Body
    sources: tuple[Source, ...]
    taps: tuple[int, ...]


class PhaseGroup(NamedTuple):
    """Neighbouring phases of x: `first` to first + size - 1, with their taps in chunks."""

    first: int
    size: int
    chunks: tuple[Chunk, ...]

    @property
    def program(self) -> Program:
        """What code this group runs: its size and its bodies in order."""
        return Program(self.size, tuple(dict.fromkeys(chunk.body for chunk in self.chunks)))


class Program(NamedTuple):
    """The code of a group of phases: equal for groups whose inputs differ only in place."""

    size: int
    bodies: tuple[Body, ...]


class Entry(NamedTuple):
    """One chunk at one tap of z and y: the sources on three axes, and the taps in link order."""

    z: Source
    y: Source
    x: tuple[Source, ...]
    taps: tuple[tuple[int, int, int], ...]


class Combination(NamedTuple):
    """One phase of z and of y with one group of phases of x; entries per body of the program."""

    z: int
    y: int
    group: PhaseGroup
    entries: tuple[tuple[Entry, ...], ...]

    @property
    def links(self) -> int:
        return sum(len(entry.taps) for entry in itertools.chain(*self.entries))


class Tile(NamedTuple):
    """A register tile: `channels` output channels x the phases of a group x `vectors`."""

    channels: int
    vectors: int


class Plan(NamedTuple):
    """A problem on an instruction set, with every choice made that does not depend on the sizes."""

    problem: Problem
    isa: ISA
    tile: Tile
    combinations: tuple[Combination, ...]
    programs: tuple[Program, ...]

    @property
    def form(self) -> str:
        """The name of the form in the debug output."""
        return "direct"

    @property
    def lanes(self) -> int:
        return self.isa.lanes(self.problem.itemsize)

    @property
    def depth(self) -> int:
        """Input channels of a part of the reduction: independent of the sizes, as are the bits."""
        channels = self.problem.in_channels
        most = DEPTH if len(x_sources(self.problem)) > 1 else 2 * DEPTH
        parts = -(-2 * channels // (3 * most)) if channels > most else 1
        return -(-channels // (8 * parts)) * 8 if parts > 1 else channels

    @property
    def tail(self) -> int:
        """Output channels behind the last whole block."""
        return self.problem.out_channels % self.tile.channels

    @property
    def direct(self) -> bool:
        """Whether a tile can store its outputs from registers, where they are contiguous.

        Activations of many instructions go through memory, where one loop serves all tiles.
        """
        problem = self.problem
        whole = all(program.size == problem.links[2].out_step for program in self.programs)
        return whole and problem.layout == "first" and problem.activation in SHORT_ACTIVATIONS

    @property
    def accumulator_rows(self) -> int:
        """The most rows of accumulators of a tile."""
        return self.tile.channels * max(program.size for program in self.programs)


@memoised("plans", 256)
def plan_of(problem: Problem, isa: ISA) -> Plan:
    """Make every choice for `problem` that does not need its sizes."""
    groups = _phase_groups(problem)
    combinations = tuple(_combinations(problem, groups))
    programs = tuple(dict.fromkeys(group.program for group in groups))
    widest = max(groups, key=lambda group: group.size)
    tile = _choose_tile(problem, isa, widest)
    return Plan(problem, isa, tile, combinations, programs)


def _phase_groups(problem: Problem) -> list[PhaseGroup]:
    axis = problem.links[2]
    count = -(-axis.out_step // GROUP)
    bounds = [axis.out_step * n // count for n in range(count + 1)]
    groups = []
    by_phase: dict[int, list[Link]] = {}
    for link in axis.links:
        by_phase.setdefault(link.out_phase, []).append(link)
    for first, last in itertools.pairwise(bounds):
        links = [link for r in range(first, last) for link in by_phase.get(r, ())]
        groups.append(PhaseGroup(first, last - first, tuple(_chunks(links, first))))
    return groups


def _chunks(links: list[Link], first: int) -> Iterator[Chunk]:
    """Cut the taps of a group into chunks of neighbouring inputs, equal bodies together."""
    feeds: dict[Source, list[Link]] = {}
    for link in sorted(links, key=lambda link: (link.in_phase, link.shift, link.out_phase)):
        feeds.setdefault(Source(link.in_phase, link.shift), []).append(link)
    chunks: list[Chunk] = []
    rest = list(feeds.items())
    while rest:
        taken, total = 0, 0
        while taken < len(rest) and (taken == 0 or total + len(rest[taken][1]) <= BODY_LINKS):
            total += len(rest[taken][1])
            taken += 1
        chunk_sources, rest = rest[:taken], rest[taken:]
        body = tuple(
            tuple(link.out_phase - first for link in source_links)
            for _, source_links in chunk_sources
        )
        taps = tuple(link.tap for _, source_links in chunk_sources for link in source_links)
        chunks.append(Chunk(body, tuple(source for source, _ in chunk_sources), taps))
    order = list(dict.fromkeys(chunk.body for chunk in chunks))
    return iter(sorted(chunks, key=lambda chunk: order.index(chunk.body)))


def _combinations(problem: Problem, groups: list[PhaseGroup]) -> Iterator[Combination]:
    z_axis, y_axis, _ = problem.links
    for z, y, group in itertools.product(range(z_axis.out_step), range(y_axis.out_step), groups):
        z_links = [link for link in z_axis.links if link.out_phase == z]
        y_links = [link for link in y_axis.links if link.out_phase == y]
        entries = tuple(
            tuple(
                Entry(
                    Source(zl.in_phase, zl.shift),
                    Source(yl.in_phase, yl.shift),
                    chunk.sources,
                    tuple((zl.tap, yl.tap, tap) for tap in chunk.taps),
                )
                for zl, yl in itertools.product(z_links, y_links)
                for chunk in group.chunks
                if chunk.body == body
            )
            for body in group.program.bodies
        )
        yield Combination(z, y, group, entries)


def _choose_tile(problem: Problem, isa: ISA, group: PhaseGroup) -> Tile:
    """Choose the tile with the fewest cycles for all output channels of one group of phases."""
    candidates = []
    for channels in range(1, min(problem.out_channels, isa.registers) + 1):
        vectors = vectors_of(channels * group.size, isa)
        if vectors == 0:
            break
        whole, tail = divmod(problem.out_channels, channels)
        cost = whole * channels * _cycles(group, channels, vectors)
        if tail:
            cost += tail * _cycles(group, tail, vectors)
        loads = _loads(group, channels, vectors)
        candidates.append((round(cost, 6), loads, Tile(channels, vectors)))
    return min(candidates)[2]


def vectors_of(accumulator_rows: int, isa: ISA) -> int:
    """Return how many vectors a tile of so many rows may have, beside inputs and one weight."""
    return min(6, (isa.registers - 1) // (accumulator_rows + 1))


def _cycles(group: PhaseGroup, channels: int, vectors: int) -> float:
    """Estimate cycles per multiply-add of a tile: two units, two loads, and the latency."""
    accumulator_rows = channels * group.size
    return max(
        0.5, _loads(group, channels, vectors) / 2, 0.5 * LATENCY / (accumulator_rows * vectors)
    )


def _loads(group: PhaseGroup, channels: int, vectors: int) -> float:
    """Return how many loads a tile has per multiply-add.

    An input vector counts as three: it comes from the second-level cache, and every other one
    crosses a cache line. Weights are read in order, from the first level.
    """
    body = group.chunks[0].body if group.chunks else ((0,),)
    links = sum(len(phases) for phases in body)
    return (3 * len(body) * vectors + links * channels) / (links * channels * vectors)


@memoised("plans", 256)
def x_sources(problem: Problem) -> tuple[Source, ...]:
    """Return every source of the x axis, in order."""
    return tuple(sorted({Source(link.in_phase, link.shift) for link in problem.links[2].links}))


def phases_together(problem: Problem) -> int:
    """Return how many phases of x are read together when a grid is filled, or 1.

    Then all of them have planes, so where many would be read by no tap, each is read alone.
    """
    step = problem.links[2].in_step
    used = len({source.phase for source in x_sources(problem)})
    return step if step in DEINTERLEAVED_STEPS and 3 * used >= 2 * step else 1


def grid_columns(problem: Problem, *, expanded: bool) -> list[Source]:
    """Return the phases of x that a grid has planes for, with every shift where it is expanded."""
    sources = x_sources(problem) if expanded else [Source(s.phase, 0) for s in x_sources(problem)]
    together = phases_together(problem)
    if together == 1:
        return sorted(set(sources))
    shifts = sorted({source.shift for source in sources})
    return [Source(phase, shift) for shift in shifts for phase in range(together)]


@memoised("plans", 256)
def row_phases(problem: Problem) -> tuple[tuple[int, int], ...]:
    """Return the pairs of input phases of z and y that any tap reads."""
    z_axis, y_axis, _ = problem.links
    return tuple(
        itertools.product(
            sorted({link.in_phase for link in z_axis.links}),
            sorted({link.in_phase for link in y_axis.links}),
        )
    )


def work_per_input(problem: Problem) -> float:
    """How many multiply-adds each input element takes part in, in one group."""
    steps = math.prod(axis.in_step for axis in problem.links)
    return problem.taps * problem.out_channels / steps
