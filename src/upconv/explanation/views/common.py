"""Shared by the views: the running output, and formatting of sums of products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from upconv.explanation.numbers import factor, number, plural
from upconv.explanation.record import Array, Board, Product, Step
from upconv.explanation.subject import Pass, Subject

LISTED = 9  # sums in one formula; more are counted


class Running:
    """The output so far: (C_out, rows, columns), and which cells have been computed."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.y: Array = np.zeros((subject.c_out, *subject.output_size))
        self.known = np.zeros(self.y.shape, bool)

    def board(self, channel: int, active: Iterable[tuple[int, int]] = (), sign: str = "→") -> Board:
        """Return one channel in its current state."""
        return self._subject.output_board(
            self.y, channel, self.known[channel], active=active, sign=sign
        )

    def step(
        self,
        action: str,
        channels: tuple[int | None, int],
        boards: Sequence[Board],
        sentence: str,
        formula: str,
        products: Sequence[Product] = (),
    ) -> Step:
        """Return a step that ends with the current output; `steps` numbers it."""
        return Step(
            view="",
            number=0,
            of=0,
            action=action,
            in_channel=channels[0],
            out_channel=channels[1],
            products=tuple(products),
            output=self._subject.result(self.y),
            boards=tuple(boards),
            sentence=sentence,
            formula=formula,
        )


def channels(one: Pass) -> tuple[int | None, int]:
    """Return the channels of a pass, for a step."""
    return one.in_channel, one.out_channel


def whose(subject: Subject, channel: int) -> str:
    """Return "OUTPUT", with its channel if there are several."""
    return "OUTPUT" if subject.c_out == 1 else f"OUTPUT channel {channel}"


def sum_of_products(before: float | None, products: Sequence[Product], total: float) -> str:
    """Return "6 + 2·3 + 4·1 = 16"; products with inserted zeros are counted, not written."""
    real = [p for p in products if p.input is not None]
    terms = [] if before is None else [number(before)]
    terms += [f"{factor(p.x)}·{factor(p.weight)}" for p in real]
    left_out = len(products) - len(real)
    text = f"{' + '.join(terms)} = {number(total)}" if terms else number(total)
    if left_out:
        text += f"   (and {plural(left_out, 'product')} with a zero)"
    return text


def same_on_axes(texts: Sequence[str], names: Sequence[str] = ("rows", "columns")) -> str:
    """Join the texts of the axes, or return one if they are the same."""
    if len(set(texts)) == 1:
        return texts[0]
    return ";  ".join(f"{name}: {text}" for name, text in zip(names, texts, strict=True))
