"""One step of an explanation: arrays and texts, independent of how they are drawn."""

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
    """The role of a cell in a picture; each has one colour in every renderer."""

    INPUT = 0
    KERNEL = 1
    OUTPUT = 2
    PADDING = 3
    ZERO = 4


class Product(NamedTuple):
    """One multiplication: the input cell, the kernel element, and the output cell.

    Indices are spatial. `input` is None if the factor is an inserted or padded zero; an `output`
    outside the OUTPUT is one that the padding crops.
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
        The name in capitals: "INPUT", "OUTPUT", "MATRIX C".
    values
        (rows, columns), float64.
    roles
        A `Role` per cell.
    active
        The (row, column) of the cells involved in this step.
    known
        Which cells have been computed; the others are still empty.
    size
        The size as text: "3×3", or "5" on one axis.
    note
        An additional remark: "channel 0 of 2".
    sign
        The sign between the previous board and this one: "×", "=", "→".
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
        """Return a board whose cells have `role`, except those in the masks of `others`."""
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
        The view: "scatter", "zeros", "matrix", "phases" or "convolution".
    number, of
        The number of the step, from 1, and the total.
    action
        What is done, in two or three words.
    in_channel, out_channel
        The channels of the step; None if it belongs to no input channel.
    products
        The multiplications of this step.
    output
        The running output (C_out, *o), float64, after this step.
    boards
        The arrays to show.
    sentence, formula
        A description of the step, in words and in numbers.
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
        """The input cells involved."""
        return tuple(dict.fromkeys(p.input for p in self.products if p.input is not None))

    @property
    def kernel(self) -> tuple[Index, ...]:
        """The kernel elements involved."""
        return tuple(dict.fromkeys(p.tap for p in self.products))

    @property
    def outputs(self) -> tuple[Index, ...]:
        """The output cells involved."""
        return tuple(dict.fromkeys(p.output for p in self.products))
