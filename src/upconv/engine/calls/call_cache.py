"""The call cache: calls that have run, by everything that decides how they run.

Whether a call is valid depends on its arguments and on the dtypes, shapes and strides of its
arrays; all of these are the key. The rest is checked on every call: whether the arrays are aligned
to elements, and whether `out` is writable and overlaps an argument. A call is cached only after it
has been checked and has run, so an invalid call is never found here.

A cached call takes addresses, so that arrays and tensors can share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from upconv import environment
from upconv.bounded_cache import BoundedCache
from upconv.engine.calls.executable import Executable
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.process import memory
from upconv.engine.process.address import address_of

if TYPE_CHECKING:  # LLVM loads with the first call
    from upconv.engine.calls.activation_backward import ActivationBackward
    from upconv.engine.calls.gradient_executable import GradientExecutable

Array: TypeAlias = NDArray[Any]
Key: TypeAlias = tuple[Any, ...]
Gradients: TypeAlias = tuple[Array | None, Array | None, Array | None]
T = TypeVar("T")

MOST = 512  # calls of each table
_CACHES: list[CallCache[Any]] = []


def forget() -> None:
    """Clear the call cache."""
    for table in _CACHES:
        table.clear()


class CallCache(Generic[T]):
    """Entries by key, valid until an environment variable that decides how calls run changes."""

    def __init__(self, most: int = MOST) -> None:
        self._entries: BoundedCache[Key, T] = BoundedCache(most, "calls")
        self._environment: tuple[Any, ...] | None = None
        self._quiet = True
        _CACHES.append(self)

    def find(self, key: Key | None) -> T | None:
        """Return the entry of `key`; None if there is none, or if UPCONV_DEBUG reports calls."""
        now = environment.snapshot()
        if now != self._environment:
            environment.check()
            self._entries.clear()
            self._environment, self._quiet = now, not environment.DEBUG.value()
        if key is None or not self._quiet:  # UPCONV_DEBUG reports every call
            return None
        try:
            return self._entries.get(key)
        except TypeError:  # not hashable: a list somewhere, which may change
            return None

    def keep(self, key: Key | None, entry: T | None) -> None:
        """Store an entry that has been checked and has run, after `find` did not have it."""
        if key is not None and entry is not None:
            with suppress(TypeError):
                self._entries.put(key, entry)

    def clear(self) -> None:
        self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)


class Forward(NamedTuple):
    """A call that has run: its prepared form, the slope of its activation, its result's form."""

    executable: Executable
    slope: float
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    small: bool

    @classmethod
    def of(
        cls,
        executable: Executable | None,
        bias: Array | None,
        result: Array,
        activation: tuple[str, float] | None,
    ) -> Forward | None:
        """Return the call in a form that can be repeated, None if no generated code computes it."""
        if executable is None or (bias is not None and not bias.flags.c_contiguous):
            return None
        slope = 0.0 if activation is None else activation[1]
        small = result.nbytes < memory.SMALLEST
        return cls(executable, slope, result.shape, result.dtype, small)

    def result(self) -> Array:
        """Return an array for the result."""
        if self.small:
            return np.empty(self.shape, self.dtype)
        return memory.empty(self.shape, self.dtype)

    def run(
        self, x: int, weight: int, bias: int, out: int, packed_weight: PackedWeight | None = None
    ) -> bool:
        """Compute, as `Executable.at`."""
        return self.executable.at(x, weight, bias, out, self.slope, packed_weight)


class Ways(NamedTuple):
    """How the gradients of a call are computed; None for those not needed or not prepared."""

    activation_backward: ActivationBackward | None
    inputs: Executable | None
    weights: GradientExecutable | None


class Backward(NamedTuple):
    """Gradients that have been computed: how, and the arrays' shapes."""

    ways: Ways
    slope: float
    bias: bool
    x_shape: tuple[int, ...]
    grad_shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @classmethod
    def of(
        cls,
        ways: Ways,
        needs: Sequence[bool],
        activation: tuple[str, float] | None,
        x: Array,
        grad: Array,
    ) -> Backward | None:
        """Return the gradients in a form that can be repeated, None unless all are generated."""
        needs_x, needs_weight, needs_bias = needs
        through_activation = needs_bias or activation is not None
        needed = (through_activation, needs_x, needs_weight)
        if any(way is None and need for way, need in zip(ways, needed, strict=True)):
            return None
        slope = 0.0 if activation is None else activation[1]
        return cls(ways, slope, bool(needs_bias), x.shape, grad.shape, x.dtype)

    def run(
        self,
        grad: int,
        x: int,
        weight: int,
        result: int,
        packed_weight: PackedWeight | None = None,
        *,
        overwrite: bool = False,
    ) -> Gradients | None:
        """Compute with arrays at these addresses; if one is unaligned, do nothing, return None.

        With `overwrite`, the incoming gradient may be overwritten.
        """
        if (grad | x | weight | result) & (self.dtype.itemsize - 1):
            return None
        activation_backward, inputs, weights = self.ways
        before, total, grad_x = grad, None, None
        if activation_backward is not None:
            if activation_backward.stores and not overwrite:
                through_activation = memory.empty(self.grad_shape, self.dtype)
                before = address_of(through_activation)
            total = activation_backward.run(grad, result, before, self.slope)
        if inputs is not None:
            grad_x = memory.empty(self.x_shape, self.dtype)
            inputs.at(before, weight, 0, address_of(grad_x), 0.0, packed_weight)
        grad_weight = None if weights is None else weights.at(x, before)
        return grad_x, grad_weight, total if self.bias else None


def facts_of(*arrays: Any) -> tuple[Any, ...] | None:
    """Return the facts (all but the address) of arrays, packed weights and None.

    Returns None if one is of another type: such a call is checked every time.
    """
    facts: list[Any] = []
    for one in arrays:
        kind = type(one)
        if kind is np.ndarray:
            facts.append(_array_facts(one))
        elif one is None:
            facts.append(None)
        elif kind is PackedWeight and type(one.array) is np.ndarray:
            facts.append(_array_facts(one.array))
        else:
            return None
    return tuple(facts)


_array_facts = attrgetter("shape", "strides", "dtype")


FREE = 2  # the leading words (direction, activation) whose equal values always mean the same


def same(cached: tuple[Any, ...], values: tuple[Any, ...]) -> bool:
    """Return whether values that equal plain, cached ones also mean the same.

    They do if they are identical or plain too: True and 1.0 equal 1, but are errors.
    """
    return all(map(is_, cached, values)) or is_plain(values[FREE:])


def is_plain(values: tuple[Any, ...]) -> bool:
    """Return whether these are integers, words, None, and tuples of them."""
    for value in values:
        kind = type(value)
        if kind is int or kind is str or value is None:
            continue
        if kind is not tuple or not is_plain(value):
            return False
    return True
