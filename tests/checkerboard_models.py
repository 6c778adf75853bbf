"""Models to check for checkerboards, and what a report found in them."""

import numpy as np

from strategies import integers_like

COPY = "__array__ implementation doesn't accept a copy keyword"  # Keras on PyTorch


def found(report):
    """Return the name, kind and stride of every layer of a report."""
    return [(one.layer.name, one.layer.kind, one.layer.geometry.stride) for one in report.layers]


def graph(onnx, nodes, tensors, *, channels=3, outputs=("y",), opset=18):
    h = onnx.helper
    value = onnx.TensorProto.FLOAT
    made = h.make_graph(
        nodes,
        "test",
        [h.make_tensor_value_info("x", value, ["N", channels, "H", "W"])],
        [h.make_tensor_value_info(name, value, [None] * 4) for name in outputs],
        [onnx.numpy_helper.from_array(array, name) for name, array in tensors.items()],
    )
    model = h.make_model(made, opset_imports=[h.make_opsetid("", opset)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def resize_conv(onnx, *, pads=(1, 1, 1, 1), kernel=3, outputs=("y",), **words):
    h = onnx.helper
    given = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric"}
    given |= {"nearest_mode": "floor", **words}
    nodes = [
        h.make_node("Relu", ["x"], ["a"]),
        h.make_node("Resize", ["a", "", "scales"], ["b"], **given),
        h.make_node("Conv", ["b", "w", "bias"], ["y"], pads=list(pads), group=2),
    ]
    tensors = {
        "scales": np.array([1, 1, 2, 3], np.float32),
        "w": integers_like((4, 2, kernel, 2), 0, "float32"),
        "bias": integers_like((4,), 1, "float32"),
    }
    return graph(onnx, nodes, tensors, channels=4, outputs=outputs)
