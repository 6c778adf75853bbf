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
_PROFILED = ("L", "LA", "RGB", "RGBA")  # the result has the colours that the profile speaks of


@commands.command()
def upscale(
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="The picture to make larger.")],
    scale: Annotated[
        int | None,
        typer.Option(
            help="How many times as high and wide.",
            metavar="|".join(map(str, settings.SCALES)),
            show_default="2, or what the run was trained for",
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            help="Folder of a run of `upconv train superresolution`, or its weights.npz.",
            show_default="a network that comes with upconv, for scale 2 or 3",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to put the result.", show_default="photo-x2.png beside photo.png"),
    ] = None,
    tile: Annotated[
        int,
        typer.Option(min=1, help="Pixels of a tile's side; the result is the same for every size."),
    ] = 256,
    overwrite: writing.Overwrite = False,
) -> None:
    """Make a picture larger with a small trained network, FSRCNN.

    The network makes the luma; colours and transparency are interpolated. Memory is that of the
    two pictures and one tile.
    """
    content = files.read(picture)  # before seconds of imports
    writing.check({"--out": out}, overwrite, read=picture)
    from rich.progress import Progress  # noqa: PLC0415

    from upconv.apps import photographs, pretrained, upscaling  # noqa: PLC0415

    if scale is not None:
        settings.SuperResolution(scale=scale, out=picture)  # is it one of those that exist?
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
        result = result.convert(result.mode[:-1])  # nothing shines through
    buffer = io.BytesIO()
    profile = opened.info.get("icc_profile") if opened.mode in _PROFILED else None
    result.save(buffer, kind, icc_profile=profile, **_QUALITY.get(kind, {}))
    files.write(target, buffer.getvalue())
    sizes = " -> ".join("x".join(map(str, one.size)) for one in (opened, result))
    words = "1 tile" if tiles == 1 else f"{tiles} tiles"
    terminal.print(f"{sizes} in {words}: {target}", soft_wrap=True, markup=False)
