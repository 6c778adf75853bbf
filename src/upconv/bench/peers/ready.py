"""A case prepared by a library, and the exception for cases that it cannot run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from upconv import errors
from upconv.bench.cases import Array, Case
from upconv.conventions import framework

Give: TypeAlias = Callable[[Array], Any]


class Unable(Exception):  # noqa: N818 - an answer, not an error
    """A library cannot compute a case; the text says why."""


class Setting(NamedTuple):
    """The common settings of all libraries: threads, and whether lengths will change."""

    threads: int = 1
    any_length: bool = False


class Ready(NamedTuple):
    """A layer prepared by a library, with weight and bias in the library's own layout.

    `give` converts an array (N, C, *sizes) to the library's tensor; `run` takes x, or x and the
    gradient of the result, and is timed; `take` converts its output to NumPy arrays: the result,
    or the gradients of x, weight and bias, in upconv's layouts.
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
    """Return the arguments of a framework for `case`, or raise Unable with the reason."""
    try:
        return framework(name).to_arguments(
            case.geometry, groups=case.groups, input_size=case.spatial
        )
    except errors.NotExpressibleError as error:
        raise Unable(str(error)) from None
