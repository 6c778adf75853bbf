"""The command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from upconv.errors.tree import ArgumentError, GeometryError, UpconvError, compose


def extra_missing(module: str, extra: str) -> UpconvError:
    return UpconvError(
        compose(
            f"This needs the optional packages of upconv[{extra}]",
            f"no module named {module!r}",
            remedy=f"Write: pip install 'upconv[{extra}]'",
        )
    )


def not_a_size(name: str, text: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`--{name}` must be an integer, or one integer per axis, 3 at most, "
            "with x between them",
            f"--{name} {text}",
            remedy="Write 3, or 3x5 for two axes",
        )
    )


def no_input_size(
    outputs: Sequence[int], axis: int, formula: str, near: Mapping[int, int]
) -> GeometryError:
    sizes = " and ".join(f"{o} (from {i})" for o, i in near.items())
    return GeometryError(
        compose(
            "`--output` must be a size that some input gives",
            f"--output {'x'.join(map(str, outputs))}",
            axis,
            f"{formula} gives {sizes}",
            "Write one of these, or give --input too: the output padding is then found",
        )
    )
