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
            show_default="2, or the scale of the run",
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            help="Folder of a run of `upconv train superresolution`, or its weights.npz.",
            show_default="a network included in upconv, for scale 2 or 3",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write.", show_default="photo-x2.png next to photo.png"),
    ] = None,
    tile: Annotated[
        int,
        typer.Option(min=1, help="Side of a tile in pixels; the result does not depend on it."),
    ] = 256,
    overwrite: writing.Overwrite = False,
) -> None:
    """Upscale a picture with a small trained network, FSRCNN.

    The network upscales the luma; colour and transparency are interpolated. Only the two pictures
    and one tile are held in memory.
    """
    content = files.read(picture)  # before imports that take seconds
    writing.check({"--out": out}, overwrite, read=picture)
    from rich.progress import Progress  # noqa: PLC0415

    from upconv.apps import photographs, pretrained, upscaling  # noqa: PLC0415

    if scale is not None:
        settings.SuperResolution(scale=scale, out=picture)  # validates the scale
    if run is None:
        trained = scale or pretrained.SCALES[0]
        model = pretrained.load(trained)
    else:
        model, trained = pretrained.restore(run)
        if scale not in (None, trained):
            raise errors.pictures.other_scale(scale, trained, str(run))
    target = out or picture.with_name(f"{picture.stem}-x{trained}.png")
    kind = _FORMATS.get(target.suffix.lower())
    if kind is None:
        raise errors.pictures.unknown_format(str(target), tuple(_FORMATS))
    writing.check({"--out": target}, overwrite, read=picture)
    opened = photographs.open_picture(content, str(picture))
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
