"""From the sums of a panel to the output: squares turned, the activation applied, tails cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from upconv.engine import args
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import words
from upconv.engine.transpose import transpose

JOINED = (1, 2, 4)  # columns that write neighbouring outputs, and are stored together

STARTS = (("z0", I64), ("y0", I64), ("x0", I64))  # what the quotients of positions count from

PARAMETERS = (
    ("args", PTR),
    ("temp", PTR),
    ("pitch", I64),
    ("positions", PTR),
    ("count", I64),
    ("columns", PTR),
    ("column_count", I64),
    ("uniform", BOOL),
    ("direct", BOOL),
    ("out", PTR),
    *STARTS,
)

Scatters: TypeAlias = dict[int, Function]
"""What stores a panel, by how many columns are joined."""


def emit_scatters(
    module: Module, scalar: Scalar, activate: Function, sizes: Sequence[int], step: int
) -> Scatters:
    """Write what stores a panel of classes with so many columns joined.

    `step` is how far neighbouring positions lie apart.
    """
    return {
        joined: _emit_scatter(module, scalar, activate, joined, near=step == joined)
        for joined in sizes
    }


def call_scatter(f: Function, scatters: Scatters, joined: Value, *arguments: Value) -> None:
    """Store a panel; `joined` is one of the sizes that were written."""
    for size, scatter in scatters.items():
        with f.when(joined.equals(size)):
            f.call(scatter, *arguments)


def _emit_scatter(
    module: Module, scalar: Scalar, activate: Function, joined: int, *, near: bool
) -> Function:
    """Write the function that stores `count` positions of one panel.

    They are `near` where joined columns of neighbouring positions leave no gap.
    """
    f = module.function(f"scatter_{joined}{'_near' if near else ''}", PARAMETERS)
    p, lanes = f.parameter, scalar.lanes
    squares = f.select(p("uniform") & (p("count") >= lanes), p("count"), f.integer(0))
    (kind,) = args.fields(f, "activation")
    with f.when(kind > 0):
        f.call(activate, p("args"), p("temp"), p("count") * p("pitch"))
    with f.when(p("direct")):
        _straight(f, scalar)
    with f.when(f.invert(p("direct"))), f.loop(0, p("column_count"), lanes) as first:
        kept = (p("column_count") - first).at_most(lanes)
        with f.loop(0, squares, lanes) as m:  # the last one overlaps the one before it
            corner = (first, m.at_most(p("count") - lanes), kept)
            if near:
                _square(f, scalar, corner, joined)
            else:
                _apart(f, scalar, corner, joined)
        with f.loop(squares, p("count")) as m:
            _one_by_one(f, scalar, first, m, kept)
    return f


def _straight(f: Function, scalar: Scalar) -> None:
    """Copy positions whose columns are neighbours in the output."""
    p = f.parameter
    start = f.element(p("out"), _column(f, f.integer(0)), scalar.name)
    with f.loop(0, p("count")) as m:
        positions = f.element(p("positions"), m * len(words.POSITION), I64)
        to = f.element(start, _word(f, positions, "writes"), scalar.name)
        row = f.element(p("temp"), m * p("pitch"), scalar.name)
        with f.loop(0, p("pitch"), scalar.lanes) as n:
            value = f.load(scalar.vector(), f.element(row, n, scalar.name), scalar.size)
            f.store(value, f.element(to, n, scalar.name), scalar.size)


def _square(f: Function, scalar: Scalar, at: tuple[Value, Value, Value], joined: int) -> None:
    """Store as many columns of as many positions as a vector has lanes."""
    p, lanes = f.parameter, scalar.lanes
    first, m, kept = at
    positions = f.element(p("positions"), m * len(words.POSITION), I64)
    begin = _word(f, positions, "writes")
    end = _word(f, f.element(positions, (lanes - 1) * len(words.POSITION), I64), "writes")
    (ordered,) = args.fields(f, "ordered")
    near = kept.equals(lanes) & (ordered > 0) & (end - begin).equals(joined * (lanes - 1))
    with f.when(near):
        rows = []
        for n in range(lanes):
            place = f.element(p("temp"), (m + n) * p("pitch") + first, scalar.name)
            rows.append(f.load(scalar.vector(), place, scalar.size))
        for n, part in enumerate(transpose(f, rows, joined)):
            base = _column(f, first + n // joined * joined)
            place = f.element(p("out"), base + begin + n % joined * lanes, scalar.name)
            f.store(part, place, scalar.size)
    with f.when(f.invert(near)):
        _apart(f, scalar, at, joined)


def _apart(f: Function, scalar: Scalar, at: tuple[Value, Value, Value], joined: int) -> None:
    """Store a square where positions do not lie side by side: the columns joined, each group."""
    p, lanes = f.parameter, scalar.lanes
    first, m, kept = at
    kind = scalar.name if joined == 1 else scalar.vector(joined)
    places = [
        _word(f, f.element(p("positions"), (m + n) * len(words.POSITION), I64), "writes")
        for n in range(lanes)
    ]
    with f.loop(first, first + kept, joined) as column:
        to = f.element(p("out"), _column(f, column), scalar.name)
        source = f.element(p("temp"), m * p("pitch") + column, scalar.name)
        for n, place in enumerate(places):
            value = f.load(kind, f.element(source, p("pitch") * n, scalar.name), scalar.size)
            f.store(value, f.element(to, place, scalar.name), scalar.size)


def _column(f: Function, number: Value) -> Value:
    """Return where a column writes."""
    return f.load(I64, f.element(f.parameter("columns"), number * len(words.COLUMN), I64))


def _one_by_one(f: Function, scalar: Scalar, first: Value, m: Value, kept: Value) -> None:
    """Store the columns of one position that have an output there."""
    p = f.parameter
    position = f.element(p("positions"), m * len(words.POSITION), I64)
    writes = _word(f, position, "writes")
    at = [p(f"{name}0") + _word(f, position, name) for name in ("z", "y", "x")]
    row = f.element(p("temp"), m * p("pitch") + first, scalar.name)
    with f.loop(0, kept) as n:
        column = f.element(p("columns"), (first + n) * len(words.COLUMN), I64)
        counts = [f.load(I64, f.element(column, words.COLUMN.index(name), I64)) for name in _COUNTS]
        here = (at[0] < counts[0]) & (at[1] < counts[1]) & (at[2] < counts[2])
        with f.when(here):
            value = f.load(scalar.name, f.element(row, n, scalar.name), scalar.size)
            to = f.element(p("out"), f.load(I64, column) + writes, scalar.name)
            f.store(value, to, scalar.size)


_COUNTS = ("count_z", "count_y", "count_x")


def _word(f: Function, row: Value, name: str) -> Value:
    return f.load(I64, f.element(row, words.POSITION.index(name), I64))
