"""The kernel of both directions: blocks of the output as tasks, phases and tiles inside them.

A task is (group, block of positions, range of output channels). It fills a grid with the input
that its positions read, then sweeps the output channels over it: the grid and the weights of one
sweep stay in the second-level cache, a strip of positions in the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from upconv.engine import frame
from upconv.engine.grid import emit_grid
from upconv.engine.ir import BOOL, FLOATS, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.plan import Plan, Program
from upconv.engine.scatter import emit_scatter
from upconv.engine.tile import emit_tile
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
    ("channels", I64),
    ("fresh", BOOL),
    ("last", BOOL),
    *_BLOCK,
)


def new_module(plan: Plan) -> tuple[Module, Scalar]:
    """Return an empty module for a plan and the scalar type of its kernels."""
    width = plan.isa.bits
    attributes = f'nounwind "prefer-vector-width"="{width}" "min-legal-vector-width"="{width}"'
    scalar = Scalar(FLOATS[plan.problem.itemsize], plan.problem.itemsize, plan.lanes)
    return Module(f"{plan.problem} {plan.isa.name}", attributes), scalar


def write(plan: Plan) -> str:
    """Return the IR of a module with `run` and `pack_weights`."""
    module, scalar = new_module(plan)
    emit_packing(module, plan, scalar)
    steps = plan.problem.links
    fill = emit_grid(module, scalar, (steps[0].in_step, steps[1].in_step, steps[2].in_step))
    regions = {
        (number, channels): _emit_region(module, plan, scalar, program, number, channels)
        for number, program in enumerate(plan.programs)
        for channels in _channel_counts(plan)
    }
    _emit_run(module, plan, scalar, fill, regions)
    return module.text()


def _channel_counts(plan: Plan) -> list[int]:
    whole = [plan.tile.channels] if plan.problem.out_channels >= plan.tile.channels else []
    return whole + ([plan.tail] if plan.tail else [])


def _emit_run(
    module: Module,
    plan: Plan,
    scalar: Scalar,
    fill: Function,
    regions: dict[tuple[int, int], Function],
) -> None:
    problem, tile = plan.problem, plan.tile
    f = module.function(NAME, (("frame", PTR),), exported=True)
    this = f.parameter("frame")
    tasks, space, space_bytes = frame.fields(f, "tasks", "space", "space_bytes")
    x, x_n, x_c, out, out_c, bias, packed = frame.fields(
        f, "x", "x_n", "x_c", "out", "out_c", "bias", "packed"
    )
    chunks, chunk_size, temp_at = frame.fields(f, "chunks", "chunk_size", "temp")
    temp_block, temp_combination, temp_strip, sweep = frame.fields(
        f, "temp_block", "temp_combination", "temp_strip", "sweep"
    )
    strips = frame.fields(f, "strip_n", "strip_z", "strip_y", "strip_x")
    grid_steps = frame.fields(f, "grid_n", "grid_z", "grid_y")
    combinations, combination_count = frame.fields(f, "combinations", "combination_count")
    counts = frame.fields(f, "count_n", "count_z", "count_y", "count_x")
    sizes = frame.fields(f, "block_n", "block_z", "block_y", "block_x")
    numbers = frame.fields(f, "blocks_n", "blocks_z", "blocks_y", "blocks_x")
    slot = f.next_number(frame.address(f, "slot"))
    grid = f.element(space, slot * space_bytes, "i8")
    temp = f.element(grid, temp_at, scalar.name)
    blocks = -(-problem.out_channels // tile.channels)
    whole = problem.out_channels // tile.channels
    words = combination_words(plan)
    with f.forever() as done:
        task = f.next_number(frame.address(f, "next"))
        f.leave_when(task >= tasks, done)
        chunk, rest = task % chunks, task // chunks
        block: list[Value] = []
        for count, size, number in reversed(list(zip(counts, sizes, numbers, strict=True))):
            begin = (rest % number) * size
            block[:0] = [begin, (count - begin).at_most(size)]
            rest = rest // number
        group = rest
        n0, nc, *spatial = block
        image = f.element(x, group * problem.in_channels * x_c + n0 * x_n, scalar.name)
        first = chunk * chunk_size
        last = (first + chunk_size).at_most(blocks)
        with f.loop(0, problem.in_channels, plan.depth) as part:
            depth = (f.int(problem.in_channels) - part).at_most(plan.depth)
            fresh, final = part.equals(0), part >= problem.in_channels - plan.depth
            f.call(fill, this, grid, f.element(image, part * x_c, scalar.name), depth, nc, *spatial)
            with f.loop(first, last, sweep) as begin:
                end = (begin + sweep).at_most(last)
                strip = f.variable(I64, f.int(0))
                with _strips(f, strips, block[1::2]) as (starts, counts):
                    corner = f.element(grid, _dot(starts, grid_steps), scalar.name)
                    sums = f.element(temp, strip.get() * temp_strip, scalar.name)
                    strip.add(1)
                    region_block = _add_starts(block, starts, counts)
                    with f.loop(begin, end) as number:
                        channel = group * problem.out_channels + number * tile.channels
                        target = f.element(out, channel * out_c, scalar.name)
                        offsets = f.element(bias, channel, scalar.name)
                        weight = f.element(
                            packed, channel * (problem.taps * problem.in_channels), scalar.name
                        )
                        here = f.element(sums, (number - first) * temp_block, scalar.name)
                        with f.loop(0, combination_count) as index:
                            row = f.element(combinations, index * words, I64)
                            before = f.load(I64, f.element(row, 4, I64)) * depth
                            before = before + part * problem.taps
                            place = f.element(here, index * temp_combination, scalar.name)
                            for (kind, channels), region in regions.items():
                                fits = (
                                    number < whole if channels == tile.channels else number >= whole
                                )
                                with f.when(f.load(I64, row).equals(kind) & fits):
                                    at = f.element(weight, before * channels, scalar.name)
                                    arguments = (target, offsets, at, row, depth, fresh, final)
                                    f.call(region, this, corner, place, *arguments, *region_block)


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


def combination_words(plan: Plan) -> int:
    """How many words one row of the table of combinations has."""
    return frame.COMBINATION_FIXED + max(len(program.bodies) for program in plan.programs)


def _widths(vectors: int) -> list[int]:
    """Return the widths of tiles that cover any number of vectors: whole, half and single ones."""
    return sorted({vectors, (vectors + 1) // 2, 1}, reverse=True)


def _emit_region(
    module: Module, plan: Plan, scalar: Scalar, program: Program, number: int, channels: int
) -> Function:
    """Write the function that computes one combination of one block of channels."""
    problem = plan.problem
    name = f"p{number}_c{channels}"
    out_steps = [axis.out_step for axis in problem.links]
    tiles = {
        vectors: emit_tile(
            module,
            f"tile_{name}_v{vectors}",
            program,
            scalar,
            (channels, vectors),
            bias=problem.bias,
            fused=plan.isa.fma,
        )
        for vectors in _widths(plan.tile.vectors)
    }
    scatter = emit_scatter(
        module,
        f"scatter_{name}",
        program,
        scalar,
        channels,
        out_steps[2],
        problem.activation,
        problem.layout,
    )
    f = module.function(f"region_{name}", _REGION)
    p, this = f.parameter, f.parameter("frame")
    flat, temp_row, temp_run = frame.fields(f, "flat", "temp_row", "temp_run")
    grid_n, grid_z, grid_y = frame.fields(f, "grid_n", "grid_z", "grid_y")
    out_n, out_z, out_y, out_x = frame.fields(f, "out_n", "out_z", "out_y", "out_x")
    size_z, size_y, size_x = frame.fields(f, "size_z", "size_y", "size_x")
    z_phase, y_phase, x_phase = (
        f.load(I64, f.element(p("combination"), n, I64)) for n in (1, 2, 3)
    )
    one = f.int(1)
    # Axes whose rows lie end to end on the grid are swept as one run of positions.
    flat_y, flat_z, flat_n = flat >= 1, flat >= 2, flat >= 3
    length = p("xc")
    length = f.select(flat_y, (p("yc") - 1) * grid_y + length, length)
    length = f.select(flat_z, (p("zc") - 1) * grid_z + length, length)
    length = f.select(flat_n, (p("nc") - 1) * grid_n + length, length)
    runs = [
        f.select(condition, one, p(count))
        for condition, count in ((flat_n, "nc"), (flat_z, "zc"), (flat_y, "yc"))
    ]
    rows = [
        f.select(condition, p(count), one)
        for condition, count in ((flat_n, "nc"), (flat_z, "zc"), (flat_y, "yc"))
    ]
    x_first = p("x0") * out_steps[2] + x_phase
    room = size_x - x_first
    with f.loop(0, runs[0]) as n, f.loop(0, runs[1]) as z, f.loop(0, runs[2]) as y:
        begin = f.element(p("grid"), n * grid_n + z * grid_z + y * grid_y, scalar.name)
        run = (n * runs[1] + z) * runs[2] + y
        sums = f.element(p("temp"), run * temp_run, scalar.name)
        for vectors, start, stop in _covers(f, plan.tile.vectors, length, scalar.lanes):
            with f.loop(start, stop, vectors * scalar.lanes) as at:
                f.call(
                    tiles[vectors],
                    this,
                    f.element(begin, at, scalar.name),
                    f.element(sums, at, scalar.name),
                    temp_row,
                    p("weights"),
                    p("bias"),
                    p("combination"),
                    p("channels"),
                    p("fresh"),
                )
        kept = f.select(p("last"), rows[0], f.int(0))
        with f.loop(0, kept) as dn, f.loop(0, rows[1]) as dz, f.loop(0, rows[2]) as dy:
            z_out = (p("z0") + z + dz) * out_steps[0] + z_phase
            y_out = (p("y0") + y + dy) * out_steps[1] + y_phase
            with f.when((z_out < size_z) & (y_out < size_y)):
                to = (p("n0") + n + dn) * out_n + z_out * out_z + y_out * out_y + x_first * out_x
                f.call(
                    scatter,
                    this,
                    f.element(sums, dn * grid_n + dz * grid_z + dy * grid_y, scalar.name),
                    temp_row,
                    f.element(p("out"), to, scalar.name),
                    p("xc"),
                    room,
                )
    return f


def _covers(f: Function, vectors: int, length: Value, lanes: int) -> list[tuple[int, Value, Value]]:
    """Return (width, first, stop) of runs of tiles that cover `length` positions.

    A single vector after whole tiles of an odd width is taken together with the last of them, as
    two halves: a tile of one vector leaves the multiply-add units waiting.
    """
    needed = (length + (lanes - 1)) // lanes
    whole = needed // vectors
    if vectors >= 3 and vectors % 2:
        single = (needed % vectors).equals(1) & (whole >= 1)
        whole = f.select(single, whole - 1, whole)
    covers, first = [], f.int(0)
    for width in _widths(vectors):
        count = whole if width == vectors else (needed - first) // width
        stop = first + count * width
        covers.append((width, first * lanes, stop * lanes))
        first = stop
    return covers
