"""Stamp and add: each input cell times the kernel is stamped on the output, overlaps add up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from upconv.explanation.numbers import factor, number, plural, span
from upconv.explanation.record import Board, Product, Role, Step
from upconv.explanation.subject import Pass, Subject
from upconv.explanation.views.common import LISTED, Running, channels, same_on_axes, whose

TITLE = "stamp and add"


def count(subject: Subject) -> int:
    """Return the number of steps, without the bias."""
    passes = sum(1 for _ in subject.passes())
    stamps = passes * int(subject.x[0].size)
    return stamps + (subject.c_out if _crops(subject) else 0)


def grids(subject: Subject) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name and size of the grids to draw."""
    yield "INPUT", subject.input_size
    yield "KERNEL", subject.kernel_size
    yield "FULL OUTPUT", _canvas_size(subject)


def steps(subject: Subject) -> Iterator[Step]:
    """Yield one step per input cell and pair of channels, and the crop of each channel."""
    running = Running(subject)
    canvas = np.zeros(_canvas_size(subject))
    reached = np.zeros(canvas.shape, bool)
    for one in subject.passes():
        for q in np.ndindex(*subject.input_size):
            yield _stamp(subject, running, canvas, reached, one, (q[0], q[1]))
        if one.last:
            if _crops(subject):
                yield _crop(subject, running, canvas, reached, one)
            canvas, reached = np.zeros_like(canvas), np.zeros_like(reached)


def _crops(subject: Subject) -> bool:
    return any(axis.begin or axis.end for axis in subject.axes)


def _canvas_size(subject: Subject) -> tuple[int, int]:
    """Return rows and columns of all stamps, and of the zeros that a negative crop adds."""
    rows, columns = (
        full + max(-axis.begin, 0) + max(-axis.end, 0)
        for full, axis in zip(subject.full_size, subject.axes, strict=True)
    )
    return rows, columns


def _window(subject: Subject) -> tuple[slice, slice]:
    """Return the position of the output on the canvas."""
    rows, columns = (
        slice(max(axis.begin, 0), max(axis.begin, 0) + o)
        for axis, o in zip(subject.axes, subject.output_size, strict=True)
    )
    return rows, columns


def _last(subject: Subject) -> tuple[int, int]:
    rows, columns = subject.input_size
    return rows - 1, columns - 1


def _stamp(
    subject: Subject,
    running: Running,
    canvas: np.ndarray,
    reached: np.ndarray,
    one: Pass,
    q: tuple[int, int],
) -> Step:
    value = float(subject.x[(one.in_channel, *q)])
    stamp = value * one.kernel
    corner = [
        i * axis.stride + max(-axis.begin, 0) for i, axis in zip(q, subject.axes, strict=True)
    ]
    products, sums, cells, outside = [], [], [], 0
    inside = np.zeros(canvas.shape, bool)
    inside[_window(subject)] = True
    for tap in np.ndindex(*subject.kernel_size):
        row, column = (
            start + t * axis.dilation
            for start, t, axis in zip(corner, tap, subject.axes, strict=True)
        )
        u = (row - max(subject.axes[0].begin, 0), column - max(subject.axes[1].begin, 0))
        weight = float(one.kernel[tap])
        products.append(
            Product(
                subject.shown(q), subject.shown((tap[0], tap[1])), subject.shown(u), value, weight
            )
        )
        before = float(canvas[row, column])
        canvas[row, column] += value * weight
        if not inside[row, column]:
            outside += 1
        elif reached[row, column]:
            added, after = factor(float(stamp[tap])), number(float(canvas[row, column]))
            sums.append(f"{subject.at(u)}: {number(before)} + {added} = {after}")
        reached[row, column] = True
        cells.append((row, column))
    gaps = one.last and not _crops(subject) and q == _last(subject) and not reached.all()
    if gaps:
        reached[:] = True
    running.y[one.out_channel] = canvas[_window(subject)]
    running.known[one.out_channel] = reached[_window(subject)]
    boards = [
        subject.input_board(one, active=[q]),
        subject.kernel_board(one, active=np.ndindex(*subject.kernel_size), sign="×"),
        subject.board("STAMP", stamp, Role.OUTPUT, active=np.ndindex(*stamp.shape), sign="="),
        _canvas_board(subject, canvas, reached, one.out_channel, cells),
    ]
    sentence = (
        f"INPUT {subject.at(q)} = {number(value)} times the KERNEL is stamped on the "
        f"{whose(subject, one.out_channel)}."
    )
    if sums:
        sentence += (
            f" {plural(len(sums), 'cell')} already {'has' if len(sums) == 1 else 'have'} a value, "
            "to which it is added."
        )
    if gaps:
        sentence += " Cells that no stamp reached are 0."
    if outside:
        sentence += f" {plural(outside, 'value')} of it will be cropped."
    return running.step(
        "stamp and add", channels(one), boards, sentence, _formula(subject, q, sums), products
    )


def _formula(subject: Subject, q: tuple[int, int], sums: list[str]) -> str:
    """Return the position of the stamp, and the sums where stamps overlap."""
    landing = []
    for i, axis in zip(subject.shown(q), subject.real_axes(), strict=True):
        first = i * axis.stride - axis.begin
        last = first + axis.extent - 1
        crop = f" - {axis.begin}" if axis.begin >= 0 else f" + {-axis.begin}"
        dilated = "t" if axis.dilation == 1 else f"{axis.dilation}·t"
        landing.append(f"{axis.stride}·{i} + {dilated}{crop} = {span(first, last)}")
    text = f"o = s·q + d·t - p:  {same_on_axes(landing)}"
    if sums:
        more = f",  and {len(sums) - LISTED} more" if len(sums) > LISTED else ""
        text += f"\n{',  '.join(sums[:LISTED])}{more}"
    return text


def _canvas_board(
    subject: Subject,
    canvas: np.ndarray,
    reached: np.ndarray,
    channel: int,
    cells: list[tuple[int, int]],
    sign: str = "→",
) -> Board:
    cropped = np.ones(canvas.shape, bool)
    cropped[_window(subject)] = False
    note = f"channel {channel} of {subject.c_out}" if subject.c_out > 1 else ""
    if cropped.any():
        inner = f"inside the full {subject.size(subject.full_size)}"
        note = f"{note}, {inner}" if note else inner
    return subject.board(
        "OUTPUT",
        canvas.copy(),
        Role.OUTPUT,
        active=cells,
        known=reached,
        others={Role.PADDING: cropped},
        size=subject.size(subject.output_size),
        note=note,
        sign=sign,
    )


def _crop(
    subject: Subject, running: Running, canvas: np.ndarray, reached: np.ndarray, one: Pass
) -> Step:
    running.known[one.out_channel] = True
    taken = [f"{axis.begin} at the start and {axis.end} at the end" for axis in subject.real_axes()]
    formula = same_on_axes(
        [
            axis.formula(i)
            for axis, i in zip(subject.real_axes(), subject.shown(subject.input_size), strict=True)
        ]
    )
    boards = [
        _canvas_board(subject, canvas, reached, one.out_channel, [], sign=""),
        running.board(one.out_channel, np.ndindex(*subject.output_size)),
    ]
    sentence = f"The padding crops the sum of all stamps: {same_on_axes(taken)}."
    if any(axis.begin < 0 or axis.end < 0 for axis in subject.axes):
        sentence += " A negative crop adds rows of zeros."
    return running.step(
        "crop",
        (None, one.out_channel),
        boards,
        sentence,
        f"o = (i - 1)·s + d·(k - 1) + 1 - begin - end:  {formula}",
    )
