"""ONNX' operator ConvTranspose in the reference evaluator, held against ONNX Runtime."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

onnx = pytest.importorskip("onnx", reason="onnx is not installed")

from onnx.reference import ReferenceEvaluator  # noqa: E402 - what it needs is there

from frameworks import run_onnx  # noqa: E402
from strategies import integers_like, layers, per_axis  # noqa: E402
from upconv import Geometry, errors  # noqa: E402
from upconv.onnx import ConvTranspose, from_node, to_node  # noqa: E402

pytestmark = pytest.mark.numeric

helper = onnx.helper


def evaluate(x, weight, bias, **attributes):
    """Run a node in the reference evaluator with upconv's operator."""
    inputs = {"x": x, "w": weight} | ({} if bias is None else {"b": bias})
    node = helper.make_node("ConvTranspose", list(inputs), ["y"], **attributes)
    kinds = {k: helper.np_dtype_to_tensor_dtype(a.dtype) for k, a in inputs.items()}
    graph = helper.make_graph(
        [node],
        "one_node",
        [helper.make_tensor_value_info(k, kinds[k], None) for k in inputs],
        [helper.make_tensor_value_info("y", kinds["x"], None)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    return ReferenceEvaluator(model, new_ops=[ConvTranspose]).run(None, inputs)[0]


@st.composite
def nodes(draw):
    """Arrays and attributes of a node that ONNX Runtime runs."""
    rank = draw(st.integers(1, 3))
    kernel, strides, dilations, size = (draw(per_axis(rank, 1, top)) for top in (4, 4, 3, 5))
    group, c_in, c_out = (draw(st.integers(1, 3)) for _ in range(3))
    rows = tuple(draw(st.integers(0, s - 1)) for s in strides)
    attributes = {"strides": list(strides), "dilations": list(dilations), "group": group}
    if draw(st.booleans()):
        attributes["kernel_shape"] = list(kernel)
    if any(rows) or draw(st.booleans()):
        attributes["output_padding"] = list(rows)
    each = list(zip(size, strides, dilations, kernel, rows, strict=True))
    full = [(i - 1) * s + d * (k - 1) + 1 + a for i, s, d, k, a in each]
    how = draw(st.sampled_from(["pads", "output_shape", "VALID", "SAME_UPPER", "SAME_LOWER"]))
    if how == "pads":
        begins = [draw(st.integers(0, o - 1)) for o in full]
        ends = [draw(st.integers(0, o - 1 - p)) for o, p in zip(full, begins, strict=True)]
        attributes["pads"] = [*begins, *ends]
    elif how == "output_shape":
        attributes["output_shape"] = [draw(st.integers(1, o)) for o in full]
        if draw(st.booleans()):
            attributes["auto_pad"] = draw(st.sampled_from(["SAME_UPPER", "SAME_LOWER"]))
    else:
        attributes["auto_pad"] = how
    x = integers_like((draw(st.integers(0, 3)), group * c_in, *size), 0, "float32")
    weight = integers_like((group * c_in, c_out, *kernel), 1, "float32")
    bias = integers_like((group * c_out,), 2, "float32") if draw(st.booleans()) else None
    return x, weight, bias, attributes


@given(case=nodes())
@settings(max_examples=150)
def test_the_evaluator_equals_onnx_runtime(case):
    x, weight, bias, attributes = case
    expected = run_onnx(x, weight, bias, **attributes)
    np.testing.assert_array_equal(evaluate(x, weight, bias, **attributes), expected)


# What the evaluator's own operator gets wrong, one of each.
CASES = {
    "groups of several channels": ((1, 4, 5), (4, 3, 2), {"group": 2}),
    "output_shape smaller than full": ((1, 2, 5), (2, 3, 3), {"strides": [2], "output_shape": [9]}),
    "SAME with k < s": ((1, 2, 5), (2, 3, 2), {"strides": [3], "auto_pad": "SAME_UPPER"}),
    "an empty batch": ((0, 2, 5), (2, 3, 3), {"strides": [2]}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_evaluators_own_operator_gets_wrong_is_right(case):
    x_shape, w_shape, attributes = CASES[case]
    x, weight = integers_like(x_shape, 0, "float32"), integers_like(w_shape, 1, "float32")
    expected = run_onnx(x, weight, None, **attributes)
    np.testing.assert_array_equal(evaluate(x, weight, None, **attributes), expected)


@pytest.mark.parametrize("dtype", ["float16", "float64"])
def test_the_result_has_the_dtype_of_the_input(dtype):
    x, weight = integers_like((2, 3, 4), 0, dtype), integers_like((3, 2, 3), 1, dtype)
    y = evaluate(x, weight, None, strides=[2])
    assert y.dtype == dtype
    wide = run_onnx(x.astype("float32"), weight.astype("float32"), None, strides=[2])
    np.testing.assert_array_equal(y, wide)


def recorded():
    """Yield the models with ConvTranspose that the onnx package brings, with their data."""
    import onnx.backend.test.case.node.convtranspose
    from onnx.backend.test.case.node import _NodeTestCases

    for case in _NodeTestCases:
        if case.name.startswith("test_convtranspose"):
            yield case.name, case.model, case.data_sets
    data = Path(onnx.backend.test.__file__).parent / "data"
    for folder in sorted(data.glob("pytorch-*/*[Cc]onv[Tt]ranspose*")):
        sets = []
        for inner in sorted(folder.glob("test_data_set_*")):
            read = [
                [read_tensor(file) for file in sorted(inner.glob(f"{kind}_*.pb"))]
                for kind in ("input", "output")
            ]
            sets.append(tuple(read))
        yield folder.name, onnx.load(folder / "model.onnx"), sets


def read_tensor(path):
    return onnx.numpy_helper.to_array(onnx.TensorProto.FromString(path.read_bytes()))


def test_the_recorded_models_of_onnx_give_their_recorded_outputs(capsys):
    passed = []
    for name, model, sets in recorded():
        evaluator = ReferenceEvaluator(model, new_ops=[ConvTranspose])
        assert sets, name
        for inputs, outputs in sets:
            feeds = dict(zip(evaluator.input_names, inputs, strict=False))
            found = evaluator.run(None, feeds)
            for mine, expected in zip(found, outputs, strict=True):
                assert mine.dtype == expected.dtype
                np.testing.assert_allclose(mine, expected, rtol=1e-3, atol=1e-5, err_msg=name)
        passed.append(name)
    nodes = [name for name in passed if name.startswith("test_convtranspose")]
    with capsys.disabled():
        print(f"\nONNX: {len(nodes)} node tests, {len(passed) - len(nodes)} recorded models pass")
    assert (len(nodes), len(passed)) == (11, 14)


# Nodes.


@given(layer=layers())
@settings(max_examples=60)
def test_a_node_says_the_layer_that_it_was_made_of(layer):
    geometry = Geometry(
        layer.weight.shape[2:], layer.stride, layer.padding, layer.output_padding, layer.dilation
    )
    try:
        node = to_node(geometry, ["x", "w"], ["y"], groups=layer.groups, name="up")
    except errors.NotExpressibleError:
        assume(False)
    assert (node.op_type, list(node.input), list(node.output), node.name) == (
        "ConvTranspose",
        ["x", "w"],
        ["y"],
        "up",
    )
    back, groups = from_node(node)
    assert (back.axes, groups) == (geometry.axes, layer.groups)


def test_what_a_node_leaves_open_must_be_given():
    node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2], output_shape=[9])
    with pytest.raises(errors.ArgumentError) as caught:
        from_node(node)
    assert str(caught.value) == (
        "`kernel_size` must be given for a node without the attribute kernel_shape. "
        "Received kernel_size=None. Give the spatial part of the shape of W."
    )
    with pytest.raises(errors.ArgumentError, match="`input_size`"):
        from_node(node, kernel_size=3)
    layer, groups = from_node(node, kernel_size=3, input_size=5)
    assert (layer.output_size(5), groups) == ((9,), 1)


def test_another_operator_is_refused():
    with pytest.raises(errors.ArgumentError) as caught:
        from_node(helper.make_node("Conv", ["x", "w"], ["y"]))
    assert str(caught.value) == "`node` must be a node ConvTranspose. Received a node Conv."


def test_a_kernel_shape_that_is_not_that_of_the_weight_is_refused():
    x, weight = integers_like((1, 2, 5), 0, "float32"), integers_like((2, 3, 3), 1, "float32")
    with pytest.raises(errors.ArgumentError) as caught:
        evaluate(x, weight, None, kernel_shape=[2])
    assert str(caught.value) == (
        "`kernel_shape` must be the spatial part of the shape of W. Received kernel_shape=[2] "
        "for W of kernel [3]."
    )
