"""The tap loop of panels: a register tile of positions x vectors of columns.

Inputs are broadcast from the positions' own places, weights are vectors in the order they lie.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TypeAlias

from upconv.engine import frame
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value, Variable
from upconv.engine.isa import ISA
from upconv.engine.panels import words
from upconv.engine.panels.along import Along
from upconv.engine.panels.plan import Tile, rows_of, tile_of
from upconv.engine.products import add_products

PARAMETERS = (
    ("frame", PTR),
    ("grid", PTR),
    ("positions", PTR),
    ("panels", I64),
    ("temp", PTR),
    ("weights", PTR),
    ("weight_panel", I64),
    ("starts", PTR),
    ("segments", PTR),
    ("segment_count", I64),
    ("columns", PTR),
    ("out", PTR),
    ("fresh", BOOL),
    ("direct", BOOL),
)


Tiles: TypeAlias = dict[tuple[int, int], Function]
"""The tiles of a type by (rows, vectors)."""


def emit_tiles(
    module: Module, scalar: Scalar, isa: ISA, activate: Function, wide: Scalar | None = None
) -> Tiles:
    """Write the tiles that cover any number of positions, for each number of vectors.

    With `wide`, they sum in its vectors along the channels.
    """
    return {
        (rows, vectors): emit_tile(
            module,
            scalar,
            Tile(rows, vectors),
            activate,
            fused=isa.fma,
            wide=wide,
        )
        for vectors in range(1, tile_of(isa).vectors + 1)
        for rows in _two_sizes(isa, vectors)
    }


def _two_sizes(isa: ISA, vectors: int) -> tuple[int, int]:
    rows = rows_of(isa.registers, vectors)
    return rows, rows - 1


def cover(
    f: Function,
    isa: ISA,
    tiles: Tiles,
    vectors: Value,
    count: Value,
    call: Callable[[Function, Value], None],
) -> None:
    """Cover `count` positions with tiles: `call` is given each and the position it begins at.

    Tiles of one row less take up what the last one lacks, as far as there are tiles.
    """
    for wide in range(1, tile_of(isa).vectors + 1):
        with f.when(vectors.equals(wide)):
            rows, fewer = _two_sizes(isa, wide)
            tile_count = (count + (rows - 1)) // rows
            less = (tile_count * rows - count).at_most(tile_count)
            more = tile_count - less
            with f.loop(0, more) as number:
                call(tiles[rows, wide], number * rows)
            with f.loop(0, less) as number:
                call(tiles[fewer, wide], more * rows + number * fewer)


def emit_tile(
    module: Module,
    scalar: Scalar,
    tile: Tile,
    activate: Function,
    *,
    fused: bool,
    wide: Scalar | None = None,
) -> Function:
    """Write the function that adds one part of the sums of some positions, panel after panel.

    The inputs of the positions stay in the first-level cache while weights stream by. The sums
    start from `starts` or from `temp`; they go to `temp`, or activated to `out` where the columns
    of a panel are neighbours there.
    """
    rows, vectors = tile
    f = module.function(f"rows_r{rows}_v{vectors}", PARAMETERS)
    p, vector = f.parameter, scalar.vector()
    totals = [[f.variable(vector) for _ in range(vectors)] for _ in range(rows)]
    temp_panel, kind = frame.fields(f, "temp_panel", "activation")
    width = vectors * scalar.lanes
    places = p("positions")
    along = None if wide is None else Along(f, wide, rows, vectors, fused=fused)
    with f.loop(0, p("panels")) as number:
        temp = f.element(p("temp"), number * temp_panel, scalar.name)
        with f.when(p("fresh")):
            start = f.element(p("starts"), number * width, scalar.name)
            starts = _load(f, scalar, start, vectors)
            for row in totals:
                for total, start in zip(row, starts, strict=True):
                    total.set(start)
        with f.when(f.invert(p("fresh"))):
            held = _load(f, scalar, temp, rows * vectors)
            for total, value in zip(itertools.chain(*totals), held, strict=True):
                total.set(value)
        weights = f.element(p("weights"), number * p("weight_panel"), scalar.name)
        _products(f, scalar, totals, weights, along, fused=fused)
        with f.when(p("direct")):
            sums = [total for row in totals for total in row]
            with f.when(kind > 0):
                _store(f, scalar, sums, temp)
                f.call(activate, p("frame"), temp, f.integer(rows * width))
                for total, value in zip(sums, _load(f, scalar, temp, len(sums)), strict=True):
                    total.set(value)
            column = f.element(p("columns"), number * (width * len(words.COLUMN)), I64)
            to = f.element(p("out"), f.load(I64, column), scalar.name)
            for n, row in enumerate(totals):
                _store(f, scalar, row, f.element(to, _word(f, places, n, "writes"), scalar.name))
        with f.when(f.invert(p("direct"))):
            _store(f, scalar, [total for row in totals for total in row], temp)
    return f


def _products(
    f: Function,
    scalar: Scalar,
    totals: list[list[Variable]],
    first: Value,
    along: Along | None,
    *,
    fused: bool,
) -> None:
    """Add the products of every segment: rows of weights in order, inputs from each position.

    Summed along the channels, the weights of a panel are one column behind the other.
    """
    vectors = len(totals[0])
    apart = f.integer(0)
    if along is not None:
        along.restart()
        apart = f.parameter("weight_panel") // vectors
    width = vectors * scalar.lanes
    weights = f.variable(PTR, first)
    places = f.parameter("positions")
    with f.loop(0, f.parameter("segment_count")) as number:
        segment = f.element(f.parameter("segments"), number * len(words.SEGMENT), I64)
        reads = f.load(I64, segment)
        channels = f.load(I64, f.element(segment, 1, I64))
        base = f.element(f.parameter("grid"), reads, scalar.name)
        inputs = [
            f.element(base, _word(f, places, n, "reads"), scalar.name) for n in range(len(totals))
        ]
        start, done, step = weights.get(), f.integer(0), width
        columns = [start]
        if along is not None:
            columns = [f.element(start, apart * n, scalar.name) for n in range(vectors)]
            done, step = along.add(inputs, columns, channels), 1
        with f.loop(done, channels) as channel:
            held = vectors // len(columns)
            here = [f.element(column, channel * step, scalar.name) for column in columns]
            factors = [each for place in here for each in _load(f, scalar, place, held)]
            values = (
                f.splat(
                    f.load(scalar.name, f.element(source, channel, scalar.name), scalar.size),
                    scalar.lanes,
                )
                for source in inputs
            )
            add_products(f, totals, values, factors, fused=fused)
        weights.set(f.element(start, channels * step, scalar.name))
    if along is not None:
        along.finish(totals)


def _word(f: Function, places: Value, row: int, name: str) -> Value:
    at = row * len(words.POSITION) + words.POSITION.index(name)
    return f.load(I64, f.element(places, at, I64))


def _load(f: Function, scalar: Scalar, start: Value, count: int) -> list[Value]:
    return [
        f.load(scalar.vector(), f.element(start, n * scalar.lanes, scalar.name), scalar.size)
        for n in range(count)
    ]


def _store(f: Function, scalar: Scalar, totals: list[Variable], to: Value) -> None:
    for n, total in enumerate(totals):
        f.store(total.get(), f.element(to, n * scalar.lanes, scalar.name), scalar.size)
