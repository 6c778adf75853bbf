"""The tables of the implicit GEMM and Winograd: the fields of a row, in 64-bit words.

Python writes these tables (`tables.py`, `winograd/schedule.py`), generated code reads them. Both go
through the names below, so a field may move; a field that is added to a row changes the code of all
drivers.
"""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, Function, Value

# A position of a block, relative to its first one: offsets in grid and output, quotients z, y, x.
POSITION = ("reads", "writes", "z", "y", "x")
# A class of phases: its positions on each axis; its number of entries; its first segment, and its
# segments in one part of the reduction; its first column, and its columns; whether all its phases
# have all positions; its first row in `weight_columns`; whether its columns are contiguous in the
# weight; how many columns are adjacent in the output; and the segments of panels of one vector.
CLASS = (
    *("count_z", "count_y", "count_x", "entries", "segment", "segments", "column", "columns"),
    *("uniform", "first_weight_offset", "contiguous", "joined"),
    *("narrow_segment", "narrow_segments"),
)
# The Winograd transforms of a class: components of a tile; the addresses of its input, output and
# filter transform (of a weight gradient: of input, output gradient and filter gradient); where in
# the grid a tile reads first; the layout of its columns in the weight; elements between the weights
# of two components beyond their size; its input set; its first row of `depth_taps`, and their
# number.
CLASS_TRANSFORM = (
    *("components", "input_transform", "output_transform", "filter_transform", "reads"),
    *("weight_layout", "component_gap", "input_set"),
    *("depth_tap", "depth_taps"),
)
# A vector of columns of a transformed weight: its class, depth tap and first column; the offset of
# input channel 0 in the first component, and the steps to the next channel and component.
VECTOR = ("class", "depth_tap", "column", "to", "step", "plane")
# A column block: its class, first column, panels, vectors of a panel, the offset of its weights,
# and whether its columns are contiguous in the output.
COLUMN_BLOCK = ("class", "column", "panels", "vectors", "weights", "direct")
# A column: its offset in the output, its output channel, and its positions on each axis.
COLUMN = ("writes", "channel", "count_z", "count_y", "count_x")
# A segment: the offset of its first input channel in the grid, and how many there are.
SEGMENT = ("reads", "channels")
# A tile of the weight gradient: the offset of its first row in the grid, its rows, and the number
# of its first row in a panel. A class has as many as its `segments`.
DOT = ("reads", "rows", "row")
# A kernel element: the offset of its class's weights, the entries of the class, its own entry.
TAP = ("weights", "entries", "entry")


def read(
    f: Function, row: Value, table: tuple[str, ...], names: tuple[str, ...] | None = None
) -> list[Value]:
    """Load fields of a row, all of them or those named."""
    places = [table.index(name) for name in names or table]
    return [f.load(I64, f.element(row, place, I64)) for place in places]


def packing_task(f: Function) -> tuple[Value, Value, list[Value], list[Value]]:
    """Read what one task packs or unpacks: group, table of columns, column block, class.

    Of the column block: first column, panels, vectors, offset of its weights; of the class:
    entries, columns, first weight offset, whether its columns are contiguous in the weight.
    """
    column_blocks, column_block_count, classes, table = args.fields(
        f, "column_blocks", "column_block_count", "classes", "weight_columns"
    )
    group = f.parameter("task") // column_block_count
    column_block = f.element(
        column_blocks, f.parameter("task") % column_block_count * len(COLUMN_BLOCK), I64
    )
    number, *rest = read(f, column_block, COLUMN_BLOCK)[:5]
    row = f.element(classes, number * len(CLASS), I64)
    return (
        group,
        table,
        rest,
        read(f, row, CLASS, ("entries", "columns", "first_weight_offset", "contiguous")),
    )
