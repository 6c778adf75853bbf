"""Conventions without their frameworks: words read and written, weights, round trips, messages."""

from __future__ import annotations

import ast
import itertools
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import upconv
from upconv import Geometry, conventions
from upconv.conventions import FRAMEWORKS, framework, from_framework, to_framework
from upconv.errors import (
    ArgumentError,
    ArgumentTypeError,
    GeometryError,
    NotExpressibleError,
    ShapeError,
    UpconvError,
)


@st.composite
def geometries(draw: st.DrawFn, ranks: tuple[int, ...] = (1, 2, 3)) -> Geometry:
    """Draw a layer with the crop of PyTorch's padding, of a word, or any other."""
    ndim = draw(st.sampled_from(ranks))

    def axis(low: int, high: int) -> tuple[int, ...]:
        return draw(st.tuples(*[st.integers(low, high)] * ndim))

    kernel, stride = axis(1, 5), axis(1, 4)
    dilation = axis(1, 3) if draw(st.booleans()) else (1,) * ndim
    kind = draw(st.sampled_from(("padding", "same", "valid", "any")))
    if kind == "padding":
        rows = tuple(draw(st.integers(0, s - 1)) for s in stride)
        return Geometry(kernel, stride, axis(0, 4), rows, dilation)
    if kind == "any":
        crop = tuple(zip(axis(-3, 6), axis(-3, 6), strict=True))
        return Geometry(kernel, stride, crop, 0, dilation)
    return Geometry(kernel, stride, kind, 0, dilation)


def expressible(name: str, geometry: Geometry, **options: Any) -> dict[str, object] | None:
    try:
        return to_framework(name, geometry, **options)
    except (NotExpressibleError, GeometryError):  # GeometryError: an empty output_shape
        return None


# Round trips.


@pytest.mark.parametrize("name", FRAMEWORKS)
@settings(max_examples=200, deadline=None)
@given(data=st.data(), i=st.integers(1, 6))
def test_there_and_back_is_the_same_layer(name: str, data: st.DataObject, i: int) -> None:
    geometry = data.draw(geometries((2,) if name == "tflite" else (1, 2, 3)))
    words = expressible(name, geometry, input_size=i)
    assume(words is not None)
    back = from_framework(name, **words)
    assert back == geometry
    assert back.ndim == geometry.ndim


@pytest.mark.parametrize("name", [name for name in FRAMEWORKS if name != "tflite"])
@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_there_and_back_keeps_the_axes_where_all_are_alike(name: str, ndim: int) -> None:
    layer = Geometry((4,) * ndim, 2, 1)
    assert from_framework(name, **to_framework(name, layer, input_size=7)) == layer


def test_every_framework_says_most_layers() -> None:
    """So that the round trips above are not about a handful: k 4, s 2 with each crop of 0 to 2."""
    crops = [((b, e), (b, e)) for b in range(3) for e in range(3)]
    said = {
        name: sum(
            expressible(name, Geometry((4, 4), 2, c), input_size=5) is not None for c in crops
        )
        for name in FRAMEWORKS
    }
    assert said == {
        "torch": 5, "keras": 4, "tensorflow": 9, "onnx": 9, "jax": 9, "tflite": 3, "flax": 9,
        "equinox": 9, "haiku": 9, "mlx": 6, "paddle": 9,
    }  # fmt: skip


@given(geometry=geometries(), transpose=st.booleans(), consistent=st.booleans())
def test_jax_says_every_crop_both_ways(
    geometry: Geometry, transpose: bool, consistent: bool
) -> None:
    options = {"transpose_kernel": transpose, "use_consistent_padding": consistent}
    words = to_framework("jax", geometry, **options)
    assert words["transpose_kernel"] == transpose
    assert ("use_consistent_padding" in words) == consistent
    assert from_framework("jax", **words) == geometry


@given(
    k=st.integers(1, 5),
    s=st.integers(1, 4),
    d=st.integers(1, 3),
    p=st.integers(0, 4),
    data=st.data(),
)
def test_what_pytorch_says_is_written_unchanged(
    k: int, s: int, d: int, p: int, data: st.DataObject
) -> None:
    a = data.draw(st.integers(0, max(s, d) - 1))
    words = {"kernel_size": k, "stride": s, "padding": p, "output_padding": a, "dilation": d}
    geometry = from_framework("torch", groups=2, **words)
    assert to_framework("torch", geometry, groups=2) == {**words, "groups": 2}


@pytest.mark.parametrize("word", ["valid", "same"])
@pytest.mark.parametrize("k", range(1, 6))
@pytest.mark.parametrize("s", range(1, 5))
def test_words_of_geometry_are_those_of_keras(word: str, k: int, s: int) -> None:
    geometry = from_framework("keras", kernel_size=k, strides=s, padding=word)
    assert geometry.crop == Geometry(k, s, word).crop
    assert (
        geometry.crop == from_framework("jax", kernel_size=k, strides=s, padding=word.upper()).crop
    )


# Reading: the formulas with their numbers.


@pytest.mark.parametrize(
    ("name", "words", "crop"),
    [
        ("torch", {"kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}, (1, 0)),
        ("torch", {"kernel_size": 3, "stride": 2}, (0, 0)),
        ("keras", {"kernel_size": 3, "strides": 2, "padding": "SAME"}, (0, 1)),
        ("keras", {"kernel_size": 2, "strides": 3, "padding": "valid"}, (0, -1)),
        ("keras", {"kernel_size": 4, "strides": 2, "padding": "same", "output_padding": 1}, (1, 2)),
        ("keras", {"kernel_size": 3, "strides": 2, "output_padding": 1}, (0, -1)),
        ("keras", {"kernel_size": 5, "strides": 2, "padding": "same", "output_padding": 0}, (2, 2)),
        ("tensorflow", {"kernel_size": 4, "output_shape": 5, "input_size": 5}, (1, 2)),
        ("onnx", {"kernel_shape": 3, "strides": 2}, (0, 0)),
        ("onnx", {"kernel_shape": 3, "strides": 2, "pads": [1, 0]}, (1, 0)),
        ("onnx", {"kernel_shape": 3, "strides": 2, "auto_pad": "SAME_UPPER"}, (0, 1)),
        ("onnx", {"kernel_shape": 3, "strides": 2, "auto_pad": "SAME_LOWER"}, (1, 0)),
        ("onnx", {"kernel_shape": 3, "auto_pad": "VALID"}, (0, 0)),
        ("onnx", {"kernel_shape": 3, "output_shape": 5, "input_size": 4}, (1, 0)),
        (
            "onnx",
            {
                "kernel_shape": 3,
                "strides": 2,
                "output_padding": 1,
                "output_shape": 5,
                "input_size": 4,
            },
            (3, 1),
        ),
        ("jax", {"kernel_size": 3, "strides": (2,), "padding": [(1, 2)]}, (1, 0)),
        (
            "jax",
            {
                "kernel_size": 3,
                "strides": (2,),
                "padding": [(1, 0)],
                "use_consistent_padding": True,
            },
            (1, 0),
        ),
    ],
)  # fmt: skip
def test_crop_of_words(name: str, words: dict[str, Any], crop: tuple[int, int]) -> None:
    assert from_framework(name, **words).crop == (crop,)


def test_tensorflow_pairs_in_both_data_formats() -> None:
    words = {"kernel_size": 3, "output_shape": 8, "strides": 2, "input_size": (5, 4)}
    last = [[0, 0], [1, 2], [0, 1], [0, 0]]
    first = [[0, 0], [0, 0], [1, 2], [0, 1]]
    expected = ((1, 2), (0, 1))
    assert from_framework("tensorflow", padding=last, **words).crop == expected
    read = from_framework("tensorflow", padding=first, data_format="NCHW", **words)
    assert read.crop == expected


# Writing.


def test_call_is_what_users_write() -> None:
    layer = Geometry(3, stride=2, padding="same")
    same = Geometry((3, 3), 2, "same")
    calls = {
        name: framework(name).call(same, input_size=7)
        for name in FRAMEWORKS
        if name not in ("torch", "mlx")
    }
    calls["mlx"] = framework("mlx").call(Geometry((3, 3), 2, 1, 1))
    calls["torch"] = framework("torch").call(Geometry((3, 5), 2, 1, (1, 0)), groups=4)
    assert layer.crop == ((0, 1),)
    assert calls == {
        "torch": "ConvTranspose2d(..., kernel_size=(3, 5), stride=2, padding=1, "
        "output_padding=(1, 0), dilation=1, groups=4)",
        "keras": "Conv2DTranspose(..., kernel_size=3, strides=2, padding='same', "
        "output_padding=None, dilation_rate=1)",
        "tensorflow": "tf.nn.conv2d_transpose(..., filters[3, 3, C_out, C_in], "
        "output_shape=(N, 14, 14, C_out), strides=2, padding='SAME', dilations=1)",
        "onnx": "ConvTranspose(..., kernel_shape=[3, 3], strides=[2, 2], pads=[0, 0, 1, 1], "
        "output_padding=[0, 0], dilations=[1, 1], group=1)",
        "jax": "jax.lax.conv_transpose(..., rhs[3, 3, C_out, C_in], strides=(2, 2), "
        "padding=[(2, 1), (2, 1)], rhs_dilation=(1, 1), transpose_kernel=True)",
        "tflite": "TRANSPOSE_CONV(..., weights[C_out, 3, 3, C_in], "
        "output_shape=(N, 14, 14, C_out), strides=2, padding='SAME')",
        "flax": "flax.linen.ConvTranspose(..., kernel_size=(3, 3), strides=(2, 2), "
        "padding=((2, 1), (2, 1)), kernel_dilation=(1, 1), transpose_kernel=False)",
        "equinox": "equinox.nn.ConvTranspose2d(..., kernel_size=3, stride=2, "
        "padding=((0, 1), (0, 1)), output_padding=0, dilation=1, groups=1)",
        "haiku": "hk.Conv2DTranspose(..., kernel_shape=3, stride=2, padding=((2, 1), (2, 1)))",
        "paddle": "paddle.nn.Conv2DTranspose(..., kernel_size=3, stride=2, padding=[0, 1, 0, 1], "
        "output_padding=0, dilation=1, groups=1)",
        "mlx": "mlx.nn.ConvTranspose2d(..., kernel_size=3, stride=2, padding=1, dilation=1, "
        "output_padding=1)",
    }


def test_a_call_that_reads_the_kernel_off_the_weight_holds_its_shape_in_the_layout_chosen() -> None:
    layer = Geometry((3, 5), stride=2)
    assert "rhs[3, 5, C_out, C_in]" in framework("jax").call(layer)
    assert "rhs[3, 5, C_in, C_out]" in framework("jax").call(layer, transpose_kernel=False)


def test_a_call_on_four_axes_is_refused() -> None:
    message = "A call can be written for at most 3 axes. Received a layer with 4 axes."
    with pytest.raises(ArgumentError, match=f"^{re.escape(message)}$"):
        framework("torch").call(Geometry((3, 3, 3, 3), stride=2))


@pytest.mark.parametrize("name", ["keras", "tensorflow"])
def test_a_kernel_of_one_needs_no_dilation(name: str) -> None:
    words = to_framework(name, Geometry(1, stride=2, padding="valid", dilation=3), input_size=4)
    assert words.get("dilation_rate", words.get("dilations")) == 1


# Weights.

SHAPES = {
    "torch": (4, 8, 2, 3),
    "keras": (2, 3, 8, 4),
    "tensorflow": (2, 3, 8, 4),
    "onnx": (4, 8, 2, 3),
    "jax": (2, 3, 8, 4),
    "tflite": (8, 2, 3, 4),
    "flax": (2, 3, 4, 8),
    "equinox": (8, 4, 2, 3),
    "haiku": (2, 3, 8, 4),
    "mlx": (8, 2, 3, 4),
    "paddle": (4, 8, 2, 3),
}


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_weights_there_and_back_are_views(name: str, ndim: int) -> None:
    weight = np.arange(4.0 * 8 * 2 * 3 * 5)[: 32 * (2, 6, 30)[ndim - 1]]
    weight = weight.reshape(4, 8, *(2, 3, 5)[:ndim])
    theirs = framework(name).weight_to(weight)
    assert np.shares_memory(theirs, weight)
    if ndim == 2:
        assert theirs.shape == SHAPES[name]
    np.testing.assert_array_equal(framework(name).weight_from(theirs), weight)


@pytest.mark.parametrize("ndim", [1, 2, 3])
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_equinox_regroups_and_flips(ndim: int, groups: int) -> None:
    kernel = (2, 3, 5)[:ndim]
    weight = np.arange(8.0 * 3 * np.prod(kernel)).reshape(8, 3, *kernel)
    theirs = framework("equinox").weight_to(weight, groups=groups)
    assert theirs.shape == (3 * groups, 8 // groups, *kernel)
    for g in range(groups):
        part = theirs[3 * g : 3 * g + 3]
        ours = np.flip(weight[8 // groups * g :][: 8 // groups], tuple(range(2, 2 + ndim)))
        np.testing.assert_array_equal(part, ours.swapaxes(0, 1))
    back = framework("equinox").weight_from(theirs, groups=groups)
    np.testing.assert_array_equal(back, weight)


def test_a_weight_of_four_spatial_axes_is_refused() -> None:
    text = r"^`weight` must have 2 channel axes and 1, 2 or 3 kernel axes\. Received .* 6 axes\.$"
    with pytest.raises(ShapeError, match=text):
        framework("keras").weight_to(np.zeros((3, 3, 1, 1, 1, 1)))


def test_valid_in_paddle_crops_nothing_and_groups_are_checked() -> None:
    layer = from_framework("paddle", kernel_size=3, stride=2, padding="VALID", dilation=2)
    assert (layer.crop, layer.dilation) == (((0, 0),), (2,))
    with pytest.raises(UpconvError, match=r"^`groups` must be at least 1\. Received groups=0\."):
        from_framework("paddle", kernel_size=3, groups=0)


def test_groups_that_do_not_divide_are_refused() -> None:
    with pytest.raises(ShapeError, match=r"^`groups` must divide the input channels\. Received"):
        framework("equinox").weight_to(np.zeros((4, 2, 3)), groups=3)
    with pytest.raises(ShapeError, match=r"^`groups` must divide the output channels\. Received"):
        framework("equinox").weight_from(np.zeros((4, 2, 3)), groups=3)


def test_jax_without_transpose_kernel_keeps_the_last_tap_first() -> None:
    weight = np.arange(24.0).reshape(2, 3, 4)
    theirs = framework("jax").weight_to(weight, transpose_kernel=False)
    assert theirs.shape == (4, 2, 3)
    assert theirs[0, 1, 2] == weight[1, 2, 3]
    back = framework("jax").weight_from(theirs, transpose_kernel=False)
    np.testing.assert_array_equal(back, weight)


# Messages.


def message(name: str, geometry: Geometry, **options: Any) -> str:
    with pytest.raises(NotExpressibleError) as caught:
        to_framework(name, geometry, **options)
    return str(caught.value)


def test_message_of_pytorch() -> None:
    assert message("torch", Geometry(5, 2, ((1, 2),))) == (
        "PyTorch cannot express a crop of 1 at the start and 2 at the end. Received crop=((1, "
        "2),) (axis 0). Use padding=0, output_padding=0 and keep y[:, :, 1:-2]."
    )
    assert message("torch", Geometry((5, 5), 2, ((0, 0), (-1, 2)))) == (
        "PyTorch cannot express a crop of -1 at the start and 2 at the end. Received crop=((0, "
        "0), (-1, 2)) (axis 1). Use padding=0, output_padding=0 and keep "
        "torch.nn.functional.pad(y, (1, 0, 0, 0))[:, :, :, :-2]; add the bias after that, not in "
        "the layer."
    )


def test_message_of_keras() -> None:
    assert message("keras", Geometry(5, 2, 1)) == (
        'Keras cannot express this crop. Received crop=((1, 1),). Use padding="valid", '
        "output_padding=0 and keep y[:, 1:-1, :]."
    )
    assert message("keras", Geometry((3, 1), 2, ((2, 1), (0, -1)), 0, 2)) == (
        "Keras cannot express strides > 1 together with dilation_rate > 1. Received stride=(2, "
        "2), dilation=(2, 2). Use kernel size (5, 1), dilation 1 and a kernel of zeros with "
        'kernel[::2, ::, :, :] = weight, padding="valid", output_padding=0 and keep '
        "keras.ops.pad(y, ((0, 0), (0, 0), (0, 1), (0, 0)))[:, 2:-1, :, :]; add the bias after "
        "that, not in the layer."
    )
    assert message("keras", Geometry(3, 2, "same", 0, 2)) == (
        "Keras cannot express strides > 1 together with dilation_rate > 1. Received stride=(2,), "
        "dilation=(2,). Use kernel size 5, dilation 1 and a kernel of zeros with kernel[::2, :, "
        ':] = weight, padding="same", output_padding=None.'
    )
    assert message("keras", Geometry((3, 1), 1, ((0, 1), (0, -1)), 0, (1, 2))) == (
        'Keras cannot express this crop. Received crop=((0, 1), (0, -1)). Use padding="valid", '
        "output_padding=0, dilation_rate=1 and keep keras.ops.pad(y, ((0, 0), (0, 0), (0, 1), "
        "(0, 0)))[:, :-1, :, :]; add the bias after that, not in the layer."
    )


@pytest.mark.parametrize("crop", [*itertools.product(range(-2, 4), repeat=2)])
def test_what_the_message_of_keras_says_is_the_same_layer(crop: tuple[int, int]) -> None:
    """Also where the axes want several output paddings, or none can be said."""
    for k, stride, other in itertools.product((2, 3), (2, 3), [(0, 0), (0, -1), crop]):
        geometry = Geometry((k, k), stride, (crop, other), 0, 2)
        said = re.search(
            r'Use kernel size (.*), dilation 1 and .*, padding="(.*)", '
            r"output_padding=([^ ]*|\(.*\))( and keep .*)?\.$",
            message("keras", geometry),
        )
        assert said is not None
        kernel, word, rows, keep = said.groups()
        layer = from_framework(
            "keras",
            kernel_size=ast.literal_eval(kernel),
            strides=(stride, stride),
            padding=word,
            output_padding=ast.literal_eval(rows),
        )
        if keep is None:
            assert layer.crop == geometry.crop
        else:
            assert set(layer.crop) == {(0, 0)}


def test_message_of_tensorflow() -> None:
    assert message("tensorflow", Geometry(5, 2, ((2, 1),)), input_size=4) == (
        'TensorFlow cannot express this crop. Received crop=((2, 1),). Use padding="VALID", '
        "output_shape=(N, 11, C_out) and keep y[:, 2:-1, :]."
    )
    assert to_framework("tensorflow", Geometry((5, 5), 2, ((2, 1), (1, 1))), input_size=4) == {
        "output_shape": (8, 9),
        "strides": 2,
        "padding": [[0, 0], [2, 1], [1, 1], [0, 0]],
        "dilations": 1,
        "kernel_size": (5, 5),
        "input_size": (4, 4),
    }


def test_message_of_onnx() -> None:
    assert message("onnx", Geometry((3, 3), 2, ((1, 1), (-1, 2)))) == (
        "ONNX cannot express a crop of -1 at the start and 2 at the end. Received crop=((1, 1), "
        "(-1, 2)) (axis 1). Use pads=[0, 0, 0, 0] without B, then a node Pad with pads=[0, 0, "
        "-1, 1, 0, 0, -1, -2], then Add the bias."
    )
    assert message("onnx", Geometry(3, 1, 0, 1, 2)).startswith(
        "ONNX Runtime cannot express a crop of 0 at the start and -1 at the end."
    )


def test_message_of_tflite() -> None:
    assert message("tflite", Geometry(3, 2, 1), input_size=4) == (
        "TFLite cannot express a number of axes other than 2. Received kernel_size=(3,). Give x "
        "a first axis of size 1: kernel_size=(1, 3), stride=(1, 2), padding=((0, 0), (1, 1)), "
        "dilation=(1, 1)."
    )
    assert message("tflite", Geometry((3, 3, 3)), input_size=4) == (
        "TFLite cannot express a number of axes other than 2. Received kernel_size=(3, 3, 3). "
        "Use its operator CONV_3D_TRANSPOSE with the arguments and weight of TensorFlow."
    )
    assert message("tflite", Geometry((3, 2), 2, "same", 0, (1, 2)), input_size=4) == (
        "TFLite cannot express dilation. Received dilation=(1, 2). Use kernel size 3, dilation 1 "
        'and a kernel of zeros with kernel[:, ::, ::2, :] = weight, padding="SAME", '
        "output_shape=(N, 8, 8, C_out)."
    )
    assert message("tflite", Geometry((3, 2), 2, 1), input_size=4) == (
        'TFLite cannot express this crop. Received crop=((1, 1), (1, 1)). Use padding="VALID", '
        "output_shape=(N, 9, 8, C_out) and keep y[:, 1:-1, 1:-1, :]."
    )


@pytest.mark.parametrize("name", ["keras", "tensorflow", "jax", "flax", "haiku", "mlx"])
def test_message_about_groups(name: str) -> None:
    assert message(name, Geometry((3, 3)), groups=2, input_size=4) == (
        f"{framework(name).name} cannot express groups. Received groups=2. Split the channels of "
        "x and the weight (C_in, C_out/groups, *k) along C_in into 2 equal parts, run one layer "
        "on each part and concatenate the outputs."
    )


def test_message_of_tflite_about_groups() -> None:
    assert message("tflite", Geometry((3, 3), 2, "same"), groups=8, input_size=4) == (
        "TFLite cannot express groups. Received groups=8. Insert (1, 1) zeros between neighbours "
        "of x on its two axes, pad the result by ((2, 1), (2, 1)), and use CONV_2D with stride 1, "
        'padding="VALID" and weights=np.concatenate([part.transpose(1, 2, 3, 0) for part in '
        "np.split(weight[:, :, ::-1, ::-1], 8)]); if groups is C_in, use DEPTHWISE_CONV_2D with "
        "weights=weight[:, :, ::-1, ::-1].reshape(1, -1, 3, 3).transpose(0, 2, 3, 1)."
    )


@given(data=st.data())
def test_what_the_message_of_tflite_about_groups_says_is_the_same_layer(
    data: st.DataObject,
) -> None:
    geometry = data.draw(geometries((2,)))
    tops = (3, 2, 2, 4, 4)
    groups, each, outputs, *size = data.draw(st.tuples(*(st.integers(1, top) for top in tops)))
    pairs = zip(geometry.axes, size, strict=True)
    assume(all((i - 1) * a.stride + a.extent - a.begin - a.end > 0 for a, i in pairs))
    groups += 1
    rng = np.random.default_rng(0)
    x = rng.integers(-9, 9, (2, groups * each, *size)).astype(float)
    weight = rng.integers(-9, 9, (groups * each, outputs, *geometry.kernel_size)).astype(float)
    expected = upconv.conv_transpose(
        x,
        weight,
        stride=geometry.stride,
        padding=geometry.crop,
        dilation=geometry.dilation,
        groups=groups,
    )
    text = message("tflite", geometry, groups=groups, input_size=tuple(size))
    read = re.search(r"Insert \((\d+), (\d+)\) zeros .* pad the result by (\(\(.*?\)\))", text)
    assert read
    down, across = (int(zeros) + 1 for zeros in read.groups()[:2])
    spread = np.zeros((2, groups * each, (size[0] - 1) * down + 1, (size[1] - 1) * across + 1))
    spread[:, :, ::down, ::across] = x
    rows = eval(read[3])  # noqa: S307 - of our own message
    padded = np.pad(spread, [(0, 0), (0, 0), *([max(row, 0) for row in pair] for pair in rows)])
    kept = [slice(max(-b, 0), e if e < 0 else None) for b, e in rows]
    padded = padded[(slice(None), slice(None), *kept)]
    assert (f"dilation {geometry.dilation}" in text) is (set(geometry.dilation) != {1})
    grouped, depthwise = re.findall(r"weights=(.*?)(?:;|\.$)", text)
    kernels = [eval(grouped, {"np": np, "weight": weight})]  # noqa: S307 - (C_out, kh, kw, c)
    if each == 1:
        kernels.append(eval(depthwise, {"weight": weight}).transpose(3, 1, 2, 0))  # noqa: S307
    for kernel in kernels:
        y = upconv.conv(
            padded, kernel.transpose(0, 3, 1, 2), dilation=geometry.dilation, groups=groups
        )
        np.testing.assert_array_equal(y, expected)


@pytest.mark.parametrize(
    ("name", "words", "text"),
    [
        (
            "caffe",
            {},
            "`framework` must be one of 'torch', 'keras', 'tensorflow', 'onnx', 'jax', 'tflite', "
            "'flax', 'equinox', 'haiku', 'mlx', 'paddle'. Received framework='caffe'.",
        ),
        (
            "keras",
            {"kernel_size": 3, "stride": 2},
            "Keras has the arguments kernel_size, strides, padding, output_padding, "
            "dilation_rate. Received stride=2. Write strides=2.",
        ),
        (
            "keras",
            {"kernel_size": 3, "groups": 2},
            "Keras has the arguments kernel_size, strides, padding, output_padding, "
            "dilation_rate. Received groups=2.",
        ),
        (
            "onnx",
            {"kernel_size": (3, 3)},
            "ONNX has the arguments kernel_shape, strides, pads, output_padding, dilations, "
            "auto_pad, output_shape, group. Received kernel_size=(3, 3). "
            "Write kernel_shape=(3, 3).",
        ),
        (
            "jax",
            {"padding": 1},
            "`kernel_size` and `strides` must be given for JAX. Received padding=1.",
        ),
        ("torch", {}, "`kernel_size` must be given for PyTorch. Received no arguments."),
        (
            "jax",
            {"kernel_size": (3, 3), "strides": (2, 2), "padding": 1},
            "`padding` must be one (begin, end) pair per axis, here 2. Received padding=1. "
            "Write padding=[(1, 1), (1, 1)].",
        ),
        (
            "keras",
            {"kernel_size": 3, "padding": 1},
            "`padding` must be one of 'valid', 'same'. Received padding=1. To crop by numbers, "
            "write padding='valid', output_padding=0 and a Cropping1D, Cropping2D or Cropping3D "
            "layer after it.",
        ),
        (
            "tflite",
            {"kernel_size": 3, "output_shape": 8, "padding": np.ones((2, 2)), "input_size": 4},
            "`padding` must be one of 'SAME', 'VALID'. Received padding=array([[1., 1.], "
            "[1., 1.]]).",
        ),
        (
            "onnx",
            {"kernel_shape": [3], "auto_pad": np.array([1, 2])},
            "`auto_pad` must be one of 'NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'. "
            "Received auto_pad=array([1, 2]).",
        ),
        (
            "equinox",
            {"kernel_size": 3, "padding": 1, "padding_mode": "CIRCULAR"},
            "Equinox has padding_mode='CIRCULAR' only with padding='SAME' or 'SAME_LOWER' and "
            "output_padding=0. Received padding=1, output_padding=0. Write padding='SAME', or use "
            "upconv's layers with padding_mode='circular'.",
        ),
        (
            "equinox",
            {"kernel_size": 3, "padding": "SAME", "padding_mode": "REFLECT"},
            "`padding_mode` must be one of 'ZEROS', 'CIRCULAR'. Received padding_mode='REFLECT'.",
        ),
        (
            "mlx",
            {"kernel_size": 2, "padding": 2},
            "The padding of MLX must be at most d·(k - 1), as more removes input rows. Received "
            "padding=(2,) (axis 0). d·(k - 1) = 1·(2 - 1) = 1. Use a smaller `padding`, or "
            "remove the rows from the input yourself.",
        ),
        (
            "paddle",
            {"kernel_size": 3, "padding": "SAME"},
            "`input_size` must be given for Paddle, as its `padding='SAME'` depends on it. "
            "Received input_size=None. Give the spatial size of the input: input_size=(7,).",
        ),
        (
            "torch",
            {"kernel_size": 3, "padding": "same"},
            "`padding` must be an integer, at least 0. Received padding='same'.",
        ),
        (
            "torch",
            {"kernel_size": 3, "stride": 2, "output_padding": 2},
            "`output_padding` must be smaller than `stride` or `dilation` on every axis. Received "
            "output_padding=(2,), stride=(2,) (axis 0). Largest output_padding on axis 0: 1.",
        ),
        (
            "keras",
            {"kernel_size": 3, "padding": "causal"},
            "`padding` must be one of 'valid', 'same'. Received padding='causal'.",
        ),
        (
            "tensorflow",
            {"kernel_size": 3, "output_shape": 8},
            "`input_size` must be given for TensorFlow, as its `output_shape` depends on it. "
            "Received input_size=None. Give the spatial size of the input: input_size=(7,).",
        ),
        (
            "tensorflow",
            {"kernel_size": 3, "output_shape": 9, "strides": 2, "input_size": 4},
            "`output_size` must be a size that the layer can reach. Received output_size=(9,) "
            "(axis 0). Sizes reachable on axis 0: 7 to 8, from padding='SAME' with i=4, s=2. "
            "Write one of these.",
        ),
        (
            "tensorflow",
            {"kernel_size": 3, "output_shape": 9, "padding": [[0, 0]], "input_size": 4},
            "`padding` must be one of 'SAME', 'VALID'. Received padding=[[0, 0]].",
        ),
        (
            "onnx",
            {"kernel_shape": [3], "auto_pad": "SAME"},
            "`auto_pad` must be one of 'NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'. "
            "Received auto_pad='SAME'.",
        ),
        (
            "onnx",
            {"kernel_shape": [3], "pads": [-1, 0]},
            "`pads` must be at least 0 on every axis. Received pads=-1 (axis 0).",
        ),
        (
            "onnx",
            {"kernel_shape": [3], "output_shape": [9], "input_size": 4},
            "`output_size` must be a size that the layer can reach. Received output_size=(9,) "
            "(axis 0). Sizes reachable on axis 0: 1 to 6, from "
            "6 = (4 - 1)·1 + 1·(3 - 1) + 1 - 0 - 0. Write one of these.",
        ),
        (
            "jax",
            {"kernel_size": 3, "strides": (1,), "padding": "same"},
            "`padding` must be one of 'SAME', 'VALID'. Received padding='same'. Write 'SAME'.",
        ),
        (
            "jax",
            {"kernel_size": 3, "strides": (1,), "padding": (1,)},
            "`padding` must be one (begin, end) pair per axis, here 1. Received padding=(1,).",
        ),
        (
            "tflite",
            {"kernel_size": 3, "output_shape": 8, "padding": 1, "input_size": 4},
            "`padding` must be one of 'SAME', 'VALID'. Received padding=1.",
        ),
    ],
)
def test_message_of_reading(name: str, words: dict[str, Any], text: str) -> None:
    with pytest.raises(UpconvError) as caught:
        from_framework(name, **words)
    assert str(caught.value) == text


def test_message_about_a_weight() -> None:
    with pytest.raises(ShapeError) as caught:
        framework("keras").weight_to(np.zeros((3, 3)))
    assert str(caught.value) == (
        "`weight` must have 2 channel axes and 1, 2 or 3 kernel axes. "
        "Received a weight with 2 axes."
    )


def test_writing_for_tensorflow_needs_the_input_size() -> None:
    with pytest.raises(ArgumentError, match="`input_size` must be given for TFLite, as"):
        to_framework("tflite", Geometry((3, 3)))


def test_public_names() -> None:
    assert sorted(conventions.__all__) == conventions.__all__
    assert all(hasattr(conventions, name) for name in conventions.__all__)


def test_no_framework_is_imported() -> None:
    code = (
        "import sys, upconv.conventions; "
        "assert not {'torch', 'keras', 'tensorflow', 'onnx', 'jax'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # our own line


# Names.


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("pytorch", "torch"), ("Keras", "keras"), ("tf", "tensorflow"), ("TF", "tensorflow"),
        ("ONNX", "onnx"), ("litert", "tflite"), ("linen", "flax"), ("nnx", "flax"),
        ("eqx", "equinox"), ("hk", "haiku"), ("paddlepaddle", "paddle"),
        ("tensorfow", "tensorflow"),
    ],
)  # fmt: skip
def test_another_name_of_a_framework_gets_the_one_to_write(name: str, meant: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        framework(name)
    assert str(caught.value).endswith(f" Received framework={name!r}. Write {meant!r}.")


@pytest.mark.parametrize("name", [None, 3, ["torch"], np.array(["torch"])])
def test_what_is_no_name_is_no_framework(name: Any) -> None:
    with pytest.raises(ArgumentError, match=r"^`framework` must be one of 'torch', "):
        framework(name)


def test_what_is_no_geometry_is_refused() -> None:
    with pytest.raises(ArgumentTypeError) as caught:
        to_framework("torch", 3)
    assert str(caught.value) == (
        "`geometry` must be an upconv.Geometry. Received an int. "
        "Write for example geometry=upconv.Geometry(kernel_size=4, stride=2, padding=1)."
    )


def test_options_of_another_framework_are_refused() -> None:
    with pytest.raises(ArgumentError) as caught:
        to_framework("keras", Geometry(3), transpose_kernel=True)
    assert str(caught.value) == "Keras has the arguments groups. Received transpose_kernel=True."


@pytest.mark.parametrize("word", ["same", "valid"])
def test_a_word_that_was_written_is_written_again(word: str) -> None:
    """With k = s both words crop nothing."""
    layer = Geometry((2, 2), 2, word)
    assert to_framework("keras", layer)["padding"] == word
    assert to_framework("tensorflow", layer, input_size=4)["padding"] == word.upper()
    assert to_framework("tflite", layer, input_size=4)["padding"] == word.upper()
    read = from_framework("keras", kernel_size=2, strides=2, padding=word)
    assert to_framework("keras", read)["padding"] == word


@pytest.mark.parametrize("word", ["same", "valid"])
@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1)])
def test_every_keras_layer_can_be_said_in_keras_again(word, stride, dilation):
    for kernel, rows in itertools.product(range(1, 7), (None, *range(stride))):
        given = {"kernel_size": (kernel,), "strides": stride, "dilation_rate": dilation}
        layer = from_framework("keras", **given, padding=word, output_padding=rows)
        again = to_framework("keras", layer)
        words = {*given, "padding", "output_padding"} & {*again}
        assert from_framework("keras", **{name: again[name] for name in words}) == layer
