"""Numeric arrays in .npy and .npz files, read without trust: no pickles, no unchecked headers.

The size in a header is checked against the size of the file before memory is allocated.
"""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import IO, Any

from numpy.lib import format as npy

from upconv import errors, files
from upconv.arrays import Array

_ZIP = b"PK"
_NUMBERS = "biuf"
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def read(path: Path) -> Array | dict[str, Array]:
    """Return the array in an .npy file, or the arrays by name in an .npz file.

    Raises DataError for a file that cannot be read, is damaged or holds anything but numbers.

    >>> import tempfile
    >>> import numpy as np
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     np.savez(Path(folder) / "a.npz", x=np.zeros((2, 3)))
    ...     {name: array.shape for name, array in read(Path(folder) / "a.npz").items()}
    {'x': (2, 3)}
    """
    if not path.is_file():  # reading from a pipe would block
        raise errors.files.cannot_read(str(path), "No such file")
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _ZIP
            file.seek(0)
            return _several(file, path) if packed else _one(file, path.stat().st_size, str(path))
    except errors.UpconvError:
        raise
    except OSError as error:
        raise errors.files.cannot_read(str(path), files.reason(error)) from error
    except Exception as error:  # a damaged file can raise any error of zipfile and NumPy
        raise errors.files.damaged_file(str(path), errors.reason(error)) from error


def read_one(path: Path) -> Array:
    """Return the array in an .npy file; otherwise as `read`."""
    found = read(path)
    if isinstance(found, dict):
        raise errors.files.several_arrays(str(path), tuple(found))
    return found


def _several(file: IO[bytes], path: Path) -> dict[str, Array]:
    found = {}
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as member:
                shown = f"{path} ({entry.filename})"
                found[entry.filename.removesuffix(".npy")] = _one(member, entry.file_size, shown)
    return found


def _one(file: IO[bytes], size: int, shown: str) -> Array:
    header: Any = _HEADERS.get(npy.read_magic(file))
    if header is None:
        raise errors.files.not_numbers(shown, "records")
    shape, _, dtype = header(file)
    if dtype.kind not in _NUMBERS:
        raise errors.files.not_numbers(shown, "Python objects" if dtype.hasobject else str(dtype))
    claimed, there = math.prod(shape) * dtype.itemsize, size - file.tell()
    if min(shape, default=0) < 0 or claimed > there:
        how = f"its header claims {claimed} bytes of numbers, and {there} follow"
        raise errors.files.damaged_file(shown, how)
    file.seek(0)
    array: Array = npy.read_array(file, allow_pickle=False)
    return array
