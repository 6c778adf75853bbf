"""The colours: the palette of Okabe and Ito, which colour-blind readers can distinguish.

Source: M. Okabe, K. Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from upconv.arguments import as_choice
from upconv.explanation.record import Role

RGB: TypeAlias = tuple[int, int, int]

BASE: dict[Role, str] = {
    Role.INPUT: "#56B4E9",  # sky blue
    Role.KERNEL: "#E69F00",  # orange
    Role.OUTPUT: "#009E73",  # bluish green
    Role.PADDING: "#CC79A7",  # reddish purple
    Role.ZERO: "#9AA0A6",  # grey, not from the palette
}

MEANING: dict[Role, str] = {
    Role.INPUT: "input",
    Role.KERNEL: "kernel",
    Role.OUTPUT: "output",
    Role.PADDING: "padding",
    Role.ZERO: "inserted zero",
}

IDLE, ACTIVE = 0.25, 1.0  # the opacity of the colour of idle and of active cells


@dataclass(frozen=True)
class Theme:
    """A background with its colours; every colour of a picture comes from here, as "#rrggbb"."""

    surface: str
    ink: str
    muted: str
    line: str

    def fill(self, role: Role, strength: float) -> str:
        """Return the role's colour over the surface."""
        return mix(self.surface, BASE[role], strength)

    def text_on(self, fill: str) -> str:
        """Return black or white, whichever has the higher contrast on `fill`."""
        return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, fill))


LIGHT = Theme(surface="#FFFFFF", ink="#1A1D21", muted="#5A626B", line="#AEB5BC")
DARK = Theme(surface="#14171A", ink="#F0F2F4", muted="#A3ABB3", line="#5B636B")
THEMES = {"light": LIGHT, "dark": DARK}


def theme_of(name: str) -> Theme:
    """Return the theme with this name; raises ArgumentError for any other."""
    return THEMES[as_choice(name, "theme", tuple(THEMES))]


def rgb(colour: str) -> RGB:
    """Return "#rrggbb" as three integers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@cache
def mix(under: str, over: str, strength: float) -> str:
    """Return `over` blended onto `under` with an opacity."""
    parts = (round(a + (b - a) * strength) for a, b in zip(rgb(under), rgb(over), strict=True))
    return "#" + "".join(f"{part:02X}" for part in parts)


@cache
def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
