"""The upsampling layers in a model's graph, and what in it may be one but cannot be measured.

Readers of the frameworks tell what they find as `Node`s; `find` looks for a transposed convolution,
for a convolution at stride 1 after a resize by whole factors, and for a pixel shuffle straight
after a convolution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from upconv.arrays import Array
from upconv.checkerboards.layers import (
    Convolution,
    Layer,
    Resize,
    ResizeTo,
    Shuffle,
    Step,
    Transpose,
    Unknown,
    resized,
    subpixel,
)

Size: TypeAlias = tuple[int, ...]
Values: TypeAlias = Callable[[Any, list[str]], dict[str, Array]]


@dataclass(frozen=True)
class Node:
    """One step of a model: its name, the step it reads from, and what it is; None is anything else.

    `through` marks what acts on every pixel by itself, or not at all: a resize before it is one
    after it, as far as the phases go. `label` is what a user calls it, where that is not the name;
    `size` the spatial size of its value, where the model says it.
    """

    name: str
    source: str
    what: Step | None = None
    through: bool = False
    label: str = ""
    size: Size | None = None

    @property
    def shown(self) -> str:
        """What a user calls it."""
        return self.label or self.name


@dataclass(frozen=True)
class Model:
    """What a reader found: the steps, and how to run the model.

    `run(batch, names)` returns the values called so, and the output under "", each (N, C, *i).
    """

    nodes: Sequence[Node]
    run: Values


class Left(NamedTuple):
    """A step that may enlarge and is not measured, and why."""

    name: str
    reason: str


class Found(NamedTuple):
    """The layers of a graph in its order, what is left, and the values whose sizes would help."""

    layers: list[Layer]
    left: list[Left]
    wanted: list[str]


WITH_A_BATCH = "resizes to a size: its factor is known with a batch"
ALONE = "a resize that no convolution at stride 1 reads; even by itself"
NOT_AFTER_CONV = "a pixel shuffle that does not read a convolution directly"


def find(nodes: Sequence[Node], sizes: Mapping[str, Size] | None = None) -> Found:
    """Return the upsampling layers of a graph; `sizes` of values are those seen in a run."""
    known = {node.name: node.size for node in nodes if node.size is not None} | dict(sizes or {})
    graph: dict[str, Node] = {}
    layers: list[Layer] = []
    left: list[Left] = []
    wanted: list[str] = []
    read: set[str] = set()
    for node in nodes:
        graph[node.name] = node
        before = _resize_before(node, graph)
        if before is not None:
            read.add(before.name)
            match _factor(before, known):
                case Resize() as resize:
                    layers.extend(_convolved(node, before, resize))
                case Left() as one:
                    left.append(one)
                    if one.reason == WITH_A_BATCH:
                        wanted += [before.source, before.name, node.name]
        else:
            layers.extend(_layer(node, graph))
        match node.what:
            case Unknown(reason):
                left.append(Left(node.shown, reason))
            case Shuffle() if not _shuffles_convolution(node, graph):
                left.append(Left(node.shown, NOT_AFTER_CONV))
    for node in nodes:
        if isinstance(node.what, Resize | ResizeTo) and node.name not in read:
            left.append(Left(node.shown, ALONE))
    return Found(layers, left, wanted)


def _resize_before(node: Node, graph: Mapping[str, Node]) -> Node | None:
    """Return the resize that a convolution reads, through what acts on every pixel by itself."""
    if not isinstance(node.what, Convolution):
        return None
    before = graph.get(node.source)
    while before is not None and before.through:
        before = graph.get(before.source)
    if before is None or not isinstance(before.what, Resize | ResizeTo):
        return None
    return before


def _factor(node: Node, sizes: Mapping[str, Size]) -> Resize | Left | None:
    """Return a resize with its factors; None where it does not enlarge."""
    if isinstance(node.what, Resize):
        return node.what if any(s > 1 for s in node.what.scale) else None
    assert isinstance(node.what, ResizeTo)  # noqa: S101 - the caller has looked
    before, after = sizes.get(node.source), sizes.get(node.name)
    if before is None or after is None or len(before) != len(after):
        return Left(node.shown, WITH_A_BATCH)
    if all(o <= i for i, o in zip(before, after, strict=True)):
        return None
    if any(o % i for i, o in zip(before, after, strict=True)):
        old, new = ("x".join(map(str, size)) for size in (before, after))
        return Left(node.shown, f"resizes {old} to {new}, which is no whole factor")
    return Resize(tuple(o // i for i, o in zip(before, after, strict=True)), node.what.mode)


def _convolved(node: Node, before: Node, resize: Resize) -> Iterator[Layer]:
    assert isinstance(node.what, Convolution)  # noqa: S101 - the caller has looked
    layer = resized(resize, node.what)
    yield replace(layer, name=node.shown, source=before.source, value=node.name)


def _layer(node: Node, graph: Mapping[str, Node]) -> Iterator[Layer]:
    if isinstance(node.what, Transpose):
        step = node.what
        yield Layer(
            node.shown,
            "transposed",
            step.geometry,
            step.weight,
            step.groups,
            written=step.geometry.kernel_size,
            source=node.source,
            value=node.name,
        )
    elif isinstance(node.what, Shuffle) and _shuffles_convolution(node, graph):
        before = graph[node.source]
        assert isinstance(before.what, Convolution)  # noqa: S101 - as asked above
        layer = subpixel(before.what, node.what)
        yield replace(layer, name=before.shown, source=before.source, value=node.name)


def _shuffles_convolution(node: Node, graph: Mapping[str, Node]) -> bool:
    before = graph.get(node.source)
    return before is not None and isinstance(before.what, Convolution)
