"""Keras layers, with Keras' argument names."""

from __future__ import annotations

from upconv.errors.tree import ArgumentError, compose


def groups_do_not_divide(name: str, count: int, groups: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`groups` must divide the {name}",
            f"groups={groups} for {count} {name}",
            formula=f"{count} = {groups}·{count // groups} + {count % groups}",
        )
    )


def indices_needed(name: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{name}` must be called with the values and their indices",
            "one tensor",
            remedy=f"Write {name}(...)([values, indices]) with the two tensors that "
            "MaxPooling2D(return_indices=True) returns",
        )
    )
