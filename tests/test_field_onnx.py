"""`upconv.field` on ONNX models, compared with changed inputs."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="ONNX is not installed")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

import upconv  # noqa: E402


def model(nodes, size=(1, 2, 24), **constants):
    """Return a model from x to y; weights are drawn."""
    random = np.random.default_rng(0)
    held = []
    for name, value in constants.items():
        array = random.random(value, np.float32) if isinstance(value, tuple) else value
        held.append(numpy_helper.from_array(np.asarray(array), name))
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, size)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        held,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


def test_an_encoder_and_decoder_with_a_skip():
    found = upconv.field(
        model(
            [
                helper.make_node("Conv", ["x", "a"], ["s"], pads=[1, 1]),
                helper.make_node("Conv", ["s", "b"], ["d"], strides=[2], auto_pad="SAME_UPPER"),
                helper.make_node("Softplus", ["d"], ["e"]),
                helper.make_node("ConvTranspose", ["e", "c"], ["u"], strides=[2], pads=[1, 1]),
                helper.make_node("Concat", ["s", "u"], ["y"], axis=1),
            ],
            a=(3, 2, 3),
            b=(3, 3, 3),
            c=(3, 3, 4),
        ),
        verify=True,
    )
    assert (found.scale, found.alignment, found.reached) == ((1,), (2,), (True,))
    assert found.receptive_field == (7,)


def test_resizes_borders_and_slices():
    found = upconv.field(
        model(
            [
                helper.make_node("Pad", ["x", "p"], ["a"], mode="reflect"),
                helper.make_node("Slice", ["a", "f", "t", "ax"], ["b"]),
                helper.make_node("Resize", ["b", "", "sc"], ["c"], mode="linear"),
                helper.make_node("MaxPool", ["c"], ["y"], kernel_shape=[3], strides=[1]),
            ],
            p=np.array([0, 0, 3, 0, 0, 2]),
            f=np.array([1]),
            t=np.array([-1]),
            ax=np.array([2]),
            sc=np.array([1, 1, 2], np.float32),
        ),
    )
    assert found.scale == (2,)
    assert found.output_size(24) == ((24 + 3) * 2 - 2,)


def test_a_gate_sees_everything():
    found = upconv.field(
        model(
            [
                helper.make_node("GlobalAveragePool", ["x"], ["g"]),
                helper.make_node("Sigmoid", ["g"], ["h"]),
                helper.make_node("Mul", ["x", "h"], ["y"]),
            ]
        )
    )
    assert found.halo == (None,)
    assert [one.kind for one in found.sees_all] == ["global pooling"]


def test_sizes_that_the_model_leaves_open():
    given = model(
        [helper.make_node("Conv", ["x", "a"], ["y"], pads=[1, 1])], ("n", 2, "t"), a=(1, 2, 3)
    )
    assert upconv.field(given, (2, 30)).halo == ((1, 1),)
