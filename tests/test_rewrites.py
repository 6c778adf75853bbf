"""The exact rewrites: equal, number by number, to the two steps that they replace."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import upconv
from strategies import integers_like, layers, per_axis
from upconv import rewrites
from upconv.engine import dispatch
from upconv.errors import ArgumentError, NotExpressibleError, ShapeError


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_compiled():
    """Let NumPy compute: a kernel for each of a thousand drawn layers would take the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "_generated", lambda *_: "these tests are about weights")
        yield


def pixel_shuffle(x, scale):
    """Interleave: channel c·Πs + phase of (N, C·Πs, *i) becomes output s·q + r of channel c."""
    ndim = len(scale)
    blocks = x.reshape(len(x), x.shape[1] // math.prod(scale), *scale, *x.shape[2:])
    order = [0, 1, *(n for a in range(ndim) for n in (2 + ndim + a, 2 + a))]
    sizes = (i * s for i, s in zip(x.shape[2:], scale, strict=True))
    return blocks.transpose(order).reshape(len(x), blocks.shape[1], *sizes)


def run(new, x, groups):
    geometry = new.geometry
    return upconv.conv_transpose(
        new.extended(x),
        new.weight,
        new.bias,
        stride=geometry.stride,
        padding=geometry.padding,
        output_padding=geometry.output_padding,
        groups=groups,
    )


@st.composite
def convolutions(draw, most=4, least=0):
    """x, weight, bias, scale, padding, dilation, groups of a resize and a convolution."""
    pads = st.integers(least, most)
    ndim, groups = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    largest = 4 if ndim < 3 else 3
    kernel, scale = draw(per_axis(ndim, 1, largest)), draw(per_axis(ndim, 1, largest))
    dilation, size = draw(per_axis(ndim, 1, 2)), draw(per_axis(ndim, 1, 4))
    padding = tuple((draw(pads), draw(pads)) for _ in range(ndim))
    for k, s, d, i, p in zip(kernel, scale, dilation, size, padding, strict=True):
        assume(s * i + sum(p) >= d * (k - 1) + 1)
    seed = draw(st.integers(0, 2**16))
    c_in, c_out = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    x = integers_like((draw(st.integers(0, 2)), groups * c_in, *size), seed)
    weight = integers_like((groups * c_out, c_in, *kernel), seed + 1)
    bias = integers_like((groups * c_out,), seed + 2) if draw(st.booleans()) else None
    return x, weight, bias, scale, padding, dilation, groups


@settings(max_examples=60)
@given(convolutions(5, least=-1), st.sampled_from(["nearest", "bed_of_nails"]))
def test_resize_then_zero_padded_convolution_is_exact_at_every_output(drawn, mode):
    x, weight, bias, scale, padding, dilation, groups = drawn
    words = {"padding": padding, "dilation": dilation, "groups": groups}
    new = rewrites.resize_conv_to_transposed(weight, bias, scale=scale, mode=mode, **words)
    assert new.edge == ((0, 0),) * len(scale)
    sizes = zip(scale, dilation, weight.shape[2:], strict=True)
    resize = [s if mode == "nearest" else 1 for s in scale]
    assert new.geometry.kernel_size == tuple(
        r + d * (k - 1) for r, (_, d, k) in zip(resize, sizes, strict=True)
    )
    expected = upconv.conv(upconv.upsample(x, scale, mode), weight, bias, **words)
    assert np.array_equal(run(new, x, groups), expected)


@settings(max_examples=40)
@given(convolutions(), st.sampled_from(["nearest", "bilinear"]))
def test_resize_then_replicating_convolution_is_exact_at_every_output(drawn, mode):
    x, weight, bias, scale, padding, dilation, groups = drawn
    new = rewrites.resize_conv_to_transposed(
        weight,
        bias,
        scale=scale,
        mode=mode,
        padding=padding,
        padding_mode="replicate",
        dilation=dilation,
        groups=groups,
    )
    resized = np.pad(upconv.upsample(x, scale, mode), [(0, 0), (0, 0), *padding], mode="edge")
    expected = upconv.conv(resized, weight, bias, dilation=dilation, groups=groups)
    # Positions of a bilinear resize by 3 are no binary fractions.
    np.testing.assert_allclose(run(new, x, groups), expected, rtol=0, atol=1e-11)


@settings(max_examples=30)
@given(convolutions(0))
def test_bilinear_resize_without_padding_needs_one_edge_row(drawn):
    x, weight, bias, scale, _, dilation, groups = drawn
    words = {"dilation": dilation, "groups": groups}
    new = rewrites.resize_conv_to_transposed(weight, bias, scale=scale, mode="bilinear", **words)
    assert new.edge == tuple((1, 1) if s > 1 else (0, 0) for s in scale)
    expected = upconv.conv(upconv.upsample(x, scale, "bilinear"), weight, bias, **words)
    np.testing.assert_allclose(run(new, x, groups), expected, rtol=0, atol=1e-11)


@settings(max_examples=60)
@given(layers())
def test_a_transposed_convolution_is_a_convolution_and_a_pixel_shuffle(layer):
    geometry = upconv.Geometry(
        layer.weight.shape[2:],
        layer.stride,
        layer.padding,
        layer.output_padding,
        layer.dilation,
    )
    expected = upconv.conv_transpose(layer.x, layer.weight, layer.bias, **layer.arguments)
    new = rewrites.to_subpixel(layer.weight, layer.bias, geometry, groups=layer.groups)
    wide = [i + sum(p) for i, p in zip(layer.x.shape[2:], new.padding, strict=True)]
    assume(all(w >= k for w, k in zip(wide, new.weight.shape[2:], strict=True)))
    blocks = upconv.conv(layer.x, new.weight, new.bias, padding=new.padding, groups=layer.groups)
    whole = pixel_shuffle(blocks, new.scale)
    kept = (slice(0, n - c) for n, c in zip(whole.shape[2:], new.crop, strict=True))
    assert np.array_equal(whole[(slice(None), slice(None), *kept)], expected)


@settings(max_examples=60)
@given(convolutions(3))
def test_a_convolution_and_a_pixel_shuffle_are_a_transposed_convolution(drawn):
    x, weight, bias, scale, padding, dilation, groups = drawn
    sizes = zip(x.shape[2:], padding, dilation, weight.shape[2:], strict=True)
    assume(all(i + sum(p) >= d * (k - 1) + 1 for i, p, d, k in sizes))
    phases = math.prod(scale)
    weight = integers_like((len(weight) * phases, *weight.shape[1:]), 3)
    bias = None if bias is None else np.repeat(bias, phases)
    words = {"padding": padding, "dilation": dilation, "groups": groups}
    expected = pixel_shuffle(upconv.conv(x, weight, bias, **words), scale)
    new = rewrites.from_subpixel(weight, bias, scale=scale, **words)
    assert np.array_equal(run(new, x, groups), expected)


def test_the_pixel_shuffle_of_these_tests_is_pytorchs():
    torch = pytest.importorskip("torch", reason="compares with PyTorch")
    x = integers_like((2, 18, 2, 5), 0)
    theirs = torch.nn.functional.pixel_shuffle(torch.from_numpy(x), 3).numpy()
    assert np.array_equal(pixel_shuffle(x, (3, 3)), theirs)


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (
            lambda: rewrites.resize_conv_to_transposed(
                np.ones((1, 1, 3)), scale=4, mode="bilinear", padding=1
            ),
            NotExpressibleError,
            "A bilinear resize before a convolution with zero padding is not one transposed "
            "convolution: the resize repeats the border, while the padding is zeros. Received "
            "padding=((1, 1),), scale 4 (axis 0). The outer 1 + 2 and 1 + 2 outputs would "
            "differ. Write padding_mode='replicate', which is exact for a convolution with that "
            "padding and differs from this one only in the outer 1 and 1 outputs; or padding=0.",
        ),
        (
            lambda: rewrites.resize_conv_to_transposed(
                np.ones((1, 1, 3, 3)), scale=2, padding="same"
            ),
            ArgumentError,
            "`padding` must be numbers, as the meaning of a word depends on the input size. "
            "Received padding='same'. A kernel of 3 with padding 'same' is written padding=((1, "
            "1), (1, 1)).",
        ),
        (
            lambda: rewrites.from_subpixel(np.ones((2, 1, 3)), np.array([1.0, 1.25]), scale=2),
            NotExpressibleError,
            "A transposed convolution has one bias per channel, but these phases have several. "
            "Received a bias that differs by up to 0.25 between phases of one channel. Keep the "
            "pixel shuffle, or average the bias over the phases, which changes the function and "
            "removes one cause of a checkerboard.",
        ),
        (
            lambda: rewrites.from_subpixel(np.ones((6, 1, 3, 3)), scale=2),
            ShapeError,
            "`scale` must divide the output channels into phases, in every group. Received "
            "weight.shape=(6, 1, 3, 3), scale=(2, 2), groups=1. 6 channels are not a multiple of "
            "2·2·1.",
        ),
        (
            lambda: rewrites.resize_conv_to_transposed(np.ones((3, 1, 3)), scale=2, groups=2),
            ShapeError,
            "`groups` must divide the output channels. Received groups=2 for 3 output channels. "
            "3 = 2·1 + 1.",
        ),
        (
            lambda: rewrites.to_subpixel(np.ones((1, 1, 3)), None, upconv.Geometry(4, 2)),
            ShapeError,
            "`weight` must have the shape (1, 1, 4), as kernel_size=(4,). "
            "Received weight.shape=(1, 1, 3).",
        ),
    ],
)
def test_what_has_no_rewrite_says_why(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text


def test_replicate_differs_from_zero_padding_in_the_outer_rows_alone():
    """What the error for a zero padded bilinear resize promises."""
    x, weight = integers_like((1, 2, 5, 6), 0), integers_like((3, 2, 3, 5), 1)
    pads = ((1, 1), (2, 2))
    zero = upconv.conv(upconv.upsample(x, 2, "bilinear"), weight, padding=pads)
    new = rewrites.resize_conv_to_transposed(
        weight, scale=2, mode="bilinear", padding=pads, padding_mode="replicate"
    )
    same = np.isclose(run(new, x, 1), zero, rtol=0, atol=1e-11).all(axis=(0, 1))
    assert same[1:-1, 2:-2].all()
    assert not same[0].any()
