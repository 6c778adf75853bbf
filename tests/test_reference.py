"""The four textbook forms against each other, and against numbers done by hand."""

import numpy as np
import pytest
from hypothesis import given, settings

from strategies import Layer, layers
from upconv import reference

FORMS = (reference.scatter, reference.zero_insertion, reference.matrix, reference.phases)

TEXTBOOK = [
    ([[4, 1], [2, 3]], 1, [[0, 4, 1], [8, 16, 6], [4, 12, 9]]),
    ([[0, 1], [2, 3]], 1, [[0, 0, 1], [0, 4, 6], [4, 12, 9]]),
    ([[0, 1], [2, 3]], 2, [[0, 0, 0, 1], [0, 0, 2, 3], [0, 2, 0, 3], [4, 6, 6, 9]]),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kernel", "stride", "expected"), TEXTBOOK)
def test_the_textbook_numbers(form, kernel, stride, expected):
    y = form([[[[0, 1], [2, 3]]]], [[kernel]], stride=stride)
    assert y[0, 0].tolist() == expected


@settings(max_examples=60)
@given(layers(largest_input=3))
def test_the_four_forms_agree_exactly(layer: Layer):
    results = [form(layer.x, layer.weight, layer.bias, **layer.arguments) for form in FORMS]
    for other in results[1:]:
        assert np.array_equal(results[0], other)


def test_an_output_nothing_reaches_is_bias():
    y = reference.scatter([[[5.0]]], [[[1.0]]], [7.0], padding=((-1, -2),))
    assert y.tolist() == [[[7, 12, 7, 7]]]


def test_convolution_by_hand():
    y = reference.convolution([[[1, 2, 3, 4]]], [[[1, 10]]], [100], stride=2, padding=1)
    assert y.tolist() == [[[110, 132, 104]]]


def test_the_matrix_has_a_row_per_output_and_a_column_per_input():
    kernel = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    c = reference.convolution_matrix(kernel, (4, 4), (2, 2), (1, 1), (1, 1), (0, 0))
    assert c.shape == (4, 16)
    assert c[1].reshape(4, 4).tolist() == [[0, 1, 2, 3], [0, 4, 5, 6], [0, 7, 8, 9], [0] * 4]
