"""`upconv.summary`: layers that are written down, its table, and what is wrong with an input."""

import json
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import upconv
from strategies import layers
from upconv import Geometry, errors
from upconv.checkerboards.work import Convolved


def by_loops(geometry, inputs, outputs):
    """Return the products of one channel with another: every tap of every input, one by one."""
    total = 0
    for position in product(*map(range, inputs)):
        for tap in product(*map(range, geometry.kernel_size)):
            places = [
                n * axis.stride + t * axis.dilation - axis.begin
                for n, t, axis in zip(position, tap, geometry.axes, strict=True)
            ]
            total += all(0 <= place < o for place, o in zip(places, outputs, strict=True))
    return total


@given(layers(dtype="float32", largest_input=4))
def test_multiply_adds_of_a_transposed_convolution_are_those_of_the_loops(layer):
    geometry = Geometry(
        layer.weight.shape[2:], layer.stride, layer.padding, layer.output_padding, layer.dilation
    )
    inputs = layer.x.shape[2:]
    outputs = geometry.output_size(inputs)
    one = Convolved.of_geometry(geometry, layer.weight.shape, layer.groups)
    pairs = layer.weight.shape[0] * layer.weight.shape[1]
    expected = 3 * pairs * by_loops(geometry, inputs, outputs)
    assert one.multiply_adds(3, inputs, outputs) == expected
    assert one.overlap == geometry.overlap()


UP = Geometry((4, 6), stride=(2, 3), padding=(1, 2), output_padding=(0, 1))


def test_layers_that_are_written_down():
    found = upconv.summary([(UP, 12), (UP, 12, 8, 4), (Geometry((3, 3), 2), 8, 3)], (2, 6, 5, 7))
    first, second, third = found.rows
    assert first.input_shape == (2, 6, 5, 7)
    assert first.output_shape == second.input_shape == (2, 12, 10, 21)
    assert first.scale == (2, 3)
    assert third.scale == (8, 18)
    assert (first.taps, first.even) == (((2, 2), (2, 2, 2)), True)
    assert (third.taps, third.even) == (((2, 1), (2, 1)), False)
    assert [row.parameters for row in found.rows] == [6 * 12 * 24, 12 * 2 * 24, 8 * 3 * 9]
    assert second.layer == "12 -> 8, kernel 4x6, stride 2x3, groups 4"
    assert second.output_bytes == 4 * np.prod(second.output_shape)
    pixels = by_loops(UP, (5, 7), (10, 21))
    assert first.multiply_adds == 2 * 6 * 12 * pixels
    assert found.parameters == sum(row.parameters for row in found.rows)
    assert found.multiply_adds == sum(row.multiply_adds for row in found.rows)
    assert found.output_bytes == sum(row.output_bytes for row in found.rows)
    assert found.unread_parameters == 0
    assert found.not_measured == ()
    with pytest.raises(AttributeError):
        found.parameters = 0


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_any_number_of_axes(ndim):
    layer = Geometry((3,) * ndim, stride=2, dilation=2)
    (row,) = upconv.summary([(layer, 4)], (1, 2, *range(3, 3 + ndim))).rows
    assert row.output_shape == (1, 4, *layer.output_size(range(3, 3 + ndim)))
    assert row.taps == ((3, 0),) * ndim
    assert row.even is False


def test_a_summary_is_the_table_and_json():
    found = upconv.summary([(UP, 12), (Geometry((3, 3), 2), 3)], (2, 6, 5, 7))
    assert str(found) == found.text(100)
    assert found.text(100).splitlines()[:8] == [
        "Input 2x6x5x7",
        "step: layer",
        "         input      output      scale    taps per  parameters     multiply-   output",
        "         shape       shape  (x input)       phase     (count)  adds (count)  (bytes)",
        "0: transposed convolution 6 -> 12, kernel 4x6, stride 2x3",
        "       2x6x5x7  2x12x10x21      2 x 3         2x2      1.73 k         101 k   20.2 k",
        "1: transposed convolution 12 -> 3, kernel 3x3, stride 2x2",
        "    2x12x10x21   2x3x21x43      4 x 6  2,1 uneven         324         136 k   21.7 k",
    ]
    told = found.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["inputs"] == {"": [2, 6, 5, 7]}
    assert told["rows"][1] == {
        "name": "1",
        "kind": "transposed convolution",
        "layer": "12 -> 3, kernel 3x3, stride 2x2",
        "input_shape": [2, 12, 10, 21],
        "output_shape": [2, 3, 21, 43],
        "scale": ["4", "6"],
        "taps": [[2, 1], [2, 1]],
        "even": False,
        "parameters": 324,
        "multiply_adds": found.rows[1].multiply_adds,
        "output_bytes": 21672,
        "reason": "",
    }
    assert repr(found) == "<Summary: 2 steps, 237 k multiply-adds>"
    shown = found._repr_html_()
    assert shown.startswith("<table><tr><th>step: layer</th><th>input shape</th>")
    assert "<td>0: transposed convolution 6 -&gt; 12, kernel 4x6, stride 2x3</td>" in shown


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_table_fits_its_width(width):
    wide = Geometry((3,) * 3, stride=2, padding=1, output_padding=1)
    found = upconv.summary([(wide, 512), (wide, 256), (wide, 16)], (16, 1024, 16, 16, 16))
    assert max(map(len, found.text(width).splitlines())) <= width
    assert ("input" in found.text(width).splitlines()[2]) == (width > 80)


def test_no_layers():
    found = upconv.summary([], (1, 2, 3))
    assert found.rows == ()
    assert str(found).startswith("Input 1x2x3\nNo step was found.\n\nTotal: 0 parameters, 0 mult")


@given(st.fractions(min_value="1/9", max_value=9), st.fractions(min_value="1/9", max_value=9))
def test_a_scale_is_a_fraction(one, other):
    from upconv.summaries.report import _scale

    parts = _scale((one, other)).split(" x ")
    assert [Fraction(part) for part in parts] == ([one] if one == other else [one, other])


def test_what_is_wrong_is_said():
    flat, image = Geometry(4, 2), Geometry((4, 4), 2)
    rule = (
        "`model` must hold (Geometry, C_out), (Geometry, C_in, C_out) or (Geometry, C_in, C_out, "
        "groups) for each layer. Received "
    )
    a_model = (
        "`model` must be a module of PyTorch, a layer or model of Keras, a model of ONNX, a path, "
        "or a list of (Geometry, channels). Received "
    )
    example = "Write for example input=(1, 3, 64, 64)."
    wanted = [
        (None, (1, 3), f"{a_model}a NoneType."),
        ([1, 2], (1, 3), f"{a_model}a list."),
        (np.ones(3), (1, 3), f"{a_model}a ndarray."),
        ([(flat, 2)], None, "`input` must be given: only an ONNX model may state all its sizes. "
         f"Received none. {example}"),
        ([(flat, 2)], "1x3", "`input` must be a shape, an array or tensor, or several of them in a "
         f"list or by name. Received input='1x3'. {example}"),
        ([(flat, 2)], (1, 3, 0), "`input` must be at least 1 on every axis. Received input=0 "
         "(axis 2)."),
        ([(image, 2)], (1, 3, 8), "`input` must be a shape (N, C, *i) for layers of 2 spatial "
         "axes. Received input=(1, 3, 8). Write for example input=(1, 3, 8, 8)."),
        ([(image, 2)], (8,), "`input` must be a shape (N, C, *i) for layers of 2 spatial axes. "
         "Received input=(8,). Write for example input=(1, 3, 8, 8)."),
        ([flat], (1, 3, 8), f"{rule}model[0]={flat!r}."),
        ([(flat, 2), (flat, 1, 2, 3, 4)], (1, 3, 8), f"{rule}model[1]=({flat!r}, 1, 2, 3, 4)."),
        ([(flat, 2), (flat, 3, 4)], (1, 3, 8), "`model` must have layers that each read the "
         "channels of the one before. Received model[1] with C_in=3, after 2 channels."),
        ([(flat, 3, 4, 2)], (1, 3, 8), "`groups` must divide the input and the output channels. "
         "Received groups=2 for 3 -> 4 channels in model[0]."),
        ([(flat, 2.5)], (1, 3, 8), "`model[0][1]` must be an integer, at least 1. Received "
         "model[0][1]=2.5."),
    ]  # fmt: skip
    for model, x, said in wanted:
        with pytest.raises(errors.UpconvError) as caught:
            upconv.summary(model, x)
        assert str(caught.value) == said


def test_a_weight_is_no_model(tmp_path):
    np.save(tmp_path / "w.npy", np.ones((2, 3, 4, 4), np.float32))
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.summary(tmp_path / "w.npy", (1, 2, 8, 8))
    assert str(caught.value) == (
        "`model` must be a model. Received a file .npy, a weight alone. Write "
        "summary([(Geometry(...), C_in, C_out)], input) for a layer."
    )
    upconv.summary([(Geometry((4, 4)), 2, 3)], (1, 2, 8, 8))
