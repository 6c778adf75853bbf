"""The grid of the direct form: a zero-padded copy of a block of the input, phases deinterleaved.

In memory: plane, channel, n, z, y, x (innermost). A plane is one phase of the input on each axis,
and in an expanded grid also one shift of x, so that rows are contiguous without a border between
them. Its first element on each axis is the lowest input that the block's first output reads, so
that every read of a tile is inside.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from upconv.engine.calls import args
from upconv.engine.codegen.interleave import deinterleave
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.forms.direct.plan import DEINTERLEAVED_STEPS

PARAMETERS = (
    ("args", PTR),
    ("grid", PTR),
    ("image", PTR),
    *((name, I64) for name in ("channels", "nc", "z0", "zc", "y0", "yc", "x0", "xc")),
)


def kinds_of(*arguments: NDArray[np.int64]) -> tuple[int, ...]:
    """Return how the grids of calls are filled, each in order: the kinds of `emit_grid`."""
    kinds = []
    for arguments_of_call in arguments:
        x_x, step, phases_together = (
            int(arguments_of_call[args.INDEX[name]])
            for name in ("x_x", "step_x", "phases_together")
        )
        contiguous = step == 1 or (step in DEINTERLEAVED_STEPS and phases_together == step)
        kinds.append(step if x_x == 1 and contiguous else 0)
    return tuple(kinds)


def emit_grid(module: Module, scalar: Scalar, kind: int) -> Function:
    """Write the function that fills a grid from the image at `image`.

    `kind` is the step of x if inputs are contiguous along it: then they are read in whole vectors,
    once for all their phases. With 0 any others are read element by element.
    """
    return _emit_fill(module, scalar, kind or None)


def _emit_fill(  # noqa: PLR0915 - one nest of loops, best read in one piece
    module: Module, scalar: Scalar, step: int | None
) -> Function:
    """Write the same for contiguous rows, of which `step` phases are read together.

    With None it is for any strides and steps, element by element.
    """
    f = module.function(f"fill_{step or 'strided'}", PARAMETERS)
    z_step, y_step, x_step = args.fields(f, "step_z", "step_y", "step_x")
    x_n, x_c, x_z, x_y, x_x = args.fields(f, "x_n", "x_c", "x_z", "x_y", "x_x")
    if step is not None:
        x_step, x_x = f.integer(step), f.integer(1)
    in_z, in_y, in_x = args.fields(f, "in_z", "in_y", "in_x")
    grid_p, grid_c, grid_n, grid_z, grid_y = args.fields(
        f, "grid_p", "grid_c", "grid_n", "grid_z", "grid_y"
    )
    halo_z, halo_y, halo_x = args.fields(f, "halo_z", "halo_y", "halo_x")
    low_z, low_y, low_x = args.fields(f, "low_z", "low_y", "low_x")
    planes, plane_count, pad, last_pad = args.fields(f, "planes", "plane_count", "pad", "last_pad")
    p = f.parameter
    columns, rows, y_first = p("xc") + halo_x, p("yc") + halo_y, p("y0") + low_y
    with f.loop(0, plane_count, step or 1) as plane:
        row = f.element(planes, plane * args.PLANE_WORDS, I64)
        z_phase, y_phase, x_phase, shift = (
            f.load(I64, f.element(row, n, I64)) for n in range(args.PLANE_WORDS)
        )
        # Columns first..last of a row of the grid are inside the image.
        before = p("x0") + low_x + shift
        phase_columns = (in_x - x_phase + (x_step - 1)).at_least(0) // x_step
        first = (f.integer(0) - before).at_least(0).at_most(columns)
        last = (phase_columns - before).at_least(first).at_most(columns)
        x_begin = ((before + first) * x_step + x_phase) * x_x
        rows_at_once = f.integer(1)
        if step is not None:
            # Counted in elements from the first phase of column 0.
            end = (in_x - before * step).at_most(last * step).at_least(first * step)
            first, last = first * step, end
        if step == 1:
            # Whole rows that are contiguous on both sides are copied as one.
            joined = y_step.equals(1) & grid_y.equals(columns) & x_y.equals(columns)
            joined = joined & (last - first).equals(columns)
            joined = joined & (y_first >= 0) & (y_first + rows <= in_y)
            rows_at_once = f.select(joined, rows, rows_at_once)
            last = last * rows_at_once
        stop = columns * rows_at_once + pad
        with f.loop(0, p("channels")) as channel, f.loop(0, p("nc")) as n:
            to_n = plane * grid_p + channel * grid_c + n * grid_n
            from_n = n * x_n + channel * x_c
            with f.loop(0, p("zc") + halo_z) as z:
                z_in = (p("z0") + low_z + z) * z_step + z_phase
                z_inside = (z_in >= 0) & (z_in < in_z)
                with f.loop(0, rows, rows_at_once) as y:
                    y_in = (y_first + y) * y_step + y_phase
                    inside = z_inside & (y_in >= 0) & (y_in < in_y)
                    target = f.element(p("grid"), to_n + z * grid_z + y * grid_y, scalar.name)
                    start = from_n + z_in * x_z + y_in * x_y + x_begin
                    source = f.element(p("image"), start, scalar.name)
                    is_last = (y + rows_at_once).equals(rows)
                    end = stop + f.select(is_last, last_pad, f.integer(0))
                    bounds = (first, f.select(inside, last, first), end)
                    if step is None:
                        _elements(f, scalar, target, source, bounds, x_x * x_step)
                    else:
                        places = [f.element(target, n * grid_p, scalar.name) for n in range(step)]
                        _vectors(f, scalar, places, source, bounds, x_c)
    return f


def _vectors(
    f: Function,
    scalar: Scalar,
    targets: Sequence[Value],
    start: Value,
    bounds: tuple[Value, Value, Value],
    ahead: Value,
) -> None:
    """Write zeros, a row of the image with its phases deinterleaved, zeros.

    The first two of `bounds` count elements of the image from column 0 on, the third columns of the
    grid; masks keep loads between the two. The last store may reach into the next row, which is
    filled later, or into the slack behind the grid. If there is one phase, the same row of the next
    channel, `ahead` elements further, is prefetched.
    """
    first, last, stop = bounds
    lanes, step = scalar.lanes, len(targets)
    word = f"i{8 * scalar.size}"  # the masks of whole elements need no packing
    kind, truth = f"<{lanes} x {word}>", f"<{lanes} x i1>"
    indices = ", ".join(f"{word} {n}" for n in range(lanes))
    each = f.constant(kind, f"<{indices}>")

    def splat(value: Value) -> Value:
        if word != I64:
            value = f.emit(word, f"trunc i64 {value.ref} to {word}")
        return f.splat(value, lanes)

    low, high = splat(first), splat(last)
    origin = f.element(start, 0 - first, scalar.name)
    unit = lanes * step
    begin = ((first + (unit - 1)) // unit * lanes).at_most(stop)
    end = (last // unit * lanes).at_least(begin)

    def masked(at: Value) -> Value:
        place = f.arithmetic("add", each, splat(at))
        above = f.emit(truth, f"icmp sge {kind} {place.ref}, {low.ref}")
        below = f.emit(truth, f"icmp slt {kind} {place.ref}, {high.ref}")
        mask = f.emit(truth, f"and {truth} {above.ref}, {below.ref}")
        return f.masked_load(scalar.vector(), f.element(origin, at, scalar.name), mask, scalar.size)

    def unmasked(at: Value) -> Value:
        if step == 1:
            f.prefetch(f.element(origin, at + ahead, scalar.name))
        return f.load(scalar.vector(), f.element(origin, at, scalar.name), scalar.size)

    for load, start_at, stop_at in (
        (masked, f.integer(0), begin),
        (unmasked, begin, end),
        (masked, end, stop),
    ):
        with f.loop(start_at, stop_at, lanes) as n:
            vectors = [load(n * step + part * lanes) for part in range(step)]
            for to, phase in zip(targets, deinterleave(f, vectors, lanes), strict=True):
                f.store(phase, f.element(to, n, scalar.name), scalar.size)


def _elements(
    f: Function,
    scalar: Scalar,
    to: Value,
    start: Value,
    bounds: tuple[Value, Value, Value],
    step: Value,
) -> None:
    """Write zeros, a row of elements `step` apart, zeros."""
    first, last, stop = bounds
    _zeros(f, scalar, to, f.integer(0), first)
    with f.loop(0, last - first) as n:
        value = f.load(scalar.name, f.element(start, n * step, scalar.name), scalar.size)
        f.store(value, f.element(to, first + n, scalar.name), scalar.size)
    _zeros(f, scalar, to, last, stop)


def _zeros(f: Function, scalar: Scalar, to: Value, first: Value, last: Value) -> None:
    with f.loop(first, last) as n:
        f.store(f.zero(scalar.name), f.element(to, n, scalar.name), scalar.size)
