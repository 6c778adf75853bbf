"""Memory that is used again: results and workspace from a bounded pool of mapped blocks.

A fresh mapping costs a page fault for every page that is touched first, for large results as much
as the arithmetic. A block of the pool comes back when the last array on it dies, and is given out
again as it is. Blocks lie on huge pages, several of one size on one, or as many pages as a block
needs: with small pages, looking up where they lie takes longer than reading what is in the
third-level cache. UPCONV_POOL is "off" or the bytes that may lie idle, as in "256M"; when they are
exceeded, blocks of the size that was asked for longest ago go first.

Memory that the system refuses is an OutOfMemoryError, once the idle blocks have been given back.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import math
import mmap
import os
import sys
import threading
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from upconv import environment, errors
from upconv.engine.process.address import address_of

Array: TypeAlias = NDArray[Any]

SMALLEST = 64 << 10  # below, malloc's own lists are as good
HUGE = 2 << 20


class Usage(NamedTuple):
    """What the pool holds, in bytes."""

    idle: int
    limit: int


class _Lease(np.ndarray[Any, np.dtype[Any]]):
    """The owner of one block while arrays live on it; gives it back when the last one dies."""

    block: memoryview | None = None

    def __del__(self) -> None:
        if self.block is not None:
            _POOL.put(self.block)


class Pool:
    """Idle blocks by size; thread-safe."""

    def __init__(self) -> None:
        # By size, the one that was asked for longest ago first.
        self._idle: dict[int, list[memoryview]] = {}
        self._bytes = 0
        # A finalizer may run inside `take` of the same thread.
        self.lock = threading.RLock()
        self._limit = environment.POOL_BYTES

    def limit(self) -> int:
        """Return how many bytes may lie idle; 0 is off."""
        self._limit = environment.POOL.value()
        return self._limit

    def usage(self) -> Usage:
        return Usage(self._bytes, self.limit())

    def take(self, size: int) -> memoryview:
        rounded = _size_class(size)
        with self.lock:
            blocks = self._idle.pop(rounded, None)
            if blocks:
                self._idle[rounded] = blocks
                self._bytes -= rounded
                return blocks.pop()
        pages = self._map(max(rounded, HUGE))
        for start in range(rounded, HUGE - rounded + 1, rounded):
            self.put(pages[start : start + rounded])
        return pages[:rounded]

    def put(self, block: memoryview) -> None:
        size = len(block)
        with self.lock:
            # Where it may not lie idle, nothing else goes for it.
            if size > self._limit:
                return
            self._idle.setdefault(size, []).append(block)
            self._bytes += size
            while self._bytes > self._limit:
                self._drop(next(iter(self._idle)))

    def _drop(self, size: int) -> None:
        """Give one block of a size back to the system, and what its memory shares with others."""
        blocks = self._idle[size]
        if blocks:
            blocks.pop()
            self._bytes -= size
        if not blocks:
            del self._idle[size]

    def _map(self, size: int) -> memoryview:
        """Map fresh memory, in place of idle blocks where there is none."""
        try:
            return _map(size)
        except MemoryError:
            self.clear()
            return _map(size)

    def clear(self) -> None:
        with self.lock:
            self._idle.clear()
            self._bytes = 0


_POOL = Pool()
if hasattr(os, "register_at_fork"):  # a child must not inherit a lock that another thread holds
    os.register_at_fork(
        before=_POOL.lock.acquire,
        after_in_parent=_POOL.lock.release,
        after_in_child=_POOL.lock.release,
    )


def usage() -> Usage:
    """Return what the pool holds now."""
    return _POOL.usage()


def clear() -> None:
    """Give every idle block back to the system."""
    _POOL.clear()


def empty(shape: tuple[int, ...], dtype: DTypeLike) -> Array:
    """Return an uninitialised C-contiguous array, from the pool where it is large."""
    kind = np.dtype(dtype)
    size = math.prod(shape) * kind.itemsize
    if size < SMALLEST or not _POOL.limit():
        return np.empty(shape, kind)
    try:
        block = _POOL.take(size)
    except MemoryError:
        raise errors.memory.no_memory(size, f"an array of shape {shape} and {kind}") from None
    lease = np.ndarray.__new__(_Lease, (len(block),), np.uint8, block)
    lease.block = block
    return np.ndarray(shape, kind, lease)


def _map(size: int) -> memoryview:
    """Map fresh memory from a huge page on.

    It is private: Python's default is shared with every child after a fork.
    """
    length = size + HUGE  # the part before the first huge page is never touched
    mapping = _mapping(length)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with contextlib.suppress(OSError):  # a kernel without them
            mapping.madvise(mmap.MADV_HUGEPAGE)
    whole = np.frombuffer(mapping, np.uint8)
    start = -address_of(whole) % HUGE
    return memoryview(mapping)[start : start + size]


def _mapping(length: int) -> mmap.mmap:
    try:
        if hasattr(mmap, "MAP_PRIVATE"):
            return mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        return mmap.mmap(-1, length)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno not in (errno.ENOMEM, errno.EAGAIN):
            raise
        raise errors.memory.no_memory(length, "results and workspace") from None


def check_room(size: int, purpose: str) -> None:
    """Raise OutOfMemoryError where the system would refuse so many bytes now.

    For libraries that end the process where they get no memory. What is tried is to map it: that
    meets the limit of the address space and strict accounting, though not that of a container.
    """
    try:
        _mapping(size).close()
    except MemoryError:
        raise errors.memory.no_memory(size, purpose) from None


def _size_class(size: int) -> int:
    """Round up so that sizes meet again: to a whole part of a huge page, or to whole ones.

    From 16 on, to an eighth of the power of two below.
    """
    if size > HUGE:
        unit = max(1 << (size.bit_length() - 4), HUGE)
        return -(-size // unit) * unit
    pages = -(-size // mmap.PAGESIZE) * mmap.PAGESIZE
    return HUGE // (HUGE // pages) // mmap.PAGESIZE * mmap.PAGESIZE


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


def tune_allocator(kept: int = 1 << 30) -> bool:
    """Make glibc keep and reuse up to `kept` bytes instead of unmapping freed memory.

    It changes the whole process, until it exits: blocks of up to `kept` bytes come from the heap
    (M_MMAP_THRESHOLD, which glibc limits to 32 MiB by itself), and as much free memory at the end
    of the heap stays with the process (M_TRIM_THRESHOLD). Frameworks that allocate with malloc,
    such as PyTorch, then reuse warm pages. Returns False if the C library has no mallopt.

    >>> import upconv
    >>> tuned = upconv.tune_allocator()
    """
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    bound = min(kept, 2**31 - 1)
    return bool(mallopt(_M_MMAP_THRESHOLD, bound)) and bool(mallopt(_M_TRIM_THRESHOLD, bound))
