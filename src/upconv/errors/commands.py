"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from upconv import extras
from upconv.errors.tree import (
    ArgumentError,
    GeometryError,
    MissingPackageError,
    UpconvError,
    compose,
)


@contextmanager
def needing_extras() -> Iterator[None]:
    """Turn the failed import of an optional package into an error that names its extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        module = str(error.name).partition(".")[0]
        known = module in extras.KERAS_BACKENDS or extras.smallest(module) is not None
        if isinstance(error, UpconvError) or not known:
            raise
        raise extra_missing(module) from None


def extra_missing(module: str, extra: str | None = None) -> MissingPackageError:
    """Name the packages of an extra that are missing: the smallest extra that has `module`."""
    # An import of Keras that fails leaves only some of its submodules.
    if module in extras.KERAS_BACKENDS and any(n.partition(".")[0] == "keras" for n in sys.modules):
        return _backend_missing(module)
    chosen = extra or extras.smallest(module)
    wanted = extras.missing(chosen) if chosen else []
    packages = " ".join(f"'{package}'" for package in wanted or [module])
    return MissingPackageError(
        compose(
            f"This needs the optional packages of upconv[{chosen}]"
            if chosen
            else "This needs an optional package",
            f"no module named {module!r}",
            remedy=f"Write: pip install {packages}",
        ),
        name=module,
    )


def _backend_missing(module: str) -> MissingPackageError:
    """Keras is installed, but its backend is not."""
    others = [name for name in extras.KERAS_BACKENDS if extras.is_installed(name)]
    chosen = f"set KERAS_BACKEND={others[0]}, which is installed, or " if others else ""
    return MissingPackageError(
        compose(
            "Keras needs the backend that KERAS_BACKEND names, by default tensorflow",
            f"no module named {module!r}",
            remedy=f"To fix this, {chosen}write: pip install {module}",
        )
    )


def out_of_memory(reason: str) -> UpconvError:
    return UpconvError(
        compose(
            "The computation must fit into memory",
            reason if reason != "MemoryError" else "a MemoryError",
            remedy="Use smaller sizes or a machine with more memory",
        )
    )


def too_many_threads(asked: int, most: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`threads` must be at most {most}, the CPUs of this machine",
            f"threads={asked}",
            remedy="Omit it to use all of them",
        )
    )


def cannot_print(reason: str) -> UpconvError:
    return UpconvError(compose("Standard output must be writable", reason))


def defect(kind: str, reason: str) -> UpconvError:
    return UpconvError(
        compose(
            "An unexpected error occurred",
            kind if reason == kind else f"{kind}: {reason}",
            remedy="This is a bug in upconv: please report it with the output of `upconv info` "
            "and of `upconv --traceback COMMAND ...`",
        )
    )


def option(name: str) -> str:
    """Return the spelling on the command line: INPUT for an argument, --input for an option."""
    return name if name.isupper() else f"--{name}"


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}...{text[-most // 2 :]}"


def size_too_large(name: str, text: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{option(name)}` must be below 2^63 on every axis",
            f"{option(name)} {_shortened(text)}",
        )
    )


def not_a_size(name: str, text: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{option(name)}` must be an integer, or one integer per axis (at most 3) separated "
            "by x",
            f"{option(name)} {_shortened(text)}",
            remedy="Write 3, or 3x5 for two axes",
        )
    )


def no_input_size(
    outputs: Sequence[int], axis: int, formula: str, near: Mapping[int, int]
) -> GeometryError:
    sizes = " and ".join(f"{o} (from {i})" for o, i in near.items())
    return GeometryError(
        compose(
            "`--output` must be a size that some input size gives",
            f"--output {'x'.join(map(str, outputs))}",
            axis,
            f"{formula} gives {sizes}",
            "Write one of these, or also give --input, so that the output padding is computed",
        )
    )
