"""Padding modes: against the loops of the reference and NumPy's pad, exactly, on integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import upconv
from strategies import Array, integers_like, per_axis
from upconv import errors, ops, padding_modes, reference

pytestmark = pytest.mark.numeric

MODES = ("circular", "reflect", "replicate")
NUMPYS: dict[str, Any] = {"circular": "wrap", "reflect": "reflect", "replicate": "edge"}
ACTIVATIONS = (None, "relu", ("leaky_relu", 0.25), "sigmoid", "tanh")


@dataclass(frozen=True)
class Pair:
    """A convolution of `x` and the transposed convolution of `y` that is its transpose."""

    x: Array
    y: Array
    weight: Array
    bias: Array
    other_bias: Array
    padding: tuple[tuple[int, int], ...]
    output_padding: tuple[int, ...]
    words: dict[str, Any]

    def conv(self, x: Array, weight: Array, bias: Array | None = None, **words: Any) -> Array:
        return upconv.conv(x, weight, bias, padding=self.padding, **self.words, **words)

    def transposed(self, y: Array, weight: Array, bias: Array | None = None, **words: Any) -> Array:
        return upconv.conv_transpose(y, weight, bias, **self.transposed_words, **words)

    @property
    def transposed_words(self) -> dict[str, Any]:
        rows = {"padding": self.padding, "output_padding": self.output_padding}
        return {**rows, **self.words}


@st.composite
def pairs(draw: st.DrawFn, dtype: str = "float64", largest: int = 5) -> Pair:
    ndim = draw(st.integers(1, 3))
    kernel, dilation = draw(per_axis(ndim, 1, 4)), draw(per_axis(ndim, 1, 2))
    size, stride = draw(per_axis(ndim, 1, largest)), draw(per_axis(ndim, 1, 3))
    mode = draw(st.sampled_from(MODES))
    padding, outputs, rows = [], [], []
    for n, k, s, d in zip(size, kernel, stride, dilation, strict=True):
        most = {"circular": n, "reflect": n - 1, "replicate": n + 3}[mode]
        begin, end = draw(st.integers(-2, most)), draw(st.integers(-2, most))
        room = n + begin + end - (d * (k - 1) + 1)
        assume(room >= 0)
        padding.append((begin, end))
        outputs.append(room // s + 1)
        rows.append(room % s)
    groups, c_in, c_out = (draw(st.integers(1, 3)) for _ in range(3))
    count, seed = draw(st.integers(0, 2)), draw(st.integers(0, 2**16))
    return Pair(
        integers_like((count, groups * c_in, *size), seed, dtype),
        integers_like((count, groups * c_out, *outputs), seed + 1, dtype),
        integers_like((groups * c_out, c_in, *kernel), seed + 2, dtype),
        integers_like((groups * c_out,), seed + 3, dtype),
        integers_like((groups * c_in,), seed + 4, dtype),
        tuple(padding),
        tuple(rows),
        {"stride": stride, "dilation": dilation, "groups": groups, "padding_mode": mode},
    )


# The integers.


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_source_is_that_of_numpys_pad(mode, size):
    most = size - 1 if mode == "reflect" else size
    expected = np.pad(np.arange(size), most, mode=NUMPYS[mode])
    found = [padding_modes.source(u, size, mode) for u in range(-most, size + most)]
    assert found == expected.tolist()
    assert [padding_modes.source(u, size, "zeros") for u in (-1, 0, size)] == [None, 0, None]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_borders_copy_the_sources(mode, size):
    """For every padding that is allowed, at both ends, slices of Python give the sources."""
    most = size - 1 if mode == "reflect" else size
    inputs = list(range(size))
    for begin in range(most + 1):
        for end in range(most + 1):
            padded = [None] * begin + inputs + [None] * end
            for border in padding_modes.borders(mode, begin, end):
                copied = inputs[border.inputs]
                rows = padded[border.rows]
                if border.repeat:
                    copied = copied * len(rows)
                padded[border.rows] = copied[::-1] if border.flipped else copied
            wanted = [padding_modes.source(u, size, mode) for u in range(-begin, size + end)]
            assert padded == wanted


# The operations.


@settings(max_examples=50)
@given(pairs())
def test_conv_is_the_reference(pair: Pair):
    words = {"padding": pair.padding, **pair.words}
    y = upconv.conv(pair.x, pair.weight, pair.bias, **words)
    assert np.array_equal(y, reference.convolution(pair.x, pair.weight, pair.bias, **words))
    assert y.flags.c_contiguous


@settings(max_examples=50)
@given(pairs())
def test_conv_transpose_is_the_reference(pair: Pair):
    words = pair.transposed_words
    x = upconv.conv_transpose(pair.y, pair.weight, pair.other_bias, **words)
    expected = reference.scatter(pair.y, pair.weight, pair.other_bias, **words)
    assert np.array_equal(x, expected)
    assert x.flags.c_contiguous


@settings(max_examples=40)
@given(pairs(largest=3))
def test_the_reference_is_the_transpose_of_its_matrix(pair: Pair):
    words = pair.transposed_words
    expected = reference.matrix(pair.y, pair.weight, pair.other_bias, **words)
    assert np.array_equal(
        reference.scatter(pair.y, pair.weight, pair.other_bias, **words), expected
    )


@settings(max_examples=40)
@given(pairs())
def test_conv_transpose_is_the_adjoint_of_conv(pair: Pair):
    forth, back = pair.conv(pair.x, pair.weight), pair.transposed(pair.y, pair.weight)
    assert forth.shape == pair.y.shape
    assert back.shape == pair.x.shape
    assert (forth * pair.y).sum() == (pair.x * back).sum()


@settings(max_examples=50)
@given(pairs(), st.integers(0, 2**16))
def test_the_gradients_are_the_transposes(pair: Pair, seed: int):
    """Both are linear in x and in the weight, and <f(x'), g> = <x', grad> is exact on integers."""
    weight = integers_like(pair.weight.shape, seed)
    calls = (
        (pair.conv, ops.conv_backward, pair.x, pair.y, {"padding": pair.padding, **pair.words}),
        (pair.transposed, ops.conv_transpose_backward, pair.y, pair.x, pair.transposed_words),
    )
    for forward, backward, x, grad, words in calls:
        of_x, of_weight, of_bias = backward(grad, x, pair.weight, **words)
        other = integers_like(x.shape, seed + 1)
        assert (forward(other, pair.weight) * grad).sum() == (other * of_x).sum()
        assert (forward(x, weight) * grad).sum() == (weight * of_weight).sum()
        assert np.array_equal(of_bias, grad.sum(axis=(0, *range(2, grad.ndim))))
        for n in range(3):
            needs = tuple(n == m for m in range(3))
            alone = backward(grad, x, pair.weight, needs=needs, **words)
            whole = (of_x, of_weight, of_bias)
            assert [g is None for g in alone] == [not need for need in needs]
            assert np.array_equal(alone[n], whole[n])


@pytest.mark.parametrize("mode", MODES)
def test_every_padding_of_one_axis(mode):
    """Rows on both ends of a non-square image, alone and together, also with rows removed."""
    x, weight = integers_like((1, 2, 4, 6), 0), integers_like((3, 2, 2, 3), 1)
    most = 3 if mode == "reflect" else 4
    for begin in range(-1, most + 1):
        for end in range(-1, most + 1):
            words: dict[str, Any] = {"padding": ((begin, end), (2, 1)), "padding_mode": mode}
            y = upconv.conv(x, weight, **words)
            assert np.array_equal(y, reference.convolution(x, weight, **words))
            back = upconv.conv_transpose(y, weight, **words)
            assert np.array_equal(back, reference.scatter(y, weight, **words))
            assert (back * x).sum() == (y * y).sum()


@settings(max_examples=40)
@given(pairs("float32"), st.sampled_from(ACTIVATIONS))
def test_layouts_one_example_and_activations(pair: Pair, activation: Any):
    assume(len(pair.x))
    calls = ((pair.conv, pair.x, pair.bias), (pair.transposed, pair.y, pair.other_bias))
    for forward, x, bias in calls:
        plain = forward(x, pair.weight, bias)
        y = forward(x, pair.weight, bias, activation=activation)
        slope = {None: lambda v: v, "relu": lambda v: np.maximum(v, 0), "tanh": np.tanh,
                 ("leaky_relu", 0.25): lambda v: np.where(v < 0, v / 4, v),
                 "sigmoid": lambda v: 1 / (1 + np.exp(-v))}[activation]  # fmt: skip
        np.testing.assert_allclose(y, slope(plain.astype("float64")), rtol=2e-6, atol=1e-7)
        last = {"data_format": "channels_last", "activation": activation}
        other = forward(np.moveaxis(x, 1, -1), pair.weight, bias, **last)
        assert other.flags.c_contiguous
        assert np.array_equal(np.moveaxis(other, -1, 1), y)
        assert np.array_equal(forward(x[0], pair.weight, bias, activation=activation), y[0])
        out = np.empty_like(y)
        assert forward(x, pair.weight, bias, activation=activation, out=out) is out
        assert np.array_equal(out, y)


@pytest.mark.parametrize("activation", [*ACTIVATIONS[1:], "silu"])
@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
@pytest.mark.parametrize("mode", MODES)
def test_gradients_through_an_activation(mode, data_format, activation):
    """Against differences of the operation in float64."""
    rng = np.random.default_rng(3)
    weight, bias = rng.normal(size=(4, 2, 3, 2)), rng.normal(size=(4,))
    words: dict[str, Any] = {
        "stride": (2, 1), "padding": ((2, 1), (0, 1)), "data_format": data_format, "groups": 2,
        "activation": activation, "padding_mode": mode,
    }  # fmt: skip
    for forward, backward in (
        (upconv.conv, ops.conv_backward),
        (upconv.conv_transpose, ops.conv_transpose_backward),
    ):
        x = rng.normal(size=(2, 4, 5, 4))
        if data_format == "channels_last":
            x = np.moveaxis(x, 1, -1).copy()
        y = forward(x, weight, bias, **words)
        z = forward(x, weight, bias, **{**words, "activation": None})
        kept_for = {"result": y, "pre_activation": z}
        grad = rng.normal(size=y.shape)
        kept = grad.copy()
        found = backward(grad, x, weight, **kept_for, **words)
        assert np.array_equal(grad, kept)
        for n, array in enumerate((x, weight, bias)):
            step = rng.normal(size=array.shape)
            ahead, behind = (
                forward(*(a + t * step if m == n else a for m, a in enumerate((x, weight, bias))),
                        **words)
                for t in (1e-6, -1e-6)
            )  # fmt: skip
            expected = ((ahead - behind) * grad).sum() / 2e-6
            assert (found[n] * step).sum() == pytest.approx(expected, rel=1e-5, abs=1e-5)
        over = backward(grad, x, weight, overwrite=True, **kept_for, **words)
        for mine, other in zip(found, over, strict=True):
            np.testing.assert_allclose(mine, other, rtol=1e-12)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("word", ["same", "same_upper", "same_lower", "valid"])
def test_words_of_padding(mode, word):
    """ "same" of a convolution pads as NumPy's pad does by hand; the other one is its transpose."""
    x = integers_like((2, 3, 9, 6), 0)
    weight = integers_like((4, 3, 4, 3), 1)
    y = upconv.conv(x, weight, stride=(3, 1), padding=word, padding_mode=mode)
    rows = {
        "same": [(0, 1), (1, 1)],
        "same_upper": [(0, 1), (1, 1)],
        "same_lower": [(1, 0), (1, 1)],
    }
    around = np.pad(x, [(0, 0), (0, 0), *rows.get(word, [(0, 0)] * 2)], mode=NUMPYS[mode])
    assert np.array_equal(y, reference.convolution(around, weight, stride=(3, 1)))
    grad = integers_like(y.shape, 2)
    words: dict[str, Any] = {"stride": (3, 1), "padding": word, "padding_mode": mode}
    back = upconv.conv_transpose(grad, weight, output_size=(9, 6), **words)
    assert (back * x).sum() == (grad * y).sum()
    if word.startswith("same"):
        assert np.array_equal(back, upconv.conv_transpose(grad, weight, **words))


def test_no_rows_to_copy_is_the_call_without_a_mode():
    x, weight = integers_like((1, 2, 5), 0), integers_like((2, 3, 3), 1)
    for words in ({}, {"padding": "valid"}, {"padding": ((-1, 0),)}):
        expected = upconv.conv_transpose(x, weight, **words)
        for mode in MODES:
            y = upconv.conv_transpose(x, weight, padding_mode=mode, **words)
            assert np.array_equal(y, expected)


def test_repeated_calls_use_the_call_cache():
    from upconv import call

    x, weight = integers_like((1, 2, 6, 5), 0, "float32"), integers_like((3, 2, 3, 3), 1, "float32")
    first = upconv.conv(x, weight, padding=1, padding_mode="circular")
    before = len(call._FORWARD)
    again = upconv.conv(x, weight, padding=1, padding_mode="circular")
    assert len(call._FORWARD) == before
    assert np.array_equal(first, again)


# Errors.


@pytest.mark.parametrize(
    ("operation", "words", "message"),
    [
        (
            upconv.conv,
            {"padding": (1, 5), "padding_mode": "reflect"},
            "`padding` must be smaller than the input, as the row at the border is not repeated, "
            "on every axis with padding_mode='reflect'. Received padding=((1, 1), (5, 5)) for an "
            "input of 5 (axis 1). Largest padding on axis 1: 4. Use a smaller `padding`, or "
            "padding_mode='replicate', which has no limit.",
        ),
        (
            upconv.conv,
            {"padding": ((4, 5), (0, 0)), "padding_mode": "circular"},
            "`padding` must be at most the size of the input on every axis with "
            "padding_mode='circular'. Received padding=((4, 5), (0, 0)) for an input of 4 (axis "
            "0). Largest padding on axis 0: 4. Use a smaller `padding`, or "
            "padding_mode='replicate', which has no limit.",
        ),
        (
            upconv.conv_transpose,
            {"padding": (2, 0), "padding_mode": "reflect"},
            "`padding` must be smaller than the output, as the row at the border is not repeated, "
            "on every axis with padding_mode='reflect'. Received padding=((2, 2), (0, 0)) for an "
            "output of 2 (axis 0). Largest padding on axis 0: 1. Use a smaller `padding`, or "
            "padding_mode='replicate', which has no limit.",
        ),
        (
            upconv.conv,
            {"padding": 1, "padding_mode": "wrap"},
            "`padding_mode` must be one of 'zeros', 'circular', 'reflect', 'replicate'. Received "
            "padding_mode='wrap'.",
        ),
        (
            upconv.conv_transpose,
            {"padding": 1, "padding_mode": None},
            "`padding_mode` must be one of 'zeros', 'circular', 'reflect', 'replicate'. Received "
            "padding_mode=None.",
        ),
    ],
)
def test_what_is_refused(operation, words, message):
    with pytest.raises(errors.ArgumentError) as caught:
        operation(np.ones((1, 1, 4, 5)), np.ones((1, 1, 3, 3)), **words)
    assert str(caught.value) == message


def test_what_pytorch_refuses_is_refused_and_nothing_else():
    torch = pytest.importorskip("torch")
    for mode in MODES:
        for size in (1, 2, 4):
            for ends in ((size - 1, 0), (0, size - 1), (size, 0), (0, size), (size + 1, 0)):
                x = np.ones((1, 1, size))
                try:
                    torch.nn.functional.pad(torch.from_numpy(x), ends, mode=mode)
                    allowed = True
                except RuntimeError:
                    allowed = False
                try:
                    upconv.conv(x, np.ones((1, 1, 1)), padding=(ends,), padding_mode=mode)
                except errors.GeometryError:
                    assert not allowed, (mode, size, ends)
                else:
                    assert allowed, (mode, size, ends)


def test_arguments_are_checked_as_without_a_mode():
    x, weight = np.ones((1, 2, 5)), np.ones((2, 2, 3))
    words: dict[str, Any] = {"padding": 1, "padding_mode": "circular"}
    for call in (upconv.conv, upconv.conv_transpose):
        with pytest.raises(errors.ShapeError, match=r"`bias` must have the shape \(2,\)"):
            call(x, weight, np.ones(3), **words)
        with pytest.raises(errors.ArgumentError, match="Received out overlapping x"):
            call(x, weight, out=x, **words)
        with pytest.raises(errors.ArgumentError, match="`activation` must be one of"):
            call(x, weight, activation="swish", **words)
    for back in (ops.conv_backward, ops.conv_transpose_backward):
        with pytest.raises(errors.ShapeError, match="`grad_output` must have the shape"):
            back(np.ones((1, 2, 7)), x, weight, **words)
        with pytest.raises(errors.ArgumentError, match="`result` must be given"):
            back(x, x, weight, activation="relu", **words)
