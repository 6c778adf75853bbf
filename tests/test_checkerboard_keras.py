"""Models of Keras: what is found in them, measured on a batch, and repaired."""

import numpy as np
import pytest

import upconv
from checkerboard_models import COPY, found
from frameworks import ignoring, module
from upconv.checkerboards import gain
from upconv.checkerboards.layers import Convolution, Shuffle, subpixel
from upconv.errors import ArgumentError


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
        (
            steps[4].name,
            "upsamples 32x60 to 64x60 and is not a known shuffle, resize or border",
        ),
        (steps[6].name, "bicubic is neither a nearest nor a bilinear resize"),
    )


def own_layers(keras):
    """Layers of a user's making, (16, 16, 3) to (32, 32, 2)."""
    layers, ops = keras.layers, keras.ops

    class Block(layers.Layer):
        def __init__(self):
            super().__init__()
            self.conv = layers.Conv2D(8, 3, padding="same")

        def build(self, shape):
            self.conv.build(shape)

        def call(self, x):
            y = self.conv(x)
            _, h, w, c = y.shape
            parts = ops.transpose(ops.reshape(y, (-1, h, w, 2, 2, c // 4)), (0, 1, 3, 2, 4, 5))
            return ops.reshape(parts, (-1, 2 * h, 2 * w, c // 4))

    class Transposed(layers.Layer):
        def build(self, shape):
            self.kernel = self.add_weight(shape=(3, 3, 2, shape[-1]), name="kernel")

        def call(self, x):
            return ops.conv_transpose(x, self.kernel, strides=2, padding="same")

    class Separable(layers.Layer):
        def __init__(self):
            super().__init__()
            self.conv = layers.SeparableConv2D(2, 3, padding="same")

        def build(self, shape):
            self.conv.build(shape)

        def call(self, x):
            return self.conv(ops.repeat(ops.repeat(x, 2, 1), 2, 2))

    return {"subpixel": Block(), "transposed": Transposed(), "resize": Separable()}


@pytest.mark.parametrize("kind", ["subpixel", "transposed", "resize"])
def test_what_a_keras_layer_of_ones_own_computes_is_read(keras, kind):
    layer = own_layers(keras)[kind]
    x = keras.layers.Input((16, 16, 3))
    model = keras.Model(x, keras.layers.ReLU()(layer(x)))
    batch = np.random.default_rng(0).random((2, 16, 16, 3), np.float32)
    for given in (None, batch):
        report = upconv.checkerboard(model, batch=given)
        (one,) = report.layers
        assert (one.layer.kind, one.layer.geometry.stride, report.left) == (kind, (2, 2), ())
    assert (one.input_size, one.period) == ((16, 16), (2, 2))
    assert keras.ops.shape(model(batch)) == (2, 32, 32, 2)


def test_a_keras_convolution_of_every_kind_reads_a_resize(keras):
    layers = keras.layers
    for conv in (
        layers.DepthwiseConv2D(3, depth_multiplier=2),
        layers.SeparableConv2D(4, 3, depth_multiplier=2),
        layers.Conv2D(6, 3, groups=3),
    ):
        up = layers.UpSampling2D(2, interpolation="bilinear")
        model = keras.Sequential([layers.Input((None, None, 3)), up, layers.ZeroPadding2D(1), conv])
        (one,) = upconv.checkerboard(model).layers
        assert (one.layer.name, one.layer.geometry.stride) == (conv.name, (2, 2))
        # Of a constant every phase makes what the layer makes inside.
        batch = np.ones((1, 6, 6, 3), np.float32)
        inside = keras.ops.convert_to_numpy(model(batch))[0, 4:6, 4:6]
        sums = gain.phase_sums(one.layer.weight, one.layer.geometry, one.layer.groups).sum(-1)
        np.testing.assert_allclose(np.sort(inside.ravel()), np.sort(sums.ravel()), atol=1e-5)


def test_a_keras_model_whose_control_flow_depends_on_values_is_read_by_its_layers(keras):
    layers, ops = keras.layers, keras.ops

    class Dynamic(keras.Model):
        def __init__(self, scale):
            super().__init__()
            self.first = layers.Conv2D(4, 3, padding="same")
            self.up = layers.Conv2DTranspose(3, 3, 2)
            self.scale = scale

        def call(self, x):
            x = self.first(x)
            if keras.ops.convert_to_numpy(ops.sum(x)) > 1e9:
                x = -x
            return self.up(ops.repeat(x, self.scale, 1))

    batch = np.random.default_rng(0).random((1, 8, 8, 3), np.float32)
    for scale, unmeasured in ((1, 0), (2, 1)):
        model = Dynamic(scale)
        model(batch)
        report = upconv.checkerboard(model)
        assert found(report) == [(model.up.name, "transposed", (2, 2))]
        assert len(report.unmeasured) == unmeasured
    assert report.unmeasured == (
        (
            model.up.name,
            "between layers of a model without a graph it upsamples 8x8 to 16x8 and is not a "
            "known shuffle, resize or border",
        ),
    )


def test_keras_joins_borders_and_models_in_models_are_read_through(keras):
    from upconv.checkerboards import repairs

    layers = keras.layers
    x = layers.Input((None, None, 3))
    inner = keras.Sequential([layers.Input((None, None, 3)), layers.UpSampling2D(2)])
    up = layers.UpSampling2D(2)
    joined = layers.Concatenate()([up(x), layers.Conv2DTranspose(4, 4, 2, padding="same")(x)])
    conv = layers.Conv2D(3, 3, padding="same", bias_initializer="normal")
    last = layers.Conv2D(2, 3)
    model = keras.Model(x, last(layers.ZeroPadding2D(1)(inner(conv(joined)))))
    report = upconv.checkerboard(model)
    assert [one.layer.name for one in report.layers[1:]] == [
        f"{conv.name}, of {up.name}",
        last.name,
    ]
    assert report.layers[1].layer.channels == (3, 3)
    assert report.left == ()
    padded = keras.Sequential(
        [layers.Input((None, None, 3)), up, layers.ZeroPadding2D(1), layers.Conv2D(2, 3)]
    )
    repaired = repairs.fused(padded)
    assert (len(repaired.done), repaired.left) == (1, [])
    kinds = [type(layer).__name__ for layer in repaired.model.layers]
    assert kinds == ["Identity", "Identity", "Conv2DTranspose"]
    batch = np.random.default_rng(0).random((1, 5, 6, 3), np.float32)
    ours, theirs = (keras.ops.convert_to_numpy(m(batch)) for m in (repaired.model, padded))
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    assert repairs.fused(model).left == [
        f"{up.name} -> {conv.name}: it reads the resize concatenated with others, for which Keras "
        "has no single layer"
    ]


def test_the_outputs_of_a_keras_model_are_known_by_name(keras):
    layers = keras.layers
    x = layers.Input((None, None, 3))
    first, last = layers.Conv2DTranspose(4, 3, 2), layers.Conv2DTranspose(2, 4, 2)
    y = first(x)
    model = keras.Model(x, {"image": last(y), "features": [y]})
    batch = np.random.default_rng(0).random((1, 16, 16, 3), np.float32)
    report = upconv.checkerboard(model, batch=batch)
    by_name = {one.layer.name: {s.output: s.period for s in one.spectra} for one in report.layers}
    assert by_name == {
        first.name: {"image": (4, 4), "features.0": (2, 2)},
        last.name: {"image": (2, 2)},
    }


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
    assert repaired.left == [f"{lost.name} -> {last.name}: the resize is also read by another step"]
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
            "interpolation with zero padding is not one transposed convolution at the border",
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


def test_a_padding_mode_of_our_layers_is_not_taken_for_zeros(keras):
    """A circular convolution is not fused with the resize before it; the others are measured."""
    from upconv import keras as ours
    from upconv.checkerboards import repairs

    words = {"padding": "same", "padding_mode": "circular"}
    x = keras.layers.Input((8, 8, 2))
    y = keras.layers.UpSampling2D(2)(x)
    conv = ours.Conv2D(4, 3, **words)
    up = ours.Conv2DTranspose(3, 3, strides=2, **words)
    model = keras.Model(x, up(conv(y)))
    report = upconv.checkerboard(model)
    assert [one.layer.name for one in report.layers] == [up.name]
    assert [one.reason for one in report.left] == [
        "a resize without a convolution at stride 1 after it; even by itself"
    ]
    assert repairs.fused(model).done == []
    table = str(upconv.summary(model, (1, 8, 8, 2)))
    assert f"{conv.name}: Conv2D 2 -> 4, kernel 3x3\n" in table
    layer = upconv.Geometry.from_layer(up)
    assert layer.padding_mode == "circular"
    assert layer == upconv.Geometry((3, 3), 2, "same", padding_mode="circular")
