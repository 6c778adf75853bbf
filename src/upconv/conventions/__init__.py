"""Conversion of layers between the conventions of PyTorch, Keras, TensorFlow, ONNX, JAX and others.

A `Framework` is a row of the table `FRAMEWORKS`; one file per framework defines what its arguments
mean as a crop, with the formulas. A layer is converted from one framework to another in two steps:

>>> from upconv import conventions
>>> layer = conventions.from_framework(
...     "torch", kernel_size=3, stride=2, padding=1, output_padding=1)
>>> conventions.to_framework("onnx", layer)["pads"]
[1, 0]
>>> conventions.to_framework("jax", layer)["padding"]
[(1, 2)]

The result of `to_framework` describes the whole layer, so that a round trip gives the same layer:

>>> conventions.from_framework("jax", **conventions.to_framework("jax", layer)) == layer
True

Integers only; the weight functions return views of the arrays they are given, and a copy if
groups must be rearranged.
"""

from __future__ import annotations

from typing import Any

from upconv.arguments import PerAxis, as_choice, as_tuple
from upconv.conventions.equinox import EQUINOX
from upconv.conventions.flax import FLAX
from upconv.conventions.framework import Framework, Layout
from upconv.conventions.haiku import HAIKU
from upconv.conventions.jax import JAX
from upconv.conventions.keras import KERAS
from upconv.conventions.mlx import MLX
from upconv.conventions.onnx import ONNX
from upconv.conventions.paddle import PADDLE
from upconv.conventions.tensorflow import TENSORFLOW
from upconv.conventions.tflite import TFLITE
from upconv.conventions.torch import TORCH
from upconv.geometry import Geometry

__all__ = ["FRAMEWORKS", "Framework", "Layout", "framework", "from_framework", "to_framework"]


def __dir__() -> list[str]:
    return __all__


FRAMEWORKS: dict[str, Framework] = {
    "torch": TORCH,
    "keras": KERAS,
    "tensorflow": TENSORFLOW,
    "onnx": ONNX,
    "jax": JAX,
    "tflite": TFLITE,
    "flax": FLAX,
    "equinox": EQUINOX,
    "haiku": HAIKU,
    "mlx": MLX,
    "paddle": PADDLE,
}


def framework(name: str) -> Framework:
    """Return the row of `name`, one of the keys of `FRAMEWORKS`: "torch", "keras", ...

    Raises ArgumentError for an unknown name; it suggests the key if the name is a known alias.

    >>> framework("keras").name
    'Keras'
    """
    return FRAMEWORKS[as_choice(name, "framework", tuple(FRAMEWORKS), _meant(name))]


def _meant(name: object) -> str:
    """Return the remedy for an alias of a framework."""
    if not isinstance(name, str):
        return ""
    known = {alias: key for key, row in FRAMEWORKS.items() for alias in (row.name, *row.aliases)}
    words = {alias.lower(): key for alias, key in known.items()}
    return f"Write {words[name.lower()]!r}" if name.lower() in words else ""


def from_framework(name: str, *, input_size: PerAxis | None = None, **arguments: Any) -> Geometry:
    """Return the layer that a framework's own keyword arguments describe.

    `input_size` is needed if the arguments depend on it ("tensorflow", "tflite", ONNX or Haiku
    with output_shape, Paddle's "SAME"). "tensorflow", "jax" and "tflite" read the kernel size from
    the weight; here it is the argument `kernel_size`.

    Raises ArgumentError for an unknown argument, and for a missing one.

    >>> from_framework("keras", kernel_size=3, strides=2, padding="same").crop
    ((0, 1),)
    >>> from_framework("onnx", kernel_shape=[3], strides=[2], auto_pad="SAME_LOWER").crop
    ((1, 0),)
    """
    return framework(name).from_arguments(input_size=input_size, **arguments)


def to_framework(
    name: str,
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,
    **options: Any,
) -> dict[str, object]:
    """Return a layer as a framework's own keyword arguments.

    `input_size` is needed by "tensorflow" and "tflite", whose calls take the output size.
    `options` are choices that do not change the layer: "jax" has `transpose_kernel` and
    `use_consistent_padding`, "flax" `transpose_kernel`.

    The result describes the whole layer, so that `from_framework(name, **to_framework(name, layer))
    == layer`: for "jax", "tensorflow" and "tflite" it also holds the `kernel_size` that their calls
    read from the weight, and for the last two the `input_size`. For the arguments of the call
    alone, use `framework(name).to_arguments(layer, ...)`.

    Raises NotExpressibleError, with what to write instead, if the framework cannot express it.

    >>> to_framework("torch", Geometry((3, 5), stride=2, padding=(1, 2)))
    {'kernel_size': (3, 5), 'stride': 2, 'padding': (1, 2), 'output_padding': 0, 'dilation': 1,
    'groups': 1}
    """
    found = framework(name)
    words = found.to_arguments(geometry, groups=groups, input_size=input_size, **options)
    if "kernel_size" in found.carried:
        words["kernel_size"] = geometry.kernel_size
    if "input_size" in found.carried and input_size is not None:
        words["input_size"] = as_tuple(input_size, geometry.ndim, "input_size", 1)
    return words
