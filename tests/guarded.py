"""Arrays that end where memory that cannot be touched begins."""

import ctypes
import mmap
import sys

import numpy as np
import pytest

needs_mprotect = pytest.mark.skipif(sys.platform != "linux", reason="needs mprotect")


class Guarded:
    """Hold the memory of the arrays that `place` returns."""

    def __init__(self):
        self._maps = []

    def place(self, values, *, at_end):
        """Return a copy of `values` before a page that cannot be touched, or behind one."""
        page = mmap.PAGESIZE
        room = -(-values.nbytes // page) * page
        held = mmap.mmap(-1, room + 2 * page)
        self._maps.append(held)
        base = ctypes.addressof(ctypes.c_char.from_buffer(held))
        libc = ctypes.CDLL(None, use_errno=True)
        for address in (base, base + page + room):
            assert libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(page), 0) == 0
        start = page + (room - values.nbytes if at_end else 0)
        array = np.frombuffer(held, values.dtype, values.size, start).reshape(values.shape)
        array[...] = values
        return array
