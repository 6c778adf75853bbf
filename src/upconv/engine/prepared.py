"""A call prepared for arrays of one dtype, shape and strides: where they lie is all that is new.

The frame is kept from call to call, and where packed weight and workspace are small they are kept
beside it: then nothing is allocated but the result. A call takes a frame off a list and puts it
back, so that calls from several Python threads at once have one each.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine import frame, memory, threads
from upconv.engine.address import LINE, address_of, on_line
from upconv.engine.kept import Weight

Array: TypeAlias = NDArray[Any]

KEPT_BYTES = 16 << 10  # a frame with at most so much packed weight and workspace keeps them
_HEAD = struct.Struct(f"{len(frame.HEAD) - 1}qd")
_WORD = struct.Struct("q")
_NOT_FINITE = frame.INDEX["not_finite"] * _WORD.size


class _Frame(NamedTuple):
    """One frame: its memory, where in it and at which address it begins.

    Then the addresses of its packed weight and its workspace; 0 where they are not kept.
    """

    memory: Any  # an array, which `struct` writes into
    offset: int
    at: int
    packed: int
    space: int


class Prepared:
    """Everything about one call that its dtype, shapes and strides decide, and how to make it.

    Parameters
    ----------
    plan
        What `UPCONV_DEBUG` tells of the call.
    entries
        The addresses of the functions that compute and that pack the weight.
    words
        The frame, but for what changes with every call.
    sizes
        Bytes of an element, of the packed weight, and of the workspace of one thread.
    count
        How many threads it runs on.
    packing
        Equal for calls that share a packed copy of one weight.
    keep
        What must live as long: tables that the frame points to.
    otherwise
        Returns what makes the call instead where the frame says `not_finite` at its end.
    """

    __slots__ = (
        *("plan", "packing", "_run", "_pack", "_words", "_mask", "_packed_bytes", "_space_bytes"),
        *("_threads", "_pack_threads", "_counters", "_space_of_one", "_free", "_keep"),
        "_otherwise",
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
        otherwise: Callable[[], Prepared] | None = None,
    ) -> None:
        itemsize, packed, space = sizes
        tasks, pack_tasks, pack_rows = (
            int(words[frame.INDEX[name]]) for name in ("tasks", "pack_tasks", "pack_rows")
        )
        self.plan, self.packing = plan, packing
        self._run, self._pack = map(threads.Entry, entries)
        self._words, self._keep = words, keep
        self._otherwise = otherwise
        self._mask = itemsize - 1
        self._threads = min(count, tasks)
        self._pack_threads = min(count, pack_tasks)
        self._counters = (0, 0, tasks, 0, pack_tasks, pack_rows)
        self._packed_bytes = -(-packed // LINE) * LINE
        self._space_bytes, self._space_of_one = space * self._threads, space
        self._free: list[_Frame] = []

    def run(
        self,
        x: Array,
        weight: Array,
        bias: Array | None,
        out: Array,
        slope: float,
        kept: Weight | None = None,
    ) -> bool:
        """Compute; False, and nothing done, where an array does not lie on whole elements.

        `bias` is contiguous; `kept` holds packed copies of the weight, or is None.
        """
        x_at, weight_at, out_at = address_of(x), address_of(weight), address_of(out)
        bias_at = 0 if bias is None else address_of(bias)
        if (x_at | weight_at | out_at | bias_at) & self._mask:
            return False
        try:
            held = self._free.pop()
        except IndexError:
            held = self._new()
        block, offset, at, packed, space = held
        if not space:
            workspace = memory.empty((self._space_bytes + LINE,), np.uint8)
            space = on_line(workspace)
        if kept is not None:
            copy = kept.packed(self.packing, lambda: self.pack(weight))
            packed = on_line(copy)
        elif not packed:
            copy = memory.empty((self._packed_bytes + LINE,), np.uint8)
            packed = on_line(copy)
        _HEAD.pack_into(
            block,
            offset,
            *self._counters,
            *(x_at, weight_at, packed, out_at, bias_at, space, self._space_of_one, slope),
        )
        if kept is None:
            self._pack.run(at, self._pack_threads)
        self._run.run(at, self._threads)
        again = False
        if self._otherwise is not None:
            word = offset + _NOT_FINITE
            again = _WORD.unpack_from(block, word)[0] != 0
            _WORD.pack_into(block, word, 0)
        self._free.append(held)
        if again and self._otherwise is not None:
            return self._otherwise().run(x, weight, bias, out, slope, kept)
        return True

    def pack(self, weight: Array) -> Array:
        """Return a packed copy of `weight` in memory of its own."""
        copy = memory.empty((self._packed_bytes + LINE,), np.uint8)
        block, offset, at, *_ = self._new()
        arrays = (0, address_of(weight), on_line(copy), 0, 0, 0, 0, 0.0)
        _HEAD.pack_into(block, offset, *self._counters, *arrays)
        self._pack.run(at, self._pack_threads)
        return copy

    def _new(self) -> _Frame:
        size = -(-self._words.nbytes // LINE) * LINE
        more = self._packed_bytes + self._space_bytes
        more = more if more <= KEPT_BYTES else 0
        block = np.empty(size + more + LINE, np.uint8)
        at = on_line(block)
        offset = at - address_of(block)
        block[offset : offset + self._words.nbytes] = self._words.view(np.uint8)
        if not more:
            return _Frame(block, offset, at, 0, 0)
        return _Frame(block, offset, at, at + size, at + size + self._packed_bytes)
