"""The executor: memory is written over only where nobody reads it, constants are kept."""

import numpy as np
import pytest

from graphs import DTYPE, FLIP, NEGATIVE, NOISE, Builder
from upconv.graph import constants, lifetimes, numpy_maker
from upconv.graph.executor import Executor
from upconv.graph.operations import Activation, Add, Foreign

RELU = Activation("relu", 0.0)


def ones(*shape):
    return np.ones(shape, DTYPE)


def over(build, node, *outputs):
    return lifetimes.endings(build.graph(*outputs))[node].over


def test_a_result_is_written_over_memory_that_nobody_reads_any_more():
    build = Builder()
    x = build.argument(ones(3))
    y = build.add(NEGATIVE, x)
    z = build.add(RELU, y)
    assert over(build, z, z) == 0
    assert over(build, y, z) is None  # the argument is the caller's


def test_what_is_returned_or_read_later_is_not_written_over():
    build = Builder()
    x = build.argument(ones(3))
    y = build.add(NEGATIVE, x)
    z = build.add(RELU, y)
    w = build.add(Add(), z, y)
    assert over(build, z, w) is None
    assert over(build, w, w) == 0
    assert over(build, w, w, z) == 1


def test_a_view_keeps_its_memory():
    build = Builder()
    x = build.argument(ones(3))
    y = build.add(NEGATIVE, x)
    view = build.add(FLIP, y)
    z = build.add(RELU, y)
    w = build.add(Add(), z, view)
    assert over(build, z, w) is None
    # z is memory of its own; the view is not, but nobody reads y any more.
    assert over(build, w, w) == 0


def test_an_operand_is_not_written_over_if_the_other_is_a_view_of_it():
    build = Builder()
    x = build.argument(np.arange(3.0))
    y = build.add(NEGATIVE, x)
    z = build.add(Add(), y, build.add(FLIP, y))
    assert over(build, z, z) is None
    (found,) = Executor(build.graph(z), numpy_maker).run(tuple(build.arguments))
    np.testing.assert_array_equal(found, [-2, -2, -2])


def test_memory_of_another_shape_is_not_written_over():
    build = Builder()
    small = build.add(NEGATIVE, build.argument(ones(1, 3)))
    large = build.add(NEGATIVE, build.argument(ones(2, 3)))
    z = build.add(Add(), small, large)
    assert over(build, z, z) == 1


def test_values_are_freed_when_nobody_reads_them_any_more():
    build = Builder()
    x = build.argument(ones(3))
    y = build.add(NEGATIVE, x)
    z = build.add(FLIP, y)
    w = build.add(FLIP, z)
    free = {node: ending.free for node, ending in lifetimes.endings(build.graph(w)).items()}
    assert free == {x: (), y: (x,), z: (y,), w: (z,)}


class Counted:
    """A watch that says what it was told."""

    same = True

    def __init__(self, _, gone):
        self.gone = gone

    def unchanged(self, _):
        return Counted.same


class Maker:
    watch = Counted
    step = staticmethod(numpy_maker.step)


@pytest.fixture
def counted():
    """A graph of a constant and an argument, and how often the constant was computed."""
    calls = []

    def twice(value):
        calls.append(value)
        return 2 * value

    build = Builder()
    x = build.argument(ones(3))
    weight = build.argument(ones(3), state=True)
    y = build.add(Add(), x, build.add(Foreign("twice", twice, fresh=True), weight))
    calls.clear()
    Counted.same = True
    return build, Executor(build.graph(y), Maker), calls


def test_constants_are_computed_once_for_each_set_of_weights(counted):
    build, executor, calls = counted
    x, weight = build.arguments
    for _ in range(3):
        np.testing.assert_array_equal(executor.run((x, weight))[0], [3, 3, 3])
    assert len(calls) == 1
    other = ones(3) * 5
    for _ in range(2):  # two models that run the same graph, in turn
        np.testing.assert_array_equal(executor.run((x, other))[0], [11, 11, 11])
        np.testing.assert_array_equal(executor.run((x, weight))[0], [3, 3, 3])
    assert len(calls) == 2


def test_constants_are_computed_again_when_a_weight_changes(counted):
    build, executor, calls = counted
    executor.run(tuple(build.arguments))
    Counted.same = False
    build.arguments[1][...] = 2
    np.testing.assert_array_equal(executor.run(tuple(build.arguments))[0], [5, 5, 5])
    assert len(calls) == 2


def test_what_may_share_memory_with_a_result_is_not_constant():
    build = Builder()
    weight = build.argument(ones(3), state=True)
    view = build.add(FLIP, build.add(NEGATIVE, weight))
    kept = build.add(NEGATIVE, build.add(NEGATIVE, weight))
    y = build.add(Add(), build.argument(ones(3)), kept)
    found = {node for group in constants.groups(build.graph(view, y)) for node in group.nodes}
    assert found == {kept, kept.inputs[0]}


def test_effects_are_not_constant():
    build = Builder()
    noise = build.add(NOISE, build.argument(ones(3), state=True))
    assert not constants.is_constant(noise)
    assert constants.groups(build.graph(build.add(NEGATIVE, noise))) == ()


def test_a_list_of_arguments_is_emptied():
    build = Builder()
    y = build.add(NEGATIVE, build.argument(ones(3)))
    arguments = list(build.arguments)
    Executor(build.graph(y), numpy_maker).run(arguments)
    assert arguments == []


def test_an_error_names_the_operation_and_its_layer():
    def broken(value):
        raise ValueError(value.shape)

    build = Builder()
    y = build.add(NEGATIVE, build.argument(ones(3)))
    node = type(y)(Foreign("broken", broken), (y,), None, "decoder.up")
    build.nodes.append(node)
    with pytest.raises(ValueError, match="3") as caught:
        Executor(build.graph(node), numpy_maker).run(tuple(build.arguments))
    assert caught.value.__notes__ == ["In upconv's graph: broken, of decoder.up."]
