"""The variables of the environment that decide how a call runs, asked without a detour.

`os.environ.get` takes a microsecond where a variable is not set, which is the usual case: it looks
for the encoded name in a dictionary, and raises and catches an error. Where that dictionary is at
hand, as in CPython, it is asked directly.
"""

from __future__ import annotations

import os
from typing import Any

NAMES = ("UPCONV_ISA", "UPCONV_NUM_THREADS", "UPCONV_DEBUG")
_KEYS: tuple[Any, ...] = tuple(map(getattr(os.environ, "encodekey", str), NAMES))


def snapshot() -> tuple[Any, ...]:
    """Return a value that is another one after any of `NAMES` has changed."""
    held = getattr(os.environ, "_data", os.environ)
    isa, threads, debug = _KEYS
    return held.get(isa), held.get(threads), held.get(debug)
