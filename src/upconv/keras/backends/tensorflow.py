"""Keras on TensorFlow: NumPy functions in its graphs, with their own gradients.

A NumPy function exists only in the process that created it, and neither XLA nor a converter
supports it. A graph that is exported, or that XLA compiles, uses Keras' own operations. A graph
that was traced by a call contains both forms and chooses at run time: a variable that only this
process has says whether its functions exist. A SavedModel of such a graph therefore computes the
same in another process, where the name of a function may belong to a different one.

The gradients for x and for the kernel are two functions, so that the graph can drop an unused one.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.ops.control_flow_util import GraphOrParentsInXlaContext

from upconv.keras.backends import same_floats
from upconv.keras.composed import composed
from upconv.keras.derivatives import derivatives
from upconv.keras.exporting import exporting
from upconv.keras.fused import function_of, gradient_before, is_curved
from upconv.keras.operation import Operation

_MARK = f"upconv.{uuid.uuid4().hex}"


def takes(*tensors: Any) -> bool:
    """Return whether upconv can compute with these tensors."""
    if _has_accelerator() or not same_floats(tensors):
        return False
    if tf.executing_eagerly():
        return True
    return not GraphOrParentsInXlaContext(tf.compat.v1.get_default_graph()) and not exporting()


@functools.cache
def _has_accelerator() -> bool:
    return any(device.device_type != "CPU" for device in tf.config.list_logical_devices())


def apply(operation: Operation, shape: Sequence[int | None], x: Any, kernel: Any, bias: Any) -> Any:
    """Return the result."""
    if operation.activation is not None and is_curved(operation.activation):
        # TensorFlow does not know that the result passed to a gradient depends on the arguments.
        return function_of(operation.activation)(apply(operation.linear, shape, x, kernel, bias))

    @tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def run(*tensors: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
        y = _call(operation, "forward", shape, *tensors)

        def gradients(grad: Any) -> tuple[Any, ...]:
            before = gradient_before(operation.activation, grad, y)
            call = functools.partial(_linear, operation.linear)
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
        result = _call(operation, name, like.shape, *given)
        return result, lambda gradient: derivatives(name, given, gradient, call)

    return run(*tensors)


def _call(operation: Operation, name: str, shape: Sequence[int | None], *tensors: Any) -> Any:
    def by_upconv() -> Any:
        function = getattr(operation, name)
        result = tf.numpy_function(function, tensors, tensors[0].dtype, stateful=False)
        result.set_shape(shape)
        return result

    def by_keras() -> Any:
        result = _composed(operation, name, *tensors)
        result.set_shape(shape)
        return result

    return by_upconv() if tf.executing_eagerly() else tf.cond(_is_here(), by_upconv, by_keras)


def _composed(operation: Operation, name: str, *tensors: Any) -> Any:
    """Compute the method `name` of `operation` by Keras' own operations."""
    if name == "forward":
        return composed(operation, *tensors)
    grad, x, kernel = tensors
    wanted = x if name == "input_gradient" else kernel
    with tf.GradientTape() as tape:
        tape.watch(wanted)
        y = composed(operation, x, kernel)
    return tape.gradient(y, wanted, grad)


def _is_here() -> Any:
    """Return a graph operation for whether the graph runs in the process that traced it."""
    _leave_mark()
    return tf.raw_ops.VarIsInitializedOp(resource=_mark())


@functools.cache
def _leave_mark() -> None:
    with tf.init_scope():
        tf.raw_ops.AssignVariableOp(resource=_mark(), value=tf.constant(True))


def _mark() -> Any:
    return tf.raw_ops.VarHandleOp(dtype=tf.bool, shape=[], shared_name=_MARK)
