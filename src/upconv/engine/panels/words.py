"""The tables of panels: what a row of each holds, in 64-bit words."""

from __future__ import annotations

from upconv.engine import args
from upconv.engine.ir import I64, Function, Value

# A position of a block: where it reads and writes, and its quotients z, y, x, from the first one.
POSITION = ("reads", "writes", "z", "y", "x")
# A class of phases: positions on each axis, its entries, its first segment and how many a part
# has, its first column and their number, whether every phase has all the positions, its first row
# of `weight_columns`, whether its columns lie side by side in the weight, and how many of them do
# so in the output; and the first segment and their number for a panel of one vector.
CLASS = (
    *("count_z", "count_y", "count_x", "entries", "segment", "segments", "column", "columns"),
    *("uniform", "origins", "near", "joined", "narrow_segment", "narrow_segments"),
)
# How a class is computed at points: how many, the functions that turn its inputs, its sums and its
# weights, where in a tile it reads first, how its columns lie in the weight, how many elements lie
# between the weights of a sweep at two points, the number of what it reads on y and x, and its
# first row of `slabs` and how many it has: the planes of z that it reads, from the first one.
KIND = (
    *("points", "inputs", "outputs", "weights", "reads", "lies", "gap", "flat"),
    *("slab", "slabs"),
)
# A vector of columns at points: its class, its slab, its first column, where the weights of input
# channel 0 at the first point go, and how far on those of the next channel and of the next point.
VECTOR = ("class", "slab", "column", "to", "step", "plane")
# A sweep of panels: its class, first column, panels, vectors of a panel, where its weights begin,
# and whether its columns lie side by side in the output.
SWEEP = ("class", "column", "panels", "vectors", "weights", "direct")
# A column: where it writes, its output channel, and its positions on each axis.
COLUMN = ("writes", "channel", "count_z", "count_y", "count_x")
# A segment: where an entry's input channels begin, and how many there are.
SEGMENT = ("reads", "channels")
# A tile of the weight's gradient: where its first row reads, its rows, its place in a panel. A
# class has as many as its `segments`.
DOT = ("reads", "rows", "row")
# A kernel element: where the weights of its class begin, the entries of the class, its entry.
TAP = ("weights", "entries", "entry")


def read(
    f: Function, row: Value, table: tuple[str, ...], names: tuple[str, ...] | None = None
) -> list[Value]:
    """Load words of a row, all of them or those named."""
    places = [table.index(name) for name in names or table]
    return [f.load(I64, f.element(row, place, I64)) for place in places]


def packing_task(f: Function) -> tuple[Value, Value, list[Value], list[Value]]:
    """Read what one task packs or unpacks: its group, the table of columns, its sweep, its class.

    Of the sweep: first column, panels, vectors, where it begins; of the class: entries, columns,
    origins, whether neighbours are near.
    """
    sweeps, sweep_count, classes, table = args.fields(
        f, "sweeps", "sweep_count", "classes", "weight_columns"
    )
    group = f.parameter("task") // sweep_count
    sweep = f.element(sweeps, f.parameter("task") % sweep_count * len(SWEEP), I64)
    number, *rest = read(f, sweep, SWEEP)[:5]
    row = f.element(classes, number * len(CLASS), I64)
    return group, table, rest, read(f, row, CLASS, ("entries", "columns", "origins", "near"))
