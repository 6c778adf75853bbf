"""The one place that multiplies: the register tiles of all forms are sums of outer products.

A tile has rows and columns of accumulators in registers. One step of its loop multiplies a value
for each row with a vector for each column: output channels and phases x positions (`tile.py`),
output channels x taps (`dot.py`), positions x columns (`igemm/tile.py`), rows of the weight x
columns (`igemm/dot.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from upconv.engine.codegen.ir import Function, Value, Variable


def add_products(
    f: Function,
    totals: Iterable[Sequence[Variable]],
    rows: Iterable[Value],
    columns: Sequence[Value],
    *,
    fused: bool,
) -> None:
    """Add the products of rows and columns; `rows` may load each value when it is needed."""
    for sums, value in zip(totals, rows, strict=True):
        for total, column in zip(sums, columns, strict=True):
            total.set(f.fma(value, column, total.get(), fused=fused))


def sum_of_lanes(f: Function, value: Value, lanes: int) -> Value:
    """Add the upper half of the lanes to the lower until one is left: a fixed order."""
    while lanes > 1:
        lanes //= 2
        low = f.shuffle(value, value, range(lanes))
        high = f.shuffle(value, value, range(lanes, 2 * lanes))
        value = f.arithmetic("fadd", low, high)
    return f.extract(value, 0)
