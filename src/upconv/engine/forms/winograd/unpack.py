"""From sums per component to the weight gradient: the inverse order of `pack.py`."""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.forms.winograd.pack import CONTIGUOUS, STRIP, place_of, taps_of, vector_of
from upconv.engine.forms.winograd.transforms import MOST_INPUTS

NAME = "unpack_winograd"


def emit_unpacking(module: Module, scalar: Scalar) -> None:
    """Write the exported function that turns sums per component into the weight gradient.

    A task is (group, strip of input channels).
    """
    scatter_taps = _emit_scatter_taps(module, scalar)
    f = module.function(NAME, (("args", PTR),), exported=True)
    this = f.parameter("args")
    strips, weight_grad, packed, group_size = args.fields(
        f, "pack_strips", "weight_grad", "packed", "group_size"
    )
    by_group, by_in, channels = args.fields(f, "weight_group", "weight_in", "in_channels")
    table, vector_count = args.fields(f, "weight_columns", "vector_count")
    taps = f.scratch(scalar.vector(), MOST_INPUTS**2)
    flag = args.address(f, "not_finite")
    with args.each_packing_task(f) as task:
        group, begin = task // strips, task % strips * STRIP
        base = f.element(packed, group * group_size, scalar.name)
        target = f.element(weight_grad, group * by_group, scalar.name)
        with f.loop(0, vector_count) as index:
            vector = vector_of(f, index)
            transform, layout, entries, columns, first_weight_offset = taps_of(
                f, vector.row, vector.depth_tap
            )
            offsets = f.element(table, first_weight_offset + vector.column, I64)
            first = f.element(base, place_of(f, vector, begin), scalar.name)
            with f.loop(0, (channels - begin).at_most(STRIP)) as channel:
                sums = f.element(first, channel * vector.step, scalar.name)
                f.call_at(transform, this, sums, vector.plane, taps, flag)
                line = f.element(target, (begin + channel) * by_in, scalar.name)
                arguments = (entries, layout, offsets, columns, columns - vector.column)
                f.call(scatter_taps, line, taps, *arguments)


def _emit_scatter_taps(module: Module, scalar: Scalar) -> Function:
    """Write the function that stores the taps of a vector of columns, of which `valid` exist."""
    numbers = (
        ("entries", I64),
        ("layout", I64),
        ("offsets", PTR),
        ("columns", I64),
        ("valid", I64),
    )
    f = module.function("scatter_taps", (("line", PTR), ("taps", PTR), *numbers))
    p, lanes = f.parameter, scalar.lanes
    contiguous = p("layout").equals(CONTIGUOUS) & (p("valid") >= lanes)
    with f.loop(0, p("entries")) as entry:
        row = f.element(p("offsets"), entry * p("columns"), I64)
        source = f.element(p("taps"), entry * lanes, scalar.name)
        with f.when(contiguous):
            _move(f, scalar, source, row, scalar.vector())
        with f.when(f.invert(contiguous)), f.loop(0, p("valid").at_most(lanes)) as lane:
            place = f.element(source, lane, scalar.name)
            _move(f, scalar, place, f.element(row, lane, I64), scalar.name)
    return f


def _move(f: Function, scalar: Scalar, source: Value, row: Value, kind: str) -> None:
    to = f.element(f.parameter("line"), f.load(I64, row), scalar.name)
    f.store(f.load(kind, source, scalar.size), to, scalar.size)
