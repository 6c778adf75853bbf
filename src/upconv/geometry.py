"""The arithmetic of a whole layer: sizes both ways, crops, phases, overlap. Integers only."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from upconv import errors, solver
from upconv.arguments import (
    Padding,
    PaddingWord,
    Pairs,
    PerAxis,
    as_integer,
    as_padding,
    as_tuple,
    common_rank,
)
from upconv.axis import Axis, Tap, ZeroInsertion, check_product, crop_of_word, split_crop

__all__ = ["Axis", "Geometry", "Tap", "ZeroInsertion"]


@dataclass(frozen=True)
class Geometry:
    """The arithmetic of one transposed convolution layer, of any rank; immutable.

    On each axis, with the letters of arXiv 1603.07285::

        o = (i - 1)·s + d·(k - 1) + 1 - begin - end

    Parameters
    ----------
    kernel_size, stride, dilation
        k, s, d; an integer, or one per axis. A dilation of 1 is none (Keras: `dilation_rate`,
        oneDNN counts from 0).
    padding
        What is cropped from the full output: an integer p (begin = end = p), one per axis, one
        (begin, end) pair per axis, or a word. "same" gives o = i·s and "valid"
        o = i·s + max(d·(k - 1) + 1 - s, 0), as in Keras, TensorFlow and JAX. "same_upper" and
        "same_lower" are ONNX' auto_pad as ONNX Runtime carries it out: o = i·s with the odd row
        cropped at the end or the begin, and nothing cropped where d·(k - 1) + 1 < s.
    output_padding
        a, rows added at the end: end = p - a. Smaller than stride or dilation.

    Raises ArgumentError or ArgumentTypeError that names the argument and the axis.

    Examples
    --------
    >>> layer = Geometry(kernel_size=(3, 5), stride=2, padding=(1, 2), output_padding=1)
    >>> layer.output_size((7, 7))
    (14, 14)
    >>> layer.crop
    ((1, 0), (2, 1))
    >>> print(Geometry(3, stride=2))
    transposed convolution on 1 axis
      axis 0: o = (i - 1)·2 + 1·(3 - 1) + 1 - 0 - 0
    """

    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Pairs | PaddingWord
    output_padding: tuple[int, ...]
    dilation: tuple[int, ...]

    def __init__(
        self,
        kernel_size: PerAxis,
        stride: PerAxis = 1,
        padding: Padding = 0,
        output_padding: PerAxis = 0,
        dilation: PerAxis = 1,
    ) -> None:
        rank = common_rank(
            kernel_size=kernel_size,
            stride=stride,
            padding=padding,
            output_padding=output_padding,
            dilation=dilation,
        )
        fields = {
            "kernel_size": as_tuple(kernel_size, rank, "kernel_size", 1),
            "stride": as_tuple(stride, rank, "stride", 1),
            "padding": as_padding(padding, rank),
            "output_padding": as_tuple(output_padding, rank, "output_padding", 0),
            "dilation": as_tuple(dilation, rank, "dilation", 1),
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)
        for axis, rows in enumerate(self.output_padding):
            if rows >= max(self.stride[axis], self.dilation[axis]):
                raise errors.sizes.output_padding_too_large(
                    self.output_padding, self.stride, self.dilation, axis
                )

    @property
    def ndim(self) -> int:
        """How many spatial axes the layer has."""
        return len(self.kernel_size)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Each axis in crop form."""
        crops: list[tuple[int, int]] = []
        for n in range(self.ndim):
            rows = self.output_padding[n]
            if isinstance(self.padding, str):
                extent = self.dilation[n] * (self.kernel_size[n] - 1) + 1
                crops.append(crop_of_word(self.padding, extent, self.stride[n], rows))
            else:
                begin, end = self.padding[n]
                crops.append((begin, end - rows))
        return tuple(
            Axis(k, s, d, *crop)
            for k, s, d, crop in zip(
                self.kernel_size, self.stride, self.dilation, crops, strict=True
            )
        )

    @property
    def crop(self) -> Pairs:
        """The rows taken from the full output as one (begin, end) per axis; negative adds rows."""
        return tuple((axis.begin, axis.end) for axis in self.axes)

    def output_size(self, input_size: PerAxis) -> tuple[int, ...]:
        """Return the output size on every axis.

        Raises GeometryError where the output would be empty or its size does not fit 64 bits.

        >>> Geometry((3, 2), stride=2).output_size((4, 5))
        (9, 10)
        """
        sizes = as_tuple(input_size, self.ndim, "input_size", 1)
        result = tuple(axis.output_size(i) for axis, i in zip(self.axes, sizes, strict=True))
        for n, (axis, i, o) in enumerate(zip(self.axes, sizes, result, strict=True)):
            if o < 1:
                raise errors.sizes.empty_output(o, n, axis.formula(i), "Use a smaller `padding`")
        return check_product(result)

    def input_sizes(self, output_size: PerAxis) -> tuple[tuple[int, ...], ...]:
        """Return, for every axis, the input sizes that give this output: one, or none.

        >>> Geometry(3, stride=2).input_sizes(9), Geometry(3, stride=2).input_sizes(8)
        (((4,),), ((),))
        """
        sizes = as_tuple(output_size, self.ndim, "output_size", 1)
        found = (axis.input_size(o) for axis, o in zip(self.axes, sizes, strict=True))
        return tuple(() if i is None else (i,) for i in found)

    def reachable_sizes(self, input_size: PerAxis) -> tuple[tuple[int, int], ...]:
        """Return the smallest and largest output on every axis over all output paddings."""
        sizes = as_tuple(input_size, self.ndim, "input_size", 1)
        reachable = []
        for axis, i, rows in zip(self.axes, sizes, self.output_padding, strict=True):
            low = axis.output_size(i) - rows
            reachable.append((low, low + max(axis.stride, axis.dilation) - 1))
        return tuple(reachable)

    def with_output_size(self, input_size: PerAxis, output_size: PerAxis) -> Geometry:
        """Return the layer that turns `input_size` into exactly `output_size`.

        With a padding in numbers or "valid" the difference becomes output padding. With a "same"
        word the crop is chosen from the output size as TensorFlow ("same") and ONNX
        ("same_upper", "same_lower") choose it.

        Raises GeometryError that names the sizes that can be reached.

        >>> Geometry(3, stride=2, padding=1).with_output_size(4, 8).output_padding
        (1,)
        """
        inputs = as_tuple(input_size, self.ndim, "input_size", 1)
        outputs = as_tuple(output_size, self.ndim, "output_size", 1)
        crops: list[tuple[int, int]] = []
        for n, (axis, i, o) in enumerate(zip(self.axes, inputs, outputs, strict=True)):
            full = axis._replace(begin=0, end=0).output_size(i)
            low, high = self._sizes_for(axis, i, full, self.output_padding[n])
            if not max(low, 1) <= o <= high:
                bare = axis._replace(end=axis.end + self.output_padding[n])
                formula = bare.formula(i)
                if isinstance(self.padding, str):
                    formula = f"padding={self.padding!r} with i={i}, s={axis.stride}"
                raise errors.sizes.output_size_unreachable(outputs, n, (max(low, 1), high), formula)
            if self.padding in ("same", "same_upper", "same_lower"):
                begin, _ = split_crop(max(full - o, 0), cast("PaddingWord", self.padding))
            else:
                begin = axis.begin
            crops.append((begin, full - o - begin))
        return Geometry.from_crop(self.kernel_size, self.stride, tuple(crops), self.dilation)

    def _sizes_for(self, axis: Axis, i: int, full: int, rows: int) -> tuple[int, int]:
        """Return the smallest and largest output that this padding may be asked for."""
        added = max(axis.stride, axis.dilation) - 1
        if self.padding == "same":  # those of which the convolution with stride s makes i again
            return (i - 1) * axis.stride + 1, i * axis.stride
        if self.padding == "valid":
            return full, full + added
        if isinstance(self.padding, str):
            return 1, full + added
        low = axis.output_size(i) - rows
        return low, low + added

    @classmethod
    def from_crop(
        cls,
        kernel_size: tuple[int, ...],
        stride: tuple[int, ...],
        crop: Pairs,
        dilation: tuple[int, ...],
    ) -> Geometry:
        """Return the layer with this crop, told as padding and output padding where possible.

        PyTorch's words are padding p on both ends and output padding a, so that crop = (p, p - a);
        where they fit they are used, and a (begin, end) pair otherwise.
        """
        rows = tuple(
            begin - end if 0 <= begin - end < max(s, d) and begin >= 0 else 0
            for (begin, end), s, d in zip(crop, stride, dilation, strict=True)
        )
        pairs = tuple((begin, end + a) for (begin, end), a in zip(crop, rows, strict=True))
        return cls(kernel_size, stride, pairs, rows, dilation)

    def phases(self) -> tuple[tuple[tuple[Tap, ...], ...], ...]:
        """Return, for every axis and every r in 0..s-1, the taps that reach outputs s·q + r.

        >>> Geometry(3, stride=2).phases()
        (((Tap(element=0, shift=0), Tap(element=2, shift=-1)), (Tap(element=1, shift=0),)),)
        """
        return tuple(axis.phases() for axis in self.axes)

    def overlap(self) -> tuple[tuple[int, ...], ...]:
        """Return, for every axis, how many taps reach each of the s output phases.

        Unequal counts are what a checkerboard is made of.

        >>> Geometry(3, stride=2).overlap(), Geometry(4, stride=2).overlap()
        (((2, 1),), ((2, 2),))
        """
        return tuple(tuple(len(taps) for taps in axis.phases()) for axis in self.axes)

    def zero_insertion(self) -> tuple[ZeroInsertion, ...]:
        """Return, for every axis, the zeros of the equivalent convolution at stride 1.

        >>> Geometry(3, stride=2, padding=1).zero_insertion()
        (ZeroInsertion(zeros=1, before=1, after=1),)
        """
        return tuple(axis.zero_insertion() for axis in self.axes)

    def __str__(self) -> str:
        plural = "axis" if self.ndim == 1 else "axes"
        lines = [f"transposed convolution on {self.ndim} {plural}"]
        lines += [f"  axis {n}: {axis.formula()}" for n, axis in enumerate(self.axes)]
        return "\n".join(lines)

    @staticmethod
    def solve(
        input_size: PerAxis,
        output_size: PerAxis,
        *,
        kernel_size: PerAxis | None = None,
        stride: PerAxis | None = None,
        padding: PerAxis | None = None,
        output_padding: PerAxis | None = None,
        dilation: PerAxis | None = 1,
        largest_kernel: int | None = None,
        limit: int = 10,
    ) -> list[Geometry]:
        """List the layers that turn `input_size` into `output_size`, the plainest first.

        What is given is kept; what is None is searched: every stride that the sizes allow, kernels
        up to `largest_kernel` (by default 7, or twice the scale where that is more, at most 64),
        padding up to d·(k - 1), output padding below max(s, d). Layers with the same numbers
        on every axis come first; among them those with o = i·s, without gaps, without output
        padding, with an even overlap (no checkerboard), without padding, small.

        Returns at most `limit` layers; an empty list if nothing fits.

        >>> for layer in Geometry.solve(7, 28, limit=2):
        ...     print(layer.kernel_size, layer.stride, layer.padding)
        (4,) (4,) ((0, 0),)
        (8,) (4,) ((2, 2),)
        """
        rank = common_rank(input_size=input_size, output_size=output_size, kernel_size=kernel_size)
        inputs = as_tuple(input_size, rank, "input_size", 1)
        outputs = as_tuple(output_size, rank, "output_size", 1)
        fixed = {
            name: (None,) * rank if value is None else as_tuple(value, rank, name, minimum)
            for name, value, minimum in (
                ("kernel_size", kernel_size, 1),
                ("stride", stride, 1),
                ("padding", padding, 0),
                ("output_padding", output_padding, 0),
                ("dilation", dilation, 1),
            )
        }
        as_integer(limit, "limit", 1)
        if largest_kernel is None:
            largest_kernel = solver.default_largest_kernel(inputs, outputs)
        as_integer(largest_kernel, "largest_kernel", 1)
        per_axis = [
            solver.layers_of_axis(
                inputs[n],
                outputs[n],
                {name: values[n] for name, values in fixed.items()},
                largest_kernel,
            )
            for n in range(rank)
        ]
        return [
            Geometry(*(tuple(column) for column in zip(*layer, strict=True)))
            for layer in itertools.islice(solver.combinations(per_axis), limit)
        ]
