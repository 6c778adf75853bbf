"""The driver of both directions: blocks of the output as tasks, phases and tiles inside them.

It is one piece of code for every plan of a type; what is generated for a plan, tiles and scatters,
it calls through a table (`kernels.py`).

A task is (group, block of positions, range of output channels). It fills a grid with the input
that its positions read, then sweeps the output channels over it: the grid and the weights of one
sweep stay in the second-level cache, a strip of positions in the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from upconv.engine import frame
from upconv.engine.gradient import emit_gradient
from upconv.engine.grid import emit_grid
from upconv.engine.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.isa import ISA
from upconv.engine.kernels import new_module
from upconv.engine.weights import emit_packing

NAME = "run"
_BLOCK = tuple((name, I64) for name in ("n0", "nc", "z0", "zc", "y0", "yc", "x0", "xc"))
_REGION = (
    ("frame", PTR),
    ("grid", PTR),
    ("temp", PTR),
    ("out", PTR),
    ("bias", PTR),
    ("weights", PTR),
    ("combination", PTR),
    ("kernel", PTR),
    ("channels", I64),
    ("fresh", BOOL),
    ("last", BOOL),
    *_BLOCK,
)


def write_driver(isa: ISA, itemsize: int) -> str:
    """Return the IR of the module with `run` and `pack_weights`."""
    module, scalar = new_module(f"driver {isa.name} f{8 * itemsize}", isa, itemsize)
    emit_packing(module, scalar)
    fill = emit_grid(module, scalar)
    region = _emit_region(module, scalar)
    _emit_run(module, scalar, fill, region)
    return module.text()


def write_gradient(isa: ISA, itemsize: int) -> str:
    """Return the IR of the module with `gradient`."""
    module, scalar = new_module(f"gradient {isa.name} f{8 * itemsize}", isa, itemsize)
    emit_gradient(module, scalar, emit_grid(module, scalar))
    return module.text()


def _emit_run(  # noqa: PLR0915 - one nest of loops, best read in one piece
    module: Module, scalar: Scalar, fill: Function, region: Function
) -> None:
    f = module.function(NAME, (("frame", PTR),), exported=True)
    this = f.parameter("frame")
    tasks, space, space_bytes = frame.fields(f, "tasks", "space", "space_bytes")
    x, x_n, x_c, out, out_c, bias, packed = frame.fields(
        f, "x", "x_n", "x_c", "out", "out_c", "bias", "packed"
    )
    in_channels, out_channels, tile, taps, depth = frame.fields(
        f, "in_channels", "out_channels", "tile_channels", "taps", "depth"
    )
    chunks, chunk_size, temp_at = frame.fields(f, "chunks", "chunk_size", "temp")
    temp_block, temp_combination, temp_strip, sweep = frame.fields(
        f, "temp_block", "temp_combination", "temp_strip", "sweep"
    )
    strips = frame.fields(f, "strip_n", "strip_z", "strip_y", "strip_x")
    grid_steps = frame.fields(f, "grid_n", "grid_z", "grid_y")
    combinations, combination_count, words, kernels = frame.fields(
        f, "combinations", "combination_count", "combination_words", "kernels"
    )
    totals = frame.fields(f, "count_n", "count_z", "count_y", "count_x")
    sizes = frame.fields(f, "block_n", "block_z", "block_y", "block_x")
    numbers = frame.fields(f, "blocks_n", "blocks_z", "blocks_y", "blocks_x")
    slot = f.next_number(frame.address(f, "slot"))
    grid = f.element(space, slot * space_bytes, "i8")
    temp = f.element(grid, temp_at, scalar.name)
    blocks = (out_channels + (tile - 1)) // tile
    whole = out_channels // tile
    with f.forever() as done:
        task = f.next_number(frame.address(f, "next"))
        f.leave_when(task >= tasks, done)
        chunk, rest = task % chunks, task // chunks
        block: list[Value] = []
        for count, size, number in reversed(list(zip(totals, sizes, numbers, strict=True))):
            begin = (rest % number) * size
            block[:0] = [begin, (count - begin).at_most(size)]
            rest = rest // number
        group = rest
        n0, nc, *spatial = block
        image = f.element(x, group * in_channels * x_c + n0 * x_n, scalar.name)
        first = chunk * chunk_size
        last = (first + chunk_size).at_most(blocks)
        with f.loop(0, in_channels, depth) as part:
            held = (in_channels - part).at_most(depth)
            fresh, final = part.equals(0), part >= in_channels - depth
            f.call(fill, this, grid, f.element(image, part * x_c, scalar.name), held, nc, *spatial)
            with f.loop(first, last, sweep) as begin:
                end = (begin + sweep).at_most(last)
                strip = f.variable(I64, f.integer(0))
                with _strips(f, strips, block[1::2]) as (starts, counts):
                    corner = f.element(grid, _dot(starts, grid_steps), scalar.name)
                    sums = f.element(temp, strip.get() * temp_strip, scalar.name)
                    strip.add(1)
                    region_block = _add_starts(block, starts, counts)
                    with f.loop(begin, end) as number:
                        first_channel = number * tile
                        channel = group * out_channels + first_channel
                        target = f.element(out, channel * out_c, scalar.name)
                        offsets = f.element(bias, channel, scalar.name)
                        start = channel * (taps * in_channels)
                        weight = f.element(packed, start, scalar.name)
                        here = f.element(sums, (number - first) * temp_block, scalar.name)
                        is_tail = f.select(number >= whole, f.integer(1), f.integer(0))
                        channels = (out_channels - first_channel).at_most(tile)
                        with f.loop(0, combination_count) as index:
                            row = f.element(combinations, index * words, I64)
                            kernel = (f.load(I64, row) * 2 + is_tail) * frame.KERNEL_WORDS
                            before = f.load(I64, f.element(row, 4, I64)) * held + part * taps
                            f.call(
                                region,
                                this,
                                corner,
                                f.element(here, index * temp_combination, scalar.name),
                                target,
                                offsets,
                                f.element(weight, before * channels, scalar.name),
                                row,
                                f.element(kernels, kernel, I64),
                                held,
                                fresh,
                                final,
                                *region_block,
                            )
    f.fence()


def _dot(values: Sequence[Value], steps: Sequence[Value]) -> Value:
    """Return the offset of a position on the grid; x has step 1."""
    total = values[-1]
    for value, step in zip(values, steps, strict=False):
        total = total + value * step
    return total


def _add_starts(
    block: Sequence[Value], starts: Sequence[Value], counts: Sequence[Value]
) -> list[Value]:
    """Return (n0, nc, z0, zc, y0, yc, x0, xc) of a strip of a block."""
    moved: list[Value] = []
    for begin, start, count in zip(block[::2], starts, counts, strict=True):
        moved += [begin + start, count]
    return moved


@contextmanager
def _strips(
    f: Function, sizes: Sequence[Value], totals: Sequence[Value]
) -> Iterator[tuple[list[Value], list[Value]]]:
    """Run the block for every strip; yields its starts in the block and its sizes, (n, z, y, x)."""
    with ExitStack() as stack:
        starts = [
            stack.enter_context(f.loop(0, total, size))
            for size, total in zip(sizes, totals, strict=True)
        ]
        counts = [
            (total - start).at_most(size)
            for start, size, total in zip(starts, sizes, totals, strict=True)
        ]
        yield starts, counts


def _emit_region(module: Module, scalar: Scalar) -> Function:
    """Write the function that computes one combination of one block of channels on a strip."""
    f = module.function("region", _REGION)
    p, this = f.parameter, f.parameter("frame")
    flat, temp_row, temp_run = frame.fields(f, "flat", "temp_row", "temp_run")
    vectors, half = frame.fields(f, "vectors", "half")
    grid_n, grid_z, grid_y = frame.fields(f, "grid_n", "grid_z", "grid_y")
    out_n, out_z, out_y, out_x = frame.fields(f, "out_n", "out_z", "out_y", "out_x")
    size_z, size_y, size_x = frame.fields(f, "size_z", "size_y", "size_x")
    z_step, y_step, x_step = frame.fields(f, "out_step_z", "out_step_y", "out_step_x")
    z_phase, y_phase, x_phase = (
        f.load(I64, f.element(p("combination"), n, I64)) for n in (1, 2, 3)
    )
    *tiles, scatter = (f.load(PTR, f.element(p("kernel"), n, I64)) for n in range(4))
    one = f.integer(1)
    # Axes whose rows lie end to end on the grid are swept as one run of positions.
    ends = ((flat >= 3, "nc", grid_n), (flat >= 2, "zc", grid_z), (flat >= 1, "yc", grid_y))
    length = p("xc")
    for condition, extent, step in reversed(ends):
        length = f.select(condition, (p(extent) - 1) * step + length, length)
    runs = [f.select(condition, one, p(extent)) for condition, extent, _ in ends]
    rows = [f.select(condition, p(extent), one) for condition, extent, _ in ends]
    rows[0] = f.select(p("last"), rows[0], f.integer(0))
    x_first = p("x0") * x_step + x_phase
    room = size_x - x_first
    covers = _covers(f, (vectors, half), length, scalar.lanes)
    with f.loop(0, runs[0]) as n, f.loop(0, runs[1]) as z, f.loop(0, runs[2]) as y:
        begin = f.element(p("grid"), n * grid_n + z * grid_z + y * grid_y, scalar.name)
        run = (n * runs[1] + z) * runs[2] + y
        sums = f.element(p("temp"), run * temp_run, scalar.name)
        for tile, (first, count) in zip(tiles, covers, strict=True):
            with f.when(count > 0):
                f.call_at(
                    tile,
                    this,
                    f.element(begin, first, scalar.name),
                    f.element(sums, first, scalar.name),
                    temp_row,
                    p("weights"),
                    p("bias"),
                    p("combination"),
                    p("channels"),
                    count,
                    p("fresh"),
                )
        with f.loop(0, rows[0]) as dn, f.loop(0, rows[1]) as dz, f.loop(0, rows[2]) as dy:
            z_out = (p("z0") + z + dz) * z_step + z_phase
            y_out = (p("y0") + y + dy) * y_step + y_phase
            with f.when((z_out < size_z) & (y_out < size_y)):
                to = (p("n0") + n + dn) * out_n + z_out * out_z + y_out * out_y + x_first * out_x
                f.call_at(
                    scatter,
                    this,
                    f.element(sums, dn * grid_n + dz * grid_z + dy * grid_y, scalar.name),
                    temp_row,
                    f.element(p("out"), to, scalar.name),
                    p("xc"),
                    room,
                )
    return f


def _covers(
    f: Function, widths: tuple[Value, Value], length: Value, lanes: int
) -> list[tuple[Value, Value]]:
    """Return (first position, count) of whole, half and single tiles that cover `length`.

    A single vector after whole tiles of an odd width is taken together with the last of them, as
    two halves: a tile of one vector leaves the multiply-add units waiting.
    """
    vectors, half = widths
    needed = (length + (lanes - 1)) // lanes
    whole = needed // vectors
    single = (needed % vectors).equals(1) & (whole >= 1) & (half * 2).equals(vectors + 1)
    whole = f.select(single & (vectors >= 3), whole - 1, whole)
    rest = needed - whole * vectors
    halves = rest // half
    ones = rest - halves * half
    first = f.integer(0)
    covers = []
    for count, width in ((whole, vectors), (halves, half), (ones, f.integer(1))):
        covers.append((first * lanes, count))
        first = first + count * width
    return covers
