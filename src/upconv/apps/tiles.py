"""A large picture through a network in tiles with an exact halo: the result equals the untiled one.

Which inputs an output depends on is what `upconv.field` says, also beyond the edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import nn

from upconv import environment, errors
from upconv.pieces import Field, field

Span = tuple[int, int]  # first and last, both included


@dataclass(frozen=True)
class Tile:
    """Rows or columns [start, stop) of the input, and the part [skip, skip + size) of their output
    to use.

    They reach beyond the picture, where its edge is repeated.
    """

    start: int
    stop: int
    skip: int
    size: int


def seen(layers: Iterable[nn.Module], outputs: Span, axis: int) -> Span:
    """Return the inputs that `outputs` of the layers depend on, including those beyond the edges.

    Raises ArgumentError for layers whose outputs depend on everything.

    >>> from upconv.torch import Conv2d, ConvTranspose2d
    >>> layers = [Conv2d(1, 4, 5, padding=2), ConvTranspose2d(4, 1, 9, stride=3, padding=3)]
    >>> seen(layers, (0, 2), axis=0)
    (-3, 3)
    """
    return _seen(_field(layers), outputs, axis)


def halo(layers: Iterable[nn.Module], scale: int) -> int:
    """Return how many pixels around an input pixel its `scale`² outputs depend on."""
    found = _field(layers)
    spans = [_seen(found, (0, scale - 1), axis) for axis in range(found.ndim)]
    return max(max(-a, b) for a, b in spans)


def tiles(layers: Iterable[nn.Module], length: int, scale: int, size: int, axis: int) -> list[Tile]:
    """Split an axis of `length` inputs into tiles of `size`, each with the halo that it needs."""
    field_of_layers = _field(layers)
    found = []
    for first in range(0, length, size):
        last = min(first + size, length) - 1
        a, b = _seen(field_of_layers, (first * scale, (last + 1) * scale - 1), axis)
        found.append(Tile(a, b + 1, (first - a) * scale, (last + 1 - first) * scale))
    return found


def _field(layers: Iterable[nn.Module]) -> Field:
    found = field(nn.Sequential(*layers))
    for one in found.sees_all:
        raise errors.pieces.sees_everything(one.name, one.kind, one.remedy)
    return found


def _seen(found: Field, outputs: Span, axis: int) -> Span:
    """Return the first and last input; the last is before the first where none is read."""
    spans = found.axes[axis].network.cone((outputs[0], outputs[1] + 1)).spans[0]
    return (spans[0][0], spans[-1][1] - 1) if spans else (0, -1)


def through(
    network: nn.Module, layers: Iterable[nn.Module], x: torch.Tensor, scale: int, size: int
) -> Iterator[tuple[tuple[slice, slice], torch.Tensor]]:
    """Yield the position of each tile's output, and the output.

    Together they are network(x) as if the edges of x were repeated without end: the layers' own
    zero padding, a black frame, affects no output. x (N, C, H, W) may have any size; `layers` are
    those that the network applies in sequence, with a final output `scale` times the size of the
    input. Only x, one tile and its halo are in memory. The network uses direct convolution, as with
    Winograd the rounding depends on a pixel's position in the tile.
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
            with environment.direct_convolution():
                y = network(padded[:, :, _shifted(row, around), _shifted(column, around)])
            kept = y[:, :, row.skip :, column.skip :][:, :, : row.size, : column.size]
            yield (slice(top, top + row.size), slice(left, left + column.size)), kept
            left += column.size
        top += row.size


def _shifted(tile: Tile, around: int) -> slice:
    return slice(tile.start + around, tile.stop + around)
