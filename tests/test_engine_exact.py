"""Generated kernels against the generic form: small integers, so that every bit must agree."""

import numpy as np
import pytest

from upconv.axis import Axis
from upconv.engine.calls import args
from upconv.engine.fallback import generic
from upconv.engine.forms.direct import blocks, plan, schedule
from upconv.engine.forms.igemm import form
from upconv.engine.forms.igemm import plan as panels_plan
from upconv.engine.forms.igemm import schedule as panels_schedule
from upconv.engine.process import isa
from upconv.engine.process.address import address_of

generated = pytest.importorskip("upconv.engine.generated")
generated_gradient = pytest.importorskip("upconv.engine.generated_gradient")

INSTRUCTION_SETS = [found.name for found in isa.available()]


# Points have tests of their own; they take few of these layers.
pytestmark = [
    pytest.mark.numeric,
    pytest.mark.usefixtures("each_form"),
    pytest.mark.parametrize("each_form", ["direct", "igemm"], indirect=True),
]


def integers(draw, shape, dtype, last=False):
    """Return small integers of `shape` (N, C, *spatial), channels last in memory if asked."""
    values = draw.integers(-4, 5, shape).astype(dtype)
    if last:
        values = np.moveaxis(np.ascontiguousarray(np.moveaxis(values, 1, -1)), -1, 1)
    return values


def check(draw, axes, transposed, spatial, *, images=2, channels=(3, 5), groups=1, **options):
    """Compare both directions of one layer, and its weight gradient, with the generic form."""
    dtype, last = options.get("dtype", np.float32), options.get("last", False)
    activation = options.get("activation")
    inner, outer = channels
    sizes = tuple(
        axis.output_size(i) if transposed else axis.convolution_size(i)
        for axis, i in zip(axes, spatial, strict=True)
    )
    kernel = tuple(axis.kernel for axis in axes)
    x = integers(draw, (images, inner * groups, *spatial), dtype, last)
    shape = (inner * groups, outer) if transposed else (outer * groups, inner)
    weight = integers(draw, (*shape, *kernel), dtype)
    bias = integers(draw, (outer * groups,), dtype) if options.get("bias", True) else None
    expected = integers(draw, (images, outer * groups, *sizes), dtype, last)
    result = expected.copy(order="K")
    result[...] = np.nan
    generic.forward(x, weight, bias, activation, expected, axes, groups, transposed)
    generated.correlate(x, weight, result, axes, groups, transposed, bias, activation)
    np.testing.assert_array_equal(result, expected)
    grad = integers(draw, expected.shape, dtype, last)
    given = (x, grad, weight.shape, axes, groups, transposed)
    np.testing.assert_array_equal(
        generated_gradient.prepare(*given).run(*given[:2]), generic.weight_gradient(*given)
    )


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_layers_drawn_at_random(name, dtype, monkeypatch):
    monkeypatch.setenv("UPCONV_ISA", name)
    draw = np.random.default_rng([INSTRUCTION_SETS.index(name), np.dtype(dtype).itemsize])
    done = 0
    while done < 12:
        rank = int(draw.integers(1, 4))
        most = {1: 70, 2: 20, 3: 7}[rank]
        axes = tuple(
            Axis(
                int(draw.integers(1, 6)),
                int(draw.integers(1, 5)),
                int(draw.integers(1, 3)),
                int(draw.integers(-2, 4)),
                int(draw.integers(-2, 4)),
            )
            for _ in range(rank)
        )
        spatial = tuple(int(i) for i in draw.integers(1, most, rank))
        transposed = bool(draw.integers(2))
        sizes = (
            axis.output_size(i) if transposed else axis.convolution_size(i)
            for axis, i in zip(axes, spatial, strict=True)
        )
        if min(sizes) < 1:
            continue
        done += 1
        check(
            draw,
            axes,
            transposed,
            spatial,
            images=int(draw.integers(1, 5)),
            channels=(int(draw.integers(1, 18)), int(draw.integers(1, 14))),
            groups=int(draw.choice([1, 1, 2, 3])),
            dtype=dtype,
            last=bool(draw.integers(2)),
            bias=bool(draw.integers(2)),
            activation=[None, ("relu", 0.0), ("leaky_relu", 0.5)][int(draw.integers(3))],
        )


@pytest.mark.parametrize("width", [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33])
def test_widths_around_every_vector_and_tile(width):
    draw = np.random.default_rng(width)
    row = Axis(4, 2, 1, 1, 1)
    check(draw, (row, row), True, (3, width), channels=(2, 6))
    check(draw, (Axis(3, 1, 1, 1, 1), Axis(3, 1, 1, 1, 1)), False, (3, width), channels=(2, 6))


@pytest.mark.parametrize("outer", [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13])
@pytest.mark.parametrize("stride", [1, 2, 3, 4, 5, 8])
def test_output_channels_around_every_tile(outer, stride):
    draw = np.random.default_rng(outer)
    check(draw, (Axis(stride + 1, stride, 1, 1, 0),), True, (37,), channels=(3, outer))


@pytest.mark.parametrize("inner", [1, 7, 8, 9, 15, 16, 17, 25, 40])
def test_sums_in_parts_of_the_input_channels(inner, monkeypatch):
    monkeypatch.setattr(plan, "DEPTH", 8)
    plan.plan_of.cache_clear()
    generated._EXECUTABLES.clear()
    draw = np.random.default_rng(inner)
    for width in (11, 22, 43):  # the last tile of a row may lie over the one before it
        check(draw, (Axis(3, 2, 1, 1, 0),) * 2, True, (9, width), channels=(inner, 7))
    check(draw, (Axis(3, 2, 1, 1, 0),) * 2, False, (9, 11), channels=(inner, 7), last=True)
    plan.plan_of.cache_clear()
    generated._EXECUTABLES.clear()


@pytest.mark.parametrize("inner", [1, 3, 4, 5, 9, 23])
@pytest.mark.parametrize("positions", [1, 7, 40])
def test_panels_in_parts_sweeps_and_blocks(inner, positions, monkeypatch):
    monkeypatch.setattr(panels_plan, "PART", 8)
    monkeypatch.setattr(panels_plan, "LEAST_DEPTH", 4)
    monkeypatch.setattr(panels_schedule, "POSITIONS", positions)
    monkeypatch.setattr(panels_schedule, "COLUMN_BLOCK_BYTES", 1 << 12)
    draw = np.random.default_rng(inner)
    for last in (False, True):
        check(draw, (Axis(3, 2, 1, 1, 0),) * 2, True, (5, 7), channels=(inner, 37), last=last)
        check(draw, (Axis(3, 2, 1, 1, 0),) * 2, False, (9, 11), channels=(inner, 37), last=last)
        check(draw, (Axis(2, 2, 1, 0, 0),) * 2, True, (4, 9), channels=(inner, 33), last=last)


@pytest.mark.parametrize("width", [7, 8, 9, 16, 17])
@pytest.mark.parametrize("stride", [1, 2, 3, 4, 8])
@pytest.mark.parametrize("crop", [0, 1])
def test_phases_that_lie_side_by_side(width, stride, crop):
    draw = np.random.default_rng(width)
    rows = Axis(1, 1, 1, 0, 0)
    check(draw, (rows, Axis(stride, stride, 1, 0, crop)), True, (3, width), channels=(5, 18))


def test_one_position_and_long_kernels():
    draw = np.random.default_rng(0)
    square = Axis(4, 1, 1, 0, 0)
    check(draw, (square, square), True, (1, 1), images=19, channels=(5, 9))
    check(draw, (square, square), False, (4, 4), images=19, channels=(5, 9))
    check(draw, (Axis(64, 16, 1, 0, 0),), True, (21,), channels=(6, 1))
    check(draw, (Axis(64, 16, 1, 0, 0),), False, (300,), channels=(1, 6))
    check(draw, (Axis(41, 3, 1, 20, 19),), False, (100,), channels=(2, 3))


def test_depthwise():
    draw = np.random.default_rng(0)
    check(draw, (Axis(4, 2, 1, 1, 1),) * 2, True, (13, 9), channels=(1, 1), groups=12)


@pytest.mark.parametrize("step", [2, 3, 4, 5])
@pytest.mark.parametrize("kernel", [1, 2, 3, 7])
@pytest.mark.parametrize("width", [3, 30, 61, 64, 65, 700])
def test_phases_of_the_input_taken_apart(step, kernel, width, monkeypatch):
    """Blocks are short, so that rows are cut and their ends lie in the middle of the image."""
    monkeypatch.setattr(blocks, "RUN", 64)
    draw = np.random.default_rng(width)
    axis = Axis(kernel, step, 1, kernel // 2, kernel // 2)
    for groups, channels in ((1, (2, 3)), (3, (1, 1))):
        axes, sizes = (Axis(2, 2, 1, 1, 0), axis), (5, width * step + 1)
        check(draw, axes, False, sizes, channels=channels, groups=groups)


def test_rows_that_are_neighbours_in_the_image_and_on_the_grid():
    draw = np.random.default_rng(0)
    for width in (5, 16, 22):
        for crop in (0, 1):
            axes = (Axis(1, 1, 1, 0, 0), Axis(3, 1, 1, crop, crop), Axis(3, 1, 1, 0, 0))
            check(draw, axes, False, (3, 9, width))
            check(draw, (Axis(2, 2, 1, 0, 0),) * 2, True, (9, width))


def test_depthwise_weight_gradients_read_what_is_larger():
    """One row and all taps as columns, in place of a few taps for each phase of the output."""
    x, grad = np.ones((1, 6, 8, 8), np.float32), np.ones((1, 6, 16, 16), np.float32)
    seen = []

    def tile(problem, instructions):
        seen.append((problem.transposed, found := chosen(problem, instructions)))
        return found

    chosen = generated_gradient._dot_tile
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generated_gradient, "_dot_tile", tile)
        patch.setattr(form, "ALWAYS", False)
        axes = (Axis(4, 2, 1, 1, 1),) * 2
        generated_gradient.prepare(x, grad, (6, 1, 4, 4), axes, 6, True)
    assert [transposed for transposed, _ in seen] == [True, False, False]
    assert seen[1][1].cycles < seen[0][1].cycles
    assert seen[0][1].columns == 4  # of four phases each


def test_strides_of_any_kind():
    draw = np.random.default_rng(0)
    axes = (Axis(3, 2, 1, 1, 0),) * 2
    x = integers(draw, (4, 3, 12, 10), np.float32)[::-2, :, ::-1, ::2]
    weight = integers(draw, (3, 4, 3, 3), np.float32).transpose(0, 1, 3, 2)
    expected = np.zeros((2, 4, 24, 10), np.float32)
    result = np.zeros((2, 4, 24, 20), np.float32)[..., ::2]
    generic.forward(x, weight, None, None, expected, axes, 1, True)
    generated.correlate(x, weight, result, axes, 1, True)
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("spatial", [(64,), (5, 32), (3, 4, 32), (3, 2, 16), (7, 48), (6, 45)])
@pytest.mark.parametrize("crop", [0, 1, -1])
@pytest.mark.parametrize("stride", [1, 2, 3, 4])
def test_sums_that_go_straight_to_the_output(spatial, crop, stride, each_form):
    """Rows that end at a vector are one run; others end with a tile over the one before it."""
    draw = np.random.default_rng(spatial)
    axes = (Axis(stride, stride, 1, 0, crop if stride > 1 else 0),) * len(spatial)
    check(draw, axes, True, spatial, images=3, channels=(3, 7), activation=("leaky_relu", 0.5))
    prepared = generated._EXECUTABLES.values()[-1]
    if each_form == "direct" and spatial[-1] == 32 and crop >= 0:
        assert prepared._pool._words[args.INDEX["direct"]] == 1


@pytest.mark.parametrize("width", [17, 31, 33, 45])
def test_borders_of_sums_that_go_straight_to_the_output(width):
    draw = np.random.default_rng(width)
    given = (Axis(3, 1, 1, 1, 1),) * 2
    for channels in ((2, 9), (70, 5)):
        check(draw, given, False, (4, width), channels=channels)
        check(draw, given, True, (4, width), channels=channels)


@pytest.mark.parametrize("begin", [0, 1, 8])
def test_outputs_past_the_caches_lie_on_whole_vectors(begin, monkeypatch):
    monkeypatch.setattr(schedule, "STREAM_BYTES", 0)
    generated._EXECUTABLES.clear()
    draw = np.random.default_rng(0)
    axes = (Axis(2, 2, 1, 0, 0),) * 2
    x, weight = integers(draw, (1, 3, 2, 32), np.float32), integers(draw, (3, 5, 2, 2), np.float32)
    shape = (1, 5, 4, 64)
    expected = np.zeros(shape, np.float32)
    room = np.full(5 * 4 * 64 + 64, np.nan, np.float32)
    first = -address_of(room) // 4 % 16 + begin  # so many elements behind a line
    result = room[first : first + 5 * 4 * 64].reshape(shape)
    generic.forward(x, weight, None, None, expected, axes, 1, True)
    generated.correlate(x, weight, result, axes, 1, True)
    np.testing.assert_array_equal(result, expected)
    assert np.isnan(room[:first]).all()
    assert np.isnan(room[first + result.size :]).all()
    generated._EXECUTABLES.clear()


@pytest.mark.parametrize("width", [8, 16, 24, 32])
@pytest.mark.parametrize("stride", [1, 2, 4])
def test_outputs_stored_past_the_caches(width, stride, monkeypatch):
    monkeypatch.setattr(schedule, "STREAM_BYTES", 0)
    generated._EXECUTABLES.clear()
    draw = np.random.default_rng(width)
    row = Axis(stride, stride, 1, 0, 0)
    check(draw, (row, row), True, (3, width), channels=(3, 7))
    generated._EXECUTABLES.clear()
