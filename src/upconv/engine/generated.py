"""Calls of generated kernels: arguments are prepared once per shape, pointers per call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.axis import Axis
from upconv.engine import (
    args,
    compiler,
    debug,
    driver,
    isa,
    kernels,
    scatter,
    threads,
    weights,
)
from upconv.engine.address import address_of
from upconv.engine.as_gemm import StridedView, in_rows, matrices, windows
from upconv.engine.bounded_cache import BoundedCache, memoised
from upconv.engine.compiler import Address, Addresses, Source
from upconv.engine.executable import Executable
from upconv.engine.grid import kinds_of
from upconv.engine.packed_weight import PackedWeight
from upconv.engine.panels import form
from upconv.engine.panels import schedule as panels_schedule
from upconv.engine.panels.plan import Panels
from upconv.engine.plan import Plan, plan_of
from upconv.engine.problem import RANK, TRIVIAL, Problem
from upconv.engine.scatter import Scatter
from upconv.engine.schedule import schedule
from upconv.engine.winograd import form as winograd
from upconv.engine.winograd import schedule as winograd_schedule
from upconv.engine.winograd.plan import Tiling

Array: TypeAlias = NDArray[Any]
Shape: TypeAlias = tuple[int, ...]

_AS_GEMM = 64  # the largest stride that an axis of one position is given; more phases, more code


class Driver(NamedTuple):
    """The compiled functions that every plan of a type shares."""

    run: Address
    pack: Address


class Kernel(NamedTuple):
    """The compiled functions of one plan: the table that the driver calls them through.

    `code` holds the addresses in it.
    """

    plan: Plan
    driver: Driver
    table: NDArray[np.int64]
    code: tuple[Addresses, ...]


@memoised("kernels", 256)
def kernel_of(plan: Plan, kind: int) -> Kernel:
    """Return the compiled kernel of `plan`; `kind` says how its grid is filled."""
    size = plan.problem.itemsize
    items = kernels.table(plan)
    names = tuple(dict.fromkeys(item for item in items if isinstance(item, str)))
    scatters = tuple(dict.fromkeys(item for item in items if isinstance(item, Scatter)))
    own = [Source(kernels.write, (plan,), names)]
    own += [
        Source(kernels.write_scatter, (item, plan.isa, size), (scatter.NAME,)) for item in scatters
    ]
    needs = (plan.isa, size, kind, weights.sizes_of(plan))
    shared = Source(driver.write_driver, needs, (driver.NAME, weights.NAME))
    _show(plan, own)
    tiles, *rest, run = code = compiler.addresses(plan.isa, *own, shared)
    found: dict[Any, int] = {None: 0, **dict(zip(names, tiles, strict=True))}
    found |= {item: address for item, (address,) in zip(scatters, rest, strict=True)}
    table = np.array([found[item] for item in items], np.int64)
    return Kernel(plan, Driver(*run), table, tuple(code))


def _show(plan: Plan, sources: list[Source]) -> None:
    """Print what UPCONV_DEBUG asks for of a plan and the code that is its own."""
    if debug.level() >= debug.PLAN:
        debug.say(debug.PLAN, repr(plan))
    if debug.level() >= debug.IR:
        for module in (source.write(*source.arguments) for source in sources):
            debug.say(debug.IR, module.text())
            if debug.level() >= debug.ASSEMBLY:
                debug.say(debug.ASSEMBLY, compiler.assembly(module, plan.isa))


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


def problem_of_matrices(
    x: StridedView, out: StridedView, groups: int, transposed: bool, problem: Problem
) -> Problem:
    """Return `problem` with the channels of `x` and `out`, and one kernel element."""
    channels = (x.shape[1] // groups, out.shape[1] // groups)
    layout = "last" if out.strides[1] == problem.itemsize else "any"
    given = (problem.itemsize, problem.bias, problem.activation, layout)
    return Problem.of((TRIVIAL,), transposed, channels, *given)


def _without_overlap(axis: Axis, size: int) -> Axis:
    """Return the same axis with stamps that do not overlap, where there is only one stamp.

    Then the stride does not matter, and with a stride of the kernel's extent every output has
    one tap instead of k of which k - 1 read zeros.
    """
    if size == 1 and axis.stride < axis.extent <= _AS_GEMM:
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
    count: int,
) -> tuple[Any, ...]:
    """Return what decides everything about a call but its pointers."""
    name = activation[0] if activation is not None else None
    arrays = (x.shape, x.strides, weight.shape, weight.strides, out.shape, out.strides)
    layer = (axes, groups, transposed, bias is None, name, x.itemsize)
    return (arrays, layer, isa.current().name, count, winograd.allowed())


_KNOWN: BoundedCache[tuple[Any, ...], Executable] = BoundedCache(512, "kernel arguments")


def known(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> Executable | None:
    """Return what `prepare` returned for such a call before, or None."""
    call = (x, weight, bias, activation, out, axes, groups, transposed)
    return _KNOWN.get(_key(*call, threads.count()))


def prepare(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> Executable:
    """Return the kernel and the arguments of a call, compiled where they are not cached yet."""
    problem = problem_of(x, out, axes, groups, transposed, bias, activation)
    arrays = (StridedView(x.shape, x.strides), StridedView(out.shape, out.strides))
    lies = StridedView(weight.shape, weight.strides)
    seen = _as_matrices(problem, arrays, lies, axes, groups)
    if seen is not None:
        problem, arrays, lies = seen.problem, seen.arrays, seen.weight
    shapes = (arrays[0].shape, arrays[1].shape)
    strides = (arrays[0].strides, arrays[1].strides, lies.strides)
    count = threads.count()
    key = _key(x, weight, bias, activation, out, axes, groups, transposed, count)
    prepared = _prepare(problem, isa.current(), groups, shapes, strides, count, seen=seen)
    _KNOWN.put(key, prepared)
    return prepared


class _Seen(NamedTuple):
    """A layer as a product of matrices; `rows` tells that its weight is read as it lies."""

    problem: Problem
    arrays: tuple[StridedView, StridedView]
    weight: StridedView
    rows: bool


def _as_matrices(
    problem: Problem,
    arrays: tuple[StridedView, StridedView],
    weight: StridedView,
    axes: tuple[Axis, ...],
    groups: int,
) -> _Seen | None:
    """Return a layer seen as a product of matrices, or None where it is not one or gains nothing.

    A bias has a number per channel, not per column; and several columns that lie far apart are
    packed faster with their taps, unless they need not be packed.
    """
    transposed, size = problem.transposed, problem.itemsize
    found = None
    if not transposed or not problem.bias:
        found = matrices(*arrays, weight, axes, size, transposed=transposed)
    if found is not None:
        seen = (found.narrow, found.wide) if transposed else (found.wide, found.narrow)
        product = problem_of_matrices(*seen, groups, transposed, problem)
        rows = not transposed and _reads_rows(product, seen, found.weight)
        if transposed or rows or product.out_channels == 1:
            return _Seen(product, seen, found.weight, rows)
    elif not transposed and groups == 1:
        window = windows(*arrays, weight, axes, size)
        if window is not None:
            seen = (window[0], arrays[1])
            product = problem_of_matrices(*seen, groups, transposed, problem)
            if _reads_rows(product, seen, window[1]):
                return _Seen(product, seen, window[1], rows=True)
    return None


def _reads_rows(
    product: Problem, seen: tuple[StridedView, StridedView], weight: StridedView
) -> bool:
    """Tell whether a product of matrices reads the rows of its weight as they lie."""
    shape = seen[1].shape
    positions = shape[0] * math.prod(shape[2:])
    return in_rows(weight) and form.reads_rows(product, isa.current(), positions)


def padded(values: Shape, fill: int) -> Shape:
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
    seen: _Seen | None = None,
    points: bool = True,
) -> Executable:
    size = problem.itemsize
    x_steps, out_steps, steps = (tuple(s // size for s in given) for given in strides)
    sizes = (
        groups,
        (padded(shapes[0], 1), padded(shapes[1], 1)),
        (padded(x_steps, 0), padded(out_steps, 0), weight_steps(problem, steps)),
        count,
    )
    z, y, x = sizes[1][1][2:]
    tiling = winograd.tiling_of(problem, instructions, shapes[0][0], (z, y, x)) if points else None
    if tiling is not None:
        listed = winograd_schedule.schedule(tiling, *sizes)
        compiled = winograd.driver_of(tiling, listed)
        entries = (compiled.run, compiled.pack)
        needs = (size, listed.packed_items * size, listed.space_bytes)
        packing = _packing(tiling, groups, strides[2], listed.when_used)
        call = (problem, instructions, groups, shapes, strides, count)
        # What is not finite spreads through a tile; plain sums keep it where it belongs.
        plain = cache(partial(_prepare, *call, points=False))
        given = (entries, listed.words, needs, count, packing, (listed, compiled), plain)
        return Executable(tiling, *given, unpacked=listed.when_used)
    found = form.taken(
        problem,
        instructions,
        channels_last=x_steps[1] == 1,
        single=seen is not None,
        rows=seen is not None and seen.rows,
    )
    if found is not None:
        plan = found.plan
        listed = panels_schedule.schedule(plan, *sizes)
        compiled = found.driver(listed)
        if found.as_it_lies:
            listed = listed._replace(packed_items=0)
        entries = (compiled.run, Address(0) if found.as_it_lies else compiled.pack)
        needs = (size, listed.packed_items * size, listed.space_bytes)
        packing = _packing(plan, groups, strides[2])
        unpacked = found.as_it_lies or listed.when_used
        keep = (listed, compiled)
        return Executable(
            plan, entries, listed.words, needs, count, packing, keep, unpacked=unpacked
        )
    tiles = plan_of(problem, instructions)
    made = schedule(tiles, *sizes)
    kernel = kernel_of(tiles, *kinds_of(made.words))
    tables = {
        "link_table": made.links,
        "planes": made.planes,
        "combinations": made.combinations,
        "offsets": made.offsets,
        "places": made.places,
        "kernels": kernel.table,
    }
    for name, table in tables.items():
        made.words[args.INDEX[name]] = address_of(table)
    entries = (kernel.driver.run, kernel.driver.pack)
    needs = (size, made.packed_items * size, made.space_bytes)
    packing = _packing(kernel.plan, groups, strides[2])
    return Executable(kernel.plan, entries, made.words, needs, count, packing, (kernel, made))


@dataclass(frozen=True, eq=False)
class _Packing:
    """What a packed copy of a weight depends on; equal ones are one object, quick to look up."""

    plan: Plan | Panels | Tiling
    groups: int
    strides: Shape
    when_used: bool = False


_packing = memoised("packings", 512)(_Packing)


def run(
    prepared: Executable,
    x: Array,
    weight: Array,
    out: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    kept: PackedWeight | None = None,
) -> None:
    """Run a prepared call on its arrays; `kept` holds packed copies of the weight, or is None."""
    if bias is not None:
        bias = np.require(bias, requirements=("C", "A"))
    bias_at = 0 if bias is None else address_of(bias)
    slope = 0.0 if activation is None else activation[1]
    prepared.at(address_of(x), address_of(weight), bias_at, address_of(out), slope, kept)


def weight_steps(problem: Problem, steps: Shape) -> Shape:
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
