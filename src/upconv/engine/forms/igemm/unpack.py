"""From sums in panels to the weight gradient: the inverse order of `pack.py`."""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.transpose import transpose
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.pack import MOST_TAPS

NAME = "unpack_igemm"


def emit_unpacking(module: Module, scalar: Scalar, *, transposed: bool) -> None:
    """Write the exported function that adds up the parts of a gradient, task after task."""
    unpack = _emit_transposed(module, scalar) if transposed else _emit_rows(module, scalar)
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)
    with args.each_packing_task(f) as task:
        f.call(unpack, f.parameter("args"), task)


def total_of(f: Function, scalar: Scalar, type_: str, place: Value) -> Value:
    """Return the sum of all parts at `place`, in order."""
    parts, groups, group_size = args.fields(f, "parts", "groups", "group_size")
    total = f.variable(type_)
    total.set(f.load(type_, place, scalar.size))
    with f.loop(1, parts) as part:
        other = f.element(place, part * groups * group_size, scalar.name)
        total.set(f.arithmetic("fadd", total.get(), f.load(type_, other, scalar.size)))
    return total.get()


def _emit_rows(module: Module, scalar: Scalar) -> Function:
    """Write the function that stores one column block of a group by the table of its columns."""
    f = module.function("unpack_rows", (("args", PTR), ("task", I64)))
    weight_grad, packed, group_size = args.fields(f, "weight_grad", "packed", "group_size")
    by_group, by_in, channels = args.fields(f, "weight_group", "weight_in", "in_channels")
    group, table, column_block, (entries, columns, first_weight_offset, contiguous) = (
        fields.packing_task(f)
    )
    first, panels, vectors, begin = column_block
    target = f.element(weight_grad, group * by_group, scalar.name)
    width = vectors * scalar.lanes
    source = f.variable(PTR, f.element(packed, group * group_size + begin, scalar.name))
    with f.loop(0, panels) as panel, f.loop(0, entries) as entry, f.loop(0, channels) as i:
        column = first + panel * width
        valid = (columns - column).at_most(width)
        offsets = f.element(table, first_weight_offset + entry * columns + column, I64)
        line = f.element(target, i * by_in, scalar.name)
        part_channels = source.get()
        vector = (contiguous > 0) & valid.equals(width)
        with f.when(vector):
            to = f.element(line, f.load(I64, offsets), scalar.name)
            with f.loop(0, width, scalar.lanes) as n:
                place = f.element(part_channels, n, scalar.name)
                value = total_of(f, scalar, scalar.vector(), place)
                f.store(value, f.element(to, n, scalar.name), scalar.size)
        with f.when(f.invert(vector)), f.loop(0, valid) as n:
            at = f.load(I64, f.element(offsets, n, I64))
            value = total_of(f, scalar, scalar.name, f.element(part_channels, n, scalar.name))
            f.store(value, f.element(line, at, scalar.name), scalar.size)
        source.set(f.element(part_channels, width, scalar.name))
    return f


def _emit_transposed(module: Module, scalar: Scalar) -> Function:
    """Write the function that stores one panel of every class, for some input channels."""
    f = module.function("unpack_transposed", (("args", PTR), ("task", I64)))
    lanes = scalar.lanes
    weight_grad, packed, group_size = args.fields(f, "weight_grad", "packed", "group_size")
    by_group, by_out, by_in = args.fields(f, "weight_group", "weight_out", "weight_in")
    strip, in_channels, out_channels = args.fields(f, "depth", "in_channels", "out_channels")
    panel_width, panels, taps, table = args.fields(
        f, "panel_width", "panels", "taps", "kernel_elements"
    )
    strips = (in_channels + (strip - 1)) // strip
    begin_i = f.parameter("task") % strips * strip
    panel = f.parameter("task") // strips % panels
    group = f.parameter("task") // strips // panels
    first = panel * panel_width
    width = ((out_channels - first).at_most(panel_width) + (lanes - 1)) // lanes * lanes
    places = f.scratch(PTR, MOST_TAPS)
    base = f.element(packed, group * group_size, scalar.name)
    with f.loop(0, taps) as tap:
        begin, entries, entry = fields.read(
            f, f.element(table, tap * len(fields.TAP), I64), fields.TAP
        )
        at = begin + first * entries * in_channels + entry * in_channels * width
        f.store(f.element(base, at, scalar.name), f.element(places, tap, PTR))
    stop = (begin_i + strip).at_most(in_channels)
    with f.loop(begin_i, stop) as i, f.loop(0, width, lanes) as vector_start:
        line = f.element(weight_grad, group * by_group + i * by_in, scalar.name)
        with f.loop(0, taps, lanes) as start:
            tap = start.at_most(taps - lanes)
            rows = []
            for n in range(lanes):
                place = f.load(PTR, f.element(places, tap + n, PTR))
                place = f.element(place, i * width + vector_start, scalar.name)
                rows.append(total_of(f, scalar, scalar.vector(), place))
            for n, column in enumerate(transpose(f, rows)):
                channel = first + vector_start + n
                with f.when(channel < out_channels):
                    to = f.element(line, channel * by_out + tap, scalar.name)
                    f.store(column, to, scalar.size)
    return f
