"""Measurements that need a separate process: the first call of a layer, and peak memory.

One child process per library reads a question as a line of JSON and answers with one (`child.py`).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from upconv.bench.cases import Case
from upconv.bench.peers import Contestant
from upconv.bench.session import Row, Session

_CHILD = (sys.executable, "-m", "upconv.bench.child")


def first_call(session: Session, cases: Sequence[Case]) -> Iterator[Row]:
    """Measure the first call of a new layer, the next one, and one of another size (s)."""
    with tempfile.TemporaryDirectory(prefix="upconv-bench-") as folder:
        answers = {}
        for cache in ("an empty cache", "the code on disk"):
            for contestant in session.contestants:
                session.say(f"{contestant.label} with {cache}")
                answers[cache, contestant.key] = _ask(
                    session,
                    contestant,
                    "first_call",
                    cases,
                    UPCONV_CACHE=f"{folder}/{contestant.key}",
                )
    empty, stored = "an empty cache", "the code on disk"
    yield _row(session, answers, empty, "any", "", "first of a process", "process")
    for n, case in enumerate(cases):
        named = (case.name, case.line)
        yield _row(session, answers, empty, *named, "first, empty cache", "first", n)
        yield _row(session, answers, stored, *named, "first, on disk", "first", n)
        yield _row(session, answers, stored, *named, "again", "again", n)
        yield _row(session, answers, stored, *named, "another size", "other", n)


def memory(session: Session, cases: Sequence[Case]) -> Iterator[Row]:
    """Measure the peak memory of one call, without its input and output (bytes)."""
    answers = {}
    for contestant in session.contestants:
        session.say(contestant.label)
        answers["", contestant.key] = _ask(session, contestant, "memory", cases)
    for n, case in enumerate(cases):
        yield _row(session, answers, "", case.name, case.line, "", "memory", n)


def _row(
    session: Session,
    answers: dict[tuple[str, str], dict[str, Any]],
    which: str,
    name: str,
    line: str,
    state: str,
    figure: str,
    number: int | None = None,
) -> Row:
    row = Row(name, line, state)
    for contestant in session.contestants:
        answer = answers[which, contestant.key]
        if number is not None and "cases" in answer:
            answer = answer["cases"][number]
        if figure in answer:
            row.figures[contestant.key] = answer[figure]
        else:
            row.reasons[contestant.key] = answer["reason"]
    return row


def _ask(
    session: Session,
    contestant: Contestant,
    what: str,
    cases: Sequence[Case],
    **variables: str,
) -> dict[str, Any]:
    """Return the answer of a child process, or the reason why it has none."""
    question = {
        "what": what,
        "contestant": contestant.key,
        "threads": session.threads,
        "cases": [(case.name, case.line) for case in cases],
    }
    done = subprocess.run(  # noqa: S603 - this Python, with a module of ours
        _CHILD,
        input=json.dumps(question),
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    if done.returncode < 0:
        return {"reason": f"its process was killed by {signal.Signals(-done.returncode).name}"}
    return {"reason": next(iter(done.stderr.strip().splitlines()[-1:]), "its process failed")}
