"""What a contestant makes of a case, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from upconv import errors
from upconv.bench.cases import Array, Case
from upconv.conventions import framework

Give: TypeAlias = Callable[[Array], Any]


class Unable(Exception):  # noqa: N818 - an answer, not an error
    """A contestant does not compute a case; the text says why."""


class Setting(NamedTuple):
    """What every contestant is given alike: threads, and whether lengths will change."""

    threads: int = 1
    any_length: bool = False


class Ready(NamedTuple):
    """A layer that a contestant holds ready, its weight and bias in its own layout.

    `give` makes its own tensor of an array (N, C, *sizes); `run` takes x, or x and the gradient of
    the result, and is what is timed; `take` makes NumPy arrays of what it returns: the result, or
    the gradients of x, weight and bias, in upconv's layouts.
    """

    give: Give
    run: Callable[..., Any]
    take: Callable[[Any], Sequence[Array]]


def to_last(array: Array) -> Array:
    """Return (N, C, *sizes) as a contiguous (N, *sizes, C)."""
    return np.ascontiguousarray(np.moveaxis(array, 1, -1))


def to_first(array: Array) -> Array:
    """Return (N, *sizes, C) as a view (N, C, *sizes)."""
    return np.moveaxis(array, -1, 1)


def words(name: str, case: Case) -> dict[str, Any]:
    """Return the arguments of a framework for `case`, or raise Unable with what it lacks."""
    try:
        return framework(name).to_arguments(
            case.geometry, groups=case.groups, input_size=case.spatial
        )
    except errors.NotExpressibleError as error:
        raise Unable(str(error)) from None
