"""Keras on NumPy: inference."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.arrays import Array
from upconv.keras.backends import same_floats
from upconv.keras.operation import Operation


def takes(*tensors: Array | None) -> bool:
    """Return whether upconv can compute with these arrays."""
    return same_floats(tensors)


def apply(
    operation: Operation,
    shape: Sequence[int | None],  # noqa: ARG001 - the same call for every backend
    x: Array,
    kernel: Array,
    bias: Array | None,
) -> Array:
    """Return the result."""
    return operation.forward(x, kernel, bias)
