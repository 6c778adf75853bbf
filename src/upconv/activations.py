"""The activations that a convolution can end with, and their gradients, from their results."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import errors

ActivationWord: TypeAlias = Literal["relu", "leaky_relu", "sigmoid", "tanh"]
Activation: TypeAlias = ActivationWord | tuple[Literal["leaky_relu"], float] | None
Array: TypeAlias = NDArray[Any]

LEAKY_SLOPE = 0.01


def _relu(y: Array, _: float) -> None:
    np.maximum(y, 0, out=y)


def _leaky_relu(y: Array, slope: float) -> None:
    np.multiply(y, slope, out=y, where=y < 0)


def _sigmoid(y: Array, _: float) -> None:
    np.exp(np.negative(y, out=y), out=y)  # if this is inf, the reciprocal is 0, which is correct
    np.reciprocal(np.add(y, 1, out=y), out=y)


def _tanh(y: Array, _: float) -> None:
    np.tanh(y, out=y)


IN_PLACE: dict[str, Callable[[Array, float], None]] = {
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
}


def _relu_gradient(grad: Array, y: Array, _: float) -> Array:
    return np.where(y <= 0, 0, grad)


def _leaky_relu_gradient(grad: Array, y: Array, slope: float) -> Array:
    return np.where(y > 0, grad, grad * grad.dtype.type(slope))


def _sigmoid_gradient(grad: Array, y: Array, _: float) -> Array:
    result: Array = grad * (y * (1 - y))
    return result


def _tanh_gradient(grad: Array, y: Array, _: float) -> Array:
    result: Array = grad * (1 - y * y)
    return result


GRADIENTS: dict[str, Callable[[Array, Array, float], Array]] = {
    "relu": _relu_gradient,
    "leaky_relu": _leaky_relu_gradient,
    "sigmoid": _sigmoid_gradient,
    "tanh": _tanh_gradient,
}


def as_activation(value: Activation) -> tuple[str, float] | None:
    """Return (name, slope), or None for none; only "leaky_relu" uses the slope.

    ("leaky_relu", 0.2) sets the slope, which is 0.01 otherwise, as in PyTorch.
    """
    if value is None:
        return None
    name, slope = value if isinstance(value, tuple) and len(value) == 2 else (value, LEAKY_SLOPE)
    known = isinstance(name, str) and name in IN_PLACE and isinstance(slope, Real)
    if not known or (isinstance(value, tuple) and name != "leaky_relu"):
        raise errors.values.not_a_choice(
            "activation", value, (None, *IN_PLACE, ("leaky_relu", 0.2))
        )
    return name, float(slope)


def apply(activation: tuple[str, float] | None, y: Array) -> None:
    """Apply `activation` to `y` in place."""
    if activation is not None:
        name, slope = activation
        with np.errstate(all="ignore"):  # inf and NaN pass through without a warning
            IN_PLACE[name](y, slope)


def as_reversible(value: Activation) -> tuple[str, float] | None:
    """Return `as_activation(value)` if the derivative can be computed from the result.

    This excludes a leaky ReLU with a negative slope, whose result is positive on both sides.
    """
    activation = as_activation(value)
    if activation is not None and activation[1] < 0:
        raise errors.values.not_reversible(value)
    return activation


def gradient(activation: tuple[str, float] | None, grad: Array, y: Array | None) -> Array:
    """Return `grad` times the derivative of `activation`, given its result `y`."""
    if activation is None or y is None:
        return grad
    name, slope = activation
    with np.errstate(all="ignore"):
        return GRADIENTS[name](grad, y, slope)
