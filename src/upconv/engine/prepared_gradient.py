"""Weight gradients prepared for arrays of one dtype, shape and strides, as `prepared.py` does it.

Both forms have one method, `run(x, grad)`, for arrays that lie on whole elements.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine import frame, memory, threads
from upconv.engine.address import LINE, address_of, on_line
from upconv.engine.schedule import GradientSchedule

Array: TypeAlias = NDArray[Any]

_AT = {name: frame.INDEX[name] for name in ("x", "weight", "packed", "out", "space", "other")}
_NOT_FINITE = frame.INDEX["not_finite"]


class InTiles:
    """A weight gradient summed in tiles, with x and the gradient exchanged where that is said.

    Its parts are added up in order.
    """

    __slots__ = ("_count", "_dtype", "_entry", "_exchanged", "_made", "_shape")

    def __init__(
        self,
        entry: int,
        made: GradientSchedule,
        weight_shape: tuple[int, ...],
        dtype: np.dtype[Any],
        count: int,
        *,
        exchanged: bool,
    ) -> None:
        self._exchanged = exchanged
        self._entry, self._made, self._dtype = threads.Entry(entry), made, dtype
        self._shape = (made.parts, *weight_shape)
        self._count = min(count, int(made.words[frame.INDEX["tasks"]]))

    def run(self, x: Array, grad: Array) -> Array:
        """Return the gradient of the weight; `grad` is that of the output."""
        made = self._made
        words, other = made.words.copy(), made.other.copy()
        total = memory.empty(self._shape, self._dtype)
        total.fill(0)
        space = memory.empty((made.space_bytes * self._count + LINE,), np.uint8)
        if self._exchanged:
            x, grad = grad, x
        words[_AT["x"]], other[_AT["x"]] = address_of(x), address_of(grad)
        words[_AT["out"]] = address_of(total)
        words[_AT["space"]] = on_line(space)
        words[_AT["other"]] = address_of(other)
        self._entry.run(address_of(words), self._count)
        summed: Array = total[0] if made.parts == 1 else np.add.reduce(total, axis=0)
        return summed


class InPanels:
    """A weight gradient summed in panels, with x and the gradient exchanged where that is said.

    `otherwise` returns what computes it instead where the frame says `not_finite` at its end.
    """

    __slots__ = (
        *("_counts", "_dtype", "_entries", "_exchanged", "_keep", "_packed", "_shape"),
        *("_otherwise", "_space", "_words"),
    )

    def __init__(
        self,
        entries: tuple[int, int],
        words: NDArray[np.int64],
        sizes: tuple[int, int],
        weight_shape: tuple[int, ...],
        dtype: np.dtype[Any],
        count: int,
        *,
        exchanged: bool,
        keep: Any,
        otherwise: Callable[[], PreparedGradient] | None = None,
    ) -> None:
        packed_items, space_bytes = sizes
        tasks, pack_tasks = (int(words[frame.INDEX[name]]) for name in ("tasks", "pack_tasks"))
        self._entries = tuple(map(threads.Entry, entries))
        self._counts = (min(count, tasks), min(count, pack_tasks))
        self._words, self._shape, self._dtype = words, weight_shape, dtype
        self._packed = packed_items * dtype.itemsize + LINE
        self._space = space_bytes * self._counts[0] + LINE
        self._exchanged, self._keep = exchanged, keep
        self._otherwise = None if otherwise is None else lru_cache(maxsize=1)(otherwise)

    def run(self, x: Array, grad: Array) -> Array:
        """Return the gradient of the weight; `grad` is that of the output."""
        x_at, grad_at = address_of(x), address_of(grad)
        if self._exchanged:
            x_at, grad_at = grad_at, x_at
        words = self._words.copy()
        result = memory.empty(self._shape, self._dtype)
        packed = memory.empty((self._packed,), np.uint8)
        space = memory.empty((self._space,), np.uint8)
        words[_AT["x"]], words[_AT["out"]] = x_at, grad_at
        words[_AT["weight"]] = address_of(result)
        words[_AT["packed"]], words[_AT["space"]] = on_line(packed), on_line(space)
        at = address_of(words)
        for entry, count in zip(self._entries, self._counts, strict=True):
            entry.run(at, count)
        if words[_NOT_FINITE] and self._otherwise is not None:
            return self._otherwise().run(x, grad)
        return result


PreparedGradient: TypeAlias = InTiles | InPanels
