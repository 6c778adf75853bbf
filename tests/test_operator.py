"""The convolution as operator and matrix, and its inverse."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy.sparse.linalg import aslinearoperator

import upconv
from strategies import Layer, conv_weight, fits, integers_like, layers
from test_padding_modes import Pair, pairs
from upconv import ConvOperator, deconvolve, ops, reference
from upconv.errors import GeometryError, ShapeError

pytestmark = pytest.mark.numeric


def operator_of(layer: Layer) -> upconv.ConvOperator:
    arguments = {name: value for name, value in layer.arguments.items() if name != "output_padding"}
    return upconv.ConvOperator(conv_weight(layer), layer.x.shape[1:], **arguments)


@settings(max_examples=60)
@given(layers(largest_input=4))
def test_matvec_is_the_convolution_and_rmatvec_its_transpose(layer: Layer):
    assume(fits(layer))
    operator = operator_of(layer)
    x = integers_like(operator.input_shape, 0)
    y = integers_like(operator.output_shape, 1)
    arguments = {name: value for name, value in layer.arguments.items() if name != "output_padding"}
    convolved = reference.convolution(x[np.newaxis], operator.weight, **arguments)
    assert np.array_equal(operator @ x.ravel(), convolved.ravel())
    (back, _, _) = ops.conv_backward(y, x, operator.weight, **arguments)
    assert np.array_equal(operator.T @ y.ravel(), back.ravel())


@settings(max_examples=60)
@given(layers(largest_input=4))
def test_the_matrix_is_the_operator(layer: Layer):
    assume(fits(layer))
    operator = operator_of(layer)
    matrix = operator.matrix()
    assert matrix.shape == operator.shape
    assert np.array_equal(matrix.toarray(), operator @ np.eye(operator.shape[1]))
    assert np.array_equal(matrix.T.toarray(), operator.T @ np.eye(operator.shape[0]))


def test_a_3x3_kernel_on_4x4_gives_4x16():
    kernel = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    matrix = upconv.ConvOperator(kernel, (1, 4, 4)).matrix()
    assert matrix.shape == (4, 16)
    assert np.array_equal(
        matrix.toarray(),
        reference.convolution_matrix(kernel, (4, 4), (2, 2), (1, 1), (1, 1), (0, 0)),
    )
    y = np.array([55.0, 52.0, 57.0, 50.0])
    by_form = reference.matrix(y.reshape(1, 1, 2, 2), kernel)
    assert np.array_equal((matrix.T @ y).reshape(4, 4), by_form[0, 0])


def test_it_composes_with_scipys_operators():
    operator = upconv.ConvOperator(np.ones((1, 1, 2)), (1, 3))
    product = operator.T @ operator + aslinearoperator(np.eye(3))
    assert (product @ np.ones(3)).tolist() == [3, 5, 3]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_deconvolve_gives_back_what_the_system_determines(dtype):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 3, 5, 6)).astype(dtype)
    weight = rng.standard_normal((4, 3, 3, 2)).astype(dtype)
    y = upconv.conv(x, weight, padding=(2, 1))
    back = upconv.deconvolve(y, weight, input_shape=(3, 5, 6), padding=(2, 1))
    assert back.dtype == dtype
    np.testing.assert_allclose(back, x, atol=1e-4 if dtype == np.float32 else 1e-8)
    alone = upconv.deconvolve(y[1], weight, input_shape=(3, 5, 6), padding=(2, 1))
    assert np.array_equal(alone, back[1])


def test_a_transposed_convolution_gives_back_the_shape_and_not_the_values():
    x = np.arange(1.0, 10).reshape(1, 3, 3)
    weight = np.array([[[[1.0, 2.0], [2.0, 1.0]]]])
    y = upconv.conv(x, weight, padding=1)
    shaped = upconv.conv_transpose(y, weight, padding=1)
    assert shaped.shape == x.shape
    assert np.abs(shaped - x).max() > 10
    np.testing.assert_allclose(
        upconv.deconvolve(y, weight, input_shape=x.shape, padding=1), x, atol=1e-8
    )


def test_where_the_system_leaves_x_open_the_smallest_explanation_comes():
    weight = np.array([[[1.0, 1.0]]])
    y = upconv.conv(np.array([[0.0, 2.0, 0.0]]), weight)
    x = upconv.deconvolve(y, weight, input_shape=(1, 3))
    np.testing.assert_allclose(upconv.conv(x, weight), y, atol=1e-9)
    np.testing.assert_allclose(x, [[2 / 3, 4 / 3, 2 / 3]], atol=1e-9)


def test_an_empty_batch_deconvolves_to_an_empty_batch():
    weight = np.ones((1, 1, 2))
    assert upconv.deconvolve(np.ones((0, 1, 2)), weight, input_shape=(1, 3)).shape == (0, 1, 3)


def test_stopping_early_is_said():
    weight = np.random.default_rng(0).standard_normal((1, 1, 3))
    with pytest.warns(RuntimeWarning) as caught:
        upconv.deconvolve(np.ones((1, 8)), weight, input_shape=(1, 10), max_iterations=1)
    assert str(caught[0].message) == (
        "`deconvolve` stopped before it reached its tolerance. Received max_iterations=1, "
        "tolerance=1e-12. Allow more iterations or a larger tolerance."
    )


MISTAKES = [
    (
        lambda: upconv.ConvOperator(np.ones((1, 2, 3)), (1, 4)),
        ShapeError,
        "`input_shape` must be (2, 4), for weight.shape=(1, 2, 3) and groups=1. "
        "Received input_shape=(1, 4).",
    ),
    (
        lambda: upconv.ConvOperator(np.ones((1, 1, 3)), (1, 4, 4)),
        ShapeError,
        "`input_shape` must be (C_in, W), the shape of one input of the convolution. Received "
        "input_shape=(1, 4, 4). Omit the batch axis.",
    ),
    (
        lambda: upconv.deconvolve(np.ones((1, 3)), np.ones((1, 1, 3)), input_shape=(1, 4)),
        ShapeError,
        "`y` must have the shape (1, 2), with or without a batch axis, as the convolution "
        "returns it. Received y.shape=(1, 3).",
    ),
]


@pytest.mark.parametrize(("call", "kind", "text"), MISTAKES)
def test_a_mistake_gets_one_clear_error(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text


@settings(max_examples=30)
@given(pairs(largest=4))
def test_a_padding_mode_is_in_the_matrix(pair: Pair):
    assume(len(pair.x))
    words = {"padding": pair.padding, **pair.words}
    operator = ConvOperator(pair.weight, pair.x.shape[1:], **words)
    matrix = operator.matrix()
    x, y = pair.x[0].ravel(), pair.y[0].ravel()
    expected = reference.convolution(pair.x[:1], pair.weight, **words)
    assert np.array_equal(operator @ x, expected.ravel())
    assert np.array_equal(matrix @ x, expected.ravel())
    adjoint = reference.scatter(pair.y[:1], pair.weight, **pair.transposed_words)
    assert np.array_equal(operator.T @ y, adjoint.ravel())
    assert np.array_equal(matrix.T @ y, adjoint.ravel())


def test_deconvolve_on_a_ring():
    x, weight = integers_like((1, 6, 7), 0), np.array([[[[1.0, 8.0, 2.0]]]])
    words: dict[str, Any] = {"padding": ((0, 0), (1, 1)), "padding_mode": "circular"}
    y = upconv.conv(x, weight, **words)
    np.testing.assert_allclose(deconvolve(y, weight, input_shape=x.shape, **words), x, atol=1e-9)
    with pytest.raises(GeometryError, match="an input of 3"):
        ConvOperator(np.ones((1, 1, 2)), (1, 3), padding=4, padding_mode="circular")
