"""Repaired copies of ONNX models: Resize and Conv become ConvTranspose."""

from __future__ import annotations

from typing import Any

import onnx
from onnx import numpy_helper

from upconv import conventions, errors
from upconv.checkerboards.graph import Node
from upconv.checkerboards.layers import Convolution, Resize, Transpose
from upconv.checkerboards.readers.onnx import nodes, tensors
from upconv.checkerboards.repairs.repaired import (
    INTERPOLATED,
    READ_TWICE,
    Repaired,
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
    """Return a copy in which nearest Resize + Conv is one ConvTranspose: the same function."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    known = {node.name: node for node in nodes(copy)}
    written = {node.output[0]: node for node in copy.graph.node if node.output}
    constants = tensors(copy)
    done, left, gone, unread = [], [], [], []
    for node in known.values():
        before = known.get(node.source)
        if not isinstance(node.what, Convolution) or before is None:
            continue
        if not isinstance(before.what, Resize):
            continue
        name = f"{before.name} -> {node.name}"
        weight = written[node.name].input[1]
        reason = _why_not(copy, before) or rounded(constants[weight].dtype)
        if reason is None:
            try:
                unread += [weight, *written[before.name].input[1:]]
                _replace(copy, written[before.name], written[node.name], before.what, node.what)
                gone.append(written[before.name])
                done.append(f"{name}: one ConvTranspose")
                continue
            except errors.NotExpressibleError as error:
                reason = str(error)
        left.append(f"{name}: {reason}")
    for node in gone:
        copy.graph.node.remove(node)
    drop_unread(copy, unread)
    if done:
        onnx.checker.check_model(copy)
    return Repaired(copy, done, left)


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


def _why_not(model: onnx.ModelProto, resize: Node) -> str | None:
    assert isinstance(resize.what, Resize)  # noqa: S101 - the caller has looked
    if resize.what.mode != "nearest":
        return INTERPOLATED
    readers = sum(list(node.input).count(resize.name) for node in model.graph.node)
    if readers > 1 or any(value.name == resize.name for value in model.graph.output):
        return READ_TWICE
    return None


def _replace(
    model: onnx.ModelProto, resize: Any, conv: Any, scale: Resize, step: Convolution
) -> None:
    new = one_layer(scale, step)
    words: dict[str, Any] = conventions.to_framework("onnx", new.geometry, groups=step.groups)
    weight = _added(model, new.weight, conv.input[1])
    inputs = [resize.input[0], weight, *list(conv.input)[2:]]
    made = onnx.helper.make_node("ConvTranspose", inputs, [conv.output[0]], name=conv.name, **words)
    conv.CopyFrom(made)


def _added(model: onnx.ModelProto, array: Any, like: str) -> str:
    """Add a tensor under a name of its own: the old one may be read by other nodes."""
    name = f"{like}_even"
    taken = {tensor.name for tensor in model.graph.initializer}
    taken |= {name for node in model.graph.node for name in (*node.input, *node.output)}
    while name in taken:
        name += "_"
    model.graph.initializer.append(numpy_helper.from_array(array, name))
    return name
