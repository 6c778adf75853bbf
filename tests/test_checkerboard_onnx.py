"""Models of ONNX and files: what is found in them, measured on a batch, and repaired."""

import math

import numpy as np
import pytest

import upconv
from checkerboard_models import found, graph, resize_conv
from strategies import integers_like
from upconv.errors import ArgumentError, DataError


@pytest.fixture
def onnx():
    return pytest.importorskip("onnx", reason="the models are ONNX'")


def run(model, x):
    runtime = pytest.importorskip("onnxruntime", reason="runs the models")
    return runtime.InferenceSession(model.SerializeToString()).run(None, {"x": x})


def test_onnx_layers_are_found_and_measured(onnx):
    h = onnx.helper
    random = np.random.default_rng(0)
    tensors = {
        "t": random.standard_normal((3, 4, 3, 3)).astype(np.float32),
        "c": random.standard_normal((5, 4, 3, 3)).astype(np.float32),
        "d": random.standard_normal((8, 5, 3, 3)).astype(np.float32),
        "scales": np.array([1, 1, 2, 2], np.float32),
    }
    same = {"auto_pad": "SAME_UPPER"}
    nodes = [
        h.make_node("ConvTranspose", ["x", "t"], ["a"], strides=[2, 2], **same),
        h.make_node("Resize", ["a", "", "scales"], ["b"], mode="linear"),
        h.make_node("Relu", ["b"], ["c0"]),
        h.make_node("Conv", ["c0", "c"], ["d0"], **same),
        h.make_node("Conv", ["d0", "d"], ["e"], **same),
        h.make_node("DepthToSpace", ["e"], ["y"], blocksize=2),
    ]
    model = graph(onnx, nodes, tensors)
    assert found(upconv.checkerboard(model)) == [
        ("a", "transposed", (2, 2)),
        ("d0", "resize", (2, 2)),
        ("e", "subpixel", (2, 2)),
    ]
    batch = random.random((2, 3, 16, 16)).astype(np.float32)
    measured = upconv.checkerboard(model, batch=batch)
    assert [one.period for one in measured.layers] == [(8, 8), (4, 4), (2, 2)]
    assert [one.input_size for one in measured.layers] == [(16, 16), (32, 32), (64, 64)]
    same_weight = upconv.checkerboard(tensors["t"], stride=2, padding="same_upper").layers[0]
    bare = upconv.checkerboard(model).layers[0]
    assert (bare.gain.db, bare.gain.worst) == (same_weight.gain.db, same_weight.gain.worst)


def resize_to(onnx, *, static, mode="nearest"):
    h = onnx.helper
    nodes = [
        h.make_node("Resize", ["x", "", "", "sizes"], ["b"], mode=mode),
        h.make_node("Conv", ["b", "w"], ["y"]),
    ]
    tensors = {
        "sizes": np.array([1, 3, 16, 30], np.int64),
        "w": integers_like((4, 3, 3, 2), 0, "float32"),
    }
    model = graph(onnx, nodes, tensors)
    if static:
        shape = model.graph.input[0].type.tensor_type.shape
        for one, size in zip(shape.dim, (1, 3, 8, 10), strict=True):
            one.dim_value = size
    return model


def test_an_onnx_resize_to_a_size_is_a_layer_where_the_sizes_are_known(onnx):
    (layer,) = upconv.checkerboard(resize_to(onnx, static=True)).layers
    assert (layer.layer.name, layer.layer.geometry.stride) == ("y", (2, 3))
    dynamic = resize_to(onnx, static=False)
    assert upconv.checkerboard(dynamic).left == (
        ("b", "resizes to a size: its factor is known only with a batch"),
    )
    batch = np.random.default_rng(0).random((1, 3, 8, 10)).astype(np.float32)
    (layer,) = upconv.checkerboard(dynamic, batch=batch).layers
    assert (layer.layer.geometry.stride, layer.input_size) == ((2, 3), (8, 10))


def test_what_of_onnx_cannot_be_measured_is_told(onnx):
    h = onnx.helper
    cubic = resize_to(onnx, static=True, mode="cubic")
    assert upconv.checkerboard(cubic).left == (
        ("b", "a cubic (half_pixel) Resize, whose phases depend on the position"),
    )
    halves = resize_conv(onnx)
    for tensor in halves.graph.initializer:
        if tensor.name == "scales":
            tensor.CopyFrom(onnx.numpy_helper.from_array(np.array([1, 1, 1.5, 2], "f4"), "scales"))
    assert upconv.checkerboard(halves).left == (
        ("b", "resizes by 1, 1, 1.5, 2, which are not integer factors of the spatial axes"),
    )
    nodes = [
        h.make_node("ReduceMax", ["x"], ["m"], keepdims=0),
        h.make_node("Mul", ["t", "m"], ["u"]),
        h.make_node("ConvTranspose", ["x", "u"], ["y"], strides=[2, 2]),
    ]
    computed = graph(onnx, nodes, {"t": np.ones((3, 2, 3, 3), np.float32)})
    assert upconv.checkerboard(computed).left == (
        ("y", "a ConvTranspose whose weight is computed"),
    )


@pytest.mark.parametrize("kernel", [1, 2, 3, 5])
def test_a_fused_onnx_model_is_the_same_function(onnx, kernel):
    from upconv.checkerboards import repairs

    pads = (min(kernel - 1, 2), 1, min(kernel - 1, 1), 0)
    model = resize_conv(onnx, pads=pads, kernel=kernel)
    before = model.SerializeToString()
    repaired = repairs.fused(model)
    assert repaired.done == ["b -> y: one ConvTranspose"]
    assert repaired.left == []
    assert [n.op_type for n in repaired.model.graph.node] == ["Relu", "ConvTranspose"]
    assert sorted(t.name for t in repaired.model.graph.initializer) == ["bias", "w_even"]
    assert model.SerializeToString() == before
    x = integers_like((2, 4, 4, 5), 3, "float32")
    assert np.array_equal(run(repaired.model, x)[0], run(model, x)[0])


def bordered(onnx, mode, pads, *, scale=(2, 3), kernel=3):
    h = onnx.helper
    nodes = [
        h.make_node("Resize", ["x", "", "scales"], ["b"], mode="nearest",
                    coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
        h.make_node("Pad", ["b", "pads"], ["c"], mode=mode),
        h.make_node("Conv", ["c", "w"], ["y"]),
    ]  # fmt: skip
    begins, ends = zip(*pads, strict=True)
    tensors = {
        "scales": np.array([1, 1, *scale], np.float32),
        "pads": np.array([0, 0, *begins, 0, 0, *ends], np.int64),
        "w": integers_like((4, 3, kernel, kernel), 0, "float32"),
    }
    return graph(onnx, nodes, tensors, opset=19)


@pytest.mark.parametrize(
    ("mode", "pads", "pieces"),
    [
        ("constant", ((1, 1), (2, 0)), ["ConvTranspose"]),
        ("reflect", ((1, 1), (2, 1)), ["Pad", "ConvTranspose"]),
        ("edge", ((3, 1), (0, 2)), ["Pad", "ConvTranspose"]),
        ("wrap", ((1, 2), (3, 1)), ["Pad", "ConvTranspose"]),
        ("reflect", ((2, 0), (0, 0)), None),
    ],
)
def test_onnx_borders_are_read_through_and_fused_where_that_is_exact(onnx, mode, pads, pieces):
    from upconv.checkerboards import repairs

    model = bordered(onnx, mode, pads)
    (one,) = upconv.checkerboard(model).layers
    assert (one.layer.kind, one.layer.geometry.stride, one.db) == ("resize", (2, 3), -np.inf)
    repaired = repairs.fused(model)
    if pieces is None:
        reason = "b -> y: a border of this kind cannot be moved before the resize"
        assert (repaired.done, repaired.left) == ([], [reason])
        return
    assert (repaired.done, repaired.left) == (["b -> y: one ConvTranspose"], [])
    assert [node.op_type for node in repaired.model.graph.node] == pieces
    x = integers_like((2, 3, 4, 5), 3, "float32")
    assert np.array_equal(run(repaired.model, x)[0], run(model, x)[0])


@pytest.mark.parametrize("others", [["x"], ["x", "a"], ["x", "c"]])
def test_an_onnx_resize_joined_with_others_is_read_and_taken_apart(onnx, others):
    from upconv.checkerboards import repairs

    h = onnx.helper
    words = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric"}
    words |= {"nearest_mode": "floor"}
    nodes = [
        h.make_node("Relu", ["x"], ["a"]),
        h.make_node("AveragePool", ["x"], ["small"], kernel_shape=[2, 2], strides=[2, 2]),
        h.make_node("Resize", ["small", "", "scales"], ["b"], **words),
        h.make_node("Resize", ["small", "", "scales"], ["c"], **words),
        h.make_node("Concat", [others[0], "b", *others[1:]], ["d"], axis=1),
        h.make_node("Conv", ["d", "w", "bias"], ["y"], pads=[1, 1, 1, 1]),
    ]
    if "c" not in others:
        del nodes[3]
    channels = 3 * (len(others) + 1)
    tensors = {
        "scales": np.array([1, 1, 2, 2], np.float32),
        "w": integers_like((4, channels, 3, 3), 0, "float32"),
        "bias": integers_like((4,), 1, "float32"),
    }
    model = graph(onnx, nodes, tensors)
    report = upconv.checkerboard(model)
    resizes = 1 + others.count("c")
    assert [one.layer.kind for one in report.layers] == ["resize"] * resizes
    assert report.layers[0].layer.name == "y, of b"
    assert (report.left, report.layers[0].layer.channels) == ((), (3, 4))
    repaired = repairs.fused(model)
    assert (len(repaired.done), repaired.left) == (resizes, [])
    x = 4 * integers_like((2, 3, 4, 6), 3, "float32")
    np.testing.assert_allclose(run(repaired.model, x)[0], run(model, x)[0], rtol=1e-6)
    assert "Resize" not in {node.op_type for node in repaired.model.graph.node}


# Steps that are written out.


def written(onnx, way, *, static):
    """A convolution 3 -> 8, and a shuffle or repeat by 2 of its 4 x 6 pixels, written out."""
    h = onnx.helper
    conv = h.make_node("Conv", ["x", "w"], ["a"], pads=[1, 1, 1, 1])
    integers = {"one": [1], "two": [2]}
    if way in ("CRD", "DCR"):
        first, order = ([0, 2, 2, 2], [0, 1, 4, 2, 5, 3])
        if way == "DCR":
            order = [0, 3, 4, 1, 5, 2]
        whole = [0, 2, 8, 12] if static else [0, 2, -1, 12]
        integers |= {"parts": [*first, 4, 6], "whole": whole}
        nodes = [
            conv,
            h.make_node("Reshape", ["a", "parts"], ["b"]),
            h.make_node("Transpose", ["b"], ["c"], perm=order),
            h.make_node("Reshape", ["c", "whole"], ["y"]),
        ]
    else:
        integers |= {"times": [1, 1, 1, 2, 1, 2], "whole": [0, 8, 8, 12], "axes": [3, 5]}
        last = (
            h.make_node("Expand", ["b", "times"], ["c"])
            if way == "repeat"
            else h.make_node("Pad", ["b", "pads"], ["c"])
        )
        integers |= {"pads": [0] * 9 + [1, 0, 1]}
        nodes = [
            conv,
            h.make_node("Unsqueeze", ["a", "axes"], ["b"]),
            last,
            h.make_node("Reshape", ["c", "whole"], ["d"]),
            h.make_node("Conv", ["d", "v"], ["y"], pads=[1, 1, 1, 1]),
        ]
    tensors = {name: np.array(value, np.int64) for name, value in integers.items()}
    tensors["w"] = integers_like((8, 3, 3, 3), 0, "float32")
    tensors["v"] = integers_like((2, 8, 3, 3), 1, "float32")
    read = {name for node in nodes for name in node.input}
    model = graph(onnx, nodes, {n: t for n, t in tensors.items() if n in read})
    shape = model.graph.input[0].type.tensor_type.shape
    for one, size in zip(shape.dim, (1, 3, 4, 6), strict=True):
        if static:
            one.dim_value = size
    return model, tensors


@pytest.mark.parametrize("static", [True, False])
@pytest.mark.parametrize("way", ["CRD", "DCR", "repeat", "zeros"])
def test_onnx_shuffles_and_repeats_written_out_are_found(onnx, way, static):
    model, tensors = written(onnx, way, static=static)
    batch = None if static else np.random.default_rng(0).random((1, 3, 4, 6), np.float32)
    report = upconv.checkerboard(model, batch=batch)
    assert report.left == ()
    (one,) = report.layers
    assert one.layer.geometry.stride == (2, 2)
    if way in ("CRD", "DCR"):
        h = onnx.helper
        nodes = [
            h.make_node("Conv", ["x", "w"], ["a"], pads=[1, 1, 1, 1]),
            h.make_node("DepthToSpace", ["a"], ["y"], blocksize=2, mode=way),
        ]
        named = upconv.checkerboard(graph(onnx, nodes, {"w": tensors["w"]}), batch=batch)
        assert (one.layer.kind, one.layer.name) == ("subpixel", "a")
        assert one.gain.db == named.layers[0].gain.db
        assert np.array_equal(one.layer.weight, named.layers[0].layer.weight)
    else:
        assert (one.layer.kind, one.layer.name) == ("resize", "y")
        assert one.layer.mode == ("nearest" if way == "repeat" else "bed_of_nails")


def test_onnx_steps_that_are_not_understood_are_told(onnx):
    h = onnx.helper
    nodes = [
        h.make_node("Unsqueeze", ["x", "axes"], ["b"]),
        h.make_node("Mul", ["b", "kernel"], ["c"]),
        h.make_node("Reshape", ["c", "whole"], ["d"]),
        h.make_node("Conv", ["d", "w"], ["y"]),
    ]
    tensors = {
        "axes": np.array([3, 5]),
        "kernel": np.array([1, 2], np.float32).reshape(1, 1, 1, 2, 1, 1),
        "whole": np.array([0, 3, -1, 64]),
        "w": np.ones((2, 3, 3, 3), np.float32),
    }
    model = graph(onnx, nodes, tensors)
    why = "upsamples 64x64 to 128x64 and is not a known shuffle, resize or border"
    assert upconv.checkerboard(model).unmeasured == (("d", why),)
    pooled = [
        h.make_node("MaxPool", ["x"], ["p", "i"], kernel_shape=[2, 2], strides=[2, 2]),
        h.make_node("MaxUnpool", ["p", "i"], ["y"], kernel_shape=[2, 2], strides=[2, 2]),
    ]
    assert upconv.checkerboard(graph(onnx, pooled, {})).unmeasured == (
        ("y", "puts values where a pooling found them: its phases depend on the input"),
    )


def test_the_outputs_of_an_onnx_model_are_known_by_name(onnx):
    h = onnx.helper
    nodes = [
        h.make_node("ConvTranspose", ["x", "t"], ["a"], strides=[2, 2]),
        h.make_node("ConvTranspose", ["a", "t"], ["y"], strides=[2, 2]),
    ]
    weight = np.random.default_rng(0).standard_normal((3, 3, 4, 4)).astype(np.float32)
    model = graph(onnx, nodes, {"t": weight}, outputs=("y", "a"))
    batch = np.random.default_rng(1).random((1, 3, 16, 16), np.float32)
    first, last = upconv.checkerboard(model, batch=batch).layers
    assert [(one.output, one.period) for one in first.spectra] == [("y", (4, 4)), ("a", (2, 2))]
    assert [(one.output, one.period) for one in last.spectra] == [("y", (2, 2))]


def test_half_pixel_nearest_resizes_repeat_and_others_do_not(onnx):
    from upconv.checkerboards import repairs

    for words, fuses in (
        ({"coordinate_transformation_mode": "half_pixel", "nearest_mode": "round_prefer_ceil"}, 1),
        ({"coordinate_transformation_mode": "half_pixel", "nearest_mode": "floor"}, 0),
        ({"nearest_mode": "ceil"}, 0),
        ({"coordinate_transformation_mode": "align_corners"}, 0),
    ):
        model = resize_conv(onnx, **words)
        repaired = repairs.fused(model)
        assert len(repaired.done) == fuses, words
        if fuses:
            x = integers_like((2, 4, 4, 5), 3, "float32")
            assert np.array_equal(run(repaired.model, x)[0], run(model, x)[0])


def test_what_cannot_be_fused_stays_and_says_why(onnx):
    from upconv.checkerboards import repairs

    assert repairs.fused(resize_conv(onnx, outputs=("y", "b"))).left == [
        "b -> y: the resize is also read by another step"
    ]
    read_twice = resize_conv(onnx)
    read_twice.graph.node.append(onnx.helper.make_node("Relu", ["b"], ["c"]))
    assert repairs.fused(read_twice).left == ["b -> y: the resize is also read by another step"]
    linear = resize_conv(onnx, mode="linear", coordinate_transformation_mode="half_pixel")
    assert repairs.fused(linear).left == [
        "b -> y: interpolation with zero padding is not one transposed convolution at the border"
    ]
    (reason,) = repairs.fused(resize_conv(onnx, pads=(4, 4, 4, 4))).left
    assert reason.startswith(
        "b -> y: ONNX cannot express a crop of -2 at the start and -2 at the end"
    )


def test_half_precision_is_measured_and_not_fused(onnx):
    from upconv.checkerboards import repairs

    model = resize_conv(onnx)
    for tensor in model.graph.initializer:
        if tensor.name == "w":
            half = onnx.numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(onnx.numpy_helper.from_array(half, "w"))
    assert upconv.checkerboard(model).layers[0].db == -math.inf
    repaired = repairs.fused(model)
    assert repaired.done == []
    assert repaired.left == ["b -> y: sums of float16 weights would be rounded to float16"]


def test_equalised_onnx_weights_are_even_and_nothing_else_changes(onnx):
    from upconv.checkerboards import repairs

    weight = np.random.default_rng(0).standard_normal((4, 2, 4, 4)).astype(np.float32)
    node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2], group=2)
    model = graph(onnx, [node], {"w": weight}, channels=4)
    repaired = repairs.equalize(model)
    assert repaired.done == ["y: gains equalised, which changes the function"]
    assert upconv.checkerboard(model).layers[0].db > -10
    assert upconv.checkerboard(repaired.model).layers[0].db < -100
    gappy = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[5, 5], group=2)
    assert repairs.equalize(graph(onnx, [gappy], {"w": weight}, channels=4)).left == [
        "y: a phase without taps has no gain to change"
    ]


def test_onnx_mistakes(onnx, tmp_path):
    model = resize_conv(onnx)
    with pytest.raises(ArgumentError, match="must be an input that the model takes"):
        upconv.checkerboard(model, batch=np.ones((1, 3, 8, 8), np.float32))
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"\x00not a model")
    with pytest.raises(DataError, match=r"^The file must be an ONNX model\. Received .*damaged"):
        upconv.checkerboard(damaged)
    model.graph.output[0].type.tensor_type.ClearField("shape")
    damaged.write_bytes(model.SerializeToString())
    with pytest.raises(DataError) as caught:
        upconv.checkerboard(damaged)
    assert str(caught.value) == (
        f"The file must be an ONNX model. Received {damaged}: Field 'shape' of 'type' is required "
        "but missing."
    )


# Files.


def test_a_weight_in_a_file(tmp_path):
    weight = np.random.default_rng(0).standard_normal((3, 2, 4))
    path = tmp_path / "weight.npy"
    np.save(path, weight)
    in_file = upconv.checkerboard(path, stride=2).layers[0]
    assert in_file.db == upconv.checkerboard(weight, stride=2).layers[0].db


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(DataError, match=r"nothing\.npy: No such file\."):
        upconv.checkerboard(tmp_path / "nothing.npy")
    odd = tmp_path / "model.pt"
    odd.write_bytes(b"")
    with pytest.raises(
        ArgumentError, match=r"^A file to check must end in \.onnx, \.keras, \.h5, \.pt2"
    ):
        upconv.checkerboard(odd)
    pickled = tmp_path / "pickled.npy"
    np.save(pickled, np.array([{}], object))
    with pytest.raises(
        DataError, match=r"must hold numbers\. Received .*pickled\.npy, which holds"
    ):
        upconv.checkerboard(pickled)
