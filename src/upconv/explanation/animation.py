"""An animation as GIF (Pillow) or MP4 (ffmpeg)."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from upconv import errors
from upconv.explanation.layout import Animation, Drawing, Label, Tile
from upconv.explanation.palette import ACTIVE, IDLE, Theme, mix, rgb
from upconv.explanation.scene import roles_of

MOST_FRAMES = 500
SHADES = 5  # between a background and its text, for antialiased letters
FIRST_AND_LAST = 2  # times as long as the other frames


def gif(drawn: Animation, theme: Theme, seconds: float) -> bytes:
    """Return a GIF that loops; every scene is shown for `seconds`."""
    palette = _palette(drawn, theme)
    frames = (
        frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in _frames(drawn, theme)
    )
    buffer = io.BytesIO()
    next(frames).save(
        buffer,
        "GIF",
        save_all=True,
        append_images=frames,  # one at a time, so that a long animation need not fit into memory
        duration=[round(1000 * stay) for stay in _stays(drawn, seconds)],
        loop=0,
        optimize=True,  # writes only the pixels that changed
    )
    return buffer.getvalue()


def mp4(drawn: Animation, theme: Theme, seconds: float, name: str) -> bytes:
    """Return an MP4 (H.264) encoded by ffmpeg; raises UpconvError if it is not installed."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise errors.explanation.no_ffmpeg(name)
    with tempfile.TemporaryDirectory(prefix="upconv-animation-") as place:
        folder = Path(place)
        lines = []
        for n, (frame, stay) in enumerate(
            zip(_frames(drawn, theme), _stays(drawn, seconds), strict=True)
        ):
            picture_name = f"{n:04}.png"
            frame.save(folder / picture_name, compress_level=1)
            lines.append(f"file '{picture_name}'\nduration {stay:.3f}\n")
        lines.append(f"file '{picture_name}'\n")  # ffmpeg requires the last one twice
        (folder / "list.txt").write_text("".join(lines), encoding="ascii")
        target = folder / "animation.mp4"
        command = [program, "-v", "error", "-nostdin", "-f", "concat", "-i", "list.txt"]
        # The common form of H.264 requires even sizes.
        command += ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2,fps=10,format=yuv420p"]
        command += ["-c:v", "libx264", "-movflags", "+faststart", target.name]
        done = subprocess.run(  # noqa: S603 - a fixed command in a temporary folder
            command, cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise errors.explanation.ffmpeg_failed(name, " ".join(done.stderr.split()))
        return target.read_bytes()


def picture(drawing: Drawing, theme: Theme, pixels: float) -> Image.Image:
    """Return a drawing as an RGB image with `pixels` per cell."""
    image = Image.new(
        "RGB", (round(drawing.width * pixels), round(drawing.height * pixels)), theme.surface
    )
    pen = ImageDraw.Draw(image)
    for tile in drawing.tiles:
        _draw_tile(pen, tile, theme, pixels)
    for label in drawing.labels:
        _draw_label(pen, label, theme, pixels)
    return image


def pictures(drawings: Iterable[Drawing], theme: Theme, pixels: float) -> Iterator[Image.Image]:
    """Yield the `picture` of each drawing, redrawing only what differs from the previous one."""
    before: Drawing | None = None
    for drawing in drawings:
        if before is None or not _same_places(before, drawing):
            image = picture(drawing, theme, pixels)
        else:
            image = image.copy()
            _redraw(image, before, drawing, theme, pixels)
        yield image
        before = drawing


def _same_places(one: Drawing, other: Drawing) -> bool:
    return {(tile.x, tile.y) for tile in one.tiles} == {(tile.x, tile.y) for tile in other.tiles}


def _redraw(
    image: Image.Image, before: Drawing, after: Drawing, theme: Theme, pixels: float
) -> None:
    pen = ImageDraw.Draw(image)
    kept = set(before.tiles)
    for tile in after.tiles:
        # Neighbours share the pixels of their edges, so active tiles are drawn again.
        if tile.active or tile not in kept:
            _draw_tile(pen, tile, theme, pixels)
    now, then = set(after.labels), set(before.labels)
    for label in then - now:
        left, top, right, bottom = pen.textbbox(
            (label.x * pixels, label.y * pixels),
            label.text,
            font=_font(label.size * pixels, label.bold),
            anchor=_anchor(label),
        )
        pen.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill=theme.surface)
    for label in after.labels:
        if label not in then:
            _draw_label(pen, label, theme, pixels)


def _draw_tile(pen: ImageDraw.ImageDraw, tile: Tile, theme: Theme, pixels: float) -> None:
    fill = theme.fill(tile.role, tile.strength)
    left, top = round(tile.x * pixels), round(tile.y * pixels)
    right, bottom = round((tile.x + tile.side) * pixels), round((tile.y + tile.side) * pixels)
    edge, width = (theme.ink, 2) if tile.active else (theme.line, 1)
    pen.rectangle((left, top, right, bottom), fill=fill, outline=edge, width=width)
    if tile.text:
        pen.text(
            ((left + right) / 2, (top + bottom) / 2),
            tile.text,
            fill=theme.text_on(fill),
            font=_font(tile.size * pixels, tile.active),
            anchor="mm",
        )


def _draw_label(pen: ImageDraw.ImageDraw, label: Label, theme: Theme, pixels: float) -> None:
    pen.text(
        (label.x * pixels, label.y * pixels),
        label.text,
        fill=getattr(theme, label.ink),
        font=_font(label.size * pixels, label.bold),
        anchor=_anchor(label),
    )


def _anchor(label: Label) -> str:
    return "lm" if label.anchor == "start" else "mm"


def _frames(drawn: Animation, theme: Theme) -> Iterator[Image.Image]:
    return pictures(map(drawn.drawing, range(len(drawn.scenes))), theme, drawn.pixels)


def _palette(drawn: Animation, theme: Theme) -> Image.Image:
    """Return one palette for all frames: every colour, and shades between it and its text."""
    ways = [(theme.surface, theme.ink), (theme.surface, theme.muted), (theme.surface, theme.line)]
    for role in roles_of(drawn.scenes):
        for strength in (IDLE, ACTIVE):
            fill = theme.fill(role, strength)
            ways.append((fill, theme.text_on(fill)))
    colours = dict.fromkeys(
        rgb(mix(ground, ink, n / SHADES)) for ground, ink in ways for n in range(SHADES + 1)
    )
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in colours for part in colour])
    return image


def _stays(drawn: Animation, seconds: float) -> list[float]:
    last = len(drawn.scenes) - 1
    return [seconds * (FIRST_AND_LAST if n in (0, last) else 1) for n in range(last + 1)]


@cache
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name, size)
