"""Constant folding: weights that other nodes compute from constants.

Exporters put Identity, Cast, DequantizeLinear, a transposition or the arithmetic of a weight
normalisation between a weight and its layer. A node whose inputs are all constant is computed by
onnx's reference evaluator if it is one of `FOLDED` and its result, by onnx's shape inference, has
at most `LARGEST` elements. Only values that are asked for are computed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from upconv.arrays import Array

LARGEST = 2**26  # elements of a result
_PRODUCTS = 2**36  # products of elements in a matrix multiplication
_SHAPES = 1024  # elements: a tensor up to this size may be a shape, whose values decide a size

# Each is one or a few NumPy calls in the evaluator. Operators that need a loop in Python, subgraphs
# and random numbers are not included.
FOLDED = {
    "Abs", "Add", "And", "BitShift", "Cast", "CastLike", "Ceil", "Clip", "Concat", "Constant",
    "ConstantOfShape", "DequantizeLinear", "Div", "DynamicQuantizeLinear", "Equal", "Erf",
    "Exp", "Expand", "Flatten", "Floor", "Gather", "GatherElements", "Greater",
    "GreaterOrEqual", "Identity", "Less", "LessOrEqual", "Log", "MatMul", "Max", "Mean", "Min",
    "Mod", "Mul", "Neg", "Not", "Or", "Pad", "Pow", "QuantizeLinear", "Range", "Reciprocal",
    "ReduceL1", "ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum",
    "ReduceSumSquare", "Relu", "Reshape", "Round", "Shape", "Sigmoid", "Sign", "Size", "Slice",
    "Split", "Sqrt", "Squeeze", "Sub", "Sum", "Tanh", "Tile", "Transpose", "Unsqueeze", "Where",
    "Xor",
}  # fmt: skip


class Constants:
    """The constants of a model by name, computed on first access.

    `overridable` also includes initializers that a caller could override, with their own value.

    >>> from onnx import helper, numpy_helper
    >>> node = helper.make_node("Transpose", ["w"], ["turned"])
    >>> w = numpy_helper.from_array(np.ones((2, 3), np.float32), "w")
    >>> constants = Constants(helper.make_model(helper.make_graph([node], "g", [], [], [w])))
    >>> constants["turned"].shape, "x" in constants
    ((3, 2), False)
    """

    def __init__(self, model: ModelProto, *, overridable: bool = True) -> None:
        # Until version 4 of the format, every initializer had to be listed as an input.
        fixed = overridable or model.ir_version < 4
        inputs = set() if fixed else {value.name for value in model.graph.input}
        self._tensors = {
            tensor.name: tensor for tensor in model.graph.initializer if tensor.name not in inputs
        }
        self._makers = {
            name: node
            for node in model.graph.node
            if node.op_type in FOLDED and node.domain in ("", "ai.onnx")
            for name in node.output
            if name
        }
        self._opset = [o for o in model.opset_import if o.domain in ("", "ai.onnx")]
        self._ir_version = model.ir_version
        self._known: dict[str, Array | None] = {}

    def get(self, name: str) -> Array | None:
        """Return the value of a constant; None if it is not constant or cannot be computed."""
        pending, waiting = [name], {name}
        while pending:
            last = pending[-1]
            if last in self._known:
                waiting.discard(pending.pop())
                continue
            maker = None if last in self._tensors else self._makers.get(last)
            if maker is None:
                self._known[last] = self._read(last)
                continue
            missing = [read for read in maker.input if read and read not in self._known]
            if missing and waiting.isdisjoint(missing):
                pending.append(missing[0])
                waiting.add(missing[0])
            else:  # all are known, or the graph has a cycle
                self._known |= self._computed(maker)
        return self._known[name]

    def __getitem__(self, name: str) -> Array:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def _read(self, name: str) -> Array | None:
        tensor = self._tensors.get(name)
        if tensor is None:
            return None
        try:
            return numpy_helper.to_array(tensor)
        except Exception:  # a damaged tensor can fail in many ways
            return None

    def _computed(self, node: NodeProto) -> dict[str, Array | None]:
        """Return the outputs of a node, all None if they cannot be computed."""
        nothing: dict[str, Array | None] = dict.fromkeys(filter(None, node.output))
        inputs = {name: self._known.get(name) for name in node.input if name}
        values = {name: value for name, value in inputs.items() if value is not None}
        if len(values) < len(inputs):
            return nothing
        if node.op_type == "MatMul" and math.prod(v.size for v in values.values()) > _PRODUCTS:
            return nothing
        try:
            if self._is_small(node, values):
                model = self._alone(node, [], values)
                results = ReferenceEvaluator(model).run(None, values)
                return nothing | dict(zip(nothing, map(np.asarray, results), strict=True))
        except Exception:  # a damaged node can fail in many ways in the evaluator or inference
            return nothing
        return nothing

    def _is_small(self, node: NodeProto, values: dict[str, Array]) -> bool:
        """Return whether the results of a node are known to be small before they are computed."""
        shapes = {name: value for name, value in values.items() if value.size <= _SHAPES}
        tensors = [numpy_helper.from_array(value, name) for name, value in shapes.items()]
        model = self._alone(node, tensors, {n: v for n, v in values.items() if n not in shapes})
        graph = onnx.shape_inference.infer_shapes(model, data_prop=True).graph
        for output in graph.output:
            tensor = output.type.tensor_type
            dims = tensor.shape.dim
            if not tensor.HasField("shape") or not all(dim.HasField("dim_value") for dim in dims):
                return False
            if math.prod(dim.dim_value for dim in dims) > LARGEST:
                return False
        return True

    def _alone(
        self, node: NodeProto, tensors: list[TensorProto], inputs: dict[str, Array]
    ) -> ModelProto:
        """Return a model of one node, with some inputs as constants and the types of the others."""
        graph = helper.make_graph(
            [node],
            "folded",
            [
                helper.make_tensor_value_info(
                    name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape
                )
                for name, value in inputs.items()
            ],
            [onnx.ValueInfoProto(name=name) for name in node.output if name],
            tensors,
        )
        return helper.make_model(
            graph, opset_imports=self._opset, ir_version=max(self._ir_version, 3)
        )


def drop_unread(model: ModelProto, names: Iterable[str]) -> None:
    """Remove the constants of `names` that are no longer read, and the nodes that compute them."""
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output if name}
    pending, gone, dead = list(names), set[str](), list[NodeProto]()
    counts: dict[str, int] = {}
    for name in _reads(model):
        counts[name] = counts.get(name, 0) + 1
    while pending:
        name = pending.pop()
        if counts.get(name) or name in gone:
            continue
        maker = makers.get(name)
        if maker is None:
            gone.add(name)
            continue
        made = set(filter(None, maker.output))
        if any(counts.get(output) for output in made):
            continue
        gone |= made
        dead.append(maker)
        for read in maker.input:
            counts[read] = counts.get(read, 0) - 1
            pending.append(read)
    for node in dead:
        graph.node.remove(node)
    for entries in (graph.initializer, graph.input, graph.value_info):
        for place in reversed(range(len(entries))):
            if entries[place].name in gone:
                del entries[place]


def _reads(model: ModelProto) -> Iterator[str]:
    """Yield every name that the model reads, once per use, including subgraphs."""
    pending: list[GraphProto] = [model.graph]
    while pending:
        graph = pending.pop()
        yield from (value.name for value in graph.output)
        for node in graph.node:
            yield from node.input
            for attribute in node.attribute:
                pending += [*attribute.graphs]
                if attribute.HasField("g"):
                    pending.append(attribute.g)
