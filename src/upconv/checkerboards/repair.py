"""Repaired copies of ONNX models.

`fused` is exact: a nearest resize by whole factors and the convolution after it become one
ConvTranspose, which computes the same function with fewer multiply-adds (sums are taken in another
order, so the last bits may differ). `equalize` is not: it changes the function.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import numpy_helper

from upconv import conventions, errors, rewrites
from upconv.checkerboards.gain import equalized
from upconv.checkerboards.graph import Node
from upconv.checkerboards.layers import Convolution, Resize, Transpose
from upconv.checkerboards.readers.onnx import nodes, tensors


class Repaired(NamedTuple):
    """A repaired copy; what was done, and what was left and why, a line for each layer."""

    model: onnx.ModelProto
    done: list[str]
    left: list[str]


def fused(model: onnx.ModelProto) -> Repaired:
    """Return a copy in which nearest resize + Conv is one ConvTranspose: the same function.

    A resize stays where something else reads it too, where it is not the nearest one by whole
    factors, and where ONNX has no words for the crop.
    """
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    known = {node.name: node for node in nodes(copy)}
    written = {node.output[0]: node for node in copy.graph.node if node.output}
    done, left, gone = [], [], []
    for node in known.values():
        before = known.get(node.source)
        if not isinstance(node.what, Convolution) or before is None:
            continue
        if not isinstance(before.what, Resize):
            continue
        name = f"{before.name} -> {node.name}"
        reason = _why_not(copy, before) or _why_rounded(copy, written[node.name])
        if reason is None:
            try:
                _replace(copy, written[before.name], written[node.name], before.what, node.what)
                gone.append(written[before.name])
                done.append(f"{name}: one ConvTranspose")
                continue
            except errors.NotExpressibleError as error:
                reason = str(error)
        left.append(f"{name}: {reason}")
    for node in gone:
        copy.graph.node.remove(node)
    _drop_unread(copy)
    if done:
        onnx.checker.check_model(copy)
    return Repaired(copy, done, left)


def equalize(model: onnx.ModelProto) -> Repaired:
    """Return a copy whose ConvTranspose weights all have even gains. This changes the function."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    written = {node.output[0]: node for node in copy.graph.node if node.output}
    done, left = [], []
    for node in nodes(copy):
        step = node.what
        if not isinstance(step, Transpose):
            continue
        if 0 in (count for counts in step.geometry.overlap() for count in counts):
            left.append(f"{node.name}: a phase without taps has no gain to change")
            continue
        target = written[node.name]
        old = target.input[1]
        even = equalized(step.weight, step.geometry).astype(tensors(copy)[old].dtype)
        target.input[1] = _added(copy, even, old)
        done.append(f"{node.name}: gains equalised, which changes the function")
    _drop_unread(copy)
    if done:
        onnx.checker.check_model(copy)
    return Repaired(copy, done, left)


def _why_not(model: onnx.ModelProto, resize: Node) -> str | None:
    assert isinstance(resize.what, Resize)  # noqa: S101 - the caller has looked
    if resize.what.mode != "nearest":
        return "an interpolation and zero padding are no one transposed convolution at the border"
    readers = sum(list(node.input).count(resize.name) for node in model.graph.node)
    if readers > 1 or any(value.name == resize.name for value in model.graph.output):
        return "the resize is read by something else too"
    return None


def _why_rounded(model: onnx.ModelProto, conv: onnx.NodeProto) -> str | None:
    dtype = tensors(model)[conv.input[1]].dtype
    if dtype in (np.float32, np.float64):
        return None
    return f"sums of {dtype} weights would be rounded to {dtype}"


def _replace(
    model: onnx.ModelProto, resize: Any, conv: Any, scale: Resize, step: Convolution
) -> None:
    new = rewrites.resize_conv_to_transposed(
        step.weight,
        scale=scale.scale,
        padding=step.padding,
        dilation=step.dilation,
        groups=step.groups,
    )
    words: dict[str, Any] = conventions.to_framework("onnx", new.geometry, groups=step.groups)
    weight = _added(model, new.weight, conv.input[1])
    inputs = [resize.input[0], weight, *list(conv.input)[2:]]
    made = onnx.helper.make_node("ConvTranspose", inputs, [conv.output[0]], name=conv.name, **words)
    conv.CopyFrom(made)


def _added(model: onnx.ModelProto, array: Any, like: str) -> str:
    """Add a tensor under a name of its own: the old one may be read by other nodes."""
    name = f"{like}_even"
    taken = set(tensors(model))
    while name in taken:
        name += "_"
    model.graph.initializer.append(numpy_helper.from_array(array, name))
    return name


def _drop_unread(model: onnx.ModelProto) -> None:
    """Remove tensors that nothing reads any more."""
    read = {name for node in model.graph.node for name in node.input}
    read |= {value.name for value in model.graph.output}
    for tensor in list(model.graph.initializer):
        if tensor.name not in read:
            model.graph.initializer.remove(tensor)
    for node in list(model.graph.node):
        if node.op_type == "Constant" and node.output[0] not in read:
            model.graph.node.remove(node)
