"""Activations in generated code: how exact they are, the same bits everywhere, and gradients."""

from typing import get_args, get_origin

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import upconv
from strategies import Layer, conv_weight, fits, integers_like, layers
from upconv import activations, ops
from upconv.engine.fallback import generic
from upconv.engine.process import isa

pytest.importorskip("llvmlite")
from upconv.engine.calls import activation_backward

pytestmark = pytest.mark.numeric

INSTRUCTION_SETS = [found.name for found in isa.available()]
NAMES = list(activations.TABLE)
WIDE = {np.float32: np.float64, np.float64: np.longdouble}
EXACT = {
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "silu": lambda x: x / (1 + np.exp(-x)),
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "hard_swish": lambda x: x * np.clip(x + 3, 0, 6) / 6,
}
ULPS = 3  # units in the last place


def activate(x, activation, **arguments):
    """Apply an activation to a row of numbers by a convolution that does nothing else."""
    weight = np.ones((1, 1, 1), x.dtype)
    return ops.conv(x.reshape(1, 1, -1), weight, activation=activation, **arguments).ravel()


def samples(dtype):
    draw = np.random.default_rng(0)
    spread = [draw.standard_normal(5000) * 10.0**power for power in range(-30, 3)]
    return np.concatenate([*spread, np.linspace(-25, 25, 30001)]).astype(dtype)


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", EXACT)
def test_activations_are_exact_to_the_last_places(name, dtype, activation, monkeypatch):
    monkeypatch.setenv("UPCONV_ISA", name)
    x = samples(dtype)
    with np.errstate(over="ignore", under="ignore"):
        wide = x.astype(WIDE[dtype])
        exact = EXACT[activation](wide)
        unit = np.spacing(np.abs(exact).astype(dtype)).astype(WIDE[dtype])
        if activation == "silu":  # its factor may be subnormal, with fewer digits
            unit += np.abs(wide) * np.finfo(dtype).smallest_subnormal
        assert (np.abs(activate(x, activation) - exact) <= ULPS * unit).all()


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_number_line(name, dtype, monkeypatch):
    monkeypatch.setenv("UPCONV_ISA", name)
    ends = np.array([np.inf, -np.inf, 1e30, -1e30, 0.0], dtype)
    assert activate(ends, "sigmoid").tolist() == [1, 0, 1, 0, 0.5]
    assert activate(ends, "tanh").tolist() == [1, -1, 1, -1, 0]
    for activation in ("sigmoid", "tanh"):
        assert np.isnan(activate(np.array([np.nan], dtype), activation)).all()
    tiny = np.finfo(dtype).smallest_subnormal
    assert activate(np.array([tiny, -tiny]), "tanh").tolist() == [tiny, -tiny]
    vanishing = activate(np.array([-100.0], dtype), "sigmoid")
    np.testing.assert_allclose(vanishing, np.exp(-100.0).astype(dtype), rtol=1e-6)


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_number_gives_the_same_bits_wherever_it_stands(name, activation, dtype, monkeypatch):
    monkeypatch.setenv("UPCONV_ISA", name)
    x = (3 * np.random.default_rng(0).standard_normal(71)).astype(dtype)
    whole = activate(x, activation)
    for first in range(9):
        for last in (first + 1, first + 2, first + 7, 70):
            assert np.array_equal(activate(x[first:last].copy(), activation), whole[first:last])
    spread = np.empty((1, 1, 2 * x.size), dtype)[..., ::2]
    ops.conv(x.reshape(1, 1, -1), np.ones((1, 1, 1), dtype), activation=activation, out=spread)
    assert np.array_equal(spread.ravel(), whole)
    one_by_one = ops.conv(
        x.reshape(1, -1, 1), np.ones((x.size, 1, 1), dtype), groups=x.size, activation=activation
    )
    assert np.array_equal(one_by_one.ravel(), whole)


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gelu_tanh_is_exact_to_the_last_places_of_its_argument(name, dtype, monkeypatch):
    """An error e of the argument of exp is a factor 1 + e of its result."""
    monkeypatch.setenv("UPCONV_ISA", name)
    x = samples(dtype)
    wide = x.astype(WIDE[dtype])
    twice = 2 * (2 / WIDE[dtype](np.pi)) ** 0.5 * (wide + WIDE[dtype](0.044715) * wide**3)
    with np.errstate(over="ignore", under="ignore"):
        exact = wide / (1 + np.exp(-twice))
        unit = np.spacing(np.abs(exact).astype(dtype)).astype(WIDE[dtype])
        amplified = 1 + np.maximum(-twice, 0)
        found = activate(x, "gelu_tanh")
        assert (np.abs(found - exact) <= ULPS * unit * amplified).all()


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_generated_code_and_numpy_treat_extremes_alike(name, activation, dtype, monkeypatch):
    monkeypatch.setenv("UPCONV_ISA", name)
    ends = [np.nan, np.inf, -np.inf, 1e30, -1e30, 1e4, -1e4, 80, -80, 3, -3, 0]
    z = np.array(ends, dtype)
    weight, grad = np.ones((1, 1, 1), dtype), np.ones((1, 1, z.size), dtype)
    np.testing.assert_allclose(activate(z, activation), ops.activate(z, activation), 1e-6)
    at = z.reshape(grad.shape)
    found, _, _ = ops.conv_backward(
        grad, grad, weight, activation=activation, result=at, pre_activation=at
    )
    expected = activations.gradient(activations.as_activation(activation), grad, at)
    np.testing.assert_allclose(found, expected, 1e-6, 1e-6)  # 1 + sin(x) may cancel


@pytest.mark.parametrize("name", [n for n, e in activations.TABLE.items() if e.in_place])
def test_what_numpy_writes_in_place_is_the_formula(name):
    z = np.array([np.nan, np.inf, -np.inf, -0.0, *np.linspace(-9, 9, 50)])
    with np.errstate(all="ignore"):
        expected = activations.TABLE[name].value(activations.NumpyMaths(), z, 0.25)
    activations.apply((name, 0.25), z)
    np.testing.assert_allclose(z, expected, 1e-15)


def test_activate_leaves_its_argument_alone():
    z = np.array([-2.0, 3.0], np.float32)
    y = ops.activate(z, ("leaky_relu", 0.5))
    assert y.tolist() == [-1, 3]
    assert y.dtype == np.float32
    assert z.tolist() == [-2, 3]


def test_the_documentation_and_the_type_name_every_activation():
    assert get_args(activations.ActivationWord) == tuple(activations.TABLE)
    pairs = next(kind for kind in get_args(activations.Activation) if get_origin(kind) is tuple)
    words = [name for name, entry in activations.TABLE.items() if entry.parameter is not None]
    assert get_args(get_args(pairs)[0]) == tuple(words)
    for name, entry in activations.TABLE.items():
        rows = activations.__doc__.splitlines()
        row = next(line for line in rows if line.startswith(f'"{name}"'))
        assert row[-1] == ("y" if entry.derivative_from == "result" else "z")
        assert entry.parameter is None or str(entry.parameter) in row


@settings(max_examples=30)
@given(layers(), st.sampled_from(["relu", ("leaky_relu", 0.5)]), st.integers(0, 2**16))
def test_gradients_through_an_activation_are_those_of_its_derivative(
    layer: Layer, activation, seed: int
):
    """Exactly: on integers, with a slope that is a power of two, every number is exact."""
    arguments = layer.arguments
    y = ops.conv_transpose(layer.x, layer.weight, layer.bias, activation=activation, **arguments)
    grad = integers_like(y.shape, seed)
    slope = 0 if activation == "relu" else 0.5
    given = np.where(y > 0, grad, slope * grad)
    found = ops.conv_transpose_backward(
        grad, layer.x, layer.weight, activation=activation, result=y, **arguments
    )
    expected = ops.conv_transpose_backward(given, layer.x, layer.weight, **arguments)
    for ours, theirs in zip(found, expected, strict=True):
        assert np.array_equal(ours, theirs)


@given(layers(), st.sampled_from(["relu", ("leaky_relu", 0.5)]), st.integers(0, 2**16))
def test_gradients_of_conv_through_an_activation(layer: Layer, activation, seed: int):
    assume(fits(layer))
    arguments = {name: value for name, value in layer.arguments.items() if name != "output_padding"}
    weight = conv_weight(layer)
    y = ops.conv(layer.x, weight, layer.bias, activation=activation, **arguments)
    grad = integers_like(y.shape, seed)
    slope = 0 if activation == "relu" else 0.5
    given = np.where(y > 0, grad, slope * grad)
    found = ops.conv_backward(grad, layer.x, weight, activation=activation, result=y, **arguments)
    expected = ops.conv_backward(given, layer.x, weight, **arguments)
    for ours, theirs in zip(found, expected, strict=True):
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize(
    "activation", [*NAMES, ("leaky_relu", 0.25), ("leaky_relu", 0.0), ("elu", 0.0), ("snake", 0.5)]
)
def test_the_derivative_is_the_slope_of_the_activation(activation):
    """Held against differences of the activation itself, not against a second formula."""
    x = np.random.default_rng(0).uniform(-5, 5, 100)
    x = x[(np.abs(x) > 0.01) & (np.abs(np.abs(x) - 3) > 0.01)]  # there hard swish has its corners
    step = 1e-6
    up, down = activate(x + step, activation), activate(x - step, activation)
    weight = np.ones((1, 1, 1))
    given = x.reshape(1, 1, -1)
    grad_x, _, _ = ops.conv_backward(
        np.ones_like(given),
        given,
        weight,
        activation=activation,
        result=activate(x, activation).reshape(given.shape),
        pre_activation=given,
    )
    np.testing.assert_allclose(grad_x.ravel(), (up - down) / (2 * step), atol=1e-8)


SHAPES = [
    (1, 1, 1),
    (2, 3, 7),
    (3, 9, 8),
    (2, 5, 33, 4),
    (2, 40, 5, 3),
    (3, 2, 2, 3, 131),
    (5, 7, 1),
]


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", [None, ("relu", 0.0), ("leaky_relu", 0.5)])
def test_the_generated_pass_is_the_generic_one(name, shape, dtype, activation, monkeypatch):
    monkeypatch.setenv("UPCONV_ISA", name)
    grad = integers_like(shape, 0).astype(dtype)
    y = integers_like(shape, 1).astype(dtype)
    last, spread = np.moveaxis, np.repeat(grad, 2, axis=-1)[..., ::2]
    in_last = last(np.ascontiguousarray(last(grad, 1, -1)), -1, 1)
    y_last = last(np.ascontiguousarray(last(y, 1, -1)), -1, 1)
    expected, total = generic.activation_backward(grad, y, activation)
    assert np.array_equal(total, expected.sum(axis=(0, *range(2, grad.ndim))))
    for received, result in ((grad, y), (in_last, y_last), (in_last, y), (spread, y_last)):
        ours, sums, _ = activation_backward.activation_backward(received, result, activation)
        assert np.array_equal(ours, expected)
        assert np.array_equal(sums, total)
        assert sums.dtype == dtype


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("activation", [None, *NAMES])
def test_the_same_bits_for_any_number_of_threads(activation, last, monkeypatch):
    draw = np.random.default_rng(0)
    x = draw.standard_normal((40, 3, 19, 23), np.float32)
    weight = draw.standard_normal((3, 10, 3, 3), np.float32)
    arguments = {"activation": activation}
    if last:
        x = np.ascontiguousarray(np.moveaxis(x, 1, -1))
        arguments["data_format"] = "channels_last"
    found = []
    for count in (1, 2, 5):
        monkeypatch.setenv("UPCONV_NUM_THREADS", str(count))
        y = ops.conv_transpose(x, weight, **arguments)
        grad = np.random.default_rng(1).standard_normal(y.shape, np.float32)
        given = ops.conv_transpose_backward(
            grad, x, weight, result=y, pre_activation=y, **arguments
        )
        found.append(b"".join(array.tobytes() for array in (y, *given)))
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("last", [False, True])
def test_the_sum_for_the_bias_keeps_its_digits(last):
    grad = np.full((64, 2, 300, 300), 0.1, np.float32)
    if last:
        grad = np.moveaxis(grad.reshape(64, 300, 300, 2), -1, 1)
    _, total, _ = activation_backward.activation_backward(grad, None, None)
    np.testing.assert_allclose(total, grad[:, 0].size * np.float64(np.float32(0.1)), rtol=4e-6)


def test_one_example_and_an_empty_batch_go_through_an_activation():
    x, weight = integers_like((3, 4, 5), 0), integers_like((3, 2, 2, 2), 1)
    y = upconv.conv_transpose(x, weight, activation="relu")
    grad = integers_like(y.shape, 2)
    whole = ops.conv_transpose_backward(
        grad[None], x[None], weight, activation="relu", result=y[None]
    )
    single = ops.conv_transpose_backward(grad, x, weight, activation="relu", result=y)
    assert np.array_equal(single[0], whole[0][0])
    assert np.array_equal(single[2], whole[2])
    none = np.empty((0, *y.shape))
    empty = ops.conv_transpose_backward(
        none, np.empty((0, *x.shape)), weight, activation="tanh", result=none
    )
    assert empty[0].shape == (0, 3, 4, 5)
    assert not empty[1].any()
    assert empty[2].tolist() == [0, 0]


@pytest.mark.parametrize("activation", NAMES)
def test_the_generic_gradient_is_the_generated_one(activation):
    chosen = activations.as_activation(activation)
    draw = np.random.default_rng(0)
    grad, y = draw.standard_normal((2, 4, 3, 5, 6), np.float32)
    for ours, theirs in zip(
        activation_backward.activation_backward(grad, y, chosen)[:2],
        generic.activation_backward(grad, y, chosen),
        strict=True,
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-6)
        assert theirs.dtype == np.float32
