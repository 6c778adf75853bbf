"""The arithmetic of a whole layer: sizes both ways, crops, phases, overlap. Integers only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar, cast

from upconv import errors, solver
from upconv.arguments import (
    Padding,
    PaddingMode,
    PaddingWord,
    Pairs,
    PerAxis,
    PerAxisStride,
    Stride,
    as_integer,
    as_padding,
    as_tuple,
    common_rank,
    layer_fields,
)
from upconv.axis import Axis, Tap, ZeroInsertion, check_product, split_crop, transposed_axes
from upconv.solver import Found

T = TypeVar("T")

# The limit where phases are listed one by one; `overlap_counts` and `zero_insertion` have none.
MOST_PHASES = 2**20

__all__ = ["Axis", "Geometry", "Tap", "ZeroInsertion"]


@dataclass(frozen=True, eq=False, repr=False)
class Geometry:
    """The arithmetic of one transposed convolution layer, of any rank; immutable.

    On each axis, with the letters of arXiv 1603.07285::

        o = (i - 1)·s + d·(k - 1) + 1 - begin - end

    With a fractional stride p/q, zeros are inserted for p, and every q-th output is kept::

        o = floor(((i - 1)·p + d·(k - 1) - begin - end)/q) + 1

    Two geometries are equal if they describe the same layer: the same k, s, d and crop on every
    axis (for a kernel of 1, any d), however the crop was written. As with `decimal.Decimal`, equal
    ones may still print differently: `padding` and `output_padding` are as they were given.

    Parameters
    ----------
    kernel_size
        k: an integer, or one per axis.
    stride
        s: an integer or a fraction, `Fraction(3, 2)` or "3/2", or one per axis.
    padding
        The crop of the full output: an integer p (begin = end = p), one per axis, one
        (begin, end) pair per axis, or a word. "same" gives o = i·s, rounded up, and "valid"
        o = i·s + max(d·(k - 1) + 1 - s, 0), as in Keras, TensorFlow and JAX. "same_upper" and
        "same_lower" are ONNX's auto_pad as ONNX Runtime implements it: o = i·s with the odd row
        cropped at the end or at the start, and nothing cropped if d·(k - 1) + 1 < s.
    output_padding
        a, rows added at the end: end = p - a. Smaller than stride or dilation.
    dilation
        d: an integer, or one per axis. 1 means none (Keras: `dilation_rate`; oneDNN counts from 0).

    Raises ArgumentError or ArgumentTypeError that names the argument and the axis.

    Examples
    --------
    >>> Geometry(4, stride=2, padding="same") == Geometry(4, stride=2, padding=1)
    True
    >>> layer = Geometry(kernel_size=(3, 5), stride=2, padding=(1, 2), output_padding=1)
    >>> layer.output_size((7, 7))
    (14, 14)
    >>> layer.crop
    ((1, 0), (2, 1))
    >>> Geometry(3, stride="3/2", padding="same").output_size(5)
    (8,)
    >>> print(Geometry(3, stride=2))
    transposed convolution on 1 axis
      axis 0: o = (i - 1)·2 + 1·(3 - 1) + 1 - 0 - 0
    """

    kernel_size: tuple[int, ...]
    stride: tuple[Stride, ...]
    padding: Pairs | PaddingWord
    output_padding: tuple[int, ...]
    dilation: tuple[int, ...]
    padding_mode: PaddingMode

    def __init__(
        self,
        kernel_size: PerAxis,
        stride: PerAxisStride = 1,
        padding: Padding = 0,
        output_padding: PerAxis = 0,
        dilation: PerAxis = 1,
        *,
        padding_mode: PaddingMode = "zeros",
    ) -> None:
        fields = layer_fields(
            kernel_size=kernel_size,
            stride=stride,
            padding=padding,
            output_padding=output_padding,
            dilation=dilation,
            padding_mode=padding_mode,
        )
        for name, value in fields.items():
            object.__setattr__(self, name, value)
        for axis, rows in enumerate(self.output_padding):
            if rows >= max(self.stride[axis].numerator, self.dilation[axis]):
                raise errors.sizes.output_padding_too_large(
                    self.output_padding, self.stride, self.dilation, axis
                )

    @property
    def integer_stride(self) -> tuple[int, ...]:
        """The stride where it must be an integer on every axis: in frameworks, rewrites, pictures.

        Raises NotExpressibleError for a fractional stride.
        """
        if any(isinstance(s, Fraction) for s in self.stride):
            raise errors.sizes.fractional_stride(self.stride)
        return cast("tuple[int, ...]", self.stride)

    @property
    def ndim(self) -> int:
        """How many spatial axes the layer has."""
        return len(self.kernel_size)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Each axis in crop form."""
        numbers = (self.stride, self.padding, self.output_padding, self.dilation)
        return transposed_axes(self.kernel_size, *numbers)

    @cached_property
    def _layer(self) -> tuple[Axis, ...]:
        """The axes that decide whether two layers are equal."""
        return tuple(a._replace(dilation=1) if a.kernel == 1 else a for a in self.axes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Geometry):
            return NotImplemented
        return (self._layer, self.border) == (other._layer, other.border)

    def __hash__(self) -> int:
        return hash(self._layer)

    def __repr__(self) -> str:
        names = ["kernel_size", "stride", "padding", "output_padding", "dilation"]
        if self.padding_mode != "zeros":
            names.append("padding_mode")
        fields = (f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({', '.join(fields)})"

    @property
    def border(self) -> PaddingMode:
        """The padding mode where it has an effect: "zeros" for a layer that crops nothing.

        >>> Geometry(3, padding_mode="circular").border
        'zeros'
        """
        cropped = any(end > 0 for ends in self.crop for end in ends)
        return self.padding_mode if cropped else "zeros"

    @property
    def crop(self) -> Pairs:
        """The crop of the full output, one (begin, end) per axis; a negative one adds rows."""
        return tuple((axis.begin, axis.end) for axis in self.axes)

    def output_size(self, input_size: PerAxis) -> tuple[int, ...]:
        """Return the output size on every axis.

        Raises GeometryError if the output would be empty or its size does not fit into 64 bits.

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
        """Return, for every axis, the input sizes that give this output.

        One or none; several where a fractional stride is below 1.

        >>> Geometry(3, stride=2).input_sizes(9), Geometry(3, stride=2).input_sizes(8)
        (((4,),), ((),))
        """
        sizes = as_tuple(output_size, self.ndim, "output_size", 1)
        return tuple(tuple(axis.input_sizes(o)) for axis, o in zip(self.axes, sizes, strict=True))

    def reachable_sizes(self, input_size: PerAxis) -> tuple[tuple[int, int], ...]:
        """Return the smallest and largest output on every axis over all output paddings."""
        sizes = as_tuple(input_size, self.ndim, "input_size", 1)
        each = zip(self.axes, sizes, self.output_padding, strict=True)
        return tuple(axis.sizes_with_rows(i, rows) for axis, i, rows in each)

    def with_output_size(self, input_size: PerAxis, output_size: PerAxis) -> Geometry:
        """Return the layer that turns `input_size` into exactly `output_size`.

        With a numeric padding or "valid", the difference becomes output padding. With a "same"
        word, the crop is derived from the output size as in TensorFlow ("same") and ONNX
        ("same_upper", "same_lower").

        Raises GeometryError, with the sizes that can be reached, for any other output size.

        >>> Geometry(3, stride=2, padding=1).with_output_size(4, 8).output_padding
        (1,)
        """
        inputs = as_tuple(input_size, self.ndim, "input_size", 1)
        outputs = as_tuple(output_size, self.ndim, "output_size", 1)
        crops: list[tuple[int, int]] = []
        for n, (axis, i, o) in enumerate(zip(self.axes, inputs, outputs, strict=True)):
            full = axis._replace(begin=0, end=0, step=1).output_size(i)
            low, high = self._sizes_for(axis, i, self.output_padding[n])
            if not max(low, 1) <= o <= high:
                bare = axis._replace(end=axis.end + self.output_padding[n])
                formula = bare.formula(i)
                if isinstance(self.padding, str):
                    formula = f"padding={self.padding!r} with i={i}, s={self.stride[n]}"
                reached = (max(low, 1), high)
                way = solver.way_to(self.axes, inputs, outputs)
                raise errors.sizes.output_size_unreachable(outputs, n, reached, formula, way)
            least = (o - 1) * axis.step + 1  # elements of which every q-th is kept
            if self.padding in ("same", "same_upper", "same_lower"):
                begin, _ = split_crop(max(full - least, 0), cast("PaddingWord", self.padding))
            else:
                begin = axis.begin
            crops.append((begin, full - least - begin))
        return Geometry.from_crop(
            self.kernel_size,
            self.stride,
            tuple(crops),
            self.dilation,
            padding_mode=self.padding_mode,
        )

    def _sizes_for(self, axis: Axis, i: int, rows: int) -> tuple[int, int]:
        """Return the smallest and largest output size that this padding allows."""
        if self.padding == "same":  # the sizes that a convolution with stride s turns into i
            return -(-((i - 1) * axis.stride + 1) // axis.step), -(-i * axis.stride // axis.step)
        if not isinstance(self.padding, str):
            return axis.sizes_with_rows(i, rows)
        least, most = axis._replace(begin=0, end=0).sizes_with_rows(i, 0)
        return (least if self.padding == "valid" else 1), most

    @classmethod
    def from_layer(cls, layer: Any) -> Geometry:
        """Return the geometry of an existing layer object of a framework.

        Accepts the transposed convolutions of PyTorch and Keras, of `upconv.torch` and
        `upconv.keras`, and of Flax, Equinox, Haiku, MLX and Paddle. No framework is imported.

        Raises ArgumentTypeError for anything else.

        `Geometry.from_layer(nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1)).crop` is
        ((1, 1), (1, 1)).
        """
        # Imported by name: the conventions are in a layer above this module.
        found: Geometry = import_module("upconv.conventions.live").geometry_of(layer)
        return found

    @classmethod
    def from_crop(
        cls,
        kernel_size: tuple[int, ...],
        stride: tuple[Stride, ...],
        crop: Pairs,
        dilation: tuple[int, ...],
        *,
        padding_mode: PaddingMode = "zeros",
    ) -> Geometry:
        """Return the layer with this crop, written as padding and output padding if possible.

        PyTorch has padding p on both ends and output padding a, so that crop = (p, p - a); this
        form is used where it fits, and a (begin, end) pair otherwise.
        """
        rows = tuple(
            begin - end if 0 <= begin - end < max(s.numerator, d) and begin >= 0 else 0
            for (begin, end), s, d in zip(crop, stride, dilation, strict=True)
        )
        pairs = tuple((begin, end + a) for (begin, end), a in zip(crop, rows, strict=True))
        return cls(kernel_size, stride, pairs, rows, dilation, padding_mode=padding_mode)

    def phases(self) -> tuple[tuple[tuple[Tap, ...], ...], ...]:
        """Return, for every axis and every r in 0..s-1, the taps that reach outputs s·n + r.

        With a fractional stride p/q there are p phases, and output p·n + r receives input
        q·n + shift.

        Raises GeometryError for more than 2^20 phases or taps on an axis.

        >>> Geometry(3, stride=2).phases()
        (((Tap(element=0, shift=0), Tap(element=2, shift=-1)), (Tap(element=1, shift=0),)),)
        """
        self._check_listed(kernel=True)
        return tuple(axis.phases() for axis in self.axes)

    def overlap(self) -> tuple[tuple[int, ...], ...]:
        """Return, for every axis, how many taps reach each of the s output phases.

        Unequal counts cause checkerboard artifacts. Raises GeometryError for a stride above 2^20;
        `overlap_counts` has no limit.

        >>> Geometry(3, stride=2).overlap(), Geometry(4, stride=2).overlap()
        (((2, 1),), ((2, 2),))
        """
        self._check_listed(kernel=False)
        return tuple(axis.overlap() for axis in self.axes)

    def _check_listed(self, *, kernel: bool) -> None:
        """Refuse to build lists whose length is an arbitrary number given by the user."""
        for n, axis in enumerate(self.axes):
            if max(axis.stride, axis.kernel if kernel else 1) > MOST_PHASES:
                raise errors.sizes.too_many_phases(axis.kernel, axis.stride, n, MOST_PHASES)

    def overlap_counts(self) -> tuple[dict[int, int], ...]:
        """Return, for every axis, the number of phases per tap count: {taps: phases}.

        It uses a formula, for strides and kernels of any size.

        >>> Geometry(3, stride=2).overlap_counts(), Geometry(3, stride=10**9).overlap_counts()
        (({2: 1, 1: 1},), ({1: 3, 0: 999999997},))
        """
        return tuple(axis.overlap_counts() for axis in self.axes)

    def zero_insertion(self) -> tuple[ZeroInsertion, ...]:
        """Return, for every axis, the zeros of the equivalent convolution at stride 1.

        >>> Geometry(3, stride=2, padding=1).zero_insertion()
        (ZeroInsertion(zeros=1, before=1, after=1),)
        """
        return tuple(axis.zero_insertion() for axis in self.axes)

    def __str__(self) -> str:
        plural = "axis" if self.ndim == 1 else "axes"
        mode = "" if self.padding_mode == "zeros" else f", padding_mode={self.padding_mode!r}"
        lines = [f"transposed convolution on {self.ndim} {plural}{mode}"]
        lines += [f"  axis {n}: {axis.formula()}" for n, axis in enumerate(self.axes)]
        return "\n".join(lines)

    @staticmethod
    def solve(
        input_size: PerAxis,
        output_size: PerAxis,
        *,
        kernel_size: PerAxis | None = None,
        stride: PerAxis | None = None,
        padding: Padding | None = None,
        output_padding: PerAxis | None = None,
        dilation: PerAxis | None = 1,
        largest_kernel: int | None = None,
        limit: int = 10,
    ) -> Found[Geometry]:
        """List the layers that turn `input_size` into `output_size`, simplest first.

        Arguments that are given are fixed; those that are None are searched: kernels up to
        `largest_kernel` (by default 7, or twice the scale if that is more, at most 64) and k = s,
        k = 2·s and k = o; for each the strides nearest to o/i; symmetric paddings up to d·(k - 1)
        with an output padding below max(s, d), and the crop of "same" where a symmetric one does
        not fit. `padding` may also be a word or pairs. Layers with the same numbers on every axis
        come first; among them those with o = i·s, without gaps, with an even crop, with an even
        overlap (no checkerboard), without padding, with a small kernel.

        Returns
        -------
        At most `limit` layers, as a list; empty if nothing fits. Its attribute `searched`
        describes the bounds of the search; `instead` suggests a convolution if the sizes shrink,
        and is "" otherwise.

        Raises ArgumentError for a `largest_kernel` above 1024, as kernels are tried one by one.

        >>> for layer in Geometry.solve(7, 28, limit=2):
        ...     print(layer.kernel_size, layer.stride, layer.padding)
        (4,) (4,) ((0, 0),)
        (8,) (4,) ((2, 2),)
        >>> Geometry.solve(16, 16, kernel_size=4, stride=1)[0].crop
        ((1, 2),)
        >>> Geometry.solve(28, 14).instead
        'Use a convolution: kernel size 2, stride 2, padding 0'
        """
        given = (kernel_size, stride, padding, output_padding, dilation)
        inputs, outputs, search = _search(input_size, output_size, given, largest_kernel)
        as_integer(limit, "limit", 1)
        found = Found(map(_layer, search.layers(inputs, outputs, limit)))
        return _with_notes(found, inputs, outputs, search)

    @staticmethod
    def solve_chain(
        input_size: PerAxis,
        output_size: PerAxis,
        layers: int = 2,
        *,
        kernel_size: PerAxis | None = None,
        stride: PerAxis | None = None,
        padding: Padding | None = None,
        output_padding: PerAxis | None = None,
        dilation: PerAxis | None = 1,
        largest_kernel: int | None = None,
        limit: int = 10,
    ) -> Found[tuple[Geometry, ...]]:
        """List chains of `layers` layers that turn `input_size` into `output_size` in sequence.

        Decoders upsample in several steps: 7 to 28 is two layers of stride 2. The sizes between
        the layers grow by about equal factors; for each step the simplest layers of `solve` are
        tried, and given arguments apply to every layer. Chains of simple, identical and small
        layers come first.

        Returns at most `limit` tuples of `layers` layers, with `searched` and `instead` as in
        `solve`.
        Raises ArgumentError for more than 4 layers.

        >>> first, second = Geometry.solve_chain(7, 28, kernel_size=4)[0]
        >>> first.stride, first.crop, first.output_size(7), second.output_size(14)
        ((2,), ((1, 1),), (14,), (28,))
        """
        given = (kernel_size, stride, padding, output_padding, dilation)
        inputs, outputs, search = _search(input_size, output_size, given, largest_kernel)
        as_integer(limit, "limit", 1)
        if as_integer(layers, "layers", 1) > solver.MOST_LAYERS:
            raise errors.values.above_maximum("layers", layers, solver.MOST_LAYERS)
        chains = search.chains(inputs, outputs, layers, limit)
        found = Found(tuple(map(_layer, chain)) for chain in chains)
        return _with_notes(found, inputs, outputs, search, layers)


def _search(
    input_size: PerAxis,
    output_size: PerAxis,
    given: tuple[PerAxis | None, PerAxis | None, Padding | None, PerAxis | None, PerAxis | None],
    largest_kernel: int | None,
) -> tuple[tuple[int, ...], tuple[int, ...], solver.Search]:
    """Return the sizes and the search for the arguments of a caller."""
    kernel_size, stride, padding, output_padding, dilation = given
    rank = common_rank(
        input_size=input_size,
        output_size=output_size,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
    )
    inputs = check_product(as_tuple(input_size, rank, "input_size", 1))
    outputs = check_product(as_tuple(output_size, rank, "output_size", 1))
    crop = (None,) * rank if padding is None else as_padding(padding, rank)
    numbers = {
        name: (None,) * rank if value is None else as_tuple(value, rank, name, minimum)
        for name, value, minimum in (
            ("kernel_size", kernel_size, 1),
            ("stride", stride, 1),
            ("output_padding", output_padding, 0),
            ("dilation", dilation, 1),
        )
    }
    fixed = {**numbers, "padding": (crop,) * rank if isinstance(crop, str) else crop}
    if largest_kernel is not None:
        as_integer(largest_kernel, "largest_kernel", 1)
        if largest_kernel > solver.MOST_KERNELS:
            raise errors.values.above_maximum("largest_kernel", largest_kernel, solver.MOST_KERNELS)
    return inputs, outputs, solver.Search(fixed, largest_kernel)


def _layer(axes: solver.Layer) -> Geometry:
    kernel, stride, padding, rows, dilation = zip(*axes, strict=True)
    crop = cast("PaddingWord | Pairs", _word(padding) or padding)
    return Geometry(kernel, stride, crop, rows, dilation)


def _word(padding: tuple[object, ...]) -> str | None:
    return next((entry for entry in padding if isinstance(entry, str)), None)


def _with_notes(
    found: Found[T],
    inputs: tuple[int, ...],
    outputs: tuple[int, ...],
    search: solver.Search,
    layers: int = 1,
) -> Found[T]:
    found.searched = search.bounds(inputs, outputs, layers)
    found.instead = solver.instead(inputs, outputs)
    return found
