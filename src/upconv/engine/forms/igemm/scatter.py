"""From the sums of a panel to the output: activation, in-register transposes, tails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.transpose import transpose
from upconv.engine.forms.igemm import fields

JOINED = (1, 2, 4)  # numbers of columns that write adjacent outputs, and are stored together

STARTS = (("z0", I64), ("y0", I64), ("x0", I64))  # quotients of the first position of the block

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
    """Write the functions that store a panel of classes with so many joined columns.

    `step` is the distance of neighbouring positions in the output, in elements.
    """
    return {
        joined: _emit_scatter(module, scalar, activate, joined, adjacent=step == joined)
        for joined in sizes
    }


def call_scatter(f: Function, scatters: Scatters, joined: Value, *arguments: Value) -> None:
    """Call the function for `joined` columns, one of the sizes that were written."""
    for size, scatter in scatters.items():
        with f.when(joined.equals(size)):
            f.call(scatter, *arguments)


def _emit_scatter(
    module: Module, scalar: Scalar, activate: Function, joined: int, *, adjacent: bool
) -> Function:
    """Write the function that stores `count` positions of one panel.

    They are `adjacent` if joined columns of neighbouring positions leave no gap.
    """
    f = module.function(f"scatter_{joined}{'_adjacent' if adjacent else ''}", PARAMETERS)
    p, lanes = f.parameter, scalar.lanes
    squares = f.select(p("uniform") & (p("count") >= lanes), p("count"), f.integer(0))
    (kind,) = args.fields(f, "activation")
    with f.when(kind > 0):
        f.call(activate, p("args"), p("temp"), p("count") * p("pitch"))
    with f.when(p("direct")):
        _store_direct(f, scalar)
    with f.when(f.invert(p("direct"))), f.loop(0, p("column_count"), lanes) as first:
        valid = (p("column_count") - first).at_most(lanes)
        with f.loop(0, squares, lanes) as m:  # the last one overlaps the one before it
            corner = (first, m.at_most(p("count") - lanes), valid)
            if adjacent:
                _store_square(f, scalar, corner, joined)
            else:
                _store_strided(f, scalar, corner, joined)
        with f.loop(squares, p("count")) as m:
            _one_by_one(f, scalar, first, m, valid)
    return f


def _store_direct(f: Function, scalar: Scalar) -> None:
    """Copy positions whose columns are contiguous in the output."""
    p = f.parameter
    start = f.element(p("out"), _column(f, f.integer(0)), scalar.name)
    with f.loop(0, p("count")) as m:
        positions = f.element(p("positions"), m * len(fields.POSITION), I64)
        to = f.element(start, _word(f, positions, "writes"), scalar.name)
        row = f.element(p("temp"), m * p("pitch"), scalar.name)
        with f.loop(0, p("pitch"), scalar.lanes) as n:
            value = f.load(scalar.vector(), f.element(row, n, scalar.name), scalar.size)
            f.store(value, f.element(to, n, scalar.name), scalar.size)


def _store_square(f: Function, scalar: Scalar, at: tuple[Value, Value, Value], joined: int) -> None:
    """Store a square: as many columns of as many positions as a vector has lanes."""
    p, lanes = f.parameter, scalar.lanes
    first, m, valid = at
    positions = f.element(p("positions"), m * len(fields.POSITION), I64)
    begin = _word(f, positions, "writes")
    end = _word(f, f.element(positions, (lanes - 1) * len(fields.POSITION), I64), "writes")
    (ordered,) = args.fields(f, "ordered")
    adjacent = valid.equals(lanes) & (ordered > 0) & (end - begin).equals(joined * (lanes - 1))
    with f.when(adjacent):
        rows = []
        for n in range(lanes):
            place = f.element(p("temp"), (m + n) * p("pitch") + first, scalar.name)
            rows.append(f.load(scalar.vector(), place, scalar.size))
        for n, part in enumerate(transpose(f, rows, joined)):
            base = _column(f, first + n // joined * joined)
            place = f.element(p("out"), base + begin + n % joined * lanes, scalar.name)
            f.store(part, place, scalar.size)
    with f.when(f.invert(adjacent)):
        _store_strided(f, scalar, at, joined)


def _store_strided(
    f: Function, scalar: Scalar, at: tuple[Value, Value, Value], joined: int
) -> None:
    """Store a square whose positions are not adjacent, one group of joined columns at a time."""
    p, lanes = f.parameter, scalar.lanes
    first, m, valid = at
    kind = scalar.name if joined == 1 else scalar.vector(joined)
    places = [
        _word(f, f.element(p("positions"), (m + n) * len(fields.POSITION), I64), "writes")
        for n in range(lanes)
    ]
    with f.loop(first, first + valid, joined) as column:
        to = f.element(p("out"), _column(f, column), scalar.name)
        source = f.element(p("temp"), m * p("pitch") + column, scalar.name)
        for n, place in enumerate(places):
            value = f.load(kind, f.element(source, p("pitch") * n, scalar.name), scalar.size)
            f.store(value, f.element(to, place, scalar.name), scalar.size)


def _column(f: Function, number: Value) -> Value:
    """Return the offset of a column in the output."""
    return f.load(I64, f.element(f.parameter("columns"), number * len(fields.COLUMN), I64))


def _one_by_one(f: Function, scalar: Scalar, first: Value, m: Value, valid: Value) -> None:
    """Store the columns of one position that have an output there."""
    p = f.parameter
    position = f.element(p("positions"), m * len(fields.POSITION), I64)
    writes = _word(f, position, "writes")
    at = [p(f"{name}0") + _word(f, position, name) for name in ("z", "y", "x")]
    row = f.element(p("temp"), m * p("pitch") + first, scalar.name)
    with f.loop(0, valid) as n:
        column = f.element(p("columns"), (first + n) * len(fields.COLUMN), I64)
        counts = [
            f.load(I64, f.element(column, fields.COLUMN.index(name), I64)) for name in _COUNTS
        ]
        here = (at[0] < counts[0]) & (at[1] < counts[1]) & (at[2] < counts[2])
        with f.when(here):
            value = f.load(scalar.name, f.element(row, n, scalar.name), scalar.size)
            to = f.element(p("out"), f.load(I64, column) + writes, scalar.name)
            f.store(value, to, scalar.size)


_COUNTS = ("count_z", "count_y", "count_x")


def _word(f: Function, row: Value, name: str) -> Value:
    return f.load(I64, f.element(row, fields.POSITION.index(name), I64))
