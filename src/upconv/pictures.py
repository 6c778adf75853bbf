"""Picture files, opened without trust: a list of formats, a limit on the pixels."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from upconv import errors

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "PPM")
"""The accepted formats. Pillow has more, one of which (PostScript) starts another program."""

MOST_PIXELS = 175_000_000
"""The limit on a picture's size: a file of a few kilobytes can decode to any number of pixels."""


@contextmanager
def opened(content: bytes, path: str) -> Iterator[Image]:
    """Yield the picture in `content`, not decoded yet; errors in the block become DataError.

    The caller should crop before it converts, so that only the part used is converted.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - an optional package

    try:
        with warnings.catch_warnings():
            # Pillow's own limit is replaced by ours, and damaged tags do not matter.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                _check_size(picture, path)
                yield picture
    except (errors.UpconvError, MemoryError, ModuleNotFoundError):
        raise
    except Image.DecompressionBombError as error:  # raised before the size is available
        raise _too_large(path, None) from error
    except UnidentifiedImageError as error:
        how = f"its format is not one of {', '.join(FORMATS)}"
        raise errors.pictures.not_a_picture(path, how) from error
    except Exception as error:  # a damaged file can raise any error of its decoder
        raise errors.pictures.not_a_picture(path, errors.reason(error)) from error


def _check_size(picture: Image, path: str) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large(path, picture.size)


def _too_large(path: str, size: tuple[int, int] | None) -> errors.DataError:
    return errors.pictures.too_many_pixels(path, size, MOST_PIXELS)
