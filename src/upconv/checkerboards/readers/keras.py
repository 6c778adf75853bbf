"""What a Keras layer or model says, through its operations and the tensors that join them.

A pixel shuffle has no layer in Keras: people write it as an operation, a Lambda, a layer of their
own, or a reshape between two transpositions. Steps without weights are therefore probed with
numbers. A model that is no graph (subclassed) has its layers taken one after the other.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from upconv import conventions, errors
from upconv.arrays import Array
from upconv.axis import split_crop
from upconv.checkerboards.graph import Model, Node
from upconv.checkerboards.layers import Convolution, Resize, Step, Transpose, Unknown
from upconv.checkerboards.probe import recognised

_THROUGH = {
    "Activation", "BatchNormalization",
    "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Dropout", "SpatialDropout1D",
    "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "Identity",
    "Relu", "LeakyRelu", "Elu", "Gelu", "Silu", "Sigmoid", "Tanh",
}  # fmt: skip


def load(path: Path) -> Any:
    """Return the model in a file, without running code that the file holds."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes about the CPU
    import keras  # noqa: PLC0415 - loads a backend

    return keras.saving.load_model(path, compile=False, safe_mode=True)


def read(model: Any, batch: Any = None) -> Model:
    """Return the upsampling layers of a layer or model, and how to run it."""
    del batch
    keras = sys.modules["keras"]
    if not isinstance(model, keras.layers.Layer):
        raise errors.checkerboards.not_checkable(model)
    steps = list(operations(model))

    def run(batch: Any, names: list[str]) -> dict[str, Array]:
        return _run(keras, model, batch, names, steps)

    return Model(list(_nodes(keras, model, steps)), run)


def _nodes(keras: Any, model: Any, steps: list[Any]) -> Iterator[Node]:
    last = _format(model) == "channels_last"
    before = None  # of a step that is in no graph
    for operation in steps:
        kind = type(operation).__name__
        if kind == "InputLayer":
            continue
        source = _source(operation) or before or _input_of(operation)
        step = step_of(operation)
        if step is None and kind not in _THROUGH and not getattr(operation, "weights", ()):
            step, start = _probed(keras, operation, last)
            source = start or source
        yield Node(operation.name, source, step, kind in _THROUGH)
        before = None if tensors(operation, "input") else operation.name


def operations(model: Any) -> Iterator[Any]:
    graph = getattr(model, "_functional", None) or model  # of a Sequential
    inner = getattr(graph, "operations", None) or getattr(graph, "layers", None)
    if not inner:
        yield model
        return
    for one in inner:
        yield from operations(one)


def tensors(operation: Any, side: str) -> list[Any]:
    """Return the tensors of a graph that an operation reads ("input") or makes ("output")."""
    try:
        found = getattr(operation, side)
    except (AttributeError, ValueError):  # never called in a graph, or several times
        return []
    return list(found) if isinstance(found, list | tuple) else [found]


def producer(tensor: Any) -> Any:
    history = getattr(tensor, "_keras_history", None)
    made = None if history is None else history.operation
    return None if type(made).__name__ == "InputLayer" else made


def _source(operation: Any) -> str | None:
    """Return the name of the first operation that this one reads, in a graph."""
    made = next(map(producer, tensors(operation, "input")), None)
    return None if made is None else str(made.name)


def _input_of(operation: Any) -> str:
    return f"input of {operation.name}"


def _probed(keras: Any, operation: Any, last: bool) -> tuple[Step | None, str | None]:
    """Return what an operation without weights does, and the name of the value that it does it to.

    Of a chain of operations the last is asked, for what it makes of the value of equal rank that
    the chain begins with.
    """
    inputs, outputs = tensors(operation, "input"), tensors(operation, "output")
    if len(inputs) != 1 or len(outputs) != 1 or len(outputs[0].shape) < 3:
        return None, None
    (start,), (end,) = inputs, outputs
    first = operation
    while len(start.shape) != len(end.shape):
        first = producer(start)
        read = [] if first is None else tensors(first, "input")
        if len(read) != 1 or getattr(first, "weights", None):
            return None, None
        (start,) = read
    shape = [*start.shape[1:]]
    channels = shape.pop(-1 if last else 0)
    if channels is None:
        return None, None
    function = keras.Function(start, end)

    def run(x: Array) -> Array:
        y = _array(function(keras.ops.convert_to_tensor(np.moveaxis(x, 1, -1) if last else x)))
        return np.moveaxis(y, -1, 1) if last else y

    return recognised(run, channels, tuple(shape)), _source(first) or _input_of(first)


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
    with warnings.catch_warnings():  # Keras on PyTorch asks NumPy in the way of NumPy 1
        warnings.simplefilter("ignore", DeprecationWarning)
        array: Array = np.asarray(sys.modules["keras"].ops.convert_to_numpy(tensor))
    return array if array.dtype == np.float64 else array.astype(np.float32)


def _transpose(layer: Any) -> Step | None:
    framework = conventions.framework("keras")
    geometry = framework.from_arguments(
        kernel_size=layer.kernel_size,
        strides=layer.strides,
        padding=layer.padding,
        output_padding=layer.output_padding,
        dilation_rate=layer.dilation_rate,
    )
    weight = np.ascontiguousarray(framework.weight_from(_kernel(layer)))
    return Transpose(weight, geometry, getattr(layer, "groups", 1))  # upconv's layers have groups


def _convolution(layer: Any) -> Step | None:
    if any(step != 1 for step in layer.strides) or layer.padding not in ("same", "valid"):
        return None
    weight = np.ascontiguousarray(np.moveaxis(_kernel(layer), (-1, -2), (0, 1)))
    totals = [d * (k - 1) for d, k in zip(layer.dilation_rate, layer.kernel_size, strict=True)]
    if layer.padding == "valid":
        totals = [0] * len(totals)
    padding = tuple(split_crop(total, "same") for total in totals)
    bias = None if layer.bias is None else _array(layer.bias)
    return Convolution(weight, bias, padding, tuple(layer.dilation_rate), layer.groups)


def _resize(layer: Any) -> Step | None:
    size = layer.size if isinstance(layer.size, tuple) else (layer.size,)
    mode = getattr(layer, "interpolation", "nearest")
    if mode not in ("nearest", "bilinear"):
        return Unknown(f"{mode} is neither a nearest nor a bilinear resize")
    return Resize(tuple(size), "nearest" if mode == "nearest" else "bilinear")


_LAYERS: dict[str, Callable[[Any], Step | None]] = {
    "BaseConvTranspose": _transpose,
    "BaseConv": _convolution,
    "UpSampling1D": _resize,
    "UpSampling2D": _resize,
    "UpSampling3D": _resize,
}


def _run(
    keras: Any, model: Any, batch: Any, names: list[str], steps: list[Any]
) -> dict[str, Array]:
    """Run a model, and keep what the steps called `names` read and make."""
    x = keras.ops.convert_to_tensor(batch)
    last = _format(model) == "channels_last"
    names = [*names, ""]
    values: dict[str, Array] = {}

    def keep(name: str, tensor: Any) -> None:
        if name in names:
            array = _array(tensor)
            values[name] = np.moveaxis(array, -1, 1) if last else array

    def kept(operation: Any) -> Callable[..., Any]:
        call = operation.call

        def keeping(*inputs: Any, **words: Any) -> Any:
            made = call(*inputs, **words)
            if inputs:
                keep(_input_of(operation), inputs[0])
            keep(operation.name, made)
            return made

        return keeping

    watched = [one for one in steps if one.name in names or _input_of(one) in names]
    try:
        for operation in watched:
            # Around Keras, which would track what is set on a layer.
            object.__setattr__(operation, "call", kept(operation))
        output = model(x)
    except Exception as error:  # each backend has errors of its own
        why = errors.reason(error)
        raise errors.checkerboards.model_does_not_run(tuple(x.shape), why) from error
    finally:
        for operation in watched:
            operation.__dict__.pop("call", None)
    keep("", output[0] if isinstance(output, list | tuple) else output)
    return values


def _format(model: Any) -> str:
    formats = {getattr(one, "data_format", None) for one in operations(model)} - {None}
    return str(formats.pop()) if len(formats) == 1 else "channels_last"
