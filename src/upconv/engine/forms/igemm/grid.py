"""The grid of the implicit GEMM: a zero-padded copy of a block's inputs, channels innermost.

In memory: strip of channels, image, z, y, x, channel. The channels may be cut into strips, so that
the neighbouring positions of a strip are close together.
"""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.interleave import interleave
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.transpose import transpose

MOST_INTERLEAVED = 4  # up to so many channels are interleaved in registers
PARAMETERS = (
    ("args", PTR),
    ("grid", PTR),
    ("image", PTR),
    ("channels", I64),
    *((name, I64) for name in ("nc", "z0", "zc", "y0", "yc", "x0", "xc")),
)

AHEAD = 2048  # bytes by which a copy prefetches: the next rows are contiguous


def emit_grid(module: Module, scalar: Scalar, kind: str) -> Function:
    """Write the function that copies what a block reads; `z0` and so on are in the input.

    `kind` is the way of reading channels: "copied" if they are contiguous; "interleaved" with their
    number, of few channels; "transposed" in squares, and the rest one by one; "strided" one by one;
    "none" if the input is read in place and nothing is copied.
    """
    f = module.function(f"fill_{kind}", PARAMETERS, cold=kind == "none")
    if kind == "none":
        return f
    p = f.parameter
    x_n, x_c, x_z, x_y, x_x = args.fields(f, "x_n", "x_c", "x_z", "x_y", "x_x")
    in_z, in_y, in_x = args.fields(f, "in_z", "in_y", "in_x")
    channels = p("channels")
    grid_n, grid_z, grid_y, grid_x = args.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    first = (f.integer(0) - p("x0")).at_least(0).at_most(p("xc"))
    last = (in_x - p("x0")).at_least(first).at_most(p("xc"))
    with f.loop(0, p("nc")) as n, f.loop(0, p("zc")) as z, f.loop(0, p("yc")) as y:
        target = f.element(p("grid"), n * grid_n + z * grid_z + y * grid_y, scalar.name)
        z_in, y_in = p("z0") + z, p("y0") + y
        inside = (z_in >= 0) & (z_in < in_z) & (y_in >= 0) & (y_in < in_y)
        end = f.select(inside, last, first)
        _zeros(f, scalar, target, grid_x * first)
        start = n * x_n + z_in * x_z + y_in * x_y + (p("x0") + first) * x_x
        source = f.element(p("image"), start, scalar.name)
        target_inside = f.element(target, grid_x * first, scalar.name)
        if kind == "copied":
            _copy(f, scalar, target_inside, source, end - first, (grid_x, x_x, channels))
        else:
            steps = (grid_x, x_x, x_c, channels)
            if kind == "transposed":
                done = _transpose(f, scalar, target_inside, source, end - first, steps)
            elif kind.startswith("interleaved"):
                done = _interleave(
                    f,
                    scalar,
                    target_inside,
                    source,
                    end - first,
                    steps,
                    int(kind.removeprefix("interleaved")),
                )
            else:
                done = f.integer(0)
            _one_by_one(f, scalar, target_inside, source, (done, end - first), steps)
        rest = f.element(target, grid_x * end, scalar.name)
        _zeros(f, scalar, rest, grid_x * (p("xc") - end))
    return f


def _zeros(f: Function, scalar: Scalar, to: Value, count: Value) -> None:
    """Store zeros; rows of a grid are whole vectors."""
    with f.loop(0, count, scalar.lanes) as n:
        f.store(f.zero(scalar.vector()), f.element(to, n, scalar.name), scalar.size)


def _copy(
    f: Function,
    scalar: Scalar,
    to: Value,
    source: Value,
    count: Value,
    steps: tuple[Value, Value, Value],
) -> None:
    """Copy positions whose channels are contiguous."""
    grid_x, x_x, channels = steps
    whole = channels // scalar.lanes * scalar.lanes
    with f.loop(0, count) as x:
        here, place = (
            f.element(source, x * x_x, scalar.name),
            f.element(to, x * grid_x, scalar.name),
        )
        with f.loop(0, whole, scalar.lanes) as c:
            f.prefetch(f.element(here, c + AHEAD // scalar.size, scalar.name))
            value = f.load(scalar.vector(), f.element(here, c, scalar.name), scalar.size)
            f.store(value, f.element(place, c, scalar.name), scalar.size)
        with f.loop(whole, channels) as c:
            value = f.load(scalar.name, f.element(here, c, scalar.name), scalar.size)
            f.store(value, f.element(place, c, scalar.name), scalar.size)


def _interleave(
    f: Function,
    scalar: Scalar,
    to: Value,
    source: Value,
    count: Value,
    steps: tuple[Value, Value, Value, Value],
    channel_count: int,
) -> Value:
    """Interleave the channels of positions, whole vectors of each; return how many positions."""
    grid_x, x_x, x_c, channels = steps
    lanes = scalar.lanes
    few = x_x.equals(1) & grid_x.equals(channels) & channels.equals(channel_count)
    whole = f.select(few, count // lanes * lanes, f.integer(0))
    with f.loop(0, whole, lanes) as x:
        rows = [
            f.load(scalar.vector(), f.element(source, x_c * c + x, scalar.name), scalar.size)
            for c in range(channel_count)
        ]
        for n, part in enumerate(interleave(f, rows, lanes)):
            place = f.element(to, x * channel_count + n * lanes, scalar.name)
            f.store(part, place, scalar.size)
    return whole


def _transpose(
    f: Function,
    scalar: Scalar,
    to: Value,
    source: Value,
    count: Value,
    steps: tuple[Value, Value, Value, Value],
) -> Value:
    """Transpose squares of neighbouring x and channels, for channels that are not contiguous.

    The last squares of a row and of the channels overlap those before them. With fewer channels
    than a vector has lanes, a square repeats the last one, and what is written behind the channels
    is overwritten: positions, rows and strips are copied in memory order. Returns how many
    positions were copied: all or, of short rows, none.
    """
    grid_x, x_x, x_c, channels = steps
    lanes = scalar.lanes
    square = x_x.equals(1) & (count >= lanes) & (channels > MOST_INTERLEAVED)
    with (
        f.when(square),
        f.loop(0, channels, lanes) as first,
    ):
        c = first.at_most((channels - lanes).at_least(0))
        places = [
            f.element(source, (c + n).at_most(channels - 1) * x_c, scalar.name)
            for n in range(lanes)
        ]
        target = f.element(to, c, scalar.name)
        with f.loop(0, count, lanes) as start:
            x = start.at_most(count - lanes)
            rows = [
                f.load(scalar.vector(), f.element(place, x, scalar.name), scalar.size)
                for place in places
            ]
            for n, column in enumerate(transpose(f, rows)):
                f.store(column, f.element(target, (x + n) * grid_x, scalar.name), scalar.size)
    return f.select(square, count, f.integer(0))


def _one_by_one(
    f: Function,
    scalar: Scalar,
    to: Value,
    source: Value,
    positions: tuple[Value, Value],
    steps: tuple[Value, Value, Value, Value],
) -> None:
    """Copy the positions from the first to the second of `positions`, element by element."""
    grid_x, x_x, x_c, channels = steps
    with f.loop(*positions) as x, f.loop(0, channels) as c:
        value = f.load(scalar.name, f.element(source, c * x_c + x * x_x, scalar.name), scalar.size)
        f.store(value, f.element(to, x * grid_x + c, scalar.name), scalar.size)
