"""Sums at points back to the weight: `pack.py` the other way round."""

from __future__ import annotations

from upconv.engine import args
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.winograd.pack import NEAR, STRIP, place_of, taps_of, vector_of
from upconv.engine.winograd.points import MOST_INPUTS

NAME = "unpack_points"


def emit_unpacking(module: Module, scalar: Scalar) -> None:
    """Write the exported function that turns sums to the gradient of the weight, task after task.

    A task is (group, strip of input channels).
    """
    spread = _emit_spread(module, scalar)
    f = module.function(NAME, (("args", PTR),), exported=True)
    this = f.parameter("args")
    strips, weight, packed, group_size = args.fields(
        f, "pack_rows", "weight", "packed", "part_size"
    )
    by_group, by_in, channels = args.fields(f, "weight_group", "weight_in", "in_channels")
    table, vector_count = args.fields(f, "weight_columns", "vector_count")
    found_taps = f.scratch(scalar.vector(), MOST_INPUTS**2)
    flag = args.address(f, "not_finite")
    with args.each_packing_task(f) as task:
        group, begin = task // strips, task % strips * STRIP
        base = f.element(packed, group * group_size, scalar.name)
        target = f.element(weight, group * by_group, scalar.name)
        with f.loop(0, vector_count) as index:
            vector = vector_of(f, index)
            turn, lies, entries, columns, origins = taps_of(f, vector.row, vector.slab)
            offsets = f.element(table, origins + vector.column, I64)
            first = f.element(base, place_of(f, vector, begin), scalar.name)
            with f.loop(0, (channels - begin).at_most(STRIP)) as channel:
                sums = f.element(first, channel * vector.step, scalar.name)
                f.call_at(turn, this, sums, vector.plane, found_taps, flag)
                line = f.element(target, (begin + channel) * by_in, scalar.name)
                given = (entries, lies, offsets, columns, columns - vector.column)
                f.call(spread, line, found_taps, *given)


def _emit_spread(module: Module, scalar: Scalar) -> Function:
    """Write the function that stores the taps of a vector of columns, `kept` of which are there."""
    numbers = (("entries", I64), ("lies", I64), ("offsets", PTR), ("columns", I64), ("kept", I64))
    f = module.function("spread_taps", (("line", PTR), ("taps", PTR), *numbers))
    p, lanes = f.parameter, scalar.lanes
    near = p("lies").equals(NEAR) & (p("kept") >= lanes)
    with f.loop(0, p("entries")) as entry:
        row = f.element(p("offsets"), entry * p("columns"), I64)
        source = f.element(p("taps"), entry * lanes, scalar.name)
        with f.when(near):
            _move(f, scalar, source, row, scalar.vector())
        with f.when(f.invert(near)), f.loop(0, p("kept").at_most(lanes)) as lane:
            place = f.element(source, lane, scalar.name)
            _move(f, scalar, place, f.element(row, lane, I64), scalar.name)
    return f


def _move(f: Function, scalar: Scalar, source: Value, row: Value, kind: str) -> None:
    to = f.element(f.parameter("line"), f.load(I64, row), scalar.name)
    f.store(f.load(kind, source, scalar.size), to, scalar.size)
