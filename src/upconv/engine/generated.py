"""Calls made with generated kernels: a frame is prepared once per shape, its pointers per call."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.axis import Axis
from upconv.engine import (
    compiler,
    debug,
    dot,
    driver,
    frame,
    gradient,
    isa,
    kernels,
    threads,
    weights,
)
from upconv.engine.address import address_of
from upconv.engine.kept import Weight
from upconv.engine.panels import form
from upconv.engine.panels import schedule as panels_schedule
from upconv.engine.panels.plan import Panels, panels_of
from upconv.engine.plan import Plan, plan_of
from upconv.engine.prepared import Prepared
from upconv.engine.prepared_gradient import InPanels, InTiles, PreparedGradient
from upconv.engine.problem import RANK, Problem, Triple
from upconv.engine.schedule import gradient_schedule, schedule
from upconv.engine.winograd import form as winograd
from upconv.engine.winograd import schedule as winograd_schedule
from upconv.engine.winograd.plan import Tiling

Array: TypeAlias = NDArray[Any]
Shape: TypeAlias = tuple[int, ...]

_SINGLE = 64  # the largest stride that an axis of one position is given; more phases, more code


class Driver(NamedTuple):
    """The compiled functions that every plan of a type shares."""

    run: int
    pack: int


class Kernel(NamedTuple):
    """The compiled functions of one plan: the table that the driver calls them through."""

    plan: Plan
    driver: Driver
    table: NDArray[np.int64]


@lru_cache(maxsize=16)
def driver_of(instructions: isa.ISA, itemsize: int) -> Driver:
    """Return the compiled driver of a type."""
    text = driver.write_driver(instructions, itemsize)
    return Driver(*compiler.functions(text, instructions, (driver.NAME, weights.NAME)))


@lru_cache(maxsize=16)
def gradient_of(instructions: isa.ISA, itemsize: int) -> int:
    """Return the compiled driver of the weight gradients of a type."""
    text = driver.write_gradient(instructions, itemsize)
    return compiler.functions(text, instructions, (gradient.NAME,))[0]


@lru_cache(maxsize=1024)
def kernel_of(plan: Plan) -> Kernel:
    """Return the compiled kernel of `plan`."""
    text = kernels.write(plan)
    if debug.level() >= debug.PLAN:
        debug.say(debug.PLAN, repr(plan))
    debug.say(debug.IR, text)
    if debug.level() >= debug.ASSEMBLY:
        debug.say(debug.ASSEMBLY, compiler.assembly(text, plan.isa))
    names = kernels.table(plan)
    known = tuple(dict.fromkeys(name for name in names if name))
    found = dict(zip(known, compiler.functions(text, plan.isa, known), strict=True))
    addresses = np.array([found.get(name, 0) for name in names], np.int64)
    return Kernel(plan, driver_of(plan.isa, plan.problem.itemsize), addresses)


def problem_of(
    x: Array,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
    bias: Array | None,
    activation: tuple[str, float] | None,
) -> Problem:
    """Return the problem that a call poses."""
    sizes = x.shape[2:] if transposed else out.shape[2:]
    return Problem.of(
        tuple(map(_without_overlap, axes, sizes)),
        transposed,
        (x.shape[1] // groups, out.shape[1] // groups),
        x.itemsize,
        bias is not None,
        activation[0] if activation is not None else None,
        _layout(out),
    )


def _without_overlap(axis: Axis, size: int) -> Axis:
    """Return the same axis with stamps that do not overlap, where there is only one stamp.

    Then the stride does not matter, and with a stride of the kernel's extent every output has
    one tap instead of k of which k - 1 read zeros.
    """
    if size == 1 and axis.stride < axis.extent <= _SINGLE:
        return axis._replace(stride=axis.extent)
    return axis


def _layout(out: Array) -> str:
    if out.strides[-1] == out.itemsize:
        return "first"
    return "last" if out.strides[1] == out.itemsize else "any"


def _key(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> tuple[Any, ...]:
    """Return what decides everything about a call but its pointers."""
    name = activation[0] if activation is not None else None
    arrays = (x.shape, x.strides, weight.shape, weight.strides, out.shape, out.strides)
    layer = (axes, groups, transposed, bias is None, name, x.itemsize)
    return (arrays, layer, isa.current().name, threads.count(), winograd.allowed())


_KNOWN: dict[tuple[Any, ...], Prepared] = {}
_MOST_KNOWN = 4096


def known(*call: Any) -> Prepared | None:
    """Return what `prepare` returned for such a call before, or None."""
    return _KNOWN.get(_key(*call))


def prepare(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> Prepared:
    """Return the kernel and the frame of a call, compiled where they are not known yet."""
    problem = problem_of(x, out, axes, groups, transposed, bias, activation)
    shapes = (x.shape, out.shape)
    strides = (x.strides, out.strides, weight.strides)
    prepared = _prepare(problem, isa.current(), groups, shapes, strides, threads.count())
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[_key(x, weight, bias, activation, out, axes, groups, transposed)] = prepared
    return prepared


def _padded(values: Shape, fill: int) -> Shape:
    """Make (n, c, *spatial) that of three spatial axes."""
    return (*values[:2], *(fill,) * (RANK + 2 - len(values)), *values[2:])


def _prepare(
    problem: Problem,
    instructions: isa.ISA,
    groups: int,
    shapes: tuple[Shape, Shape],
    strides: tuple[Shape, Shape, Shape],
    count: int,
    *,
    points: bool = True,
) -> Prepared:
    size = problem.itemsize
    x_steps, out_steps, weight_steps = (tuple(s // size for s in given) for given in strides)
    sizes = (
        groups,
        (_padded(shapes[0], 1), _padded(shapes[1], 1)),
        (_padded(x_steps, 0), _padded(out_steps, 0), _weight_steps(problem, weight_steps)),
        count,
    )
    z, y, x = sizes[1][1][2:]
    tiling = winograd.tiling_of(problem, instructions, shapes[0][0], (z, y, x)) if points else None
    if tiling is not None:
        listed = winograd_schedule.schedule(tiling, *sizes, winograd.functions_of(tiling))
        compiled = winograd.driver_of(tiling.isa, size)
        entries = (compiled.run, compiled.pack)
        needs = (size, listed.packed_items * size, listed.space_bytes)
        packing = _packing(tiling, groups, strides[2])
        call = (problem, instructions, groups, shapes, strides, count)
        # What is not finite spreads through a tile; plain sums keep it where it belongs.
        plain = lru_cache(maxsize=1)(partial(_prepare, *call, points=False))
        return Prepared(tiling, entries, listed.words, needs, count, packing, listed, plain)
    panels = form.taken(problem, instructions, channels_last=x_steps[1] == 1)
    if panels is not None:
        plan, compiled = panels
        listed = panels_schedule.schedule(plan, *sizes)
        entries = (compiled.run, compiled.pack)
        needs = (size, listed.packed_items * size, listed.space_bytes)
        packing = _packing(plan, groups, strides[2])
        return Prepared(plan, entries, listed.words, needs, count, packing, listed)
    kernel = kernel_of(plan_of(problem, instructions))
    made = schedule(kernel.plan, *sizes)
    tables = {
        "link_table": made.links,
        "planes": made.planes,
        "combinations": made.combinations,
        "offsets": made.offsets,
        "kernels": kernel.table,
    }
    for name, table in tables.items():
        made.words[frame.INDEX[name]] = address_of(table)
    entries = (kernel.driver.run, kernel.driver.pack)
    needs = (size, made.packed_items * size, made.space_bytes)
    packing = _packing(kernel.plan, groups, strides[2])
    return Prepared(kernel.plan, entries, made.words, needs, count, packing, (kernel, made))


@dataclass(frozen=True, eq=False)
class _Packing:
    """What a packed copy of a weight depends on; equal ones are one object, quick to look up."""

    plan: Plan | Panels | Tiling
    groups: int
    strides: Shape


_packing = lru_cache(maxsize=4096)(_Packing)


def run(
    prepared: Prepared,
    x: Array,
    weight: Array,
    out: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    kept: Weight | None = None,
) -> None:
    """Run a prepared call on its arrays; `kept` holds packed copies of the weight, or is None."""
    if bias is not None:
        bias = np.require(bias, requirements=("C", "A"))
    slope = 0.0 if activation is None else activation[1]
    prepared.run(x, weight, bias, out, slope, kept)


def prepare_gradient(
    x: Array,
    grad: Array,
    weight_shape: Shape,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> PreparedGradient:
    """Return what computes a weight gradient, compiled where it is not known yet.

    `grad` (N, C_out, *o) is the gradient of the output.
    """
    problem = problem_of(x, grad, axes, groups, transposed, None, None)
    # The gradient is the same with both directions and arrays exchanged.
    mirrored = problem_of(grad, x, axes, groups, not transposed, None, None)
    ways = (_arrays(problem, x, grad), _arrays(mirrored, grad, x))
    layer = (groups, weight_shape, threads.count())
    return _prepare_gradient(ways, layer, isa.current(), points=winograd.allowed())


Arrays: TypeAlias = tuple[Problem, tuple[Shape, Shape], tuple[Shape, Shape]]
Layer: TypeAlias = tuple[int, Shape, int]
"""Groups, the shape of the weight, and how many threads there are."""


def _prepare_gradient(
    ways: tuple[Arrays, Arrays], layer: Layer, instructions: isa.ISA, *, points: bool
) -> PreparedGradient:
    """Choose how a weight gradient is computed: one way, or with both directions exchanged."""
    sizes = tuple((way, *_images_and_sizes(shapes[1])) for way, shapes, _ in ways)
    found = winograd.gradient_tiling(sizes, instructions) if points else None
    if found is not None:
        number, tiling = found
        plain = partial(_prepare_gradient, ways, layer, instructions, points=False)
        given = (tiling, *ways[number][1:], *layer)
        return _panel_gradient(*given, exchanged=number > 0, otherwise=plain)
    uses = tuple(
        (form.gradient_use(way[0], width), -exchanged, -number, width)
        for exchanged, way in enumerate(ways)
        for number, width in enumerate(instructions.widths())
    )
    use, turned, _, width = max(uses, key=lambda each: each[:3])
    if form.takes_gradient(use):
        way, shapes, strides = ways[-turned]
        plan = panels_of(way, width)
        return _panel_gradient(plan, shapes, strides, *layer, exchanged=turned < 0)
    problem, *arrays = ways[0]
    return _tile_gradient(problem._replace(layout="first"), *arrays, instructions, *layer)


def _images_and_sizes(shape: Shape) -> tuple[int, Triple]:
    images, _, z, y, x = _padded(shape, 1)
    return images, (z, y, x)


def weight_gradient(
    x: Array,
    grad: Array,
    weight_shape: Shape,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> Array:
    """Return the gradient of the weight; the arguments are those of `prepare_gradient`."""
    return prepare_gradient(x, grad, weight_shape, axes, groups, transposed).run(x, grad)


def _arrays(
    problem: Problem, x: Array, grad: Array
) -> tuple[Problem, tuple[Shape, Shape], tuple[Shape, Shape]]:
    return problem, (x.shape, grad.shape), (x.strides, grad.strides)


def _panel_gradient(
    plan: Panels | Tiling,
    shapes: tuple[Shape, Shape],
    strides: tuple[Shape, Shape],
    groups: int,
    weight_shape: Shape,
    count: int,
    *,
    exchanged: bool,
    otherwise: Callable[[], PreparedGradient] | None = None,
) -> InPanels:
    problem, size = plan.problem, plan.problem.itemsize
    given = (*_sizes(problem, shapes, strides, groups, weight_shape), count)
    if isinstance(plan, Tiling):
        functions = winograd.gradient_functions_of(plan)
        made = winograd_schedule.gradient_schedule(plan, *given, functions)
        entries = winograd.gradient_of(plan.isa, size)
    else:
        made = panels_schedule.gradient_schedule(plan, *given)
        entries = form.gradient_of(plan.isa, size)
    return InPanels(
        entries,
        made.words,
        (made.packed_items, made.space_bytes),
        weight_shape,
        np.dtype(f"f{size}"),
        count,
        exchanged=exchanged,
        keep=made,
        otherwise=otherwise,
    )


def _sizes(
    problem: Problem,
    shapes: tuple[Shape, Shape],
    strides: tuple[Shape, Shape],
    groups: int,
    weight_shape: Shape,
) -> tuple[int, tuple[Shape, Shape], tuple[Shape, Shape, Shape]]:
    """Return groups, shapes and strides in elements; the weight is contiguous."""
    x_steps, grad_steps = (tuple(s // problem.itemsize for s in given) for given in strides)
    weight_steps = tuple(math.prod(weight_shape[n + 1 :]) for n in range(len(weight_shape)))
    steps = (_padded(x_steps, 0), _padded(grad_steps, 0), _weight_steps(problem, weight_steps))
    return groups, (_padded(shapes[0], 1), _padded(shapes[1], 1)), steps


@lru_cache(maxsize=1024)
def _tile_gradient(
    problem: Problem,
    shapes: tuple[Shape, Shape],
    strides: tuple[Shape, Shape],
    instructions: isa.ISA,
    groups: int,
    weight_shape: Shape,
    count: int,
) -> InTiles:
    size = problem.itemsize
    tile = _dot_tile(problem, instructions)
    made = gradient_schedule(
        plan_of(problem, instructions),
        tile,
        *_sizes(problem, shapes, strides, groups, weight_shape),
    )
    tables = {
        "planes": made.planes,
        "combinations": made.phases,
        "offsets": made.taps,
    }
    for name, table in tables.items():
        made.words[frame.INDEX[name]] = address_of(table)
    made.words[frame.INDEX["kernels"]] = _dot_kernel(instructions, size, tile)
    made.other[frame.INDEX["planes"]] = address_of(made.grad_planes)
    entry = gradient_of(instructions, size)
    return InTiles(entry, made, weight_shape, np.dtype(f"f{size}"), count)


def _dot_tile(problem: Problem, instructions: isa.ISA) -> tuple[int, int]:
    """Choose (output channels, pairs of tap and input channel) of a tile of the gradient."""
    pairs = problem.taps * problem.in_channels
    candidates = []
    for rows in range(1, min(problem.out_channels, gradient.ROWS) + 1):
        most = (instructions.registers - 1) // (rows + 1)
        columns = min(pairs, most, gradient.COLUMNS)
        if columns:
            tiles = math.ceil(problem.out_channels / rows) * math.ceil(pairs / columns)
            cycles = max(rows * columns / 2, (rows + columns) / 2, 4) + 1
            candidates.append((tiles * cycles, (rows, columns)))
    return min(candidates)[1]


@lru_cache(maxsize=64)
def _dot_kernel(instructions: isa.ISA, itemsize: int, tile: tuple[int, int]) -> int:
    title = f"weight gradient {tile} {instructions.name} f{8 * itemsize}"
    module, scalar = kernels.new_module(title, instructions, itemsize)
    dot.emit_dot(module, scalar, tile, fused=instructions.fma)
    debug.say(debug.IR, module.text())
    return compiler.functions(module.text(), instructions, (dot.NAME,))[0]


def _weight_steps(problem: Problem, steps: Shape) -> Shape:
    """Return the steps of a weight, in elements: group, output and input channel, z, y, x."""
    outer, inner = (steps[1], steps[0]) if problem.transposed else (steps[0], steps[1])
    per_group = problem.in_channels if problem.transposed else problem.out_channels
    taps = (0,) * (RANK + 2 - len(steps)) + steps[2:]
    return (steps[0] * per_group, outer, inner, *taps)


def correlate(
    x: Array,
    weight: Array,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
    bias: Array | None = None,
    activation: tuple[str, float] | None = None,
) -> None:
    """Write into `out` (N, C_out, *o) one direction of `x` (N, C_in, *i)."""
    call = (x, weight, bias, activation, out, axes, groups, transposed)
    prepared = known(*call) or prepare(*call)
    run(prepared, x, weight, out, bias, activation)
