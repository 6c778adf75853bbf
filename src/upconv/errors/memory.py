"""Memory that the system refuses."""

from __future__ import annotations

from upconv.errors.tree import OutOfMemoryError, compose

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def no_memory(size: int, purpose: str) -> OutOfMemoryError:
    return OutOfMemoryError(
        compose(
            f"There must be memory for {purpose}",
            f"a request for {readable(size)}, which the system refused",
            remedy="Compute fewer images at a time, or raise the limit of the process",
        )
    )


def readable(size: int) -> str:
    """Return a number of bytes with three digits.

    >>> readable(3 << 29)
    '1.5 GiB'
    """
    value, unit = float(size), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.3g} {_UNITS[unit]}"
