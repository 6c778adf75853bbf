"""Conventions without their frameworks: words read and written, weights, round trips, messages."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from upconv import Geometry, conventions
from upconv.conventions import FRAMEWORKS, framework, from_framework, to_framework
from upconv.errors import (
    ArgumentError,
    GeometryError,
    NotExpressibleError,
    ShapeError,
    UpconvError,
)

READS_KERNEL_OFF_WEIGHT = ("tensorflow", "jax", "tflite")


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
@settings(max_examples=300, deadline=None)
@given(data=st.data(), i=st.integers(1, 6))
def test_what_is_written_is_read_back(name: str, data: st.DataObject, i: int) -> None:
    geometry = data.draw(geometries((2,) if name == "tflite" else (1, 2, 3)))
    words = expressible(name, geometry, input_size=i)
    assume(words is not None)
    if name in READS_KERNEL_OFF_WEIGHT:
        words["kernel_size"] = geometry.kernel_size
    back = from_framework(name, input_size=(i,) * geometry.ndim, **words)
    assert back.crop == geometry.crop
    assert (back.kernel_size, back.stride) == (geometry.kernel_size, geometry.stride)
    for k, ours, theirs in zip(geometry.kernel_size, geometry.dilation, back.dilation, strict=True):
        assert ours == theirs or k == 1


@given(geometry=geometries(), transpose=st.booleans(), consistent=st.booleans())
def test_jax_says_every_crop_both_ways(
    geometry: Geometry, transpose: bool, consistent: bool
) -> None:
    options = {"transpose_kernel": transpose, "use_consistent_padding": consistent}
    words = to_framework("jax", geometry, **options)
    assert words["transpose_kernel"] == transpose
    assert ("use_consistent_padding" in words) == consistent
    assert from_framework("jax", kernel_size=geometry.kernel_size, **words).crop == geometry.crop


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
        ("keras", {"kernel_size": 3, "strides": 2, "padding": "SAME"}, (0, 1)),
        ("keras", {"kernel_size": 2, "strides": 3, "padding": "valid"}, (0, -1)),
        ("keras", {"kernel_size": 4, "strides": 2, "padding": "same", "output_padding": 1}, (1, 2)),
        ("keras", {"kernel_size": 3, "strides": 2, "output_padding": 1}, (0, -1)),
        ("keras", {"kernel_size": 5, "strides": 2, "padding": "same", "output_padding": 0}, (2, 2)),
        ("tensorflow", {"kernel_size": 4, "output_shape": 5, "input_size": 5}, (1, 2)),
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
        name: framework(name).call(same, input_size=7) for name in FRAMEWORKS if name != "torch"
    }
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
    }


def test_a_call_that_reads_the_kernel_off_the_weight_holds_its_shape_in_the_layout_chosen() -> None:
    layer = Geometry((3, 5), stride=2)
    assert "rhs[3, 5, C_out, C_in]" in framework("jax").call(layer)
    assert "rhs[3, 5, C_in, C_out]" in framework("jax").call(layer, transpose_kernel=False)


def test_a_call_on_four_axes_is_refused() -> None:
    message = "The call of a layer must be on at most 3 axes. Received a layer on 4 axes."
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
        "PyTorch cannot say a crop of 1 at the begin and 2 at the end. Received crop=((1, 2),) "
        "(axis 0). Use padding=0, output_padding=0 and keep y[:, :, 1:-2]."
    )
    assert message("torch", Geometry((5, 5), 2, ((0, 0), (-1, 2)))) == (
        "PyTorch cannot say a crop of -1 at the begin and 2 at the end. Received "
        "crop=((0, 0), (-1, 2)) (axis 1). Use padding=0, output_padding=0 and keep "
        "torch.nn.functional.pad(y, (1, 0, 0, 0))[:, :, :, :-2]; add the bias after that, "
        "not in the layer."
    )


def test_message_of_keras() -> None:
    assert message("keras", Geometry(5, 2, 1)) == (
        "Keras cannot say this crop. Received crop=((1, 1),). "
        'Use padding="valid", output_padding=0 and keep y[:, 1:-1, :].'
    )
    assert message("keras", Geometry((3, 1), 2, ((2, 1), (0, -1)), 0, 2)) == (
        "Keras cannot say strides > 1 together with dilation_rate > 1. Received stride=(2, 2), "
        "dilation=(2, 2). Use kernel size (5, 1), dilation 1 and a kernel of zeros with "
        'kernel[::2, ::, :, :] = weight, padding="valid", output_padding=0 and keep '
        "keras.ops.pad(y, ((0, 0), (0, 0), (0, 1), (0, 0)))[:, 2:-1, :, :]; add the bias after "
        "that, not in the layer."
    )
    assert message("keras", Geometry(3, 2, "same", 0, 2)) == (
        "Keras cannot say strides > 1 together with dilation_rate > 1. Received stride=(2,), "
        "dilation=(2,). Use kernel size 5, dilation 1 and a kernel of zeros with "
        'kernel[::2, :, :] = weight, padding="same", output_padding=None.'
    )
    assert message("keras", Geometry((3, 1), 1, ((0, 1), (0, -1)), 0, (1, 2))) == (
        "Keras cannot say this crop. Received crop=((0, 1), (0, -1)). "
        'Use padding="valid", output_padding=0, dilation_rate=1 and keep '
        "keras.ops.pad(y, ((0, 0), (0, 0), (0, 1), (0, 0)))[:, :-1, :, :]; add the bias after "
        "that, not in the layer."
    )


def test_message_of_tensorflow() -> None:
    assert message("tensorflow", Geometry(5, 2, ((2, 1),)), input_size=4) == (
        "TensorFlow cannot say this crop. Received crop=((2, 1),). "
        'Use padding="VALID", output_shape=(N, 11, C_out) and keep y[:, 2:-1, :].'
    )
    assert to_framework("tensorflow", Geometry((5, 5), 2, ((2, 1), (1, 1))), input_size=4) == {
        "output_shape": (8, 9),
        "strides": 2,
        "padding": [[0, 0], [2, 1], [1, 1], [0, 0]],
        "dilations": 1,
    }


def test_message_of_onnx() -> None:
    assert message("onnx", Geometry((3, 3), 2, ((1, 1), (-1, 2)))) == (
        "ONNX cannot say a crop of -1 at the begin and 2 at the end. Received "
        "crop=((1, 1), (-1, 2)) (axis 1). Use pads=[0, 0, 0, 0] without B, then a node Pad with "
        "pads=[0, 0, -1, 1, 0, 0, -1, -2], then Add the bias."
    )
    assert message("onnx", Geometry(3, 1, 0, 1, 2)).startswith(
        "ONNX Runtime cannot say a crop of 0 at the begin and -1 at the end."
    )


def test_message_of_tflite() -> None:
    assert message("tflite", Geometry(3, 2, 1), input_size=4) == (
        "TFLite cannot say other than 2 axes. Received kernel_size=(3,). Give x a first axis of "
        "size 1: kernel_size=(1, 3), stride=(1, 2), padding=((0, 0), (1, 1)), dilation=(1, 1)."
    )
    assert message("tflite", Geometry((3, 3, 3)), input_size=4) == (
        "TFLite cannot say other than 2 axes. Received kernel_size=(3, 3, 3). "
        "Use its operator CONV_3D_TRANSPOSE with the arguments and weight of TensorFlow."
    )
    assert message("tflite", Geometry((3, 2), 2, "same", 0, (1, 2)), input_size=4) == (
        "TFLite cannot say dilation. Received dilation=(1, 2). Use kernel size 3, dilation 1 and "
        'a kernel of zeros with kernel[:, ::, ::2, :] = weight, padding="SAME", '
        "output_shape=(N, 8, 8, C_out)."
    )
    assert message("tflite", Geometry((3, 2), 2, 1), input_size=4) == (
        "TFLite cannot say this crop. Received crop=((1, 1), (1, 1)). "
        'Use padding="VALID", output_shape=(N, 9, 8, C_out) and keep y[:, 1:-1, 1:-1, :].'
    )


@pytest.mark.parametrize("name", ["keras", "tensorflow", "jax", "tflite"])
def test_message_about_groups(name: str) -> None:
    assert message(name, Geometry((3, 3)), groups=2, input_size=4) == (
        f"{framework(name).name} cannot say groups. Received groups=2. Cut the channels of x and "
        "the weight (C_in, C_out/groups, *k) along C_in into 2 equal parts, run one layer on each "
        "part and concatenate their channels."
    )


@pytest.mark.parametrize(
    ("name", "words", "text"),
    [
        (
            "caffe",
            {},
            "`framework` must be one of 'torch', 'keras', 'tensorflow', 'onnx', 'jax', 'tflite'. "
            "Received framework='caffe'.",
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
            "`input_size` must be given where TensorFlow has `output_shape`. Received "
            "input_size=None. Give the spatial size of the input: input_size=(7, 7).",
        ),
        (
            "tensorflow",
            {"kernel_size": 3, "output_shape": 9, "strides": 2, "input_size": 4},
            "`output_size` must be a size that the layer can reach. Received output_size=(9,) "
            "(axis 0). Sizes reachable on axis 0: 7 to 8, from padding='SAME' with i=4, s=2. "
            "Write one of these, or change `padding`.",
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
            "6 = (4 - 1)·1 + 1·(3 - 1) + 1 - 0 - 0. Write one of these, or change `padding`.",
        ),
        (
            "jax",
            {"kernel_size": 3, "strides": (1,), "padding": "same"},
            "`padding` must be one of 'SAME', 'VALID'. Received padding='same'.",
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
    with pytest.raises(ArgumentError, match="`input_size` must be given where TFLite has"):
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
