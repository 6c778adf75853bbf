"""Both operations and their gradients against the textbook reference: exactly, on integers."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import upconv
from strategies import Layer, conv_weight, fits, integers_like, layers
from upconv import ops, reference
from upconv.engine.fallback import matmul
from upconv.errors import ShapeError

pytestmark = pytest.mark.numeric


@settings(max_examples=100)
@given(layers())
def test_conv_transpose_is_the_reference(layer: Layer):
    y = upconv.conv_transpose(layer.x, layer.weight, layer.bias, **layer.arguments)
    expected = reference.scatter(layer.x, layer.weight, layer.bias, **layer.arguments)
    assert np.array_equal(y, expected)
    assert y.flags.c_contiguous


@settings(max_examples=100)
@given(layers())
def test_conv_is_the_reference(layer: Layer):
    assume(fits(layer))
    arguments = {name: value for name, value in layer.arguments.items() if name != "output_padding"}
    weight = conv_weight(layer)
    y = upconv.conv(layer.x, weight, layer.bias, **arguments)
    assert np.array_equal(y, reference.convolution(layer.x, weight, layer.bias, **arguments))


@settings(max_examples=100)
@given(layers(), st.integers(0, 2**16))
def test_the_gradients_are_the_transposes(layer: Layer, seed: int):
    """The operation is linear in x, weight and bias, so its gradients are its three transposes.

    For y = f(x) linear, <f(x'), g> = <x', grad>; on integers both sides are exact.
    """
    y = ops.conv_transpose(layer.x, layer.weight, **layer.arguments)
    grad = integers_like(y.shape, seed)
    grad_x, grad_weight, grad_bias = ops.conv_transpose_backward(
        grad, layer.x, layer.weight, **layer.arguments
    )
    x, weight = integers_like(layer.x.shape, seed + 1), integers_like(layer.weight.shape, seed + 2)
    assert (ops.conv_transpose(x, layer.weight, **layer.arguments) * grad).sum() == (
        x * grad_x
    ).sum()
    assert (ops.conv_transpose(layer.x, weight, **layer.arguments) * grad).sum() == (
        weight * grad_weight
    ).sum()
    assert np.array_equal(grad_bias, grad.sum(axis=(0, *range(2, grad.ndim))))


@settings(max_examples=100)
@given(layers(), st.integers(0, 2**16))
def test_the_gradients_of_conv_are_the_transposes(layer: Layer, seed: int):
    assume(fits(layer))
    arguments = {name: value for name, value in layer.arguments.items() if name != "output_padding"}
    kernel = conv_weight(layer)
    grad = integers_like(ops.conv(layer.x, kernel, **arguments).shape, seed)
    grad_x, grad_weight, _ = ops.conv_backward(grad, layer.x, kernel, **arguments)
    x, weight = integers_like(layer.x.shape, seed + 1), integers_like(kernel.shape, seed + 2)
    assert (ops.conv(x, kernel, **arguments) * grad).sum() == (x * grad_x).sum()
    assert (ops.conv(layer.x, weight, **arguments) * grad).sum() == (weight * grad_weight).sum()


def test_only_the_gradients_that_are_needed_are_made():
    grads = ops.conv_backward(
        np.ones((1, 1, 2)), np.ones((1, 1, 3)), np.ones((1, 1, 2)), needs=(False, True, False)
    )
    assert [g is not None for g in grads] == [False, True, False]


@settings(max_examples=30)
@given(layers(dtype="float32"), st.sampled_from(["relu", "leaky_relu", "sigmoid", "tanh"]))
def test_channels_last_one_example_and_strided_input_give_the_same(layer: Layer, activation: str):
    assume(len(layer.x))
    arguments = layer.arguments | {"activation": activation}
    y = upconv.conv_transpose(layer.x, layer.weight, layer.bias, **arguments)
    last = np.moveaxis(layer.x, 1, -1)
    spread = np.repeat(last, 2, axis=-1)[..., ::2]
    for x in (last, np.ascontiguousarray(last), spread, np.asfortranarray(last)):
        other = upconv.conv_transpose(
            x, layer.weight, layer.bias, data_format="channels_last", **arguments
        )
        assert other.flags.c_contiguous
        assert np.array_equal(np.moveaxis(other, -1, 1), y)
    assert np.array_equal(
        upconv.conv_transpose(layer.x[0], layer.weight, layer.bias, **arguments), y[0]
    )
    swapped = layer.weight.swapaxes(0, 1).copy().swapaxes(0, 1)
    assert np.array_equal(upconv.conv_transpose(layer.x, swapped, layer.bias, **arguments), y)


@settings(max_examples=30)
@given(layers(symmetric=True))
def test_output_size_is_another_way_to_say_output_padding(layer: Layer):
    size = upconv.conv_transpose(layer.x[:0], layer.weight, **layer.arguments).shape[2:]
    arguments = layer.arguments | {"output_padding": 0}
    y = upconv.conv_transpose(layer.x, layer.weight, output_size=size, **arguments)
    assert np.array_equal(y, upconv.conv_transpose(layer.x, layer.weight, **layer.arguments))


CONVOLVED = [[3, 5, 2, 7], [4, 1, 3, 8], [6, 3, 8, 2], [9, 6, 1, 5]]
KERNEL = [[1, 2, 1], [2, 1, 2], [1, 1, 2]]
SMALL = [[55, 52], [57, 50]]


def planes(*rows):
    return [np.array([[values]], np.float32) for values in rows]


def test_a_convolution_worked_by_hand():
    x, weight = planes(CONVOLVED, KERNEL)
    assert upconv.conv(x, weight)[0, 0].tolist() == SMALL
    assert upconv.conv(x, weight, padding="same")[0, 0].tolist() == [
        [19, 26, 46, 22],
        [29, 55, 52, 40],
        [42, 57, 50, 43],
        [36, 46, 44, 19],
    ]


def test_a_transposed_convolution_worked_by_hand():
    y, weight, kernel = planes(SMALL, KERNEL, [[1, 2], [2, 1]])
    assert upconv.conv_transpose(y, weight)[0, 0].tolist() == [
        [55, 162, 159, 52],
        [167, 323, 319, 154],
        [169, 264, 326, 204],
        [57, 107, 164, 100],
    ]
    valid = [[55, 162, 104], [167, 323, 152], [114, 157, 50]]
    assert upconv.conv_transpose(y, kernel, padding="valid")[0, 0].tolist() == valid
    same = [[55, 162], [167, 323]]
    assert upconv.conv_transpose(y, kernel, padding="same")[0, 0].tolist() == same


@pytest.mark.parametrize(("padding", "size"), [("valid", 9), ("same", 8)])
def test_4x4_kernel_3_stride_2(padding, size):
    y = upconv.conv_transpose(
        np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), stride=2, padding=padding
    )
    assert y.shape == (1, 1, size, size)


def test_same_in_a_convolution_is_the_ceiling_of_i_over_s():
    x, weight = np.arange(1.0, 6).reshape(1, 1, 5), np.array([[[1.0, 10.0]]])
    assert upconv.conv(x, weight, stride=1, padding="same_upper").tolist() == [
        [[21, 32, 43, 54, 5]]
    ]
    assert upconv.conv(x, weight, stride=1, padding="same_lower").tolist() == [
        [[10, 21, 32, 43, 54]]
    ]
    assert upconv.conv(x, weight, stride=2, padding="same").shape == (1, 1, 3)


def test_stride_larger_than_the_kernel_leaves_bias_between():
    y = upconv.conv_transpose(
        np.ones((1, 1, 2)), np.full((1, 1, 1), 3.0), np.array([7.0]), stride=3
    )
    assert y.tolist() == [[[10, 7, 7, 10]]]


@pytest.mark.parametrize(
    ("activation", "expected"),
    [
        (None, [-2, 0, 3]),
        ("relu", [0, 0, 3]),
        ("leaky_relu", [-0.02, 0, 3]),
        (("leaky_relu", 0.25), [-0.5, 0, 3]),
        ("sigmoid", [1 / (1 + np.exp(2)), 0.5, 1 / (1 + np.exp(-3))]),
        ("tanh", np.tanh([-2, 0, 3])),
    ],
)
def test_activations(activation, expected):
    x = np.array([[[-2.0, 0.0, 3.0]]])
    y = upconv.conv(x, np.ones((1, 1, 1)), activation=activation)
    np.testing.assert_allclose(y[0, 0], expected, rtol=1e-12)


def test_sigmoid_of_large_numbers_is_quiet():
    x = np.array([[[-1e4, 1e4]]], np.float32)
    assert upconv.conv(x, np.ones((1, 1, 1), np.float32), activation="sigmoid").tolist() == [
        [[0, 1]]
    ]


def test_out_is_written_and_returned():
    out = np.full((1, 5, 2), np.nan)
    x, weight = np.ones((1, 3, 4)), np.ones((4, 2, 3))
    y = upconv.conv_transpose(x, weight, data_format="channels_last", out=out)
    assert y is out
    assert np.array_equal(y, upconv.conv_transpose(x, weight, data_format="channels_last"))


def test_an_empty_batch_gives_the_right_empty_shape():
    x, weight = np.ones((0, 3, 4, 5), np.float32), np.ones((3, 2, 2, 3), np.float32)
    y = upconv.conv_transpose(x, weight, stride=2)
    assert (y.shape, y.dtype) == ((0, 2, 8, 11), np.float32)
    grads = ops.conv_transpose_backward(y, x, weight, stride=2)
    assert [g.shape for g in grads if g is not None] == [x.shape, weight.shape, (2,)]


@pytest.mark.parametrize("padding", [((3, 0),), ((0, 3),)])
def test_a_single_window_reaches_into_the_padding_on_either_side(padding):
    x, weight = integers_like((2, 3, 1), 0), integers_like((4, 3, 4), 1)
    y = upconv.conv(x, weight, stride=5, padding=padding)
    tap = 3 if padding[0][0] else 0
    assert np.array_equal(y, np.einsum("nci,oc->noi", x, weight[..., tap]))


def test_a_bias_has_one_number_per_channel_of_all_groups():
    x, weight = integers_like((1, 4, 3), 0), integers_like((4, 3, 2), 1)
    y = upconv.conv_transpose(x, weight, np.arange(6, dtype=x.dtype), groups=2)
    without = upconv.conv_transpose(x, weight, groups=2)
    assert np.array_equal(y - without, np.arange(6)[None, :, None] + np.zeros_like(y))
    text = r"^`bias` must have the shape \(6,\), one number per output channel\."
    with pytest.raises(ShapeError, match=text):
        upconv.conv_transpose(x, weight, np.zeros(3, x.dtype), groups=2)


def test_a_batch_in_many_chunks_and_blocks_is_the_same_batch(monkeypatch):
    x, weight = integers_like((7, 4, 9, 5), 0), integers_like((4, 3, 3, 3), 1)
    y = upconv.conv_transpose(x, weight, stride=2)
    grads = ops.conv_transpose_backward(y, x, weight, stride=2)
    monkeypatch.setattr(matmul, "CHUNK_BYTES", 20_000)
    monkeypatch.setattr(matmul, "BLOCK_BYTES", 1)
    assert np.array_equal(upconv.conv_transpose(x, weight, stride=2), y)
    for ours, whole in zip(ops.conv_transpose_backward(y, x, weight, stride=2), grads, strict=True):
        assert np.array_equal(ours, whole)


def test_arrays_are_not_changed_and_lists_of_floats_are_arrays():
    x, weight = integers_like((2, 3, 4), 0), integers_like((3, 2, 2), 1)
    copies = x.copy(), weight.copy()
    x.flags.writeable = weight.flags.writeable = False
    y = upconv.conv_transpose(x, weight, activation="relu")
    assert np.array_equal(x, copies[0])
    assert np.array_equal(weight, copies[1])
    assert np.array_equal(upconv.conv_transpose(x.tolist(), weight.tolist(), activation="relu"), y)


def test_inf_and_nan_pass_through_without_a_warning():
    x = np.array([[[1.0, np.inf, np.nan, 2.0]]])
    y = upconv.conv_transpose(x, np.array([[[1.0, -1.0]]]), activation="leaky_relu")
    assert np.isfinite(y[0, 0, [0, 4]]).all()
    assert y[0, 0, 1] == np.inf
    assert np.isnan(y[0, 0, 2:4]).all()
    grad_x, grad_weight, _ = ops.conv_transpose_backward(np.ones_like(y), x, np.ones((1, 1, 2)))
    assert np.isfinite(grad_x).all()
    assert np.isnan(grad_weight).all()


@pytest.mark.parametrize("stride", [True, 2.0, (2.0,), (True,)])
def test_an_answer_that_is_kept_is_not_given_to_an_equal_mistake(stride):
    x, weight = np.ones((1, 1, 3)), np.ones((1, 1, 2))
    for right in (1, 2, (1,), (2,)):
        upconv.conv_transpose(x, weight, stride=right)
        upconv.conv(x, weight, stride=right)
    for operation in (upconv.conv_transpose, upconv.conv):
        with pytest.raises((ValueError, TypeError), match="`stride` must be an integer"):
            operation(x, weight, stride=stride)


def test_lists_and_numpy_integers_are_numbers_too():
    x, weight = np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2))
    y = upconv.conv_transpose(x, weight, stride=[2, np.int64(2)], padding=[[1, 0], (0, 0)])
    assert np.array_equal(y, upconv.conv_transpose(x, weight, stride=2, padding=((1, 0), (0, 0))))
