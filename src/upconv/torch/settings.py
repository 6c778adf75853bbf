"""The arguments of a convolution as one flat record, for operators, graphs and caches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias, cast

import torch

from upconv import activations, layer
from upconv.activations import Activation
from upconv.arguments import (
    PaddingWord,
    Pairs,
    PerAxis,
    as_integer,
    as_padding,
    as_tuple,
    is_sequence,
)
from upconv.axis import Axis, convolution_axes, split_crop, transposed_axes
from upconv.bounded_cache import memoised
from upconv.layer import Words

Sizes: TypeAlias = tuple[int, ...]

SCHEMA = (
    "bool transposed, SymInt[] stride, str word, SymInt[] padding, SymInt[] output_padding, "
    "SymInt[] dilation, SymInt groups, SymInt[] output_size, str activation, float slope"
)


class Settings(NamedTuple):
    """A convolution or transposed convolution without its tensors; the fields are `SCHEMA`'s.

    `padding` is begin and end of every axis in one list, or empty if `word` gives it; an empty
    `output_size` means none, and so does an `activation` of "".
    """

    transposed: bool
    stride: Sizes
    word: str
    padding: Sizes
    output_padding: Sizes
    dilation: Sizes
    groups: int
    output_size: Sizes
    activation: str
    slope: float

    @classmethod
    def of(cls, words: Words, ndim: int) -> Settings:
        """Return the normalised arguments of a caller."""
        transposed, activation, stride, padding, dilation, groups, rows, output_size = words
        crop = as_padding(padding, ndim)
        word, ends = (crop, ()) if isinstance(crop, str) else ("", _flat(crop))
        name, slope = activations.as_activation(activation) or ("", 0.0)
        sizes: Sequence[Any] = ()
        if output_size is not None:  # it may be symbolic, and is checked with the sizes
            sizes = cast("Sequence[Any]", output_size)
            sizes = tuple(sizes) if is_sequence(sizes) else (sizes,) * ndim
        return cls(
            transposed,
            as_tuple(cast("PerAxis", stride), ndim, "stride", 1),
            word,
            ends,
            as_tuple(rows, ndim, "output_padding", 0) if transposed else (),
            as_tuple(dilation, ndim, "dilation", 1),
            as_integer(groups, "groups", 1),
            tuple(sizes),
            name,
            slope,
        )

    @classmethod
    def from_operator(cls, values: Sequence[Any]) -> Settings:
        """Return the record from the arguments of an operator."""
        return cls._make(tuple(value) if isinstance(value, list) else value for value in values)

    @property
    def ending(self) -> Activation:
        """The activation as `upconv.ops` takes it."""
        if not self.activation:
            return None
        return cast("Activation", activations.as_argument((self.activation, self.slope)))

    @property
    def crop(self) -> Pairs | PaddingWord:
        """The padding as `upconv.arguments.as_padding` returns it."""
        if self.word:
            return cast("PaddingWord", self.word)
        return tuple(zip(self.padding[::2], self.padding[1::2], strict=True))

    @property
    def linear(self) -> Settings:
        """The same without the activation."""
        return self._replace(activation="", slope=0.0)

    def words(self) -> Words:
        """Return the same in the form of `upconv.layer`."""
        return _words(self)

    def resolve(self, kernel: Sizes, spatial: Sizes) -> tuple[Pairs, Sizes]:
        """Return (begin, end) on every axis and the output sizes; sizes may be symbolic."""
        symbols = any(not isinstance(size, int) for size in (*spatial, *self.output_size))
        if symbols or torch.compiler.is_dynamo_compiling():  # which cannot read a cache
            return self._resolve_symbols(kernel, spatial)
        if self.transposed:
            rows, wanted = self.output_padding, self.output_size or None
            axes, sizes = layer.transposed(
                kernel, spatial, self.stride, self.crop, rows, self.dilation, wanted
            )
        else:
            axes, sizes = layer.convolution(kernel, spatial, self.stride, self.crop, self.dilation)
        return tuple((axis.begin, axis.end) for axis in axes), sizes

    def _resolve_symbols(self, kernel: Sizes, spatial: Sizes) -> tuple[Pairs, Sizes]:
        """Do the same by the formulas alone; the numbers are checked once they are known."""
        if self.transposed and not self.output_size:
            numbers = (self.stride, self.crop, self.output_padding, self.dilation)
            axes = transposed_axes(kernel, *numbers)
            sizes = tuple(axis.output_size(i) for axis, i in zip(axes, spatial, strict=True))
            return tuple((axis.begin, axis.end) for axis in axes), sizes
        if not self.transposed and not self.word.startswith("same"):
            axes = convolution_axes(kernel, spatial, self.stride, self.crop, self.dilation)
            sizes = tuple(axis.convolution_size(i) for axis, i in zip(axes, spatial, strict=True))
            return tuple((axis.begin, axis.end) for axis in axes), sizes
        # The remaining case: a given output size, and the rows that it adds or crops.
        short = spatial
        sizes = self.output_size
        if not self.transposed:
            short = sizes = tuple(-(-i // s) for i, s in zip(spatial, self.stride, strict=True))
        long = sizes if self.transposed else spatial
        pairs = []
        for n, (k, s, d) in enumerate(zip(kernel, self.stride, self.dilation, strict=True)):
            total = Axis(k, s, d, 0, 0).output_size(short[n]) - long[n]
            if self.word.startswith("same"):
                most: int = torch.sym_max(total, 0)  # type: ignore[no-untyped-call]
                begin, _ = split_crop(most, cast("PaddingWord", self.word))
                pairs.append((begin, (total if self.transposed else most) - begin))
            else:
                begin = 0 if self.word else self.padding[2 * n]
                pairs.append((begin, total - begin))
        return tuple(pairs), sizes


def _flat(pairs: Pairs) -> Sizes:
    return tuple(end for pair in pairs for end in pair)


@memoised("geometries", 512)
def _words(settings: Settings) -> Words:
    return Words(
        settings.transposed,
        settings.ending,
        settings.stride,
        settings.crop,
        settings.dilation,
        settings.groups,
        settings.output_padding or 0,
        settings.output_size or None,
    )
