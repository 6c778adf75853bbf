"""Photographs: those included in scikit-image and scikit-learn, or a folder of pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from upconv import errors, pictures
from upconv.apps import files
from upconv.apps.settings import PHOTOGRAPHS

ENDINGS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")

# All of these are in the wheels; nothing is downloaded. Omitted are the right motorcycle, which
# shows the same as the left one, and images that are not photographs (drawings, microscopy, blurs).
_SKIMAGE, _SKLEARN = "skimage.data", "sklearn.datasets.images"
TRAIN = (
    (_SKIMAGE, "astronaut.png"),
    (_SKIMAGE, "brick.png"),
    (_SKIMAGE, "camera.png"),
    (_SKIMAGE, "coins.png"),
    (_SKLEARN, "flower.jpg"),
    (_SKIMAGE, "grass.png"),
    (_SKIMAGE, "gravel.png"),
    (_SKIMAGE, "hubble_deep_field.jpg"),
    (_SKIMAGE, "moon.png"),
    (_SKIMAGE, "motorcycle_left.png"),
    (_SKIMAGE, "page.png"),
    (_SKIMAGE, "rocket.jpg"),
    (_SKIMAGE, "text.png"),
)
TEST = ((_SKIMAGE, "chelsea.png"), (_SKLEARN, "china.jpg"), (_SKIMAGE, "coffee.png"))

_EVERY = 5  # one in so many pictures of a folder is held out
_OF_BYTES = (*("1", "L", "LA", "P", "PA"), *("RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "HSV"))
_DEEP, _DEEPEST = ("I", "I;16", "I;16B", "I;16L"), 65535  # Pillow's modes for 16-bit grey


@dataclass(frozen=True)
class Photograph:
    """A picture (H, W, 3) of bytes and its name."""

    name: str
    rgb: NDArray[np.uint8]


@dataclass(frozen=True)
class Photographs:
    """Photographs for training, and others held out for testing."""

    title: str
    train: tuple[Photograph, ...]
    test: tuple[Photograph, ...]

    def names(self) -> str:
        """Return the names of both as text."""
        train, test = (
            ", ".join(photograph.name for photograph in part) for part in (self.train, self.test)
        )
        return f"trained on {train}; held out: {test}"


def load(name: str, smallest: int, why: str) -> Photographs:
    """Return the photographs with this name: "photographs" or a folder.

    Raises DataError for a folder without pictures, and for a picture that is damaged or has fewer
    than `smallest` pixels per side; the message gives `why` as the reason.
    """
    if name == PHOTOGRAPHS:
        train, test = (
            [(Path(file).stem, _packaged(package, file)) for package, file in part]
            for part in (TRAIN, TEST)
        )
        return Photographs(
            "the photographs of scikit-image and scikit-learn", _opened(train), _opened(test)
        )
    folder = Path(name)
    if not folder.is_dir():
        raise errors.pictures.not_picture_data(name)
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
    if len(paths) < 2:
        raise errors.pictures.too_few_pictures(name, len(paths), ENDINGS)
    found = _opened([(path.name, _reader(path)) for path in paths])
    for path, photograph in zip(paths, found, strict=True):
        high, wide, _ = photograph.rgb.shape
        if min(high, wide) < smallest:
            raise errors.pictures.picture_too_small(str(path), (wide, high), smallest, why)
    held_out = found[::_EVERY]
    return Photographs(
        folder.name,
        tuple(one for number, one in enumerate(found) if number % _EVERY),
        held_out,
    )


def open_picture(content: bytes, path: str) -> Image.Image:
    """Return the picture in `content`, complete, upright, with 16-bit values rounded to 8 bits.

    Raises DataError with `path`.
    """
    with pictures.opened(content, path) as picture:
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    return upright if upright.mode in _OF_BYTES else _in_bytes(upright, path)


def luma(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the luma (H, W) between 0 and 1, full range as in JPEG (ITU-R BT.601)."""
    y = np.asarray(Image.fromarray(rgb).convert("YCbCr"))[..., 0]
    result: NDArray[np.float32] = np.divide(y, 255, dtype=np.float32)
    return result


def resize(plane: NDArray[np.float32], high: int, wide: int) -> NDArray[np.float32]:
    """Resize a plane (H, W) by bicubic interpolation, with smoothing when it shrinks."""
    picture = Image.fromarray(np.ascontiguousarray(plane, np.float32))
    smooth = Image.Resampling.BICUBIC
    resized: NDArray[np.float32] = np.asarray(picture.resize((wide, high), smooth))
    return resized


def _in_bytes(picture: Image.Image, path: str) -> Image.Image:
    """Convert 16-bit grey to 8 bits; Pillow's own conversion clips values above 255."""
    grey = np.asarray(picture) if picture.mode in _DEEP else None
    if grey is None or not 0 <= grey.min() <= grey.max() <= _DEEPEST:
        reason = f"its pixels (Pillow's mode {picture.mode}) are neither 8-bit nor 16-bit grey"
        raise errors.pictures.not_a_picture(path, reason)
    return Image.fromarray((grey / (_DEEPEST / 255)).round().astype(np.uint8))


_Read = Callable[[], tuple[bytes, str]]


def _packaged(package: str, file: str) -> _Read:
    return lambda: (package_files(package).joinpath(file).read_bytes(), f"{package}/{file}")


def _reader(path: Path) -> _Read:
    return lambda: (files.read(path), str(path))


def _opened(found: list[tuple[str, _Read]]) -> tuple[Photograph, ...]:
    return tuple(
        Photograph(name, np.asarray(open_picture(*read()).convert("RGB"))) for name, read in found
    )
