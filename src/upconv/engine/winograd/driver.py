"""The driver of the form with points: blocks of tiles x sweeps of panels as tasks.

It is the driver of panels but for three steps. The inputs of a block are turned to points, once for
all classes that read the same of y and x; a sweep multiplies them point by point, with the tiles of
panels; and its sums become outputs, which go the way of every panel.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from upconv.engine import frame
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.isa import ISA
from upconv.engine.kernels import new_module
from upconv.engine.panels import activation, words
from upconv.engine.panels.activation import emit_activate
from upconv.engine.panels.driver import fill_starts
from upconv.engine.panels.grid import emit_grid
from upconv.engine.panels.needs import Needs
from upconv.engine.panels.scatter import STARTS, Scatters, call_scatter, emit_scatters
from upconv.engine.panels.tasks import Sweep, forward_tasks
from upconv.engine.panels.tile import Tiles, cover, emit_tiles
from upconv.engine.panels.walk import Walk, emit_positions
from upconv.engine.winograd.inputs import Inputs, counts_of, emit_inputs, emit_slabs
from upconv.engine.winograd.pack import emit_packing
from upconv.engine.winograd.tiles import COUNTS, Places, tiles_of

NAME = "run_points"
LINEAR = (None, "relu", "leaky_relu")
"""Activations that a slope for what is negative tells."""


def write_driver(isa: ISA, itemsize: int, needs: Needs) -> Module:
    """Return the module with `run_points` and `pack_points`."""
    module, scalar = new_module(f"points {isa.name} f{8 * itemsize}", isa, itemsize)
    emit_packing(module, scalar)
    activate = emit_activate(module, scalar, needs.activation)
    tiles = emit_tiles(module, scalar, isa, needs.widths)
    scatters = emit_scatters(module, scalar, activate, needs.joined, needs.step)
    products = emit_slabs(module), _emit_multiply(module, scalar, isa, tiles)
    sweep = _emit_sweep(module, scalar, products, scatters)
    functions = (emit_grid(module, scalar, needs.fill), emit_positions(module))
    _emit_run(module, scalar, functions, emit_inputs(module, scalar), sweep)
    return module


def _emit_run(
    module: Module,
    scalar: Scalar,
    functions: tuple[Function, Function],
    inputs: Function,
    sweep: Function,
) -> None:
    f = module.function(NAME, (("frame", PTR),), exported=True, seldom=True)

    def begin(walk: Walk) -> Callable[[Sweep], None]:
        at_points = Inputs(f, walk, inputs)

        def compute(found: Sweep) -> None:
            at_points.take(found.block, found.number)
            places = (walk.own, walk.positions, found.positions)
            given = (found.row, walk.group, walk.origin, *counts_of(walk), *walk.starts)
            f.call(sweep, f.parameter("frame"), *places, *given)

        return compute

    forward_tasks(f, scalar, functions, begin)


def _emit_multiply(module: Module, scalar: Scalar, isa: ISA, tiles: Tiles) -> Function:
    """Write the function that multiplies tiles with the weights of a sweep, point by point.

    Meanwhile it fetches the first `ahead` positions of the output, where sums will be written.
    """
    names = ("frame", "space", "weights", "out", "positions", "kind")
    pointers = tuple((name, PTR) for name in names)
    numbers = tuple((name, I64) for name in ("count", "panels", "vectors", "ahead"))
    f = module.function("multiply_points", (*pointers, *numbers))
    p = f.parameter
    (channels,) = frame.fields(f, "in_channels")
    found = frame.fields(f, "points", "sums", "zeros", "slab_places")
    plane, sums_plane, places = frame.fields(f, "points_plane", "sums_plane", "tile_places")
    grid, sums, zeros, segments = (f.element(p("space"), at, "i8") for at in found)
    points, gap, slabs = words.read(f, p("kind"), words.KIND, ("points", "gap", "slabs"))
    width = p("vectors") * scalar.lanes
    step = slabs * channels * width
    weights_plane = p("panels") * step + gap
    with f.loop(0, p("panels") * width, scalar.lanes) as n:
        f.store(f.zero(scalar.vector()), f.element(zeros, n, scalar.name), scalar.size)
    yes, no = f.constant(BOOL, "true"), f.constant(BOOL, "false")
    share = (p("ahead") + (points - 1)) // points
    with f.loop(0, points) as point:
        first = point * share
        with f.loop(first, (first + share).at_most(p("ahead"))) as n:
            row = f.element(p("positions"), n * len(words.POSITION), I64)
            (writes,) = words.read(f, row, words.POSITION, ("writes",))
            place = f.element(p("out"), writes, scalar.name)
            f.prefetch_all(place, p("panels") * width, scalar)
        here = f.element(p("weights"), point * weights_plane, scalar.name)
        inputs = f.element(grid, point * plane, scalar.name)
        totals = f.element(sums, point * sums_plane, scalar.name)

        def call(tile: Function, at: Value) -> None:
            where = f.element(places, at * len(words.POSITION), I64)
            to = f.element(totals, at * width, scalar.name)
            given = (p("panels"), to, here, step, zeros, segments, slabs, places, totals)
            f.call(tile, p("frame"), inputs, where, *given, yes, no)

        cover(f, isa, tiles, p("vectors"), p("count"), call)
    return f


def _emit_sweep(
    module: Module, scalar: Scalar, products: tuple[Function, Function], scatters: Scatters
) -> Function:
    """Write the function that computes one sweep of panels at the listed positions."""
    slabs, multiply = products
    outputs = _emit_outputs(module, scalar)
    pointers = tuple((name, PTR) for name in ("frame", "space", "positions"))
    numbers = (("count", I64), ("sweep", PTR), ("group", I64), ("origin", I64), *COUNTS, *STARTS)
    f = module.function("sweep_points", (*pointers, *numbers), seldom=True)
    p, this = f.parameter, f.parameter("frame")
    packed, group_size = frame.fields(f, "packed", "part_size")
    out, out_c, out_channels, classes = frame.fields(f, "out", "out_c", "out_channels", "classes")
    kinds, columns_table = frame.fields(f, "kinds", "columns")
    starts_at, sums_at, temp_at = frame.fields(f, "starts", "sums", "temp")
    (temp_panel,) = frame.fields(f, "temp_panel")
    number, first, panels, vectors, begin, direct = words.read(f, p("sweep"), words.SWEEP)
    row = f.element(classes, number * len(words.CLASS), I64)
    column, columns, uniform, joined = words.read(
        f, row, words.CLASS, ("column", "columns", "uniform", "joined")
    )
    kind = f.element(kinds, number * len(words.KIND), I64)
    finish = f.load(PTR, f.element(kind, words.KIND.index("outputs"), I64))
    width = vectors * scalar.lanes
    starts, sums, temp = (f.element(p("space"), at, "i8") for at in (starts_at, sums_at, temp_at))
    table = f.element(columns_table, (column + first) * len(words.COLUMN), I64)
    fill_starts(f, scalar, starts, table, (panels * width, columns - first, p("group")))
    target = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    weights = f.element(packed, p("group") * group_size + begin, scalar.name)
    _, (tiles_y, tiles_x) = tiles_of(f)
    f.call(slabs, this, p("space"), kind, *(p(name) for name, _ in COUNTS))
    count = p("nc") * p("zc") * tiles_y * tiles_x
    straight, slope = _straight(f, direct)
    there = f.element(target, f.load(I64, table), scalar.name)
    ahead = f.select(straight, p("count"), f.integer(0))
    given = (p("space"), weights, there, p("positions"), kind, count, panels, vectors, ahead)
    f.call(multiply, this, *given)
    with f.loop(0, panels) as panel:
        source = f.element(sums, panel * temp_panel, scalar.name)
        start = f.element(starts, panel * width, scalar.name)
        here = f.element(table, panel * width * len(words.COLUMN), I64)
        lies = (p("positions"), target, here, temp, straight, width)
        turned = (finish, source, start, slope)
        f.call(outputs, this, *lies, *turned, *(p(name) for name, _ in COUNTS))
        with f.when(f.invert(straight)):
            kept = (columns - first - panel * width).at_most(width)
            listed = (p("positions"), p("count"), here, kept, uniform > 0, direct > 0)
            begins = [p(name) for name, _ in STARTS]
            call_scatter(f, scatters, joined, this, temp, width, *listed, target, *begins)
    return f


def _emit_outputs(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns the sums of a panel to outputs, tile by tile."""
    lies = (("out", PTR), ("columns", PTR), ("temp", PTR), ("in_place", BOOL), ("width", I64))
    turned = (("finish", PTR), ("source", PTR), ("start", PTR), ("slope", I64))
    parameters = (("frame", PTR), ("positions", PTR), *lies, *turned, *COUNTS)
    f = module.function("sums_of_panel", parameters)
    p, width = f.parameter, f.parameter("width")
    (plane,) = frame.fields(f, "sums_plane")
    flag = frame.address(f, "not_finite")
    source = f.variable(PTR, p("source"))
    places = Places(f, scalar, p("in_place"), width)
    with places.each(p("out"), p("columns"), p("temp")) as (to, *steps):
        given = (source.get(), plane, to, *steps, width, p("start"), p("slope"), flag)
        f.call_at(p("finish"), *given)
        source.set(f.element(source.get(), width, scalar.name))
    return f


def _straight(f: Function, direct: Value) -> tuple[Value, Value]:
    """Return whether outputs go at once where they belong, and the slope that they go through."""
    kind, leaky = frame.fields(f, "activation", "slope")
    none, relu, leaky_relu = (kind.equals(activation.KINDS.index(name)) for name in LINEAR)
    straight = (direct > 0) & (none | relu | leaky_relu)
    (one,) = struct.unpack("<q", struct.pack("<d", 1.0))
    changed = f.select(relu, f.integer(0), leaky)
    return straight, f.select(straight & (relu | leaky_relu), changed, f.integer(one))
