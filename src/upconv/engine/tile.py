"""The tap loop: one register tile of outputs, all its taps, all its input channels.

This is the one place that multiplies. Rows of accumulators are (output channel, phase of x),
columns are vectors of neighbouring positions of the grid. Every input vector is loaded once and
used by all the phases it feeds and all channels; weights are broadcast in the order they lie.
"""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Function, Module, Scalar
from upconv.engine.plan import Program

PARAMETERS = (
    ("frame", PTR),
    ("position", PTR),
    ("temp", PTR),
    ("temp_row", I64),
    ("weights", PTR),
    ("bias", PTR),
    ("combination", PTR),
)


def emit_tile(
    module: Module,
    name: str,
    program: Program,
    scalar: Scalar,
    shape: tuple[int, int],
    in_channels: int,
    *,
    bias: bool,
    fused: bool,
) -> Function:
    """Write the function that computes (channels, vectors) of one group of phases into `temp`."""
    channels, vectors = shape
    f = module.function(name, PARAMETERS)
    (channel_step, offsets) = frame.fields(f, "grid_c", "offsets")
    vector = scalar.vector()
    start = [
        f.splat(_element(f, scalar, "bias", c), scalar.lanes) if bias else f.zero(vector)
        for c in range(channels)
    ]
    totals = [
        [[f.variable(vector, start[c]) for _ in range(vectors)] for _ in range(program.size)]
        for c in range(channels)
    ]
    combination = f.parameter("combination")
    first = f.load(I64, f.element(combination, 5, I64))
    table = f.variable(PTR, f.element(offsets, first, I64))
    weights = f.variable(PTR, f.parameter("weights"))
    for number, body in enumerate(program.bodies):
        entries = f.load(I64, f.element(combination, frame.COMBINATION_FIXED + number, I64))
        with f.loop(0, entries):
            row = table.get()
            sources = [
                f.element(f.parameter("position"), f.load(I64, f.element(row, n, I64)), scalar.name)
                for n in range(len(body))
            ]
            at = f.variable(I64, f.int(0))
            with f.loop(0, in_channels):
                offset, weight = at.get(), weights.get()
                used = 0
                for source, phases in zip(sources, body, strict=True):
                    here = f.element(source, offset, scalar.name)
                    inputs = [
                        f.load(vector, f.element(here, v * scalar.lanes, scalar.name), scalar.size)
                        for v in range(vectors)
                    ]
                    for phase in phases:
                        for c in range(channels):
                            value = f.load(
                                scalar.name, f.element(weight, used, scalar.name), scalar.size
                            )
                            factor = f.splat(value, scalar.lanes)
                            used += 1
                            for total, given in zip(totals[c][phase], inputs, strict=True):
                                total.set(f.fma(factor, given, total.get(), fused=fused))
                at.set(offset + channel_step)
                weights.set(f.element(weight, used, scalar.name))
            table.set(f.element(row, len(body), I64))
    for c in range(channels):
        for phase in range(program.size):
            row = f.element(
                f.parameter("temp"), f.parameter("temp_row") * (c * program.size + phase), scalar.name
            )
            for v, total in enumerate(totals[c][phase]):
                f.store(total.get(), f.element(row, v * scalar.lanes, scalar.name), scalar.size)
    return f


def _element(f: Function, scalar: Scalar, pointer: str, index: int):  # type: ignore[no-untyped-def]
    return f.load(
        scalar.name, f.element(f.parameter(pointer), index, scalar.name), scalar.size
    )
