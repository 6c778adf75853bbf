"""The operations on tensors; here it is decided whether upconv or PyTorch computes them."""

from __future__ import annotations

from typing import Any

import torch
from torch.fx import Proxy

from upconv import activations, errors, padding_modes
from upconv.activations import Activation
from upconv.arguments import Padding, PaddingMode, PerAxis, as_padding_mode
from upconv.engine.calls import call_cache
from upconv.engine.calls.packed_weight import Versioned
from upconv.layer import Words
from upconv.torch import (
    aten_fallback,
    autograd,
    batching,
    compute,
    flops,
    operators,
    padded,
    routing,
)
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
    padding_mode: PaddingMode = "zeros",
) -> torch.Tensor:
    """Transposed convolution of a tensor in 1, 2 or 3 dimensions, with gradients of every order.

    x (N, C_in, *i) or (C_in, *i), weight (C_in, C_out/groups, *k) -> (N, C_out, *o); the arguments
    are those of `upconv.conv_transpose`. The result has PyTorch's memory format: channels last if
    `x` or `weight` is. Tensors that are not float32 or float64 on the CPU are computed by PyTorch.
    With a `padding_mode`, the borders are extended or folded by PyTorch's operations.

    Raises as `upconv.conv_transpose` does.

    >>> import torch
    >>> x, weight = torch.ones(1, 3, 7), torch.ones(3, 2, 4, requires_grad=True)
    >>> conv_transpose(x, weight, stride=2, padding="same").shape
    torch.Size([1, 2, 14])
    """
    rows = (output_padding, output_size)
    words = Words(True, activation, stride, padding, dilation, groups, *rows)
    if is_proxy(x) or is_proxy(weight):
        return traced(words, x, weight, bias, padding_mode)
    if padding_mode != "zeros":
        return convolve_padded(_checked(words, weight, bias), x, weight, bias, padding_mode)
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
    padding_mode: PaddingMode = "zeros",
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
        return traced(words, x, weight, bias, padding_mode)
    if padding_mode != "zeros":
        return convolve_padded(_checked(words, weight, bias), x, weight, bias, padding_mode)
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


def traced(
    words: Words, x: Any, weight: Any, bias: Any, padding_mode: PaddingMode = "zeros"
) -> torch.Tensor:
    """Return the `torch.fx` node of the call."""
    keywords = words._asdict()
    if padding_mode != "zeros":
        keywords["padding_mode"] = padding_mode
    operation = conv_transpose if keywords.pop("transposed") else conv
    if operation is conv:
        del keywords["output_padding"], keywords["output_size"]
    tracer = (x if is_proxy(x) else weight).tracer
    node: torch.Tensor = tracer.create_proxy(
        "call_function", operation, (x, weight, bias), keywords
    )
    return node


def _checked(words: Words, weight: torch.Tensor, bias: torch.Tensor | None) -> Words:
    """Return `words` after a check of their types: True and 1.0 equal 1, but are errors."""
    for name, tensor in (("weight", weight), ("bias", bias)):
        if not (isinstance(tensor, torch.Tensor) or (tensor is None and name == "bias")):
            raise errors.layers.not_a_tensor(name, tensor)
    if not call_cache.is_plain(words.plain):
        Settings.of(words, weight.dim() - 2)
    return words


def _wants_gradient(route: Route, *tensors: torch.Tensor | None) -> bool:
    """Return whether a gradient may be wanted: a compiler or transformation does not say."""
    return torch.is_grad_enabled() and (
        route is not Route.DIRECT
        or any(tensor is not None and tensor.requires_grad for tensor in tensors)
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
    separate = ending is not None and not activations.is_from_result(ending)
    if separate and _wants_gradient(chosen, x, weight, bias):
        # PyTorch applies the activation to z, which autograd keeps for the derivative.
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


def convolve_padded(
    words: Words,
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    padding_mode: PaddingMode,
    versioned: Versioned | None = None,
) -> torch.Tensor:
    """Compute `convolve` with any padding mode: a padded convolution, or its transpose."""
    if not isinstance(x, torch.Tensor):
        raise errors.layers.not_a_tensor("x", x)
    mode = as_padding_mode(padding_mode)
    if x.dim() not in (weight.dim(), weight.dim() - 1):
        return convolve(words, x, weight, bias)  # which says so
    settings = Settings.of(words, weight.dim() - 2)
    pairs = aten_fallback.pairs_of(x, weight, settings)
    if torch._C._get_tracing_state() is None:  # `torch.jit.trace`, in which sizes are tensors
        spatial = tuple(x.shape[x.dim() - weight.dim() + 2 :])
        _, sizes = settings.resolve(tuple(weight.shape[2:]), spatial)
        what, extent = ("output", sizes) if words.transposed else ("input", spatial)
        padding_modes.check(mode, pairs, extent, what)
    bare = words._replace(padding=0, output_padding=0, output_size=None)
    if not words.transposed:
        wide = padded.extended(x, pairs, mode)
        if routing.route(x, weight, bias) is Route.DIRECT and compute.is_channels_last(x, x):
            # The circular padding of PyTorch does not keep the memory format.
            wide = wide.contiguous(memory_format=compute.CHANNELS_LAST[x.dim()])
        return convolve(bare, wide, weight, bias, versioned)
    full = convolve(bare._replace(activation=None), x, weight, None, versioned)
    if routing.route(full, weight, bias) is Route.DIRECT:
        y = padded.folded_here(full, bias, pairs, mode)
        return aten_fallback.activate(words.activation, y)
    y = padded.folded(full, pairs, mode)
    if bias is not None:
        y = y + bias.reshape(-1, *(1,) * len(pairs))
    return aten_fallback.activate(words.activation, y)
