"""The layers: PyTorch's, with more kinds of padding, an activation, and upconv's speed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import torch
from torch import nn
from torch.nn.modules.conv import _ConvNd

from upconv import activations, errors
from upconv.activations import Activation
from upconv.arguments import (
    Padding,
    PaddingMode,
    PerAxis,
    as_padding,
    as_padding_mode,
    as_tuple,
)
from upconv.docstrings import with_parameters
from upconv.engine.calls.packed_weight import Versioned
from upconv.layer import Words
from upconv.torch import functional as operations

__all__ = [
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
]


class _Layer(_ConvNd):
    """Shared by all layers: checking and normalising of arguments, and the activation."""

    activation: Activation = None
    _versioned: Versioned | None = None
    _ndim: int

    def _arguments(self, **arguments: Any) -> dict[str, Any]:
        """Return the arguments of PyTorch's layer, with one integer per axis."""
        for name, minimum in (("kernel_size", 1), ("stride", 1), ("dilation", 1)):
            arguments[name] = as_tuple(arguments[name], self._ndim, name, minimum)
        if "output_padding" in arguments:
            arguments["output_padding"] = as_tuple(
                arguments["output_padding"], self._ndim, "output_padding", 0
            )
        return arguments

    def words(self) -> Words:
        """Return the layer's arguments."""
        rows = self.output_padding if self.transposed else 0
        steps = (self.stride, cast("Padding", self.padding), self.dilation, self.groups)
        return Words(self.transposed, self.activation, *steps, rows)

    def _convolve(
        self, words: Words, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None
    ) -> torch.Tensor:
        mode = self.padding_mode
        if operations.is_proxy(x):
            return operations.traced(words, x, weight, bias, mode)
        try:
            if mode != "zeros":
                given = (words, x, weight, bias, mode, self._versioned)
                return operations.convolve_padded(*given)
            return operations.convolve(words, x, weight, bias, self._versioned)
        except errors.UpconvError as error:
            errors.words.translate(error, errors.words.TORCH)
            raise

    def _leaf(self, x: Any, **arguments: Any) -> Any:
        """Return the `torch.fx` node that calls this layer; None if the layer is traced into."""
        if not operations.is_proxy(x) or x.tracer.root is self:
            return None
        from upconv.torch import quantization  # noqa: PLC0415 - it imports the layers

        path = x.tracer.path_of_module(self)
        if quantization.is_quantizing(x.tracer):
            quantization.give_back(self)
        return x.tracer.create_proxy("call_module", path, (x,), arguments)

    def __prepare_scriptable__(self) -> nn.Module:
        raise errors.layers.not_scriptable(type(self).__name__)

    def _get_name(self) -> str:
        return f"upconv.{type(self).__name__}"

    def extra_repr(self) -> str:
        """Return PyTorch's line, with the activation if there is one."""
        line = str(super().extra_repr())  # type: ignore[no-untyped-call]
        return line if self.activation is None else f"{line}, activation={self.activation!r}"


def _as_pytorchs(padding: Padding, ndim: int) -> tuple[int, ...] | None:
    """Return the padding as one integer per axis, or None if it is not of that form."""
    crop = as_padding(padding, ndim)
    if isinstance(crop, str) or any(begin != end or begin < 0 for begin, end in crop):
        return None
    return tuple(begin for begin, _ in crop)


class _Convolution(_Layer):
    """Convolution in any number of dimensions; see `Conv2d`."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: PerAxis,
        stride: PerAxis = 1,
        padding: Padding = 0,
        dilation: PerAxis = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: PaddingMode = "zeros",
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
        *,
        activation: Activation = None,
    ) -> None:
        """Make the layer with its parameters.

        Parameters
        ----------
        in_channels, out_channels
            Channels of the input and of the output.
        kernel_size
            Kernel size k, an integer or one per axis.
        stride
            Stride s, an integer or one per axis: the output is about s times smaller.
        padding
            What is added around the input: an integer, one per axis, one (begin, end) pair per
            axis, "valid" (nothing), or "same", "same_upper", "same_lower" (the input size divided
            by the stride and rounded up).
        dilation
            Dilation d, an integer or one per axis; 1 means none.
        groups
            How many groups the channels are divided into; each is convolved separately.
        bias
            Whether a bias, one number per output channel, is added.
        padding_mode
            What is added: "zeros", "reflect", "replicate" or "circular".
        device, dtype
            Where the parameters are, and of which type, as in PyTorch.
        activation
            None, or one of `upconv.activations`, such as "relu" or ("leaky_relu", 0.2), computed
            with the layer.
        """
        arguments = self._arguments(kernel_size=kernel_size, stride=stride, dilation=dilation)
        numbers = _as_pytorchs(padding, self._ndim)
        as_padding_mode(padding_mode)
        activations.as_activation(activation)
        super().__init__(
            in_channels,
            out_channels,
            padding=numbers or (0,) * self._ndim,
            groups=groups,
            bias=bias,
            padding_mode=padding_mode,
            device=device,
            dtype=dtype,
            **arguments,
        )
        if numbers is None:
            self.padding: Any = as_padding(padding, self._ndim)
        self.activation = activation

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 - PyTorch's name
        """Return the convolution of `input`."""
        node = self._leaf(input)
        if node is not None:
            return cast("torch.Tensor", node)
        return self._conv_forward(input, self.weight, self.bias)

    def _conv_forward(
        self,
        input: torch.Tensor,  # noqa: A002 - PyTorch's name
        weight: torch.Tensor,
        bias: torch.Tensor | None,
    ) -> torch.Tensor:
        return self._convolve(self.words(), input, weight, bias)


class _TransposedConvolution(_Layer):
    """Transposed convolution in any number of dimensions; see `ConvTranspose2d`."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: PerAxis,
        stride: PerAxis = 1,
        padding: Padding = 0,
        output_padding: PerAxis = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: PerAxis = 1,
        padding_mode: PaddingMode = "zeros",
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
        *,
        activation: Activation = None,
    ) -> None:
        """Make the layer with its parameters.

        Parameters
        ----------
        in_channels, out_channels
            Channels of the input and of the output.
        kernel_size
            Kernel size k, an integer or one per axis.
        stride
            Stride s, an integer or one per axis: the output is about s times as large.
        padding
            What is cropped from the full output: an integer, one per axis, one (begin, end) pair
            per axis, "valid" (nothing), or "same", "same_upper", "same_lower" (stride times the
            input size).
        output_padding
            Rows a added at the end of each axis, fewer than the stride or the dilation.
        groups
            How many groups the channels are divided into; each is convolved separately.
        bias
            Whether a bias, one number per output channel, is added.
        dilation
            Dilation d, an integer or one per axis; 1 means none.
        padding_mode
            "zeros", "reflect", "replicate" or "circular": the layer is the transpose of the
            convolution with this padding.
        device, dtype
            Where the parameters are, and of which type, as in PyTorch.
        activation
            None, or one of `upconv.activations`, such as "relu" or ("leaky_relu", 0.2), computed
            with the layer.
        """
        arguments = self._arguments(
            kernel_size=kernel_size,
            stride=stride,
            dilation=dilation,
            output_padding=output_padding,
        )
        numbers = _as_pytorchs(padding, self._ndim)
        as_padding_mode(padding_mode)
        activations.as_activation(activation)
        super().__init__(
            in_channels,
            out_channels,
            padding=numbers or (0,) * self._ndim,
            groups=groups,
            bias=bias,
            padding_mode="zeros",  # the only one that PyTorch's constructor takes
            device=device,
            dtype=dtype,
            **arguments,
        )
        if numbers is None:
            self.padding: Any = as_padding(padding, self._ndim)
        self.padding_mode = padding_mode
        self.activation = activation

    def forward(
        self,
        input: torch.Tensor,  # noqa: A002 - PyTorch's name
        output_size: Sequence[int] | None = None,
    ) -> torch.Tensor:
        """Return the transposed convolution of `input`, of `output_size` if that is given."""
        arguments = {} if output_size is None else {"output_size": output_size}
        node = self._leaf(input, **arguments)
        if node is not None:
            return cast("torch.Tensor", node)
        words = self.words()
        if output_size is not None:  # PyTorch also accepts the full shape
            whole = len(output_size) == input.dim()
            sizes = tuple(output_size)[-self._ndim if whole else 0 :]
            words = words._replace(output_padding=0, output_size=sizes)
        return self._convolve(words, input, self.weight, self.bias)


@with_parameters
class Conv1d(_Convolution, nn.Conv1d):
    """As `Conv2d`, on inputs (N, C_in, L).

    >>> import torch
    >>> Conv1d(3, 8, 3, stride=2, padding="same")(torch.zeros(1, 3, 7)).shape
    torch.Size([1, 8, 4])
    """

    _ndim = 1


@with_parameters
class Conv2d(_Convolution, nn.Conv2d):
    """PyTorch's `Conv2d`, computed by upconv.

    Input (N, C_in, H, W) or (C_in, H, W), output (N, C_out, H', W'); arguments, parameters,
    initialisation and state_dict are those of `torch.nn.Conv2d`. `padding` also takes one
    (begin, end) pair per axis, "same_upper" and "same_lower", and "same" with any stride. An
    `activation` (one of `upconv.activations`) is applied last, in the same pass unless its gradient
    needs z. Other devices and dtypes are computed by PyTorch's operator; padding modes
    other than "zeros" use `torch.nn.functional.pad`.

    >>> import torch
    >>> from upconv.torch import Conv2d
    >>> Conv2d(3, 8, 3, padding="same", activation="relu")(torch.zeros(1, 3, 5, 7)).shape
    torch.Size([1, 8, 5, 7])
    """

    _ndim = 2


@with_parameters
class Conv3d(_Convolution, nn.Conv3d):
    """As `Conv2d`, on inputs (N, C_in, D, H, W).

    >>> import torch
    >>> Conv3d(3, 8, 3, padding=((1, 1), (2, 0), (0, 2)))(torch.zeros(1, 3, 5, 6, 7)).shape
    torch.Size([1, 8, 5, 6, 7])
    """

    _ndim = 3


@with_parameters
class ConvTranspose1d(_TransposedConvolution, nn.ConvTranspose1d):
    """As `ConvTranspose2d`, on inputs (N, C_in, L).

    >>> import torch
    >>> ConvTranspose1d(8, 3, 16, stride=8, padding="same")(torch.zeros(1, 8, 5)).shape
    torch.Size([1, 3, 40])
    """

    _ndim = 1


@with_parameters
class ConvTranspose2d(_TransposedConvolution, nn.ConvTranspose2d):
    """PyTorch's `ConvTranspose2d`, computed by upconv.

    Input (N, C_in, H, W) or (C_in, H, W), output (N, C_out, H', W'); arguments, parameters,
    initialisation and state_dict are those of `torch.nn.ConvTranspose2d`. `padding` also takes
    "same" (H' = s·H), "valid", "same_upper", "same_lower" and one (begin, end) pair per axis. An
    `activation` (one of `upconv.activations`) is applied last, in the same pass unless its gradient
    needs z. `padding_mode` may also be "reflect", "replicate" or "circular". Other devices and
    dtypes are computed by PyTorch's operator.

    >>> import torch
    >>> from upconv.torch import ConvTranspose2d
    >>> layer = ConvTranspose2d(8, 3, 3, stride=2, padding=1)
    >>> layer(torch.zeros(1, 8, 5, 7), output_size=(10, 14)).shape
    torch.Size([1, 3, 10, 14])
    >>> ConvTranspose2d(8, 3, 3, stride=2, padding="same")(torch.zeros(1, 8, 5, 7)).shape
    torch.Size([1, 3, 10, 14])
    """

    _ndim = 2


@with_parameters
class ConvTranspose3d(_TransposedConvolution, nn.ConvTranspose3d):
    """As `ConvTranspose2d`, on inputs (N, C_in, D, H, W).

    >>> import torch
    >>> ConvTranspose3d(8, 3, 2, stride=2)(torch.zeros(1, 8, 2, 3, 4)).shape
    torch.Size([1, 3, 4, 6, 8])
    """

    _ndim = 3
