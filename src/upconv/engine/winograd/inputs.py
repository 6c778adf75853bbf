"""The inputs of a block at points: what the products and the weight gradient read.

Tiles lie in the order of planes of z, images, y, x: then what a slab reads lies as far behind what
the first plane has for all of them. Where the input has more planes than the output (a stride on
z), those that are a step apart follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.panels import words
from upconv.engine.panels.walk import Walk

# Positions of a class in a block on each axis, and the most that a class of it has on z.
COUNTS = tuple((name, I64) for name in ("nc", "zc", "yc", "xc", "depth"))


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


def tiles_of(f: Function) -> tuple[list[Value], list[Value]]:
    """Return the outputs of a tile on y and x, and the tiles that cover `yc` and `xc` of them."""
    units = frame.fields(f, "unit_y", "unit_x")
    counts = [f.parameter(name) for name in ("yc", "xc")]
    return units, [(count + (unit - 1)) // unit for count, unit in zip(counts, units, strict=True)]


@contextmanager
def each_tile(f: Function) -> Iterator[tuple[Value, Value, Value]]:
    """Run the block for the tiles in their order: where they begin on y and x, which position."""
    p = f.parameter
    units, (tiles_y, tiles_x) = tiles_of(f)
    with f.loop(0, p("zc")) as z, f.loop(0, p("nc")) as n:
        first = (n * p("zc") + z) * p("yc")
        with f.loop(0, tiles_y) as y, f.loop(0, tiles_x) as x:
            y0, x0 = y * units[0], x * units[1]
            yield y0, x0, (first + y0) * p("xc") + x0


def place_of_plane(f: Function, plane: Value) -> Value:
    """Return how many planes of z lie before this one of a block's inputs at points."""
    step, halo = frame.fields(f, "step_z", "halo_z")
    return plane % step * (f.parameter("depth") + halo // step) + plane // step


def emit_inputs(module: Module, scalar: Scalar) -> Function:
    """Write the function that turns the inputs of a class in a block to points, tile by tile."""
    pointers = tuple((name, PTR) for name in ("frame", "space", "grid", "kind"))
    f = module.function("block_to_points", (*pointers, *COUNTS))
    p = f.parameter
    channels, points_at, plane_of_points, pitch, step, halo = frame.fields(
        f, "in_channels", "points", "points_plane", "points_row", "step_z", "halo_z"
    )
    steps = frame.fields(f, "grid_n", "grid_z", "grid_y", "grid_x")
    turn = f.load(PTR, f.element(p("kind"), words.KIND.index("inputs"), I64))
    (reads,) = words.read(f, p("kind"), words.KIND, ("reads",))
    source = f.element(p("grid"), reads, scalar.name)
    at_points = f.element(p("space"), points_at, "i8")
    to = f.variable(PTR)
    units, (tiles_y, tiles_x) = tiles_of(f)
    tiles = p("nc") * tiles_y * tiles_x
    with f.loop(0, (p("depth") - 1) * step + halo + 1) as plane:
        to.set(f.element(at_points, place_of_plane(f, plane) * tiles * pitch, scalar.name))
        with f.loop(0, p("nc")) as n, f.loop(0, tiles_y) as y:
            row = n * steps[0] + plane * steps[1] + y * units[0] * steps[2]
            with f.loop(0, tiles_x) as x:
                here = f.element(source, row + x * units[1] * steps[3], scalar.name)
                f.call_at(turn, here, to.get(), channels, steps[2], steps[3], plane_of_points)
                to.set(f.element(to.get(), pitch, scalar.name))
    return f


def emit_slabs(module: Module) -> Function:
    """Write the function that finds where the inputs of each slab lie in a block at points.

    It writes rows of words.SEGMENT to the workspace.
    """
    pointers = tuple((name, PTR) for name in ("frame", "space", "kind"))
    f = module.function("find_slabs", (*pointers, *COUNTS))
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
