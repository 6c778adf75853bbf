"""`upconv.field`: its figures, layers that are written down, what sees everything, its errors."""

import json
from fractions import Fraction

import numpy as np
import pytest

import upconv
from upconv import errors
from upconv.errors import ArgumentError, ArgumentTypeError, GeometryError
from upconv.pieces.extents import Sizes

CONV, UP = upconv.Convolution(7, padding=3), upconv.Geometry(16, stride=8, padding=4)


def test_an_upsampling_between_two_convolutions():
    found = upconv.field([CONV, UP, CONV])
    assert found.scale == (8,)
    assert found.halo == ((4, 4),)
    assert found.receptive_field == (9,)
    assert found.reads[0][0] == (-4, 3)
    assert found.reads[0][7] == (-3, 4)
    assert found.latency == (4,)
    assert found.output_size(10) == (80,)
    assert found.input_sizes(80) == ((10,),)
    assert found.input_sizes(81) == ((),)
    assert found.bounded
    assert found.sees_all == ()


def test_a_downsampling_aligns_its_pieces():
    found = upconv.field([upconv.Convolution(3, stride=2, padding=1)] * 3)
    assert found.scale == (Fraction(1, 8),)
    assert found.alignment == (8,)
    assert found.halo == ((8, 0),)  # 7 inputs before are read, and pieces start at multiples of 8
    assert found.reads == (((-7, 7),),)
    assert found.receptive_field == (15,)
    assert found.latency == (7,)
    assert found.input_sizes(2) == (tuple(range(9, 17)),)


def test_a_causal_model_waits_for_nothing():
    causal = upconv.Convolution(5, padding=((8, 0),), dilation=2)
    found = upconv.field([causal, upconv.Geometry(4, stride=2, padding=((0, 2),)), causal])
    assert found.latency == (0,)
    assert found.halo[0][1] == 0


def test_holes_of_a_dilation_are_not_read():
    found = upconv.field([upconv.Geometry(2, dilation=3, stride=2)])
    assert found.reads == (((0, 0), (-1, -1)),)
    assert found.receptive_field == (1,)


def test_outputs_that_read_no_input():
    found = upconv.field([upconv.Geometry(1, stride=2)])
    assert found.reads == (((0, 0), None),)


def test_a_padding_that_depends_on_the_size():
    found = upconv.field([upconv.Convolution(3, stride=2, padding="same")])
    assert found.output_size(7) == (4,)
    assert found.reads == (((0, 2),),)
    assert found.window([(2, 4)], 8) == ((4, 8),)
    assert found.window([(2, 4)], 7) == (None,)  # its rows are shifted


@pytest.mark.parametrize("mode", ["reflect", "replicate"])
def test_a_causal_border_reads_what_it_copies(mode):
    found = upconv.field([upconv.Convolution(5, padding=((4, 0),), padding_mode=mode)])
    assert found.halo == ((4, 0),)
    assert found.window([(0, 2)], 50) == ((0, 5 if mode == "reflect" else 2),)
    assert found.window([(10, 12)], 50) == ((6, 12),)


def test_a_circular_border_needs_the_whole():
    found = upconv.field([upconv.Convolution(3, padding=1, padding_mode="circular")])
    assert found.window([(0, 2)], 50) == ((0, 50),)
    assert found.window([(10, 12)], 50) == ((9, 13),)


def test_rows_folded_onto_others():
    folded = upconv.Geometry(5, padding=((2, 2),), padding_mode="reflect")
    found = upconv.field(folded)
    basis = np.eye(12)[:, np.newaxis]
    weight = np.ones((1, 1, 5))
    y = upconv.conv_transpose(basis, weight, padding=2, padding_mode="reflect")[:, 0]
    for o in range(12):
        spans = found.axes[0].network.cone((o, o + 1), 12).spans[0]
        own = [i for first, stop in spans for i in range(first, stop)]
        assert own == np.flatnonzero(y[:, o]).tolist()


def test_axes_are_apart():
    found = upconv.field([upconv.Convolution((3, 1), stride=(1, 2), padding=(1, 0))])
    assert found.halo == ((1, 1), (0, 0))
    assert found.alignment == (1, 2)
    assert found.window([(2, 4), (3, 5)], (9, 20)) == ((1, 5), (6, 9))


def test_the_table():
    found = upconv.field([upconv.Convolution((3, 1), (1, 2)), upconv.Geometry((1, 4), (1, 2))])
    assert str(found).splitlines() == [
        "axis  scale  halo  receptive  alignment  latency  input sizes",
        "                   field",
        "0     1      0, 2  3          1          2        any from 3",
        "1     1      2, 0  3          2          0        any",
    ]


def test_the_dictionary_is_json():
    found = upconv.field([CONV, UP]).to_dict()
    assert json.loads(json.dumps(found))["axes"][0]["scale"] == "8"
    assert found["axes"][0]["input_sizes"] == {"period": 1, "first": (1,)}


@pytest.mark.parametrize(
    ("sizes", "text"),
    [
        (Sizes(1, (1,)), "any"),
        (Sizes(1, (5,)), "any from 5"),
        (Sizes(2, (4, 3)), "any from 3"),
        (Sizes(16, (16,)), "multiples of 16"),
        (Sizes(16, (32,)), "multiples of 16 from 32"),
        (Sizes(4, (5,)), "5, 9, 13, ..."),
        (Sizes(4, (6, 5)), "5, 6 and every 4th after each"),
        (Sizes(4, ()), "none"),
    ],
)
def test_sizes_in_words(sizes, text):
    assert str(sizes) == text
    assert 1 not in Sizes(16, (16,))


def test_the_nearest_sizes():
    assert Sizes(16, (32,)).nearest(40) == (32, 48)
    assert Sizes(16, (32,)).nearest(48) == (48, 48)
    assert Sizes(16, (32,)).nearest(3) == (None, 32)
    assert Sizes(16, ()).nearest(3) == (None, None)


def test_a_size_that_does_not_run_is_one_error():
    with pytest.raises(GeometryError) as caught:
        upconv.field([upconv.Convolution(3), upconv.Convolution(5)]).output_size(6)
    assert str(caught.value) == (
        "`input_size` must be a size on which every step runs. Received input_size=6 (axis 0). "
        "layer 1 cannot run on 4 from layer 0. Sizes that run: any from 7."
    )


@pytest.mark.parametrize(
    ("model", "kind", "text"),
    [
        (3, ArgumentTypeError, "`model` must be a module of PyTorch"),
        (np.ones((1, 1, 3)), ArgumentTypeError, "Received a ndarray"),
        ([CONV, 3], ArgumentTypeError, r"Convolution for a convolution\. Received model\[1\]=3"),
        ([], ArgumentError, "at least one layer. Received an empty list"),
        (
            [CONV, upconv.Geometry((3, 3))],
            ArgumentError,
            r"Received model\[1\] with 2 axes, after 1",
        ),
    ],
)
def test_a_wrong_model_is_one_error(model, kind, text):
    with pytest.raises(kind, match=text):
        upconv.field(model)


def test_a_window_has_a_span_per_axis():
    with pytest.raises(ArgumentError, match="`outputs` must have one size for each of 1 axes"):
        upconv.field([CONV]).window([(0, 1), (0, 1)], 9)


def test_a_convolution_checks_its_arguments():
    with pytest.raises(errors.ArgumentError, match="`stride` must be at least 1"):
        upconv.Convolution(3, stride=0)
    assert upconv.Convolution(3, padding=1) == upconv.Convolution((3,), 1, ((1, 1),))
