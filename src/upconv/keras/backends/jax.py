"""Keras on JAX: callbacks from compiled programs, with a derivative of their own.

A callback hands NumPy arrays to upconv and calls nothing of JAX. The gradients for x and for the
kernel are two callbacks, so that XLA drops the one that nobody asks for.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import jax
import numpy as np

from upconv.arrays import Array
from upconv.keras.backends import same_floats
from upconv.keras.fused import gradient_before
from upconv.keras.operation import Operation

Shape: TypeAlias = tuple[int, ...]
Saved: TypeAlias = tuple[jax.Array, jax.Array, jax.Array | None, jax.Array | None]


def takes(*tensors: jax.Array | None) -> bool:
    """Tell whether upconv can compute with these arrays."""
    if jax.default_backend() != "cpu":
        return False
    return same_floats(tensors)


def apply(
    operation: Operation,
    shape: Sequence[int | None],
    x: jax.Array,
    kernel: jax.Array,
    bias: jax.Array | None,
) -> jax.Array:
    """Return the result."""
    if not any(isinstance(array, jax.core.Tracer) for array in (x, kernel, bias)):
        return jax.numpy.asarray(operation.forward(*map(_as_numpy, (x, kernel, bias))))
    whole = tuple(size for size in shape if size is not None)
    return _apply(operation, whole, x, kernel, bias)


@functools.partial(jax.custom_vjp, nondiff_argnums=(0, 1))
def _apply(
    operation: Operation, shape: Shape, x: jax.Array, kernel: jax.Array, bias: jax.Array | None
) -> jax.Array:
    return _callback(operation.forward, shape, x, kernel, bias)


def _forward(
    operation: Operation, shape: Shape, x: jax.Array, kernel: jax.Array, bias: jax.Array | None
) -> tuple[jax.Array, Saved]:
    y = _apply(operation, shape, x, kernel, bias)
    return y, (x, kernel, bias, None if operation.activation is None else y)


def _backward(
    operation: Operation,
    _: Shape,
    saved: Saved,
    grad: jax.Array,
) -> tuple[jax.Array, jax.Array, jax.Array | None]:
    x, kernel, bias, y = saved
    before = gradient_before(operation.activation, grad, y)
    return (
        _callback(operation.input_gradient, x.shape, before, x, kernel),
        _callback(operation.kernel_gradient, kernel.shape, before, x, kernel),
        None if bias is None else before.sum(operation.summed_axes),
    )


_apply.defvjp(_forward, _backward)


def _callback(function: Callable[..., Array], shape: Shape, *arrays: Any) -> jax.Array:
    def call(*given: Any) -> Array:
        return function(*map(_as_numpy, given))

    form = jax.ShapeDtypeStruct(shape, arrays[0].dtype)
    result: jax.Array = jax.pure_callback(call, form, *arrays, vmap_method="sequential")
    return result


def _as_numpy(array: Any) -> Any:
    return None if array is None else np.asarray(array)
