"""The weight in the order that the tiles read it, written once per call or kept by the caller.

Order: group, block of output channels, part of the input channels (`Plan.depth`), combination of
phases, entry, input channel, link, output channel of the block. A tile reads it from front to back.
"""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Module, Scalar
from upconv.engine.plan import Plan

NAME = "pack_weights"
STRIP = 8  # input channels that share one look at the table, so that lines of the weight are reused


def emit_packing(module: Module, plan: Plan, scalar: Scalar) -> None:
    """Write the exported function that packs weights, task after task."""
    problem = plan.problem
    whole, tail = divmod(problem.out_channels, plan.tile.channels)
    blocks = whole + bool(tail)
    f = module.function(NAME, (("frame", PTR),), exported=True)
    weight, packed, tasks, strip = frame.fields(f, "weight", "packed", "pack_tasks", "pack_rows")
    by_group, by_out, by_in = frame.fields(f, "weight_group", "weight_out", "weight_in")
    table, links = frame.fields(f, "link_table", "link_count")
    strips = (strip - 1 + problem.in_channels) // strip
    with f.forever() as done:
        task = f.next_number(frame.address(f, "pack_next"))
        f.leave_when(task >= tasks, done)
        first = (task % strips) * strip
        last = (first + strip).at_most(problem.in_channels)
        block = (task // strips) % blocks
        group = task // strips // blocks
        channel = block * plan.tile.channels
        source = f.element(weight, group * by_group + channel * by_out, scalar.name)
        at = (group * problem.out_channels + channel) * (problem.taps * problem.in_channels)
        target = f.element(packed, at, scalar.name)
        for channels, condition in (
            (plan.tile.channels, block < whole),
            (tail, block >= whole),
        ):
            if channels == 0 or (channels == tail and not tail):
                continue
            with f.when(condition), f.loop(first, last, STRIP) as start:
                stop = (start + STRIP).at_most(last)
                part = (start // plan.depth) * plan.depth
                depth = (f.int(problem.in_channels) - part).at_most(plan.depth)
                with f.loop(0, links) as link:
                    row = f.element(table, link * frame.LINK_WORDS, I64)
                    tap, before, count, position = (
                        f.load(I64, f.element(row, n, I64)) for n in range(frame.LINK_WORDS)
                    )
                    with f.loop(start, stop) as i:
                        begin = part * links + before * depth + (i - part) * count + position
                        to = f.element(target, begin * channels, scalar.name)
                        origin = f.element(source, i * by_in + tap, scalar.name)
                        for c in range(channels):
                            place = f.element(origin, by_out * c, scalar.name)
                            value = f.load(scalar.name, place, scalar.size)
                            f.store(value, f.element(to, c, scalar.name), scalar.size)
    return
