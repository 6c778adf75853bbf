"""One axis of a model as a graph of relations: rates, sizes, and the cone of inputs that an output
reads.

Step 0 is the input. All positions are counted from the first element of each value: position x of
the input is at position rate·x of a value, so that an input cut at a multiple of `period` has every
value cut at an integer position, with the same phases.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from upconv.relations import (
    Everything,
    Relation,
    Same,
    Sampled,
    Span,
    Spans,
    Spread,
    Window,
    inside,
    merged,
)


@dataclass(frozen=True)
class Step:
    """One step: its name, the relation to the steps that it reads, and what a user calls it."""

    name: str
    relation: Relation
    sources: tuple[int, ...]
    kind: str = ""


class Misfit(Exception):  # noqa: N818 - never leaves upconv
    """The step that cannot run, and the sizes that it receives, by the name of their step."""

    def __init__(self, place: int, sizes: Sequence[tuple[int, int]]) -> None:
        super().__init__(place, sizes)
        self.place = place
        self.sizes = tuple(sizes)


@dataclass(frozen=True)
class Cone:
    """The positions of each step that some outputs depend on, in the whole.

    `begins` and `ends` say whether a padding that copies inputs is read at that end.
    """

    spans: tuple[Spans, ...]
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Network:
    """The steps in the order in which they run, and which of them is the output."""

    steps: tuple[Step, ...]
    output: int

    @classmethod
    def chain(cls, relations: Sequence[tuple[str, Relation]]) -> Network:
        """Return the network of steps that each read the one before."""
        steps = [Step("input", Same(), ())]
        steps += [Step(name, one, (n,)) for n, (name, one) in enumerate(relations)]
        return cls(tuple(steps), len(steps) - 1)

    @cached_property
    def read(self) -> tuple[int, ...]:
        """The steps that the output depends on, in order."""
        found, stack = set[int](), [self.output]
        while stack:
            place = stack.pop()
            if place not in found:
                found.add(place)
                stack.extend(self.steps[place].sources)
        return tuple(sorted(found))

    @cached_property
    def rates(self) -> dict[int, Fraction | None]:
        """Positions per input of each step that is read; None where one stands for all."""
        found: dict[int, Fraction | None] = {}
        for place in self.read:
            step = self.steps[place]
            before = [rate for n in step.sources if (rate := found[n]) is not None]
            if not step.sources:
                found[place] = Fraction(1)
            elif not before or (isinstance(step.relation, Everything) and not step.relation.keeps):
                found[place] = None
            else:
                found[place] = before[0] * step.relation.rate
        return found

    @cached_property
    def uneven(self) -> tuple[int, ...]:
        """The steps that join values of different rates."""
        return tuple(
            place
            for place in self.read
            if len({self.rates[n] for n in self.steps[place].sources} - {None}) > 1
        )

    @cached_property
    def everything(self) -> tuple[int, ...]:
        """The steps that see all of their input."""
        return tuple(
            place
            for place in self.read
            if self.steps[place].sources and isinstance(self.steps[place].relation, Everything)
        )

    @cached_property
    def period(self) -> int:
        """The inputs after which the whole model repeats."""
        found = 1
        for place in self.read:
            step = self.steps[place]
            for n in step.sources:
                rate = self.rates[n]
                if rate is not None:
                    own = (rate / step.relation.unit).denominator
                    after = (rate * step.relation.rate).denominator
                    found = math.lcm(found, own, after)
        return found

    @property
    def rate(self) -> Fraction | None:
        """Outputs per input."""
        return self.rates[self.output]

    # Sizes.

    def sizes(self, i: int) -> dict[int, int]:
        """Return the size of each step that is read; raises Misfit where one cannot run."""
        found: dict[int, int | None] = {}
        for place in self.read:
            step = self.steps[place]
            if not step.sources:
                found[place] = i
                continue
            known = [(n, size) for n in step.sources if (size := found[n]) is not None]
            own = [(n, size) for n, size in known if self.rates[n] is not None] or known
            if len({size for _, size in own}) > 1:
                raise Misfit(place, own)
            size = step.relation.size(own[0][1]) if own else None
            if size is not None and size < 1:
                raise Misfit(place, own)
            if own and not _borders_fit(step.relation, own[0][1], size):
                raise Misfit(place, own)
            found[place] = size
            for n in step.sources:  # a value that is made to fit has the size of the others
                if own:
                    self._fit(found, n, own[0][1])
        return {place: self._size(place, found, i) for place in self.read}

    def _fit(self, found: dict[int, int | None], place: int, size: int) -> None:
        """Give a value that is made to fit its size, and what it is computed from too."""
        while found[place] is None:
            found[place] = size
            step = self.steps[place]
            if getattr(step.relation, "fits", False) or step.relation.rate != 1:
                return
            size -= (step.relation.size(self.extent) or self.extent) - self.extent
            place = step.sources[0]

    def _size(self, place: int, found: dict[int, int | None], i: int) -> int:
        size, rate = found[place], self.rates[place]
        return math.floor(i * (rate or 1)) if size is None else size

    def output_size(self, i: int) -> int:
        """Return the size of the output; raises Misfit where a step cannot run."""
        return self.sizes(i)[self.output]

    def allows(self, i: int) -> bool:
        """Tell whether an input of this size runs."""
        try:
            self.sizes(i)
        except Misfit:
            return False
        return True

    def is_regular(self, i: int) -> bool:
        """Tell whether an input of this size runs as one of a multiple of `period` does.

        A padding that depends on the size has the same rows at the start, and a resize to a size
        its scale.
        """
        try:
            sizes = self.sizes(i)
        except Misfit:
            return False
        for place in self.read:
            step = self.steps[place]
            match step.relation:
                case Window(word=str()) as window:
                    if window.begin(sizes[step.sources[0]]) != window.axis.begin:
                        return False
                case Sampled(fits=True) as resize:
                    if sizes[place] != resize.scale * sizes[step.sources[0]]:
                        return False
        return True

    @cached_property
    def extent(self) -> int:
        """A size of the input above which no border matters to the middle."""
        found = Fraction(0)
        for place in self.read:
            step = self.steps[place]
            for n in step.sources:
                found += step.relation.extent / (self.rates[n] or Fraction(1))
        return math.ceil(found) + 1

    # Cones.

    def cone(self, outputs: Span, size: int | None = None) -> Cone:
        """Return the positions that outputs depend on, on an axis without ends.

        With the `size` of an input, those that exist, as the ends of that input are.
        """
        sizes = None if size is None else self.sizes(size)
        needed: dict[int, list[Span]] = {place: [] for place in self.read}
        needed[self.output].append(outputs)
        spans: dict[int, Spans] = {}
        begins = ends = False
        for place in reversed(self.read):
            step = self.steps[place]
            own = spans[place] = merged(needed[place])
            if not own or self.rates[place] is None:
                continue
            if sizes is not None and isinstance(step.relation, Spread):
                folded = step.relation.added(own, sizes[place])
                begins = begins or (bool(folded) and folded[0][0] < 0)
                ends = ends or (bool(folded) and folded[-1][1] > sizes[place])
                own = merged((*own, *folded))
            before = step.relation.reads(own)
            for n in step.sources:
                if self.rates[n] is None:
                    continue
                if sizes is None or not before:
                    needed[n] += before
                    continue
                if step.relation.mode != "zeros":
                    begins = begins or before[0][0] < 0
                    ends = ends or before[-1][1] > sizes[n]
                needed[n] += inside(before, sizes[n], step.relation.mode)
        whole = tuple(spans.get(place, ()) for place in range(len(self.steps)))
        return Cone(whole, begins, ends)


def settled(network: Network) -> Network:
    """Return a network in which resizes to a size have the scale that joins their value to others.

    A size that was recorded gives it only roughly, if it was rounded on the way there. Where no
    size of the input gives exactly this scale, what the resize reads depends on the size.
    """
    steps = list(network.steps)
    rates: dict[int, Fraction | None] = {}
    open_to: dict[int, tuple[int, Fraction]] = {}  # the resize, and the rate since then
    for place in network.read:
        step = steps[place]
        before = [n for n in step.sources if rates.get(n) is not None]
        known = [n for n in before if n not in open_to]
        for n in before:
            if known and n in open_to:
                resize, since = open_to[n]
                _settle(steps, rates, open_to, resize, rates[known[0]], since)
        first = next(iter([*known, *before]), None)
        rate = Fraction(1) if not step.sources else None if first is None else rates[first]
        if isinstance(step.relation, Everything) and not step.relation.keeps:
            rate = None
        rates[place] = None if rate is None else rate * step.relation.rate
        if step.sources and getattr(step.relation, "fits", False) and rate is not None:
            open_to[place] = (place, Fraction(1))
        elif first in open_to and first not in known:
            resize, since = open_to[first]
            open_to[place] = (resize, since * step.relation.rate)
    found = Network(tuple(steps), network.output)
    large = found.period * (-(-found.extent // found.period) + 1)
    if not found.allows(large) or found.is_regular(large):
        return found
    for place in found.read:
        relation = steps[place].relation
        if isinstance(relation, Sampled) and relation.fits:
            fixed = Everything(rate=relation.scale, fits=True)
            steps[place] = replace(steps[place], relation=fixed, kind=TO_A_SIZE)
    return Network(tuple(steps), network.output)


TO_A_SIZE = "resize to a size"


def _settle(
    steps: list[Step],
    rates: dict[int, Fraction | None],
    open_to: dict[int, tuple[int, Fraction]],
    resize: int,
    rate: Fraction | None,
    since: Fraction,
) -> None:
    """Give a resize the scale with which its value has a rate that is known, `since` later."""
    step = steps[resize]
    before = rates[step.sources[0]]
    if rate is not None and before is not None:
        relation = step.relation
        if isinstance(relation, Sampled):
            relation = replace(relation, scale=rate / since / before)
        elif isinstance(relation, Everything):
            relation = replace(relation, rate=rate / since / before)
        steps[resize] = replace(step, relation=relation)
    for place, (other, own) in list(open_to.items()):
        if other == resize:
            del open_to[place]
            rates[place] = None if rate is None else rate / since * own


def _borders_fit(relation: Relation, i: int, o: int | None) -> bool:
    """Tell whether a padding finds the rows that it copies, between i inputs and o outputs."""
    mode, size = relation.mode, i
    if isinstance(relation, Spread):
        mode, size = relation.folds, o or 0
    if not isinstance(relation, Window | Spread) or mode in ("zeros", "replicate"):
        return True
    return max(relation.axis.begin, relation.axis.end) <= (size - 1 if mode == "reflect" else size)
