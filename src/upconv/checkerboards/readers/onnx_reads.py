"""Which positions an operator of ONNX reads on each axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import onnx

from upconv import errors
from upconv.axis import Axis
from upconv.checkerboards.reads import Reads
from upconv.onnx.constants import Constants
from upconv.onnx.nodes import geometry_of
from upconv.relations import (
    Everything,
    Mode,
    Relation,
    Sampled,
    Spread,
    Window,
    same_padding,
)

Size: TypeAlias = tuple[int, ...]

WHOLE = Everything()
GONE = Everything(keeps=False)
_LARGEST = 1000  # of a scale's denominator
_SAME = {"SAME_UPPER": "same_upper", "SAME_LOWER": "same_lower"}
_MODES: dict[str, Mode] = {
    "constant": "zeros",
    "reflect": "reflect",
    "edge": "replicate",
    "wrap": "circular",
}


class _Call(NamedTuple):
    """An operator: its attributes, and the shapes and constants that it reads."""

    node: onnx.NodeProto
    words: Mapping[str, Any]
    inputs: list[Size | None]
    output: Size
    constants: Constants

    @property
    def shape(self) -> Size:
        """The shape of its first input."""
        shape = self.inputs[0]
        if shape is None:
            raise ValueError
        return shape

    def constant(self, place: int) -> Any:
        """Return an input that is a constant, or None."""
        name = self.node.input[place] if len(self.node.input) > place else ""
        return self.constants.get(name) if name else None


def reads_of(
    node: onnx.NodeProto, constants: Constants, shapes: Mapping[str, Size]
) -> Reads | None:
    """Return what an operator reads; None if its name does not say it."""
    read = _OPERATORS.get(node.op_type)
    output = shapes.get(node.output[0])
    if read is None or output is None or node.domain not in ("", "ai.onnx"):
        return None
    words = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    words = {name: v.decode() if isinstance(v, bytes) else v for name, v in words.items()}
    inputs = [constants[n].shape if n in constants else shapes.get(n) for n in node.input]
    try:
        return read(_Call(node, words, inputs, output, constants))
    except (errors.UpconvError, TypeError, ValueError, IndexError, KeyError):
        return None  # a form that was not foreseen


def _spatial(relations: list[Any], *, mixed: bool) -> Reads:
    own: dict[int, Relation] = {1: GONE} if mixed else {}
    return Reads(own | {2 + n: one for n, one in enumerate(relations)})


def _convolution(call: _Call) -> Reads:
    kernel = (call.inputs[1] or ())[2:]
    return _spatial(_windows(call, kernel), mixed=True)


def _pool(call: _Call) -> Reads:
    return _spatial(_windows(call, tuple(call.words["kernel_shape"])), mixed=False)


def _windows(call: _Call, kernel: Size) -> list[Window]:
    words, ndim = call.words, len(kernel)
    strides = words.get("strides", [1] * ndim)
    dilations = words.get("dilations", [1] * ndim)
    auto = words.get("auto_pad", "NOTSET")
    pads = words.get("pads", [0] * 2 * ndim) if auto == "NOTSET" else [0] * 2 * ndim
    found = []
    for n, (k, s, d) in enumerate(zip(kernel, strides, dilations, strict=True)):
        axis = Axis(k, s, d, pads[n], pads[ndim + n])
        word: Any = _SAME.get(auto)
        if word is not None:
            begin, end = same_padding(axis, s, word)
            axis = axis._replace(begin=begin, end=end)
        ceil = bool(words.get("ceil_mode", 0))
        found.append(Window(axis, ceil=ceil, word=word if s > 1 else None))
    return found


def _transposed(call: _Call) -> Reads:
    words, weight = dict(call.words), call.inputs[1] or ()
    fits = "output_shape" in words
    geometry = geometry_of(words, weight[2:], call.shape[2:] if fits else None)
    return _spatial([Spread(axis, fits=fits) for axis in geometry.axes], mixed=True)


def _unpooled(call: _Call) -> Reads:
    kernel = call.words["kernel_shape"]
    strides = call.words.get("strides", [1] * len(kernel))
    pads = call.words.get("pads", [0] * 2 * len(kernel))
    each = enumerate(zip(kernel, strides, strict=True))
    axes = [Axis(k, s, 1, pads[n], pads[len(kernel) + n]) for n, (k, s) in each]
    fits = len(call.node.input) > 2 and bool(call.node.input[2])
    return _spatial([Spread(axis, fits=fits) for axis in axes], mixed=False)


def _resize(call: _Call) -> Reads | None:
    words = dict(call.words)
    if call.node.op_type == "Upsample":
        words = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor", **words}
    if "axes" in words or words.get("antialias"):
        return None
    place = 1 if call.node.op_type == "Upsample" else 2
    scales = words.get("scales", call.constant(place))
    fits = scales is None or not len(scales)
    how = words.get("coordinate_transformation_mode", "half_pixel")
    own: dict[int, Relation] = {}
    word = ""
    for n, (i, o) in enumerate(zip(call.shape, call.output, strict=True)):
        ratio = Fraction(o, i) if fits else Fraction(float(scales[n])).limit_denominator(_LARGEST)
        if i == o and ratio == 1:
            continue
        kind = _kind(words, how)
        if kind is None:
            own[n], word = Everything(rate=ratio, fits=fits), f"resize with {how}"
        else:
            own[n] = Sampled(ratio, kind, fits)
    return Reads(own, word=word)


def _kind(words: Mapping[str, Any], how: str) -> Any:
    """Return the kind of a resize whose positions are known here, or None."""
    mode = words.get("mode", "nearest")
    halves = how in ("half_pixel", "pytorch_half_pixel")
    if mode == "nearest":
        rounding = words.get("nearest_mode", "round_prefer_floor")
        if how == "asymmetric" and rounding == "floor":
            return "nearest"
        return "nearest-exact" if halves and rounding.startswith("round") else None
    return {"linear": "linear", "cubic": "cubic"}.get(mode) if halves else None


def _to_space(call: _Call) -> Reads:
    size = call.words["blocksize"]
    return _spatial([Spread(Axis(size, size, 1, 0, 0))] * 2, mixed=True)


def _to_depth(call: _Call) -> Reads:
    size = call.words["blocksize"]
    return _spatial([Window(Axis(size, size, 1, 0, 0), exact=True)] * 2, mixed=True)


def _pad(call: _Call) -> Reads | None:
    given = call.words.get("pads", call.constant(1))
    if given is None:
        return None
    ndim = len(call.shape)
    chosen = call.constant(3)
    axes = range(ndim) if chosen is None else [int(n) % ndim for n in chosen]
    count = len(axes)
    mode = _MODES[call.words.get("mode", "constant")]
    return Reads(
        {
            n: Window(Axis(1, 1, 1, int(given[at]), int(given[count + at])), mode)
            for at, n in enumerate(axes)
            if given[at] or given[count + at]
        }
    )


def _slice(call: _Call) -> Reads | None:
    starts, ends = call.constant(1), call.constant(2)
    if starts is None or ends is None:
        return None
    axes, steps = call.constant(3), call.constant(4)
    axes = range(len(starts)) if axes is None else axes
    own: dict[int, Relation] = {}
    for at, n in enumerate(axes):
        dim, step = int(n) % len(call.shape), 1 if steps is None else int(steps[at])
        if step < 1:
            return None
        start, stop, _ = slice(int(starts[at]), int(ends[at]), step).indices(call.shape[dim])
        own[dim] = Window(Axis(1, step, 1, -start, stop - call.shape[dim]))
    return Reads(own)


def _transpose(call: _Call) -> Reads:
    ndim = len(call.shape)
    return Reads(order=tuple(call.words.get("perm", range(ndim - 1, -1, -1))))


def _view(call: _Call) -> Reads | None:
    return view(call.shape, call.output)


def view(before: Size, after: Size) -> Reads | None:
    """Return a view that only inserts and removes axes of size 1; None for any other."""
    old = [n for n, size in enumerate(before) if size > 1]
    if [before[n] for n in old] != [size for size in after if size > 1]:
        return None
    if before == after:
        return Reads()
    places = iter(old)
    order = tuple(next(places) if size > 1 else -1 for size in after)
    return Reads({n: GONE for n in range(len(before)) if n not in order}, order=order)


def _joined(call: _Call) -> Reads:
    dim = call.words["axis"] % len(call.output)
    return Reads({dim: GONE}, word="concatenation along the axis")


def _split(call: _Call) -> Reads:
    dim = call.words.get("axis", 0) % len(call.shape)
    return Reads({dim: GONE}, word="split of the axis")


def _softmax(call: _Call) -> Reads:
    return Reads({call.words.get("axis", -1) % len(call.shape): WHOLE}, word="softmax")


def _layer_norm(call: _Call) -> Reads:
    ndim = len(call.shape)
    first = call.words.get("axis", -1) % ndim
    return Reads(dict.fromkeys(range(first, ndim), WHOLE), word="normalization")


def _normalised(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(2, len(call.shape)), WHOLE), word="normalization")


def _global(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(2, len(call.shape)), GONE), word="global pooling")


def _reduced(call: _Call) -> Reads:
    ndim = len(call.shape)
    given = call.words.get("axes", call.constant(1))
    dims = tuple(range(ndim)) if given is None else tuple(int(n) % ndim for n in given)
    kept = call.words.get("keepdims", 1)
    return Reads(dict.fromkeys(dims, GONE), () if kept else dims, word="global pooling")


def _product(call: _Call) -> Reads:
    ndim = len(call.output)
    weights = [call.constant(0) is not None, call.constant(1) is not None]
    if not any(weights):
        return Reads(dict.fromkeys(range(1, ndim), WHOLE), word="attention")
    return Reads({ndim - 2 if weights[0] else ndim - 1: GONE}, word="linear layer")


def _attention(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(1, len(call.output)), WHOLE), word="attention")


def _recurrent(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(len(call.output)), WHOLE), word="recurrent layer")


def _pointwise(call: _Call) -> Reads | None:
    """Return an operator on numbers that are broadcast from the last axis on."""
    for shape in call.inputs:
        if shape is not None and len(shape) > len(call.output):
            return None
    return Reads()


_OPERATORS: Mapping[str, Callable[[_Call], Reads | None]] = {
    "Conv": _convolution,
    "ConvInteger": _convolution,
    "ConvTranspose": _transposed,
    "MaxPool": _pool,
    "AveragePool": _pool,
    "LpPool": _pool,
    "MaxUnpool": _unpooled,
    "Resize": _resize,
    "Upsample": _resize,
    "DepthToSpace": _to_space,
    "SpaceToDepth": _to_depth,
    "Pad": _pad,
    "Slice": _slice,
    "Transpose": _transpose,
    "Reshape": _view,
    "Squeeze": _view,
    "Unsqueeze": _view,
    "Flatten": _view,
    "Concat": _joined,
    "Split": _split,
    "Softmax": _softmax,
    "LogSoftmax": _softmax,
    "LayerNormalization": _layer_norm,
    "InstanceNormalization": _normalised,
    "GroupNormalization": _normalised,
    "GlobalAveragePool": _global,
    "GlobalMaxPool": _global,
    "GlobalLpPool": _global,
    "ReduceMean": _reduced,
    "ReduceSum": _reduced,
    "ReduceMax": _reduced,
    "ReduceMin": _reduced,
    "ReduceL2": _reduced,
    "MatMul": _product,
    "Gemm": _product,
    "Attention": _attention,
    "LSTM": _recurrent,
    "GRU": _recurrent,
    "RNN": _recurrent,
} | dict.fromkeys(
    ("Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mean", "Where"), _pointwise
)
