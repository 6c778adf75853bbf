"""A call in a command list (`command_list.py`): arguments, and the kernels that run on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from upconv.engine.process.address import LINE

# Memories of every command list: address 0, its arguments, and the packed weights. Those of its
# caller are counted from OTHERS on.
NOWHERE, ARGUMENTS, PACKED, OTHERS = range(4)


class Place(NamedTuple):
    """An address that is known when a command list runs: an offset in bytes into a memory."""

    memory: int = NOWHERE
    offset: int = 0


class Command(NamedTuple):
    """Kernel arguments, and the kernels that run on them.

    `words` are the arguments before a call, except for `places`: addresses, by the number of their
    word. `entries` are the kernels in order; `prepares` is called before them if the weights are
    new, or 0. A command that is `checked` sets `not_finite` if its output is not finite.
    """

    words: NDArray[np.int64]
    places: Mapping[int, Place]
    entries: tuple[int, ...]
    prepares: int = 0
    checked: bool = False


def places_in(index: Mapping[str, int], **places: Place) -> dict[int, Place]:
    """Return places by the numbers that `index` gives the fields of kernel arguments."""
    return {index[name]: place for name, place in places.items()}


class Layout:
    """Offsets in one memory, each on a cache line."""

    def __init__(self) -> None:
        self.size = 0

    def take(self, size: int) -> int:
        """Return the offset of so many bytes, behind what was taken before."""
        start = self.size
        self.size += -(-size // LINE) * LINE
        return start
