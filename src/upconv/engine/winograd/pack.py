"""The weight at points: group, sweep, part of the channels, point, panel, slab, channel, column.

Vectors of columns are turned to points, some input channels at a time. Where the columns do not
lie side by side in the weight, their taps are brought together first. `pack_points` turns the whole
weight before it is used; `turn_pieces` one part of some sweeps, in the task that multiplies them.
"""

from __future__ import annotations

from typing import NamedTuple

from upconv.engine import args
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


class Turning(NamedTuple):
    """The functions that turn a vector of columns: those that lie in squares, and any to points."""

    squares: Function
    columns: Function


def emit_turning(module: Module, scalar: Scalar) -> Turning:
    """Write the functions of `Turning`."""
    return Turning(_emit_squares(module, scalar), _emit_columns(module, scalar))


def emit_packing(module: Module, scalar: Scalar, turning: Turning) -> None:
    """Write the exported function that turns the weight to points, task after task.

    A task is (group, strip of input channels).
    """
    f = module.function(NAME, (("args", PTR),), exported=True)
    this = f.parameter("args")
    strips, weight, packed, group_size = args.fields(
        f, "pack_rows", "weight", "packed", "part_size"
    )
    by_group, by_in, by_out, channels, vector_count = args.fields(
        f, "weight_group", "weight_in", "weight_out", "in_channels", "vector_count"
    )
    turned = _squares_of(f, scalar)
    with args.each_packing_task(f) as task:
        group, begin = task // strips, task % strips * STRIP
        base = f.element(packed, group * group_size, scalar.name)
        line = f.element(weight, group * by_group + begin * by_in, scalar.name)
        held = f.variable(I64, f.integer(-1))
        count = (channels - begin).at_most(STRIP)
        with f.loop(0, vector_count) as index:
            vector = vector_of(f, index)
            with f.when(vector.lies.equals(SQUARE) & f.invert(held.get().equals(vector.column))):
                held.set(vector.column)
                ahead = by_out * scalar.lanes
                f.call(turning.squares, this, line, vector.column, count, ahead, turned)
            to = f.element(base, place_of(f, vector, begin), scalar.name)
            given = (vector.row, vector.slab, vector.column, line, count)
            f.call(turning.columns, this, *given, to, vector.step, vector.plane, turned)


def emit_pieces(module: Module, scalar: Scalar, turning: Turning) -> Function:
    """Write the function that turns one part of some sweeps of a group to points.

    Sweeps of the same columns read the same lines of the weight.
    """
    numbers = tuple((name, I64) for name in ("group", "first", "last", "part"))
    f = module.function("turn_pieces", (("args", PTR), *numbers, ("to", PTR)))
    p, this = f.parameter, f.parameter("args")
    weight, by_group, by_in, channels, depth = args.fields(
        f, "weight", "weight_group", "weight_in", "in_channels", "depth"
    )
    kinds, sweeps, piece_bytes, widest = args.fields(
        f, "kinds", "sweeps", "piece_bytes", "sweep_width"
    )
    turned = _squares_of(f, scalar)
    held = (channels - p("part")).at_most(depth)
    with f.loop(0, held, STRIP) as begin:
        start = p("group") * by_group + (p("part") + begin) * by_in
        line = f.element(weight, start, scalar.name)
        count = (held - begin).at_most(STRIP)
        of_squares = f.variable(I64, f.integer(-1))
        with f.loop(0, widest, scalar.lanes) as at, f.loop(p("first"), p("last")) as index:
            sweep = f.element(sweeps, index * len(words.SWEEP), I64)
            number, first, panels, vectors = words.read(f, sweep, words.SWEEP)[:4]
            kind = f.element(kinds, number * len(words.KIND), I64)
            gap, lies, slabs = words.read(f, kind, words.KIND, ("gap", "lies", "slabs"))
            width = vectors * scalar.lanes
            plane = panels * slabs * depth * width + gap
            column, piece = first + at, (index - p("first")) * piece_bytes
            there = at < panels * width
            again = f.invert(of_squares.get().equals(column))
            with f.when(there & lies.equals(SQUARE) & again):
                of_squares.set(column)
                ahead = by_in * STRIP
                f.call(turning.squares, this, line, column, count, ahead, turned)
            with f.when(there), f.loop(0, slabs) as slab:
                row = at // width * slabs * depth + slab * held + begin
                to = f.element(p("to"), piece, "i8")
                to = f.element(to, row * width + at % width, scalar.name)
                given = (number, slab, column, line, count)
                f.call(turning.columns, this, *given, to, width, plane, turned)
    return f


def _squares_of(f: Function, scalar: Scalar) -> Value:
    return f.scratch(scalar.name, STRIP * (MOST_TAPS + 1) * scalar.lanes)


class Vector(NamedTuple):
    """A vector of columns of one slab: words of VECTOR, and of its KIND."""

    row: Value  # the number of its class
    slab: Value
    column: Value
    to: Value
    step: Value
    plane: Value
    points: Value
    lies: Value


def vector_of(f: Function, index: Value) -> Vector:
    """Read what packing and unpacking have to know of vector `index`."""
    vectors, kinds = args.fields(f, "vectors_of_columns", "kinds")
    row = f.element(vectors, index * len(words.VECTOR), I64)
    found = words.read(f, row, words.VECTOR)
    kind = f.element(kinds, found[0] * len(words.KIND), I64)
    return Vector(*found, *words.read(f, kind, words.KIND, ("points", "lies")))


def place_of(f: Function, vector: Vector, channel: Value) -> Value:
    """Return where a vector lies at the first point: the parts of a sweep behind one another."""
    (channels,), depth = args.fields(f, "in_channels"), depth_of(f)
    part = channel // depth
    begin = part * depth
    held = (channels - begin).at_most(depth)
    rows = vector.slab * held + channel - begin
    return vector.to + part * vector.points * vector.plane + rows * vector.step


def depth_of(f: Function) -> Value:
    """Return the input channels of a part of a packed weight, or of one that tasks turn."""
    depth, packed_depth = args.fields(f, "depth", "packed_depth")
    return f.select(args.is_unpacked(f), depth, packed_depth)


class Taps(NamedTuple):
    """What turns the taps of a slab, how many there are, and where the weight has them."""

    turn: Value
    lies: Value
    entries: Value
    columns: Value
    origins: Value


def taps_of(f: Function, number: Value, slab: Value) -> Taps:
    """Read what a slab of a class has of the tables."""
    classes, kinds = args.fields(f, "classes", "kinds")
    kind = f.element(kinds, number * len(words.KIND), I64)
    turn = f.load(PTR, f.element(kind, words.KIND.index("weights"), I64))
    lies, slabs = words.read(f, kind, words.KIND, ("lies", "slabs"))
    found = f.element(classes, number * len(words.CLASS), I64)
    names = ("entries", "columns", "origins")
    entries, columns, origins = words.read(f, found, words.CLASS, names)
    entries = entries // slabs
    return Taps(turn, lies, entries, columns, origins + slab * entries * columns)


def _emit_squares(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns kernels: each element of a vector of output channels a vector.

    The input channels lie one vector more apart: on other sets of the cache. What lies `ahead`
    is called in.
    """
    ends = (("first", I64), ("count", I64), ("ahead", I64), ("to", PTR))
    f = module.function("turn_squares", (("args", PTR), ("line", PTR), *ends))
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
            square = [
                f.load(scalar.vector(), f.element(row, tap, scalar.name), scalar.size)
                for row in rows
            ]
            for n, column in enumerate(transpose(f, square)):
                place = f.element(to, (tap + n) * lanes, scalar.name)
                f.store(column, place, scalar.size)
    return f


def _emit_columns(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns a vector of columns of one slab, of `count` channels."""
    bring = _emit_bring(module, scalar)
    numbers = tuple((name, I64) for name in ("number", "slab", "column"))
    ends = (("line", PTR), ("count", I64), ("to", PTR), ("step", I64), ("plane", I64))
    f = module.function("turn_columns", (("args", PTR), *numbers, *ends, ("turned", PTR)))
    p, lanes = f.parameter, scalar.lanes
    weight_columns, by_in, by_out, taps = args.fields(
        f, "weight_columns", "weight_in", "weight_out", "taps"
    )
    # What is brought together lies here, and not with what brings it: it is read afterwards.
    gathered = f.scratch(scalar.name, STRIP * MOST_INPUTS**2 * lanes)
    places = f.scratch(PTR, MOST_INPUTS**2)
    turn, lies, entries, columns, origins = taps_of(f, p("number"), p("slab"))
    offsets = f.element(weight_columns, origins + p("column"), I64)
    kept = columns - p("column")
    near, square = lies.equals(NEAR) & (kept >= lanes), lies.equals(SQUARE)
    given = (entries, lies, offsets, columns, kept, p("column") * by_out, p("turned"))
    f.call(bring, p("line"), by_in, p("count"), *given, gathered, places)
    by_channel = f.select(near, by_in, f.select(square, (taps + 1) * lanes, entries * lanes))
    f.call_at(turn, places, by_channel, p("to"), p("step"), p("plane"), p("count"))
    return f


def _emit_bring(module: Module, scalar: Scalar) -> Function:
    """Write the function that finds the vector of each entry, brought together where it is not.

    Of the columns `kept` are there; the last one stands for those behind. The places are those of
    the first channel.
    """
    numbers = (("entries", I64), ("lies", I64), ("offsets", PTR), ("columns", I64), ("kept", I64))
    ends = (("begin", I64), ("turned", PTR), ("gathered", PTR), ("places", PTR))
    channels = (("by_in", I64), ("count", I64))
    f = module.function("bring_together", (("line", PTR), *channels, *numbers, *ends))
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
        f.store(place.get(), f.element(p("places"), entry, PTR))
    with f.when(f.invert(square)), f.loop(0, p("count")) as channel:
        line = f.element(p("line"), channel * p("by_in"), scalar.name)
        ahead = f.element(line, p("by_in") * STRIP, scalar.name)
        with f.loop(0, p("entries")) as entry:
            row = f.element(p("offsets"), entry * p("columns"), I64)
            to = f.element(p("gathered"), (channel * p("entries") + entry) * lanes, scalar.name)
            with f.when(near):
                f.prefetch(f.element(ahead, f.load(I64, row), scalar.name))
            with f.when(runs):
                _copy(f, scalar, (line, row, to), min(RUN, lanes), ahead)
            with f.when(f.invert(near | runs)):
                _copy(f, scalar, (line, row, to), 1)
    return f


def _copy(
    f: Function,
    scalar: Scalar,
    places: tuple[Value, Value, Value],
    together: int,
    ahead: Value | None = None,
) -> None:
    """Copy the elements of one vector, so many that lie side by side at a time.

    What lies at the same places of `ahead` is called into the cache.
    """
    line, row, to = places
    kind = scalar.name if together == 1 else scalar.vector(together)
    with f.loop(0, scalar.lanes, together) as lane:
        at = f.load(I64, f.element(row, lane.at_most(f.parameter("kept") - 1), I64))
        if ahead is not None:
            f.prefetch(f.element(ahead, at, scalar.name))
        value = f.load(kind, f.element(line, at, scalar.name), scalar.size)
        f.store(value, f.element(to, lane, scalar.name), scalar.size)
