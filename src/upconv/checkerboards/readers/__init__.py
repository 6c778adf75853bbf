"""The readers of models, one per framework; frameworks are recognised by type, not imported."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from upconv import arrayfiles, errors
from upconv.arrays import Array
from upconv.checkerboards.graph import Model, Recorded

# A Keras model on PyTorch is also a PyTorch module, so Keras comes first.
_FRAMEWORKS = ("keras", "torch", "onnx")
_FILES: dict[str, str] = {".onnx": "onnx", ".keras": "keras", ".h5": "keras", ".pt2": "torch"}
_PROGRAMS = (".pt2",)  # can run code when they are loaded
_SAVED_MODEL = "saved_model.pb"


def framework_of(what: Any) -> str | None:
    """Return the name of the framework whose model, layer or tensor this is, or None."""
    roots = {kind.__module__.partition(".")[0] for kind in type(what).__mro__}
    return next((name for name in _FRAMEWORKS if name in roots), None)


def reader_of(what: Any) -> Callable[[Any, Any], Model] | None:
    """Return the reader for a model, layer or tensor of a framework, or None for anything else.

    It is called with the model, and the batch to run it on or None.
    """
    name = framework_of(what)
    if name is None:
        return None
    module = importlib.import_module(f"{__name__}.{name}")
    read: Callable[[Any, Any], Model] = module.read
    return read


def recorded(what: Any, batch: Any) -> Recorded:
    """Return the run of a model of a framework on a batch."""
    found: Recorded = importlib.import_module(f"{__name__}.{framework_of(what)}").record(
        what, batch
    )
    return found


def assumed_inputs(what: Any) -> Iterator[Any]:
    """Yield inputs that a model of PyTorch or Keras may accept, derived from its weights."""
    name = framework_of(what)
    if name in ("torch", "keras"):
        yield from importlib.import_module(f"{__name__}.{name}").assumed(what)


def is_weight(what: Any) -> bool:
    """Return whether this is a weight."""
    return type(what).__module__ == "numpy"


def load(path: Path, *, trust: bool = False) -> Any:
    """Return the model or the weight in a file; raises DataError if it cannot be read.

    A kind of file that can run code when it is loaded is refused, unless `trust`.
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
        # Every framework has its own errors for a damaged file.
        raise errors.files.damaged_file(str(path), errors.reason(error)) from error


def load_array(path: Path) -> Array:
    """Return the array in an .npy file; raises DataError if there is none."""
    return arrayfiles.read_one(path)


def load_batch(path: Path) -> Array | dict[str, Array]:
    """Return the array in an .npy file, or those by name in an .npz file, or raise DataError."""
    return arrayfiles.read(path)
