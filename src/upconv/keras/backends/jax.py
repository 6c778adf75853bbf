"""Keras on JAX: callbacks from compiled programs, with a derivative of their own.

A callback hands NumPy arrays to upconv and calls nothing of JAX. The gradients that are asked for
are one callback, since each copies the arrays that it is given; to differentiate them again, they
are made of operations that are each a callback.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import jax
import numpy as np
from jax.custom_derivatives import SymbolicZero

from upconv.arrays import Array
from upconv.keras.backends import same_floats
from upconv.keras.derivatives import derivatives
from upconv.keras.fused import gradient_before
from upconv.keras.operation import Operation

Shape: TypeAlias = tuple[int, ...]
Needs: TypeAlias = tuple[bool, ...]
Saved: TypeAlias = tuple[jax.Array, jax.Array, jax.Array | None, tuple[Any, ...]]


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


def _forward(operation: Operation, shape: Shape, *primals: Any) -> tuple[jax.Array, Saved]:
    x, kernel, bias = (None if primal is None else primal.value for primal in primals)
    # What is not asked for is None, which JAX takes for a part of the structure.
    needs = tuple(() if primal is not None and primal.perturbed else None for primal in primals)
    y = _apply(operation, shape, x, kernel, bias)
    return y, (x, kernel, None if operation.activation is None else y, needs)


def _backward(operation: Operation, _: Shape, saved: Saved, grad: Any) -> tuple[Any, ...]:
    x, kernel, y, asked = saved
    if isinstance(grad, SymbolicZero):
        return None, None, None
    needs = tuple(need is not None for need in asked)
    found = iter(_gradients(operation, needs, grad, x, kernel, y))
    return tuple(next(found) if need else None for need in needs)


_apply.defvjp(_forward, _backward, symbolic_zeros=True)


@functools.partial(jax.custom_vjp, nondiff_argnums=(0, 1))
def _gradients(operation: Operation, needs: Needs, *tensors: Any) -> tuple[jax.Array, ...]:
    """Return those of the gradients for x, kernel and bias that are needed, in one callback."""
    grad, x, kernel, y = tensors
    bias_shape = (grad.shape[operation.channel_axis],)
    shapes = (x.shape, kernel.shape, bias_shape)

    def compute(grad: Array, x: Array, kernel: Array, y: Array | None) -> tuple[Array, ...]:
        found = operation.gradients(grad, x, kernel, y, needs)
        return tuple(array for array in found if array is not None)

    forms = tuple(
        jax.ShapeDtypeStruct(shape, x.dtype)
        for shape, need in zip(shapes, needs, strict=True)
        if need
    )
    found: tuple[jax.Array, ...] = _call(compute, forms, grad, x, kernel, y)
    return found


def _by_parts(operation: Operation, needs: Needs, *tensors: Any) -> tuple[jax.Array, ...]:
    """Return the same by operations that can be differentiated."""
    grad, x, kernel, y = tensors
    before = gradient_before(operation.activation, grad, y)
    call = functools.partial(_linear, operation)
    found = (*derivatives("forward", (x, kernel), before, call), before.sum(operation.summed_axes))
    return tuple(array for array, need in zip(found, needs, strict=True) if need)


def _gradients_forward(operation: Operation, needs: Needs, *tensors: Any) -> tuple[Any, Any]:
    return _gradients(operation, needs, *tensors), tensors


def _gradients_backward(
    operation: Operation, needs: Needs, tensors: tuple[Any, ...], gradients: Any
) -> tuple[Any, ...]:
    pull: Any = jax.vjp(functools.partial(_by_parts, operation, needs), *tensors)[1]
    found: tuple[Any, ...] = pull(gradients)
    return found


_gradients.defvjp(_gradients_forward, _gradients_backward)


@functools.partial(jax.custom_vjp, nondiff_argnums=(0, 1, 2))
def _compute(operation: Operation, name: str, shape: Shape, *tensors: jax.Array) -> jax.Array:
    """Compute one of the three operations of `derivatives`."""
    return _callback(getattr(operation.linear, name), shape, *tensors)


def _compute_forward(
    operation: Operation, name: str, shape: Shape, *tensors: jax.Array
) -> tuple[jax.Array, tuple[jax.Array, ...]]:
    return _compute(operation, name, shape, *tensors), tensors


def _compute_backward(
    operation: Operation, name: str, _: Shape, tensors: tuple[jax.Array, ...], gradient: jax.Array
) -> tuple[Any, ...]:
    return derivatives(name, tensors, gradient, functools.partial(_linear, operation))


_compute.defvjp(_compute_forward, _compute_backward)


def _linear(operation: Operation, name: str, like: jax.Array, *tensors: jax.Array) -> jax.Array:
    return _compute(operation, name, like.shape, *tensors)


def _callback(function: Callable[..., Array], shape: Shape, *arrays: Any) -> jax.Array:
    form = jax.ShapeDtypeStruct(shape, arrays[0].dtype)
    result: jax.Array = _call(function, form, *arrays)
    return result


def _call(function: Callable[..., Any], forms: Any, *arrays: Any) -> Any:
    def call(*given: Any) -> Any:
        return function(*map(_as_numpy, given))

    return jax.pure_callback(call, forms, *arrays, vmap_method="sequential")


def _as_numpy(array: Any) -> Any:
    return None if array is None else np.asarray(array)
