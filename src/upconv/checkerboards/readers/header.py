"""The header of a file .npy, held against the file: NumPy asks for the memory that it claims."""

from __future__ import annotations

import math
import os
from typing import IO

from numpy.lib import format as npy

from upconv import errors


def check(file: IO[bytes], path: str) -> None:
    """Raise DataError where the header claims more data than `file` holds; rewind it.

    A header that cannot be read is left to NumPy, which says why.
    """
    try:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = read(file)
    except ValueError:
        shape, dtype = (), None
    claimed = 0 if dtype is None or dtype.hasobject else math.prod(shape) * dtype.itemsize
    begin = file.tell()
    held = file.seek(0, os.SEEK_END) - begin
    file.seek(0)
    if claimed > held:
        raise errors.files.claims_more(path, claimed, held)
