"""The ordinary convolution, for comparison with the transposed one: the kernel slides."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from upconv.explanation.numbers import plural
from upconv.explanation.record import Array, Board, Mask, Product, Role, Step
from upconv.explanation.subject import Pass, Subject
from upconv.explanation.views.common import (
    Running,
    channels,
    same_on_axes,
    sum_of_products,
    whose,
)

TITLE = "ordinary convolution"


def count(subject: Subject) -> int:
    """Return the number of steps, without the bias."""
    padding = 1 if _pads(subject) else 0
    return sum(padding + int(np.prod(subject.output_size)) for _ in subject.passes())


def grids(subject: Subject) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name and size of the grids to draw."""
    rows, columns = (
        i + axis.begin + axis.end for i, axis in zip(subject.input_size, subject.axes, strict=True)
    )
    yield "PADDED INPUT", (rows, columns)
    yield "INPUT", subject.input_size
    yield "KERNEL", subject.kernel_size


def steps(subject: Subject) -> Iterator[Step]:
    """Yield the padding and one step per output cell, for every pair of channels."""
    running = Running(subject)
    for one in subject.passes():
        padded, real = _padded(subject, one)
        if _pads(subject):
            yield _pad(subject, running, one, padded, real)
        for u in np.ndindex(*subject.output_size):
            yield _slide(subject, running, one, padded, real, (u[0], u[1]))


def _pads(subject: Subject) -> bool:
    return any(axis.begin or axis.end for axis in subject.axes)


def _padded(subject: Subject, one: Pass) -> tuple[Array, Mask]:
    x = subject.x[one.in_channel]
    ends = [(axis.begin, axis.end) for axis in subject.axes]
    zeros = [(max(begin, 0), max(end, 0)) for begin, end in ends]
    kept = tuple(
        slice(max(-begin, 0), i + max(begin, 0) + max(end, 0) - max(-end, 0))
        for (begin, end), i in zip(ends, x.shape, strict=True)
    )
    return np.pad(x, zeros)[kept], np.pad(np.ones(x.shape, bool), zeros)[kept]


def _board(
    subject: Subject, one: Pass, padded: Array, real: Mask, active: list[tuple[int, int]]
) -> Board:
    if not _pads(subject):
        return subject.input_board(one, active=active)
    return subject.board(
        "PADDED INPUT", padded, Role.INPUT, others={Role.PADDING: ~real}, active=active
    )


def _pad(subject: Subject, running: Running, one: Pass, padded: Array, real: Mask) -> Step:
    ring = [(int(r), int(c)) for r, c in zip(*np.nonzero(~real), strict=True)]
    padded_board = _board(subject, one, padded, real, ring).with_sign("→")
    sizes = [
        f"{i} + {axis.begin} + {axis.end} = {i + axis.begin + axis.end}"
        for i, axis in zip(subject.shown(subject.input_size), subject.real_axes(), strict=True)
    ]
    return running.step(
        "pad",
        channels(one),
        [subject.input_board(one), padded_board],
        "The INPUT is padded with p zeros; a negative p removes rows."
        if any(axis.begin < 0 or axis.end < 0 for axis in subject.axes)
        else "The INPUT is padded with p zeros.",
        f"i + begin + end:  {same_on_axes(sizes)}",
    )


def _slide(
    subject: Subject, running: Running, one: Pass, padded: Array, real: Mask, u: tuple[int, int]
) -> Step:
    out = one.out_channel
    products, window = [], []
    begins = [axis.begin for axis in subject.axes]
    for tap in np.ndindex(*subject.kernel_size):
        row, column = (
            n * axis.stride + t * axis.dilation
            for n, t, axis in zip(u, tap, subject.axes, strict=True)
        )
        window.append((row, column))
        source = (row - begins[0], column - begins[1])
        products.append(
            Product(
                subject.shown(source) if real[row, column] else None,
                subject.shown((tap[0], tap[1])),
                subject.shown(u),
                float(padded[row, column]),
                float(one.kernel[tap]),
            )
        )
    before = float(running.y[(out, *u)]) if running.known[(out, *u)] else None
    running.y[(out, *u)] += sum(p.value for p in products)
    running.known[(out, *u)] = True
    total = float(running.y[(out, *u)])
    boards = [
        _board(subject, one, padded, real, window),
        subject.kernel_board(one, active=np.ndindex(*subject.kernel_size), sign="×"),
        running.board(out, [u]),
    ]
    name = "PADDED INPUT" if _pads(subject) else "INPUT"
    sentence = (
        f"The KERNEL covers {plural(len(products), 'cell')} of the {name}; the products add up "
        f"to {whose(subject, out)} {subject.at(u)}."
    )
    formula = f"{whose(subject, out)} {subject.at(u)} = {sum_of_products(before, products, total)}"
    return running.step("slide", channels(one), boards, sentence, formula, products)
