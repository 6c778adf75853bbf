"""The picture of a report: one row per layer, with maps of its phases."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from upconv.checkerboards.report import LayerReport, Report, heading, in_db
from upconv.errors.escapes import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_INK, _GREY = "#1f2328", "#59636e"
_ROW, _HEAD = 2.9, 0.4  # inches
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "text.parse_math": False,  # names are not formulas
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
    "axes.titlesize": 9.5,
}
_ANNOTATED = 8  # the most phases on an axis for which a number fits into each
_TILES = 8  # the least phases of the pattern to show on an axis


def figure(report: Report) -> Figure:
    """Return the picture: for each layer the taps, the gain and the pattern, by phase."""
    rows = max(len(report.layers), 1)
    high = rows * (_ROW + _HEAD) + 0.1
    with rc_context(_STYLE):
        drawn = Figure(figsize=(9, high), dpi=150, facecolor="white")
        for line, layer in enumerate(report.layers):
            _row(drawn, layer, 1 - line * (_ROW + _HEAD) / high, high)
        if not report.layers:
            drawn.text(0.5, 0.5, report.text(), ha="center")
    return drawn


def _row(drawn: Figure, report: LayerReport, top: float, high: float) -> None:
    name = f"{printable(report.layer.name)}: " if report.layer.name else ""
    drawn.text(0.02, top - 0.3 / high, name + heading(report.layer), fontsize=11)
    bottom, height = top - (_HEAD + _ROW - 0.75) / high, (_ROW - 1.15) / high
    overlap = _plane(_product(report.overlap))
    panels = [(overlap, "taps per phase", "%d", "Blues", (0.0, float(overlap.max())), "taps")]
    if report.gain is not None:
        gain = _plane(report.gain.relative)
        away = max(float(np.abs(gain - 1).max()), 0.1)
        limits = (1 - away, 1 + away)
        title = f"gain per phase: {in_db(report.gain.db)}"
        panels.append((gain, title, "%.2f", "RdBu_r", limits, "times the mean gain"))
        panels.append(
            (
                _tiled(report.gain.relative),
                "response to a constant",
                "",
                "gray",
                (0.0, 2.0),
                "times the mean",
            )
        )
    for column, (values, title, form, colours, limits, unit) in enumerate(panels):
        axes = drawn.add_axes((0.065 + column * 0.32, bottom, 0.21, height))
        image = axes.imshow(
            values, cmap=colours, vmin=limits[0], vmax=limits[1], interpolation="nearest"
        )
        axes.set_title(title)
        _label(axes, values, form, image)
        whole = column < 2
        axes.set_xlabel("phase on the last axis" if whole else "output pixel")
        if column == 0:
            others = (
                "phase on the first axis" if len(report.overlap) == 2 else "phases on the others"
            )
            axes.set_ylabel(others if values.shape[0] > 1 else "")
        place = axes.get_position()
        bar = drawn.add_axes((place.x1 + 0.008, bottom, 0.008, height))
        drawn.colorbar(image, cax=bar, label=unit)
        bar.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=column == 0))


def _label(axes: Axes, values: NDArray[Any], form: str, image: Any) -> None:
    for ticks, size in ((axes.xaxis, values.shape[1]), (axes.yaxis, values.shape[0])):
        ticks.set_major_locator(MaxNLocator(nbins=min(size, 8), integer=True))
    if values.shape[0] == 1:
        axes.set_yticks([])
    if not form or max(values.shape) > _ANNOTATED:
        return
    for (row, column), value in np.ndenumerate(values):
        red, green, blue, _ = image.cmap(image.norm(value))
        dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.5
        axes.text(
            column,
            row,
            form % value,
            ha="center",
            va="center",
            color="white" if dark else _INK,
            fontsize=9 if values.shape[1] <= _ANNOTATED // 2 else 6,
        )


def _product(overlap: tuple[tuple[int, ...], ...]) -> NDArray[Any]:
    """Return the number of taps that reach each phase, over all axes: (*s)."""
    whole: NDArray[Any] = np.ones((), int)
    for counts in overlap:
        whole = np.multiply.outer(whole, np.array(counts))
    return whole


def _plane(phases: NDArray[Any]) -> NDArray[Any]:
    """Return phases (*s) as a plane: the last axis across, the others down."""
    return phases.reshape(-1, phases.shape[-1])


def _tiled(phases: NDArray[Any]) -> NDArray[Any]:
    """Return several periods of phases (*s); of three axes the first slice."""
    plane = _plane(phases[0] if phases.ndim > 2 else phases)
    times = [math.ceil(_TILES / size) if size < _TILES else 2 for size in plane.shape]
    if plane.shape[0] == 1:
        times[0] = times[1] * plane.shape[1]
    return np.tile(plane, times)
