"""Arguments normalised: integers, tuples, paddings, words. No arrays."""

from __future__ import annotations

import math
import operator
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import Any, Literal, SupportsIndex, TypeAlias, TypeVar, cast

from upconv import errors

PaddingWord: TypeAlias = Literal["valid", "same", "same_upper", "same_lower"]
Pairs: TypeAlias = tuple[tuple[int, int], ...]
PerAxis: TypeAlias = SupportsIndex | Iterable[SupportsIndex]
Padding: TypeAlias = PerAxis | Iterable[tuple[SupportsIndex, SupportsIndex]] | PaddingWord
Stride: TypeAlias = int | Fraction
"""A stride of one axis; a fraction p/q in lowest terms has q > 1."""
PerAxisStride: TypeAlias = PerAxis | Fraction | str | Iterable[SupportsIndex | Fraction | str]
DataFormat: TypeAlias = Literal["channels_first", "channels_last"]
PaddingMode: TypeAlias = Literal["zeros", "circular", "reflect", "replicate"]
T = TypeVar("T")
Word = TypeVar("Word", bound=str)

PADDING_WORDS: tuple[PaddingWord, ...] = ("valid", "same", "same_upper", "same_lower")
PADDING_MODES: tuple[PaddingMode, ...] = ("zeros", "circular", "reflect", "replicate")
DATA_FORMATS: tuple[DataFormat, ...] = ("channels_first", "channels_last")


def as_integer(
    value: object, name: str, minimum: int | None = None, axis: int | None = None
) -> int:
    """Return `value` as an int; booleans, floats and values below `minimum` are errors."""
    if isinstance(value, bool):
        raise errors.values.not_an_integer(name, value, axis, minimum)
    try:
        number = operator.index(value)  # type: ignore[arg-type]  # the TypeError is the check
    except TypeError:
        raise errors.values.not_an_integer(name, value, axis, minimum) from None
    if minimum is not None and number < minimum:
        raise errors.values.below_minimum(name, value, axis, minimum)
    return number


def as_threads(value: object) -> int | None:
    """Return a number of threads; None, for the library's own choice, stays None.

    More than there are CPUs would only wait for each other.
    """
    most = os.cpu_count() or 1
    number = None if value is None else as_integer(value, "threads", 1)
    if number is not None and number > most:
        raise errors.commands.too_many_threads(number, most)
    return number


def is_sequence(value: object) -> bool:
    """Return whether `value` holds one entry per axis; a string or a zero-rank array does not."""
    if isinstance(value, str | bytes) or getattr(value, "shape", None) == ():
        return False
    return isinstance(value, Iterable)


def as_tuple(value: PerAxis, ndim: int, name: str, minimum: int | None = None) -> tuple[int, ...]:
    """Return one integer per axis; an integer applies to every axis, a sequence has `ndim` entries.

    Raises ArgumentError (ArgumentTypeError for a wrong type) that names the argument and axis.
    """
    if not is_sequence(value):
        return (as_integer(value, name, minimum),) * ndim
    entries = tuple(cast("Iterable[object]", value))
    if len(entries) != ndim:
        raise errors.values.wrong_length(name, value, ndim)
    return tuple(as_integer(entry, name, minimum, axis) for axis, entry in enumerate(entries))


def as_strides(value: PerAxisStride, ndim: int) -> tuple[Stride, ...]:
    """Return one stride per axis: an integer, or a fraction from `Fraction(3, 2)` or "3/2".

    Raises ArgumentError (ArgumentTypeError for a wrong type) that names the axis.
    """
    if not is_sequence(value):
        return (_as_stride(value),) * ndim
    entries = tuple(cast("Iterable[object]", value))
    if len(entries) != ndim:
        raise errors.values.wrong_length("stride", value, ndim)
    return tuple(_as_stride(entry, axis) for axis, entry in enumerate(entries))


def _as_stride(value: object, axis: int | None = None) -> Stride:
    if isinstance(value, str):
        digits = re.fullmatch(r"([0-9]{1,18})/([0-9]{1,18})", value)
        if digits is None or not int(digits[2]):
            raise errors.values.not_a_stride(value, axis)
        value = Fraction(int(digits[1]), int(digits[2]))
    if isinstance(value, Rational) and not isinstance(value, Integral):
        if value <= 0:
            raise errors.values.not_a_stride(value, axis)
        return int(value.numerator) if value.denominator == 1 else Fraction(value)
    if isinstance(value, float):
        raise errors.values.not_a_stride(value, axis)
    return as_integer(value, "stride", 1, axis)


def as_padding(value: Padding, ndim: int) -> Pairs | PaddingWord:
    """Return one (begin, end) pair per axis, or the padding word.

    An integer, alone or per axis, crops both ends and must not be negative. In a pair, a negative
    number adds rows of zeros instead.
    """
    if isinstance(value, str):
        if value not in PADDING_WORDS:
            raise errors.values.wrong_padding(value, ndim, PADDING_WORDS)
        return value
    if not is_sequence(value):
        both = as_integer(value, "padding", 0)
        return ((both, both),) * ndim
    entries = tuple(cast("Iterable[object]", value))
    if len(entries) != ndim:
        raise errors.values.wrong_padding(value, ndim, PADDING_WORDS)
    pairs = [is_sequence(entry) for entry in entries]
    if not any(pairs):
        ends = (as_integer(entry, "padding", 0, axis) for axis, entry in enumerate(entries))
        return tuple((end, end) for end in ends)
    if not all(pairs):
        raise errors.values.wrong_padding(value, ndim, PADDING_WORDS)
    return tuple(_as_pair(entry, value, axis, ndim) for axis, entry in enumerate(entries))


def _as_pair(entry: object, value: object, axis: int, ndim: int) -> tuple[int, int]:
    ends = tuple(cast("Sequence[object]", entry))
    if len(ends) != 2:
        raise errors.values.wrong_padding(value, ndim, PADDING_WORDS)
    begin, end = (as_integer(number, "padding", None, axis) for number in ends)
    return begin, end


def as_choice(value: object, name: str, choices: Sequence[Word], remedy: str = "") -> Word:
    """Return `value` if it is one of the words `choices`; other types, such as arrays, are not."""
    for word in choices:
        if isinstance(value, str) and value == word:
            return word
    raise errors.values.not_a_choice(name, value, choices, remedy)


def as_data_format(value: str) -> DataFormat:
    """Return `value` if it is "channels_first" or "channels_last"."""
    return as_choice(value, "data_format", DATA_FORMATS)


def as_padding_mode(value: object) -> PaddingMode:
    """Return `value` if it is "zeros", "circular", "reflect" or "replicate"."""
    return as_choice(value, "padding_mode", PADDING_MODES)


def plain(values: tuple[int, ...]) -> int | tuple[int, ...]:
    """Return one integer if it is the same on every axis, otherwise the tuple."""
    return values[0] if len(set(values)) == 1 else values


def as_flag(value: object, name: str) -> bool:
    """Return `value` if it is a boolean of Python or NumPy."""
    if isinstance(value, bool):
        return value
    if getattr(getattr(value, "dtype", None), "kind", "") == "b" and not is_sequence(value):
        return bool(value)
    raise errors.values.not_a_choice(name, value, (False, True))


def as_positive(value: object, name: str) -> float:
    """Return `value` if it is a positive, finite number."""
    if not isinstance(value, bool) and isinstance(value, Real) and 0 < float(value) < math.inf:
        return float(value)
    raise errors.values.not_positive(name, value)


def as_flags(value: object, name: str, count: int) -> tuple[bool, ...]:
    """Return `count` flags."""
    flags = tuple(cast("Iterable[object]", value)) if is_sequence(value) else ()
    if len(flags) != count:
        raise errors.values.flags_needed(name, value, count)
    return tuple(as_flag(flag, name) for flag in flags)


def listed(value: T) -> T | tuple[Any, ...]:
    """Return an iterator as a tuple, which can be read more than once; other values unchanged."""
    return tuple(value) if isinstance(value, Iterator) else value


def common_rank(**values: object) -> int:
    """Return how many axes the sequences among `values` have; 1 if all are integers."""
    for name, value in values.items():
        if is_sequence(value):
            entries = tuple(cast("Iterable[object]", value))
            if not entries:
                raise errors.values.wrong_length(name, value, 1)
            return len(entries)
    return 1


def layer_fields(
    *,
    kernel_size: PerAxis,
    stride: PerAxisStride,
    padding: Padding,
    dilation: PerAxis,
    padding_mode: PaddingMode,
    **rows: PerAxis,
) -> dict[str, Any]:
    """Return the numbers of a layer, one for each axis; `rows` are at least 0."""
    rank = common_rank(
        kernel_size=kernel_size, stride=stride, padding=padding, **rows, dilation=dilation
    )
    return {
        "kernel_size": as_tuple(kernel_size, rank, "kernel_size", 1),
        "stride": as_strides(stride, rank),
        "padding": as_padding(padding, rank),
        **{name: as_tuple(value, rank, name, 0) for name, value in rows.items()},
        "dilation": as_tuple(dilation, rank, "dilation", 1),
        "padding_mode": as_padding_mode(padding_mode),
    }
