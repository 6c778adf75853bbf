"""Values held against each framework: drawn layers, everything non-square, words and weights
translated by `upconv.conventions`.

The data are small integers stored as floats, so that every sum is exact and results are equal in
every bit; one test per framework uses real numbers. Where a framework cannot say a layer, the
remedy of the message is carried out in the framework and compared.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import frameworks
import upconv
from frameworks import RUN, Array, channels_first, channels_last
from upconv import Geometry
from upconv.conventions import framework, from_framework, to_framework
from upconv.errors import GeometryError, NotExpressibleError

pytestmark = pytest.mark.numeric

NAMES = tuple(RUN)
EXAMPLES = {
    "torch": 150, "keras": 80, "tensorflow": 60, "onnx": 150, "jax": 40, "tflite": 80,
    "flax": 10, "equinox": 10, "haiku": 10, "mlx": 80, "paddle": 80,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """The arrays of one call.

    `x` is (N, C_in, *i), `weight` (C_in, C_out/groups, *k) or, of a convolution,
    (C_out, C_in/groups, *k).
    """

    x: Array
    weight: Array
    bias: Array | None
    groups: int

    @property
    def ndim(self) -> int:
        return self.x.ndim - 2

    def upconv(self, geometry: Geometry) -> Array:
        return upconv.conv_transpose(
            self.x,
            self.weight,
            self.bias,
            stride=geometry.stride,
            padding=geometry.crop,
            dilation=geometry.dilation,
            groups=self.groups,
        )

    def run(self, name: str, words: dict[str, Any], **options: Any) -> Array:
        if name == "equinox":  # whose weight is regrouped
            options["groups"] = self.groups
        weight = framework(name).weight_to(self.weight, **options)
        return RUN[name](self.x, weight, self.bias, **words)


def per_axis(low: int, high: int, ndim: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[st.integers(low, high)] * ndim)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    ranks: tuple[int, ...] = (1, 2, 3),
    groups: int = 3,
    exact: bool = True,
    dtypes: tuple[type, ...] = (np.float32,),
    transposed: bool = True,
) -> Case:
    ndim = draw(st.sampled_from(ranks))
    count = draw(st.integers(1, groups))
    batch, c_in, c_out = draw(st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 3)))
    inputs = draw(per_axis(1, 5, ndim))
    kernel = draw(per_axis(1, 4, ndim))
    dtype = draw(st.sampled_from(dtypes))
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def data(*shape: int) -> Array:
        drawn = numbers.integers(-4, 5, shape) if exact else numbers.standard_normal(shape)
        return drawn.astype(dtype)

    return Case(
        data(batch, c_in * count, *inputs),
        data(*(c_in * count, c_out) if transposed else (c_out * count, c_in), *kernel),
        data(c_out * count) if draw(st.booleans()) else None,
        count,
    )


@st.composite
def crops(draw: st.DrawFn, case: Case) -> Geometry:
    """Draw a layer with any crop, also rows of zeros at both ends."""
    stride = draw(per_axis(1, 3, case.ndim))
    dilation = draw(per_axis(1, 3, case.ndim))
    crop = draw(st.tuples(*[st.tuples(st.integers(-2, 4), st.integers(-2, 4))] * case.ndim))
    geometry = Geometry(case.weight.shape[2:], stride, crop, 0, dilation)
    assume(all(a.output_size(i) > 0 for a, i in zip(geometry.axes, case.x.shape[2:], strict=True)))
    return geometry


def assert_same(ours: Array, theirs: Array, what: object) -> None:
    assert ours.shape == theirs.shape, what
    assert ours.dtype == theirs.dtype, what
    np.testing.assert_array_equal(ours, theirs, err_msg=str(what))


def assert_close(ours: Array, theirs: Array, what: object) -> None:
    assert ours.shape == theirs.shape, what
    difference = np.max(np.abs(ours.astype(float) - theirs))
    assert difference <= 1e-5 * max(np.max(np.abs(theirs)), 1e-3), what


# Any layer in any framework, or its remedy.


def in_framework(name: str, case: Case, geometry: Geometry) -> Array:
    """Compute a layer in a framework, by its remedy where the framework has no words for it."""
    try:
        words = framework(name).to_arguments(
            geometry, groups=case.groups, input_size=case.x.shape[2:]
        )
    except NotExpressibleError as error:
        return carry_out(name, str(error), case, geometry)
    return case.run(name, words)


def carry_out(name: str, message: str, case: Case, geometry: Geometry) -> Array:
    """Do what the message says, with its own words and expressions."""
    if "Split the channels of x" in message:
        return in_parts(name, case, geometry)
    if found := re.search(r"Give x a first axis of size 1: (.*)\.$", message):
        flat = Case(case.x[:, :, None], case.weight[:, :, None], case.bias, case.groups)
        return in_framework(name, flat, Geometry(**evaluate(f"dict({found[1]})")))[:, :, 0]
    if "CONV_3D_TRANSPOSE with the arguments and weight of TensorFlow" in message:
        return in_framework("tensorflow", case, geometry)
    if name == "tflite" and "CONV_2D with stride 1" in message:
        return over_zeros(message, case)
    if found := re.search(r"Use pads=(.*) without B, then a node Pad with pads=(.*), th", message):
        words = to_framework(name, replace_crop(geometry), groups=case.groups)
        assert words["pads"] == evaluate(found[1])
        y = replace(case, bias=None).run(name, words)
        return with_bias(frameworks.pad_onnx(y, evaluate(found[2])), case.bias)
    return cropped_by_hand(name, message, case, geometry)


def over_zeros(message: str, case: Case) -> Array:
    """Write zeros between the inputs, and use the convolution with groups that is named."""
    tf = frameworks.module("tensorflow")
    found = re.search(
        r"Insert (.*) zeros between neighbours of x on its two axes, pad the result by "
        r"(\(\(.*?\)\))(?:, where a negative number removes rows)?, and use CONV_2D with stride 1, "
        r'padding="VALID"(?:, dilation (\(.*?\)))? and weights=(.*); if groups is C_in, '
        r"use DEPTHWISE_CONV_2D with weights=(.*)\.$",
        message,
    )
    assert found, message
    zeros, rows = evaluate(found[1]), evaluate(found[2])
    sizes = [(i - 1) * (z + 1) + 1 for i, z in zip(case.x.shape[2:], zeros, strict=True)]
    x = np.zeros((*case.x.shape[:2], *sizes), case.x.dtype)
    x[:, :, :: zeros[0] + 1, :: zeros[1] + 1] = case.x
    x = np.pad(x, ((0, 0), (0, 0), *(tuple(max(n, 0) for n in pair) for pair in rows)))
    (top, bottom), (left, right) = (tuple(max(-n, 0) for n in pair) for pair in rows)
    x = channels_last(x[:, :, top : x.shape[2] - bottom, left : x.shape[3] - right])
    words = {"strides": 1, "padding": "VALID", "dilations": evaluate(found[3] or "(1, 1)")}
    weights = evaluate(found[4], np=np, weight=case.weight)  # as the file stores them: out first
    compiled = tf.function(tf.nn.conv2d, jit_compile=True)  # TensorFlow's CPU has no groups
    y = channels_first(compiled(x, weights.transpose(1, 2, 3, 0), **words).numpy())
    if case.groups == case.x.shape[1]:
        depthwise = evaluate(found[5], np=np, weight=case.weight)
        assert depthwise.shape[1:3] == weights.shape[1:3]
        assert np.array_equal(depthwise.transpose(3, 1, 2, 0), weights)
    return with_bias(y, case.bias)


def in_parts(name: str, case: Case, geometry: Geometry) -> Array:
    xs = np.split(case.x, case.groups, axis=1)
    weights = np.split(case.weight, case.groups)
    none = [None] * case.groups
    biases = none if case.bias is None else np.split(case.bias, case.groups)
    parts = (Case(*arrays, 1) for arrays in zip(xs, weights, biases, strict=True))
    return np.concatenate([in_framework(name, part, geometry) for part in parts], axis=1)


def cropped_by_hand(name: str, message: str, case: Case, geometry: Geometry) -> Array:
    found = re.search(
        r"Use (?:kernel size (?P<size>.*), dilation 1 and a kernel of zeros with "
        r"kernel(?P<place>\[.*?\]) = weight, )?(?P<words>.*?)"
        r"(?: and keep (?P<keep>.*?))?(?P<bias>; add the bias after that, not in the layer)?\.$",
        message,
    )
    assert found, message
    dilation = geometry.dilation
    weight = framework(name).weight_to(case.weight)
    if found["size"]:
        weight = spread(name, weight, found["size"], found["place"], geometry.ndim)
        dilation = (1,) * geometry.ndim
    stride, spacing = {
        "torch": ("stride", "dilation"),
        "keras": ("strides", "dilation_rate"),
        "tensorflow": ("strides", "dilations"),
        "tflite": ("strides", None),
        "haiku": ("stride", None),
        "mlx": ("stride", "dilation"),
        "paddle": ("stride", "dilation"),
    }[name]
    words = evaluate(f"dict({found['words']})", N="N", C_out="C_out")
    words[stride] = geometry.stride
    if spacing:
        words.setdefault(spacing, dilation)
    if name in ("torch", "paddle"):
        words["groups"] = case.groups
    if name == "haiku":
        words["kernel_shape"] = weight.shape[: geometry.ndim]
    if "output_shape" in words:
        assert words["output_shape"][0 :: len(words["output_shape"]) - 1] == ("N", "C_out")
        words["output_shape"] = words["output_shape"][1:-1]
    y = RUN[name](case.x, weight, None if found["bias"] else case.bias, **words)
    if found["keep"]:
        y = kept(name, found["keep"], y)
    return with_bias(y, case.bias) if found["bias"] else y


def spread(name: str, weight: Array, size: str, place: str, ndim: int) -> Array:
    kernel_size = tuple(np.broadcast_to(evaluate(size), ndim))
    axes = slice(1, -1) if name == "tflite" else slice(0, ndim)
    shape = list(weight.shape)
    shape[axes] = kernel_size
    kernel = np.zeros(shape, weight.dtype)
    exec(f"kernel{place} = weight", {"kernel": kernel, "weight": weight})  # noqa: S102  # our text
    return kernel


def kept(name: str, expression: str, y: Array) -> Array:
    if name == "torch":
        torch = frameworks.module("torch")
        return evaluate(expression, y=torch.from_numpy(y), torch=torch).numpy()
    if name == "paddle":
        paddle = frameworks.module("paddle")
        return evaluate(expression, y=paddle.to_tensor(y), paddle=paddle).numpy()
    if name == "mlx":
        mlx = frameworks.module("mlx")
        core = frameworks.module("mlx.core")
        tensor = core.array(np.ascontiguousarray(channels_last(y)))
        return channels_first(np.array(evaluate(expression, y=tensor, mlx=mlx)))
    if name == "keras":
        keras = frameworks.module("keras")
        tensor = keras.ops.convert_to_tensor(channels_last(y))
        return channels_first(evaluate(expression, y=tensor, keras=keras).numpy())
    tf = frameworks.module("tensorflow")
    result = evaluate(expression, y=tf.constant(channels_last(y)), tf=tf)
    return channels_first(result.numpy())


def evaluate(text: str, **names: Any) -> Any:
    return eval(text, names)  # noqa: S307  # the texts of our own messages


def replace_crop(geometry: Geometry) -> Geometry:
    return Geometry(geometry.kernel_size, geometry.stride, 0, 0, geometry.dilation)


def with_bias(y: Array, bias: Array | None) -> Array:
    return y if bias is None else y + bias.reshape(-1, *[1] * (y.ndim - 2))


@pytest.mark.parametrize("name", NAMES)
def test_any_layer_in_any_framework(name: str) -> None:
    frameworks.module(frameworks.MODULES.get(name, name))

    @settings(max_examples=EXAMPLES[name], deadline=None)
    @given(st.data(), cases())
    def held(data: st.DataObject, case: Case) -> None:
        geometry = data.draw(crops(case))
        assert_same(case.upconv(geometry), in_framework(name, case, geometry), geometry)

    held()


@pytest.mark.parametrize("name", NAMES)
def test_real_numbers(name: str) -> None:
    frameworks.module(frameworks.MODULES.get(name, name))

    @settings(max_examples=EXAMPLES[name] // 5, deadline=None)
    @given(st.data(), cases(exact=False))
    def held(data: st.DataObject, case: Case) -> None:
        geometry = data.draw(crops(case))
        assert_close(case.upconv(geometry), in_framework(name, case, geometry), geometry)

    held()


# The words of each framework, and upconv's own words for the same layer.


def drawn_words(data: st.DataObject, ndim: int, **ranges: tuple[int, int]) -> dict[str, Any]:
    return {name: data.draw(per_axis(*ends, ndim), name) for name, ends in ranges.items()}


def assume_output(geometry: Geometry, case: Case) -> None:
    try:
        geometry.output_size(case.x.shape[2:])
    except GeometryError:
        assume(False)


@settings(max_examples=150, deadline=None)
@given(st.data(), cases(dtypes=(np.float32, np.float64)))
def test_words_of_pytorch(data: st.DataObject, case: Case) -> None:
    words = drawn_words(data, case.ndim, stride=(1, 3), dilation=(1, 3), padding=(0, 3))
    pairs = zip(words["stride"], words["dilation"], strict=True)
    words["output_padding"] = data.draw(st.tuples(*[st.integers(0, max(p) - 1) for p in pairs]))
    geometry = from_framework("torch", kernel_size=case.weight.shape[2:], **words)
    assume_output(geometry, case)
    theirs = case.run("torch", words | {"groups": case.groups})
    assert_same(case.upconv(geometry), theirs, geometry)
    same_words = upconv.conv_transpose(case.x, case.weight, case.bias, groups=case.groups, **words)
    assert_same(same_words, theirs, words)


@settings(max_examples=100, deadline=None)
@given(
    st.data(),
    cases(groups=1, dtypes=(np.float32, np.float64)),
    st.sampled_from(("channels_first", "channels_last")),
    st.sampled_from(("valid", "same")),
)
def test_words_of_keras(data: st.DataObject, case: Case, data_format: str, padding: str) -> None:
    words = drawn_words(data, case.ndim, strides=(1, 3), dilation_rate=(1, 3))
    if max(words["strides"]) > 1:
        words["dilation_rate"] = (1,) * case.ndim
    words |= {"padding": padding, "output_padding": None}
    if data.draw(st.booleans(), "explicit output padding"):
        words["output_padding"] = tuple(data.draw(st.integers(0, s - 1)) for s in words["strides"])
    geometry = from_framework("keras", kernel_size=case.weight.shape[2:], **words)
    assume_output(geometry, case)
    theirs = case.run("keras", words | {"data_format": data_format})
    assert_same(case.upconv(geometry), theirs, (geometry, words))
    if words["output_padding"] is None:
        last = data_format == "channels_last"
        y = upconv.conv_transpose(
            channels_last(case.x) if last else case.x,
            case.weight,
            case.bias,
            stride=words["strides"],
            padding=padding,
            dilation=words["dilation_rate"],
            data_format=data_format,
        )
        assert_same(channels_first(y) if last else y, theirs, words)


@settings(max_examples=100, deadline=None)
@given(st.data(), cases(groups=1, dtypes=(np.float32, np.float64)))
def test_words_of_tensorflow(data: st.DataObject, case: Case) -> None:
    frameworks.module("tensorflow")
    inputs, kernel = case.x.shape[2:], case.weight.shape[2:]
    words = drawn_words(data, case.ndim, strides=(1, 3))
    words["padding"] = data.draw(st.sampled_from(("SAME", "VALID")))
    low = {
        "SAME": [(i - 1) * s + 1 for i, s in zip(inputs, words["strides"], strict=True)],
        "VALID": Geometry(kernel, words["strides"]).output_size(inputs),
    }[words["padding"]]
    added = [data.draw(st.integers(0, s - 1)) for s in words["strides"]]
    words["output_shape"] = tuple(o + a for o, a in zip(low, added, strict=True))
    geometry = from_framework("tensorflow", kernel_size=kernel, input_size=inputs, **words)
    theirs = case.run("tensorflow", words)
    assert_same(case.upconv(geometry), theirs, (geometry, words))
    same_words = upconv.conv_transpose(
        case.x,
        case.weight,
        case.bias,
        stride=words["strides"],
        padding="same" if words["padding"] == "SAME" else 0,
        output_size=words["output_shape"],
    )
    assert_same(same_words, theirs, words)


@settings(max_examples=150, deadline=None)
@given(st.data(), cases(), st.sampled_from(("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")))
def test_words_of_onnx(data: st.DataObject, case: Case, auto_pad: str) -> None:
    frameworks.module("onnxruntime")
    words = drawn_words(data, case.ndim, strides=(1, 3), dilations=(1, 3))
    words["output_padding"] = tuple(data.draw(st.integers(0, s - 1)) for s in words["strides"])
    words["auto_pad"], words["group"] = auto_pad, case.groups
    padding: Any = 0 if auto_pad == "VALID" else auto_pad.lower()
    if auto_pad == "NOTSET":
        words["pads"] = data.draw(per_axis(0, 3, 2 * case.ndim), "pads")
        padding = tuple(zip(words["pads"][: case.ndim], words["pads"][case.ndim :], strict=True))
    geometry = from_framework("onnx", kernel_shape=case.weight.shape[2:], **words)
    assume_output(geometry, case)
    theirs = case.run("onnx", words)
    assert_same(case.upconv(geometry), theirs, (geometry, words))
    same_words = upconv.conv_transpose(
        case.x,
        case.weight,
        case.bias,
        stride=words["strides"],
        padding=padding,
        output_padding=words["output_padding"],
        dilation=words["dilations"],
        groups=case.groups,
    )
    assert_same(same_words, theirs, words)


@settings(max_examples=150, deadline=None)
@given(st.data(), cases(), st.sampled_from(("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")))
def test_output_shape_of_onnx(data: st.DataObject, case: Case, auto_pad: str) -> None:
    frameworks.module("onnxruntime")
    inputs, kernel = case.x.shape[2:], case.weight.shape[2:]
    words = drawn_words(data, case.ndim, strides=(1, 3), dilations=(1, 3))
    words["output_padding"] = tuple(data.draw(st.integers(0, s - 1)) for s in words["strides"])
    words["auto_pad"], words["group"] = auto_pad, case.groups
    full = Geometry(kernel, words["strides"], 0, 0, words["dilations"]).output_size(inputs)
    pairs = zip(full, words["strides"], strict=True)
    words["output_shape"] = tuple(data.draw(st.integers(1, o + s - 1)) for o, s in pairs)
    geometry = from_framework("onnx", kernel_shape=kernel, input_size=inputs, **words)
    theirs = case.run("onnx", words)
    assert_same(case.upconv(geometry), theirs, (geometry, words))
    if auto_pad.startswith("SAME") and not any(words["output_padding"]):
        same_words = upconv.conv_transpose(
            case.x,
            case.weight,
            case.bias,
            stride=words["strides"],
            padding=auto_pad.lower(),
            output_size=words["output_shape"],
            dilation=words["dilations"],
            groups=case.groups,
        )
        assert_same(same_words, theirs, words)


@settings(max_examples=40, deadline=None)
@given(st.data(), cases(groups=1), st.booleans(), st.booleans())
def test_words_of_jax(
    data: st.DataObject, case: Case, transpose_kernel: bool, consistent: bool
) -> None:
    frameworks.module("jax")
    words = drawn_words(data, case.ndim, strides=(1, 3), rhs_dilation=(1, 3))
    pair = st.tuples(st.integers(-1, 4), st.integers(-1, 4))
    words["padding"] = data.draw(
        st.one_of(st.sampled_from(("SAME", "VALID")), st.lists(pair, min_size=3, max_size=3))
    )
    if not isinstance(words["padding"], str):
        words["padding"] = words["padding"][: case.ndim]
    words |= {"transpose_kernel": transpose_kernel, "use_consistent_padding": consistent}
    geometry = from_framework("jax", kernel_size=case.weight.shape[2:], **words)
    assume_output(geometry, case)
    theirs = case.run("jax", words, transpose_kernel=transpose_kernel)
    assert_same(case.upconv(geometry), theirs, (geometry, words))
    weight = framework("jax").weight_to(case.weight, transpose_kernel=transpose_kernel)
    back = framework("jax").weight_from(weight, transpose_kernel=transpose_kernel)
    np.testing.assert_array_equal(back, case.weight)


def test_words_of_tflite_on_the_whole_grid() -> None:
    """Every k 1..5, s 1..4, i 1..9 and output size with the two words, on the second axis."""
    frameworks.module("tensorflow")
    numbers = np.random.default_rng(0)
    operators, expected = [], []
    for k, s, i, word in itertools.product(
        range(1, 6), range(1, 5), range(1, 10), ("SAME", "VALID")
    ):
        case = Case(
            numbers.integers(-4, 5, (1, 2, 2, i)).astype(np.float32),
            numbers.integers(-4, 5, (2, 3, 3, k)).astype(np.float32),
            numbers.integers(-4, 5, 3).astype(np.float32),
            1,
        )
        low = (i - 1) * s + (1 if word == "SAME" else k)
        for o in range(low, low + s):
            size = (4 if word == "SAME" else 5, o)
            words = {"output_shape": size, "strides": (2, s), "padding": word}
            geometry = from_framework("tflite", kernel_size=(3, k), input_size=(2, i), **words)
            assert to_framework("tflite", geometry, input_size=(2, i))["output_shape"] == size
            weight = framework("tflite").weight_to(case.weight)
            operators.append((case.x, weight, size, (2, s), word, case.bias))
            expected.append(case.upconv(geometry))
    assert len(expected) == 900
    results = frameworks.run_tflite_operators(operators)
    for ours, theirs, operator in zip(expected, results, operators, strict=True):
        assert_same(ours, theirs, operator[2:])


# Ordinary convolution, whose weight is (C_out, C_in/groups, *k).


def convolved(case: Case, padding: Any, stride: Any, dilation: Any, last: bool = False) -> Array:
    try:
        y = upconv.conv(
            channels_last(case.x) if last else case.x,
            case.weight,
            case.bias,
            stride=stride,
            padding=padding,
            dilation=dilation,
            groups=case.groups,
            data_format="channels_last" if last else "channels_first",
        )
    except GeometryError:  # the kernel does not fit into the padded input
        assume(False)
        raise
    return channels_first(y) if last else y


def kernel_last(weight: Array) -> Array:
    """Return a weight (C_out, C_in/groups, *k) as (*k, C_in/groups, C_out)."""
    return np.ascontiguousarray(np.moveaxis(weight, (0, 1), (-1, -2)))


@settings(max_examples=100, deadline=None)
@given(st.data(), cases(transposed=False, dtypes=(np.float32, np.float64)))
def test_convolution_of_pytorch(data: st.DataObject, case: Case) -> None:
    torch = frameworks.module("torch")
    words = drawn_words(data, case.ndim, stride=(1, 3), padding=(0, 3), dilation=(1, 3))
    ours = convolved(case, **words)
    tensors = (None if a is None else torch.from_numpy(a) for a in (case.x, case.weight, case.bias))
    operation = getattr(torch.nn.functional, f"conv{case.ndim}d")
    assert_same(ours, operation(*tensors, groups=case.groups, **words).numpy(), words)


@settings(max_examples=80, deadline=None)
@given(
    st.data(),
    cases(transposed=False, dtypes=(np.float32, np.float64)),
    st.booleans(),
    st.sampled_from(("valid", "same")),
)
def test_convolution_of_keras(data: st.DataObject, case: Case, last: bool, padding: str) -> None:
    words = drawn_words(data, case.ndim, strides=(1, 3), dilation_rate=(1, 3))
    if max(words["strides"]) > 1:
        words["dilation_rate"] = (1,) * case.ndim
    ours = convolved(case, padding, words["strides"], words["dilation_rate"], last)
    theirs = frameworks.run_keras(
        case.x,
        kernel_last(case.weight),
        case.bias,
        data_format="channels_last" if last else "channels_first",
        layer="Conv{}D",
        filters=len(case.weight),
        padding=padding,
        groups=case.groups,
        **words,
    )
    assert_same(ours, theirs, words)


@settings(max_examples=80, deadline=None)
@given(
    st.data(),
    cases(groups=1, transposed=False, dtypes=(np.float32, np.float64)),
    st.sampled_from(("VALID", "SAME")),
)
def test_convolution_of_tensorflow(data: st.DataObject, case: Case, padding: str) -> None:
    tf = frameworks.module("tensorflow")
    words = drawn_words(data, case.ndim, strides=(1, 3), dilations=(1, 3))
    if max(words["strides"]) > 1:
        words["dilations"] = (1,) * case.ndim
    if case.ndim == 3 and padding == "SAME":  # the next test tells why
        assume(all(k >= s for k, s in zip(case.weight.shape[2:], words["strides"], strict=True)))
    ours = convolved(case, padding.lower(), words["strides"], words["dilations"])
    x, weight = channels_last(case.x), kernel_last(case.weight)
    theirs = channels_first(tf.nn.convolution(x, weight, padding=padding, **words).numpy())
    assert_same(ours, with_bias(theirs, case.bias), words)


def test_conv3d_of_tensorflow_starts_later_than_its_conv2d() -> None:
    """With "SAME" and k < s, where two or more elements go unused, on the CPU."""
    tf = frameworks.module("tensorflow")
    x, weight = np.arange(1.0, 4.0), np.ones((1, 1, 1, 1, 1))
    flat = tf.nn.conv2d(x.reshape(1, 1, 3, 1), weight[0], (1, 3), "SAME")
    deep = tf.nn.conv3d(x.reshape(1, 1, 1, 3, 1), weight, (1, 1, 1, 3, 1), "SAME")
    ours = upconv.conv(x.reshape(1, 1, 1, 1, 3), weight, stride=(1, 1, 3), padding="same")
    assert [float(np.squeeze(y)) for y in (flat, ours, deep)] == [1.0, 1.0, 2.0]


@settings(max_examples=100, deadline=None)
@given(st.data(), cases(transposed=False), st.sampled_from(("NOTSET", "SAME_UPPER", "SAME_LOWER")))
def test_convolution_of_onnx(data: st.DataObject, case: Case, auto_pad: str) -> None:
    frameworks.module("onnxruntime")
    words = drawn_words(data, case.ndim, strides=(1, 3), dilations=(1, 3))
    padding: Any = auto_pad.lower()
    pads = {}
    if auto_pad != "NOTSET":
        words["dilations"] = (1,) * case.ndim  # ONNX Runtime has no other with the words
    else:
        ends = data.draw(per_axis(0, 3, 2 * case.ndim), "pads")
        padding = tuple(zip(ends[: case.ndim], ends[case.ndim :], strict=True))
        pads = {"pads": ends}
    ours = convolved(case, padding, words["strides"], words["dilations"])
    words |= {"auto_pad": auto_pad, "group": case.groups, **pads}
    theirs = frameworks.run_onnx(case.x, case.weight, case.bias, "Conv", **words)
    assert_same(ours, theirs, words)


@settings(max_examples=30, deadline=None)
@given(st.data(), cases(transposed=False))
def test_convolution_of_jax(data: st.DataObject, case: Case) -> None:
    jax = frameworks.module("jax")
    words = drawn_words(data, case.ndim, window_strides=(1, 3), rhs_dilation=(1, 3))
    pair = st.tuples(st.integers(-1, 3), st.integers(-1, 3))
    padding = data.draw(st.tuples(*[pair] * case.ndim), "padding")
    ours = convolved(case, padding, words["window_strides"], words["rhs_dilation"])
    theirs = jax.lax.conv_general_dilated(
        case.x, case.weight, padding=padding, feature_group_count=case.groups, **words
    )
    assert_same(ours, with_bias(np.asarray(theirs), case.bias), words)


# Flax, Equinox, Haiku, MLX and Paddle: their own words, and both interfaces of Flax.


@pytest.mark.parametrize("api", ["linen", "nnx"])
@pytest.mark.parametrize("transpose_kernel", [False, True])
def test_words_of_flax(api: str, transpose_kernel: bool) -> None:
    frameworks.module("flax")

    @settings(max_examples=6, deadline=None)
    @given(st.data(), cases(groups=1))
    def held(data: st.DataObject, case: Case) -> None:
        words = drawn_words(data, case.ndim, strides=(1, 3), kernel_dilation=(1, 3))
        whole = st.integers(0, 4)
        pair = st.tuples(whole, whole)
        words["padding"] = data.draw(
            st.one_of(
                st.sampled_from(("SAME", "VALID")),
                whole,
                st.lists(st.one_of(pair, whole), min_size=case.ndim, max_size=case.ndim),
            )
        )
        given_padding = words["padding"]
        if isinstance(given_padding, list) and not all(isinstance(p, int) for p in given_padding):
            words["padding"] = [(p, p) if isinstance(p, int) else p for p in given_padding]
        words |= {"transpose_kernel": transpose_kernel, "kernel_size": case.weight.shape[2:]}
        geometry = from_framework("flax", **words)
        assume_output(geometry, case)
        layout = {"transpose_kernel": transpose_kernel}
        weight = framework("flax").weight_to(case.weight, **layout)
        theirs = frameworks.run_flax(case.x, weight, case.bias, api=api, **words)
        assert_same(case.upconv(geometry), theirs, (geometry, words))
        np.testing.assert_array_equal(framework("flax").weight_from(weight, **layout), case.weight)

    held()


def test_words_of_equinox() -> None:
    frameworks.module("equinox")

    @settings(max_examples=12, deadline=None)
    @given(st.data(), cases())
    def held(data: st.DataObject, case: Case) -> None:
        words = drawn_words(data, case.ndim, stride=(1, 3), dilation=(1, 3))
        words["output_padding"] = tuple(data.draw(st.integers(0, s - 1)) for s in words["stride"])
        pair = st.tuples(st.integers(-1, 3), st.integers(-1, 3))
        words["padding"] = data.draw(
            st.one_of(
                st.sampled_from(("SAME", "same", "SAME_LOWER", "VALID")),
                st.integers(0, 3),
                st.lists(st.integers(0, 3), min_size=case.ndim, max_size=case.ndim),
                st.lists(pair, min_size=case.ndim, max_size=case.ndim),
            )
        )
        words |= {"groups": case.groups, "kernel_size": case.weight.shape[2:]}
        geometry = from_framework("equinox", **words)
        assume_output(geometry, case)
        assert_same(case.upconv(geometry), case.run("equinox", words), (geometry, words))
        weight = framework("equinox").weight_to(case.weight, groups=case.groups)
        back = framework("equinox").weight_from(weight, groups=case.groups)
        np.testing.assert_array_equal(back, case.weight)

    held()


def test_words_of_haiku() -> None:
    frameworks.module("haiku")

    @settings(max_examples=8, deadline=None)
    @given(st.data(), cases(groups=1))
    def held(data: st.DataObject, case: Case) -> None:
        words = drawn_words(data, case.ndim, stride=(1, 3))
        words["padding"] = data.draw(st.sampled_from(("SAME", "VALID")))
        if data.draw(st.booleans(), "output shape"):
            size = Geometry(case.weight.shape[2:], words["stride"]).output_size(case.x.shape[2:])
            if words["padding"] == "SAME":
                pairs = zip(case.x.shape[2:], words["stride"], strict=True)
                size = tuple(data.draw(st.integers((i - 1) * s + 1, i * s)) for i, s in pairs)
            words["output_shape"] = size
        words["kernel_shape"] = case.weight.shape[2:]
        geometry = from_framework("haiku", input_size=case.x.shape[2:], **words)
        assert_same(case.upconv(geometry), case.run("haiku", words), (geometry, words))

    held()


def test_words_of_mlx() -> None:
    frameworks.module("mlx.core")

    @settings(max_examples=150, deadline=None)
    @given(st.data(), cases(groups=1))
    def held(data: st.DataObject, case: Case) -> None:
        words = drawn_words(data, case.ndim, stride=(1, 3), dilation=(1, 3), output_padding=(0, 3))
        reach = [d * (k - 1) for d, k in zip(words["dilation"], case.weight.shape[2:], strict=True)]
        words["padding"] = tuple(data.draw(st.integers(0, most)) for most in reach)
        if case.ndim == 1:
            words = {name: value[0] for name, value in words.items()}
        geometry = from_framework("mlx", kernel_size=case.weight.shape[2:], **words)
        assume_output(geometry, case)
        assert_same(case.upconv(geometry), case.run("mlx", words), (geometry, words))

    held()


def test_words_of_paddle() -> None:
    frameworks.module("paddle")

    @settings(max_examples=150, deadline=None)
    @given(st.data(), cases())
    def held(data: st.DataObject, case: Case) -> None:
        words = drawn_words(data, case.ndim, stride=(1, 3), dilation=(1, 3))
        words["output_padding"] = tuple(data.draw(st.integers(0, s - 1)) for s in words["stride"])
        ends = st.integers(0, 3)
        words["padding"] = data.draw(
            st.one_of(
                st.sampled_from(("SAME", "VALID")),
                ends,
                st.lists(ends, min_size=case.ndim, max_size=case.ndim),
                st.lists(ends, min_size=2 * case.ndim, max_size=2 * case.ndim),
            )
        )
        words["groups"] = case.groups
        words = {n: list(v) if isinstance(v, tuple) else v for n, v in words.items()}
        inputs, kernel = case.x.shape[2:], case.weight.shape[2:]
        geometry = from_framework("paddle", kernel_size=kernel, input_size=inputs, **words)
        assume_output(geometry, case)
        assert_same(case.upconv(geometry), case.run("paddle", words), (geometry, words))

    held()
