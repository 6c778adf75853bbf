"""Where each output of a resize reads its input, bit for bit as a framework computes it.

On one axis of i elements resized to o, output y reads the input at ::

    nearest         floor(y·r)
    nearest-exact   floor((y + 1/2)·r)
    linear          max((y + 1/2)·r - 1/2, 0), or y·(i - 1)/(o - 1) with the corners aligned

r is i/o if the sizes are given, and 1/scale if the scale is. Frameworks agree on this formula but
round it differently; near an integer, rounding decides which element is read.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Framework: TypeAlias = Literal["torch", "onnx"]

FRAMEWORKS: tuple[Framework, ...] = ("torch", "onnx")

SMALL = 128  # the largest rows + columns for which PyTorch uses its vectorised kernel
NEARLY = 1e-6  # ONNX Runtime treats numbers this close to a half as a half
FEW = 3  # with at most so many channels, PyTorch uses the generic kernel for channels-last images


class Line(NamedTuple):
    """One axis: i elements become o; `scale` if it was given, None if the size was."""

    i: int
    o: int
    scale: float | None


class Image(NamedTuple):
    """The resize that an axis belongs to: what decides a framework's choice of kernel."""

    lines: tuple[Line, ...]
    channels: int
    channels_last: bool

    @property
    def vectorised(self) -> bool:
        """Return whether PyTorch on the CPU uses its vectorised kernel for the nearest modes."""
        wide = self.channels_last and self.channels > FEW
        if len(self.lines) == 2:
            return wide or sum(line.o for line in self.lines) <= SMALL
        return wide and len(self.lines) == 3


def output_size(i: int, scale: float, framework: Framework) -> int:
    """Return floor(i·scale); the scales of ONNX are float32."""
    if framework == "onnx":
        return math.floor(np.float32(i) * np.float32(scale))
    return math.floor(i * scale)


def nearest(
    image: Image, axis: int, dtype: np.dtype[Any], *, exact: bool, framework: Framework
) -> Array:
    """Return which element of `axis` each output repeats."""
    line = image.lines[axis]
    index = _NEAREST[framework](image, line, dtype, exact)
    return np.minimum(index, line.i - 1).astype(np.intp)


def linear(
    image: Image, axis: int, dtype: np.dtype[Any], *, corners: bool, framework: Framework
) -> tuple[Array, Array, Array]:
    """Return the two elements of `axis` that each output interpolates, and the second's weight."""
    line = image.lines[axis]
    position = _LINEAR[framework](image, line, dtype, corners)
    left = np.minimum(position.astype(np.intp), line.i - 1)
    own = framework == "torch" and line.o == line.i  # PyTorch reads one element twice
    right = left if own else np.minimum(left + 1, line.i - 1)
    share = np.minimum(position - left.astype(position.dtype), 1)
    return left, right, share.astype(dtype)


def _torch_nearest(image: Image, line: Line, dtype: np.dtype[Any], exact: bool) -> Array:
    y = np.arange(line.o)
    number = dtype.type
    if image.vectorised:  # in float32, and by its size first
        if not exact and line.o in (line.i, 2 * line.i):
            return y // (line.o // line.i)
        number = np.float32
    position = (y + (0.5 if exact else 0)).astype(number) * _torch_ratio(line, number)
    index: Array = np.floor(position.astype(np.float32))
    return index


def _torch_linear(_: Image, line: Line, dtype: np.dtype[Any], corners: bool) -> Array:
    y = np.arange(line.o, dtype=np.float64)
    number = dtype.type
    if line.o == line.i:
        return y.astype(number)
    if corners:
        aligned: Array = y.astype(number) * (number(line.i - 1) / number(max(line.o - 1, 1)))
        return aligned
    # One rounding, as in a fused multiply-add: a double holds the exact product of two float32.
    position: Array = (y + 0.5) * np.float64(_torch_ratio(line, number)) - 0.5
    clamped: Array = np.maximum(position.astype(number), 0)
    return clamped


def _torch_ratio(line: Line, number: Callable[[float], Any]) -> Any:
    return number(line.i) / number(line.o) if line.scale is None else number(1 / line.scale)


def _onnx_nearest(_: Image, line: Line, __: np.dtype[Any], exact: bool) -> Array:
    if not exact:
        index: Array = np.floor(_onnx_position(line, 0))
        return index
    centre = _onnx_position(line, 0.5) - np.float32(0.5)
    rounded: Array = np.floor(np.maximum(centre, 0).astype(np.float64) + 0.5 + NEARLY)
    return rounded


def _onnx_linear(_: Image, line: Line, __: np.dtype[Any], corners: bool) -> Array:
    if corners:
        y = np.arange(line.o, dtype=np.float32)
        aligned: Array = y * np.float32(line.i - 1) / np.float32(max(line.o - 1, 1))
        return aligned
    position = _onnx_position(line, 0.5) - np.float32(0.5)
    return np.clip(position, 0, line.i - 1)


def _onnx_position(line: Line, offset: float) -> Array:
    """Return (y + offset)/scale in float32: ONNX Runtime divides, while PyTorch multiplies."""
    y = np.arange(line.o, dtype=np.float32) + np.float32(offset)
    scale = np.float32(line.o) / np.float32(line.i) if line.scale is None else line.scale
    result: Array = y / np.float32(scale)
    return result


_Positions: TypeAlias = Callable[[Image, Line, "np.dtype[Any]", bool], Array]

_NEAREST: dict[Framework, _Positions] = {"torch": _torch_nearest, "onnx": _onnx_nearest}
_LINEAR: dict[Framework, _Positions] = {"torch": _torch_linear, "onnx": _onnx_linear}
