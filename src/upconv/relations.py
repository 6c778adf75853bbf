"""Which inputs the outputs of a step read, and how many there are: one axis of a step of any kind.

A set of positions is a sorted list of disjoint spans [first, stop), so that a relation is exact
for kernels with holes too: what a stride skips, and what dilation leaves out. Positions may lie
beyond the ends of the axis, where `Mode` says what stands there. Integers and fractions only.

Every relation repeats: `unit` inputs further, the outputs `unit`·`rate` further read the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from upconv import padding_modes
from upconv.arguments import PaddingWord
from upconv.axis import Axis, split_crop

Span: TypeAlias = tuple[int, int]
Spans: TypeAlias = tuple[Span, ...]
Mode: TypeAlias = Literal["zeros", "circular", "reflect", "replicate"]


def merged(spans: Iterable[Span]) -> Spans:
    """Return spans sorted, without empty ones, and joined where they touch.

    >>> merged([(4, 6), (0, 2), (5, 8), (2, 3), (9, 9)])
    ((0, 3), (4, 8))
    """
    found: list[Span] = []
    for first, stop in sorted(spans):
        if first >= stop:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((first, stop))
    return tuple(found)


def inside(spans: Spans, size: int, mode: Mode) -> Spans:
    """Return the inputs that positions stand for on an axis of this size.

    >>> inside(((-2, 2),), 5, "zeros"), inside(((-2, 2),), 5, "reflect")
    (((0, 2),), ((0, 3),))
    """
    if not spans or (spans[0][0] >= 0 and spans[-1][1] <= size):
        return spans
    found = [(max(first, 0), min(stop, size)) for first, stop in spans]
    if mode != "zeros":
        for first, stop in spans:
            for position in (*range(first, min(stop, 0)), *range(max(first, size), stop)):
                one = padding_modes.source(position, size, mode)
                if one is not None and 0 <= one < size:
                    found.append((one, one + 1))
    return merged(found)


@dataclass(frozen=True)
class Same:
    """A step that reads the same position of all its inputs: pointwise, a sum, channels joined."""

    mode: Mode = "zeros"
    rate: Fraction = Fraction(1)
    unit: int = 1

    def reads(self, spans: Spans) -> Spans:
        """Return the positions that these outputs read."""
        return spans

    def size(self, i: int) -> int | None:
        """Return the number of outputs of i inputs; None where it follows the other inputs."""
        return i

    @property
    def extent(self) -> int:
        """An upper bound for how far it reads and how many rows it adds."""
        return 0


@dataclass(frozen=True)
class Window:
    """A convolution or a pooling: output o reads s·o + d·t - begin for every tap t.

    `axis` holds k, s, d and the rows of padding at both ends; a negative number removes rows. With
    a fractional stride p/q, the inputs stand q apart. `word` is a padding that depends on the size
    of the input; `axis` then has that of sizes divisible by the stride. `ceil` rounds the number of
    outputs up, as poolings can; `exact` needs inputs that the stride divides.
    """

    axis: Axis
    mode: Mode = "zeros"
    ceil: bool = False
    word: PaddingWord | None = None
    exact: bool = False

    @property
    def rate(self) -> Fraction:
        """Outputs per input."""
        return Fraction(self.axis.step, self.axis.stride)

    @property
    def unit(self) -> int:
        """The inputs after which it repeats."""
        return self.axis.stride

    def reads(self, spans: Spans) -> Spans:
        """Return the positions that these outputs read."""
        k, s, d, begin, _, q = self.axis
        if q == 1 and d == 1 and k >= s:
            return merged((s * a - begin, s * (z - 1) - begin + k) for a, z in spans)
        return merged(self._each(spans))

    def _each(self, spans: Spans) -> Iterator[Span]:
        k, s, d, begin, _, q = self.axis
        for t in range(k):
            ahead = d * t - begin
            if s == q == 1:
                yield from ((a + ahead, z + ahead) for a, z in spans)
                continue
            for a, z in spans:
                for o in range(a, z):
                    place, rest = divmod(s * o + ahead, q)
                    if not rest:
                        yield place, place + 1

    def size(self, i: int) -> int | None:
        """Return the number of outputs of i inputs, not positive where it does not run."""
        if self.exact and i % self.axis.stride:
            return 0
        if self.word is not None:
            return -(-((i - 1) * self.axis.step + 1) // self.axis.stride)
        if not self.ceil:
            return self.axis.convolution_size(i)
        k, s, d, begin, end, _ = self.axis
        rest = i + begin + end - d * (k - 1) - 1
        outputs = -(-rest // s) + 1
        # The last window starts within the input or the padding before it.
        return outputs - 1 if (outputs - 1) * s >= i + begin else outputs

    def begin(self, i: int) -> int:
        """Return the rows of padding at the start for an input of i."""
        if self.word is None:
            return self.axis.begin
        return same_padding(self.axis, i, self.word)[0]

    @property
    def extent(self) -> int:
        """An upper bound for how far it reads and how many rows it adds."""
        return self.axis.extent + abs(self.axis.begin) + abs(self.axis.end) + self.axis.stride


def same_padding(axis: Axis, i: int, word: PaddingWord) -> tuple[int, int]:
    """Return the rows that a word adds to i inputs so that there is an output for every stride."""
    spread = (i - 1) * axis.step + 1
    total = (-(-spread // axis.stride) - 1) * axis.stride + axis.extent - spread
    return split_crop(max(total, 0), word)


@dataclass(frozen=True)
class Spread:
    """A transposed convolution or unpooling: input i contributes to s·i + d·t - begin, tap t.

    `axis` holds k, s, d and the crop. With a fractional stride p/q, every q-th output is kept. The
    size is `fits`, where it is made to be that of another value. With a mode of `folds`, the rows
    that are cropped are added to those from which a padding copies.
    """

    axis: Axis
    folds: Mode = "zeros"
    fits: bool = False
    mode: Mode = "zeros"

    @property
    def rate(self) -> Fraction:
        """Outputs per input."""
        return Fraction(self.axis.stride, self.axis.step)

    @property
    def unit(self) -> int:
        """The inputs after which it repeats."""
        return self.axis.step

    def reads(self, spans: Spans) -> Spans:
        """Return the positions that these outputs read."""
        return merged(self._each(spans))

    def _each(self, spans: Spans) -> Iterator[Span]:
        k, s, d, begin, _, q = self.axis
        for t in range(k):
            ahead = begin - d * t
            for a, z in spans:
                if q == 1:
                    yield -(-(a + ahead) // s), (z - 1 + ahead) // s + 1
                    continue
                for o in range(a, z):
                    place, rest = divmod(q * o + ahead, s)
                    if not rest:
                        yield place, place + 1

    def added(self, spans: Spans, size: int) -> Spans:
        """Return the cropped rows that are added to these outputs of `size`."""
        if self.folds == "zeros":
            return ()
        before, after = range(-max(self.axis.begin, 0), 0), range(size, size + self.axis.end)
        return merged(
            (row, row + 1)
            for row in (*before, *after)
            for first, stop in spans
            if first <= (padding_modes.source(row, size, self.folds) or 0) < stop
        )

    def size(self, i: int) -> int | None:
        """Return the number of outputs of i inputs; None where it follows the other inputs."""
        return None if self.fits else self.axis.output_size(i)

    @property
    def extent(self) -> int:
        """An upper bound for how far it reads and how many rows it adds."""
        return self.axis.extent + abs(self.axis.begin) + abs(self.axis.end) + self.axis.stride


# Offsets of the pixels that an interpolation reads, from floor(position) on.
_AROUND = {"linear": (0, 2), "cubic": (-1, 3)}


@dataclass(frozen=True)
class Sampled:
    """A resize by a scale: output y reads around (y + 1/2)/scale - 1/2, or floor(y/scale).

    `kind` is "nearest", "nearest-exact", "linear" or "cubic"; `fits` as in `Spread`. At the ends
    the nearest input is read.
    """

    scale: Fraction
    kind: Literal["nearest", "nearest-exact", "linear", "cubic"]
    fits: bool = False
    mode: Mode = "replicate"

    @property
    def rate(self) -> Fraction:
        """Outputs per input."""
        return self.scale

    @property
    def unit(self) -> int:
        """The inputs after which it repeats."""
        return self.scale.denominator

    def reads(self, spans: Spans) -> Spans:
        """Return the positions that these outputs read."""
        return merged(self._at(o) for a, z in spans for o in range(a, z))

    def _at(self, o: int) -> Span:
        if self.kind == "nearest":
            place = math.floor(o / self.scale)
            return place, place + 1
        centre = (o + Fraction(1, 2)) / self.scale
        if self.kind == "nearest-exact":
            return math.floor(centre), math.floor(centre) + 1
        position = centre - Fraction(1, 2)
        place = math.floor(position)
        if place == position:  # the others have the weight 0
            return place, place + 1
        before, after = _AROUND[self.kind]
        return place + before, place + after

    def size(self, i: int) -> int | None:
        """Return the number of outputs of i inputs; None where it follows the other inputs."""
        return None if self.fits else math.floor(i * self.scale)

    @property
    def extent(self) -> int:
        """An upper bound for how far it reads and how many rows it adds."""
        return 4 + math.ceil(self.scale)


@dataclass(frozen=True)
class Pattern:
    """A step known by its effect: output Q·n + r reads P·n + `phases[r]`; i = P·n inputs give
    Q·n + `more` outputs.
    """

    unit: int  # P
    phases: tuple[Spans, ...]
    more: int = 0
    mode: Mode = "zeros"

    @property
    def rate(self) -> Fraction:
        """Outputs per input."""
        return Fraction(len(self.phases), self.unit)

    def reads(self, spans: Spans) -> Spans:
        """Return the positions that these outputs read."""
        return merged(span for a, z in spans for o in range(a, z) for span in self._at(o))

    def _at(self, o: int) -> Iterator[Span]:
        n, r = divmod(o, len(self.phases))
        return ((self.unit * n + first, self.unit * n + stop) for first, stop in self.phases[r])

    def size(self, i: int) -> int | None:
        """Return the number of outputs of i inputs, not positive where it does not run."""
        n, rest = divmod(i, self.unit)
        return 0 if rest else n * len(self.phases) + self.more

    @property
    def extent(self) -> int:
        """An upper bound for how far it reads and how many rows it adds."""
        ends = [abs(end) for phase in self.phases for span in phase for end in span]
        return max(ends, default=0) + self.unit + abs(self.more)


@dataclass(frozen=True)
class Everything:
    """A step whose outputs depend on all inputs, or on inputs that the size of the whole decides.

    It `keeps` the positions, or leaves one for all. `fits` as in `Spread`.
    """

    keeps: bool = True
    mode: Mode = "zeros"
    rate: Fraction = Fraction(1)
    fits: bool = False

    @property
    def unit(self) -> int:
        """The inputs after which it repeats."""
        return self.rate.denominator

    def reads(self, spans: Spans) -> Spans:
        """Return the positions that these outputs read, as far as they are bounded."""
        return spans if self.keeps else ()

    def size(self, i: int) -> int | None:
        """Return the number of outputs of i inputs."""
        if self.fits:
            return None
        return math.floor(i * self.rate) if self.keeps else 1

    @property
    def extent(self) -> int:
        """An upper bound for how far it reads and how many rows it adds, as far as bounded."""
        return 0


Relation: TypeAlias = Same | Window | Spread | Sampled | Pattern | Everything
