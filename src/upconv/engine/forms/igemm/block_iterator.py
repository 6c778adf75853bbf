"""How a thread goes through the blocks of a call: inputs copied once, positions listed once."""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.ir import BOOL, I64, PTR, Function, Module, Scalar, Value
from upconv.engine.forms.igemm import fields

LINE = 64
SLOTS = 16  # most lists of positions: two per class, for whole blocks and for others
_COUNTS = tuple((name, I64) for name in ("nc", "zc", "yc", "xc"))


class BlockIterator:
    """The state of one thread in a driver: its workspace, the current block and class.

    The workspace of a thread begins with the grid; behind it are the lists of positions, each with
    a header of one cache line (class and counts) and then rows of fields.POSITION.
    """

    def __init__(self, f: Function, scalar: Scalar, fill: Function, places: Function) -> None:
        self.f, self.scalar = f, scalar
        self._fill, self._list = fill, places
        self._this = f.parameter("args")
        space, space_bytes, positions = args.fields(f, "space", "space_bytes", "positions")
        self.blocks = args.fields(f, "blocks_n", "blocks_z", "blocks_y", "blocks_x")
        self.slot = f.next_number(args.address(f, "slot"))
        self.workspace = f.element(space, self.slot * space_bytes, "i8")
        self._slots = f.element(self.workspace, positions, "i8")
        self._slot_bytes, self._slot_count = args.fields(f, "position_bytes", "position_slots")
        self._block_number = f.variable(I64, f.integer(-1))
        with f.loop(0, self._slot_count) as number:
            f.store(f.integer(-1), self._slot(number))
        self.positions = self._slots
        self._block: list[Value] = []
        self.group = self.grid = self.origin = f.integer(0)
        self.ahead = f.integer(0)  # elements to the origin of the next block, after `look_ahead`
        self.counts: list[Value] = []  # positions n, z, y, x of the class last listed

    def _slot(self, number: Value) -> Value:
        """Return the address of a list: its header, then the positions."""
        return self.f.element(self._slots, number * self._slot_bytes, "i8")

    def take(self, number: Value) -> None:
        """Go to block `number`, the groups outermost, and copy its inputs unless they are there."""
        f, workspace, scalar = self.f, self.workspace, self.scalar
        x, x_c, channels, in_place = args.fields(f, "x", "x_c", "in_channels", "in_place")
        lows = args.fields(f, "low_z", "low_y", "low_x")
        halos = args.fields(f, "halo_z", "halo_y", "halo_x")
        steps = args.fields(f, "step_z", "step_y", "step_x")
        x_n, *x_steps = args.fields(f, "x_n", "x_z", "x_y", "x_x")
        units = args.fields(f, "unit_z", "unit_y", "unit_x")
        totals = args.fields(f, "count_n", "count_z", "count_y", "count_x")
        rest, corner = self._corner(number)
        sizes = args.fields(f, "block_n", "block_z", "block_y", "block_x")
        block = []
        for begin, total, size in zip(corner, totals, sizes, strict=True):
            block += [begin, (total - begin).at_most(size)]
        n0, nc, *spatial = block
        image = f.element(x, rest * channels * x_c + n0 * x_n, scalar.name)
        # The first place and the extent that the block reads on each axis of the input, in whole
        # tiles of `units` positions.
        begins = [q0 * step + low for q0, step, low in zip(spatial[::2], steps, lows, strict=True)]
        extents = [
            ((count + (unit - 1)) // unit * unit - 1) * step + halo + 1
            for count, unit, step, halo in zip(spatial[1::2], units, steps, halos, strict=True)
        ]
        with f.when(f.invert(number.equals(self._block_number.get()))):
            self._block_number.set(number)
            with f.when(in_place.equals(0)):
                ranges = [value for pair in zip(begins, extents, strict=True) for value in pair]
                strip, items = args.fields(f, "strip_channels", "strip_items")
                with f.loop(0, channels, strip) as first:
                    to = f.element(workspace, first // strip * items, scalar.name)
                    source = f.element(image, first * x_c, scalar.name)
                    strip_channels = (channels - first).at_most(strip)
                    f.call(self._fill, self._this, to, source, strip_channels, nc, *ranges)
        first_read = f.integer(0)
        for begin, step in zip(begins, x_steps, strict=True):
            first_read = first_read + begin * step
        self.grid = f.select(in_place > 0, f.element(image, first_read, scalar.name), workspace)
        self.group, self._block, self.origin = rest, block, self._origin(corner)

    def _corner(self, number: Value) -> tuple[Value, list[Value]]:
        """Return the group of a block and its first quotients n, z, y, x."""
        sizes = args.fields(self.f, "block_n", "block_z", "block_y", "block_x")
        rest = number
        corner: list[Value] = []
        for size, blocks in reversed(list(zip(sizes, self.blocks, strict=True))):
            corner.insert(0, (rest % blocks) * size)
            rest = rest // blocks
        return rest, corner

    def _origin(self, corner: list[Value]) -> Value:
        """Return the offset of a block in the output of its group."""
        writes = args.fields(self.f, "out_n", "out_z", "out_y", "out_x")
        steps = args.fields(self.f, "out_step_z", "out_step_y", "out_step_x")
        origin = corner[0] * writes[0]
        for begin, step, write in zip(corner[1:], steps, writes[1:], strict=True):
            origin = origin + begin * step * write
        return origin

    def look_ahead(self, number: Value, holds: Value) -> None:
        """Set `ahead` to the distance of block `number` if it is next in this group, else to 0."""
        f = self.f
        ahead = self._origin(self._corner(number)[1]) - self.origin
        self.ahead = f.select(holds, ahead, f.integer(0))

    @property
    def starts(self) -> list[Value]:
        """The quotients z, y, x of the block's first position."""
        return self._block[2::2]

    @property
    def extents(self) -> list[Value]:
        """The positions z, y, x of the block; a class may have fewer."""
        return self._block[3::2]

    def list_class(self, number: Value) -> Value:
        """List the positions of a class in this block unless they are listed; return their number.

        They are relative to the first one of the block, so blocks of equal size share a list.
        """
        f = self.f
        (classes,) = args.fields(f, "classes")
        row = f.element(classes, number * len(fields.CLASS), I64)
        limits = fields.read(f, row, fields.CLASS, ("count_z", "count_y", "count_x"))
        counts = [self._block[1]]
        for limit, begin, count in zip(limits, self._block[2::2], self._block[3::2], strict=True):
            counts.append((limit - begin).at_most(count).at_least(0))
        self.counts = counts
        sizes = args.fields(f, "block_n", "block_z", "block_y", "block_x")
        whole = f.constant(BOOL, "true")
        for count, size in zip(counts, sizes, strict=True):
            whole = whole & count.equals(size)
        list_key = number * 2 + f.select(whole, f.integer(0), f.integer(1))
        slot = self._slot(list_key % self._slot_count)
        same = f.load(I64, slot).equals(number)
        for n, count in enumerate(counts, 1):
            same = same & f.load(I64, f.element(slot, n, I64)).equals(count)
        self.positions = f.element(slot, LINE // 8, I64)
        with f.when(f.invert(same)):
            for n, value in enumerate((number, *counts)):
                f.store(value, f.element(slot, n, I64))
            f.call(self._list, self._this, self.positions, *counts)
        return counts[0] * counts[1] * counts[2] * counts[3]


def emit_positions(module: Module) -> Function:
    """Write the function that lists so many positions on each axis, as rows of fields.POSITION.

    The last one is repeated `spare_positions` times, so that a register tile may go past the end.
    """
    parameters = (("args", PTR), ("positions", PTR), *_COUNTS)
    f = module.function("list_positions", parameters, cold=True)
    p = f.parameter
    (spare_positions,) = args.fields(f, "spare_positions")
    reads = args.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    writes = args.fields(f, "out_n", "out_z", "out_y", "out_x")
    one = f.integer(1)
    in_steps = [one, *args.fields(f, "step_z", "step_y", "step_x")]
    out_steps = [one, *args.fields(f, "out_step_z", "out_step_y", "out_step_x")]
    at = f.variable(PTR, p("positions"))
    last = [f.variable(I64, f.integer(0)) for _ in fields.POSITION]

    def put(values: list[Value]) -> None:
        for n, value in enumerate(values):
            f.store(value, f.element(at.get(), n, I64))
        at.set(f.element(at.get(), len(values), I64))

    with (
        f.loop(0, p("nc")) as n,
        f.loop(0, p("zc")) as z,
        f.loop(0, p("yc")) as y,
        f.loop(0, p("xc")) as x,
    ):
        read = write = f.integer(0)
        for axis, place in enumerate((n, z, y, x)):
            read = read + place * in_steps[axis] * reads[axis]
            write = write + place * out_steps[axis] * writes[axis]
        values = [read, write, z, y, x]
        put(values)
        for last_value, value in zip(last, values, strict=True):
            last_value.set(value)
    with f.loop(0, spare_positions):
        put([last_value.get() for last_value in last])
    return f
