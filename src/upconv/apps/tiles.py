"""A large picture through a network in tiles whose halo is exact: tiled equals whole.

Which inputs an output sees is geometry. On one axis, with kernel k, stride s, dilation d and crop
(begin, end), the outputs [a, b] of a convolution see the inputs

    [a·s - begin, b·s - begin + d·(k - 1)]

and those of a transposed convolution, to which input i adds at i·s + t·d - begin for tap t,

    [ceil((a + begin - d·(k - 1))/s), floor((b + begin)/s)].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import nn

from upconv import errors
from upconv.engine import environment

Span = tuple[int, int]  # first and last, both included


@dataclass(frozen=True)
class Tile:
    """Rows or columns [start, stop) of the input, and what of their output [skip, skip + size) is
    kept.

    They reach beyond the picture: there its edge is repeated.
    """

    start: int
    stop: int
    skip: int
    size: int


def seen(layers: Iterable[nn.Module], outputs: Span, axis: int) -> Span:
    """Return the inputs that `outputs` of the layers depend on, beyond the picture's edge too.

    The layers' paddings are numbers.

    >>> from upconv.torch import Conv2d, ConvTranspose2d
    >>> layers = [Conv2d(1, 4, 5, padding=2), ConvTranspose2d(4, 1, 9, stride=3, padding=3)]
    >>> seen(layers, (0, 2), axis=0)
    (-3, 3)
    """
    a, b = outputs
    for layer in reversed(list(layers)):
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            a, b = _seen_by(layer, a, b, axis)
        elif list(layer.children()):
            raise errors.values.not_a_choice("layer", type(layer).__name__, ("a single layer",))
    return a, b


def halo(layers: Iterable[nn.Module], scale: int) -> int:
    """Return how many pixels of the input beside a pixel its `scale`² outputs depend on."""
    layers = list(layers)
    spans = [seen(layers, (0, scale - 1), axis) for axis in (0, 1)]
    return max(max(-a, b) for a, b in spans)


def tiles(layers: Iterable[nn.Module], length: int, scale: int, size: int, axis: int) -> list[Tile]:
    """Cut an axis of `length` inputs into tiles of `size`, each with the halo that it needs."""
    layers = list(layers)
    found = []
    for first in range(0, length, size):
        last = min(first + size, length) - 1
        a, b = seen(layers, (first * scale, (last + 1) * scale - 1), axis)
        found.append(Tile(a, b + 1, (first - a) * scale, (last + 1 - first) * scale))
    return found


def through(
    network: nn.Module, layers: Iterable[nn.Module], x: torch.Tensor, scale: int, size: int
) -> Iterator[tuple[tuple[slice, slice], torch.Tensor]]:
    """Yield where each tile's output belongs, and the output.

    Together they are network(x) as if the edges of x were repeated for ever: the layers' own
    padding with zeros, a black frame, reaches no output. x (N, C, H, W) has any size; `layers` are
    those that the network applies one after another, their output `scale` times the input in the
    end. Memory is that of x, one tile and its halo. The network computes direct convolutions: with
    products at points, rounding depends on where in a tile a pixel lies.
    """
    layers = list(layers)
    around = halo(layers, scale)
    padded = nn.functional.pad(x, (around,) * 4, mode="replicate")
    rows, columns = (
        tiles(layers, length, scale, size, axis) for axis, length in enumerate(x.shape[2:])
    )
    top = 0
    for row in rows:
        left = 0
        for column in columns:
            with environment.plain_sums():
                y = network(padded[:, :, _shifted(row, around), _shifted(column, around)])
            kept = y[:, :, row.skip :, column.skip :][:, :, : row.size, : column.size]
            yield (slice(top, top + row.size), slice(left, left + column.size)), kept
            left += column.size
        top += row.size


def _shifted(tile: Tile, around: int) -> slice:
    return slice(tile.start + around, tile.stop + around)


def _seen_by(layer: nn.Conv2d | nn.ConvTranspose2d, a: int, b: int, axis: int) -> Span:
    stride, begin = layer.stride[axis], int(layer.padding[axis])
    reach = layer.dilation[axis] * (layer.kernel_size[axis] - 1)
    if isinstance(layer, nn.ConvTranspose2d):
        return -(-(a + begin - reach) // stride), (b + begin) // stride
    return a * stride - begin, b * stride - begin + reach
