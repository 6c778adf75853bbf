"""The child process of `apart.py`: one library in a process of its own.

python -m upconv.bench.child < question.json > answer.json
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from upconv.bench.cases import TINY, Case, parse
from upconv.bench.peers import Contestant, Setting, bind, by_key
from upconv.bench.session import first_line
from upconv.engine.process import memory as pool

_PEAK_OF_RSS = "5"  # resets VmHWM when written to /proc/self/clear_refs


def first_call(contestant: Contestant, case: Case, setting: Setting) -> dict[str, float]:
    """Return seconds of a layer's first call, of the next, and of a larger batch and size."""
    larger = case._replace(images=case.images + 1, spatial=tuple(i + 1 for i in case.spatial))
    first, again = _two_calls(contestant, case, setting)
    other, _ = _two_calls(contestant, larger, setting)
    return {"first": first, "again": again, "other": other}


def _two_calls(contestant: Contestant, case: Case, setting: Setting) -> tuple[float, float]:
    given = case.draw()
    start = time.perf_counter()
    ready = contestant.ready("forward", case, given, setting)
    before = time.perf_counter()
    own = ready.give(given.x)
    given_after = time.perf_counter()
    ready.run(own)
    middle = time.perf_counter()
    ready.run(own)
    end = time.perf_counter()
    return (before - start) + (middle - given_after), end - middle


def memory(contestant: Contestant, case: Case, setting: Setting) -> dict[str, float]:
    """Return the peak memory of one call in bytes, without its input and output.

    A small call of the same layer is made first, so that libraries and code are loaded.
    """
    small = case._replace(images=1, spatial=tuple(min(i, 4) for i in case.spatial))
    _two_calls(contestant, small, setting)
    given = case.draw()
    ready = contestant.ready("forward", case, given, setting)
    own = ready.give(given.x)
    _give_back()
    before = _resident("VmRSS")
    Path("/proc/self/clear_refs").write_text(_PEAK_OF_RSS, encoding="ascii")
    result = ready.run(own)
    peak = _resident("VmHWM")
    written = sum(array.nbytes for array in ready.take(result))
    return {"memory": float(max(peak - before - written, 0))}


def _give_back() -> None:
    """Return idle memory of the small call to the system; its reuse would not be counted."""
    gc.collect()
    pool.clear()
    with contextlib.suppress(OSError, AttributeError):  # a C library other than glibc
        ctypes.CDLL(None).malloc_trim(0)


def _resident(name: str) -> int:
    """Return a value of /proc/self/status in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) << 10
    raise OSError(f"/proc/self/status has no {name}")


_MEASURES = {"first_call": first_call, "memory": memory}


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Return the figures asked for, case by case, or the reason why there is none."""
    setting = Setting(question["threads"])
    bind(setting.threads)
    contestant = by_key(question["contestant"])
    contestant.start(setting.threads)
    found: dict[str, Any] = {"cases": []}
    found["process"], _ = _two_calls(contestant, TINY["tiny_2d"], setting)
    for name, line in question["cases"]:
        try:
            figures: dict[str, Any] = dict(
                _MEASURES[question["what"]](contestant, parse(line, name), setting)
            )
        except Exception as error:  # any error of a framework
            figures = {"reason": first_line(error)}
        found["cases"].append(figures)
    return found


def main() -> None:
    """Answer on the original standard output; output of frameworks goes to standard error."""
    out = os.dup(1)
    os.dup2(2, 1)
    text = json.dumps(answer(json.load(sys.stdin)))
    with os.fdopen(out, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
