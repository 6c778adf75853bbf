"""Measurements in this process: layers forward and backward, tiny ones, and changing lengths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from upconv.bench.cases import Array, Case
from upconv.bench.session import Row, Session
from upconv.bench.turns import contest, timed

LENGTHS = 8  # new lengths in one round


def forward(session: Session, case: Case) -> Iterator[Row]:
    """Measure the result (s)."""
    yield _timed(session, case, "forward", passes=1)


def backward(session: Session, case: Case) -> Iterator[Row]:
    """Measure the result and the gradients of x, weight and bias (s)."""
    yield _timed(session, case, "backward", passes=3)


def _timed(session: Session, case: Case, what: str, passes: int) -> Row:
    row = Row(case.name, case.line)
    if session.roof is not None:
        row.least = session.roof.seconds(case, passes)
    runs = session.runs(row, what, case, case.draw())
    session.say(f"{case.name}: {len(runs)} interleaved")
    row.figures = contest(runs, session.clock, session.rounds)
    return row


def lengths(session: Session, case: Case) -> Iterator[Row]:
    """Measure calls of one length, then calls that each have a new length (s)."""
    one = Row(case.name, case.line, "one length")
    given = case.draw()
    found = session.ready(one, "forward", case, given, any_length=True)
    runs = {key: partial(ready.run, *own) for key, (ready, own) in found.items()}
    session.say(f"{case.name}: {len(runs)} interleaved, one length")
    one.figures = contest(runs, session.clock, session.rounds)
    yield one
    changing = Row(case.name, case.line, "changing lengths", reasons=one.reasons)
    changing.figures = dict.fromkeys(found, math.inf)
    for number in range(session.rounds):
        session.say(f"{case.name}: changing lengths, round {number + 1} of {session.rounds}")
        sounds = [_of_length(case, 1 + number * LENGTHS + n) for n in range(LENGTHS)]
        for key, (ready, _) in found.items():
            own = [ready.give(sound) for sound in sounds]
            took = timed(partial(_one_after_another, ready.run, own), session.clock)
            changing.figures[key] = min(changing.figures[key], took / LENGTHS)
    yield changing


def _of_length(case: Case, longer: int) -> Array:
    """Return an input whose first axis is longer by `longer`, at most a tenth larger in total."""
    first, *rest = case.spatial
    shape = (case.images, case.in_channels, first + longer, *rest)
    return np.random.default_rng(longer).standard_normal(shape, np.float32)


def _one_after_another(run: Any, inputs: list[Any]) -> None:
    for own in inputs:
        run(own)
