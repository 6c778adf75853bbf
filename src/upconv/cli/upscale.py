"""The command `upconv upscale`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated, Any

import typer

from upconv import errors
from upconv.apps import files, settings
from upconv.cli import writing
from upconv.cli.terminal import console

commands = typer.Typer()

_FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
}
_QUALITY: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"quality": 95},
}
_PROFILED = ("L", "LA", "RGB", "RGBA")  # modes for which the colour profile still applies


@commands.command()
def upscale(
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="The picture to upscale.")],
    scale: Annotated[
        int | None,
        typer.Option(
            help="Factor for height and width.",
            metavar="|".join(map(str, settings.SCALES)),
            show_default="the scale of the run",
        ),
    ] = None,
    run: Annotated[
        Path, typer.Option(help="Folder of a run of `upconv train superresolution`.")
    ] = Path("runs/superresolution"),
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write.", show_default="photo-x3.png next to photo.png"),
    ] = None,
    tile: Annotated[
        int,
        typer.Option(min=1, help="Side of a tile in pixels; the result does not depend on it."),
    ] = 256,
    overwrite: writing.Overwrite = False,
) -> None:
    """Upscale a picture with a trained super-resolution network.

    The network upscales the luma; colour and transparency are interpolated. Only the two pictures
    and one tile are held in memory.
    """
    content = files.read(picture)  # before imports that take seconds
    writing.check({"--out": out}, overwrite, read=picture)
    from rich.progress import Progress  # noqa: PLC0415

    from upconv.apps import photographs, superresolution, upscaling  # noqa: PLC0415

    model, trained = superresolution.restore(run)
    if scale is not None and scale != trained:
        asked = settings.SuperResolution(scale=scale, out=run)  # validates the scale
        raise errors.pictures.other_scale(asked.scale, trained, str(run))
    target = out or picture.with_name(f"{picture.stem}-x{trained}.png")
    kind = _FORMATS.get(target.suffix.lower())
    if kind is None:
        raise errors.pictures.unknown_format(str(target), tuple(_FORMATS))
    writing.check({"--out": target}, overwrite, read=picture)
    opened = photographs.open_picture(content, str(picture))
    smallest = upscaling.smallest(model.layers, trained)
    if min(opened.size) < smallest:
        why = "the halo of the network"
        raise errors.pictures.picture_too_small(str(picture), opened.size, smallest, why)
    if kind == "JPEG" and upscaling.transparent(opened):
        raise errors.pictures.no_transparency(str(target), str(picture))
    tiles = upscaling.tile_count(opened.size, tile)
    terminal = console()
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as bar:
        task = bar.add_task(f"{picture.name} x{trained}", total=tiles)
        result = upscaling.upscale(model.layers, opened, trained, tile, lambda: bar.advance(task))
    if kind == "JPEG" and result.mode.endswith("A"):
        result = result.convert(result.mode[:-1])  # fully opaque
    buffer = io.BytesIO()
    profile = opened.info.get("icc_profile") if opened.mode in _PROFILED else None
    result.save(buffer, kind, icc_profile=profile, **_QUALITY.get(kind, {}))
    files.write(target, buffer.getvalue())
    sizes = " -> ".join("x".join(map(str, one.size)) for one in (opened, result))
    words = "1 tile" if tiles == 1 else f"{tiles} tiles"
    terminal.print(f"{sizes} in {words}: {target}", soft_wrap=True, markup=False)
