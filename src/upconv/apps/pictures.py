"""Pictures of a run: rows of images, and the loss over the epochs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from upconv.apps import files
from upconv.apps.data import Images
from upconv.apps.history import TRAIN, VALIDATION, History

Pixels: TypeAlias = NDArray[np.floating[Any]]
Colour: TypeAlias = tuple[float, float, float]

_DPI = 200
_TILE, _GAP, _MARGIN, _LABEL, _CAPTION = 140, 12, 28, 260, 64  # pixels
_CELL, _TITLE, _LINE_HIGH, _KEY = 400, 44, 36, 64  # pixels
_COLUMNS = 10
_GIF_ZOOM, _GIF_GAP, _GIF_TITLE = 2, 2, 24  # title in animation pixels, gap in image pixels
_GIF_GREYS, _MOST_FRAMES = 8, 30
_FRAME, _LAST_FRAME = 120, 2500  # milliseconds
_INK, _GREY, _LINE = "#1f2328", "#59636e", "#d1d9e0"
_BLUE, _ORANGE = "#0969da", "#bc4c00"
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "text.parse_math": False,  # names are not formulas
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
}


def image_rows(path: Path, rows: Sequence[tuple[str, Images]], caption: str) -> None:
    """Write rows of images (N, 1, H, W), each row with its label, black on white.

    Every pixel of an image becomes a square of whole pixels of the picture, so nothing is blurred.
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


def grid(
    path: Path,
    rows: Sequence[Sequence[tuple[str, Pixels]]],
    caption: str,
    *,
    cell: int = _CELL,
    legend: Sequence[tuple[str, Colour]] = (),
) -> None:
    """Write rows of pictures (H, W) or (H, W, 3) between 0 and 1, each below its title.

    Every pixel becomes a square of whole pixels of the picture, so nothing is blurred. The larger
    side of a picture has about `cell` pixels; `legend` names colours.
    """
    high, wide = rows[0][0][1].shape[:2]
    zoom = max(1, cell // max(high, wide))
    high, wide = high * zoom, wide * zoom
    columns = max(len(row) for row in rows)
    total_wide = 2 * _MARGIN + columns * wide + (columns - 1) * _GAP
    room = _CAPTION + _LINE_HIGH * (caption.count("\n") + bool(legend))
    total_high = 2 * _MARGIN + len(rows) * (high + _TITLE + _GAP) - _GAP + room
    with rc_context(_STYLE):
        figure = _figure(total_wide, total_high)
        for line, row in enumerate(rows):
            top = _MARGIN + line * (high + _TITLE + _GAP)
            for column, (words, image) in enumerate(row):
                left = _MARGIN + column * (wide + _GAP)
                figure.text(
                    left / total_wide, 1 - (top + _TITLE - 10) / total_high, words, fontsize=9
                )
                box = (
                    left / total_wide,
                    1 - (top + _TITLE + high) / total_high,
                    wide / total_wide,
                    high / total_high,
                )
                _image(figure, box, image, "gray")
        figure.text(_MARGIN / total_wide, _MARGIN / total_high, caption, color=_GREY, fontsize=8.5)
        for number, (name, colour) in enumerate(legend):
            left, bottom = _MARGIN + number * _KEY, room - _LINE_HIGH / 2
            place = (left / total_wide, bottom / total_high)
            swatch = Rectangle(
                place, 18 / total_wide, 18 / total_high, transform=figure.transFigure, color=colour
            )
            figure.add_artist(swatch)
            place = ((left + 26) / total_wide, bottom / total_high)
            figure.text(*place, name, color=_INK, fontsize=8.5)
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
            (TRAIN, "train: mean during the epoch", _BLUE),
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


def _image(
    figure: Figure, box: tuple[float, float, float, float], image: Pixels, colours: str = "gray_r"
) -> None:
    axes = figure.add_axes(box)
    axes.imshow(image, cmap=colours, vmin=0, vmax=1, interpolation="nearest", aspect="auto")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(color=_LINE, linewidth=0.5)


def _save(figure: Figure, path: Path) -> None:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    files.write(path, buffer.getvalue())


def animation(path: Path, sheets: Sequence[NDArray[np.uint8]]) -> None:
    """Write a sheet (rows, columns, H, W) of images per epoch, black on white, as a GIF.

    The last frame is shown longer. If there are many sheets, some are omitted evenly.
    """
    shown = np.unique(np.linspace(0, len(sheets) - 1, _MOST_FRAMES).round().astype(int))
    frames = [_frame(sheets[number], f"epoch {number + 1}") for number in shown]
    buffer = io.BytesIO()
    durations = [*[_FRAME] * (len(frames) - 1), _LAST_FRAME]
    frames[0].save(
        buffer, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0
    )
    files.write(path, buffer.getvalue())


def _frame(sheet: NDArray[np.uint8], words: str) -> Image.Image:
    edges = ((0, 0), (0, 0), (_GIF_GAP, _GIF_GAP), (_GIF_GAP, _GIF_GAP))
    rows, columns, high, wide = (spaced := np.pad(sheet, edges)).shape
    plane = spaced.transpose(0, 2, 1, 3).reshape(rows * high, columns * wide)
    ink = np.kron(plane, np.ones((_GIF_ZOOM, _GIF_ZOOM), np.uint8))
    frame = Image.fromarray(255 - np.pad(ink, ((_GIF_TITLE, 0), (0, 0))))
    font = ImageFont.load_default(_GIF_TITLE - 8)
    left = _GIF_GAP * _GIF_ZOOM
    ImageDraw.Draw(frame).text((left, _GIF_TITLE / 2), words, 80, font, "lm")
    found = Image.fromarray(np.rint(np.asarray(frame) / 255 * (_GIF_GREYS - 1)).astype(np.uint8))
    greys = np.linspace(0, 255, _GIF_GREYS).round().astype(np.uint8)
    found.putpalette(greys.repeat(3).tobytes())
    return found
