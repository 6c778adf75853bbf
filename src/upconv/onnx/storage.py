"""Models as files: read whole, written whole or not at all, large weights beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import FunctionProto, GraphProto, ModelProto, TensorProto

from upconv import errors, files

LARGEST = 2**31 - 2**20  # bytes: a message of protobuf holds less than 2 GiB
_INLINE = 1024  # bytes: what is smaller stays in the model
_PAGE = 4096  # bytes: a runtime can map what begins on one


def is_large(model: ModelProto) -> bool:
    """Tell whether a model is too large for one file."""
    return int(model.ByteSize()) > LARGEST


def has_weights_elsewhere(model: ModelProto) -> bool:
    """Tell whether weights of a model lie in files that are not loaded."""
    return any(map(onnx.external_data_helper.uses_external_data, _tensors(model)))


def load(path: Path) -> tuple[ModelProto, bool]:
    """Return the model in a file, and whether its weights lay in files beside it.

    Raises DataError for a file that cannot be read, is no model, or misses its weights.
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
    """Put the model under `path`; large weights, or where they were so, into a file beside it.

    That file has a name of its own, PATH.0123456789abcdef.data. It is whole before the model is put
    in place, and only then the data goes that the model before had under such a name or PATH.data:
    whenever the writer stops, what is there is the whole old model or the whole new one. What a
    stopped writer left goes with the next write. External weights are moved out of `model`.

    Raises DataError where the place cannot be written; what was there before is then unchanged.
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
    """Move the weights of a model into a file, where each begins on a page."""
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
    """Remove the data under the names of `path` that the model there does not read.

    A file PATH.data goes only where it is in `before`: it need not have been written here.
    """

    def wanted(name: str) -> bool:
        now = _data_of(path)
        return now is None or name in now or (name == plain and name not in before)

    plain = f"{path.name}.data"
    pattern = f"{re.escape(path.name)}[.]({files.TOKEN}[.])?data"
    files.remove_abandoned(path.parent, pattern, wanted)


def _data_of(path: Path) -> set[str] | None:
    """Return the names of the files that hold the weights of a model; None where it has no say."""
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
    """Yield the tensors of a model: initializers and attributes, in subgraphs and functions too."""
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
