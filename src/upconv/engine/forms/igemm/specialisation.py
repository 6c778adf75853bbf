"""The specialisation of a driver: the functions that a call runs; no others are compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from upconv.engine.calls import args
from upconv.engine.forms.igemm import activation, fields
from upconv.engine.forms.igemm.grid import MOST_INTERLEAVED
from upconv.engine.forms.igemm.layout import Schedule
from upconv.engine.forms.igemm.scatter import JOINED
from upconv.engine.forms.igemm.tables import Integers


class Specialisation(NamedTuple):
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
        Numbers of joined columns of the panels that `scatter.py` stores or `gather.py` reads.
    step
        The distance of neighbouring positions of the output, if a path depends on it, else 0.
    transposed_weight
        Whether the weight is packed in transposed squares.
    activation
        The activation that is applied in the workspace, or None.
    """

    fill: str
    widths: tuple[int, ...]
    rows: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()
    step: int = 0
    transposed_weight: bool = False
    activation: str | None = None


def specialisation_of(
    schedule: Schedule, lanes: int, direct_activations: tuple[str | None, ...]
) -> Specialisation:
    """Return the specialisation of a call, for vectors of so many lanes.

    With one of the `direct_activations`, columns that are contiguous in the output do not go
    through `scatter.py`.
    """
    words, tables = schedule.words, schedule.tables
    name = activation.KINDS[_word(words, "activation")]
    direct = _column(tables, "column_blocks", "direct") > 0
    scattered = np.ones_like(direct) if name not in direct_activations else ~direct
    of_class = _column(tables, "classes", "joined")[_column(tables, "column_blocks", "class")]
    return Specialisation(
        _fill(words, lanes),
        _distinct(_column(tables, "column_blocks", "vectors")),
        joined=_distinct(of_class[scattered]),
        step=_step(words),
        transposed_weight=_word(words, "taps") > 0,
        activation=name,
    )


def gradient_specialisation_of(schedule: Schedule, lanes: int) -> Specialisation:
    """Return the specialisation of a weight gradient."""
    words, tables = schedule.words, schedule.tables
    of_class = _column(tables, "classes", "joined")[_column(tables, "column_blocks", "class")]
    rows = tables["segments"][:, fields.DOT.index("rows")]
    return Specialisation(
        _fill(words, lanes),
        _distinct(_column(tables, "column_blocks", "vectors")),
        rows=_distinct(rows),
        joined=_distinct(of_class),
        step=_step(words),
        transposed_weight=_word(words, "taps") > 0,
    )


def _fill(words: Integers, lanes: int) -> str:
    """Return how the inputs of blocks are copied."""
    if _word(words, "in_place"):
        return "none"
    if _word(words, "x_c") == 1:
        return "copied"
    channels = min(_word(words, "in_channels"), _word(words, "strip_channels"))
    if _word(words, "x_x") == 1:
        if channels <= MOST_INTERLEAVED and channels == _word(words, "grid_x"):
            return f"interleaved{channels}"
        tiles = -(-_word(words, "block_x") // _word(words, "unit_x")) * _word(words, "unit_x")
        row = (tiles - 1) * _word(words, "step_x") + _word(words, "halo_x") + 1
        if channels > MOST_INTERLEAVED and min(row, _word(words, "in_x")) >= lanes:
            return "transposed"
    return "strided"


def _word(words: Integers, name: str) -> int:
    return int(words[args.INDEX[name]])


def _step(words: Integers) -> int:
    """Return the distance of neighbouring positions; those without a path of their own are 0."""
    step = _word(words, "out_x") * _word(words, "out_step_x")
    return step if step in JOINED else 0


_ROWS = {"column_blocks": fields.COLUMN_BLOCK, "classes": fields.CLASS}


def _column(tables: Mapping[str, Integers], name: str, word: str) -> Integers:
    return tables[name][:, _ROWS[name].index(word)]


def _distinct(values: Integers) -> tuple[int, ...]:
    return tuple(sorted({int(value) for value in values}))
