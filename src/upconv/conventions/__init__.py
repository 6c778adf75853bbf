"""One layer in the words of PyTorch, Keras, TensorFlow, ONNX, JAX and TFLite, and back.

A `Framework` is a row of the table `FRAMEWORKS`; one file per framework holds what its words mean
as a crop, with the formulas. A layer of one framework becomes that of another in two steps:

>>> from upconv import conventions
>>> layer = conventions.from_framework(
...     "torch", kernel_size=3, stride=2, padding=1, output_padding=1)
>>> conventions.to_framework("onnx", layer)["pads"]
[1, 0]
>>> conventions.to_framework("jax", layer)["padding"]
[(1, 2)]

Integers only; the weight functions return views of the arrays they are given.
"""

from __future__ import annotations

from typing import Any

from upconv import errors
from upconv.arguments import PerAxis
from upconv.conventions.framework import Framework, Layout
from upconv.conventions.jax import JAX
from upconv.conventions.keras import KERAS
from upconv.conventions.onnx import ONNX
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
}


def framework(name: str) -> Framework:
    """Return the row of `name`: "torch", "keras", "tensorflow", "onnx", "jax" or "tflite".

    >>> framework("keras").name
    'Keras'
    """
    if name not in FRAMEWORKS:
        raise errors.values.not_a_choice("framework", name, tuple(FRAMEWORKS))
    return FRAMEWORKS[name]


def from_framework(name: str, *, input_size: PerAxis | None = None, **arguments: Any) -> Geometry:
    """Return the layer that a framework's own keyword arguments describe.

    `input_size` is needed where the arguments say an output size ("tensorflow", "tflite", "onnx"
    with output_shape). "tensorflow", "jax" and "tflite", which read the kernel's size off the
    weight, take it here as `kernel_size`.

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

    `input_size` is needed by "tensorflow" and "tflite", whose calls are told the output size.
    `options` are choices that leave the layer as it is: "jax" has `transpose_kernel` and
    `use_consistent_padding`.

    Raises NotExpressibleError, with what to write instead, where the framework has no words.

    >>> to_framework("torch", Geometry((3, 5), stride=2, padding=(1, 2)))
    {'kernel_size': (3, 5), 'stride': 2, 'padding': (1, 2), 'output_padding': 0, 'dilation': 1,
    'groups': 1}
    """
    found = framework(name)
    return found.to_arguments(geometry, groups=groups, input_size=input_size, **options)
