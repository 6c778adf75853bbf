"""Repaired copies of ONNX models: Resize and Conv become ConvTranspose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import numpy_helper

from upconv import conventions, errors
from upconv.checkerboards.graph import NOT_COUNTED, SOME_GROUPS, Node
from upconv.checkerboards.layers import Concatenate, Convolution, Pad, Resize, Transpose, part
from upconv.checkerboards.readers.onnx import nodes, shapes, tensors
from upconv.checkerboards.repairs.repaired import (
    INTERPOLATED,
    READ_TWICE,
    Bordered,
    Repaired,
    bordered,
    evened,
    one_layer,
    rounded,
)
from upconv.onnx.constants import drop_unread

ENDING = ".onnx"


def write(model: onnx.ModelProto) -> bytes:
    """Return the content of a model's file."""
    content: bytes = model.SerializeToString()
    return content


def fused(model: onnx.ModelProto) -> Repaired:
    """Return a copy in which nearest Resize + Conv is one ConvTranspose: the same function.

    If the convolution reads the resize concatenated with other values, it is split: a ConvTranspose
    for the resized channels and a Conv for the others, whose results are added.
    """
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    done: list[str] = []
    left: dict[str, str] = {}
    while (name := _fuse_one(copy, left)) is not None:
        done.append(f"{name}: one ConvTranspose")
    if done:
        onnx.checker.check_model(copy)
    return Repaired(copy, done, [f"{name}: {reason}" for name, reason in left.items()])


def _fuse_one(model: onnx.ModelProto, left: dict[str, str]) -> str | None:
    """Fuse a resize and a convolution, and return their names; None if none is left."""
    known = {node.name: node for node in nodes(model, None, shapes(model))}
    for conv in known.values():
        if not isinstance(conv.what, Convolution):
            continue
        for chain in _chains(conv, known):
            name = f"{chain.resize.name} -> {conv.name}"
            if name in left:
                continue
            reason = _why_not(model, chain) or _fuse(model, chain, conv)
            if reason is None:
                return name
            left[name] = reason
    return None


class _Chain(NamedTuple):
    """The nodes of a resize, the border after it, and the concatenation before a convolution."""

    resize: Node
    pad: Node | None
    join: Node | None
    place: int  # among the concatenated values


def _chains(conv: Node, known: dict[str, Node]) -> Iterator[_Chain]:
    """Yield the resizes that a convolution reads: directly, after a border, or concatenated."""
    before = known.get(conv.source)
    join = before if before is not None and isinstance(before.what, Concatenate) else None
    sources = (conv.source,) if join is None else join.sources
    for place, source in enumerate(sources):
        found = known.get(source)
        pad = found if found is not None and isinstance(found.what, Pad) else None
        found = known.get(pad.source) if pad is not None else found
        if found is not None and isinstance(found.what, Resize):
            yield _Chain(found, pad, join, place)


def _fuse(model: onnx.ModelProto, chain: _Chain, node: Node) -> str | None:
    """Replace a chain by one ConvTranspose, or return why that is not possible."""
    written = {name: one for one in model.graph.node for name in one.output}
    conv = written[node.name]
    scale, whole = chain.resize.what, node.what
    assert isinstance(scale, Resize)  # noqa: S101 - as `_chains` says
    assert isinstance(whole, Convolution)  # noqa: S101
    reason = rounded(tensors(model)[conv.input[1]].dtype)
    if reason is not None:
        return reason
    step, first, count = whole, 0, 0
    if chain.join is not None:
        channels = getattr(chain.join.what, "channels", ())
        if not channels or whole.groups > 1:
            return NOT_COUNTED if not channels else SOME_GROUPS
        first, count = sum(channels[: chain.place]), channels[chain.place]
        step = part(whole, first, count) or whole  # without groups there is always a part
    pad = chain.pad.what if chain.pad is not None else None
    found = bordered(scale, pad, step) if isinstance(pad, Pad) else step
    if isinstance(found, str):
        return found
    edge: list[onnx.NodeProto] = []
    source = written[chain.resize.name].input[0]
    if isinstance(found, Bordered):
        step = found.step
        if any(map(any, found.edge)):
            edge = [_edge(model, source, found)]
            source = edge[0].output[0]
    try:
        new = one_layer(scale, step)
        words: dict[str, Any] = conventions.to_framework("onnx", new.geometry, groups=step.groups)
    except errors.NotExpressibleError as error:
        return str(error)
    weight = _added(model, new.weight, conv.input[1])
    inputs = [source, weight, *list(conv.input)[2:]]
    apart = chain.join is not None and len(chain.join.sources) > 1
    output = _name(model, f"{conv.output[0]}_resized") if apart else conv.output[0]
    made = [
        *edge,
        onnx.helper.make_node("ConvTranspose", inputs, [output], name=conv.name, **words),
    ]
    if apart:
        assert chain.join is not None  # noqa: S101 - implied by `apart`
        made += _others(model, chain.join, chain.place, conv, (first, count), output)
    gone = (chain.resize, *(one for one in (chain.pad, chain.join) if one is not None))
    unread = [conv.input[1], *(one.name for one in gone)]
    _replace(model, conv, made)
    drop_unread(model, unread)
    return None


def _others(
    model: onnx.ModelProto,
    join: Node,
    place: int,
    conv: onnx.NodeProto,
    channels: tuple[int, int],
    resized: str,
) -> list[onnx.NodeProto]:
    """Return the nodes of the convolution of the other values, and of the sum."""
    first, count = channels
    weight = np.delete(tensors(model)[conv.input[1]], range(first, first + count), axis=1)
    sources = [name for n, name in enumerate(join.sources) if n != place]
    made, source = [], sources[0]
    if len(sources) > 1:
        source = _name(model, f"{join.name}_others")
        made.append(onnx.helper.make_node("Concat", sources, [source], axis=1))
    rest = onnx.NodeProto()
    rest.CopyFrom(conv)
    rest.name = f"{conv.name}_others" if conv.name else ""
    del rest.input[:], rest.output[:]
    held = _added(model, weight, conv.input[1])
    rest.input.extend([source, held])
    rest.output.append(_name(model, f"{conv.output[0]}_others"))
    total = onnx.helper.make_node("Add", [rest.output[0], resized], [conv.output[0]])
    return [*made, rest, total]


def _edge(model: onnx.ModelProto, source: str, found: Bordered) -> onnx.NodeProto:
    """Return the border before a resize."""
    begins, ends = zip(*found.edge, strict=True)
    pads = np.array([0, 0, *begins, 0, 0, *ends], np.int64)
    mode = "wrap" if found.mode == "circular" else "edge"
    output = _name(model, f"{source}_edge")
    held = _added(model, pads, f"{output}_pads")
    return onnx.helper.make_node("Pad", [source, held], [output], mode=mode)


def _replace(model: onnx.ModelProto, old: onnx.NodeProto, new: list[onnx.NodeProto]) -> None:
    """Replace a node by others, at the place where all their inputs have been computed."""
    every = list(model.graph.node)
    place = next(n for n, node in enumerate(every) if node is old or node == old)
    every[place : place + 1] = new
    kept = [onnx.NodeProto.FromString(node.SerializeToString()) for node in every]
    del model.graph.node[:]
    model.graph.node.extend(kept)


def equalize(model: onnx.ModelProto) -> Repaired:
    """Return a copy whose ConvTranspose weights all have even gains. This changes the function."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    constants = tensors(copy)
    written = {node.output[0]: node for node in copy.graph.node if node.output}
    done: list[str] = []
    left: list[str] = []
    unread: list[str] = []
    for node in nodes(copy):
        step = node.what
        if not isinstance(step, Transpose):
            continue
        even = evened(node.name, step, done, left)
        if even is not None:
            target = written[node.name]
            old = target.input[1]
            target.input[1] = _added(copy, even.astype(constants[old].dtype), old)
            unread.append(old)
    drop_unread(copy, unread)
    if done:
        onnx.checker.check_model(copy)
    return Repaired(copy, done, left)


def _why_not(model: onnx.ModelProto, chain: _Chain) -> str | None:
    assert isinstance(chain.resize.what, Resize)  # noqa: S101 - as `_chains` says
    if chain.resize.what.mode != "nearest":
        return INTERPOLATED
    for one in (chain.resize, chain.pad, chain.join):
        if one is None:
            continue
        readers = sum(list(node.input).count(one.name) for node in model.graph.node)
        if readers > 1 or any(value.name == one.name for value in model.graph.output):
            return READ_TWICE
    if chain.pad is not None and _opset(model) < 11:
        return "Pad has no inputs in this opset"
    return None


def _opset(model: onnx.ModelProto) -> int:
    return max((one.version for one in model.opset_import if not one.domain), default=0)


def _added(model: onnx.ModelProto, array: Any, like: str) -> str:
    """Add a tensor under a new name, as other nodes may read the old one."""
    name = _name(model, f"{like}_even")
    model.graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
    return name


def _name(model: onnx.ModelProto, wanted: str) -> str:
    """Return a name that is not used in a model."""
    taken = {tensor.name for tensor in model.graph.initializer}
    taken |= {name for node in model.graph.node for name in (*node.input, *node.output)}
    while wanted in taken:
        wanted += "_"
    return wanted
