"""The results of a run, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table
from rich.text import Text

from upconv.about import info
from upconv.bench.measures import MEASURES, Measure
from upconv.bench.peers import KEPT, names
from upconv.bench.session import Row, Session, geometric_mean

NOTHING = "–"


@dataclass
class Report:
    """The rows of one run and its session; `complete` once all rows are measured."""

    what: str
    session: Session
    rows: list[Row] = field(default_factory=list)
    complete: bool = False

    @property
    def measure(self) -> Measure:
        return MEASURES[self.what]

    def machine(self) -> str:
        """Return one or two lines about the machine and the roof."""
        found, roof = info(), self.session.roof
        threads = self.session.threads
        text = f"{found.cpu}, {threads} thread{'s' if threads > 1 else ''}, "
        text += found.engine["engine"].partition(" of ")[0]
        if roof is not None:
            text += f"\npeak {roof.flops / 1e9:.0f} GFLOP/s, copy {roof.bandwidth / 1e9:.1f} GB/s"
        return text

    def table(self, *, everyone: bool = False) -> Table:
        """Return the table: upconv and the best peer, or with `everyone` all libraries."""
        measure, ours = self.measure, self.session.ours
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title_justify="left")
        table.add_column("layer", no_wrap=True)
        with_states = any(row.state for row in self.rows)
        if with_states:
            table.add_column("", no_wrap=True)
        contestants = [c for c in self.session.contestants if everyone or c.key == ours]
        for contestant in contestants:
            table.add_column(f"{contestant.label}, {measure.unit}", justify="right")
        table.add_column(f"best peer, {measure.unit}", justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        table.add_column("times as " + _better(measure), justify="right")
        if self.session.roof is not None:
            table.add_column("of the roof", justify="right")
        for row in self.rows:
            cells = [row.case, row.state] if with_states else [row.case]
            cells += [self._figure(row, contestant.key) for contestant in contestants]
            best = row.best()
            cells += [self._figure(row, best), self._label(best)]
            styled: list[str | Text] = [*cells, _ratio(row.ratio(ours))]
            if self.session.roof is not None:
                styled.append(_percent(row.share(ours)))
            table.add_row(*styled)
        return table

    def summary(self) -> str:
        """Return the geometric means against the best peers, each peer, and the roof."""
        ours = self.session.ours
        mean = geometric_mean([row.ratio(ours) for row in self.rows])
        if mean is None and all(contestant.ours for contestant in self.session.contestants):
            return f"No peer ran. Those of {', '.join(names())} that are installed are compared."
        if mean is None or any(row.state for row in self.rows):
            return ""
        better = _better(self.measure)
        text = f"Geometric mean: {mean:.2f} times as {better} as the best peer of each row"
        share = geometric_mean([row.share(ours) for row in self.rows])
        text += f", {_percent(share)} of the roof." if share else "."
        parts = []
        for contestant in self.session.contestants:
            found = geometric_mean([row.ratio(ours, contestant.key) for row in self.rows])
            if found is not None and not contestant.ours:
                parts.append(f"{contestant.label} {found:.2f}")
        text += f"\nAgainst each, where it runs the layer: {', '.join(parts)}."
        return text + self._at_its_best()

    def _at_its_best(self) -> str:
        """Return the same for upconv's best setting in each row, if it has more than two."""
        if not any(contestant in KEPT for contestant in self.session.contestants):
            return ""
        ratios = {row.case: row.ratio(row.best_of_ours() or "") for row in self.rows}
        mean = geometric_mean(list(ratios.values()))
        slower = [case for case, ratio in ratios.items() if ratio and ratio < 1]
        text = "\nAt its best setting (data format, packed weight), upconv is "
        text += (
            f"{mean:.2f} times as {_better(self.measure)} as the best peer at its best; slower: "
        )
        return text + f"{', '.join(slower) or 'none'}."

    def as_json(self) -> str:
        """Return all results, with the reason for every missing figure; times are in seconds."""
        session, found = self.session, info()
        roof = session.roof
        content: dict[str, Any] = {
            "what": self.what,
            "figures_are": "bytes" if self.measure.unit == "MiB" else "seconds",
            "complete": self.complete,
            "threads": session.threads,
            "rounds": session.rounds,
            "clock": session.clock.__name__,
            "ours": session.ours,
            "contestants": {c.key: c.label for c in session.contestants},
            "machine": {"cpu": found.cpu, "cores": found.cores, "platform": found.platform},
            "versions": {"python": found.python, "upconv": found.version, **found.versions},
            "engine": found.engine,
            "roof": None if roof is None else roof._asdict(),
            "rows": [self._row(row) for row in self.rows],
            "geometric_mean": geometric_mean([row.ratio(session.ours) for row in self.rows]),
            "share_of_roof": geometric_mean([row.share(session.ours) for row in self.rows]),
        }
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    def _row(self, row: Row) -> dict[str, Any]:
        ours = self.session.ours
        return {
            "case": row.case,
            "layer": row.line,
            "state": row.state,
            "figures": row.figures,
            "reasons": row.reasons,
            "roof": row.least,
            "best_of_ours": row.best_of_ours(),
            "best_peer": row.best(),
            "ratio": row.ratio(ours),
            "share_of_roof": row.share(ours),
        }

    def _figure(self, row: Row, key: str | None) -> str:
        if key is None or key not in row.figures:
            return NOTHING
        value = row.figures[key] * self.measure.scale
        return f"{value:.2f}" if value < 100 else f"{value:.0f}"

    def _label(self, key: str | None) -> str:
        return next((c.label for c in self.session.contestants if c.key == key), "")


def _better(measure: Measure) -> str:
    return "small" if measure.unit == "MiB" else "fast"


def _ratio(value: float | None) -> Text:
    if value is None:
        return Text(NOTHING)
    return Text(f"{value:.2f}", style="bold green" if value >= 1 else "red")


def _percent(value: float | None) -> str:
    return NOTHING if value is None else f"{100 * value:.0f}%"
