"""Shell completion of options with a fixed set of values, computed only on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Complete = Callable[[str], list[str]]


def of(words: Iterable[str] | Callable[[], Iterable[str]]) -> Complete:
    """Return a completion from `words` by prefix."""

    def complete(incomplete: str) -> list[str]:
        known = words() if callable(words) else words
        return [word for word in known if word.startswith(incomplete)]

    return complete


def listed(words: Callable[[], Iterable[str]]) -> Complete:
    """Return a completion of the last word of a comma-separated list."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        return [before + comma + word for word in words() if word.startswith(last)]

    return complete


def cases() -> list[str]:
    """Return the names of the cases of `upconv bench`."""
    from upconv.bench.cases import CASES  # noqa: PLC0415 - NumPy

    return list(CASES)


def peers() -> list[str]:
    """Return the names of the libraries that `upconv bench` compares."""
    from upconv.bench.peers import names  # noqa: PLC0415 - NumPy

    return [*names(), "none"]
