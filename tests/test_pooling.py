"""Max pooling and its unpooling: values and indices equal to PyTorch's."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import upconv
from frameworks import ignoring, module
from strategies import integers_like, per_axis
from upconv.errors import ArgumentError, ArgumentTypeError, GeometryError, ShapeError

pytestmark = pytest.mark.numeric


def size_of(i, k, s, p, d, up):
    """The output size as PyTorch's documentation states it."""
    o = -(-(i + 2 * p - d * (k - 1) - 1) // s) if up else (i + 2 * p - d * (k - 1) - 1) // s
    return o if up and o * s >= i + p else o + 1


def torch_unpooled(torch, values, where, size):
    """What PyTorch's operator makes of values that were pooled from `size`."""
    if len(size) == 3:
        return torch.ops.aten.max_unpool3d(values, where, size, (1, 1, 1), (0, 0, 0)).numpy()
    if len(size) == 2:
        return torch.ops.aten.max_unpool2d(values, where, size).numpy()
    return torch.ops.aten.max_unpool2d(values[:, :, None], where[:, :, None], (1, *size)).numpy()[
        :, :, 0
    ]


@given(st.data(), st.integers(1, 3), st.booleans(), st.integers(0, 2**16))
def test_values_and_indices_are_pytorchs(data, ndim, up, seed):
    torch = module("torch")
    draw = data.draw
    k, s, d = (
        draw(per_axis(ndim, 1, most), label) for most, label in ((4, "k"), (4, "s"), (3, "d"))
    )
    p = tuple(draw(st.integers(0, n // 2), "p") for n in k)
    size = draw(per_axis(ndim, 1, 9), "size")
    # Here a window may miss x, where PyTorch's index lies outside the plane: another test's.
    assume(all(i >= gap or q == 0 for i, gap, q in zip(size, d, p, strict=True)))
    assume(min(size_of(*axis, up) for axis in zip(size, k, s, p, d, strict=True)) >= 1)
    x = integers_like((2, 3, *size), seed, "float32") - draw(st.sampled_from((0, 9)), "shift")
    x[x % 8 == 4] = draw(st.sampled_from((np.nan, -np.inf, np.inf)), "special")
    pool = getattr(torch.nn.functional, f"max_pool{ndim}d")
    values, indices = upconv.max_pool(x, k, stride=s, padding=p, dilation=d, ceil_mode=up)
    expected, where = pool(torch.from_numpy(x), k, s, p, d, up, return_indices=True)
    assert np.array_equal(values, expected.numpy(), equal_nan=True)
    assert np.array_equal(indices, where.numpy())
    unpooled = upconv.max_unpool(values, indices, output_size=size)
    if all(len(set(plane)) == len(plane) for plane in indices.reshape(6, -1).tolist()):
        # Each index once, so that the order does not count. The layer refuses some of these sizes.
        expected = torch_unpooled(torch, expected, where, size)
        assert np.array_equal(unpooled, expected, equal_nan=True)
    flat = unpooled.reshape(2, 3, -1)
    taken = np.take_along_axis(flat, indices.reshape(2, 3, -1), axis=-1)
    assert np.array_equal(taken, values.reshape(2, 3, -1), equal_nan=True)
    untouched = np.ones(flat.shape, bool)
    np.put_along_axis(untouched, indices.reshape(2, 3, -1), False, axis=-1)
    assert not flat[untouched].any()


def test_an_index_never_points_into_the_padding():
    values, indices = upconv.max_pool(np.full((1, 1, 3, 3), -np.inf), 3, stride=2, padding=1)
    assert np.array_equal(values, np.full((1, 1, 2, 2), -np.inf))
    assert indices.tolist() == [[[[0, 1], [3, 4]]]]


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_a_window_that_misses_x_is_an_error_where_pytorch_points_outside(ndim):
    torch = module("torch")
    refused = 0
    drawn = itertools.product(
        *(range(low, high) for low, high in ((1, 5), (1, 6), (1, 4), (0, 3), (1, 7)))
    )
    for i, k, s, p, d in drawn:
        if p > k // 2 or size_of(i, k, s, p, d, True) < 1:
            continue
        x = np.zeros((1, 1, *(1,) * (ndim - 1), i))
        words = [(*(first,) * (ndim - 1), last) for first, last in ((1, k), (1, s), (0, p), (1, d))]
        pool = getattr(torch.nn.functional, f"max_pool{ndim}d")
        expected, where = pool(torch.from_numpy(x), *words, True, return_indices=True)
        outside = bool((where >= i).any())
        assert outside == bool(torch.isinf(expected).any())
        words = dict(zip(("size", "stride", "padding", "dilation"), words, strict=True))
        if outside:
            refused += 1
            with pytest.raises(GeometryError, match="Every window must contain an element of `x`"):
                upconv.max_pool(x, **words, ceil_mode=True)
        else:
            assert np.array_equal(upconv.max_pool(x, **words, ceil_mode=True)[1], where.numpy())
    assert refused > 10


def test_the_last_window_begins_in_x_or_before_it():
    x = np.arange(5.0)[np.newaxis]
    for stride, expected in ((2, [1, 3, 4]), (3, [1, 4]), (4, [1, 4])):
        values, indices = upconv.max_pool(x, (2,), stride=stride, ceil_mode=True)
        assert values[0].tolist() == indices[0].tolist() == expected


def test_one_example_and_an_empty_batch():
    x = integers_like((3, 4, 6), 0)
    values, indices = upconv.max_pool(x, (2, 3))
    assert values.shape == indices.shape == (3, 2, 2)
    assert upconv.max_unpool(values, indices, output_size=(4, 6)).shape == (3, 4, 6)
    values, indices = upconv.max_pool(x[np.newaxis][:0], 2)
    assert upconv.max_unpool(values, indices, output_size=(4, 6)).shape == (0, 3, 4, 6)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("special", [0.0, np.nan, -np.inf])
def test_keras_layers_pool_and_unpool_as_upconv(padding, special):
    keras = module("keras")
    from upconv.keras import MaxPooling2D, MaxUnpooling2D

    x = integers_like((2, 3, 5, 6), 3, "float32")
    x[x < 0] = special
    layer = MaxPooling2D((3, 2), (2, 2), padding, data_format="channels_first", return_indices=True)
    padded = {"padding": (1, 0)} if padding == "same" else {}  # of 5 and 6 rows with these strides
    values, indices = upconv.max_pool(x, (3, 2), stride=2, **padded)
    with ignoring("__array__ implementation doesn't accept a copy keyword"):  # torch's of NumPy 1
        found, where = (keras.ops.convert_to_numpy(part) for part in layer(x))
    assert np.array_equal(found, values, equal_nan=True)
    if not np.isnan(special):  # of several NaN in a window Keras' argmax takes the first
        assert np.array_equal(where, indices)
    unpool = MaxUnpooling2D((3, 2), (2, 2), data_format="channels_first", output_size=(5, 6))
    with ignoring("__array__ implementation doesn't accept a copy keyword"):
        back = keras.ops.convert_to_numpy(unpool([values[..., :1, :], indices[..., :1, :]]))
    expected = upconv.max_unpool(values[..., :1, :], indices[..., :1, :], output_size=(5, 6))
    assert np.array_equal(back, expected, equal_nan=True)


def test_pytorchs_layer_unpools_any_pooling_to_the_size_that_it_had():
    torch = module("torch")
    from upconv.torch import MaxUnpool2d

    x = torch.randn(2, 3, 7, 9)
    pool = torch.nn.MaxPool2d(3, 2, 1, dilation=2, ceil_mode=True, return_indices=True)
    values, indices = pool(x)
    values.requires_grad_()
    back = MaxUnpool2d(3, 2, 1)(values, indices, output_size=x.shape)
    found, where = values.detach().numpy(), indices.numpy()
    assert np.array_equal(back.detach(), upconv.max_unpool(found, where, output_size=(7, 9)))
    back.sum().backward()
    assert torch.equal(values.grad, torch.ones_like(values))


X = np.ones((1, 2, 4, 6))
MISTAKES = [
    (
        lambda: upconv.max_pool(X, 2, ceil_mode=1),
        ArgumentError,
        "`ceil_mode` must be one of False, True. Received ceil_mode=1.",
    ),
    (
        lambda: upconv.max_pool(X, 2, dilation=(1, 0)),
        ArgumentError,
        "`dilation` must be at least 1 on every axis. Received dilation=0 (axis 1).",
    ),
    (
        lambda: upconv.max_pool(X[..., :0], 2),
        ShapeError,
        "`x` must have at least 1 element on every axis but the batch. "
        "Received x.shape=(1, 2, 4, 0) (axis 1).",
    ),
    (
        lambda: upconv.max_pool(X[..., :2], 2, padding=1, dilation=3),
        GeometryError,
        "Every window must contain an element of `x`. Received a window that spans 4 over an "
        "input of 2 (axis 1). Its taps are 3 apart, so with a padding of 1 they skip all 2. Use "
        "a `dilation` of 2 or less, or padding=0.",
    ),
    (
        lambda: upconv.max_unpool(X[0, 0, 0], X[0, 0, 0].astype(int), output_size=9),
        ShapeError,
        "`values` must be (N, C, *spatial) with 1, 2 or 3 spatial axes. "
        "Received values.shape=(6,).",
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
        "`indices` must be an integer array, as returned by `max_pool`. Received indices of "
        "dtype float64.",
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
        "`indices` must lie inside the plane of `output_size`. Received indices reaching "
        "96, output_size=(8, 12). 8·12 = 96 positions, 0 to 95. Use the `output_size` that the "
        "pooled array had.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "text"), MISTAKES)
def test_a_mistake_gets_one_clear_error(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text
