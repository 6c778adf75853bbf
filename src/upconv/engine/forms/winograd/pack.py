"""The transformed weight: group, column block, part, component, panel, depth tap, channel, column.

That is its order in memory, the column innermost; the tiles read it front to back. Vectors of
columns are transformed, `STRIP` input channels at a time. Where the columns are not contiguous in
the weight, their taps are gathered first. `pack_winograd` transforms the whole weight beforehand;
`transform_weight_block` one part of some column blocks, in the task that multiplies it.
"""

from __future__ import annotations

from typing import NamedTuple

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.transpose import transpose
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.winograd.transforms import MOST_INPUTS

NAME = "pack_winograd"
STRIP = 8  # input channels of a task: all classes read the same lines of the weight
RUN = 4
MOST_TAPS = 64  # elements of a kernel that is transposed before it is transformed

# The layouts of a vector of columns in the weight: scattered elements; contiguous; one phase whose
# kernels are contiguous, so that a square of taps x output channels is transposed; runs of RUN.
SCATTERED, CONTIGUOUS, TRANSPOSED, RUNS = range(4)


class FilterTransform(NamedTuple):
    """The functions that transform the weight: kernels transposed, and vectors of columns."""

    transpose: Function
    columns: Function


def emit_filter_transform(module: Module, scalar: Scalar) -> FilterTransform:
    """Write the functions of `Turning`."""
    return FilterTransform(_emit_transpose(module, scalar), _emit_columns(module, scalar))


def emit_packing(module: Module, scalar: Scalar, filter_transform: FilterTransform) -> None:
    """Write the exported function that transforms the whole weight, task after task.

    A task is (group, strip of input channels).
    """
    f = module.function(NAME, (("args", PTR),), exported=True)
    this = f.parameter("args")
    strips, weight, packed, group_size = args.fields(
        f, "pack_strips", "weight", "packed", "group_size"
    )
    by_group, by_in, by_out, channels, vector_count = args.fields(
        f, "weight_group", "weight_in", "weight_out", "in_channels", "vector_count"
    )
    transposed = _transposed_scratch(f, scalar)
    with args.each_packing_task(f) as task:
        group, begin = task // strips, task % strips * STRIP
        base = f.element(packed, group * group_size, scalar.name)
        line = f.element(weight, group * by_group + begin * by_in, scalar.name)
        transposed_column = f.variable(I64, f.integer(-1))
        count = (channels - begin).at_most(STRIP)
        with f.loop(0, vector_count) as index:
            vector = vector_of(f, index)
            with f.when(
                vector.layout.equals(TRANSPOSED)
                & f.invert(transposed_column.get().equals(vector.column))
            ):
                transposed_column.set(vector.column)
                ahead = by_out * scalar.lanes
                f.call(
                    filter_transform.transpose, this, line, vector.column, count, ahead, transposed
                )
            to = f.element(base, place_of(f, vector, begin), scalar.name)
            vector_arguments = (vector.row, vector.depth_tap, vector.column, line, count)
            f.call(
                filter_transform.columns,
                this,
                *vector_arguments,
                to,
                vector.step,
                vector.plane,
                transposed,
            )


def emit_weight_blocks(
    module: Module, scalar: Scalar, filter_transform: FilterTransform
) -> Function:
    """Write the function that transforms one part of some column blocks of a group.

    Column blocks with the same columns read the same lines of the weight.
    """
    numbers = tuple((name, I64) for name in ("group", "first", "last", "part"))
    f = module.function("transform_weight_block", (("args", PTR), *numbers, ("to", PTR)))
    p, this = f.parameter, f.parameter("args")
    weight, by_group, by_in, channels, depth = args.fields(
        f, "weight", "weight_group", "weight_in", "in_channels", "depth"
    )
    class_transforms, column_blocks, weight_block_bytes, widest = args.fields(
        f, "class_transforms", "column_blocks", "weight_block_bytes", "column_block_width"
    )
    transposed = _transposed_scratch(f, scalar)
    part_channels = (channels - p("part")).at_most(depth)
    with f.loop(0, part_channels, STRIP) as begin:
        start = p("group") * by_group + (p("part") + begin) * by_in
        line = f.element(weight, start, scalar.name)
        count = (part_channels - begin).at_most(STRIP)
        transposed_column = f.variable(I64, f.integer(-1))
        with f.loop(0, widest, scalar.lanes) as at, f.loop(p("first"), p("last")) as index:
            column_block = f.element(column_blocks, index * len(fields.COLUMN_BLOCK), I64)
            number, first, panels, vectors = fields.read(f, column_block, fields.COLUMN_BLOCK)[:4]
            class_transform = f.element(class_transforms, number * len(fields.CLASS_TRANSFORM), I64)
            gap, layout, depth_taps = fields.read(
                f,
                class_transform,
                fields.CLASS_TRANSFORM,
                ("component_gap", "weight_layout", "depth_taps"),
            )
            width = vectors * scalar.lanes
            plane = panels * depth_taps * depth * width + gap
            column, weight_block = first + at, (index - p("first")) * weight_block_bytes
            there = at < panels * width
            again = f.invert(transposed_column.get().equals(column))
            with f.when(there & layout.equals(TRANSPOSED) & again):
                transposed_column.set(column)
                ahead = by_in * STRIP
                f.call(filter_transform.transpose, this, line, column, count, ahead, transposed)
            with f.when(there), f.loop(0, depth_taps) as depth_tap:
                row = at // width * depth_taps * depth + depth_tap * part_channels + begin
                to = f.element(p("to"), weight_block, "i8")
                to = f.element(to, row * width + at % width, scalar.name)
                vector_arguments = (number, depth_tap, column, line, count)
                f.call(
                    filter_transform.columns, this, *vector_arguments, to, width, plane, transposed
                )
    return f


def _transposed_scratch(f: Function, scalar: Scalar) -> Value:
    return f.scratch(scalar.name, STRIP * (MOST_TAPS + 1) * scalar.lanes)


class Vector(NamedTuple):
    """A vector of columns of one depth tap: fields of VECTOR, and of its CLASS_TRANSFORM."""

    row: Value  # the number of its class
    depth_tap: Value
    column: Value
    to: Value
    step: Value
    plane: Value
    components: Value
    layout: Value


def vector_of(f: Function, index: Value) -> Vector:
    """Read the fields that packing and unpacking need of vector `index`."""
    vectors, class_transforms = args.fields(f, "vectors_of_columns", "class_transforms")
    row = f.element(vectors, index * len(fields.VECTOR), I64)
    values = fields.read(f, row, fields.VECTOR)
    class_transform = f.element(class_transforms, values[0] * len(fields.CLASS_TRANSFORM), I64)
    return Vector(
        *values,
        *fields.read(f, class_transform, fields.CLASS_TRANSFORM, ("components", "weight_layout")),
    )


def place_of(f: Function, vector: Vector, channel: Value) -> Value:
    """Return the offset of a vector's first component; parts of a column block are consecutive."""
    (channels,), depth = args.fields(f, "in_channels"), depth_of(f)
    part = channel // depth
    begin = part * depth
    part_channels = (channels - begin).at_most(depth)
    rows = vector.depth_tap * part_channels + channel - begin
    return vector.to + part * vector.components * vector.plane + rows * vector.step


def depth_of(f: Function) -> Value:
    """Return the input channels of a part: of a packed weight, or of a task's weight block."""
    depth, packed_depth = args.fields(f, "depth", "packed_depth")
    return f.select(args.is_unpacked(f), depth, packed_depth)


class Taps(NamedTuple):
    """The taps of a depth tap: their transform, their number, and where the weight has them."""

    transform: Value
    layout: Value
    entries: Value
    columns: Value
    first_weight_offset: Value


def taps_of(f: Function, number: Value, depth_tap: Value) -> Taps:
    """Read the fields that a depth tap of a class needs of the tables."""
    classes, class_transforms = args.fields(f, "classes", "class_transforms")
    class_transform = f.element(class_transforms, number * len(fields.CLASS_TRANSFORM), I64)
    transform = f.load(
        PTR, f.element(class_transform, fields.CLASS_TRANSFORM.index("filter_transform"), I64)
    )
    layout, depth_taps = fields.read(
        f, class_transform, fields.CLASS_TRANSFORM, ("weight_layout", "depth_taps")
    )
    class_row = f.element(classes, number * len(fields.CLASS), I64)
    names = ("entries", "columns", "first_weight_offset")
    entries, columns, first_weight_offset = fields.read(f, class_row, fields.CLASS, names)
    entries = entries // depth_taps
    return Taps(
        transform, layout, entries, columns, first_weight_offset + depth_tap * entries * columns
    )


def _emit_transpose(module: Module, scalar: Scalar) -> Function:
    """Write the function that transposes kernels: a vector of output channels per element.

    Input channels are one vector further apart than needed: they map to other sets of the cache.
    The elements `ahead` are prefetched.
    """
    ends = (("first", I64), ("count", I64), ("ahead", I64), ("to", PTR))
    f = module.function("transpose_kernels", (("args", PTR), ("line", PTR), *ends))
    p, lanes = f.parameter, scalar.lanes
    taps, by_in, by_out, out_channels = args.fields(
        f, "taps", "weight_in", "weight_out", "out_channels"
    )
    with f.loop(0, p("count")) as channel:
        line = f.element(p("line"), channel * by_in, scalar.name)
        rows = [
            f.element(line, (p("first") + n).at_most(out_channels - 1) * by_out, scalar.name)
            for n in range(lanes)
        ]
        to = f.element(p("to"), channel * (taps + 1) * lanes, scalar.name)
        with f.loop(0, taps, lanes) as start:
            tap = start.at_most(taps - lanes)
            for row in rows:
                f.prefetch(f.element(row, tap + p("ahead"), scalar.name))
            is_transposed = [
                f.load(scalar.vector(), f.element(row, tap, scalar.name), scalar.size)
                for row in rows
            ]
            for n, column in enumerate(transpose(f, is_transposed)):
                place = f.element(to, (tap + n) * lanes, scalar.name)
                f.store(column, place, scalar.size)
    return f


def _emit_columns(module: Module, scalar: Scalar) -> Function:
    """Write the function that transforms a vector of columns of a depth tap, `count` channels."""
    gather_taps = _emit_gather_taps(module, scalar)
    numbers = tuple((name, I64) for name in ("number", "depth_tap", "column"))
    ends = (("line", PTR), ("count", I64), ("to", PTR), ("step", I64), ("plane", I64))
    f = module.function("transform_columns", (("args", PTR), *numbers, *ends, ("transposed", PTR)))
    p, lanes = f.parameter, scalar.lanes
    weight_columns, by_in, by_out, taps = args.fields(
        f, "weight_columns", "weight_in", "weight_out", "taps"
    )
    # The gathered taps are in this frame, not in that of the function that gathers: they are read
    # after it has returned.
    gathered = f.scratch(scalar.name, STRIP * MOST_INPUTS**2 * lanes)
    places = f.scratch(PTR, MOST_INPUTS**2)
    transform, layout, entries, columns, first_weight_offset = taps_of(
        f, p("number"), p("depth_tap")
    )
    offsets = f.element(weight_columns, first_weight_offset + p("column"), I64)
    valid = columns - p("column")
    contiguous, is_transposed = (
        layout.equals(CONTIGUOUS) & (valid >= lanes),
        layout.equals(TRANSPOSED),
    )
    arguments = (entries, layout, offsets, columns, valid, p("column") * by_out, p("transposed"))
    f.call(gather_taps, p("line"), by_in, p("count"), *arguments, gathered, places)
    by_channel = f.select(
        contiguous, by_in, f.select(is_transposed, (taps + 1) * lanes, entries * lanes)
    )
    f.call_at(transform, places, by_channel, p("to"), p("step"), p("plane"), p("count"))
    return f


def _emit_gather_taps(module: Module, scalar: Scalar) -> Function:
    """Write the function that finds the vector of each entry, gathered if it is not contiguous.

    `valid` columns exist; the last one is repeated behind them. The addresses are those of the
    first channel.
    """
    numbers = (
        ("entries", I64),
        ("layout", I64),
        ("offsets", PTR),
        ("columns", I64),
        ("valid", I64),
    )
    ends = (("begin", I64), ("transposed", PTR), ("gathered", PTR), ("places", PTR))
    channels = (("by_in", I64), ("count", I64))
    f = module.function("gather_taps", (("line", PTR), *channels, *numbers, *ends))
    p, lanes = f.parameter, scalar.lanes
    whole = p("valid") >= lanes
    contiguous, is_transposed = (
        p("layout").equals(CONTIGUOUS) & whole,
        p("layout").equals(TRANSPOSED),
    )
    runs = p("layout").equals(RUNS) & whole
    with f.loop(0, p("entries")) as entry:
        row = f.element(p("offsets"), entry * p("columns"), I64)
        place = f.variable(PTR, f.element(p("gathered"), entry * lanes, scalar.name))
        with f.when(contiguous):
            place.set(f.element(p("line"), f.load(I64, row), scalar.name))
        with f.when(is_transposed):
            tap = f.load(I64, row) - p("begin")
            place.set(f.element(p("transposed"), tap * lanes, scalar.name))
        f.store(place.get(), f.element(p("places"), entry, PTR))
    with f.when(f.invert(is_transposed)), f.loop(0, p("count")) as channel:
        line = f.element(p("line"), channel * p("by_in"), scalar.name)
        ahead = f.element(line, p("by_in") * STRIP, scalar.name)
        with f.loop(0, p("entries")) as entry:
            row = f.element(p("offsets"), entry * p("columns"), I64)
            to = f.element(p("gathered"), (channel * p("entries") + entry) * lanes, scalar.name)
            with f.when(contiguous):
                f.prefetch(f.element(ahead, f.load(I64, row), scalar.name))
            with f.when(runs):
                _copy(f, scalar, (line, row, to), min(RUN, lanes), ahead)
            with f.when(f.invert(contiguous | runs)):
                _copy(f, scalar, (line, row, to), 1)
    return f


def _copy(
    f: Function,
    scalar: Scalar,
    places: tuple[Value, Value, Value],
    together: int,
    ahead: Value | None = None,
) -> None:
    """Copy the elements of one vector, `together` contiguous ones at a time.

    The same places of `ahead` are prefetched.
    """
    line, row, to = places
    class_transform = scalar.name if together == 1 else scalar.vector(together)
    with f.loop(0, scalar.lanes, together) as lane:
        at = f.load(I64, f.element(row, lane.at_most(f.parameter("valid") - 1), I64))
        if ahead is not None:
            f.prefetch(f.element(ahead, at, scalar.name))
        value = f.load(class_transform, f.element(line, at, scalar.name), scalar.size)
        f.store(value, f.element(to, lane, scalar.name), scalar.size)
