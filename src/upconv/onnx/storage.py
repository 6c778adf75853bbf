"""Model files: written completely or not at all, with large weights in files next to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import FunctionProto, GraphProto, ModelProto, TensorProto

from upconv import errors, files

LARGEST = 2**31 - 2**20  # bytes: a protobuf message is smaller than 2 GiB
_INLINE = 1024  # bytes: smaller tensors stay in the model
_PAGE = 4096  # bytes: a runtime can map tensors that start on a page


def is_large(model: ModelProto) -> bool:
    """Return whether a model is too large for one file."""
    return int(model.ByteSize()) > LARGEST


def has_weights_elsewhere(model: ModelProto) -> bool:
    """Tell whether weights of a model lie in files that are not loaded."""
    return any(map(onnx.external_data_helper.uses_external_data, _tensors(model)))


def load(path: Path) -> tuple[ModelProto, bool]:
    """Return the model in a file, and whether its weights are in separate files.

    Raises DataError if the file cannot be read or is not a model, or if its weights are missing.
    """
    try:
        model = onnx.load(path, load_external_data=False)
    except OSError as error:
        raise errors.files.cannot_read(str(path), files.reason(error)) from error
    except (DecodeError, ValueError) as error:
        raise errors.onnx.not_a_model(str(path), "it cannot be parsed") from error
    if not model.graph.node or not model.opset_import:
        raise errors.onnx.not_a_model(str(path), "it holds no graph")
    external = has_weights_elsewhere(model)
    if external:
        try:
            onnx.load_external_data_for_model(model, str(path.parent))
        except (OSError, ValueError, onnx.checker.ValidationError) as error:
            raise errors.onnx.external_data_missing(
                str(path), " ".join(str(error).split())
            ) from error
    return model, external


def save(model: ModelProto, path: Path, external: bool) -> None:
    """Write the model to `path`; weights that are large or were external go to a separate file.

    That file has a unique name, PATH.0123456789abcdef.data. It is complete before the model is put
    in place, and only then the data of the previous model, under such a name or PATH.data, is
    removed: if the writer is stopped at any point, either the complete old model or the complete
    new one is there. Files left behind by a stopped writer are removed by the next write. External
    weights are moved out of `model`.

    Raises DataError if the path cannot be written; existing files are then unchanged.
    """
    before = _data_of(path) or set()
    try:
        with files.naming(path):
            if external or is_large(model):
                old = files.status(path)
                with files.create(path.parent, f"{path.name}.", ".data", old) as data:
                    _move(model, data)
                    files.flush(data)
                    files.flush_folder(path.parent)
                    files.write(path, model.SerializeToString())  # the data is locked until then
            else:
                files.write(path, model.SerializeToString())
    finally:
        _remove_unread_data(path, before)


def _move(model: ModelProto, data: BinaryIO) -> None:
    """Move the weights of a model into a file, each starting on a page."""
    for tensor in _tensors(model):
        content = tensor.raw_data
        if len(content) >= _INLINE:
            data.write(bytes(-data.tell() % _PAGE))
            onnx.external_data_helper.set_external_data(
                tensor, Path(data.name).name, data.tell(), len(content)
            )
            tensor.ClearField("raw_data")
            data.write(content)


def _remove_unread_data(path: Path, before: set[str]) -> None:
    """Remove the data files of `path` that the model there does not read.

    A file PATH.data is removed only if it is in `before`, as others may have written it.
    """

    def wanted(name: str) -> bool:
        now = _data_of(path)
        return now is None or name in now or (name == plain and name not in before)

    plain = f"{path.name}.data"
    pattern = f"{re.escape(path.name)}[.]({files.TOKEN}[.])?data"
    files.remove_abandoned(path.parent, pattern, wanted)


def _data_of(path: Path) -> set[str] | None:
    """Return the names of the files with the weights of a model; None if it cannot be read."""
    if not files.is_there(path) or path.is_dir():
        return set()
    try:
        model = onnx.load(path, load_external_data=False)
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, DecodeError):
        return None
    return {
        entry.value
        for tensor in _tensors(model)
        for entry in tensor.external_data
        if entry.key == "location"
    }


def _tensors(model: ModelProto) -> Iterator[TensorProto]:
    """Yield the tensors of a model: initializers and attributes, with subgraphs and functions."""
    pending: list[GraphProto | FunctionProto] = [model.graph, *model.functions]
    while pending:
        graph = pending.pop()
        if isinstance(graph, GraphProto):
            yield from graph.initializer
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.HasField("t"):
                    yield attribute.t
                yield from attribute.tensors
                pending += [*attribute.graphs]
                if attribute.HasField("g"):
                    pending.append(attribute.g)
