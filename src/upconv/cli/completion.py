"""What the shell completes: words of closed lists, read only when a shell asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Complete = Callable[[str], list[str]]


def of(words: Iterable[str] | Callable[[], Iterable[str]]) -> Complete:
    """Return a completion of the words that begin with what was written."""

    def complete(incomplete: str) -> list[str]:
        known = words() if callable(words) else words
        return [word for word in known if word.startswith(incomplete)]

    return complete


def listed(words: Callable[[], Iterable[str]]) -> Complete:
    """Return a completion of the last of several words with commas between them."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        return [before + comma + word for word in words() if word.startswith(last)]

    return complete


def cases() -> list[str]:
    """Return the names of the cases of `upconv bench`."""
    from upconv.bench.cases import CASES  # noqa: PLC0415 - NumPy

    return list(CASES)


def peers() -> list[str]:
    """Return the names of the contestants of `upconv bench`."""
    from upconv.bench.peers import names  # noqa: PLC0415 - NumPy

    return [*names(), "none"]
