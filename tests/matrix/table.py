"""What a run of pytest left in its JUnit file, as a row of a table."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree

WIDTH = 100


class Row(NamedTuple):
    """One environment: its Python and set, what it came to, and why tests were skipped."""

    python: str
    name: str
    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None
    why: Mapping[str, int] = MappingProxyType({})
    note: str = ""


def read(python: str, name: str, junit: Path, note: str) -> Row:
    """Return the row of a finished run."""
    suites = ElementTree.parse(junit).getroot().findall("testsuite")  # noqa: S314 - our own file
    count = {word: sum(int(suite.get(word, 0)) for suite in suites)
             for word in ("tests", "failures", "errors", "skipped")}  # fmt: skip
    failed = count["failures"] + count["errors"]
    why = Counter(
        _reason(found.get("message", "")) for suite in suites for found in suite.iter("skipped")
    )
    passed = count["tests"] - failed - count["skipped"]
    return Row(python, name, passed, failed, count["skipped"], why, note)


def drawn(rows: list[Row]) -> str:
    """Return the rows as a Markdown table; below it, the reasons for which tests were skipped."""
    lines = ["| Python | dependency set | passed | failed | skipped | versions |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for row in rows:
        counts = ["–" if n is None else f"{n}" for n in (row.passed, row.failed, row.skipped)]
        lines.append(f"| {row.python} | {row.name} | {' | '.join(counts)} | {row.note} |")
    for row in rows:
        if row.why:
            lines += ["", f"Skipped on {row.python}, {row.name}:"]
            lines += [
                f"- {n}× {reason}"
                for reason, n in sorted(row.why.items(), key=lambda pair: -pair[1])
            ]
    return "\n".join(lines)


def _reason(message: str) -> str:
    text = re.sub(r"\s+", " ", message).removeprefix("Skipped: ").strip()
    text = re.sub(r"^could not import '([^']+)'.*", r"\1 is not installed", text)
    return text[:WIDTH] or "no reason given"
