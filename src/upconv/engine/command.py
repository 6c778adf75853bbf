"""A call in a command list (`command_list.py`): arguments, and the kernels that run on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from upconv.engine.address import LINE

# Memories of every sequence: address 0, its arguments, and the weights as they are packed. Those
# that its caller brings are counted from OTHERS on.
NOWHERE, ARGUMENTS, PACKED, OTHERS = range(4)


class Place(NamedTuple):
    """An address that a run decides: so many bytes behind the beginning of a memory."""

    memory: int = NOWHERE
    offset: int = 0


class Command(NamedTuple):
    """Kernel arguments, and the kernels that run on them.

    `words` are the arguments as they are before a call but for `places`, addresses by the number
    of their word. `entries` are the kernels in order; `prepares` is one that is called before them
    where the weights are new, or 0. A part that is `checked` says `not_finite` at its end.
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
    """Where the pieces of one memory begin: each on a cache line."""

    def __init__(self) -> None:
        self.size = 0

    def take(self, size: int) -> int:
        """Return where so many bytes begin, behind what was taken before."""
        start = self.size
        self.size += -(-size // LINE) * LINE
        return start
