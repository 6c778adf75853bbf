"""What a call needs of a driver: nothing else is written, nor compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from upconv.engine import args
from upconv.engine.panels import activation, words
from upconv.engine.panels.grid import MOST_WOVEN
from upconv.engine.panels.layout import Schedule
from upconv.engine.panels.scatter import JOINED
from upconv.engine.panels.tables import Integers


class Needs(NamedTuple):
    """The functions of a driver that a call runs.

    Parameters
    ----------
    fill
        How inputs are copied, a kind of `grid.emit_grid`.
    widths
        Numbers of vectors of the panels.
    rows
        Rows of the tiles of a weight gradient.
    joined
        How many columns are joined where panels are stored by `scatter.py`, or read by `gather.py`.
    step
        How far neighbouring positions of the output lie apart, where that matters to them.
    squares
        Whether the weight is packed in squares.
    activation
        The activation that is computed in the workspace, or None.
    """

    fill: str
    widths: tuple[int, ...]
    rows: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()
    step: int = 0
    squares: bool = False
    activation: str | None = None


def needs_of(listed: Schedule, lanes: int, straight: tuple[str | None, ...]) -> Needs:
    """Return what a call needs; vectors have so many lanes.

    With an activation that is in `straight`, columns that are neighbours in the output are not
    stored by `scatter.py`.
    """
    held, tables = listed.words, listed.tables
    name = activation.KINDS[_word(held, "activation")]
    direct = _column(tables, "sweeps", "direct") > 0
    scattered = np.ones_like(direct) if name not in straight else ~direct
    of_class = _column(tables, "classes", "joined")[_column(tables, "sweeps", "class")]
    return Needs(
        _fill(held, lanes),
        _distinct(_column(tables, "sweeps", "vectors")),
        joined=_distinct(of_class[scattered]),
        step=_step(held),
        squares=_word(held, "taps") > 0,
        activation=name,
    )


def gradient_needs_of(listed: Schedule, lanes: int) -> Needs:
    """Return what a weight gradient needs."""
    held, tables = listed.words, listed.tables
    of_class = _column(tables, "classes", "joined")[_column(tables, "sweeps", "class")]
    rows = tables["segments"][:, words.DOT.index("rows")]
    return Needs(
        _fill(held, lanes),
        _distinct(_column(tables, "sweeps", "vectors")),
        rows=_distinct(rows),
        joined=_distinct(of_class),
        step=_step(held),
        squares=_word(held, "taps") > 0,
    )


def _fill(held: Integers, lanes: int) -> str:
    """Return how the inputs of blocks are copied."""
    if _word(held, "in_place"):
        return "none"
    if _word(held, "x_c") == 1:
        return "copied"
    channels = min(_word(held, "in_channels"), _word(held, "strip_channels"))
    if _word(held, "x_x") == 1:
        if channels <= MOST_WOVEN and channels == _word(held, "grid_x"):
            return f"woven{channels}"
        tiles = -(-_word(held, "block_x") // _word(held, "unit_x")) * _word(held, "unit_x")
        row = (tiles - 1) * _word(held, "step_x") + _word(held, "halo_x") + 1
        if channels > MOST_WOVEN and min(row, _word(held, "in_x")) >= lanes:
            return "turned"
    return "any"


def _word(held: Integers, name: str) -> int:
    return int(held[args.INDEX[name]])


def _step(held: Integers) -> int:
    """Return how far neighbouring positions lie apart: what is far is all the same."""
    step = _word(held, "out_x") * _word(held, "out_step_x")
    return step if step in JOINED else 0


_ROWS = {"sweeps": words.SWEEP, "classes": words.CLASS}


def _column(tables: Mapping[str, Integers], name: str, word: str) -> Integers:
    return tables[name][:, _ROWS[name].index(word)]


def _distinct(values: Integers) -> tuple[int, ...]:
    return tuple(sorted({int(value) for value in values}))
