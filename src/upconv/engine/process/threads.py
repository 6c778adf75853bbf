"""Run one kernel on several threads: the OpenMP runtime of this process, or Python's threads.

A kernel shares its work out by itself (`args.py`), so "on n threads" only means that n threads
call it with the same arguments. libgomp's GOMP_parallel does that in about a microsecond, and
where PyTorch has loaded it already, the two share one pool. An OpenMP pool does not survive a fork,
and it may be another library that has used it: a forked child runs its kernels on one thread.

How many threads that are is asked at each call, of the first of these that says something:

1. `upconv.threads` (`limit.py`);
2. UPCONV_NUM_THREADS;
3. PyTorch, where it is loaded (`torch.get_num_threads`: 1 in a worker of a DataLoader);
4. the OpenMP runtime (OMP_NUM_THREADS, and the limits of threadpoolctl);
5. where there is none, OMP_NUM_THREADS and then the CPUs that this process may use.

PyTorch and OpenMP may answer otherwise in another thread. A thread whose caller has several itself
is limited further (`limited`).
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from upconv import environment
from upconv.engine.process import limit, openmp

_CALL = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Here(threading.local):
    most: int | None = None
    proven = 1  # as many threads as this one has been seen to start, with itself


_here = _Here()


def count() -> int:
    """Return how many threads a kernel that this thread calls now runs on."""
    if _forked:
        return 1
    most = limit.in_force or (_raw(_NUM_THREADS) and environment.NUM_THREADS.value()) or _ask()
    least = _here.most
    return most if least is None or most < least else least


def _of_caller() -> int:
    """Return how many threads PyTorch has, or OpenMP where PyTorch is not loaded."""
    global _ask  # noqa: PLW0603 - PyTorch stays
    ask = getattr(sys.modules.get("torch"), "get_num_threads", None)
    if ask is None:
        return openmp.runtime().most()
    _ask = ask
    return int(_ask())


_ask: Callable[[], int] = _of_caller
_raw, _NUM_THREADS = environment.raw, environment.NUM_THREADS.key


def says() -> str:
    """Tell what decides the number of threads."""
    if _forked:
        return "the fork, after which a process has one thread"
    if limit.in_force is not None:
        return "upconv.threads"
    if environment.NUM_THREADS.value() is not None:
        return environment.NUM_THREADS.name
    if hasattr(sys.modules.get("torch"), "get_num_threads"):
        return "torch.get_num_threads"
    return openmp.runtime().says


@contextmanager
def limited(most: int) -> Iterator[None]:
    """Run kernels that this thread calls on at most so many: where its caller has threads itself.

    >>> from upconv.engine.process import threads
    >>> with threads.limited(1):
    ...     threads.count()
    1
    """
    before, _here.most = _here.most, most
    try:
        yield
    finally:
        _here.most = before


def runtime() -> str:
    """Return what runs the threads: a path of an OpenMP library, or "Python threads"."""
    return openmp.runtime().name


class Entry:
    """A kernel that is called again and again: what a call on one thread needs is made once."""

    __slots__ = ("_alone", "address")  # the address keeps the code in memory

    def __init__(self, address: int) -> None:
        self.address, self._alone = address, _CALL(address)

    def run(self, args: int, threads: int) -> None:
        """Call the kernel with its arguments at `args` on so many threads, and wait for them."""
        if threads == 1:
            self._alone(args)
        else:
            run(self.address, args, threads)


def run(entry: int, args: int, threads: int) -> None:
    """Call the kernel at `entry` with `args`, an address, on so many threads, and wait for them.

    Where the system does not give that many, fewer do it.
    """
    if threads == 1 or _forked:
        _CALL(entry)(args)
        return
    parallel = openmp.runtime().parallel
    if parallel is None:
        call = _CALL(entry)
        together(lambda: call(args), threads)
        return
    if threads > _here.proven:
        threads = _prove(threads)
    parallel(entry, args, threads, 0)


def together(work: Callable[[], object], count: int) -> None:
    """Call `work` here and in as many more threads as `count` and the system allow."""
    helpers = _start(work, count - 1)
    try:
        work()
    finally:
        for helper in helpers:
            helper.join()


def _start(work: Callable[[], object], count: int) -> list[threading.Thread]:
    """Start so many threads, or as many as the system gives."""
    helpers: list[threading.Thread] = []
    for _ in range(count):
        helper = threading.Thread(target=work)
        try:
            helper.start()
        except (RuntimeError, MemoryError):  # "can't start new thread"
            break
        helpers.append(helper)
    return helpers


def _prove(threads: int) -> int:
    """Return how many threads this one can start now, at most so many, with itself.

    libgomp ends the process where it cannot start a thread. It does so once per thread that calls
    it, and keeps them; so that is tried before.
    """
    done = threading.Event()
    helpers = _start(done.wait, threads - 1)
    done.set()
    for helper in helpers:
        helper.join()
    if len(helpers) + 1 == threads:
        _here.proven = threads
    return len(helpers) + 1


def _is_forked_child() -> bool:
    """Tell whether this process was forked and never replaced: an OpenMP pool may be its parent's.

    PF_FORKNOEXEC of the kernel tells even where the fork came before this module was imported.
    """
    try:
        fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return bool(int(fields[6]) & 0x40)


_forked = _is_forked_child()


def _after_fork() -> None:
    global _forked  # noqa: PLW0603 - true for the rest of the child's life
    _forked = True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
