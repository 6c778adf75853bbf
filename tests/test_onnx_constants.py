"""Constants of ONNX models are folded, as ONNX Runtime computes them, and nothing else is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
runtime = pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

import upconv  # noqa: E402 - what it needs is there
from checkerboard_models import graph  # noqa: E402
from upconv.checkerboards import repairs  # noqa: E402
from upconv.onnx import constants as module  # noqa: E402
from upconv.onnx.constants import Constants  # noqa: E402
from upconv.onnx.rewriting import layers_of, rewrite  # noqa: E402

h, INT64 = onnx.helper, np.int64
W = np.random.default_rng(0).standard_normal((3, 2, 4, 4)).astype(np.float32)
G = np.array([1.5, 0.5, 2], np.float32).reshape(3, 1, 1, 1)


def node(operator, inputs, output, **words):
    return h.make_node(operator, inputs, [output], **words)


def model_of(nodes, tensors, opset=21):
    """Return a model whose ConvTranspose reads the weight "w"."""
    up = node("ConvTranspose", ["x", "w"], "y", strides=[2, 2], pads=[1] * 4)
    return graph(onnx, [*nodes, up], tensors, opset=opset)


def by_runtime(model, name, x):
    """Return a value of the model, as ONNX Runtime computes it without folding anything."""
    options = runtime.SessionOptions()
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    session = runtime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return session.run([name], {"x": x})[0]


def quantised(axis=None):
    """Return nodes and tensors of a weight in eight bits, per tensor or per channel."""
    shape = [1] * 4
    if axis is not None:
        shape[axis] = W.shape[axis]
    scale = np.abs(W).max(axis=tuple(n for n in range(4) if n != axis), keepdims=True) / 127
    zero = np.arange(scale.size, dtype=np.int8).reshape(scale.shape)
    q = np.clip(np.rint(W / scale) + zero, -128, 127).astype(np.int8)
    words, kept = ({}, ()) if axis is None else ({"axis": axis}, (scale.size,))
    tensors = {"q": q, "s": scale.reshape(kept).astype("f4"), "z": zero.reshape(kept)}
    return [node("DequantizeLinear", ["q", "s", "z"], "w", **words)], tensors


def value(name, array):
    return node("Constant", [], name, value=onnx.numpy_helper.from_array(array))


CHAINS = {
    "Identity": ([node("Identity", ["a"], "b"), node("Identity", ["b"], "w")], {"a": W}),
    "Cast": ([node("Cast", ["a"], "w", to=1)], {"a": W.astype(np.float16)}),
    "Transpose": (
        [node("Transpose", ["a"], "w", perm=[2, 3, 0, 1])],
        {"a": W.transpose(2, 3, 0, 1)},
    ),
    "Reshape": (
        [value("shape", np.array([3, 2, -1, 4])), node("Reshape", ["a", "shape"], "w")],
        {"a": W.reshape(6, 16)},
    ),
    "Unsqueeze": (
        [node("Constant", [], "axes", value_ints=[0, 1]), node("Unsqueeze", ["a", "axes"], "b"),
         node("Expand", ["b", "shape"], "w")],
        {"a": W[0, 0], "shape": np.array([3, 2, 4, 4])},
    ),
    "slices and halves": (
        [node("Constant", [], "axis", value_ints=[2]),
         node("Constant", [], "step", value_ints=[-1]),
         node("Constant", [], "start", value_ints=[3]),
         node("Constant", [], "end", value_ints=[-9]),
         node("Slice", ["a", "start", "end", "axis", "step"], "b"),
         h.make_node("Split", ["b"], ["c", "d"], axis=3, num_outputs=2),
         node("Concat", ["d", "c"], "w", axis=3)],
        {"a": W},
    ),
    "a flat Constant": (
        [node("Constant", [], "a", value_floats=W.ravel()),
         node("Reshape", ["a", "shape"], "w")],
        {"shape": np.array([3, 2, 4, 4])},
    ),
    "weight norm": (
        [node("ReduceL2", ["v", "axes"], "n"), node("Div", ["v", "n"], "u"),
         node("Mul", ["u", "g"], "w")],
        {"v": W, "g": G, "axes": np.array([1, 2, 3])},
    ),
    "weight norm, spelled out": (
        [node("Mul", ["v", "v"], "p"), node("ReduceSum", ["p", "axes"], "t"),
         node("Sqrt", ["t"], "n"), node("Reciprocal", ["n"], "r"),
         node("Mul", ["v", "r"], "u"), node("Mul", ["g", "u"], "w")],
        {"v": W, "g": G, "axes": np.array([1, 2, 3])},
    ),
    "spectral norm": (
        [node("Reshape", ["v", "rows"], "m"), node("MatMul", ["m", "right"], "p"),
         node("Mul", ["p", "left"], "q"), node("ReduceSum", ["q"], "sigma", keepdims=0),
         node("Div", ["v", "sigma"], "w")],
        {"v": W, "rows": np.array([3, -1]), "right": np.ones(32, "f4"), "left": G.ravel()},
    ),
    "eight bits": quantised(),
    "eight bits, per channel in": quantised(0),
    "eight bits, per channel out": quantised(1),
    "rounded to eight bits": (
        [node("QuantizeLinear", ["a", "s", "z"], "q"),
         node("DequantizeLinear", ["q", "s", "z"], "w")],
        {"a": W, "s": np.float32(0.02), "z": np.array(3, np.uint8)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHAINS)
def test_weights_behind_other_nodes_are_found(name):
    model = model_of(*CHAINS[name])
    onnx.checker.check_model(model, full_check=True)
    x = np.random.default_rng(1).standard_normal((2, 3, 5, 6)).astype(np.float32)
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.append(onnx.ValueInfoProto(name="w"))
    weight = by_runtime(watched, "w", x)
    folded = Constants(model)["w"]
    np.testing.assert_allclose(folded, weight, rtol=3e-6)
    assert folded.dtype == weight.dtype

    (layer,) = upconv.checkerboard(model).layers
    expected = upconv.checkerboard(weight, stride=2, padding=1).layers[0]
    np.testing.assert_allclose(layer.db, expected.db, rtol=1e-4)

    assert [one.reason for one in layers_of(model)] == [""]
    rewritten = rewrite(model)
    onnx.checker.check_model(rewritten, full_check=True)
    operators = {one.op_type for one in rewritten.graph.node}
    assert operators <= {"Conv", "DepthToSpace", "Slice"}  # what made the weight is gone
    assert not {tensor.name for tensor in rewritten.graph.initializer} & set(CHAINS[name][1])
    before, after = by_runtime(model, "y", x), by_runtime(rewritten, "y", x)
    np.testing.assert_allclose(after, before, atol=2e-5)

    even = repairs.equalize(model).model
    onnx.checker.check_model(even, full_check=True)
    assert [one.op_type for one in even.graph.node] == ["ConvTranspose"]
    assert upconv.checkerboard(even).layers[0].db < -100


def test_bias_and_scales_are_folded_too():
    nodes = [
        value("half", np.array([1, 1], np.float32)),
        node("Constant", [], "two", value_floats=[2.0, 2.0]),
        node("Concat", ["half", "two"], "scales", axis=0),
        node("Resize", ["x", "", "scales"], "r", mode="nearest",
             coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
        node("Cast", ["b16"], "b", to=1),
        node("Conv", ["r", "c", "b"], "y", pads=[1] * 4),
    ]  # fmt: skip
    tensors = {"c": np.ones((2, 3, 3, 3), np.float32), "b16": np.array([1, 2], np.float16)}
    model = graph(onnx, nodes, tensors)
    assert upconv.checkerboard(model).layers[0].layer.geometry.stride == (2, 2)
    fixed = repairs.fused(model)
    assert fixed.done == ["r -> y: one ConvTranspose"]
    assert [one.op_type for one in fixed.model.graph.node] == ["Cast", "ConvTranspose"]
    x = np.random.default_rng(1).integers(-4, 4, (1, 3, 4, 5)).astype(np.float32)
    assert np.array_equal(by_runtime(fixed.model, "y", x), by_runtime(model, "y", x))


UNARY = st.sampled_from(["Identity", "Abs", "Neg", "Floor", "Sign", "Relu", "Round", "Ceil"])


@settings(max_examples=40, deadline=None)
@given(
    operators=st.lists(UNARY, min_size=1, max_size=5),
    pairs=st.lists(st.sampled_from(["Add", "Mul", "Sub", "Max"]), max_size=3),
    seed=st.integers(0, 99),
)
def test_drawn_chains_are_what_onnx_runtime_computes(operators, pairs, seed):
    random = np.random.default_rng(seed)
    tensors = {"a": random.integers(-9, 9, (2, 3, 2, 2)).astype(np.float32) / 2}
    nodes, last = [], "a"
    for n, operator in enumerate(operators):
        nodes.append(node(operator, [last], last := f"u{n}"))
    for n, operator in enumerate(pairs):
        tensors[f"p{n}"] = random.integers(-9, 9, (2, 1, 1, 2)).astype(np.float32)
        nodes.append(node(operator, [last, f"p{n}"], last := f"v{n}"))
    model = graph(onnx, nodes, tensors, outputs=(last,))
    x = np.zeros((1, 3, 1, 1), np.float32)
    assert np.array_equal(Constants(model)[last], by_runtime(model, last, x))


def shape_of(name, *sizes):
    return value(name, np.array(sizes, INT64))


HUGE = {
    "ConstantOfShape": [shape_of("s", 10**5, 10**6), node("ConstantOfShape", ["s"], "w")],
    "Expand": [shape_of("s", 10**5, 10**6), node("Expand", ["a", "s"], "w")],
    "Tile": [shape_of("s", 10**11), node("Tile", ["a", "s"], "w")],
    "Pad": [shape_of("s", 0, 10**11), node("Pad", ["a", "s"], "w")],
    "Range": [
        shape_of("s", 10**12),
        shape_of("axes", 0),
        node("Squeeze", ["s", "axes"], "limit"),
        node("Constant", [], "zero", value_int=0),
        node("Constant", [], "one", value_int=1),
        node("Range", ["zero", "limit", "one"], "w"),
    ],
    "broadcasting": [
        shape_of("s", 2**5, 1),
        node("Expand", ["a", "s"], "column"),
        node("Transpose", ["column"], "row"),
        node("Add", ["row", "column"], "t"),
        shape_of("long", 2**10, 1),
        node("Reshape", ["t", "long"], "tall"),
        node("Transpose", ["tall"], "wide"),
        node("Add", ["tall", "wide"], "w"),
    ],
    "a sparse Constant": [
        node("Constant", [], "w", sparse_value=h.make_sparse_tensor(
            h.make_tensor("v", 1, [1], [1.0]), h.make_tensor("i", 7, [1], [5]), [10**15])),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_what_would_be_huge_is_not_computed(name, monkeypatch):
    evaluator = module.ReferenceEvaluator
    asked = []

    def watched(model):
        asked.append(model.graph.node[0].op_type)
        return evaluator(model)

    monkeypatch.setattr(module, "ReferenceEvaluator", watched)
    nodes = HUGE[name]
    if name == "broadcasting":
        monkeypatch.setattr(module, "LARGEST", 2**12)
    graph_ = h.make_graph(nodes, "g", [], [], [onnx.numpy_helper.from_array(np.ones(1, "f4"), "a")])
    model = h.make_model(graph_, opset_imports=[h.make_opsetid("", 21)])
    assert Constants(model).get("w") is None
    assert asked.count(nodes[-1].op_type) == (name == "broadcasting")


def test_what_is_no_constant():
    nodes = [
        node("RandomNormal", [], "random", shape=[3, 2, 4, 4]),
        node("Identity", ["random"], "r"),
        node("Mul", ["a", "x"], "m"),
        node("Round", ["circle"], "around"),
        node("Neg", ["around"], "circle"),
        node("Reshape", ["a", "a"], "wrong"),
        h.make_node("Identity", ["a"], ["custom"], domain="my.own"),
    ]
    tensors = [onnx.numpy_helper.from_array(W, "a"), onnx.numpy_helper.from_array(W, "short")]
    tensors[1].raw_data = b"damaged"
    inputs = [h.make_tensor_value_info(name, 1, None) for name in ("x", "a")]
    model = h.make_model(
        h.make_graph(nodes, "g", inputs, [], tensors),
        opset_imports=[h.make_opsetid("", 21), h.make_opsetid("my.own", 1)],
    )
    constants = Constants(model)
    for name in ("r", "m", "circle", "wrong", "custom", "short", "x", "nothing"):
        assert name not in constants
    assert "a" in constants
    assert "a" not in Constants(model, overridable=False)
    with pytest.raises(KeyError, match="nothing"):
        constants["nothing"]


def test_a_long_chain_is_folded_without_recursion():
    nodes = [node("Identity", [f"n{i}"], f"n{i + 1}") for i in range(3000)]
    model = h.make_model(h.make_graph(nodes, "g", [], [], [onnx.numpy_helper.from_array(W, "n0")]))
    assert np.array_equal(Constants(model)["n3000"], W)


def test_what_a_branch_reads_stays():
    branch = h.make_graph([node("Identity", ["a"], "inner")], "b", [], [
        h.make_tensor_value_info("inner", 1, None)
    ])  # fmt: skip
    nodes, tensors = CHAINS["Identity"]
    choice = h.make_node("If", ["flag"], ["z"], then_branch=branch, else_branch=branch)
    model = model_of([*nodes, choice], tensors | {"flag": np.array(True)})
    for changed in (rewrite(model), repairs.equalize(model).model):
        assert "a" in {tensor.name for tensor in changed.graph.initializer}
        assert "b" not in {name for one in changed.graph.node for name in one.output}
