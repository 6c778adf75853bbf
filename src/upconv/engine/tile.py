"""The tap loop: one register tile of outputs, all its taps, all its input channels.

Rows of accumulators are (output channel, phase of x), columns are vectors of neighbouring positions
of the grid. Every input vector is loaded once and used by all the phases it feeds and all channels;
weights are broadcast in the order they lie.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from upconv.engine import frame
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.plan import Program
from upconv.engine.products import add_products

PARAMETERS = (
    ("frame", PTR),
    ("position", PTR),
    ("temp", PTR),
    ("temp_row", I64),
    ("weights", PTR),
    ("bias", PTR),
    ("combination", PTR),
    ("channels", I64),
    ("count", I64),
    ("fresh", BOOL),
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
) -> Function:
    """Write the function that computes `count` neighbouring tiles into `temp`.

    A tile is (channels, vectors) of one group of phases of x.
    """
    channels, vectors = shape
    f = module.function(name, PARAMETERS, exported=True)
    (channel_step, offsets) = frame.fields(f, "grid_c", "offsets")
    vector = scalar.vector()
    totals = [
        [[f.variable(vector) for _ in range(vectors)] for _ in range(program.size)]
        for _ in range(channels)
    ]
    combination = f.parameter("combination")
    first = f.load(I64, f.element(combination, 5, I64))
    entry_counts = [
        f.load(I64, f.element(combination, frame.COMBINATION_FIXED + number, I64))
        for number in range(len(program.bodies))
    ]
    with f.loop(0, f.parameter("count")) as number:
        at = number * (vectors * scalar.lanes)
        position = f.element(f.parameter("position"), at, scalar.name)
        temp = f.element(f.parameter("temp"), at, scalar.name)
        rows = _rows(f, temp, program.size * channels, scalar)
        with f.when(f.parameter("fresh")):
            for c in range(channels):
                start = f.zero(vector)
                if bias:
                    place = f.element(f.parameter("bias"), c, scalar.name)
                    start = f.splat(f.load(scalar.name, place, scalar.size), scalar.lanes)
                for total in itertools.chain(*totals[c]):
                    total.set(start)
        with f.when(f.invert(f.parameter("fresh"))):
            for row, held in zip(rows, itertools.chain(*totals), strict=True):
                for v, total in enumerate(held):
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
                along = f.variable(I64, f.integer(0))
                with f.loop(0, f.parameter("channels")):
                    offset, weight = along.get(), weights.get()
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
                    along.set(offset + channel_step)
                    weights.set(f.element(weight, used, scalar.name))
                table.set(f.element(row, len(body), I64))
        for row, held in zip(rows, itertools.chain(*totals), strict=True):
            for v, total in enumerate(held):
                f.store(total.get(), f.element(row, v * scalar.lanes, scalar.name), scalar.size)
    return f


def _splats(f: Function, scalar: Scalar, weight: Value, numbers: range) -> Iterator[Value]:
    """Yield weights in the order they lie, each in all lanes."""
    for number in numbers:
        place = f.element(weight, number, scalar.name)
        yield f.splat(f.load(scalar.name, place, scalar.size), scalar.lanes)


def _rows(f: Function, temp: Value, count: int, scalar: Scalar) -> list[Value]:
    """Return the addresses of the rows of `temp`: output channels, and in them phases of x."""
    step = f.parameter("temp_row")
    return [f.element(temp, step * row, scalar.name) for row in range(count)]
