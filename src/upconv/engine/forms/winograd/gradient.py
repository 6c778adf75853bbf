"""The driver of the weight gradient with Winograd: chunks of column blocks, summed over all tiles.

It is that of the implicit GEMM but for two steps: the inputs of a block and the gradients of its
outputs are transformed, and the sums run over tiles, component by component.
"""

from __future__ import annotations

from collections.abc import Callable

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar
from upconv.engine.codegen.module import new_module
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.block_iterator import BlockIterator, emit_positions
from upconv.engine.forms.igemm.gather import call_gather, emit_gathers
from upconv.engine.forms.igemm.gradient import emit_dots
from upconv.engine.forms.igemm.grid import emit_grid
from upconv.engine.forms.igemm.plan import tile_of
from upconv.engine.forms.igemm.scatter import STARTS
from upconv.engine.forms.igemm.specialisation import Specialisation
from upconv.engine.forms.igemm.tasks import ColumnBlock, Sums, gradient_tasks
from upconv.engine.forms.winograd.inputs import Inputs, counts_of, emit_depth_taps, emit_inputs
from upconv.engine.forms.winograd.tiles import COUNTS, Places, tiles_of
from upconv.engine.forms.winograd.unpack import emit_unpacking
from upconv.engine.process.isa import ISA

NAME = "winograd_weight_gradient"


def write_gradient(isa: ISA, itemsize: int, specialisation: Specialisation) -> Module:
    """Return the module with `winograd_weight_gradient` and `unpack_winograd`."""
    title = f"Winograd weight gradients {isa.name} f{8 * itemsize}"
    module, scalar = new_module(title, isa, itemsize)
    emit_unpacking(module, scalar)
    functions = emit_grid(module, scalar, specialisation.fill), emit_positions(module)
    depth_taps = emit_depth_taps(module)
    inputs, column_block = (
        emit_inputs(module, scalar),
        _emit_column_block(module, scalar, isa, depth_taps, specialisation),
    )
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)

    def begin(iterator: BlockIterator) -> Callable[[ColumnBlock, Sums], None]:
        transformed = Inputs(f, iterator, inputs)

        def compute(block: ColumnBlock, sums: Sums) -> None:
            with f.when(block.positions > 0):
                transformed.take(block.block, block.number)
            places = (iterator.workspace, iterator.positions, block.positions)
            arguments = (block.row, *sums, iterator.origin, *counts_of(iterator), *iterator.starts)
            f.call(column_block, f.parameter("args"), *places, *arguments)

        return compute

    gradient_tasks(f, scalar, functions, begin)
    return module


def _emit_products(
    module: Module, scalar: Scalar, isa: ISA, specialisation: Specialisation
) -> Function:
    """Write the function that adds the products of all tiles to a panel's sums, per component."""
    kernels = emit_dots(module, scalar, tile_of(isa), specialisation, fused=isa.fma)
    pointers = tuple((name, PTR) for name in ("args", "space", "class", "class_transform", "sums"))
    numbers = (("outputs_plane", I64), ("tiles", I64), ("vectors", I64), ("fresh", BOOL))
    f = module.function("multiply_components", (*pointers, *numbers))
    p, vectors = f.parameter, f.parameter("vectors")
    channels, table, places = args.fields(f, "in_channels", "segments", "tile_places")
    offsets = args.fields(f, "transformed_inputs", "transformed_outputs", "depth_tap_offsets")
    inputs, grads, depth_tap_offsets = (f.element(p("space"), at, "i8") for at in offsets)
    plane, grads_plane = args.fields(f, "inputs_plane", "outputs_plane")
    segment, segment_count = fields.read(f, p("class"), fields.CLASS, ("segment", "segments"))
    components, depth_taps = fields.read(
        f, p("class_transform"), fields.CLASS_TRANSFORM, ("components", "depth_taps")
    )
    width = vectors * scalar.lanes
    with f.loop(0, components) as component, f.loop(0, depth_taps) as depth_tap:
        of_depth_tap = f.load(
            I64, f.element(depth_tap_offsets, depth_tap * len(fields.SEGMENT), I64)
        )
        factors = f.element(grads, component * grads_plane, scalar.name)
        place = component * p("outputs_plane") + depth_tap * channels * width
        with f.loop(0, segment_count) as segment_number:
            line = f.element(table, (segment + segment_number) * len(fields.DOT), I64)
            reads, rows, row = fields.read(f, line, fields.DOT)
            grid = f.element(inputs, component * plane + of_depth_tap + reads, scalar.name)
            sums = f.element(p("sums"), place + row * width, scalar.name)
            for (high, wide), kernel in kernels.items():
                with f.when(rows.equals(high) & vectors.equals(wide)):
                    f.call(kernel, grid, places, p("tiles"), factors, sums, width, p("fresh"))
    return f


def _emit_output_transform(module: Module, scalar: Scalar) -> Function:
    """Write the function that transforms the output gradients of a panel, tile by tile."""
    output_parameters = (
        ("out", PTR),
        ("columns", PTR),
        ("temp", PTR),
        ("in_place", BOOL),
        ("width", I64),
    )
    parameters = (
        ("args", PTR),
        ("positions", PTR),
        *output_parameters,
        ("transform", PTR),
        ("to", PTR),
        *COUNTS,
    )
    f = module.function("transform_panel_gradients", parameters)
    p, width = f.parameter, f.parameter("width")
    (plane,) = args.fields(f, "outputs_plane")
    to = f.variable(PTR, p("to"))
    places = Places(f, scalar, p("in_place"), width)
    with places.each(p("out"), p("columns"), p("temp"), fetch=True) as (here, *steps):
        f.call_at(p("transform"), here, to.get(), plane, *steps, width)
        to.set(f.element(to.get(), width, scalar.name))
    return f


def _emit_column_block(
    module: Module,
    scalar: Scalar,
    isa: ISA,
    find_depth_taps: Function,
    specialisation: Specialisation,
) -> Function:
    """Write the function that adds the products of a block's tiles to a column block's sums."""
    products, transform_panel = (
        _emit_products(module, scalar, isa, specialisation),
        _emit_output_transform(module, scalar),
    )
    gathers = emit_gathers(module, scalar, specialisation.joined, specialisation.step)
    pointers = tuple((name, PTR) for name in ("args", "space", "positions"))
    numbers = (
        ("count", I64),
        ("column_block", PTR),
        ("group", I64),
        ("target", PTR),
        ("fresh", BOOL),
    )
    ends = (("origin", I64), *COUNTS, *STARTS)
    f = module.function("sum_transformed_block", (*pointers, *numbers, *ends), cold=True)
    p = f.parameter
    grad, grad_c, out_channels, classes = args.fields(
        f, "grad", "grad_c", "out_channels", "classes"
    )
    channels, columns_table, class_transforms = args.fields(
        f, "in_channels", "columns", "class_transforms"
    )
    temp_at, grads_at = args.fields(f, "temp", "transformed_outputs")
    number, first, panels, vectors, begin, direct = fields.read(
        f, p("column_block"), fields.COLUMN_BLOCK
    )
    row = f.element(classes, number * len(fields.CLASS), I64)
    names = ("column", "columns", "uniform", "joined")
    column, columns, uniform, joined = fields.read(f, row, fields.CLASS, names)
    class_transform = f.element(class_transforms, number * len(fields.CLASS_TRANSFORM), I64)
    gap, depth_taps = fields.read(
        f, class_transform, fields.CLASS_TRANSFORM, ("component_gap", "depth_taps")
    )
    transform = f.load(
        PTR, f.element(class_transform, fields.CLASS_TRANSFORM.index("output_transform"), I64)
    )
    width = vectors * scalar.lanes
    panel, grads = (f.element(p("space"), at, "i8") for at in (temp_at, grads_at))
    source = f.element(grad, p("group") * out_channels * grad_c + p("origin"), scalar.name)
    panel_size = depth_taps * channels * width
    plane = panels * panel_size + gap
    _, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * p("zc") * tiles_y * tiles_x
    whole = f.integer(0)
    f.call(
        find_depth_taps,
        p("args"),
        p("space"),
        class_transform,
        whole,
        *(p(name) for name, _ in COUNTS),
    )
    begins = [p(name) for name, _ in STARTS]
    with f.loop(0, panels) as index:
        start = first + index * width
        in_panel = f.element(columns_table, (column + start) * len(fields.COLUMN), I64)
        with f.when(direct.equals(0)):
            valid = (columns - start).at_most(width)
            no = f.constant(BOOL, "false")
            positions = (p("positions"), p("count"), in_panel, valid, uniform > 0, no)
            arguments = (p("args"), panel, width, *positions, source, *begins)
            call_gather(f, gathers, joined, *arguments)
        output_arguments = (p("positions"), source, in_panel, panel, direct > 0, width)
        f.call(
            transform_panel,
            p("args"),
            *output_arguments,
            transform,
            grads,
            *(p(name) for name, _ in COUNTS),
        )
        sums = f.element(p("target"), begin + index * panel_size, scalar.name)
        f.call(
            products,
            p("args"),
            p("space"),
            row,
            class_transform,
            sums,
            plane,
            tiles,
            vectors,
            p("fresh"),
        )
    return f
