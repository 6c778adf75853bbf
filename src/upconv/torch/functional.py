"""The operations on tensors; here it is decided whether upconv or PyTorch computes them."""

from __future__ import annotations

from typing import Any

import torch
from torch.fx import Proxy

from upconv import activations, call_cache, errors
from upconv.activations import Activation
from upconv.arguments import Padding, PerAxis
from upconv.engine.packed_weight import Versioned
from upconv.layer import Words
from upconv.torch import aten_fallback, autograd, batching, flops, operators, routing
from upconv.torch.routing import Route
from upconv.torch.settings import Settings

__all__ = ["conv", "conv_transpose"]

del batching, flops  # imported for their registrations


def conv_transpose(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    *,
    stride: PerAxis = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    output_size: PerAxis | None = None,
    activation: Activation = None,
) -> torch.Tensor:
    """Transposed convolution of a tensor in 1, 2 or 3 dimensions, with gradients of every order.

    x (N, C_in, *i) or (C_in, *i), weight (C_in, C_out/groups, *k) -> (N, C_out, *o); the arguments
    are those of `upconv.conv_transpose`. The result has PyTorch's memory format: channels last if
    `x` or `weight` is. Tensors that are not float32 or float64 on the CPU are computed by PyTorch.

    Raises as `upconv.conv_transpose` does.

    >>> import torch
    >>> x, weight = torch.ones(1, 3, 7), torch.ones(3, 2, 4, requires_grad=True)
    >>> conv_transpose(x, weight, stride=2, padding="same").shape
    torch.Size([1, 2, 14])
    """
    rows = (output_padding, output_size)
    words = Words(True, activation, stride, padding, dilation, groups, *rows)
    if is_proxy(x) or is_proxy(weight):
        return traced(words, x, weight, bias)
    return convolve(_checked(words, weight, bias), x, weight, bias)


def conv(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    *,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    activation: Activation = None,
) -> torch.Tensor:
    """Convolution of a tensor in 1, 2 or 3 dimensions, with gradients of every order.

    x (N, C_in, *i) or (C_in, *i), weight (C_out, C_in/groups, *k) -> (N, C_out, *o); the arguments
    are those of `upconv.conv`; everything else is as in `conv_transpose`.

    Raises as `upconv.conv` does.

    >>> import torch
    >>> conv(torch.ones(1, 3, 7), torch.ones(2, 3, 4), stride=2, padding=((2, 1),)).shape
    torch.Size([1, 2, 4])
    """
    words = Words(False, activation, stride, padding, dilation, groups)
    if is_proxy(x) or is_proxy(weight):
        return traced(words, x, weight, bias)
    return convolve(_checked(words, weight, bias), x, weight, bias)


def _is_free(settings: Settings, x: torch.Tensor) -> bool:
    """Return whether an export must work for dynamic sizes on which its padding depends.

    PyTorch's operators would fix the padding; upconv's compute it when they run.
    """
    if not torch.compiler.is_exporting() or torch.onnx.is_in_onnx_export():
        return False
    if not (settings.word or settings.output_size):
        return False
    sizes: tuple[Any, ...] = (*x.shape, *settings.output_size)
    return torch.compiler.is_dynamo_compiling() or any(type(size) is not int for size in sizes)


def is_proxy(value: Any) -> bool:
    """Return whether `value` is a `torch.fx` proxy of a tensor."""
    return isinstance(value, Proxy)


def traced(words: Words, x: Any, weight: Any, bias: Any) -> torch.Tensor:
    """Return the `torch.fx` node of the call."""
    given = words._asdict()
    operation = conv_transpose if given.pop("transposed") else conv
    if operation is conv:
        del given["output_padding"], given["output_size"]
    tracer = (x if is_proxy(x) else weight).tracer
    node: torch.Tensor = tracer.create_proxy("call_function", operation, (x, weight, bias), given)
    return node


def _checked(words: Words, weight: torch.Tensor, bias: torch.Tensor | None) -> Words:
    """Return `words` after a check of their types: True and 1.0 equal 1, but are errors."""
    for name, tensor in (("weight", weight), ("bias", bias)):
        if not (isinstance(tensor, torch.Tensor) or (tensor is None and name == "bias")):
            raise errors.layers.not_a_tensor(name, tensor)
    if not call_cache.is_plain(words.plain):
        Settings.of(words, weight.dim() - 2)
    return words


def _is_separate(
    ending: Activation,
    route: Route,
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
) -> bool:
    """Return whether PyTorch applies the activation to the result z, which autograd then keeps.

    It does where a gradient is wanted whose formula needs z, not the result of the activation.
    """
    if activations.is_reversible(activations.as_activation(ending)):
        return False
    if not torch.is_grad_enabled():
        return False
    return route is not Route.DIRECT or any(
        tensor is not None and tensor.requires_grad for tensor in (x, weight, bias)
    )


def convolve(
    words: Words,
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    versioned: Versioned | None = None,
) -> torch.Tensor:
    """Compute the convolution that `words` describe."""
    if not isinstance(x, torch.Tensor):
        raise errors.layers.not_a_tensor("x", x)
    chosen = routing.route(x, weight, bias)
    ending = words.activation
    if ending is not None and _is_separate(ending, chosen, x, weight, bias):
        z = convolve(words._replace(activation=None), x, weight, bias, versioned)
        return aten_fallback.activate(ending, z)
    if chosen is Route.DIRECT:
        return autograd.apply(words, x, weight, bias, versioned)
    settings = Settings.of(words, weight.dim() - 2)
    if chosen is Route.THEIRS and not _is_free(settings, x):
        return aten_fallback.forward(x, weight, bias, settings)
    if x.dim() == weight.dim():
        return operators.convolution(x, weight, bias, settings)
    return operators.convolution(x.unsqueeze(0), weight, bias, settings).squeeze(0)
