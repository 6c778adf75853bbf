"""The driver of the form with points: blocks of tiles x sweeps of panels as tasks.

It is the driver of panels but for three steps. The inputs of a block are turned to points, once for
all classes that read the same of y and x; a sweep multiplies them point by point, with the tiles of
panels; and its sums become outputs, which go the way of every panel.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from upconv.engine import args
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.isa import ISA
from upconv.engine.kernels import new_module
from upconv.engine.panels import activation, words
from upconv.engine.panels.activation import emit_activate
from upconv.engine.panels.driver import fill_starts
from upconv.engine.panels.grid import emit_grid
from upconv.engine.panels.needs import Needs
from upconv.engine.panels.scatter import STARTS, Scatters, call_scatter, emit_scatters
from upconv.engine.panels.tasks import Copies, emit_tasks
from upconv.engine.panels.tile import Tiles, cover, emit_tiles
from upconv.engine.panels.walk import Walk, emit_positions
from upconv.engine.winograd.inputs import Inputs, counts_of, emit_inputs, emit_slabs
from upconv.engine.winograd.pack import depth_of, emit_packing, emit_pieces, emit_turning
from upconv.engine.winograd.tiles import COUNTS, Places, tiles_of

NAME = "run_points"
LINEAR = (None, "relu", "leaky_relu")
"""Activations that a slope for what is negative tells."""


def write_driver(isa: ISA, itemsize: int, needs: Needs) -> Module:
    """Return the module with `run_points` and `pack_points`."""
    module, scalar = new_module(f"points {isa.name} f{8 * itemsize}", isa, itemsize)
    turning = emit_turning(module, scalar)
    emit_packing(module, scalar, turning)
    activate = emit_activate(module, scalar, needs.activation)
    tiles = emit_tiles(module, scalar, isa, needs.widths)
    scatters = emit_scatters(module, scalar, activate, needs.joined, needs.step)
    functions = Functions(
        (emit_grid(module, scalar, needs.fill), emit_positions(module)),
        emit_inputs(module, scalar),
        emit_pieces(module, scalar, turning),
        _emit_products(module, scalar, isa, tiles),
        _emit_outputs(module, scalar, scatters),
    )
    _emit_run(module, scalar, functions)
    return module


class Functions(NamedTuple):
    """The steps of a task, in order."""

    copies: Copies
    inputs: Function
    pieces: Function
    products: Function
    outputs: Function


def _emit_run(module: Module, scalar: Scalar, functions: Functions) -> None:
    """Write the loop over tasks (block, chunk of sweeps).

    `turns` sweeps are summed part by part in turns. A weight that is not packed is turned to points
    here, a part of those sweeps at a time: it stays in the second-level cache until it is
    multiplied, and what they read of the weight is read once.
    """
    f = module.function(NAME, (("args", PTR),), exported=True, seldom=True)
    this = f.parameter("args")
    channels, turns = args.fields(f, "in_channels", "turns")
    depth = depth_of(f)
    pieces_at, piece_bytes, sums_bytes = args.fields(f, "pieces", "piece_bytes", "sums_bytes")
    sweeps, unpacked = args.fields(f, "sweeps")[0], args.is_unpacked(f)
    walk = Walk(f, scalar, *functions.copies)
    inputs = Inputs(f, walk, functions.inputs)
    pieces = f.element(walk.own, pieces_at, "i8")

    def each(first: Value, last: Value) -> Iterator[tuple[Value, Value, Value]]:
        with f.loop(first, last) as index:
            row = f.element(sweeps, index * len(words.SWEEP), I64)
            number = f.load(I64, row)
            count = walk.list_class(number)
            with f.when(count > 0):
                yield number, row, index - first

    with emit_tasks(f, walk, turns) as (block, begin, end), f.loop(begin, end, turns) as first:
        last = (first + turns).at_most(end)
        with f.loop(0, channels, depth) as part:
            with f.when(unpacked):
                f.call(functions.pieces, this, walk.group, first, last, part, pieces)
            for number, row, n in each(first, last):
                behind = inputs.take(block, number)
                piece = f.element(pieces, n * piece_bytes, "i8")
                given = (walk.own, behind, n * sums_bytes, piece, row, part)
                where = (walk.positions, walk.group, walk.origin, *counts_of(walk))
                f.call(functions.products, this, *given, *where)
        for _, row, n in each(first, last):
            where = (walk.positions, row, walk.group, walk.origin, *counts_of(walk), *walk.starts)
            f.call(functions.outputs, this, walk.own, n * sums_bytes, *where)


def _emit_products(module: Module, scalar: Scalar, isa: ISA, tiles: Tiles) -> Function:
    """Write the function that adds one part of the products of a sweep, point by point.

    The weights are in `piece` unless they are packed. With the last part it fetches the positions
    of the output where sums will be written.
    """
    slabs_of = emit_slabs(module)
    before = (("args", PTR), ("space", PTR), ("behind", I64), ("sums", I64))
    names = (("piece", PTR), ("sweep", PTR), ("part", I64), ("positions", PTR))
    f = module.function("add_products", (*before, *names, ("group", I64), ("origin", I64), *COUNTS))
    p, this = f.parameter, f.parameter("args")
    packed, group_size, kinds = args.fields(f, "packed", "part_size", "kinds")
    depth = depth_of(f)
    found = args.fields(f, "points", "sums", "zeros", "slab_places")
    found[0], found[1] = found[0] + p("behind"), found[1] + p("sums")
    grid, sums, zeros, segments = (f.element(p("space"), at, "i8") for at in found)
    plane, sums_plane, places = args.fields(f, "points_plane", "sums_plane", "tile_places")
    number, _, panels, vectors, begin, _ = words.read(f, p("sweep"), words.SWEEP)
    kind = f.element(kinds, number * len(words.KIND), I64)
    points, gap, slabs = words.read(f, kind, words.KIND, ("points", "gap", "slabs"))
    width = vectors * scalar.lanes
    step = slabs * depth * width
    weights_plane = panels * step + gap
    at = p("group") * group_size + begin + p("part") // depth * points * weights_plane
    weights = f.select(args.is_unpacked(f), p("piece"), f.element(packed, at, scalar.name))
    f.call(slabs_of, this, p("space"), kind, p("part"), *(p(name) for name, _ in COUNTS))
    _, (tiles_y, tiles_x) = tiles_of(f)
    count = p("nc") * p("zc") * tiles_y * tiles_x
    with f.loop(0, panels * width, scalar.lanes) as n:
        f.store(f.zero(scalar.vector()), f.element(zeros, n, scalar.name), scalar.size)
    fresh, no = p("part").equals(0), f.constant(BOOL, "false")
    there, ahead = _to_fetch(f, scalar)
    share = (ahead + (points - 1)) // points
    with f.loop(0, points) as point:
        first = point * share
        with f.loop(first, (first + share).at_most(ahead)) as n:
            row = f.element(p("positions"), n * len(words.POSITION), I64)
            (writes,) = words.read(f, row, words.POSITION, ("writes",))
            f.prefetch_all(f.element(there, writes, scalar.name), panels * width, scalar)
        here = f.element(weights, point * weights_plane, scalar.name)
        inputs = f.element(grid, point * plane + p("part"), scalar.name)
        totals = f.element(sums, point * sums_plane, scalar.name)

        def call(tile: Function, at: Value) -> None:
            where = f.element(places, at * len(words.POSITION), I64)
            to = f.element(totals, at * width, scalar.name)
            given = (panels, to, here, step, zeros, segments, slabs, places, totals)
            f.call(tile, this, inputs, where, *given, fresh, no)

        cover(f, isa, tiles, vectors, count, call)
    return f


def _to_fetch(f: Function, scalar: Scalar) -> tuple[Value, Value]:
    """Return where the first column of a sweep is written, and how many positions to fetch."""
    p = f.parameter
    channels, classes, table = args.fields(f, "in_channels", "classes", "columns")
    out, out_c, out_channels = args.fields(f, "out", "out_c", "out_channels")
    number, first, _, _, _, direct = words.read(f, p("sweep"), words.SWEEP)
    row = f.element(classes, number * len(words.CLASS), I64)
    (column,) = words.read(f, row, words.CLASS, ("column",))
    target = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    writes = f.load(I64, f.element(table, (column + first) * len(words.COLUMN), I64))
    count = p("nc") * p("zc") * p("yc") * p("xc")
    last = p("part") >= channels - depth_of(f)
    ahead = f.select(last & _straight(f, direct)[0], count, f.integer(0))
    return f.element(target, writes, scalar.name), ahead


def _emit_outputs(module: Module, scalar: Scalar, scatters: Scatters) -> Function:
    """Write the function that turns the sums of a sweep to outputs at the listed positions."""
    outputs = _emit_panel(module, scalar)
    before = (("args", PTR), ("space", PTR), ("behind", I64), ("positions", PTR))
    numbers = (("sweep", PTR), ("group", I64), ("origin", I64), *COUNTS, *STARTS)
    f = module.function("sums_to_positions", (*before, *numbers), seldom=True)
    p, this = f.parameter, f.parameter("args")
    out, out_c, out_channels, classes = args.fields(f, "out", "out_c", "out_channels", "classes")
    kinds, columns_table = args.fields(f, "kinds", "columns")
    starts_at, sums_at, temp_at = args.fields(f, "starts", "sums", "temp")
    (temp_panel,) = args.fields(f, "temp_panel")
    number, first, panels, vectors, _, direct = words.read(f, p("sweep"), words.SWEEP)
    row = f.element(classes, number * len(words.CLASS), I64)
    column, columns, uniform, joined = words.read(
        f, row, words.CLASS, ("column", "columns", "uniform", "joined")
    )
    kind = f.element(kinds, number * len(words.KIND), I64)
    finish = f.load(PTR, f.element(kind, words.KIND.index("outputs"), I64))
    width = vectors * scalar.lanes
    ends = (starts_at, sums_at + p("behind"), temp_at)
    starts, sums, temp = (f.element(p("space"), at, "i8") for at in ends)
    table = f.element(columns_table, (column + first) * len(words.COLUMN), I64)
    fill_starts(f, scalar, starts, table, (panels * width, columns - first, p("group")))
    target = f.element(out, p("group") * out_channels * out_c + p("origin"), scalar.name)
    count = p("nc") * p("zc") * p("yc") * p("xc")
    straight, slope = _straight(f, direct)
    with f.loop(0, panels) as panel:
        source = f.element(sums, panel * temp_panel, scalar.name)
        start = f.element(starts, panel * width, scalar.name)
        here = f.element(table, panel * width * len(words.COLUMN), I64)
        lies = (p("positions"), target, here, temp, straight, width)
        turned = (finish, source, start, slope)
        f.call(outputs, this, *lies, *turned, *(p(name) for name, _ in COUNTS))
        with f.when(f.invert(straight)):
            kept = (columns - first - panel * width).at_most(width)
            listed = (p("positions"), count, here, kept, uniform > 0, direct > 0)
            begins = [p(name) for name, _ in STARTS]
            call_scatter(f, scatters, joined, this, temp, width, *listed, target, *begins)
    return f


def _emit_panel(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns the sums of a panel to outputs, tile by tile."""
    lies = (("out", PTR), ("columns", PTR), ("temp", PTR), ("in_place", BOOL), ("width", I64))
    turned = (("finish", PTR), ("source", PTR), ("start", PTR), ("slope", I64))
    parameters = (("args", PTR), ("positions", PTR), *lies, *turned, *COUNTS)
    f = module.function("sums_of_panel", parameters)
    p, width = f.parameter, f.parameter("width")
    (plane,) = args.fields(f, "sums_plane")
    flag = args.address(f, "not_finite")
    source = f.variable(PTR, p("source"))
    places = Places(f, scalar, p("in_place"), width)
    with places.each(p("out"), p("columns"), p("temp")) as (to, *steps):
        given = (source.get(), plane, to, *steps, width, p("start"), p("slope"), flag)
        f.call_at(p("finish"), *given)
        source.set(f.element(source.get(), width, scalar.name))
    return f


def _straight(f: Function, direct: Value) -> tuple[Value, Value]:
    """Return whether outputs go at once where they belong, and the slope that they go through."""
    kind, leaky = args.fields(f, "activation", "slope")
    none, relu, leaky_relu = (kind.equals(activation.KINDS.index(name)) for name in LINEAR)
    straight = (direct > 0) & (none | relu | leaky_relu)
    (one,) = struct.unpack("<q", struct.pack("<d", 1.0))
    changed = f.select(relu, f.integer(0), leaky)
    return straight, f.select(straight & (relu | leaky_relu), changed, f.integer(one))
