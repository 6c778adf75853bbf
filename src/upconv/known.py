"""Calls that were made before, found by everything that decides how they run.

Whether a call is right depends on its arguments and on the dtypes, shapes and strides of its
arrays; all of these are the key. What they do not say is looked at each time: whether the arrays
lie on whole elements, and whether `out` may be written to and overlaps an argument. A call is kept
when it has been checked and has run, so a mistake is never found here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine import environment, memory
from upconv.engine.kept import Weight
from upconv.engine.prepared import Prepared

Array: TypeAlias = NDArray[Any]
Key: TypeAlias = tuple[Any, ...]

MOST = 1024


class _Known(NamedTuple):
    """A call that has run: how, the slope of its activation, and what makes its result."""

    prepared: Prepared
    slope: float
    empty: Callable[[tuple[int, ...], np.dtype[Any]], Array]
    shape: tuple[int, ...]
    dtype: np.dtype[Any]


_KNOWN: dict[Key, _Known] = {}
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
        _environment = now
    if now[2] or not _is_plain(words):  # UPCONV_DEBUG tells of every call
        return None
    kernel = weight.array if type(weight) is Weight else weight
    key: list[Any] = [words, activation]
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
