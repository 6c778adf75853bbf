"""Values computed from weights, kept as long as no weight has changed.

Several models may run the same graph, so they are kept for each set of weights that it runs with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from upconv.graph.steps import Step

MOST = 256  # sets of weights; they also go with the weights themselves


class Watch(Protocol):
    """A weight whose changes are noticed."""

    def unchanged(self, value: Any) -> bool:
        """Return whether `value` is the weight that is watched, and has the values that it had."""


Watching: TypeAlias = Callable[[Any, Callable[[], object]], Watch]
"""(a weight, what to call when it ceases to exist) -> Watch."""


class _Entry(NamedTuple):
    watches: tuple[Watch, ...]
    values: tuple[Any, ...]


class Kept:
    """One group of constant nodes (`upconv.graph.constants`), by the weights that it reads.

    `sources` and `results` are the places of its weights and its results among all values.
    """

    def __init__(
        self,
        sources: Sequence[int],
        steps: Sequence[Step],
        results: Sequence[int],
        watch: Watching,
    ) -> None:
        self._sources, self._steps, self._results = sources, steps, results
        self._watch = watch
        self._entries: dict[tuple[int, ...], _Entry] = {}

    def fill(self, values: list[Any]) -> None:
        """Write the results of the group to `values`, computed now if a weight has changed."""
        weights = [values[place] for place in self._sources]
        entry = self._entries.get(tuple(map(id, weights)))
        if entry is None or not all(
            watch.unchanged(weight) for watch, weight in zip(entry.watches, weights, strict=True)
        ):
            entry = self._computed(weights, list(values))
        for place, value in zip(self._results, entry.values, strict=True):
            values[place] = value

    def _computed(self, weights: Sequence[Any], values: list[Any]) -> _Entry:
        key = tuple(map(id, weights))
        entries = self._entries

        def forget() -> None:
            entries.pop(key, None)

        # Watched before they are read: a change in the meantime is noticed by the next call.
        watches = tuple(self._watch(weight, forget) for weight in weights)
        for step in self._steps:
            step.run(values)
        entry = _Entry(watches, tuple(values[place] for place in self._results))
        while len(entries) >= MOST:
            entries.pop(next(iter(entries)), None)
        entries[key] = entry
        return entry
