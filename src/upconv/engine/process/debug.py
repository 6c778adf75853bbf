"""UPCONV_DEBUG: 1 the choice with its reasons, 2 timing, 3 the plan, 4 the IR, 5 the assembly."""

from __future__ import annotations

import sys

from upconv import environment

CHOICE, TIMING, PLAN, IR, ASSEMBLY = 1, 2, 3, 4, 5


def level() -> int:
    """Return the level asked for; 0 is silence."""
    return environment.DEBUG.value()


def say(needed: int, text: str) -> None:
    """Write a line to standard error where the level is high enough."""
    if level() >= needed:
        sys.stderr.write(f"upconv: {text}\n")
