"""The transformed inputs of a block, which the forward products and the weight gradient read.

In memory: component, then plane of z, image, tile of y, tile of x, input channel (innermost). Where
the input has more planes than the output (a stride on z), planes that are one step apart follow
each other, so that the tiles of one depth tap are contiguous.
"""

from __future__ import annotations

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.block_iterator import BlockIterator
from upconv.engine.forms.winograd.pack import depth_of
from upconv.engine.forms.winograd.tiles import COUNTS, tiles_of


def counts_of(iterator: BlockIterator) -> tuple[Value, ...]:
    """Return the values of `COUNTS` for the class that was listed last."""
    return (*iterator.counts, iterator.extents[0])


MOST_SLOTS = 2  # transformed inputs that a thread keeps at once


class Inputs:
    """The transformed inputs of the input sets that a thread keeps of one block.

    There are `inputs_slots` slots in the workspace, `inputs_bytes` apart.
    """

    def __init__(self, f: Function, iterator: BlockIterator, transform: Function) -> None:
        self._f, self._iterator, self._transform = f, iterator, transform
        self._slots, self._bytes = args.fields(f, "inputs_slots", "inputs_bytes")
        self._blocks = f.scratch(I64, MOST_SLOTS)
        with f.loop(0, self._slots) as slot:
            f.store(f.integer(-1), f.element(self._blocks, slot, I64))

    def take(self, block: Value, number: Value) -> Value:
        """Transform the inputs of class `number`, which was listed last, unless a slot has them.

        Returns the offset of that slot in bytes.
        """
        f, iterator = self._f, self._iterator
        column_block_count, class_transforms = args.fields(
            f, "column_block_count", "class_transforms"
        )
        class_transform = f.element(class_transforms, number * len(fields.CLASS_TRANSFORM), I64)
        (input_set,) = fields.read(f, class_transform, fields.CLASS_TRANSFORM, ("input_set",))
        wanted = block * column_block_count + input_set
        slot = input_set % self._slots
        slot_block = f.element(self._blocks, slot, I64)
        behind = slot * self._bytes
        with f.when(f.invert(f.load(I64, slot_block).equals(wanted))):
            f.store(wanted, slot_block)
            arguments = (
                iterator.workspace,
                behind,
                iterator.grid,
                class_transform,
                *counts_of(iterator),
            )
            f.call(self._transform, f.parameter("args"), *arguments)
        return behind


def place_of_plane(f: Function, plane: Value) -> Value:
    """Return how many planes of z lie before this one among a block's transformed inputs."""
    step, halo = args.fields(f, "step_z", "halo_z")
    return plane % step * (f.parameter("depth") + halo // step) + plane // step


def emit_inputs(module: Module, scalar: Scalar) -> Function:
    """Write the function that runs the input transform of a class on a block, tile by tile.

    Inputs that are read in place are prefetched a row of tiles ahead.
    """
    pointers = (
        ("args", PTR),
        ("space", PTR),
        ("behind", I64),
        ("grid", PTR),
        ("class_transform", PTR),
    )
    f = module.function("transform_block_inputs", (*pointers, *COUNTS))
    p = f.parameter
    channels, inputs_at, inputs_plane, pitch, step, halo = args.fields(
        f, "in_channels", "transformed_inputs", "inputs_plane", "inputs_row", "step_z", "halo_z"
    )
    in_place, halo_y = args.fields(f, "in_place", "halo_y")
    steps = args.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    transform = f.load(
        PTR, f.element(p("class_transform"), fields.CLASS_TRANSFORM.index("input_transform"), I64)
    )
    (reads,) = fields.read(f, p("class_transform"), fields.CLASS_TRANSFORM, ("reads",))
    source = f.element(p("grid"), reads, scalar.name)
    transformed = f.element(p("space"), inputs_at + p("behind"), "i8")
    to = f.variable(PTR)
    units, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    below = units[0] + halo_y  # the first row of the tile below that this one does not read
    with f.loop(0, (p("depth") - 1) * step + halo + 1) as plane:
        to.set(f.element(transformed, place_of_plane(f, plane) * tiles * pitch, scalar.name))
        with f.loop(0, p("nc")) as n, f.loop(0, tiles_y) as y:
            row = n * steps[0] + plane * steps[1] + y * units[0] * steps[2]
            with f.loop(0, tiles_x) as x:
                here = f.element(source, row + x * units[1] * steps[3], scalar.name)
                with f.when(in_place > 0), f.loop(below, below + units[0]) as r:
                    new = f.element(here, r * steps[2], scalar.name)
                    f.prefetch_all(new, units[1] * steps[3], scalar)
                f.call_at(transform, here, to.get(), channels, steps[2], steps[3], inputs_plane)
                to.set(f.element(to.get(), pitch, scalar.name))
    return f


def emit_depth_taps(module: Module) -> Function:
    """Write the function that lists where each depth tap reads one part of the transformed inputs.

    It writes rows of fields.SEGMENT to the workspace.
    """
    pointers = tuple((name, PTR) for name in ("args", "space", "class_transform"))
    f = module.function("find_depth_taps", (*pointers, ("part", I64), *COUNTS), cold=True)
    p = f.parameter
    depth_taps, places, channels, pitch = args.fields(
        f, "depth_taps", "depth_tap_offsets", "in_channels", "inputs_row"
    )
    part_channels = (channels - p("part")).at_most(depth_of(f))
    first, count = fields.read(
        f, p("class_transform"), fields.CLASS_TRANSFORM, ("depth_tap", "depth_taps")
    )
    _, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    with f.loop(0, count) as depth_tap:
        plane = f.load(I64, f.element(depth_taps, first + depth_tap, I64))
        row = f.element(f.element(p("space"), places, "i8"), depth_tap * len(fields.SEGMENT), I64)
        f.store(place_of_plane(f, plane) * tiles * pitch, row)
        f.store(part_channels, f.element(row, 1, I64))
    return f
