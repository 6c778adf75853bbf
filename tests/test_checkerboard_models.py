"""Models of PyTorch, Keras and ONNX: what is found in them, measured on a batch, and repaired."""

import math

import numpy as np
import pytest

import upconv
from frameworks import ignoring, module
from strategies import integers_like
from upconv.checkerboards.layers import Convolution, Shuffle, subpixel
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
    assert upconv.checkerboard(decoder(torch)).left == ()
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


def resized_to(torch, *, by_the_skip):
    """A decoder that resizes to a size: of its own, or of what it is joined with."""
    functions, nn = torch.nn.functional, torch.nn

    class Joined(nn.Module):
        def __init__(self):
            super().__init__()
            self.down = nn.Conv2d(3, 6, (3, 4), (3, 2), (0, 1))
            self.act = nn.ReLU()
            self.up = nn.Conv2d(6, 2, 3, padding=1)

        def forward(self, x):
            size = x.shape[2:] if by_the_skip else (48, 40)
            return self.up(self.act(functions.interpolate(self.down(x), size=size)))

    return Joined()


@pytest.mark.parametrize("by_the_skip", [True, False])
def test_a_resize_to_a_size_is_a_layer_once_a_batch_tells_the_factor(torch, by_the_skip):
    model = resized_to(torch, by_the_skip=by_the_skip)
    bare = upconv.checkerboard(model)
    assert bare.layers == ()
    assert bare.left == (("interpolate", "resizes to a size: its factor is known with a batch"),)
    report = upconv.checkerboard(model, batch=torch.rand(2, 3, 48, 40))
    assert found(report) == [("up", "resize", (3, 2))]
    assert report.left == ()
    assert report.layers[0].input_size == (16, 20)
    assert report.layers[0].lattice is not None


def test_a_resize_to_a_size_by_no_whole_factor_is_told_with_its_sizes(torch):
    nn = torch.nn
    model = nn.Sequential(nn.Upsample(size=(20, 16)), nn.Conv2d(1, 1, 3))
    report = upconv.checkerboard(model, batch=torch.rand(1, 1, 8, 8))
    assert report.layers == ()
    assert report.left == (("0", "resizes 8x8 to 20x16, which is no whole factor"),)
    smaller = nn.Sequential(nn.Upsample(size=(8, 4)), nn.Conv2d(1, 1, 3))
    assert upconv.checkerboard(smaller, batch=torch.rand(1, 1, 8, 8)).left == ()


def test_what_no_figure_can_be_given_for_is_told_with_the_reason(torch):
    nn = torch.nn
    alone = "a resize that no convolution at stride 1 reads; even by itself"
    conv, up = nn.Conv2d(1, 1, 3), nn.Upsample(scale_factor=2)
    for model, name, reason in (
        (
            nn.Sequential(nn.Upsample(scale_factor=1.5), conv),
            "0",
            "resizes by 1.5, which is no whole factor",
        ),
        (
            nn.Sequential(nn.Upsample(scale_factor=2, mode="bicubic"), conv),
            "0",
            "bicubic is neither a nearest nor a linear resize",
        ),
        (
            nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), conv),
            "0",
            "align_corners puts every phase at a place of its own",
        ),
        (nn.Sequential(up, nn.Conv2d(1, 1, 3, stride=2)), "0", alone),
        (nn.Sequential(conv, up), "1", alone),
        (
            nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.PixelShuffle(2)),
            "2",
            "a pixel shuffle that does not read a convolution directly",
        ),
    ):
        report = upconv.checkerboard(model)
        assert report.layers == ()
        assert report.left == ((name, reason),)
        lines = str(report).splitlines()
        assert lines[0] == "No upsampling layer was found."
        assert lines[2] == "Not measured:"
        assert " ".join(" ".join(lines[3:]).split()) == f"{name}: {reason}"
    same = upconv.checkerboard(nn.Sequential(nn.Upsample(scale_factor=1), conv))
    assert (same.layers, same.left) == ((), ())


def test_a_functional_transposed_convolution_is_read_where_its_weight_is_a_parameter(torch):
    functions, nn = torch.nn.functional, torch.nn

    class Functional(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.rand(4, 3, 3, 5))

        def forward(self, x):
            y = functions.conv_transpose2d(x, self.weight, None, (2, 3), padding=1, groups=2)
            return functions.conv_transpose2d(y, self.weight.flip(0)[:, :2], stride=2)

    model = Functional()
    report = upconv.checkerboard(model)
    (layer,) = report.layers
    same = upconv.checkerboard(
        model.weight.detach().numpy(), stride=(2, 3), padding=1, groups=2
    ).layers[0]
    assert (layer.db, layer.layer.geometry) == (same.db, same.layer.geometry)
    assert layer.layer.groups == 2
    assert [reason for _, reason in report.left] == [
        "a transposed convolution whose weight is computed"
    ]


# Repaired modules.


def test_a_fused_pytorch_module_is_the_same_function(torch):
    from upconv.checkerboards import repairs

    nn = torch.nn
    model = nn.Sequential(
        nn.Sequential(nn.Upsample(scale_factor=(2, 3)), nn.Conv2d(4, 6, 3, padding=1, groups=2)),
        nn.ReLU(),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(6, 2, (3, 5), padding="same", bias=False),
    ).double()
    model[3].weight.requires_grad_(False)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    repaired = repairs.fused(model.eval())
    assert repaired.done == [
        "0.0 -> 0.1: one ConvTranspose2d",
        "2 -> 3: one ConvTranspose2d",
    ]
    assert repaired.left == []
    assert [type(m).__name__ for m in repaired.model.modules()].count("ConvTranspose2d") == 2
    assert not repaired.model[3].training
    assert not repaired.model[3].weight.requires_grad
    assert repaired.model[0][1].weight.requires_grad
    x = torch.rand(2, 4, 5, 7, dtype=torch.float64)
    torch.testing.assert_close(repaired.model(x), model(x), rtol=1e-12, atol=1e-12)
    assert isinstance(model[0][0], nn.Upsample)
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


def test_what_of_a_pytorch_module_cannot_be_fused_stays_and_says_why(torch):
    from upconv.checkerboards import repairs

    nn = torch.nn
    conv, up = nn.Conv2d(1, 1, 3, padding=1), nn.Upsample(scale_factor=2)

    class ReadTwice(nn.Module):
        def __init__(self):
            super().__init__()
            self.up, self.conv = up, conv

        def forward(self, x):
            large = self.up(x)
            return self.conv(large) + large

    class CalledTwice(ReadTwice):
        def forward(self, x):
            return self.conv(self.up(self.conv(self.up(x))))

    for model, reason in (
        (ReadTwice(), "the resize is read by something else too"),
        (CalledTwice(), "a module that is called several times"),
        (nn.Sequential(nn.Upsample(size=8), conv), "a resize to a size has no factor of its own"),
        (
            nn.Sequential(up, nn.Conv2d(1, 1, 3).half()),
            "sums of torch.float16 weights would be rounded to torch.float16",
        ),
        (
            nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear"), conv),
            "an interpolation and zero padding are no one transposed convolution at the border",
        ),
        (functional(torch), "it reads a function interpolate, which is no module"),
        (dynamic(torch), "no graph: the control flow depends on values"),
    ):
        repaired = repairs.fused(model)
        assert repaired.done == []
        assert repaired.left[0].endswith(reason)
    wide = repairs.fused(nn.Sequential(up, nn.Conv2d(1, 1, 3, padding=3)))
    assert wide.done == []
    assert wide.left[0].startswith("0 -> 1: PyTorch cannot say a crop of -1")


def test_equalised_pytorch_weights_are_even_and_a_copy(torch):
    from upconv.checkerboards import repairs

    model = torch.nn.Sequential(
        torch.nn.ConvTranspose2d(4, 6, (3, 4), 2, groups=2), torch.nn.ConvTranspose2d(6, 2, 2, 3)
    )
    weight = model[0].weight.detach().clone()
    repaired = repairs.equalize(model)
    assert repaired.done == ["0: gains equalised, which changes the function"]
    assert repaired.left == ["1: a phase without taps has no gain to change"]
    assert torch.equal(model[0].weight, weight)
    assert upconv.checkerboard(model).layers[0].db > -10
    assert upconv.checkerboard(repaired.model).layers[0].db < -100


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


def as_shuffles(keras):
    """Pixel shuffles in the ways people write them: each makes (16, 20, 2) of (8, 10, 8)."""
    layers, ops = keras.layers, keras.ops

    class OwnShuffle(layers.Layer):
        def call(self, x):
            n, h, w, c = ops.shape(x)
            parts = ops.transpose(ops.reshape(x, (n, h, w, 2, 2, c // 4)), (0, 1, 3, 2, 4, 5))
            return ops.reshape(parts, (n, 2 * h, 2 * w, c // 4))

        def compute_output_shape(self, shape):
            n, h, w, c = shape
            return (n, 2 * h, 2 * w, c // 4)

    def in_operations(x, c_first=False):
        parts = ops.reshape(x, (-1, 8, 10, 2, 2, 2))
        order = (0, 1, 4, 2, 5, 3) if c_first else (0, 1, 3, 2, 4, 5)
        return ops.reshape(ops.transpose(parts, order), (-1, 16, 20, 2))

    return {
        "lambda": (layers.Lambda(lambda x: ops.depth_to_space(x, 2)), True),
        "operation": (lambda x: ops.depth_to_space(x, 2), True),
        "layer": (OwnShuffle(), True),
        "operations": (in_operations, True),
        "as PyTorch": (lambda x: in_operations(x, c_first=True), False),
    }


@pytest.mark.parametrize("way", ["lambda", "operation", "layer", "operations", "as PyTorch"])
def test_keras_pixel_shuffles_are_found_however_they_are_written(keras, way):
    layers = keras.layers
    shuffle, depth_first = as_shuffles(keras)[way]
    x = layers.Input((8, 10, 3))
    conv = layers.Conv2D(8, 3, padding="same", bias_initializer="normal")
    model = keras.Model(x, layers.ReLU()(shuffle(conv(x))))
    report = upconv.checkerboard(model)
    assert found(report) == [(conv.name, "subpixel", (2, 2))]
    assert report.left == ()
    # The same layer, made of Keras' weights by hand.
    kernel, bias = (np.asarray(keras.ops.convert_to_numpy(w)) for w in conv.weights)
    step = Convolution(kernel.transpose(3, 2, 0, 1), bias, ((1, 1), (1, 1)), (1, 1))
    same = subpixel(step, Shuffle((2, 2), depth_first))
    assert np.array_equal(report.layers[0].layer.weight, same.weight)
    assert np.array_equal(report.layers[0].layer.phase_bias, same.phase_bias)
    batch = np.random.default_rng(0).random((2, 8, 10, 3), np.float32)
    measured = upconv.checkerboard(model, batch=batch).layers[0]
    assert (measured.period, measured.input_size) == ((2, 2), (8, 10))


def test_keras_resizes_without_a_layer_are_found_and_others_are_told(keras):
    layers, ops = keras.layers, keras.ops
    steps = (
        layers.Lambda(lambda t: ops.repeat(ops.repeat(t, 2, 1), 3, 2)),
        layers.Conv2D(3, 3, padding="same"),
        layers.Resizing(32, 60),
        layers.Conv2D(2, 3, padding="same"),
        layers.Lambda(lambda t: ops.flip(ops.repeat(t, 2, 1), 1)),
        layers.ZeroPadding2D(3),
        layers.UpSampling2D(2, interpolation="bicubic"),
        layers.Conv2D(2, 3),
    )
    model = keras.Sequential([layers.Input((8, 10, 3)), *steps])
    report = upconv.checkerboard(model)
    assert found(report) == [
        (steps[1].name, "resize", (2, 3)),
        (steps[3].name, "resize", (2, 2)),
    ]
    assert report.left == (
        (steps[4].name, "enlarges by 2x1: no shuffle or resize that is known"),
        (steps[6].name, "bicubic is neither a nearest nor a bilinear resize"),
    )


def test_keras_layers_of_upconv_are_layers_of_keras(keras):
    from upconv.keras import Conv2D, Conv2DTranspose

    model = keras.Sequential(
        [
            keras.layers.Input((8, 8, 4)),
            Conv2DTranspose(6, (3, 4), strides=2, padding="same", groups=2),
            keras.layers.UpSampling2D((1, 2)),
            Conv2D(2, 3, padding="same"),
        ]
    )
    report = upconv.checkerboard(model, batch=np.ones((1, 8, 8, 4), np.float32))
    assert [(one.layer.kind, one.layer.groups, one.period) for one in report.layers] == [
        ("transposed", 2, (2, 4)),
        ("resize", 1, (1, 2)),
    ]


def test_keras_models_in_models_and_subclassed_ones_see_what_their_layers_see(keras):
    layers = keras.layers
    up = layers.Conv2DTranspose(4, 3, strides=2)
    inner = keras.Sequential([layers.Input((8, 8, 6)), up, layers.ReLU()])
    nested = keras.Sequential(
        [layers.Input((8, 8, 3)), layers.Conv2D(6, 3, padding="same"), inner, layers.Conv2D(2, 1)]
    )

    class Subclassed(keras.Model):
        def __init__(self):
            super().__init__()
            self.first = layers.Conv2D(6, 3, padding="same")
            self.up = layers.UpSampling2D(2)
            self.conv = layers.Conv2D(4, 3, padding="same")

        def call(self, x):
            return self.conv(self.up(self.first(x)))

    batch = np.random.default_rng(0).random((2, 8, 8, 3), np.float32)
    subclassed = Subclassed()
    subclassed(batch)
    for model, name, kind in (
        (nested, up.name, "transposed"),
        (subclassed, subclassed.conv.name, "resize"),
    ):
        (layer,) = upconv.checkerboard(model, batch=batch).layers
        assert (layer.layer.name, layer.layer.kind) == (name, kind)
        assert (layer.input_size, layer.period) == ((8, 8), (2, 2))
        assert layer.gain.weighted
        assert all("call" not in vars(one) for one in model.layers)


def test_a_fused_keras_model_is_the_same_function(keras):
    from upconv.checkerboards import repairs

    layers = keras.layers
    up = layers.UpSampling2D((2, 3))
    conv = layers.Conv2D(5, (3, 5), padding="same", activation="relu", bias_initializer="normal")
    x = layers.Input((7, 6, 3))
    y = layers.BatchNormalization(name="kept")(conv(up(x)))
    lost = layers.UpSampling2D(2)
    z = lost(y)
    last = layers.Conv2D(2, 3)
    model = keras.Model(x, layers.Concatenate()([last(z), layers.Cropping2D(1)(z)]))
    batch = np.random.default_rng(0).random((2, 7, 6, 3), np.float32)
    repaired = repairs.fused(model)
    assert repaired.done == [f"{up.name} -> {conv.name}: one Conv2DTranspose"]
    assert repaired.left == [
        f"{lost.name} -> {last.name}: the resize is read by something else too"
    ]
    kinds = [type(layer).__name__ for layer in repaired.model.layers]
    assert kinds[1:3] == ["Identity", "Conv2DTranspose"]
    ours, theirs = (keras.ops.convert_to_numpy(m(batch)) for m in (repaired.model, model))
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    assert type(model.layers[1]).__name__ == "UpSampling2D"


def test_what_of_a_keras_model_cannot_be_fused_stays_and_says_why(keras):
    from upconv.checkerboards import repairs

    layers = keras.layers
    for up, conv, reason in (
        (layers.UpSampling2D(2), layers.Conv2D(4, 3, groups=2), "have no groups"),
        (
            layers.UpSampling2D(2, interpolation="bilinear"),
            layers.Conv2D(4, 3, padding="same"),
            "an interpolation and zero padding are no one transposed convolution at the border",
        ),
    ):
        repaired = repairs.fused(keras.Sequential([layers.Input((8, 8, 4)), up, conv]))
        assert repaired.done == []
        assert repaired.left[0].endswith(reason)
    assert repairs.fused(layers.Conv2D(4, 3)).left == [
        "a model without a graph (subclassed) cannot be copied layer by layer"
    ]


def test_equalised_keras_kernels_are_even_and_a_copy(keras):
    from upconv.checkerboards import repairs

    layers = keras.layers
    inner = keras.Sequential([layers.Input((8, 8, 3)), layers.Conv2DTranspose(4, (3, 4), 2)])
    model = keras.Sequential([layers.Input((8, 8, 3)), inner, layers.Conv2DTranspose(2, 2, 3)])
    before = [np.array(one) for one in model.get_weights()]
    repaired = repairs.equalize(model)
    assert repaired.done == [f"{inner.layers[0].name}: gains equalised, which changes the function"]
    assert repaired.left == [f"{model.layers[1].name}: a phase without taps has no gain to change"]
    assert upconv.checkerboard(model).layers[0].db > -10
    assert upconv.checkerboard(repaired.model).layers[0].db < -100
    assert all(map(np.array_equal, before, model.get_weights()))


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
        ("b", "resizes to a size: its factor is known with a batch"),
    )
    batch = np.random.default_rng(0).random((1, 3, 8, 10)).astype(np.float32)
    (layer,) = upconv.checkerboard(dynamic, batch=batch).layers
    assert (layer.layer.geometry.stride, layer.input_size) == ((2, 3), (8, 10))


def test_what_of_onnx_cannot_be_measured_is_told(onnx):
    h = onnx.helper
    cubic = resize_to(onnx, static=True, mode="cubic")
    assert upconv.checkerboard(cubic).left == (
        ("b", "a cubic (half_pixel) Resize, whose phases depend on the place"),
    )
    halves = resize_conv(onnx)
    for tensor in halves.graph.initializer:
        if tensor.name == "scales":
            tensor.CopyFrom(onnx.numpy_helper.from_array(np.array([1, 1, 1.5, 2], "f4"), "scales"))
    assert upconv.checkerboard(halves).left == (
        ("b", "resizes by 1, 1, 1.5, 2, which are no whole factors of the spatial axes"),
    )
    nodes = [
        h.make_node("Relu", ["t"], ["u"]),
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
        "b -> y: the resize is read by something else too"
    ]
    read_twice = resize_conv(onnx)
    read_twice.graph.node.append(onnx.helper.make_node("Relu", ["b"], ["c"]))
    assert repairs.fused(read_twice).left == ["b -> y: the resize is read by something else too"]
    linear = resize_conv(onnx, mode="linear", coordinate_transformation_mode="half_pixel")
    assert repairs.fused(linear).left == [
        "b -> y: an interpolation and zero padding are no one transposed convolution at the border"
    ]
    (reason,) = repairs.fused(resize_conv(onnx, pads=(4, 4, 4, 4))).left
    assert reason.startswith("b -> y: ONNX cannot say a crop of -2 at the begin and -2 at the end")


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
