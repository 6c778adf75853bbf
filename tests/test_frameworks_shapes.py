"""Output sizes held against each framework on a whole grid: k, s, p, a, d and i.

A size is asked of `Geometry` through the framework's own words and of the framework by running it
on one axis. What the framework refuses, upconv must refuse, except where a test says otherwise.
The number of cases is asserted, so that none is skipped silently.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import frameworks
from upconv import Geometry
from upconv.conventions import from_framework
from upconv.errors import GeometryError

KERNELS, STRIDES, DILATIONS, INPUTS = range(1, 6), range(1, 5), range(1, 4), range(1, 10)
LAYERS, SIZES = 510, 4590  # of the grid below; every size is one layer at one i
ONLY_IN_ONNX = "legal in ONNX, refused by ONNX Runtime"


def layers() -> Iterator[tuple[int, int, int, int, int]]:
    """Yield every (k, s, p, a, d) with p < k and a < max(s, d)."""
    for k, s, d in itertools.product(KERNELS, STRIDES, DILATIONS):
        for p, a in itertools.product(range(k), range(max(s, d))):
            yield k, s, p, a, d


def size(geometry: Geometry, i: int) -> int:
    """Return the output size, 0 where upconv refuses it as empty."""
    try:
        return geometry.output_size(i)[0]
    except GeometryError:
        return 0


def test_grid_is_whole() -> None:
    assert len(list(layers())) == LAYERS
    assert LAYERS * len(INPUTS) == SIZES


def test_pytorch() -> None:
    torch = frameworks.module("torch")
    inputs = {i: torch.zeros(1, 1, i) for i in INPUTS}
    counts: Counter[str] = Counter()
    for k, s, p, a, d in layers():
        words = {"stride": s, "padding": p, "output_padding": a, "dilation": d}
        geometry = from_framework("torch", kernel_size=k, **words)
        weight = torch.zeros(1, 1, k)
        for i, x in inputs.items():
            o = size(geometry, i)
            if o:
                y = torch.nn.functional.conv_transpose1d(x, weight, **words)
                assert y.shape[2] == o, (k, words, i)
            else:
                with pytest.raises(RuntimeError, match="Output size is too small"):
                    torch.nn.functional.conv_transpose1d(x, weight, **words)
            counts["equal" if o else "empty"] += 1
    assert counts == {"equal": 4538, "empty": 52}


def test_keras() -> None:
    keras = frameworks.module("keras")
    inputs = {i: keras.ops.zeros((1, i, 1)) for i in INPUTS}
    kernels = {k: keras.ops.zeros((k, 1, 1)) for k in KERNELS}
    counts: Counter[str] = Counter()
    for k, s, d, padding in itertools.product(KERNELS, STRIDES, DILATIONS, ("valid", "same")):
        for a in (None, *range(s)):
            words = {"strides": s, "padding": padding, "output_padding": a, "dilation_rate": d}
            geometry = from_framework("keras", kernel_size=k, **words)
            for i, x in inputs.items():
                y = keras.ops.conv_transpose(x, kernels[k], **words)
                assert y.shape[1] == size(geometry, i), (k, words, i)
                counts["equal"] += 1
            counts["layers"] += _keras_layer_agrees(k, words, geometry)
    assert counts == {"equal": 3780, "layers": 180}


def _keras_layer_agrees(k: int, words: dict[str, Any], geometry: Geometry) -> bool:
    """Compare the sizes that a layer foretells; layers refuse strides with dilation."""
    keras = frameworks.module("keras")
    if words["strides"] > 1 and words["dilation_rate"] > 1:
        with pytest.raises(ValueError, match="not supported in conjunction"):
            keras.layers.Conv1DTranspose(1, k, **words)
        return False
    layer = keras.layers.Conv1DTranspose(1, k, **words)
    for i in INPUTS:
        assert max(layer.compute_output_shape((1, i, 1))[1], 0) == size(geometry, i)
    return True


@pytest.mark.parametrize("padding", ["SAME", "VALID"])
def test_tensorflow_accepts_exactly_the_sizes_that_upconv_reaches(padding: str) -> None:
    tf = frameworks.module("tensorflow")
    counts: Counter[bool] = Counter()
    for k, s, i in itertools.product(KERNELS, STRIDES, INPUTS):
        x, weight = tf.zeros((1, i, 1)), tf.zeros((k, 1, 1))
        full = (i - 1) * s + k
        reached = {*range((i - 1) * s, i * s + 2), *range(full - 1, full + s + 1)} - {0}
        for o in sorted(reached):
            try:
                y = tf.nn.conv1d_transpose(x, weight, (1, o, 1), s, padding)
            except tf.errors.InvalidArgumentError:
                theirs = 0
            else:
                theirs = y.shape[1]
            assert _reached("tensorflow", k, o, s, padding, i) == theirs, (k, s, i, o)
            counts[theirs > 0] += 1
    assert counts == {True: 450, False: 691}


def _reached(name: str, k: int, o: int, s: int, padding: Any, i: int) -> int:
    words = {"kernel_size": k, "output_shape": o, "strides": s, "padding": padding}
    try:
        return from_framework(name, input_size=i, **words).output_size(i)[0]
    except GeometryError:
        return 0


def test_tensorflow_explicit_padding() -> None:
    tf = frameworks.module("tensorflow")
    counts: Counter[bool] = Counter()
    for k, s, i in itertools.product(KERNELS, STRIDES, (1, 2, 5, 9)):
        x, weight = tf.zeros((1, i, 1, 1)), tf.zeros((k, 1, 1, 1))
        for begin, end in itertools.product(range(k), repeat=2):
            pads = [[0, 0], [begin, end], [0, 0], [0, 0]]
            low = (i - 1) * s + k - begin - end
            for o in {low - 1, low, low + s - 1, low + s}:
                if o < 1:
                    continue
                words = {"output_shape": (o, 1), "strides": (s, 1), "padding": pads}
                try:
                    y = tf.nn.conv2d_transpose(x, weight, (1, o, 1, 1), (s, 1), pads)
                except tf.errors.InvalidArgumentError:
                    with pytest.raises(GeometryError):
                        from_framework("tensorflow", kernel_size=(k, 1), input_size=(i, 1), **words)
                    counts[False] += 1
                else:
                    geometry = from_framework(
                        "tensorflow", kernel_size=(k, 1), input_size=(i, 1), **words
                    )
                    assert geometry.output_size((i, 1)) == tuple(y.shape[1:3])
                    counts[True] += 1
    assert counts == {True: 1429, False: 1565}


@pytest.mark.parametrize("consistent", [False, True])
def test_jax_pairs(consistent: bool) -> None:
    counts: Counter[str] = Counter()
    for k, s, p, a, d in layers():
        extent = d * (k - 1) + 1
        pair = (p, p - a) if consistent else (extent - 1 - p, extent - 1 - p + a)
        for sizes in _threes():
            counts.update(_jax_agrees(k, s, [pair] * 3, d, sizes, consistent))
    assert counts == {"equal": 4538, "empty": 52}


@pytest.mark.parametrize("word", ["SAME", "VALID"])
def test_jax_words(word: str) -> None:
    counts: Counter[str] = Counter()
    for k, s, d, sizes in itertools.product(KERNELS, STRIDES, DILATIONS, _threes()):
        counts.update(_jax_agrees(k, s, word, d, sizes, False))
    assert counts == {"equal": 540}


def _threes() -> list[tuple[int, int, int]]:
    """Return the input sizes three at a time, one per axis of a layer on 3 axes."""
    return list(zip(INPUTS[0::3], INPUTS[1::3], INPUTS[2::3], strict=True))


def _jax_agrees(
    k: int, s: int, padding: Any, d: int, sizes: tuple[int, int, int], consistent: bool
) -> list[str]:
    jax = frameworks.module("jax")
    words = {"strides": (s,) * 3, "padding": padding, "rhs_dilation": (d,) * 3}
    words["use_consistent_padding"] = consistent
    x, weight = (jax.ShapeDtypeStruct(n, np.float32) for n in ((1, *sizes, 1), (k, k, k, 1, 1)))
    y = jax.eval_shape(lambda x, weight: jax.lax.conv_transpose(x, weight, **words), x, weight)
    geometry = from_framework("jax", kernel_size=(k,) * 3, **words)
    one = [Geometry(k, s, (geometry.crop[n],), 0, d) for n in range(3)]
    expected = [size(layer, i) for layer, i in zip(one, sizes, strict=True)]
    assert list(y.shape[1:4]) == expected, (k, words, sizes)
    return ["equal" if o else "empty" for o in expected]


def _onnx_size(session: Any, k: int, i: int) -> int:
    """Return the size that ONNX Runtime gives, 0 where it refuses."""
    from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument

    feed = {"x": np.zeros((1, 1, i), np.float32), "w": np.zeros((1, 1, k), np.float32)}
    try:
        return session.run(None, feed)[0].shape[2]
    except InvalidArgument:
        return 0


def _onnx_sizes(k: int, words: dict[str, Any]) -> dict[int, int]:
    session = frameworks.onnx_session(
        [("ConvTranspose", ["x", "w"], {"kernel_shape": [k], **words})], {"x": 3, "w": 3}
    )
    return {i: _onnx_size(session, k, i) for i in INPUTS}


def test_onnx_pads() -> None:
    counts: Counter[str] = Counter()
    for k, s, p, a, d in layers():
        words = {"strides": [s], "pads": [p, p], "output_padding": [a], "dilations": [d]}
        geometry = from_framework("onnx", kernel_shape=[k], **words)
        for i, theirs in _onnx_sizes(k, words).items():
            counts[_compared(size(geometry, i), theirs, runs=a < s)] += 1
    assert counts == {"equal": 3998, "empty": 52, ONLY_IN_ONNX: 540}


@pytest.mark.parametrize("auto_pad", ["SAME_UPPER", "SAME_LOWER", "VALID"])
def test_onnx_auto_pad(auto_pad: str) -> None:
    counts: Counter[str] = Counter()
    for k, s, d in itertools.product(KERNELS, STRIDES, DILATIONS):
        for a in range(max(s, d)):
            words: dict[str, Any] = {"strides": [s], "output_padding": [a], "dilations": [d]}
            geometry = from_framework("onnx", kernel_shape=[k], auto_pad=auto_pad, **words)
            for i, theirs in _onnx_sizes(k, words | {"auto_pad": auto_pad}).items():
                counts[_compared(size(geometry, i), theirs, runs=a < s)] += 1
    assert counts == {"equal": 1350, ONLY_IN_ONNX: 180}


@pytest.mark.parametrize("auto_pad", ["NOTSET", "SAME_UPPER", "SAME_LOWER"])
def test_onnx_output_shape(auto_pad: str) -> None:
    counts: Counter[str] = Counter()
    for k, s, d in itertools.product(KERNELS, STRIDES, DILATIONS):
        for o in (1, 2, 5, 8, 13, 24, 40):
            words = {"strides": [s], "dilations": [d], "output_shape": [o], "auto_pad": auto_pad}
            for i, theirs in _onnx_sizes(k, words).items():
                added = o - (i - 1) * s - d * (k - 1) - 1
                ours = 0
                if added < max(s, d):
                    geometry = from_framework("onnx", kernel_shape=[k], input_size=i, **words)
                    ours = size(geometry, i)
                else:
                    with pytest.raises(GeometryError):
                        from_framework("onnx", kernel_shape=[k], input_size=i, **words)
                counts[_compared(ours, theirs, runs=added < s)] += 1
    assert counts == {"equal": 2474, "empty": 1276, ONLY_IN_ONNX: 30}


def _compared(ours: int, theirs: int, runs: bool) -> str:
    """Compare two sizes; ONNX Runtime does not run what adds s rows or more, ONNX allows it."""
    if ours and not runs:
        assert not theirs
        return ONLY_IN_ONNX
    assert ours == theirs
    return "equal" if ours else "empty"
