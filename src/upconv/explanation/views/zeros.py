"""Zero insertion in four steps: an ordinary convolution at stride 1 over a dilated input."""

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

TITLE = "zero insertion"
_RECIPE = 4


def count(subject: Subject) -> int:
    """Return the number of steps, without the bias."""
    return sum(_RECIPE + int(np.prod(subject.output_size)) for _ in subject.passes())


def grids(subject: Subject) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name and size of the grids to draw."""
    rows, columns = (
        (i - 1) * a.stride + 1 for i, a in zip(subject.input_size, subject.axes, strict=True)
    )
    yield "INPUT WITH ZEROS", (rows, columns)
    rows, columns = (
        o + a.extent - 1 for o, a in zip(subject.output_size, subject.axes, strict=True)
    )
    yield "PADDED INPUT", (rows, columns)
    yield "KERNEL", subject.kernel_size
    yield "OUTPUT", subject.output_size


def steps(subject: Subject) -> Iterator[Step]:
    """Yield the four preparing steps and one per output cell, for every pair of channels."""
    running = Running(subject)
    for one in subject.passes():
        spread = _spread(subject, one)
        padded = _padded(subject, spread)
        flipped = one.kernel[::-1, ::-1]
        yield from _recipe(subject, running, one, spread, padded)
        for u in np.ndindex(*subject.output_size):
            yield _slide(subject, running, one, padded, flipped, (u[0], u[1]))


class _Canvas:
    """An array with the origin of every cell (the index into the input, or -1) and its role."""

    def __init__(self, values: Array, origin: np.ndarray, padding: Mask) -> None:
        self.values, self.origin, self.padding = values, origin, padding

    def board(self, subject: Subject, name: str, **options: object) -> Board:
        zeros = (self.origin < 0) & ~self.padding
        others = {Role.ZERO: zeros, Role.PADDING: self.padding}
        return subject.board(name, self.values, Role.INPUT, others=others, **options)


def _spread(subject: Subject, one: Pass) -> _Canvas:
    """Insert s - 1 zeros between neighbours."""
    x = subject.x[one.in_channel]
    rows, columns = ((i - 1) * a.stride + 1 for i, a in zip(x.shape, subject.axes, strict=True))
    values, origin = np.zeros((rows, columns)), np.full((rows, columns), -1)
    kept = tuple(slice(None, None, axis.stride) for axis in subject.axes)
    values[kept] = x
    origin[kept] = np.arange(x.size).reshape(x.shape)
    return _Canvas(values, origin, np.zeros(values.shape, bool))


def _padded(subject: Subject, spread: _Canvas) -> _Canvas:
    """Pad with p' zeros, or remove -p' rows."""
    around = [axis.zero_insertion()[1:] for axis in subject.axes]
    added = [(max(before, 0), max(after, 0)) for before, after in around]
    kept = tuple(
        slice(max(-before, 0), size + sum(more) - max(-after, 0))
        for (before, after), more, size in zip(around, added, spread.values.shape, strict=True)
    )
    return _Canvas(
        np.pad(spread.values, added)[kept],
        np.pad(spread.origin, added, constant_values=-1)[kept],
        np.pad(spread.padding, added, constant_values=True)[kept],
    )


def _recipe(
    subject: Subject, running: Running, one: Pass, spread: _Canvas, padded: _Canvas
) -> Iterator[Step]:
    out = one.out_channel
    axes = subject.real_axes()
    zeros = same_on_axes([f"z = s - 1 = {a.stride} - 1 = {a.stride - 1}" for a in axes])
    around = same_on_axes([_around(a.dilation, a.kernel, a.begin, a.end) for a in axes])
    yield running.step(
        "two numbers",
        channels(one),
        [subject.input_board(one), subject.kernel_board(one, sign="and")],
        "A transposed convolution is an ordinary convolution with stride 1 over an input with "
        "zeros inserted: z between its cells, p' around them.",
        f"{zeros}\n{around}",
    )
    kept = [(int(r), int(c)) for r, c in zip(*np.nonzero(spread.origin >= 0), strict=True)]
    yield running.step(
        "insert zeros",
        channels(one),
        [
            subject.input_board(one, active=np.ndindex(*subject.input_size)),
            spread.board(subject, "INPUT WITH ZEROS", active=kept, sign="→"),
        ],
        "z zeros are inserted between neighbours."
        if any(axis.stride > 1 for axis in axes)
        else "z is 0: nothing is inserted between neighbours.",
        zeros,
    )
    ring = [(int(r), int(c)) for r, c in zip(*np.nonzero(padded.padding), strict=True)]
    yield running.step(
        "pad",
        channels(one),
        [
            spread.board(subject, "INPUT WITH ZEROS"),
            padded.board(subject, "PADDED INPUT", active=ring, sign="→"),
        ],
        _pad_sentence(subject),
        around,
    )
    yield running.step(
        "flip the kernel",
        channels(one),
        [
            subject.kernel_board(one),
            _flipped_board(subject, one.kernel[::-1, ::-1], [], "→"),
        ],
        "The kernel is rotated by 180°; then the ordinary convolution slides over the padded input "
        "with stride 1."
        if subject.ndim == 2
        else "The kernel is reversed; then the ordinary convolution slides over the padded input "
        "with stride 1.",
        f"the result is {whose(subject, out)} {subject.size(subject.output_size)}",
    )


def _around(dilation: int, kernel: int, begin: int, end: int) -> str:
    base = f"{dilation}·({kernel} - 1)"
    total = dilation * (kernel - 1)

    def minus(crop: int) -> str:
        return f"{base} - {crop}" if crop >= 0 else f"{base} + {-crop}"

    if begin == end:
        return f"p' = d·(k - 1) - p = {minus(begin)} = {total - begin}"
    return (
        f"p' = d·(k - 1) - p = {minus(begin)} = {total - begin} before, "
        f"{minus(end)} = {total - end} after"
    )


def _pad_sentence(subject: Subject) -> str:
    around = [number for axis in subject.axes for number in axis.zero_insertion()[1:]]
    if not any(around):
        return "p' is 0: there is no padding."
    if min(around) < 0:
        return "The input is padded with p' zeros; a negative p' removes rows instead."
    return "The input is padded with p' zeros."


def _flipped_board(
    subject: Subject, flipped: Array, active: list[tuple[int, int]], sign: str
) -> Board:
    return subject.board("FLIPPED KERNEL", flipped, Role.KERNEL, active=active, sign=sign)


def _slide(
    subject: Subject,
    running: Running,
    one: Pass,
    padded: _Canvas,
    flipped: Array,
    u: tuple[int, int],
) -> Step:
    out = one.out_channel
    products, window, taps = [], [], []
    for tap in np.ndindex(*subject.kernel_size):
        row, column = (
            start + t * axis.dilation for start, t, axis in zip(u, tap, subject.axes, strict=True)
        )
        window.append((row, column))
        taps.append((tap[0], tap[1]))
        origin = int(padded.origin[row, column])
        source = None
        if origin >= 0:
            source = subject.shown(divmod(origin, subject.input_size[1]))
        unflipped = tuple(k - 1 - t for k, t in zip(subject.kernel_size, tap, strict=True))
        products.append(
            Product(
                source,
                subject.shown((unflipped[0], unflipped[1])),
                subject.shown(u),
                float(padded.values[row, column]),
                float(flipped[tap]),
            )
        )
    before = float(running.y[(out, *u)]) if running.known[(out, *u)] else None
    running.y[(out, *u)] += sum(p.value for p in products)
    running.known[(out, *u)] = True
    total = float(running.y[(out, *u)])
    real = sum(p.input is not None for p in products)
    boards = [
        padded.board(subject, "PADDED INPUT", active=window),
        _flipped_board(subject, flipped, taps, "×"),
        running.board(out, [u]),
    ]
    sentence = (
        f"The FLIPPED KERNEL covers {plural(len(products), 'cell')}; {real} of them "
        f"{'comes' if real == 1 else 'come'} from the INPUT. Their products add up to "
        f"{whose(subject, out)} {subject.at(u)}."
    )
    formula = f"{whose(subject, out)} {subject.at(u)} = {sum_of_products(before, products, total)}"
    return running.step("slide", channels(one), boards, sentence, formula, products)
