"""The activations of Keras that are computed with the convolution, and their derivatives.

Keras' sigmoid is not among them: Keras keeps its logits for the loss, which is more accurate. The
formulas are those of `upconv.activations`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias, cast

import keras

from upconv import activations
from upconv.activations import TABLE
from upconv.normal import DENSITY_AT_0

Activation: TypeAlias = tuple[str, float]

LEAKY_SLOPE = 0.2  # Keras' own

FUSED: dict[Any, Activation] = {
    keras.activations.relu: ("relu", 0.0),
    keras.activations.leaky_relu: ("leaky_relu", LEAKY_SLOPE),
    keras.activations.tanh: ("tanh", 0.0),
    keras.activations.silu: ("silu", 0.0),
    keras.activations.gelu: ("gelu", 0.0),
    keras.activations.elu: ("elu", 1.0),
    keras.activations.hard_silu: ("hard_swish", 0.0),
}


class _Maths:
    """`upconv.activations.Maths` in Keras' operations."""

    sigmoid: Any = staticmethod(keras.ops.sigmoid)
    tanh: Any = staticmethod(keras.ops.tanh)
    expm1: Any = staticmethod(keras.ops.expm1)
    sin: Any = staticmethod(keras.ops.sin)

    @staticmethod
    def normal_cdf(x: Any) -> Any:
        return (1 + keras.ops.erf(x / math.sqrt(2))) / 2

    @staticmethod
    def normal_pdf(x: Any) -> Any:
        return keras.ops.exp(x * x / -2) * DENSITY_AT_0

    @staticmethod
    def where(condition: Any, yes: Any, no: Any) -> Any:
        like = no if isinstance(yes, int | float) else yes
        yes, no = (
            keras.ops.full_like(like, one) if isinstance(one, int | float) else one
            for one in (yes, no)
        )
        return keras.ops.where(condition, yes, no)


_MATHS: activations.Maths = _Maths()


def fused(activation: object) -> Activation | None:
    """Return the activation as an argument of upconv, if it is one that upconv computes.

    >>> import keras
    >>> fused(keras.activations.relu), fused(keras.activations.mish)
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


def is_curved(activation: Activation | None) -> bool:
    """Return whether the derivative is not piecewise constant, which matters for a second one."""
    if activation is None:
        return False
    return TABLE[activation[0]].bend is not None or not activations.is_reversible(activation)


def gradient_before(activation: Activation | None, grad: Any, y: Any) -> Any:
    """Return the gradient for the input of `activation`, from its result `y`."""
    if activation is None:
        return grad
    name, parameter = activation
    return TABLE[name].backward(_MATHS, grad, y, parameter)
