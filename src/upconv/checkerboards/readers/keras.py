"""Reader for Keras layers and models: the operations that they call when they run.

The model is run on the batch, or on an input of the shape that it was built with, and its
operations are recorded: those of a graph are called one by one; a layer or model without a graph is
first called symbolically, which builds one if its control flow allows it. Without a graph only the
layers are known, and a step between two of them is recognised by the sizes of their values.
"""

from __future__ import annotations

import math
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from upconv import conventions, errors
from upconv.arrays import Array
from upconv.axis import split_crop
from upconv.checkerboards.graph import Left, Model, Node, Ran, Recorded
from upconv.checkerboards.layers import (
    Concatenate,
    Convolution,
    Resize,
    Step,
    Transpose,
    Unknown,
)
from upconv.checkerboards.outputs import named
from upconv.checkerboards.probe import Run, enlarges
from upconv.checkerboards.readers.keras_reads import reads_of
from upconv.checkerboards.readers.keras_work import BETWEEN_LAYERS, work_of
from upconv.checkerboards.reads import Reads
from upconv.checkerboards.sections import understood
from upconv.checkerboards.work import Work

_THROUGH = {
    "Activation", "BatchNormalization", "GroupNormalization", "LayerNormalization",
    "UnitNormalization", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Dropout",
    "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "GaussianDropout",
    "Identity", "Rescaling", "ActivityRegularization", "Relu", "Relu6", "LeakyRelu", "Elu", "Selu",
    "Celu", "Gelu", "Silu", "Sigmoid", "HardSigmoid", "HardSilu", "Tanh", "HardTanh", "Softplus",
    "Softsign", "LogSigmoid", "Glu", "Negative", "Absolute", "Exp", "Square", "Sqrt", "Clip",
    "Cast", "Copy",
}  # fmt: skip
_BINARY = {
    "Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Average", "Maximum", "Minimum",
}  # fmt: skip
_POOLS = ("MaxPool", "AveragePool", "GlobalMax", "GlobalAverage", "AdaptiveMax", "AdaptiveAverage")
_MADE_UP = {3: 64, 4: 32, 5: 16}  # pixels per axis by rank, where a model leaves them open
NOT_FOLLOWED = "how its layers are connected is known only with a batch: it did not run ({})"
BETWEEN = "between layers of a model without a graph it {}"


def load(path: Path) -> Any:
    """Return the model in a file, without running code from the file."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes about the CPU
    import keras  # noqa: PLC0415 - loads a backend

    return keras.saving.load_model(path, compile=False, safe_mode=True)


def read(model: Any, batch: Any = None) -> Model:
    """Return the upsampling layers of a layer or model, and how to run it."""
    keras = sys.modules["keras"]
    if not isinstance(model, keras.layers.Layer):
        raise errors.checkerboards.not_checkable(model)

    def run(batch: Any, names: list[str]) -> Ran:
        return _run(keras, model, batch, names)

    step, label = step_of(model), str(model.name)
    if step is not None and batch is None:
        return Model([Node("0", "input 0", step, label=label)], run)
    nodes, left = _read(keras, model, batch)
    counts = {f"{id(one)}": math.prod(one.shape) for one in model.weights}
    return Model(nodes, run, left, counts, last=_format(model) == "channels_last")


def record(model: Any, batch: Any) -> Recorded:
    """Return the run of a layer or model on a batch."""
    keras = sys.modules["keras"]
    if not isinstance(model, keras.layers.Layer):
        raise errors.checkerboards.not_checkable(model)
    x = _whole(keras, batch)
    try:
        watch, output = _watched(keras, model, x)
    except Exception as error:  # each backend has its own errors
        why = errors.reason(error)
        raise errors.checkerboards.model_does_not_run(_shape_of(x), why) from error
    made = named(output, keras.ops.is_tensor)

    def run(batch: Any, names: list[str]) -> Ran:
        return _run(keras, model, batch, names)

    outputs = {name: watch.name(one) for name, one in made.items()}
    return Recorded(watch.nodes(), outputs, watch.replay, run, last=watch.last)


def assumed(model: Any) -> Iterator[Any]:
    """Yield an input of the shape that a model was built with."""
    x = _made_up(sys.modules["keras"], model)
    if x is not None:
        yield x


def _read(keras: Any, model: Any, batch: Any) -> tuple[list[Node], list[Left]]:
    x = _made_up(keras, model) if batch is None else _whole(keras, batch)
    reason = "it was never built"
    if x is not None:
        try:
            watch, output = _watched(keras, model, x)
        except Exception as error:  # each backend has its own errors
            reason = errors.reason(error)
            if batch is not None:
                raise errors.checkerboards.model_does_not_run(_shape_of(x), reason) from error
        else:
            made = named(output, keras.ops.is_tensor).values()
            names = [name for name in map(watch.name, made) if name is not None]
            return understood(watch.nodes(), names, watch.replay), []
    before, nodes = "", []
    for layer in operations(model):
        through = type(layer).__name__ in _THROUGH
        nodes.append(Node(str(layer.name), before, step_of(layer), through))
        before = str(layer.name)
    return nodes, [Left(str(model.name), NOT_FOLLOWED.format(reason))]


def _watched(keras: Any, model: Any, x: Any, wanted: tuple[str, ...] = ()) -> tuple[_Watch, Any]:
    """Run a model; a graph traced from a model without one can fail where the model does not."""
    try:
        watch = _Watch(keras, model, wanted)
        return watch, watch.run(x)
    except Exception:  # each backend has its own errors
        watch = _Watch(keras, model, wanted, traces=False)
        return watch, watch.run(x)


def _shape_of(value: Any) -> tuple[int, ...]:
    first = next(iter(value.values())) if isinstance(value, dict) else value
    return tuple((first[0] if isinstance(first, list) else first).shape)


# An input.


def _whole(keras: Any, batch: Any) -> Any:
    """Return a batch as the framework's tensors: one, a list, or by name."""
    if isinstance(batch, Mapping):
        return {name: keras.ops.convert_to_tensor(one) for name, one in batch.items()}
    if isinstance(batch, list | tuple) and not np.isscalar(batch[0]):
        return [keras.ops.convert_to_tensor(one) for one in batch]
    return keras.ops.convert_to_tensor(batch)


def _made_up(keras: Any, model: Any) -> Any:
    """Return an input of the shape that a model declares or was built with, or None."""
    given = getattr(model, "inputs", None)
    if given:
        found = [_random(keras, one.shape, one.dtype) for one in given]
        return found[0] if len(found) == 1 else found
    shape = (model.get_build_config() or {}).get("input_shape")
    if shape is None or isinstance(shape, dict) or not all(_is_size(n) for n in shape):
        return None
    return _random(keras, shape, model.compute_dtype)


def _is_size(value: Any) -> bool:
    return value is None or isinstance(value, int)


def _random(keras: Any, shape: Any, dtype: str) -> Any:
    free = _MADE_UP.get(len(shape), 16)
    sizes = [1 if n == 0 else free if size is None else size for n, size in enumerate(shape)]
    values = np.random.default_rng(0).random(sizes)
    return keras.ops.convert_to_tensor(values, dtype=dtype)


# Calls.


@dataclass
class _Call:
    """One call of an operation: its arguments, and the names of its inputs and outputs."""

    operation: Any
    args: Any
    words: Any
    reads: list[str | None]
    shapes: list[tuple[int, ...]] = field(default_factory=list)
    work: Work | None = None


class _Watch:
    """Records the operations of a model while it runs; `wanted` values are in `values`."""

    def __init__(
        self, keras: Any, model: Any, wanted: tuple[str, ...] = (), *, traces: bool = True
    ) -> None:
        self.keras = keras
        self.traces = traces  # whether to trace layers without a graph
        self.model = model
        self.last = _format(model) == "channels_last"
        self.calls: list[_Call] = []
        self.inputs: dict[str, tuple[int, ...]] = {}
        self.values: dict[str, Array] = {}
        self.wanted = set(wanted)
        self.known: dict[
            int, tuple[str, Any]
        ] = {}  # tensors, kept alive so that their ids stay unique
        self.inside = 0

    def run(self, x: Any) -> Any:
        """Return the result of the model."""
        for n, tensor in enumerate(named(x, self.keras.ops.is_tensor).values()):
            self._is(tensor, f"input {n}")
            self.inputs[f"input {n}"] = self.first(tuple(tensor.shape))
        traced = dict[int, Any]()
        own = traced if self.traces else None
        watched = list(_leaves(self.keras, self.model, own))
        with warnings.catch_warnings(), self._watching(watched, traced):
            warnings.simplefilter("ignore")  # already shown when the model was built
            graph = traced.get(id(self.model), self.model)
            return graph(x)

    @contextmanager
    def _watching(self, watched: list[Any], traced: dict[int, Any]) -> Iterator[None]:
        changed = list[tuple[Any, dict[str, Any]]]()
        try:
            for operation in watched:
                graph = traced.get(id(operation))
                call = self._noted(operation) if graph is None else _called(graph)
                own = {n: one for n, one in operation.__dict__.items() if n == "call"}
                changed.append((operation, own))
                # Bypasses Keras, which would track attributes set on a layer.
                object.__setattr__(operation, "call", call)
            yield
        finally:
            for operation, own in reversed(changed):
                operation.__dict__.pop("call", None)
                operation.__dict__.update(own)

    def _noted(self, operation: Any) -> Callable[..., Any]:
        call = operation.call

        def noted(*args: Any, **words: Any) -> Any:
            if self.inside:  # called by another operation
                return call(*args, **words)
            self.inside += 1
            try:
                made = call(*args, **words)
            finally:
                self.inside -= 1
            given = self._tensors((args, words))
            one = _Call(operation, args, words, [self.name(tensor) for tensor in given])
            number = len(self.calls)
            self.calls.append(one)
            results = self._tensors(made)
            one.work = self._work(operation, (args, words), results)
            for n, tensor in enumerate(results):
                one.shapes.append(self.first(tuple(tensor.shape)))
                self._is(tensor, f"{number}.{n}" if n else str(number))
            return made

        return noted

    def _work(self, operation: Any, arguments: Any, made: list[Any]) -> Work:
        given = [one for one in self.keras.tree.flatten(arguments) if hasattr(one, "shape")]
        inputs, outputs = ([tuple(one.shape) for one in some] for some in (given, made))
        work = work_of(operation, inputs, outputs, given)
        if not made:
            return work
        dtype = self.keras.backend.standardize_dtype(made[0].dtype)
        return replace(work, size=math.prod(outputs[0]) * _itemsize(dtype))

    def _tensors(self, value: Any) -> list[Any]:
        flat = self.keras.tree.flatten(value)
        return [one for one in flat if self.keras.ops.is_tensor(one)]

    def _is(self, tensor: Any, name: str) -> None:
        self.known[id(tensor)] = (name, tensor)
        if name in self.wanted:
            array = _array(tensor)
            self.values[name] = np.moveaxis(array, -1, 1) if self.last else array

    def name(self, tensor: Any) -> str | None:
        """Return the name of a value; None for a constant, or a value that was not recorded."""
        return self.known.get(id(tensor), (None, None))[0]

    def first(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return a shape with the channels first."""
        if not self.last or len(shape) < 3:
            return shape
        return (shape[0], shape[-1], *shape[1:-1])

    def nodes(self) -> list[Node]:
        """Return the calls as nodes."""
        found = [Node(n, "", shape=shape, image=True) for n, shape in self.inputs.items()]
        before = next(iter(self.inputs), "")
        for number, call in enumerate(self.calls):
            found += _nodes(self, str(number), call, found, before)
            before = str(number)
        return found

    def replay(self, first: str, names: list[str], last: str) -> Run:
        """Return a function that runs the operations `names` on a value of `first`."""

        def run(x: Array) -> Array:
            values = {first: self._native(x)}
            for name in sorted((n for n in names if n.isdigit()), key=int):
                call = self.calls[int(name)]

                def put(one: Any) -> Any:
                    own = self.name(one) if self.keras.ops.is_tensor(one) else None
                    return values.get(own, one) if own is not None else one

                args, words = self.keras.tree.map_structure(put, (call.args, call.words))
                made = call.operation(*args, **words)
                for n, tensor in enumerate(self._tensors(made)):
                    values[f"{name}.{n}" if n else name] = tensor
            y = _array(values[last])
            return np.moveaxis(y, -1, 1) if self.last and y.ndim > 2 else y

        return run

    def _native(self, x: Array) -> Any:
        last = self.last and x.ndim > 2
        array = np.moveaxis(x, 1, -1) if last else x
        return self.keras.ops.convert_to_tensor(array.astype(np.float32))


def _itemsize(dtype: str) -> int:
    """Return the bytes of a number of a type, called float32 or bool."""
    bits = re.search(r"\d+$", dtype)
    return 1 if bits is None else max(int(bits[0]) // 8, 1)


def _called(graph: Any) -> Callable[..., Any]:
    def called(*args: Any, **_words: Any) -> Any:
        return graph(*args)

    return called


def _nodes(
    watch: _Watch, name: str, call: _Call, before: list[Node], previous: str
) -> Iterator[Node]:
    operation, kind = call.operation, type(call.operation).__name__
    label = str(operation.name)
    shape = call.shapes[0] if call.shapes else None
    reads = [one for one in call.reads if one is not None]
    if not reads and call.reads:  # it read a value that was not recorded
        reads = [f"{name} reads"]
        yield _joined(watch, reads[0], call, before, previous)
    node = Node(name, reads[0] if reads else "", label=label, more=tuple(reads[1:]), shape=shape)
    node = replace(node, work=call.work, reads=_reads(watch, call, reads, before, shape))
    graph = {one.name: one for one in before}
    same = [r for r in reads if r in graph and graph[r].shape == shape]
    step = _called_step(call) or step_of(operation)
    if step is not None:
        yield replace(node, what=step, image=True, more=())
    elif kind == "Concatenate" and _joins_channels(watch, operation, shape):
        shapes = [graph[r].shape if r in graph else None for r in reads]
        counts = tuple(one[1] for one in shapes if one is not None)
        whole = len(counts) == len(reads) == len(call.reads)
        yield replace(node, what=Concatenate(counts if whole else ()))
    elif kind.startswith(_POOLS):
        yield replace(node, image=True)
    elif kind in _THROUGH or (kind in _BINARY and same):
        more = tuple(same[1:]) if kind in _BINARY else ()
        first = same[0] if same else node.source
        image, also = kind.startswith("Batch"), tuple(one for one in reads if one not in same)
        node = replace(node, through=True, source=first, more=more, image=image)
        yield replace(node, also=also if kind in _BINARY else ())
    else:
        yield node
    for n in range(1, len(call.shapes)):
        yield Node(f"{name}.{n}", name, label=label, shape=call.shapes[n])


def _reads(
    watch: _Watch,
    call: _Call,
    names: list[str],
    before: list[Node],
    shape: tuple[int, ...] | None,
) -> Reads | None:
    """Return what a call reads of its first input."""
    given = next((one.shape for one in before if names and one.name == names[0]), None)
    if given is None or shape is None:
        return None
    return reads_of(call.operation, given, shape, last=watch.last)


def _joined(watch: _Watch, name: str, call: _Call, before: list[Node], previous: str) -> Node:
    """Return a node for the unrecorded step between the previous layer and a value."""
    raw = tuple(watch._tensors((call.args, call.words))[0].shape)
    shape = watch.first(raw)
    node = Node(name, previous, label=str(call.operation.name), shape=shape)
    unknown = Work("code before it", multiply_adds=None, reason=BETWEEN_LAYERS, shape=raw)
    node = replace(node, work=unknown)
    source = next((one for one in before if one.name == previous), None)
    if source is None or source.shape is None or len(source.shape) != len(shape):
        return node
    if any(o > i for i, o in zip(source.shape[2:], shape[2:], strict=True)):
        reason = BETWEEN.format(enlarges(source.shape[2:], shape[2:]))
        return replace(node, what=Unknown(reason))
    return replace(node, through=source.shape == shape)


def _joins_channels(watch: _Watch, operation: Any, shape: tuple[int, ...] | None) -> bool:
    if shape is None or len(shape) < 3:
        return False
    axis = int(operation.axis) % len(shape)
    return axis == (len(shape) - 1 if watch.last else 1)


# Graphs.


def _leaves(keras: Any, model: Any, traced: dict[int, Any] | None) -> Iterator[Any]:
    """Yield the operations to record; `traced` receives the graphs traced from those without."""
    graph = _graph(model)
    if graph is None and step_of(model) is None and _is_own(model) and traced is not None:
        graph = _traced(keras, model) if getattr(model, "weights", ()) else None
        if graph is not None:
            traced[id(model)] = graph
            yield model
    if graph is not None:
        for one in graph.operations:
            if type(one).__name__ != "InputLayer":
                yield from _leaves(keras, one, traced)
    elif (inner := getattr(model, "layers", None) or _inner(model)) and _is_own(model):
        for one in inner:
            yield from _leaves(keras, one, traced)
    else:
        yield model


def _graph(model: Any) -> Any:
    graph = getattr(model, "_functional", None) or model  # of a Sequential
    return graph if getattr(graph, "operations", None) else None


def _is_own(operation: Any) -> bool:
    """Return whether a layer is a user's own class."""
    known = ("keras.src.layers", "keras.src.ops", "upconv.keras.layers")
    return not type(operation).__module__.startswith(known)


def _inner(layer: Any) -> list[Any]:
    flatten = getattr(layer, "_flatten_layers", None)
    return [] if flatten is None else list(flatten(include_self=False, recursive=False))


def _traced(keras: Any, layer: Any) -> Any:
    """Return the graph of a symbolic call of a layer, or None."""
    config: dict[str, Any] = getattr(layer, "get_build_config", dict)() or {}
    shape = config.get("input_shape")
    if shape is None or isinstance(shape, dict) or not all(_is_size(n) for n in shape):
        return None
    inner = [one for one in _all_layers(layer) if hasattr(one, "_inbound_nodes")]
    nodes = [(one, list(one._inbound_nodes), list(one._outbound_nodes)) for one in inner]
    try:
        x = keras.Input(batch_shape=(None, *shape[1:]), dtype=layer.compute_dtype)
        graph = keras.Function(x, layer.call(x))
    except Exception:  # control flow that depends on values fails in many ways
        return None
    finally:
        for one, inbound, outbound in nodes:
            one._inbound_nodes[:], one._outbound_nodes[:] = inbound, outbound
    for one in graph.operations:
        if type(one).__name__ == "ConvTranspose" and _is_function(one):
            # Keras' operation passes on padding and output_padding in the wrong order.
            one.call = _by_name(keras, one)
    return graph


def _by_name(keras: Any, operation: Any) -> Callable[..., Any]:
    names = ("strides", "padding", "output_padding", "data_format", "dilation_rate")
    words = {name: getattr(operation, name) for name in names}

    def call(inputs: Any, kernel: Any) -> Any:
        return keras.ops.conv_transpose(inputs, kernel, **words)

    return call


def _all_layers(layer: Any) -> list[Any]:
    flatten = getattr(layer, "_flatten_layers", None)
    return [layer] if flatten is None else list(flatten())


def operations(model: Any) -> Iterator[Any]:
    """Yield the operations of a model in order, including those of nested models."""
    graph = getattr(model, "_functional", None) or model  # of a Sequential
    inner = getattr(graph, "operations", None) or getattr(graph, "layers", None)
    if not inner:
        yield model
        return
    for one in inner:
        yield from operations(one)


def tensors(operation: Any, side: str) -> list[Any]:
    """Return the tensors of a graph that are inputs ("input") or outputs ("output") of a call."""
    try:
        found = getattr(operation, side)
    except (AttributeError, ValueError):  # never called in a graph, or several times
        return []
    return list(found) if isinstance(found, list | tuple) else [found]


def producer(tensor: Any) -> Any:
    """Return the operation that computes a tensor of a graph; None for an input."""
    history = getattr(tensor, "_keras_history", None)
    made = None if history is None else history.operation
    return None if type(made).__name__ == "InputLayer" else made


# Kinds of operations.


def step_of(layer: Any) -> Step | None:
    for kind in type(layer).__mro__:
        if kind.__module__.startswith("keras.") and kind.__name__ in _LAYERS:
            return _LAYERS[kind.__name__](layer)
    return None


def _kernel(layer: Any) -> Array:
    if not layer.built:
        raise errors.checkerboards.not_built(layer.name)
    return _array(layer.kernel)


def _array(tensor: Any) -> Array:
    with warnings.catch_warnings():  # Keras on PyTorch uses a call that NumPy 2 deprecates
        warnings.simplefilter("ignore", DeprecationWarning)
        array: Array = np.asarray(sys.modules["keras"].ops.convert_to_numpy(tensor))
    return array if array.dtype == np.float64 else array.astype(np.float32)


def _called_step(call: _Call) -> Step | None:
    """Return the step of a function called with a kernel: ops.conv and ops.conv_transpose."""
    operation, kind = call.operation, type(call.operation).__name__
    if kind not in ("Conv", "ConvTranspose") or not _is_function(operation):
        return None
    kernel = call.args[1] if len(call.args) > 1 else call.words.get("kernel")
    if call.reads[1:] and call.reads[1] is not None:
        computed = "a transposed convolution whose weight is computed from the input"
        return Unknown(computed) if kind == "ConvTranspose" else None
    array = _array(kernel)
    ndim = array.ndim - 2
    strides, dilation = (
        (one,) * ndim if isinstance(one, int) else tuple(one)
        for one in (operation.strides, operation.dilation_rate)
    )
    if kind == "ConvTranspose":
        return _transposed(
            array,
            kernel_size=array.shape[:ndim],
            strides=strides,
            padding=operation.padding,
            output_padding=operation.output_padding,
            dilation_rate=dilation,
        )
    if any(step != 1 for step in strides):
        return None
    return _convolved(array, None, operation.padding, dilation, 1)


def _is_function(operation: Any) -> bool:
    return type(operation).__module__.startswith("keras.src.ops")


def _transposed(kernel: Array, groups: int = 1, **words: Any) -> Transpose:
    framework = conventions.framework("keras")
    weight = np.ascontiguousarray(framework.weight_from(kernel))
    return Transpose(weight, framework.from_arguments(**words), groups)


def _convolved(
    kernel: Array, bias: Array | None, padding: str, dilation: tuple[int, ...], groups: int
) -> Convolution:
    weight = np.ascontiguousarray(np.moveaxis(kernel, (-1, -2), (0, 1)))
    totals = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:], strict=True)]
    if padding == "valid":
        totals = [0] * len(totals)
    pads = tuple(split_crop(total, "same") for total in totals)
    return Convolution(weight, bias, pads, dilation, groups)


def _transpose(layer: Any) -> Step | None:
    return _transposed(
        _kernel(layer),
        getattr(layer, "groups", 1),  # upconv's layers have groups
        kernel_size=layer.kernel_size,
        strides=layer.strides,
        padding=layer.padding,
        output_padding=layer.output_padding,
        dilation_rate=layer.dilation_rate,
    )


def _convolution(layer: Any) -> Step | None:
    if any(step != 1 for step in layer.strides) or layer.padding not in ("same", "valid"):
        return None
    if layer.padding == "same" and getattr(layer, "padding_mode", "zeros") != "zeros":
        return None  # only upconv's layers have a mode; a Convolution pads with zeros
    kernel, dilation = _kernel(layer), tuple(layer.dilation_rate)
    return _convolved(kernel, _bias(layer), layer.padding, dilation, layer.groups)


def _bias(layer: Any) -> Array | None:
    return None if layer.bias is None else _array(layer.bias)


def _depthwise(layer: Any) -> Step | None:
    if any(step != 1 for step in layer.strides) or layer.padding not in ("same", "valid"):
        return None
    kernel = _kernel(layer)  # (*k, C, M)
    channels = kernel.shape[-2]
    kernel = kernel.reshape(*kernel.shape[:-2], 1, -1)
    return _convolved(kernel, _bias(layer), layer.padding, tuple(layer.dilation_rate), channels)


def _separable(layer: Any) -> Step | None:
    if any(step != 1 for step in layer.strides) or layer.padding not in ("same", "valid"):
        return None
    if not layer.built:
        raise errors.checkerboards.not_built(layer.name)
    spatial, point = _array(layer.depthwise_kernel), _array(layer.pointwise_kernel)
    *kernel, channels, times = spatial.shape
    mixed = point.reshape(channels, times, -1)
    whole = np.einsum("...cm,cmo->...co", spatial, mixed).reshape(*kernel, channels, -1)
    return _convolved(whole, _bias(layer), layer.padding, tuple(layer.dilation_rate), 1)


def _dense(layer: Any) -> Step | None:
    """Return a product over the last axis, the channels, as a convolution of one tap."""
    rank = getattr(tensors(layer, "input")[0], "ndim", 2) if tensors(layer, "input") else 2
    if rank < 3 or not layer.built:
        return None
    kernel = _array(layer.kernel)
    ndim = rank - 2
    return _convolved(
        kernel.reshape(*(1,) * ndim, *kernel.shape), _bias(layer), "valid", (1,) * ndim, 1
    )


def _resize(layer: Any) -> Step | None:
    size = layer.size if isinstance(layer.size, tuple) else (layer.size,)
    mode = getattr(layer, "interpolation", "nearest")
    if mode not in ("nearest", "bilinear"):
        return Unknown(f"{mode} is neither a nearest nor a bilinear resize")
    return Resize(tuple(size), "nearest" if mode == "nearest" else "bilinear")


_LAYERS: dict[str, Callable[[Any], Step | None]] = {
    "BaseConvTranspose": _transpose,
    "BaseConv": _convolution,
    "BaseDepthwiseConv": _depthwise,
    "BaseSeparableConv": _separable,
    "Dense": _dense,
    "UpSampling1D": _resize,
    "UpSampling2D": _resize,
    "UpSampling3D": _resize,
}


def _run(keras: Any, model: Any, batch: Any, names: list[str]) -> Ran:
    """Run a model, and return the values `names`."""
    x = _whole(keras, batch)
    try:
        watch, output = _watched(keras, model, x, tuple(names))
    except Exception as error:  # each backend has its own errors
        why = errors.reason(error)
        raise errors.checkerboards.model_does_not_run(_shape_of(x), why) from error
    found = {}
    for name, tensor in named(output, keras.ops.is_tensor).items():
        array = _array(tensor)
        moved = np.moveaxis(array, -1, 1) if watch.last and array.ndim > 2 else array
        found[name] = (moved, watch.name(tensor))
    return Ran(watch.values, found)


def _format(model: Any) -> str:
    formats = {getattr(one, "data_format", None) for one in operations(model)} - {None}
    return str(formats.pop()) if len(formats) == 1 else "channels_last"
