"""Scenes under one title, shown as text, figure, animation, page or file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upconv import errors, files
from upconv.arguments import as_positive
from upconv.explanation import layout, text
from upconv.explanation.layout import Animation, Drawing
from upconv.explanation.page import page
from upconv.explanation.palette import theme_of
from upconv.explanation.scene import Scene
from upconv.explanation.svg import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SECONDS = 0.9  # the duration of a step
ON_A_SHEET = 64  # steps
STILL = (".png", ".svg")
MOVING = (".gif", ".mp4", ".html")
ENDINGS = (".gif", ".mp4", ".png", ".svg", ".html", ".txt")
_PNG_DPI = 200
_FRAME_HEIGHT = 620  # CSS pixels of a notebook's output


class Show(ABC):
    """One or several scenes, and all ways to show them; steps are counted from 1."""

    @property
    @abstractmethod
    def title(self) -> str:
        """A short title."""

    @property
    @abstractmethod
    def about(self) -> str:
        """The sizes and numbers, in one line."""

    @property
    @abstractmethod
    def scenes(self) -> Sequence[Scene]:
        """The scenes to show."""

    def __len__(self) -> int:
        return len(self.scenes)

    def scene(self, step: int) -> Scene:
        """Return the scene of step `step`, counted from 1: grids, cells and text."""
        return self.scenes[self._place(step)]

    def _place(self, step: int) -> int:
        if isinstance(step, bool) or not isinstance(step, int) or not 1 <= step <= len(self):
            raise errors.explanation.no_such_step(step, len(self))
        return step - 1

    def text(
        self, step: int | None = None, *, width: int = text.WIDTH, ascii_only: bool = False
    ) -> str:
        """Return one step, or all steps, as lines of at most `width` characters without colour.

        >>> import upconv
        >>> print(upconv.explain([1, 2], [3, 4], stride=2).text(step=2, ascii_only=True))
        Step 2 of 2: stamp and add
        INPUT 1 = 2 times the KERNEL is stamped on the OUTPUT.
        o = s*q + d*t - p: 2*1 + t - 0 = 2 to 3
        <BLANKLINE>
        INPUT 2       KERNEL 2      STAMP 2       OUTPUT 4
          1 [ 2]   x  [ 3][ 4]   =  [ 6][ 8]   ->   3   4 [ 6][ 8]
        <BLANKLINE>
        [in this step]
        <BLANKLINE>
        """
        chosen = self.scenes if step is None else (self.scene(step),)
        shown = [text.plain(scene, width, ascii_only=ascii_only) for scene in chosen]
        if step is None:
            heading = f"{self.title}\n{self.about}\n"
            shown.insert(0, text.as_ascii(heading) if ascii_only else heading)
        return "\n".join(shown)

    def figure(self, step: int | None = None, *, theme: str = "light") -> Figure:
        """Return a Matplotlib figure of one step, or of all steps on one sheet.

        `theme` is "light" or "dark". Raises ArgumentError for more than 64 steps on a sheet.
        """
        with _pictures():
            from upconv.explanation.figure import figure  # noqa: PLC0415 - an optional package

            return figure(self._drawing(step), theme_of(theme))

    def save(
        self,
        path: str | Path,
        *,
        step: int | None = None,
        theme: str | None = None,
        seconds: float = SECONDS,
    ) -> Path:
        """Write a picture, an animation or a page, chosen by the ending of `path`; return the path.

        .gif and .mp4 (with ffmpeg) are animations, .html is a page to step through, .png and .svg
        show one `step` or a sheet of all, .txt is text. `theme` is "light" or "dark"; pages, and
        SVG without a theme, follow the reader's system. `seconds` is the duration of each step.

        The file is written completely or not at all. Raises ArgumentError for another ending or if
        a limit is exceeded, DataError if the file cannot be written, UpconvError if an optional
        package or ffmpeg is missing.
        """
        target = Path(path)
        ending = target.suffix.lower()
        if ending not in ENDINGS:
            raise errors.explanation.unknown_ending(str(path), ENDINGS)
        if step is not None and ending in MOVING:
            raise errors.explanation.no_single_step(str(path), STILL)
        seconds = as_positive(seconds, "seconds")
        files.write(target, self._content(str(path), ending, step, theme, seconds))
        return target

    def _content(
        self, path: str, ending: str, step: int | None, theme: str | None, seconds: float
    ) -> bytes:
        colours = theme_of(theme or "light")
        if ending == ".txt":
            return self.text(step).encode()
        if ending == ".html":
            return self.html(seconds).encode()
        if ending == ".svg":
            return self.svg(step, theme=theme).encode()
        with _pictures():
            from upconv.explanation import animation, figure  # noqa: PLC0415 - optional packages

            if ending == ".png":
                return figure.png(self._drawing(step), colours, _PNG_DPI)
            if len(self) > animation.MOST_FRAMES:
                raise errors.explanation.too_many_frames(path, len(self), animation.MOST_FRAMES)
            if ending == ".gif":
                return animation.gif(Animation(self.scenes), colours, seconds)
            return animation.mp4(Animation(self.scenes), colours, seconds, path)

    def svg(
        self, step: int | None = None, *, theme: str | None = None, narrow: bool = False
    ) -> str:
        """Return one step, or a sheet of all, as an SVG document.

        Without a theme it follows the reader's system; `narrow` fits a phone.
        """
        fixed = None if theme is None else theme_of(theme)
        return svg(self._drawing(step, narrow=narrow), self.title, theme=fixed)

    def html(self, seconds: float = SECONDS) -> str:
        """Return the page as one self-contained document."""
        return page(self.scenes, self.title, self.about, seconds)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Show the page in a notebook, in a frame to isolate their styles."""
        return {
            "text/plain": repr(self),
            "text/html": f'<iframe title="{escape(self.title)}" srcdoc="{escape(self.html())}" '
            f'style="width: 100%; height: {_FRAME_HEIGHT}px; border: 0"></iframe>',
        }

    def _drawing(self, step: int | None, *, narrow: bool = False) -> Drawing:
        if step is not None:
            return Animation((self.scene(step),), narrow=narrow).drawing(0)
        if len(self) == 1:
            return Animation(self.scenes, narrow=narrow).drawing(0)
        if len(self) > ON_A_SHEET:
            raise errors.explanation.too_many_on_a_sheet(len(self), ON_A_SHEET)
        return layout.sheet(self.scenes, self.title, self.about, narrow=narrow)


@contextmanager
def _pictures() -> Iterator[None]:
    """Turn a missing optional package into an error that names the extra to install."""
    try:
        yield
    except ModuleNotFoundError as missing:
        module = str(missing.name).partition(".")[0]
        raise errors.commands.extra_missing(module, "explain") from None
