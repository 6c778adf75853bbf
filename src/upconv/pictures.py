"""Picture files, opened without trust: formats from a list, a bound on the pixels."""

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
"""What is opened. Pillow knows more, and one of them (PostScript) starts another program."""

MOST_PIXELS = 175_000_000
"""What a file may claim to hold: a few kilobytes can claim, and decode to, any number of pixels."""


@contextmanager
def opened(content: bytes, path: str) -> Iterator[Image]:
    """Give the picture in `content`, not decoded yet; what fails in the block is a DataError.

    The caller crops before it converts, so that no more is converted than is used.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - an optional package

    try:
        with warnings.catch_warnings():
            # The bound here is the rule; and a damaged tag is no news where the picture is whole.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                _check_size(picture, path)
                yield picture
    except (errors.UpconvError, MemoryError, ModuleNotFoundError):
        raise
    except Image.DecompressionBombError as error:  # before the size can be asked for
        raise _too_large(path, None) from error
    except UnidentifiedImageError as error:
        how = f"it is none of {', '.join(FORMATS)}"
        raise errors.pictures.not_a_picture(path, how) from error
    except Exception as error:  # a damaged file raises whatever its decoder meets
        raise errors.pictures.not_a_picture(path, errors.reason(error)) from error


def _check_size(picture: Image, path: str) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large(path, picture.size)


def _too_large(path: str, size: tuple[int, int] | None) -> errors.DataError:
    return errors.pictures.too_many_pixels(path, size, MOST_PIXELS)
