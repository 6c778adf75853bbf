"""Which positions of its input a step of a model reads, on every axis of the array: for
`upconv.field`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from upconv.relations import Relation


@dataclass(frozen=True)
class Reads:
    """The relation of a step on each axis of its arrays; the same position on the others.

    `removed` are axes that its value no longer has; or `order` has, for each axis of its value, the
    axis of the input that it is, or -1. `word` is the user's name for what sees everything.
    """

    axes: Mapping[int, Relation] = field(default_factory=dict)
    removed: tuple[int, ...] = ()
    order: tuple[int, ...] | None = None
    word: str = ""
