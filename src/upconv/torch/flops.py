"""The FLOP counts of upconv's operators, for `torch.utils.flop_counter.FlopCounterMode`.

The formulas are PyTorch's own for a convolution and its gradients, so that the count of a model
does not depend on the implementation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch.utils import flop_counter

from upconv.torch.settings import Settings

_register: Any = flop_counter.register_flop_formula  # untyped in PyTorch
_count: Any = flop_counter.conv_flop_count
_count_backward: Any = flop_counter.conv_backward_flop


def _convolution(
    x: Sequence[int],
    weight: Sequence[int],
    _bias: Sequence[int] | None,
    *rest: Any,
    out_shape: Sequence[int],
    **_: Any,
) -> int:
    flops: int = _count(x, weight, out_shape, transposed=Settings.from_operator(rest).transposed)
    return flops


def _convolution_backward(
    grad: Sequence[int],
    x: Sequence[int],
    weight: Sequence[int],
    _result: Sequence[int] | None,
    *rest: Any,
    out_shape: Sequence[Sequence[int]],
    **_: Any,
) -> int:
    settings, needs = Settings.from_operator(rest[:-1]), rest[-1]
    unused = (None,) * 4  # bias, stride, padding and dilation, which its formula does not read
    rows = (settings.transposed, None, settings.groups, needs)
    flops: int = _count_backward(grad, x, weight, *unused, *rows, out_val=out_shape)
    return flops


_register(torch.ops.upconv.convolution)(_convolution)
_register(torch.ops.upconv.convolution_backward)(_convolution_backward)
