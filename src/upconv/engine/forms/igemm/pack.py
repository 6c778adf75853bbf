"""The packed weight: group, class, panel, part of the reduction, entry, input channel, column.

That is its order in memory, the column innermost; the tiles read it front to back. Columns behind
the last one of a class hold anything: their sums are never stored. Kernels that are contiguous are
read once, in transposed squares; any other strides column by column.
"""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar
from upconv.engine.codegen.transpose import transpose
from upconv.engine.forms.igemm import fields

NAME = "pack_igemm"
MOST_TAPS = 512  # elements of a kernel that may be packed in transposed squares


def emit_packing(module: Module, scalar: Scalar, *, transposed: bool) -> Function | None:
    """Write the exported function that packs weights, task after task: transposed, or by columns.

    Returns the function that packs one column block by columns, or None.
    """
    pack = _emit_transposed(module, scalar) if transposed else _emit_rows(module, scalar)
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)
    this = f.parameter("args")
    packed, group_size = args.fields(f, "packed", "group_size")
    column_blocks, column_block_count = args.fields(f, "column_blocks", "column_block_count")
    with args.each_packing_task(f) as task:
        if transposed:
            f.call(pack, this, task)
        else:
            column_block = f.element(
                column_blocks, task % column_block_count * len(fields.COLUMN_BLOCK), I64
            )
            (begin,) = fields.read(f, column_block, fields.COLUMN_BLOCK, ("weights",))
            to = f.element(packed, task // column_block_count * group_size + begin, scalar.name)
            f.call(pack, this, task, to)
    return None if transposed else pack


def _emit_rows(module: Module, scalar: Scalar) -> Function:
    """Write the function that packs one column block of a group by the table of its columns."""
    f = module.function("pack_rows", (("args", PTR), ("task", I64), ("to", PTR)))
    weight, by_group, by_in, depth, channels = args.fields(
        f, "weight", "weight_group", "weight_in", "depth", "in_channels"
    )
    group, table, column_block, (entries, columns, first_weight_offset, contiguous) = (
        fields.packing_task(f)
    )
    first, panels, vectors, _ = column_block
    source = f.element(weight, group * by_group, scalar.name)
    width = vectors * scalar.lanes
    panel_stride = entries * channels * width
    whole = (contiguous > 0) & (columns - first >= panels * width)
    with f.loop(0, channels, depth) as part, f.loop(0, entries) as entry:
        part_channels = (channels - part).at_most(depth)
        offsets = f.element(table, first_weight_offset + entry * columns + first, I64)
        to = f.element(
            f.parameter("to"), (part * entries + entry * part_channels) * width, scalar.name
        )
        with f.when(whole):
            # A row of the weight is read to its end: the next one may be on another page.
            here = f.element(source, f.load(I64, offsets), scalar.name)
            with f.loop(0, part_channels) as i, f.loop(0, panels) as panel:
                line = f.element(here, (part + i) * by_in + panel * width, scalar.name)
                place = f.element(to, panel * panel_stride + i * width, scalar.name)
                with f.loop(0, width, scalar.lanes) as n:
                    value = f.load(scalar.vector(), f.element(line, n, scalar.name), scalar.size)
                    f.store(value, f.element(place, n, scalar.name), scalar.size)
        with (
            f.when(f.invert(whole)),
            f.loop(0, panels) as panel,
            f.loop(0, part_channels) as i,
            f.loop(0, width) as n,
        ):
            column = (panel * width + n).at_most(columns - first - 1)
            line = f.element(source, (part + i) * by_in, scalar.name)
            at = f.load(I64, f.element(offsets, column, I64))
            value = f.load(scalar.name, f.element(line, at, scalar.name), scalar.size)
            place = f.element(to, panel * panel_stride + i * width + n, scalar.name)
            f.store(value, place, scalar.size)
    return f


def _emit_transposed(module: Module, scalar: Scalar) -> Function:
    """Write the function that packs one panel of every class, for one part of a group.

    Every class has one phase; squares are output channels x kernel elements. `offsets` has rows of
    fields.TAP, one per kernel element.
    """
    f = module.function("pack_transposed", (("args", PTR), ("task", I64)))
    lanes = scalar.lanes
    weight, packed, group_size = args.fields(f, "weight", "packed", "group_size")
    by_group, by_out, by_in = args.fields(f, "weight_group", "weight_out", "weight_in")
    depth, in_channels, out_channels = args.fields(f, "depth", "in_channels", "out_channels")
    panel_width, panels, taps, table = args.fields(
        f, "panel_width", "panels", "taps", "kernel_elements"
    )
    parts = (in_channels + (depth - 1)) // depth
    part = f.parameter("task") % parts * depth
    panel = f.parameter("task") // parts % panels
    group = f.parameter("task") // parts // panels
    first = panel * panel_width
    width = ((out_channels - first).at_most(panel_width) + (lanes - 1)) // lanes * lanes
    part_channels = (in_channels - part).at_most(depth)
    places = f.scratch(PTR, MOST_TAPS)
    base = f.element(packed, group * group_size, scalar.name)
    with f.loop(0, taps) as tap:
        row = f.element(table, tap * len(fields.TAP), I64)
        begin, entries, entry = fields.read(f, row, fields.TAP)
        at = (
            begin + first * entries * in_channels + (part * entries + entry * part_channels) * width
        )
        f.store(f.element(base, at, scalar.name), f.element(places, tap, PTR))
    with f.loop(0, part_channels) as i, f.loop(0, width, lanes) as vector_start:
        line = f.element(weight, group * by_group + (part + i) * by_in, scalar.name)
        sources = [
            f.element(
                line, (first + vector_start + n).at_most(out_channels - 1) * by_out, scalar.name
            )
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
                f.store(
                    column, f.element(place, i * width + vector_start, scalar.name), scalar.size
                )
    return f
