"""The IDX format of the MNIST files: images of bytes, gzipped or not."""

from __future__ import annotations

import gzip
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
_HEADER = 16  # the magic number and three sizes of four bytes, big-endian


def read_images(path: Path) -> Bytes:
    """Return the images in the IDX file `path` as (N, H, W).

    Raises DataError when the file is missing, cut short or something else.
    """
    content = files.read(path)
    if content.startswith(_GZIP):
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise errors.files.damaged_file(str(path), f"gzip says: {error}") from error
    if len(content) < _HEADER or not content.startswith(_IMAGES):
        start = content[:4].hex(" ") or "nothing"
        raise errors.files.not_idx_images(str(path), _IMAGES.hex(" "), start)
    count, height, width = np.frombuffer(content, ">u4", 3, offset=4).tolist()
    expected = _HEADER + count * height * width
    if len(content) != expected:
        sizes = f"{_HEADER} + {count}·{height}·{width} = {expected} bytes"
        raise errors.files.damaged_file(str(path), f"{len(content)} bytes instead of {sizes}")
    if expected == _HEADER:
        raise errors.files.damaged_file(str(path), f"{count} images of {height}×{width} pixels")
    return np.frombuffer(content, np.uint8, offset=_HEADER).reshape(count, height, width)
