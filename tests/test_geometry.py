"""Sizes, phases, overlap and the solver, held against what the reference really computes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import Layer, layers
from upconv import Geometry, reference
from upconv.axis import Axis, convolution_axes, crop_of_word
from upconv.errors import ArgumentError, ArgumentTypeError, GeometryError


def geometry_of(layer: Layer) -> Geometry:
    return Geometry(
        layer.weight.shape[2:], layer.stride, layer.padding, layer.output_padding, layer.dilation
    )


axes = st.builds(
    Axis,
    st.integers(1, 6),
    st.integers(1, 5),
    st.integers(1, 4),
    st.integers(-3, 8),
    st.integers(-3, 8),
    step=st.just(1),
)


@pytest.mark.parametrize(
    ("size", "layer", "expected"),
    [
        (4, Geometry(3, 2), 9),
        (4, Geometry(3, 2, "valid"), 9),
        (4, Geometry(3, 2, "same"), 8),
        (3, Geometry(2, 2, 0), 6),
        (3, Geometry(2, 2, 1), 4),
        (5, Geometry(2), 6),
        (7, Geometry(4, 2, 1), 14),
        (2, Geometry(2, 3, "valid"), 6),
        (2, Geometry(2, 3, "same"), 6),
        (2, Geometry(2, 3, "same_upper"), 5),
        (4, Geometry(3, 2, ((1, 0),)), 8),
        (4, Geometry(3, 2, ((0, -3),)), 12),
        (5, Geometry(3, 1, 0, 2, 3), 13),
    ],
)
def test_sizes(size, layer, expected):
    assert layer.output_size(size) == (expected,)
    assert layer.input_sizes(expected) == ((size,),)


@given(axes, st.integers(-4, 60))
def test_input_sizes_are_all_that_give_an_output(axis, o):
    assert list(axis.input_sizes(o)) == [i for i in range(1, 80) if axis.output_size(i) == o]


def test_an_output_may_have_one_row():
    assert Geometry(3, 2, 1).output_size(1) == (1,)


@given(st.sampled_from(["same_upper", "same_lower"]), *[st.integers(1, 9)] * 3, st.integers(0, 9))
def test_the_words_of_onnx_give_a_size_that_divides_by_the_stride(word, k, s, i, more):
    axis = Axis(k, s, 1, *crop_of_word(word, k, s, more), step=1)
    cropped = max(k + more - s, 0)
    assert axis.output_size(i) == (i - 1) * s + k + more - cropped
    assert abs(axis.begin - (axis.end + more)) <= 1


def test_a_word_of_onnx_reaches_every_size_from_one_row_on():
    layer = Geometry(3, 2, "same_upper")
    assert layer.with_output_size(4, 1).output_size(4) == (1,)
    with pytest.raises(GeometryError, match=r"Sizes reachable on axis 0: 1 to 10"):
        layer.with_output_size(4, 40)


def test_a_2x2_kernel_goes_over_a_7x7_grid_of_zeros_for_5x5():
    (zeros, before, after), _ = Geometry((2, 2)).zero_insertion()
    assert (zeros, 5 + before + after) == (0, 7)


def test_a_convolution_of_6x6_with_padding_1_kernel_2_stride_2_gives_4x4():
    found = convolution_axes((2, 2), (6, 6), (2, 2), ((1, 1), (1, 1)), (1, 1))
    assert [axis.convolution_size(6) for axis in found] == [4, 4]


@settings(max_examples=150)
@given(layers())
def test_output_size_is_what_the_reference_makes(layer: Layer):
    y = reference.scatter(layer.x[:0], layer.weight, **layer.arguments)
    assert geometry_of(layer).output_size(layer.x.shape[2:]) == y.shape[2:]


@given(axes, st.integers(1, 20))
def test_input_size_inverts_output_size(axis: Axis, i: int):
    o = axis.output_size(i)
    assert list(axis.input_sizes(o)) == [i]
    assert not any(axis.input_sizes(o + n) for n in range(1, axis.stride))


@given(axes, st.integers(1, 20))
def test_the_convolution_maps_exactly_its_input_sizes(axis: Axis, o: int):
    sizes = axis.convolution_input_sizes(o)
    assert all(axis.convolution_size(i) == o for i in sizes)
    assert len(sizes) <= axis.stride
    if len(sizes):
        assert axis.convolution_size(sizes[-1] + 1) == o + 1


@given(axes, st.integers(1, 8))
def test_phases_name_every_tap_of_every_output(axis: Axis, i: int):
    stamped = [
        (s * axis.stride + t * axis.dilation - axis.begin, t, s)
        for s in range(i)
        for t in range(axis.kernel)
    ]
    found = [
        (axis.stride * q + r, tap.element, q + tap.shift)
        for r, taps in enumerate(axis.phases())
        for tap in taps
        for q in range(-20, 60)
        if 0 <= q + tap.shift < i
    ]
    assert sorted(stamped) == sorted(found)


@given(axes)
def test_overlap_is_the_taps_of_each_phase_and_their_counts(axis: Axis):
    listed = tuple(len(taps) for taps in axis.phases())
    assert axis.overlap() == listed
    assert axis.overlap_counts() == {taps: listed.count(taps) for taps in sorted(set(listed))[::-1]}
    assert axis.even == (len(set(listed)) == 1)


def test_sizes_that_were_typed_cost_nothing():
    axis = Axis(10**15, 10**12, 7, 3, 5)
    assert axis.overlap_counts() == {1000: 10**12}
    assert Axis(3, 10**12, 10**6, 0, 0).overlap_counts() == {1: 3, 0: 10**12 - 3}
    assert Axis(10**15, 4, 1, 0, 0).overlap() == (25 * 10**13,) * 4


@given(axes)
def test_overlap_counts_taps(axis: Axis):
    layer = Geometry(axis.kernel, axis.stride, ((axis.begin, axis.end),), 0, axis.dilation)
    (overlap,) = layer.overlap()
    assert sum(overlap) == axis.kernel
    assert len(overlap) == axis.stride


@given(layers())
def test_zero_insertion_gives_the_same_size(layer: Layer):
    geometry = geometry_of(layer)
    for i, axis, (zeros, before, after) in zip(
        layer.x.shape[2:], geometry.axes, geometry.zero_insertion(), strict=True
    ):
        spread = i + zeros * (i - 1) + before + after
        assert spread - axis.extent + 1 == axis.output_size(i)


@given(st.data())
def test_with_output_size_reaches_every_size_it_names(data: st.DataObject):
    word = data.draw(st.sampled_from(["valid", "same", "same_upper", "same_lower", 0, 1]))
    layer = Geometry(
        data.draw(st.integers(1, 5)),
        data.draw(st.integers(1, 4)),
        word,
        0,
        data.draw(st.integers(1, 3)),
    )
    i = data.draw(st.integers(1, 6))
    for o in range(1, 40):
        try:
            made = layer.with_output_size(i, o)
        except GeometryError as error:
            assert "Sizes reachable on axis 0" in str(error)  # noqa: PT017 - both ways are right
        else:
            assert made.output_size(i) == (o,)
            if word != "same":
                assert made.crop[0][0] >= 0


def test_same_with_an_output_size_crops_as_tensorflow_does():
    layer = Geometry(3, 2, "same")
    assert layer.with_output_size(4, 8).crop == layer.crop == ((0, 1),)
    assert layer.with_output_size(4, 7).crop == ((1, 1),)


def test_valid_with_an_output_size_counts_from_the_full_output():
    layer = Geometry(2, 4, "valid")
    assert layer.output_size(3) == (12,)
    assert [layer.with_output_size(3, o).output_size(3) for o in (10, 12, 13)] == [
        (10,),
        (12,),
        (13,),
    ]


def test_same_lower_crops_the_odd_row_at_the_begin():
    assert Geometry(3, 2, "same_upper").crop == ((0, 1),)
    assert Geometry(3, 2, "same_lower").crop == ((1, 0),)


def test_numpy_integers_are_integers():
    assert Geometry(np.int64(3), np.array([2, 2])).output_size(np.int32(4)) == (9, 9)


def test_equal_layers_are_equal_however_they_are_written():
    layers = [
        Geometry((3, 3), 2, "same_lower"),
        Geometry((3, 3), 2, 1, 1),
        Geometry((3, 3), 2, ((1, 0), (1, 0))),
    ]
    assert len(set(layers)) == 1
    assert Geometry(1, 2, dilation=3) == Geometry(1, 2)
    assert Geometry(3, 2) != Geometry(3, 2, 1)
    assert Geometry(3, 2) != Geometry((3, 3), 2)
    assert Geometry(3, 2) != "Geometry(3, 2)"


def test_equal_numbers_make_equal_layers():
    assert Geometry((3, 3), 2) == Geometry(3, (2, 2), ((0, 0), (0, 0)))
    assert hash(Geometry((3, 3), 2)) == hash(Geometry(3, (2, 2)))


def test_str_prints_the_formula_of_each_axis():
    assert str(Geometry((3, 5), 2, ((1, 0), (0, -2)))) == (
        "transposed convolution on 2 axes\n"
        "  axis 0: o = (i - 1)·2 + 1·(3 - 1) + 1 - 1 - 0\n"
        "  axis 1: o = (i - 1)·2 + 1·(5 - 1) + 1 - 0 + 2"
    )


def test_a_formula_with_numbers_gives_the_size():
    axis = Axis(3, 2, 1, 1, 0)
    assert axis.formula(4) == "8 = (4 - 1)·2 + 1·(3 - 1) + 1 - 1 - 0"
    assert axis.convolution_formula(8) == "4 = floor((8 + 1 + 0 - 1·(3 - 1) - 1)/2) + 1"


MISTAKES = [
    (
        lambda: Geometry(3, 0),
        ArgumentError,
        "`stride` must be at least 1. Received stride=0.",
    ),
    (
        lambda: Geometry((3, 0)),
        ArgumentError,
        "`kernel_size` must be at least 1 on every axis. Received kernel_size=0 (axis 1).",
    ),
    (
        lambda: Geometry(float("nan")),
        ArgumentError,
        "`kernel_size` must be an integer, at least 1. Received kernel_size=nan.",
    ),
    (
        lambda: Geometry(3, stride=(2, 2.5)),
        ArgumentError,
        "`stride` must be an integer or a fraction above 0 on every axis. Received stride=2.5 "
        "(axis 1). Write '5/2'.",
    ),
    (
        lambda: Geometry("3"),
        ArgumentTypeError,
        "`kernel_size` must be an integer, at least 1. Received kernel_size='3'.",
    ),
    (
        lambda: Geometry(True),
        ArgumentTypeError,
        "`kernel_size` must be an integer, at least 1. Received kernel_size=True.",
    ),
    (
        lambda: Geometry((3, 3), (2, 2, 2)),
        ArgumentError,
        "`stride` must be an integer or have one entry per spatial axis, here 2. "
        "Received stride=(2, 2, 2).",
    ),
    (
        lambda: Geometry((3, 3), padding="SAME"),
        ArgumentError,
        "`padding` must be an integer, one integer per axis, one (begin, end) pair per axis, or "
        "one of 'valid', 'same', 'same_upper', 'same_lower'. Received padding='SAME'. "
        "Write 'same'.",
    ),
    (
        lambda: Geometry((3, 3), padding="full"),
        ArgumentError,
        "`padding` must be an integer, one integer per axis, one (begin, end) pair per axis, or "
        "one of 'valid', 'same', 'same_upper', 'same_lower'. Received padding='full'.",
    ),
    (
        lambda: Geometry((3, 3), padding=(0, 1, 1, 0)),
        ArgumentError,
        "`padding` must be an integer, one integer per axis, one (begin, end) pair per axis, or "
        "one of 'valid', 'same', 'same_upper', 'same_lower'. Received padding=(0, 1, 1, 0). "
        "Write one pair per axis as padding=((1, 0), (1, 0)).",
    ),
    (
        lambda: Geometry(3, padding=-1),
        ArgumentError,
        "`padding` must be at least 0. Received padding=-1.",
    ),
    (
        lambda: Geometry((3, 3), 2, output_padding=(0, 2)),
        ArgumentError,
        "`output_padding` must be smaller than `stride` or `dilation` on every axis. "
        "Received output_padding=(0, 2), stride=(2, 2) (axis 1). "
        "Largest output_padding on axis 1: 1.",
    ),
    (
        lambda: Geometry(1, padding=1).output_size(2),
        GeometryError,
        "The output must have at least 1 element on every axis. Received an output of size 0 "
        "(axis 0). 0 = (2 - 1)·1 + 1·(1 - 1) + 1 - 1 - 1. Use a smaller `padding`.",
    ),
    (
        lambda: Geometry((3, 3), 2**40).output_size(2**24),
        GeometryError,
        "The product of the sizes of an array must be below 2^63. Received sizes "
        "(18446742974197923843, 18446742974197923843). 18446742974197923843·18446742974197923843 "
        "does not fit into a 64-bit index. Use a smaller input, stride or kernel.",
    ),
    (
        lambda: Geometry(3, 2, 1).with_output_size(4, 10),
        GeometryError,
        "`output_size` must be a size that the layer can reach. Received output_size=(10,) "
        "(axis 0). Sizes reachable on axis 0: 7 to 8, from 7 = (4 - 1)·2 + 1·(3 - 1) + 1 - 1 - 1. "
        "Write one of these, or padding=0.",
    ),
    (
        lambda: Geometry(3, 2, "same").with_output_size(4, 6),
        GeometryError,
        "`output_size` must be a size that the layer can reach. Received output_size=(6,) "
        "(axis 0). Sizes reachable on axis 0: 7 to 8, from padding='same' with i=4, s=2. "
        "Write one of these, or padding=2.",
    ),
    (
        lambda: Geometry(2).with_output_size(28, 56),
        GeometryError,
        "`output_size` must be a size that the layer can reach. Received output_size=(56,) "
        "(axis 0). Sizes reachable on axis 0: 29, from 29 = (28 - 1)·1 + 1·(2 - 1) + 1 - 0 - 0. "
        "Write one of these, or stride=2, padding=0.",
    ),
    (
        lambda: Geometry((3, 3), (1, 2**21)).phases(),
        GeometryError,
        "Phases can be listed for a stride and a kernel of at most 1,048,576. Received "
        "kernel_size=3, stride=2097152 (axis 1). Use `overlap_counts`, which counts the taps of "
        "any number of phases.",
    ),
    (
        lambda: Geometry.solve(4, 8, largest_kernel=2000),
        ArgumentError,
        "`largest_kernel` must be at most 1024. Received largest_kernel=2000.",
    ),
    (
        lambda: Geometry.solve(4, 8, largest_kernel=1025),
        ArgumentError,
        "`largest_kernel` must be at most 1024. Received largest_kernel=1025.",
    ),
    (
        lambda: Geometry(()),
        ArgumentError,
        "`kernel_size` must be an integer or have one entry per spatial axis, here 1. "
        "Received kernel_size=().",
    ),
    (
        lambda: Geometry.solve_chain(4, 8, 5),
        ArgumentError,
        "`layers` must be at most 4. Received layers=5.",
    ),
    (
        lambda: Geometry.from_layer("ConvTranspose2d"),
        ArgumentTypeError,
        "`layer` must be a transposed convolution of PyTorch, Keras, Flax, Equinox, Haiku, MLX or "
        "Paddle. Received a str.",
    ),
    (
        lambda: Geometry(3).output_size((4, 4)),
        ArgumentError,
        "`input_size` must be an integer or have one entry per spatial axis, here 1. "
        "Received input_size=(4, 4).",
    ),
    (
        lambda: Geometry.solve(4, 8, limit=0),
        ArgumentError,
        "`limit` must be at least 1. Received limit=0.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "text"), MISTAKES)
def test_a_mistake_gets_one_clear_error(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text
