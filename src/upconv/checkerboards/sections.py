"""Sequences of steps that can be recognised only together: reshapes, transpositions, copies.

Between two recognised steps, a model can move values in any way. Such a sequence (a run) is
followed from its last value, which a recognised step reads, back to the value that it is computed
from; its effect is then determined from numbers that it moves (`probe`). A run that upsamples in
an unknown way is Unknown, so that no upsampling is overlooked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from typing import TypeAlias

import numpy as np

from upconv.arrays import Array
from upconv.checkerboards import probe
from upconv.checkerboards.graph import Node, Size
from upconv.checkerboards.layers import Concatenate, Convolution, Pad, Resize, Step, Unknown

# replay(first, names, last): a function that runs the steps `names`, in order, on `first`.
Replay: TypeAlias = Callable[[str, list[str], str], probe.Run]

UNPOOLED = "puts values where a pooling found them: its phases depend on the input"
SIZES = "moves values between sizes that are known only with a batch"


class Layout(Enum):
    """The position of the channels of a value."""

    FIRST = "(N, C, *i)"
    LAST = "(N, *i, C)"
    OUTPUT = "an output, which may have them first or last"
    EITHER = "the source of a run, which may have them anywhere"

    @property
    def any(self) -> list[Layout]:
        """The possible layouts."""
        return [self] if self in (Layout.FIRST, Layout.LAST) else [Layout.FIRST, Layout.LAST]

    def pixels(self, shape: Size) -> Size:
        """Return the spatial size."""
        return shape[1:-1] if self is Layout.LAST else shape[2:]


def understood(nodes: Sequence[Node], outputs: Sequence[str], replay: Replay) -> list[Node]:
    """Return the nodes, with every run between two recognised ones replaced by its effect."""
    return _Sections(nodes, replay).read(outputs)


class _Sections:
    def __init__(self, nodes: Sequence[Node], replay: Replay) -> None:
        self.graph = {node.name: node for node in nodes}
        self.place = {node.name: n for n, node in enumerate(nodes)}
        self.replay = replay
        self.seen: set[str] = set()
        self.ends: dict[str, list[Node]] = {}  # the nodes that replace a run's last value

    def read(self, outputs: Sequence[str]) -> list[Node]:
        for node in list(self.graph.values()):
            if node.image and node.source:
                self._look(node.source, Layout.FIRST)
        for node in list(self.graph.values()):
            if node.linear is not None and node.shape is not None and len(node.shape) > 2:
                self._look(node.source, Layout.LAST)
        for name in outputs:
            self._look(name, Layout.OUTPUT)
        return [one for name, node in self.graph.items() for one in self.ends.get(name, [node])]

    def _look(self, name: str, layout: Layout) -> None:
        """Read the runs that end in this value, or in those that it is computed from pointwise."""
        stack = [(name, layout)]
        while stack:
            name, layout = stack.pop()
            node = self.graph.get(name)
            if node is None or name in self.seen:
                continue
            self.seen.add(name)
            if node.through or isinstance(node.what, Concatenate | Pad):
                stack.extend((source, layout) for source in node.sources)
            elif not _is_understood(node):
                run, sources = self._upwards(node)
                if sources:
                    self.ends[name] = list(self._read(node, run, sources, layout))
                    end = self.ends[name][-1]
                    if end.through or end.what is not None:
                        self.graph[name] = end
                    stack.extend((source.name, Layout.EITHER) for source in sources)

    def _upwards(self, end: Node) -> tuple[list[str], list[Node]]:
        """Return the steps of the run that ends here, in order, and the values it starts from."""
        run, sources, stack = set[str](), dict[str, Node](), [end.name]
        while stack:
            name = stack.pop()
            node = self.graph.get(name)
            if node is None or name in run or name in sources:
                continue
            passes = node.through or isinstance(node.what, Pad)
            if _same_rank(node, end) if passes else _is_understood(node):
                sources[name] = node
            else:
                run.add(name)
                stack.extend(node.sources)
        order = self.place.__getitem__
        return sorted(run, key=order), [sources[name] for name in sorted(sources, key=order)]

    def _read(
        self, end: Node, run: list[str], sources: list[Node], layout: Layout
    ) -> Iterator[Node]:
        own = replace(end, source=sources[0].name, more=tuple(s.name for s in sources[1:]))
        if end.shape is None:
            yield replace(own, what=Unknown(SIZES))
            return
        if not 3 <= len(end.shape) <= 5:
            yield own
            return
        if len(sources) > 1:
            alike = [s.shape for s in sources if s.shape and len(s.shape) == len(end.shape)]
            most = [max(self._most(s, end)) for s in sources if s.shape in alike]
            least = self._least(sources, end, layout)
            sizes = [shape[2:] for shape in alike]
            yield replace(own, what=_several(end.shape, most, least, sizes))
            return
        (start,) = sources
        if start.shape is None:
            yield replace(own, what=Unknown(SIZES))
            return
        if len(start.shape) < 3:  # a vector that becomes an image
            yield own
            return
        for first in (start, *self._nearer(end, run)):
            found = self._moved(first, run, end, layout)
            if found is not None:
                break
        else:
            moves = self.replay(start.name, run, end.name)
            yield replace(own, what=self._otherwise(start, end, moves, layout))
            return
        if first is not start:  # the rest of the run is treated as another run
            own = replace(end, source=first.name, more=())
            self._look(first.name, layout)
        if first.linear is not None and found.last:
            step = _of_rank(first.linear, len(end.shape) - 2)
            self.graph[first.name] = replace(first, what=step)
        yield from _as_nodes(own, found.steps)

    def _otherwise(self, start: Node, end: Node, moves: probe.Run, layout: Layout) -> Step | None:
        """Return the step of a run that does not move values: a resize, Unknown, or None."""
        assert start.shape is not None  # noqa: S101 - checked by the caller
        assert end.shape is not None  # noqa: S101
        if self._least([start], end, layout) <= max(self._most(start, end)):
            return None
        before = Layout.FIRST if self._is_certain(start) else Layout.LAST
        if before is layout is Layout.FIRST:
            resize = probe.interpolation(moves, start.shape)
            if resize is not None:
                return resize
        return Unknown(probe.enlarges(before.pixels(start.shape), layout.pixels(end.shape)))

    def _most(self, node: Node, end: Node) -> list[int]:
        """Return the possible pixel counts of a value, as far as its layout is known."""
        shape = node.shape or ()
        if self._is_certain(node):
            return _pixels(shape, [Layout.FIRST])
        if shape[:1] != (end.shape or ())[:1]:  # even the batch may be on another axis
            return [math.prod(shape)]
        return _pixels(shape, [Layout.LAST] if node.linear is not None else Layout.EITHER.any)

    def _least(self, sources: Sequence[Node], end: Node, layout: Layout) -> int:
        """Return the least number of pixels of the last value of a run."""
        shape = end.shape or ()
        if layout is Layout.OUTPUT:
            if any(map(self._is_certain, sources)):
                return max(_pixels(shape, [Layout.FIRST]))
            if len(shape) > 3:  # an image, whatever the last axis is
                return max(_pixels(shape, layout.any))
        return min(_pixels(shape, layout.any))

    def _is_certain(self, node: Node) -> bool:
        """Return whether a value is known to be (N, C, *i), from its step or the step's inputs."""
        stack, seen = [node], set[str]()
        while stack:
            one = stack.pop()
            if one.image or one.what is not None:
                return True
            if one.through and one.name not in seen:
                seen.add(one.name)
                stack.extend(self.graph[n] for n in one.sources if n in self.graph)
        return False

    def _nearer(self, end: Node, run: list[str]) -> Iterator[Node]:
        """Yield the values of a run that alone determine its last value, starting at the end."""
        node = end
        while len(node.sources) == 1 and node.source in run:
            node = self.graph[node.source]
            if node.shape is not None and end.shape is not None and _same_rank(node, end):
                yield node

    def _moved(self, start: Node, run: list[str], end: Node, layout: Layout) -> probe.Moved | None:
        assert start.shape is not None  # noqa: S101 - checked by the caller
        after = [name for name in run if self.place[name] > self.place[start.name]]
        moves = self.replay(start.name, after, end.name)
        found = None if layout is Layout.LAST else probe.moved(moves, start.shape)
        if found is None and layout is not Layout.FIRST:
            found = probe.moved(lambda x: np.moveaxis(moves(x), -1, 1), start.shape)
        return found


def _is_understood(node: Node) -> bool:
    return node.what is not None or node.image or node.linear is not None


def _same_rank(one: Node, other: Node) -> bool:
    return one.shape is None or other.shape is None or len(one.shape) == len(other.shape)


def _several(end: Size, most: list[int], least: int, sizes: list[Size]) -> Unknown | None:
    """Return Unknown for a run that combines several values, if it upsamples all of them."""
    if not most or least <= max(most):
        return None
    largest = tuple(map(max, zip(*sizes, strict=True)))
    return Unknown(f"{probe.enlarges(largest, end[2:])}: it combines {len(sizes)} values")


def _pixels(shape: Size, layouts: Sequence[Layout]) -> list[int]:
    """Return the pixels of a value, over the whole batch, in each of these layouts.

    Pieces of an image that are stacked on the first axis have as many pixels as the image.
    """
    return [shape[0] * math.prod(layout.pixels(shape)) for layout in layouts]


def _of_rank(step: Convolution, ndim: int) -> Convolution:
    """Return a matrix product as a convolution on `ndim` axes."""
    weight: Array = step.weight.reshape(*step.weight.shape[:2], *(1,) * ndim)
    return Convolution(weight, step.bias, ((0, 0),) * ndim, (1,) * ndim)


def _as_nodes(end: Node, steps: tuple[Step, ...]) -> Iterator[Node]:
    """Yield a node for each step; the last one has the name of the run's value."""
    if not steps:
        yield replace(end, what=None, through=True)
    elif len(steps) == 1 or not isinstance(steps[0], Resize):
        # Rows that a border adds to or removes from a shuffle are outside the phases.
        yield replace(end, what=steps[0])
    else:
        inner = f"{end.name} without its border"
        yield replace(end, name=inner, what=steps[0], label=end.shown, size=None, work=None)
        yield replace(end, source=inner, what=steps[1])
