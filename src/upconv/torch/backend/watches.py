"""Weights whose changes are noticed."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

PLACES, RUN = 4, 4
"""How many places of a tensor are compared, and how many neighbouring elements of each."""


class TensorWatch:
    """A tensor with its version, its memory, and some of its values.

    PyTorch counts the writes to a tensor, but not those through `tensor.data` or a NumPy array on
    its memory. So some values are compared too, from its first to its last: they show every write
    to most of a tensor, such as a step of an optimizer or an average, but may miss one to a few
    elements. More places would take longer, as each is in another part of memory.
    """

    def __init__(self, tensor: torch.Tensor, gone: Callable[[], object]) -> None:
        self._tensor: weakref.ref[torch.Tensor] = weakref.ref(tensor, lambda _: gone())
        self._version = _version(tensor)
        # A view: it keeps the memory, so that no other tensor can have its address.
        self._sample = _sample(tensor)
        self._address = tensor.data_ptr()
        self._values = self._sample.tobytes()

    def unchanged(self, value: Any) -> bool:
        """Return whether `value` is this tensor as it was."""
        alive: Any = self._tensor()
        return (
            alive is value
            and _version(value) == self._version
            and value.data_ptr() == self._address
            and self._sample.tobytes() == self._values
        )


def _version(tensor: torch.Tensor) -> int:
    return 0 if tensor.is_inference() else tensor._version


def _sample(tensor: torch.Tensor) -> np.ndarray[Any, Any]:
    """Return a view of some elements, evenly spread if the tensor is dense, else of all."""
    bare = tensor.detach()
    if bare.dtype is torch.bfloat16:
        bare = bare.view(torch.int16)
    count = bare.numel()
    # In memory order: the elements of a dense tensor are one after another.
    strides = bare.stride()
    order = sorted(range(bare.dim()), key=lambda axis: -strides[axis])
    ordered = bare.permute(order)
    if not ordered.is_contiguous():
        return bare.numpy()
    flat = ordered.reshape(-1).numpy()
    if count <= PLACES * RUN:
        return flat
    step = (count - RUN) // (PLACES - 1) * flat.itemsize
    return np.lib.stride_tricks.as_strided(flat, (PLACES, RUN), (step, flat.itemsize))
