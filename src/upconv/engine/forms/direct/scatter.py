"""From a finished tile to the output: phases interleaved, the activation applied, tails cut.

A row of `temp` holds one (output channel, phase of x); the function writes one output row of a
block. There is a path for rows that are contiguous along x (channels_first), one for rows that
are contiguous along the channels (channels_last), and one for any strides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from upconv.engine.calls import args
from upconv.engine.codegen.activation import Activation
from upconv.engine.codegen.interleave import interleave, interleave_all
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value

NAME = "scatter"
PARAMETERS = (
    ("args", PTR),
    ("temp", PTR),
    ("temp_row", I64),
    ("out", PTR),
    ("count", I64),
    ("room", I64),
    ("channels", I64),
)


class Scatter(NamedTuple):
    """What decides the code: `size` phases of x out of `step`, and the layout of the output.

    `channels` is their number if the channels are contiguous in the output, else None: any number.
    """

    size: int
    step: int
    activation: str | None
    layout: str
    channels: int | None


class _Writer:
    """Writes one scatter function; `room` is the number of outputs from the first to the end."""

    def __init__(self, f: Function, scatter: Scatter, scalar: Scalar) -> None:
        self.f = f
        self.scalar = scalar
        self.size, self.step, activation, self.layout, self.channels = scatter
        self.out_c, self.out_x, slope = args.fields(f, "out_c", "out_x", "slope")
        self.activation = Activation(f, activation, scalar, slope)

    def write(self) -> None:
        f, count = self.f, self.f.parameter("count")
        if self.channels is not None:
            for phase in range(self.size):
                whole = self._whole(phase)
                done = self._along_channels(phase, whole, self.channels)
                with f.loop(0, self.channels) as c:
                    self._one_by_one(c, phase, done, whole)
            return
        with f.loop(0, f.parameter("channels")) as c:
            done = self._along_x(c) if self.layout == "first" else f.integer(0)
            for phase in range(self.size):
                self._one_by_one(c, phase, done, count)

    def _whole(self, phase: int) -> Value:
        """How many positions have an output at `phase` and every phase before it."""
        p = self.f.parameter
        reached = (p("room") - phase + (self.step - 1)).at_least(0) // self.step
        return reached.at_most(p("count"))

    def _along_x(self, c: Value) -> Value:
        f = self.f

        def block(q: Value, lanes: int) -> None:
            rows = [self._load(self._row(c, phase), q, lanes) for phase in range(self.size)]
            if self.size == self.step:
                for number, part in enumerate(interleave(f, rows, lanes)):
                    to = self._at(c, q * self.step + number * lanes)
                    f.store(part, to, self.scalar.size)
                return
            interleaved = interleave_all(f, rows, lanes)
            for lane in range(lanes):
                part = f.shuffle(
                    interleaved, interleaved, range(lane * self.size, (lane + 1) * self.size)
                )
                f.store(part, self._at(c, (q + lane) * self.step), self.scalar.size)

        return self._blocks(self._whole(self.size - 1), block)

    def _along_channels(self, phase: int, whole: Value, channels: int) -> Value:
        f = self.f

        def block(q: Value, lanes: int) -> None:
            rows = [self._load(self._row(f.integer(c), phase), q, lanes) for c in range(channels)]
            interleaved = interleave_all(f, rows, lanes)
            for lane in range(lanes):
                indices = range(lane * channels, (lane + 1) * channels)
                part = f.shuffle(interleaved, interleaved, indices)
                f.store(
                    part, self._at(f.integer(0), (q + lane) * self.step + phase), self.scalar.size
                )

        return self._blocks(whole, block)

    def _blocks(self, whole: Value, block: Callable[[Value, int], None]) -> Value:
        """Cover positions up to `whole` with vectors, the last one overlapping; return the end."""
        f = self.f
        done = f.variable(I64, f.integer(0))
        for lanes in sorted({self.scalar.lanes, max(self.scalar.lanes // 2, 2)}, reverse=True):
            with f.when((whole >= lanes) & done.get().equals(0)):
                last = whole - lanes
                with f.loop(0, whole, lanes) as q:
                    block(q.at_most(last), lanes)
                done.set(whole)
        return done.get()

    def _one_by_one(self, c: Value, phase: int, first: Value, last: Value) -> None:
        f = self.f
        row = self._row(c, phase)
        with f.loop(first, last) as q:
            x = q * self.step + phase
            with f.when(x < f.parameter("room")):
                value = f.load(
                    self.scalar.name, f.element(row, q, self.scalar.name), self.scalar.size
                )
                f.store(self.activation.of(value), self._at(c, x), self.scalar.size)

    def _row(self, c: Value, phase: int) -> Value:
        p = self.f.parameter
        row = (c * self.size + phase) * p("temp_row")
        return self.f.element(p("temp"), row, self.scalar.name)

    def _at(self, c: Value, x: Value) -> Value:
        along_c = c if self.layout == "last" else c * self.out_c
        along_x = x if self.layout == "first" else x * self.out_x
        offset = along_c + along_x
        return self.f.element(self.f.parameter("out"), offset, self.scalar.name)

    def _load(self, row: Value, q: Value, lanes: int) -> Value:
        address = self.f.element(row, q, self.scalar.name)
        return self.activation.of(self.f.load(self.scalar.vector(lanes), address, self.scalar.size))


def emit_scatter(module: Module, scatter: Scatter, scalar: Scalar) -> None:
    """Write the exported function that stores one row of (channels, phases)."""
    _Writer(module.function(NAME, PARAMETERS, exported=True), scatter, scalar).write()
