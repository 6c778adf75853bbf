"""Batch normalisation folded into the convolution before it."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.modules.conv import _ConvNd
from torch.nn.utils import parametrize

from upconv import errors

__all__ = ["fold_batchnorm"]


def fold_batchnorm(model: nn.Module, norm: nn.Module | None = None) -> nn.Module:
    """Return a copy of a convolution with the batch normalisation after it folded in.

    With γ, β the scale and shift of `norm`, μ, σ² its running mean and variance, per channel::

        w' = w·γ/√(σ² + ε)      b' = (b - μ)·γ/√(σ² + ε) + β

    computed in float64 and rounded once. It accepts convolutions and transposed convolutions of
    PyTorch and upconv, with any groups. Given only a model, it returns a copy in which every batch
    normalisation that follows a convolution in a `torch.nn.Sequential` is folded and replaced by a
    `torch.nn.Identity`, so that all names stay the same.

    Raises ArgumentError for a normalisation in training mode or without running statistics, and
    for a layer that ends with an activation or is parametrised.

    >>> layer, norm = nn.ConvTranspose2d(4, 6, 3, groups=2), nn.BatchNorm2d(6).eval()
    >>> x = torch.randn(1, 4, 5, 5)
    >>> torch.allclose(fold_batchnorm(layer, norm)(x), norm(layer(x)), atol=1e-5)
    True
    """
    if norm is not None:
        return _folded(model, norm)
    model = copy.deepcopy(model)
    uses = [id(m) for _, m in model.named_modules(remove_duplicate=False)]
    for sequence in [m for m in model.modules() if isinstance(m, nn.Sequential)]:
        for (name, layer), (after, norm_) in pairwise(list(sequence.named_children())):
            if (
                isinstance(layer, _ConvNd)
                and isinstance(norm_, _BatchNorm)
                and uses.count(id(layer)) == uses.count(id(norm_)) == 1
            ):
                setattr(sequence, name, _folded(layer, norm_))
                setattr(sequence, after, nn.Identity())
    return model


@torch.no_grad()
def _folded(layer: nn.Module, norm: nn.Module) -> nn.Module:
    if not isinstance(layer, _ConvNd):
        raise errors.layers.not_a_convolution(type(layer).__name__)
    if not isinstance(norm, _BatchNorm):
        raise errors.layers.not_a_batchnorm(type(norm).__name__)
    _check(layer, norm)
    folded = copy.deepcopy(layer)
    scale, shift = _scale_and_shift(norm)
    weight = layer.weight.double()
    if layer.transposed:  # (groups, C_in/groups, C_out/groups, *k): the outputs are the third axis
        groups = layer.groups
        apart = weight.unflatten(0, (groups, -1))  # type: ignore[no-untyped-call]
        weight = (apart * scale.reshape(groups, 1, -1, *(1,) * (weight.dim() - 2))).flatten(0, 1)
    else:
        weight = weight * scale.reshape(-1, *(1,) * (weight.dim() - 1))
    bias = shift if layer.bias is None else layer.bias.double() * scale + shift
    needs = layer.weight.requires_grad
    folded.weight = nn.Parameter(weight.to(layer.weight.dtype), needs)
    folded.bias = nn.Parameter(bias.to(layer.weight.dtype), needs)
    return folded


def _scale_and_shift(norm: _BatchNorm) -> tuple[torch.Tensor, torch.Tensor]:
    known: Any = norm
    scale = (known.running_var.double() + norm.eps).rsqrt()
    if norm.affine:
        scale = scale * norm.weight.double()
    shift = -known.running_mean.double() * scale
    return scale, shift + norm.bias.double() if norm.affine else shift


def _check(layer: _ConvNd, norm: _BatchNorm) -> None:
    if norm.training:
        raise errors.layers.norm_not_fixed("a normalisation in training mode", "Call .eval() first")
    if norm.running_mean is None:
        raise errors.layers.norm_not_fixed(
            "a normalisation without running statistics", "Use track_running_stats=True"
        )
    if getattr(layer, "activation", None) is not None:
        raise errors.layers.norm_not_fixed(
            f"a layer with activation={layer.activation!r} before it",
            "Put the activation after the normalisation",
        )
    if parametrize.is_parametrized(layer):
        raise errors.layers.norm_not_fixed(
            "a parametrised layer before it",
            "Call torch.nn.utils.parametrize.remove_parametrizations(layer, 'weight') first",
        )
    if norm.num_features != layer.out_channels:
        raise errors.layers.norm_channels(norm.num_features, layer.out_channels)
