"""Run one kernel on several threads: the OpenMP runtime of this process, or Python's threads.

A kernel shares its work out by itself (`frame.py`), so "on n threads" only means that n threads
call it with one frame. libgomp's GOMP_parallel does that in about a microsecond, and where PyTorch
has loaded it already, the two share one pool. An OpenMP pool does not survive a fork, and it may
be another library that has used it: a forked child runs its kernels on one thread.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from upconv import errors
from upconv.engine import environment

_parallel: Any = None
_found_with: bool | None = None
_runtime = "not looked for"
_forked = False
_limit: int | None = None
_limit_text: str | None = None
_CALL = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Here(threading.local):
    most: int | None = None


_here = _Here()


def count() -> int:
    """Return how many threads a kernel runs on: UPCONV_NUM_THREADS, or the CPUs we may use.

    In a thread that `limited` holds for, at most as many as that says.
    """
    global _limit, _limit_text
    text = environment.get("UPCONV_NUM_THREADS")
    if _limit is None or text != _limit_text:
        _limit, _limit_text = _read_limit(text), text
    return _limit if _here.most is None else min(_limit, _here.most)


def most_here() -> int | None:
    """Return what `limited` says in this thread, None where nothing."""
    return _here.most


@contextmanager
def limited(most: int) -> Iterator[None]:
    """Run kernels that this thread calls on at most so many: where its caller has threads itself.

    >>> from upconv.engine import threads
    >>> with threads.limited(1):
    ...     threads.count()
    1
    """
    before, _here.most = _here.most, most
    try:
        yield
    finally:
        _here.most = before


def _read_limit(text: str) -> int:
    if not text:
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    if not text.isdigit() or int(text) < 1:
        raise errors.values.not_a_choice("UPCONV_NUM_THREADS", text, ("1", "2", "..."))
    return int(text)


def runtime() -> str:
    """Return what runs the threads: a path of an OpenMP library, or "Python threads"."""
    _find()
    return _runtime


class Entry:
    """A kernel that is called again and again: what a call on one thread needs is made once."""

    __slots__ = ("_alone", "address")

    def __init__(self, address: int) -> None:
        self.address, self._alone = address, _CALL(address)

    def run(self, frame: int, threads: int) -> None:
        """Call the kernel with `frame` on so many threads, and wait for them."""
        if threads == 1:
            self._alone(frame)
        else:
            run(self.address, frame, threads)


def run(entry: int, frame: int, threads: int) -> None:
    """Call the kernel at `entry` with `frame` on so many threads, and wait for them."""
    if threads == 1 or _forked or _is_forked_child():
        _CALL(entry)(frame)
        return
    parallel = _find()
    if parallel is not None:
        parallel(entry, frame, threads, 0)
        return
    call: Callable[[int], None] = _CALL(entry)
    helpers = [threading.Thread(target=call, args=(frame,)) for _ in range(threads - 1)]
    for helper in helpers:
        helper.start()
    call(frame)
    for helper in helpers:
        helper.join()


@lru_cache(maxsize=1)
def _is_forked_child() -> bool:
    """Tell whether this process was forked and never replaced: an OpenMP pool may be its parent's.

    PF_FORKNOEXEC of the kernel tells even where the fork came before this module was imported.
    """
    try:
        fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return bool(int(fields[6]) & 0x40)


def _find() -> Any:
    """Return GOMP_parallel of the process's libgomp, or None; looked for anew after torch came."""
    global _parallel, _found_with, _runtime  # noqa: PLW0603 - found once per process
    with_torch = "torch" in sys.modules
    if _found_with == with_torch:
        return _parallel
    _parallel, _runtime = None, "Python threads"
    for path in _libraries():
        try:
            function = ctypes.CDLL(path).GOMP_parallel
        except (OSError, AttributeError):
            continue
        function.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint)
        function.restype = None
        _parallel, _runtime = function, path
        break
    _found_with = with_torch
    return _parallel


def _libraries() -> Iterator[str]:
    """Yield the OpenMP libraries to try: those in the process, PyTorch's first; the system's.

    Two of them in use have a pool each, whose threads keep the cores from one another while they
    wait: scikit-learn brings one too, and a step of training then takes several times as long.
    """
    if os.environ.get("UPCONV_OPENMP") == "off":
        return
    paths: list[str] = []
    try:
        from threadpoolctl import threadpool_info  # noqa: PLC0415 - only when first needed

        paths = [
            library["filepath"] for library in threadpool_info() if library["user_api"] == "openmp"
        ]
    except ImportError:
        pass
    torch = getattr(sys.modules.get("torch"), "__file__", None)
    if torch is not None:
        paths.sort(key=lambda path: not path.startswith(str(Path(torch).parent)))
    yield from paths
    yield "libgomp.so.1"  # on Linux; asking the system for it there starts a process
    from ctypes.util import find_library  # noqa: PLC0415 - only when first needed

    system = find_library("gomp")
    if system:
        yield system


def _after_fork() -> None:
    global _forked  # noqa: PLW0603 - true for the rest of the child's life
    _forked = True
    _is_forked_child.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
