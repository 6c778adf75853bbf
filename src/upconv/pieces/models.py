"""The steps of a model, as its reader recorded them, as one network per spatial axis."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from upconv.axis import Axis
from upconv.checkerboards.graph import Node, Recorded
from upconv.checkerboards.layers import (
    Concatenate,
    Convolution,
    Pad,
    Resize,
    Shuffle,
    Transpose,
    Unknown,
)
from upconv.checkerboards.reads import Reads
from upconv.checkerboards.sections import understood
from upconv.pieces.impulses import NotFound, effect
from upconv.pieces.network import Network, Step, settled
from upconv.relations import Everything, Mode, Relation, Same, Sampled, Spread, Window

Size = tuple[int, ...]
NOT_KNOWN = "it is not known what it reads"
OTHER_BORDER = "it adds rows that are not known"


@dataclass(frozen=True)
class Value:
    """A value: its step in the network of each axis, and the axis of its array, None if none."""

    steps: tuple[int, ...]
    axes: tuple[int | None, ...]
    shape: Size


@dataclass(frozen=True)
class Lost:
    """A value whose relation to the input is not known: the step, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Followed:
    """The network of each axis, and the axes of the arrays of the input and of the output."""

    networks: tuple[Network, ...]
    given: tuple[int, ...]
    made: tuple[int | None, ...]


@dataclass
class Networks:
    """The networks of all axes while they are built."""

    steps: list[list[Step]] = field(default_factory=list)

    def add(self, axis: int, step: Step) -> int:
        """Add a step to the network of an axis and return its place."""
        self.steps[axis].append(step)
        return len(self.steps[axis]) - 1


def followed(recorded: Recorded, output: str) -> Followed | Lost:
    """Return a network per spatial axis for the output in a node, or the step that is not known.

    The axes are those of the input but the first two, or else all but the first and last.
    """
    given = next((node for node in recorded.nodes if not node.sources and node.shape), None)
    if given is None or given.shape is None:
        return Lost("the input", "the model has none")
    ndim = len(given.shape)
    layouts = [range(2, ndim), range(1, ndim - 1)] if ndim > 2 else [range(1, ndim)]
    found: list[Followed | Lost] = []
    for axes in layouts:
        found.append(_Builder(recorded, given, tuple(axes)).built(output))
        one = found[-1]
        if isinstance(one, Followed) and all(net.rate is not None for net in one.networks):
            return one
    return found[0]


class _Builder:
    def __init__(self, recorded: Recorded, given: Node, axes: tuple[int, ...]) -> None:
        self.recorded = recorded
        self.nodes = {node.name: node for node in recorded.nodes}
        self.given = given
        self.axes = axes
        self.networks = Networks([[Step("input", Same(), ())] for _ in axes])
        shape = given.shape or ()
        self.values: dict[str, Value | Lost] = {
            given.name: Value((0,) * len(axes), axes, shape),
        }

    def built(self, output: str) -> Followed | Lost:
        for name in self._order(output):
            if name not in self.values:
                found = self._value(self.nodes[name])
                if found is not None:
                    self.values[name] = found
        one = self.values.get(output)
        if one is None:
            return Lost("the output", "it does not depend on the input")
        if isinstance(one, Lost):
            return one
        each = zip(self.networks.steps, one.steps, strict=True)
        own = tuple(settled(Network(tuple(steps), place)) for steps, place in each)
        return Followed(own, self.axes, one.axes)

    @cached_property
    def joined(self) -> dict[str, Node]:
        """The nodes with those that can be recognised only together made one."""
        names = [name for name in self.recorded.outputs.values() if name is not None]
        found = understood(self.recorded.nodes, names, self.recorded.replay)
        return {node.name: node for node in found}

    def _order(self, output: str) -> list[str]:
        """Return the nodes that an output depends on, in the order in which they ran."""
        found, stack = set[str](), [output]
        while stack:
            name = stack.pop()
            node = self.nodes.get(name)
            if node is not None and name not in found:
                found.add(name)
                stack += [*node.sources, *node.also]
        return [name for name in self.nodes if name in found]

    def _value(self, node: Node) -> Value | Lost | None:
        """Return what a node computes; None if it does not depend on the input."""
        sources = [n for n in (*node.sources, *node.also) if n in self.values]
        if not sources:
            return None
        try:
            return self._read(node, sources)
        except NotFound as error:
            lost = Lost(node.shown, str(error))
        other = self.joined.get(node.name)
        if other is not None and isinstance(other.what, Unknown):
            lost = Lost(node.shown, other.what.reason)
        elif other is not None and isinstance(self.values.get(other.source), Value):
            with contextlib.suppress(NotFound):
                return self._moved(other)
        earlier = next((v for n in sources if isinstance(v := self.values[n], Lost)), None)
        return earlier or lost

    def _read(self, node: Node, sources: Sequence[str]) -> Value:
        values = [self._known(name) for name in sources]
        if node.reads is not None:
            return self._applied(node, values, node.reads)
        if isinstance(node.what, Concatenate):
            return self._applied(node, values, Reads({1: Everything(keeps=False)}))
        if isinstance(node.what, Transpose | Convolution | Resize | Shuffle | Pad):
            relations = _relations(node, len(node.shape or ()) - 2)
            mixed: dict[int, Relation] = {1: Everything(keeps=False)}
            return self._applied(node, values, Reads(mixed | dict(enumerate(relations, 2))))
        if node.through:
            return self._applied(node, values, Reads())
        return self._effects(node, sources)

    def _known(self, name: str) -> Value:
        value = self.values[name]
        if isinstance(value, Lost):
            raise NotFound(value.reason)
        return value

    def _applied(self, node: Node, values: Sequence[Value], reads: Reads) -> Value:
        """Return the value of a node that reads its inputs at the same axes."""
        values = sorted(values, key=lambda one: (one.axes.count(None), -len(one.shape)))
        first = values[0]
        steps, axes = [], []
        for axis, place in enumerate(first.axes):
            relation: Relation = Same() if place is None else reads.axes.get(place, Same())
            steps.append(self._step(node, axis, relation, values, reads.word))
            axes.append(self._after(place, relation, reads))
        return Value(tuple(steps), tuple(axes), node.shape or first.shape)

    def _step(
        self, node: Node, axis: int, relation: Relation, values: Sequence[Value], word: str = ""
    ) -> int:
        for value in values[1:] if not isinstance(relation, Everything) else ():
            self._check_axis(values[0], value, axis)
        sources = tuple(dict.fromkeys(value.steps[axis] for value in values))
        kind = "" if node.work is None else node.work.kind
        if word and isinstance(relation, Everything):
            kind = word
        return self.networks.add(axis, Step(node.shown, relation, sources, kind))

    def _check_axis(self, one: Value, other: Value, axis: int) -> None:
        """Refuse values that have an axis at different places of their arrays."""
        places = [one.axes[axis], other.axes[axis]]
        if None in places:
            return
        if one.axes[axis] != other.axes[axis]:
            counted = [n - len(v.shape) for n, v in zip(places, (one, other), strict=True) if n]
            if len(set(counted)) > 1:
                raise NotFound("it joins values whose axes differ")

    def _after(self, place: int | None, relation: Relation, reads: Reads) -> int | None:
        gone = isinstance(relation, Everything) and not relation.keeps
        if place is None or place in reads.removed or gone:
            return None
        if reads.order is not None:
            return reads.order.index(place)
        return place - sum(n < place for n in reads.removed)

    def _effects(self, node: Node, sources: Sequence[str]) -> Value:
        """Return the value of a node whose effect is tried out."""
        base = self._base(node)
        if base is not None and base.reads is not None:  # indices of a pooling
            own = [n for n in (*base.sources, *base.also) if n in self.values]
            return self._applied(node, [self._known(name) for name in own], base.reads)
        before, names, value = self._run(node, sources)
        run = self.recorded.replay(before, names, node.name)
        steps, axes = [], []
        for axis, place in enumerate(value.axes):
            to, relation = (None, Same()) if place is None else effect(run, value.shape, place)
            steps.append(self._step(node, axis, relation, [value]))
            axes.append(to)
        taken = [n for n in axes if n is not None]
        if len(set(taken)) < len(taken):
            raise NotFound("it merges axes")
        return Value(tuple(steps), tuple(axes), node.shape or value.shape)

    def _run(self, node: Node, sources: Sequence[str]) -> tuple[str, list[str], Value]:
        """Return the value that a node reads, and the step to run, of which it may be a part."""
        base = self._base(node)
        if base is not None:
            sources = [n for n in (*base.sources, *base.also) if n in self.values]
            names = [base.name]
        else:
            names = [node.name]
        if len(set(sources)) != 1:
            raise NotFound(NOT_KNOWN if sources else "it does not depend on the input")
        value = self._known(sources[0])
        return sources[0], [*self._constants(names), *names], value

    def _constants(self, names: Sequence[str]) -> list[str]:
        """Return the steps without the input that these steps read."""
        found, stack = set[str](), [n for name in names for n in self.nodes[name].sources]
        while stack:
            name = stack.pop()
            node = self.nodes.get(name)
            if node is not None and name not in found and name not in self.values:
                found.add(name)
                stack += node.sources
        return [name for name in self.nodes if name in found]

    def _base(self, node: Node) -> Node | None:
        """Return the step of which a node is another result than the first, or None."""
        base = self.nodes.get(node.source)
        return base if base is not None and node.name.startswith(f"{base.name}.") else None

    def _moved(self, node: Node) -> Value:
        """Return the value of several steps that were understood together."""
        sources = [n for n in node.sources if n in self.values]
        values = [self._known(name) for name in sources]
        first = values[0]
        relations = list(_relations(node, len(first.axes)))
        shape = node.shape or first.shape
        steps = []
        for axis, relation in enumerate(relations):
            steps.append(self._step(node, axis, relation, values))
        sizes = [
            None if n is None else relation.size(first.shape[n])
            for n, relation in zip(first.axes, relations, strict=True)
        ]
        ndim = len(sizes)
        for start in (2, 1):
            if list(shape[start : start + ndim]) == sizes and len(shape) == ndim + 2:
                return Value(tuple(steps), tuple(range(start, start + ndim)), shape)
        raise NotFound(NOT_KNOWN)


def _relations(node: Node, ndim: int) -> Iterator[Relation]:
    """Yield the relation of a step on each axis."""
    match node.what:
        case Pad(pads, mode) if len(pads) == ndim:
            if mode == "other":
                raise NotFound(OTHER_BORDER)
            word: Mode = "zeros" if mode == "constant" else mode
            for begin, end in pads:
                yield Window(Axis(1, 1, 1, begin, end), word)
        case Resize(scale, "bed_of_nails"):
            for s in _each(scale, ndim):
                yield Spread(Axis(1, s, 1, 0, 1 - s))
        case Resize(scale, mode):
            for s in _each(scale, ndim):
                yield Sampled(Fraction(s), "nearest" if mode == "nearest" else "linear")
        case Shuffle(scale):
            for s in _each(scale, ndim):
                yield Spread(Axis(s, s, 1, 0, 0))
        case Transpose(geometry=geometry):
            yield from (Spread(axis) for axis in geometry.axes)
        case Convolution(weight, _, padding, dilation):
            for k, d, (before, after) in zip(weight.shape[2:], dilation, padding, strict=True):
                yield Window(Axis(k, 1, d, before, after))
        case None if node.through:
            yield from [Same()] * ndim
        case _:
            raise NotFound(NOT_KNOWN)


def _each(scale: Size, ndim: int) -> Size:
    return scale * ndim if len(scale) == 1 else scale
