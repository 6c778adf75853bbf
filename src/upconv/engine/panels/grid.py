"""The grid of panels: a zero-padded copy of a block of the input with the channels innermost.

The channels may be cut into strips, one grid behind the other, so that the neighbouring positions
of a strip lie close together.
"""

from __future__ import annotations

from upconv.engine import args
from upconv.engine.interleave import interleave
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.transpose import transpose

MOST_WOVEN = 4  # so few channels of neighbouring positions are woven together
PARAMETERS = (
    ("args", PTR),
    ("grid", PTR),
    ("image", PTR),
    ("channels", I64),
    *((name, I64) for name in ("nc", "z0", "zc", "y0", "yc", "x0", "xc")),
)

AHEAD = 2048  # bytes that a copy fetches ahead: the next rows, which follow one another in memory


def emit_grid(module: Module, scalar: Scalar, kind: str) -> Function:
    """Write the function that copies what a block reads; `z0` and so on are in the input.

    `kind` says how channels are made neighbours: "copied" where they are, "woven" of so many
    channels, "turned" in squares or one by one, in "any" order one by one; "none" are copied where
    the input is read in place.
    """
    f = module.function(f"fill_{kind}", PARAMETERS, seldom=kind == "none")
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
        held = f.element(target, grid_x * first, scalar.name)
        if kind == "copied":
            _copy(f, scalar, held, source, end - first, (grid_x, x_x, channels))
        else:
            steps = (grid_x, x_x, x_c, channels)
            if kind == "turned":
                done = _turn(f, scalar, held, source, end - first, steps)
            elif kind.startswith("woven"):
                done = _weave(f, scalar, held, source, end - first, steps, int(kind[5:]))
            else:
                done = f.integer(0)
            _one_by_one(f, scalar, held, source, (done, end - first), steps)
        rest = f.element(target, grid_x * end, scalar.name)
        _zeros(f, scalar, rest, grid_x * (p("xc") - end))
    return f


def _zeros(f: Function, scalar: Scalar, to: Value, count: Value) -> None:
    """Write zeros; rows of a grid are whole vectors."""
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
    """Copy positions whose channels are neighbours."""
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


def _weave(
    f: Function,
    scalar: Scalar,
    to: Value,
    source: Value,
    count: Value,
    steps: tuple[Value, Value, Value, Value],
    woven: int,
) -> Value:
    """Copy positions of `woven` channels, whole vectors of each; return how many were copied."""
    grid_x, x_x, x_c, channels = steps
    lanes = scalar.lanes
    few = x_x.equals(1) & grid_x.equals(channels) & channels.equals(woven)
    whole = f.select(few, count // lanes * lanes, f.integer(0))
    with f.loop(0, whole, lanes) as x:
        rows = [
            f.load(scalar.vector(), f.element(source, x_c * c + x, scalar.name), scalar.size)
            for c in range(woven)
        ]
        for n, part in enumerate(interleave(f, rows, lanes)):
            place = f.element(to, x * woven + n * lanes, scalar.name)
            f.store(part, place, scalar.size)
    return whole


def _turn(
    f: Function,
    scalar: Scalar,
    to: Value,
    source: Value,
    count: Value,
    steps: tuple[Value, Value, Value, Value],
) -> Value:
    """Copy positions whose channels lie apart, squares of neighbouring x turned.

    The last squares of a row and of the channels overlap those before them. Of fewer channels than
    a vector has lanes a square has the last one again, and what is written behind the channels is
    written over: positions, rows and strips are copied in the order they lie. Returns how many
    positions were copied: all or, of short rows, none.
    """
    grid_x, x_x, x_c, channels = steps
    lanes = scalar.lanes
    square = x_x.equals(1) & (count >= lanes) & (channels > MOST_WOVEN)
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
