"""Fractional strides: sizes, phases, values and gradients, against plain loops and PyTorch."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import upconv
from upconv import Geometry, errors, ops, reference

pytestmark = pytest.mark.numeric
FORMS = (reference.scatter, reference.zero_insertion, reference.matrix, reference.phases)
STRIDES = st.fractions(Fraction(1, 5), 5, max_denominator=5)


def integers(draw, *shape):
    seed = draw(st.integers(0, 2**32 - 1))
    return np.random.default_rng(seed).integers(-4, 5, shape).astype(np.float64)


@st.composite
def layers(draw, transposed=True):
    """Draw (x, weight, bias, arguments) of a layer of one or two axes, in small integers."""
    ndim, groups = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    each = st.integers(0 if not transposed else -2, 3)
    axes = [
        (draw(st.integers(1, 5)), draw(STRIDES), draw(st.integers(1, 3)), (draw(each), draw(each)))
        for _ in range(ndim)
    ]
    kernel, stride, dilation, padding = zip(*axes, strict=True)
    sizes = [draw(st.integers(1, 8)) for _ in range(ndim)]
    first, second = (2, 3) if transposed else (3, 2)  # channels of a group
    x = integers(draw, draw(st.integers(1, 2)), 2 * groups, *sizes)
    weight = integers(draw, first * groups, second, *kernel)
    arguments = {"stride": stride, "dilation": dilation, "padding": padding, "groups": groups}
    return x, weight, integers(draw, 3 * groups), arguments


def computed(function, *arrays, **arguments):
    try:
        return function(*arrays, **arguments)
    except errors.GeometryError:  # nothing is left, or the kernel does not fit
        assume(False)


@settings(max_examples=30)
@given(layers())
def test_a_transposed_convolution_is_that_of_the_textbook(layer):
    *arrays, arguments = layer
    y = computed(upconv.conv_transpose, *arrays, **arguments)
    for form in FORMS:
        np.testing.assert_array_equal(y, form(*arrays, **arguments), strict=True)


@settings(max_examples=30)
@given(layers(transposed=False))
def test_a_convolution_is_that_of_the_textbook(layer):
    *arrays, arguments = layer
    y = computed(upconv.conv, *arrays, **arguments)
    np.testing.assert_array_equal(y, reference.convolution(*arrays, **arguments), strict=True)


@settings(max_examples=20)
@given(layers(), st.data())
def test_gradients_are_those_of_a_linear_map(layer, data):
    x, weight, bias, arguments = layer
    y = computed(upconv.conv_transpose, x, weight, **arguments)
    grad = integers(data.draw, *y.shape)
    of_x, of_weight, of_bias = ops.conv_transpose_backward(grad, x, weight, **arguments)
    for other in (integers(data.draw, *x.shape), x):
        changed = reference.scatter(other, weight, **arguments)
        assert (of_x * other).sum() == (grad * changed).sum()
    for other in (integers(data.draw, *weight.shape), weight):
        changed = reference.scatter(x, other, **arguments)
        assert (of_weight * other).sum() == (grad * changed).sum()
    np.testing.assert_array_equal(of_bias, grad.sum(axis=(0, *range(2, grad.ndim))))
    assert of_bias.shape == bias.shape


@settings(max_examples=20)
@given(layers(transposed=False), st.data())
def test_gradients_of_a_convolution_are_those_of_a_linear_map(layer, data):
    x, weight, _, arguments = layer
    y = computed(upconv.conv, x, weight, **arguments)
    grad = integers(data.draw, *y.shape)
    of_x, of_weight, _ = ops.conv_backward(grad, x, weight, **arguments)
    other = integers(data.draw, *x.shape)
    changed = reference.convolution(other, weight, **arguments)
    assert (of_x * other).sum() == (grad * changed).sum()
    other = integers(data.draw, *weight.shape)
    changed = reference.convolution(x, other, **arguments)
    assert (of_weight * other).sum() == (grad * changed).sum()


@settings(max_examples=30)
@given(layers())
def test_it_is_pytorchs_with_every_other_output_left_out(layer):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    x, weight, bias, arguments = layer
    arguments["padding"] = tuple(max(*ends, 0) for ends in arguments["padding"])
    y = computed(upconv.conv_transpose, x, weight, bias, **arguments)
    whole = [s.numerator for s in arguments["stride"]]
    steps = tuple(slice(None, None, s.denominator) for s in arguments["stride"])
    tensors = map(torch.from_numpy, (x, weight, bias))
    functions = (torch.nn.functional.conv_transpose1d, torch.nn.functional.conv_transpose2d)
    theirs = functions[x.ndim - 3](*tensors, **{**arguments, "stride": whole}).numpy()
    np.testing.assert_array_equal(y, theirs[(slice(None), slice(None), *steps)])


@given(st.integers(1, 9), STRIDES, st.integers(1, 4), st.integers(0, 3), st.integers(1, 40))
def test_sizes_go_both_ways(k, stride, d, p, o):
    layer = Geometry(k, stride, p, dilation=d)
    found = layer.input_sizes(o)[0]
    assert all(layer.output_size(i) == (o,) for i in found)
    (axis,) = layer.axes
    assert [i for i in range(1, 250) if axis.output_size(i) == o] == [i for i in found if i < 250]
    inputs = axis.convolution_input_sizes(o)
    those = [i for i in range(1, 250) if axis.convolution_size(i) == o]
    assert those == [i for i in inputs if i < 250]


@given(st.integers(1, 9), STRIDES, st.integers(1, 4), st.integers(-3, 5), st.integers(1, 9))
def test_phases_and_overlap_are_those_of_the_matrix(k, stride, d, begin, i):
    layer = Geometry(k, stride, ((begin, 0),), dilation=d)
    (phases,), (overlap,), (axis,) = layer.phases(), layer.overlap(), layer.axes
    assert overlap == tuple(map(len, phases))
    assert layer.overlap_counts()[0] == {n: overlap.count(n) for n in set(overlap)}
    links = {
        (axis.stride * n + r, tap.element): stride.denominator * n + tap.shift
        for n in range(-10, 30)
        for r, taps in enumerate(phases)
        for tap in taps
    }
    for o in range(20):
        for t in range(k):
            place = stride.denominator * o + begin - t * d
            reads = None if place % stride.numerator else place // stride.numerator
            assert links.get((o, t)) == reads
    assert axis.zero_insertion().zeros == stride.numerator - 1
    assert str(stride.denominator) in axis.formula(i)


@given(st.integers(1, 30), STRIDES, st.integers(1, 9))
def test_same_is_the_input_times_the_stride_rounded_up(i, stride, k):
    for word in ("same", "same_upper", "same_lower"):
        layer = Geometry(k, stride, word)
        if k >= stride.numerator or word == "same":
            assert layer.output_size(i) == (math.ceil(i * stride),)


@given(st.integers(1, 12), STRIDES, st.integers(1, 5), st.data())
def test_an_output_size_that_can_be_reached_is(i, stride, k, data):
    for padding in (0, "valid", "same"):
        layer = Geometry(k, stride, padding)
        low, high = layer._sizes_for(layer.axes[0], i, 0)
        wanted = data.draw(st.integers(max(low, 1), high))
        assert layer.with_output_size(i, wanted).output_size(i) == (wanted,)
        x, weight = np.ones((1, 1, i)), np.ones((1, 1, k))
        arguments = {"stride": stride, "padding": padding, "output_size": wanted}
        assert upconv.conv_transpose(x, weight, **arguments).shape == (1, 1, wanted)
        with pytest.raises(errors.GeometryError, match=f"{high + 1}"):
            layer.with_output_size(i, high + 1)


def test_layouts_types_activations_and_out():
    rng = np.random.default_rng(3)
    x = rng.standard_normal((2, 5, 7, 4)).astype(np.float32)
    weight = rng.standard_normal((4, 3, 3, 5)).astype(np.float32)
    arguments = {"stride": ("3/2", 2), "padding": (1, 2), "activation": "relu"}
    first = upconv.conv_transpose(np.moveaxis(x, -1, 1), weight, **arguments)
    out = np.empty((2, 7, 13, 3), np.float32)
    last = upconv.conv_transpose(x, weight, data_format="channels_last", out=out, **arguments)
    assert last is out
    np.testing.assert_allclose(np.moveaxis(last, -1, 1), first, rtol=1e-5, atol=1e-6)
    expected = reference.scatter(np.moveaxis(x, -1, 1), weight, stride=(Fraction(3, 2), 2),
                                 padding=(1, 2))  # fmt: skip
    np.testing.assert_allclose(first, np.maximum(expected, 0), rtol=1e-5, atol=1e-5)
    assert upconv.conv_transpose(x[:0].transpose(0, 3, 1, 2), weight, **arguments).shape == (
        *(0, 3),
        *first.shape[2:],
    )


def test_outputs_that_no_tap_reaches_are_the_bias():
    y = upconv.conv_transpose(np.ones((1, 1, 3)), np.full((1, 1, 1), 5.0), np.array([-2.0]),
                              stride="5/2", activation="relu")  # fmt: skip
    assert y.tolist() == [[[3.0, 0.0, 0.0, 0.0, 0.0, 3.0][: y.shape[-1]]]]


def test_a_fraction_in_any_spelling_is_the_same_layer():
    layer = Geometry(3, Fraction(3, 2), 1)
    assert layer == Geometry(3, "3/2", 1) == Geometry(3, ("6/4",), 1)
    assert layer != Geometry(3, 3, 1)
    assert Geometry(3, Fraction(4, 2)) == Geometry(3, 2)
    assert type(Geometry(3, Fraction(4, 2)).stride[0]) is int
    assert Geometry(3, np.int64(2)).stride == (2,)
    assert str(layer) == (
        "transposed convolution on 1 axis\n"
        "  axis 0: o = floor(((i - 1)·3 + 1·(3 - 1) + 1 - 1 - 1 - 1)/2) + 1"
    )


@pytest.mark.parametrize(
    ("stride", "message"),
    [
        (
            1.5,
            "`stride` must be an integer or a fraction above 0. Received stride=1.5. Write '3/2'.",
        ),
        (2.0, "`stride` must be an integer or a fraction above 0. Received stride=2.0. Write 2."),
        ("3/0", "`stride` must be an integer or a fraction above 0. Received stride='3/0'."),
        ("same", "`stride` must be an integer or a fraction above 0. Received stride='same'."),
        (
            (2, Fraction(-1, 2)),
            "`stride` must be an integer or a fraction above 0 on every axis. "
            "Received stride=Fraction(-1, 2) (axis 1).",
        ),
        (0, "`stride` must be at least 1. Received stride=0."),
    ],
)
def test_what_is_no_stride_is_told(stride, message):
    with pytest.raises(errors.ArgumentError) as caught:
        Geometry((3, 3), stride)
    assert str(caught.value) == message


HERE = "and `upconv.Geometry`. Received stride=(3/2,)."


def test_where_strides_must_be_integers_a_fraction_is_an_error():
    layer, x, weight = Geometry(3, "3/2", 1), np.ones((1, 1, 5)), np.ones((1, 1, 3))
    for function in (
        lambda: upconv.conventions.to_framework("torch", layer),
        lambda: upconv.explain(x, weight, stride="3/2"),
        lambda: upconv.checkerboard(weight, stride="3/2"),
    ):
        with pytest.raises(errors.NotExpressibleError) as caught:
            function()
        assert str(caught.value).endswith(HERE)
    with pytest.raises(errors.GeometryError, match="`padding_mode` must be 'zeros'"):
        upconv.conv(x, weight, stride="3/2", padding=1, padding_mode="circular")


def test_the_command_line_takes_fractions(command):
    status, out, err = command("size", "--input", "10x4", "--kernel", 4, "--stride", "3/2x2",
                               "--padding", "same")  # fmt: skip
    assert (status, err) == (0, "")
    assert out.startswith(
        "10x4 -> 15x8   o = floor(((i - 1)·p + d·(k - 1) - begin - end)/q) + 1, s = p/q\n\n"
        "axis 0: 15 = floor(((10 - 1)·3 + 1·(4 - 1) + 1 - 0 - 1 - 1)/2) + 1\n"
    )
    assert out.endswith("\nNo framework has fractional strides; upconv.conv_transpose has.\n")
    status, out, err = command("size", "--input", 10, "--kernel", 4, "--stride", "3/0")
    assert (status, out) == (2, "")
    assert err == (
        "upconv: `--stride` must be an integer or a fraction above 0 on every axis. "
        "Received --stride 3/0 (axis 0).\n"
    )
