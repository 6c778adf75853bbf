"""Fractional strides: an ordinary convolution for each output phase, and no zero multiplied.

On one axis, with P and Q the steps of output and input, outputs P·n + r read inputs Q·n + a
through every T-th tap, where T = P/gcd(P, d): a convolution at stride Q with a part of the kernel.
The input moves by D = d·T/P elements from one of these taps to the next, forwards in a
convolution and backwards in a transposed one, whose part of the kernel is therefore flipped.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import activations
from upconv.axis import Axis

Array: TypeAlias = NDArray[Any]
Axes: TypeAlias = tuple[Axis, ...]


class Phase(NamedTuple):
    """One output phase of one axis: its outputs, its taps, and the convolution of both.

    `axis` is None for a phase that no tap reaches.
    """

    outputs: slice
    taps: slice
    axis: Axis | None


def phases(axis: Axis, transposed: bool, i: int, o: int) -> Iterator[Phase]:
    """Yield the phases of one axis that have outputs, from i inputs to o outputs.

    >>> axis = Axis(kernel=3, stride=3, dilation=1, begin=1, end=1, step=2)
    >>> for phase in phases(axis, True, 5, 7):
    ...     print(phase.outputs, phase.taps, phase.axis)
    slice(0, None, 3) slice(1, 2, 3) Axis(kernel=1, stride=2, dilation=1, begin=0, end=0, step=1)
    slice(1, None, 3) slice(0, 1, 3) Axis(kernel=1, stride=2, dilation=1, begin=-1, end=-1, step=1)
    slice(2, None, 3) slice(2, 3, 3) Axis(kernel=1, stride=2, dilation=1, begin=-1, end=-1, step=1)
    """
    out_step, in_step = (axis.stride, axis.step) if transposed else (axis.step, axis.stride)
    sign = -1 if transposed else 1
    common = math.gcd(out_step, axis.dilation)
    apart = out_step // common
    moved = axis.dilation // common
    inverse = pow(moved, -1, apart)
    for r in range(min(out_step, o)):
        # Tap t reads input (in_step·r + sign·(t·d - begin))/out_step + in_step·n.
        start, rest = divmod(in_step * r - sign * axis.begin, common)
        first = -sign * start * inverse % apart
        count = 0 if rest else max(-((first - axis.kernel) // apart), 0)
        taps = slice(first, first + (count - 1) * apart + 1, apart)
        outputs = slice(r, None, out_step)
        if not count:
            yield Phase(outputs, slice(0, 0), None)
            continue
        place = in_step * r + sign * (first * axis.dilation - axis.begin)
        reads = place // out_step
        lowest = reads if sign > 0 else reads - moved * (count - 1)
        number = -((r - o) // out_step)
        extent = moved * (count - 1) + 1
        end = (number - 1) * in_step + extent - i + lowest
        yield Phase(outputs, taps, Axis(count, in_step, moved, -lowest, end))


def convolutions(
    axes: Axes, transposed: bool, inputs: tuple[int, ...], outputs: tuple[int, ...]
) -> Iterator[tuple[tuple[slice, ...], tuple[slice, ...], Axes | None]]:
    """Yield, for each phase of all axes, its outputs, its taps and the axes of its convolution."""
    sizes = zip(axes, inputs, outputs, strict=True)
    for found in itertools.product(*(tuple(phases(a, transposed, i, o)) for a, i, o in sizes)):
        places, taps, parts = zip(*found, strict=True)
        yield places, taps, None if None in parts else parts


def forward(
    run: Callable[..., object],
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    out: Array,
    axes: Axes,
    groups: int,
    transposed: bool,
) -> None:
    """Write one operation into `out` with `run` for each phase; both are as `dispatch.forward`."""
    for places, taps, parts in convolutions(axes, transposed, x.shape[2:], out.shape[2:]):
        phase = out[(slice(None), slice(None), *places)]
        if parts is not None:
            part = _part(weight, taps, groups, transposed)
            run(x, part, bias, activation, phase, parts, groups, transposed=False)
        else:  # no tap reaches these outputs
            phase[...] = 0 if bias is None else bias.reshape(-1, *(1,) * (phase.ndim - 2))
            activations.apply(activation, phase)


def weight_gradient(
    run: Callable[..., tuple[Array, object]],
    x: Array,
    grad: Array,
    weight_shape: tuple[int, ...],
    axes: Axes,
    groups: int,
    transposed: bool,
) -> Array:
    """Return the gradient of `forward` for its weight; `run` is as `dispatch.weight_gradient`."""
    result = np.zeros(weight_shape, x.dtype)
    for places, taps, parts in convolutions(axes, transposed, x.shape[2:], grad.shape[2:]):
        if parts is not None:
            shape = _part(result, taps, groups, transposed).shape
            phase = grad[(slice(None), slice(None), *places)]
            part, _ = run(x, phase, shape, parts, groups, transposed=False)
            if transposed:
                part = _exchanged(part, groups)[_flipped(part.ndim)]
            result[(slice(None), slice(None), *taps)] = part
    return result


def _part(weight: Array, taps: tuple[slice, ...], groups: int, transposed: bool) -> Array:
    """Return these taps as the weight of a convolution, (C_out, C_in/groups, *k)."""
    part = weight[(slice(None), slice(None), *taps)]
    if transposed:
        part = _exchanged(part[_flipped(part.ndim)], groups)
    return np.ascontiguousarray(part)


def _flipped(ndim: int) -> tuple[slice, ...]:
    return (slice(None), slice(None), *(slice(None, None, -1),) * (ndim - 2))


def _exchanged(weight: Array, groups: int) -> Array:
    """Exchange the channels of a weight within each group: (A, B/groups, *k) to (B, A/groups, *k).

    >>> _exchanged(np.zeros((4, 3, 5)), 2).shape
    (6, 2, 5)
    """
    first, second, *kernel = weight.shape
    grouped = weight.reshape(groups, first // groups, second, *kernel).swapaxes(1, 2)
    return grouped.reshape(groups * second, first // groups, *kernel)
