"""The inner loop of the implicit GEMM: a register tile of positions x vectors of columns.

Inputs are broadcast from each position's own address; weights are vectors, read in order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TypeAlias

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value, Variable
from upconv.engine.codegen.products import add_products
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.plan import Tile, rows_of
from upconv.engine.forms.igemm.reduction_vectorised import ReductionVectorised
from upconv.engine.process.isa import ISA

PARAMETERS = (
    ("args", PTR),
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
    module: Module,
    scalar: Scalar,
    isa: ISA,
    widths: Sequence[int],
    finish: Function | None = None,
    reduction_scalar: Scalar | None = None,
) -> Tiles:
    """Write the tiles that cover any number of positions, for the numbers of vectors in `widths`.

    With `reduction_scalar` they are reduction-vectorised, in its vectors. With `finish` sums may be
    stored to the output; otherwise they stay in the workspace.
    """
    return {
        (rows, vectors): emit_tile(
            module,
            scalar,
            Tile(rows, vectors),
            finish,
            fused=isa.fma,
            reduction_scalar=reduction_scalar,
        )
        for vectors in widths
        for rows in _two_sizes(isa, vectors)
    }


def emit_finish(module: Module, scalar: Scalar, activate: Function, name: str | None) -> Function:
    """Write the function that activates `rows` positions of a panel and copies them to the output.

    It is for columns that are contiguous there. Without an activation it does nothing.
    """
    numbers = (("rows", I64), ("width", I64))
    pointers = (("args", PTR), ("temp", PTR), ("out", PTR), ("positions", PTR))
    f = module.function("activate_rows", (*pointers, *numbers), cold=name is None)
    if name is None:
        return f
    p = f.parameter
    f.call(activate, p("args"), p("temp"), p("rows") * p("width"))
    with f.loop(0, p("rows")) as row:
        at = row * len(fields.POSITION) + fields.POSITION.index("writes")
        to = f.element(p("out"), f.load(I64, f.element(p("positions"), at, I64)), scalar.name)
        source = f.element(p("temp"), row * p("width"), scalar.name)
        with f.loop(0, p("width"), scalar.lanes) as n:
            value = f.load(scalar.vector(), f.element(source, n, scalar.name), scalar.size)
            f.store(value, f.element(to, n, scalar.name), scalar.size)
    return f


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
    """Cover `count` positions with tiles: `call` gets each tile and its first position.

    Tiles of one row less make up for what the last one lacks, as far as there are tiles.
    """
    for width in sorted({vectors for _, vectors in tiles}):
        with f.when(vectors.equals(width)):
            rows, fewer = _two_sizes(isa, width)
            tile_count = (count + (rows - 1)) // rows
            less = (tile_count * rows - count).at_most(tile_count)
            more = tile_count - less
            with f.loop(0, more) as number:
                call(tiles[rows, width], number * rows)
            with f.loop(0, less) as number:
                call(tiles[fewer, width], more * rows + number * fewer)


def emit_tile(
    module: Module,
    scalar: Scalar,
    tile: Tile,
    finish: Function | None,
    *,
    fused: bool,
    reduction_scalar: Scalar | None = None,
) -> Function:
    """Write the function that adds one part of the reduction of some positions, panel by panel.

    The inputs of the positions stay in the first-level cache while weights stream through it. The
    sums start from `starts` (the first part) or `temp`, and go to `temp`; or to `out` if the
    columns of a panel are contiguous there, through `temp` if they have an activation. Without
    `finish` they always go to `temp`.
    """
    rows, vectors = tile
    f = module.function(f"tile_r{rows}_v{vectors}", PARAMETERS, part=f"tiles_v{vectors}")
    p, vector = f.parameter, scalar.vector()
    totals = [[f.variable(vector) for _ in range(vectors)] for _ in range(rows)]
    (temp_panel,) = args.fields(f, "temp_panel")
    width = vectors * scalar.lanes
    reduction = (
        None
        if reduction_scalar is None
        else ReductionVectorised(f, reduction_scalar, rows, vectors, fused=fused)
    )
    with f.loop(0, p("panels")) as number:
        temp = f.element(p("temp"), number * temp_panel, scalar.name)
        with f.when(p("fresh")):
            start = f.element(p("starts"), number * width, scalar.name)
            starts = _load(f, scalar, start, vectors)
            for row in totals:
                for total, start in zip(row, starts, strict=True):
                    total.set(start)
        with f.when(f.invert(p("fresh"))):
            partial_sums = _load(f, scalar, temp, rows * vectors)
            for total, value in zip(itertools.chain(*totals), partial_sums, strict=True):
                total.set(value)
        weights = f.element(p("weights"), number * p("weight_panel"), scalar.name)
        _products(f, scalar, totals, weights, reduction, fused=fused)
        if finish is None:
            _store(f, scalar, [total for row in totals for total in row], temp)
        else:
            _put(f, scalar, totals, number, temp, finish)
    return f


def _put(
    f: Function,
    scalar: Scalar,
    totals: list[list[Variable]],
    panel: Value,
    temp: Value,
    finish: Function,
) -> None:
    """Store the sums of a panel to `temp` or, if they are finished outputs, to the output."""
    p, places = f.parameter, f.parameter("positions")
    (kind,) = args.fields(f, "activation")
    rows, width = len(totals), len(totals[0]) * scalar.lanes
    direct_store = p("direct") & kind.equals(0)
    out = f.variable(PTR, temp)
    with f.when(p("direct")):
        column = f.element(p("columns"), panel * (width * len(fields.COLUMN)), I64)
        out.set(f.element(p("out"), f.load(I64, column), scalar.name))
    to = f.select(direct_store, out.get(), temp)
    for n, row in enumerate(totals):
        at = f.select(direct_store, _word(f, places, n, "writes"), f.integer(n * width))
        _store(f, scalar, row, f.element(to, at, scalar.name))
    with f.when(p("direct") & (kind > 0)):
        f.call(finish, p("args"), temp, out.get(), places, f.integer(rows), f.integer(width))


def _products(
    f: Function,
    scalar: Scalar,
    totals: list[list[Variable]],
    first: Value,
    reduction: ReductionVectorised | None,
    *,
    fused: bool,
) -> None:
    """Add the products of every segment: weights in order, inputs of each position.

    Reduction-vectorised, the weights of a panel are one column behind the other.
    """
    vectors = len(totals[0])
    column_stride = f.integer(0)
    if reduction is not None:
        reduction.restart()
        column_stride = f.parameter("weight_panel") // vectors
    width = vectors * scalar.lanes
    weights = f.variable(PTR, first)
    places = f.parameter("positions")
    with f.loop(0, f.parameter("segment_count")) as number:
        segment = f.element(f.parameter("segments"), number * len(fields.SEGMENT), I64)
        reads = f.load(I64, segment)
        channels = f.load(I64, f.element(segment, 1, I64))
        base = f.element(f.parameter("grid"), reads, scalar.name)
        inputs = [
            f.element(base, _word(f, places, n, "reads"), scalar.name) for n in range(len(totals))
        ]
        start, done, step = weights.get(), f.integer(0), width
        columns = [start]
        if reduction is not None:
            columns = [f.element(start, column_stride * n, scalar.name) for n in range(vectors)]
            done, step = reduction.add(inputs, columns, channels), 1
        with f.loop(done, channels) as channel:
            vectors_per_load = vectors // len(columns)
            addresses = [f.element(column, channel * step, scalar.name) for column in columns]
            factors = [
                each for place in addresses for each in _load(f, scalar, place, vectors_per_load)
            ]
            values = (
                f.splat(
                    f.load(scalar.name, f.element(source, channel, scalar.name), scalar.size),
                    scalar.lanes,
                )
                for source in inputs
            )
            add_products(f, totals, values, factors, fused=fused)
        weights.set(f.element(start, channels * step, scalar.name))
    if reduction is not None:
        reduction.finish(totals)


def _word(f: Function, places: Value, row: int, name: str) -> Value:
    at = row * len(fields.POSITION) + fields.POSITION.index(name)
    return f.load(I64, f.element(places, at, I64))


def _load(f: Function, scalar: Scalar, start: Value, count: int) -> list[Value]:
    return [
        f.load(scalar.vector(), f.element(start, n * scalar.lanes, scalar.name), scalar.size)
        for n in range(count)
    ]


def _store(f: Function, scalar: Scalar, totals: list[Variable], to: Value) -> None:
    for n, total in enumerate(totals):
        f.store(total.get(), f.element(to, n * scalar.lanes, scalar.name), scalar.size)
