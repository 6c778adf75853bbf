"""The inner loop of the weight gradient: a register tile of weight rows x vectors of columns.

Inputs are broadcast, the output gradient is loaded as vectors, and the sum runs over positions: the
tile of `tile.py` with the roles of positions and reduction swapped.
"""

from __future__ import annotations

from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar
from upconv.engine.codegen.products import add_products
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.plan import Tile

PARAMETERS = (
    ("grid", PTR),
    ("positions", PTR),
    ("count", I64),
    ("panel", PTR),
    ("sums", PTR),
    ("pitch", I64),
    ("fresh", BOOL),
)


def emit_dot(module: Module, scalar: Scalar, tile: Tile, *, fused: bool) -> Function:
    """Write the function that adds the products of `count` positions to rows of `sums`.

    Rows are `pitch` elements apart.
    """
    rows, vectors = tile
    f = module.function(f"dot_r{rows}_v{vectors}", PARAMETERS, part=f"dots_v{vectors}")
    p, vector, width = f.parameter, scalar.vector(), vectors * scalar.lanes
    totals = [[f.variable(vector, f.zero(vector)) for _ in range(vectors)] for _ in range(rows)]
    places = [
        [
            f.element(p("sums"), p("pitch") * row + n * scalar.lanes, scalar.name)
            for n in range(vectors)
        ]
        for row in range(rows)
    ]
    with f.when(f.invert(p("fresh"))):
        for row_totals, at in zip(totals, places, strict=True):
            for total, place in zip(row_totals, at, strict=True):
                total.set(f.load(vector, place, scalar.size))
    with f.loop(0, p("count")) as m:
        reads = f.load(I64, f.element(p("positions"), m * len(fields.POSITION), I64))
        source = f.element(p("grid"), reads, scalar.name)
        line = f.element(p("panel"), m * width, scalar.name)
        factors = [
            f.load(vector, f.element(line, n * scalar.lanes, scalar.name), scalar.size)
            for n in range(vectors)
        ]
        inputs = (
            f.splat(
                f.load(scalar.name, f.element(source, row, scalar.name), scalar.size), scalar.lanes
            )
            for row in range(rows)
        )
        add_products(f, totals, inputs, factors, fused=fused)
    for row_totals, at in zip(totals, places, strict=True):
        for total, place in zip(row_totals, at, strict=True):
            f.store(total.get(), place, scalar.size)
    return f
