"""Repaired copies of Keras models: UpSampling and Conv become Identity and ConvTranspose."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras

from upconv import conventions, errors
from upconv.checkerboards.layers import Convolution, Pad, Resize, Transpose
from upconv.checkerboards.readers.keras import operations, producer, step_of, tensors
from upconv.checkerboards.repairs.repaired import (
    INTERPOLATED,
    READ_TWICE,
    Repaired,
    bordered,
    evened,
    one_layer,
    rounded,
)
from upconv.rewrites import Transposed

ENDING = ".keras"
_JOINED = "it reads the resize concatenated with others, for which Keras has no single layer"
_NO_GRAPH = "a model without a graph (subclassed) cannot be copied layer by layer"


def write(model: Any) -> bytes:
    """Return the content of a model's file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        return path.read_bytes()


def fused(model: Any) -> Repaired:
    """Return a copy in which nearest UpSampling + Conv is one layer: the same function."""
    if not _is_graph(model):
        return Repaired(model, [], [_NO_GRAPH])
    done: list[str] = []
    left: list[str] = []
    resizes, convolutions = set[str](), dict[str, tuple[Any, Transposed]]()
    for resize, pads, conv in _pairs(model):
        name = f"{resize.name} -> {conv.name}"
        reason = _why_not(model, (resize, *pads), conv)
        if reason is None:
            try:
                new = _transposed(resize, pads, conv)
            except errors.NotExpressibleError as error:
                reason = str(error)
            else:
                resizes.update(one.name for one in (resize, *pads))
                convolutions[conv.name] = new
                done.append(f"{name}: one {type(new[0]).__name__}")
                continue
        left.append(f"{name}: {reason}")
    left += _joined(model)

    def replaced(layer: Any) -> Any:
        if layer.name in resizes:
            return keras.layers.Identity(name=layer.name)
        if layer.name in convolutions:
            return convolutions[layer.name][0]
        return type(layer).from_config(layer.get_config())

    copy = keras.models.clone_model(model, clone_function=replaced, recursive=True)
    old = {layer.name: layer for layer in operations(model)}
    for layer in operations(copy):
        if layer.name in convolutions:
            weight, bias = convolutions[layer.name][1][:2]
            kernel = conventions.framework("keras").weight_to(weight)
            layer.set_weights([kernel] if bias is None else [kernel, bias])
        elif getattr(layer, "weights", ()):
            layer.set_weights(old[layer.name].get_weights())
    return Repaired(copy, done, left)


def equalize(model: Any) -> Repaired:
    """Return a copy whose transposed kernels all have even gains. This changes the function."""
    if not _is_graph(model):
        return Repaired(model, [], [_NO_GRAPH])
    copy = keras.models.clone_model(model, recursive=True)
    copy.set_weights(model.get_weights())
    done: list[str] = []
    left: list[str] = []
    for layer in operations(copy):
        step = step_of(layer)
        if not isinstance(step, Transpose):
            continue
        even = evened(layer.name, step, done, left)
        if even is not None:
            layer.kernel.assign(conventions.framework("keras").weight_to(even))
    return Repaired(copy, done, left)


def _is_graph(model: Any) -> bool:
    return bool(getattr(model, "inputs", None) and getattr(model, "layers", None))


def _pairs(model: Any) -> Iterator[tuple[Any, list[Any], Any]]:
    """Yield each resize, the zeros added after it, and the convolution that reads them."""
    for layer in operations(model):
        if not isinstance(step_of(layer), Convolution) or not _is_convolution(layer):
            continue
        pads: list[Any] = []
        before = producer(layer.input)
        while before is not None and type(before).__name__.startswith("ZeroPadding"):
            pads.insert(0, before)
            before = producer(before.input)
        if before is not None and isinstance(step_of(before), Resize):
            yield before, pads, layer


def _is_convolution(layer: Any) -> bool:
    return any(kind.__name__ == "BaseConv" for kind in type(layer).__mro__)


def _joined(model: Any) -> Iterator[str]:
    """Yield why the convolutions that read a resize among other values are not fused."""
    for layer in operations(model):
        if isinstance(step_of(layer), Convolution):
            before = producer(tensors(layer, "input")[0])
            if type(before).__name__ == "Concatenate":
                made = filter(None, map(producer, before.input))
                for resize in (one for one in made if isinstance(step_of(one), Resize)):
                    yield f"{resize.name} -> {layer.name}: {_JOINED}"


def _why_not(model: Any, before: tuple[Any, ...], conv: Any) -> str | None:
    step = step_of(before[0])
    if not isinstance(step, Resize) or step.mode != "nearest":
        return INTERPOLATED
    read = [one for layer in operations(model) for one in tensors(layer, "input")]
    outputs = (*read, *model.outputs)
    if any(sum(producer(one) is layer for one in outputs) > 1 for layer in before):
        return READ_TWICE
    if conv.groups > 1:
        return "Keras' transposed convolutions have no groups"
    return rounded(conv.compute_dtype)


def _transposed(resize: Any, pads: list[Any], conv: Any) -> tuple[Any, Transposed]:
    scale, step = step_of(resize), step_of(conv)
    assert isinstance(scale, Resize)  # noqa: S101 - checked by `_pairs`
    assert isinstance(step, Convolution)  # noqa: S101
    for layer in pads:
        given = layer.padding if isinstance(layer.padding[0], tuple) else (layer.padding,)
        found = bordered(scale, Pad(tuple(given)), step)
        assert not isinstance(found, str)  # noqa: S101 - zeros only, nothing cropped
        step = found.step
    new = one_layer(scale, step)
    words: dict[str, Any] = conventions.to_framework("keras", new.geometry)
    kind = getattr(keras.layers, f"Conv{step.weight.ndim - 2}DTranspose")
    layer = kind(
        conv.filters,
        **words,
        data_format=conv.data_format,
        activation=conv.activation,
        use_bias=conv.use_bias,
        dtype=conv.dtype_policy,
        trainable=conv.trainable,
        name=conv.name,
    )
    return layer, new
