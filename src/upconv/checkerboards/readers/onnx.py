"""What an ONNX model says: ConvTranspose, Conv, Resize, Upsample, DepthToSpace."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from upconv import conventions, errors, rewrites
from upconv.arguments import Pairs
from upconv.arrays import Array
from upconv.axis import split_crop
from upconv.checkerboards.graph import Model, Node, Size
from upconv.checkerboards.layers import (
    Convolution,
    Resize,
    ResizeTo,
    Shuffle,
    Step,
    Transpose,
    Unknown,
)
from upconv.onnx.constants import Constants

_THROUGH = (
    "Identity",
    "BatchNormalization",
    "Dropout",
    "Relu",
    "LeakyRelu",
    "Elu",
    "Selu",
    "Sigmoid",
    "Tanh",
    "Clip",
)
_PLAIN = (np.dtype(np.float32), np.dtype(np.float64))


def load(path: Path) -> onnx.ModelProto:
    """Return the model in a file, checked, with the tensors that lie beside it."""
    model = onnx.load(path)
    onnx.checker.check_model(model)
    return model


def read(model: Any) -> Model:
    """Return the upsampling layers of a model, and how to run it."""
    if not isinstance(model, onnx.ModelProto):
        raise errors.checkerboards.not_checkable(model)
    return Model(nodes(model), lambda batch, names: _run(model, batch, names))


def nodes(model: onnx.ModelProto) -> list[Node]:
    """Return the graph as nodes; each is called by its first output."""
    constants = tensors(model)
    found = [(node, _what(node, constants)) for node in model.graph.node if node.output]
    known = _sizes(model) if any(isinstance(step, ResizeTo) for _, step in found) else {}
    return [
        Node(
            node.output[0],
            node.input[0] if node.input else "",
            step,
            node.op_type in _THROUGH,
            size=known.get(node.output[0]),
        )
        for node, step in found
    ] + [Node(value.name, "", size=known.get(value.name)) for value in model.graph.input]


def _sizes(model: onnx.ModelProto) -> dict[str, Size]:
    """Return the spatial sizes of the values whose shapes follow from the model alone."""
    inferred = onnx.shape_inference.infer_shapes(model).graph
    found = {}
    for value in (*inferred.input, *inferred.value_info, *inferred.output):
        size = [d.dim_value for d in value.type.tensor_type.shape.dim][2:]
        if size and all(size):
            found[value.name] = tuple(size)
    return found


def tensors(model: onnx.ModelProto) -> Constants:
    """Return the constants of a model by name, folded."""
    return Constants(model)


def attributes(node: onnx.NodeProto) -> dict[str, Any]:
    """Return a node's attributes; texts as str."""
    found = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    return {name: v.decode() if isinstance(v, bytes) else v for name, v in found.items()}


def _what(node: onnx.NodeProto, constants: Constants) -> Step | None:
    read_node = _OPERATORS.get(node.op_type)
    return None if read_node is None else read_node(node, attributes(node), constants)


def _weight(node: onnx.NodeProto, constants: Constants) -> Array | None:
    weight = constants.get(node.input[1])
    if weight is None or not 3 <= weight.ndim <= 5:
        return None
    return weight if weight.dtype in _PLAIN else weight.astype(np.float32)


def _transpose(
    node: onnx.NodeProto, words: dict[str, Any], constants: Constants
) -> Transpose | Unknown:
    weight = _weight(node, constants)
    if weight is None:
        return Unknown("a ConvTranspose whose weight is computed")
    words = {"kernel_shape": list(weight.shape[2:]), **words}
    words.pop("output_shape", None)  # the input's size is not known; the order of phases may turn
    geometry = conventions.from_framework("onnx", **words)
    return Transpose(weight, geometry, words.get("group", 1))


def _convolution(
    node: onnx.NodeProto, words: dict[str, Any], constants: Constants
) -> Convolution | None:
    weight = _weight(node, constants)
    if weight is None or any(step != 1 for step in words.get("strides", [])):
        return None
    ndim = weight.ndim - 2
    dilation = tuple(words.get("dilations", [1] * ndim))
    bias = constants.get(node.input[2]) if len(node.input) > 2 else None
    if bias is not None:
        bias = bias.astype(weight.dtype)
    return Convolution(
        weight, bias, _pads(words, weight.shape[2:], dilation), dilation, words.get("group", 1)
    )


def _pads(words: dict[str, Any], kernel: tuple[int, ...], dilation: tuple[int, ...]) -> Pairs:
    auto = words.get("auto_pad", "NOTSET")
    totals = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
    if auto == "SAME_UPPER":
        return tuple(split_crop(total, "same_upper") for total in totals)
    if auto == "SAME_LOWER":
        return tuple(split_crop(total, "same_lower") for total in totals)
    pads = words.get("pads") if auto == "NOTSET" else None
    ends = [0] * 2 * len(kernel) if pads is None else list(pads)
    return tuple(zip(ends[: len(kernel)], ends[len(kernel) :], strict=True))


def _resize(
    node: onnx.NodeProto, words: dict[str, Any], constants: Constants
) -> Resize | ResizeTo | Unknown:
    if node.op_type == "Upsample":  # of opset 9; before, the scales are an attribute
        words = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor", **words}
    place = 1 if node.op_type == "Upsample" else 2
    scales: Any = words.get("scales")
    if scales is None and len(node.input) > place:
        scales = constants.get(node.input[place])
    if "axes" in words:
        return Unknown("a Resize with `axes`")
    factors = [] if scales is None else [float(scale) for scale in scales]
    if factors and (factors[:2] != [1, 1] or any(s < 1 or not s.is_integer() for s in factors)):
        shown = ", ".join(f"{s:g}" for s in factors)
        return Unknown(f"resizes by {shown}, which are no whole factors of the spatial axes")
    scale = tuple(int(s) for s in factors[2:])
    mode, place_mode = _mode(words, scale or _ANY)
    if mode is None:
        return Unknown(f"a {place_mode} Resize, whose phases depend on the place")
    return Resize(scale, mode) if scale else ResizeTo(mode)


_ANY = (2, 3, 4, 5)  # what holds for these factors holds for every one


def _mode(words: dict[str, Any], scale: Size) -> tuple[rewrites.Resize | None, str]:
    """Return the mode where its phases are the same in every place, and how a user calls it."""
    mode = words.get("mode", "nearest")
    how = words.get("coordinate_transformation_mode", "half_pixel")
    if mode == "nearest" and all(_repeats(s, words) for s in scale):
        return "nearest", mode
    if mode == "linear" and how in ("half_pixel", "pytorch_half_pixel"):
        return "bilinear", mode
    return None, f"{mode} ({how})"


def _repeats(scale: int, words: dict[str, Any]) -> bool:
    """Tell whether a nearest resize by `scale` is the one that repeats every value."""
    position = _POSITIONS.get(words.get("coordinate_transformation_mode", "half_pixel"))
    rounding = _ROUNDINGS.get(words.get("nearest_mode", "round_prefer_floor"))
    if position is None or rounding is None:
        return False
    middle = range(4 * scale, 5 * scale)  # away from the border, where positions are clamped
    return all(rounding(position(m, scale)) == m // scale for m in middle)


_POSITIONS: dict[str, Callable[[int, int], float]] = {
    "half_pixel": lambda m, s: (m + 0.5) / s - 0.5,
    "pytorch_half_pixel": lambda m, s: (m + 0.5) / s - 0.5,
    "asymmetric": lambda m, s: m / s,
}
_ROUNDINGS: dict[str, Callable[[float], int]] = {
    "round_prefer_floor": lambda x: math.ceil(x - 0.5),
    "round_prefer_ceil": lambda x: math.floor(x + 0.5),
    "floor": math.floor,
    "ceil": math.ceil,
}


def _shuffle(
    node: onnx.NodeProto,  # noqa: ARG001 - the same call for every operator
    words: dict[str, Any],
    constants: Constants,  # noqa: ARG001
) -> Shuffle:
    return Shuffle((words["blocksize"],) * 2, words.get("mode", "DCR") == "DCR")


_OPERATORS: dict[str, Callable[..., Step | None]] = {
    "ConvTranspose": _transpose,
    "Conv": _convolution,
    "Resize": _resize,
    "Upsample": _resize,
    "DepthToSpace": _shuffle,
}


def _run(model: onnx.ModelProto, batch: Any, names: list[str]) -> dict[str, Array]:
    """Run the model with ONNX Runtime, or where that is missing with ONNX' own evaluator."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    known = {value.name for value in (*model.graph.input, *model.graph.initializer)}
    first = copy.graph.output[0].name
    inputs = [v.name for v in model.graph.input if v.name not in tensors(model)]
    if len(inputs) != 1:
        raise errors.checkerboards.several_inputs(inputs)
    wanted = [n for n in names if n not in known and n != first]
    copy.graph.output.extend(onnx.ValueInfoProto(name=name) for name in wanted)
    x = np.asarray(batch)
    try:
        if importlib.util.find_spec("onnxruntime"):
            import onnxruntime  # noqa: PLC0415 - optional

            quiet = onnxruntime.SessionOptions()
            quiet.log_severity_level = 4
            session = onnxruntime.InferenceSession(
                copy.SerializeToString(), quiet, providers=["CPUExecutionProvider"]
            )
            results = session.run([first, *wanted], {inputs[0]: x})
        else:
            from onnx.reference import ReferenceEvaluator  # noqa: PLC0415 - only here

            results = ReferenceEvaluator(copy).run([first, *wanted], {inputs[0]: x})
    except Exception as error:  # each runtime has errors of its own
        raise errors.checkerboards.model_does_not_run(x.shape, _line(error)) from error
    return {"": results[0], inputs[0]: x, **dict(zip([first, *wanted], results, strict=True))}


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__  # the runtime's go over lines
