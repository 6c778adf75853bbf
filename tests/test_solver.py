"""`Geometry.solve` and `solve_chain`: what they find, what bounds them, sizes that shrink."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import per_axis
from upconv import Geometry, solver
from upconv.axis import Axis
from upconv.errors import ArgumentError


def test_the_plainest_layer_comes_first():
    first, second = Geometry.solve(7, 28, limit=2)
    assert (first.kernel_size, first.stride) == ((4,), (4,))
    assert (second.kernel_size, second.stride, second.crop) == ((8,), (4,), ((2, 2),))


def test_what_is_given_is_not_searched():
    found = Geometry.solve((7, 5), (14, 10), kernel_size=3, stride=2, padding=1, limit=5)
    assert [layer.output_padding for layer in found] == [(1, 1)]
    assert found.searched == "Searched: combinations of the 12 simplest layers of each axis"


def test_padding_may_be_a_word_or_pairs():
    for layer in Geometry.solve(7, 14, padding="same"):
        assert layer.padding == "same"
    (found,) = Geometry.solve(7, 14, kernel_size=5, stride=2, padding=((1, 2),))
    assert (found.padding, found.output_padding) == (((1, 2),), (0,))


def test_axes_that_need_different_layers_are_mixed():
    for layer in Geometry.solve((4, 4), (8, 12), limit=5):
        assert layer.output_size((4, 4)) == (8, 12)


def test_nothing_that_fits_is_an_empty_list():
    found = Geometry.solve(4, 9, stride=2, kernel_size=2, padding=1, output_padding=0)
    assert (found, found.searched, found.instead) == ([], "", "")


@pytest.mark.parametrize(
    ("k", "s", "p", "a"), [(4, 4, 0, 0), (4, 2, 1, 0), (5, 2, 4, 1), (3, 3, 0, 2)]
)
def test_a_fixed_output_padding_leaves_every_padding(k, s, p, a):
    """From none to all but one element of the kernel."""
    size = Geometry(k, s, p, a).output_size(9)[0]
    found = Geometry.solve(9, size, kernel_size=k, stride=s, output_padding=a)
    assert Geometry(k, s, p, a) in found


@settings(max_examples=60)
@given(per_axis(2, 1, 9), per_axis(2, 1, 30), st.sampled_from([None, "same", "valid", 1]))
def test_every_solution_solves(inputs, outputs, padding):
    for layer in Geometry.solve(inputs, outputs, padding=padding, limit=8):
        assert layer.output_size(inputs) == outputs


@settings(max_examples=25)
@given(st.integers(1, 40), st.integers(1, 300))
def test_k_equal_to_s_and_to_twice_s_are_always_there(i, s):
    found = {
        (layer.kernel_size[0], layer.stride[0]) for layer in Geometry.solve(i, i * s, limit=1000)
    }
    assert {(s, s), (2 * s, s)} <= found
    assert any(k == i * s for k, _ in found)


def test_a_crop_that_is_not_symmetric_is_that_of_same():
    (layer,) = Geometry.solve(16, 16, kernel_size=4, stride=1)
    assert layer.crop == Geometry(4, padding="same").crop == ((1, 2),)


@settings(max_examples=20)
@given(st.integers(2, 12), st.integers(1, solver.STRIDES_PER_KERNEL - 4))
def test_every_layer_of_a_small_grid_is_found(i, o):
    """Against plain loops: each kernel to 5, stride, symmetric padding and output padding."""
    found = set(Geometry.solve(i, o, largest_kernel=5, limit=10**6))
    for k in range(1, 6):
        for s in range(1, o + 1):
            full = Axis(k, s, 1, 0, 0).output_size(i)
            for p in range(k):
                if 0 <= o - full + 2 * p < s:
                    assert Geometry(k, s, p, o - full + 2 * p) in found


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((7, 2 * 10**9), {}),
        ((1, 10**18), {}),
        ((10**9, 10**18), {}),
        ((7, 2**62), {"kernel_size": 10**9}),
        ((7, 2**62), {"kernel_size": 10**12, "padding": 10**6}),
        ((7, 10**18), {"kernel_size": 10**9, "stride": 10**15}),
        ((7, 10**18), {"dilation": None}),
        ((7, 10**18), {"dilation": 10**12}),
        ((7, 10**18), {"output_padding": 10**9}),
    ],
)
def test_sizes_that_were_typed_cost_nothing(sizes, words):
    for layer in Geometry.solve(*sizes, **words):
        assert layer.output_size(sizes[0]) == (sizes[1],)


def test_a_fixed_padding_finds_its_stride_however_large():
    (found,) = Geometry.solve(3, 2 * 10**9 + 11, kernel_size=11, padding=0, output_padding=0)
    assert found.stride == (10**9,)


def test_what_bounded_the_search_is_said():
    assert Geometry.solve(7, 28).searched == (
        "Searched: kernel sizes 1 to 8, and k = s, k = 2·s and k = o; for each, the 32 strides "
        "nearest to o/i"
    )
    assert Geometry.solve(7, 28, kernel_size=4, stride=4, dilation=None).searched == (
        "Searched: dilations 1 to 3"
    )
    assert Geometry.solve_chain(7, 28).searched == (
        "Searched: intermediate sizes that grow by about equal factors; the 4 simplest layers of "
        "each step"
    )


# Several layers.


def test_7_to_28_is_two_layers_of_stride_2():
    for chain in Geometry.solve_chain(7, 28, limit=4):
        assert [layer.stride for layer in chain] == [(2,), (2,)]
        assert chain[0].output_size(7) == (14,)
    assert Geometry.solve_chain(7, 28, kernel_size=4)[0] == (Geometry(4, 2, 1),) * 2


@settings(max_examples=50)
@given(per_axis(2, 1, 9), per_axis(2, 1, 40), st.integers(1, 3))
def test_every_chain_leads_there(inputs, outputs, count):
    for chain in Geometry.solve_chain(inputs, outputs, count, limit=5):
        assert len(chain) == count
        sizes = inputs
        for layer in chain:
            sizes = layer.output_size(sizes)
        assert sizes == outputs


def test_sizes_between_layers_grow():
    for chain in Geometry.solve_chain(4, 28, 3):
        sizes = [4]
        for layer in chain:
            sizes += layer.output_size(sizes[-1])
        assert sizes == sorted(set(sizes))


def test_axes_that_differ_take_their_own_steps():
    first = Geometry.solve_chain((7, 7), (28, 56))[0]
    assert [layer.stride for layer in first] == [(2, 2), (2, 4)]


def test_a_chain_of_one_is_what_solve_finds():
    assert [chain[0] for chain in Geometry.solve_chain(7, 28, 1, limit=4)] == Geometry.solve(
        7, 28, limit=4
    )


def test_chains_of_huge_sizes_end():
    for chain in Geometry.solve_chain(7, 2 * 10**9, 3, limit=2):
        assert len(chain) == 3
    with pytest.raises(ArgumentError, match=re.escape("must be below 2^63")):
        Geometry.solve_chain(7, 10**400)


# Sizes that shrink.


@given(per_axis(2, 1, 60), per_axis(2, 1, 60))
def test_the_convolution_that_is_named_fits_and_uses_every_element(inputs, outputs):
    outputs = tuple(map(min, inputs, outputs))
    for i, o in zip(inputs, outputs, strict=True):
        kernel, stride, padding = solver.convolution_for(i, o)
        assert Axis(kernel, stride, 1, padding, padding).convolution_size(i) == o
        assert kernel >= stride or i == o


@pytest.mark.parametrize(
    ("inputs", "outputs", "text"),
    [
        (28, 7, "Use a convolution: kernel size 4, stride 4, padding 0"),
        (28, 14, "Use a convolution: kernel size 2, stride 2, padding 0"),
        (27, 14, "Use a convolution: kernel size 3, stride 2, padding 1"),
        (10, 7, "Use a convolution: kernel size 4, stride 1, padding 0"),
        (
            (28, 27),
            (14, 14),
            "Use a convolution: kernel size (2, 3), stride 2, padding (0, 1)",
        ),
        (7, 7, ""),
        ((7, 28), (14, 14), ""),
    ],
)
def test_sizes_that_shrink_are_what_a_convolution_is_for(inputs, outputs, text):
    assert Geometry.solve(inputs, outputs).instead == text
    assert Geometry.solve_chain(inputs, outputs).instead == text


def test_axes_that_are_alike_try_as_many_ways_as_one():
    one = list(solver._joint_paths((4,), (400,), 3))
    assert len(one) == solver.PATHS
    alike = list(solver._joint_paths((4, 4), (400, 400), 3))
    assert [path[0] for path in alike] == [(size[0],) * 2 for size, _ in one]
    apart = list(solver._joint_paths((4, 5), (400, 500), 3))
    assert len(apart) == solver.PATHS_PER_AXIS**2


def test_kernels_about_o_over_i_are_tried_wherever_they_lie():
    few = set(range(1, 12))
    assert set(solver._kernels(3, 100, None, 11)) == few | {33, 34, 66, 68, 100}
    assert set(solver._kernels(3, 100, 40, 11)) == few | {40, 80, 100}
