"""The sizes of this machine's caches, as far as the system says."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

COMMON = 512 << 10
_SECOND_LEVEL = Path("/sys/devices/system/cpu/cpu0/cache/index2/size")


@lru_cache(maxsize=1)
def second_level() -> int:
    """Return the bytes of a core's second-level cache; a common size if the system does not say."""
    try:
        text = _SECOND_LEVEL.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return COMMON
    return int(text[:-1]) << 10 if text[:-1].isdigit() and text.endswith("K") else COMMON
