"""The upsampling layers in a model's graph, and possible ones that cannot be measured.

Readers of the frameworks return `Node`s; `find` looks for transposed convolutions, for
convolutions at stride 1 after a resize by integer factors, and for pixel shuffles directly after a
convolution. Between a resize and a convolution there may be pointwise steps, borders, which shift
the phases, and a concatenation, for which the convolution's weight for the resized channels is
measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from upconv.arguments import Pairs
from upconv.arrays import Array
from upconv.checkerboards.layers import (
    Concatenate,
    Convolution,
    Layer,
    Pad,
    Resize,
    ResizeTo,
    Shuffle,
    Step,
    Transpose,
    Unknown,
    inserted,
    part,
    resized,
    subpixel,
)
from upconv.checkerboards.reads import Reads
from upconv.checkerboards.work import Work

Size: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Node:
    """One step of a model: its name, the step that it reads, and its kind, None for any other.

    `through` marks pointwise steps and identities: for the phases it does not matter whether a
    resize is before or after them. `label` is the user's name for it, if different; `size` is the
    spatial size of its value, if the model states it. `more` are the other steps that it reads,
    `shape` is the full shape of its value, if known.

    `image` marks a step whose value and first input are known to be (N, C, *i). `linear` is a
    matrix product over the last axis, as the equivalent convolution if that axis has the channels.
    `work` is the cost of the step; None if another node has it. `reads` says which positions it
    reads, if its kind says so; `also` are values that it reads at every position, such as one
    number per channel.
    """

    name: str
    source: str
    what: Step | None = None
    through: bool = False
    label: str = ""
    size: Size | None = None
    more: tuple[str, ...] = ()
    shape: Size | None = None
    image: bool = False
    linear: Convolution | None = None
    work: Work | None = None
    reads: Reads | None = None
    also: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The user's name for it."""
        return self.label or self.name

    @property
    def sources(self) -> tuple[str, ...]:
        """All the steps that it reads."""
        return (self.source, *self.more) if self.source else self.more


class Ran(NamedTuple):
    """The results of a run of a model: values by the names of their nodes, and the outputs.

    The outputs have the model's names, or "" for a single one, each with the name of its node, if
    known.
    """

    values: dict[str, Array]
    outputs: dict[str, tuple[Array, str | None]]


Values: TypeAlias = Callable[[Any, list[str]], Ran]


class Left(NamedTuple):
    """A step that may upsample and is not measured, with the reason."""

    name: str
    reason: str


@dataclass(frozen=True)
class Model:
    """The result of a reader: the steps, a function to run the model, and the unrecognised steps.

    `run(batch, names)` returns the values with these names, and the outputs, each (N, C, *i).
    `parameters` are all parameters of the model, a count for each key; `last` says that its user
    has the channels last.
    """

    nodes: Sequence[Node]
    run: Values
    left: Sequence[Left] = field(default=())
    parameters: Mapping[str, int] = field(default_factory=dict)
    last: bool = False


@dataclass(frozen=True)
class Recorded:
    """A run of a model on a batch: its steps as they ran, and how to run them again.

    `outputs` are the nodes of the outputs by name. `replay(first, names, last)` is a function that
    runs the steps `names`, in order, on a value of `first`, (N, C, *i), and returns `last`; `run`
    and `last` are those of `Model`.
    """

    nodes: Sequence[Node]
    outputs: Mapping[str, str | None]
    replay: Callable[[str, list[str], str], Callable[[Any], Any]]
    run: Values
    last: bool = False


class Found(NamedTuple):
    """The layers of a graph, the unmeasured steps, and the values whose sizes would help."""

    layers: list[Layer]
    left: list[Left]
    wanted: list[str]


WITH_A_BATCH = "resizes to a size: its factor is known only with a batch"
ALONE = "a resize without a convolution at stride 1 after it; even by itself"
NOT_AFTER_CONV = "a pixel shuffle that is not directly after a convolution"
NOT_COUNTED = "is concatenated with values whose channels are unknown"
SOME_GROUPS = "groups of the convolution mix the resized channels with others"


def find(nodes: Sequence[Node], sizes: Mapping[str, Size] | None = None) -> Found:
    """Return the upsampling layers of a graph; `sizes` are those of values in a run."""
    known = {node.name: node.size for node in nodes if node.size is not None} | dict(sizes or {})
    graph: dict[str, Node] = {}
    layers: list[Layer] = []
    left: list[Left] = []
    wanted: list[str] = []
    read: set[str] = set()
    for node in nodes:
        graph[node.name] = node
        for before in _resizes_before(node, graph):
            read.add(before.node.name)
            match _factor(before.node, known):
                case Resize() as resize:
                    one = _convolved(node, before, resize)
                    if isinstance(one, Left):
                        left.append(one)
                    else:
                        layers.append(one)
                case Left() as one:
                    left.append(one)
                    if one.reason == WITH_A_BATCH:
                        wanted += [before.node.source, before.node.name, node.name]
        layers.extend(_layer(node, graph))
        match node.what:
            case Unknown(reason):
                left.append(Left(node.shown, reason))
            case Shuffle() if not _shuffles_convolution(node, graph):
                left.append(Left(node.shown, NOT_AFTER_CONV))
    for node in nodes:
        if node.name in read:
            continue
        match node.what:
            case Resize(scale, "bed_of_nails") as resize if any(s > 1 for s in scale):
                shape = node.shape
                layer = inserted(resize, 1 if shape is None else shape[1])
                layers.append(replace(layer, name=node.shown, source=node.source, value=node.name))
            case Resize() | ResizeTo():
                left.append(Left(node.shown, ALONE))
    return Found(layers, left, wanted)


class _Before(NamedTuple):
    """A resize that a convolution reads, the border between them, and the channels."""

    node: Node
    pads: Pairs
    part: Convolution | Left
    joined: bool = False


def _resizes_before(node: Node, graph: Mapping[str, Node]) -> Iterator[_Before]:
    if isinstance(node.what, Convolution):
        pads = ((0, 0),) * (node.what.weight.ndim - 2)
        yield from _upwards(node.source, graph, _Before(node, pads, node.what))


def _upwards(name: str, graph: Mapping[str, Node], so_far: _Before) -> Iterator[_Before]:
    """Yield the resizes above, through steps that do not move pixels or channels."""
    node = graph.get(name)
    if node is None:
        return
    match node.what:
        case Resize() | ResizeTo():
            yield so_far._replace(node=node)
        case Pad(pads) if len(pads) == len(so_far.pads):
            added = tuple((b + c, e + f) for (b, e), (c, f) in zip(pads, so_far.pads, strict=True))
            yield from _upwards(node.source, graph, so_far._replace(pads=added))
        case Concatenate(channels):
            for n, source in enumerate(node.sources):
                here = _part(node, so_far.part, channels, n)
                yield from _upwards(source, graph, so_far._replace(part=here, joined=True))
        case None if node.through and not node.more:
            yield from _upwards(node.source, graph, so_far)


def _part(
    node: Node, step: Convolution | Left, channels: tuple[int, ...], place: int
) -> Convolution | Left:
    """Return the part of a convolution for one of the concatenated values, or why there is none."""
    if isinstance(step, Left):
        return step
    if not channels:
        return Left(node.shown, NOT_COUNTED)
    own = part(step, sum(channels[:place]), channels[place])
    return Left(node.shown, SOME_GROUPS) if own is None else own


def _factor(node: Node, sizes: Mapping[str, Size]) -> Resize | Left | None:
    """Return a resize with its factors; None if it does not upsample."""
    if isinstance(node.what, Resize):
        return node.what if any(s > 1 for s in node.what.scale) else None
    assert isinstance(node.what, ResizeTo)  # noqa: S101 - checked by the caller
    before, after = sizes.get(node.source), sizes.get(node.name)
    if before is None or after is None or len(before) != len(after):
        return Left(node.shown, WITH_A_BATCH)
    if all(o <= i for i, o in zip(before, after, strict=True)):
        return None
    if any(o % i for i, o in zip(before, after, strict=True)):
        old, new = ("x".join(map(str, size)) for size in (before, after))
        return Left(node.shown, f"resizes {old} to {new}, which is not an integer factor")
    return Resize(tuple(o // i for i, o in zip(before, after, strict=True)), node.what.mode)


def _convolved(node: Node, before: _Before, resize: Resize) -> Layer | Left:
    own = before.part
    if isinstance(own, Left):
        return Left(before.node.shown, own.reason)
    padding = tuple((b + c, e + f) for (b, e), (c, f) in zip(own.padding, before.pads, strict=True))
    layer = resized(resize, replace(own, padding=padding))
    name = f"{node.shown}, of {before.node.shown}" if before.joined else node.shown
    return replace(layer, name=name, source=before.node.source, value=node.name)


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
        assert isinstance(before.what, Convolution)  # noqa: S101 - checked above
        layer = subpixel(before.what, node.what)
        yield replace(layer, name=before.shown, source=before.source, value=node.name)


def _shuffles_convolution(node: Node, graph: Mapping[str, Node]) -> bool:
    before = graph.get(node.source)
    return before is not None and isinstance(before.what, Convolution)
