"""Sums in panels back into the order of the weight: `pack.py` the other way round."""

from __future__ import annotations

from upconv.engine import args
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import words
from upconv.engine.panels.pack import MOST_TAPS
from upconv.engine.transpose import transpose

NAME = "unpack_panels"


def emit_unpacking(module: Module, scalar: Scalar, *, squares: bool) -> None:
    """Write the exported function that adds up the parts of a gradient, task after task."""
    unpack = _emit_squares(module, scalar) if squares else _emit_rows(module, scalar)
    f = module.function(NAME, (("args", PTR),), exported=True, seldom=True)
    with args.each_packing_task(f) as task:
        f.call(unpack, f.parameter("args"), task)


def total_of(f: Function, scalar: Scalar, type_: str, place: Value) -> Value:
    """Return the sum of the parts of what lies at `place`, in order."""
    parts, groups, group_size = args.fields(f, "parts", "groups", "part_size")
    total = f.variable(type_)
    total.set(f.load(type_, place, scalar.size))
    with f.loop(1, parts) as part:
        other = f.element(place, part * groups * group_size, scalar.name)
        total.set(f.arithmetic("fadd", total.get(), f.load(type_, other, scalar.size)))
    return total.get()


def _emit_rows(module: Module, scalar: Scalar) -> Function:
    """Write the function that stores the columns of one sweep of a group by their table."""
    f = module.function("unpack_rows", (("args", PTR), ("task", I64)))
    weight, packed, group_size = args.fields(f, "weight", "packed", "part_size")
    by_group, by_in, channels = args.fields(f, "weight_group", "weight_in", "in_channels")
    group, table, sweep, (entries, columns, origins, near) = words.packing_task(f)
    first, panels, vectors, begin = sweep
    target = f.element(weight, group * by_group, scalar.name)
    width = vectors * scalar.lanes
    source = f.variable(PTR, f.element(packed, group * group_size + begin, scalar.name))
    with f.loop(0, panels) as panel, f.loop(0, entries) as entry, f.loop(0, channels) as i:
        column = first + panel * width
        kept = (columns - column).at_most(width)
        offsets = f.element(table, origins + entry * columns + column, I64)
        line = f.element(target, i * by_in, scalar.name)
        held = source.get()
        vector = (near > 0) & kept.equals(width)
        with f.when(vector):
            to = f.element(line, f.load(I64, offsets), scalar.name)
            with f.loop(0, width, scalar.lanes) as n:
                place = f.element(held, n, scalar.name)
                value = total_of(f, scalar, scalar.vector(), place)
                f.store(value, f.element(to, n, scalar.name), scalar.size)
        with f.when(f.invert(vector)), f.loop(0, kept) as n:
            at = f.load(I64, f.element(offsets, n, I64))
            value = total_of(f, scalar, scalar.name, f.element(held, n, scalar.name))
            f.store(value, f.element(line, at, scalar.name), scalar.size)
        source.set(f.element(held, width, scalar.name))
    return f


def _emit_squares(module: Module, scalar: Scalar) -> Function:
    """Write the function that stores one panel of every class, for some input channels."""
    f = module.function("unpack_squares", (("args", PTR), ("task", I64)))
    lanes = scalar.lanes
    weight, packed, group_size = args.fields(f, "weight", "packed", "part_size")
    by_group, by_out, by_in = args.fields(f, "weight_group", "weight_out", "weight_in")
    strip, in_channels, out_channels = args.fields(f, "depth", "in_channels", "out_channels")
    panel_width, panels, taps, table = args.fields(f, "tile_channels", "panels", "taps", "offsets")
    strips = (in_channels + (strip - 1)) // strip
    begin_i = f.parameter("task") % strips * strip
    panel = f.parameter("task") // strips % panels
    group = f.parameter("task") // strips // panels
    first = panel * panel_width
    width = ((out_channels - first).at_most(panel_width) + (lanes - 1)) // lanes * lanes
    places = f.scratch(PTR, MOST_TAPS)
    base = f.element(packed, group * group_size, scalar.name)
    with f.loop(0, taps) as tap:
        begin, entries, entry = words.read(
            f, f.element(table, tap * len(words.TAP), I64), words.TAP
        )
        at = begin + first * entries * in_channels + entry * in_channels * width
        f.store(f.element(base, at, scalar.name), f.element(places, tap, PTR))
    stop = (begin_i + strip).at_most(in_channels)
    with f.loop(begin_i, stop) as i, f.loop(0, width, lanes) as half:
        line = f.element(weight, group * by_group + i * by_in, scalar.name)
        with f.loop(0, taps, lanes) as start:
            tap = start.at_most(taps - lanes)
            rows = []
            for n in range(lanes):
                place = f.load(PTR, f.element(places, tap + n, PTR))
                place = f.element(place, i * width + half, scalar.name)
                rows.append(total_of(f, scalar, scalar.vector(), place))
            for n, column in enumerate(transpose(f, rows)):
                channel = first + half + n
                with f.when(channel < out_channels):
                    to = f.element(line, channel * by_out + tap, scalar.name)
                    f.store(column, to, scalar.size)
    return f
