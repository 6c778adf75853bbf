"""The weight at points: group, class, sweep, point, panel, input channel, column."""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Module, Scalar
from upconv.engine.panels import words

NAME = "pack_points"
STRIP = 8  # input channels of a task: all classes read the same lines of the weight


def emit_packing(module: Module, scalar: Scalar) -> None:
    """Write the exported function that turns the weight to points, task after task.

    A task is (group, strip of input channels), all sweeps of it.
    """
    f = module.function(NAME, (("frame", PTR),), exported=True)
    tasks, strips, sweeps, sweep_count = frame.fields(
        f, "pack_tasks", "pack_rows", "sweeps", "sweep_count"
    )
    weight, packed, group_size, channels = frame.fields(
        f, "weight", "packed", "part_size", "in_channels"
    )
    by_group, by_in = frame.fields(f, "weight_group", "weight_in")
    classes, kinds, table = frame.fields(f, "classes", "kinds", "weight_columns")
    with f.forever() as done:
        task = f.next_number(frame.address(f, "pack_next"))
        f.leave_when(task >= tasks, done)
        group = task // strips
        begin = task % strips * STRIP
        end = (begin + STRIP).at_most(channels)
        source = f.element(weight, group * by_group, scalar.name)
        base = f.element(packed, group * group_size, scalar.name)
        with f.loop(0, sweep_count) as index:
            row = f.element(sweeps, index * len(words.SWEEP), I64)
            number, first, panels, vectors, at = words.read(f, row, words.SWEEP)[:5]
            found = f.element(classes, number * len(words.CLASS), I64)
            columns, origins, near = words.read(
                f, found, words.CLASS, ("columns", "origins", "near")
            )
            kind = f.element(kinds, number * len(words.KIND), I64)
            turn = f.load(PTR, f.element(kind, words.KIND.index("weights"), I64))
            width = vectors * scalar.lanes
            plane = panels * channels * width
            with f.loop(0, panels) as panel, f.loop(begin, end) as channel:
                line = f.element(source, channel * by_in, scalar.name)
                to = at + (panel * channels + channel) * width
                with f.loop(0, width, scalar.lanes) as lane:
                    column = first + panel * width + lane
                    # Behind the last column another vector may begin: it repeats the last one.
                    here = column.at_most(columns - 1)
                    offsets = f.element(table, origins + here, I64)
                    place = f.element(base, to + lane, scalar.name)
                    given = (columns, columns - here, near, place, plane)
                    f.call_at(turn, line, offsets, *given)
