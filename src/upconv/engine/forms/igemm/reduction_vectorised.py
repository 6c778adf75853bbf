"""The reduction-vectorised kernel: vectors along the input channels.

Where the input channels are contiguous, vectors of them are multiplied with vectors of the weight,
and at the end the lanes of each sum are added up. A panel of one column would otherwise use one
lane of a vector; panels of several columns are read so if the weight has one row of input channels
per column: then nothing is packed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from upconv.engine.codegen.ir import Function, Scalar, Value, Variable
from upconv.engine.codegen.products import add_products


class ReductionVectorised:
    """The sums of one tile, as vectors over the input channels."""

    def __init__(self, f: Function, wide: Scalar, rows: int, columns: int, *, fused: bool) -> None:
        self._f, self._wide, self._fused = f, wide, fused
        kind = wide.vector()
        self._sums = [[f.variable(kind, f.zero(kind)) for _ in range(columns)] for _ in range(rows)]

    def restart(self) -> None:
        for total in itertools.chain(*self._sums):
            total.set(self._f.zero(self._wide.vector()))

    def add(self, inputs: Sequence[Value], weights: Sequence[Value], channels: Value) -> Value:
        """Add the products of whole vectors of channels; return how many channels these are.

        `inputs` are the addresses of each row's channels, `weights` those of each column's.
        """
        f, wide = self._f, self._wide
        whole = channels // wide.lanes * wide.lanes
        with f.loop(0, whole, wide.lanes) as channel:
            factors = [self._load(weight, channel) for weight in weights]
            values = (self._load(source, channel) for source in inputs)
            add_products(f, self._sums, values, factors, fused=self._fused)
        return whole

    def finish(self, totals: Sequence[Sequence[Variable]]) -> None:
        """Add the lanes of every sum to its total, a vector of one element."""
        by_column = (zip(*rows, strict=True) for rows in (self._sums, totals))
        for sums, column in zip(*by_column, strict=True):
            self._finish(sums, column)

    def _finish(self, sums: Sequence[Variable], totals: Sequence[Variable]) -> None:
        f = self._f
        vectors = [total.get() for total in sums]
        count = 1 << (len(vectors) - 1).bit_length()
        vectors += vectors[-1:] * (count - len(vectors))
        lanes = self._wide.lanes
        # Each vector has the remaining lanes of `rows_per_vector` rows, one row after the other.
        rows_per_vector = 1
        while lanes > 1:
            lanes //= 2
            if len(vectors) > 1:
                pairs = zip(vectors[::2], vectors[1::2], strict=True)
                vectors = [
                    self._halves(left, right, rows_per_vector, lanes) for left, right in pairs
                ]
                rows_per_vector *= 2
            else:
                vectors = [self._halves(vectors[0], vectors[0], rows_per_vector, lanes)]
                vectors = [f.shuffle(vectors[0], vectors[0], range(rows_per_vector * lanes))]
        rest = [(vector, lane) for vector in vectors for lane in range(rows_per_vector)]
        for total, (vector, lane) in zip(totals, rest, strict=False):
            value = f.splat(f.extract(vector, lane), 1)
            total.set(f.arithmetic("fadd", total.get(), value))

    def _halves(self, left: Value, right: Value, rows_per_vector: int, lanes: int) -> Value:
        """Add the upper half of each row's lanes to the lower; the rows of `right` follow."""
        f, width = self._f, 2 * rows_per_vector * lanes
        rows = [row * 2 * lanes for row in range(rows_per_vector)]
        low = [start + n for start in rows for n in range(lanes)]
        low += [width + index for index in low]
        one = f.shuffle(left, right, low)
        other = f.shuffle(left, right, [index + lanes for index in low])
        return f.arithmetic("fadd", one, other)

    def _load(self, start: Value, at: Value) -> Value:
        wide = self._wide
        return self._f.load(wide.vector(), self._f.element(start, at, wide.name), wide.size)
