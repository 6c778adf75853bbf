"""Weights whose packed copies are kept from call to call, as long as the caller keeps them.

A kernel reads a packed weight, and packs it in every call unless the caller says that the weight
has not changed. A `PackedWeight` says so: pass it wherever a weight is expected. Beside the array
it keeps one packed copy for each plan that has used it.

`Versioned` is for a caller who has a version number: `versioned.at(array, version)` is the same
`PackedWeight` as long as neither changes, and another one afterwards. The old one dies with the
last call that uses it, so a call never sees a copy of another version.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from upconv.bounded_cache import BoundedCache

Array: TypeAlias = NDArray[Any]

MOST = 4  # packed copies of one weight: forward and backward, in one more layout or size


class PackedWeight:
    """An array that is not written to while this object is in use, with its packed copies.

    Pass it as the `weight` of `upconv.conv_transpose` or `upconv.conv`. The copies take `MOST`
    times the memory of the array at most, and go with the object. Any number of threads may use
    one `PackedWeight`.

    >>> import numpy as np, upconv
    >>> from upconv.engine.calls.packed_weight import PackedWeight
    >>> weight = PackedWeight(np.ones((1, 1, 2), np.float32))
    >>> upconv.conv_transpose(np.ones((1, 1, 2), np.float32), weight)
    array([[[1., 2., 1.]]], dtype=float32)
    """

    __slots__ = ("__weakref__", "_copies", "_lock", "array")

    def __init__(self, array: Array) -> None:
        self.array = array
        self._copies: BoundedCache[Hashable, Array] = BoundedCache(MOST)
        self._lock = threading.Lock()
        _WEIGHTS.add(self)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Array:
        """Return the array itself, as NumPy asks for it."""
        return np.array(self.array, dtype, copy=copy)

    def packed(self, key: Hashable, pack: Callable[[], Array]) -> Array:
        """Return the copy that `pack` made for `key`; it is made now if there is none."""
        copy = self._copies.get(key)
        if copy is None:
            # Two threads may pack the same copy; the first one to end is kept.
            made = pack()
            with self._lock:
                copy = self._copies.get(key)
                if copy is None:
                    self._copies.put(key, made)
                    copy = made
        return copy

    def copies(self) -> list[Array]:
        """Return the packed copies that there are."""
        return self._copies.values()


class Usage(NamedTuple):
    """How many packed copies there are, of how many weights, and their bytes."""

    copies: int
    weights: int
    bytes: int


_WEIGHTS: weakref.WeakSet[PackedWeight] = weakref.WeakSet()


def usage() -> Usage:
    """Return what all weights of this process keep packed."""
    weights = list(_WEIGHTS)
    copies = [copy for weight in weights for copy in weight.copies()]
    return Usage(len(copies), len(weights), sum(copy.nbytes for copy in copies))


class Versioned:
    """The `PackedWeight` of the version that the caller states, and no other."""

    __slots__ = ("_current",)

    def __init__(self) -> None:
        self._current: tuple[Hashable, PackedWeight] | None = None

    def at(self, array: Array, version: Hashable) -> PackedWeight:
        """Return the `PackedWeight` of `array` at `version`.

        It is the one of the last call if the version, the memory, the shape and the strides of
        `array` are those of the last call. The version must change with every write to the array.
        """
        identity = (version, array.ctypes.data, array.shape, array.strides, array.dtype.char)
        current = self._current
        if current is None or current[0] != identity:
            current = self._current = (identity, PackedWeight(array))
        return current[1]

    def forget(self) -> None:
        """Free the copies, once no call uses them."""
        self._current = None
