"""Reader for ONNX models: ConvTranspose, Conv, Resize, Upsample, DepthToSpace."""

from __future__ import annotations

import contextlib
import importlib.util
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from upconv import errors, rewrites
from upconv.arguments import Pairs
from upconv.arrays import Array
from upconv.axis import split_crop
from upconv.checkerboards.graph import Model, Node, Ran, Recorded, Size, Values
from upconv.checkerboards.layers import (
    Border,
    Concatenate,
    Convolution,
    Pad,
    Resize,
    ResizeTo,
    Shuffle,
    Step,
    Transpose,
    Unknown,
)
from upconv.checkerboards.probe import Run
from upconv.checkerboards.readers.onnx_reads import reads_of
from upconv.checkerboards.readers.onnx_work import work_of
from upconv.checkerboards.sections import UNPOOLED, Replay, understood
from upconv.onnx import storage
from upconv.onnx.constants import Constants
from upconv.onnx.inputs import draw, fit
from upconv.onnx.layers import MOST_PHASES, MOST_TAPS
from upconv.onnx.nodes import geometry_of, misfit

# Pointwise, or without effect on positions.
_THROUGH = {
    "Identity", "BatchNormalization", "Dropout", "Relu", "LeakyRelu", "Elu", "Selu", "Sigmoid",
    "Tanh", "Clip", "PRelu", "Celu", "HardSigmoid", "HardSwish", "Mish", "Gelu", "Softplus",
    "Softsign", "ThresholdedRelu", "Swish", "Erf", "Exp", "Log", "Sqrt", "Abs", "Neg", "Sign",
    "Reciprocal", "Cast", "QuantizeLinear", "DequantizeLinear", "InstanceNormalization",
    "GroupNormalization", "LayerNormalization", "Softmax", "LogSoftmax",
}  # fmt: skip
_BINARY = {"Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mean", "Where"}
# Read (N, C, *i), and all but the last also return it.
_IMAGES = {
    "Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "DeformConv", "MaxPool", "AveragePool",
    "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "MaxUnpool", "Resize",
    "Upsample", "DepthToSpace", "SpaceToDepth", "BatchNormalization", "InstanceNormalization",
    "GroupNormalization", "LRN",
}  # fmt: skip
_LARGEST = 2**22  # elements of an input that a model is run on only for its sizes
_MADE_UP = 64  # pixels per axis, where a model leaves them open
_PLAIN = (np.dtype(np.float32), np.dtype(np.float64))


def load(path: Path) -> onnx.ModelProto:
    """Return the checked model in a file, with its external tensors."""
    model, _ = storage.load(path)
    try:
        onnx.checker.check_model(str(path) if storage.is_large(model) else model)
    except (onnx.checker.ValidationError, ValueError) as error:
        raise errors.onnx.not_a_model(str(path), _line(error)) from error
    return model


def read(model: Any, batch: Any = None) -> Model:
    """Return the upsampling layers of a model, and how to run it."""
    if not isinstance(model, onnx.ModelProto):
        raise errors.checkerboards.not_checkable(model)
    outputs = [value.name for value in model.graph.output]
    made = _with_sizes(model, batch)
    known = _shapes(made)
    sizes = _sizes(model) if batch is None else _spatial(known)
    found = nodes(made, sizes, known, _itemsizes(made))
    return Model(understood(found, outputs, _replay(made, known)), _runs(model, outputs))


def _runs(model: onnx.ModelProto, outputs: list[str]) -> Values:
    def run(batch: Any, names: list[str]) -> Ran:
        values = _run(model, batch, [*names, *outputs])
        if len(outputs) == 1:
            return Ran(values, {"": (values[outputs[0]], outputs[0])})
        return Ran(values, {name: (values[name], name) for name in outputs})

    return run


def record(model: Any, batch: Any) -> Recorded:
    """Return the run of a model on a batch."""
    if not isinstance(model, onnx.ModelProto):
        raise errors.checkerboards.not_checkable(model)
    outputs = [value.name for value in model.graph.output]
    made = _with_sizes(model, batch)
    known = _shapes(made)
    named: dict[str, str | None] = {name: name for name in outputs}
    if len(outputs) == 1:
        named = {"": outputs[0]}
    found = nodes(made, _spatial(known), known, _itemsizes(made))
    return Recorded(found, named, _replay(made, known), _runs(model, outputs))


def nodes(
    model: onnx.ModelProto,
    sizes: dict[str, Size] | None = None,
    shapes: dict[str, Size] | None = None,
    itemsizes: Mapping[str, int] | None = None,
) -> list[Node]:
    """Return the graph as nodes: one for each output of an operator, with its name.

    `sizes` are the spatial sizes that follow from the model or a batch, `shapes` those of a run
    with any input, from which the effect of an operator is determined, `itemsizes` the
    bytes of one element of each value.
    """
    known = _sizes(model) if sizes is None else sizes
    shapes = shapes or {}
    constants = tensors(model)
    found = [
        Node(value.name, "", size=known.get(value.name), shape=shapes.get(value.name), image=True)
        for value in model.graph.input
        if value.name not in constants
    ]
    hanging = {node.name for node in found}  # depend on the input
    for node in model.graph.node:
        reads = _reads(node, constants, shapes)
        first, *more = reads or [""]
        if hanging.isdisjoint(reads):  # shapes, indices and weights that the model computes
            found += [Node(n, first, more=tuple(more), shape=shapes.get(n)) for n in node.output]
            continue
        hanging.update(node.output)
        for n, name in enumerate(node.output):
            plain = Node(name, first, size=known.get(name), shape=shapes.get(name))
            plain = replace(plain, more=tuple(more), image=node.op_type in _IMAGES)
            if n:
                found.append(plain)
                continue
            shape, each = shapes.get(name), (itemsizes or {}).get(name)
            size = None if shape is None or each is None else math.prod(shape) * each
            work = work_of(node, constants, shapes, size)
            seen = reads_of(node, constants, shapes)
            found.append(replace(_said(plain, node, constants, shapes), work=work, reads=seen))
    return found


def _said(plain: Node, node: onnx.NodeProto, constants: Constants, shapes: dict[str, Size]) -> Node:
    """Return the node of an operator's first output with the kind of the operator."""
    return replace(
        plain,
        what=_joined(_what(node, constants), node, shapes),
        through=_is_through(node, constants, shapes),
        linear=_linear(node, constants),
    )


def _reads(node: onnx.NodeProto, constants: Constants, shapes: dict[str, Size]) -> list[str]:
    """Return the values that an operator reads; a known shape is a constant."""
    if node.op_type == "Shape" and node.input[0] in shapes:
        return []
    if node.op_type == "Concat":
        return list(node.input)
    return [name for name in node.input if name and name not in constants]


def _is_through(node: onnx.NodeProto, constants: Constants, shapes: dict[str, Size]) -> bool:
    if node.op_type in _THROUGH:
        return True
    if node.op_type not in _BINARY:
        return False
    whole = shapes.get(node.output[0])
    for name in node.input:
        size = constants[name].shape if name in constants else shapes.get(name)
        # A scalar, or one number per channel, affects every pixel the same.
        plain = size is not None and (not size[-2:] or set(size[-2:]) == {1})
        if size is None or whole is None or (size != whole and not plain):
            return False
    return True


def _joined(step: Step | None, node: onnx.NodeProto, shapes: dict[str, Size]) -> Step | None:
    """Return a step; a concatenation gets the number of channels of each value."""
    if not isinstance(step, Concatenate):
        return step
    known = [shapes.get(name) for name in node.input]
    if any(shape is not None and len(shape) < 3 for shape in known):
        return None  # of shapes, or vectors
    counts = [shape[1] for shape in known if shape is not None]
    return Concatenate(tuple(counts) if len(counts) == len(known) else ())


def _linear(node: onnx.NodeProto, constants: Constants) -> Convolution | None:
    """Return a product with a constant matrix as a convolution over its last axis."""
    weight = constants.get(node.input[1]) if node.op_type == "MatMul" else None
    if weight is None or weight.ndim != 2:
        return None
    return Convolution(np.ascontiguousarray(weight.T), None, (), ())


def _with_sizes(model: onnx.ModelProto, batch: Any) -> onnx.ModelProto:
    """Return a copy whose input has the shape of a batch, or an assumed one."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    constants = tensors(model)
    inputs = [value for value in copy.graph.input if value.name not in constants]
    for value in inputs:
        dims = value.type.tensor_type.shape.dim
        alone = batch if len(inputs) == 1 else None
        given = batch.get(value.name) if isinstance(batch, Mapping) else alone
        shape = getattr(given, "shape", ())
        for n, one in enumerate(dims):
            if len(shape) == len(dims):
                one.dim_value = shape[n]
            elif not one.dim_value:
                one.dim_value = 1 if n == 0 else _MADE_UP
    for value in copy.graph.output:
        value.type.tensor_type.ClearField("shape")
    del copy.graph.value_info[:]
    return copy


def shapes(model: onnx.ModelProto) -> dict[str, Size]:
    """Return the shapes of all values for an input of any size."""
    return _shapes(_with_sizes(model, None))


def _shapes(model: onnx.ModelProto) -> dict[str, Size]:
    """Return the shapes of all values, from the model itself or else from a run of it."""
    found = _inferred(model)
    missing = [
        name for node in model.graph.node for name in node.output if name and name not in found
    ]
    if not missing:
        return found
    try:
        feeds = {one.name: one.values for one in draw(model, {})}
        values = _run(model, feeds, missing)
    except Exception:  # then the sizes are unknown
        return found
    return found | {name: values[name].shape for name in missing if name in values}


def _inferred(model: onnx.ModelProto) -> dict[str, Size]:
    try:
        graph = onnx.shape_inference.infer_shapes(model, data_prop=True).graph
    except Exception:  # an invalid or too large model: only the declared shapes are known
        graph = model.graph
    found = {}
    for value in (*graph.input, *graph.value_info, *graph.output):
        kind = value.type.tensor_type
        if kind.HasField("shape") and all(one.HasField("dim_value") for one in kind.shape.dim):
            found[value.name] = tuple(one.dim_value for one in kind.shape.dim)
    return found


def _itemsizes(model: onnx.ModelProto) -> dict[str, int]:
    """Return the bytes of a number of each value whose type is known."""
    try:
        graph = onnx.shape_inference.infer_shapes(model).graph
    except Exception:  # as for the shapes
        graph = model.graph
    found = {}
    for value in (*graph.input, *graph.value_info, *graph.output):
        with contextlib.suppress(KeyError):
            kind = onnx.helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type)
            found[value.name] = kind.itemsize
    return found


def _sizes(model: onnx.ModelProto) -> dict[str, Size]:
    """Return the spatial sizes of the values whose shapes follow from the model alone."""
    return _spatial(_inferred(model))


def _spatial(shapes: dict[str, Size]) -> dict[str, Size]:
    return {name: shape[2:] for name, shape in shapes.items() if len(shape) > 2}


def _shape(node: onnx.NodeProto, size: Size) -> Array:
    words = attributes(node)
    return np.array(size[words.get("start", 0) : words.get("end")], np.int64)


def _replay(model: onnx.ModelProto, shapes: dict[str, Size]) -> Replay:
    """Return a function that runs some of a model's operators."""
    constants = tensors(model)

    def replay(first: str, names: list[str], last: str) -> Run:
        chosen = [node for node in model.graph.node if set(node.output) & set(names)]
        known = {
            node.output[0]: _shape(node, shapes[node.input[0]])
            for node in chosen
            if node.op_type == "Shape" and node.input[0] in shapes
        }
        chosen = [node for node in chosen if node.output[0] not in known]
        read = {name for node in chosen for name in node.input}
        held = [
            onnx.numpy_helper.from_array(np.asarray(array), name)
            for name in sorted(read - {first})
            if (array := known[name] if name in known else constants.get(name)) is not None
        ]
        graph = onnx.helper.make_graph(
            [node for node in chosen if node.op_type != "Constant"],
            "part",
            [onnx.helper.make_tensor_value_info(first, onnx.TensorProto.FLOAT, None)],
            [onnx.helper.make_tensor_value_info(last, onnx.TensorProto.FLOAT, None)],
            held,
        )
        part = onnx.helper.make_model(
            graph, opset_imports=model.opset_import, functions=model.functions
        )

        def run(x: Array) -> Array:
            return _run(part, x.astype(np.float32), [])[""]

        return run

    return replay


def tensors(model: onnx.ModelProto) -> Constants:
    """Return the constants of a model by name, folded."""
    return Constants(model)


def attributes(node: onnx.NodeProto) -> dict[str, Any]:
    """Return a node's attributes; texts as str."""
    found = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    return {name: v.decode() if isinstance(v, bytes) else v for name, v in found.items()}


def _what(node: onnx.NodeProto, constants: Constants) -> Step | None:
    read_node = _OPERATORS.get(node.op_type)
    if read_node is None:
        return None
    if node.op_type != "Upsample" and (wrong := misfit(node)):  # Upsample was removed from ONNX
        return Unknown(f"it is invalid: {wrong}")
    return read_node(node, attributes(node), constants)


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
    if too_many := _too_many_phases(words.get("strides", [])):
        return too_many
    words.pop("output_shape", None)  # the input size is unknown; this only rotates the phases
    groups = words.get("group", 1)
    try:
        geometry = geometry_of(words, weight.shape[2:], None)
    except errors.UpconvError as error:
        return Unknown(f"its attributes are invalid: {error}")
    if groups < 1 or len(weight) % groups:
        return Unknown(f"its attributes are invalid: group={groups} for {len(weight)} channels")
    return Transpose(weight, geometry, groups)


def _too_many_phases(factors: Sequence[float]) -> Unknown | None:
    """Return why a layer with these strides or scales is not measured, or None."""
    if math.prod(factors) > MOST_PHASES:
        shown = ", ".join(f"{f:g}" for f in factors)
        return Unknown(f"factors of {shown} give more than {MOST_PHASES} phases")
    return None


def _convolution(
    node: onnx.NodeProto, words: dict[str, Any], constants: Constants
) -> Convolution | Unknown | None:
    weight = _weight(node, constants)
    if weight is None or any(step != 1 for step in words.get("strides", [])):
        return None
    if misfit := _misfit(words, weight):
        return Unknown(f"its attributes are invalid: {misfit}")
    ndim = weight.ndim - 2
    dilation = tuple(words.get("dilations", [1] * ndim))
    bias = constants.get(node.input[2]) if len(node.input) > 2 else None
    if bias is not None:
        bias = bias.astype(weight.dtype)
    return Convolution(
        weight, bias, _pads(words, weight.shape[2:], dilation), dilation, words.get("group", 1)
    )


def _misfit(words: dict[str, Any], weight: Array) -> str | None:
    """Return which attribute of a convolution contradicts its weight or cannot be measured."""
    kernel = weight.shape[2:]
    given = tuple(words.get("kernel_shape", kernel))
    if given != kernel:
        return f"kernel_shape={list(given)} for W of kernel {list(kernel)}"
    dilations = words.get("dilations", [1] * len(kernel))
    pads = words.get("pads", [0] * 2 * len(kernel))
    if len(dilations) != len(kernel) or len(pads) != 2 * len(kernel):
        return f"dilations={list(dilations)}, pads={list(pads)} for {len(kernel)} axes"
    reach = [d * (k - 1) + 1 for d, k in zip(dilations, kernel, strict=True)]
    if min(dilations, default=1) < 1 or math.prod(reach) > MOST_TAPS:
        return f"dilations={list(dilations)}"
    groups = words.get("group", 1)
    return f"group={groups}" if groups < 1 or len(weight) % groups else None


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
        return Unknown(f"resizes by {shown}, which are not integer factors of the spatial axes")
    if too_many := _too_many_phases(factors):
        return too_many
    scale = tuple(int(s) for s in factors[2:])
    mode, place_mode = _mode(words, scale or _ANY)
    if mode is None:
        return Unknown(f"a {place_mode} Resize, whose phases depend on the position")
    return Resize(scale, mode) if scale else ResizeTo(mode)


_ANY = (2, 3, 4, 5)  # a property of all these factors holds for every factor


def _mode(words: dict[str, Any], scale: Size) -> tuple[rewrites.Resize | None, str]:
    """Return the mode, if its phases are the same everywhere, and the user's name for it."""
    mode = words.get("mode", "nearest")
    how = words.get("coordinate_transformation_mode", "half_pixel")
    if mode == "nearest" and all(_repeats(s, words) for s in scale):
        return "nearest", mode
    if mode == "linear" and how in ("half_pixel", "pytorch_half_pixel"):
        return "bilinear", mode
    return None, f"{mode} ({how})"


def _repeats(scale: int, words: dict[str, Any]) -> bool:
    """Return whether a nearest resize by `scale` repeats every value equally often."""
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


def _pad(node: onnx.NodeProto, words: dict[str, Any], constants: Constants) -> Pad | None:
    if len(node.input) > 3:  # it has the input `axes`
        return None
    given: Any = words.get("pads")
    if given is None and len(node.input) > 1:
        given = constants.get(node.input[1])
    if given is None:
        return None
    ends = [int(one) for one in given]
    pairs = list(zip(ends[: len(ends) // 2], ends[len(ends) // 2 :], strict=True))
    if any(map(any, pairs[:2])) or len(pairs) < 3:
        return None
    mode = _BORDERS.get(words.get("mode", "constant"), "other")
    value = constants.get(node.input[2]) if len(node.input) > 2 else words.get("value", 0)
    if mode == "zeros" and (value is None or np.any(np.asarray(value))):
        mode = "constant"
    return Pad(tuple(pairs[2:]), mode)


_BORDERS: dict[str, Border] = {
    "constant": "zeros",
    "reflect": "reflect",
    "edge": "replicate",
    "wrap": "circular",
}


def _concatenation(
    node: onnx.NodeProto,  # noqa: ARG001 - as above
    words: dict[str, Any],
    constants: Constants,  # noqa: ARG001
) -> Concatenate | None:
    return Concatenate(()) if words["axis"] == 1 else None


def _unpooled(
    node: onnx.NodeProto,  # noqa: ARG001 - as above
    words: dict[str, Any],  # noqa: ARG001
    constants: Constants,  # noqa: ARG001
) -> Unknown:
    return Unknown(UNPOOLED)


_OPERATORS: dict[str, Callable[..., Step | None]] = {
    "ConvTranspose": _transpose,
    "Conv": _convolution,
    "Resize": _resize,
    "Upsample": _resize,
    "DepthToSpace": _shuffle,
    "Pad": _pad,
    "Concat": _concatenation,
    "MaxUnpool": _unpooled,
}


def _run(model: onnx.ModelProto, batch: Any, names: list[str]) -> dict[str, Array]:
    """Run the model with ONNX Runtime or, if that is not installed, with ONNX's own evaluator."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    known = {value.name for value in (*model.graph.input, *model.graph.initializer)}
    if not model.graph.output:
        raise errors.onnx.not_a_model("the model", "it has no output")
    first = copy.graph.output[0].name
    wanted = list(dict.fromkeys(n for n in names if n not in known and n != first))
    present = {value.name for value in copy.graph.output}
    copy.graph.output.extend(onnx.ValueInfoProto(name=n) for n in wanted if n not in present)
    feeds = fit(model, batch)
    try:
        if importlib.util.find_spec("onnxruntime"):
            import onnxruntime  # noqa: PLC0415 - optional

            quiet = onnxruntime.SessionOptions()
            quiet.log_severity_level = 4
            session = onnxruntime.InferenceSession(
                copy.SerializeToString(), quiet, providers=["CPUExecutionProvider"]
            )
            results = session.run([first, *wanted], feeds)
        else:
            from onnx.reference import ReferenceEvaluator  # noqa: PLC0415 - only here

            results = ReferenceEvaluator(copy).run([first, *wanted], feeds)
    except Exception as error:  # each runtime has its own errors
        shapes = {name: values.shape for name, values in feeds.items()}
        shown = shapes if len(shapes) > 1 else next(iter(shapes.values()))
        raise errors.checkerboards.model_does_not_run(shown, _line(error)) from error
    made = dict(zip([first, *wanted], map(_single, results), strict=True))
    return {name: _single(values) for name, values in feeds.items()} | made | {"": made[first]}


def _single(values: Array) -> Array:
    """Return half precision as float32, in which all measurements are made."""
    return values.astype(np.float32) if values.dtype == np.float16 else values


def _line(error: Exception) -> str:
    return (
        " ".join(str(error).split()) or type(error).__name__
    )  # the runtime's messages span several lines
