"""The gradient taken back through the activation and summed for the bias, in one pass.

Arrays are (rows, length), contiguous. If rows are positions of one channel (channels_first), each
piece of a row has a sum; if they are the channels of one position (channels_last), each task has a
sum per channel. The sizes alone decide who sums what, and the sums are added up in order, so the
bits do not depend on the number of threads; no sum is long, so that it keeps its digits.
"""

from __future__ import annotations

import math
import struct
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.bounded_cache import memoised
from upconv.engine.calls.command import Command, Place, places_in
from upconv.engine.codegen import compiler
from upconv.engine.codegen.activation import Activation
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value, Variable
from upconv.engine.codegen.module import new_module
from upconv.engine.codegen.products import sum_of_lanes
from upconv.engine.process import isa, memory, threads
from upconv.engine.process.address import address_of

Array: TypeAlias = NDArray[Any]

NAME = "activation_backward"
FIELDS = (
    *("next", "tasks", "units", "share", "length", "pieces"),
    *("grad", "result", "out", "sums", "slope"),
)
_WORDS = struct.Struct(f"{len(FIELDS) - 1}qd")
_AT = {name: n for n, name in enumerate(FIELDS)}
_POINTERS = ("grad", "result", "out", "sums")
_SHARE = 1 << 14  # elements of one task
_PIECE = 1 << 11  # elements of one sum along a row
_SUMS = 4  # independent vector sums of a piece
_WIDTHS = (4, 2, 1)  # vectors of columns that are summed together
_ROWS = 32  # rows of a partial sum, before it is added to others


class ActivationBackward:
    """The activation backward pass for arrays of one dtype, shape and strides.

    `contiguous` says whether the arrays are in the order that the kernel reads, (N, C, *o) or with
    the channels last; `run` needs such arrays.
    """

    __slots__ = (
        *("_alone", "_partial_axes", "_count", "_dtype", "_entry", "_sums", "_words"),
        *("contiguous", "stores"),
    )

    def __init__(
        self, grad: Array, result: Array | None, activation: tuple[str, float] | None
    ) -> None:
        last = _is_channels_last(grad)
        name = None if activation is None else activation[0]
        arrays = [grad] if result is None else [grad, result]
        self.contiguous = all(_contiguous(array, last) for array in arrays)
        self.stores = name is not None
        lanes = isa.current().lanes(grad.itemsize)
        shape = _Shape.of(grad.size, grad.shape[1], grad.shape[0], lanes if last else None)
        self._sums, self._partial_axes = shape.sums, (0, 1) if last else (0, 2)
        self._alone = math.prod(shape.sums) == grad.shape[1]  # one sum per channel
        self._dtype = grad.dtype
        self._count = min(threads.count(), shape.tasks)
        self._words = (shape.tasks, shape.units, shape.share, shape.length, shape.pieces)
        self._entry = threads.Entry(_kernel(isa.current(), grad.itemsize, name, last))

    def run(self, grad: int, result: int, before_activation: int, slope: float) -> Array:
        """Write the gradient before the activation to `before_activation`, and return its sums.

        These are addresses of arrays, aligned to elements; without an activation `result` is 0 and
        `before_activation` is `grad`.
        """
        sums = memory.empty(self._sums, self._dtype)
        words: Any = np.empty(len(FIELDS), np.int64)
        _WORDS.pack_into(
            words, 0, 0, *self._words, grad, result, before_activation, address_of(sums), slope
        )
        self._entry.run(address_of(words), self._count)
        return sums.reshape(-1) if self._alone else self.total(sums)

    def total(self, sums: Array) -> Array:
        """Return the sum of each channel, from the sums of the tasks."""
        total: Array = np.add.reduce(sums, axis=self._partial_axes, dtype=np.float64).astype(
            self._dtype
        )
        return total

    @property
    def sums(self) -> tuple[int, int, int]:
        """The shape of the sums of all tasks."""
        return self._sums

    def command(
        self, grad: Place, result: Place, before_activation: Place, sums: Place, slope: float
    ) -> Command:
        """Return `run` as a command of a command list, all but the `total` of the sums."""
        words: Any = np.empty(len(FIELDS), np.int64)
        _WORDS.pack_into(words, 0, 0, *self._words, 0, 0, 0, 0, slope)
        places = places_in(_AT, grad=grad, result=result, out=before_activation, sums=sums)
        return Command(words, places, (self._entry.address,))


def activation_backward(
    grad: Array, result: Array | None, activation: tuple[str, float] | None
) -> tuple[Array, Array, ActivationBackward | None]:
    """Return the gradient before the activation, and its sum over all but the channels.

    `grad` and `result` are (N, C, *o) in any memory order; without an activation the first of the
    two is `grad` itself. The third repeats the call; it is None if arrays had to be copied.
    """
    backward = ActivationBackward(grad, result, activation)
    last, slope = _is_channels_last(grad), 0.0 if activation is None else activation[1]
    grad_in_order = _as_contiguous(grad, last)
    result_in_order = None if result is None else _as_contiguous(result, last)
    before_activation = (
        memory.empty(grad_in_order.shape, grad_in_order.dtype) if backward.stores else grad_in_order
    )
    result_at = 0 if result_in_order is None else address_of(result_in_order)
    total = backward.run(address_of(grad_in_order), result_at, address_of(before_activation), slope)
    out = np.moveaxis(before_activation, -1, 1) if last else before_activation
    return out, total, backward if backward.contiguous else None


def _is_channels_last(array: Array) -> bool:
    return not array.flags.c_contiguous and _contiguous(array, last=True)


def _contiguous(array: Array, last: bool) -> bool:
    return bool((np.moveaxis(array, 1, -1) if last else array).flags.c_contiguous)


class _Shape(NamedTuple):
    """How the elements are divided into tasks: units are pieces of rows (channels_first) or rows.

    Rows of few channels are taken together, so that they fill vectors.
    """

    length: int
    pieces: int
    units: int
    share: int
    tasks: int
    sums: tuple[int, int, int]

    @classmethod
    def of(cls, size: int, channels: int, images: int, lanes: int | None) -> _Shape:
        """Share out arrays (N, C, *o), or with the channels last for vectors of so many lanes."""
        if lanes is None:
            length = size // (images * channels)
            pieces = -(-length // _PIECE)
            units, share = size // length * pieces, -(-_SHARE // min(length, _PIECE))
            sums = (images, channels, pieces)
            return cls(length, pieces, units, share, -(-units // share), sums)
        together = lanes // math.gcd(lanes, channels)
        if size // channels % together:
            together = 1
        length = together * channels
        units, share = size // length, -(-_SHARE // length)
        tasks = -(-units // share)
        return cls(length, 1, units, share, tasks, (tasks, together, channels))


def _as_contiguous(array: Array, last: bool) -> Array:
    """Return a contiguous array: (N, C, *o), or with the channels last."""
    return np.ascontiguousarray(np.moveaxis(array, 1, -1) if last else array)


@memoised("kernels", 64)
def _kernel(
    instructions: isa.ISA, itemsize: int, activation: str | None, last: bool
) -> compiler.Address:
    arguments = (instructions, itemsize, activation, last)
    ((address,),) = compiler.addresses(instructions, compiler.Source(write, arguments, (NAME,)))
    return address


def write(instructions: isa.ISA, itemsize: int, activation: str | None, last: bool) -> Module:
    """Return the module with the function of one activation and layout."""
    layout = "last" if last else "first"
    title = f"activation backward {activation} {layout} {instructions.name} f{8 * itemsize}"
    module, scalar = new_module(title, instructions, itemsize)
    f = module.function(NAME, (("args", PTR),), exported=True)
    word = {
        name: f.load(
            PTR if name in _POINTERS else I64,
            f.element(f.parameter("args"), _AT[name], I64),
        )
        for name in FIELDS
    }
    through = Activation(f, activation, scalar, word["slope"])
    writer = _Writer(f, scalar, through, word, stores=activation is not None)
    with f.forever() as done:
        task = f.next_number(f.element(f.parameter("args"), _AT["next"], I64))
        f.leave_when(task >= word["tasks"], done)
        first = task * word["share"]
        stop = (first + word["share"]).at_most(word["units"])
        if last:
            writer.columns(task, first, stop)
        else:
            with f.loop(first, stop) as unit:
                writer.piece(unit)
    return module


class _Writer:
    def __init__(
        self, f: Function, scalar: Scalar, through: Activation, word: dict[str, Value], stores: bool
    ) -> None:
        self.f, self.scalar, self.through, self.word, self.stores = f, scalar, through, word, stores

    def piece(self, unit: Value) -> None:
        """Write one piece and its sum: groups of vectors, single vectors, then single elements."""
        f, scalar, pieces = self.f, self.scalar, self.word["pieces"]
        offset = unit % pieces * _PIECE
        start = unit // pieces * self.word["length"] + offset
        length = (self.word["length"] - offset).at_most(_PIECE)
        vector, lanes = scalar.vector(), scalar.lanes
        totals = [f.variable(vector, f.zero(vector)) for _ in range(_SUMS)]
        whole_groups = length // (lanes * _SUMS) * (lanes * _SUMS)
        whole = length // lanes * lanes
        with f.loop(0, whole_groups, lanes * _SUMS) as n:
            for index, total in enumerate(totals):
                self._add(total, start + n + index * lanes)
        with f.loop(whole_groups, whole, lanes) as n:
            self._add(totals[0], start + n)
        rest = f.variable(scalar.name, f.zero(scalar.name))
        with f.loop(whole, length) as n:
            self._add(rest, start + n)
        sums = [total.get() for total in totals]
        while len(sums) > 1:
            pairs = zip(sums[::2], sums[1::2], strict=True)
            sums = [f.arithmetic("fadd", one, other) for one, other in pairs]
        whole_sum = f.arithmetic("fadd", rest.get(), sum_of_lanes(f, sums[0], lanes))
        f.store(whole_sum, f.element(self.word["sums"], unit, scalar.name), scalar.size)

    def columns(self, task: Value, first: Value, stop: Value) -> None:
        """Write some rows and the sums of their columns, a few vectors of columns at a time."""
        f, scalar, length = self.f, self.scalar, self.word["length"]
        begin = f.integer(0)
        for type_, count, step in (
            *((scalar.vector(), count, count * scalar.lanes) for count in _WIDTHS),
            (scalar.name, 1, 1),
        ):
            end = length // step * step
            with f.loop(begin, end, step) as column:
                totals = [f.variable(type_, f.zero(type_)) for _ in range(count)]
                some = [f.variable(type_) for _ in range(count)]
                places = [column + n * (step // count) for n in range(count)]
                with f.loop(first, stop, _ROWS) as group:
                    for sums in some:
                        sums.set(f.zero(type_))
                    with f.loop(group, (group + _ROWS).at_most(stop)) as row:
                        for sums, place in zip(some, places, strict=True):
                            self._add(sums, row * length + place)
                    for total, sums in zip(totals, some, strict=True):
                        total.set(f.arithmetic("fadd", total.get(), sums.get()))
                for total, place in zip(totals, places, strict=True):
                    to = f.element(self.word["sums"], task * length + place, scalar.name)
                    f.store(total.get(), to, scalar.size)
            begin = end

    def _add(self, total: Variable, at: Value) -> None:
        """Write the elements at `at`, as many as `total` has, and add them to it."""
        f, name, size = self.f, self.scalar.name, self.scalar.size
        type_ = total.type
        value = f.load(type_, f.element(self.word["grad"], at, name), size)
        if self.stores:
            y = f.load(type_, f.element(self.word["result"], at, name), size)
            value = self.through.gradient(value, y)
            f.store(value, f.element(self.word["out"], at, name), size)
        total.set(f.arithmetic("fadd", total.get(), value))
