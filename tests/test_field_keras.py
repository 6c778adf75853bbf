"""`upconv.field` on Keras layers and models, compared with changed inputs."""

from fractions import Fraction

import pytest

from checkerboard_models import COPY
from frameworks import ignoring  # which chooses the backend

pytest.importorskip("torch", reason="the tests of Keras run on PyTorch")
keras = pytest.importorskip("keras", reason="Keras is not installed")

from keras import layers  # noqa: E402

import upconv  # noqa: E402


@pytest.fixture(autouse=True)
def _quiet():
    with ignoring(COPY):
        yield


def unet(pool):
    x = layers.Input((16, 20, 3))
    skip = layers.Conv2D(4, 3, padding="same", activation="softplus")(x)
    y = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same")(pool(skip)))
    y = layers.Conv2DTranspose(4, 2, strides=2)(y)
    return keras.Model(x, layers.Conv2D(1, 1)(layers.Concatenate()([skip, y])))


def test_a_unet():
    found = upconv.field(unet(layers.AveragePooling2D(2)), verify=True)
    assert found.scale == (1, 1)
    assert found.halo == ((4, 4), (4, 4))
    assert found.alignment == (2, 2)
    assert [str(one) for one in found.allowed_sizes] == ["multiples of 2"] * 2
    assert found.reached == (True, True)


def test_causal_and_strided_convolutions():
    model = keras.Sequential(
        [
            layers.Input((32, 2)),
            layers.Conv1D(4, 3, padding="causal", dilation_rate=2),
            layers.Conv1D(4, 4, strides=2, padding="same"),
            layers.UpSampling1D(2),
            layers.Conv1D(1, 3, padding="same"),
        ]
    )
    found = upconv.field(model, verify=True)
    assert found.reached == (True,)
    assert (found.halo, found.latency) == (((8, 3),), (3,))
    assert found.output_size(33) == (34,)


def test_borders_and_depthwise_layers():
    model = keras.Sequential(
        [
            layers.Input((12, 14, 4)),
            layers.ZeroPadding2D(1),
            layers.DepthwiseConv2D(3),
            layers.Cropping2D(1),
            layers.LayerNormalization(),
            layers.SeparableConv2D(3, 3, padding="same", strides=2),
        ]
    )
    found = upconv.field(model)
    assert found.scale == (Fraction(1, 2),) * 2
    assert found.receptive_field == (5, 5)


def squeezed():
    x = layers.Input((16, 20, 3))
    y = layers.Conv2D(4, 3, padding="same")(x)
    gate = layers.Dense(4)(layers.GlobalAveragePooling2D(keepdims=True)(y))
    return keras.Model(x, layers.Multiply()([y, gate]))


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        (squeezed, "global pooling"),
        (lambda: keras.Sequential([layers.Input((9, 4)), layers.GroupNormalization(2)]), "normal"),
        (lambda: keras.Sequential([layers.Input((9, 4)), layers.Softmax(axis=1)]), "softmax"),
    ],
)
def test_what_sees_everything_is_named(model, kind):
    found = upconv.field(model())
    assert set(found.halo) == {None}
    assert found.sees_all[0].kind.startswith(kind)
