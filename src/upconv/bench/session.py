"""The shared state of one run of measurements, and its rows."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from upconv import errors
from upconv.bench import expected
from upconv.bench.cases import Array, Arrays, Case
from upconv.bench.peers import KEPT, OURS, Contestant, Ready, Setting, Unable
from upconv.bench.roof import Roof
from upconv.bench.turns import Clock


@dataclass
class Row:
    """One line of a table: the figures of one case by library, smaller is better.

    `reasons` are those of libraries without a figure, `least` is the roof, in the same unit.
    """

    case: str
    line: str
    state: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    least: float | None = None

    def best(self) -> str | None:
        """Return the key of the best peer, or None if there is none."""
        peers = [key for key in self.figures if not _is_ours(key)]
        return min(peers, key=self.figures.__getitem__, default=None)

    def best_of_ours(self) -> str | None:
        """Return the key of upconv's fastest setting, or None if it has no figure."""
        ours = [key for key in self.figures if _is_ours(key)]
        return min(ours, key=self.figures.__getitem__, default=None)

    def ratio(self, ours: str, other: str | None = None) -> float | None:
        """Return the figure of the best peer, or of `other`, divided by upconv's."""
        other = other or self.best()
        if other not in self.figures or not self.figures.get(ours) or not self.figures[other]:
            return None
        return self.figures[other] / self.figures[ours]

    def share(self, ours: str) -> float | None:
        """Return the fraction of the roof that upconv reaches."""
        if self.least is None or not self.figures.get(ours):  # a clock may be too coarse
            return None
        return self.least / self.figures[ours]


def _is_ours(key: str) -> bool:
    return any(key == contestant.key for contestant in (*OURS, *KEPT))


def geometric_mean(values: Sequence[float | None]) -> float | None:
    """Return the geometric mean of the values that are not None, or None."""
    logs = [math.log(value) for value in values if value]
    return math.exp(sum(logs) / len(logs)) if logs else None


@dataclass(frozen=True)
class Session:
    """The libraries of one run, upconv first, and their common settings.

    `say` is called with the current step.
    """

    contestants: tuple[Contestant, ...]
    threads: int
    rounds: int
    channels_last: bool = False
    roof: Roof | None = None
    say: Callable[[str], None] = lambda _: None

    @property
    def ours(self) -> str:
        """The key of the upconv setting that ratios refer to."""
        return OURS[self.channels_last].key

    @property
    def clock(self) -> Clock:
        """The CPU time of the calling thread if all libraries compute in it, else wall-clock time.

        The former is disturbed less by other work on the machine.
        """
        alone = self.threads == 1 and all(c.in_caller for c in self.contestants)
        return time.thread_time if alone else time.perf_counter

    def below(self, roof: Roof) -> Session:
        """Return the same session with the roof of the machine."""
        return replace(self, roof=roof)

    def counting(self, number: int, total: int) -> Session:
        """Return the same session, which reports the number of the case and their total."""
        return replace(self, say=lambda text: self.say(f"{number} of {total}, {text}"))

    def ready(
        self, row: Row, what: str, case: Case, given: Arrays, *, any_length: bool = False
    ) -> dict[str, tuple[Ready, list[Any]]]:
        """Return the libraries that can run `case`, with their inputs, after checking the results.

        Libraries that cannot run it, or give a wrong result, are omitted, with the reason in `row`.
        Raises UpconvError if upconv's own result is wrong.
        """
        inputs = (given.x,) if what == "forward" else (given.x, given.grad)
        wanted = getattr(expected, what)(case, given)
        setting = Setting(self.threads, any_length)
        found: dict[str, tuple[Ready, list[Any]]] = {}
        for contestant in self.contestants:
            self.say(f"{case.name}: {contestant.label}")
            try:
                ready = contestant.ready(what, case, given, setting)
                own = [ready.give(array) for array in inputs]
                results = ready.take(ready.run(*own))
                reason = _wrong(contestant, case, what, results, wanted)
            except errors.UpconvError:
                raise
            except Exception as error:  # any error of a framework
                if contestant.ours:
                    raise
                reason = first_line(error)
            if reason:
                row.reasons[contestant.key] = reason
            else:
                found[contestant.key] = ready, own
        return found

    def runs(self, row: Row, what: str, case: Case, given: Arrays) -> dict[str, Callable[[], Any]]:
        """Return the result of `ready` as functions without arguments."""
        found = self.ready(row, what, case, given)
        return {key: partial(ready.run, *own) for key, (ready, own) in found.items()}


def first_line(error: Exception) -> str:
    """Return the message of an exception on one line."""
    name = "" if isinstance(error, Unable) else f"{type(error).__name__}: "
    return name + next(iter(str(error).strip().splitlines()), "no reason given")


def _wrong(
    contestant: Contestant,
    case: Case,
    what: str,
    results: Sequence[Array],
    wanted: Sequence[Array],
) -> str | None:
    tolerance = expected.TOLERANCE[what != "forward"]
    difference = expected.error(results, wanted)
    if difference <= tolerance:
        return None
    if contestant.ours:
        raise errors.bench.wrong_result(case.name, contestant.label, difference, tolerance)
    return f"its result differs by {difference:.1e} of the largest value"
