"""The inputs of a block at points: what the products and the weight gradient read.

Planes of z lie one behind the other. Where the input has more of them than the output (a stride on
z), those that are a step apart follow each other.
"""

from __future__ import annotations

from upconv.engine import args
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import words
from upconv.engine.panels.walk import Walk
from upconv.engine.winograd.pack import depth_of
from upconv.engine.winograd.tiles import COUNTS, tiles_of


def counts_of(walk: Walk) -> tuple[Value, ...]:
    """Return `COUNTS` of the class last listed."""
    return (*walk.counts, walk.extents[0])


MOST_HELD = 2  # inputs at points that a thread holds at once


class Inputs:
    """The inputs of classes that read the same of y and x, in one block at points.

    There is room for `inputs_held` of them, `inputs_bytes` apart.
    """

    def __init__(self, f: Function, walk: Walk, turn: Function) -> None:
        self._f, self._walk, self._turn = f, walk, turn
        self._rooms, self._bytes = args.fields(f, "inputs_held", "inputs_bytes")
        self._held = f.scratch(I64, MOST_HELD)
        with f.loop(0, self._rooms) as room:
            f.store(f.integer(-1), f.element(self._held, room, I64))

    def take(self, block: Value, number: Value) -> Value:
        """Turn the inputs of class `number`, which was listed last, unless they are there.

        Returns how many bytes behind the first ones they lie.
        """
        f, walk = self._f, self._walk
        sweep_count, kinds = args.fields(f, "sweep_count", "kinds")
        kind = f.element(kinds, number * len(words.KIND), I64)
        (flat,) = words.read(f, kind, words.KIND, ("flat",))
        wanted = block * sweep_count + flat
        room = flat % self._rooms
        held = f.element(self._held, room, I64)
        behind = room * self._bytes
        with f.when(f.invert(f.load(I64, held).equals(wanted))):
            f.store(wanted, held)
            given = (walk.own, behind, walk.grid, kind, *counts_of(walk))
            f.call(self._turn, f.parameter("args"), *given)
        return behind


def place_of_plane(f: Function, plane: Value) -> Value:
    """Return how many planes of z lie before this one of a block's inputs at points."""
    step, halo = args.fields(f, "step_z", "halo_z")
    return plane % step * (f.parameter("depth") + halo // step) + plane // step


def emit_inputs(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns the inputs of a class in a block to points, tile by tile.

    What is read where it lies is fetched a row of tiles ahead.
    """
    pointers = (("args", PTR), ("space", PTR), ("behind", I64), ("grid", PTR), ("kind", PTR))
    f = module.function("block_to_points", (*pointers, *COUNTS))
    p = f.parameter
    channels, points_at, plane_of_points, pitch, step, halo = args.fields(
        f, "in_channels", "points", "points_plane", "points_row", "step_z", "halo_z"
    )
    in_place, halo_y = args.fields(f, "in_place", "halo_y")
    steps = args.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    turn = f.load(PTR, f.element(p("kind"), words.KIND.index("inputs"), I64))
    (reads,) = words.read(f, p("kind"), words.KIND, ("reads",))
    source = f.element(p("grid"), reads, scalar.name)
    at_points = f.element(p("space"), points_at + p("behind"), "i8")
    to = f.variable(PTR)
    units, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    below = units[0] + halo_y  # the first row of the tile below that this one has not read
    with f.loop(0, (p("depth") - 1) * step + halo + 1) as plane:
        to.set(f.element(at_points, place_of_plane(f, plane) * tiles * pitch, scalar.name))
        with f.loop(0, p("nc")) as n, f.loop(0, tiles_y) as y:
            row = n * steps[0] + plane * steps[1] + y * units[0] * steps[2]
            with f.loop(0, tiles_x) as x:
                here = f.element(source, row + x * units[1] * steps[3], scalar.name)
                with f.when(in_place > 0), f.loop(below, below + units[0]) as r:
                    new = f.element(here, r * steps[2], scalar.name)
                    f.prefetch_all(new, units[1] * steps[3], scalar)
                f.call_at(turn, here, to.get(), channels, steps[2], steps[3], plane_of_points)
                to.set(f.element(to.get(), pitch, scalar.name))
    return f


def emit_slabs(module: Module) -> Function:
    """Write the function that finds where a part of each slab's inputs lies in a block at points.

    It writes rows of words.SEGMENT to the workspace.
    """
    pointers = tuple((name, PTR) for name in ("args", "space", "kind"))
    f = module.function("find_slabs", (*pointers, ("part", I64), *COUNTS), seldom=True)
    p = f.parameter
    slabs, places, channels, pitch = args.fields(
        f, "slabs", "slab_places", "in_channels", "points_row"
    )
    held = (channels - p("part")).at_most(depth_of(f))
    first, count = words.read(f, p("kind"), words.KIND, ("slab", "slabs"))
    _, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    with f.loop(0, count) as slab:
        plane = f.load(I64, f.element(slabs, first + slab, I64))
        row = f.element(f.element(p("space"), places, "i8"), slab * len(words.SEGMENT), I64)
        f.store(place_of_plane(f, plane) * tiles * pitch, row)
        f.store(held, f.element(row, 1, I64))
    return f
