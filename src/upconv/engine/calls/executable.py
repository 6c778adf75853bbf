"""A call with everything decided but the addresses: for one dtype, shapes and strides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine.calls import args
from upconv.engine.calls.argument_pool import ArgumentPool, was_finite
from upconv.engine.calls.command import Command, Place, places_in
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.process import threads
from upconv.engine.process.address import on_line

Array: TypeAlias = NDArray[Any]


class Executable:
    """Everything about one call that its dtype, shapes and strides decide, and how to run it.

    `packs` says whether the weight is ever packed.

    Parameters
    ----------
    plan
        What `UPCONV_DEBUG` prints of the call.
    entries
        The addresses of the functions that compute and that pack the weight; the second is 0 if the
        weight is read in place.
    words
        The kernel arguments, except for what changes with every call.
    sizes
        Bytes of an element, of the packed weight, and of the workspace of one thread.
    count
        How many threads it runs on.
    packing
        Equal for calls that share a packed copy of one weight.
    keep
        What must live as long: tables that the kernel arguments point to.
    unpacked
        Whether the kernel gets the weight itself if there is no packed copy.
    fallback
        Returns the executable that runs instead if the arguments say `not_finite` at the end.
    """

    __slots__ = (
        *("plan", "packing", "_run", "_pack", "_mask", "_threads", "_pack_threads"),
        *("_pool", "_keep", "_fallback", "packs", "_unpacked"),
    )

    def __init__(
        self,
        plan: Any,
        entries: tuple[int, int],
        words: NDArray[np.int64],
        sizes: tuple[int, int, int],
        count: int,
        packing: object,
        keep: Any,
        fallback: Callable[[], Executable] | None = None,
        *,
        unpacked: bool = False,
    ) -> None:
        itemsize, packed, space = sizes
        tasks, pack_tasks = (int(words[args.INDEX[name]]) for name in ("tasks", "pack_tasks"))
        self.plan, self.packing = plan, packing
        self._run, self._pack = map(threads.Entry, entries)
        self._unpacked, self.packs = unpacked, bool(entries[1])
        self._keep, self._fallback = keep, fallback
        self._mask = itemsize - 1
        self._threads = min(count, tasks)
        self._pack_threads = min(count, pack_tasks)
        self._pool = ArgumentPool(words, packed, space, self._threads, elsewhere=unpacked)

    def at(
        self,
        x: int,
        weight: int,
        bias: int,
        out: int,
        slope: float,
        packed_weight: PackedWeight | None = None,
    ) -> bool:
        """Compute with arrays at these addresses; False, and nothing done, if one is not aligned.

        `bias` is contiguous, or 0 for none; `packed_weight` has packed copies of the weight, or is
        None.
        """
        if (x | weight | out | bias) & self._mask:
            return False
        pool, packed = self._pool, weight if self._unpacked else 0
        if packed_weight is not None and self.packs:
            copy = packed_weight.packed(self.packing, lambda: self.pack(weight))
            packed = on_line(copy)
        block, workspace = pool.start(x, weight, packed, out, bias, slope)
        if not packed:
            self._pack.run(block.at, self._pack_threads)
        self._run.run(block.at, self._threads)
        not_finite = self._fallback is not None and not was_finite(block)
        pool.end(block, workspace)
        if not_finite and self._fallback is not None:
            return self._fallback().at(x, weight, bias, out, slope, packed_weight)
        return True

    @property
    def sizes(self) -> tuple[int, int]:
        """The bytes of its packed weight, and of its workspace on one thread."""
        return self._pool.packed, self._pool.space

    def command(
        self,
        *,
        x: Place,
        weight: Place,
        bias: Place,
        out: Place,
        packed: Place,
        space: Place,
        slope: float,
    ) -> Command:
        """Return the call as a command of a command list."""
        arrays = {"x": x, "weight": weight, "bias": bias, "out": out}
        packed_place = weight if self._unpacked else packed
        places = places_in(args.INDEX, **arrays, packed=packed_place, space=space)
        prepares = 0 if self._unpacked else self._pack.address
        checked = self._fallback is not None
        return Command(self._pool.words(slope), places, (self._run.address,), prepares, checked)

    def pack(self, weight: int) -> Array:
        """Return a packed copy of the weight at this address, in memory of its own."""
        copy = self._pool.empty_packed()
        block, workspace = self._pool.start(0, weight, on_line(copy), 0, 0, 0.0)
        self._pack.run(block.at, self._pack_threads)
        self._pool.end(block, workspace)
        return copy
