"""The options of the backend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upconv.arguments import as_choice
from upconv.graph.passes import PASSES

__all__ = ["Options"]

_NAMES = ("without",)


@dataclass(frozen=True)
class Options:
    """What `torch.compile(..., options=...)` says.

    Parameters
    ----------
    without
        The names of passes to leave out (`upconv.graph.passes.PASSES`).
    """

    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: Mapping[str, Any] | None) -> Options:
        """Return the options of a caller, checked."""
        given = dict(options or {})
        for name in given:
            as_choice(name, "options", _NAMES)
        names = given.get("without", ())
        names = (names,) if isinstance(names, str) else tuple(names)
        for name in names:
            as_choice(name, "without", tuple(PASSES))
        return cls(names)
