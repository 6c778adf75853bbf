"""Keras on JAX: a primitive that JAX differentiates, batches, compiles and exports.

Without a transformation, a call passes its arrays directly to upconv.
"""

from __future__ import annotations

from collections.abc import Sequence

import jax
import numpy as np

from upconv.keras.backends import same_floats
from upconv.keras.backends.jax_primitive import Layer, bind
from upconv.keras.exporting import exporting
from upconv.keras.operation import Operation


def takes(*tensors: jax.Array | None) -> bool:
    """Return whether upconv can compute with these arrays.

    It cannot if a size is symbolic, as in an export, or if a converter reads JAX's operations.
    """
    if jax.default_backend() != "cpu" or not same_floats(tensors):
        return False
    given = [tensor for tensor in tensors if tensor is not None]
    if not any(isinstance(tensor, jax.core.Tracer) for tensor in given):
        return True
    known = all(isinstance(size, int) for tensor in given for size in tensor.shape)
    return known and not exporting()


def apply(
    operation: Operation,
    shape: Sequence[int | None],
    x: jax.Array,
    kernel: jax.Array,
    bias: jax.Array | None,
) -> jax.Array:
    """Return the result."""
    given = (x, kernel) if bias is None else (x, kernel, bias)
    if not any(isinstance(array, jax.core.Tracer) for array in given):
        return jax.numpy.asarray(operation.forward(*map(np.asarray, given)))
    whole = tuple(size for size in shape if size is not None)
    return bind(Layer(operation, (x.shape, kernel.shape, whole), bias is not None), *given)[0]
