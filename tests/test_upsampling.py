"""The fixed upsamplers and max unpooling: equal to PyTorch's, and to Keras' where it has them."""

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
        # PyTorch computes the positions in float32, upconv in float64.
        np.testing.assert_allclose(upconv.upsample(x, scale, mode), theirs.numpy(), atol=1e-5)


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


@given(st.data(), st.integers(1, 3), st.integers(0, 2**16))
def test_max_pool_and_unpool_are_pytorchs(data, ndim, seed):
    torch = pytest.importorskip("torch", reason="compares with PyTorch")
    functional = torch.nn.functional
    k, s = data.draw(per_axis(ndim, 1, 4)), data.draw(per_axis(ndim, 1, 4))
    p = tuple(data.draw(st.integers(0, size // 2)) for size in k)
    size = tuple(data.draw(st.integers(max(w - 2 * q, 1), 9)) for w, q in zip(k, p, strict=True))
    x = integers_like((2, 3, *size), seed, "float32")
    x[x == 4] = np.nan
    pool = getattr(functional, f"max_pool{ndim}d")
    theirs, where = pool(torch.from_numpy(x), k, s, p, return_indices=True)
    values, indices = upconv.max_pool(x, k, stride=s, padding=p)
    assert np.array_equal(values, theirs.numpy(), equal_nan=True)
    assert np.array_equal(indices, where.numpy())
    unpooled = upconv.max_unpool(values, indices, output_size=size)
    if all(a >= b for a, b in zip(s, k, strict=True)):  # each index once: PyTorch is determined
        unpool = getattr(functional, f"max_unpool{ndim}d")
        back = unpool(theirs, where, k, s, p, output_size=size).numpy()
        assert np.array_equal(unpooled, back, equal_nan=True)
    flat = unpooled.reshape(2, 3, -1)
    taken = np.take_along_axis(flat, indices.reshape(2, 3, -1), axis=-1)
    assert np.array_equal(taken, values.reshape(2, 3, -1), equal_nan=True)


def test_an_index_never_points_into_the_padding():
    values, indices = upconv.max_pool(np.full((1, 1, 3, 3), -np.inf), 3, stride=2, padding=1)
    assert np.array_equal(values, np.full((1, 1, 2, 2), -np.inf))
    assert indices.tolist() == [[[[0, 1], [3, 4]]]]


def test_one_example_and_an_empty_batch():
    x = integers_like((3, 4, 6), 0)
    assert upconv.upsample(x, (2, 2)).shape == (3, 8, 12)
    values, indices = upconv.max_pool(x, (2, 3))
    assert values.shape == indices.shape == (3, 2, 2)
    assert upconv.max_unpool(values, indices, output_size=(4, 6)).shape == (3, 4, 6)
    assert upconv.upsample(x[np.newaxis][:0], 2, "bilinear").shape == (0, 3, 8, 12)
    values, indices = upconv.max_pool(x[np.newaxis][:0], 2)
    assert upconv.max_unpool(values, indices, output_size=(4, 6)).shape == (0, 3, 4, 6)


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
        "`mode` must be one of 'nearest', 'bilinear', 'bed_of_nails'. Received mode='cubic'.",
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
        lambda: upconv.max_pool(X, 5),
        GeometryError,
        "The kernel must fit into the padded input. Received a kernel that spans 5 over a padded "
        "input of 4 (axis 0). 4 = 4 + 2·0. "
        "Use a larger `padding`, a smaller kernel or a smaller `dilation`.",
    ),
    (
        lambda: upconv.max_pool(X, 2, padding=(1, 2)),
        ArgumentError,
        "`padding` must be at most half of `size` on every axis. Received padding=(1, 2), "
        "size=(2, 2) (axis 1). Largest padding on axis 1: 1.",
    ),
    (
        lambda: upconv.max_unpool(X, X, output_size=(8, 12)),
        ArgumentTypeError,
        "`indices` must be an integer array, as `max_pool` returns it. "
        "Received indices of dtype float64.",
    ),
    (
        lambda: upconv.max_unpool(X, np.zeros((1, 2, 4, 5), int), output_size=(8, 12)),
        ShapeError,
        "`indices` must have the shape (1, 2, 4, 6), the shape of `values`. "
        "Received indices.shape=(1, 2, 4, 5).",
    ),
    (
        lambda: upconv.max_unpool(X, np.full(X.shape, 96), output_size=(8, 12)),
        ArgumentError,
        "`indices` must lie inside the plane of `output_size`. Received indices reaching 96, "
        "output_size=(8, 12). 8·12 = 96 positions, 0 to 95. "
        "Use the `output_size` that the pooled array had.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "text"), MISTAKES)
def test_a_mistake_gets_one_clear_error(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text
