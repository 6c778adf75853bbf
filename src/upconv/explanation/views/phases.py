"""Phases: s interleaved ordinary convolutions with sub-kernels; no zero is multiplied."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from upconv.axis import Tap
from upconv.explanation.numbers import listed, plural
from upconv.explanation.record import Array, Board, Product, Role, Step
from upconv.explanation.subject import Pass, Subject
from upconv.explanation.views.common import Running, channels, sum_of_products, whose

TITLE = "phases"


def count(subject: Subject) -> int:
    """Return the number of steps, without the bias."""
    phases = len(list(_phases(subject)))
    return sum(phases + int(np.prod(subject.output_size)) for _ in subject.passes())


def grids(subject: Subject) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name and size of the grids to draw."""
    yield "INPUT", subject.input_size
    yield "KERNEL", subject.kernel_size
    yield "OUTPUT", subject.output_size


def steps(subject: Subject) -> Iterator[Step]:
    """Yield, for every pair of channels and phase, the sub-kernel and then the outputs."""
    running = Running(subject)
    for one in subject.passes():
        for r in _phases(subject):
            phase = _Phase(subject, one, r)
            yield phase.sub_kernel_step(running)
            for u in phase.outputs:
                yield phase.output_step(running, u)


def _phases(subject: Subject) -> Iterator[tuple[int, int]]:
    """Yield the phases that have at least one output."""
    for r in np.ndindex(subject.axes[0].stride, subject.axes[1].stride):
        if all(n < o for n, o in zip(r, subject.output_size, strict=True)):
            yield r[0], r[1]


class _Phase:
    """One phase of one pass: its taps in the order of the inputs that they read."""

    def __init__(self, subject: Subject, one: Pass, r: tuple[int, int]) -> None:
        self._subject, self._one, self._r = subject, one, r
        rows, columns = (
            sorted(axis.phases()[n], key=lambda tap: tap.shift)
            for axis, n in zip(subject.axes, r, strict=True)
        )
        self._rows: list[Tap] = rows
        self._columns: list[Tap] = columns
        self.kernel: Array = one.kernel[
            np.ix_([t.element for t in rows], [t.element for t in columns])
        ]
        stride = [axis.stride for axis in subject.axes]
        self.outputs = [
            (u, v)
            for u in range(r[0], subject.output_size[0], stride[0])
            for v in range(r[1], subject.output_size[1], stride[1])
        ]

    @property
    def _name(self) -> str:
        return f"phase {self._subject.at(self._r)}"

    def _sub_board(self, active: list[tuple[int, int]], sign: str) -> list[Board]:
        if not self.kernel.size:
            return []
        return [
            self._subject.board(
                "SUB-KERNEL",
                self.kernel,
                Role.KERNEL,
                active=active,
                note=f"of {self._name}",
                sign=sign,
            )
        ]

    def sub_kernel_step(self, running: Running) -> Step:
        subject, one = self._subject, self._one
        taken = [(t.element, v.element) for t in self._rows for v in self._columns]
        boards = [
            subject.kernel_board(one, active=taken),
            *self._sub_board(list(np.ndindex(*self.kernel.shape)), "→"),
            running.board(one.out_channel, self.outputs, sign="for"),
        ]
        if not self.kernel.size:
            running.known[one.out_channel][tuple(zip(*self.outputs, strict=True))] = True
            sentence = (
                f"No kernel element reaches {self._name} "
                f"({plural(len(self.outputs), 'output')}): these stay 0."
            )
        else:
            sentence = (
                f"{plural(len(self.outputs), 'output')} of {self._name} "
                f"{'is' if len(self.outputs) == 1 else 'are'} reached by "
                f"{len(taken)} of the {plural(one.kernel.size, 'kernel element')}: "
                "a SUB-KERNEL, applied to the INPUT without any zeros."
            )
        return running.step("sub-kernel", channels(one), boards, sentence, self._rule())

    def _rule(self) -> str:
        lines = []
        named = zip(
            ("rows", "columns"),
            self._subject.axes,
            self._r,
            (self._rows, self._columns),
            strict=True,
        )
        for name, axis, r, taps in list(named)[2 - self._subject.ndim :]:
            where = f"{name}: " if self._subject.ndim == 2 else ""
            elements = sorted(tap.element for tap in taps)
            begin = f" + {axis.begin}" if axis.begin >= 0 else f" - {-axis.begin}"
            dilated = "t" if axis.dilation == 1 else f"t·{axis.dilation}"
            met = f"for t = {listed(elements)}" if elements else "for no t"
            lines.append(f"{where}{axis.stride} divides {r}{begin} - {dilated} {met}")
        return ";  ".join(lines)

    def output_step(self, running: Running, u: tuple[int, int]) -> Step:
        subject, one = self._subject, self._one
        out, strides = one.out_channel, [axis.stride for axis in subject.axes]
        q = (u[0] // strides[0], u[1] // strides[1])
        products, sources, taps = [], [], []
        for place, (row, column) in (
            ((a, b), (row, column))
            for a, row in enumerate(self._rows)
            for b, column in enumerate(self._columns)
        ):
            source = (q[0] + row.shift, q[1] + column.shift)
            if not all(0 <= n < i for n, i in zip(source, subject.input_size, strict=True)):
                continue
            tap = (row.element, column.element)
            products.append(
                Product(
                    subject.shown(source),
                    subject.shown(tap),
                    subject.shown(u),
                    float(subject.x[(one.in_channel, *source)]),
                    float(one.kernel[tap]),
                )
            )
            sources.append(source)
            taps.append(place)
        before = float(running.y[(out, *u)]) if running.known[(out, *u)] else None
        running.y[(out, *u)] += sum(p.value for p in products)
        running.known[(out, *u)] = True
        total = float(running.y[(out, *u)])
        boards = [
            subject.input_board(one, active=sources),
            *self._sub_board(taps, "×"),
            running.board(out, [u]),
        ]
        where = f"{whose(subject, out)} {subject.at(u)}"
        sentence = (
            f"{where} belongs to {self._name}. Its SUB-KERNEL covers "
            f"{plural(len(products), 'cell')} of the INPUT."
            if products
            else f"{where} belongs to {self._name}, where no kernel element reads the INPUT."
        )
        parts = [
            f"{n} = {s}·{m} + {r}"
            for n, s, m, r in zip(
                subject.shown(u),
                subject.shown((strides[0], strides[1])),
                subject.shown(q),
                subject.shown(self._r),
                strict=True,
            )
        ]
        formula = (
            f"o = s·q + r:  {',  '.join(parts)}\n"
            f"{where} = {sum_of_products(before, products, total)}"
        )
        return running.step("one output", channels(one), boards, sentence, formula, products)
