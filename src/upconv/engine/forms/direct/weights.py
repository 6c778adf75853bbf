"""The packed weight of the direct form, packed once per call or kept by the caller.

In memory: group, block of output channels, part of the input channels (`Plan.depth`), combination
of phases, entry, input channel, link, output channel of the block (innermost). A tile reads it from
front to back; `schedule._links` lists the links in this order, and must agree with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Int, Module, Scalar, Value
from upconv.engine.forms.direct.plan import Plan

NAME = "pack_weights"
UNROLLED = (1, 2, 3, 4, 6)  # output channels of blocks that have unrolled code
STRIP = 8  # input channels per row of the table, so that cache lines of the weight are reused


def sizes_of(plan: Plan) -> tuple[int, ...]:
    """Return the sizes of a plan's blocks of output channels, as `emit_packing` wants them."""
    sizes = {plan.tile.channels, plan.tail or plan.tile.channels}
    return tuple(sorted(size if size in UNROLLED else 0 for size in sizes))


def emit_packing(module: Module, scalar: Scalar, sizes: Sequence[int]) -> None:
    """Write the exported function that packs weights, task after task.

    `sizes` are the output channels of blocks; 0 stands for any.
    """
    f = module.function(NAME, (("args", PTR),), exported=True)
    weight, packed, strip = args.fields(f, "weight", "packed", "pack_channels")
    by_group, by_out, by_in = args.fields(f, "weight_group", "weight_out", "weight_in")
    table, links, taps, depth = args.fields(f, "link_table", "link_count", "taps", "depth")
    in_channels, out_channels, tile = args.fields(f, "in_channels", "out_channels", "tile_channels")
    strips = (in_channels + (strip - 1)) // strip
    blocks = (out_channels + (tile - 1)) // tile
    with args.each_packing_task(f) as task:
        first = (task % strips) * strip
        last = (first + strip).at_most(in_channels)
        group = task // strips // blocks
        channel = ((task // strips) % blocks) * tile
        channels = (out_channels - channel).at_most(tile)
        source = f.element(weight, group * by_group + channel * by_out, scalar.name)
        at = (group * out_channels + channel) * (taps * in_channels)
        target = f.element(packed, at, scalar.name)
        with f.loop(first, last, STRIP) as start:
            stop = (start + STRIP).at_most(last)
            part = (start // depth) * depth
            part_channels = (in_channels - part).at_most(depth)
            with f.loop(0, links) as link:
                row = f.element(table, link * args.LINK_WORDS, I64)
                tap, before, count, position = (
                    f.load(I64, f.element(row, n, I64)) for n in range(args.LINK_WORDS)
                )
                begin = (part * links + before * part_channels + position) * channels
                to = f.element(target, begin, scalar.name)
                origin = f.element(source, tap, scalar.name)
                rows = (to, origin, count * channels, start, stop)
                unrolled_fits = f.constant(BOOL, "false")
                for unrolled in (size for size in sizes if size):
                    fits = channels.equals(unrolled)
                    unrolled_fits = unrolled_fits | fits
                    with f.when(fits):
                        _copy_rows(f, scalar, rows, part, (by_in, by_out), unrolled)
                if 0 in sizes:
                    with f.when(f.invert(unrolled_fits)):
                        _copy_rows(f, scalar, rows, part, (by_in, by_out), channels)


def _copy_rows(
    f: Function,
    scalar: Scalar,
    rows: tuple[Value, Value, Value, Value, Value],
    part: Value,
    steps: tuple[Value, Value],
    channels: Int,
) -> None:
    """Write one link of some input channels: a few output channels side by side."""
    to, origin, pitch, start, stop = rows
    by_in, by_out = steps
    with f.loop(start, stop) as i:
        target = f.element(to, (i - part) * pitch, scalar.name)
        source = f.element(origin, i * by_in, scalar.name)

        def move(c: Int) -> None:
            place = f.element(source, by_out * c, scalar.name)
            value = f.load(scalar.name, place, scalar.size)
            f.store(value, f.element(target, c, scalar.name), scalar.size)

        if isinstance(channels, int):
            for c in range(channels):
                move(c)
        else:
            with f.loop(0, channels) as number:
                move(number)
