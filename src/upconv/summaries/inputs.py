"""What a caller says of the input of a model, made what the reader of a framework takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from upconv import errors
from upconv.arguments import as_integer
from upconv.checkerboards.outputs import named
from upconv.checkerboards.work import Size

MOST = 2**30  # elements


def batch_of(framework: str, model: Any, said: Any) -> Any:
    """Return what the model is to run on: arrays as they are given, or drawn for shapes."""
    if framework == "onnx":
        from upconv.onnx import inputs  # noqa: PLC0415 - with onnx

        said = dict(said) if isinstance(said, Mapping) else said
        given = inputs.given(model, _each(said, _shape))
        return {one.name: one.values for one in inputs.draw(model, given)}
    if said is None:
        raise errors.summaries.input_missing()
    return _each(said, _drawn)


def shapes_of(batch: Any) -> dict[str, Size]:
    """Return the shapes of a batch by name, "" of one array alone."""
    found = named(batch, lambda one: hasattr(one, "shape"))
    return {name: tuple(one.shape) for name, one in found.items()}


def shape_of(value: Any) -> Size:
    """Return the shape that a value is, or has."""
    shape = getattr(value, "shape", value)
    if not is_shape(shape):
        raise errors.summaries.no_input(value)
    return tuple(as_integer(n, "input", 1, axis) for axis, n in enumerate(shape))


def is_shape(value: Any) -> bool:
    """Tell whether a value is written as a shape."""
    integers = (int, np.integer)
    return isinstance(value, tuple | list) and all(isinstance(n, integers) for n in value)


def _each(said: Any, of_shape: Any) -> Any:
    """Return what is said with every shape in it replaced."""
    if said is None or hasattr(said, "__array__") or isinstance(said, str):
        return said
    if is_shape(said):
        return of_shape(said)
    if isinstance(said, Mapping):
        return {name: _each(one, of_shape) for name, one in said.items()}
    if isinstance(said, tuple | list):
        return [_each(one, of_shape) for one in said]
    raise errors.summaries.no_input(said)


def _shape(value: Any) -> Size:
    return shape_of(value)


def _drawn(value: Any) -> Any:
    shape = shape_of(value)
    if math.prod(shape) > MOST:
        raise errors.summaries.input_too_large(shape, MOST)
    return np.random.default_rng(0).random(shape, np.float32)
