"""The activations of Keras that are computed with the convolution, and their derivatives.

Keras' sigmoid is not among them: Keras keeps its logits for the loss, which is more accurate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast

import keras

Activation: TypeAlias = tuple[str, float]

LEAKY_SLOPE = 0.2  # Keras' own

FUSED: dict[Any, Activation] = {
    keras.activations.relu: ("relu", 0.0),
    keras.activations.leaky_relu: ("leaky_relu", LEAKY_SLOPE),
    keras.activations.tanh: ("tanh", 0.0),
}


def _relu(grad: Any, y: Any, _: float) -> Any:
    return keras.ops.where(y > 0, grad, keras.ops.zeros_like(grad))


def _leaky_relu(grad: Any, y: Any, slope: float) -> Any:
    return keras.ops.where(y > 0, grad, grad * slope)


def _tanh(grad: Any, y: Any, _: float) -> Any:
    return grad * (1 - y * y)


_DERIVATIVES: dict[str, Callable[[Any, Any, float], Any]] = {
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "tanh": _tanh,
}


# Those whose derivative is not piecewise constant, which matters for a second derivative.
CURVED: dict[str, Callable[[Any], Any]] = {"tanh": keras.ops.tanh}


def fused(activation: object) -> Activation | None:
    """Return the activation as an argument of upconv, if it is one that upconv computes.

    >>> import keras
    >>> fused(keras.activations.relu), fused(keras.activations.gelu)
    (('relu', 0.0), None)
    """
    try:
        return FUSED.get(activation)
    except TypeError:  # not hashable, so not a function of Keras
        return None


def function_of(activation: Activation) -> Callable[[Any], Any]:
    """Return Keras' function for an activation of upconv.

    >>> import keras
    >>> function_of(("relu", 0.0)) is keras.activations.relu
    True
    """
    return cast(
        "Callable[[Any], Any]", next(f for f, words in FUSED.items() if words == activation)
    )


def gradient_before(activation: Activation | None, grad: Any, y: Any) -> Any:
    """Return the gradient for the input of `activation`, from its result `y`."""
    if activation is None:
        return grad
    name, slope = activation
    return _DERIVATIVES[name](grad, y, slope)
