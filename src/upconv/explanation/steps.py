"""The steps of an explanation: a pure generator, with its limits checked before the first step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from upconv import errors
from upconv.explanation.numbers import number
from upconv.explanation.record import Step
from upconv.explanation.subject import Subject
from upconv.explanation.views import VIEWS
from upconv.explanation.views.common import whose

LARGEST_SIDE = 40  # cells; 8×8 inputs with 5×5 kernels and stride 4 give 33×33
MOST_STEPS = 2000


def check(subject: Subject, view: str) -> None:
    """Raise ArgumentError, with the limit and a remedy, if a picture would be too large."""
    chosen = VIEWS[view]
    for name, (rows, columns) in chosen.grids(subject):
        if max(rows, columns) > LARGEST_SIDE:
            if name == "MATRIX C":
                raise errors.explanation.matrix_too_large(rows, columns, LARGEST_SIDE)
            raise errors.explanation.too_large(name, rows, columns, LARGEST_SIDE)
    count = number_of_steps(subject, view)
    if count > MOST_STEPS:
        raise errors.explanation.too_many_steps(count, MOST_STEPS)


def number_of_steps(subject: Subject, view: str) -> int:
    """Return the number of steps that `steps` yields."""
    told: int = VIEWS[view].count(subject)
    return told + (0 if subject.bias is None else subject.c_out)


def steps(subject: Subject, view: str) -> Iterator[Step]:
    """Yield the steps of one view, numbered from 1.

    The `output` of the last one is the complete result, (C_out, *o).
    """
    of = number_of_steps(subject, view)
    last: Step | None = None
    number_ = 0
    for number_, step in enumerate(VIEWS[view].steps(subject), 1):
        last = replace(step, view=view, number=number_, of=of)
        yield last
    if last is not None and subject.bias is not None:
        for step in _bias(subject, last):
            number_ += 1
            yield replace(step, view=view, number=number_, of=of)


def _bias(subject: Subject, last: Step) -> Iterator[Step]:
    """Add each output channel's bias to all of its cells."""
    output = last.output.copy()
    y = output if subject.ndim == 2 else output[:, np.newaxis]  # a view
    for channel, shift in enumerate(() if subject.bias is None else subject.bias):
        before = float(y[channel, 0, 0])
        y[channel] += shift
        board = subject.output_board(y, channel, None, active=np.ndindex(*subject.output_size))
        yield Step(
            view="",
            number=0,
            of=0,
            action="bias",
            in_channel=None,
            out_channel=channel,
            products=(),
            output=output.copy(),
            boards=(board,),
            sentence=f"The bias {number(shift)} is added to every cell of the "
            f"{whose(subject, channel)}.",
            formula=f"{whose(subject, channel)} {subject.at((0, 0))} = "
            f"{number(before)} + {number(shift)} = {number(float(y[channel, 0, 0]))}",
        )
