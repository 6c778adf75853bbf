"""Calls of generated kernels: executables made once per shape, addresses given per call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.axis import Axis
from upconv.bounded_cache import BoundedCache, memoised
from upconv.engine.calls import args
from upconv.engine.calls.executable import Executable
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.codegen import compiler
from upconv.engine.codegen.compiler import Address, Addresses, Source
from upconv.engine.forms.direct import driver, kernels, scatter, weights
from upconv.engine.forms.direct.grid import kinds_of
from upconv.engine.forms.direct.plan import Plan, plan_of
from upconv.engine.forms.direct.scatter import Scatter
from upconv.engine.forms.direct.schedule import schedule
from upconv.engine.forms.gemm.views import StridedView, in_rows, matrices, windows
from upconv.engine.forms.igemm import form
from upconv.engine.forms.igemm import schedule as igemm_schedule
from upconv.engine.forms.igemm.plan import IgemmPlan
from upconv.engine.forms.winograd import form as winograd
from upconv.engine.forms.winograd import schedule as winograd_schedule
from upconv.engine.forms.winograd.plan import Tiling
from upconv.engine.problem import RANK, TRIVIAL, Problem
from upconv.engine.process import debug, isa, threads
from upconv.engine.process.address import address_of

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
    arguments = (plan.isa, size, kind, weights.sizes_of(plan))
    shared = Source(driver.write_driver, arguments, (driver.NAME, weights.NAME))
    _show(plan, own)
    tiles, *rest, run = code = compiler.addresses(plan.isa, *own, shared)
    addresses: dict[Any, int] = {None: 0, **dict(zip(names, tiles, strict=True))}
    addresses |= {item: address for item, (address,) in zip(scatters, rest, strict=True)}
    table = np.array([addresses[item] for item in items], np.int64)
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
    """Return the problem of a call."""
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
    rest = (problem.itemsize, problem.bias, problem.activation, layout)
    return Problem.of((TRIVIAL,), transposed, channels, *rest)


def _without_overlap(axis: Axis, size: int) -> Axis:
    """Return the axis with stamps that do not overlap, if there is only one stamp.

    Then the stride does not matter, and with a stride of the kernel's extent every output has one
    tap instead of k of which k - 1 read zeros.
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
    """Return what decides everything about a call but its addresses."""
    name = activation[0] if activation is not None else None
    arrays = (x.shape, x.strides, weight.shape, weight.strides, out.shape, out.strides)
    layer = (axes, groups, transposed, bias is None, name, x.itemsize)
    return (arrays, layer, isa.current().name, count, winograd.allowed())


_EXECUTABLES: BoundedCache[tuple[Any, ...], Executable] = BoundedCache(512, "kernel arguments")


def cached(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> Executable | None:
    """Return the executable that `prepare` made for such a call before, or None."""
    call = (x, weight, bias, activation, out, axes, groups, transposed)
    return _EXECUTABLES.get(_key(*call, threads.count()))


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
    """Return the executable of a call, compiled if it is not cached yet."""
    problem = problem_of(x, out, axes, groups, transposed, bias, activation)
    arrays = (StridedView(x.shape, x.strides), StridedView(out.shape, out.strides))
    weight_view = StridedView(weight.shape, weight.strides)
    gemm = _as_matrices(problem, arrays, weight_view, axes, groups)
    if gemm is not None:
        problem, arrays, weight_view = gemm.problem, gemm.arrays, gemm.weight
    shapes = (arrays[0].shape, arrays[1].shape)
    strides = (arrays[0].strides, arrays[1].strides, weight_view.strides)
    count = threads.count()
    key = _key(x, weight, bias, activation, out, axes, groups, transposed, count)
    executable = _prepare(problem, isa.current(), groups, shapes, strides, count, gemm=gemm)
    _EXECUTABLES.put(key, executable)
    return executable


class _Gemm(NamedTuple):
    """A layer as a matrix product; `weight_row_major` says that its weight is read in place."""

    problem: Problem
    arrays: tuple[StridedView, StridedView]
    weight: StridedView
    weight_row_major: bool


def _as_matrices(
    problem: Problem,
    arrays: tuple[StridedView, StridedView],
    weight: StridedView,
    axes: tuple[Axis, ...],
    groups: int,
) -> _Gemm | None:
    """Return a layer as a matrix product, or None if it is not one or gains nothing.

    A bias has a number per channel, not per column; and several columns that are far apart are
    packed faster with their taps, unless they need not be packed.
    """
    transposed, size = problem.transposed, problem.itemsize
    matmul = None
    if not transposed or not problem.bias:
        matmul = matrices(*arrays, weight, axes, size, transposed=transposed)
    if matmul is not None:
        views = (matmul.narrow, matmul.wide) if transposed else (matmul.wide, matmul.narrow)
        product = problem_of_matrices(*views, groups, transposed, problem)
        in_place = not transposed and _reads_weight_in_place(product, views, matmul.weight)
        if transposed or in_place or product.out_channels == 1:
            return _Gemm(product, views, matmul.weight, in_place)
    elif not transposed and groups == 1:
        window = windows(*arrays, weight, axes, size)
        if window is not None:
            views = (window[0], arrays[1])
            product = problem_of_matrices(*views, groups, transposed, problem)
            if _reads_weight_in_place(product, views, window[1]):
                return _Gemm(product, views, window[1], weight_row_major=True)
    return None


def _reads_weight_in_place(
    product: Problem, views: tuple[StridedView, StridedView], weight: StridedView
) -> bool:
    """Whether a matrix product reads the rows of its weight in place."""
    shape = views[1].shape
    positions = shape[0] * math.prod(shape[2:])
    return in_rows(weight) and form.reads_weight_in_place(product, isa.current(), positions)


def padded(values: Shape, fill: int) -> Shape:
    """Return (n, c, *spatial) with three spatial axes; `fill` goes before the others."""
    return (*values[:2], *(fill,) * (RANK + 2 - len(values)), *values[2:])


def _prepare(
    problem: Problem,
    instructions: isa.ISA,
    groups: int,
    shapes: tuple[Shape, Shape],
    strides: tuple[Shape, Shape, Shape],
    count: int,
    *,
    gemm: _Gemm | None = None,
    winograd_allowed: bool = True,
) -> Executable:
    size = problem.itemsize
    x_steps, out_steps, steps = (
        tuple(s // size for s in array_strides) for array_strides in strides
    )
    sizes = (
        groups,
        (padded(shapes[0], 1), padded(shapes[1], 1)),
        (padded(x_steps, 0), padded(out_steps, 0), weight_steps(problem, steps)),
        count,
    )
    z, y, x = sizes[1][1][2:]
    tiling = (
        winograd.tiling_of(problem, instructions, shapes[0][0], (z, y, x))
        if winograd_allowed
        else None
    )
    if tiling is not None:
        made = winograd_schedule.schedule(tiling, *sizes)
        code = winograd.driver_of(tiling, made)
        entries = (code.run, code.pack)
        byte_sizes = (size, made.packed_items * size, made.space_bytes)
        packing = _packing(tiling, groups, strides[2], made.packed_in_tasks)
        call = (problem, instructions, groups, shapes, strides, count)
        # What is not finite spreads through a tile; direct convolution keeps it where it belongs.
        direct = cache(partial(_prepare, *call, winograd_allowed=False))
        arguments = (entries, made.words, byte_sizes, count, packing, (made, code), direct)
        return Executable(tiling, *arguments, unpacked=made.packed_in_tasks)
    choice = form.choose(
        problem,
        instructions,
        channels_last=x_steps[1] == 1,
        single_position=gemm is not None,
        weight_row_major=gemm is not None and gemm.weight_row_major,
    )
    if choice is not None:
        plan = choice.plan
        made = igemm_schedule.schedule(plan, *sizes)
        code = choice.driver(made)
        if choice.weight_in_place:
            made = made._replace(packed_items=0)
        entries = (code.run, Address(0) if choice.weight_in_place else code.pack)
        byte_sizes = (size, made.packed_items * size, made.space_bytes)
        packing = _packing(plan, groups, strides[2])
        unpacked = choice.weight_in_place or made.packed_in_tasks
        keep = (made, code)
        return Executable(
            plan, entries, made.words, byte_sizes, count, packing, keep, unpacked=unpacked
        )
    direct_plan = plan_of(problem, instructions)
    direct_schedule = schedule(direct_plan, *sizes)
    kernel = kernel_of(direct_plan, *kinds_of(direct_schedule.words))
    tables = {
        "link_table": direct_schedule.links,
        "planes": direct_schedule.planes,
        "combinations": direct_schedule.combinations,
        "offsets": direct_schedule.offsets,
        "places": direct_schedule.places,
        "kernels": kernel.table,
    }
    for name, table in tables.items():
        direct_schedule.words[args.INDEX[name]] = address_of(table)
    entries = (kernel.driver.run, kernel.driver.pack)
    byte_sizes = (size, direct_schedule.packed_items * size, direct_schedule.space_bytes)
    packing = _packing(kernel.plan, groups, strides[2])
    words, referenced = direct_schedule.words, (kernel, direct_schedule)
    return Executable(kernel.plan, entries, words, byte_sizes, count, packing, referenced)


@dataclass(frozen=True, eq=False)
class _Packing:
    """What a packed copy of a weight depends on; equal ones are one object, fast to look up."""

    plan: Plan | IgemmPlan | Tiling
    groups: int
    strides: Shape
    packed_in_tasks: bool = False


_packing = memoised("packings", 512)(_Packing)


def run(
    executable: Executable,
    x: Array,
    weight: Array,
    out: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    packed_weight: PackedWeight | None = None,
) -> None:
    """Run an executable on its arrays; `packed_weight` has packed copies of the weight, if any."""
    if bias is not None:
        bias = np.require(bias, requirements=("C", "A"))
    bias_at = 0 if bias is None else address_of(bias)
    slope = 0.0 if activation is None else activation[1]
    executable.at(address_of(x), address_of(weight), bias_at, address_of(out), slope, packed_weight)


def weight_steps(problem: Problem, steps: Shape) -> Shape:
    """Return the strides of a weight in elements: group, output and input channel, z, y, x."""
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
    executable = cached(*call) or prepare(*call)
    run(executable, x, weight, out, bias, activation)
