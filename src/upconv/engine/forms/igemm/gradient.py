"""The driver of the weight gradient as an implicit GEMM, summed over all positions.

A task is (group, part of the blocks, chunk of column blocks). It owns what it writes: the sums of
its panels in the order of packed weights, one copy per part, or the gradient itself if there is one
part and its columns are contiguous. The parts depend on the sizes alone and are added in order, so
the bits do not depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.block_iterator import BlockIterator
from upconv.engine.forms.igemm.dot import emit_dot
from upconv.engine.forms.igemm.gather import call_gather, emit_fetch, emit_gathers, writes_of
from upconv.engine.forms.igemm.plan import Tile, tile_of
from upconv.engine.forms.igemm.scatter import STARTS
from upconv.engine.forms.igemm.specialisation import Specialisation
from upconv.engine.forms.igemm.tasks import ColumnBlock, Copies, Sums, gradient_tasks
from upconv.engine.process.isa import ISA

NAME = "igemm_weight_gradient"


def sizes_of(tile: Tile, vectors: int) -> tuple[int, ...]:
    """Return the rows of the tiles of a panel of so many vectors, the largest first.

    Those of one vector have up to twice the rows: fewer sums would wait for their latency.
    """
    sizes = (tile.rows, tile.rows - 1, tile.rows - 2, 3, 1)
    return (2 * tile.rows, 2 * tile.rows - 1, tile.rows + 1, *sizes) if vectors == 1 else sizes


Dots: TypeAlias = dict[tuple[int, int], Function]
"""The tiles of a type by (rows, vectors)."""


def emit_dots(
    module: Module, scalar: Scalar, tile: Tile, specialisation: Specialisation, *, fused: bool
) -> Dots:
    """Write the tiles that the specialisation names."""
    return {
        (rows, vectors): emit_dot(module, scalar, Tile(rows, vectors), fused=fused)
        for vectors in specialisation.widths
        for rows in sizes_of(tile, vectors)
        if rows in specialisation.rows
    }


def emit_gradient(
    module: Module, scalar: Scalar, isa: ISA, copies: Copies, specialisation: Specialisation
) -> None:
    """Write the exported function that sums weight gradients, task after task."""
    column_block = _emit_column_block(module, scalar, isa, specialisation)
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)

    def begin(iterator: BlockIterator) -> Callable[[ColumnBlock, Sums], None]:
        def compute(block: ColumnBlock, sums: Sums) -> None:
            places = (iterator.workspace, iterator.grid, iterator.positions, block.positions)
            arguments = (block.row, *sums, iterator.origin, iterator.ahead, *iterator.starts)
            f.call(column_block, f.parameter("args"), *places, *arguments)

        return compute

    gradient_tasks(f, scalar, copies, begin)


def _emit_column_block(
    module: Module, scalar: Scalar, isa: ISA, specialisation: Specialisation
) -> Function:
    """Write the function that adds the products of the listed positions to a column block."""
    kernels = emit_dots(module, scalar, tile_of(isa), specialisation, fused=isa.fma)
    fetch = emit_fetch(module, scalar)
    gathers = emit_gathers(module, scalar, specialisation.joined, specialisation.step)
    parameters = tuple((name, PTR) for name in ("args", "space", "grid", "positions"))
    numbers = (
        ("count", I64),
        ("column_block", PTR),
        ("group", I64),
        ("target", PTR),
        ("fresh", BOOL),
    )
    where = (("origin", I64), ("ahead", I64), *STARTS)
    f = module.function("sum_column_block", (*parameters, *numbers, *where), cold=True)
    p = f.parameter
    grad, grad_c, out_channels, classes = args.fields(
        f, "grad", "grad_c", "out_channels", "classes"
    )
    in_channels, columns_table, table = args.fields(f, "in_channels", "columns", "segments")
    temp_at, sums_pitch = args.fields(f, "temp", "sums_pitch")
    number, first, panels, vectors, begin, direct = fields.read(
        f, p("column_block"), fields.COLUMN_BLOCK
    )
    row = f.element(classes, number * len(fields.CLASS), I64)
    names = ("entries", "column", "columns", "uniform", "joined")
    entries, column, columns, uniform, joined = fields.read(f, row, fields.CLASS, names)
    others = fields.read(f, row, fields.CLASS, ("segment", "segments"))
    narrow = fields.read(f, row, fields.CLASS, ("narrow_segment", "narrow_segments"))
    one = vectors.equals(1)
    segment, segment_count = (f.select(one, *both) for both in zip(narrow, others, strict=True))
    width = vectors * scalar.lanes
    in_place = sums_pitch > 0
    pitch = f.select(in_place, sums_pitch, width)
    panel = f.element(p("space"), temp_at, "i8")
    source = f.element(grad, p("group") * out_channels * grad_c + p("origin"), scalar.name)
    begins = [p(name) for name, _ in STARTS]
    with f.loop(0, panels) as index:
        start = first + index * width
        in_panel = f.element(columns_table, (column + start) * len(fields.COLUMN), I64)
        valid = (columns - start).at_most(width)
        position_arguments = (p("positions"), p("count"), in_panel, valid, uniform > 0, direct > 0)
        arguments = (p("args"), panel, width, *position_arguments, source, *begins)
        output_panel, in_output = _in_place(f, scalar, source, in_panel, width, direct > 0)
        factors = f.select(in_output, output_panel, panel)
        with f.when(f.invert(in_output)):
            call_gather(f, gathers, joined, *arguments)
        panel_items = f.select(in_place, width, entries * in_channels * width)
        sums = f.element(p("target"), begin + index * panel_items, scalar.name)
        following = f.element(source, p("ahead"), scalar.name)
        with f.loop(0, segment_count) as segment_number:
            with f.when(p("ahead") > 0):
                fetch_arguments = (p("args"), p("positions"), p("count"), in_panel, valid, joined)
                f.call(
                    fetch, *fetch_arguments, direct > 0, following, segment_number, segment_count
                )
            line = f.element(table, (segment + segment_number) * len(fields.DOT), I64)
            reads, rows, at = fields.read(f, line, fields.DOT)
            grid = f.element(p("grid"), reads, scalar.name)
            to = f.element(sums, at * pitch, scalar.name)
            for (height, width_in_vectors), kernel in kernels.items():
                with f.when(rows.equals(height) & vectors.equals(width_in_vectors)):
                    arguments = (p("positions"), p("count"), factors, to, pitch, p("fresh"))
                    f.call(kernel, grid, *arguments)
    return f


def _in_place(
    f: Function, scalar: Scalar, source: Value, columns: Value, width: Value, direct: Value
) -> tuple[Value, Value]:
    """Return the address of a panel in the output gradient, and whether it is contiguous there.

    It is if `width` columns are all that a position has, and positions are contiguous.
    """
    (ordered,) = args.fields(f, "ordered")
    last = f.parameter("count") - 1
    begin = writes_of(f, f.integer(0))
    contiguous = (ordered > 0) & (writes_of(f, last) - begin).equals(last * width)
    return f.element(source, f.load(I64, columns) + begin, scalar.name), contiguous & direct
