"""The same operations by PyTorch's own operators, for tensors that upconv does not compute.

PyTorch has one padding per axis and an output padding below stride or dilation; other paddings
are computed by the same operator with zeros added, or rows cropped, separately.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.nn import functional

from upconv import activations
from upconv.activations import TABLE, Activation
from upconv.arguments import Pairs
from upconv.torch import exporting, slopes
from upconv.torch.compute import Gradients
from upconv.torch.settings import Settings

CONV: dict[int, Callable[..., torch.Tensor]] = {
    1: functional.conv1d,
    2: functional.conv2d,
    3: functional.conv3d,
}
CONV_TRANSPOSE: dict[int, Callable[..., torch.Tensor]] = {
    1: functional.conv_transpose1d,
    2: functional.conv_transpose2d,
    3: functional.conv_transpose3d,
}
_ACTIVATIONS: dict[str, Callable[[torch.Tensor, float], torch.Tensor]] = {
    "relu": lambda z, _: torch.relu(z),
    "leaky_relu": functional.leaky_relu,
    "sigmoid": lambda z, _: torch.sigmoid(z),
    "tanh": lambda z, _: torch.tanh(z),
    "silu": lambda z, _: functional.silu(z),
    "gelu": lambda z, _: functional.gelu(z),
    "gelu_tanh": lambda z, _: functional.gelu(z, approximate="tanh"),
    "elu": functional.elu,
    "hard_swish": lambda z, _: functional.hardswish(z),
}
"""PyTorch's own functions, each one pass over memory with derivatives of every order."""

_ATEN = torch.ops.aten
_WRITING: dict[str, Callable[[torch.Tensor, float, torch.Tensor], Any]] = {
    "relu": lambda z, _, out: _ATEN.clamp_min.out(z, 0, out=out),
    "leaky_relu": lambda z, slope, out: _ATEN.leaky_relu.out(z, slope, out=out),
    "sigmoid": lambda z, _, out: _ATEN.sigmoid.out(z, out=out),
    "tanh": lambda z, _, out: _ATEN.tanh.out(z, out=out),
    "silu": lambda z, _, out: _ATEN.silu.out(z, out=out),
    "gelu": lambda z, _, out: _ATEN.gelu.out(z, out=out),
    "gelu_tanh": lambda z, _, out: _ATEN.gelu.out(z, approximate="tanh", out=out),
    "elu": lambda z, alpha, out: _ATEN.elu.out(z, alpha, out=out),
    "hard_swish": lambda z, _, out: _ATEN.hardswish.out(z, out=out),
}
"""The same, written to a tensor, without derivatives."""


def forward(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, settings: Settings
) -> torch.Tensor:
    """Return the result of `upconv.torch.conv` or `conv_transpose`, computed by PyTorch."""
    operation = _transposed if settings.transposed else _convolution
    y = operation(x, weight, bias, settings, pairs_of(x, weight, settings))
    return activate(settings.ending, y)


def activate(
    activation: Activation, z: torch.Tensor, out: torch.Tensor | None = None
) -> torch.Tensor:
    """Apply an activation by PyTorch's function, or by the formula if PyTorch has none.

    With `out`, the result is written there if PyTorch can; there are no derivatives then.
    """
    chosen = activations.as_activation(activation)
    if chosen is None:
        return z
    name, parameter = chosen
    if out is not None and name in _WRITING:
        result: torch.Tensor = _WRITING[name](z, parameter, out)
        return result
    own = _ACTIVATIONS.get(name)
    return TABLE[name].value(slopes.MATHS, z, parameter) if own is None else own(z, parameter)


def backward(
    grad: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    settings: Settings,
    needs: Sequence[bool],
) -> Gradients:
    """Return the gradients of `forward` without its activation, None if not needed."""
    crop = pairs_of(x, weight, settings)
    zeros = (0,) * len(crop)
    inner = reverse(crop)
    padded = x if settings.transposed else functional.pad(x, inner)
    full = functional.pad(grad, inner) if settings.transposed else grad
    grad_x, grad_weight, _ = torch.ops.aten.convolution_backward(
        full,
        padded,
        weight,
        None,
        settings.stride,
        zeros,
        settings.dilation,
        settings.transposed,
        zeros,
        settings.groups,
        [*needs[:2], False],
    )
    if needs[0] and not settings.transposed:
        grad_x = functional.pad(grad_x, [-end for end in inner])
    grad_bias = grad.sum((0, *range(2, grad.dim()))) if needs[2] else None
    return grad_x, grad_weight, grad_bias


def pairs_of(x: torch.Tensor, weight: torch.Tensor, settings: Settings) -> Pairs:
    """Return (begin, end) on every axis: a convolution's padding, a transposed one's crop."""
    if settings.word or settings.output_size:
        ndim = weight.dim() - 2
        # In `torch.jit.trace` sizes are tensors; values computed from them are fixed.
        shapes: tuple[Any, Any] = (weight.shape[2:], x.shape[x.dim() - ndim :])
        kernel, spatial = (
            tuple(int(size) if isinstance(size, torch.Tensor) else size for size in shape)
            for shape in shapes
        )
        pairs, _ = settings.resolve(kernel, spatial)
        return pairs
    begins, ends = settings.padding[::2], settings.padding[1::2]
    rows = settings.output_padding or (0,) * len(begins)
    return tuple((b, e - a) for b, e, a in zip(begins, ends, rows, strict=True))


def _convolution(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    settings: Settings,
    pads: Pairs,
) -> torch.Tensor:
    padding = tuple(begin for begin, _ in pads)
    if any(begin != end or begin < 0 for begin, end in pads):
        x, padding = functional.pad(x, reverse(pads)), (0,) * len(pads)
    operation = CONV[len(pads)]
    return operation(x, weight, bias, settings.stride, padding, settings.dilation, settings.groups)


def _transposed(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    settings: Settings,
    crop: Pairs,
) -> torch.Tensor:
    plain = all(
        begin >= 0 and 0 <= begin - end < max(s, d)
        for (begin, end), s, d in zip(crop, settings.stride, settings.dilation, strict=True)
    )
    if not plain:
        node = exporting.conv_transpose(x, weight, bias, settings, crop)
        return cropped(x, weight, bias, settings, crop) if node is None else node
    padding = tuple(begin for begin, _ in crop)
    rows = tuple(begin - end for begin, end in crop)
    steps = (settings.stride, padding, rows, settings.groups, settings.dilation)
    return CONV_TRANSPOSE[len(crop)](x, weight, bias, *steps)


def cropped(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    settings: Settings,
    crop: Pairs,
) -> torch.Tensor:
    """Return a transposed convolution with rows cropped, or zeros added, after it."""
    steps = (settings.stride, 0, 0, settings.groups, settings.dilation)
    y = CONV_TRANSPOSE[len(crop)](x, weight, None, *steps)
    y = functional.pad(y, [-end for end in reverse(crop)])
    return y if bias is None else y + bias.reshape(-1, *(1,) * len(crop))


def reverse(pairs: Pairs) -> list[int]:
    """Return pairs in the order of `torch.nn.functional.pad`: the last axis first."""
    return [number for pair in reversed(pairs) for number in pair]
