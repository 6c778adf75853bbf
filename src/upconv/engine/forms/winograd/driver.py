"""The driver of the Winograd form: tasks of (block of tiles, chunk of column blocks).

It is the driver of the implicit GEMM but for three steps. The input transform runs once per block
for all classes that read the same places on y and x. A column block is multiplied component by
component, with the register tiles of the implicit GEMM. The output transform writes tiles to the
output, or to a panel that is scattered as in the implicit GEMM.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.module import new_module
from upconv.engine.forms.igemm import activation, fields
from upconv.engine.forms.igemm.activation import emit_activate
from upconv.engine.forms.igemm.block_iterator import BlockIterator, emit_positions
from upconv.engine.forms.igemm.driver import fill_starts
from upconv.engine.forms.igemm.grid import emit_grid
from upconv.engine.forms.igemm.scatter import STARTS, Scatters, call_scatter, emit_scatters
from upconv.engine.forms.igemm.specialisation import Specialisation
from upconv.engine.forms.igemm.tasks import Copies, emit_tasks
from upconv.engine.forms.igemm.tile import Tiles, cover, emit_tiles
from upconv.engine.forms.winograd.inputs import Inputs, counts_of, emit_depth_taps, emit_inputs
from upconv.engine.forms.winograd.pack import (
    depth_of,
    emit_filter_transform,
    emit_packing,
    emit_weight_blocks,
)
from upconv.engine.forms.winograd.tiles import COUNTS, Places, tiles_of
from upconv.engine.process.isa import ISA

NAME = "run_winograd"
LINEAR = (None, "relu", "leaky_relu")
"""Activations that are a slope for negative values: the output transform applies them."""


def write_driver(isa: ISA, itemsize: int, specialisation: Specialisation) -> Module:
    """Return the module with `run_winograd` and `pack_winograd`."""
    module, scalar = new_module(f"Winograd {isa.name} f{8 * itemsize}", isa, itemsize)
    filter_transform = emit_filter_transform(module, scalar)
    emit_packing(module, scalar, filter_transform)
    activate = emit_activate(module, scalar, specialisation.activation)
    tiles = emit_tiles(module, scalar, isa, specialisation.widths)
    scatters = emit_scatters(module, scalar, activate, specialisation.joined, specialisation.step)
    functions = Functions(
        (emit_grid(module, scalar, specialisation.fill), emit_positions(module)),
        emit_inputs(module, scalar),
        emit_weight_blocks(module, scalar, filter_transform),
        _emit_products(module, scalar, isa, tiles),
        _emit_outputs(module, scalar, scatters),
    )
    _emit_run(module, scalar, functions)
    return module


class Functions(NamedTuple):
    """The functions that a task calls, in order."""

    copies: Copies
    inputs: Function
    weight_blocks: Function
    products: Function
    outputs: Function


def _emit_run(module: Module, scalar: Scalar, functions: Functions) -> None:
    """Write the loop over tasks (block, chunk of column blocks).

    Column blocks are taken in rounds of `blocks_per_round`; within a round each part of the
    reduction is finished for all of them before the next part begins. A weight that is not packed
    is transformed here, one part for the blocks of a round: it stays in the second-level cache
    until it is multiplied, and the lines of the weight that these blocks share are read once.
    """
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)
    this = f.parameter("args")
    channels, blocks_per_round = args.fields(f, "in_channels", "blocks_per_round")
    depth = depth_of(f)
    weight_blocks_at, weight_block_bytes, transformed_outputs_bytes = args.fields(
        f, "weight_blocks", "weight_block_bytes", "outputs_bytes"
    )
    column_blocks, unpacked = args.fields(f, "column_blocks")[0], args.is_unpacked(f)
    iterator = BlockIterator(f, scalar, *functions.copies)
    inputs = Inputs(f, iterator, functions.inputs)
    weight_blocks = f.element(iterator.workspace, weight_blocks_at, "i8")

    def each(round_start: Value, round_end: Value) -> Iterator[tuple[Value, Value, Value]]:
        with f.loop(round_start, round_end) as index:
            row = f.element(column_blocks, index * len(fields.COLUMN_BLOCK), I64)
            number = f.load(I64, row)
            count = iterator.list_class(number)
            with f.when(count > 0):
                yield number, row, index - round_start

    with (
        emit_tasks(f, iterator, blocks_per_round) as (block, first_block, stop_block),
        f.loop(first_block, stop_block, blocks_per_round) as round_start,
    ):
        round_end = (round_start + blocks_per_round).at_most(stop_block)
        with f.loop(0, channels, depth) as part:
            with f.when(unpacked):
                f.call(
                    functions.weight_blocks,
                    this,
                    iterator.group,
                    round_start,
                    round_end,
                    part,
                    weight_blocks,
                )
            for number, row, n in each(round_start, round_end):
                behind = inputs.take(block, number)
                weight_block = f.element(weight_blocks, n * weight_block_bytes, "i8")
                where_from = (
                    iterator.workspace,
                    behind,
                    n * transformed_outputs_bytes,
                    weight_block,
                    row,
                    part,
                )
                where_to = (
                    iterator.positions,
                    iterator.group,
                    iterator.origin,
                    *counts_of(iterator),
                )
                f.call(functions.products, this, *where_from, *where_to)
        for _, row, n in each(round_start, round_end):
            where_to = (
                iterator.positions,
                row,
                iterator.group,
                iterator.origin,
                *counts_of(iterator),
                *iterator.starts,
            )
            f.call(
                functions.outputs,
                this,
                iterator.workspace,
                n * transformed_outputs_bytes,
                *where_to,
            )


def _emit_products(module: Module, scalar: Scalar, isa: ISA, tiles: Tiles) -> Function:
    """Write the function that adds one part of the reduction of a column block, per component.

    The transformed weights are in `weight_block` unless they are packed. During the last part it
    prefetches the places of the output that will be written.
    """
    depth_taps_of = emit_depth_taps(module)
    before = (("args", PTR), ("space", PTR), ("behind", I64), ("sums", I64))
    names = (("weight_block", PTR), ("column_block", PTR), ("part", I64), ("positions", PTR))
    f = module.function(
        "multiply_transformed_block", (*before, *names, ("group", I64), ("origin", I64), *COUNTS)
    )
    p, this = f.parameter, f.parameter("args")
    packed, group_size, class_transforms = args.fields(
        f, "packed", "group_size", "class_transforms"
    )
    depth = depth_of(f)
    offsets = args.fields(
        f, "transformed_inputs", "transformed_outputs", "zeros", "depth_tap_offsets"
    )
    offsets[0], offsets[1] = offsets[0] + p("behind"), offsets[1] + p("sums")
    grid, sums, zeros, segments = (f.element(p("space"), at, "i8") for at in offsets)
    plane, sums_plane, places = args.fields(f, "inputs_plane", "outputs_plane", "tile_places")
    number, _, panels, vectors, begin, _ = fields.read(f, p("column_block"), fields.COLUMN_BLOCK)
    class_transform = f.element(class_transforms, number * len(fields.CLASS_TRANSFORM), I64)
    components, gap, depth_taps = fields.read(
        f, class_transform, fields.CLASS_TRANSFORM, ("components", "component_gap", "depth_taps")
    )
    width = vectors * scalar.lanes
    step = depth_taps * depth * width
    weights_plane = panels * step + gap
    at = p("group") * group_size + begin + p("part") // depth * components * weights_plane
    weights = f.select(args.is_unpacked(f), p("weight_block"), f.element(packed, at, scalar.name))
    f.call(
        depth_taps_of,
        this,
        p("space"),
        class_transform,
        p("part"),
        *(p(name) for name, _ in COUNTS),
    )
    _, (tiles_y, tiles_x) = tiles_of(f)
    count = p("nc") * p("zc") * tiles_y * tiles_x
    with f.loop(0, panels * width, scalar.lanes) as n:
        f.store(f.zero(scalar.vector()), f.element(zeros, n, scalar.name), scalar.size)
    fresh, no = p("part").equals(0), f.constant(BOOL, "false")
    output_row, ahead = _to_fetch(f, scalar)
    share = (ahead + (components - 1)) // components
    with f.loop(0, components) as component:
        first = component * share
        with f.loop(first, (first + share).at_most(ahead)) as n:
            row = f.element(p("positions"), n * len(fields.POSITION), I64)
            (writes,) = fields.read(f, row, fields.POSITION, ("writes",))
            f.prefetch_all(f.element(output_row, writes, scalar.name), panels * width, scalar)
        here = f.element(weights, component * weights_plane, scalar.name)
        inputs = f.element(grid, component * plane + p("part"), scalar.name)
        totals = f.element(sums, component * sums_plane, scalar.name)

        def call(tile: Function, at: Value) -> None:
            where = f.element(places, at * len(fields.POSITION), I64)
            to = f.element(totals, at * width, scalar.name)
            arguments = (panels, to, here, step, zeros, segments, depth_taps, places, totals)
            f.call(tile, this, inputs, where, *arguments, fresh, no)

        cover(f, isa, tiles, vectors, count, call)
    return f


def _to_fetch(f: Function, scalar: Scalar) -> tuple[Value, Value]:
    """Return where the first column of a block is written, and how many positions to prefetch."""
    p = f.parameter
    channels, classes, table = args.fields(f, "in_channels", "classes", "columns")
    out, out_c, out_channels = args.fields(f, "out", "out_c", "out_channels")
    number, first, _, _, _, direct = fields.read(f, p("column_block"), fields.COLUMN_BLOCK)
    row = f.element(classes, number * len(fields.CLASS), I64)
    (column,) = fields.read(f, row, fields.CLASS, ("column",))
    target = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    writes = f.load(I64, f.element(table, (column + first) * len(fields.COLUMN), I64))
    count = p("nc") * p("zc") * p("yc") * p("xc")
    last = p("part") >= channels - depth_of(f)
    ahead = f.select(last & _direct_store(f, direct)[0], count, f.integer(0))
    return f.element(target, writes, scalar.name), ahead


def _emit_outputs(module: Module, scalar: Scalar, scatters: Scatters) -> Function:
    """Write the function that runs the output transform of a column block at its positions."""
    outputs = _emit_panel(module, scalar)
    before = (("args", PTR), ("space", PTR), ("behind", I64), ("positions", PTR))
    numbers = (("column_block", PTR), ("group", I64), ("origin", I64), *COUNTS, *STARTS)
    f = module.function("transform_outputs", (*before, *numbers), cold=True)
    p, this = f.parameter, f.parameter("args")
    out, out_c, out_channels, classes = args.fields(f, "out", "out_c", "out_channels", "classes")
    class_transforms, columns_table = args.fields(f, "class_transforms", "columns")
    starts_at, sums_at, temp_at = args.fields(f, "starts", "transformed_outputs", "temp")
    (temp_panel,) = args.fields(f, "temp_panel")
    number, first, panels, vectors, _, direct = fields.read(
        f, p("column_block"), fields.COLUMN_BLOCK
    )
    row = f.element(classes, number * len(fields.CLASS), I64)
    column, columns, uniform, joined = fields.read(
        f, row, fields.CLASS, ("column", "columns", "uniform", "joined")
    )
    class_transform = f.element(class_transforms, number * len(fields.CLASS_TRANSFORM), I64)
    finish = f.load(
        PTR, f.element(class_transform, fields.CLASS_TRANSFORM.index("output_transform"), I64)
    )
    width = vectors * scalar.lanes
    ends = (starts_at, sums_at + p("behind"), temp_at)
    starts, sums, temp = (f.element(p("space"), at, "i8") for at in ends)
    table = f.element(columns_table, (column + first) * len(fields.COLUMN), I64)
    fill_starts(f, scalar, starts, table, (panels * width, columns - first, p("group")))
    target = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    count = p("nc") * p("zc") * p("yc") * p("xc")
    direct_store, slope = _direct_store(f, direct)
    with f.loop(0, panels) as panel:
        source = f.element(sums, panel * temp_panel, scalar.name)
        start = f.element(starts, panel * width, scalar.name)
        here = f.element(table, panel * width * len(fields.COLUMN), I64)
        output_arguments = (p("positions"), target, here, temp, direct_store, width)
        transform_arguments = (finish, source, start, slope)
        f.call(
            outputs, this, *output_arguments, *transform_arguments, *(p(name) for name, _ in COUNTS)
        )
        with f.when(f.invert(direct_store)):
            valid = (columns - first - panel * width).at_most(width)
            positions = (p("positions"), count, here, valid, uniform > 0, direct > 0)
            begins = [p(name) for name, _ in STARTS]
            call_scatter(f, scatters, joined, this, temp, width, *positions, target, *begins)
    return f


def _emit_panel(module: Module, scalar: Scalar) -> Function:
    """Write the function that runs the output transform of one panel, tile by tile."""
    output_parameters = (
        ("out", PTR),
        ("columns", PTR),
        ("temp", PTR),
        ("in_place", BOOL),
        ("width", I64),
    )
    transform_parameters = (("finish", PTR), ("source", PTR), ("start", PTR), ("slope", I64))
    parameters = (
        ("args", PTR),
        ("positions", PTR),
        *output_parameters,
        *transform_parameters,
        *COUNTS,
    )
    f = module.function("transform_panel_outputs", parameters)
    p, width = f.parameter, f.parameter("width")
    (plane,) = args.fields(f, "outputs_plane")
    flag = args.address(f, "not_finite")
    source = f.variable(PTR, p("source"))
    places = Places(f, scalar, p("in_place"), width)
    with places.each(p("out"), p("columns"), p("temp")) as (to, *steps):
        arguments = (source.get(), plane, to, *steps, width, p("start"), p("slope"), flag)
        f.call_at(p("finish"), *arguments)
        source.set(f.element(source.get(), width, scalar.name))
    return f


def _direct_store(f: Function, direct: Value) -> tuple[Value, Value]:
    """Return whether the output transform stores to the output, and the negative slope to apply."""
    kind, leaky = args.fields(f, "activation", "slope")
    none, relu, leaky_relu = (kind.equals(activation.KINDS.index(name)) for name in LINEAR)
    direct_store = (direct > 0) & (none | relu | leaky_relu)
    (one,) = struct.unpack("<q", struct.pack("<d", 1.0))
    negative_slope = f.select(relu, f.integer(0), leaky)
    return direct_store, f.select(
        direct_store & (relu | leaky_relu), negative_slope, f.integer(one)
    )
