"""Weight gradients with generated kernels: the form is chosen once per shape."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.axis import Axis
from upconv.bounded_cache import memoised
from upconv.engine.calls import args
from upconv.engine.calls.gradient_executable import (
    DirectGradient,
    GradientExecutable,
    PanelGradient,
)
from upconv.engine.codegen import compiler
from upconv.engine.codegen.compiler import Source
from upconv.engine.codegen.ir import Module
from upconv.engine.codegen.module import new_module
from upconv.engine.forms.direct import dot, driver, gradient
from upconv.engine.forms.direct.grid import kinds_of
from upconv.engine.forms.direct.plan import plan_of
from upconv.engine.forms.direct.schedule import gradient_schedule
from upconv.engine.forms.gemm.views import StridedView, matrices
from upconv.engine.forms.igemm import form
from upconv.engine.forms.igemm import schedule as igemm_schedule
from upconv.engine.forms.igemm.plan import IgemmPlan, igemm_plan_of
from upconv.engine.forms.winograd import form as winograd
from upconv.engine.forms.winograd import schedule as winograd_schedule
from upconv.engine.forms.winograd.plan import Tiling
from upconv.engine.generated import padded, problem_of, problem_of_matrices, weight_steps
from upconv.engine.links import AxisLinks
from upconv.engine.problem import Problem
from upconv.engine.process import isa, threads
from upconv.engine.process.address import address_of

Array: TypeAlias = NDArray[Any]
Shape: TypeAlias = tuple[int, ...]
Sizes: TypeAlias = tuple[int, tuple[Shape, Shape], tuple[Shape, Shape, Shape]]


def prepare(
    x: Array,
    grad: Array,
    weight_shape: Shape,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> GradientExecutable:
    """Return the executable of a weight gradient, compiled if it is not cached yet.

    `grad` (N, C_out, *o) is the gradient of the output.
    """
    problem = problem_of(x, grad, axes, groups, transposed, None, None)
    # The gradient is the same with both directions and arrays swapped.
    swapped = problem_of(grad, x, axes, groups, not transposed, None, None)
    ways = (
        Arrays(problem, (x.shape, grad.shape), (x.strides, grad.strides)),
        Arrays(swapped, (grad.shape, x.shape), (grad.strides, x.strides)),
    )
    layer = Layer(groups, weight_shape, weight_shape, threads.count())
    if form.ALWAYS is None:
        gemm = _of_matrices(ways[0], layer, axes, transposed=transposed)
        if gemm is not None:
            return gemm
    return _prepare(ways, layer, isa.current(), winograd_allowed=winograd.allowed())


class Arrays(NamedTuple):
    """One way to see a weight gradient: a problem, the array it reads and the one it writes."""

    problem: Problem
    shapes: tuple[Shape, Shape]
    strides: tuple[Shape, Shape]

    def way(self) -> winograd.Way:
        z, y, x = padded(self.shapes[1], 1)[2:]
        return self.problem, self.shapes[1][0], (z, y, x)

    def sizes(self, layer: Layer) -> Sizes:
        """Return groups, shapes and strides in elements; the weight is contiguous."""
        shape, size = layer.weight_shape, self.problem.itemsize
        x_steps, grad_steps = (
            tuple(s // size for s in array_strides) for array_strides in self.strides
        )
        steps = tuple(math.prod(shape[n + 1 :]) for n in range(len(shape)))
        return (
            layer.groups,
            (padded(self.shapes[0], 1), padded(self.shapes[1], 1)),
            (padded(x_steps, 0), padded(grad_steps, 0), weight_steps(self.problem, steps)),
        )


class Layer(NamedTuple):
    """What both ways have in common, and the number of threads.

    The result has `result_shape`, and is seen as of `weight_shape`.
    """

    groups: int
    weight_shape: Shape
    result_shape: Shape
    threads: int


def _of_matrices(
    arrays: Arrays, layer: Layer, axes: tuple[Axis, ...], *, transposed: bool
) -> PanelGradient | None:
    """Return the executable of a layer that is a matrix product, or None."""
    problem, instructions = arrays.problem, isa.current()
    shape, size = layer.weight_shape, arrays.problem.itemsize
    steps = tuple(size * math.prod(shape[n + 1 :]) for n in range(len(shape)))
    x, grad = (StridedView(*view) for view in zip(arrays.shapes, arrays.strides, strict=True))
    matmul = matrices(x, grad, StridedView(shape, steps), axes, size, transposed=transposed)
    if matmul is None:
        return None
    narrow, wide, weight = matmul
    # Columns of the wide side are contiguous, in the array and in the weight.
    problem = problem_of_matrices(narrow, wide, layer.groups, True, problem)
    width = max(instructions.widths(), key=lambda width: form.gradient_utilisation(problem, width))
    arrays_as_matrices = Arrays(problem, (narrow.shape, wide.shape), (narrow.strides, wide.strides))
    layer = layer._replace(weight_shape=weight.shape)
    return _panel_gradient(
        igemm_plan_of(problem, width), arrays_as_matrices, layer, swapped=not transposed
    )


def _prepare(
    ways: tuple[Arrays, Arrays], layer: Layer, instructions: isa.ISA, *, winograd_allowed: bool
) -> GradientExecutable:
    """Choose the form of a weight gradient, and whether x and `grad` are swapped."""
    seen_ways = tuple(arrays.way() for arrays in ways)
    choice = winograd.gradient_tiling(seen_ways, instructions) if winograd_allowed else None
    if choice is not None:
        number, tiling = choice
        direct = partial(_prepare, ways, layer, instructions, winograd_allowed=False)
        return _panel_gradient(tiling, ways[number], layer, swapped=number > 0, fallback=direct)
    utilisations = tuple(
        (form.gradient_utilisation(arrays.problem, width), -swapped, -number, width)
        for swapped, arrays in enumerate(ways)
        for number, width in enumerate(instructions.widths())
    )
    utilisation, negated_number, _, width = max(utilisations, key=lambda each: each[:3])
    if form.takes_gradient(utilisation):
        arrays = ways[-negated_number]
        plan = igemm_plan_of(arrays.problem, width)
        return _panel_gradient(plan, arrays, layer, swapped=negated_number < 0)
    cycles = [_dot_tile(arrays.problem, instructions).cycles for arrays in ways]
    swapped = cycles[1] < cycles[0]
    return _direct_gradient(ways[swapped], layer, instructions, swapped=swapped)


def _panel_gradient(
    plan: IgemmPlan | Tiling,
    arrays: Arrays,
    layer: Layer,
    *,
    swapped: bool,
    fallback: Callable[[], GradientExecutable] | None = None,
) -> PanelGradient:
    size = plan.problem.itemsize
    sizes = (*arrays.sizes(layer), layer.threads)
    if isinstance(plan, Tiling):
        made = winograd_schedule.gradient_schedule(plan, *sizes)
        entries = winograd.gradient_of(plan, made)
    else:
        made = igemm_schedule.gradient_schedule(plan, *sizes)
        entries = form.gradient_of(plan, made)
    return PanelGradient(
        entries[:2],
        made.words,
        (made.packed_items, made.space_bytes),
        layer.result_shape,
        np.dtype(f"f{size}"),
        layer.threads,
        swapped=swapped,
        keep=(made, entries),
        fallback=fallback,
    )


def _direct_gradient(
    arrays: Arrays, layer: Layer, instructions: isa.ISA, *, swapped: bool
) -> DirectGradient:
    problem = arrays.problem._replace(layout="first")
    size, tile = problem.itemsize, _dot_tile(problem, instructions)
    schedule = gradient_schedule(plan_of(problem, instructions), tile[1:], *arrays.sizes(layer))
    tables = {"planes": schedule.planes, "phases": schedule.phases, "offsets": schedule.taps}
    for name, table in tables.items():
        schedule.words[args.INDEX[name]] = address_of(table)
    schedule.other[args.INDEX["planes"]] = address_of(schedule.grad_planes)
    kinds = kinds_of(schedule.words, schedule.other)
    (entry,), (kernel,) = compiler.addresses(
        instructions,
        Source(driver.write_gradient, (instructions, size, kinds), (gradient.NAME,)),
        Source(_write_dot, (instructions, size, tile[1:]), (dot.NAME,)),
    )
    schedule.words[args.INDEX["kernels"]] = kernel
    dtype = np.dtype(f"f{size}")
    arguments = (schedule, layer.result_shape, dtype, layer.threads)
    return DirectGradient(entry, *arguments, swapped=swapped, keep=kernel)


class DotTile(NamedTuple):
    """A register tile of the direct gradient, and its cycles per vector of positions."""

    cycles: float
    rows: int
    columns: int


@memoised("plans", 256)
def _dot_tile(problem: Problem, instructions: isa.ISA) -> DotTile:
    """Choose (output channels, pairs of tap and input channel) of a tile of the gradient.

    Each phase of the output has its own pairs. Inputs of a single row are used once, straight
    from memory; several rows share them in registers.
    """
    pairs = [
        math.prod(taps) * problem.in_channels
        for taps in itertools.product(*map(_taps_of_phases, problem.links))
    ]
    candidates = []
    for rows in range(1, min(problem.out_channels, gradient.ROWS) + 1):
        registers = (
            (instructions.registers - 1) // (rows + 1) if rows > 1 else instructions.registers - 2
        )
        for columns in range(1, min(max(pairs), registers, gradient.COLUMNS) + 1):
            tiles = sum(math.ceil(count / columns) for count in pairs)
            tiles *= math.ceil(problem.out_channels / rows)
            cycles = max(rows * columns / 2, (rows + columns) / 2, 4) + 1
            candidates.append(DotTile(tiles * cycles, rows, columns))
    return min(candidates)


def _taps_of_phases(axis: AxisLinks) -> list[int]:
    """Return how many taps each phase of the output has on an axis."""
    return list(Counter(link.out_phase for link in axis.links).values())


def _write_dot(instructions: isa.ISA, itemsize: int, tile: tuple[int, int]) -> Module:
    title = f"weight gradient {tile} {instructions.name} f{8 * itemsize}"
    module, scalar = new_module(title, instructions, itemsize)
    dot.emit_dot(module, scalar, tile, fused=instructions.fma)
    return module
