"""The Winograd tiles of a block, and their addresses in the output or in a copy of one panel.

Their order is z, images, y, x, so that all tiles of one depth tap read at the same distance from
those of the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, Function, Scalar, Value
from upconv.engine.forms.igemm import fields

# Positions of a class in a block on n, z, y, x, and the most on z of any class.
COUNTS = tuple((name, I64) for name in ("nc", "zc", "yc", "xc", "depth"))


def tiles_of(f: Function) -> tuple[list[Value], list[Value]]:
    """Return the outputs of a tile on y and x, and how many tiles cover `yc` and `xc` of them."""
    units = args.fields(f, "unit_y", "unit_x")
    counts = [f.parameter(name) for name in ("yc", "xc")]
    return units, [(count + (unit - 1)) // unit for count, unit in zip(counts, units, strict=True)]


class Places:
    """The addresses of the tiles of a panel, `width` columns of every position.

    With `in_place` these columns are contiguous in the output, and tiles are stored there.
    Otherwise they go to a copy with one row of columns per position.
    """

    def __init__(self, f: Function, scalar: Scalar, in_place: Value, width: Value) -> None:
        self._f, self._scalar, self._in_place, self._width = f, scalar, in_place, width
        out_y, out_x, step_y, step_x = args.fields(f, "out_y", "out_x", "out_step_y", "out_step_x")
        self._steps = (
            f.select(in_place, out_y * step_y, f.parameter("xc") * width),
            f.select(in_place, out_x * step_x, width),
        )

    @contextmanager
    def each(
        self, out: Value, columns: Value, copy: Value, *, fetch: bool = False
    ) -> Iterator[tuple[Value, ...]]:
        """Loop over the tiles of a panel, whose first column in the table is at `columns`.

        Yields a tile's address, its strides on y and x, and how many outputs are left there. With
        `fetch`, tiles that are read in place are prefetched one row of tiles ahead.
        """
        f, p, scalar = self._f, self._f.parameter, self._scalar
        there = f.element(out, f.load(I64, columns), scalar.name)
        base = f.select(self._in_place, there, copy)
        units, (tiles_y, tiles_x) = tiles_of(f)
        with (
            f.loop(0, p("zc")) as z,
            f.loop(0, p("nc")) as n,
            f.loop(0, tiles_y) as y,
            f.loop(0, tiles_x) as x,
        ):
            y0, x0 = y * units[0], x * units[1]
            position = ((n * p("zc") + z) * p("yc") + y0) * p("xc") + x0
            row = f.element(p("positions"), position * len(fields.POSITION), I64)
            (writes,) = fields.read(f, row, fields.POSITION, ("writes",))
            at = f.select(self._in_place, writes, position * self._width)
            place = f.element(base, at, scalar.name)
            if fetch:
                with f.when(self._in_place), f.loop(units[0], units[0] * 2) as row_below:
                    below = f.element(place, row_below * self._steps[0], scalar.name)
                    f.prefetch_all(below, units[1] * self._steps[1], scalar)
            yield place, *self._steps, p("yc") - y0, p("xc") - x0
