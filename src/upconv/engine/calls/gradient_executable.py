"""Weight gradients with everything decided but the addresses, like `executable.py`.

Both forms have the same methods: `at` takes addresses, `run` arrays, all aligned to elements.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine.calls import args
from upconv.engine.calls.argument_pool import ArgumentPool, was_finite, write
from upconv.engine.calls.command import Command, Place, places_in
from upconv.engine.process import memory, threads
from upconv.engine.process.address import address_of

if TYPE_CHECKING:
    from upconv.engine.forms.direct.schedule import GradientSchedule

Array: TypeAlias = NDArray[Any]

_OTHER = args.INDEX["other"]
_X = args.INDEX["x"]


class _Gradient:
    __slots__ = ()

    def at(self, x: int, grad: int) -> Array:
        """Return the gradient of the weight; `grad` is that of the output."""
        raise NotImplementedError  # defined by both forms below

    def run(self, x: Array, grad: Array) -> Array:
        """Do the same with arrays."""
        return self.at(address_of(x), address_of(grad))


class DirectGradient(_Gradient):
    """A direct weight gradient, of x and `grad` or, `swapped`, of `grad` and x.

    Its parts are added up in order.
    """

    __slots__ = (
        *("_dtype", "_entry", "_swapped", "_pool", "_keep", "_made", "_shape", "_threads"),
    )

    def __init__(
        self,
        entry: int,
        made: GradientSchedule,
        weight_shape: tuple[int, ...],
        dtype: np.dtype[Any],
        count: int,
        *,
        swapped: bool,
        keep: Any,
    ) -> None:
        self._swapped, self._keep = swapped, keep
        self._entry, self._made, self._dtype = threads.Entry(entry), made, dtype
        self._shape = (made.parts, *weight_shape)
        self._threads = min(count, int(made.words[args.INDEX["tasks"]]))
        self._pool = ArgumentPool(made.words, 0, made.space_bytes, self._threads)

    def at(self, x: int, grad: int) -> Array:
        pool, other = self._pool, self._made.other.copy()
        total = memory.empty(self._shape, self._dtype)
        total.fill(0)
        if self._swapped:
            x, grad = grad, x
        other[_X] = grad
        block, workspace = pool.start(x, 0, 0, address_of(total), 0, 0.0)
        write(block, _OTHER, address_of(other))
        self._entry.run(block.at, self._threads)
        pool.end(block, workspace)
        summed: Array = total[0] if len(total) == 1 else np.add.reduce(total, axis=0)
        return summed


class PanelGradient(_Gradient):
    """A weight gradient as implicit GEMM or Winograd, with x and `grad` `swapped` or not.

    Without packed items the sums are made in the result itself. `fallback` returns the executable
    that runs instead if the kernel arguments say `not_finite` at the end.
    """

    __slots__ = (
        *("_counts", "_dtype", "_entries", "_swapped", "_pool", "_keep", "_fallback"),
        *("_in_place", "_shape"),
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
        swapped: bool,
        keep: Any,
        fallback: Callable[[], GradientExecutable] | None = None,
    ) -> None:
        packed_items, space_bytes = sizes
        tasks, pack_tasks = (int(words[args.INDEX[name]]) for name in ("tasks", "pack_tasks"))
        sum_up, unpack = map(threads.Entry, entries)
        self._in_place = not packed_items
        self._entries = [(sum_up, min(count, tasks))]
        if not self._in_place:
            self._entries.append((unpack, min(count, pack_tasks)))
        self._shape, self._dtype = weight_shape, dtype
        packed = packed_items * dtype.itemsize
        self._pool = ArgumentPool(words, packed, space_bytes, self._entries[0][1])
        self._swapped, self._keep = swapped, keep
        self._fallback = None if fallback is None else cache(fallback)

    @property
    def shape(self) -> tuple[int, ...]:
        return self._shape

    @property
    def sizes(self) -> tuple[int, int]:
        """The bytes of its sums, and of its workspace on one thread."""
        return self._pool.packed, self._pool.space

    def command(self, x: Place, grad: Place, result: Place, sums: Place, space: Place) -> Command:
        """Return the call as a command of a command list, which writes the gradient to `result`."""
        reads, other = (grad, x) if self._swapped else (x, grad)
        arrays = {"x": reads, "out": other, "weight": result}
        sums_place = result if self._in_place else sums
        places = places_in(args.INDEX, **arrays, packed=sums_place, space=space)
        entries = tuple(entry.address for entry, _ in self._entries)
        checked = self._fallback is not None
        return Command(self._pool.words(0.0), places, entries, checked=checked)

    def at(self, x: int, grad: int) -> Array:
        reads, other = (grad, x) if self._swapped else (x, grad)
        pool = self._pool
        result = memory.empty(self._shape, self._dtype)
        at = address_of(result)
        block, workspace = pool.start(reads, at, at if self._in_place else 0, other, 0, 0.0)
        for entry, count in self._entries:
            entry.run(block.at, count)
        not_finite = self._fallback is not None and not was_finite(block)
        pool.end(block, workspace)
        if not_finite and self._fallback is not None:
            return self._fallback().at(x, grad)
        return result


GradientExecutable: TypeAlias = DirectGradient | PanelGradient
