"""The grid: a zero-padded copy of a block of the input, its phases taken apart.

A grid is (plane, channel, n, z, y, x). A plane is one phase of the input on each axis, and in an
expanded grid also one shift of x, so that rows lie end to end without a border between them. Its
first element on each axis is the lowest input that the block's first output reads, so that every
read of a tile is inside.
"""

from __future__ import annotations

from upconv.engine import frame
from upconv.engine.ir import I64, PTR, Function, Int, Module, Scalar, Value

PARAMETERS = (
    ("frame", PTR),
    ("grid", PTR),
    ("image", PTR),
    *((name, I64) for name in ("channels", "nc", "z0", "zc", "y0", "yc", "x0", "xc")),
)


def emit_grid(module: Module, scalar: Scalar) -> Function:
    """Write the function that fills a grid from the image at `image`."""
    f = module.function("fill_grid", PARAMETERS)
    z_step, y_step, x_step = frame.fields(f, "step_z", "step_y", "step_x")
    x_n, x_c, x_z, x_y, x_x = frame.fields(f, "x_n", "x_c", "x_z", "x_y", "x_x")
    in_z, in_y, in_x = frame.fields(f, "in_z", "in_y", "in_x")
    grid_p, grid_c, grid_n = frame.fields(f, "grid_p", "grid_c", "grid_n")
    grid_z, grid_y = frame.fields(f, "grid_z", "grid_y")
    halo_z, halo_y, halo_x = frame.fields(f, "halo_z", "halo_y", "halo_x")
    low_z, low_y, low_x = frame.fields(f, "low_z", "low_y", "low_x")
    planes, plane_count = frame.fields(f, "planes", "plane_count")
    p = f.parameter
    (pad,) = frame.fields(f, "pad")
    columns = p("xc") + halo_x
    with f.loop(0, plane_count) as plane:
        row = f.element(planes, plane * frame.PLANE_WORDS, I64)
        z_phase, y_phase, x_phase, shift = (
            f.load(I64, f.element(row, n, I64)) for n in range(frame.PLANE_WORDS)
        )
        # Columns first..last of a row of the grid are inside the image.
        before = p("x0") + low_x + shift
        held = (in_x - x_phase + (x_step - 1)).at_least(0) // x_step
        first = (f.int(0) - before).at_least(0).at_most(columns)
        last = (held - before).at_least(first).at_most(columns)
        x_begin = ((before + first) * x_step + x_phase) * x_x
        with f.loop(0, p("channels")) as channel, f.loop(0, p("nc")) as n:
            to_n = plane * grid_p + channel * grid_c + n * grid_n
            from_n = n * x_n + channel * x_c
            with f.loop(0, p("zc") + halo_z) as z:
                z_in = (p("z0") + low_z + z) * z_step + z_phase
                z_inside = (z_in >= 0) & (z_in < in_z)
                with f.loop(0, p("yc") + halo_y) as y:
                    y_in = (p("y0") + low_y + y) * y_step + y_phase
                    inside = z_inside & (y_in >= 0) & (y_in < in_y)
                    target = f.element(p("grid"), to_n + z * grid_z + y * grid_y, scalar.name)
                    # The next row, which is filled later, may begin inside these zeros.
                    _zeros(f, scalar, target, columns, columns + pad)
                    with f.when(inside):
                        _zeros(f, scalar, target, 0, first)
                        start = from_n + z_in * x_z + y_in * x_y + x_begin
                        source = f.element(p("image"), start, scalar.name)
                        begin = f.element(target, first, scalar.name)
                        copy(f, scalar, begin, source, last - first, x_x * x_step)
                        _zeros(f, scalar, target, last, columns)
                    with f.when(f.invert(inside)):
                        _zeros(f, scalar, target, 0, columns)
    return f


def copy(f: Function, scalar: Scalar, to: Value, start: Value, count: Value, step: Value) -> None:
    """Write the copy of `count` elements that lie `step` apart to neighbouring ones."""
    done = f.variable(I64, f.int(0))
    with f.when(step.equals(1)):
        whole = count - (scalar.lanes - 1)
        with f.loop(0, whole, scalar.lanes) as n:
            value = f.load(scalar.vector(), f.element(start, n, scalar.name), scalar.size)
            f.store(value, f.element(to, n, scalar.name), scalar.size)
            done.set(n + scalar.lanes)
    with f.loop(done.get(), count) as n:
        value = f.load(scalar.name, f.element(start, n * step, scalar.name), scalar.size)
        f.store(value, f.element(to, n, scalar.name), scalar.size)


def _zeros(f: Function, scalar: Scalar, to: Value, first: Int, last: Value) -> None:
    with f.loop(first, last) as n:
        f.store(f.zero(scalar.name), f.element(to, n, scalar.name), scalar.size)
