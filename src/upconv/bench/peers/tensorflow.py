"""TensorFlow: a compiled function with channels last, the only format of its CPU kernels."""

from __future__ import annotations

import contextlib
import os
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes about the CPU

import tensorflow as tf

from upconv.bench.cases import Array, Arrays, Case
from upconv.bench.peers.ready import Ready, Setting, to_first, to_last, words
from upconv.conventions import framework

_WORDS = framework("tensorflow")


def start(threads: int) -> None:
    tf.get_logger().setLevel("ERROR")  # its warnings about retracing, which is intended
    with contextlib.suppress(RuntimeError):  # raised once something has run
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)


def forward(case: Case, given: Arrays, setting: Setting) -> Ready:
    weight, bias = _weight(given), tf.constant(given.bias)
    operation = _operation(case)

    def run(x: Any) -> Any:
        return operation(x, weight, bias)

    compiled = tf.function(run, input_signature=[_signature(case, setting)])
    return Ready(_give, compiled, lambda y: [to_first(y.numpy())])


def backward(case: Case, given: Arrays, _setting: Setting) -> Ready:
    weight, bias = _weight(given), tf.constant(given.bias)
    operation = _operation(case)

    def run(x: Any, grad: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch((x, weight, bias))
            y = operation(x, weight, bias)
        # y is returned too, as an unused forward pass would be optimised away.
        return y, tape.gradient(y, (x, weight, bias), grad)

    def take(results: Any) -> list[Array]:
        _, (grad_x, grad_weight, grad_bias) = results
        back = _WORDS.weight_from(grad_weight.numpy())
        return [to_first(grad_x.numpy()), back, grad_bias.numpy()]

    return Ready(_give, tf.function(run), take)


def _operation(case: Case) -> Any:
    written = words("tensorflow", case)
    function = getattr(tf.nn, f"conv{case.ndim}d_transpose")
    strides, padding = written["strides"], written["padding"]
    kernel, steps, crop = case.kernel, case.stride, case.geometry.crop

    def operation(x: Any, weight: Any, bias: Any) -> Any:
        sizes = tf.shape(x)
        shape = [sizes[0]]
        for n in range(case.ndim):
            taken = kernel[n] - sum(crop[n])
            shape.append((sizes[n + 1] - 1) * steps[n] + taken)
        shape.append(case.out_channels)
        y = function(x, weight, tf.stack(shape), strides=strides, padding=padding)
        return tf.nn.bias_add(y, bias)

    return operation


def _signature(case: Case, setting: Setting) -> Any:
    sizes = (None,) * case.ndim if setting.any_length else case.spatial
    return tf.TensorSpec((case.images, *sizes, case.in_channels), tf.float32)


def _weight(given: Arrays) -> Any:
    return tf.constant(_WORDS.weight_to(given.weight).copy())


def _give(array: Array) -> Any:
    return tf.constant(to_last(array))
