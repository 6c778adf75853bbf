"""One run: the settings are checked before anything is measured; then row by row."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from upconv import errors, files
from upconv.bench import peers, roof
from upconv.bench.cases import Case, named, parse
from upconv.bench.measures import MEASURES, Measure
from upconv.bench.report import Report
from upconv.bench.session import Row, Session


@dataclass(frozen=True)
class Settings:
    """The options of a run; None means all that are available."""

    what: str = "forward"
    cases: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    peers: str | None = None
    threads: int | None = None
    rounds: int = 5
    channels_last: bool = False

    @property
    def measure(self) -> Measure:
        if self.what not in MEASURES:
            raise errors.values.not_a_choice("--what", self.what, tuple(MEASURES))
        return MEASURES[self.what]

    def chosen(self) -> tuple[Case, ...]:
        """Return the cases that are named, the layers described, or those of the measurement."""
        own = [parse(line, f"layer {n}") for n, line in enumerate(self.layers, 1)]
        return (*map(named, self.cases), *own) or self.measure.cases


def start(settings: Settings, say: Callable[[str], None] = lambda _: None) -> Report:
    """Check the settings, start the libraries and measure the roof.

    The process is bound to as many CPUs as threads until it exits.
    """
    measure, _ = settings.measure, settings.chosen()
    kept = peers.KEPT if settings.what == "forward" else ()
    contestants = (*peers.OURS, *kept, *peers.chosen(settings.peers))
    threads = settings.threads or _cpus()
    peers.bind(threads)
    session = Session(contestants, threads, settings.rounds, settings.channels_last, say=say)
    if measure.in_process:
        for contestant in contestants:
            say(f"Starting {contestant.label}")
            contestant.start(threads)
    if measure.has_roof:
        say("Measuring the roof")
        session = session.below(roof.measure(threads, session.clock))
    return Report(settings.what, session)


def rows(report: Report, settings: Settings) -> Iterator[Row]:
    """Measure, and add row by row to the report."""
    for row in report.measure.run(report.session, settings.chosen()):
        report.rows.append(row)
        yield row
    report.complete = True


def save(report: Report, path: Path) -> None:
    """Write the JSON of a report, completely or not at all."""
    files.write(path, report.as_json().encode())


def _cpus() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
