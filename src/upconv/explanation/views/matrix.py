"""The matrix: a transposed convolution multiplies by the transposed matrix of a convolution."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from upconv.explanation.numbers import factor, number, plural
from upconv.explanation.record import Board, Product, Role, Step
from upconv.explanation.subject import Pass, Subject
from upconv.explanation.views.common import Running, channels, sum_of_products, whose

TITLE = "the transposed matrix"


def count(subject: Subject) -> int:
    """Return the number of steps, without the bias."""
    rows, columns = size(subject)
    passes = sum(1 for _ in subject.passes())
    return passes * (rows + 1 + columns + 1) + _shows_the_way_back(subject)


def size(subject: Subject) -> tuple[int, int]:
    """Return rows and columns of the matrix C of the convolution from output to input size."""
    return int(np.prod(subject.input_size)), int(np.prod(subject.output_size))


def grids(subject: Subject) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name and size of the grids to draw."""
    yield "MATRIX C", size(subject)
    yield "KERNEL", subject.kernel_size


def steps(subject: Subject) -> Iterator[Step]:
    """Yield, for every pair of channels, C row by row, its transpose, the product, the reshape."""
    running = Running(subject)
    for one in subject.passes():
        matrix = _Matrix(subject, one)
        for row in range(len(matrix.values)):
            yield matrix.row_step(running, row)
        yield matrix.transpose_step(running)
        for row in range(matrix.values.shape[1]):
            yield matrix.product_step(running, row)
        yield matrix.fold_step(running)
        if _shows_the_way_back(subject):
            yield matrix.back_step(running)


def _shows_the_way_back(subject: Subject) -> bool:
    """Return whether to show C·y at the end: with one channel it is the convolution itself."""
    return subject.c_out == len(subject.x) == 1


class _Matrix:
    """C of one pass: a row per input cell, a column per output cell; `taps` are the elements."""

    def __init__(self, subject: Subject, one: Pass) -> None:
        self._subject, self._one = subject, one
        self.values = np.zeros(size(subject))
        self._taps = np.full(self.values.shape, -1)
        for row, q in enumerate(np.ndindex(*subject.input_size)):
            for n, tap in enumerate(np.ndindex(*subject.kernel_size)):
                u = [
                    i * axis.stride + t * axis.dilation - axis.begin
                    for i, t, axis in zip(q, tap, subject.axes, strict=True)
                ]
                if all(0 <= at < o for at, o in zip(u, subject.output_size, strict=True)):
                    column = u[0] * subject.output_size[1] + u[1]
                    self.values[row, column] = one.kernel[tap]
                    self._taps[row, column] = n
        self._column = np.zeros((self.values.shape[1], 1))

    def _board(self, *, filled: int | None = None, row: int | None = None) -> Board:
        known = np.ones(self.values.shape, bool)
        known[len(self.values) if filled is None else filled :] = False
        active = [] if row is None else [(row, c) for c in range(self.values.shape[1])]
        return Board.of(
            "MATRIX C",
            self.values,
            Role.KERNEL,
            known=known,
            active=active,
            others={Role.ZERO: (self._taps < 0) | ~known},
        )

    def _transposed(self, row: int | None, sign: str) -> Board:
        active = [] if row is None else [(row, c) for c in range(len(self.values))]
        return Board.of(
            "C TRANSPOSED",
            self.values.T,
            Role.KERNEL,
            active=active,
            sign=sign,
            others={Role.ZERO: self._taps.T < 0},
        )

    def _input_column(self, active: list[tuple[int, int]]) -> Board:
        x = self._subject.x[self._one.in_channel].reshape(-1, 1)
        return Board.of(
            "INPUT", x, Role.INPUT, active=active, sign="×", note="row by row, as a column"
        )

    def _output_column(
        self, running: Running, active: list[tuple[int, int]], sign: str = "="
    ) -> Board:
        out = self._one.out_channel
        return Board.of(
            "OUTPUT",
            running.y[out].reshape(-1, 1).copy(),
            Role.OUTPUT,
            sign=sign,
            known=running.known[out].reshape(-1, 1),
            active=active,
            note="as a column",
        )

    def row_step(self, running: Running, row: int) -> Step:
        subject, one = self._subject, self._one
        image = self.values[row].reshape(subject.output_size)
        laid = self._taps[row].reshape(subject.output_size)
        q = (row // subject.input_size[1], row % subject.input_size[1])
        active = [(int(a), int(b)) for a, b in zip(*np.nonzero(laid >= 0), strict=True)]
        boards = [
            subject.kernel_board(one, active=np.ndindex(*subject.kernel_size)),
            subject.board(
                "PLACED KERNEL",
                image,
                Role.KERNEL,
                active=active,
                sign="→",
                others={Role.ZERO: laid < 0},
                note=f"for row {row} of C",
            ),
            self._board(filled=row + 1, row=row).with_sign("→"),
        ]
        sentence = (
            f"C is the matrix of the convolution from {subject.size(subject.output_size)} to "
            f"{subject.size(subject.input_size)}. Its row {row} is the KERNEL placed for cell "
            f"{subject.at(q)} with zeros around it, written row by row."
        )
        places = ",  ".join(
            f"{s}·{i} - {p} = {s * i - p}" if p >= 0 else f"{s}·{i} + {-p} = {s * i - p}"
            for i, s, p in zip(
                subject.shown(q),
                [axis.stride for axis in subject.real_axes()],
                [axis.begin for axis in subject.real_axes()],
                strict=True,
            )
        )
        return running.step(
            "a row of C",
            channels(one),
            boards,
            sentence,
            f"its first element is at s·q - p:  {places}",
        )

    def transpose_step(self, running: Running) -> Step:
        rows, columns = self.values.shape
        return running.step(
            "transpose",
            channels(self._one),
            [self._board(), self._transposed(None, "→")],
            "The rows of C become columns. This is what gives the transposed convolution its "
            "name: its sizes are exchanged.",
            f"{rows}×{columns} → {columns}×{rows}",
        )

    def product_step(self, running: Running, row: int) -> Step:
        subject, one = self._subject, self._one
        out = one.out_channel
        width = subject.output_size[1]
        u = (row // width, row % width)
        products, cells = [], []
        for source, n in enumerate(self._taps[:, row]):
            if n < 0:
                continue
            q = divmod(source, subject.input_size[1])
            tap = divmod(int(n), subject.kernel_size[1])
            products.append(
                Product(
                    subject.shown(q),
                    subject.shown(tap),
                    subject.shown(u),
                    float(subject.x[(one.in_channel, *q)]),
                    float(self.values[source, row]),
                )
            )
            cells.append((source, 0))
        before = float(running.y[(out, *u)]) if running.known[(out, *u)] else None
        running.y[(out, *u)] += sum(p.value for p in products)
        running.known[(out, *u)] = True
        total = float(running.y[(out, *u)])
        boards = [
            self._transposed(row, ""),
            self._input_column(cells),
            self._output_column(running, [(row, 0)]),
        ]
        sentence = (
            f"Row {row} of C TRANSPOSED times the INPUT: "
            f"{plural(len(products), 'element')} of the kernel, the rest zeros. It is "
            f"{whose(subject, out)} {subject.at(u)}."
        )
        formula = (
            f"{whose(subject, out)} {subject.at(u)} = {sum_of_products(before, products, total)}"
        )
        return running.step("one row", channels(one), boards, sentence, formula, products)

    def fold_step(self, running: Running) -> Step:
        subject, out = self._subject, self._one.out_channel
        rows = int(np.prod(subject.output_size))
        return running.step(
            "fold",
            channels(self._one),
            [
                self._output_column(running, [], sign=""),
                running.board(out, np.ndindex(*subject.output_size)),
            ],
            "The column is reshaped to an image, row by row.",
            f"{rows}×1 → {subject.size(subject.output_size)}",
        )

    def back_step(self, running: Running) -> Step:
        subject = self._subject
        y = running.y[self._one.out_channel].reshape(-1, 1)
        back = self.values @ y
        boards = [
            self._board(),
            self._output_column(running, [], sign="×"),
            Board.of("THE CONVOLUTION", back, Role.INPUT, sign="=", note="as a column"),
            subject.board(
                "THE CONVOLUTION",
                back.reshape(subject.input_size),
                Role.INPUT,
                sign="→",
                note="the INPUT's size, not its numbers",
            ),
        ]
        sentence = (
            "The same C, not transposed, is the ordinary convolution: it maps "
            f"{subject.size(subject.output_size)} to {subject.size(subject.input_size)}. It "
            "restores the size of the INPUT but not its numbers: neither undoes the other."
        )
        terms = [
            f"{factor(v)}·{factor(float(n))}"
            for v, n in zip(self.values[0], y[:, 0], strict=True)
            if v
        ]
        shown = " + ".join(terms[:9]) + (f" + {len(terms) - 9} more" if len(terms) > 9 else "")
        formula = f"C·OUTPUT, first row: {shown or 0} = {number(float(back[0, 0]))}"
        return running.step("and back", channels(self._one), boards, sentence, formula)
