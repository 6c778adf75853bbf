"""One axis of a layer in crop form: every relation between its sizes. Integers only.

Letters as in "A guide to convolution arithmetic for deep learning" (arXiv 1603.07285): i input
size, k kernel, s stride, p padding, a output padding, d dilation, o output size::

    full = (i - 1)·s + d·(k - 1) + 1          all copies of the kernel, s apart
    o    = full - begin - end                 a negative crop adds rows of zeros

Every form of padding becomes the crop (begin, end) here; the code below this module knows no
framework's convention.

A fractional stride p/q: the copies of the kernel are p apart and the output is every q-th element
of the crop. With u = q·o + begin, output o receives input i through tap t where u = p·i + d·t::

    o = floor(((i - 1)·p + d·(k - 1) + 1 - begin - end - 1)/q) + 1

The convolution with stride p/q is its adjoint: q - 1 zeros between inputs, then windows p apart.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from upconv import errors
from upconv.arguments import PaddingWord, Pairs, Stride


class Tap(NamedTuple):
    """One kernel element of a phase: output s·n + r receives input n + `shift` times it.

    With a fractional stride p/q, output p·n + r receives input q·n + `shift`.
    """

    element: int
    shift: int


class ZeroInsertion(NamedTuple):
    """The same layer as an ordinary convolution at stride 1 with the kernel flipped.

    With a fractional stride p/q, the convolution is at stride q and z = p - 1.

    `zeros` (z = s - 1) are inserted between neighbours, `before` and `after`
    (p' = d·(k - 1) - p) at the ends; a negative number of zeros at an end removes elements.
    """

    zeros: int
    before: int
    after: int


class Axis(NamedTuple):
    """One axis of a layer in crop form; every method is one relation of the module's formula.

    The stride is `stride`/`step`, p/q in lowest terms.
    """

    kernel: int
    stride: int
    dilation: int
    begin: int
    end: int
    step: int = 1

    @property
    def extent(self) -> int:
        """The extent of the dilated kernel, d·(k - 1) + 1."""
        return self.dilation * (self.kernel - 1) + 1

    def output_size(self, i: int) -> int:
        """Return o of the transposed convolution; not positive if the crop removes everything."""
        crop = self.begin + self.end
        return ((i - 1) * self.stride + self.extent - crop - 1) // self.step + 1

    def input_sizes(self, o: int) -> range:
        """Return the i whose output is `o`: at most one for an integer stride."""
        least = (o - 1) * self.step + 1 + self.begin + self.end - self.extent
        first = -(-least // self.stride) + 1
        last = (least + self.step - 1) // self.stride + 1
        return range(max(first, 1), max(last + 1, 1))

    def sizes_with_rows(self, i: int, rows: int) -> tuple[int, int]:
        """Return the smallest and largest o over all output paddings; this axis has `rows`."""
        least = self._replace(end=self.end + rows)
        added = max(self.stride, self.dilation) - 1
        return least.output_size(i), least._replace(end=least.end - added).output_size(i)

    def convolution_size(self, i: int) -> int:
        """Return o of the convolution with this padding: floor((i + begin + end - extent)/s) + 1.

        Not positive if the kernel does not fit into the padded input. With a fractional stride
        p/q, i is (i - 1)·q + 1 and s is p.
        """
        spread = (i - 1) * self.step + 1
        return (spread + self.begin + self.end - self.extent) // self.stride + 1

    def convolution_input_sizes(self, o: int) -> range:
        """Return the consecutive i that the convolution maps to `o`: s of them, or fewer at 1."""
        least = (o - 1) * self.stride + self.extent - self.begin - self.end - 1
        first = -(-least // self.step) + 1
        last = (least + self.stride - 1) // self.step + 1
        return range(max(first, 1), max(last + 1, 1))

    def phases(self) -> tuple[tuple[Tap, ...], ...]:
        """Return, for every r in 0..s-1, the taps that reach the outputs s·n + r."""
        found: list[list[Tap]] = [[] for _ in range(self.stride)]
        inverse = pow(self.step, -1, self.stride)
        for t in range(self.kernel):
            u = t * self.dilation - self.begin  # the output is q·r where it receives input 0
            r = u * inverse % self.stride
            found[r].append(Tap(t, (self.step * r - u) // self.stride))
        return tuple(map(tuple, found))

    def overlap(self) -> tuple[int, ...]:
        """Return how many taps reach each of the s output phases, for a kernel of any size.

        With g = gcd(s, d) a phase is reached where g divides r + begin, by every s/g-th tap. With
        a fractional stride p/q, s is p and r is q·r.
        """
        g = math.gcd(self.stride, self.dilation)
        period = self.stride // g
        inverse = pow(self.dilation // g, -1, period)
        counts = []
        for r in range(self.stride):
            place, rest = divmod(self.step * r + self.begin, g)
            first = place * inverse % period
            counts.append(0 if rest else max(-((first - self.kernel) // period), 0))
        return tuple(counts)

    def overlap_counts(self) -> dict[int, int]:
        """Return the number of phases per tap count, {taps: phases}, most taps first.

        With g = gcd(s, d) the taps reach s/g phases, each one k·g/s times, rounded up or down.
        """
        reached = self.stride // math.gcd(self.stride, self.dilation)
        taps, longer = divmod(self.kernel, reached)
        counts = {taps + 1: longer, taps: reached - longer}
        counts[0] = counts.get(0, 0) + self.stride - reached
        return {taps: phases for taps, phases in counts.items() if phases}

    @property
    def even(self) -> bool:
        """Whether all output phases have the same number of taps."""
        return len(self.overlap_counts()) == 1

    def zero_insertion(self) -> ZeroInsertion:
        """Return z and p' of the equivalent convolution at stride 1 (relationship 13)."""
        around = self.extent - 1
        return ZeroInsertion(self.stride - 1, around - self.begin, around - self.end)

    def formula(self, i: int | str = "i") -> str:
        """Return the size formula with its numbers, and the result if `i` is a number."""
        terms = f"({i} - 1)·{self.stride} + {self.dilation}·({self.kernel} - 1) + 1"
        for crop in (self.begin, self.end):
            terms += f" - {crop}" if crop >= 0 else f" + {-crop}"
        if self.step > 1:
            terms = f"floor(({terms} - 1)/{self.step}) + 1"
        return f"{self.output_size(i) if isinstance(i, int) else 'o'} = {terms}"

    def convolution_formula(self, i: int | str = "i") -> str:
        """Return the size formula of the convolution with its numbers."""
        sums = f"{i}" if self.step == 1 else f"({i} - 1)·{self.step} + 1"
        for pad in (self.begin, self.end):
            sums += f" + {pad}" if pad >= 0 else f" - {-pad}"
        terms = f"floor(({sums} - {self.dilation}·({self.kernel} - 1) - 1)/{self.stride}) + 1"
        return f"{self.convolution_size(i) if isinstance(i, int) else 'o'} = {terms}"


def is_fractional(axes: tuple[Axis, ...]) -> bool:
    """Return whether an axis has a fractional stride."""
    return any(axis.step > 1 for axis in axes)


def split_crop(total: int, word: PaddingWord) -> tuple[int, int]:
    """Split a crop over both ends: the odd row is at the end, for "same_lower" at the start."""
    begin = total - total // 2 if word == "same_lower" else total // 2
    return begin, total - begin


def crop_of_word(
    word: PaddingWord, extent: int, stride: int, output_padding: int
) -> tuple[int, int]:
    """Return the crop that a word stands for when no output size is given."""
    if word == "valid":
        return 0, min(extent - stride, 0) - output_padding
    if word == "same":
        begin = max(extent - stride, 0) // 2
        return begin, extent - stride - begin - output_padding
    # ONNX includes the output padding in the total to split, and crops nothing if k < s.
    begin, end = split_crop(max(extent + output_padding - stride, 0), word)
    return begin, end - output_padding


def transposed_axes(
    kernel_size: tuple[int, ...],
    stride: tuple[Stride, ...],
    padding: Pairs | PaddingWord,
    output_padding: tuple[int, ...],
    dilation: tuple[int, ...],
) -> tuple[Axis, ...]:
    """Return the axes of a transposed convolution without an output size."""
    axes = []
    each = zip(kernel_size, stride, dilation, output_padding, strict=True)
    for n, (k, s, d, rows) in enumerate(each):
        if isinstance(padding, str):
            begin, end = crop_of_word(padding, d * (k - 1) + 1, s.numerator, rows)
        else:
            begin, end = padding[n][0], padding[n][1] - rows
        axes.append(Axis(k, s.numerator, d, begin, end, s.denominator))
    return tuple(axes)


def convolution_axes(
    kernel_size: tuple[int, ...],
    input_size: tuple[int, ...],
    stride: tuple[Stride, ...],
    padding: Pairs | PaddingWord,
    dilation: tuple[int, ...],
) -> tuple[Axis, ...]:
    """Return the axes of an ordinary convolution; the "same" words give o = ceil(i/s).

    With a fractional stride p/q they give o = ceil(((i - 1)·q + 1)/p).

    Raises GeometryError if the kernel does not fit into the padded input.
    """
    axes = []
    for n, (k, i, s, d) in enumerate(zip(kernel_size, input_size, stride, dilation, strict=True)):
        extent, spread = d * (k - 1) + 1, (i - 1) * s.denominator + 1
        if padding == "valid":
            pads = (0, 0)
        elif isinstance(padding, str):
            outputs = -(-spread // s.numerator)
            pads = split_crop(max((outputs - 1) * s.numerator + extent - spread, 0), padding)
        else:
            pads = padding[n]
        axis = Axis(k, s.numerator, d, *pads, s.denominator)
        if axis.convolution_size(i) < 1:
            raise errors.sizes.kernel_too_large(
                extent, spread + sum(pads), n, axis.convolution_formula(i)
            )
        axes.append(axis)
    return tuple(axes)


def check_product(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Return `sizes` if their product is below 2^63; raise GeometryError otherwise."""
    if math.prod(sizes) >= 2**63:
        raise errors.sizes.too_many_elements(sizes)
    return sizes
