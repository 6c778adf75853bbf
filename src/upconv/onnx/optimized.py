"""What `upconv.onnx.optimize` returns: the model, what became of each layer, what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto

from upconv.errors.escapes import printable
from upconv.onnx import storage
from upconv.onnx.inputs import Input
from upconv.onnx.layers import Layer
from upconv.onnx.rewriting import Form
from upconv.texttable import Column, table

_WIDE = 100  # columns

# How far an output of the rewritten model may be from the model's.
_OF_LARGEST = {"float16": 1e-2, "float32": 1e-4, "float64": 1e-10}
_OF_ELEMENTS = 1e-3

COLUMNS = (
    Column("layer", folds=True),
    Column("input", folds=True),
    Column("kernel/stride"),
    Column("before", number=True),
    Column("after", number=True),
    Column("gain", number=True),
    Column("", folds=True),
)
NONE = "-"


@dataclass(frozen=True)
class Moved:
    """How far an output moved: a share of its largest value, or of its elements if integers."""

    share: float
    allowed: float
    of: str

    @classmethod
    def of_type(cls, share: float, dtype: np.dtype[Any]) -> Moved:
        """Return a share with what is allowed for an output of this type."""
        if dtype.name in _OF_LARGEST:
            return cls(share, _OF_LARGEST[dtype.name], "of its largest value")
        return cls(share, _OF_ELEMENTS, "of its elements")

    def __str__(self) -> str:
        return f"{self.share:.1g} {self.of} (allowed: {self.allowed:g})"


@dataclass(frozen=True)
class Timing:
    """Seconds before and after."""

    before: float
    after: float

    @property
    def gain(self) -> float:
        """How many times faster it became."""
        return self.before / self.after

    @property
    def cells(self) -> list[str]:
        """Both times and the gain as texts."""
        return [_in_ms(self.before), _in_ms(self.after), f"{self.gain:.2f}x"]


@dataclass(frozen=True)
class Row:
    """What became of one layer: rewritten in `form`, or left for `reason`."""

    layer: Layer
    input_shape: tuple[int, ...] | None = None
    timing: Timing | None = None
    form: Form | None = None
    reason: str = ""

    @property
    def cells(self) -> list[str]:
        """The row as texts, one for each of `COLUMNS`."""
        layer = self.layer.geometry
        kernel = NONE if layer is None else f"{_by(layer.kernel_size)}/{_by(layer.integer_stride)}"
        if layer is not None and self.layer.groups > 1:
            kernel += f" g{self.layer.groups}"
        return [
            printable(self.layer.output),
            NONE if self.input_shape is None else _by(self.input_shape),
            kernel,
            *([NONE] * 3 if self.timing is None else self.timing.cells),
            f"rewritten, {self.form}" if self.form else f"unchanged: {printable(self.reason)}",
        ]


@dataclass(frozen=True)
class Optimized:
    """A model in which what is faster is rewritten, and what was measured; `str()` is the report.

    Attributes
    ----------
    model
        The new model; the given one itself where nothing is rewritten.
    rows
        One for each ConvTranspose: its `layer`, its `form` where it was rewritten or the `reason`
        why not, its `timing` (`before` and `after` in seconds, `gain`) where it was measured.
    inputs
        What the model was run on: `name`, `values`, and where they come from.
    whole
        The timing of the whole model; None where nothing was rewritten.
    moved
        How far each output moved, by name; empty where nothing was rewritten.
    kept
        Why the model stayed as it was; "" where it did not.
    """

    model: ModelProto
    rows: tuple[Row, ...]
    inputs: tuple[Input, ...] = ()
    whole: Timing | None = None
    moved: Mapping[str, Moved] = field(default_factory=dict)
    kept: str = ""
    _external: bool = field(default=False, repr=False)

    @property
    def rewritten(self) -> tuple[Row, ...]:
        """The layers that a form was chosen for."""
        return tuple(row for row in self.rows if row.form is not None)

    @property
    def left(self) -> tuple[Row, ...]:
        """The layers that stay as they are, each with its reason."""
        return tuple(row for row in self.rows if row.form is None)

    def save(self, path: str | Path) -> None:
        """Write the model to `path`, completely or not at all. A file there is replaced.

        Weights lie in a file beside it where they did so before, or where the model is too large
        for one file. Raises DataError where the place cannot be written; what was there before is
        then unchanged.
        """
        external = self._external or storage.is_large(self.model)
        model = self.model
        if external:  # writing moves the weights out
            model = ModelProto()
            model.CopyFrom(self.model)
        storage.save(model, Path(path), external)

    def from_file(self, external: bool) -> Optimized:
        """Return it as that of a file, whose weights may have been `external`."""
        return replace(self, _external=external)

    def text(self, width: int = _WIDE) -> str:
        """Return the report in lines of `width` characters."""
        rows = [row.cells for row in self.rows]
        if self.whole is not None:
            rows.append(["the whole model", "", "", *self.whole.cells, ""])
        lines = [f"Input {one}." for one in self.inputs]
        lines += table(COLUMNS, rows, width)
        lines += [
            f"Output {printable(name)} changed by {moved}." for name, moved in self.moved.items()
        ]
        return "\n".join([*lines, *([f"The model is kept: {self.kept}."] if self.kept else [])])

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        """Return one line: the weights of a model would fill the screen."""
        kept = f"; kept: {self.kept}" if self.kept else ""
        return f"<Optimized: {len(self.rewritten)} of {len(self.rows)} layers rewritten{kept}>"


def _in_ms(seconds: float) -> str:
    """Return a time to three digits, but no more than a nanosecond.

    >>> _in_ms(0.01234), _in_ms(0.0000123), _in_ms(1.5)
    ('12.3 ms', '0.0123 ms', '1500 ms')
    """
    milliseconds = seconds * 1e3
    digits = 2 - math.floor(math.log10(milliseconds)) if milliseconds > 0 else 0
    return f"{milliseconds:.{min(max(digits, 0), 6)}f} ms"


def _by(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes)) or "scalar"
