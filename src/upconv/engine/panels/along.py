"""Sums along the channels: vectors lie along what is summed up.

Where the input channels are neighbours in memory, vectors of them meet vectors of the weight, and
at the end the lanes of the positions' sums are added up together. A panel of one column would leave
all lanes but one empty otherwise; panels of several columns are read so where the weight lies in
such an order, column after column: then nothing is packed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from upconv.engine.ir import Function, Scalar, Value, Variable
from upconv.engine.products import add_products


class Along:
    """The sums of one tile in vectors of channels, from zero."""

    def __init__(self, f: Function, wide: Scalar, rows: int, columns: int, *, fused: bool) -> None:
        self._f, self._wide, self._fused = f, wide, fused
        kind = wide.vector()
        self._sums = [[f.variable(kind, f.zero(kind)) for _ in range(columns)] for _ in range(rows)]

    def restart(self) -> None:
        for total in itertools.chain(*self._sums):
            total.set(self._f.zero(self._wide.vector()))

    def add(self, inputs: Sequence[Value], weights: Sequence[Value], channels: Value) -> Value:
        """Add the products of whole vectors of channels, and return how many these are.

        `inputs` are where each row's channels begin, `weights` where those of each column do.
        """
        f, wide = self._f, self._wide
        whole = channels // wide.lanes * wide.lanes
        with f.loop(0, whole, wide.lanes) as channel:
            factors = [self._load(weight, channel) for weight in weights]
            values = (self._load(source, channel) for source in inputs)
            add_products(f, self._sums, values, factors, fused=self._fused)
        return whole

    def finish(self, totals: Sequence[Sequence[Variable]]) -> None:
        """Add the sum of all lanes of every sum to its total, a vector of one element."""
        by_column = (zip(*rows, strict=True) for rows in (self._sums, totals))
        for sums, column in zip(*by_column, strict=True):
            self._finish(sums, column)

    def _finish(self, sums: Sequence[Variable], totals: Sequence[Variable]) -> None:
        f = self._f
        held = [total.get() for total in sums]
        count = 1 << (len(held) - 1).bit_length()
        held += held[-1:] * (count - len(held))
        lanes = self._wide.lanes
        # A vector holds, side by side, what is left of the lanes of `together` rows.
        together = 1
        while lanes > 1:
            lanes //= 2
            if len(held) > 1:
                pairs = zip(held[::2], held[1::2], strict=True)
                held = [self._halves(left, right, together, lanes) for left, right in pairs]
                together *= 2
            else:
                held = [self._halves(held[0], held[0], together, lanes)]
                held = [f.shuffle(held[0], held[0], range(together * lanes))]
        rest = [(vector, lane) for vector in held for lane in range(together)]
        for total, (vector, lane) in zip(totals, rest, strict=False):
            value = f.splat(f.extract(vector, lane), 1)
            total.set(f.arithmetic("fadd", total.get(), value))

    def _halves(self, left: Value, right: Value, together: int, lanes: int) -> Value:
        """Add the upper half of each row's lanes to the lower; the rows of `right` follow."""
        f, width = self._f, 2 * together * lanes
        rows = [row * 2 * lanes for row in range(together)]
        low = [start + n for start in rows for n in range(lanes)]
        low += [width + index for index in low]
        one = f.shuffle(left, right, low)
        other = f.shuffle(left, right, [index + lanes for index in low])
        return f.arithmetic("fadd", one, other)

    def _load(self, start: Value, at: Value) -> Value:
        wide = self._wide
        return self._f.load(wide.vector(), self._f.element(start, at, wide.name), wide.size)
