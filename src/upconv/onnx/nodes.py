"""Conversion of ConvTranspose nodes to a `Geometry` with its groups, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from onnx import NodeProto, defs, helper

from upconv import conventions, errors
from upconv.arguments import PerAxis
from upconv.geometry import Geometry

OPERATOR = "ConvTranspose"


def is_conv_transpose(node: NodeProto) -> bool:
    """Return whether `node` is ONNX's own operator ConvTranspose."""
    return node.op_type == OPERATOR and node.domain in ("", "ai.onnx")


def attributes_of(node: NodeProto) -> dict[str, Any]:
    """Return the attributes of a node, with words as str."""
    found = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    return {k: v.decode() if isinstance(v, bytes) else v for k, v in found.items()}


def misfit(node: NodeProto) -> str | None:
    """Return how a node of an ONNX operator violates its signature; None if it does not."""
    schema = defs.get_schema(node.op_type)
    if len(node.input) < schema.min_input:
        return f"it has {len(node.input)} inputs instead of {schema.min_input}"
    for attribute in node.attribute:
        known = schema.attributes.get(attribute.name)
        if known is None or known.type.value != attribute.type:  # type: ignore[attr-defined]
            return f"it has the attribute {attribute.name} of another type or operator"
    return None


def geometry_of(
    attributes: Mapping[str, Any], kernel: Sequence[int], input_size: PerAxis | None
) -> Geometry:
    """Return the layer of a node's attributes for a weight with these kernel axes."""
    words = {name: value for name, value in attributes.items() if value is not None}
    given = words.setdefault("kernel_shape", list(kernel))
    if tuple(given) != tuple(kernel):
        raise errors.onnx.kernel_shape_differs(given, kernel)
    return conventions.from_framework("onnx", input_size=input_size, **words)


def from_node(
    node: NodeProto,
    *,
    kernel_size: PerAxis | None = None,
    input_size: PerAxis | None = None,
) -> tuple[Geometry, int]:
    """Return the layer that a ConvTranspose node describes, and its groups.

    Parameters
    ----------
    node
        With or without the attribute `kernel_shape`.
    kernel_size
        The spatial part of the shape of W, for a node without `kernel_shape`.
    input_size
        The spatial part of the shape of X, for a node with `output_shape`.

    Raises ArgumentError for another operator, for invalid attributes, and if one of the two sizes
    is missing. Source: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html

    >>> import onnx
    >>> node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2], group=4)
    >>> layer, groups = from_node(node, kernel_size=3)
    >>> layer.output_size(5), groups
    ((11,), 4)
    """
    if not is_conv_transpose(node):
        raise errors.onnx.other_operator(node.op_type, OPERATOR)
    attributes = attributes_of(node)
    if kernel_size is not None:
        attributes.setdefault("kernel_shape", kernel_size)
    if "kernel_shape" not in attributes:
        raise errors.onnx.kernel_size_needed()
    layer = conventions.from_framework("onnx", input_size=input_size, **attributes)
    return layer, int(attributes.get("group", 1))


def to_node(
    geometry: Geometry,
    inputs: Sequence[str],
    outputs: Sequence[str],
    *,
    groups: int = 1,
    name: str = "",
) -> NodeProto:
    """Return a ConvTranspose node for a layer; `inputs` are the names of X, W and optionally B.

    Raises NotExpressibleError, with what to write instead, if ONNX cannot express the layer.

    >>> from upconv import Geometry
    >>> node = to_node(Geometry(4, stride=2, padding=1), ["x", "w", "b"], ["y"])
    >>> {a.name: list(a.ints) for a in node.attribute if a.name in ("strides", "pads")}
    {'pads': [1, 1], 'strides': [2]}
    """
    words: dict[str, Any] = conventions.to_framework("onnx", geometry, groups=groups)
    return helper.make_node(OPERATOR, list(inputs), list(outputs), name=name or None, **words)
