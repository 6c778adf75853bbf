"""The weight at points: group, class, sweep, point, panel, slab, input channel, column.

Vectors of columns are turned to points one input channel at a time. Where the columns do not lie
side by side in the weight, their taps are brought together first.
"""

from __future__ import annotations

from typing import NamedTuple

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import words
from upconv.engine.transpose import transpose
from upconv.engine.winograd.points import MOST_INPUTS

NAME = "pack_points"
STRIP = 8  # input channels of a task: all classes read the same lines of the weight
RUN = 4
MOST_TAPS = 64  # elements of a kernel that squares may take

# How a vector of columns lies in the weight: anyhow, side by side, as kernel elements of
# neighbouring output channels that lie side by side themselves, or in runs.
ANYHOW, NEAR, SQUARE, RUNS = range(4)


def emit_packing(module: Module, scalar: Scalar) -> None:
    """Write the exported function that turns the weight to points, task after task.

    A task is (group, strip of input channels).
    """
    bring = _emit_bring(module, scalar)
    f = module.function(NAME, (("frame", PTR),), exported=True)
    strips, weight, packed, group_size = frame.fields(
        f, "pack_rows", "weight", "packed", "part_size"
    )
    by_group, by_in, by_out, channels = frame.fields(
        f, "weight_group", "weight_in", "weight_out", "in_channels"
    )
    table, vector_count = frame.fields(f, "weight_columns", "vector_count")
    lanes = scalar.lanes
    turned = f.scratch(scalar.name, STRIP * MOST_TAPS * lanes)
    # What is brought together lies here, and not with what brings it: it is read afterwards.
    gathered = f.scratch(scalar.name, MOST_INPUTS**2 * lanes)
    places = f.scratch(PTR, MOST_INPUTS**2)
    with frame.each_packing_task(f) as task:
        group, begin = task // strips, task % strips * STRIP
        base = f.element(packed, group * group_size, scalar.name)
        source = f.element(weight, group * by_group + begin * by_in, scalar.name)
        held = f.variable(I64, f.integer(-1))
        count = (channels - begin).at_most(STRIP)
        with f.loop(0, vector_count) as index:
            column, to, step, plane, turn, lies, entries, columns, origins = vector_of(f, index)
            with f.when(lies.equals(SQUARE) & f.invert(held.get().equals(column))):
                held.set(column)
                with f.loop(0, count) as channel:
                    line = f.element(source, channel * by_in, scalar.name)
                    of_channel = f.element(turned, channel * (MOST_TAPS * lanes), scalar.name)
                    _turn(f, scalar, line, column, of_channel)
            offsets = f.element(table, origins + column, I64)
            place = f.element(base, to + begin * step, scalar.name)
            with f.loop(0, count) as channel:
                line = f.element(source, channel * by_in, scalar.name)
                of_channel = f.element(turned, channel * (MOST_TAPS * lanes), scalar.name)
                given = (offsets, columns, columns - column, column * by_out, of_channel)
                f.call(bring, line, entries, lies, *given, gathered, places)
                f.call_at(turn, places, f.element(place, channel * step, scalar.name), plane)


class Vector(NamedTuple):
    """A vector of columns of one slab: words of VECTOR, of its KIND and of its CLASS.

    The entries are those of the slab.
    """

    column: Value
    to: Value
    step: Value
    plane: Value
    turn: Value
    lies: Value
    entries: Value
    columns: Value
    origins: Value


def vector_of(f: Function, index: Value) -> Vector:
    """Read what packing and unpacking have to know of vector `index`."""
    vectors, classes, kinds = frame.fields(f, "vectors_of_columns", "classes", "kinds")
    row = f.element(vectors, index * len(words.VECTOR), I64)
    number, slab, column, to, step, plane = words.read(f, row, words.VECTOR)
    kind = f.element(kinds, number * len(words.KIND), I64)
    turn = f.load(PTR, f.element(kind, words.KIND.index("weights"), I64))
    lies, slabs = words.read(f, kind, words.KIND, ("lies", "slabs"))
    found = f.element(classes, number * len(words.CLASS), I64)
    names = ("entries", "columns", "origins")
    entries, columns, origins = words.read(f, found, words.CLASS, names)
    entries = entries // slabs
    first = origins + slab * entries * columns
    return Vector(column, to, step, plane, turn, lies, entries, columns, first)


def _turn(f: Function, scalar: Scalar, line: Value, first: Value, to: Value) -> None:
    """Write every kernel element of a vector of output channels as a vector."""
    taps, by_out, out_channels = frame.fields(f, "taps", "weight_out", "out_channels")
    rows = [
        f.element(line, (first + n).at_most(out_channels - 1) * by_out, scalar.name)
        for n in range(scalar.lanes)
    ]
    with f.loop(0, taps, scalar.lanes) as start:
        tap = start.at_most(taps - scalar.lanes)
        square = [
            f.load(scalar.vector(), f.element(row, tap, scalar.name), scalar.size) for row in rows
        ]
        for n, column in enumerate(transpose(f, square)):
            place = f.element(to, (tap + n) * scalar.lanes, scalar.name)
            f.store(column, place, scalar.size)


def _emit_bring(module: Module, scalar: Scalar) -> Function:
    """Write the function that finds the vector of each entry, brought together where it is not.

    Of the columns `kept` are there; the last one stands for those behind.
    """
    numbers = (("entries", I64), ("lies", I64), ("offsets", PTR), ("columns", I64), ("kept", I64))
    ends = (("begin", I64), ("turned", PTR), ("gathered", PTR), ("places", PTR))
    f = module.function("bring_together", (("line", PTR), *numbers, *ends))
    p, lanes = f.parameter, scalar.lanes
    whole = p("kept") >= lanes
    near, square = p("lies").equals(NEAR) & whole, p("lies").equals(SQUARE)
    runs = p("lies").equals(RUNS) & whole
    with f.loop(0, p("entries")) as entry:
        row = f.element(p("offsets"), entry * p("columns"), I64)
        place = f.variable(PTR, f.element(p("gathered"), entry * lanes, scalar.name))
        with f.when(near):
            place.set(f.element(p("line"), f.load(I64, row), scalar.name))
        with f.when(square):
            tap = f.load(I64, row) - p("begin")
            place.set(f.element(p("turned"), tap * lanes, scalar.name))
        with f.when(runs):
            _copy(f, scalar, row, place.get(), min(RUN, lanes))
        with f.when(f.invert(near | square | runs)):
            _copy(f, scalar, row, place.get(), 1)
        f.store(place.get(), f.element(p("places"), entry, PTR))
    return f


def _copy(f: Function, scalar: Scalar, row: Value, to: Value, together: int) -> None:
    """Copy the elements of one vector, so many that lie side by side at a time."""
    kind = scalar.name if together == 1 else scalar.vector(together)
    with f.loop(0, scalar.lanes, together) as lane:
        at = f.load(I64, f.element(row, lane.at_most(f.parameter("kept") - 1), I64))
        value = f.load(kind, f.element(f.parameter("line"), at, scalar.name), scalar.size)
        f.store(value, f.element(to, lane, scalar.name), scalar.size)
