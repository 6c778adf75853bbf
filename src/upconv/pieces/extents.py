"""The figures of one axis of a model: halo, receptive field, alignment, latency, sizes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from upconv.pieces.network import Cone, Misfit, Network
from upconv.relations import Span


@dataclass(frozen=True)
class Sizes:
    """Sizes that repeat: `first` and every `period`-th after each of them.

    >>> 32 in Sizes(16, (16,)), 40 in Sizes(16, (16,)), str(Sizes(16, (16,)))
    (True, False, 'multiples of 16')
    """

    period: int
    first: tuple[int, ...]

    def __contains__(self, size: object) -> bool:
        return isinstance(size, int) and any(
            size >= one and (size - one) % self.period == 0 for one in self.first
        )

    def __str__(self) -> str:
        if not self.first:
            return "none"
        least = min(self.first)
        if len(self.first) == self.period:
            whole = sorted(self.first) == list(range(least, least + self.period))
            if whole:
                return "any" if least == 1 else f"any from {least}"
        if len(self.first) == 1:
            if least % self.period == 0:
                start = "" if least == self.period else f" from {least}"
                return f"multiples of {self.period}{start}"
            return f"{least}, {least + self.period}, {least + 2 * self.period}, ..."
        listed = sorted(self.first)
        shown = ", ".join(map(str, listed[:4])) + (", ..." if len(listed) > 4 else "")
        return f"{shown} and every {self.period}th after each"

    def nearest(self, size: int) -> tuple[int | None, int | None]:
        """Return the largest size up to `size`, and the smallest from `size` on."""
        below = [
            one + (size - one) // self.period * self.period for one in self.first if one <= size
        ]
        above = [one + max(-(-(size - one) // self.period), 0) * self.period for one in self.first]
        return max(below, default=None), min(above, default=None)


@dataclass(frozen=True)
class Extent:
    """What one axis of a model sees; sizes and positions are in elements of that axis.

    Positions are counted from the first element, of the input and of the output. None where an
    output depends on everything.
    """

    network: Network

    @property
    def bounded(self) -> bool:
        """Whether an output depends on a bounded part of the input."""
        return not self.network.everything and self.network.rate is not None

    @property
    def scale(self) -> Fraction | None:
        """Outputs per input."""
        return self.network.rate

    @property
    def alignment(self) -> int:
        """The inputs after which the model repeats: a piece must start at a multiple of it."""
        return self.network.period

    @property
    def outputs(self) -> int:
        """How many outputs `alignment` inputs give."""
        return int(self.network.period * (self.network.rate or 0))

    @cached_property
    def reads(self) -> tuple[Span | None, ...] | None:
        """The first and last input that each of the first `outputs` outputs reads.

        Those that follow read `alignment` inputs further. None for an output that reads no input.
        """
        if not self.bounded:
            return None
        found: list[Span | None] = []
        for o in range(self.outputs):
            spans = self.network.cone((o, o + 1)).spans[0]
            found.append((spans[0][0], spans[-1][1] - 1) if spans else None)
        return tuple(found)

    @cached_property
    def receptive_field(self) -> int | None:
        """How many inputs an output sees, from the first to the last; the largest over phases."""
        if self.reads is None:
            return None
        return max((last - first + 1 for first, last in filter(None, self.reads)), default=0)

    @cached_property
    def latency(self) -> int | None:
        """How many inputs after its own an output waits for: 0 for a causal model.

        Output o stands at input floor(o/scale).
        """
        if self.reads is None or self.scale is None:
            return None
        waits = [
            one[1] - math.floor(o / self.scale)
            for o, one in enumerate(self.reads)
            if one is not None
        ]
        return max([0, *waits])

    @cached_property
    def halo(self) -> Span | None:
        """The inputs that a piece needs before and after it, both multiples of `alignment` or
        shorter at the end where the model allows that.

        The outputs of inputs [a, b), both multiples of `alignment`, are those of the whole if the
        model runs on [a - begin, b + end), cut to the ends of the whole.
        """
        if not self.bounded:
            return None
        network, unit = self.network, self.alignment
        core = unit * -(-max(network.extent, 1) // unit)
        cone = network.cone((0, int(core * (self.scale or 0))))
        begin = max(-self._start(cone), 0)
        least = max(self._stop(cone) - core, 0)
        for end in range(least, least + network.extent + 2 * unit):
            if self._holds(cone, -begin, core + end):
                return begin, end
        return None

    def window(self, outputs: Span, size: int) -> Span | None:
        """Return the inputs [a, b) on which the outputs [first, stop) of a whole are computed.

        `size` is that of the whole. a is a multiple of `alignment`, and output o of the whole is
        output o - a·scale of the piece. None if there is no such piece: an output depends on
        everything, or the size of the whole shifts the padding.
        """
        if not self.bounded or not self.network.is_regular(size):
            return None
        cone = self.network.cone(outputs, size)
        if any(step.relation.mode == "circular" for step in self.network.steps) and (
            cone.begins or cone.ends
        ):
            return 0, size
        start = 0 if cone.begins else max(self._start(cone), 0)
        if not cone.ends:
            for stop in range(max(self._stop(cone), start + 1), size):
                if self._holds(cone, start, stop):
                    return start, stop
        while start > 0 and not self._holds(cone, start, size):  # too short to run
            start -= self.alignment
        return start, size

    def _start(self, cone: Cone) -> int:
        """Return the last multiple of the alignment from which on all positions exist."""
        firsts = [
            math.floor(spans[0][0] / rate)
            for place, spans in enumerate(cone.spans)
            if spans and (rate := self.network.rates.get(place))
        ]
        return min(firsts, default=0) // self.alignment * self.alignment

    def _stop(self, cone: Cone) -> int:
        return cone.spans[0][-1][1] if cone.spans[0] else 0

    def _holds(self, cone: Cone, start: int, stop: int) -> bool:
        """Tell whether all positions of a cone exist in the values of the inputs [start, stop)."""
        try:
            sizes = self.network.sizes(stop - start)
            if not self.network.is_regular(stop - start):
                return False
        except Misfit:
            return False
        return all(
            start * rate + sizes[place] >= spans[-1][1]
            for place, spans in enumerate(cone.spans)
            if spans and (rate := self.network.rates.get(place))
        )

    @cached_property
    def sizes(self) -> Sizes:
        """The sizes of the input that run."""
        unit = self.alignment
        large = unit * (-(-self.network.extent // unit) + 1)
        first = []
        for rest in range(unit):
            if not self.network.allows(large + rest):
                continue
            low, high = 0 if rest else 1, (large + rest) // unit
            while low < high:  # from some size on, all of them run
                middle = (low + high) // 2
                if self.network.allows(rest + middle * unit):
                    high = middle
                else:
                    low = middle + 1
            first.append(rest + low * unit)
        return Sizes(unit, tuple(first))

    def output_size(self, i: int) -> int:
        """Return the number of outputs; raises Misfit where a step cannot run."""
        return self.network.output_size(i)

    def input_sizes(self, o: int) -> tuple[int, ...]:
        """Return the sizes of the input whose output is o."""
        found = []
        for first in self.sizes.first:
            more = o - self.network.output_size(first)
            if self.outputs == 0:
                continue
            for n in {more // self.outputs, -(-more // self.outputs)}:
                i = first + n * self.alignment
                if i >= first and self.network.output_size(i) == o:
                    found.append(i)
        return tuple(sorted(found))
