"""What a Keras layer or model says, through its layers and the tensors that join them.

A pixel shuffle has no layer in Keras; a convolution before one made of `keras.ops` is not found.
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
from upconv.checkerboards.layers import (
    Convolution,
    Model,
    Node,
    Resize,
    Transpose,
    layers_of,
)

Step = Transpose | Convolution | Resize

INPUT = "(input)"
_THROUGH = {
    "Activation", "BatchNormalization",
    "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Dropout", "SpatialDropout1D",
    "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "Identity",
}  # fmt: skip


def load(path: Path) -> Any:
    """Return the model in a file, without running code that the file holds."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes about the CPU
    import keras  # noqa: PLC0415 - loads a backend

    return keras.saving.load_model(path, compile=False, safe_mode=True)


def read(model: Any) -> Model:
    """Return the upsampling layers of a layer or model, and how to run it."""
    keras = sys.modules["keras"]
    if not isinstance(model, keras.layers.Layer):
        raise errors.checkerboards.not_checkable(model)
    found = list(_nodes(model))
    layers = layers_of(node for node, _ in found)
    places = {node.name: layer for node, layer in found}

    def run(batch: Any, names: list[str]) -> dict[str, Array]:
        return _run(keras, model, batch, names, places)

    return Model(layers, run)


def _nodes(model: Any) -> Iterator[tuple[Node, Any]]:
    for layer in _leaves(model):
        step = _step(layer)
        through = type(layer).__name__ in _THROUGH
        yield Node(layer.name, _source(layer), step, through), layer


def _leaves(layer: Any) -> Iterator[Any]:
    inner = getattr(layer, "layers", None)
    if not inner:
        yield layer
        return
    for one in inner:
        yield from _leaves(one)


def _source(layer: Any) -> str:
    """Return the name of the layer that this one reads, in a functional graph, or INPUT."""
    try:
        tensor = layer.input
    except (AttributeError, ValueError):  # never called, or called several times
        return INPUT
    history = getattr(tensor, "_keras_history", None)
    if history is None or type(history.operation).__name__ == "InputLayer":
        return INPUT
    return str(history.operation.name)


def _step(layer: Any) -> Step | None:
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
    return Transpose(np.ascontiguousarray(framework.weight_from(_kernel(layer))), geometry)


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
        return None
    return Resize(tuple(size), "nearest" if mode == "nearest" else "bilinear")


_LAYERS: dict[str, Callable[[Any], Step | None]] = {
    "BaseConvTranspose": _transpose,
    "BaseConv": _convolution,
    "UpSampling1D": _resize,
    "UpSampling2D": _resize,
    "UpSampling3D": _resize,
}


def _run(
    keras: Any, model: Any, batch: Any, names: list[str], places: dict[str, Any]
) -> dict[str, Array]:
    """Run a functional model with the layers' values as further outputs, or a layer alone."""
    x = keras.ops.convert_to_tensor(batch)
    alone = places.get(model.name) is model
    names = [name for name in names if name in places] if _is_graph(model) else []
    try:
        if names:
            tensors = [places[name].output for name in names]
            results = keras.Model(model.inputs, [model.outputs[0], *tensors])(x)
        else:
            results = [model(x)]
    except Exception as error:  # each backend has errors of its own
        line = (str(error).splitlines() or [type(error).__name__])[0]
        raise errors.checkerboards.model_does_not_run(tuple(x.shape), line) from error
    last = _format(model) == "channels_last"
    output, read, *values = (
        np.moveaxis(_array(r), -1, 1) if last else _array(r) for r in (results[0], x, *results[1:])
    )
    found = {"": output, INPUT: read, **dict(zip(names, values, strict=True))}
    return {**found, model.name: output} if alone else found


def _is_graph(model: Any) -> bool:
    return bool(getattr(model, "layers", None) and getattr(model, "inputs", None))


def _format(model: Any) -> str:
    formats = {getattr(layer, "data_format", None) for layer in _leaves(model)} - {None}
    return str(formats.pop()) if len(formats) == 1 else "channels_last"
