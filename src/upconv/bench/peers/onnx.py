"""ONNX Runtime and OpenVINO, which both read one ONNX model."""

from __future__ import annotations

from typing import Any

from upconv.bench.cases import Array, Arrays, Case
from upconv.bench.peers.ready import Ready, Setting, Unable, words

_OPSET, _IR_VERSION = 17, 9


def start(threads: int) -> None:
    """Do nothing: the number of threads is given to each session."""


def runtime(case: Case, given: Arrays, setting: Setting) -> Ready:
    """Return the layer in ONNX Runtime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = setting.threads
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        _model(case, given, setting), options, providers=["CPUExecutionProvider"]
    )
    return Ready(lambda x: x, lambda x: session.run(None, {"x": x}), lambda results: results)


def openvino(case: Case, given: Arrays, setting: Setting) -> Ready:
    """Return the layer in OpenVINO, in float32 even if the CPU supports shorter floats."""
    import openvino as vino

    core = vino.Core()
    settings = {
        "INFERENCE_NUM_THREADS": setting.threads,
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "f32",
    }
    compiled = core.compile_model(core.read_model(_model(case, given, setting)), "CPU", settings)
    request = compiled.create_infer_request()

    def run(x: Array) -> Any:
        return request.infer({0: x}, share_inputs=True, share_outputs=True)

    return Ready(lambda x: x, run, lambda results: [results[0]])


def _model(case: Case, given: Arrays, setting: Setting) -> bytes:
    try:
        import onnx
    except ImportError as error:
        raise Unable(f"the model is built with onnx, which cannot be imported: {error}") from None
    from onnx import TensorProto, helper, numpy_helper

    node = helper.make_node("ConvTranspose", ["x", "w", "b"], ["y"], **words("onnx", case))
    sizes: tuple[int | None, ...] = case.spatial
    outputs: tuple[int | None, ...] = case.out_spatial
    if setting.any_length:
        sizes = outputs = (None,) * case.ndim
    graph = helper.make_graph(
        [node],
        "layer",
        [_described(helper, TensorProto, "x", (case.images, case.in_channels, *sizes))],
        [_described(helper, TensorProto, "y", (case.images, case.out_channels, *outputs))],
        [numpy_helper.from_array(given.weight, "w"), numpy_helper.from_array(given.bias, "b")],
    )
    opsets = [helper.make_opsetid("", _OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _described(helper: Any, types: Any, name: str, shape: tuple[Any, ...]) -> Any:
    return helper.make_tensor_value_info(name, types.FLOAT, shape)
