"""Calls that were made before, found by everything that decides how they run.

Whether a call is right depends on its arguments and on the dtypes, shapes and strides of its
arrays; all of these are the key. What they do not say is looked at each time: whether the arrays
lie on whole elements, and whether `out` may be written to and overlaps an argument. A call is kept
when it has been checked and has run, so a mistake is never found here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine import environment, memory, threads
from upconv.engine.address import address_of
from upconv.engine.kept import Weight
from upconv.engine.prepared import Prepared

if TYPE_CHECKING:  # LLVM loads with the first call
    from upconv.engine.prepared_gradient import PreparedGradient
    from upconv.engine.receive import Receiver

Array: TypeAlias = NDArray[Any]
Key: TypeAlias = tuple[Any, ...]
Gradients: TypeAlias = tuple[Array | None, Array | None, Array | None]

MOST = 1024


class _Known(NamedTuple):
    """A call that has run: how, the slope of its activation, and what makes its result."""

    prepared: Prepared
    slope: float
    empty: Callable[[tuple[int, ...], np.dtype[Any]], Array]
    shape: tuple[int, ...]
    dtype: np.dtype[Any]


class Ways(NamedTuple):
    """How the gradients of a call are computed; None for what is not needed, or not prepared."""

    receiver: Receiver | None
    inputs: Prepared | None
    weights: PreparedGradient | None


class _KnownGradients(NamedTuple):
    ways: Ways
    slope: float
    bias: bool


_KNOWN: dict[Key, _Known] = {}
_KNOWN_GRADIENTS: dict[Key, _KnownGradients] = {}
_environment: tuple[Any, ...] = ()


def key_of(
    x: Any, weight: Any, bias: Any, out: Any, words: tuple[Any, ...], activation: Any
) -> Key | None:
    """Return what decides how a call runs, or None where it is to be looked at each time.

    Equal keys mean the same: `words` are integers, words and tuples of them, since True and 1.0
    equal 1, but are mistakes.
    """
    global _environment  # noqa: PLW0603 - what is known holds for one state of the variables
    now = environment.snapshot()
    if now != _environment:
        _KNOWN.clear()
        _KNOWN_GRADIENTS.clear()
        _environment = now
    if now[2] or not _is_plain(words):  # UPCONV_DEBUG tells of every call
        return None
    kernel = weight.array if type(weight) is Weight else weight
    key: list[Any] = [words, activation, threads.most_here()]
    for array in (x, kernel, bias, out):
        if type(array) is np.ndarray:
            key += (array.shape, array.strides, array.dtype)
        elif array is None:
            key.append(None)
        else:
            return None
    return tuple(key)


def _is_plain(values: tuple[Any, ...]) -> bool:
    for value in values:
        kind = type(value)
        if kind is tuple:
            if not _is_plain(value):
                return False
        elif kind is not int and kind is not str and value is not None:
            return False
    return True


def repeat(key: Key | None, x: Any, weight: Any, bias: Any, out: Array | None) -> Array | None:
    """Return the result where a call like this has run before, or None: it is to be looked at.

    `key` is that of these arguments, so where it is known x, weight and bias are arrays.
    """
    try:
        known = _KNOWN.get(key) if key is not None else None
    except TypeError:  # an activation that is a list, say
        return None
    if known is None:
        return None
    prepared, slope, empty, shape, dtype = known
    kept = weight if type(weight) is Weight else None
    kernel = weight if kept is None else kept.array
    if out is None:
        result = empty(shape, dtype)
    elif out.flags.writeable and not _overlaps(out, x, kernel, bias):
        result = out
    else:
        return None
    return result if prepared.run(x, kernel, bias, result, slope, kept) else None


def _overlaps(out: Array, *arguments: Array | None) -> bool:
    return any(np.may_share_memory(out, array) for array in arguments if array is not None)


def keep(
    key: Key | None,
    prepared: Prepared | None,
    bias: Array | None,
    result: Array,
    activation: tuple[str, float] | None,
) -> None:
    """Keep a call that has run on generated code, so that `repeat` finds it."""
    if key is None or prepared is None:
        return
    if bias is not None and not bias.flags.c_contiguous:
        return
    if len(_KNOWN) >= MOST:
        _KNOWN.clear()
    empty = np.empty if result.nbytes < memory.SMALLEST else memory.empty
    slope = 0.0 if activation is None else activation[1]
    _KNOWN[key] = _Known(prepared, slope, empty, result.shape, result.dtype)


def key_of_gradients(
    grad: Any,
    x: Any,
    weight: Any,
    result: Any,
    words: tuple[Any, ...],
    activation: Any,
    needs: Sequence[bool],
) -> Key | None:
    """Return what decides how the gradients of a call are computed, as `key_of`."""
    wanted = tuple(int(bool(need)) for need in needs)
    return key_of(x, weight, grad, result, (*words, wanted), activation)


def repeat_gradients(
    key: Key | None, grad: Any, x: Any, weight: Any, result: Any, *, overwrite: bool
) -> Any:
    """Return the gradients where a call like this has run before, or None, as `repeat`.

    With `overwrite`, `grad` may be written to.
    """
    try:
        known = _KNOWN_GRADIENTS.get(key) if key is not None else None
    except TypeError:
        return None
    if known is None:
        return None
    (receiver, inputs, weights), slope, bias = known
    kept = weight if type(weight) is Weight else None
    kernel = weight if kept is None else kept.array
    places = address_of(grad) | address_of(x) | address_of(kernel)
    if result is not None:
        places |= address_of(result)
    if places & (grad.itemsize - 1):
        return None
    before, total, grad_x = grad, None, None
    if receiver is not None:
        if receiver.stores and not (overwrite and grad.flags.writeable):
            before = memory.empty(grad.shape, grad.dtype)
        total = receiver.take(grad, result, before, slope)
    if inputs is not None:
        grad_x = memory.empty(x.shape, x.dtype)
        inputs.run(before, kernel, None, grad_x, 0.0, kept)
    grad_weight = None if weights is None else weights.run(x, before)
    return grad_x, grad_weight, total if bias else None


def keep_gradients(
    key: Key | None, ways: Ways, needs: Sequence[bool], activation: tuple[str, float] | None
) -> None:
    """Keep how gradients were computed, where generated code computed all of them."""
    needs_x, needs_weight, needs_bias = needs
    received = needs_bias or activation is not None
    needed = (received, needs_x, needs_weight)
    if key is None or any(way is None and need for way, need in zip(ways, needed, strict=True)):
        return
    if len(_KNOWN_GRADIENTS) >= MOST:
        _KNOWN_GRADIENTS.clear()
    slope = 0.0 if activation is None else activation[1]
    _KNOWN_GRADIENTS[key] = _KnownGradients(ways, slope, bool(needs_bias))
