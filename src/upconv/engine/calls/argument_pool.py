"""Kernel arguments that are used again, and workspace for small calls: each call has its own.

A call takes them off a list and puts them back, so that calls from several Python threads at once,
or one that a finalizer makes in the middle of another, never share them.
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from upconv.engine.calls import args
from upconv.engine.process import memory
from upconv.engine.process.address import LINE, address_of, on_line

SCRATCH = 64 << 10  # bytes of workspace that stay; a call that needs more brings its own
_HEAD = struct.Struct(f"{len(args.HEAD) - 1}qd")
_WORD = struct.Struct("q")
_NOT_FINITE = args.INDEX["not_finite"]


class Workspace(NamedTuple):
    """Memory for packed weights and sums, and where it begins on a cache line."""

    memory: NDArray[Any]
    at: int


class KernelArgs(NamedTuple):
    """The memory of kernel arguments, and the offset and address at which they begin there."""

    memory: Any  # an array, which `struct` writes into
    offset: int
    at: int


_idle: list[Workspace] = []


class ArgumentPool:
    """Arguments with the same fields, but for those that change with every call.

    Parameters
    ----------
    words
        The arguments as they are before a call.
    packed, space
        Bytes of the packed weight, and of the workspace of one thread.
    threads
        How many threads run on the same arguments.
    elsewhere
        Whether calls say where the packed weight is, always.
    """

    __slots__ = ("_before", "_bytes", "_counters", "_free", "_words", "packed", "space")

    def __init__(
        self,
        words: NDArray[np.int64],
        packed: int,
        space: int,
        threads: int,
        *,
        elsewhere: bool = False,
    ) -> None:
        tasks, pack_tasks, pack_channels = (
            int(words[args.INDEX[name]]) for name in ("tasks", "pack_tasks", "pack_channels")
        )
        self._counters = (0, 0, 0, tasks, 0, 0, 0, pack_tasks, pack_channels)
        self._words, self.space = words, space
        self.packed = -(-packed // LINE) * LINE
        self._before = 0 if elsewhere else self.packed
        self._bytes = self._before + space * threads
        self._free: list[KernelArgs] = []

    def start(
        self, x: int, weight: int, packed: int, out: int, bias: int, slope: float
    ) -> tuple[KernelArgs, Workspace]:
        """Return kernel arguments with these addresses, and their workspace.

        The packed weight is at `packed`, or in the workspace where that is 0.
        """
        try:
            block = self._free.pop()
        except IndexError:
            block = self._new()
        workspace = _take(self._bytes)
        start = workspace.at
        arrays = (x, weight, packed or start, out, bias, start + self._before, self.space, slope)
        _HEAD.pack_into(block.memory, block.offset, *self._counters, *arrays)
        return block, workspace

    def end(self, block: KernelArgs, workspace: Workspace) -> None:
        """Take both back."""
        self._free.append(block)
        if self._bytes <= SCRATCH:
            _idle.append(workspace)

    def words(self, slope: float) -> NDArray[np.int64]:
        """Return the arguments of a call on one thread, with all addresses 0."""
        words_of_call: Any = self._words.copy()
        arrays = (0,) * 6
        _HEAD.pack_into(words_of_call, 0, *self._counters, *arrays, self.space, slope)
        words: NDArray[np.int64] = words_of_call
        return words

    def empty_packed(self) -> NDArray[np.uint8]:
        """Return memory for a packed weight that stays."""
        return memory.empty((self.packed + LINE,), np.uint8)

    def _new(self) -> KernelArgs:
        array = np.empty(self._words.nbytes + LINE, np.uint8)
        at = on_line(array)
        offset = at - address_of(array)
        array[offset : offset + self._words.nbytes] = self._words.view(np.uint8)
        return KernelArgs(array, offset, at)


def _take(size: int) -> Workspace:
    if size <= SCRATCH:
        try:
            return _idle.pop()
        except IndexError:
            size = SCRATCH
    block = memory.empty((size + LINE,), np.uint8)
    return Workspace(block, on_line(block))


def write(block: KernelArgs, index: int, value: int) -> None:
    """Write the field of the kernel arguments with this `args.INDEX`."""
    _WORD.pack_into(block.memory, block.offset + index * _WORD.size, value)


def was_finite(block: KernelArgs) -> bool:
    """Whether every output of a call was finite; the field is 0 afterwards."""
    if _WORD.unpack_from(block.memory, block.offset + _NOT_FINITE * _WORD.size)[0] == 0:
        return True
    write(block, _NOT_FINITE, 0)
    return False
