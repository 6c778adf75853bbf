"""The IDX format of the MNIST files: images of bytes, gzipped or not."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import errors
from upconv.apps import files

Bytes: TypeAlias = NDArray[np.uint8]

_GZIP = b"\x1f\x8b"
_IMAGES = bytes([0, 0, 8, 3])  # two zeros, unsigned bytes, three axes
MOST_BYTES = 2**31  # of one file's images; MNIST has 47 million
_HEADER = 16  # the magic number and three sizes of four bytes, big-endian


def read_images(path: Path) -> Bytes:
    """Return the images in the IDX file `path` as (N, H, W).

    Raises DataError if the file is missing, truncated or of another kind.
    """
    content = io.BytesIO(files.read(path))
    try:
        if content.getbuffer()[: len(_GZIP)] != _GZIP:
            return _read(content, path)
        with gzip.open(content) as unpacked:
            return _read(unpacked, path)
    except (EOFError, OSError, zlib.error) as error:
        raise errors.files.damaged_file(str(path), f"gzip says: {error}") from error


def _read(content: io.BytesIO | gzip.GzipFile, path: Path) -> Bytes:
    """Read the header, then exactly the bytes that it declares."""
    header = content.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_IMAGES):
        start = header[:4].hex(" ") or "nothing"
        raise errors.files.not_idx_images(str(path), _IMAGES.hex(" "), start)
    count, height, width = np.frombuffer(header, ">u4", 3, offset=4).tolist()
    expected = count * height * width
    sizes = f"{_HEADER} + {count}·{height}·{width} = {_HEADER + expected} bytes"
    if not expected:
        raise errors.files.damaged_file(str(path), f"{count} images of {height}×{width} pixels")
    if expected > MOST_BYTES:
        raise errors.files.too_many_images(str(path), sizes, MOST_BYTES)
    pixels = content.read(expected)
    if len(pixels) < expected or content.read(1):
        found = f"{_HEADER + len(pixels)} bytes" if len(pixels) < expected else "more bytes"
        than = "than" if found == "more bytes" else "instead of"
        raise errors.files.damaged_file(str(path), f"{found} {than} {sizes}")
    return np.frombuffer(pixels, np.uint8).reshape(count, height, width)
