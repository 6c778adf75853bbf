"""Timing: libraries interleaved, the best time of each.

On a shared machine, only times measured in interleaved rounds of one run can be compared.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Clock: TypeAlias = Callable[[], float]

PAUSE = 0.02  # seconds for the threads of the previous library to stop spinning
TURN = 0.03  # seconds of one turn; at least two runs


def contest(runs: Mapping[str, Callable[[], Any]], clock: Clock, rounds: int) -> dict[str, float]:
    """Return the best time of each, in seconds."""
    best = dict.fromkeys(runs, math.inf)
    for _ in range(rounds):
        for name, run in runs.items():
            time.sleep(PAUSE)
            begin, done = time.perf_counter(), 0
            while done < 2 or time.perf_counter() - begin < TURN:
                best[name] = min(best[name], timed(run, clock))
                done += 1
    return best


def timed(run: Callable[[], Any], clock: Clock = time.perf_counter) -> float:
    """Return the time of one run; its result is freed only after the clock has stopped."""
    start = clock()
    result = run()
    took = clock() - start
    del result
    return took
