"""ONNX's ConvTranspose, with uneven pads, for crops that PyTorch cannot express."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

import torch

from upconv import errors
from upconv.arguments import Pairs
from upconv.conventions import onnx
from upconv.geometry import Geometry
from upconv.torch.settings import Settings

__all__ = ["conv_transpose"]

_EXPORTER = "torch.onnx._internal.exporter._core"


def conv_transpose(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    settings: Settings,
    crop: Pairs,
) -> torch.Tensor | None:
    """Return the node for an ONNX graph during an export, without the activation.

    None if no such graph is being exported, if ONNX cannot express the crop either, or if PyTorch
    will also run the exported program: an ONNX-only node returns zeros there.
    """
    if not torch.onnx.is_in_onnx_export():
        return None
    if any(type(size) is not int for pair in crop for size in pair):
        return None  # they depend on a dynamic size
    kernel = tuple(int(size) for size in weight.shape[2:])
    geometry = Geometry.from_crop(kernel, settings.stride, crop, settings.dilation)
    try:
        words = onnx.to_arguments(geometry, groups=settings.groups)
    except errors.NotExpressibleError:
        return None
    batch = x if x.dim() == weight.dim() else x.unsqueeze(0)
    if torch._C._get_tracing_state() is not None:
        y = _legacy(batch, weight, bias, settings, crop, words)
    elif _is_verified():
        return None
    else:
        y = _node(batch, weight, bias, geometry, words)
    return y if batch is x else y.squeeze(0)


def _node(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    geometry: Geometry,
    words: dict[str, Any],
) -> torch.Tensor:
    sizes = (axis.output_size(i) for axis, i in zip(geometry.axes, x.shape[2:], strict=True))
    shape = (x.shape[0], weight.shape[1] * words["group"], *sizes)
    inputs = (x, weight) if bias is None else (x, weight, bias)
    return torch.onnx.ops.symbolic("ConvTranspose", inputs, words, dtype=x.dtype, shape=shape)


def _legacy(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    settings: Settings,
    crop: Pairs,
    words: dict[str, Any],
) -> torch.Tensor:
    """Return the same for `torch.onnx.export(..., dynamo=False)`."""
    y: torch.Tensor = _Legacy.apply(x, weight, bias, settings, crop, words)  # type: ignore[no-untyped-call]
    return y


class _Legacy(torch.autograd.Function):
    """Computed by PyTorch's operators, and exported as ONNX's."""

    @staticmethod
    def forward(
        _ctx: Any,
        x: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
        settings: Settings,
        crop: Pairs,
        _words: dict[str, Any],
    ) -> torch.Tensor:
        from upconv.torch import aten_fallback  # noqa: PLC0415 - it imports this module

        return aten_fallback.cropped(x, weight, bias, settings, crop)

    @staticmethod
    def symbolic(
        graph: Any,
        x: Any,
        weight: Any,
        bias: Any,
        _settings: Settings,
        _crop: Pairs,
        words: dict[str, Any],
    ) -> Any:
        inputs: Sequence[Any] = (x, weight) if bias is None else (x, weight, bias)
        return graph.op("ConvTranspose", *inputs, **{f"{name}_i": n for name, n in words.items()})


def _is_verified() -> bool:
    """Return whether the export in progress was called with `verify=True`.

    PyTorch does not expose this while a model is traced, so the call stack is inspected.
    """
    if torch.compiler.is_dynamo_compiling():
        return False
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == _EXPORTER and "verify" in frame.f_locals:
            return bool(frame.f_locals["verify"])
        frame = frame.f_back
    return False
