"""The limits of this machine: multiply-adds and bytes copied per second, measured in the run."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from upconv.bench.cases import Case
from upconv.bench.turns import Clock, timed
from upconv.engine.codegen import compiler
from upconv.engine.codegen.module import new_module
from upconv.engine.process import isa

_TOTALS = 12  # independent accumulators: enough to hide the latency of a multiply-add
_STEPS = 1_000_000
_COPIED = 64 << 20  # bytes per thread, larger than the caches


class Roof(NamedTuple):
    """The peak of the arithmetic, flop/s, and the bandwidth of a copy, bytes/s, on all threads."""

    flops: float
    bandwidth: float

    def seconds(self, case: Case, passes: int = 1) -> float:
        """Return the least time of a case: its arithmetic, or its bytes once, `passes` times."""
        return passes * max(case.flops / self.flops, case.bytes / self.bandwidth)


def measure(threads: int, clock: Clock = time.perf_counter, tries: int = 10) -> Roof:
    """Measure the roof on all threads at once; the best of several tries."""
    with ThreadPoolExecutor(threads) as pool:

        def best(works: list[Callable[[], Any]]) -> float:
            def run() -> None:
                works[0]() if threads == 1 else _together(pool, works)

            took = min(timed(run, clock) for _ in range(tries))
            return took or time.get_clock_info("perf_counter").resolution

        call, lanes = _multiply_adds()
        outs = [np.zeros(_TOTALS * lanes, np.float32) for _ in range(threads)]
        flops = 2 * _TOTALS * lanes * _STEPS * threads
        peak = flops / best([partial(call, out.ctypes.data, _STEPS) for out in outs])
        count = _COPIED // 8
        pairs = [(np.zeros(count), np.ones(count)) for _ in range(threads)]
        copy = best([partial(np.copyto, target, source) for target, source in pairs])
        return Roof(peak, 2 * _COPIED * threads / copy)


def _together(pool: ThreadPoolExecutor, works: list[Callable[[], Any]]) -> None:
    for done in [pool.submit(work) for work in works]:
        done.result()


def _multiply_adds() -> tuple[Callable[[int, int], None], int]:
    """Compile a loop of multiply-adds without memory access; also return the lanes of a vector."""
    instructions = isa.current()
    module, scalar = new_module("peak", instructions, 4)
    f = module.function("peak", (("out", "ptr"), ("count", "i64")), exported=True)
    vector = scalar.vector()
    totals = [f.variable(vector, f.zero(vector)) for _ in range(_TOTALS)]
    factor = f.load(vector, f.parameter("out"), 4)
    with f.loop(0, f.parameter("count")):
        for total in totals:
            total.set(f.fma(factor, factor, total.get(), fused=instructions.fma))
    for n, total in enumerate(totals):
        f.store(total.get(), f.element(f.parameter("out"), n * scalar.lanes, scalar.name), 4)
    (address,) = compiler.functions(module, instructions, ("peak",))
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(address)
    call.code = address  # type: ignore[attr-defined]  # keeps the code alive
    return call, scalar.lanes
