"""The OpenMP runtime of this process: the one that is loaded already, PyTorch's first.

What it is asked for is GOMP_parallel, which runs a function on several threads, and how many those
may be. Where there is none, Python's threads do the first and OMP_NUM_THREADS says the second.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from upconv import environment

# What limits the threads of libraries of linear algebra from the start of a process on.
_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "MKL_NUM_THREADS")
_MOST_OF_BLAS = 64  # NumPy's OpenBLAS takes no more where nobody limits it


class Runtime(NamedTuple):
    """What runs threads, and what says how many there may be.

    `parallel` is GOMP_parallel, None where Python's threads do it; `name` is its library.
    """

    with_torch: bool
    parallel: Any
    name: str
    most: Callable[[], int]
    says: str


_library: Runtime | None = None


def runtime() -> Runtime:
    """Return the runtime; it is looked for anew after PyTorch came."""
    global _library  # noqa: PLW0603 - found once per process
    library = _library
    if library is None or library.with_torch is not ("torch" in sys.modules):
        library = _library = _find()
    return library


def _find() -> Runtime:
    with_torch = "torch" in sys.modules
    pools = _pools()
    for path in _libraries(pools):
        try:
            # The first runs for a while and gives up Python's lock, the second returns at once.
            parallel = ctypes.CDLL(path).GOMP_parallel
            ask = ctypes.PyDLL(path).omp_get_max_threads
        except (OSError, AttributeError):
            continue
        parallel.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint)
        parallel.restype = None
        ask.argtypes, ask.restype = (), ctypes.c_int
        most: Callable[[], int] = ask
        if not any(pool["user_api"] == "openmp" for pool in pools):
            most = _within_limit(most, pools)
        return Runtime(with_torch, parallel, path, most, "omp_get_max_threads")
    first = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if first.isascii() and first.isdigit() and int(first) > 0:
        count, says = int(first), "OMP_NUM_THREADS"
    else:
        count, says = cpus(), "the CPUs of this process"
    return Runtime(with_torch, None, "Python threads", lambda: count, says)


def cpus() -> int:
    """Return how many CPUs this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _pools() -> list[dict[str, Any]]:
    """Return what threadpoolctl tells of the libraries in this process that have threads."""
    try:
        from threadpoolctl import threadpool_info  # noqa: PLC0415 - only when first needed
    except ImportError:
        return []
    found: list[dict[str, Any]] = threadpool_info()
    return found


def _libraries(pools: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the OpenMP libraries to try: those in the process, PyTorch's first; the system's.

    Two of them in use have a pool each, whose threads keep the cores from one another while they
    wait: scikit-learn brings one too, and a step of training then takes several times as long.
    """
    if not environment.OPENMP.value():
        return
    paths = [pool["filepath"] for pool in pools if pool["user_api"] == "openmp"]
    torch = getattr(sys.modules.get("torch"), "__file__", None)
    if torch is not None:
        paths.sort(key=lambda path: not path.startswith(str(Path(torch).parent)))
    yield from paths
    yield "libgomp.so.1"  # on Linux; asking the system for it there starts a process
    from ctypes.util import find_library  # noqa: PLC0415 - only when first needed

    system = find_library("gomp")
    if system:
        yield system


def _within_limit(most: Callable[[], int], pools: Sequence[dict[str, Any]]) -> Callable[[], int]:
    """Return `most`, limited as the other libraries are until their limit is lifted.

    A limit of threadpoolctl reaches what is loaded when it is set. A first call within such a limit
    loads the runtime, which knows nothing of it; the libraries beside it do.
    """
    free = min(cpus(), _MOST_OF_BLAS)
    most_allowed = max((int(pool["num_threads"]) for pool in pools), default=free)
    if most_allowed >= free or any(os.environ.get(name) for name in _LIMITS):
        return most
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - `pools` came from it

    beside = [pool for pool in ThreadpoolController().lib_controllers if pool.user_api != "openmp"]
    limited = True

    def least() -> int:
        nonlocal limited
        if not limited:
            return most()
        beside_now = max(int(pool.get_num_threads()) for pool in beside)
        limited = beside_now != free
        return min(beside_now, most())

    return least
