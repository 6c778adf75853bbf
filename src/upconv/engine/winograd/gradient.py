"""The driver of the weight gradient at points: chunks of sweeps, summed over all tiles.

It is that of panels but for two steps: the inputs of a block and the gradients of its outputs are
turned to points, and the sums run over tiles, point by point.
"""

from __future__ import annotations

from collections.abc import Callable

from upconv.engine import args
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar
from upconv.engine.isa import ISA
from upconv.engine.kernels import new_module
from upconv.engine.panels import words
from upconv.engine.panels.gather import call_gather, emit_gathers
from upconv.engine.panels.gradient import emit_dots
from upconv.engine.panels.grid import emit_grid
from upconv.engine.panels.needs import Needs
from upconv.engine.panels.plan import tile_of
from upconv.engine.panels.scatter import STARTS
from upconv.engine.panels.tasks import Sums, Sweep, gradient_tasks
from upconv.engine.panels.walk import Walk, emit_positions
from upconv.engine.winograd.inputs import Inputs, counts_of, emit_inputs, emit_slabs
from upconv.engine.winograd.tiles import COUNTS, Places, tiles_of
from upconv.engine.winograd.unpack import emit_unpacking

NAME = "gradient_points"


def write_gradient(isa: ISA, itemsize: int, needs: Needs) -> Module:
    """Return the module with `gradient_points` and `unpack_points`."""
    title = f"points of weight gradients {isa.name} f{8 * itemsize}"
    module, scalar = new_module(title, isa, itemsize)
    emit_unpacking(module, scalar)
    functions = emit_grid(module, scalar, needs.fill), emit_positions(module)
    slabs = emit_slabs(module)
    inputs, sweep = emit_inputs(module, scalar), _emit_sweep(module, scalar, isa, slabs, needs)
    f = module.function(NAME, (("args", PTR),), exported=True, seldom=True)

    def begin(walk: Walk) -> Callable[[Sweep, Sums], None]:
        at_points = Inputs(f, walk, inputs)

        def compute(found: Sweep, sums: Sums) -> None:
            with f.when(found.positions > 0):
                at_points.take(found.block, found.number)
            places = (walk.own, walk.positions, found.positions)
            given = (found.row, *sums, walk.origin, *counts_of(walk), *walk.starts)
            f.call(sweep, f.parameter("args"), *places, *given)

        return compute

    gradient_tasks(f, scalar, functions, begin)
    return module


def _emit_products(module: Module, scalar: Scalar, isa: ISA, needs: Needs) -> Function:
    """Write the function that adds the products of all tiles to the sums of a panel, by points."""
    kernels = emit_dots(module, scalar, tile_of(isa), needs, fused=isa.fma)
    pointers = tuple((name, PTR) for name in ("args", "space", "class", "kind", "sums"))
    numbers = (("sums_plane", I64), ("tiles", I64), ("vectors", I64), ("fresh", BOOL))
    f = module.function("products_of_points", (*pointers, *numbers))
    p, vectors = f.parameter, f.parameter("vectors")
    channels, table, places = args.fields(f, "in_channels", "segments", "tile_places")
    found = args.fields(f, "points", "sums", "slab_places")
    inputs, grads, slab_places = (f.element(p("space"), at, "i8") for at in found)
    plane, grads_plane = args.fields(f, "points_plane", "sums_plane")
    segment, pieces = words.read(f, p("class"), words.CLASS, ("segment", "segments"))
    points, slabs = words.read(f, p("kind"), words.KIND, ("points", "slabs"))
    width = vectors * scalar.lanes
    with f.loop(0, points) as point, f.loop(0, slabs) as slab:
        of_slab = f.load(I64, f.element(slab_places, slab * len(words.SEGMENT), I64))
        factors = f.element(grads, point * grads_plane, scalar.name)
        place = point * p("sums_plane") + slab * channels * width
        with f.loop(0, pieces) as piece:
            line = f.element(table, (segment + piece) * len(words.DOT), I64)
            reads, rows, row = words.read(f, line, words.DOT)
            grid = f.element(inputs, point * plane + of_slab + reads, scalar.name)
            sums = f.element(p("sums"), place + row * width, scalar.name)
            for (high, wide), kernel in kernels.items():
                with f.when(rows.equals(high) & vectors.equals(wide)):
                    f.call(kernel, grid, places, p("tiles"), factors, sums, width, p("fresh"))
    return f


def _emit_turn(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns the gradients of a panel to points, tile by tile."""
    lies = (("out", PTR), ("columns", PTR), ("temp", PTR), ("in_place", BOOL), ("width", I64))
    parameters = (("args", PTR), ("positions", PTR), *lies, ("turn", PTR), ("to", PTR), *COUNTS)
    f = module.function("panel_to_points", parameters)
    p, width = f.parameter, f.parameter("width")
    (plane,) = args.fields(f, "sums_plane")
    to = f.variable(PTR, p("to"))
    places = Places(f, scalar, p("in_place"), width)
    with places.each(p("out"), p("columns"), p("temp"), fetch=True) as (here, *steps):
        f.call_at(p("turn"), here, to.get(), plane, *steps, width)
        to.set(f.element(to.get(), width, scalar.name))
    return f


def _emit_sweep(
    module: Module, scalar: Scalar, isa: ISA, find_slabs: Function, needs: Needs
) -> Function:
    """Write the function that adds the products of the tiles of a block to a sweep's sums."""
    products, turn_panel = _emit_products(module, scalar, isa, needs), _emit_turn(module, scalar)
    gathers = emit_gathers(module, scalar, needs.joined, needs.step)
    pointers = tuple((name, PTR) for name in ("args", "space", "positions"))
    numbers = (("count", I64), ("sweep", PTR), ("group", I64), ("target", PTR), ("fresh", BOOL))
    ends = (("origin", I64), *COUNTS, *STARTS)
    f = module.function("sum_points", (*pointers, *numbers, *ends), seldom=True)
    p = f.parameter
    out, out_c, out_channels, classes = args.fields(f, "out", "out_c", "out_channels", "classes")
    channels, columns_table, kinds = args.fields(f, "in_channels", "columns", "kinds")
    temp_at, grads_at = args.fields(f, "temp", "sums")
    number, first, panels, vectors, begin, direct = words.read(f, p("sweep"), words.SWEEP)
    row = f.element(classes, number * len(words.CLASS), I64)
    names = ("column", "columns", "uniform", "joined")
    column, columns, uniform, joined = words.read(f, row, words.CLASS, names)
    kind = f.element(kinds, number * len(words.KIND), I64)
    gap, slabs = words.read(f, kind, words.KIND, ("gap", "slabs"))
    turn = f.load(PTR, f.element(kind, words.KIND.index("outputs"), I64))
    width = vectors * scalar.lanes
    panel, grads = (f.element(p("space"), at, "i8") for at in (temp_at, grads_at))
    source = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    panel_size = slabs * channels * width
    plane = panels * panel_size + gap
    _, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * p("zc") * tiles_y * tiles_x
    whole = f.integer(0)
    f.call(find_slabs, p("args"), p("space"), kind, whole, *(p(name) for name, _ in COUNTS))
    begins = [p(name) for name, _ in STARTS]
    with f.loop(0, panels) as index:
        start = first + index * width
        in_panel = f.element(columns_table, (column + start) * len(words.COLUMN), I64)
        with f.when(direct.equals(0)):
            kept = (columns - start).at_most(width)
            no = f.constant(BOOL, "false")
            listed = (p("positions"), p("count"), in_panel, kept, uniform > 0, no)
            given = (p("args"), panel, width, *listed, source, *begins)
            call_gather(f, gathers, joined, *given)
        lies = (p("positions"), source, in_panel, panel, direct > 0, width)
        f.call(turn_panel, p("args"), *lies, turn, grads, *(p(name) for name, _ in COUNTS))
        sums = f.element(p("target"), begin + index * panel_size, scalar.name)
        f.call(products, p("args"), p("space"), row, kind, sums, plane, tiles, vectors, p("fresh"))
    return f
