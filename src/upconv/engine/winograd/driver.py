"""The driver of the form with points: blocks of tiles x sweeps of panels as tasks.

It is the driver of panels but for three steps. The inputs of a block are turned to points, once for
all classes that read the same of y and x; a sweep multiplies them point by point, with the tiles of
panels; and its sums become outputs, which go the way of every panel.

Tiles lie in the order of planes of z, images, y, x: then what a slab adds to a tile lies as far
behind for all of them. Where the planes of the input are more than those of the output (a stride
on z), every so-manyth follow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from upconv.engine import frame
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.isa import ISA
from upconv.engine.kernels import new_module
from upconv.engine.panels import words
from upconv.engine.panels.activation import emit_activate
from upconv.engine.panels.driver import fill_starts
from upconv.engine.panels.grid import emit_grid
from upconv.engine.panels.scatter import STARTS, emit_scatter
from upconv.engine.panels.tasks import Sweep, forward_tasks
from upconv.engine.panels.tile import Tiles, cover, emit_tiles
from upconv.engine.panels.walk import Walk, emit_positions
from upconv.engine.winograd.pack import emit_packing

NAME = "run_points"
# Positions of a class in a block on each axis, and the most that a class of it has on z.
COUNTS = tuple((name, I64) for name in ("nc", "zc", "yc", "xc", "depth"))


def write_driver(isa: ISA, itemsize: int) -> str:
    """Return the IR of the module with `run_points` and `pack_points`."""
    module, scalar = new_module(f"points {isa.name} f{8 * itemsize}", isa, itemsize)
    emit_packing(module, scalar)
    activate = emit_activate(module, scalar)
    tiles = emit_tiles(module, scalar, isa, activate)
    scatter = emit_scatter(module, scalar, activate)
    products = emit_slabs(module, scalar), _emit_multiply(module, scalar, isa, tiles)
    sweep = _emit_sweep(module, scalar, products, scatter)
    functions = (emit_grid(module, scalar), emit_positions(module))
    _emit_run(module, scalar, functions, emit_inputs(module, scalar), sweep)
    return module.text()


def _emit_run(
    module: Module,
    scalar: Scalar,
    functions: tuple[Function, Function],
    inputs: Function,
    sweep: Function,
) -> None:
    f = module.function(NAME, (("frame", PTR),), exported=True)

    def begin(walk: Walk) -> Callable[[Sweep], None]:
        at_points = Inputs(f, walk, inputs)

        def compute(found: Sweep) -> None:
            at_points.take(found.block, found.number)
            places = (walk.own, walk.positions, found.positions)
            given = (found.row, walk.group, walk.origin, *counts_of(walk), *walk.starts)
            f.call(sweep, f.parameter("frame"), *places, *given)

        return compute

    forward_tasks(f, scalar, functions, begin)


def counts_of(walk: Walk) -> tuple[Value, ...]:
    """Return `COUNTS` of the class last listed."""
    return (*walk.counts, walk.extents[0])


class Inputs:
    """The inputs of classes that read the same of y and x, in one block at points."""

    def __init__(self, f: Function, walk: Walk, turn: Function) -> None:
        self._f, self._walk, self._turn = f, walk, turn
        self._held = f.variable(I64, f.integer(-1))

    def take(self, block: Value, number: Value) -> None:
        """Turn the inputs of class `number`, which was listed last, unless they are there."""
        f, walk = self._f, self._walk
        sweep_count, kinds = frame.fields(f, "sweep_count", "kinds")
        kind = f.element(kinds, number * len(words.KIND), I64)
        (flat,) = words.read(f, kind, words.KIND, ("flat",))
        wanted = block * sweep_count + flat
        with f.when(f.invert(self._held.get().equals(wanted))):
            self._held.set(wanted)
            given = (walk.own, walk.grid, kind, *counts_of(walk))
            f.call(self._turn, f.parameter("frame"), *given)


def tiles_of(f: Function) -> tuple[list[Value], list[Value]]:
    """Return the outputs of a tile on y and x, and the tiles that cover `yc` and `xc` of them."""
    units = frame.fields(f, "unit_y", "unit_x")
    counts = [f.parameter(name) for name in ("yc", "xc")]
    return units, [(count + (unit - 1)) // unit for count, unit in zip(counts, units, strict=True)]


@contextmanager
def each_tile(f: Function) -> Iterator[tuple[Value, Value, Value]]:
    """Run the block for the tiles in their order: where they begin on y and x, which position."""
    p = f.parameter
    units, (tiles_y, tiles_x) = tiles_of(f)
    with f.loop(0, p("zc")) as z, f.loop(0, p("nc")) as n:
        first = (n * p("zc") + z) * p("yc")
        with f.loop(0, tiles_y) as y, f.loop(0, tiles_x) as x:
            y0, x0 = y * units[0], x * units[1]
            yield y0, x0, (first + y0) * p("xc") + x0


def place_of_plane(f: Function, plane: Value) -> Value:
    """Return how many planes of z lie before this one of a block's inputs at points."""
    step, halo = frame.fields(f, "step_z", "halo_z")
    return plane % step * (f.parameter("depth") + halo // step) + plane // step


def emit_inputs(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns the inputs of a class in a block to points, tile by tile."""
    pointers = tuple((name, PTR) for name in ("frame", "space", "grid", "kind"))
    f = module.function("block_to_points", (*pointers, *COUNTS))
    p = f.parameter
    channels, points_at, plane_of_points, pitch, step, halo = frame.fields(
        f, "in_channels", "points", "points_plane", "points_row", "step_z", "halo_z"
    )
    steps = frame.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    turn = f.load(PTR, f.element(p("kind"), words.KIND.index("inputs"), I64))
    (reads,) = words.read(f, p("kind"), words.KIND, ("reads",))
    source = f.element(p("grid"), reads, scalar.name)
    at_points = f.element(p("space"), points_at, "i8")
    to = f.variable(PTR)
    units, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    with f.loop(0, (p("depth") - 1) * step + halo + 1) as plane:
        to.set(f.element(at_points, place_of_plane(f, plane) * tiles * pitch, scalar.name))
        with f.loop(0, p("nc")) as n, f.loop(0, tiles_y) as y:
            row = n * steps[0] + plane * steps[1] + y * units[0] * steps[2]
            with f.loop(0, tiles_x) as x:
                here = f.element(source, row + x * units[1] * steps[3], scalar.name)
                f.call_at(turn, here, to.get(), channels, steps[2], steps[3], plane_of_points)
                to.set(f.element(to.get(), pitch, scalar.name))
    return f


def emit_slabs(module: Module, scalar: Scalar) -> Function:
    """Write the function that finds where the inputs of each slab lie in a block at points.

    It writes rows of words.SEGMENT to the workspace.
    """
    pointers = tuple((name, PTR) for name in ("frame", "space", "kind"))
    f = module.function("find_slabs", (*pointers, *COUNTS))
    p = f.parameter
    slabs, places, channels, pitch = frame.fields(
        f, "slabs", "slab_places", "in_channels", "points_row"
    )
    first, count = words.read(f, p("kind"), words.KIND, ("slab", "slabs"))
    _, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    with f.loop(0, count) as slab:
        plane = f.load(I64, f.element(slabs, first + slab, I64))
        row = f.element(f.element(p("space"), places, "i8"), slab * len(words.SEGMENT), I64)
        f.store(place_of_plane(f, plane) * tiles * pitch, row)
        f.store(channels, f.element(row, 1, I64))
    return f


def _emit_multiply(module: Module, scalar: Scalar, isa: ISA, tiles: Tiles) -> Function:
    """Write the function that multiplies tiles with the weights of a sweep, point by point."""
    pointers = tuple((name, PTR) for name in ("frame", "space", "weights", "kind"))
    numbers = tuple((name, I64) for name in ("count", "panels", "vectors"))
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
    with f.loop(0, points) as point:
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
    module: Module, scalar: Scalar, products: tuple[Function, Function], scatter: Function
) -> Function:
    """Write the function that computes one sweep of panels at the listed positions."""
    slabs, multiply = products
    pointers = tuple((name, PTR) for name in ("frame", "space", "positions"))
    numbers = (("count", I64), ("sweep", PTR), ("group", I64), ("origin", I64), *COUNTS, *STARTS)
    f = module.function("sweep_points", (*pointers, *numbers))
    p, this = f.parameter, f.parameter("frame")
    packed, group_size = frame.fields(f, "packed", "part_size")
    out, out_c, out_channels, classes = frame.fields(f, "out", "out_c", "out_channels", "classes")
    kinds, columns_table = frame.fields(f, "kinds", "columns")
    starts_at, sums_at, temp_at = frame.fields(f, "starts", "sums", "temp")
    sums_plane, temp_panel = frame.fields(f, "sums_plane", "temp_panel")
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
    f.call(multiply, this, p("space"), weights, kind, count, panels, vectors)
    flag = frame.address(f, "not_finite")
    with f.loop(0, panels) as panel:
        source = f.variable(PTR, f.element(sums, panel * temp_panel, scalar.name))
        start = f.element(starts, panel * width, scalar.name)
        with each_tile(f) as (y, x, position):
            to = f.element(temp, position * width, scalar.name)
            given = (p("xc") * width, width, p("yc") - y, p("xc") - x, width, start, flag)
            f.call_at(finish, source.get(), sums_plane, to, *given)
            source.set(f.element(source.get(), width, scalar.name))
        f.call(
            scatter,
            this,
            temp,
            width,
            p("positions"),
            p("count"),
            f.element(table, panel * width * len(words.COLUMN), I64),
            (columns - first - panel * width).at_most(width),
            uniform > 0,
            joined,
            direct > 0,
            target,
            *(p(name) for name, _ in STARTS),
        )
    return f
