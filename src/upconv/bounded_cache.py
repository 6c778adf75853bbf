"""Tables with a bound that drop what was used longest ago.

Finding an entry costs one look-up in a dictionary and nothing is written: there are two
generations. What is new, and what was found in the old one, goes to the young one. When that is
full, the old one goes and the young one becomes the old: everything that goes was used longer ago
than anything that stays.

`memoised` is the standard library's `lru_cache`, which drops in exact order and is slower to ask.
Every table of either kind has a name by which `upconv.info()` shows what it holds and may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar
from weakref import WeakSet

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
P = ParamSpec("P")


class Usage(NamedTuple):
    """How many entries the tables of one name hold, and how many they may."""

    entries: int
    most: int


class BoundedCache(Generic[K, V]):
    """At most `most` entries, of which those used longest ago go first.

    `name` is that under which `usage` counts it; None for a table that is a part of something.
    Threads may use it at once: at worst one of two that put something at the same moment is not
    kept.
    """

    __slots__ = ("__weakref__", "_half", "_old", "_young", "name")

    def __init__(self, most: int, name: str | None = None) -> None:
        self._half = max(most // 2, 1)
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self.name = name
        if name is not None:
            _TABLES.add(self)

    def get(self, key: K) -> V | None:
        """Return the value of `key`, or None."""
        value = self._young.get(key)
        return self._again(key) if value is None else value

    def put(self, key: K, value: V) -> None:
        """Store `value`, which is not None, under `key`."""
        young = self._young
        if key not in young and len(young) >= self._half:
            self._old, self._young = young, {}
        else:
            self._old.pop(key, None)
        self._young[key] = value

    def clear(self) -> None:
        """Drop everything."""
        self._young, self._old = {}, {}

    @property
    def most(self) -> int:
        """How many entries it may hold."""
        return 2 * self._half

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def values(self) -> list[V]:
        """Return all values."""
        return [*self._old.values(), *self._young.values()]

    def _again(self, key: K) -> V | None:
        found = self._old.get(key)
        if found is not None:
            self.put(key, found)
        return found


_TABLES: WeakSet[BoundedCache[Any, Any]] = WeakSet()
_MEMOISED: list[tuple[str, Any]] = []


def memoised(name: str, most: int) -> Callable[[Callable[P, V]], Callable[P, V]]:
    """Keep the last `most` answers of a function of hashable arguments, counted under `name`."""

    def decorate(function: Callable[P, V]) -> Callable[P, V]:
        cached: Any = lru_cache(maxsize=most)(function)
        _MEMOISED.append((name, cached))
        answer: Callable[P, V] = cached
        return answer

    return decorate


def usage() -> dict[str, Usage]:
    """Return what all tables hold, by their names."""
    by_name: dict[str, Usage] = {}
    rows = [(str(table.name), len(table), table.most) for table in _TABLES]
    for name, cached in _MEMOISED:
        info = cached.cache_info()
        rows.append((name, info.currsize, info.maxsize))
    for name, entries, most in sorted(rows):
        before = by_name.get(name, Usage(0, 0))
        by_name[name] = Usage(before.entries + entries, before.most + most)
    return by_name
