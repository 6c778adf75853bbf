"""The inputs that a model is run on: given, or drawn at random.

Floating-point numbers are drawn from the standard normal distribution. The meaning of integers is
inferred from the model: an index is drawn from the rows of the tensor that it indexes, a length is
the full length of the input that it belongs to. If the meaning is unknown, they are ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto, helper

from upconv import arrayfiles, errors
from upconv.arguments import as_integer
from upconv.arrays import Array
from upconv.onnx.shapes import Sizes, shapes_of, sizes_of

Feeds: TypeAlias = dict[str, Array]
Shape: TypeAlias = tuple[int, ...]

MOST = 2**30  # elements of an input drawn at random
_FLOATS = (TensorProto.FLOAT16, TensorProto.FLOAT, TensorProto.DOUBLE)
_KINDS = "biuf"  # kinds of dtypes that ONNX Runtime accepts from NumPy

_MOVED = {
    "Cast", "Concat", "Expand", "Flatten", "Gather", "Identity", "Reshape", "Slice", "Split",
    "Squeeze", "Tile", "Transpose", "Unsqueeze",
}  # fmt: skip
_COUNTED = _MOVED | {"Add", "Div", "Max", "Min", "Mul", "Neg", "ReduceMax", "Sub"}
# The inputs of these operators that are lengths: all of them, or these positions.
_LENGTHS: dict[str, tuple[int, ...] | None] = {
    "Less": None,
    "LessOrEqual": None,
    "Greater": None,
    "GreaterOrEqual": None,
    "Range": None,
    "Slice": (1, 2),
    "LSTM": (4,),
    "GRU": (4,),
    "RNN": (4,),
}


@dataclass(frozen=True)
class Given:
    """One input as given by a caller: its shape, all its values, or one number for all of them."""

    shape: Shape | None = None
    values: Array | None = None
    fill: tuple[float, ...] = ()


@dataclass(frozen=True)
class Input:
    """One input of a run, and where its values come from."""

    name: str
    values: Array
    origin: str

    def __str__(self) -> str:
        shape = "x".join(map(str, self.values.shape)) or "scalar"
        return f"{self.name}: {self.values.dtype} {shape}, {self.origin}"


def given(model: ModelProto, sizes: Any = None, batch: Any = None) -> dict[str, Given]:
    """Return what a caller says of the inputs: the arrays of a batch, then what `input` says.

    `sizes` is a tuple of sizes, a number or an array for each name, or for the one input; or texts
    as they are written at the prompt.

    Raises ArgumentError for what names no input of the model, ArgumentTypeError for other values.
    """
    names = tuple(inputs_of(model))
    found: dict[str, Given] = {}
    if batch is not None and not isinstance(batch, Mapping):
        if len(names) != 1:
            raise errors.checkerboards.several_inputs(names)
        batch = {names[0]: batch}
    for name, values in (batch or {}).items():
        if name not in names:
            raise errors.onnx.unknown_input("batch", name, names)
        found[name] = Given(values=np.asarray(values))
    return found | _said(model, sizes, names)


def _said(model: ModelProto, sizes: Any, names: tuple[str, ...]) -> dict[str, Given]:
    texts = [sizes] if isinstance(sizes, str) else sizes
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return dict(_written(text, written_shapes(model)) for text in texts)
    if sizes is not None and not isinstance(sizes, Mapping):
        if len(names) != 1:
            raise errors.onnx.input_without_name(names)
        sizes = {names[0]: sizes}
    for name in sizes or {}:
        if name not in names:
            raise errors.onnx.unknown_input("input", name, names)
    return {name: _value(name, value) for name, value in (sizes or {}).items()}


def _value(name: str, value: Any) -> Given:
    if isinstance(value, tuple) and all(isinstance(n, int) for n in value):
        return Given(tuple(as_integer(n, "input", 1, axis) for axis, n in enumerate(value)))
    if isinstance(value, int | float):
        return Given(fill=(value,))
    if hasattr(value, "__array__"):
        return Given(values=np.asarray(value))
    raise errors.onnx.not_given(name, value)


_SIZE, _NUMBER = r"0*[1-9]\d*", r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"
_WRITTEN = re.compile(
    rf"(?P<shape>{_SIZE}(x{_SIZE})*)?(@(?P<numbers>{_NUMBER}(,{_NUMBER})*))?", re.ASCII
)


def _written(text: str, shapes: Mapping[str, tuple[str, ...]]) -> tuple[str, Given]:
    """Return an input and what a text says of it: x=1x3x8x8, x=@0, x=1x3@1,2,3, x=file.npy."""
    # A name may itself contain "=".
    name = max((one for one in shapes if text.startswith(f"{one}=")), key=len, default=None)
    if name is None:
        raise errors.onnx.not_an_input(text, shapes)
    value = text[len(name) + 1 :]
    if value.endswith(".npy"):
        return name, Given(values=arrayfiles.read_one(Path(value)))
    match = _WRITTEN.fullmatch(value.lower().replace("×", "x"))
    if not value or match is None:
        raise errors.onnx.not_an_input(text, shapes)
    shape, numbers = match["shape"], match["numbers"]
    return name, Given(
        tuple(map(int, shape.split("x"))) if shape else None,
        fill=tuple(map(float, numbers.split(","))) if numbers else (),
    )


def draw(model: ModelProto, said: Mapping[str, Given]) -> list[Input]:
    """Return a value for each input of a model without an initializer.

    Raises ArgumentError for given values that do not fit, for open sizes that are not given, and
    for more than `MOST` elements; DataError for an input that is not numeric.
    """
    inputs = inputs_of(model)
    shapes = {name: _shape(value, said.get(name, Given())) for name, value in inputs.items()}
    graph = _Graph(model)
    generator = np.random.default_rng(0)
    return [
        _input(value, said.get(name, Given()), shapes, graph, generator)
        for name, value in inputs.items()
    ]


def inputs_of(model: ModelProto) -> dict[str, ValueInfoProto]:
    """Return the inputs that a caller must give, by name: those without an initializer."""
    own = {tensor.name for tensor in model.graph.initializer}
    return {value.name: value for value in model.graph.input if value.name not in own}


def written_shapes(model: ModelProto) -> dict[str, tuple[str, ...]]:
    """Return the sizes of the inputs as texts, such as ("1", "3", "height", "?"), by name."""
    return {name: _words(value) for name, value in inputs_of(model).items()}


def fit(model: ModelProto, batch: Any) -> Feeds:
    """Return a batch (one array, or several by name) by name and with the types of the inputs.

    Raises ArgumentError if the names are not those of the inputs, and for numbers that the type of
    an input cannot represent.
    """
    needed = inputs_of(model)
    if isinstance(batch, Mapping):
        feeds = {str(name): np.asarray(values) for name, values in batch.items()}
        known = {value.name: value for value in model.graph.input}
        if not set(needed) <= set(feeds) <= set(known):
            raise errors.checkerboards.other_inputs(tuple(feeds), tuple(needed))
    else:
        if len(needed) != 1:
            raise errors.checkerboards.several_inputs(tuple(needed))
        known, feeds = needed, dict.fromkeys(needed, np.asarray(batch))
    return {name: _converted(known[name], values) for name, values in feeds.items()}


def _dtype(value: ValueInfoProto) -> np.dtype[Any]:
    if not value.type.HasField("tensor_type"):
        raise errors.onnx.input_type(value.name, "no tensor type")
    kind = value.type.tensor_type.elem_type
    try:
        dtype = helper.tensor_dtype_to_np_dtype(kind)
    except KeyError:
        raise errors.onnx.input_type(value.name, f"the unknown type {kind}") from None
    if dtype.kind not in _KINDS:
        name = "strings" if kind == TensorProto.STRING else str(dtype)
        raise errors.onnx.input_type(value.name, name)
    return np.dtype(dtype)


def _converted(value: ValueInfoProto, values: Array) -> Array:
    dtype = _dtype(value)
    if values.dtype == dtype:
        return values
    if dtype.kind == "f" and np.can_cast(values.dtype, dtype, "same_kind"):
        return values.astype(dtype)
    if values.dtype.kind in "biu":
        converted = values.astype(dtype)
        if np.array_equal(converted, values):
            return converted
    raise errors.onnx.other_type(value.name, str(values.dtype), str(dtype))


def _words(value: ValueInfoProto) -> tuple[str, ...]:
    sizes = sizes_of(value)
    if sizes is None:
        return ("?",)
    dims = zip(sizes, value.type.tensor_type.shape.dim, strict=True)
    return tuple(str(size or dim.dim_param or "?") for size, dim in dims)


def _shape(value: ValueInfoProto, given: Given) -> Shape:
    sizes, shown = sizes_of(value), _words(value)
    asked = given.shape if given.values is None else given.values.shape
    if asked is None and len(given.fill) > 1:
        asked = (len(given.fill),)
    if asked is None:
        if sizes is None or None in sizes:
            raise errors.onnx.size_needed(value.name, shown)
        asked = tuple(size for size in sizes if size is not None)
    elif sizes is not None and not _agree(asked, sizes):
        raise errors.onnx.input_size_differs(value.name, asked, "x".join(shown) or "scalar")
    if math.prod(asked) > MOST:
        raise errors.onnx.input_too_large(value.name, asked, MOST)
    return asked


def _agree(asked: Shape, sizes: Sizes) -> bool:
    return len(asked) == len(sizes) and all(
        size in (None, n) for n, size in zip(asked, sizes, strict=True)
    )


def _input(
    value: ValueInfoProto,
    given: Given,
    shapes: Mapping[str, Shape],
    graph: _Graph,
    generator: np.random.Generator,
) -> Input:
    name, dtype, shape = value.name, _dtype(value), shapes[value.name]
    if given.values is not None:
        return Input(name, _converted(value, given.values), "as given")
    if given.fill:
        numbers = np.array(given.fill)
        if numbers.size not in (1, math.prod(shape)):
            raise errors.onnx.too_many_values(name, numbers.size, shape)
        exact = numbers.astype(dtype)
        if dtype.kind in "iub" and not np.array_equal(exact, numbers):
            raise errors.onnx.other_type(name, "fractional numbers", str(dtype))
        full = np.resize(exact, shape) if exact.size > 1 else np.full(shape, exact[0])
        return Input(name, full, "as given")
    if dtype.kind == "f":
        if len(shape) < 2:
            return Input(name, np.ones(shape, dtype), "ones, as for a setting")
        drawn = generator.standard_normal(shape, np.float32).astype(dtype)
        return Input(name, drawn, "drawn from the standard normal distribution")
    if dtype.kind == "b":
        return Input(name, np.ones(shape, dtype), "all true")
    rows = graph.rows(name)
    if rows is not None:
        drawn = generator.integers(0, min(rows, np.iinfo(dtype).max), shape).astype(dtype)
        return Input(name, drawn, f"drawn from 0 to {rows - 1}, the rows that it indexes")
    length = graph.length(name, shapes) if len(shape) < 2 else None
    if length is not None:
        other, axis = length
        size = shapes[other][axis]
        return Input(
            name, np.full(shape, size, dtype), f"all {size}, the length of axis {axis} of {other}"
        )
    return Input(
        name,
        np.ones(shape, dtype),
        f"ones, as the model does not show what it means; give other values as {name}=@NUMBER or "
        f"{name}=FILE.npy",
    )


class _Graph:
    """How a model uses its inputs, analysed when the first integers are drawn."""

    def __init__(self, model: ModelProto) -> None:
        self._model = model
        self._shapes: dict[str, Sizes] | None = None
        self._readers: dict[str, list[tuple[NodeProto, int]]] = {}
        for node in _nodes(model):
            for place, name in enumerate(node.input):
                self._readers.setdefault(name, []).append((node, place))

    def rows(self, name: str) -> int | None:
        """Return how many rows `name` indexes; the fewest if it indexes several tensors."""
        found = []
        for node, place in self._reached(name, _MOVED):
            if node.op_type in ("Gather", "GatherElements") and place == 1:
                found.append(self._size(node.input[0], _integer(node, "axis", 0)))
        known = [rows for rows in found if rows]
        return min(known) if known else None

    def length(self, name: str, shapes: Mapping[str, Shape]) -> tuple[str, int] | None:
        """Return the input and the axis whose length is `name`, or None."""
        tells = any(
            node.op_type in _LENGTHS and place in (_LENGTHS[node.op_type] or (place,))
            for node, place in self._reached(name, _COUNTED)
        )
        others = [other for other, shape in shapes.items() if other != name and len(shape) > 1]
        if not tells or not others:
            return None
        # "text_lengths" belongs to "text".
        own = [other for other in others if name.startswith(other)]
        other = max(own, key=len) if own else others[0]
        declared = sizes_of(inputs_of(self._model)[other]) or (None,) * len(shapes[other])
        axes = range(1, len(declared))
        free = [axis for axis in axes if declared[axis] is None]
        return other, free[-1] if free else max(axes, key=lambda axis: shapes[other][axis])

    def _reached(self, name: str, through: set[str]) -> Iterator[tuple[NodeProto, int]]:
        """Yield the nodes, and the position of the input, that `name` reaches through `through`."""
        pending, seen = [name], {name}
        while pending:
            for node, place in self._readers.get(pending.pop(), ()):
                yield node, place
                moved = place == 0 or node.op_type == "Concat" or node.op_type not in _MOVED
                if moved and node.op_type in through:
                    new = {output for output in node.output if output} - seen
                    pending += new
                    seen |= new

    def _size(self, name: str, axis: int) -> int | None:
        if self._shapes is None:
            self._shapes = shapes_of(self._model)
        sizes = self._shapes.get(name, ())
        return sizes[axis] if -len(sizes) <= axis < len(sizes) else None


def _nodes(model: ModelProto) -> Iterator[NodeProto]:
    """Yield the nodes of a model, including those of its subgraphs."""
    pending: list[GraphProto] = [model.graph]
    while pending:
        for node in pending.pop().node:
            yield node
            for attribute in node.attribute:
                pending += [*attribute.graphs]
                if attribute.HasField("g"):
                    pending.append(attribute.g)


def _integer(node: NodeProto, name: str, default: int) -> int:
    return next((int(a.i) for a in node.attribute if a.name == name), default)
