"""Initial weights, written in place like those of `torch.nn.init`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn
from torch.nn.modules.conv import _ConvNd

from upconv import errors, initial
from upconv.arguments import PerAxis
from upconv.initial import Fan

__all__ = ["Fan", "bilinear_", "fan", "icnr_"]


def fan(layer: nn.Module) -> Fan:
    """Return the fan-in and fan-out of `layer`.

    As `upconv.initial.fan`, for a convolution or transposed convolution of PyTorch or upconv.

    >>> layer = nn.ConvTranspose2d(8, 16, 4, stride=2, padding=1)
    >>> fan(layer)
    Fan(inputs=32.0, outputs=256.0)
    >>> _ = nn.init.normal_(layer.weight, std=(2 / fan(layer).inputs) ** 0.5)  # Kaiming, for a ReLU
    """
    if not isinstance(layer, _ConvNd):
        raise errors.layers.not_a_convolution(type(layer).__name__)
    return initial.fan(
        tuple(layer.weight.shape),
        stride=layer.stride,
        groups=layer.groups,
        transposed=layer.transposed,
    )


@torch.no_grad()
def icnr_(
    tensor: torch.Tensor,
    scale: PerAxis,
    *,
    transposed: bool = False,
    init: Callable[[torch.Tensor], object] = nn.init.kaiming_normal_,
) -> torch.Tensor:
    """Fill a weight so that all output phases are the same: no checkerboard at the start.

    tensor (C·S, C_in/groups, *k), S the product of all scales, for a convolution before a
    `PixelShuffle(scale)`; with transposed=True (C_in, C_out/groups, *k) for a transposed
    convolution of stride `scale`, whose kernel is a multiple of the stride. `init` fills the weight
    shared by all phases, in the shape of a convolution's, (C, C_in/groups, *k).

    Raises ShapeError for channels or kernels that do not divide.
    Source: arXiv 1707.02937.

    >>> layer = nn.ConvTranspose2d(8, 3, 4, stride=2, padding=1, bias=False)
    >>> weight = icnr_(layer.weight, 2, transposed=True)
    >>> bool((weight[:, :, ::2] == weight[:, :, 1::2]).all())
    True
    """
    shape = initial.icnr_shape(tuple(tensor.shape), scale, transposed=transposed)
    shared = tensor.new_empty((shape[1], shape[0], *shape[2:]) if transposed else shape)
    init(shared)
    if transposed:
        shared = shared.transpose(0, 1)
    array = initial.icnr(shared.numpy(force=True), scale, transposed=transposed)
    return tensor.copy_(torch.from_numpy(array))


@torch.no_grad()
def bilinear_(tensor: torch.Tensor, stride: PerAxis, *, groups: int = 1) -> torch.Tensor:
    """Fill the weight of a transposed convolution so that it interpolates linearly on every axis.

    tensor (C_in, C_out/groups, *k) with C_in = C_out; see `upconv.initial.bilinear`.

    >>> layer = nn.ConvTranspose1d(2, 2, 4, stride=2, padding=1, groups=2, bias=False)
    >>> _ = bilinear_(layer.weight, 2, groups=2)
    >>> layer(torch.tensor([[[0.0, 4.0, 8.0], [0.0, 0.0, 1.0]]])).detach()
    tensor([[[0.0000, 1.0000, 3.0000, 5.0000, 7.0000, 6.0000],
             [0.0000, 0.0000, 0.0000, 0.2500, 0.7500, 0.7500]]])
    """
    weight = initial.bilinear(tuple(tensor.shape), stride=stride, groups=groups, dtype="float64")
    return tensor.copy_(torch.from_numpy(weight))
