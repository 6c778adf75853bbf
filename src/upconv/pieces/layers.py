"""Layers that are only written down: `Geometry` and `Convolution`, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from upconv import errors
from upconv.arguments import (
    Padding,
    PaddingMode,
    PaddingWord,
    Pairs,
    PerAxis,
    PerAxisStride,
    Stride,
    layer_fields,
)
from upconv.axis import Axis
from upconv.geometry import Geometry
from upconv.pieces.network import Network
from upconv.relations import Relation, Spread, Window, same_padding


@dataclass(frozen=True, init=False)
class Convolution:
    """The numbers of an ordinary convolution or a pooling, of any rank, for `upconv.field`.

    Parameters
    ----------
    kernel_size, stride, dilation
        k, s, d: an integer, or one per axis; the stride may be a fraction.
    padding
        Rows added: an integer, one per axis, one (begin, end) pair per axis, "valid", or "same",
        which gives ceil(i/s) outputs. A negative number removes rows.
    padding_mode
        What the added rows hold: "zeros", "reflect", "replicate" or "circular".

    Raises ArgumentError or ArgumentTypeError that names the argument and the axis.

    Examples
    --------
    >>> import upconv
    >>> upconv.field([upconv.Convolution(3, stride=2, padding=1)]).output_size(7)
    (4,)
    """

    kernel_size: tuple[int, ...]
    stride: tuple[Stride, ...]
    padding: Pairs | PaddingWord
    dilation: tuple[int, ...]
    padding_mode: PaddingMode = field(default="zeros")

    def __init__(
        self,
        kernel_size: PerAxis,
        stride: PerAxisStride = 1,
        padding: Padding = 0,
        dilation: PerAxis = 1,
        *,
        padding_mode: PaddingMode = "zeros",
    ) -> None:
        fields = layer_fields(
            kernel_size=kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            padding_mode=padding_mode,
        )
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @property
    def ndim(self) -> int:
        """How many spatial axes the layer has."""
        return len(self.kernel_size)


def is_layers(value: object) -> bool:
    """Tell whether this is a layer that is written down, or a list."""
    return isinstance(value, Geometry | Convolution | list | tuple)


def networks(given: Any) -> tuple[Network, ...]:
    """Return a network per axis of layers in sequence."""
    layers: Sequence[Any] = given if isinstance(given, list | tuple) else [given]
    if not layers:
        raise errors.pieces.no_layers()
    for place, layer in enumerate(layers):
        if not isinstance(layer, Geometry | Convolution):
            raise errors.pieces.no_layer(place, layer)
        if layer.ndim != layers[0].ndim:
            raise errors.pieces.other_rank(place, layers[0].ndim, layer.ndim)
    columns = zip(*map(_relations, layers), strict=True)
    names = [f"layer {n}" for n in range(len(layers))]
    return tuple(Network.chain(list(zip(names, column, strict=True))) for column in columns)


def _relations(layer: Geometry | Convolution) -> list[Relation]:
    """Return the relation of a layer on each axis."""
    if isinstance(layer, Geometry):
        return [Spread(axis, layer.border) for axis in layer.axes]
    found: list[Relation] = []
    each = zip(layer.kernel_size, layer.stride, layer.dilation, strict=True)
    for n, (k, s, d) in enumerate(each):
        bare = Axis(k, s.numerator, d, 0, 0, s.denominator)
        if not isinstance(layer.padding, str):
            begin, end = layer.padding[n]
            found.append(Window(bare._replace(begin=begin, end=end), layer.padding_mode))
        elif layer.padding == "valid":
            found.append(Window(bare))
        else:
            begin, end = same_padding(bare, s.numerator, layer.padding)
            axis = bare._replace(begin=begin, end=end)
            word = layer.padding if s.numerator > 1 else None
            found.append(Window(axis, layer.padding_mode, word=word))
    return found
