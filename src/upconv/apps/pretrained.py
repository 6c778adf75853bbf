"""Trained FSRCNN networks: those included in upconv, those of a run, and files of weights.

A file weights.npz contains the weights by name, and the scale: numbers only, no code.
`models/README.md` describes how the included ones were trained, and their quality.
"""

from __future__ import annotations

import io
from importlib.resources import as_file
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import numpy as np
import torch

from upconv import arrayfiles, errors
from upconv.apps import checkpoint, files, settings
from upconv.apps.fsrcnn import FSRCNN

SCALES = (2, 3)  # of the networks included in upconv
FOLDER = package_files("upconv.apps") / "models"

_APPLICATION = "superresolution"
_SCALE = "scale"  # beside the weights in their file


def load(scale: int) -> FSRCNN:
    """Return the network of this scale included in upconv, or raise ArgumentError.

    >>> sum(one.numel() for one in load(2).parameters())
    12809
    """
    if scale not in SCALES:
        raise errors.pictures.not_pretrained(scale, SCALES)
    with as_file(FOLDER / f"fsrcnn-x{scale}.npz") as path:
        return _read(path)[0]


def restore(path: Path) -> tuple[FSRCNN, int]:
    """Return the trained network in the folder of a run or in its weights.npz, and its scale.

    Raises DataError if there is none, or if it is damaged.
    """
    if path.name == files.CHECKPOINT:
        return _of_run(path.parent)
    return _read(path) if path.is_file() else _of_run(path)


def write(model: FSRCNN, scale: int, path: Path) -> None:
    """Write the weights by name, and the scale; the same numbers give the same bytes."""
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {name: one.numpy() for name, one in model.state_dict().items()}
    np.savez(buffer, **{_SCALE: np.array(scale), **arrays})
    files.write(path, buffer.getvalue())


def _read(path: Path) -> tuple[FSRCNN, int]:
    found = arrayfiles.read(path)
    arrays = found if isinstance(found, dict) else {}
    kept = arrays.pop(_SCALE, np.array(0))
    scale = next((one for one in settings.SCALES if np.array_equal(kept, one)), None)
    if scale is None:
        raise errors.pictures.not_weights(str(path))
    model = FSRCNN(scale)
    try:
        model.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    except (TypeError, ValueError, RuntimeError) as error:
        raise errors.pictures.not_weights(str(path)) from error
    return model, scale


def _of_run(folder: Path) -> tuple[FSRCNN, int]:
    if not (folder / files.CHECKPOINT).exists():
        raise errors.pictures.untrained(str(folder))
    saved = checkpoint.load(folder, _APPLICATION)
    try:
        scale = settings.SuperResolution(**saved.run.settings, out=folder).scale
        model = FSRCNN(scale)
        model.load_state_dict(saved.content["state_dict"])
    except (TypeError, RuntimeError, errors.ArgumentError) as error:
        raise errors.runs.not_a_checkpoint(str(folder / files.CHECKPOINT)) from error
    return model, scale
