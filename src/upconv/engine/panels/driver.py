"""The driver of panels: blocks of positions x sweeps of panels as tasks.

A task fills a grid with what its block reads, unless it has it already, lists the positions of a
class, and sweeps its panels over them: for each part of the sums the inputs of all positions stay
in the second-level cache, the weights of one panel in the first.
"""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.isa import ISA
from upconv.engine.kernels import new_module
from upconv.engine.panels import words
from upconv.engine.panels.grid import emit_grid
from upconv.engine.panels.pack import emit_packing
from upconv.engine.panels.plan import Tile, tile_of
from upconv.engine.panels.scatter import emit_scatter
from upconv.engine.panels.tile import emit_tile

NAME = "run_panels"
_BLOCK = tuple((name, I64) for name in ("n0", "nc", "z0", "zc", "y0", "yc", "x0", "xc"))


def write_driver(isa: ISA, itemsize: int) -> str:
    """Return the IR of the module with `run_panels` and `pack_panels`."""
    module, scalar = new_module(f"panels {isa.name} f{8 * itemsize}", isa, itemsize)
    emit_packing(module, scalar)
    fill, places = emit_grid(module, scalar), _emit_positions(module)
    sweep = _emit_sweep(module, scalar, tile_of(isa), fused=isa.fma)
    _emit_run(module, scalar, fill, places, sweep)
    return module.text()


def _emit_run(
    module: Module, scalar: Scalar, fill: Function, places: Function, sweep: Function
) -> None:
    f = module.function(NAME, (("frame", PTR),), exported=True)
    this = f.parameter("frame")
    tasks, space, space_bytes = frame.fields(f, "tasks", "space", "space_bytes")
    chunks, chunk_size, sweep_count = frame.fields(f, "chunks", "chunk_size", "sweep_count")
    x, x_c, channels, in_place = frame.fields(f, "x", "x_c", "in_channels", "in_place")
    lows = frame.fields(f, "low_z", "low_y", "low_x")
    halos = frame.fields(f, "halo_z", "halo_y", "halo_x")
    steps = frame.fields(f, "step_z", "step_y", "step_x")
    x_n, *x_steps = frame.fields(f, "x_n", "x_z", "x_y", "x_x")
    totals = frame.fields(f, "count_n", "count_z", "count_y", "count_x")
    sizes = frame.fields(f, "block_n", "block_z", "block_y", "block_x")
    numbers = frame.fields(f, "blocks_n", "blocks_z", "blocks_y", "blocks_x")
    sweeps, positions_at = frame.fields(f, "sweeps", "positions")
    slot = f.next_number(frame.address(f, "slot"))
    own = f.element(space, slot * space_bytes, "i8")
    positions = f.element(own, positions_at, "i8")
    held = f.variable(I64, f.integer(-1))
    listed = f.variable(I64, f.integer(-1))
    found = f.variable(I64, f.integer(0))
    with f.forever() as done:
        task = f.next_number(frame.address(f, "next"))
        f.leave_when(task >= tasks, done)
        chunk, number = task % chunks, task // chunks
        block: list[Value] = []
        rest = number
        for count, size, blocks in reversed(list(zip(totals, sizes, numbers, strict=True))):
            begin = (rest % blocks) * size
            block[:0] = [begin, (count - begin).at_most(size)]
            rest = rest // blocks
        n0, nc, *spatial = block
        image = f.element(x, rest * channels * x_c + n0 * x_n, scalar.name)
        # Where the block reads first, and how much, on each axis of the input.
        begins = [
            q0 * step + low for q0, step, low in zip(spatial[::2], steps, lows, strict=True)
        ]
        extents = [
            (count - 1) * step + halo + 1
            for count, step, halo in zip(spatial[1::2], steps, halos, strict=True)
        ]
        with f.when(f.invert(number.equals(held.get()))):
            held.set(number)
            listed.set(f.integer(-1))
            with f.when(in_place.equals(0)):
                ranges = [value for pair in zip(begins, extents, strict=True) for value in pair]
                f.call(fill, this, own, image, nc, *ranges)
        first_read = f.integer(0)
        for begin, step in zip(begins, x_steps, strict=True):
            first_read = first_read + begin * step
        grid = f.select(in_place > 0, f.element(image, first_read, scalar.name), own)
        first = chunk * chunk_size
        with f.loop(first, (first + chunk_size).at_most(sweep_count)) as index:
            row = f.element(sweeps, index * len(words.SWEEP), I64)
            number_of_class = f.load(I64, row)
            with f.when(f.invert(number_of_class.equals(listed.get()))):
                listed.set(number_of_class)
                count_at = f.element(own, positions_at - 8, "i8")
                f.call(places, this, positions, count_at, number_of_class, *block)
                found.set(f.load(I64, count_at))
            with f.when(found.get() > 0):
                f.call(sweep, this, own, grid, positions, found.get(), row, rest)


def _emit_positions(module: Module) -> Function:
    """Write the function that lists the positions of a class in a block, and stores how many.

    The last one is repeated, so that a tile may go past the end.
    """
    tables = (("frame", PTR), ("positions", PTR), ("found", PTR), ("class", I64))
    f = module.function("list_positions", (*tables, *_BLOCK))
    p = f.parameter
    classes, rows = frame.fields(f, "classes", "tile_inputs")
    reads = frame.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    writes = frame.fields(f, "out_n", "out_z", "out_y", "out_x")
    one = f.integer(1)
    in_steps = [one, *frame.fields(f, "step_z", "step_y", "step_x")]
    out_steps = [one, *frame.fields(f, "out_step_z", "out_step_y", "out_step_x")]
    row = f.element(classes, p("class") * len(words.CLASS), I64)
    limits = words.read(f, row, words.CLASS, ("count_z", "count_y", "count_x"))
    counts = [p("nc")]
    for axis, limit in zip("zyx", limits, strict=True):
        counts.append((limit - p(f"{axis}0")).at_most(p(f"{axis}c")).at_least(0))
    starts = [p("n0"), p("z0"), p("y0"), p("x0")]
    at = f.variable(PTR, p("positions"))
    last = [f.variable(I64, f.integer(0)) for _ in words.POSITION]

    def put(values: list[Value]) -> None:
        for n, value in enumerate(values):
            f.store(value, f.element(at.get(), n, I64))
        at.set(f.element(at.get(), len(values), I64))

    with (
        f.loop(0, counts[0]) as n,
        f.loop(0, counts[1]) as z,
        f.loop(0, counts[2]) as y,
        f.loop(0, counts[3]) as x,
    ):
        read = write = f.integer(0)
        places = []
        for axis, inside in enumerate((n, z, y, x)):
            read = read + inside * in_steps[axis] * reads[axis]
            place = starts[axis] + inside
            write = write + place * out_steps[axis] * writes[axis]
            places.append(place)
        values = [read, write, *places[1:]]
        put(values)
        for held, value in zip(last, values, strict=True):
            held.set(value)
    with f.loop(0, rows):
        put([held.get() for held in last])
    f.store(counts[0] * counts[1] * counts[2] * counts[3], p("found"))
    return f


def _emit_sweep(module: Module, scalar: Scalar, tile: Tile, *, fused: bool) -> Function:
    """Write the function that computes one sweep of panels at the listed positions."""
    tiles = {
        (rows, vectors): emit_tile(module, scalar, Tile(rows, vectors), fused=fused)
        for rows in (tile.rows, tile.rows - 1)
        for vectors in range(1, tile.vectors + 1)
    }
    scatter = emit_scatter(module, scalar)
    parameters = tuple((name, PTR) for name in ("frame", "space", "grid", "positions"))
    numbers = (("count", I64), ("sweep", PTR), ("group", I64))
    f = module.function("sweep_panels", (*parameters, *numbers))
    p, this = f.parameter, f.parameter("frame")
    packed, group_size, depth, in_channels = frame.fields(
        f, "packed", "part_size", "depth", "in_channels"
    )
    out, out_c, out_channels, classes = frame.fields(f, "out", "out_c", "out_channels", "classes")
    columns_table, segments_table = frame.fields(f, "columns", "segments")
    starts_at, temp_at, temp_panel = frame.fields(f, "starts", "temp", "temp_panel")
    number, first, panels, vectors, begin, direct = words.read(f, p("sweep"), words.SWEEP)
    row = f.element(classes, number * len(words.CLASS), I64)
    entries, segment, column, columns, uniform = words.read(
        f, row, words.CLASS, ("entries", "segment", "column", "columns", "uniform")
    )
    width = vectors * scalar.lanes
    starts, temp = f.element(p("space"), starts_at, "i8"), f.element(p("space"), temp_at, "i8")
    table = f.element(columns_table, (column + first) * len(words.COLUMN), I64)
    _fill_starts(f, scalar, starts, table, (panels * width, columns - first, p("group")))
    target = f.element(out, p("group") * out_channels * out_c, scalar.name)
    weights = f.element(packed, p("group") * group_size + begin, scalar.name)
    # Tiles of one row less take up what the last one lacks, as far as there are tiles.
    rows = tile.rows
    tile_count = (p("count") + (rows - 1)) // rows
    less = (tile_count * rows - p("count")).at_most(tile_count)
    more = tile_count - less
    with f.loop(0, in_channels, depth) as part:
        held = (in_channels - part).at_most(depth)
        fresh, final = part.equals(0), part >= in_channels - depth
        straight = final & (direct > 0)
        segments = f.element(
            segments_table, (segment + part // depth * entries) * len(words.SEGMENT), I64
        )
        with f.loop(0, panels) as panel:
            here = f.element(
                weights, (panel * in_channels + part) * entries * width, scalar.name
            )
            sums = f.element(temp, panel * temp_panel, scalar.name)
            start = f.element(starts, panel * width, scalar.name)
            in_panel = f.element(table, panel * width * len(words.COLUMN), I64)
            to = f.element(target, f.load(I64, in_panel), scalar.name)
            for (high, wide), function in tiles.items():
                count, skipped = (more, f.integer(0)) if high == rows else (less, more * rows)
                with f.when(vectors.equals(wide) & (count > 0)):
                    f.call(
                        function,
                        this,
                        p("grid"),
                        f.element(p("positions"), skipped * len(words.POSITION), I64),
                        count,
                        f.element(sums, skipped * width, scalar.name),
                        here,
                        start,
                        segments,
                        entries,
                        to,
                        fresh,
                        straight,
                    )
            with f.when(final & direct.equals(0)):
                kept = (columns - first - panel * width).at_most(width)
                f.call(
                    scatter,
                    this,
                    sums,
                    width,
                    p("positions"),
                    p("count"),
                    in_panel,
                    kept,
                    uniform > 0,
                    target,
                )
    return f


def _fill_starts(
    f: Function, scalar: Scalar, starts: Value, table: Value, bounds: tuple[Value, Value, Value]
) -> None:
    """Write where the sums of every column of a sweep start: the bias of its channel, or zero."""
    (bias,) = frame.fields(f, "bias")
    (out_channels,) = frame.fields(f, "out_channels")
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
