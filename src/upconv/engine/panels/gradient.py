"""The driver of the weight gradient in panels: chunks of sweeps, summed over all positions.

A task is (group, part of the blocks, chunk of sweeps). It owns what it writes: the sums of its
panels in the order of packed weights, one copy for each part, or in the gradient itself where there
is one part and columns are neighbours there. How blocks are parted depends on the sizes alone, and
the parts are added in order, so the bits do not depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from upconv.engine import args
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.isa import ISA
from upconv.engine.panels import words
from upconv.engine.panels.dot import emit_dot
from upconv.engine.panels.gather import call_gather, emit_fetch, emit_gathers, writes_of
from upconv.engine.panels.needs import Needs
from upconv.engine.panels.plan import Tile, tile_of
from upconv.engine.panels.scatter import STARTS
from upconv.engine.panels.tasks import Copies, Sums, Sweep, gradient_tasks
from upconv.engine.panels.walk import Walk

NAME = "gradient_panels"


def sizes_of(tile: Tile, vectors: int) -> tuple[int, ...]:
    """Return how many rows the tiles of a panel of so many vectors have, the largest first.

    Those of one vector have up to twice the rows: fewer sums would wait for each other.
    """
    sizes = (tile.rows, tile.rows - 1, tile.rows - 2, 3, 1)
    return (2 * tile.rows, 2 * tile.rows - 1, tile.rows + 1, *sizes) if vectors == 1 else sizes


Dots: TypeAlias = dict[tuple[int, int], Function]
"""The tiles of a type by (rows, vectors)."""


def emit_dots(module: Module, scalar: Scalar, tile: Tile, needs: Needs, *, fused: bool) -> Dots:
    """Write the tiles of a type that are needed."""
    return {
        (rows, vectors): emit_dot(module, scalar, Tile(rows, vectors), fused=fused)
        for vectors in needs.widths
        for rows in sizes_of(tile, vectors)
        if rows in needs.rows
    }


def emit_gradient(module: Module, scalar: Scalar, isa: ISA, copies: Copies, needs: Needs) -> None:
    """Write the exported function that sums weight gradients, task after task."""
    sweep = _emit_sweep(module, scalar, isa, needs)
    f = module.function(NAME, (("args", PTR),), exported=True, seldom=True)

    def begin(walk: Walk) -> Callable[[Sweep, Sums], None]:
        def compute(found: Sweep, sums: Sums) -> None:
            places = (walk.own, walk.grid, walk.positions, found.positions)
            given = (found.row, *sums, walk.origin, walk.ahead, *walk.starts)
            f.call(sweep, f.parameter("args"), *places, *given)

        return compute

    gradient_tasks(f, scalar, copies, begin)


def _emit_sweep(module: Module, scalar: Scalar, isa: ISA, needs: Needs) -> Function:
    """Write the function that adds the products of the listed positions to a sweep's sums."""
    kernels = emit_dots(module, scalar, tile_of(isa), needs, fused=isa.fma)
    fetch = emit_fetch(module, scalar)
    gathers = emit_gathers(module, scalar, needs.joined, needs.step)
    parameters = tuple((name, PTR) for name in ("args", "space", "grid", "positions"))
    numbers = (("count", I64), ("sweep", PTR), ("group", I64), ("target", PTR), ("fresh", BOOL))
    where = (("origin", I64), ("ahead", I64), *STARTS)
    f = module.function("sum_panels", (*parameters, *numbers, *where), seldom=True)
    p = f.parameter
    out, out_c, out_channels, classes = args.fields(f, "out", "out_c", "out_channels", "classes")
    in_channels, columns_table, table = args.fields(f, "in_channels", "columns", "segments")
    temp_at, sums_row = args.fields(f, "temp", "sums_row")
    number, first, panels, vectors, begin, direct = words.read(f, p("sweep"), words.SWEEP)
    row = f.element(classes, number * len(words.CLASS), I64)
    names = ("entries", "column", "columns", "uniform", "joined")
    entries, column, columns, uniform, joined = words.read(f, row, words.CLASS, names)
    others = words.read(f, row, words.CLASS, ("segment", "segments"))
    narrow = words.read(f, row, words.CLASS, ("narrow_segment", "narrow_segments"))
    one = vectors.equals(1)
    segment, pieces = (f.select(one, *both) for both in zip(narrow, others, strict=True))
    width = vectors * scalar.lanes
    in_place = sums_row > 0
    pitch = f.select(in_place, sums_row, width)
    panel = f.element(p("space"), temp_at, "i8")
    source = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    begins = [p(name) for name, _ in STARTS]
    with f.loop(0, panels) as index:
        start = first + index * width
        in_panel = f.element(columns_table, (column + start) * len(words.COLUMN), I64)
        kept = (columns - start).at_most(width)
        listed = (p("positions"), p("count"), in_panel, kept, uniform > 0, direct > 0)
        given = (p("args"), panel, width, *listed, source, *begins)
        there, near = _in_place(f, scalar, source, in_panel, width, direct > 0)
        factors = f.select(near, there, panel)
        with f.when(f.invert(near)):
            call_gather(f, gathers, joined, *given)
        panel_items = f.select(in_place, width, entries * in_channels * width)
        sums = f.element(p("target"), begin + index * panel_items, scalar.name)
        following = f.element(source, p("ahead"), scalar.name)
        with f.loop(0, pieces) as piece:
            with f.when(p("ahead") > 0):
                told = (p("args"), p("positions"), p("count"), in_panel, kept, joined)
                f.call(fetch, *told, direct > 0, following, piece, pieces)
            line = f.element(table, (segment + piece) * len(words.DOT), I64)
            reads, rows, at = words.read(f, line, words.DOT)
            grid = f.element(p("grid"), reads, scalar.name)
            to = f.element(sums, at * pitch, scalar.name)
            for (high, wide), kernel in kernels.items():
                with f.when(rows.equals(high) & vectors.equals(wide)):
                    given = (p("positions"), p("count"), factors, to, pitch, p("fresh"))
                    f.call(kernel, grid, *given)
    return f


def _in_place(
    f: Function, scalar: Scalar, source: Value, columns: Value, width: Value, direct: Value
) -> tuple[Value, Value]:
    """Return where a panel begins in the output's gradient, and whether it lies there as a whole.

    It does where `width` columns are all that a position has, and the next one follows.
    """
    (ordered,) = args.fields(f, "ordered")
    last = f.parameter("count") - 1
    begin = writes_of(f, f.integer(0))
    near = (ordered > 0) & (writes_of(f, last) - begin).equals(last * width)
    return f.element(source, f.load(I64, columns) + begin, scalar.name), near & direct
