"""The limit that a caller sets on the threads of this process: `upconv.threads`."""

from __future__ import annotations

import os
import threading

from upconv import errors
from upconv.arguments import as_integer
from upconv.environment import MOST_THREADS

in_force: int | None = None
"""How many threads a kernel may run on; None where nobody has set a limit."""


class _Entry:
    """A limit that was set; `below` is the one whose place it took, where nothing was to end that.

    `in_block` tells whether a block is in progress at whose end it goes.
    """

    __slots__ = ("below", "in_block", "most")

    def __init__(self, most: int | None, below: _Entry | None) -> None:
        self.most, self.below, self.in_block = most, below, False


_LOCK = threading.Lock()
_entries: list[_Entry] = []  # in the order in which they were set: the last one is in force
if hasattr(os, "register_at_fork"):  # a child must not inherit a lock that another thread holds
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


class Limit:
    """A limit on threads, in force from its creation; returned by `upconv.threads`.

    As a context manager it is in force until the end of the block, which restores the previous
    limit. An object can be entered again, within its own block or after it.
    """

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._fresh: _Entry | None = _set(most)
        self._blocks: list[_Entry] = []

    def __enter__(self) -> Limit:
        entry, self._fresh = self._fresh, None
        self._blocks.append(_hold(entry, self._most))
        return self

    def __exit__(self, *_: object) -> None:
        _end(self._blocks.pop())

    def __repr__(self) -> str:
        return f"upconv.threads({self._most})"


def threads(count: int | None) -> Limit:
    """Limit the number of threads that upconv uses, for the whole process.

    The limit takes effect immediately and for every Python thread, until another limit is set;
    calls in progress are not affected. It takes precedence over `UPCONV_NUM_THREADS`, which takes
    precedence over the limits of PyTorch and OpenMP. It can be larger than the number of CPUs.
    Results do not depend on it, bit for bit.

    In a `with` statement the limit ends with the block, and so do limits set by plain calls inside
    it. Blocks can be nested, and those of several Python threads can overlap: of the limits whose
    blocks are active, the one that was set last is in force.

    Parameters
    ----------
    count
        From 1 to 1024; None for no such limit.

    Raises ArgumentError or ArgumentTypeError for anything else. `upconv.info()` shows the number of
    threads that kernels run on, and what determines it.

    Examples
    --------
    >>> import upconv
    >>> with upconv.threads(1):
    ...     print(upconv.info().engine["kernel threads"].partition(",")[0])
    1
    """
    if count is not None:
        count = as_integer(count, "count", 1)
        if count > MOST_THREADS:
            raise errors.values.above_maximum("count", count, MOST_THREADS)
    return Limit(count)


def _set(most: int | None) -> _Entry:
    with _LOCK:
        below = None
        if _entries and not _entries[-1].in_block:
            below = _entries.pop()
            below.below = None  # one is remembered, not all there ever were
        entry = _Entry(most, below)
        _entries.append(entry)
        _publish()
        return entry


def _hold(entry: _Entry | None, most: int | None) -> _Entry:
    """Return the entry of a block: the one that its object set, or, where it is gone, another."""
    with _LOCK:
        if entry is not None and entry in _entries:
            entry.in_block = True
            return entry
    entry = _set(most)
    entry.in_block = True
    return entry


def _end(entry: _Entry) -> None:
    with _LOCK:
        if not _entries[-1].in_block:  # set within the block
            _entries.pop()
        place = _entries.index(entry)
        del _entries[place]
        if entry.below is not None:
            if (
                place and not _entries[place - 1].in_block
            ):  # of two that nothing ends, the later holds
                place -= 1
                del _entries[place]
            _entries.insert(place, entry.below)
        _publish()


def _publish() -> None:
    global in_force  # noqa: PLW0603 - one limit for the process
    in_force = _entries[-1].most if _entries else None
