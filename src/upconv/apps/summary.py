"""The table of a network's layers."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from itertools import zip_longest

import torch
from rich.table import Table
from torch import nn

_NAMES: dict[type[nn.Module], str] = {nn.Conv2d: "Conv2D", nn.ConvTranspose2d: "ConvTranspose"}
_ACTIVATIONS: dict[type[nn.Module], str] = {
    nn.ReLU: "ReLU",
    nn.PReLU: "PReLU",
    nn.LeakyReLU: "leaky ReLU",
    nn.Sigmoid: "sigmoid",
}

_FUSED = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "sigmoid": "sigmoid", "tanh": "tanh"}


@dataclass(frozen=True)
class Row:
    """One layer with its activation: description, output (H, W, C) and number of parameters."""

    layer: str
    output: tuple[int, ...]
    parameters: int


def rows(layers: nn.Sequential, input_shape: tuple[int, ...]) -> list[Row]:
    """Return a row per layer for one example of `input_shape` (C, H, W)."""
    layers = copy.deepcopy(layers).eval()  # does not change the statistics of the original
    x = torch.zeros(1, *input_shape)
    found: list[Row] = []
    with torch.no_grad():
        for layer, following in zip_longest(layers, list(layers)[1:]):
            x = layer(x)
            if _name(layer, _ACTIVATIONS) is None or not found:
                _, channels, *spatial = x.shape
                after = _name(following, _ACTIVATIONS)
                parts = [layer] if after is None else [layer, following]
                count = sum(q.numel() for part in parts for q in part.parameters())
                words = _words(layer, _fused(layer) or after)
                found.append(Row(words, (*spatial, channels), count))
    return found


def table(layers: nn.Sequential, input_shape: tuple[int, ...]) -> Table:
    """Return the rows as a table with a total."""
    found = rows(layers, input_shape)
    result = Table(show_footer=True)
    total = sum(row.parameters for row in found)
    result.add_column("layer", "total")
    result.add_column("output", justify="right")
    result.add_column("parameters", f"{total:,}", justify="right")
    for row in found:
        result.add_row(row.layer, "x".join(map(str, row.output)), f"{row.parameters:,}")
    return result


def _words(layer: nn.Module, activation: str | None) -> str:
    if not isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
        return ", ".join(part for part in (type(layer).__name__, activation) if part)
    parts = [f"{_name(layer, _NAMES)} {layer.out_channels}", "x".join(map(str, layer.kernel_size))]
    if layer.stride != (1, 1):
        parts.append(f"stride {'x'.join(map(str, layer.stride))}")
    if activation is not None:
        parts.append(activation)
    if layer.padding == "same":
        parts.append("same")
    return ", ".join(parts)


def _fused(layer: nn.Module) -> str | None:
    """Return the activation that is part of a layer, as in upconv's layers."""
    activation = getattr(layer, "activation", None)
    name = activation[0] if isinstance(activation, tuple) else activation
    return _FUSED.get(name) if isinstance(name, str) else None


def _name(layer: nn.Module | None, names: dict[type[nn.Module], str]) -> str | None:
    return next((word for kind, word in names.items() if isinstance(layer, kind)), None)
