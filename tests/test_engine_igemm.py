"""The implicit GEMM beyond small integers: when it is taken, activations, transposed squares."""

import itertools

import numpy as np
import pytest

import upconv
from upconv import activations, environment, ops
from upconv.axis import Axis
from upconv.engine.fallback import generic
from upconv.engine.problem import Problem

generated = pytest.importorskip("upconv.engine.generated")
generated_gradient = pytest.importorskip("upconv.engine.generated_gradient")

from upconv.engine.codegen.transpose import transpose, transpose_back  # noqa: E402
from upconv.engine.forms.igemm import form, layout, plan, schedule, tables  # noqa: E402
from upconv.engine.forms.winograd import form as winograd  # noqa: E402
from upconv.engine.process import isa  # noqa: E402
from upconv.engine.process.isa import ISA  # noqa: E402 - after the skip where LLVM is missing

pytestmark = pytest.mark.numeric

INSTRUCTION_SETS = [found.name for found in isa.available()]
AVX2 = ISA("avx2", 256, 16, True, "x86-64-v3", "")
DOUBLE = Axis(4, 2, 1, 1, 0)
APART = Axis(2, 2, 1, 0, 0)


def problem(axis, channels, layout="first", activation=None):
    return Problem.of((axis, axis), True, channels, 4, activation=activation, layout=layout)


@pytest.mark.parametrize(
    ("axis", "channels", "layout", "vectors"),
    [
        (APART, 32, "last", 2),
        (APART, 48, "last", 3),
        (APART, 40, "last", 3),
        (APART, 32, "first", 3),
        (DOUBLE, 32, "last", 3),  # one phase in each class
    ],
)
def test_panels_end_where_the_channels_of_a_phase_do(axis, channels, layout, vectors):
    wide = ISA("avx512", 512, 32, True, "x86-64-v4", "")
    made = plan.igemm_plan_of(problem(axis, (64, channels), layout), wide)
    assert made.tile == (8, vectors)


@pytest.mark.parametrize(
    ("posed", "reason"),
    [
        (problem(DOUBLE, (128, 64)), None),
        (problem(DOUBLE, (128, 64), "last", "tanh"), None),
        (problem(APART, (64, 32), "last"), None),
        (problem(APART, (64, 32)), "an output is a sum of 64 products"),
        (problem(DOUBLE, (64, 3)), "its panels would be used to 33%"),
    ],
)
def test_the_form_says_why_not(posed, reason):
    assert form.declined(posed, AVX2) == reason


def test_a_gradient_of_few_output_channels_is_summed_the_other_way_round():
    straight = Problem.of((DOUBLE,) * 2, True, (64, 3), 4)
    mirrored = Problem.of((DOUBLE,) * 2, False, (3, 64), 4)
    assert (
        form.gradient_utilisation(straight, AVX2) < 0.5 < form.gradient_utilisation(mirrored, AVX2)
    )


@pytest.mark.usefixtures("each_form")
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("name", list(activations.TABLE))
@pytest.mark.parametrize("axis", [DOUBLE, APART])
def test_activations(axis, name, last):
    draw = np.random.default_rng(0)
    x = draw.standard_normal((2, 6, 5, 9))
    weight = draw.standard_normal((6, 21, axis.kernel, axis.kernel))
    bias = draw.standard_normal(21)
    sizes = (axis.output_size(5), axis.output_size(9))
    shape = (2, *sizes, 21) if last else (2, 21, *sizes)
    result, expected = np.full(shape, np.nan), np.empty(shape)
    if last:
        result, expected = np.moveaxis(result, -1, 1), np.moveaxis(expected, -1, 1)
    given = ((axis,) * 2, 1, True)
    generic.forward(x, weight, bias, (name, 0.25), expected, *given)
    generated.correlate(x, weight, result, *given, bias, (name, 0.25))
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-12)


class Lists:
    """What `transpose` needs of a function, on lists of numbers."""

    def shuffle(self, left, right, indices):
        return [(left + right)[n] for n in indices]


@pytest.mark.parametrize(("lanes", "joined"), [(2, 1), (4, 1), (4, 2), (8, 1), (8, 2), (8, 4)])
def test_squares_are_turned_and_turned_back(lanes, joined):
    rows = [[(row, column) for column in range(lanes)] for row in range(lanes)]
    parts = transpose(Lists(), rows, joined)
    for first in range(0, lanes, joined):
        found = list(itertools.chain(*parts[first : first + joined]))
        assert found == [(row, first + n) for row in range(lanes) for n in range(joined)]
    assert transpose_back(Lists(), parts, joined) == rows


@pytest.mark.parametrize("sizes", [(6, 5, 3, 1), (12, 11, 6, 5, 3, 1), (8, 7, 3, 1)])
def test_rows_are_covered_by_tiles(sizes):
    for length in range(1, 100):
        pieces = tables.covered(length, sizes)
        assert sum(pieces) == length
        assert set(pieces) <= set(sizes)
        if length >= sizes[0] * sizes[1]:
            assert len(pieces) == -(-length // sizes[0])


def test_tiles_of_few_sums_are_avoided():
    assert tables.covered(9, (8, 7, 3, 1), 3) == [3, 3, 3]
    assert tables.covered(9, (8, 7, 3, 1), 1) == [8, 1]
    assert tables.covered(16, (8, 7, 3, 1), 3) == [8, 8]


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 15, 17, 21])
@pytest.mark.parametrize("width", [3, 16, 21])
def test_grids_of_any_number_of_channels(channels, width):
    """What a square writes behind the channels, and behind a row, is written over."""
    draw = np.random.default_rng(channels)
    x = draw.integers(-3, 4, (2, channels, 5, width)).astype(np.float32)
    weight = draw.integers(-3, 4, (channels, 21, 4, 4)).astype(np.float32)
    axes = (DOUBLE, DOUBLE)
    expected = np.empty((2, 21, 11, 2 * width + 1), np.float32)
    result = np.full_like(expected, np.nan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form, "ALWAYS", True)
        patch.setattr(winograd, "ALWAYS", False)
        generated.correlate(x, weight, result, axes, 1, True)
        generic.forward(x, weight, None, None, expected, axes, 1, True)
        given = (x, expected, weight.shape, axes, 1, True)
        found = generated_gradient.prepare(*given).run(x, expected)
    np.testing.assert_array_equal(result, expected)
    np.testing.assert_array_equal(found, generic.weight_gradient(*given))


def test_the_workspace_is_a_copy_of_a_block_and_not_of_columns():
    posed = problem(DOUBLE, (64, 32))
    made = plan.igemm_plan_of(posed, AVX2)
    shapes = ((40, 64, 1, 33, 29), (40, 32, 1, 66, 58))
    strides = tuple((np.prod(s[1:]), np.prod(s[2:]), 0, s[4], 1) for s in shapes)
    weight = (0, 16, 512, 0, 4, 1)
    listed = schedule.schedule(made, 1, shapes, (*strides, weight), 1)
    assert listed.space_bytes < 4 * np.prod(shapes[0]) / 10


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("strips", [2, 3])
def test_rows_of_the_grid_as_long_as_the_channels_are_not_taken_for_neighbours(
    dtype, strips, monkeypatch
):
    """The channels of (y, last x) then end where those of (y + 1, first x) begin, by chance."""
    monkeypatch.setattr(winograd, "ALWAYS", False)
    channels = strips * 64 // np.dtype(dtype).itemsize
    rng = np.random.default_rng(0)
    size = (4, strips)  # a row of the grid has two positions more, a kernel three
    x = rng.integers(-2, 3, (2, channels, *size)).astype(dtype)
    grad = rng.integers(-2, 3, (2, 2 * channels, *size)).astype(dtype)
    axes = (Axis(3, 1, 1, 1, 1),) * 2
    shape = (2 * channels, channels, 3, 3)
    found = generated_gradient.prepare(x, grad, shape, axes, 1, False).run(x, grad)
    np.testing.assert_array_equal(found, generic.weight_gradient(x, grad, shape, axes, 1, False))


def along_case(channels, kernel, groups, dtype, data_format):
    draw = np.random.default_rng(0)
    x = draw.integers(-3, 4, (3, groups * channels, 9, 7)).astype(dtype)
    weight = draw.integers(-3, 4, (groups, channels, *kernel)).astype(dtype)
    bias = draw.integers(-3, 4, groups).astype(dtype)
    if data_format == "channels_last":
        x = np.ascontiguousarray(np.moveaxis(x, 1, -1))
    return x, weight, bias


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("channels", [2, 4, 7, 8, 15, 16, 17, 33, 1030])
def test_one_column_is_summed_along_the_channels(channels, name, dtype, monkeypatch):
    """The channels before, at and behind whole vectors; a part of the sums in several strips."""
    monkeypatch.setenv("UPCONV_ISA", name)
    lanes = isa.current().lanes(np.dtype(dtype).itemsize)
    forms = []
    choose = form.choose
    monkeypatch.setattr(
        form, "choose", lambda *a, **k: (forms.append(choose(*a, **k)), forms[-1])[1]
    )
    for kernel, stride, padding, groups, activation in (
        ((3, 2), (1, 1), 1, 1, "relu"),
        ((1, 3), (2, 1), 0, 3, None),
    ):
        words = {"stride": stride, "padding": padding, "groups": groups, "activation": activation}
        x, weight, bias = along_case(channels, kernel, groups, dtype, "channels_last")
        found = upconv.conv(x, weight, bias, data_format="channels_last", **words)
        x, *_ = along_case(channels, kernel, groups, dtype, "channels_first")
        expected = np.full(np.moveaxis(found, -1, 1).shape, np.nan, dtype)
        chosen = None if activation is None else (activation, 0.0)
        axes = tuple(Axis(k, s, 1, padding, padding) for k, s in zip(kernel, stride, strict=True))
        generic.forward(x, weight, bias, chosen, expected, axes, groups, False)
        np.testing.assert_array_equal(np.moveaxis(found, -1, 1), expected)
    plans = [each[0] for each in forms if each is not None]
    assert any(plan.lanes == 1 for plan in plans) == (channels >= lanes > 1)


@pytest.mark.numeric
@pytest.mark.parametrize("channels", [8, 16, 32, 48, 64])
@pytest.mark.parametrize("size", [(7, 9), (61, 83)])
def test_weight_gradients_where_the_columns_of_a_position_are_neighbours(channels, size):
    draw = np.random.default_rng(0)
    x = draw.integers(-2, 3, (2, *size, 5)).astype(np.float32)
    grad = draw.integers(-2, 3, (2, size[0] - 2, size[1] - 1, channels)).astype(np.float32)
    weight = np.zeros((channels, 5, 3, 2), np.float32)
    asked = {"data_format": "channels_last", "needs": (False, True, False)}
    with environment.direct_convolution():
        _, found, _ = ops.conv_backward(grad, x, weight, **asked)
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 2), axis=(1, 2))
    expected = np.einsum("nyxiab,nyxc->ciab", windows.astype(float), grad.astype(float))
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("steps", [(1, 1, 1, 1), (1, 1, 2, 2), (1, 2, 2, 1)])
def test_writes_are_ordered_where_each_lies_a_step_of_x_behind_the_last(steps):
    """Over every combination of few positions and near and far strides."""
    sizes = list(itertools.product((1, 2), (1, 3), (1, 2), (1, 2, 3)))
    strides = list(itertools.product((0, 1, 30), (0, 6), (2, 3, 9), (0, 1, 2)))
    for totals, lies in itertools.product(sizes, strides):
        along = np.array(steps) * lies
        writes = np.array(list(itertools.product(*map(range, totals)))) @ along
        ordered = along[-1] > 0 and bool((np.diff(writes) >= along[-1]).all())
        assert layout._ordered(totals, steps, lies) == ordered, (totals, lies)
