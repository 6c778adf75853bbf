"""The operator ConvTranspose for the reference evaluator of the onnx package."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx.reference.op_run import OpRun

from upconv import errors, ops
from upconv.arrays import Array
from upconv.onnx.nodes import geometry_of


class ConvTranspose(OpRun):
    """ConvTranspose as ONNX Runtime computes it: `ReferenceEvaluator(model, new_ops=[...])`.

    X (N, C_in, *i), W (C_in, C_out/group, *k), B (C_out,) or none -> (N, C_out, *o) on 1 to 3
    spatial axes. It replaces the evaluator's own, which fails or gives wrong results for groups of
    several channels, an `output_shape` smaller than the full one, SAME with a kernel smaller than
    the stride, and an empty batch. float16 and bfloat16 are computed in float32.

    Raises ArgumentError for invalid attributes.
    Source: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html

    >>> import numpy as np
    >>> from onnx import TensorProto, helper
    >>> from onnx.reference import ReferenceEvaluator
    >>> node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], group=2)
    >>> x, w, y = (
    ...     helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in "xwy")
    >>> graph = helper.make_graph([node], "example", [x, w], [y])
    >>> model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)])
    >>> evaluator = ReferenceEvaluator(model, new_ops=[ConvTranspose])
    >>> x, w = np.ones((1, 4, 5), np.float32), np.ones((4, 3, 2), np.float32)
    >>> evaluator.run(None, {"x": x, "w": w})[0].shape
    (1, 6, 6)
    """

    op_domain = ""

    def _run(
        self,
        X: Array,  # noqa: N803 - ONNX's names
        W: Array,  # noqa: N803
        B: Array | None = None,  # noqa: N803
        **attributes: Any,
    ) -> tuple[Array]:
        layer = geometry_of(attributes, W.shape[2:], X.shape[2:])
        computed = np.float64 if X.dtype == np.float64 else np.float32
        with errors.words.spoken(errors.words.ONNX):
            y = ops.conv_transpose(
                X.astype(computed, copy=False),
                W.astype(computed, copy=False),
                None if B is None else B.astype(computed, copy=False),
                stride=layer.stride,
                padding=layer.crop,
                dilation=layer.dilation,
                groups=attributes.get("group") or 1,
            )
        return (y.astype(X.dtype, copy=False),)
