"""What an operator of ONNX costs: multiply-adds, parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import onnx

from upconv import errors
from upconv.checkerboards.work import Convolved, Size, Work
from upconv.onnx.constants import Constants
from upconv.onnx.nodes import geometry_of

Shapes: TypeAlias = Mapping[str, Size]
Counted: TypeAlias = tuple[Convolved | None, int | None]

UNCOUNTED = "the multiply-adds of {} are not known"
UNSIZED = "the sizes of {} are not known"
FOREIGN = "an operator of {}, whose multiply-adds are not known"
INSIDE = "a {} runs a graph of its own, which is not measured"

# Multiply and add besides those of `_OPERATORS`, or run other graphs.
_UNCOUNTED = {
    "Attention", "ConvInteger", "QLinearConv", "DeformConv", "MatMulInteger", "QLinearMatMul",
    "Einsum", "LSTM", "GRU", "RNN", "DFT", "STFT", "RotaryEmbedding", "TfIdfVectorizer", "Det",
}  # fmt: skip
_INSIDE = {"If", "Loop", "Scan", "SequenceMap"}
_VIEWS = {
    "Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Expand", "Split",
    "Slice", "Cast",
}  # fmt: skip
# Constants of these are settings, not learned.
_SETTINGS = {
    "Resize", "Upsample", "Clip", "Pad", "QuantizeLinear", "DequantizeLinear", "Dropout", "Range",
    "OneHot", "Reshape", "Slice", "Expand", "Pow", "Where", "Tile",
}  # fmt: skip


def work_of(node: onnx.NodeProto, constants: Constants, shapes: Shapes, size: int | None) -> Work:
    """Return what an operator is and costs; `size` are the bytes of its first output."""
    kind = node.op_type
    shape = shapes.get(node.output[0])
    plain: dict[str, Any] = {
        "kind": kind,
        "shape": shape,
        "size": size,
        "parameters": tuple(_parameters(node, constants).items()),
    }
    if node.domain not in ("", "ai.onnx"):
        return Work(**plain, multiply_adds=None, reason=FOREIGN.format(node.domain))
    if kind in _INSIDE:
        return Work(**plain, multiply_adds=None, reason=INSIDE.format(kind))
    if kind in _UNCOUNTED:
        return Work(**plain, multiply_adds=None, reason=UNCOUNTED.format(kind))
    words = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    words = {name: v.decode() if isinstance(v, bytes) else v for name, v in words.items()}
    if kind not in _OPERATORS:
        return Work(**plain, view=kind in _VIEWS, scale=_pooled(kind, words, shape))
    inputs = [constants[n].shape if n in constants else shapes.get(n) for n in node.input if n]
    if shape is None or None in inputs[:2]:
        return Work(**plain, multiply_adds=None, reason=UNSIZED.format(kind))
    try:
        convolved, number = _OPERATORS[kind](words, inputs, shape)
    except (errors.UpconvError, ValueError, IndexError) as error:
        reason = f"its attributes do not fit: {errors.reason(error)}"
        return Work(**plain, multiply_adds=None, reason=reason)
    return Work(**plain, convolved=convolved, multiply_adds=number)


def _parameters(node: onnx.NodeProto, constants: Constants) -> dict[str, int]:
    """Return the floating-point constants that are learned, as far as the operator tells."""
    if node.op_type in _SETTINGS:
        return {}
    arrays = {name: constants[name] for name in node.input if name and name in constants}
    return {name: array.size for name, array in arrays.items() if array.dtype.kind in "fV"}


def _pooled(kind: str, words: dict[str, Any], shape: Size | None) -> tuple[Fraction, ...] | None:
    """Return the scale of a pooling with a stride."""
    if shape is None or kind not in ("MaxPool", "AveragePool", "LpPool"):
        return None
    return tuple(Fraction(1, s) for s in words.get("strides", [1] * (len(shape) - 2)))


def _convolution(words: dict[str, Any], inputs: list[Any], shape: Size) -> Counted:
    weight = inputs[1]
    ndim = len(weight) - 2
    stride, dilation = (tuple(words.get(name, [1] * ndim)) for name in ("strides", "dilations"))
    one = Convolved.plain(weight, stride, dilation, words.get("group", 1))
    return one, one.multiply_adds(shape[0], inputs[0][2:], shape[2:])


def _transposed(words: dict[str, Any], inputs: list[Any], shape: Size) -> Counted:
    weight, words = inputs[1], dict(words)
    groups = words.get("group", 1)
    size = inputs[0][2:] if "output_shape" in words else None
    geometry = geometry_of(words, weight[2:], size)
    one = Convolved.of_geometry(geometry, weight, groups)
    return one, one.multiply_adds(shape[0], inputs[0][2:], shape[2:])


def _matmul(words: dict[str, Any], inputs: list[Any], shape: Size) -> Counted:
    del words
    return None, math.prod(shape) * inputs[0][-1]


def _gemm(words: dict[str, Any], inputs: list[Any], shape: Size) -> Counted:
    return None, math.prod(shape) * inputs[0][0 if words.get("transA") else -1]


_OPERATORS: dict[str, Callable[[dict[str, Any], list[Any], Size], Counted]] = {
    "Conv": _convolution,
    "ConvTranspose": _transposed,
    "MatMul": _matmul,
    "Gemm": _gemm,
}
