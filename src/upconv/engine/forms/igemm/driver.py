"""The driver of the implicit GEMM: tasks of (block of positions, chunk of column blocks).

A task copies the inputs of its block to a grid, unless they are there, lists the positions of a
class, and multiplies its column blocks with them. In each part of the reduction the inputs of all
positions stay in the second-level cache, the weights of one panel in the first.
"""

from __future__ import annotations

from collections.abc import Callable

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.module import new_module
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.activation import emit_activate
from upconv.engine.forms.igemm.block_iterator import BlockIterator, emit_positions
from upconv.engine.forms.igemm.gradient import emit_gradient
from upconv.engine.forms.igemm.grid import emit_grid
from upconv.engine.forms.igemm.pack import emit_packing
from upconv.engine.forms.igemm.scatter import STARTS, call_scatter, emit_scatters
from upconv.engine.forms.igemm.specialisation import Specialisation
from upconv.engine.forms.igemm.tasks import ColumnBlock, Copies, forward_tasks
from upconv.engine.forms.igemm.tile import cover, emit_finish, emit_tiles
from upconv.engine.forms.igemm.unpack import emit_unpacking
from upconv.engine.process.isa import ISA

NAME = "run_igemm"


def write_driver(isa: ISA, itemsize: int, specialisation: Specialisation) -> Module:
    """Return the module with `run_igemm` and `pack_igemm`."""
    module, scalar = new_module(f"implicit GEMM {isa.name} f{8 * itemsize}", isa, itemsize)
    pack = emit_packing(module, scalar, transposed=specialisation.transposed_weight)
    copies = emit_grid(module, scalar, specialisation.fill), emit_positions(module)
    _emit_run(module, scalar, copies, _emit_column_block(module, scalar, isa, specialisation), pack)
    return module


def write_reduction_vectorised(isa: ISA, itemsize: int, specialisation: Specialisation) -> Module:
    """Return the same for the reduction-vectorised kernel."""
    module, wide = new_module(
        f"implicit GEMM reduction-vectorised {isa.name} f{8 * itemsize}", isa, itemsize
    )
    scalar = wide._replace(lanes=1)
    emit_packing(module, scalar, transposed=specialisation.transposed_weight)
    copies = emit_grid(module, wide, specialisation.fill), emit_positions(module)
    _emit_run(module, scalar, copies, _emit_column_block(module, scalar, isa, specialisation, wide))
    return module


def write_gradient(isa: ISA, itemsize: int, specialisation: Specialisation) -> Module:
    """Return the module with `igemm_weight_gradient` and `unpack_igemm`."""
    title = f"implicit GEMM weight gradients {isa.name} f{8 * itemsize}"
    module, scalar = new_module(title, isa, itemsize)
    copies = emit_grid(module, scalar, specialisation.fill), emit_positions(module)
    emit_gradient(module, scalar, isa, copies, specialisation)
    emit_unpacking(module, scalar, transposed=specialisation.transposed_weight)
    return module


def _emit_run(
    module: Module,
    scalar: Scalar,
    copies: Copies,
    column_block: Function,
    pack: Function | None = None,
) -> None:
    """Write the exported function that computes, task after task.

    If the packed weight is the weight itself, `pack` packs each column block when it is used.
    """
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)
    this = f.parameter("args")
    packed, group_size = args.fields(f, "packed", "group_size")
    column_block_count, weights_at = args.fields(f, "column_block_count", "column_block_weights")
    unpacked = args.is_unpacked(f)

    def begin(iterator: BlockIterator) -> Callable[[ColumnBlock], None]:
        def compute(block: ColumnBlock) -> None:
            (first,) = fields.read(f, block.row, fields.COLUMN_BLOCK, ("weights",))
            weights = f.element(packed, iterator.group * group_size + first, scalar.name)
            if pack is not None:
                packed_here = f.element(iterator.workspace, weights_at, "i8")
                weights = f.select(unpacked, packed_here, weights)
                with f.when(unpacked):
                    f.call(pack, this, iterator.group * column_block_count + block.at, packed_here)
            block_arguments = (
                iterator.workspace,
                iterator.grid,
                iterator.positions,
                block.positions,
            )
            weight_arguments = (
                block.row,
                weights,
                iterator.group,
                iterator.origin,
                *iterator.starts,
            )
            f.call(column_block, this, *block_arguments, *weight_arguments)

        return compute

    forward_tasks(f, scalar, copies, begin)


def _emit_column_block(
    module: Module,
    scalar: Scalar,
    isa: ISA,
    specialisation: Specialisation,
    wide: Scalar | None = None,
) -> Function:
    """Write the function that computes one column block at the listed positions."""
    activate = emit_activate(module, scalar, specialisation.activation)
    finish = emit_finish(module, scalar, activate, specialisation.activation)
    tiles = emit_tiles(module, scalar, isa, specialisation.widths, finish, wide)
    scatters = emit_scatters(module, scalar, activate, specialisation.joined, specialisation.step)
    parameters = tuple((name, PTR) for name in ("args", "space", "grid", "positions"))
    numbers = (("count", I64), ("column_block", PTR), ("weights", PTR), ("group", I64))
    where = (("origin", I64), *STARTS)
    f = module.function("multiply_column_block", (*parameters, *numbers, *where), cold=True)
    p, this = f.parameter, f.parameter("args")
    depth, in_channels = args.fields(f, "depth", "in_channels")
    out, out_c, out_channels, classes = args.fields(f, "out", "out_c", "out_channels", "classes")
    columns_table, segments_table = args.fields(f, "columns", "segments")
    starts_at, temp_at, temp_panel = args.fields(f, "starts", "temp", "temp_panel")
    number, first, panels, vectors, _, direct = fields.read(
        f, p("column_block"), fields.COLUMN_BLOCK
    )
    row = f.element(classes, number * len(fields.CLASS), I64)
    entries, segment, segment_count, column, columns, uniform, joined = fields.read(
        f,
        row,
        fields.CLASS,
        ("entries", "segment", "segments", "column", "columns", "uniform", "joined"),
    )
    width = vectors * scalar.lanes
    starts, temp = f.element(p("space"), starts_at, "i8"), f.element(p("space"), temp_at, "i8")
    table = f.element(columns_table, (column + first) * len(fields.COLUMN), I64)
    fill_starts(f, scalar, starts, table, (panels * width, columns - first, p("group")))
    target = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    with f.loop(0, in_channels, depth) as part:
        fresh, final = part.equals(0), part >= in_channels - depth
        direct_store = final & (direct > 0)
        segments = f.element(
            segments_table, (segment + part // depth * segment_count) * len(fields.SEGMENT), I64
        )
        # Reduction-vectorised, the parts of one column follow one another in the weight.
        together = width if wide is None else f.integer(1)
        here = f.element(p("weights"), part * entries * together, scalar.name)

        def call(tile: Function, at: Value) -> None:
            f.call(
                tile,
                this,
                p("grid"),
                f.element(p("positions"), at * len(fields.POSITION), I64),
                panels,
                f.element(temp, at * width, scalar.name),
                here,
                in_channels * entries * width,
                starts,
                segments,
                segment_count,
                table,
                target,
                fresh,
                direct_store,
            )

        cover(f, isa, tiles, vectors, p("count"), call)
        with f.when(final & direct.equals(0)), f.loop(0, panels) as panel:
            call_scatter(
                f,
                scatters,
                joined,
                this,
                f.element(temp, panel * temp_panel, scalar.name),
                width,
                p("positions"),
                p("count"),
                f.element(table, panel * width * len(fields.COLUMN), I64),
                (columns - first - panel * width).at_most(width),
                uniform > 0,
                f.constant(BOOL, "false"),
                target,
                *(p(name) for name, _ in STARTS),
            )
    return f


def fill_starts(
    f: Function, scalar: Scalar, starts: Value, table: Value, bounds: tuple[Value, Value, Value]
) -> None:
    """Write the initial sum of every column of a block: the bias of its channel, or zero."""
    (bias,) = args.fields(f, "bias")
    (out_channels,) = args.fields(f, "out_channels")
    count, valid, group = bounds
    has_bias = f.emit(BOOL, f"icmp ne ptr {bias.ref}, null")
    with f.loop(0, count) as n:
        value = f.variable(scalar.name)
        value.set(f.zero(scalar.name))
        with f.when(has_bias):
            row = f.element(table, n.at_most(valid - 1) * len(fields.COLUMN), I64)
            channel = f.load(I64, f.element(row, 1, I64)) + group * out_channels
            value.set(f.load(scalar.name, f.element(bias, channel, scalar.name), scalar.size))
        f.store(value.get(), f.element(starts, n, scalar.name), scalar.size)
