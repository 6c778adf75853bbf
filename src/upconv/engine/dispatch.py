"""The front of the engine: the forms in order, fastest first, each answers yes or a reason.

`upconv.ops` calls these with arguments that have been checked. Arrays are seen as
(N, C, *spatial) whatever lies in memory; weights are in their operator's own layout, (C_in,
C_out/groups, *k) of a transposed convolution and (C_out, C_in/groups, *k) of a convolution.
"""

from __future__ import annotations

import time
import warnings
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import activations
from upconv.axis import Axis
from upconv.engine import debug, matmul
from upconv.engine.links import AxisLinks, convolution_links, transposed_links

Array: TypeAlias = NDArray[Any]
Axes: TypeAlias = tuple[Axis, ...]
Act: TypeAlias = tuple[str, float] | None

_FUSED = (None, "relu", "leaky_relu")
_failed: dict[str, str] = {}


def correlate(
    x: Array,
    weight: Array,
    out: Array,
    axes: Axes,
    groups: int,
    transposed: bool,
    bias: Array | None = None,
    activation: Act = None,
) -> None:
    """Write into `out` (N, C_out, *o) one direction of `x` (N, C_in, *i), bias and activation."""
    if out.size == 0:
        return
    fused = activation if activation is None or activation[0] in _FUSED else None
    reason = _declined(x, weight, out)
    if reason is None:
        reason = _generated(x, weight, out, axes, groups, transposed, bias, fused)
    if reason is not None:
        debug.say(debug.CHOICE, f"generated: no, {reason}; matmul: yes")
        _matmul(x, weight, out, axes, groups, transposed)
        if bias is not None:
            out += np.reshape(bias, (-1, *(1,) * len(axes)))
        fused = None
    if activation is not None and fused is None:
        activations.apply(activation, out)


def weight_gradient(
    x: Array, received: Array, axes: Axes, groups: int, transposed: bool, shape: tuple[int, ...]
) -> Array:
    """Return the gradient of the weight, of `shape`; `received` is that of the output."""
    taps = matmul.weight_gradient(x, received, _links(axes, transposed), shape[2:], groups)
    if transposed:
        taps = taps.swapaxes(-1, -2)
    grouped = np.moveaxis(taps, (-3, -2, -1), (0, 1, 2))
    return np.ascontiguousarray(grouped).reshape(shape)


def bias_gradient(received: Array) -> Array:
    """Return the gradient of the bias: the sum over images and positions."""
    total: Array = received.sum(axis=(0, *range(2, received.ndim)))
    return total


def _declined(*arrays: Array) -> str | None:
    """Return why generated code cannot read these arrays, or None."""
    for array in arrays:
        if not array.flags.aligned or any(step % array.itemsize for step in array.strides):
            return "an array is not aligned to its elements"
    return None


def _generated(
    x: Array,
    weight: Array,
    out: Array,
    axes: Axes,
    groups: int,
    transposed: bool,
    bias: Array | None,
    activation: Act,
) -> str | None:
    """Run generated code; return why not where that is so."""
    try:
        from upconv.engine import generated  # noqa: PLC0415 - LLVM loads with the first call
    except ImportError as error:
        return f"llvmlite is missing ({error})"
    start = time.perf_counter() if debug.level() >= debug.TIMING else 0.0
    problem = generated.problem_of(x, out, axes, groups, transposed, bias, activation)
    name = str(problem)
    if name in _failed:
        return _failed[name]
    try:
        prepared = generated.prepare(problem, x, weight, out, groups)
    except (RuntimeError, OSError) as error:
        _failed[name] = f"compilation failed ({error})"
        text = f"upconv could not compile {name}; it computes with NumPy instead: {error}"
        warnings.warn(text, RuntimeWarning, stacklevel=5)
        return _failed[name]
    generated.run(prepared, x, weight, out, bias, activation)
    if debug.level() >= debug.CHOICE:
        took = f", {1e3 * (time.perf_counter() - start):.3f} ms" if start else ""
        debug.say(debug.CHOICE, f"generated: yes, {name} {prepared.kernel.plan.isa.name}{took}")
    return None


def _links(axes: Axes, transposed: bool) -> tuple[AxisLinks, ...]:
    return tuple(map(transposed_links if transposed else convolution_links, axes))


def _matmul(x: Array, weight: Array, out: Array, axes: Axes, groups: int, transposed: bool) -> None:
    """Run the generic form with a weight of either operator: (groups·A, B, *k)."""
    grouped = weight.reshape(groups, weight.shape[0] // groups, *weight.shape[1:])
    taps = np.moveaxis(grouped, (0, 1, 2), (-3, -2, -1))
    if transposed:
        taps = taps.swapaxes(-1, -2)
    matmul.correlate(x, taps, out, _links(axes, transposed), groups)
