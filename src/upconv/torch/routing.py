"""Who computes a call: upconv at once, upconv through its operators, or PyTorch."""

from __future__ import annotations

import torch
from torch._C import _functorch, _get_tracing_state, _len_torch_dispatch_stack
from torch._subclasses.fake_tensor import FakeTensor
from torch._subclasses.functional_tensor import FunctionalTensor
from torch.autograd import forward_ad
from torch.nn import Parameter

from upconv.torch.compute import DTYPES

_PLAIN = frozenset((torch.Tensor, Parameter))
_TRACED = _PLAIN | {FakeTensor, FunctionalTensor}


def is_ours(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> bool:
    """Tell whether upconv computes with these: dense CPU tensors of one float32 or float64.

    Not under autocast, whose casts are PyTorch's own; not in forward-mode differentiation; and not
    for ONNX, which has PyTorch's operators alone.
    """
    dtype = x.dtype
    if dtype not in DTYPES or weight.dtype is not dtype:
        return False
    if not (_is_dense(x) and _is_dense(weight)):
        return False
    if bias is not None and not (bias.dtype is dtype and _is_dense(bias)):
        return False
    if torch.is_autocast_enabled("cpu") or forward_ad._current_level >= 0:
        return False
    return not (_is_traced() and torch.onnx.is_in_onnx_export())


def is_direct(*tensors: torch.Tensor) -> bool:
    """Tell whether memory can be read at once, with nobody looking on.

    That is so where no compiler, tracer, mode or transformation is active, and no sign is pending.
    """
    return not (
        _is_traced()
        or _functorch.peek_interpreter_stack() is not None
        or _len_torch_dispatch_stack()
    ) and all(type(tensor) in _PLAIN and not tensor.is_neg() for tensor in tensors)


def _is_dense(tensor: torch.Tensor) -> bool:
    return (
        type(tensor) in _TRACED and tensor.device.type == "cpu" and tensor.layout is torch.strided
    )


def _is_traced() -> bool:
    return torch.compiler.is_compiling() or _get_tracing_state() is not None
