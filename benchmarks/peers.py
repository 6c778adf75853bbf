"""The peers: each gives a function that computes a case, or None where it cannot."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from cases import Case

Run: TypeAlias = Callable[[], Any]


def upconv(case: Case, last: bool) -> Run:
    import upconv as ours

    x, weight, bias = case.arrays()
    if last:
        x = np.ascontiguousarray(np.moveaxis(x, 1, -1))
    settings: dict[str, Any] = {
        "stride": case.stride,
        "padding": case.padding,
        "groups": case.groups,
        "data_format": "channels_last" if last else "channels_first",
    }
    return lambda: ours.conv_transpose(x, weight, bias, **settings)


def torch(case: Case, last: bool) -> Run | None:
    import torch as framework

    rank = len(case.spatial)
    formats = {2: framework.channels_last, 3: framework.channels_last_3d}
    if last and rank not in formats:
        return None
    operation = getattr(framework.nn.functional, f"conv_transpose{rank}d")
    x, weight, bias = map(framework.from_numpy, case.arrays())
    if last:
        x, weight = (t.to(memory_format=formats[rank]) for t in (x, weight))

    def run() -> Any:
        with framework.inference_mode():
            return operation(
                x, weight, bias, stride=case.stride, padding=case.padding, groups=case.groups
            )

    return run


def onnxruntime(case: Case, threads: int) -> Run | None:
    import onnx
    import onnxruntime as runtime
    from onnx import TensorProto, helper

    x, weight, bias = case.arrays()
    rank = len(case.spatial)
    node = helper.make_node(
        "ConvTranspose",
        ["x", "w", "b"],
        ["y"],
        strides=[case.stride] * rank,
        pads=[case.padding] * 2 * rank,
        group=case.groups,
    )
    shape = [case.images, case.out_channels, *case.out_spatial]
    graph = helper.make_graph(
        [node],
        "layer",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
        [onnx.numpy_helper.from_array(weight, "w"), onnx.numpy_helper.from_array(bias, "b")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    try:
        session = runtime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        session.run(None, {"x": x})
    except Exception:
        return None
    return lambda: session.run(None, {"x": x})[0]


def tensorflow(case: Case, threads: int) -> Run | None:
    import tensorflow as framework

    rank = len(case.spatial)
    if case.groups != 1 or rank == 1:
        return None
    with contextlib.suppress(RuntimeError):  # set once per process
        framework.config.threading.set_intra_op_parallelism_threads(threads)
    x, weight, bias = case.arrays()
    x = framework.constant(np.moveaxis(x, 1, -1).copy())
    # (C_in, C_out, *k) -> (*k, C_out, C_in)
    weight = framework.constant(np.moveaxis(weight, (0, 1), (-1, -2)).copy())
    bias = framework.constant(bias)
    shape = [case.images, *case.out_spatial, case.out_channels]
    before = [[0, 0], *[[case.padding, case.padding]] * rank, [0, 0]]
    operation = framework.nn.conv2d_transpose if rank == 2 else framework.nn.conv3d_transpose
    if rank == 3:
        if case.padding:
            return None
        before = "VALID"

    @framework.function
    def run() -> Any:
        y = operation(x, weight, shape, strides=case.stride, padding=before)
        return framework.nn.bias_add(y, bias)

    try:
        run()
    except Exception:
        return None
    return lambda: np.moveaxis(run().numpy(), -1, 1)
