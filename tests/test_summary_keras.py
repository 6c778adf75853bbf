"""`upconv.summary` of Keras models."""

from fractions import Fraction

import numpy as np
import pytest

from checkerboard_models import COPY
from frameworks import ignoring  # which chooses the backend

pytest.importorskip("torch", reason="the tests of Keras run on PyTorch")
keras = pytest.importorskip("keras", reason="Keras is not installed")

import upconv  # noqa: E402
import upconv.keras  # noqa: E402

layers = keras.layers


@pytest.fixture(autouse=True)
def quiet():
    with ignoring(COPY):
        yield


def decoder():
    image = keras.Input((16, 12, 3))
    y = layers.Conv2D(8, (3, 1), strides=2, padding="same", activation="relu")(image)
    y = layers.BatchNormalization()(y)
    skip = y = layers.MaxPooling2D(2)(y)
    y = layers.SeparableConv2D(6, 3, padding="same")(y)
    y = layers.Conv2DTranspose(4, 3, strides=2, padding="same")(y)
    y = layers.Concatenate()([y, layers.UpSampling2D(2)(skip)])
    vector = layers.Dense(10)(layers.GlobalAveragePooling2D()(y))
    return keras.Model(image, {"image": layers.Dense(5)(y), "vector": vector})


def test_a_functional_model_with_outputs_by_name():
    model = decoder()
    found = upconv.summary(model, (2, 16, 12, 3))
    rows = {row.kind: row for row in found.rows if row.kind != "Dense"}
    assert [row.output_shape for row in found.rows][:5] == [
        (2, 8, 6, 8), (2, 8, 6, 8), (2, 4, 3, 8), (2, 4, 3, 6), (2, 8, 6, 4)
    ]  # fmt: skip
    assert rows["Conv2D"].layer == "3 -> 8, kernel 3x1, stride 2x2"
    assert rows["Conv2D"].input_shape == (2, 16, 12, 3)
    assert rows["Conv2D"].multiply_adds == 2 * 3 * 8 * (3 * 8) * 6
    assert rows["SeparableConv2D"].multiply_adds == 2 * 12 * (8 * 9 + 8 * 6)
    transposed = rows["Conv2DTranspose"]
    assert (transposed.taps, transposed.even) == (((2, 1), (2, 1)), False)
    assert transposed.multiply_adds == 2 * 6 * 4 * (3 * 4 - 1) * (3 * 3 - 1)
    assert transposed.output_bytes == 4 * 2 * 8 * 6 * 4
    assert [rows[kind].scale[0] for kind in ("Conv2D", "MaxPooling2D", "Concatenate")] == [
        Fraction(1, 2), Fraction(1, 4), Fraction(1, 2)
    ]  # fmt: skip
    assert rows["UpSampling2D"].taps == ((1, 1), (1, 1))
    dense = [row for row in found.rows if row.kind == "Dense"]
    assert sorted(row.multiply_adds for row in dense) == sorted([2 * 12 * 10, 2 * 8 * 6 * 12 * 5])
    assert found.parameters == model.count_params()
    assert found.unread_parameters == 0
    assert found.not_measured == ()


@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_one_layer_in_its_own_layout(ndim, data_format):
    first = data_format == "channels_first"  # which TensorFlow has on no CPU
    kind = getattr(upconv.keras if first else layers, f"Conv{ndim}DTranspose")
    layer = kind(4, 3, strides=2, padding="valid", data_format=data_format)
    size = tuple(range(3, 3 + ndim))
    shape = (1, 2, *size) if first else (1, *size, 2)
    layer.build(shape)
    (row,) = upconv.summary(layer, shape).rows
    assert row.output_shape == tuple(layer(np.zeros(shape, np.float32)).shape)
    assert row.taps == ((2, 1),) * ndim
    assert row.scale == (2,) * ndim
    assert row.multiply_adds == 2 * 4 * np.prod([3 * i for i in size])
    assert row.parameters == layer.count_params()


class Nested(keras.layers.Layer):
    """Layers that are called in the code of another, one of them twice."""

    def __init__(self):
        super().__init__()
        self.shared = layers.Conv2D(3, 3, padding="same", groups=3)
        self.inner = keras.Sequential([layers.ReLU(), layers.Conv2DTranspose(5, 2, strides=2)])

    def call(self, x):
        return self.inner(self.shared(self.shared(x)))


def test_nested_and_shared_layers():
    layer = Nested()
    layer(np.zeros((1, 8, 6, 3), np.float32))
    found = upconv.summary(layer, (1, 8, 6, 3))
    assert [row.kind for row in found.rows] == ["Conv2D", "Conv2D", "ReLU", "Conv2DTranspose"]
    assert found.rows[0].layer == "3 -> 3, kernel 3x3, groups 3"
    assert found.rows[0].parameters == found.rows[1].parameters == 30
    assert found.parameters == layer.count_params()
    assert found.rows[-1].output_shape == (1, 16, 12, 5)


class Foreign(keras.layers.Layer):
    """What upconv cannot look into."""

    def __init__(self):
        super().__init__()
        self.recurrent = layers.LSTM(3)

    def call(self, x):
        y = keras.ops.reshape(x, (x.shape[0], -1, 3))
        return self.recurrent(y if float(keras.ops.sum(y)) >= 0 else 2 * y)


def test_what_is_not_known_is_a_row_with_the_reason():
    layer = Foreign()
    layer(np.zeros((1, 8, 6, 3), np.float32))
    found = upconv.summary(layer, (1, 8, 6, 3))
    assert [row.reason for row in found.not_measured][
        -1
    ] == "the multiply-adds of LSTM are not known"
    assert all(row.multiply_adds is None for row in found.not_measured)
    assert found.parameters == layer.count_params()


def test_functions_count_as_the_layers_do():
    x = keras.Input((6, 5, 4))
    kernel = np.ones((3, 3, 4, 6), np.float32)
    y = keras.ops.conv(x, kernel, strides=1, padding="valid")
    y = keras.ops.matmul(y, np.ones((6, 3), np.float32))
    found = upconv.summary(keras.Model(x, y), (1, 6, 5, 4))
    assert [row.multiply_adds for row in found.rows if row.multiply_adds] == [
        4 * 6 * 9 * 4 * 3, 4 * 3 * 6 * 3
    ]  # fmt: skip
