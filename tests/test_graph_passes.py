"""Passes over drawn graphs: each alone and all together compute what the graph did before."""

import numpy as np
import pytest
from hypothesis import given, settings

from graphs import DTYPE, NEGATIVE, Builder, drawn, plainly
from upconv.graph import numpy_maker
from upconv.graph.executor import Executor
from upconv.graph.nodes import Graph
from upconv.graph.operations import (
    Activation,
    BatchNorm,
    Concatenate,
    Convolution,
    MaxPool,
    Pack,
    Resize,
    ZeroPad,
)
from upconv.graph.passes import PASSES, optimized
from upconv.layer import Words


def close(found, expected):
    """Whether results are equal but for rounding."""
    for one, other in zip(found, expected, strict=True):
        assert one.shape == other.shape
        most = np.abs(other[np.isfinite(other)]).max(initial=1)
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-11 * most)


@pytest.mark.parametrize("name", PASSES)
@settings(max_examples=25, deadline=None)
@given(case=drawn())
def test_a_pass_changes_no_result(name, case):
    build, graph = case
    with np.errstate(all="ignore"):
        expected = plainly(graph, build.arguments)
        close(plainly(PASSES[name](graph), build.arguments), expected)


@settings(max_examples=60, deadline=None)
@given(case=drawn(steps=12))
def test_all_passes_and_the_executor_change_no_result_and_no_argument(case):
    build, graph = case
    before = [argument.copy() for argument in build.arguments]
    with np.errstate(all="ignore"):
        expected = plainly(graph, build.arguments)
        executor = Executor(optimized(graph), numpy_maker)
        for _ in range(2):
            close(executor.run(tuple(build.arguments)), expected)
    for one, other in zip(build.arguments, before, strict=True):
        np.testing.assert_array_equal(one, other)


def _layer(*after, state=True, transposed=False, groups=1, stride=1, padding=1, before=()):
    """A convolution of 2-D images, with what comes before and after it."""
    rng = np.random.default_rng(0)
    build = Builder()
    x = build.argument(rng.normal(size=(2, 4, 5, 6)))
    for operation in before:
        x = build.add(operation, x)
    shape = (4, 6 // groups, 3, 3) if transposed else (6, 4 // groups, 3, 3)
    weight = build.argument(rng.normal(size=shape), state=state)
    words = Words(transposed, None, (stride,) * 2, ((padding,) * 2,) * 2, (1, 1), groups)
    y = build.add(Convolution(words), x, weight)
    for operation in after:
        others = []
        if isinstance(operation, BatchNorm):
            others = [build.argument(rng.uniform(1, 2, 6), state=state) for _ in range(4)]
        y = build.add(operation, y, *others)
    return build, build.graph(y)


NORM = BatchNorm(1e-5, scale=True, shift=True)


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("groups", [1, 2])
def test_normalisation_and_activation_become_part_of_the_layer(transposed, groups):
    build, graph = _layer(NORM, Activation("relu", 0.0), transposed=transposed, groups=groups)
    done = optimized(graph)
    assert done.count(BatchNorm) == done.count(Activation) == 0
    assert done.count(Convolution) == done.count(Pack) == 1
    close(Executor(done, numpy_maker).run(tuple(build.arguments)), plainly(graph, build.arguments))


def test_weights_that_are_arguments_of_the_call_are_not_folded_nor_packed():
    _, graph = _layer(NORM, state=False)
    done = optimized(graph)
    assert done.count(BatchNorm) == 1
    assert done.count(Pack) == 0


def test_what_somebody_else_reads_is_not_absorbed():
    _, graph = _layer(Activation("relu", 0.0))
    (relu,) = graph.outputs
    (layer,) = relu.inputs
    done = optimized(Graph(graph.nodes, (relu, layer)))
    assert done.count(Activation) == done.count(Convolution) == 1


def test_an_activation_after_an_activation_stays():
    _, graph = _layer(Activation("relu", 0.0), Activation("tanh", 0.0))
    done = optimized(graph)
    (last,) = done.outputs
    assert last.operation == Activation("tanh", 0.0)
    assert last.inputs[0].operation.words.activation == "relu"


@pytest.mark.parametrize("transposed", [False, True])
def test_zero_padding_becomes_that_of_the_layer(transposed):
    pad = ZeroPad(((1, 0), (2, 1)))
    build, graph = _layer(before=[pad], transposed=transposed, stride=2, padding=1)
    done = optimized(graph)
    assert done.count(ZeroPad) == 0
    words = done.outputs[0].operation.words
    assert words.padding == (((-1, 1), (-3, -1)) if transposed else ((2, 1), (3, 2)))
    close(plainly(done, build.arguments), plainly(graph, build.arguments))


def test_a_nearest_resize_and_a_convolution_become_a_transposed_one():
    build, graph = _layer(NORM, before=[Resize((2, 4))], groups=2)
    done = optimized(graph)
    assert done.count(Resize) == 0
    words = done.outputs[0].operation.words
    assert (words.transposed, words.stride, words.groups) == (True, (2, 4), 2)
    close(plainly(done, build.arguments), plainly(graph, build.arguments))


def test_a_resize_is_written_where_it_is_concatenated():
    build = Builder()
    x, y = (build.argument(np.random.default_rng(n).normal(size=(2, 1, 3, 4))) for n in (0, 1))
    small = build.add(MaxPool((1, 2), (1, 2), (0, 0)), y)
    z = build.add(Concatenate(1), x, build.add(Resize((1, 2)), small), x)
    graph = build.graph(z)
    done = optimized(graph)
    assert done.count(Resize) == 0
    assert done.outputs[0].operation.resized == (None, (1, 2), None)
    close(Executor(done, numpy_maker).run(tuple(build.arguments)), plainly(graph, build.arguments))


def test_a_resize_before_a_strided_convolution_or_one_tap_stays():
    for arguments in ({"stride": 2}, {"state": False}):
        _, graph = _layer(before=[Resize((2, 2))], **arguments)
        assert optimized(graph).count(Resize) == 1


def test_a_pass_that_is_left_out_does_nothing():
    _, graph = _layer(NORM, Activation("relu", 0.0))
    done = optimized(graph, without=("fold_batch_norm", "keep_weights"))
    assert done.count(BatchNorm) == done.count(Activation) == 1
    assert done.count(Pack) == 0
    assert optimized(graph, without=tuple(PASSES)) is graph


def test_what_nobody_reads_is_removed_unless_it_has_an_effect():
    build = Builder()
    x = build.argument(np.ones(3, DTYPE))
    calls = []
    build.add(NEGATIVE, x)
    effect = build.add(type(NEGATIVE)("count", calls.append, effect=True), x)
    done = optimized(build.graph(x))
    assert effect in done.nodes
    assert len(done.nodes) == 2
    Executor(done, numpy_maker).run(tuple(build.arguments))
    assert len(calls) == 2  # one of them when it was built
