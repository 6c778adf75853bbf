"""Packed weights that are kept: used again while the caller's version stands, never after it."""

import gc
import threading
import weakref

import numpy as np
import pytest

import upconv
from upconv import ops
from upconv.engine.calls import packed_weight
from upconv.engine.calls.executable import Executable
from upconv.engine.calls.packed_weight import PackedWeight, Versioned

pytest.importorskip("upconv.engine.generated")

pytestmark = pytest.mark.numeric


def integers(draw, *shape):
    return draw.integers(-4, 5, shape).astype(np.float32)


@pytest.fixture
def draw():
    return np.random.default_rng(0)


@pytest.fixture
def packings(monkeypatch):
    """Return the list of the weights that were packed."""
    made = []
    pack = Executable.pack

    def counted(prepared, weight):
        made.append(weight)
        return pack(prepared, weight)

    monkeypatch.setattr(Executable, "pack", counted)
    return made


@pytest.mark.parametrize("operation", [upconv.conv_transpose, upconv.conv])
def test_a_kept_weight_is_packed_once_and_gives_the_same_bits(operation, draw, packings):
    x, weight = draw.standard_normal((2, 2, 6, 9, 7), np.float32)[0], integers(draw, 6, 6, 3, 2)
    expected = operation(x, weight, stride=2)
    fixed = PackedWeight(weight)
    packings.clear()
    for _ in range(3):
        assert operation(x, fixed, stride=2).tobytes() == expected.tobytes()
    assert len(packings) == 1


def test_both_directions_of_the_input_keep_their_own_copy(draw, packings):
    x, weight = integers(draw, 2, 5, 6, 7), integers(draw, 5, 4, 3, 3)
    grad = integers(draw, 2, 4, 13, 15)
    fixed = PackedWeight(weight)
    for _ in range(2):
        ops.conv_transpose(x, fixed, stride=2)
        found = ops.conv_transpose_backward(grad, x, fixed, stride=2)
    assert len(packings) == 2
    for got, expected in zip(
        found, ops.conv_transpose_backward(grad, x, weight, stride=2), strict=True
    ):
        np.testing.assert_array_equal(got, expected)


def test_another_version_is_another_weight(draw):
    x, weight = integers(draw, 2, 5, 6), integers(draw, 5, 4, 3)
    versioned = Versioned()
    for version in range(3):
        weight += 1
        found = upconv.conv_transpose(x, versioned.at(weight, version))
        np.testing.assert_array_equal(found, upconv.conv_transpose(x, weight))


def test_the_same_version_is_the_same_weight_and_other_memory_is_not(draw):
    weight = integers(draw, 5, 4, 3)
    versioned = Versioned()
    first = versioned.at(weight, 7)
    assert versioned.at(weight[:], 7) is first
    assert versioned.at(weight.copy(), 7) is not first
    assert versioned.at(weight, 7) is not first  # what was let go does not come back
    other = versioned.at(weight[:, :2], 7)
    assert other.array.shape == (5, 2, 3)


def test_copies_go_with_the_version(draw):
    x, weight = integers(draw, 2, 5, 6), integers(draw, 5, 4, 3)
    versioned = Versioned()
    upconv.conv_transpose(x, versioned.at(weight, 0))
    alive = weakref.ref(versioned.at(weight, 0))
    versioned.at(weight, 1)
    gc.collect()
    assert alive() is None
    alive = weakref.ref(versioned.at(weight, 1))
    versioned.forget()
    gc.collect()
    assert alive() is None


def test_no_more_copies_than_said(draw):
    fixed = PackedWeight(integers(draw, 5, 4, 3))
    for number in range(3 * packed_weight.MOST):
        assert fixed.packed(number, lambda number=number: np.full(3, number))[0] == number
    assert len(fixed._copies) == packed_weight.MOST


def test_threads_share_one_copy(draw):
    x, weight = integers(draw, 2, 16, 12, 11), integers(draw, 16, 8, 3, 3)
    expected, fixed = upconv.conv_transpose(x, weight), PackedWeight(weight)
    start, found = threading.Barrier(4), []

    def run():
        start.wait()
        found.extend(upconv.conv_transpose(x, fixed) for _ in range(5))

    workers = [threading.Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 20
    assert all(result.tobytes() == expected.tobytes() for result in found)
    assert len(fixed._copies) == 1


def test_a_kept_weight_is_an_array_to_numpy(draw):
    weight = integers(draw, 5, 4, 3)
    fixed = PackedWeight(weight)
    assert np.asarray(fixed) is weight or np.shares_memory(np.asarray(fixed), weight)
    assert np.asarray(fixed, np.float64).dtype == np.float64
