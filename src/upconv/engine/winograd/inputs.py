"""The inputs of a block at points: what the products and the weight gradient read.

Planes of z lie one behind the other. Where the input has more of them than the output (a stride on
z), those that are a step apart follow each other.
"""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import words
from upconv.engine.panels.walk import Walk
from upconv.engine.winograd.tiles import COUNTS, tiles_of


def counts_of(walk: Walk) -> tuple[Value, ...]:
    """Return `COUNTS` of the class last listed."""
    return (*walk.counts, walk.extents[0])


class Inputs:
    """The inputs of classes that read the same of y and x, in one block at points."""

    def __init__(self, f: Function, walk: Walk, turn: Function) -> None:
        self._f, self._walk, self._turn = f, walk, turn
        self._held = f.variable(I64, f.integer(-1))

    def take(self, block: Value, number: Value) -> None:
        """Turn the inputs of class `number`, which was listed last, unless they are there."""
        f, walk = self._f, self._walk
        sweep_count, kinds = frame.fields(f, "sweep_count", "kinds")
        kind = f.element(kinds, number * len(words.KIND), I64)
        (flat,) = words.read(f, kind, words.KIND, ("flat",))
        wanted = block * sweep_count + flat
        with f.when(f.invert(self._held.get().equals(wanted))):
            self._held.set(wanted)
            given = (walk.own, walk.grid, kind, *counts_of(walk))
            f.call(self._turn, f.parameter("frame"), *given)


def place_of_plane(f: Function, plane: Value) -> Value:
    """Return how many planes of z lie before this one of a block's inputs at points."""
    step, halo = frame.fields(f, "step_z", "halo_z")
    return plane % step * (f.parameter("depth") + halo // step) + plane // step


def emit_inputs(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns the inputs of a class in a block to points, tile by tile.

    What is read where it lies is fetched a row of tiles ahead.
    """
    pointers = tuple((name, PTR) for name in ("frame", "space", "grid", "kind"))
    f = module.function("block_to_points", (*pointers, *COUNTS))
    p = f.parameter
    channels, points_at, plane_of_points, pitch, step, halo = frame.fields(
        f, "in_channels", "points", "points_plane", "points_row", "step_z", "halo_z"
    )
    in_place, halo_y = frame.fields(f, "in_place", "halo_y")
    steps = frame.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    turn = f.load(PTR, f.element(p("kind"), words.KIND.index("inputs"), I64))
    (reads,) = words.read(f, p("kind"), words.KIND, ("reads",))
    source = f.element(p("grid"), reads, scalar.name)
    at_points = f.element(p("space"), points_at, "i8")
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
    """Write the function that finds where the inputs of each slab lie in a block at points.

    It writes rows of words.SEGMENT to the workspace.
    """
    pointers = tuple((name, PTR) for name in ("frame", "space", "kind"))
    f = module.function("find_slabs", (*pointers, *COUNTS), seldom=True)
    p = f.parameter
    slabs, places, channels, pitch = frame.fields(
        f, "slabs", "slab_places", "in_channels", "points_row"
    )
    first, count = words.read(f, p("kind"), words.KIND, ("slab", "slabs"))
    _, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    with f.loop(0, count) as slab:
        plane = f.load(I64, f.element(slabs, first + slab, I64))
        row = f.element(f.element(p("space"), places, "i8"), slab * len(words.SEGMENT), I64)
        f.store(place_of_plane(f, plane) * tiles * pitch, row)
        f.store(channels, f.element(row, 1, I64))
    return f
