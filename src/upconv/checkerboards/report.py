"""The figures of each layer, and their report in 80 columns."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from upconv.axis import Axis
from upconv.checkerboards.gain import PhaseGain, overlap_db
from upconv.checkerboards.graph import ALONE, Left
from upconv.checkerboards.layers import KINDS, Layer
from upconv.checkerboards.remedies import Remedy, remedies, shown
from upconv.checkerboards.spectrum import Lattice
from upconv.errors.escapes import printable
from upconv.geometry import Geometry

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The deciding figure and its highest acceptable value, in dB. Overlap: with equal taps, a pattern
# of a tenth of the signal. Gain: a pattern of twice the signal's power; untrained weights have
# 10·log10(Πs - 1), 4.8 for stride 2x2, and trained ones without a visible pattern are below.
# Spectrum: twice the power of the surroundings, where a pattern becomes visible.
LIMITS = {"overlap": -20.0, "gain": 3.0, "spectrum": 3.0}
_WIDE = 80  # columns
_LISTED = 4  # phases whose taps are listed one by one
_FLOOR = -100.0  # lower figures are rounding errors


class Spectrum(NamedTuple):
    """The pattern of a layer in one output of the model, named `output`."""

    output: str
    lattice: Lattice | None
    period: tuple[int, ...]


@dataclass(frozen=True)
class LayerReport:
    """The three figures of one layer.

    Attributes
    ----------
    layer
        The layer: name, kind, equivalent weight and geometry.
    gain
        (b), of the trained weights; None for a geometry.
    lattice
        (c), of the model's output for a batch; None without one, or if the output is too small.
    period
        The period, in output pixels per axis, of the layer's pattern in the output, or None.
    output
        The name of the output in which (c) is highest; "" if there is only one output.
    spectra
        (output, lattice, period) of every output that is an image and depends on the layer.
    input_size
        The spatial size of the layer's input, if known; otherwise one pixel.
    """

    layer: Layer
    gain: PhaseGain | None = None
    lattice: Lattice | None = None
    period: tuple[int, ...] | None = None
    input_size: tuple[int, ...] = ()
    output: str = ""
    spectra: tuple[Spectrum, ...] = ()

    @property
    def overlap(self) -> tuple[tuple[int, ...], ...]:
        """(a): for every axis, the taps that reach each output phase."""
        return self.layer.geometry.overlap()

    @property
    def even(self) -> bool:
        """Whether all phases have the same number of taps."""
        return all(axis.even for axis in self.layer.geometry.axes)

    @property
    def overlap_db(self) -> float:
        """(a) in dB: the figure (b) that equal taps would have."""
        return overlap_db(self.layer.geometry)

    @property
    def decides(self) -> str:
        """Which figure is compared with the limit: the one that best shows what is visible.

        A layer whose phases are all equal causes no pattern, whatever else is in the output.
        """
        if self.gain is None:
            return "overlap"
        return "gain" if self.lattice is None or self.gain.db < _FLOOR else "spectrum"

    @property
    def db(self) -> float:
        """The deciding figure: (c) if it was measured, otherwise (b), otherwise (a)."""
        figures = {"overlap": self.overlap_db}
        if self.gain is not None:
            figures["gain"] = self.gain.db
        if self.lattice is not None:
            figures["spectrum"] = self.lattice.db
        return figures[self.decides]

    def above(self, limit: float | None = None) -> bool:
        """Return whether the deciding figure is above a limit, by default its own."""
        return self.db > self.limit(limit)

    def limit(self, limit: float | None = None) -> float:
        """Return the limit to compare with, in dB."""
        return LIMITS[self.decides] if limit is None else limit

    @property
    def remedies(self) -> list[Remedy]:
        """The remedies, with the cost of each at `input_size`."""
        return remedies(self.layer, self.input_size or (1,) * self.layer.geometry.ndim)


@dataclass(frozen=True)
class Report:
    """The layers of a model, in order; `str()` prints them in 80 columns.

    Attributes
    ----------
    layers
        The layers that were measured.
    left
        (name, reason) of each step that may upsample and was not measured.
    """

    layers: tuple[LayerReport, ...]
    left: tuple[Left, ...] = ()

    @property
    def worst(self) -> LayerReport | None:
        """The layer farthest above its limit, or least below it; None without layers."""
        return max(self.layers, key=lambda layer: layer.db - layer.limit(), default=None)

    def above(self, limit: float | None = None) -> list[LayerReport]:
        """Return the layers above `limit` dB, by default the limit of the deciding figure."""
        return [layer for layer in self.layers if layer.above(limit)]

    @property
    def unmeasured(self) -> tuple[Left, ...]:
        """The unmeasured steps that may cause a checkerboard: all but resizes that are even."""
        return tuple(one for one in self.left if one.reason != ALONE)

    def text(self, limit: float | None = None) -> str:
        """Return the report; layers above `limit` dB are shown with their remedies."""
        lines = [line for layer in self.layers for line in _lines_of(layer, limit)]
        if not self.layers:
            done = "could be measured" if self.unmeasured else "was found"
            lines = [f"No upsampling layer {done}.", ""]
        return "\n".join([*lines, *_left(self.left)]).rstrip()

    def figure(self) -> Figure:
        """Return a Matplotlib figure: for each layer a map of overlap and of gain per phase."""
        from upconv.checkerboards.figure import figure  # noqa: PLC0415 - Matplotlib is optional

        return figure(self)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        """Return one line, as the weights of a model would fill the screen."""
        return f"<Report: {len(self.above())} of {len(self.layers)} layers above the limit>"


def _lines_of(report: LayerReport, limit: float | None) -> Iterator[str]:
    layer = report.layer
    geometry = layer.geometry
    name = printable(layer.name)
    title = f"{name}: {heading(layer)}" if name else heading(layer)
    yield from [title] if len(title) <= _WIDE else [f"{name}:", f"  {heading(layer)}"]
    counts = list(dict.fromkeys(map(_counts, geometry.axes)))
    taps = " | ".join(counts)
    where = " on each axis" if geometry.ndim > 1 and len(counts) == 1 else ""
    verdict = "even" if report.even else f"uneven, {in_db(report.overlap_db)} with equal taps"
    yield f"  overlap   {taps} taps per phase{where}: {verdict}"
    if report.gain is not None:
        yield f"  gain      {_gain(report.gain)}"
    own = Spectrum(report.output, report.lattice, report.period or ())
    for output, lattice, period in report.spectra or (own,):
        if lattice is not None:
            where = f"{output}: " if output else ""
            yield from _wrapped("  spectrum  ", f"{where}{_spectrum(report, lattice, period)}")
    if report.above(limit):
        yield f"  ABOVE     the limit of {report.limit(limit):g} dB in {report.decides}"
        yield from _remedies(report)
    yield ""


def _wrapped(head: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDE, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
    )


def _left(left: tuple[Left, ...]) -> Iterator[str]:
    if left:
        yield "Not measured:"
    for name, reason in left:
        yield from textwrap.wrap(
            printable(f"{name}: {reason}"), _WIDE, initial_indent="  ", subsequent_indent="    "
        )


def _counts(axis: Axis) -> str:
    """Return the taps of every phase of an axis, or their range if that would be long."""
    counts = axis.overlap_counts()
    if axis.even:
        return f"{max(counts)}"
    if axis.stride <= _LISTED:
        return ", ".join(map(str, axis.overlap()))
    return f"{min(counts)} to {max(counts)}"


def _spectrum(report: LayerReport, lattice: Lattice, period: tuple[int, ...]) -> str:
    figure, where = in_db(lattice.db, signed=True), f"of {shown(period)} px"
    if lattice.db <= 0:
        return f"{figure}: no pattern {where} stands out"
    strong = "a pattern" if lattice.db > LIMITS["spectrum"] else "a faint pattern"
    if report.decides != "spectrum":
        return f"{figure}: {strong} {where}, not from this layer, which is even"
    at = ", ".join(f"{f:.3g}" for f in lattice.worst)
    return f"{figure}: {strong} {where}, strongest at ({at}) cycles/px"


def _gain(gain: PhaseGain) -> str:
    if gain.db < _FLOOR:
        return f"{in_db(gain.db)} between phases: even"
    phase, away = ", ".join(map(str, gain.worst)), in_db(float(gain.ripple_db[gain.worst]))
    return f"{in_db(gain.db)} between phases; worst ({phase}) at {away}"


def _remedies(report: LayerReport) -> Iterator[str]:
    size = f"for an input of {shown(report.input_size)}" if report.input_size else "per input pixel"
    yield f"  remedies  and the layer's multiply-adds {size}:"
    for remedy in report.remedies:
        yield f"    {count(remedy.operations):>7}  {remedy.name:<36} {remedy.effect}".rstrip()


def heading(layer: Layer) -> str:
    """Return the description of a layer in one line."""
    geometry: Geometry = layer.geometry
    mode = f"{layer.mode} " if layer.mode else ""
    kernel = shown(layer.written or geometry.kernel_size)
    step = "stride" if layer.kind in ("geometry", "transposed") else "scale"
    c_in, c_out = layer.channels
    channels = "" if layer.weight is None else f" {c_in} -> {c_out}"
    groups = f", groups {layer.groups}" if layer.groups > 1 else ""
    kind = f"{mode}{KINDS[layer.kind]}"
    return f"{kind}{channels}, kernel {kernel}, {step} {shown(geometry.integer_stride)}{groups}"


def in_db(value: float, *, signed: bool = False) -> str:
    """Return a figure with its unit; figures below -100 dB are rounding errors."""
    if value < _FLOOR:
        return f"below {_FLOOR:.0f} dB"
    if math.isinf(value):
        return "no mean gain, inf dB"
    return f"{value:+.1f} dB" if signed else f"{value:.1f} dB"


def count(number: int) -> str:
    """Return a number of operations with k, M, G, T: three digits.

    >>> count(441), count(1234567)
    ('441', '1.23 M')
    """
    for power, letter in ((12, "T"), (9, "G"), (6, "M"), (3, "k")):
        if number >= 10**power:
            return f"{number / 10**power:.3g} {letter}"
    return str(number)
