"""The rows of a summary and their totals: as text, as HTML, as a dictionary."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from upconv.errors.escapes import printable
from upconv.texttable import Column, table

Size: TypeAlias = tuple[int, ...]

_WIDE = 100  # columns
_INDENT = "    "
_LISTED = 4  # phases whose taps are listed one by one
_NONE = "-"

_FIGURES = (
    Column("input\nshape", number=True),
    Column("output\nshape", number=True),
    Column("scale\n(x input)", number=True),
    Column("taps per\nphase", number=True),
    Column("parameters\n(count)", number=True),
    Column("multiply-\nadds (count)", number=True),
    Column("output\n(bytes)", number=True),
)
_NOTE = (
    "Multiply-adds are those of convolutions and matrix products. A convolution's include the "
    "padding; a transposed convolution's include neither zeros between the inputs nor cropped "
    "outputs. All other steps count as 0. Scale is the product of the strides since the input."
)


@dataclass(frozen=True)
class Row:
    """One step of a model.

    Attributes
    ----------
    name
        Where it is: the path of a layer, or a function and the line that calls it.
    kind
        What its framework calls it, such as ConvTranspose2d.
    layer
        A convolution in words: channels, kernel, stride, dilation, groups; else "".
    input_shape, output_shape
        As the framework has them; None where they are not known.
    scale
        Per spatial axis, outputs per input of the model: the product of the strides. A step whose
        stride is not known counts by its sizes. None where there are no spatial axes.
    taps
        Per axis, the taps that reach each output phase; None if it is not a convolution.
    parameters
        How many learned numbers it reads.
    multiply_adds
        Counted as the note under the table says; None where they are not known.
    output_bytes
        The size of its first output in bytes; None where its type is not known.
    reason
        Why it could not all be measured; "" where it was.
    """

    name: str
    kind: str
    layer: str = ""
    input_shape: Size | None = None
    output_shape: Size | None = None
    scale: tuple[Fraction, ...] | None = None
    taps: tuple[Size, ...] | None = None
    parameters: int = 0
    multiply_adds: int | None = 0
    output_bytes: int | None = None
    reason: str = ""

    @property
    def even(self) -> bool | None:
        """Whether all phases have the same number of taps, on every axis."""
        return None if self.taps is None else all(len(set(axis)) == 1 for axis in self.taps)

    def to_dict(self) -> dict[str, Any]:
        """Return the row with JSON's types: a scale is a string such as "1/2"."""
        found = {name: _plain(value) for name, value in vars(self).items()}
        found["scale"] = None if self.scale is None else [str(one) for one in self.scale]
        return found | {"even": self.even}

    @property
    def title(self) -> str:
        """Where and what it is, and why it could not be measured."""
        called = self.name.partition(" (")[0].rpartition(".")[2]
        words = f"{'' if called == self.kind else self.kind} {self.layer}".strip()
        parts = [words, f"not measured: {self.reason}" if self.reason else ""]
        told = "; ".join(part for part in parts if part)
        return printable(f"{self.name}: {told}" if told else self.name)

    @property
    def figures(self) -> list[str]:
        """Its figures as strings, one for each column."""
        return [
            _NONE if self.input_shape is None else _by(self.input_shape),
            _NONE if self.output_shape is None else _by(self.output_shape),
            _NONE if self.scale is None else _scale(self.scale),
            _NONE if self.taps is None else _taps(self.taps, bool(self.even)),
            count(self.parameters),
            "?" if self.multiply_adds is None else count(self.multiply_adds),
            _NONE if self.output_bytes is None else count(self.output_bytes),
        ]


@dataclass(frozen=True)
class Summary:
    """The steps of a model with their totals; `str()` is a table of 100 columns.

    Attributes
    ----------
    rows
        One for each step, in the order in which they ran.
    inputs
        The shapes of the inputs, by name; a single input has the name "".
    parameters
        How many learned numbers the run read; a layer that is called twice counts once.
    unread_parameters
        How many others the model has, which the run did not read.
    """

    rows: tuple[Row, ...]
    inputs: Mapping[str, Size] = field(default_factory=dict)
    parameters: int = 0
    unread_parameters: int = 0

    @property
    def multiply_adds(self) -> int:
        """The sum over all steps whose multiply-adds are known."""
        return sum(row.multiply_adds or 0 for row in self.rows)

    @property
    def output_bytes(self) -> int:
        """The sum over the first outputs of all steps, not the peak of memory in use."""
        return sum(row.output_bytes or 0 for row in self.rows)

    @property
    def not_measured(self) -> tuple[Row, ...]:
        """The rows with a reason why they could not all be measured."""
        return tuple(row for row in self.rows if row.reason)

    def to_dict(self) -> dict[str, Any]:
        """Return everything with the types that JSON has."""
        return {
            "inputs": {name: list(shape) for name, shape in self.inputs.items()},
            "rows": [row.to_dict() for row in self.rows],
            "parameters": self.parameters,
            "unread_parameters": self.unread_parameters,
            "multiply_adds": self.multiply_adds,
            "output_bytes": self.output_bytes,
            "not_measured": len(self.not_measured),
        }

    def text(self, width: int = _WIDE) -> str:
        """Return the table in lines of `width` characters, 80 or more."""
        lines = [f"Input {name}{_by(shape)}" for name, shape in self._named_inputs()]
        lines += [*self._table(width), "", *_wrapped(self._totals(), width, "")]
        lines += _wrapped(_NOTE, width, "")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        """Return one line."""
        unknown = len(self.not_measured)
        more = f", {unknown} not measured" if unknown else ""
        return f"<Summary: {len(self.rows)} steps{more}, {count(self.multiply_adds)} multiply-adds>"

    def _named_inputs(self) -> list[tuple[str, Size]]:
        return [(f"{printable(n)}: " if n else "", shape) for n, shape in self.inputs.items()]

    def _table(self, width: int) -> list[str]:
        if not self.rows:
            return ["No step was found."]
        lines = self._figures(0)
        if max(map(len, lines)) > width:  # an output is the input of the next step
            lines = self._figures(1)
        heads = len(lines) - len(self.rows)
        found = ["step: layer", *lines[:heads]]
        for row, line in zip(self.rows, lines[heads:], strict=True):
            found += [*_wrapped(row.title, width), line]
        return found

    def _figures(self, first: int) -> list[str]:
        rows = [row.figures[first:] for row in self.rows]
        return [_INDENT + line for line in table(_FIGURES[first:], rows, _WIDE)]

    def _totals(self) -> str:
        unknown = len([row for row in self.rows if row.multiply_adds is None])
        unread = f" ({count(self.unread_parameters)} more are not read)"
        parts = [
            f"{count(self.parameters)} parameters{unread if self.unread_parameters else ''}",
            f"{count(self.multiply_adds)} multiply-adds"
            + (f" (not known of {unknown} step{'s' * (unknown > 1)})" if unknown else ""),
            f"{count(self.output_bytes)} bytes of outputs",
        ]
        return f"Total: {', '.join(parts)}."

    def _repr_html_(self) -> str:
        heads = ["step: layer", *(one.head for one in _FIGURES)]
        lines = []
        for n, row in enumerate([heads, *([row.title, *row.figures] for row in self.rows)]):
            tag = "td" if n else "th"
            texts = (html.escape(printable(text.replace("\n", " "))) for text in row)
            lines.append("<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>")
        notes = "".join(f"<p>{html.escape(text)}</p>" for text in (self._totals(), _NOTE))
        return f"<table>{''.join(lines)}</table>{notes}"


def _wrapped(text: str, width: int, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False)


def count(number: int) -> str:
    """Return a number with k, M, G, T: three digits.

    >>> count(441), count(1234567), count(999999)
    ('441', '1.23 M', '1 M')
    """
    rounded = float(f"{number:.3g}")
    for power, letter in ((12, "T"), (9, "G"), (6, "M"), (3, "k")):
        if rounded >= 10**power:
            return f"{rounded / 10**power:.3g} {letter}"
    return str(number)


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _by(sizes: Size) -> str:
    return "x".join(map(str, sizes)) or "scalar"


def _scale(scale: tuple[Fraction, ...]) -> str:
    """Return one number where all axes have the same.

    >>> _scale((Fraction(1, 2),) * 2), _scale((Fraction(2), Fraction(1, 4)))
    ('1/2', '2 x 1/4')
    """
    return " x ".join(map(str, scale if len(set(scale)) > 1 else scale[:1]))


def _taps(taps: tuple[Size, ...], even: bool) -> str:
    """Return the taps of each axis, of phases that differ all of them or their range.

    >>> _taps(((2, 2), (3,)), True), _taps(((1, 2), (1, 2)), False), _taps(((1, 2), (3,)), False)
    ('2x3', '1,2 uneven', '1,2 x 3 uneven')
    """
    texts = [_phases(axis) for axis in taps]
    if even:
        return "x".join(texts)
    return f"{' x '.join(texts if len(set(texts)) > 1 else texts[:1])} uneven"


def _phases(taps: Size) -> str:
    if len(set(taps)) == 1:
        return str(taps[0])
    return ",".join(map(str, taps)) if len(taps) <= _LISTED else f"{min(taps)}-{max(taps)}"
