"""What one step of an explanation is: arrays and words, and no word of how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Index: TypeAlias = tuple[int, ...]
Cells: TypeAlias = frozenset[tuple[int, int]]

NOTHING: Cells = frozenset()


class Role(IntEnum):
    """What a cell of a picture is; each has one colour in every renderer."""

    INPUT = 0
    KERNEL = 1
    OUTPUT = 2
    PADDING = 3
    ZERO = 4


class Product(NamedTuple):
    """One multiplication: which input cell met which kernel element, for which output cell.

    Indices are spatial. `input` is None where the factor is a zero that was inserted or padded;
    an `output` outside of the OUTPUT is one that the padding crops.
    """

    input: Index | None
    tap: Index
    output: Index
    x: float
    weight: float

    @property
    def value(self) -> float:
        """Return x·weight."""
        return self.x * self.weight


@dataclass(frozen=True)
class Board:
    """One array that a step shows, as rows and columns (one axis is one row).

    Attributes
    ----------
    name
        What it is, in capitals: "INPUT", "OUTPUT", "MATRIX C".
    values
        (rows, columns), float64.
    roles
        A `Role` per cell.
    active
        The (row, column) of the cells that take part in this step.
    known
        Which cells hold a number yet; the others are still empty.
    size
        As it is written: "3×3", or "5" on one axis.
    note
        What else must be said of it: "channel 0 of 2".
    sign
        What stands between the board before and this one: "×", "=", "→".
    """

    name: str
    values: Array
    roles: NDArray[np.int8]
    active: Cells
    known: Mask
    size: str
    note: str = ""
    sign: str = ""

    @staticmethod
    def of(
        name: str,
        values: Array,
        role: Role,
        *,
        active: Iterable[tuple[int, int]] = NOTHING,
        known: Mask | None = None,
        others: Mapping[Role, Mask] | None = None,
        one_axis: bool = False,
        size: str = "",
        note: str = "",
        sign: str = "",
    ) -> Board:
        """Return a board whose cells have `role`, but for those that a mask in `others` names."""
        roles = np.full(values.shape, role, np.int8)
        for other, mask in (others or {}).items():
            roles[mask] = other
        shown = values.shape[1:] if one_axis else values.shape
        return Board(
            name=name,
            values=values,
            roles=roles,
            active=frozenset(active),
            known=np.ones(values.shape, bool) if known is None else known.copy(),
            size=size or "×".join(map(str, shown)),
            note=note,
            sign=sign,
        )

    def with_sign(self, sign: str) -> Board:
        """Return the same board with another sign before it."""
        return replace(self, sign=sign)


@dataclass(frozen=True)
class Step:
    """One step of an explanation.

    Attributes
    ----------
    view
        Which way of telling it: "scatter", "zeros", "matrix", "phases" or "convolution".
    number, of
        Counted from 1, and how many there are.
    action
        What is done, in two or three words.
    in_channel, out_channel
        Whose turn it is; None where the step belongs to no input channel.
    products
        The multiplications of this step.
    output
        The running output (C_out, *o), float64, after this step.
    boards
        The arrays to look at.
    sentence, formula
        What happens, in words and with its numbers.
    """

    view: str
    number: int
    of: int
    action: str
    in_channel: int | None
    out_channel: int
    products: tuple[Product, ...]
    output: NDArray[Any]
    boards: tuple[Board, ...]
    sentence: str
    formula: str

    @property
    def inputs(self) -> tuple[Index, ...]:
        """The input cells that take part."""
        return tuple(dict.fromkeys(p.input for p in self.products if p.input is not None))

    @property
    def kernel(self) -> tuple[Index, ...]:
        """The kernel elements that take part."""
        return tuple(dict.fromkeys(p.tap for p in self.products))

    @property
    def outputs(self) -> tuple[Index, ...]:
        """The output cells that take part."""
        return tuple(dict.fromkeys(p.output for p in self.products))
