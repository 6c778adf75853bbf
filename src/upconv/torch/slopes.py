"""The derivatives of activations on tensors, computed from their results.

The formulas are those of `upconv.activations`. Activations whose derivative is computed from their
input do not come here: PyTorch applies them, and differentiates them (`functional.convolve`).
"""

from __future__ import annotations

from typing import Any

import torch

from upconv import activations
from upconv.activations import TABLE, Activation
from upconv.normal import DENSITY_AT_0


class _Maths:
    """`upconv.activations.Maths` on tensors."""

    where: Any = staticmethod(torch.where)
    sigmoid = staticmethod(torch.sigmoid)
    tanh = staticmethod(torch.tanh)
    expm1 = staticmethod(torch.expm1)
    sin = staticmethod(torch.sin)
    normal_cdf = staticmethod(torch.special.ndtr)

    @staticmethod
    def normal_pdf(x: torch.Tensor) -> torch.Tensor:
        return torch.exp(x * x / -2) * DENSITY_AT_0


MATHS: activations.Maths = _Maths()


def through(activation: Activation, grad: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:
    """Return the gradient before the activation, from its result `y` and `grad` after it."""
    chosen = activations.as_activation(activation)
    if chosen is None or y is None:
        return grad
    name, parameter = chosen
    result: torch.Tensor = TABLE[name].backward(MATHS, grad, y, parameter)
    return result


def bend(activation: Activation, grad: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor | None:
    """Return the gradient of `through` for `y`; None if it is zero everywhere.

    `grad` is the gradient after `through` times its input `grad`.
    """
    chosen = activations.as_activation(activation)
    if chosen is None or y is None:
        return None
    name, parameter = chosen
    curved = TABLE[name].bend
    result: torch.Tensor | None = None if curved is None else curved(MATHS, grad, y, parameter)
    return result
