"""The inner loop of the direct form: one register tile of outputs, all its taps and channels.

Rows of accumulators are (output channel, phase of x), columns are vectors of neighbouring positions
of the grid. Every input vector is loaded once and used by all the phases it feeds and all channels;
weights are broadcast in memory order. Finished sums are stored to the output from registers where
the positions of every vector are contiguous in it, else to `temp`, from where `scatter.py` takes
them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import nullcontext
from typing import TypeAlias

from upconv.engine.calls import args
from upconv.engine.codegen.activation import Activation
from upconv.engine.codegen.interleave import interleave
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value, Variable
from upconv.engine.codegen.products import add_products
from upconv.engine.forms.direct.plan import Program

Totals: TypeAlias = list[list[list[Variable]]]
"""Accumulators by output channel, phase of x and vector."""


PARAMETERS = (
    ("args", PTR),
    ("position", PTR),
    ("temp", PTR),
    ("temp_row", I64),
    ("weights", PTR),
    ("bias", PTR),
    ("combination", PTR),
    ("channels", I64),
    ("start", I64),
    ("count", I64),
    ("last", I64),
    ("fresh", BOOL),
    ("out", PTR),
    ("direct", BOOL),
    ("stream", BOOL),
)


def emit_tile(
    module: Module,
    name: str,
    program: Program,
    scalar: Scalar,
    shape: tuple[int, int],
    *,
    bias: bool,
    fused: bool,
    in_parts: bool,
    direct: bool,
    activation: str | None,
) -> Function:
    """Write the function that computes `count` neighbouring tiles of a run, the first at `start`.

    A tile is (channels, vectors) of one group of phases of x. None begins behind `last`: the one
    that would overlaps the one before it. With `in_parts` a tile may continue the sums of an
    earlier part of the reduction. `direct` says whether it can store outputs at all, with the
    activation applied.
    """
    channels, vectors = shape
    f = module.function(name, PARAMETERS, exported=True)
    (channel_step, offsets) = args.fields(f, "grid_c", "offsets")
    vector = scalar.vector()
    totals = [
        [[f.variable(vector) for _ in range(vectors)] for _ in range(program.size)]
        for _ in range(channels)
    ]
    combination = f.parameter("combination")
    first = f.load(I64, f.element(combination, 5, I64))
    entry_counts = [
        f.load(I64, f.element(combination, args.COMBINATION_FIXED + number, I64))
        for number in range(len(program.bodies))
    ]
    with f.loop(0, f.parameter("count")) as number:
        at = number * (vectors * scalar.lanes) + f.parameter("start")
        at = at.at_most(f.parameter("last"))
        position = f.element(f.parameter("position"), at, scalar.name)
        temp = f.element(f.parameter("temp"), at, scalar.name)
        rows = _rows(f, temp, program.size * channels, scalar)
        with f.when(f.parameter("fresh")) if in_parts else nullcontext():
            for c in range(channels):
                start = f.zero(vector)
                if bias:
                    place = f.element(f.parameter("bias"), c, scalar.name)
                    start = f.splat(f.load(scalar.name, place, scalar.size), scalar.lanes)
                for total in itertools.chain(*totals[c]):
                    total.set(start)
        if in_parts:
            with f.when(f.invert(f.parameter("fresh"))):
                for row, row_totals in zip(rows, itertools.chain(*totals), strict=True):
                    for v, total in enumerate(row_totals):
                        place = f.element(row, v * scalar.lanes, scalar.name)
                        total.set(f.load(vector, place, scalar.size))
        table = f.variable(PTR, f.element(offsets, first, I64))
        weights = f.variable(PTR, f.parameter("weights"))
        for entries, body in zip(entry_counts, program.bodies, strict=True):
            with f.loop(0, entries):
                row = table.get()
                sources = [
                    f.element(position, f.load(I64, f.element(row, n, I64)), scalar.name)
                    for n in range(len(body))
                ]
                channel_offset = f.variable(I64, f.integer(0))
                with f.loop(0, f.parameter("channels")):
                    offset, weight = channel_offset.get(), weights.get()
                    used = 0
                    for source, phases in zip(sources, body, strict=True):
                        here = f.element(source, offset, scalar.name)
                        inputs = [
                            f.load(
                                vector, f.element(here, v * scalar.lanes, scalar.name), scalar.size
                            )
                            for v in range(vectors)
                        ]
                        rows_fed = [totals[c][phase] for phase in phases for c in range(channels)]
                        factors = _splats(f, scalar, weight, range(used, used + len(rows_fed)))
                        used += len(rows_fed)
                        add_products(f, rows_fed, factors, inputs, fused=fused)
                    channel_offset.set(offset + channel_step)
                    weights.set(f.element(weight, used, scalar.name))
                table.set(f.element(row, len(body), I64))
        if not direct:
            _store_temp(f, scalar, rows, totals)
        else:
            with f.when(f.parameter("direct")):
                _finish(f, scalar, activation, at, totals)
            with f.when(f.invert(f.parameter("direct"))):
                _store_temp(f, scalar, rows, totals)
    return f


def _store_temp(f: Function, scalar: Scalar, rows: list[Value], totals: Totals) -> None:
    """Store sums to `temp`."""
    for row, row_totals in zip(rows, itertools.chain(*totals), strict=True):
        for v, total in enumerate(row_totals):
            f.store(total.get(), f.element(row, v * scalar.lanes, scalar.name), scalar.size)


def _finish(f: Function, scalar: Scalar, name: str | None, at: Value, totals: Totals) -> None:
    """Store the outputs of a tile that begins at position `at` of its run."""
    out_c, slope, places = args.fields(f, "out_c", "slope", "places")
    activation = Activation(f, name, scalar, slope)
    lanes, phases = scalar.lanes, len(totals[0])
    here = f.element(places, at // lanes, I64)
    out = f.element(f.parameter("out"), at % lanes * phases, scalar.name)
    starts = [
        f.element(out, f.load(I64, f.element(here, v, I64)), scalar.name)
        for v in range(len(totals[0][0]))
    ]
    for c, row in enumerate(totals):
        stores: list[tuple[Value, Value]] = []
        for v, start in enumerate(starts):
            to = f.element(start, out_c * c, scalar.name)
            parts = [activation.of(phase[v].get()) for phase in row]
            for number, part in enumerate(interleave(f, parts, lanes)):
                stores.append((part, f.element(to, number * lanes, scalar.name)))
        with f.when(f.parameter("stream")):
            for part, place in stores:
                f.stream(part, place, lanes)
        with f.when(f.invert(f.parameter("stream"))):
            for part, place in stores:
                f.store(part, place, scalar.size)


def _splats(f: Function, scalar: Scalar, weight: Value, numbers: range) -> Iterator[Value]:
    """Yield weights in memory order, each broadcast to all lanes."""
    for number in numbers:
        place = f.element(weight, number, scalar.name)
        yield f.splat(f.load(scalar.name, place, scalar.size), scalar.lanes)


def _rows(f: Function, temp: Value, count: int, scalar: Scalar) -> list[Value]:
    """Return the addresses of the rows of `temp`: output channels, and in them phases of x."""
    step = f.parameter("temp_row")
    return [f.element(temp, step * row, scalar.name) for row in range(count)]
