"""The steps of an explanation: held against the reference and conv_transpose, and their words."""

import itertools
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import upconv
from strategies import integers_like, per_axis
from upconv import reference
from upconv.errors import ArgumentError, ArgumentTypeError, GeometryError, ShapeError
from upconv.explanation import Role

FORMS = {
    "scatter": reference.scatter,
    "zeros": reference.zero_insertion,
    "matrix": reference.matrix,
    "phases": reference.phases,
}


@st.composite
def small_layers(draw):
    """Layers that can be drawn, every argument another on every axis."""
    ndim = draw(st.sampled_from((1, 2)))
    kernel, stride = draw(per_axis(ndim, 1, 3)), draw(per_axis(ndim, 1, 3))
    dilation, size = draw(per_axis(ndim, 1, 2)), draw(per_axis(ndim, 1, 3))
    rows = tuple(draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True))
    padding = []
    for i, k, s, d, a in zip(size, kernel, stride, dilation, rows, strict=True):
        room = (i - 1) * s + d * (k - 1) + a
        begin = draw(st.integers(-1, room))
        padding.append((begin, draw(st.integers(-1, room - begin))))
    if draw(st.booleans()):  # the matrix of larger outputs is not drawn
        room = [
            s * (i - 1) + d * (k - 1)
            for i, k, s, d in zip(size, kernel, stride, dilation, strict=True)
        ]
        padding = [(p // 2, p // 2) for p in (draw(st.integers(0, r)) for r in room)]
    groups, c_in, c_out = (draw(st.integers(1, 2)) for _ in range(3))
    seed = draw(st.integers(0, 2**16))
    bias = integers_like((groups * c_out,), seed + 2) if draw(st.booleans()) else None
    return (
        integers_like((1, groups * c_in, *size), seed),
        integers_like((groups * c_in, c_out, *kernel), seed + 1),
        bias,
        {
            "stride": stride,
            "padding": tuple(padding),
            "output_padding": rows,
            "dilation": dilation,
            "groups": groups,
        },
    )


@pytest.mark.parametrize("view", FORMS)
@given(layer=small_layers())
def test_the_last_output_is_that_of_the_reference_and_of_conv_transpose(view, layer):
    x, weight, bias, arguments = layer
    expected = FORMS[view](x, weight, bias, **arguments)
    if view == "matrix" and expected[0, 0].size > 40:
        with pytest.raises(ArgumentError, match="Received MATRIX C of"):
            upconv.explain(x, weight, bias, view=view, **arguments)
        return
    told = upconv.explain(x, weight, bias, view=view, **arguments)
    np.testing.assert_array_equal(told.output, expected[0])
    result = upconv.conv_transpose(x, weight, bias, **arguments)
    np.testing.assert_array_equal(told.output, result[0])


@given(layer=small_layers())
def test_the_plain_convolution_is_that_of_the_reference(layer):
    x, weight, bias, arguments = layer
    del bias, arguments["output_padding"]
    weight = weight.swapaxes(0, 1) if arguments["groups"] == 1 else weight
    if weight.shape[1] * arguments["groups"] != x.shape[1]:
        x = np.resize(x, (1, weight.shape[1] * arguments["groups"], *x.shape[2:]))
    sizes = zip(
        x.shape[2:], weight.shape[2:], arguments["dilation"], arguments["padding"], strict=True
    )
    if any(i + sum(p) < d * (k - 1) + 1 for i, k, d, p in sizes):
        with pytest.raises(GeometryError):
            upconv.explain(x, weight, view="convolution", **arguments)
        return
    told = upconv.explain(x, weight, view="convolution", **arguments)
    np.testing.assert_array_equal(told.output, reference.convolution(x, weight, **arguments)[0])


@pytest.mark.parametrize("view", [*FORMS, "convolution"])
@given(layer=small_layers())
def test_the_products_of_all_steps_add_up_to_the_output(view, layer):
    x, weight, _, arguments = layer
    if view == "convolution":
        weight = np.resize(
            weight, (x.shape[1], x.shape[1] // arguments["groups"], *weight.shape[2:])
        )
        del arguments["output_padding"]
    try:
        told = upconv.explain(x, weight, view=view, **arguments)
    except ArgumentError:
        return
    total = np.zeros_like(told.output)
    for step in told:
        for product in step.products:
            assert product.value == product.x * product.weight
            if product.input is None:
                assert product.x == 0
            else:
                assert x[(0, step.in_channel, *product.input)] == product.x
            inside = all(
                0 <= at < size for at, size in zip(product.output, total.shape[1:], strict=True)
            )
            if inside:
                total[(step.out_channel, *product.output)] += product.value
        # What has been multiplied so far is what the running output shows.
        np.testing.assert_array_equal(step.output, total)
    np.testing.assert_array_equal(total, told.output)


@pytest.mark.parametrize("view", [*FORMS, "convolution"])
@pytest.mark.parametrize("bias", [None, [5.0, -1.0]])
def test_steps_are_counted_before_they_are_made(view, bias):
    x, weight = integers_like((4, 2, 3), 1), integers_like((4, 1, 2, 3), 2)
    if view == "convolution":
        weight = integers_like((2, 2, 2, 3), 2)
    told = upconv.explain(x, weight, bias, groups=2, padding=((1, 0), (0, 1)), view=view)
    assert [step.number for step in told] == list(range(1, len(told) + 1))
    assert {step.of for step in told} == {len(told)}
    assert {step.view for step in told} == {view}


@pytest.mark.parametrize("view", FORMS)
def test_each_product_of_the_layer_is_told_once(view):
    x, weight = integers_like((2, 3, 2), 1), integers_like((2, 3, 2, 3), 2)
    told = upconv.explain(x, weight, stride=(2, 1), padding=((0, 1), (1, 1)), view=view)
    size = told.output.shape[1:]
    met = Counter(
        (step.in_channel, step.out_channel, p.input, p.tap)
        for step in told
        for p in step.products
        if p.input is not None and all(0 <= u < o for u, o in zip(p.output, size, strict=True))
    )
    assert set(met.values()) == {1}
    inside = [
        (c, m, q, t)
        for c, m in np.ndindex(2, 3)
        for q, t in itertools.product(np.ndindex(3, 2), np.ndindex(2, 3))
        if 0 <= 2 * q[0] + t[0] < size[0] and 0 <= q[1] + t[1] - 1 < size[1]
    ]
    assert set(met) == set(inside)


def test_the_last_picture_shows_the_whole_output():
    for view in FORMS:
        told = upconv.explain([[1, 2]], [[3, 4]], stride=(2, 3), output_padding=(1, 2), view=view)
        shown = [
            board.values
            for step in told
            for board in step.boards
            if board.name == "OUTPUT" and board.known.all() and board.size == "2×7"
        ]
        np.testing.assert_array_equal(shown[-1], told.output[0])


def test_sentences_and_formulas_have_their_numbers():
    told = upconv.explain([[1, 2], [3, 4]], [[4, 1], [2, 3]])
    assert told.steps[1].sentence == (
        "INPUT (0, 1) = 2 times the KERNEL is stamped on the OUTPUT. "
        "2 cells already have a value, to which it is added."
    )
    assert told.steps[1].formula == (
        "o = s·q + d·t - p:  rows: 1·0 + t - 0 = 0 to 1;  columns: 1·1 + t - 0 = 1 to 2\n"
        "(0, 1): 1 + 8 = 9,  (1, 1): 3 + 4 = 7"
    )
    told = upconv.explain([1, 2, 3], [1, 2, 3], stride=2, padding=1, view="zeros")
    assert told.steps[0].formula == "z = s - 1 = 2 - 1 = 1\np' = d·(k - 1) - p = 1·(3 - 1) - 1 = 1"
    assert told.steps[5].formula == "OUTPUT 1 = 1·3 + 2·1 = 5   (and 1 product with a zero)"
    told = upconv.explain([1, 2, 3], [1, 2, 3], stride=2, padding=1, view="phases")
    assert told.steps[0].formula == "2 divides 0 + 1 - t for t = 1"
    assert told.steps[5].formula == "o = s·q + r:  1 = 2·0 + 1\nOUTPUT 1 = 1·3 + 2·1 = 5"
    told = upconv.explain([1, 2], [1, -2, 3], view="matrix")
    assert told.steps[1].formula == "its first element is at s·q - p:  1·1 - 0 = 1"
    assert told.steps[2].formula == "2×4 → 4×2"
    assert told.steps[4].formula == "OUTPUT 1 = 1·(-2) + 2·1 = 0"
    assert told.steps[-1].sentence.endswith(
        "It restores the size of the INPUT but not its numbers: neither undoes the other."
    )
    told = upconv.explain([1, 2], [1, 2], 0.5, view="convolution", padding=((1, 0),))
    assert told.steps[0].formula == "i + begin + end:  2 + 1 + 0 = 3"
    assert told.steps[-1].formula == "OUTPUT 0 = 2 + 0.5 = 2.5"


def test_cells_of_padding_and_zeros_have_their_roles():
    told = upconv.explain([[1, 2], [3, 4]], np.ones((3, 3)), stride=2, padding=1, view="zeros")
    padded = told.steps[2].boards[1]
    assert (padded.name, padded.size) == ("PADDED INPUT", "5×5")
    assert padded.roles[1].tolist() == [
        Role.PADDING,
        Role.INPUT,
        Role.ZERO,
        Role.INPUT,
        Role.PADDING,
    ]
    canvas = upconv.explain([[1, 2], [3, 4]], np.ones((3, 3)), stride=2, padding=1).steps[0]
    assert canvas.boards[3].roles[2].tolist() == [Role.PADDING, *[Role.OUTPUT] * 3, Role.PADDING]
    assert canvas.boards[3].note == "inside the full 5×5"


def test_a_sub_kernel_lies_as_it_meets_the_input():
    told = upconv.explain(np.ones((2, 2)), np.arange(1, 10).reshape(3, 3), stride=2, view="phases")
    sub_kernels = [s.boards[1].values.tolist() for s in told if s.action == "sub-kernel"]
    assert sub_kernels == [[[9, 7], [3, 1]], [[8], [2]], [[6, 4]], [[5]]]
    for step in told:
        if step.action == "one output":
            x, sub_kernel, _ = step.boards
            met = zip(sorted(x.active), sorted(sub_kernel.active), strict=True)
            total = sum(x.values[a] * sub_kernel.values[b] for a, b in met)
            assert total == sum(product.value for product in step.products)


def test_what_is_given_may_change_later():
    x = np.array([[1.0, 2.0]])
    told = upconv.explain(x, [[3.0]])
    x[:] = 0
    assert told.output.tolist() == [[[3.0, 6.0]]]


MISTAKES = [
    (
        {"view": "gather"},
        ArgumentError,
        "`view` must be one of 'scatter', 'zeros', 'matrix', "
        "'phases', 'convolution'. Received view='gather'.",
    ),
    (
        {"x": np.ones((2, 1, 3, 3))},
        ShapeError,
        "`x` must be one example. Received x.shape=(2, 1, 3, 3). Write x[:1].",
    ),
    (
        {"x": np.ones((2, 3, 3))},
        ShapeError,
        "`x` must have 1 channels, for weight.shape="
        "(1, 1, 2, 2) and groups=1. Received x.shape=(2, 3, 3) with 2 channels. "
        "Check `groups` and `data_format`.",
    ),
    (
        {"x": np.ones(3)},
        ShapeError,
        "`x` must be (C_in, *i) or, for one channel, (H, W). Received x.shape=(3,).",
    ),
    (
        {"x": [[1], [2, 3]]},
        ArgumentTypeError,
        "`x` must be an array of numbers. Received x of type list.",
    ),
    (
        {"weight": np.ones((1, 1, 2, 2, 2))},
        ShapeError,
        "`weight` must have 1 or 2 kernel axes to be drawn. Received a weight with 3 kernel axes. "
        "Explain one slice of it; every axis follows the same arithmetic.",
    ),
    (
        {"bias": [1, 2]},
        ShapeError,
        "`bias` must have the shape (1,), one number per channel. Received bias.shape=(2,).",
    ),
    (
        {"view": "convolution", "stride": 2, "output_padding": 1},
        ArgumentError,
        "`output_padding` must be 0 for view='convolution'. Received output_padding=(1, 1). "
        "Omit it: a convolution has none.",
    ),
    (
        {"stride": 20},
        ArgumentError,
        "Every grid in a picture may have at most 40 cells per side. Received FULL OUTPUT of "
        "42×42 cells. Explain a smaller input: the arithmetic is the same everywhere.",
    ),
    (
        {"stride": 3, "view": "matrix"},
        ArgumentError,
        "Every grid in a picture may have at most 40 cells per side. Received MATRIX C of 9×64 "
        "cells. Explain a smaller input, or choose view='scatter', 'zeros' or 'phases'.",
    ),
    (
        {"x": np.ones((8, 16, 16)), "weight": np.ones((8, 1, 2, 2))},
        ArgumentError,
        "An explanation may have at most 2,000 steps. Received a layer that takes 2,048. Explain a "
        "smaller input or fewer channels: x[:1], weight[:1, :1].",
    ),
    ({"padding": 3}, GeometryError, "The output must have at least 1 element on every axis."),
]


@pytest.mark.parametrize(("changed", "kind", "message"), MISTAKES)
def test_a_mistake_is_told_before_the_first_step(changed, kind, message):
    arguments = {"x": np.ones((3, 3)), "weight": np.ones((2, 2)), **changed}
    with pytest.raises(kind) as error:
        upconv.explain(arguments.pop("x"), arguments.pop("weight"), **arguments)
    assert str(error.value).startswith(message)


def test_the_largest_sizes_promised_are_explained():
    for view in ("scatter", "zeros", "phases"):
        told = upconv.explain(np.ones((8, 8)), np.ones((5, 5)), stride=4, view=view)
        assert told.output.shape == (1, 33, 33)


def test_explain_stays_the_function_whatever_is_imported():
    code = (
        "import importlib, pkgutil, upconv, upconv.explanation as package\n"
        "for found in pkgutil.walk_packages(package.__path__, 'upconv.explanation.'):\n"
        "    importlib.import_module(found.name)\n"
        "import upconv.cli.explain\n"
        "print(upconv.explain is package.explain, callable(upconv.explain))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_steps_and_text_need_no_optional_package():
    code = (
        "import sys\n"
        "for name in ('matplotlib', 'PIL', 'rich', 'typer'): sys.modules[name] = None\n"
        "import upconv\n"
        "told = upconv.explain([[1, 2]], [[3]])\n"
        "assert told.text() and told.html() and told.steps\n"
        "try: told.figure()\n"
        "except upconv.errors.UpconvError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.strip() == (
        "This needs the optional packages of upconv[explain]. Received no module named "
        "'matplotlib'. Write: pip install 'matplotlib>=3.11' 'pillow>=11'."
    )
