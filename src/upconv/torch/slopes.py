"""The derivatives of the activations, computed from their results."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch

from upconv import activations
from upconv.activations import Activation


class Slope(NamedTuple):
    """The derivative of an activation as a function of its result y, and its derivative by y.

    Both take (y, slope); a `curvature` of None is zero everywhere.
    """

    slope: Callable[[torch.Tensor, float], torch.Tensor]
    curvature: Callable[[torch.Tensor, float], torch.Tensor] | None = None


SLOPES = {
    "relu": Slope(lambda y, _: (y > 0).to(y.dtype)),
    "leaky_relu": Slope(lambda y, slope: torch.where(y > 0, 1.0, slope).to(y.dtype)),
    "sigmoid": Slope(lambda y, _: y * (1 - y), lambda y, _: 1 - 2 * y),
    "tanh": Slope(lambda y, _: 1 - y * y, lambda y, _: -2 * y),
}


def through(activation: Activation, grad: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:
    """Return the gradient before the activation, from its result `y` and `grad` after it."""
    chosen = activations.as_activation(activation)
    if chosen is None or y is None:
        return grad
    name, slope = chosen
    return grad * SLOPES[name].slope(y, slope)


def bend(activation: Activation, grad: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor | None:
    """Return the gradient of `through` for `y`; None if it is zero everywhere.

    `grad` is the gradient after `through` times its input `grad`.
    """
    chosen = activations.as_activation(activation)
    if chosen is None or y is None:
        return None
    name, slope = chosen
    curvature = SLOPES[name].curvature
    return None if curvature is None else grad * curvature(y, slope)
