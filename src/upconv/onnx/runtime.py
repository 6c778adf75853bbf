"""ONNX Runtime: models run, compared, and timed in interleaved rounds."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import ModelProto, helper

from upconv import errors
from upconv.arrays import Array
from upconv.onnx import storage
from upconv.onnx.builder import Builder
from upconv.onnx.inputs import Feeds
from upconv.onnx.layers import Layer

_ENOUGH = 0.3  # seconds of runs of each model
_ROUNDS = 5


@dataclass(frozen=True)
class Session:
    """A model loaded by ONNX Runtime on the CPU, with threads that do not spin between runs."""

    session: Any

    @classmethod
    def of(cls, model: ModelProto, path: str, threads: int | None = None) -> Session:
        """Load a model; raises DataError with the runtime's message if it fails."""
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # errors are raised, not logged
        options.add_session_config_entry("session.force_spinning_stop", "1")
        if threads is not None:
            options.intra_op_num_threads = threads
        try:
            with _loadable(model) as content:
                session = onnxruntime.InferenceSession(
                    content, options, providers=["CPUExecutionProvider"]
                )
        except errors.UpconvError:
            raise
        except Exception as error:  # the runtime's errors have no common base class
            raise errors.onnx.cannot_run(path, first_line(error)) from error
        return cls(session)

    def run(self, feeds: Feeds, path: str = "") -> dict[str, Array]:
        """Return every output by name; raises DataError with the runtime's message if it fails."""
        try:
            values = self.session.run(None, feeds)
        except Exception as error:
            raise errors.onnx.cannot_run(path, first_line(error)) from error
        names = (output.name for output in self.session.get_outputs())
        return dict(zip(names, values, strict=True))


@contextmanager
def _loadable(model: ModelProto) -> Iterator[bytes | str]:
    """Yield a model as the runtime takes it: bytes, or a temporary file for a large one."""
    if not storage.is_large(model):
        yield model.SerializeToString()
        return
    with tempfile.TemporaryDirectory(prefix="upconv-") as folder:
        copy = ModelProto()
        copy.CopyFrom(model)  # saving moves the weights out of the model
        path = Path(folder) / "model.onnx"
        storage.save(copy, path, external=True)
        yield str(path)


def first_line(error: Exception) -> str:
    """Return the message of the runtime or the parser on one line, shortened."""
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else f"{text[:300]} ..."


def arriving_at(model: ModelProto, layers: Sequence[Layer], feeds: Feeds, path: str) -> Feeds:
    """Return the input X of each layer when the model runs on `feeds`."""
    watched = ModelProto()
    watched.CopyFrom(model)
    known = {value.name for value in [*model.graph.output, *model.graph.input]}
    names = {layer.node.input[0] for layer in layers}
    watched.graph.output.extend(onnx.ValueInfoProto(name=name) for name in sorted(names - known))
    found = Session.of(watched, path).run(feeds, path) | feeds
    return {name: found[name] for name in names}


def alone(layer: Layer, x: Array, opset: int, built: Builder | None = None) -> ModelProto:
    """Return a model of one layer with its constants, original or rewritten."""
    kind = helper.np_dtype_to_tensor_dtype(x.dtype)
    name = layer.node.input[0]
    value = helper.make_tensor_value_info(name, kind, list(x.shape))
    result = helper.make_tensor_value_info(layer.output, kind, [None] * x.ndim)
    if built is None:
        roles = zip(layer.node.input[1:], (layer.weight, layer.bias), strict=False)
        constants = [onnx.numpy_helper.from_array(a, n) for n, a in roles if a is not None]
        graph = helper.make_graph([layer.node], "layer", [value], [result], constants)
    else:
        graph = helper.make_graph(built.nodes, "layer", [value], [result], built.tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def time_in_turns(sessions: Sequence[Session], feeds: Feeds) -> list[float]:
    """Return the shortest run of each session in seconds, measured in interleaved rounds."""
    best = [math.inf] * len(sessions)
    for session in sessions:
        session.run(feeds)
    for _ in range(_ROUNDS):
        for n, session in enumerate(sessions):
            best[n] = min([best[n], *_runs(session, feeds)])
    return best


def _runs(session: Session, feeds: Feeds) -> Iterator[float]:
    spent = 0.0
    while spent < _ENOUGH / _ROUNDS:
        start = time.perf_counter()
        session.run(feeds)
        spent += (took := time.perf_counter() - start)
        yield took


def difference(expected: Array, found: Array) -> float:
    """Return the largest difference relative to the largest finite value of `expected`.

    For integers and booleans it is the fraction of elements that differ.
    """
    if expected.shape != found.shape:
        return math.inf
    if not np.issubdtype(expected.dtype, np.floating):
        return float(np.mean(expected != found)) if expected.size else 0.0
    first, second = expected.astype(np.float64), found.astype(np.float64)
    finite = np.isfinite(first)
    if not np.array_equal(finite, np.isfinite(second)):
        return math.inf
    scale = np.abs(first[finite]).max(initial=0.0)
    most = np.abs(first[finite] - second[finite]).max(initial=0.0)
    return float(most / scale) if scale else float(most)
