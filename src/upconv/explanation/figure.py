"""A drawing as a Matplotlib figure."""

from __future__ import annotations

import io

from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from upconv.explanation.layout import Drawing
from upconv.explanation.palette import Theme

DPI = 100
POINTS = 72.0
FONT = "DejaVu Sans"  # comes with Matplotlib


def figure(drawing: Drawing, theme: Theme) -> Figure:
    """Return a figure outside pyplot's registry, which need not be closed."""
    inches = drawing.pixels / DPI
    made = Figure(
        figsize=(drawing.width * inches, drawing.height * inches), facecolor=theme.surface, dpi=DPI
    )
    axes = made.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, drawing.width), ylim=(drawing.height, 0))
    axes.set_axis_off()
    fills = [theme.fill(tile.role, tile.strength) for tile in drawing.tiles]
    axes.add_collection(
        PatchCollection(
            [Rectangle((tile.x, tile.y), tile.side, tile.side) for tile in drawing.tiles],
            facecolors=fills,
            edgecolors=[theme.ink if tile.active else theme.line for tile in drawing.tiles],
            linewidths=[1.8 if tile.active else 0.7 for tile in drawing.tiles],
        )
    )
    points = inches * POINTS
    for tile, fill in zip(drawing.tiles, fills, strict=True):
        if tile.text:
            axes.text(
                tile.x + tile.side / 2,
                tile.y + tile.side / 2,
                tile.text,
                color=theme.text_on(fill),
                fontsize=tile.size * points,
                fontfamily=FONT,
                fontweight="bold" if tile.active else "normal",
                ha="center",
                va="center_baseline",
                parse_math=False,
            )
    for label in drawing.labels:
        axes.text(
            label.x,
            label.y,
            label.text,
            color=getattr(theme, label.ink),
            fontsize=label.size * points,
            fontfamily=FONT,
            fontweight="bold" if label.bold else "normal",
            ha="left" if label.anchor == "start" else "center",
            va="center_baseline",
            parse_math=False,
        )
    return made


def png(drawing: Drawing, theme: Theme, dots_per_inch: int) -> bytes:
    """Return the figure as a PNG."""
    buffer = io.BytesIO()
    figure(drawing, theme).savefig(buffer, format="png", dpi=dots_per_inch)
    return buffer.getvalue()
