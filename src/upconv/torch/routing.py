"""The route of a call: upconv directly, upconv through its operators, or PyTorch."""

from __future__ import annotations

from enum import Enum

import torch
from torch._C import _functorch, _get_tracing_state, _len_torch_dispatch_stack
from torch._subclasses.fake_tensor import FakeTensor
from torch._subclasses.functional_tensor import FunctionalTensor
from torch.autograd import forward_ad
from torch.nn import Parameter

from upconv.torch.compute import DTYPES

_TRACED = frozenset((FakeTensor, FunctionalTensor))
_OWN = frozenset((torch.Tensor, Parameter))
_STRIDED = torch.strided
_is_autocast = torch.is_autocast_enabled
_is_compiling = torch.compiler.is_compiling
_is_exporting = torch.compiler.is_exporting


class Route(Enum):
    """How a call is computed."""

    DIRECT = "upconv, directly"
    OPERATOR = "upconv, through the operators that compilers and transformations use"
    THEIRS = "PyTorch"


def route(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> Route:
    """Return the route: upconv computes dense CPU tensors that are all float32 or all float64.

    PyTorch computes under autocast, whose casts are its own; in forward-mode differentiation; and
    in `torch.export`, `torch.jit.trace` and ONNX export, whose results must run without upconv.
    """
    dtype = x.dtype
    if dtype not in DTYPES or _is_autocast("cpu") or forward_ad._current_level >= 0:
        return Route.THEIRS
    plain = True
    for tensor in (x, weight) if bias is None else (x, weight, bias):
        kind = type(tensor)
        if kind not in _OWN:
            if kind not in _TRACED:
                return Route.THEIRS
            plain = False
        if not tensor.is_cpu or tensor.dtype is not dtype or tensor.layout is not _STRIDED:
            return Route.THEIRS
    if _get_tracing_state() is not None:
        return Route.THEIRS
    if _is_compiling():
        elsewhere = _is_exporting() or torch.onnx.is_in_onnx_export()
        return Route.THEIRS if elsewhere else Route.OPERATOR
    if not plain or is_watched() or x.is_neg() or weight.is_neg():
        return Route.OPERATOR
    if bias is not None and bias.is_neg():
        return Route.OPERATOR
    return Route.DIRECT


def is_watched() -> bool:
    """Return whether a transformation or a mode must see every operator."""
    return _functorch.peek_interpreter_stack() is not None or _len_torch_dispatch_stack() > 0
