"""The ConvTranspose nodes of a model, each with its layer or why it cannot be rewritten."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto

from upconv import errors
from upconv.arrays import Array
from upconv.geometry import Geometry
from upconv.onnx.constants import Constants
from upconv.onnx.nodes import attributes_of, geometry_of, is_conv_transpose, misfit
from upconv.onnx.shapes import Sizes, shapes_of

MOST_PHASES = 2**16
MOST_TAPS = 2**24
OLDEST_OPSET = 11  # the first with negative pads and the mode CRD, which the rewrite uses


@dataclass(frozen=True)
class Layer:
    """A ConvTranspose node of a model: its weights and geometry, or the `reason` why not.

    `output` is the name of its output, by which it is identified.
    """

    output: str
    node: NodeProto
    geometry: Geometry | None = None
    groups: int = 1
    weight: Array | None = None
    bias: Array | None = None
    reason: str = ""


def layers_of(model: ModelProto) -> list[Layer]:
    """Return the ConvTranspose nodes of a model in order, those inside subgraphs last."""
    constants = Constants(model, overridable=False)
    sizes = _Sizes(model)
    opset = opset_of(model)
    found = []
    for node in model.graph.node:
        if is_conv_transpose(node) and node.output:
            found.append(_read(node, constants, sizes, opset))
    for function in model.functions:
        found += _inside(function.node, "it is inside a function of the model")
    for graph in _subgraphs(model.graph.node):
        found += _inside(graph.node, "it is inside a branch or loop")
    return found


def opset_of(model: ModelProto) -> int:
    """Return the opset version of a model for ONNX's own operators; 0 if it has none."""
    versions = [int(o.version) for o in model.opset_import if o.domain in ("", "ai.onnx")]
    return versions[0] if versions else 0


def _inside(nodes: Iterable[NodeProto], reason: str) -> Iterator[Layer]:
    return (
        Layer(n.output[0], n, reason=reason) for n in nodes if is_conv_transpose(n) and n.output
    )


def _subgraphs(nodes: Iterable[NodeProto]) -> Iterator[GraphProto]:
    for node in nodes:
        for attribute in node.attribute:
            graphs = [*attribute.graphs]
            if attribute.type == AttributeProto.GRAPH:
                graphs.append(attribute.g)
            for graph in graphs:
                yield graph
                yield from _subgraphs(graph.node)


def _read(node: NodeProto, constants: Constants, sizes: _Sizes, opset: int) -> Layer:
    output = node.output[0]
    if wrong := misfit(node):
        return Layer(output, node, reason=f"it is invalid: {wrong}")
    attributes = attributes_of(node)
    has_bias = len(node.input) > 2 and bool(node.input[2])
    weight = constants.get(node.input[1])
    bias = constants.get(node.input[2]) if has_bias else None
    for value, role in [(weight, "W"), *([(bias, "B")] if has_bias else [])]:
        if value is None:
            return Layer(output, node, reason=f"{role} is not a constant")
    assert weight is not None  # noqa: S101 - checked above
    if opset < OLDEST_OPSET:
        return Layer(output, node, reason=f"opset {opset} is older than {OLDEST_OPSET}")
    if weight.dtype not in (np.float16, np.float32, np.float64):
        return Layer(output, node, reason=f"its type is {weight.dtype}")
    size = sizes.of(node.input[0]) if "output_shape" in attributes else None
    if "output_shape" in attributes and size is None:
        return Layer(output, node, reason="it has output_shape, and the size of X is not fixed")
    try:
        geometry = geometry_of(attributes, weight.shape[2:], size)
    except errors.UpconvError as error:
        return Layer(output, node, reason=f"its attributes are invalid: {error}")
    if too_large := _too_large(geometry):
        return Layer(output, node, reason=too_large)
    groups = int(attributes.get("group", 1))
    if groups < 1 or len(weight) % groups:
        return Layer(output, node, reason=f"group={groups} for {len(weight)} channels")
    return Layer(output, node, geometry, groups, weight, bias)


def _too_large(geometry: Geometry) -> str:
    """Return why a layer is too large to be rewritten, or "": these bound time and memory."""
    if math.prod(geometry.stride) > MOST_PHASES:
        return f"its strides give more than {MOST_PHASES} phases"
    if math.prod(axis.extent for axis in geometry.axes) > MOST_TAPS:
        return f"its dilated kernel has more than {MOST_TAPS} taps"
    return ""


class _Sizes:
    """The spatial sizes that a model fixes, inferred on first access."""

    def __init__(self, model: ModelProto) -> None:
        self._model = model
        self._known: dict[str, Sizes] | None = None

    def of(self, name: str) -> tuple[int, ...] | None:
        if self._known is None:
            self._known = shapes_of(self._model)
        sizes = self._known.get(name, ())[2:]
        fixed = tuple(size for size in sizes if size is not None)
        return fixed if sizes and len(fixed) == len(sizes) else None
