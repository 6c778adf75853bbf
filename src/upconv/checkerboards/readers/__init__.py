"""What the frameworks say, each in a file; a framework is told by the type, not imported."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from upconv import arrayfiles, errors
from upconv.arrays import Array
from upconv.checkerboards.graph import Model

# A Keras model on PyTorch is a module of PyTorch too, so Keras comes first.
_FRAMEWORKS = ("keras", "torch", "onnx")
_FILES: dict[str, str] = {".onnx": "onnx", ".keras": "keras", ".h5": "keras", ".pt2": "torch"}
_PROGRAMS = (".pt2",)  # may run code when they are loaded
_SAVED_MODEL = "saved_model.pb"


def framework_of(what: Any) -> str | None:
    """Return the name of the framework whose model, layer or tensor this is, or None."""
    roots = {kind.__module__.partition(".")[0] for kind in type(what).__mro__}
    return next((name for name in _FRAMEWORKS if name in roots), None)


def reader_of(what: Any) -> Callable[[Any, Any], Model] | None:
    """Return what reads a model, layer or tensor of a framework, or None for anything else.

    It is called with the model, and with the batch that the model is to run on or None.
    """
    name = framework_of(what)
    if name is None:
        return None
    module = importlib.import_module(f"{__name__}.{name}")
    read: Callable[[Any, Any], Model] = module.read
    return read


def is_weight(what: Any) -> bool:
    """Tell whether this is a weight alone."""
    return type(what).__module__ == "numpy"


def load(path: Path, *, trust: bool = False) -> Any:
    """Return the model or the weight in a file; DataError where it cannot be read.

    A kind of file that may run code when it is loaded is refused, unless `trust`.
    """
    if (path / _SAVED_MODEL).is_file():
        raise errors.checkerboards.saved_model(str(path))
    if not path.is_file():
        why = "Is a directory" if path.is_dir() else "No such file"
        raise errors.files.cannot_read(str(path), why)
    if path.suffix == ".npy":
        return load_array(path)
    if path.suffix not in _FILES:
        raise errors.checkerboards.unknown_file(str(path), (*_FILES, ".npy"))
    if path.suffix in _PROGRAMS and not trust:
        raise errors.checkerboards.may_run_code(str(path))
    name = _FILES[path.suffix]
    try:
        module = importlib.import_module(f"{__name__}.{name}")
        return module.load(path)
    except ModuleNotFoundError as error:
        raise errors.commands.extra_missing(str(error.name).partition(".")[0]) from None
    except errors.UpconvError:
        raise
    except Exception as error:
        # Every framework has errors of its own for a damaged file.
        raise errors.files.damaged_file(str(path), errors.reason(error)) from error


def load_array(path: Path) -> Array:
    """Return the array in a file .npy; DataError where there is none."""
    return arrayfiles.read_one(path)


def load_batch(path: Path) -> Array | dict[str, Array]:
    """Return the array in a file .npy, or those by name in a file .npz; DataError otherwise."""
    return arrayfiles.read(path)
