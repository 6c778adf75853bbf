"""The way through the blocks of a call: what a block reads is copied once, its positions listed."""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import words

_BLOCK = tuple((name, I64) for name in ("n0", "nc", "z0", "zc", "y0", "yc", "x0", "xc"))


class Walk:
    """The state of one thread in a driver: its workspace, the block and the class it has."""

    def __init__(self, f: Function, scalar: Scalar, fill: Function, places: Function) -> None:
        self.f, self.scalar = f, scalar
        self._fill, self._places = fill, places
        self._this = f.parameter("frame")
        space, space_bytes, positions = frame.fields(f, "space", "space_bytes", "positions")
        self.blocks = frame.fields(f, "blocks_n", "blocks_z", "blocks_y", "blocks_x")
        slot = f.next_number(frame.address(f, "slot"))
        self.own = f.element(space, slot * space_bytes, "i8")
        self.positions = f.element(self.own, positions, "i8")
        self._count_at = f.element(self.own, positions - 8, "i8")
        self._held = f.variable(I64, f.integer(-1))
        self._listed = f.variable(I64, f.integer(-1))
        self._found = f.variable(I64, f.integer(0))
        self._block: list[Value] = []
        self.group = self.grid = f.integer(0)

    def take(self, number: Value) -> None:
        """Go to block `number`, the groups outermost; copy what it reads unless it is there."""
        f, own, scalar = self.f, self.own, self.scalar
        x, x_c, channels, in_place = frame.fields(f, "x", "x_c", "in_channels", "in_place")
        lows = frame.fields(f, "low_z", "low_y", "low_x")
        halos = frame.fields(f, "halo_z", "halo_y", "halo_x")
        steps = frame.fields(f, "step_z", "step_y", "step_x")
        x_n, *x_steps = frame.fields(f, "x_n", "x_z", "x_y", "x_x")
        totals = frame.fields(f, "count_n", "count_z", "count_y", "count_x")
        sizes = frame.fields(f, "block_n", "block_z", "block_y", "block_x")
        block: list[Value] = []
        rest = number
        for total, size, blocks in reversed(list(zip(totals, sizes, self.blocks, strict=True))):
            begin = (rest % blocks) * size
            block[:0] = [begin, (total - begin).at_most(size)]
            rest = rest // blocks
        n0, nc, *spatial = block
        image = f.element(x, rest * channels * x_c + n0 * x_n, scalar.name)
        # Where the block reads first, and how much, on each axis of the input.
        begins = [q0 * step + low for q0, step, low in zip(spatial[::2], steps, lows, strict=True)]
        extents = [
            (count - 1) * step + halo + 1
            for count, step, halo in zip(spatial[1::2], steps, halos, strict=True)
        ]
        with f.when(f.invert(number.equals(self._held.get()))):
            self._held.set(number)
            self._listed.set(f.integer(-1))
            with f.when(in_place.equals(0)):
                ranges = [value for pair in zip(begins, extents, strict=True) for value in pair]
                f.call(self._fill, self._this, own, image, nc, *ranges)
        first_read = f.integer(0)
        for begin, step in zip(begins, x_steps, strict=True):
            first_read = first_read + begin * step
        self.grid = f.select(in_place > 0, f.element(image, first_read, scalar.name), own)
        self.group, self._block = rest, block

    def list_class(self, number: Value) -> Value:
        """List the positions of a class in the block unless they are, and return how many."""
        f = self.f
        with f.when(f.invert(number.equals(self._listed.get()))):
            self._listed.set(number)
            given = (self._this, self.positions, self._count_at, number)
            f.call(self._places, *given, *self._block)
            self._found.set(f.load(I64, self._count_at))
        return self._found.get()


def emit_positions(module: Module) -> Function:
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
    for name, limit in zip("zyx", limits, strict=True):
        counts.append((limit - p(f"{name}0")).at_most(p(f"{name}c")).at_least(0))
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
        for slot, value in zip(last, values, strict=True):
            slot.set(value)
    with f.loop(0, rows):
        put([slot.get() for slot in last])
    f.store(counts[0] * counts[1] * counts[2] * counts[3], p("found"))
    return f
