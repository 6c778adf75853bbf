"""Kernels that cover their whole input: products of matrices, exact on small integers."""

import math

import numpy as np
import pytest

from upconv import ops
from upconv.activations import TABLE
from upconv.axis import Axis
from upconv.engine.forms.gemm.views import StridedView, matrices
from upconv.engine.forms.igemm import schedule
from upconv.engine.forms.igemm.plan import igemm_plan_of
from upconv.engine.problem import Problem

generated = pytest.importorskip("upconv.engine.generated")
generated_gradient = pytest.importorskip("upconv.engine.generated_gradient")

pytestmark = pytest.mark.numeric

LAYERS = [  # images, C of the wide side and of the narrow one, kernel, groups
    (3, 64, 1, (7, 5), 1),
    (1, 40, 1, (3, 7), 1),
    (33, 10, 3, (4, 5), 1),
    (5, 12, 12, (7, 3), 12),
    (4, 6, 12, (5, 3), 3),
    (17, 30, 20, (4, 2), 1),
    (4, 7, 2, (3,), 1),
    (2, 8, 4, (2, 3, 2), 2),
    (9, 41, 7, (3, 5), 1),
    (8, 36, 10, (4, 3), 2),
    (5, 130, 4, (3, 3), 1),
    (6, 48, 9, (2, 4), 3),
    (3, 64, 25, (4, 4), 1),
    (0, 8, 1, (2, 3), 1),
]


def lies(*shape):
    array = np.empty(shape, np.float32)
    return StridedView(array.shape, array.strides)


@pytest.mark.parametrize(("images", "wide", "narrow", "kernel", "groups"), LAYERS)
def test_a_kernel_as_large_as_the_input(images, wide, narrow, kernel, groups):
    draw = np.random.default_rng(wide)

    def integers(*shape):
        return draw.integers(-3, 4, shape).astype(np.float32)

    x = integers(images, wide, *kernel)
    weight = integers(narrow, wide // groups, *kernel)
    bias, grad = integers(narrow), integers(images, narrow, *(1,) * len(kernel))
    rows = x.reshape(images, groups, math.prod((wide, *kernel)) // groups)
    columns = weight.reshape(groups, narrow // groups, -1)
    given = grad.reshape(images, groups, narrow // groups)
    products = np.einsum("ngi,gci->ngc", rows, columns).reshape(grad.shape)
    back = np.einsum("ngc,gci->ngi", given, columns).reshape(x.shape)
    by_weight = np.einsum("ngc,ngi->gci", given, rows).reshape(weight.shape)
    shifted = products + bias.reshape(-1, *(1,) * len(kernel))
    result = ops.conv(x, weight, bias, groups=groups, activation="relu")
    np.testing.assert_array_equal(result, np.maximum(shifted, 0))
    gradients = ops.conv_backward(grad, x, weight, groups=groups, needs=(True, True, False))
    np.testing.assert_array_equal(gradients[0], back)
    np.testing.assert_array_equal(gradients[1], by_weight)
    np.testing.assert_array_equal(ops.conv_transpose(grad, weight, groups=groups), back)
    gradients = ops.conv_transpose_backward(x, grad, weight, groups=groups)
    np.testing.assert_array_equal(gradients[0], products)
    np.testing.assert_array_equal(gradients[1], by_weight)


def test_channels_and_taps_become_one_axis():
    wide, narrow, weight = lies(2, 6, 4, 3), lies(2, 5, 1, 1), lies(5, 6, 4, 3)
    axes = (Axis(4, 1, 1, 0, 0), Axis(3, 2, 1, 0, 0))
    found = matrices(wide, narrow, weight, axes, 4, transposed=False)
    assert found == matrices(narrow, wide, weight, axes, 4, transposed=True)
    assert found.wide == StridedView((2, 72, 1), (288, 4, 0))
    assert found.weight == StridedView((5, 72, 1), (288, 4, 0))
    assert found.narrow == StridedView((2, 5, 1), (20, 4, 0))


@pytest.mark.parametrize(
    ("wide", "axis"),
    [
        (lies(2, 6, 5), Axis(4, 1, 1, 0, 0)),
        (lies(2, 6, 4), Axis(4, 1, 1, 1, -1)),
        (lies(2, 6, 4), Axis(2, 1, 3, 0, 0)),
        (StridedView((2, 6, 4), (96, 4, 24)), Axis(4, 1, 1, 0, 0)),
    ],
    ids=["smaller", "padded", "dilated", "channels last"],
)
def test_other_layers_do_not(wide, axis):
    weight = lies(5, 6, axis.kernel)
    assert matrices(wide, lies(2, 5, 1), weight, (axis,), 4, transposed=False) is None


def test_one_column_is_summed_along_channels_and_taps():
    x, weight, out = (np.ones(s, np.float32) for s in ((3, 8, 7, 7), (1, 8, 7, 7), (3, 1, 1, 1)))
    axes = (Axis(7, 1, 1, 0, 0),) * 2
    prepared = generated.prepare(x, weight, None, None, out, axes, 1, False)
    assert prepared.plan.form == "implicit GEMM"
    assert prepared.plan.problem.in_channels == 8 * 49
    assert prepared.plan.lanes == 1


def prepared_of(x, weight, out, *, transposed=False, groups=1):
    axes = (Axis(weight.shape[2], 1, 1, 0, 0),)
    return generated.prepare(x, weight, None, None, out, axes, groups, transposed)


def ones(*shape):
    return np.ones(shape, np.float32)


@pytest.mark.parametrize(
    ("images", "columns", "kernel", "step", "as_it_lies"),
    [(3, 5, 40, 1, True), (3, 5, 0, 1, False), (400, 5, 40, 1, False), (3, 5, 40, 2, False)],
    ids=["long rows", "short rows", "many positions", "rows apart"],
)
def test_rows_of_a_weight_are_read_as_they_lie(images, columns, kernel, step, as_it_lies):
    lanes = generated.isa.current().lanes(4)
    kernel = kernel or max(1, lanes - 1)
    as_it_lies = as_it_lies or kernel == lanes
    weight = ones(columns * step, 8, kernel)[::step]
    prepared = prepared_of(ones(images, 8, kernel), weight, ones(images, columns, 1))
    assert prepared.packs != as_it_lies
    assert (prepared.plan.problem.in_channels == 8 * kernel) == as_it_lies


@pytest.mark.parametrize(
    ("positions", "channels", "packed_in_tasks"),
    [(9, 30, True), (3000, 30, False), (9, 30000, False)],
)
def test_what_one_block_reads_is_packed_when_it_is_used(positions, channels, packed_in_tasks):
    problem = Problem.of((Axis(1, 1, 1, 0, 0),), True, (channels, 96), 4)
    sizes = ((1, channels, 1, 1, positions), (1, 96, 1, 1, positions))
    lies = tuple((shape[1] * positions, positions, 0, 0, 1) for shape in sizes)
    plan = igemm_plan_of(problem, generated.isa.current())
    given = (plan, 1, sizes, (*lies, (0, 1, 96, 0, 0, 1)), 2)
    listed = schedule.schedule(*given)
    assert listed.packed_in_tasks == (packed_in_tasks and plan.lanes > 1)
    assert listed.packed_items == 96 * channels


@pytest.mark.parametrize(
    ("images", "columns", "in_result"), [(9, 96, True), (9, 95, False), (3000, 96, False)]
)
def test_sums_of_one_part_lie_in_the_gradient_of_the_weight(images, columns, in_result):
    problem = Problem.of((Axis(1, 1, 1, 0, 0),), True, (20, columns), 4)
    sizes = ((images, 20, 1, 1, 1), (images, columns, 1, 1, 1))
    lies = tuple((shape[1], 1, 0, 0, 0) for shape in sizes)
    plan = igemm_plan_of(problem, generated.isa.current())
    given = (plan, 1, sizes, (*lies, (0, 1, columns, 0, 0, 1)), 2)
    assert (schedule.gradient_schedule(*given).packed_items == 0) == in_result


WINDOWS = [  # images, outputs, kernel, stride, padding, input, whether windows are seen
    (3, 5, 150, 40, 0, 447, True),
    (1, 19, 1100, 300, 0, 2600, True),
    (2, 7, 130, 130, 0, 520, True),
    (2, 7, 20, 5, 0, 90, False),
    (3, 5, 150, 40, 3, 447, False),
    (60, 5, 150, 2, 0, 447, False),
]


@pytest.mark.parametrize(("images", "out", "kernel", "stride", "padding", "size", "seen"), WINDOWS)
def test_windows_of_one_channel_are_rows(images, out, kernel, stride, padding, size, seen):
    draw = np.random.default_rng(kernel)
    x = draw.integers(-3, 4, (images, 1, size)).astype(np.float32)
    weight = draw.integers(-3, 4, (out, 1, kernel)).astype(np.float32)
    bias = draw.integers(-3, 4, out).astype(np.float32)
    around = np.pad(x[:, 0], ((0, 0), (padding, padding)))
    rows = np.lib.stride_tricks.sliding_window_view(around, kernel, axis=1)[:, ::stride]
    wanted = np.einsum("nqt,ct->ncq", rows, weight[:, 0]) + bias[:, None]
    settings = {"stride": stride, "padding": padding}
    np.testing.assert_array_equal(ops.conv(x, weight, bias, **settings), wanted)
    axes = (Axis(kernel, stride, 1, padding, padding),)
    result = np.empty(wanted.shape, np.float32)
    prepared = generated.prepare(x, weight, bias, None, result, axes, 1, False)
    assert prepared.packs != seen


@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
def test_windows_along_the_last_of_two_axes(data_format):
    draw = np.random.default_rng(7)
    x = draw.integers(-3, 4, (2, 1, 5, 400)).astype(np.float32)
    weight = draw.integers(-3, 4, (6, 1, 1, 140)).astype(np.float32)
    rows = np.lib.stride_tricks.sliding_window_view(x[:, 0], 140, axis=2)[:, ::2, ::30]
    wanted = np.einsum("nyqt,ct->ncyq", rows, weight[:, 0, 0])
    given = x if data_format == "channels_first" else np.moveaxis(x, 1, -1)
    result = ops.conv(given, weight, stride=(2, 30), data_format=data_format)
    if data_format == "channels_last":
        result = np.moveaxis(result, -1, 1)
    np.testing.assert_array_equal(result, wanted)


@pytest.mark.parametrize(("extent", "stride"), [(63, 63), (64, 64), (65, 2)])
def test_a_single_stamp_is_given_the_stride_of_its_extent_up_to_a_bound(extent, stride):
    axis = Axis(extent, 2, 1, 0, 0)
    assert generated._without_overlap(axis, 1) == axis._replace(stride=stride)
    assert generated._without_overlap(axis, 2) == axis


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("narrow", [1, 7, 40])
def test_a_kernel_as_large_as_the_input_ends_with_an_activation(name, narrow):
    draw = np.random.default_rng(narrow)
    x, weight = draw.standard_normal((3, 24, 4, 5)), draw.standard_normal((narrow, 24, 4, 5))
    bias = draw.standard_normal(narrow)
    z = np.einsum("nihw,oihw->no", x, weight) + bias
    found = ops.conv(x, weight, bias, activation=name)
    np.testing.assert_allclose(found[..., 0, 0], ops.activate(z, name), rtol=1e-9, atol=1e-9)
