"""From the gradient of the output to a panel: a row of columns for every position.

It is `scatter.py` the other way round: squares are turned back, what an output lacks is zero.
"""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import strided, words
from upconv.engine.panels.scatter import JOINED, STARTS
from upconv.engine.transpose import turn_back

PARAMETERS = (
    ("frame", PTR),
    ("to", PTR),
    ("pitch", I64),
    ("positions", PTR),
    ("count", I64),
    ("columns", PTR),
    ("column_count", I64),
    ("uniform", BOOL),
    ("joined", I64),
    ("direct", BOOL),
    ("source", PTR),
    *STARTS,
)


LINE = 64
FETCH = (
    *(("frame", PTR), ("positions", PTR), ("count", I64), ("columns", PTR)),
    *(("column_count", I64), ("joined", I64), ("direct", BOOL), ("source", PTR)),
    *(("part", I64), ("parts", I64)),
)


def emit_gather(module: Module, scalar: Scalar) -> Function:
    """Write the function that reads `count` positions of one panel."""
    f = module.function("gather_panel", PARAMETERS)
    p, lanes = f.parameter, scalar.lanes
    squares = f.select(p("uniform") & (p("count") >= lanes), p("count"), f.integer(0))
    with f.when(p("direct")):
        _straight(f, scalar)
    with f.when(f.invert(p("direct"))), f.loop(0, p("pitch"), lanes) as first:
        kept = (p("column_count") - first).at_most(lanes)
        with f.loop(0, squares, lanes) as m:  # the last one overlaps the one before it
            _square(f, scalar, first, m.at_most(p("count") - lanes))
        with f.loop(squares, p("count")) as m:
            _one_by_one(f, scalar, first, m, kept)
    return f


def emit_fetch(module: Module, scalar: Scalar) -> Function:
    """Write the function that calls in a part of what a panel of the next block is read from.

    The positions of that block are taken to lie as those of this one do.
    """
    f = module.function("fetch_panel", FETCH)
    p, line = f.parameter, LINE // scalar.size
    out_x, step_x = frame.fields(f, "out_x", "out_step_x")
    apart = (f.integer(line) // (out_x * step_x).at_least(1)).at_least(1)
    by_position = f.select(p("direct"), f.integer(1), apart)
    by_column = f.select(p("direct"), f.integer(line), p("joined"))
    groups = (p("column_count") + (by_column - 1)) // by_column
    first, stop = (groups * (p("part") + n) // p("parts") for n in (0, 1))
    with f.loop(first, stop) as group:
        base = f.element(p("source"), _column(f, group * by_column), scalar.name)
        with f.loop(0, p("count"), by_position) as m:
            f.prefetch(f.element(base, writes_of(f, m), scalar.name))
    return f


def _straight(f: Function, scalar: Scalar) -> None:
    """Copy positions whose columns are neighbours."""
    p = f.parameter
    start = f.element(p("source"), f.load(I64, p("columns")), scalar.name)
    with f.loop(0, p("count")) as m:
        place = f.element(start, writes_of(f, m), scalar.name)
        row = f.element(p("to"), m * p("pitch"), scalar.name)
        with f.loop(0, p("pitch"), scalar.lanes) as n:
            value = f.load(scalar.vector(), f.element(place, n, scalar.name), scalar.size)
            f.store(value, f.element(row, n, scalar.name), scalar.size)


def _square(f: Function, scalar: Scalar, first: Value, m: Value) -> None:
    """Read as many columns of as many positions as a vector has lanes.

    For columns behind the last one, that one is read again.
    """
    p, lanes = f.parameter, scalar.lanes
    out_x, step_x, ordered = frame.fields(f, "out_x", "out_step_x", "ordered")
    step = out_x * step_x
    begin = writes_of(f, m)
    side_by_side = (ordered > 0) & (writes_of(f, m + (lanes - 1)) - begin).equals(
        step * (lanes - 1)
    )
    read = f.integer(0)
    sizes = [size for size in JOINED if size <= lanes]
    for joined in sizes:
        near = side_by_side & step.equals(joined) & p("joined").equals(joined)
        with f.when(near):
            starts = _groups(f, scalar, first, joined)
            parts = []
            for n in range(lanes):
                at = begin + n % joined * lanes
                place = f.element(starts[n // joined], at, scalar.name)
                parts.append(f.load(scalar.vector(), place, scalar.size))
            for n, row in enumerate(turn_back(f, parts, joined)):
                to = f.element(p("to"), (m + n) * p("pitch") + first, scalar.name)
                f.store(row, to, scalar.size)
        read = read + f.select(near, f.integer(1), f.integer(0))
    at = f.element(p("positions"), m * len(words.POSITION), I64)
    runs = strided.runs_of(f, at, lanes, step)
    for size in strided.STEPS:
        apart = read.equals(0) & (ordered > 0) & runs.holds & step.equals(size)
        with f.when(apart):
            columns = _groups(f, scalar, first, 1)
            parts = [strided.load(f, scalar, column, runs, size) for column in columns]
            for n, row in enumerate(turn_back(f, parts)):
                to = f.element(p("to"), (m + n) * p("pitch") + first, scalar.name)
                f.store(row, to, scalar.size)
        read = read + f.select(apart, f.integer(1), f.integer(0))
    for joined in sizes:
        with f.when(read.equals(0) & p("joined").equals(joined)):
            starts = _groups(f, scalar, first, joined)
            kind = scalar.name if joined == 1 else scalar.vector(joined)
            with f.loop(m, m + lanes) as number:
                writes = writes_of(f, number)
                row = f.element(p("to"), number * p("pitch") + first, scalar.name)
                for n, start in enumerate(starts):
                    value = f.load(kind, f.element(start, writes, scalar.name), scalar.size)
                    f.store(value, f.element(row, n * joined, scalar.name), scalar.size)


def _groups(f: Function, scalar: Scalar, first: Value, joined: int) -> list[Value]:
    """Return where groups of joined columns begin, from column `first` on."""
    p = f.parameter
    last = p("column_count") - joined
    return [
        f.element(p("source"), _column(f, (first + n).at_most(last)), scalar.name)
        for n in range(0, scalar.lanes, joined)
    ]


def _one_by_one(f: Function, scalar: Scalar, first: Value, m: Value, kept: Value) -> None:
    """Read the columns of one position; zero where a column has no output there, or is none."""
    p = f.parameter
    position = f.element(p("positions"), m * len(words.POSITION), I64)
    writes, *inside = words.read(f, position, words.POSITION, ("writes", "z", "y", "x"))
    at = [p(name) + place for (name, _), place in zip(STARTS, inside, strict=True)]
    row = f.element(p("to"), m * p("pitch") + first, scalar.name)
    f.store(f.zero(scalar.vector()), row, scalar.size)
    with f.loop(0, kept) as n:
        column = f.element(p("columns"), (first + n) * len(words.COLUMN), I64)
        base, *counts = words.read(
            f, column, words.COLUMN, ("writes", "count_z", "count_y", "count_x")
        )
        here = (at[0] < counts[0]) & (at[1] < counts[1]) & (at[2] < counts[2])
        with f.when(here):
            place = f.element(p("source"), base + writes, scalar.name)
            value = f.load(scalar.name, place, scalar.size)
            f.store(value, f.element(row, n, scalar.name), scalar.size)


def writes_of(f: Function, m: Value) -> Value:
    at = m * len(words.POSITION) + words.POSITION.index("writes")
    return f.load(I64, f.element(f.parameter("positions"), at, I64))


def _column(f: Function, number: Value) -> Value:
    return f.load(I64, f.element(f.parameter("columns"), number * len(words.COLUMN), I64))
