"""A field compared with the model itself: which outputs depend on which inputs."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import errors
from upconv.checkerboards.outputs import named
from upconv.pieces.extents import Extent
from upconv.pieces.reading import Read

# depends(random, given, made, positions): which inputs of an axis of the input each position of an
# axis of the output depends on, (positions, i).
Depends: TypeAlias = Callable[[np.random.Generator, int, int, Sequence[int]], NDArray[np.bool_]]

_TRIED = 6  # inputs
_PHASES = 12  # outputs per axis


def reached(read: Read, axes: Sequence[Extent]) -> tuple[bool, ...]:
    """Return, per axis, whether the dependence reached both ends of the field of each output.

    Raises UpconvError if it went beyond.
    """
    shape = _shape(read, axes)
    random = np.random.default_rng(0)
    depends = _depends(read, shape)
    found = []
    for n, axis in enumerate(axes):
        given, made = read.followed.given[n], read.followed.made[n]
        if axis.reads is None or made is None:
            found.append(True)
            continue

        def along(positions: Sequence[int], given: int = given, made: int = made) -> Any:
            return depends(random, given, made, positions)

        found.append(_axis_reached(along, n, axis, shape[given]))
    return tuple(found)


def _shape(read: Read, axes: Sequence[Extent]) -> tuple[int, ...]:
    """Return the shape of an input in whose middle no border is seen, channels first."""
    arrays = list(named(read.batch, lambda one: hasattr(one, "shape")).values())
    if len(arrays) != 1:
        raise errors.pieces.cannot_verify(f"{len(arrays)} inputs")
    shape = list(arrays[0].shape)
    if read.recorded.last and len(shape) > 2:
        shape.insert(1, shape.pop())
    if read.framework == "torch":  # models of the others may accept the given size alone
        for n, axis in zip(read.followed.given, axes, strict=True):
            shape[n] = _size(axis, shape[n])
    return (1, *shape[1:])


def _size(axis: Extent, given: int) -> int:
    if axis.halo is None:
        return given
    least = 2 * (sum(axis.halo) + axis.alignment)
    size = -(-least // axis.alignment) * axis.alignment
    while not axis.network.is_regular(size) and size < least + axis.network.extent:
        size += axis.alignment
    return size


def _depends(read: Read, shape: tuple[int, ...]) -> Depends:
    if read.framework == "torch":
        module: Any = importlib.import_module("upconv.checkerboards.readers.torch_gradients")
        found: Depends = module.depends(read.model, shape, read.output)
        return found
    return _changes(read, shape)


def _changes(read: Read, shape: tuple[int, ...]) -> Depends:
    """Return dependence as found by changing inputs one after the other."""
    last = read.recorded.last

    def run(x: NDArray[Any]) -> NDArray[Any]:
        batch = np.moveaxis(x, 1, -1) if last and x.ndim > 2 else x
        array, _ = read.recorded.run(batch, []).outputs[read.output]
        return np.asarray(array)

    def depends(
        random: np.random.Generator, given: int, made: int, positions: Sequence[int]
    ) -> NDArray[np.bool_]:
        x = random.random(shape, np.float32)
        y = run(x)
        found = np.zeros((len(positions), shape[given]), np.bool_)
        for j in range(shape[given]):
            other = x.copy()
            index = (slice(None),) * given + (j,)
            other[index] += random.random(other[index].shape, np.float32) + 1
            differs = np.moveaxis(run(other) != y, made, 0)
            found[:, j] = differs.reshape(len(differs), -1).any(axis=1)[list(positions)]
        return found

    return depends


def _axis_reached(
    depends: Callable[[Sequence[int]], NDArray[np.bool_]], n: int, axis: Extent, size: int
) -> bool:
    if axis.reads is None or axis.halo is None:
        return True
    phases = _chosen(axis)
    periods = size // axis.alignment // 2
    outputs = [periods * axis.outputs + r for r in phases]
    expected = []
    for output in outputs:
        spans_of = axis.network.cone((output, output + 1), size).spans[0]
        expected.append((spans_of[0][0], spans_of[-1][1] - 1) if spans_of else None)
    found = np.zeros((len(outputs), size), np.bool_)
    for _ in range(_TRIED):
        found |= depends(outputs)
        spans = [_span(row) for row in found]
        for output, own, span in zip(outputs, expected, spans, strict=True):
            if span is not None and (own is None or span[0] < own[0] or span[1] > own[1]):
                raise errors.pieces.field_differs(n, output, own, span)
        if spans == expected:
            return True
    return False


def _chosen(axis: Extent) -> list[int]:
    """Return the phases to try: all, or some with those that reach farthest."""
    reads = axis.reads or ()
    known = [r for r, one in enumerate(reads) if one is not None]
    if len(reads) <= _PHASES:
        return list(range(len(reads)))
    far = {
        min(known, key=lambda r: reads[r] or ()),
        max(known, key=lambda r: (reads[r] or (0, 0))[1]),
    }
    step = math.ceil(len(reads) / (_PHASES - 2))
    return sorted(far | set(range(0, len(reads), step)))


def _span(row: NDArray[np.bool_]) -> tuple[int, int] | None:
    places = np.flatnonzero(row)
    return (int(places[0]), int(places[-1])) if len(places) else None
