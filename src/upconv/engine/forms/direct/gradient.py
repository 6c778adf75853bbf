"""The driver of the direct weight gradient: blocks of positions summed into a range of it.

A task is (group, chunk of output channels, chunk of input channels, part of the blocks). It owns
what it writes. The parts depend on the sizes alone and are added in order, so the bits do not
depend on the number of threads.
"""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value

NAME = "direct_weight_gradient"
ROWS, COLUMNS = 8, 16  # the largest tile

PHASE_WORDS = 3
TAP_WORDS = 2


def emit_gradient(module: Module, scalar: Scalar, fills: tuple[Function, Function]) -> None:
    """Write the exported function that adds up weight gradients, task after task."""
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)
    this = f.parameter("args")
    space, space_bytes, temp_at = args.fields(f, "space", "space_bytes", "temp")
    parts, part_size, out_chunk, in_chunk = args.fields(
        f, "parts", "part_size", "out_chunk", "in_chunk"
    )
    in_channels, out_channels = args.fields(f, "in_channels", "out_channels")
    totals = args.fields(f, "count_n", "count_z", "count_y", "count_x")
    sizes = args.fields(f, "block_n", "block_z", "block_y", "block_x")
    numbers = args.fields(f, "blocks_n", "blocks_z", "blocks_y", "blocks_x")
    x, x_n, x_c, other, parts_at = args.fields(f, "x", "x_n", "x_c", "other", "weight_grad_parts")
    by_group, by_out, by_in = args.fields(f, "weight_group", "weight_out", "weight_in")
    slot = f.next_number(args.address(f, "slot"))
    grid = f.element(space, slot * space_bytes, "i8")
    second = f.element(grid, temp_at, scalar.name)
    (grid_c, pairs_at) = args.fields(f, "grid_c", "pairs")
    pairs = f.element(grid, pairs_at, "i8")
    grad = f.load(PTR, f.element(other, args.INDEX["x"], I64))
    grad_n = f.load(I64, f.element(other, args.INDEX["x_n"], I64))
    grad_c = f.load(I64, f.element(other, args.INDEX["x_c"], I64))
    out_chunks = (out_channels + (out_chunk - 1)) // out_chunk
    in_chunks = (in_channels + (in_chunk - 1)) // in_chunk
    blocks = numbers[0] * numbers[1] * numbers[2] * numbers[3]
    products = _emit_products(module, scalar)
    with args.each_task(f, slot) as task:
        part, rest = task % parts, task // parts
        in_first, rest = (rest % in_chunks) * in_chunk, rest // in_chunks
        out_first, group = (rest % out_chunks) * out_chunk, rest // out_chunks
        in_count = (in_channels - in_first).at_most(in_chunk)
        out_count = (out_channels - out_first).at_most(out_chunk)
        start = part * part_size + group * by_group + out_first * by_out + in_first * by_in
        target = f.element(parts_at, start, scalar.name)
        image = f.element(x, (group * in_channels + in_first) * x_c, scalar.name)
        grad_image = f.element(grad, (group * out_channels + out_first) * grad_c, scalar.name)
        _fill_pairs(f, pairs, in_count, grid_c, by_in)
        with f.loop(part * blocks // parts, (part + 1) * blocks // parts) as number:
            block: list[Value] = []
            rest = number
            for count, size, number_of_blocks in reversed(
                list(zip(totals, sizes, numbers, strict=True))
            ):
                begin = (rest % number_of_blocks) * size
                block[:0] = [begin, (count - begin).at_most(size)]
                rest = rest // number_of_blocks
            n0, nc, *spatial = block
            here = f.element(image, n0 * x_n, scalar.name)
            f.call(fills[0], this, grid, here, in_count, nc, *spatial)
            here = f.element(grad_image, n0 * grad_n, scalar.name)
            f.call(fills[1], other, second, here, out_count, nc, *spatial)
            extents = (nc, spatial[1], spatial[3], spatial[5])
            f.call(products, this, grid, second, pairs, target, in_count, out_count, *extents)


def _fill_pairs(f: Function, pairs: Value, in_count: Value, grid_c: Value, by_in: Value) -> None:
    """Write, per phase, (grid offset, weight offset) of every (tap, input channel).

    The taps of one channel are consecutive: a tile then finds most of its input in the first-level
    cache, where the tile before it has left it. Each phase ends with copies of its last pair, so
    that a tile may read past the end.
    """
    phases, phase_count, taps, columns = args.fields(
        f, "phases", "phase_count", "offsets", "dot_columns"
    )
    at = f.variable(PTR, pairs)

    def put(first: Value, second: Value) -> None:
        place = at.get()
        f.store(first, place)
        f.store(second, f.element(place, 1, I64))
        at.set(f.element(place, 2, I64))

    with f.loop(0, phase_count) as phase:
        row = f.element(phases, phase * PHASE_WORDS, I64)
        first, count = (f.load(I64, f.element(row, n, I64)) for n in (1, 2))
        with f.loop(0, in_count) as i, f.loop(first, first + count) as number:
            tap = f.element(taps, number * TAP_WORDS, I64)
            on_grid, in_weight = f.load(I64, tap), f.load(I64, f.element(tap, 1, I64))
            put(on_grid + i * grid_c, in_weight + i * by_in)
        last = f.element(at.get(), -2, I64)
        on_grid, in_weight = f.load(I64, last), f.load(I64, f.element(last, 1, I64))
        with f.loop(0, columns):
            put(on_grid, in_weight)


def _emit_products(module: Module, scalar: Scalar) -> Function:
    """Write the function that adds the products of one block to a chunk of the gradient."""
    names = ("in_count", "out_count", "nc", "zc", "yc", "xc")
    parameters = (
        *((name, PTR) for name in ("args", "grid", "grad", "pairs", "target")),
        *((name, I64) for name in names),
    )
    f = module.function("products", parameters)
    p = f.parameter
    flat, rows, columns = args.fields(f, "flat", "dot_rows", "dot_columns")
    grid_n, grid_z, grid_y = args.fields(f, "grid_n", "grid_z", "grid_y")
    by_out, other, tile = args.fields(f, "weight_out", "other", "kernels")
    phases, phase_count = args.fields(f, "phases", "phase_count")
    grad_c = f.load(I64, f.element(other, args.INDEX["grid_c"], I64))
    one = f.integer(1)
    ends = ((flat >= 3, "nc", grid_n), (flat >= 2, "zc", grid_z), (flat >= 1, "yc", grid_y))
    length = p("xc")
    for condition, extent, step in reversed(ends):
        length = f.select(condition, (p(extent) - 1) * step + length, length)
    runs = [f.select(condition, one, p(extent)) for condition, extent, _ in ends]
    vectors = (length + (scalar.lanes - 1)) // scalar.lanes
    offsets = f.scratch(I64, ROWS)
    sums = f.scratch(scalar.name, ROWS * COLUMNS)
    with f.loop(0, phase_count) as phase:
        row = f.element(phases, phase * PHASE_WORDS, I64)
        plane, first, count = (f.load(I64, f.element(row, n, I64)) for n in range(PHASE_WORDS))
        grad = f.element(p("grad"), plane, scalar.name)
        pairs = count * p("in_count")
        table = f.element(p("pairs"), (first * p("in_count") + phase * columns) * 2, I64)
        with f.loop(0, p("out_count"), rows) as channel:
            with f.loop(0, rows) as n:
                channel_row = (channel + n).at_most(p("out_count") - 1)
                f.store(channel_row * grad_c, f.element(offsets, n, I64))
            target = f.element(p("target"), channel * by_out, scalar.name)
            valid = (p("out_count") - channel).at_most(rows)
            with f.loop(0, pairs, columns) as start:
                here = f.element(table, start * 2, I64)
                steps = (*runs, grid_n, grid_z, grid_y, vectors)
                columns_valid = (pairs - start).at_most(columns)
                whole = valid.equals(rows) & columns_valid.equals(columns)
                arguments = (*steps, target, by_out, whole)
                f.call_at(tile, grad, p("grid"), offsets, here, sums, *arguments)
                with f.loop(0, f.select(whole, f.integer(0), columns_valid)) as m:
                    to = f.load(I64, f.element(here, m * 2 + 1, I64))
                    with f.loop(0, valid) as n:
                        place = f.element(target, to + n * by_out, scalar.name)
                        value = f.load(
                            scalar.name, f.element(sums, n * columns + m, scalar.name), scalar.size
                        )
                        total = f.load(scalar.name, place, scalar.size)
                        f.store(f.arithmetic("fadd", total, value), place, scalar.size)
    return f
