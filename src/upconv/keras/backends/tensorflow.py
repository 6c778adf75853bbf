"""Keras on TensorFlow: NumPy functions in its graphs, with a gradient of their own.

XLA compiles no NumPy function, so that these layers say `supports_jit=False`: Keras then runs the
model's graph without XLA. The gradients for x and for the kernel are two functions, so that the
graph drops the one that nobody asks for.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from upconv.arrays import Array
from upconv.keras.backends import same_floats
from upconv.keras.derivatives import derivatives
from upconv.keras.fused import CURVED, gradient_before
from upconv.keras.operation import Operation


def takes(*tensors: Any) -> bool:
    """Tell whether upconv can compute with these tensors."""
    if _has_accelerator():
        return False
    return same_floats(tensors)


@functools.cache
def _has_accelerator() -> bool:
    return any(device.device_type != "CPU" for device in tf.config.list_logical_devices())


def apply(operation: Operation, shape: Sequence[int | None], x: Any, kernel: Any, bias: Any) -> Any:
    """Return the result."""
    if operation.activation is not None and operation.activation[0] in CURVED:
        # A gradient cannot see that the result it was told depends on the arguments.
        return CURVED[operation.activation[0]](apply(operation.linear, shape, x, kernel, bias))

    @tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def run(*tensors: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
        y = _call(operation.forward, shape, *tensors)

        def gradients(grad: Any) -> tuple[Any, ...]:
            before = gradient_before(operation.activation, grad, y)
            call = functools.partial(_linear, operation)
            of_both = derivatives("forward", tensors[:2], before, call)
            for_bias = tf.reduce_sum(before, operation.summed_axes)
            return *of_both, *(for_bias for _ in tensors[2:])

        return y, gradients

    given = (x, kernel) if bias is None else (x, kernel, bias)
    return run(*map(tf.convert_to_tensor, given))


def _linear(operation: Operation, name: str, like: Any, *tensors: Any) -> Any:
    """Compute one of the three operations of `derivatives`."""

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def run(*given: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
        call = functools.partial(_linear, operation)
        result = _call(getattr(operation.linear, name), like.shape, *given)
        return result, lambda gradient: derivatives(name, given, gradient, call)

    return run(*tensors)


def _call(function: Callable[..., Array], shape: Sequence[int | None], *tensors: Any) -> Any:
    result = tf.numpy_function(function, tensors, tensors[0].dtype, stateful=False)
    result.set_shape(shape)
    return result
