"""A drawing as SVG, with real text, and a dark theme that follows the reader's system."""

from __future__ import annotations

from html import escape

from upconv.explanation.layout import Drawing
from upconv.explanation.palette import DARK, LIGHT, Theme
from upconv.explanation.record import Role

FONT = "'DejaVu Sans', Verdana, system-ui, sans-serif"


def svg(drawing: Drawing, title: str, *, theme: Theme | None = None) -> str:
    """Return a drawing as one SVG document; a theme of None follows the reader's system."""
    looks = sorted({(tile.role, tile.strength) for tile in drawing.tiles})
    names = {look: f"c{n}" for n, look in enumerate(looks)}
    style = _style(LIGHT if theme is None else theme, names)
    if theme is None:
        style += f"@media (prefers-color-scheme: dark) {{{_style(DARK, names)}}}"
    width, height = drawing.width * drawing.pixels, drawing.height * drawing.pixels
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" role="img" '
        f'font-family="{FONT}">',
        f"<title>{escape(title)}</title><style>{style}</style>",
        '<rect class="ground" width="100%" height="100%"/>',
    ]
    for tile in drawing.tiles:
        look = names[(tile.role, tile.strength)]
        edge = "edge on" if tile.active else "edge"
        parts.append(
            f'<rect class="{look} {edge}" x="{_n(tile.x)}" y="{_n(tile.y)}" '
            f'width="{_n(tile.side)}" height="{_n(tile.side)}"/>'
        )
        if tile.text:
            x, y = tile.x + tile.side / 2, tile.y + tile.side / 2
            parts.append(_text(x, y, tile.text, tile.size, f"t{look}", "middle", tile.active))
    for label in drawing.labels:
        if label.text:
            parts.append(
                _text(label.x, label.y, label.text, label.size, label.ink, label.anchor, label.bold)
            )
    parts.append("</svg>\n")
    return "\n".join(parts)


def _style(theme: Theme, names: dict[tuple[Role, float], str]) -> str:
    rules = [
        f".ground{{fill:{theme.surface}}}.ink{{fill:{theme.ink}}}.muted{{fill:{theme.muted}}}",
        f".edge{{stroke:{theme.line};stroke-width:.03}}",
        f".on{{stroke:{theme.ink};stroke-width:.07}}",
    ]
    for (role, strength), name in names.items():
        fill = theme.fill(role, strength)
        rules.append(f".{name}{{fill:{fill}}}.t{name}{{fill:{theme.text_on(fill)}}}")
    return "".join(rules)


def _text(x: float, y: float, text: str, size: float, kind: str, anchor: str, bold: bool) -> str:
    weight = ' font-weight="bold"' if bold else ""
    # The baseline of capitals and digits is about a third of the size below the middle.
    return (
        f'<text class="{kind}" x="{_n(x)}" y="{_n(y + 0.36 * size)}" font-size="{_n(size)}" '
        f'text-anchor="{anchor}"{weight}>{escape(text)}</text>'
    )


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
