"""PyTorch's quantization and fusion, which look layers up by their exact class.

Their results are computed by PyTorch, so layers that they process get PyTorch's class back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from torch import nn

from upconv.torch import layers

_PYTORCHS: dict[type[nn.Module], type[nn.Module]] = {
    getattr(layers, name): getattr(nn, name) for name in layers.__all__
}


def give_back(layer: Any) -> None:
    """Give a layer PyTorch's class if that can express everything the layer does."""
    if type(layer) not in _PYTORCHS or layer.activation is not None:
        return
    if layer.transposed and layer.padding_mode != "zeros":
        return
    if all(isinstance(number, int) for number in layer.padding):
        layer.__class__ = _PYTORCHS[type(layer)]


def is_quantizing(tracer: object) -> bool:
    """Return whether `torch.ao.quantization` is tracing a model."""
    module = sys.modules.get("torch.ao.quantization.fx.tracer")
    return module is not None and isinstance(tracer, module.QuantizationTracer)


def _fuse_as(method: Callable[..., nn.Module]) -> Callable[..., nn.Module]:
    def fuse(is_qat: bool, layer: nn.Module, *after: nn.Module) -> nn.Module:
        give_back(layer)
        return method(is_qat, layer, *after)

    return fuse


def _register() -> None:
    """Add upconv's layers to the table of `torch.ao.quantization.fuse_modules`."""
    mappings = sys.modules.get("torch.ao.quantization.fuser_method_mappings")
    table: dict[Any, Any] = getattr(mappings, "_DEFAULT_OP_LIST_TO_FUSER_METHOD", {})
    ours = {stock: mine for mine, stock in _PYTORCHS.items()}
    for (first, *after), method in list(table.items()):
        if first in ours:
            table[(ours[first], *after)] = _fuse_as(method)


_register()
