"""The driver of panels: blocks of positions x sweeps of panels as tasks.

A task fills a grid with what its block reads, unless it has it already, lists the positions of a
class, and sweeps its panels over them: for each part of the sums the inputs of all positions stay
in the second-level cache, the weights of one panel in the first.
"""

from __future__ import annotations

from collections.abc import Callable

from upconv.engine import args
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.isa import ISA
from upconv.engine.kernels import new_module
from upconv.engine.panels import words
from upconv.engine.panels.activation import emit_activate
from upconv.engine.panels.gradient import emit_gradient
from upconv.engine.panels.grid import emit_grid
from upconv.engine.panels.needs import Needs
from upconv.engine.panels.pack import emit_packing
from upconv.engine.panels.scatter import STARTS, call_scatter, emit_scatters
from upconv.engine.panels.tasks import Copies, Sweep, forward_tasks
from upconv.engine.panels.tile import cover, emit_finish, emit_tiles
from upconv.engine.panels.unpack import emit_unpacking
from upconv.engine.panels.walk import Walk, emit_positions

NAME = "run_panels"


def write_driver(isa: ISA, itemsize: int, needs: Needs) -> Module:
    """Return the module with `run_panels` and `pack_panels`."""
    module, scalar = new_module(f"panels {isa.name} f{8 * itemsize}", isa, itemsize)
    pack = emit_packing(module, scalar, squares=needs.squares)
    copies = emit_grid(module, scalar, needs.fill), emit_positions(module)
    _emit_run(module, scalar, copies, _emit_sweep(module, scalar, isa, needs), pack)
    return module


def write_along(isa: ISA, itemsize: int, needs: Needs) -> Module:
    """Return the same for sums along the channels."""
    module, wide = new_module(f"panels along {isa.name} f{8 * itemsize}", isa, itemsize)
    scalar = wide._replace(lanes=1)
    emit_packing(module, scalar, squares=needs.squares)
    copies = emit_grid(module, wide, needs.fill), emit_positions(module)
    _emit_run(module, scalar, copies, _emit_sweep(module, scalar, isa, needs, wide))
    return module


def write_gradient(isa: ISA, itemsize: int, needs: Needs) -> Module:
    """Return the module with `gradient_panels` and `unpack_panels`."""
    title = f"panels of weight gradients {isa.name} f{8 * itemsize}"
    module, scalar = new_module(title, isa, itemsize)
    copies = emit_grid(module, scalar, needs.fill), emit_positions(module)
    emit_gradient(module, scalar, isa, copies, needs)
    emit_unpacking(module, scalar, squares=needs.squares)
    return module


def _emit_run(
    module: Module, scalar: Scalar, copies: Copies, sweep: Function, pack: Function | None = None
) -> None:
    """Write the exported function that computes, task after task.

    Where the packed weight is the weight itself, `pack` packs that of each sweep when it is needed.
    """
    f = module.function(NAME, (("args", PTR),), exported=True, seldom=True)
    this = f.parameter("args")
    packed, group_size = args.fields(f, "packed", "part_size")
    sweep_count, weights_at = args.fields(f, "sweep_count", "sweep_weights")
    unpacked = args.is_unpacked(f)

    def begin(walk: Walk) -> Callable[[Sweep], None]:
        def compute(found: Sweep) -> None:
            (first,) = words.read(f, found.row, words.SWEEP, ("weights",))
            weights = f.element(packed, walk.group * group_size + first, scalar.name)
            if pack is not None:
                here = f.element(walk.own, weights_at, "i8")
                weights = f.select(unpacked, here, weights)
                with f.when(unpacked):
                    f.call(pack, this, walk.group * sweep_count + found.at, here)
            given = (walk.own, walk.grid, walk.positions, found.positions)
            where = (found.row, weights, walk.group, walk.origin, *walk.starts)
            f.call(sweep, this, *given, *where)

        return compute

    forward_tasks(f, scalar, copies, begin)


def _emit_sweep(
    module: Module, scalar: Scalar, isa: ISA, needs: Needs, wide: Scalar | None = None
) -> Function:
    """Write the function that computes one sweep of panels at the listed positions."""
    activate = emit_activate(module, scalar, needs.activation)
    finish = emit_finish(module, scalar, activate, needs.activation)
    tiles = emit_tiles(module, scalar, isa, needs.widths, finish, wide)
    scatters = emit_scatters(module, scalar, activate, needs.joined, needs.step)
    parameters = tuple((name, PTR) for name in ("args", "space", "grid", "positions"))
    numbers = (("count", I64), ("sweep", PTR), ("weights", PTR), ("group", I64))
    where = (("origin", I64), *STARTS)
    f = module.function("sweep_panels", (*parameters, *numbers, *where), seldom=True)
    p, this = f.parameter, f.parameter("args")
    depth, in_channels = args.fields(f, "depth", "in_channels")
    out, out_c, out_channels, classes = args.fields(f, "out", "out_c", "out_channels", "classes")
    columns_table, segments_table = args.fields(f, "columns", "segments")
    starts_at, temp_at, temp_panel = args.fields(f, "starts", "temp", "temp_panel")
    number, first, panels, vectors, _, direct = words.read(f, p("sweep"), words.SWEEP)
    row = f.element(classes, number * len(words.CLASS), I64)
    entries, segment, pieces, column, columns, uniform, joined = words.read(
        f,
        row,
        words.CLASS,
        ("entries", "segment", "segments", "column", "columns", "uniform", "joined"),
    )
    width = vectors * scalar.lanes
    starts, temp = f.element(p("space"), starts_at, "i8"), f.element(p("space"), temp_at, "i8")
    table = f.element(columns_table, (column + first) * len(words.COLUMN), I64)
    fill_starts(f, scalar, starts, table, (panels * width, columns - first, p("group")))
    target = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    with f.loop(0, in_channels, depth) as part:
        fresh, final = part.equals(0), part >= in_channels - depth
        straight = final & (direct > 0)
        segments = f.element(
            segments_table, (segment + part // depth * pieces) * len(words.SEGMENT), I64
        )
        # Summed along the channels, a column's parts follow one another.
        together = width if wide is None else f.integer(1)
        here = f.element(p("weights"), part * entries * together, scalar.name)

        def call(tile: Function, at: Value) -> None:
            f.call(
                tile,
                this,
                p("grid"),
                f.element(p("positions"), at * len(words.POSITION), I64),
                panels,
                f.element(temp, at * width, scalar.name),
                here,
                in_channels * entries * width,
                starts,
                segments,
                pieces,
                table,
                target,
                fresh,
                straight,
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
                f.element(table, panel * width * len(words.COLUMN), I64),
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
    """Write where the sums of every column of a sweep start: the bias of its channel, or zero."""
    (bias,) = args.fields(f, "bias")
    (out_channels,) = args.fields(f, "out_channels")
    count, kept, group = bounds
    given = f.emit(BOOL, f"icmp ne ptr {bias.ref}, null")
    with f.loop(0, count) as n:
        value = f.variable(scalar.name)
        value.set(f.zero(scalar.name))
        with f.when(given):
            row = f.element(table, n.at_most(kept - 1) * len(words.COLUMN), I64)
            channel = f.load(I64, f.element(row, 1, I64)) + group * out_channels
            value.set(f.load(scalar.name, f.element(bias, channel, scalar.name), scalar.size))
        f.store(value.get(), f.element(starts, n, scalar.name), scalar.size)
