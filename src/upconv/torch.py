"""PyTorch layers that compute with upconv: the same arguments, the same state_dict.

A layer's input that is not float32 or float64 on the CPU goes to PyTorch's own operator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch import nn
from torch.autograd.function import once_differentiable

from upconv import ops

__all__ = ["Conv2d", "ConvTranspose2d"]


class _Operation(torch.autograd.Function):
    """One of the operations of `upconv.ops` with its gradients, for autograd."""

    @staticmethod
    def forward(
        ctx: Any,
        transposed: bool,
        settings: dict[str, Any],
        x: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
    ) -> torch.Tensor:
        ctx.save_for_backward(x, weight)
        ctx.transposed, ctx.settings = transposed, settings
        operation = ops.conv_transpose if transposed else ops.conv
        offset = None if bias is None else bias.detach().numpy()
        result = operation(x.detach().numpy(), weight.detach().numpy(), offset, **settings)
        return torch.from_numpy(result)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_output: torch.Tensor) -> tuple[Any, ...]:
        x, weight = (tensor.numpy() for tensor in ctx.saved_tensors)
        operation = ops.conv_transpose_backward if ctx.transposed else ops.conv_backward
        gradients = operation(
            grad_output.numpy(), x, weight, needs=ctx.needs_input_grad[2:], **ctx.settings
        )
        return None, None, *(None if g is None else torch.from_numpy(g) for g in gradients)


def _is_ours(*tensors: torch.Tensor | None) -> bool:
    """Tell whether upconv can compute with these: one dtype of float32 or float64, on the CPU."""
    given = [tensor for tensor in tensors if tensor is not None]
    return all(
        tensor.device.type == "cpu"
        and tensor.layout is torch.strided
        and tensor.dtype in (torch.float32, torch.float64)
        and tensor.dtype is given[0].dtype
        for tensor in given
    ) and not torch.is_autocast_enabled("cpu")


class Conv2d(nn.Conv2d):
    """PyTorch's `Conv2d`, computed by upconv.

    Input (N, C_in, H, W) or (C_in, H, W), output (N, C_out, H', W'); arguments, parameters,
    initialisation and state_dict are those of `torch.nn.Conv2d`, to which other devices, other
    dtypes and padding modes other than "zeros" are handed.

    >>> import torch
    >>> from upconv.torch import Conv2d
    >>> Conv2d(3, 8, 3, padding="same")(torch.zeros(1, 3, 5, 7)).shape
    torch.Size([1, 8, 5, 7])
    """

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 - PyTorch's name
        """Return the convolution of `input`."""
        if self.padding_mode != "zeros" or not _is_ours(input, self.weight, self.bias):
            return super().forward(input)
        settings = {
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "groups": self.groups,
        }
        return _apply(False, settings, input, self.weight, self.bias)


class ConvTranspose2d(nn.ConvTranspose2d):
    """PyTorch's `ConvTranspose2d`, computed by upconv.

    Input (N, C_in, H, W) or (C_in, H, W), output (N, C_out, H', W'); arguments, parameters,
    initialisation and state_dict are those of `torch.nn.ConvTranspose2d`, to which other devices
    and other dtypes are handed.

    >>> import torch
    >>> from upconv.torch import ConvTranspose2d
    >>> layer = ConvTranspose2d(8, 3, 3, stride=2, padding=1)
    >>> layer(torch.zeros(1, 8, 5, 7), output_size=(10, 14)).shape
    torch.Size([1, 3, 10, 14])
    """

    def forward(
        self,
        input: torch.Tensor,  # noqa: A002 - PyTorch's name
        output_size: Sequence[int] | None = None,
    ) -> torch.Tensor:
        """Return the transposed convolution of `input`, of `output_size` where that is given."""
        if not _is_ours(input, self.weight, self.bias):
            return super().forward(input, None if output_size is None else list(output_size))
        settings: dict[str, Any] = {
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "groups": self.groups,
        }
        if output_size is None:
            settings["output_padding"] = self.output_padding
        else:
            settings["output_size"] = tuple(output_size)[-2:]
        return _apply(True, settings, input, self.weight, self.bias)


def _apply(
    transposed: bool,
    settings: dict[str, Any],
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
) -> torch.Tensor:
    apply = cast("Callable[..., torch.Tensor]", _Operation.apply)
    return apply(transposed, settings, x, weight, bias)
