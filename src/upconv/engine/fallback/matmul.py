"""The generic form: the phase form on NumPy matrix products.

Both directions take a convolution apart into unit-stride ones between one phase of the input and
one of the output. The phases of the input are copied once into a zero-padded grid, flattened over
images and positions; there a tap is a shift of the flat index, so that every tap is one matrix
product on a slice: no zero is inserted, no column buffer exists, no loop runs over pixels.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine.links import AxisLinks, Link

Array: TypeAlias = NDArray[Any]
Index: TypeAlias = tuple[int, ...]

# Bytes of the grids of one chunk of the batch, and of one block of columns in a matrix product:
# the first bounds the workspace, the second is short enough for the cache and long enough that
# the calls themselves do not count.
CHUNK_BYTES = 8 << 20
BLOCK_BYTES = 2 << 20


class _Grid:
    """The flat zero-padded grid that every phase of the input is laid out on."""

    def __init__(self, axes: Sequence[AxisLinks], out_size: Index) -> None:
        self.axes = axes
        self.quotients = tuple(
            -(-o // axis.out_step) for o, axis in zip(out_size, axes, strict=True)
        )
        self.shape = tuple(q + axis.spread for q, axis in zip(self.quotients, axes, strict=True))
        self.size = math.prod(self.shape)
        self.strides = tuple(math.prod(self.shape[n + 1 :]) for n in range(len(axes)))

    def columns(self, images: int) -> int:
        """How many flat positions reach from the first output to the last of so many images."""
        last = sum((q - 1) * step for q, step in zip(self.quotients, self.strides, strict=True))
        return (images - 1) * self.size + last + 1

    def offset(self, links: Sequence[Link]) -> int:
        """The flat shift of one link on every axis."""
        return sum(
            (link.shift - axis.lowest) * step
            for link, axis, step in zip(links, self.axes, self.strides, strict=True)
        )

    def place(self, x: Array, groups: int, phase: Index) -> Array:
        """Copy one phase of `x` (N, C, *spatial) onto the grid: (groups, C/groups, N·size)."""
        n, channels = x.shape[:2]
        buffer = np.zeros((channels, n, *self.shape), x.dtype)
        target, source = [slice(None)] * 2, [slice(None)] * 2
        for rho, axis, size, length in zip(phase, self.axes, self.shape, x.shape[2:], strict=True):
            phase_size = -(-(length - rho) // axis.in_step)
            first, last = max(0, axis.lowest), min(phase_size, axis.lowest + size)
            source.append(
                slice(rho + first * axis.in_step, max(rho + last * axis.in_step, 0), axis.in_step)
            )
            target.append(slice(first - axis.lowest, max(last, first) - axis.lowest))
        values = x[tuple(source)]
        if values.size:
            buffer[tuple(target)] = values.swapaxes(0, 1)
        return buffer.reshape(groups, channels // groups, n * self.size)

    def overlap(self, out_size: Index, phase: Index) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
        """Return where one phase lies in the output and on the grid."""
        steps = [axis.out_step for axis in self.axes]
        spatial = tuple(slice(r, None, step) for r, step in zip(phase, steps, strict=True))
        counts = (-(-(o - r) // s) for o, r, s in zip(out_size, phase, steps, strict=True))
        return spatial, tuple(slice(max(count, 0)) for count in counts)


def _links_by_phase(axes: Sequence[AxisLinks]) -> dict[Index, list[tuple[Link, ...]]]:
    """Return, for every phase of the output, the links that reach it; some phases have none."""
    steps = (range(axis.out_step) for axis in axes)
    by_phase: dict[Index, list[tuple[Link, ...]]] = {
        phase: [] for phase in itertools.product(*steps)
    }
    for links in itertools.product(*(axis.links for axis in axes)):
        by_phase[tuple(link.out_phase for link in links)].append(links)
    return by_phase


def _input_phases(axes: Sequence[AxisLinks]) -> Iterator[Index]:
    return itertools.product(*(sorted({link.in_phase for link in axis.links}) for axis in axes))


def _chunks(images: int, bytes_per_image: int) -> Iterator[slice]:
    step = max(1, CHUNK_BYTES // max(bytes_per_image, 1))
    return (slice(n, min(n + step, images)) for n in range(0, images, step))


def _blocks(columns: int, rows: int, itemsize: int) -> Iterator[slice]:
    step = max(256, BLOCK_BYTES // (rows * itemsize))
    return (slice(first, min(first + step, columns)) for first in range(0, columns, step))


def correlate(
    x: Array,
    taps: Array,
    out: Array,
    axes: Sequence[AxisLinks],
    groups: int,
    finish: Callable[[Array], None],
) -> None:
    """Write into `out` (N, C_out, *o) the sum over all links of `taps` times `x` (N, C_in, *i).

    `taps` is (*kernel, groups, C_out/groups, C_in/groups); `finish` is given some images of `out`
    after the other, while they are in the cache, to add a bias and apply an activation.
    """
    if out.size == 0:
        return
    grid = _Grid(axes, out.shape[2:])
    by_phase = _links_by_phase(axes)
    in_phases = list(_input_phases(axes))
    inner, outer = x.shape[1] // groups, out.shape[1] // groups
    rows = x.shape[1] * len(in_phases) + 2 * out.shape[1]
    taps = np.ascontiguousarray(taps)
    for images in _chunks(len(x), rows * grid.size * x.itemsize):
        count = images.stop - images.start
        columns = grid.columns(count)
        placed = {phase: grid.place(x[images], groups, phase) for phase in in_phases}
        total = np.empty((groups, outer, count * grid.size), x.dtype)
        for phase, reaching in by_phase.items():
            spatial, overlap = grid.overlap(out.shape[2:], phase)
            target = out[(images, slice(None), *spatial)]
            if not reaching:
                target[...] = 0
                continue
            for block in _blocks(columns, groups * (inner + 2 * outer), x.itemsize):
                _sum_of_taps(total[..., block], placed, taps, reaching, grid, block)
            image = total.reshape(out.shape[1], count, *grid.shape)
            target[...] = image[(slice(None), slice(None), *overlap)].swapaxes(0, 1)
        finish(out[images])


def _sum_of_taps(
    total: Array,
    placed: dict[Index, Array],
    taps: Array,
    reaching: Sequence[tuple[Link, ...]],
    grid: _Grid,
    block: slice,
) -> None:
    # NumPy leaves products with one inner channel to a plain loop, 30 times slower than this.
    product = np.multiply if taps.shape[-1] == 1 else np.matmul
    part = np.empty(total.shape, total.dtype) if len(reaching) > 1 else total
    for n, links in enumerate(reaching):
        offset = grid.offset(links)
        source = placed[tuple(link.in_phase for link in links)]
        columns = source[..., block.start + offset : block.stop + offset]
        weight = taps[tuple(link.tap for link in links)]
        product(weight, columns, out=part if n else total)
        if n:
            total += part


def weight_gradient(
    x: Array, grad: Array, axes: Sequence[AxisLinks], kernel: Index, groups: int
) -> Array:
    """Return (*kernel, groups, C_out/groups, C_in/groups): the gradient of `correlate`'s taps.

    `grad` (N, C_out, *o) is the gradient of its output, `x` (N, C_in, *i) its input.
    """
    inner, outer = x.shape[1] // groups, grad.shape[1] // groups
    result = np.zeros((*kernel, groups, outer, inner), x.dtype)
    if grad.size == 0:
        return result
    grid = _Grid(axes, grad.shape[2:])
    in_phases = list(_input_phases(axes))
    rows = x.shape[1] * len(in_phases) + grad.shape[1]
    for images in _chunks(len(x), rows * grid.size * x.itemsize):
        count = images.stop - images.start
        columns = grid.columns(count)
        placed = {phase: grid.place(x[images], groups, phase) for phase in in_phases}
        for phase, reaching in _links_by_phase(axes).items():
            if not reaching:
                continue
            spatial, overlap = grid.overlap(grad.shape[2:], phase)
            image = np.zeros((grad.shape[1], count, *grid.shape), x.dtype)
            values = grad[(images, slice(None), *spatial)]
            image[(slice(None), slice(None), *overlap)] = values.swapaxes(0, 1)
            grad_columns = image.reshape(groups, outer, -1)[..., :columns]
            for links in reaching:
                offset = grid.offset(links)
                source = placed[tuple(link.in_phase for link in links)]
                shifted = source[..., offset : offset + columns].swapaxes(1, 2)
                result[tuple(link.tap for link in links)] += grad_columns @ shifted
    return result
