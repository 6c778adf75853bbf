"""LiteRT (TensorFlow Lite): a model of one operator TRANSPOSE_CONV, with its XNNPACK delegate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from upconv.bench.cases import Array, Arrays, Case
from upconv.bench.peers.ready import Ready, Setting, Unable, to_first, to_last, words
from upconv.conventions import framework

_FLOAT, _INT = schema.TensorType.FLOAT32, schema.TensorType.INT32
_VERSION = 3  # of the operator: the first with a bias
_IDENTIFIER = b"TFL3"


def start(threads: int) -> None:
    """Do nothing: the number of threads is given to each interpreter."""


def forward(case: Case, given: Arrays, setting: Setting) -> Ready:
    """Return the layer; one axis is run as two, the first of size 1."""
    if setting.any_length:
        raise Unable("the output size is fixed when the model is built")
    planar = _planar(case)
    weight = given.weight.reshape(planar.weight_shape)
    interpreter = Interpreter(
        model_content=_model(planar, weight, given.bias), num_threads=setting.threads
    )
    interpreter.allocate_tensors()
    (read,), (written,) = interpreter.get_input_details(), interpreter.get_output_details()
    place, result = read["index"], interpreter.tensor(written["index"])

    def give(array: Array) -> Array:
        return to_last(array.reshape(array.shape[0], array.shape[1], *planar.spatial))

    def run(x: Array) -> Any:
        interpreter.set_tensor(place, x)
        interpreter.invoke()
        return result

    def take(view: Any) -> Sequence[Array]:
        y = to_first(view().copy())
        return [y.reshape(case.images, case.out_channels, *case.out_spatial)]

    return Ready(give, run, take)


def _planar(case: Case) -> Case:
    if case.ndim > 2:
        raise Unable("TRANSPOSE_CONV has two axes")
    if case.ndim == 2:
        return case
    return case._replace(
        spatial=(1, *case.spatial),
        kernel=(1, *case.kernel),
        stride=(1, *case.stride),
        padding=(0, *case.padding),
    )


def _model(case: Case, weight: Array, bias: Array) -> bytes:
    written = words("tflite", case)
    shape = np.array([case.images, *case.out_spatial, case.out_channels], np.int32)
    options = schema.TransposeConvOptionsT()
    options.padding = getattr(schema.Padding, written["padding"])
    options.strideH, options.strideW = case.stride
    graph, buffers = schema.SubGraphT(), [schema.BufferT()]
    graph.tensors = []

    def add(name: str, sizes: Sequence[int], kind: int, data: Array | None = None) -> int:
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.type = name, list(sizes), kind
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(data.tobytes(), np.uint8)
            tensor.buffer = len(buffers)
            buffers.append(buffer)
        graph.tensors.append(tensor)
        return len(graph.tensors) - 1

    kernel = framework("tflite").weight_to(weight)
    x = add("x", (case.images, *case.spatial, case.in_channels), _FLOAT)
    y = add("y", shape.tolist(), _FLOAT)
    operator = schema.OperatorT()
    operator.builtinOptionsType = schema.BuiltinOptions.TransposeConvOptions
    operator.builtinOptions = options
    operator.inputs = [
        add("shape", shape.shape, _INT, shape),
        add("weight", kernel.shape, _FLOAT, kernel),
        x,
        add("bias", bias.shape, _FLOAT, bias),
    ]
    operator.outputs = [y]
    graph.operators, graph.inputs, graph.outputs = [operator], [x], [y]
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.TRANSPOSE_CONV
    code.version = _VERSION
    model = schema.ModelT()
    model.version, model.subgraphs = 3, [graph]
    model.operatorCodes, model.buffers = [code], buffers
    builder = flatbuffers.Builder(weight.nbytes + 4096)
    builder.Finish(model.Pack(builder), file_identifier=_IDENTIFIER)
    return bytes(builder.Output())
