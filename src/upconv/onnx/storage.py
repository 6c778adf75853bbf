"""Models as files: read whole, written whole or not at all, large weights beside them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import ModelProto

from upconv import errors

LARGEST = 2**31 - 2**20  # bytes: a message of protobuf holds less than 2 GiB


def is_large(model: ModelProto) -> bool:
    """Tell whether a model is too large for one file."""
    return int(model.ByteSize()) > LARGEST


def load(path: Path) -> tuple[ModelProto, bool]:
    """Return the model in a file, and whether its weights lay in files beside it.

    Raises DataError for a file that cannot be read, is no model, or misses its weights.
    """
    try:
        model = onnx.load(path, load_external_data=False)
    except OSError as error:
        raise errors.files.cannot_read(str(path), error.strerror or str(error)) from error
    except (DecodeError, ValueError) as error:
        raise errors.onnx.not_a_model(str(path), "it cannot be parsed") from error
    if not model.graph.node or not model.opset_import:
        raise errors.onnx.not_a_model(str(path), "it holds no graph")
    external = any(
        onnx.external_data_helper.uses_external_data(tensor) for tensor in model.graph.initializer
    )
    if external:
        try:
            onnx.load_external_data_for_model(model, str(path.parent))
        except (OSError, ValueError, onnx.checker.ValidationError) as error:
            raise errors.onnx.external_data_missing(
                str(path), " ".join(str(error).split())
            ) from error
    return model, external


def save(model: ModelProto, path: Path, external: bool) -> None:
    """Put the model under `path`, and its weights into PATH.data where they are large or were so.

    Raises DataError where the place cannot be written; what was there before is then unchanged.
    """
    external = external or is_large(model)
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise errors.files.cannot_write(str(path), error.strerror or str(error)) from error
    try:
        data = f"{path.name}.data"
        onnx.save_model(
            model,
            folder / path.name,
            save_as_external_data=external,
            location=data if external else None,
        )
        for name in (data, path.name):  # the model last: it is whole when it appears
            if (folder / name).exists():
                (folder / name).replace(path.parent / name)
    except OSError as error:
        raise errors.files.cannot_write(str(path), error.strerror or str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
