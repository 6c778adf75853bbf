"""Pictures given by the user, and upscaling them."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, DataError, compose


def not_a_picture(path: str, reason: str) -> DataError:
    return DataError(
        compose("A picture must be complete and readable by Pillow", f"{path}: {reason}")
    )


def too_many_pixels(path: str, size: Sequence[int] | None, most: int) -> DataError:
    of = "with more" if size is None else "with " + "×".join(map(str, size))
    return DataError(
        compose(
            f"A picture must have at most {most:,} pixels",
            f"{path} {of}",
            remedy="Use a smaller picture, or crop it",
        )
    )


def picture_too_small(path: str, size: Sequence[int], smallest: int, why: str) -> DataError:
    wide, high = size
    return DataError(
        compose(
            f"A picture must be at least {smallest} pixels high and wide, {why}",
            f"{path} of {wide}×{high}",
            remedy="Use a larger picture",
        )
    )


def not_picture_data(value: str) -> DataError:
    return DataError(
        compose(
            "`data` must be 'photographs' or a folder with pictures",
            f"data={value!r}, which is not a folder",
        )
    )


def too_few_pictures(path: str, found: int, endings: Sequence[str]) -> DataError:
    return DataError(
        compose(
            f"The folder must contain at least 2 pictures ({', '.join(endings)}): some to train "
            "on, some to test on",
            f"{path}, which contains {found or 'none'}",
        )
    )


def untrained(folder: str) -> DataError:
    return DataError(
        compose(
            "`run` must be the folder of a trained super-resolution network",
            f"{folder}, which has no checkpoint.ckpt",
            remedy=f"Train one first: upconv train superresolution --out {folder}",
        )
    )


def other_scale(asked: int, trained: int, folder: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`scale` must be {trained}, which {folder} was trained for",
            f"scale={asked}",
            remedy=f"Train another one: upconv train superresolution --scale {asked} "
            f"--out runs/superresolution-x{asked}",
        )
    )


def unknown_format(path: str, endings: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`out` must end in one of {', '.join(endings)}",
            path,
        )
    )


def no_transparency(path: str, source: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`out` must have a format that supports transparency, as the picture has it",
            f"{path} for {source}",
            remedy="Give an --out that ends in .png, .tif or .webp, or an opaque picture",
        )
    )
