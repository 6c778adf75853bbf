"""The weight in panels: group, class, panel, part, entry, input channel, column.

Columns past the last one of a class hold anything: what they sum up to is never stored. There is
a way for kernel elements that lie side by side, which reads the weight once in squares, and one
for any strides.
"""

from __future__ import annotations

from upconv.engine import args
from upconv.engine.ir import I64, PTR, Function, Module, Scalar
from upconv.engine.panels import words
from upconv.engine.transpose import transpose

NAME = "pack_panels"
MOST_TAPS = 512  # elements of a kernel that squares may take


def emit_packing(module: Module, scalar: Scalar, *, squares: bool) -> Function | None:
    """Write the exported function that packs weights, task after task: in squares, or in rows.

    Returns the one that packs a single sweep, in rows, where it is told to.
    """
    pack = _emit_squares(module, scalar) if squares else _emit_rows(module, scalar)
    f = module.function(NAME, (("args", PTR),), exported=True, seldom=True)
    this = f.parameter("args")
    packed, group_size = args.fields(f, "packed", "part_size")
    sweeps, sweep_count = args.fields(f, "sweeps", "sweep_count")
    with args.each_packing_task(f) as task:
        if squares:
            f.call(pack, this, task)
        else:
            sweep = f.element(sweeps, task % sweep_count * len(words.SWEEP), I64)
            (begin,) = words.read(f, sweep, words.SWEEP, ("weights",))
            to = f.element(packed, task // sweep_count * group_size + begin, scalar.name)
            f.call(pack, this, task, to)
    return None if squares else pack


def _emit_rows(module: Module, scalar: Scalar) -> Function:
    """Write the function that packs one sweep of a group by the table of its columns."""
    f = module.function("pack_rows", (("args", PTR), ("task", I64), ("to", PTR)))
    weight, by_group, by_in, depth, channels = args.fields(
        f, "weight", "weight_group", "weight_in", "depth", "in_channels"
    )
    group, table, sweep, (entries, columns, origins, near) = words.packing_task(f)
    first, panels, vectors, _ = sweep
    source = f.element(weight, group * by_group, scalar.name)
    width = vectors * scalar.lanes
    apart = entries * channels * width
    whole = (near > 0) & (columns - first >= panels * width)
    with f.loop(0, channels, depth) as part, f.loop(0, entries) as entry:
        held = (channels - part).at_most(depth)
        offsets = f.element(table, origins + entry * columns + first, I64)
        to = f.element(f.parameter("to"), (part * entries + entry * held) * width, scalar.name)
        with f.when(whole):
            # A row of the weight is read in one piece: the next one may be on another page.
            here = f.element(source, f.load(I64, offsets), scalar.name)
            with f.loop(0, held) as i, f.loop(0, panels) as panel:
                line = f.element(here, (part + i) * by_in + panel * width, scalar.name)
                place = f.element(to, panel * apart + i * width, scalar.name)
                with f.loop(0, width, scalar.lanes) as n:
                    value = f.load(scalar.vector(), f.element(line, n, scalar.name), scalar.size)
                    f.store(value, f.element(place, n, scalar.name), scalar.size)
        with (
            f.when(f.invert(whole)),
            f.loop(0, panels) as panel,
            f.loop(0, held) as i,
            f.loop(0, width) as n,
        ):
            column = (panel * width + n).at_most(columns - first - 1)
            line = f.element(source, (part + i) * by_in, scalar.name)
            at = f.load(I64, f.element(offsets, column, I64))
            value = f.load(scalar.name, f.element(line, at, scalar.name), scalar.size)
            place = f.element(to, panel * apart + i * width + n, scalar.name)
            f.store(value, place, scalar.size)
    return f


def _emit_squares(module: Module, scalar: Scalar) -> Function:
    """Write the function that packs one panel of every class, of some parts of a group.

    Every class has one phase; squares are output channels x kernel elements. `offsets` has, for
    every element, its class's weights, and the entries of the class and which one it is.
    """
    f = module.function("pack_squares", (("args", PTR), ("task", I64)))
    lanes = scalar.lanes
    weight, packed, group_size = args.fields(f, "weight", "packed", "part_size")
    by_group, by_out, by_in = args.fields(f, "weight_group", "weight_out", "weight_in")
    depth, in_channels, out_channels = args.fields(f, "depth", "in_channels", "out_channels")
    panel_width, panels, taps, table = args.fields(f, "tile_channels", "panels", "taps", "offsets")
    parts = (in_channels + (depth - 1)) // depth
    part = f.parameter("task") % parts * depth
    panel = f.parameter("task") // parts % panels
    group = f.parameter("task") // parts // panels
    first = panel * panel_width
    width = ((out_channels - first).at_most(panel_width) + (lanes - 1)) // lanes * lanes
    held = (in_channels - part).at_most(depth)
    places = f.scratch(PTR, MOST_TAPS)
    base = f.element(packed, group * group_size, scalar.name)
    with f.loop(0, taps) as tap:
        row = f.element(table, tap * len(words.TAP), I64)
        begin, entries, entry = words.read(f, row, words.TAP)
        at = begin + first * entries * in_channels + (part * entries + entry * held) * width
        f.store(f.element(base, at, scalar.name), f.element(places, tap, PTR))
    with f.loop(0, held) as i, f.loop(0, width, lanes) as half:
        line = f.element(weight, group * by_group + (part + i) * by_in, scalar.name)
        sources = [
            f.element(line, (first + half + n).at_most(out_channels - 1) * by_out, scalar.name)
            for n in range(lanes)
        ]
        with f.loop(0, taps, lanes) as start:
            tap = start.at_most(taps - lanes)
            rows = [
                f.load(scalar.vector(), f.element(source, tap, scalar.name), scalar.size)
                for source in sources
            ]
            for n, column in enumerate(transpose(f, rows)):
                place = f.load(PTR, f.element(places, tap + n, PTR))
                f.store(column, f.element(place, i * width + half, scalar.name), scalar.size)
    return f
