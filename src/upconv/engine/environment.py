"""The variables of the environment, asked without a detour.

`os.environ.get` takes a microsecond where a variable is not set, which is the usual case: it looks
for the encoded name in a dictionary, and raises and catches an error. Where that dictionary is at
hand, as in CPython, it is asked directly.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_encode: Any = getattr(os.environ, "encodekey", str)
_NAMES = ("ISA", "NUM_THREADS", "DEBUG", "POOL", "WINOGRAD")
_KEYS: dict[str, Any] = {f"UPCONV_{name}": _encode(f"UPCONV_{name}") for name in _NAMES}


def get(name: str) -> str:
    """Return what one of our variables says, "" where it is not set."""
    held = getattr(os.environ, "_data", os.environ)
    return os.environ[name] if _KEYS[name] in held else ""


DEBUG = 2  # where in a snapshot UPCONV_DEBUG is


def snapshot() -> tuple[Any, ...]:
    """Return a value that is another one after a variable that decides how a call runs changed."""
    get = getattr(os.environ, "_data", os.environ).get
    return get(_ISA), get(_NUM_THREADS), get(_DEBUG), get(_WINOGRAD)


_ISA, _NUM_THREADS, _DEBUG, _WINOGRAD = (
    _KEYS[f"UPCONV_{name}"] for name in ("ISA", "NUM_THREADS", "DEBUG", "WINOGRAD")
)


@contextmanager
def plain_sums() -> Iterator[None]:
    """Compute outputs as plain sums meanwhile, whose rounding does not depend on where they lie.

    It holds for the process, as UPCONV_WINOGRAD=off does.
    """
    name = "UPCONV_WINOGRAD"
    before = os.environ.get(name)
    os.environ[name] = "off"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
