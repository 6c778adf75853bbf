"""The shapes of a model's values that follow from the model alone."""

from __future__ import annotations

from typing import TypeAlias

import onnx
from onnx import ModelProto, ValueInfoProto, helper

Sizes: TypeAlias = tuple[int | None, ...]

_SMALL = 1024  # bytes: a tensor up to this size may be a shape, whose values decide sizes


def shapes_of(model: ModelProto) -> dict[str, Sizes]:
    """Return the shapes of the values whose rank is known, with None for open sizes.

    Of the weights only the shapes are used, so that a model can be of any size.
    """
    graph = model.graph
    small = [t for t in graph.initializer if t.ByteSize() <= _SMALL]
    own = {tensor.name for tensor in graph.initializer}
    weights = [
        helper.make_tensor_value_info(t.name, t.data_type, t.dims) for t in graph.initializer
    ]
    inputs = [value for value in graph.input if value.name not in own]
    slim = ModelProto(ir_version=model.ir_version, opset_import=model.opset_import)
    slim.functions.extend(model.functions)
    slim.graph.node.extend(graph.node)
    slim.graph.input.extend([*inputs, *weights])
    slim.graph.initializer.extend(small)
    slim.graph.output.extend(graph.output)
    slim.graph.value_info.extend(graph.value_info)
    try:
        slim = onnx.shape_inference.infer_shapes(slim, data_prop=True)
    except Exception:  # then only the shapes declared in the model are available
        return _read(slim)
    return _read(slim)


def _read(model: ModelProto) -> dict[str, Sizes]:
    graph = model.graph
    values = (*graph.input, *graph.value_info, *graph.output)
    found = {value.name: sizes_of(value) for value in values}
    return {name: sizes for name, sizes in found.items() if sizes is not None}


def sizes_of(value: ValueInfoProto) -> Sizes | None:
    """Return the declared shape of a value; None if even its rank is open."""
    tensor = value.type.tensor_type
    if not tensor.HasField("shape"):
        return None
    # Some exporters write an open size as 0 or -1.
    return tuple(dim.dim_value if dim.dim_value > 0 else None for dim in tensor.shape.dim)
