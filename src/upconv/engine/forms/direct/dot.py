"""The inner loop of the direct weight gradient: sums over positions, one vector for each pair.

Rows are output channels in the gradient's grid, columns are (tap, input channel) pairs in the
input's grid; both grids have the same pitches, so one position serves both.
"""

from __future__ import annotations

import itertools

from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar
from upconv.engine.codegen.products import add_products, sum_of_lanes

NAME = "dot"
PARAMETERS = (
    ("grad", PTR),
    ("input", PTR),
    ("offsets", PTR),
    ("pairs", PTR),
    ("sums", PTR),
    *((name, I64) for name in ("runs_n", "runs_z", "runs_y", "step_n", "step_z", "step_y")),
    ("vectors", I64),
    ("target", PTR),
    ("by_out", I64),
    ("whole", BOOL),
)


def emit_dot(module: Module, scalar: Scalar, shape: tuple[int, int], *, fused: bool) -> Function:
    """Write the function that sums the products of (rows, columns) over all runs of a block.

    A whole tile is added to the gradient; the sums of others go to `sums`, for the driver.
    """
    rows, columns = shape
    f = module.function(NAME, PARAMETERS, exported=True)
    p = f.parameter
    vector = scalar.vector()
    totals = [[f.variable(vector, f.zero(vector)) for _ in range(columns)] for _ in range(rows)]
    left = [
        f.element(p("grad"), f.load(I64, f.element(p("offsets"), n, I64)), scalar.name)
        for n in range(rows)
    ]
    right = [
        f.element(p("input"), f.load(I64, f.element(p("pairs"), 2 * n, I64)), scalar.name)
        for n in range(columns)
    ]
    with f.loop(0, p("runs_n")) as n, f.loop(0, p("runs_z")) as z, f.loop(0, p("runs_y")) as y:
        begin = n * p("step_n") + z * p("step_z") + y * p("step_y")
        with f.loop(begin, begin + p("vectors") * scalar.lanes, scalar.lanes) as at:
            inputs = [
                f.load(vector, f.element(place, at, scalar.name), scalar.size) for place in right
            ]
            factors = (
                f.load(vector, f.element(place, at, scalar.name), scalar.size) for place in left
            )
            add_products(f, totals, factors, inputs, fused=fused)
    added = [[sum_of_lanes(f, total.get(), scalar.lanes) for total in sums] for sums in totals]
    with f.when(p("whole")):
        for column in range(columns):
            to = f.load(I64, f.element(p("pairs"), 2 * column + 1, I64))
            for row in range(rows):
                place = f.element(p("target"), to + p("by_out") * row, scalar.name)
                before = f.load(scalar.name, place, scalar.size)
                f.store(f.arithmetic("fadd", before, added[row][column]), place, scalar.size)
    with f.when(f.invert(p("whole"))):
        for row, column in itertools.product(range(rows), range(columns)):
            place = f.element(p("sums"), row * columns + column, scalar.name)
            f.store(added[row][column], place, scalar.size)
    return f
