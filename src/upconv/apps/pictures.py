"""Pictures of a run: rows of images, and the loss over the epochs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from upconv.apps import files
from upconv.apps.data import Images
from upconv.apps.history import TRAIN, VALIDATION, History

_DPI = 200
_TILE, _GAP, _MARGIN, _LABEL, _CAPTION = 140, 12, 28, 260, 64  # pixels
_COLUMNS = 10
_INK, _GREY, _LINE = "#1f2328", "#59636e", "#d1d9e0"
_BLUE, _ORANGE = "#0969da", "#bc4c00"
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
}


def image_rows(path: Path, rows: Sequence[tuple[str, Images]], caption: str) -> None:
    """Write rows of images (N, 1, H, W), each row with its label, ink on white.

    Every pixel of an image becomes a square of whole pixels of the picture, so nothing blurs.
    """
    count, _, height, width = rows[0][1].shape
    zoom = max(1, _TILE // max(height, width))
    high, wide = height * zoom, width * zoom
    columns = max(count, _COLUMNS)  # the caption needs the room
    total_wide = 2 * _MARGIN + _LABEL + columns * max(wide, _TILE) + (columns - 1) * _GAP
    total_high = 2 * _MARGIN + len(rows) * high + (len(rows) - 1) * _GAP + _CAPTION
    with rc_context(_STYLE):
        figure = _figure(total_wide, total_high)
        for line, (label, images) in enumerate(rows):
            top = _MARGIN + line * (high + _GAP)
            middle = 1 - (top + high / 2) / total_high
            figure.text(_MARGIN / total_wide, middle, label, va="center", fontsize=12)
            for column, image in enumerate(images[:, 0]):
                left = _MARGIN + _LABEL + column * (wide + _GAP)
                box = (
                    left / total_wide,
                    1 - (top + high) / total_high,
                    wide / total_wide,
                    high / total_high,
                )
                _image(figure, box, image)
        figure.text(
            (_MARGIN + _LABEL) / total_wide, _MARGIN / total_high, caption, color=_GREY, fontsize=10
        )
        _save(figure, path)


def loss_curves(path: Path, history: History) -> None:
    """Write the losses of training and validation over the epochs."""
    epochs = history.column("epoch")
    loss = history.loss
    with rc_context(_STYLE):
        figure = _figure(1600, 900)
        axes: Axes = figure.subplots()
        marker = "o" if len(epochs) == 1 else None
        for name, label, colour in (
            (TRAIN, "train: mean while the epoch runs", _BLUE),
            (VALIDATION, "validation: after the epoch", _ORANGE),
        ):
            axes.plot(epochs, history.column(name), label=label, color=colour, marker=marker, lw=2)
        if loss.floor is not None:
            label = f"smallest possible in validation: {loss.floor:.4f}"
            axes.axhline(loss.floor, color=_GREY, ls=(0, (4, 3)), lw=1.2, label=label)
        axes.set_xlabel("epoch")
        axes.set_ylabel(f"{loss.name} ({loss.unit})")
        axes.xaxis.set_major_locator(MaxNLocator(nbins=12, steps=[1, 2, 5, 10], integer=True))
        axes.grid(color=_LINE, lw=0.6)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
        figure.tight_layout(pad=1.4)
        _save(figure, path)


def _figure(wide: int, high: int) -> Figure:
    return Figure(figsize=(wide / _DPI, high / _DPI), dpi=_DPI, facecolor="white")


def _image(figure: Figure, box: tuple[float, float, float, float], image: Images) -> None:
    axes = figure.add_axes(box)
    axes.imshow(image, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest", aspect="auto")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(color=_LINE, linewidth=0.5)


def _save(figure: Figure, path: Path) -> None:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    files.write(path, buffer.getvalue())
