"""JAX, compiled, channels last. It uses one thread per CPU that the process may use."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np

from upconv.bench.cases import Array, Arrays, Case
from upconv.bench.peers.ready import Ready, Setting, to_first, to_last

_SPATIAL = "DHW"


def start(threads: int) -> None:
    """Do nothing: JAX counts the CPUs of the process, which the measurement binds."""


def forward(case: Case, given: Arrays, _setting: Setting) -> Ready:
    weight, bias = _weight(case, given), given.bias
    compiled = jax.jit(_operation(case))

    def run(x: Any) -> Any:
        return jax.block_until_ready(compiled(x, weight, bias))

    return Ready(_give, run, lambda y: [to_first(np.asarray(y))])


def backward(case: Case, given: Arrays, _setting: Setting) -> Ready:
    weight, bias = _weight(case, given), jax.numpy.asarray(given.bias)
    operation = _operation(case)

    def both(x: Any, weight: Any, bias: Any, grad: Any) -> Any:
        # y is returned too, as an unused forward pass would be optimised away.
        y, back = jax.vjp(operation, x, weight, bias)
        return y, back(grad)

    compiled = jax.jit(both)

    def run(x: Any, grad: Any) -> Any:
        return jax.block_until_ready(compiled(x, weight, bias, grad))

    def take(results: Any) -> list[Array]:
        _, (grad_x, grad_weight, grad_bias) = results
        back = _weight_back(case, np.asarray(grad_weight))
        return [to_first(np.asarray(grad_x)), back, np.asarray(grad_bias)]

    return Ready(_give, run, take)


def _operation(case: Case) -> Any:
    """Return the convolution with zeros between the inputs; `lax.conv_transpose` has no groups."""
    axes = _SPATIAL[-case.ndim :]
    layouts = (f"N{axes}C", f"{axes}IO", f"N{axes}C")
    around = [(k - 1 - p,) * 2 for k, p in zip(case.kernel, case.padding, strict=True)]

    def operation(x: Any, weight: Any, bias: Any) -> Any:
        y = jax.lax.conv_general_dilated(
            x,
            weight,
            window_strides=(1,) * case.ndim,
            padding=around,
            lhs_dilation=case.stride,
            dimension_numbers=layouts,
            feature_group_count=case.groups,
        )
        return y + bias

    return operation


def _weight(case: Case, given: Arrays) -> Any:
    """Return the flipped weight as (*k, C_in/groups, C_out)."""
    g, per_group = case.groups, case.in_channels // case.groups
    parted = given.weight.reshape(g, per_group, -1, *case.kernel)
    joined = parted.swapaxes(0, 1).reshape(per_group, case.out_channels, *case.kernel)
    flipped = np.flip(joined, tuple(range(2, 2 + case.ndim)))
    return jax.numpy.asarray(np.moveaxis(flipped, (0, 1), (-2, -1)))


def _weight_back(case: Case, weight: Array) -> Array:
    g, per_group = case.groups, case.in_channels // case.groups
    joined = np.flip(np.moveaxis(weight, (-2, -1), (0, 1)), tuple(range(2, 2 + case.ndim)))
    return joined.reshape(per_group, g, -1, *case.kernel).swapaxes(0, 1).reshape(case.weight_shape)


def _give(array: Array) -> Any:
    return jax.numpy.asarray(to_last(array))
