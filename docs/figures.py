"""Every picture and table of the course, from one table of named configurations.

`make` draws them before the build; the directive `picture` puts one on a page, light and dark.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import upconv
from upconv import conventions, errors
from upconv.explanation import overlap, upsamplers
from upconv.explanation.show import Show

THEMES = ("light", "dark")
WIDTHS = {"wide": False, "narrow": True}
PHONE = "(max-width: 46em)"


@dataclass(frozen=True)
class Picture:
    """What is shown, which step of it (None: all on a sheet), and whether one may step through."""

    show: Callable[[], Show]
    step: int | None = None
    page: bool = False


def counted(*shape: int) -> np.ndarray:
    """Return 1 to 9 over and over."""
    return np.arange(np.prod(shape)).reshape(shape) % 9 + 1.0


def layer(i: tuple[int, ...], k: tuple[int, ...], **options: Any) -> Callable[[], Show]:
    """Return what explains a layer with counted numbers."""
    return lambda: upconv.explain(counted(*i), counted(*k), **options)


def values(x: Any, k: Any, **options: Any) -> Callable[[], Show]:
    """Return what explains a layer with these numbers."""
    return lambda: upconv.explain(x, k, **options)


SMALL = ([[0, 1], [2, 3]], [[4, 1], [2, 3]])
RECIPE = layer((3, 3), (3, 3), stride=2, padding=1, view="zeros")
MATRIX = layer((2, 2), (3, 3), view="matrix")
PHASES = layer((3, 3), (3, 3), stride=2, view="phases")

PICTURES = {
    "stamp": Picture(layer((3, 3), (2, 2), stride=2), 5, page=True),
    "stamps-of-two": Picture(values(*SMALL), page=True),
    "one-axis": Picture(values([1, 2, 3], [1, 2, 1], stride=2, padding=1), page=True),
    "recipe-zeros": Picture(RECIPE, 2),
    "recipe-pad": Picture(RECIPE, 3),
    "recipe-flip": Picture(RECIPE, 4),
    "recipe-slide": Picture(RECIPE, 6, page=True),
    "matrix-row": Picture(MATRIX, 2),
    "matrix-transposed": Picture(MATRIX, 5),
    "matrix-product": Picture(MATRIX, 12, page=True),
    "matrix-back": Picture(MATRIX, 23),
    "phase-00": Picture(PHASES, 1),
    "phase-01": Picture(PHASES, 18),
    "phase-output": Picture(PHASES, 8, page=True),
    "convolution": Picture(layer((4, 4), (3, 3), view="convolution"), 2, page=True),
    "kernel-convolution": Picture(layer((5,), (3,), view="convolution"), 1),
    "kernel-transposed": Picture(layer((3,), (3,)), 3),
    "stride-convolution": Picture(layer((7,), (3,), stride=2, view="convolution"), 2),
    "stride-transposed": Picture(layer((3,), (3,), stride=2), 3),
    "padding-convolution": Picture(layer((5,), (3,), padding=1, view="convolution"), 2),
    "padding-transposed": Picture(layer((5,), (3,), padding=1), 6),
    "valid": Picture(layer((3,), (3,), stride=2, padding="valid"), 3),
    "same": Picture(layer((3,), (3,), stride=2, padding="same"), 4),
    "overlap-3-2": Picture(lambda: overlap(3, 2)),
    "overlap-5-3": Picture(lambda: overlap(5, 3, input_size=4)),
    "nearest": Picture(values([[1, 2], [3, 4]], np.ones((2, 2)), stride=2), 3),
}


def make(folder: Path) -> None:
    """Draw every picture and write every table below `folder`."""
    static = folder / "static" / "figures"
    static.mkdir(parents=True, exist_ok=True)
    for name, picture in PICTURES.items():
        shown = picture.show()
        for theme in THEMES:
            for width, narrow in WIDTHS.items():
                drawn = shown.svg(picture.step, theme=theme, narrow=narrow)
                (static / f"{name}-{width}-{theme}.svg").write_text(drawn, encoding="utf-8")
        if picture.page:
            shown.save(static / f"{name}.html")
    image, credit = upsamplers.example()
    panels = upsamplers.panels(image)
    for theme in THEMES:
        for width, narrow in WIDTHS.items():
            path = static / f"upsampling-{width}-{theme}.png"
            upsamplers.save(path, panels, credit, theme=theme, across=2 if narrow else 4)
    (folder / "frameworks.md").write_text("\n".join(_frameworks()) + "\n", encoding="utf-8")
    (folder / "calls.md").write_text("\n".join(_calls()) + "\n", encoding="utf-8")


# The tables, from `upconv.conventions`.

LAYERS = {
    "Kernel 4, stride 2, one row cropped at each end: it doubles every size.": upconv.Geometry(
        (4, 4), stride=2, padding=1
    ),
    "Kernel 3, stride 2, one row cropped at the start: it doubles too, unevenly.": upconv.Geometry(
        (3, 3), stride=2, padding=1, output_padding=1
    ),
    "Kernel 3, stride 2, one row cropped at the end: Keras' and TensorFlow's “same”.": (
        upconv.Geometry((3, 3), stride=2, padding="same")
    ),
}
_SHAPES = {"i": "C_in", "o": "C_out/groups", "*": "kH, kW"}
_REGROUPED = {"i": "C_in/groups", "o": "C_out", "*": "kH, kW"}


def _frameworks() -> Iterator[str]:
    yield "| framework | layers on 1, 2 and 3 axes | weight on 2 axes |"
    yield "|---|---|---|"
    for framework in conventions.FRAMEWORKS.values():
        layout = framework.layout_of()
        regrouped = "groups" in inspect.signature(framework.layout_of).parameters
        names = _REGROUPED if regrouped else _SHAPES
        shape = ", ".join(names[letter] for letter in layout.axes)
        flipped = ", flipped" if layout.flipped else ""
        layers = ", ".join(f"`{name}`" for name in dict.fromkeys(framework.layers))
        yield f"| {framework.name} | {layers} | `({shape})`{flipped} |"


def _calls() -> Iterator[str]:
    for title, geometry in LAYERS.items():
        (begin, end), *_ = geometry.crop
        yield f"**{title}** Crop ({begin}, {end}); 7×7 becomes "
        yield "×".join(map(str, geometry.output_size((7, 7)))) + ".\n"
        yield "| framework | the call |"
        yield "|---|---|"
        for framework in conventions.FRAMEWORKS.values():
            try:
                call = f"`{framework.call(geometry, input_size=(7, 7))}`"
            except errors.NotExpressibleError as error:
                call = str(error).replace("|", "\\|")
            yield f"| {framework.name} | {call} |"
        yield ""


class PictureDirective(SphinxDirective):
    """`{picture} NAME` with a caption: the picture, and a page to step through where there is one.

    Two names put two pictures beside each other. Light and dark follow the page's own switch, so
    they are two files; on a phone, and beside each other, pictures are narrow.
    """

    required_arguments = 1
    optional_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the figure as HTML; its caption is parsed as everything else."""
        for name in self.arguments:
            if name != "upsampling" and name not in PICTURES:
                raise self.error(f"no picture is called {name!r}: see docs/figures.py")
        up = "../" * self.env.docname.count("/")
        alternative = escape(" ".join(self.content))
        images = "".join(
            _picture(f"{up}_static/figures/{name}", theme, alternative, len(self.arguments) > 1)
            for name in self.arguments
            for theme in THEMES
        )
        caption = nodes.container(classes=["caption"])
        self.state.nested_parse(self.content, self.content_offset, caption)
        result: list[nodes.Node] = [
            nodes.raw("", f'<div class="picture">{images}</div>', format="html"),
            caption,
        ]
        for name in self.arguments:
            if name in PICTURES and PICTURES[name].page:
                place = f"{up}_static/figures/{name}.html"
                link = f'<p class="step"><a href="{place}">Step through it</a></p>'
                result.append(nodes.raw("", link, format="html"))
        return result


def _picture(place: str, theme: str, alternative: str, always_narrow: bool) -> str:
    ending = "png" if place.endswith("upsampling") else "svg"
    narrow, wide = (f"{place}-{width}-{theme}.{ending}" for width in ("narrow", "wide"))
    source = "" if always_narrow else f'<source media="{PHONE}" srcset="{narrow}">'
    shown = narrow if always_narrow else wide
    return (
        f'<picture class="only-{theme}">{source}<img src="{shown}" alt="{alternative}"></picture>'
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directive known to Sphinx."""
    app.add_directive("picture", PictureDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
