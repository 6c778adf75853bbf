"""`upconv.summary` of ONNX models."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="onnx is not installed")

import onnx_models  # noqa: E402 - what it needs is there
import upconv  # noqa: E402
from upconv import errors  # noqa: E402

helper, FLOAT = onnx.helper, onnx.TensorProto.FLOAT


def model_of(nodes, shape, tensors=(), outputs=("y",), kind=FLOAT):
    graph = helper.make_graph(
        nodes,
        "model",
        [helper.make_tensor_value_info("x", kind, shape)],
        [helper.make_tensor_value_info(name, FLOAT, None) for name in outputs],
        [onnx.numpy_helper.from_array(array, name) for name, array in dict(tensors).items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def test_a_unet_from_a_model_or_a_file(tmp_path):
    model = onnx_models.unet(4, "S", 1)
    onnx.save(model, tmp_path / "m.onnx")
    found = upconv.summary(model, (1, 3, 16, 8))
    for again in (
        upconv.summary(tmp_path / "m.onnx", {"x": (1, 3, 16, 8)}),
        upconv.summary(str(tmp_path / "m.onnx"), np.zeros((1, 3, 16, 8))),
        upconv.summary(model, "x=1x3x16x8"),
    ):
        assert again.rows == found.rows
    assert [row.kind for row in found.rows] == [
        node.op_type for node in model.graph.node if node.op_type != "Constant"
    ]
    (up,) = (row for row in found.rows if row.kind == "ConvTranspose")
    assert (up.layer, up.scale, up.taps) == (
        "8 -> 4, kernel 2x2, stride 2x2", (1, 1), ((1, 1), (1, 1))
    )  # fmt: skip
    assert (up.input_shape, up.output_shape) == ((1, 8, 8, 4), (1, 4, 16, 8))
    assert up.multiply_adds == 8 * 4 * 16 * 8
    weights = sum(np.prod(tensor.dims) for tensor in model.graph.initializer)
    assert found.parameters == weights
    assert found.inputs == {"": (1, 3, 16, 8)}
    assert found.not_measured == ()


def test_a_model_that_states_its_sizes_needs_no_input():
    found = upconv.summary(onnx_models.dcgan(2))
    assert found.rows[0].output_shape == (1, 16, 4, 4)
    assert found.rows[0].multiply_adds == 100 * 16 * 4 * 4  # one input, which every tap reads once
    assert [row.scale[0] for row in found.rows[::2]] == [1, 2, 4, 8, 16]


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_groups_strides_and_dilations(ndim):
    nodes = [
        helper.make_node(
            "Conv", ["x", "w"], ["a"], group=2, strides=[2] * ndim, dilations=[2] * ndim
        ),
        helper.make_node("Relu", ["a"], ["y"]),
    ]
    size = tuple(range(9, 9 + ndim))
    weight = np.ones((6, 2, *(3,) * ndim), np.float32)
    conv, relu = upconv.summary(model_of(nodes, (2, 4, *size), {"w": weight})).rows
    after = tuple((i - 5) // 2 + 1 for i in size)
    assert conv.output_shape == relu.output_shape == (2, 6, *after)
    assert conv.multiply_adds == 2 * 6 * 2 * 3**ndim * np.prod(after)
    assert conv.output_bytes == 4 * 2 * 6 * np.prod(after)
    assert "groups 2" in conv.layer


def test_products_and_views():
    nodes = [
        helper.make_node("Reshape", ["x", "shape"], ["a"]),
        helper.make_node("Transpose", ["a"], ["b"], perm=[1, 0]),
        helper.make_node("Gemm", ["b", "w"], ["c"], transA=1),
        helper.make_node("MatMul", ["c", "v"], ["y"]),
    ]
    tensors = {
        "shape": np.array([4, 6], np.int64),
        "w": np.ones((6, 5), np.float32),
        "v": np.ones((5, 3), np.float32),
    }
    found = upconv.summary(model_of(nodes, (2, 12), tensors))
    assert [(row.kind, row.multiply_adds, row.parameters) for row in found.rows] == [
        ("Transpose", 0, 0), ("Gemm", 4 * 6 * 5, 30), ("MatMul", 4 * 5 * 3, 15)
    ]  # fmt: skip


def test_what_is_not_known_is_a_row_with_the_reason():
    nodes = [
        helper.make_node("Einsum", ["x", "w"], ["a"], equation="ij,jk->ik"),
        helper.make_node("Wavelet", ["a"], ["y"], domain="other.domain"),
    ]
    model = model_of(nodes, (2, 3), {"w": np.ones((3, 4), np.float32)})
    model.opset_import.append(helper.make_opsetid("other.domain", 1))
    first, second = upconv.summary(model).rows
    assert first.reason == "the multiply-adds of Einsum are not known"
    assert second.reason == "an operator of other.domain, whose multiply-adds are not known"
    assert first.multiply_adds is second.multiply_adds is None
    assert second.output_shape is None
    assert "\n" in str(upconv.summary(model))


def test_what_is_wrong_is_said():
    open_sizes = onnx_models.unet(2, "S", 1)
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.summary(open_sizes)
    assert str(caught.value) == (
        "`input` must give the sizes that the model leaves open. Received no size for x, which is "
        "1x3xSxS. Write for example input={'x': (1, 3, 64, 64)}."
    )
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.summary(open_sizes, {"z": (1, 3, 8, 8)})
    assert str(caught.value) == (
        "`input` must name inputs of the model, which are x. Received one called z."
    )
