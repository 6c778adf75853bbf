"""The layer to explain: one example, its kernel and its geometry, checked and small enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from upconv import errors
from upconv.arguments import Padding, PerAxis, as_integer, as_padding, as_tuple
from upconv.axis import Axis, convolution_axes
from upconv.explanation.numbers import index, sizes
from upconv.explanation.record import Array, Board, Index, Mask, Role
from upconv.geometry import Geometry

DRAWN_AXES = (1, 2)


class Pass(NamedTuple):
    """One input channel, one output channel, and the kernel between them."""

    out_channel: int
    in_channel: int
    kernel: Array  # (rows, columns)
    last: bool  # whether it is the last one of this output channel


@dataclass(frozen=True)
class Subject:
    """One layer with its numbers. A layer on one axis gets an additional axis of one row.

    `x` is (C_in, rows, columns), `weight` is that of the layer with two kernel axes, `axes` are the
    geometry of rows and columns, `ndim` is the real number of axes.
    """

    x: Array
    weight: Array
    bias: Array | None
    axes: tuple[Axis, Axis]
    groups: int
    ndim: int
    transposed: bool

    @property
    def c_out(self) -> int:
        """The number of output channels."""
        outputs: int = self.weight.shape[1 if self.transposed else 0]
        return outputs * (self.groups if self.transposed else 1)

    @property
    def input_size(self) -> tuple[int, int]:
        """Rows and columns of the input."""
        return self.x.shape[1], self.x.shape[2]

    @property
    def kernel_size(self) -> tuple[int, int]:
        """Rows and columns of the kernel."""
        return self.axes[0].kernel, self.axes[1].kernel

    @property
    def output_size(self) -> tuple[int, int]:
        """Rows and columns of the output."""
        rows, columns = (
            axis.output_size(i) if self.transposed else axis.convolution_size(i)
            for axis, i in zip(self.axes, self.input_size, strict=True)
        )
        return rows, columns

    @property
    def full_size(self) -> tuple[int, int]:
        """Rows and columns of the full output, before the crop."""
        rows, columns = (
            axis._replace(begin=0, end=0).output_size(i)
            for axis, i in zip(self.axes, self.input_size, strict=True)
        )
        return rows, columns

    def passes(self) -> Iterator[Pass]:
        """Yield every pair of channels connected by a kernel, one output channel after another."""
        per_group = self.x.shape[0] // self.groups
        outputs = self.c_out // self.groups
        for out in range(self.c_out):
            group, m = divmod(out, outputs)
            for c in range(per_group):
                source = group * per_group + c
                kernel = self.weight[source, m] if self.transposed else self.weight[out, c]
                yield Pass(out, source, kernel, c == per_group - 1)

    def shown(self, position: tuple[int, int]) -> Index:
        """Return an index without the row that was added to a layer on one axis."""
        return position[2 - self.ndim :]

    def at(self, position: tuple[int, int]) -> str:
        """Return an index as text."""
        return index(self.shown(position))

    def size(self, values: tuple[int, int]) -> str:
        """Return rows and columns as text."""
        return sizes(self.shown(values))

    def real_axes(self) -> tuple[Axis, ...]:
        """Return the axes without the one that was added to a layer on one axis."""
        return self.axes[2 - self.ndim :]

    def result(self, y: Array) -> Array:
        """Return (C_out, rows, columns) as (C_out, *o), a copy."""
        return y.copy() if self.ndim == 2 else y[:, 0].copy()

    def _channel(self, number: int, count: int) -> str:
        return f"channel {number} of {count}" if count > 1 else ""

    def board(self, name: str, values: Array, role: Role, **options: Any) -> Board:
        """Return a board of this subject's rank."""
        return Board.of(name, values, role, one_axis=self.ndim == 1, **options)

    def input_board(self, one: Pass, **options: Any) -> Board:
        """Return the input channel of a pass."""
        note = self._channel(one.in_channel, self.x.shape[0])
        return self.board("INPUT", self.x[one.in_channel], Role.INPUT, note=note, **options)

    def kernel_board(self, one: Pass, **options: Any) -> Board:
        """Return the kernel of a pass."""
        note = ""
        if self.x.shape[0] > 1 or self.c_out > 1:
            note = f"from channel {one.in_channel} to {one.out_channel}"
        return self.board("KERNEL", one.kernel, Role.KERNEL, **{"note": note, **options})

    def output_board(self, y: Array, channel: int, known: Mask | None, **options: Any) -> Board:
        """Return one channel of the running output."""
        options.setdefault("note", self._channel(channel, self.c_out))
        return self.board("OUTPUT", y[channel].copy(), Role.OUTPUT, known=known, **options)


def subject_of(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None,
    *,
    stride: PerAxis,
    padding: Padding,
    output_padding: PerAxis,
    dilation: PerAxis,
    groups: int,
    transposed: bool,
) -> Subject:
    """Check the arguments, see `upconv.explain`, and return the subject."""
    kernel = _as_numbers(weight, "weight")
    if kernel.ndim in DRAWN_AXES:  # a plain kernel
        kernel = kernel[np.newaxis, np.newaxis]
    ndim = kernel.ndim - 2
    if ndim not in DRAWN_AXES:
        raise errors.explanation.not_drawable(kernel.ndim - 2)
    for axis, size in enumerate(kernel.shape):
        if size < 1:
            raise errors.shapes.empty_axis("weight", kernel.shape, axis)
    groups = as_integer(groups, "groups", 1)
    first, second = kernel.shape[:2]
    if first % groups:
        name = "input" if transposed else "output"
        raise errors.shapes.groups_do_not_divide(name, first, groups)
    c_in, c_out = (first, second * groups) if transposed else (second * groups, first)
    example = _as_example(_as_numbers(x, "x"), ndim, c_in, kernel.shape, groups)
    shift = _as_bias(bias, c_out)
    geometry = Geometry(kernel.shape[2:], stride, padding, output_padding, dilation)
    strides = geometry.integer_stride  # whole stamps and phases are drawn
    if transposed:
        geometry.output_size(example.shape[1:])  # raises if the output is empty
        axes = geometry.axes
    else:
        if any(geometry.output_padding):
            raise errors.explanation.no_output_padding(geometry.output_padding)
        axes = convolution_axes(
            geometry.kernel_size,
            example.shape[1:],
            strides,
            as_padding(padding, ndim),
            as_tuple(dilation, ndim, "dilation", 1),
        )
    if ndim == 1:
        axes = (Axis(1, 1, 1, 0, 0), *axes)
        example, kernel = example[:, np.newaxis], kernel[:, :, np.newaxis]
    return Subject(example, kernel, shift, (axes[0], axes[1]), groups, ndim, transposed)


def _as_numbers(value: ArrayLike, name: str) -> Array:
    try:
        return np.array(value, np.float64)  # a copy, as steps are computed later
    except (ValueError, TypeError):
        raise errors.explanation.not_numbers(name, value) from None


def _as_example(
    x: Array, ndim: int, c_in: int, weight_shape: tuple[int, ...], groups: int
) -> Array:
    """Return x as (C_in, *i), given with or without N and, for one channel, C."""
    if x.ndim == ndim + 2:
        if len(x) != 1:
            raise errors.explanation.one_example(x.shape)
        x = x[0]
    elif x.ndim == ndim and c_in == 1:
        x = x[np.newaxis]
    if x.ndim != ndim + 1:
        inner = "(H, W)" if ndim == 2 else "(L,)"
        raise errors.shapes.wrong_rank("x", x.shape, f"(C_in, *i) or, for one channel, {inner}")
    if x.shape[0] != c_in:
        why = f"for weight.shape={tuple(weight_shape)} and groups={groups}"
        raise errors.shapes.channels_differ(x.shape[0], c_in, x.shape, why)
    for axis, size in enumerate(x.shape):
        if size < 1:
            raise errors.shapes.empty_axis("x", x.shape, axis)
    return x


def _as_bias(bias: ArrayLike | None, c_out: int) -> Array | None:
    if bias is None:
        return None
    array = _as_numbers(bias, "bias")
    if array.ndim == 0 and c_out == 1:
        array = array.reshape(1)
    if array.shape != (c_out,):
        raise errors.shapes.wrong_shape("bias", array.shape, (c_out,), "one number per channel")
    return array
