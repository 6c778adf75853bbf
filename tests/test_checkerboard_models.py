"""Models of PyTorch, Keras and ONNX: what is found in them, measured on a batch, and repaired."""

import math

import numpy as np
import pytest

import upconv
from frameworks import ignoring, module
from strategies import integers_like
from upconv.errors import ArgumentError, ArgumentTypeError, DataError

COPY = "__array__ implementation doesn't accept a copy keyword"  # Keras on PyTorch

# PyTorch.


@pytest.fixture
def torch():
    found = pytest.importorskip("torch", reason="the models are PyTorch's")
    found.manual_seed(0)
    return found


def decoder(torch):
    nn = torch.nn
    return nn.Sequential(
        nn.Conv2d(3, 6, 3, padding=1),
        nn.ConvTranspose2d(6, 4, (3, 4), (2, 1), (1, 2), output_padding=(1, 0), groups=2),
        nn.ReLU(),
        nn.Sequential(nn.Upsample(scale_factor=2), nn.ReLU(), nn.Conv2d(4, 4, 3, padding="same")),
        nn.Conv2d(4, 8, 3, padding=1),
        nn.PixelShuffle(2),
        nn.Upsample(scale_factor=(1, 2), mode="bilinear"),
        nn.Conv2d(2, 5, (1, 3), padding=1),
    )


def functional(torch):
    functions, nn = torch.nn.functional, torch.nn

    class Functional(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Conv2d(3, 8, 3, padding=1)
            self.up = nn.ModuleDict({"second": nn.Conv2d(2, 4, 3, padding=1)})

        def forward(self, x):
            x = functions.relu(functions.pixel_shuffle(self.first(x), 2))
            return self.up["second"](functions.interpolate(x, scale_factor=2.0))

    return Functional()


def dynamic(torch):
    nn = torch.nn

    class Dynamic(nn.Module):
        """Its control flow depends on values, so it has no graph."""

        def __init__(self):
            super().__init__()
            self.up = nn.ConvTranspose2d(3, 4, 4, 2, 1)
            self.tail = nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(4, 2, 3, padding=1))

        def forward(self, x):
            return self.tail(self.up(x if x.sum() > 0 else -x))

    return Dynamic()


def found(report):
    return [(one.layer.name, one.layer.kind, one.layer.geometry.stride) for one in report.layers]


def test_pytorch_layers_are_found_in_modules_functions_and_without_a_graph(torch):
    assert found(upconv.checkerboard(decoder(torch))) == [
        ("1", "transposed", (2, 1)),
        ("3.2", "resize", (2, 2)),
        ("4", "subpixel", (2, 2)),
        ("7", "resize", (1, 2)),
    ]
    assert found(upconv.checkerboard(functional(torch))) == [
        ("first", "subpixel", (2, 2)),
        ("up.second", "resize", (2, 2)),
    ]
    assert found(upconv.checkerboard(dynamic(torch))) == [
        ("up", "transposed", (2, 2)),
        ("tail.1", "resize", (2, 2)),
    ]


@pytest.mark.parametrize("make", [decoder, functional, dynamic])
def test_a_batch_runs_through_a_pytorch_model_and_leaves_it_as_it_was(torch, make):
    model = make(torch).train()
    frozen = next(m for m in model.modules() if isinstance(m, torch.nn.Conv2d)).eval()
    batch = torch.rand(3, 3, 16, 16)
    report = upconv.checkerboard(model, batch=batch)
    assert model.training
    assert not frozen.training
    assert not any(m._forward_hooks for m in model.modules())
    output = model(batch).shape[2:]
    for one in report.layers:
        assert one.gain.weighted
        enlarged = [round(o / i) for o, i in zip(output, one.input_size, strict=True)]
        assert one.period == tuple(enlarged)
        assert one.lattice is not None
    assert report.layers[0].input_size == (16, 16)
    again = upconv.checkerboard(model, batch=batch.numpy())  # an array is as good
    assert [one.db for one in again.layers] == [one.db for one in report.layers]


def test_the_weight_found_is_the_layers_own(torch):
    """What is measured computes what the module computes, borders included for these."""
    model = decoder(torch).double()
    x = torch.rand(2, 6, 5, 7, dtype=torch.float64)
    layers = [one.layer for one in upconv.checkerboard(model).layers]
    for layer, part, size in ((layers[0], model[1], 6), (layers[1], model[3], 4)):
        plain = part if isinstance(part, torch.nn.ConvTranspose2d) else part[2]
        with torch.no_grad():
            plain.bias.zero_()
            theirs = part(x[:, :size]).numpy()
        geometry = layer.geometry
        ours = upconv.conv_transpose(
            x[:, :size].numpy(),
            layer.weight,
            stride=geometry.stride,
            padding=geometry.padding,
            output_padding=geometry.output_padding,
            groups=layer.groups,
        )
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_one_layer_of_pytorch_and_of_upconv(torch):
    from upconv.torch import ConvTranspose2d

    for kind in (torch.nn.ConvTranspose2d, ConvTranspose2d):
        layer = kind(3, 4, 3, stride=2)
        report = upconv.checkerboard(layer, batch=torch.rand(2, 3, 16, 16))
        assert report.layers[0].period == (2, 2)
        assert not report.layers[0].even
        inside = torch.nn.Sequential(torch.nn.ReLU(), layer)
        assert upconv.checkerboard(inside).layers[0].layer.name == "1"


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_one_scale_stands_for_every_axis_and_a_normalisation_between_is_passed(torch, ndim):
    nn = torch.nn
    conv, norm = getattr(nn, f"Conv{ndim}d"), getattr(nn, f"BatchNorm{ndim}d")
    model = nn.Sequential(nn.Upsample(scale_factor=3), norm(2), conv(2, 4, 3, padding=1))
    assert found(upconv.checkerboard(model)) == [("2", "resize", (3,) * ndim)]


def test_icnr_is_told_from_other_weights(torch):
    conv = torch.nn.Conv2d(3, 8, 3, padding=1)
    model = torch.nn.Sequential(conv, torch.nn.PixelShuffle(2))
    assert upconv.checkerboard(model).layers[0].db > -10
    with torch.no_grad():
        conv.weight.copy_(conv.weight[::4].repeat_interleave(4, 0))
        conv.bias.copy_(conv.bias[::4].repeat_interleave(4, 0))
    assert upconv.checkerboard(model).layers[0].db == -math.inf


def test_what_no_figure_can_be_given_for_is_left_out(torch):
    nn = torch.nn
    for model in (
        nn.Sequential(nn.Upsample(scale_factor=1.5), nn.Conv2d(1, 1, 3)),
        nn.Sequential(nn.Upsample(size=(7, 7)), nn.Conv2d(1, 1, 3)),
        nn.Sequential(
            nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), nn.Conv2d(1, 1, 3)
        ),
        nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(1, 1, 3, stride=2)),
    ):
        assert upconv.checkerboard(model).layers == ()


def test_a_batch_that_does_not_fit_is_one_line(torch):
    with pytest.raises(
        ArgumentError,
        match=r"^`batch` must be an input that the model takes\. "
        r"Received batch\.shape=\(1, 2, 8, 8\): .*channels",
    ):
        upconv.checkerboard(decoder(torch), batch=torch.rand(1, 2, 8, 8))


def test_a_tensor_is_given_as_an_array(torch):
    with pytest.raises(ArgumentTypeError, match=r"Received a Tensor\. A tensor is given as an"):
        upconv.checkerboard(torch.ones(2, 2, 3))


# Keras.


@pytest.fixture
def keras():
    with ignoring(COPY):
        yield module("keras")


def test_keras_layers_are_found_and_measured(keras):
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input((None, None, 3)),
            layers.Conv2DTranspose(4, (3, 5), strides=(2, 1), padding="same"),
            layers.ReLU(),
            layers.UpSampling2D(2),
            layers.Conv2D(2, 3, padding="same"),
        ]
    )
    transposed, conv = model.layers[0], model.layers[-1]
    report = upconv.checkerboard(model)
    names = [transposed.name, conv.name]
    assert [one.layer.name for one in report.layers] == names
    assert [one.layer.kind for one in report.layers] == ["transposed", "resize"]
    # The same weights in PyTorch's layout give the same figure.
    kernel = np.asarray(keras.ops.convert_to_numpy(transposed.kernel)).transpose(3, 2, 0, 1)
    same = upconv.checkerboard(np.ascontiguousarray(kernel), stride=(2, 1), padding="same")
    assert report.layers[0].gain.db == same.layers[0].gain.db
    batch = np.random.default_rng(0).random((2, 16, 20, 3), np.float32)
    measured = upconv.checkerboard(model, batch=batch)
    assert [one.period for one in measured.layers] == [(4, 2), (2, 2)]
    assert [one.input_size for one in measured.layers] == [(16, 20), (32, 20)]
    assert all(one.gain.weighted for one in measured.layers)


def test_a_keras_layer_alone(keras):
    layer = keras.layers.Conv1DTranspose(2, 3, strides=2)
    with pytest.raises(ArgumentError, match=r"must be built before it has weights to check"):
        upconv.checkerboard(layer)
    layer.build((None, None, 4))
    assert upconv.checkerboard(layer).layers[0].overlap == ((2, 1),)
    batch = np.random.default_rng(0).random((2, 20, 4), np.float32)
    (measured,) = upconv.checkerboard(layer, batch=batch).layers
    assert measured.gain.weighted
    assert measured.period == (2,)


def test_a_keras_file(keras, tmp_path, monkeypatch):
    from keras.src.utils import module_utils

    # Saving looks for TensorFlow's types, and loading it takes longer than all of these tests.
    monkeypatch.setattr(module_utils.tensorflow, "_available", False)
    model = keras.Sequential(
        [keras.layers.Input((8, 8, 3)), keras.layers.Conv2DTranspose(4, 3, strides=2)]
    )
    path = tmp_path / "model.keras"
    model.save(path)
    (layer,) = upconv.checkerboard(path).layers
    assert layer.db == upconv.checkerboard(model).layers[0].db


# ONNX.


@pytest.fixture
def onnx():
    return pytest.importorskip("onnx", reason="the models are ONNX'")


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


@pytest.mark.parametrize("kernel", [1, 2, 3, 5])
def test_a_fused_onnx_model_is_the_same_function(onnx, kernel):
    from upconv.checkerboards import repair

    pads = (min(kernel - 1, 2), 1, min(kernel - 1, 1), 0)
    model = resize_conv(onnx, pads=pads, kernel=kernel)
    before = model.SerializeToString()
    repaired = repair.fused(model)
    assert repaired.done == ["b -> y: one ConvTranspose"]
    assert repaired.left == []
    assert [n.op_type for n in repaired.model.graph.node] == ["Relu", "ConvTranspose"]
    assert sorted(t.name for t in repaired.model.graph.initializer) == ["bias", "w_even"]
    assert model.SerializeToString() == before
    x = integers_like((2, 4, 4, 5), 3, "float32")
    assert np.array_equal(run(repaired.model, x)[0], run(model, x)[0])


def test_half_pixel_nearest_resizes_repeat_and_others_do_not(onnx):
    from upconv.checkerboards import repair

    for words, fuses in (
        ({"coordinate_transformation_mode": "half_pixel", "nearest_mode": "round_prefer_ceil"}, 1),
        ({"coordinate_transformation_mode": "half_pixel", "nearest_mode": "floor"}, 0),
        ({"nearest_mode": "ceil"}, 0),
        ({"coordinate_transformation_mode": "align_corners"}, 0),
    ):
        model = resize_conv(onnx, **words)
        repaired = repair.fused(model)
        assert len(repaired.done) == fuses, words
        if fuses:
            x = integers_like((2, 4, 4, 5), 3, "float32")
            assert np.array_equal(run(repaired.model, x)[0], run(model, x)[0])


def test_what_cannot_be_fused_stays_and_says_why(onnx):
    from upconv.checkerboards import repair

    assert repair.fused(resize_conv(onnx, outputs=("y", "b"))).left == [
        "b -> y: the resize is read by something else too"
    ]
    read_twice = resize_conv(onnx)
    read_twice.graph.node.append(onnx.helper.make_node("Relu", ["b"], ["c"]))
    assert repair.fused(read_twice).left == ["b -> y: the resize is read by something else too"]
    linear = resize_conv(onnx, mode="linear", coordinate_transformation_mode="half_pixel")
    assert repair.fused(linear).left == [
        "b -> y: an interpolation and zero padding are no one transposed convolution at the border"
    ]
    (reason,) = repair.fused(resize_conv(onnx, pads=(4, 4, 4, 4))).left
    assert reason.startswith("b -> y: ONNX cannot say a crop of -2 at the begin and -2 at the end")


def test_half_precision_is_measured_and_not_fused(onnx):
    from upconv.checkerboards import repair

    model = resize_conv(onnx)
    for tensor in model.graph.initializer:
        if tensor.name == "w":
            half = onnx.numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(onnx.numpy_helper.from_array(half, "w"))
    assert upconv.checkerboard(model).layers[0].db == -math.inf
    repaired = repair.fused(model)
    assert repaired.done == []
    assert repaired.left == ["b -> y: sums of float16 weights would be rounded to float16"]


def test_equalised_onnx_weights_are_even_and_nothing_else_changes(onnx):
    from upconv.checkerboards import repair

    weight = np.random.default_rng(0).standard_normal((4, 2, 4, 4)).astype(np.float32)
    node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2], group=2)
    model = graph(onnx, [node], {"w": weight}, channels=4)
    repaired = repair.equalize(model)
    assert repaired.done == ["y: gains equalised, which changes the function"]
    assert upconv.checkerboard(model).layers[0].db > -10
    assert upconv.checkerboard(repaired.model).layers[0].db < -100
    gappy = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[5, 5], group=2)
    assert repair.equalize(graph(onnx, [gappy], {"w": weight}, channels=4)).left == [
        "y: a phase without taps has no gain to change"
    ]


def test_onnx_mistakes(onnx, tmp_path):
    model = resize_conv(onnx)
    with pytest.raises(ArgumentError, match="must be an input that the model takes"):
        upconv.checkerboard(model, batch=np.ones((1, 3, 8, 8), np.float32))
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"\x00not a model")
    with pytest.raises(DataError, match=r"^The file must be whole\. Received .*damaged\.onnx: "):
        upconv.checkerboard(damaged)


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
    with pytest.raises(ArgumentError, match=r"^A file to check must end in \.onnx, \.keras, \.npy"):
        upconv.checkerboard(odd)
    pickled = tmp_path / "pickled.npy"
    np.save(pickled, np.array([{}], object))
    with pytest.raises(DataError, match=r"^The file must be whole\. Received .*pickled\.npy: "):
        upconv.checkerboard(pickled)
