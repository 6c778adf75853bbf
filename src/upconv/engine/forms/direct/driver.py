"""The driver of both directions: blocks of the output as tasks, phases and tiles inside them.

It is one piece of code for every plan of a type; what is generated for a plan, tiles and scatters,
it calls through a table (`kernels.py`).

A task is (group, block of positions, range of output channels). It fills a grid with the input
that its positions read, then passes over the output channels: the grid and the weights of one
pass stay in the second-level cache, a strip of positions in the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.module import new_module
from upconv.engine.forms.direct.gradient import emit_gradient
from upconv.engine.forms.direct.grid import emit_grid
from upconv.engine.forms.direct.weights import emit_packing
from upconv.engine.process.isa import ISA

NAME = "run_direct"
_STRIP = (
    *("n0", "nc", "z0", "zc", "y0", "yc", "x0", "xc"),
    # How many runs and, where runs go over several rows, rows of a run there are on each axis.
    *("runs_n", "runs_z", "runs_y", "rows_n", "rows_z", "rows_y"),
    # Of tiles of each width: the first position, their number, and where the last one may begin.
    *("whole_at", "whole", "whole_last", "half_at", "half", "half_last"),
    # Whether every output of the strip exists and each of its vectors is in one row of them.
    "direct",
)
"""What all channels and phases of one strip of positions have in common."""

_ANYWHERE = 1 << 62  # a tile that adds to sums in memory must not meet those it has added to
_REGION = (
    ("args", PTR),
    ("strip", PTR),
    ("grid", PTR),
    ("temp", PTR),
    ("out", PTR),
    ("bias", PTR),
    ("weights", PTR),
    ("combination", PTR),
    ("kernel", PTR),
    ("channels", I64),
    ("out_channels", I64),
    ("fresh", BOOL),
    ("last", BOOL),
)


def write_driver(isa: ISA, itemsize: int, kind: int, sizes: tuple[int, ...]) -> Module:
    """Return the module with `run_direct` and `pack_weights`.

    For a kind of `emit_grid`, and sizes of `emit_packing`.
    """
    module, scalar = new_module(f"direct {isa.name} f{8 * itemsize}", isa, itemsize)
    emit_packing(module, scalar, sizes)
    fill = emit_grid(module, scalar, kind)
    region = _emit_region(module, scalar)
    _emit_run(module, scalar, fill, region)
    return module


def write_gradient(isa: ISA, itemsize: int, kinds: tuple[int, int]) -> Module:
    """Return the module of the weight gradient, for the kinds of `emit_grid` of x and `grad`."""
    module, scalar = new_module(f"direct weight gradient {isa.name} f{8 * itemsize}", isa, itemsize)
    fills = {kind: emit_grid(module, scalar, kind) for kind in sorted(set(kinds))}
    emit_gradient(module, scalar, (fills[kinds[0]], fills[kinds[1]]))
    return module


def _emit_run(  # noqa: PLR0915 - one nest of loops, best read in one piece
    module: Module, scalar: Scalar, fill: Function, region: Function
) -> None:
    f = module.function(NAME, (("args", PTR),), exported=True, cold=True)
    this = f.parameter("args")
    space, space_bytes = args.fields(f, "space", "space_bytes")
    x, x_n, x_c, out, out_c, bias, packed = args.fields(
        f, "x", "x_n", "x_c", "out", "out_c", "bias", "packed"
    )
    in_channels, out_channels, tile, taps, depth = args.fields(
        f, "in_channels", "out_channels", "tile_channels", "taps", "depth"
    )
    chunks, chunk_size, temp_at = args.fields(f, "chunks", "chunk_size", "temp")
    temp_block, temp_combination, temp_strip, blocks_per_pass = args.fields(
        f, "temp_block", "temp_combination", "temp_strip", "blocks_per_pass"
    )
    strips = args.fields(f, "strip_n", "strip_z", "strip_y", "strip_x")
    grid_steps = args.fields(f, "grid_n", "grid_z", "grid_y")
    combinations, combination_count, words, kernels = args.fields(
        f, "combinations", "combination_count", "combination_words", "kernels"
    )
    totals = args.fields(f, "count_n", "count_z", "count_y", "count_x")
    sizes = args.fields(f, "block_n", "block_z", "block_y", "block_x")
    numbers = args.fields(f, "blocks_n", "blocks_z", "blocks_y", "blocks_x")
    slot = f.next_number(args.address(f, "slot"))
    grid = f.element(space, slot * space_bytes, "i8")
    temp = f.element(grid, temp_at, scalar.name)
    blocks = (out_channels + (tile - 1)) // tile
    whole = out_channels // tile
    here_strip = f.scratch(I64, len(_STRIP))
    with args.each_task(f, slot) as task:
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
            part_channels = (in_channels - part).at_most(depth)
            fresh, final = part.equals(0), part >= in_channels - depth
            f.call(
                fill,
                this,
                grid,
                f.element(image, part * x_c, scalar.name),
                part_channels,
                nc,
                *spatial,
            )
            with f.loop(first, last, blocks_per_pass) as begin:
                end = (begin + blocks_per_pass).at_most(last)
                strip = f.variable(I64, f.integer(0))
                with _strips(f, strips, block[1::2]) as (starts, counts):
                    corner = f.element(grid, _dot(starts, grid_steps), scalar.name)
                    sums = f.element(temp, strip.get() * temp_strip, scalar.name)
                    strip.add(1)
                    _describe(f, scalar, here_strip, _add_starts(block, starts, counts))
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
                            kernel = (f.load(I64, row) * 2 + is_tail) * args.KERNEL_WORDS
                            before = (
                                f.load(I64, f.element(row, 4, I64)) * part_channels + part * taps
                            )
                            f.call(
                                region,
                                this,
                                here_strip,
                                corner,
                                f.element(here, index * temp_combination, scalar.name),
                                target,
                                offsets,
                                f.element(weight, before * channels, scalar.name),
                                row,
                                f.element(kernels, kernel, I64),
                                part_channels,
                                channels,
                                fresh,
                                final,
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


def _describe(f: Function, scalar: Scalar, strip: Value, block: Sequence[Value]) -> None:
    """Write what `_STRIP` says of the strip `block`: (n0, nc, z0, zc, y0, yc, x0, xc)."""
    flat, vectors, half = args.fields(f, "flat", "vectors", "half")
    steps = args.fields(f, "grid_n", "grid_z", "grid_y")
    *outer, length = block[1::2]
    one = f.integer(1)
    # Axes whose rows are contiguous on the grid are one run of positions.
    joined = (flat >= 3, flat >= 2, flat >= 1)
    for condition, extent, step in zip(joined[::-1], outer[::-1], steps[::-1], strict=True):
        length = f.select(condition, (extent - 1) * step + length, length)
    axes = list(zip(joined, outer, strict=True))
    runs = [f.select(condition, one, extent) for condition, extent in axes]
    rows = [f.select(condition, extent, one) for condition, extent in axes]
    covers, widest = _covers(f, (vectors, half), length, scalar.lanes)
    (direct,) = args.fields(f, "direct")
    sizes = args.fields(f, "size_z", "size_y", "size_x")
    out_steps = args.fields(f, "out_step_z", "out_step_y", "out_step_x")
    direct_rows = (direct > 0) & (length >= widest)
    for begin, count, step, size in zip(block[2::2], block[3::2], out_steps, sizes, strict=True):
        direct_rows = direct_rows & ((begin + count) * step <= size)
    values = [*block, *runs, *rows]
    for first, count, width in covers:
        values += [first, count, length - width * scalar.lanes]
    values.append(f.select(direct_rows, one, f.integer(0)))
    for number, value in enumerate(values):
        f.store(value, f.element(strip, number, I64))


def _emit_region(module: Module, scalar: Scalar) -> Function:
    """Write the function that computes one combination of one block of channels on a strip."""
    f = module.function("region", _REGION)
    p, this = f.parameter, f.parameter("args")
    temp_row, temp_run, stream = args.fields(f, "temp_row", "temp_run", "stream")
    grid_n, grid_z, grid_y = args.fields(f, "grid_n", "grid_z", "grid_y")
    out_n, out_z, out_y, out_x = args.fields(f, "out_n", "out_z", "out_y", "out_x")
    z_step, y_step, x_step = args.fields(f, "out_step_z", "out_step_y", "out_step_x")
    z_phase, y_phase, x_phase = (
        f.load(I64, f.element(p("combination"), n, I64)) for n in (1, 2, 3)
    )
    *tiles, scatter = (
        f.load(PTR, f.element(p("kernel"), n, I64)) for n in range(args.KERNEL_WORDS)
    )
    strip = {name: f.load(I64, f.element(p("strip"), n, I64)) for n, name in enumerate(_STRIP)}
    direct = p("last") & (strip["direct"] > 0)
    scattered = p("last") & strip["direct"].equals(0)
    x_first = strip["x0"] * x_step + x_phase

    def outputs(n: Value, z: Value, y: Value) -> Value:
        z_out, y_out = (strip["z0"] + z) * z_step + z_phase, (strip["y0"] + y) * y_step + y_phase
        at = (strip["n0"] + n) * out_n + z_out * out_z + y_out * out_y + x_first * out_x
        return f.element(p("out"), at, scalar.name)

    runs_z, runs_y = strip["runs_z"], strip["runs_y"]
    with f.loop(0, strip["runs_n"]) as n, f.loop(0, runs_z) as z, f.loop(0, runs_y) as y:
        begin = f.element(p("grid"), n * grid_n + z * grid_z + y * grid_y, scalar.name)
        sums = f.element(p("temp"), ((n * runs_z + z) * runs_y + y) * temp_run, scalar.name)
        target = outputs(n, z, y)
        address = f.emit(I64, f"ptrtoint ptr {target.ref} to i64")
        # Rows are whole cache lines, so a tile that ends with its row is as aligned as the run.
        stream_here = (stream > 0) & (address % (scalar.lanes * scalar.size)).equals(0)
        for tile, width in zip(tiles, ("whole", "half"), strict=True):
            with f.when(strip[width] > 0):
                f.call_at(
                    tile,
                    this,
                    begin,
                    sums,
                    temp_row,
                    p("weights"),
                    p("bias"),
                    p("combination"),
                    p("channels"),
                    strip[f"{width}_at"],
                    strip[width],
                    f.select(direct, strip[f"{width}_last"], f.integer(_ANYWHERE)),
                    p("fresh"),
                    target,
                    direct,
                    stream_here,
                )
        with f.when(scattered):
            _scatter(f, scalar, strip, (n, z, y), scatter, sums, outputs)
    return f


def _scatter(
    f: Function,
    scalar: Scalar,
    strip: dict[str, Value],
    run: tuple[Value, Value, Value],
    scatter: Value,
    sums: Value,
    outputs: Callable[[Value, Value, Value], Value],
) -> None:
    """Store the sums of one run, row after row."""
    grid_n, grid_z, grid_y = args.fields(f, "grid_n", "grid_z", "grid_y")
    size_z, size_y, size_x = args.fields(f, "size_z", "size_y", "size_x")
    temp_row, z_step, y_step, x_step = args.fields(
        f, "temp_row", "out_step_z", "out_step_y", "out_step_x"
    )
    z_phase, y_phase, x_phase = (
        f.load(I64, f.element(f.parameter("combination"), n, I64)) for n in (1, 2, 3)
    )
    room = size_x - (strip["x0"] * x_step + x_phase)
    rows = [strip[name] for name in ("rows_n", "rows_z", "rows_y")]
    n, z, y = run
    with f.loop(0, rows[0]) as dn, f.loop(0, rows[1]) as dz, f.loop(0, rows[2]) as dy:
        z_out = (strip["z0"] + z + dz) * z_step + z_phase
        y_out = (strip["y0"] + y + dy) * y_step + y_phase
        with f.when((z_out < size_z) & (y_out < size_y)):
            f.call_at(
                scatter,
                f.parameter("args"),
                f.element(sums, dn * grid_n + dz * grid_z + dy * grid_y, scalar.name),
                temp_row,
                outputs(n + dn, z + dz, y + dy),
                strip["xc"],
                room,
                f.parameter("out_channels"),
            )


def _covers(
    f: Function, widths: tuple[Value, Value], length: Value, lanes: int
) -> tuple[list[tuple[Value, Value, Value]], Value]:
    """Return (first position, count, width) of whole and half tiles that cover `length`.

    A single vector after whole tiles of an odd width is taken together with the last of them, as
    two halves. Halves may reach behind the end. With the tiles comes the width of the widest.
    """
    vectors, half = widths
    needed = (length + (lanes - 1)) // lanes
    whole = needed // vectors
    single = (needed % vectors).equals(1) & (whole >= 1) & (half * 2).equals(vectors + 1)
    whole = f.select(single & (vectors >= 3), whole - 1, whole)
    halves = (needed - whole * vectors + (half - 1)) // half
    widest = f.select(whole > 0, vectors, half) * lanes
    covers = [(f.integer(0), whole, vectors), (whole * vectors * lanes, halves, half)]
    return covers, widest
