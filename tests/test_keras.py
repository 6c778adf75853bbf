"""The Keras layers, on the backend that KERAS_BACKEND names (torch unless it is set).

The last test runs this file again on the other backends, each in a process of its own: Keras
chooses its backend once. The judge of values and gradients is PyTorch's full transposed
convolution with the crop cut out of it, on integers stored as floats, so that sums are exact.
"""

import functools
import inspect
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

keras = pytest.importorskip("keras", reason="Keras is not installed")
torch = pytest.importorskip("torch", reason="PyTorch is not installed: no judge")

import upconv  # noqa: E402 - what it needs is there, and the backend is chosen
import upconv.keras  # noqa: E402
from strategies import integers_like  # noqa: E402
from upconv import conventions, errors  # noqa: E402
from upconv.keras.backends import BACKEND  # noqa: E402
from upconv.keras.fused import FUSED, function_of  # noqa: E402

BACKENDS = ("torch", "jax", "tensorflow", "numpy")
NAME = keras.backend.backend()
INNER = "UPCONV_KERAS_INNER" in os.environ
EXAMPLES = {"torch": 15, "numpy": 10, "tensorflow": 4, "jax": 2}[NAME]  # JAX compiles each

LAYERS = ["Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"]

trains = pytest.mark.skipif(NAME == "numpy", reason="Keras has no training on NumPy")
pytestmark = [
    pytest.mark.numeric,
    # Keras on PyTorch hands NumPy arrays over with a method of NumPy 1.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy"),
    # PyTorch's own, the first time that something is differentiated forward.
    pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated"),
]


def as_numpy(tensor):
    return keras.ops.convert_to_numpy(tensor)


# Values and gradients.


def pad_or_crop(y, crop):
    """Take the crop off a tensor; a negative one adds zeros."""
    return torch.nn.functional.pad(y, [-end for pair in reversed(crop) for end in pair])


def judge(transposed, x, weight, bias, words, activation):
    """Compute (N, C, *i) with PyTorch from upconv's weight; everything a tensor."""
    rank = x.ndim - 2
    common = {"stride": words["stride"], "dilation": words["dilation"], "groups": words["groups"]}
    if transposed:
        full = getattr(torch.nn.functional, f"conv_transpose{rank}d")(x, weight, **common)
        y = pad_or_crop(full, words["crop"])
    else:
        padded = pad_or_crop(x, [(-begin, -end) for begin, end in words["crop"]])
        y = getattr(torch.nn.functional, f"conv{rank}d")(padded, weight, **common)
    if bias is not None:
        y = y + bias.reshape(-1, *[1] * rank)
    return {"relu": torch.relu, "tanh": torch.tanh, "linear": lambda y: y}.get(
        activation, lambda y: torch.nn.functional.leaky_relu(y, 0.2)
    )(y)


@pytest.mark.parametrize("activation", list(FUSED.values()), ids=lambda given: given[0])
@pytest.mark.parametrize("kind", ["Conv2D", "Conv2DTranspose"])
def test_a_fused_activation_is_that_of_keras(activation, kind):
    words = {"strides": (2, 1), "activation": function_of(activation)}
    x = 4 * np.random.default_rng(0).standard_normal((3, 5, 6, 2), np.float32)
    mine, theirs = (
        getattr(source, kind)(3, (2, 3), **words) for source in (upconv.keras, keras.layers)
    )
    for layer in (mine, theirs):
        layer.build(x.shape)
    bias = np.array([0.5, -0.5, 0], np.float32)
    mine.set_weights([mine.get_weights()[0], bias])
    theirs.set_weights(mine.get_weights())
    assert mine._operation().activation == activation
    np.testing.assert_allclose(
        *(as_numpy(layer(x)) for layer in (mine, theirs)), rtol=1e-5, atol=1e-5
    )
    if NAME == "numpy":
        return
    shape = mine.compute_output_shape(x.shape)
    grad = np.random.default_rng(1).standard_normal(shape, np.float32)
    results = (results_and_gradients(layer, x, grad) for layer in (mine, theirs))
    for ours, kerass in zip(*results, strict=True):
        np.testing.assert_allclose(as_numpy(ours), as_numpy(kerass), rtol=1e-4, atol=1e-4)


def same_pads(i, k, s, d):
    total = max((-(-i // s) - 1) * s + d * (k - 1) + 1 - i, 0)
    return total // 2, total - total // 2


@st.composite
def cases(draw):
    """A layer's name, its arguments, the size of x and the crop of the judge."""
    name = draw(st.sampled_from(LAYERS))
    rank = int(name[4])
    sizes = [draw(st.tuples(*[st.integers(1, top)] * rank)) for top in (3, 3, 2)]
    kernel, strides, dilation = sizes
    spatial = draw(st.tuples(*[st.integers(2, 5)] * rank))
    groups, c_in, c_out = (draw(st.integers(1, top)) for top in (2, 3, 3))
    words = {
        "filters": groups * c_out,
        "kernel_size": kernel,
        "strides": strides,
        "padding": draw(st.sampled_from(["valid", "same"])),
        "dilation_rate": dilation,
        "data_format": draw(st.sampled_from(["channels_first", "channels_last"])),
        "groups": groups,
        "use_bias": draw(st.booleans()),
    }
    if name.endswith("Transpose"):
        rows = st.tuples(*(st.integers(0, s - 1) for s in strides))
        words["output_padding"] = draw(st.none() | rows)
        read = ("kernel_size", "strides", "padding", "output_padding", "dilation_rate")
        crop = conventions.from_framework("keras", **{name: words[name] for name in read}).crop
        extents = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
        outputs = [
            (i - 1) * s + e - sum(c)
            for i, s, e, c in zip(spatial, strides, extents, crop, strict=True)
        ]
    else:
        if rank == 1 and draw(st.booleans()):
            words["padding"] = "causal"
        each = list(zip(spatial, kernel, strides, dilation, strict=True))
        crop = {
            "valid": [(0, 0)] * rank,
            "same": [same_pads(*axis) for axis in each],
            "causal": [(d * (k - 1), 0) for _, k, _, d in each],
        }[words["padding"]]
        outputs = [i + sum(c) - d * (k - 1) for (i, k, _, d), c in zip(each, crop, strict=True)]
    assume(min(outputs) > 0)
    return name, words, (draw(st.integers(1, 2)), groups * c_in, *spatial), crop


def to_format(x, data_format):
    return x if data_format == "channels_first" else np.ascontiguousarray(np.moveaxis(x, 1, -1))


def from_format(x, data_format):
    return x if data_format == "channels_first" else np.moveaxis(x, -1, 1)


def results_and_gradients(layer, x, grad):
    """Return y and the gradients of sum(y·grad) for x and the weights, asked of the backend."""
    if NAME == "numpy":
        return [layer(x)]
    if NAME == "torch":
        tensor = torch.from_numpy(x).requires_grad_()
        y = layer(tensor)
        weights = [weight.value for weight in layer.weights]
        return y.detach(), *torch.autograd.grad(y, [tensor, *weights], torch.from_numpy(grad))
    if NAME == "tensorflow":
        import tensorflow as tf

        tensor = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(tensor)
            y = layer(tensor)
        weights = [weight.value for weight in layer.weights]
        return y, *tape.gradient(y, [tensor, *weights], tf.constant(grad))
    import jax

    weights = [weight.value for weight in layer.weights]
    y, pull = jax.vjp(lambda w, x: layer.stateless_call(w, [], x)[0], weights, x)
    grad_weights, grad_x = pull(jax.numpy.asarray(grad))
    return y, grad_x, *grad_weights


@pytest.mark.parametrize("activation", ["linear", "relu", "leaky_relu", "tanh"])
@given(case=cases())
@settings(max_examples=EXAMPLES)
def test_values_and_gradients_are_those_of_the_full_convolution_cropped(activation, case):
    name, words, (n, channels, *spatial), crop = case
    words["activation"] = activation
    layer_class = getattr(upconv.keras, name)
    transposed = name.endswith("Transpose")
    x = integers_like((n, channels, *spatial), 0, "float32")
    layer = layer_class(**words)
    mine = to_format(x, words["data_format"])
    layer.build(mine.shape)
    weights = [integers_like(w.shape, 1 + i, "float32") for i, w in enumerate(layer.weights)]
    layer.set_weights(weights)
    given_x = torch.from_numpy(x.copy()).requires_grad_()
    weight = torch.from_numpy(np.moveaxis(weights[0], (-1, -2), (0, 1)).copy()).requires_grad_()
    bias = torch.from_numpy(weights[1].copy()).requires_grad_() if words["use_bias"] else None
    settings = {
        "stride": words["strides"],
        "dilation": words["dilation_rate"],
        "groups": words["groups"],
        "crop": crop,
    }
    y = judge(transposed, given_x, weight, bias, settings, words["activation"])
    expected = y.detach().numpy()
    grad = integers_like(tuple(y.shape), 9, "float32")
    shape = to_format(expected, words["data_format"]).shape
    assert tuple(layer.compute_output_shape(mine.shape)) == shape
    found = [
        as_numpy(part)
        for part in results_and_gradients(layer, mine, to_format(grad, words["data_format"]))
    ]
    tolerance = 0 if words["activation"] in ("linear", "relu") else 1e-5
    close = {"rtol": tolerance, "atol": tolerance}
    np.testing.assert_allclose(from_format(found[0], words["data_format"]), expected, **close)
    # What an export holds: Keras' own operations.
    own = as_numpy(layer._composed(mine))
    np.testing.assert_allclose(from_format(own, words["data_format"]), expected, **close)
    if NAME == "numpy":
        return
    wanted = torch.autograd.grad(
        y, [given_x, weight, *([] if bias is None else [bias])], torch.from_numpy(grad)
    )
    close["atol"] *= 100  # sums of many
    for_x, for_weight, *for_bias = (part.numpy() for part in wanted)
    np.testing.assert_allclose(from_format(found[1], words["data_format"]), for_x, **close)
    np.testing.assert_allclose(np.moveaxis(found[2], (-1, -2), (0, 1)), for_weight, **close)
    for part, expected_bias in zip(found[3:], for_bias, strict=True):
        np.testing.assert_allclose(part, expected_bias, **close)


# Keras' models.


def network(source, extra=False):
    """A small model of six kinds of layers, from Keras or from upconv."""
    more = {"strides": 2, "dilation_rate": 2, "groups": 2} if extra else {"strides": 2}
    return keras.Sequential(
        [
            keras.Input((12, 10, 1)),
            source.Conv2D(8, 3, activation="relu", kernel_regularizer="l2"),
            source.Conv2D(4, (3, 2), strides=2, padding="same", activation="leaky_relu"),
            source.Conv2DTranspose(6, 4, padding="same", activation="tanh", **more),
            source.Conv2DTranspose(1, 3, activation="sigmoid", kernel_constraint="max_norm"),
        ]
    )


def digits(count=48):
    rng = np.random.default_rng(0)
    return rng.random((count, 12, 10, 1), dtype=np.float32)


def test_weights_of_keras_layers_move_over_and_give_the_same_output(tmp_path):
    theirs, ours = network(keras.layers), network(upconv.keras)
    assert [w.shape for w in ours.get_weights()] == [w.shape for w in theirs.get_weights()]
    ours.set_weights(theirs.get_weights())
    x = digits(3)
    expected = theirs.predict(x, verbose=0)
    np.testing.assert_allclose(ours.predict(x, verbose=0), expected, rtol=1e-5, atol=1e-6)
    again = network(upconv.keras)
    theirs.save_weights(tmp_path / "theirs.weights.h5")
    again.load_weights(tmp_path / "theirs.weights.h5")
    np.testing.assert_allclose(again.predict(x, verbose=0), expected, rtol=1e-5, atol=1e-6)


@trains
def test_model_fit_gives_the_losses_of_keras_layers():
    theirs, ours = network(keras.layers), network(upconv.keras)
    ours.set_weights(theirs.get_weights())
    losses = []
    x = digits()
    for model in (theirs, ours):
        model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy")
        history = model.fit(x, x, batch_size=20, epochs=3, shuffle=False, verbose=0)
        losses.append(history.history["loss"])
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-4)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=2e-3, atol=2e-4)
    assert ours.jit_compile is (NAME == "jax")


@trains
def test_groups_and_strides_with_dilation_train():
    x = digits()
    model = network(upconv.keras, extra=True)
    shape = model.output_shape[1:]
    target = np.full((len(x), *shape), 0.25, np.float32)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
    losses = model.fit(x, target, batch_size=16, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_a_saved_model_comes_back(tmp_path):
    model = network(upconv.keras, extra=True)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    for mine, other in zip(again.layers, model.layers, strict=True):
        assert mine.get_config() == other.get_config()
    assert [type(layer) for layer in again.layers] == [type(layer) for layer in model.layers]
    x = digits(2)
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))


@pytest.mark.parametrize("name", LAYERS)
def test_signature_and_configuration_are_those_of_keras(name):
    ours, theirs = getattr(upconv.keras, name), getattr(keras.layers, name)
    assert issubclass(ours, theirs)
    parameters = list(inspect.signature(ours.__init__).parameters)
    expected = list(inspect.signature(theirs.__init__).parameters)
    own = "groups" if name.endswith("Transpose") else None
    order = [p for p in parameters if p not in (own, "padding_mode")]
    if name == "Conv3DTranspose":  # Keras has two arguments of this one the other way round
        assert order == [*expected[:7], "args", "kwargs"]
    else:
        assert order == expected
    rank = int(name[4])
    words = {"filters": 4, "kernel_size": (3,) * rank, "strides": (2,) * rank, "groups": 2}
    layer = ours(**words, dilation_rate=3, kernel_regularizer="l2", name="layer")
    config = layer.get_config()
    assert config["dilation_rate"] == (3,) * rank
    assert config["groups"] == 2
    assert ours.from_config(config).get_config() == config
    plain = theirs(3, 2, strides=2, padding="same", activation="relu", name="layer")
    same = ours(3, 2, strides=2, padding="same", activation="relu", name="layer")
    assert same.get_config() == plain.get_config() | ({own: 1} if own else {})


MODES = {"circular": "wrap", "reflect": "reflect", "replicate": "edge"}


# A backend of its own compiles each of these for a second or more: there, two axes stand for all.
MODE_LAYERS = [name for name in LAYERS if not INNER or "2D" in name]


@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", MODE_LAYERS)
def test_padding_modes_by_upconv_and_by_kerass_operations(name, mode, data_format):
    """Values, and gradients of the same function in two ways; the transposed one is the adjoint."""
    rank, transposed = int(name[4]), name.endswith("Transpose")
    words = {"strides": 2, "padding": "same", "groups": 2, "padding_mode": mode}
    layer = getattr(upconv.keras, name)(
        4, (3, 4, 2)[:rank], data_format=data_format, activation="relu", **words
    )
    shape = (2, 4, *(5, 4, 6)[:rank]) if data_format == "channels_first" else (
        2, *(5, 4, 6)[:rank], 4)  # fmt: skip
    layer.build(shape)
    layer.set_weights([integers_like(tuple(w.shape), 1, "float32") for w in layer.weights])
    x = integers_like(shape, 0, "float32")
    y = as_numpy(layer(x))
    np.testing.assert_array_equal(as_numpy(layer._composed(x)), y)
    assert tuple(layer.compute_output_shape(shape)) == y.shape
    kernel, bias = layer.get_weights()
    given = {"stride": 2, "groups": 2, "data_format": data_format, "activation": "relu"}
    weight = np.moveaxis(kernel, (-1, -2), (0, 1))
    operation = upconv.conv_transpose if transposed else upconv.conv
    expected = operation(x, weight, bias, padding="same", padding_mode=mode, **given)
    np.testing.assert_array_equal(y, expected)
    config = layer.get_config()
    assert config["padding_mode"] == mode
    assert type(layer).from_config(config).get_config() == config
    if NAME == "numpy" or rank == 3:
        return
    grad = integers_like(y.shape, 2, "float32")
    mine = results_and_gradients(layer, x, grad)
    layer.call = layer._composed
    for one, other in zip(mine, results_and_gradients(layer, x, grad), strict=True):
        np.testing.assert_array_equal(as_numpy(one), as_numpy(other))


def test_a_padding_mode_with_sizes_that_are_not_known_yet():
    x = keras.Input((None, 7, 2))
    y = upconv.keras.Conv2DTranspose(3, 4, strides=2, padding="same", padding_mode="circular")(x)
    y = upconv.keras.Conv2D(2, 3, strides=2, padding="same", padding_mode="reflect")(y)
    assert y.shape == (None, None, 7, 2)
    model = keras.Model(x, y)
    for rows in (4, 5):
        given = np.random.default_rng(rows).standard_normal((2, rows, 7, 2), np.float32)
        z = given
        for layer in model.layers[1:]:
            z = layer(z)
        np.testing.assert_allclose(
            model.predict(given, verbose=0), as_numpy(z), rtol=1e-4, atol=1e-5
        )


def test_a_padding_mode_is_refused_or_too_large():
    with pytest.raises(errors.ArgumentError, match="`padding_mode` must be one of"):
        upconv.keras.Conv1D(2, 3, padding_mode="wrap")
    layer = upconv.keras.Conv1D(2, 5, padding="same", padding_mode="reflect")
    with pytest.raises(errors.GeometryError, match="an input of 2"):
        layer(np.ones((1, 2, 3), np.float32))


def test_sizes_that_are_not_known_yet_stay_unknown():
    x = keras.Input((None, 7, 4))
    y = upconv.keras.Conv2DTranspose(6, 3, strides=(2, 3), groups=2, padding="same")(x)
    assert y.shape == (None, None, 21, 6)
    model = keras.Model(x, upconv.keras.Conv2D(2, 3, padding="same")(y))
    for rows in (3, 5):
        assert model.predict(np.ones((2, rows, 7, 4)), verbose=0).shape == (2, 2 * rows, 21, 2)


def test_what_upconv_does_not_compute_is_handed_to_keras(monkeypatch):
    def refuse(*_):
        raise AssertionError("float16 reached upconv")

    monkeypatch.setattr(BACKEND, "apply", refuse)
    dtype = "float16" if NAME == "numpy" else "bfloat16"
    x = np.ones((2, 5, 4), np.float32)
    for groups in (1, 2):
        layer = upconv.keras.Conv1DTranspose(
            6, 3, strides=2, groups=groups, dtype=dtype, activation="relu"
        )
        layer.build(x.shape)
        layer.set_weights([np.ones(w.shape) for w in layer.weights])
        y = as_numpy(keras.ops.cast(layer(x), "float32"))
        overlap = np.array([1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1])
        np.testing.assert_array_equal(y[0, :, 0], 4 // groups * overlap + 1)
    with pytest.raises(AssertionError, match="float16 reached upconv"):
        upconv.keras.Conv1DTranspose(6, 3)(x)


def test_an_empty_batch_gives_an_empty_result():
    layer = upconv.keras.Conv2DTranspose(3, 4, strides=2, padding="same", activation="relu")
    assert tuple(layer(np.zeros((0, 5, 6, 2), np.float32)).shape) == (0, 10, 12, 3)


def test_errors_speak_of_filters_and_channels():
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.keras.Conv1DTranspose(5, 3, groups=2)
    assert str(caught.value) == (
        "`groups` must divide the filters. Received groups=2 for 5 filters. 5 = 2·2 + 1."
    )
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.keras.Conv1DTranspose(4, 3, groups=2).build((None, 5, 3))
    assert str(caught.value) == (
        "`groups` must divide the input channels. Received groups=2 for 3 input channels. "
        "3 = 2·1 + 1."
    )
    with pytest.raises(ValueError, match=r"`dilation_rate` must be at least 1 .* \(axis 1\)"):
        upconv.keras.Conv2DTranspose(4, 3, dilation_rate=(1, 0))
    with pytest.raises(ValueError, match=r"`output_padding` must be strictly less than `strides`"):
        upconv.keras.Conv2DTranspose(4, 3, strides=2, output_padding=2)
    words = "`MaxUnpooling2D` must be called with the values and their indices"
    with pytest.raises(ValueError, match=words):
        upconv.keras.MaxUnpooling2D()(np.ones((1, 2, 2, 1), np.float32))


@trains
def test_a_compiler_of_the_backend_leaves_the_numbers_alone():
    layer = upconv.keras.Conv2DTranspose(3, 3, strides=2, activation="relu")
    x = integers_like((2, 4, 5, 2), 0, "float32")
    expected = as_numpy(layer(x))
    if NAME == "jax":
        import jax

        compiled = jax.jit(lambda x: layer.stateless_call(layer.variables, [], x)[0])
        np.testing.assert_array_equal(compiled(x), expected)
        batches = jax.vmap(lambda x: layer.stateless_call(layer.variables, [], x)[0])(x[:, None])
        np.testing.assert_array_equal(batches[:, 0], expected)
    elif NAME == "tensorflow":
        import tensorflow as tf

        compiled = tf.function(layer, input_signature=[tf.TensorSpec((None, None, None, 2))])
        np.testing.assert_array_equal(compiled(x), expected)
    else:
        compiled = torch.compile(layer, backend="eager")
        np.testing.assert_array_equal(as_numpy(compiled(torch.from_numpy(x))), expected)


# The layers that move numbers.


@pytest.mark.parametrize(
    ("data_format", "pool_size", "strides"),
    [
        ("channels_first", (2, 3), None),
        ("channels_last", (3, 2), (1, 2)),
        ("channels_first", (2, 2), (3, 1)),
    ],
)
def test_pooling_with_indices_and_its_unpooling(data_format, pool_size, strides):
    x = np.random.default_rng(0).permutation(2 * 3 * 7 * 8).reshape(2, 3, 7, 8).astype(np.float32)
    mine = to_format(x, data_format)
    words = {"pool_size": pool_size, "strides": strides, "data_format": data_format}
    pool = upconv.keras.MaxPooling2D(**words, return_indices=True)
    values, indices = pool(mine)
    expected_values, expected_indices = upconv.max_pool(x, pool_size, stride=strides)
    np.testing.assert_array_equal(from_format(as_numpy(values), data_format), expected_values)
    np.testing.assert_array_equal(from_format(as_numpy(indices), data_format), expected_indices)
    y = upconv.keras.MaxUnpooling2D(**words, output_size=(7, 8))([values, indices])
    expected = upconv.max_unpool(expected_values, expected_indices, output_size=(7, 8))
    np.testing.assert_array_equal(from_format(as_numpy(y), data_format), expected)
    same = upconv.keras.MaxPooling2D(**words, padding="same", return_indices=True)(mine)
    plain = keras.layers.MaxPooling2D(**words, padding="same")(mine)
    np.testing.assert_array_equal(as_numpy(same[0]), as_numpy(plain))
    found = from_format(as_numpy(same[1]), data_format).reshape(6, -1)
    at = np.take_along_axis(x.reshape(6, -1), found, 1)
    np.testing.assert_array_equal(at, from_format(as_numpy(plain), data_format).reshape(6, -1))


@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
def test_the_bed_of_nails(data_format):
    x = integers_like((2, 3, 4, 5), 0, "float32")
    y = upconv.keras.BedOfNails2D((2, 3), data_format)(to_format(x, data_format))
    expected = upconv.upsample(x, (2, 3), "bed_of_nails")
    np.testing.assert_array_equal(from_format(as_numpy(y), data_format), expected)


def segnet():
    """Pooling with indices down, unpooling up: a functional model of layers with two outputs."""
    x = keras.Input((None, 8, 1))
    features = upconv.keras.Conv2D(4, 3, padding="same", activation="relu")(x)
    values, indices = upconv.keras.MaxPooling2D(2, padding="same", return_indices=True)(features)
    assert (values.dtype, indices.dtype) == ("float32", "int32")
    back = upconv.keras.MaxUnpooling2D(2, padding="same")([values, indices])
    nails = upconv.keras.BedOfNails2D(2)(values)
    assert back.shape == nails.shape == (None, None, 8, 4)
    y = upconv.keras.Conv2DTranspose(1, 3, padding="same")(keras.layers.Add()([back, nails]))
    return keras.Model(x, y)


@trains
def test_a_model_that_unpools_trains_and_comes_back(tmp_path):
    model = segnet()
    x = np.random.default_rng(0).random((16, 6, 8, 1), dtype=np.float32)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
    losses = model.fit(x, x, epochs=4, batch_size=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))


# Second derivatives.


def gradient_of_gradient(layers, x):
    """Return the gradients for x and all weights of |their gradients|², through a tanh."""
    if NAME == "torch":
        given = torch.tensor(x, requires_grad=True)
        y = given
        for layer in layers:
            y = layer(y)
        weights = [weight.value for layer in layers for weight in layer.trainable_weights]
        wanted = [given, *weights]
        slopes = torch.autograd.grad(torch.tanh(y).sum(), wanted, create_graph=True)
        total = sum((slope * slope).sum() for slope in slopes)
        return torch.autograd.grad(total, wanted, allow_unused=True)
    if NAME == "tensorflow":
        import tensorflow as tf

        weights = [weight.value for layer in layers for weight in layer.trainable_weights]
        wanted = [tf.constant(x), *weights]
        with tf.GradientTape() as outer:
            given = wanted[0]
            outer.watch(given)
            with tf.GradientTape() as inner:
                inner.watch(given)
                y = given
                for layer in layers:
                    y = layer(y)
                y = tf.reduce_sum(tf.tanh(y))
            slopes = inner.gradient(y, wanted)
            total = sum(tf.reduce_sum(slope * slope) for slope in slopes)
        return outer.gradient(total, wanted)
    import jax

    def run(weights, given):
        y = given
        for layer, held in zip(layers, weights, strict=True):
            y = layer.stateless_call(held, [], y)[0]
        return jax.numpy.tanh(y).sum()

    def total(weights, given):
        slopes = jax.grad(run, argnums=(0, 1))(weights, given)
        return sum((slope * slope).sum() for slope in jax.tree.leaves(slopes))

    weights = [[weight.value for weight in layer.trainable_weights] for layer in layers]
    return jax.tree.leaves(jax.jit(jax.grad(total, argnums=(0, 1)))(weights, x))


@trains
@pytest.mark.parametrize(
    ("activation", "data_format"),
    [
        (None, "channels_last"),
        ("relu", "channels_first"),
        ("leaky_relu", "channels_last"),
        ("tanh", "channels_first"),
        ("silu", "channels_last"),
        ("elu", "channels_last"),
    ],
)
def test_the_gradient_of_a_gradient_is_that_of_keras(activation, data_format):
    """Across two layers, so that a second derivative through one meets a first of the other."""
    if data_format == "channels_first" and NAME == "tensorflow":
        pytest.skip("Keras' own layers have no channels_first on TensorFlow's CPU")
    shape = (2, 5, 6, 3) if data_format == "channels_last" else (2, 3, 5, 6)
    x = np.random.default_rng(0).random(shape, np.float32) - 0.5
    words = {"activation": activation, "strides": (2, 1), "data_format": data_format}
    keras.utils.set_random_seed(0)
    found, values = [], []
    for source in (upconv.keras, keras.layers):
        layers = [
            source.Conv2DTranspose(4, (3, 2), **words),
            source.Conv2D(2, (2, 3), **words),
        ]
        y = keras.ops.convert_to_tensor(x)
        for layer in layers:
            y = layer(y)
        values = values or [layer.get_weights() for layer in layers]
        for layer, weights in zip(layers, values, strict=True):
            layer.set_weights(weights)
        gradients = gradient_of_gradient(layers, x)
        found.append([None if g is None else np.array(as_numpy(g)) for g in gradients])
    for mine, theirs in zip(*found, strict=True):
        assert (mine is None or not mine.any()) == (theirs is None or not theirs.any())
        if theirs is not None and theirs.any():
            tolerance = 1e-4 * np.abs(theirs).max()
            np.testing.assert_allclose(mine, theirs, rtol=0, atol=tolerance)


# Transformations and compilers.


def chain(source):
    """Two layers of float64, and their output as a function of weights and x, on JAX."""
    keras.utils.set_random_seed(0)
    words = {"activation": "tanh", "dtype": "float64"}
    layers = [
        source.Conv2DTranspose(4, (3, 2), strides=(2, 1), **words),
        source.Conv2D(2, (2, 3), strides=2, **words),
    ]

    def run(weights, x):
        for layer, held in zip(layers, weights, strict=True):
            x = layer.stateless_call(held, [], x)[0]
        return x

    return layers, run


@pytest.mark.skipif(NAME != "jax", reason="JAX's transformations")
def test_every_transformation_of_jax():
    import jax
    from jax import numpy as jnp

    rng = np.random.default_rng(0)
    double = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)  # of every thread, those of callbacks too
    try:
        x = rng.random((2, 3, 4, 2)) - 0.5
        runs = []
        for source in (upconv.keras, keras.layers):
            layers, run = chain(source)
            runs.append(run)
            for layer, size in zip(layers, (2, 4), strict=True):
                layer.build((2, 3, 4, size))
        weights = [[variable.value for variable in layer.variables] for layer in layers]
        steps = jax.tree.map(lambda value: jnp.asarray(rng.random(value.shape)), (weights, x))
        several = jax.tree.map(lambda value: jnp.stack([value, 2 * value]), weights)

        def total(run):
            return lambda w, x: jnp.sin(run(w, x)).sum()

        every = {
            "jvp": lambda run: jax.jvp(run, (weights, x), steps),
            "jvp of x": lambda run: jax.jvp(lambda x: run(weights, x), (x,), (steps[1],)),
            "jacfwd": lambda run: jax.jacfwd(run, argnums=(0, 1))(weights, x),
            "jacrev": lambda run: jax.jacrev(run, argnums=(0, 1))(weights, x),
            "hessian": lambda run: jax.hessian(total(run), argnums=(0, 1))(weights, x),
            "reverse twice": lambda run: jax.jacrev(jax.grad(total(run)), argnums=1)(weights, x),
            "linearize": lambda run: jax.linearize(lambda w: run(w, x), weights)[1](steps[0]),
            "vmap of x": lambda run: jax.vmap(run, (None, 1))(weights, x[:, None]),
            "vmap of weights": lambda run: jax.vmap(run, (0, None))(several, x),
            "by example": lambda run: jax.vmap(jax.grad(total(run)), (None, 0))(
                weights, x[:, None]
            ),
        }
        for name, of in every.items():
            compiled = [jax.jit(functools.partial(of, run)) for run in runs]
            mine, theirs = (jax.tree.leaves(call()) for call in compiled)
            for one, other in zip(mine, theirs, strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6, err_msg=name)
        # Without a compiler, where upconv is called at once.
        found = [jax.jvp(total(run), (weights, x), steps) for run in runs]
        np.testing.assert_allclose(found[0], found[1], rtol=1e-6)
    finally:
        jax.config.update("jax_enable_x64", double)


@pytest.mark.skipif(NAME != "torch", reason="PyTorch's transformations")
def test_what_watches_the_operators_of_pytorch_sees_them():
    from torch.autograd import forward_ad
    from torch.utils.flop_counter import FlopCounterMode

    layer = upconv.keras.Conv2DTranspose(4, (3, 2), strides=(2, 1), groups=2, activation="tanh")
    x = torch.from_numpy(integers_like((2, 3, 4, 2), 0, "float32") / 10)
    y = layer(x).detach()
    kernel, bias = (weight.value for weight in layer.weights)

    def judge(x):
        full = torch.nn.functional.conv_transpose2d(
            x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), bias, (2, 1), groups=2
        )
        return torch.tanh(full).permute(0, 2, 3, 1)

    torch.testing.assert_close(torch.func.vmap(layer)(x[:, None])[:, 0], y)
    found, expected = (torch.func.jvp(run, (x,), (x * x,)) for run in (layer, judge))
    torch.testing.assert_close(found, expected)
    found, expected = (torch.func.jacfwd(run)(x[:1]) for run in (layer, judge))
    torch.testing.assert_close(found, expected)
    with forward_ad.dual_level():
        dual = forward_ad.make_dual(x, torch.ones_like(x))
        found, expected = (forward_ad.unpack_dual(run(dual)).tangent for run in (layer, judge))
        torch.testing.assert_close(found, expected)
    with FlopCounterMode(display=False) as counter:
        layer(x)
    assert counter.get_total_flops() > 0
    for strict in (False, True):
        # PyTorch reads the names of a Keras model's parts, and warns of those that it cannot.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exported = torch.export.export(layer, (x,), strict=strict)
        torch.testing.assert_close(exported.module()(x), y)


@trains
@pytest.mark.filterwarnings("ignore:The .grad attribute")  # PyTorch hides it, unless it is an error
def test_jit_compile_is_taken_without_a_warning(monkeypatch):
    if NAME == "torch":
        monkeypatch.setattr(torch, "compile", functools.partial(torch.compile, backend="eager"))
    x = digits(8)[:, :6, :5]
    losses = []
    for jit_compile in (True, False):
        layers = [
            upconv.keras.Conv2D(4, 3, activation="relu", kernel_initializer="ones"),
            upconv.keras.Conv2DTranspose(2, 3, 2, groups=2, kernel_initializer="ones"),
        ]
        model = keras.Sequential([keras.Input((6, 5, 1)), *layers])
        model.compile(optimizer="sgd", loss="mse", jit_compile=jit_compile)
        assert model.jit_compile is jit_compile
        target = np.ones((len(x), *model.output_shape[1:]), np.float32)
        losses.append(model.fit(x, target, epochs=2, verbose=0).history["loss"])
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-5)


# The other backends.


@pytest.mark.skipif(INNER, reason="this is the process of one backend")
@pytest.mark.parametrize("backend", [name for name in BACKENDS if name != NAME])
def test_the_same_on_the_other_backends(backend):
    pytest.importorskip(backend, reason=f"{backend} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__],
        env=os.environ | {"KERAS_BACKEND": backend, "UPCONV_KERAS_INNER": "1"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
