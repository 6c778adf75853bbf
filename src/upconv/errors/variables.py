"""Environment variables."""

from __future__ import annotations

from upconv.errors.tree import ArgumentError, compose


def wrong(name: str, text: str, rule: str, example: str) -> ArgumentError:
    return ArgumentError(
        compose(f"`{name}` must be {rule}", f"{name}={text!r}", remedy=f"Write {name}={example}")
    )
