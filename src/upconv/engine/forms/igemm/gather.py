"""From the gradient of the output to a panel: a row of columns for every position.

It reverses `scatter.py`: squares are transposed back, and outputs that do not exist are zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value, Variable
from upconv.engine.codegen.transpose import transpose_back
from upconv.engine.forms.igemm import fields, strided
from upconv.engine.forms.igemm.scatter import STARTS

PARAMETERS = (
    ("args", PTR),
    ("to", PTR),
    ("pitch", I64),
    ("positions", PTR),
    ("count", I64),
    ("columns", PTR),
    ("column_count", I64),
    ("uniform", BOOL),
    ("direct", BOOL),
    ("source", PTR),
    *STARTS,
)


LINE = 64
FETCH = (
    *(("args", PTR), ("positions", PTR), ("count", I64), ("columns", PTR)),
    *(("column_count", I64), ("joined", I64), ("direct", BOOL), ("source", PTR)),
    *(("part", I64), ("parts", I64)),
)


Gathers: TypeAlias = dict[int, Function]
"""What reads a panel, by how many columns are joined."""


def emit_gathers(module: Module, scalar: Scalar, sizes: Sequence[int], step: int) -> Gathers:
    """Write the functions that read a panel of classes with so many joined columns.

    `step` is the distance of neighbouring positions in the output, in elements.
    """
    return {joined: _emit_gather(module, scalar, joined, step) for joined in sizes}


def call_gather(f: Function, gathers: Gathers, joined: Value, *arguments: Value) -> None:
    """Call the function for `joined` columns, one of the sizes that were written."""
    for size, gather in gathers.items():
        with f.when(joined.equals(size)):
            f.call(gather, *arguments)


def _emit_gather(module: Module, scalar: Scalar, joined: int, step: int) -> Function:
    """Write the function that reads `count` positions of one panel."""
    step = step if step in {joined, *strided.STEPS} else 0
    f = module.function(f"gather_{joined}_step{step}", PARAMETERS)
    p, lanes = f.parameter, scalar.lanes
    squares = f.select(p("uniform") & (p("count") >= lanes), p("count"), f.integer(0))
    with f.when(p("direct")):
        _gather_direct(f, scalar)
    with f.when(f.invert(p("direct"))), f.loop(0, p("pitch"), lanes) as first:
        valid = (p("column_count") - first).at_most(lanes)
        with f.loop(0, squares, lanes) as m:  # the last one overlaps the one before it
            _gather_square(f, scalar, (first, m.at_most(p("count") - lanes)), joined, step)
        with f.loop(squares, p("count")) as m:
            _one_by_one(f, scalar, first, m, valid)
    return f


def emit_fetch(module: Module, scalar: Scalar) -> Function:
    """Write the function that prefetches a part of what a panel of the next block reads.

    It assumes that the positions of that block are laid out like those of this one.
    """
    f = module.function("prefetch_panel", FETCH)
    p, line = f.parameter, LINE // scalar.size
    out_x, step_x = args.fields(f, "out_x", "out_step_x")
    lines_apart = (f.integer(line) // (out_x * step_x).at_least(1)).at_least(1)
    by_position = f.select(p("direct"), f.integer(1), lines_apart)
    by_column = f.select(p("direct"), f.integer(line), p("joined"))
    groups = (p("column_count") + (by_column - 1)) // by_column
    first, stop = (groups * (p("part") + n) // p("parts") for n in (0, 1))
    with f.loop(first, stop) as group:
        base = f.element(p("source"), _column(f, group * by_column), scalar.name)
        with f.loop(0, p("count"), by_position) as m:
            f.prefetch(f.element(base, writes_of(f, m), scalar.name))
    return f


def _gather_direct(f: Function, scalar: Scalar) -> None:
    """Copy positions whose columns are contiguous in the output."""
    p = f.parameter
    start = f.element(p("source"), f.load(I64, p("columns")), scalar.name)
    with f.loop(0, p("count")) as m:
        place = f.element(start, writes_of(f, m), scalar.name)
        row = f.element(p("to"), m * p("pitch"), scalar.name)
        with f.loop(0, p("pitch"), scalar.lanes) as n:
            value = f.load(scalar.vector(), f.element(place, n, scalar.name), scalar.size)
            f.store(value, f.element(row, n, scalar.name), scalar.size)


def _gather_square(
    f: Function, scalar: Scalar, corner: tuple[Value, Value], joined: int, step: int
) -> None:
    """Read a square: as many columns of as many positions as a vector has lanes.

    The last column is repeated for columns behind it.
    """
    first, m = corner
    read = f.variable(BOOL, f.constant(BOOL, "false"))
    if step == joined:
        _adjacent(f, scalar, corner, read, step)
    if step in strided.STEPS:
        _in_runs(f, scalar, corner, read, step)
    with f.when(f.invert(read.get())):
        starts = _groups(f, scalar, first, joined)
        kind = scalar.name if joined == 1 else scalar.vector(joined)
        with f.loop(m, m + scalar.lanes) as number:
            writes = writes_of(f, number)
            row = f.element(f.parameter("to"), number * f.parameter("pitch") + first, scalar.name)
            for n, start in enumerate(starts):
                value = f.load(kind, f.element(start, writes, scalar.name), scalar.size)
                f.store(value, f.element(row, n * joined, scalar.name), scalar.size)


def _adjacent(
    f: Function, scalar: Scalar, corner: tuple[Value, Value], read: Variable, joined: int
) -> None:
    """Read a square whose joined columns of neighbouring positions leave no gap, if it is one."""
    first, m = corner
    lanes = scalar.lanes
    (ordered,) = args.fields(f, "ordered")
    begin = writes_of(f, m)
    holds = (ordered > 0) & (writes_of(f, m + (lanes - 1)) - begin).equals(joined * (lanes - 1))
    with f.when(holds):
        starts = _groups(f, scalar, first, joined)
        parts = []
        for n in range(lanes):
            at = begin + n % joined * lanes
            place = f.element(starts[n // joined], at, scalar.name)
            parts.append(f.load(scalar.vector(), place, scalar.size))
        _store_rows(f, scalar, corner, transpose_back(f, parts, joined))
    read.set(holds)


def _in_runs(
    f: Function, scalar: Scalar, corner: tuple[Value, Value], read: Variable, step: int
) -> None:
    """Read a square whose positions are in runs of whole vectors, unless it has been read."""
    first, m = corner
    (ordered,) = args.fields(f, "ordered")
    positions = f.element(f.parameter("positions"), m * len(fields.POSITION), I64)
    runs = strided.runs_of(f, positions, scalar.lanes, f.integer(step))
    strided_runs = f.invert(read.get()) & (ordered > 0) & runs.holds
    with f.when(strided_runs):
        columns = _groups(f, scalar, first, 1)
        parts = [strided.load(f, scalar, column, runs, step) for column in columns]
        _store_rows(f, scalar, corner, transpose_back(f, parts))
    read.set(read.get() | strided_runs)


def _store_rows(
    f: Function, scalar: Scalar, corner: tuple[Value, Value], rows: Sequence[Value]
) -> None:
    first, m = corner
    for n, row in enumerate(rows):
        to = f.element(f.parameter("to"), (m + n) * f.parameter("pitch") + first, scalar.name)
        f.store(row, to, scalar.size)


def _groups(f: Function, scalar: Scalar, first: Value, joined: int) -> list[Value]:
    """Return the addresses of the groups of joined columns, from column `first` on."""
    p = f.parameter
    last = p("column_count") - joined
    return [
        f.element(p("source"), _column(f, (first + n).at_most(last)), scalar.name)
        for n in range(0, scalar.lanes, joined)
    ]


def _one_by_one(f: Function, scalar: Scalar, first: Value, m: Value, valid: Value) -> None:
    """Read the columns of one position; zero where the output or the column does not exist."""
    p = f.parameter
    position = f.element(p("positions"), m * len(fields.POSITION), I64)
    writes, *inside = fields.read(f, position, fields.POSITION, ("writes", "z", "y", "x"))
    at = [p(name) + place for (name, _), place in zip(STARTS, inside, strict=True)]
    row = f.element(p("to"), m * p("pitch") + first, scalar.name)
    f.store(f.zero(scalar.vector()), row, scalar.size)
    with f.loop(0, valid) as n:
        column = f.element(p("columns"), (first + n) * len(fields.COLUMN), I64)
        base, *counts = fields.read(
            f, column, fields.COLUMN, ("writes", "count_z", "count_y", "count_x")
        )
        here = (at[0] < counts[0]) & (at[1] < counts[1]) & (at[2] < counts[2])
        with f.when(here):
            place = f.element(p("source"), base + writes, scalar.name)
            value = f.load(scalar.name, place, scalar.size)
            f.store(value, f.element(row, n, scalar.name), scalar.size)


def writes_of(f: Function, m: Value) -> Value:
    at = m * len(fields.POSITION) + fields.POSITION.index("writes")
    return f.load(I64, f.element(f.parameter("positions"), at, I64))


def _column(f: Function, number: Value) -> Value:
    return f.load(I64, f.element(f.parameter("columns"), number * len(fields.COLUMN), I64))
