"""The fixed upsamplers: equal to PyTorch's, and to Keras' where it has them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import upconv
from frameworks import ignoring
from strategies import integers_like, per_axis
from upconv.errors import ArgumentError, ArgumentTypeError, GeometryError, ShapeError

pytestmark = pytest.mark.numeric

PLURAL = {1: "linear", 2: "bilinear", 3: "trilinear"}


@given(st.data(), st.integers(1, 3), st.integers(0, 2**16))
def test_upsample_is_pytorchs_interpolate(data, ndim, seed):
    torch = pytest.importorskip("torch", reason="compares with PyTorch")
    size = data.draw(per_axis(ndim, 1, 7))
    scale = data.draw(per_axis(ndim, 1, 4))
    x = np.random.default_rng(seed).standard_normal((2, 3, *size)).astype(np.float32)
    interpolate = torch.nn.functional.interpolate
    sizes = tuple(i * s for i, s in zip(size, scale, strict=True))
    theirs = interpolate(torch.from_numpy(x), sizes, mode="nearest").numpy()
    assert np.array_equal(upconv.upsample(x, scale, "nearest"), theirs)
    for align_corners in (False, True):
        theirs = interpolate(
            torch.from_numpy(x), sizes, mode=PLURAL[ndim], align_corners=align_corners
        ).numpy()
        ours = upconv.upsample(x, scale, "bilinear", align_corners=align_corners)
        np.testing.assert_allclose(ours, theirs, atol=2e-6)


@pytest.mark.parametrize(("size", "scale"), [(8, 3.5), (5, 1.5), (4, 0.75), (6, 2.25)])
def test_a_fractional_scale_is_pytorchs_scale_factor(size, scale):
    torch = pytest.importorskip("torch", reason="compares with PyTorch")
    x = np.random.default_rng(0).standard_normal((2, 3, size, size + 2)).astype(np.float32)
    for mode in ("nearest", "bilinear"):
        theirs = torch.nn.functional.interpolate(
            torch.from_numpy(x), scale_factor=scale, mode=mode, recompute_scale_factor=False
        )
        np.testing.assert_allclose(upconv.upsample(x, scale, mode), theirs.numpy(), atol=2e-6)


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
@pytest.mark.parametrize("size", [(4, 5), (1, 3)])
def test_upsample_is_keras_upsampling2d(mode, size):
    keras = pytest.importorskip("keras", reason="compares with Keras")
    x = np.random.default_rng(0).standard_normal((2, *size, 3)).astype(np.float32)
    layer = keras.layers.UpSampling2D((2, 3), interpolation=mode)
    with ignoring("__array__ implementation doesn't accept a copy keyword"):  # torch's of NumPy 1
        theirs = keras.ops.convert_to_numpy(layer(x))
    ours = upconv.upsample(x, (2, 3), mode, data_format="channels_last")
    np.testing.assert_allclose(ours, theirs, atol=2e-6)


@given(st.data(), st.integers(1, 3), st.booleans())
def test_a_bed_of_nails_puts_each_value_at_the_top_left_of_its_cell(data, ndim, last):
    size, scale = data.draw(per_axis(ndim, 1, 5)), data.draw(per_axis(ndim, 1, 4))
    x = integers_like((2, 3, *size), 0)
    given_x = np.moveaxis(x, 1, -1) if last else x
    data_format = "channels_last" if last else "channels_first"
    y = upconv.upsample(given_x, scale, "bed_of_nails", data_format=data_format)
    y = np.moveaxis(y, -1, 1) if last else y
    assert y.shape[2:] == tuple(i * s for i, s in zip(size, scale, strict=True))
    nails = tuple(slice(None, None, s) for s in scale)
    assert np.array_equal(y[(..., *nails)], x)
    assert np.abs(y).sum() == np.abs(x).sum()


def test_one_example_and_an_empty_batch():
    x = integers_like((3, 4, 6), 0)
    assert upconv.upsample(x, (2, 2)).shape == (3, 8, 12)
    assert upconv.upsample(x, size=(7, 7)).shape == (3, 7, 7)
    assert upconv.upsample(x[np.newaxis][:0], 2, "bilinear").shape == (0, 3, 8, 12)
    assert upconv.upsample(x[np.newaxis][:0], size=9).shape == (0, 3, 9, 9)


X = np.ones((1, 2, 4, 6))
MISTAKES = [
    (
        lambda: upconv.upsample(X, 0),
        ArgumentError,
        "`scale` must be a positive, finite number or one per axis for mode='nearest'. "
        "Received scale=0.",
    ),
    (
        lambda: upconv.upsample(X, float("nan"), "bilinear"),
        ArgumentError,
        "`scale` must be a positive, finite number or one per axis for mode='bilinear'. "
        "Received scale=nan.",
    ),
    (
        lambda: upconv.upsample(X, (2, 1.5), "bed_of_nails"),
        ArgumentError,
        "`scale` must be a positive integer or one per axis for mode='bed_of_nails'. "
        "Received scale=(2, 1.5).",
    ),
    (
        lambda: upconv.upsample(X, 2, "cubic"),
        ArgumentError,
        "`mode` must be one of 'nearest', 'nearest-exact', 'bilinear', 'bed_of_nails'. "
        "Received mode='cubic'.",
    ),
    (
        lambda: upconv.upsample(X.astype(int), 2),
        ArgumentTypeError,
        "`x` must be a float32 or float64 array. Received x of dtype int64. "
        "Cast it first: x.astype(np.float32).",
    ),
    (
        lambda: upconv.upsample(X, 0.1),
        GeometryError,
        "The output must have at least 1 element on every axis. Received an output of size 0 "
        "(axis 0). 0 = floor(4·0.1). Use a larger `scale`.",
    ),
    (
        lambda: upconv.upsample(X[0, 0, 0], 2),
        ShapeError,
        "`x` must be (N, C, *spatial) with 1, 2 or 3 spatial axes. Received x.shape=(6,).",
    ),
    (
        lambda: upconv.upsample(X),
        ArgumentError,
        "Exactly one of `scale` and `size` must be given. Received scale=None, size=None.",
    ),
    (
        lambda: upconv.upsample(X, 2, size=(8, 12)),
        ArgumentError,
        "Exactly one of `scale` and `size` must be given. Received scale=2, size=(8, 12).",
    ),
    (
        lambda: upconv.upsample(X, True),
        ArgumentError,
        "`scale` must be a positive, finite number or one per axis for mode='nearest'. "
        "Received scale=True.",
    ),
    (
        lambda: upconv.upsample(X, size=(8, 0)),
        ArgumentError,
        "`size` must be at least 1 on every axis. Received size=0 (axis 1).",
    ),
    (
        lambda: upconv.upsample(X, mode="bed_of_nails", size=(8, 15)),
        GeometryError,
        "`size` must be a multiple of the input's size for mode='bed_of_nails'. "
        "Received size=(8, 15) for an input of 6 (axis 1). 15 = 6·2 + 3. Write 12 or 18.",
    ),
    (
        lambda: upconv.upsample(X, 2, align_corners=True),
        ArgumentError,
        "`align_corners` may be given only for mode='bilinear'. Received "
        "align_corners=True, mode='nearest'. Write mode='bilinear', or omit `align_corners`.",
    ),
    (
        lambda: upconv.upsample(X, 2, "bilinear", align_corners="no"),
        ArgumentError,
        "`align_corners` must be one of False, True. Received align_corners='no'.",
    ),
    (
        lambda: upconv.upsample(X, 2, framework="keras"),
        ArgumentError,
        "`framework` must be one of 'torch', 'onnx'. Received framework='keras'.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "text"), MISTAKES)
def test_a_mistake_gets_one_clear_error(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text
