"""Winograd in 3-D: the taps of z are summed directly, per component of y and x."""

import itertools

import numpy as np
import pytest

import upconv
from guarded import Guarded, needs_mprotect
from upconv import reference
from upconv.axis import Axis

pytest.importorskip("llvmlite")

from upconv.engine import generated
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.fallback import generic
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.winograd import cost, pack, plan, schedule, tile_blocking
from upconv.engine.problem import Problem
from upconv.engine.process import isa
from upconv.engine.process.isa import ISA
from winograd_choice import check, forced, integers, placed, word

pytestmark = pytest.mark.numeric

AVX2 = ISA("avx2", 256, 16, True, "x86-64-v3", "")
EPSILON = 2.0**-24  # what rounding to a float32 changes at the most
SAME = Axis(3, 1, 1, 1, 1)
LAYOUTS = ("first", "last", "apart")


@pytest.fixture
def choice():
    with forced() as made:
        yield made


# --- the same as direct convolution

CONVOLUTIONS = {
    "same": (SAME, Axis(2, 1, 1, 0, 0), SAME),
    "deep": (Axis(5, 1, 1, 2, 1), SAME, Axis(4, 1, 1, 0, 2)),
    "stride on z": (Axis(3, 2, 1, 1, 1), SAME, SAME),
    "stride and dilation on z": (Axis(3, 3, 2, 2, 1), SAME, Axis(2, 1, 1, 0, 0)),
    "two phases of the input on z": (Axis(4, 2, 3, 1, 4), Axis(1, 1, 1, 0, 0), SAME),
    "cropped": (Axis(3, 1, 2, -1, 3), Axis(3, 1, 1, -2, 1), Axis(3, 1, 1, 2, -1)),
}
TRANSPOSED = {
    "all doubled": (Axis(3, 2, 1, 1, 0), Axis(3, 2, 1, 1, 0), Axis(3, 2, 1, 1, 0)),
    "z alone": (Axis(4, 2, 1, 1, 1), SAME, Axis(2, 1, 1, 1, 0)),
    "z unchanged": (SAME, Axis(4, 2, 1, 1, 1), Axis(3, 2, 1, 1, 0)),
    "y unchanged": (Axis(3, 2, 1, 1, 0), SAME, Axis(4, 2, 1, 0, 1)),
    "cropped": (Axis(5, 3, 1, -2, 2), Axis(3, 1, 1, 2, -1), Axis(3, 2, 1, -1, 3)),
    "apart on z": (Axis(3, 2, 3, 1, 2), SAME, Axis(3, 2, 1, 0, 0)),
}
EVERY = ("all doubled",)  # those of which every tiling is seen, not the first and last
KERNELS = [(name, False) for name in CONVOLUTIONS] + [(name, True) for name in TRANSPOSED]


def layer_of(name, transposed):
    return (TRANSPOSED if transposed else CONVOLUTIONS)[name]


@pytest.mark.parametrize(("name", "transposed"), KERNELS)
def test_every_tiling_of_a_kernel(name, transposed, choice):
    layer = layer_of(name, transposed)
    spatial = (3, 5, 6) if transposed else (9, 6, 7)
    tilings = plan.tilings(Problem.of(layer, transposed, (3, 5), 4), isa.current())
    assert len({tiling.units for tiling in tilings}) == len(tilings) > 0
    for number, tiling in enumerate(tilings):
        if name not in EVERY and 0 < number < len(tilings) - 1:
            continue
        choice.take(number)
        layout = LAYOUTS[number % 3]
        given = {"transposed": transposed, "layouts": (layout, "first", layout)}
        check(layer, spatial, (3, 5), gradient=number % 2 == 0, **given)
        assert choice.taken.units == tiling.units
        assert choice.taken.halo > 0


@pytest.mark.usefixtures("choice")
@pytest.mark.parametrize(("name", "transposed"), KERNELS)
def test_groups_and_layouts(name, transposed):
    dtype = np.float64 if name == "z alone" else np.float32
    layer, lanes = layer_of(name, transposed), isa.current().lanes(np.dtype(dtype).itemsize)
    spatial = (2, 5, 4) if transposed else (7, 5, 8)
    for number, (x, weight, out) in enumerate(itertools.product(LAYOUTS, repeat=3)):
        check(
            layer,
            spatial,
            (lanes + 1 if number % 9 == 0 else 2, (3, lanes, 3 * lanes + 1)[number % 3]),
            dtype,
            transposed=transposed,
            images=1 + number % 3,
            groups=1 + number % 2,
            layouts=(x, weight, out),
            gradient=number % 5 == 0,
        )


def test_an_empty_batch_has_an_empty_result(choice):
    x, weight = np.empty((0, 3, 4, 5, 6), np.float32), np.ones((3, 7, 3, 3, 3), np.float32)
    assert upconv.conv_transpose(x, weight, stride=2).shape == (0, 7, 9, 11, 13)
    assert upconv.conv_transpose(x[:1], weight, stride=2).shape == (0, 7, 9, 11, 13)
    some = np.ones((1, *x.shape[1:]), np.float32)
    found = upconv.conv_transpose(some, weight, stride=2)
    assert choice.taken.halo > 0
    np.testing.assert_array_equal(found, reference.scatter(some, weight, stride=2))


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("stride", [(1, 2, 2), (2, 1, 2), (2, 2, 1)])
def test_layers_are_those_of_the_reference(stride, transposed, choice):
    draw = np.random.default_rng(stride)
    stride = stride if transposed else (stride[0], 1, 1)
    shape = (4, 3, 3, 2, 3) if transposed else (6, 2, 3, 2, 3)
    x = integers(draw, (1, 4, 5, 3, 4), np.float32)
    weight, bias = integers(draw, shape, np.float32), integers(draw, 6, np.float32)
    given = {"stride": stride, "padding": ((1, 2), (-1, 1), (2, 0)), "groups": 2}
    judge, operation = reference.convolution, upconv.conv
    if transposed:
        given["output_padding"] = tuple(step - 1 for step in stride)
        judge, operation = reference.scatter, upconv.conv_transpose
    found = operation(x, weight, bias, **given)
    assert choice.taken.halo > 0
    np.testing.assert_array_equal(found, judge(x, weight, bias, **given))


# --- blocks


@pytest.mark.parametrize(
    "block",
    [(1, 1, 1, 1), (1, 2, 1, 1), (1, 3, 2, 1), (1, 2, 1, 3), (2, 1, 2, 2), (2, 2, 1, 3)],
)
@pytest.mark.parametrize(("name", "transposed"), KERNELS)
def test_blocks_of_every_shape(name, transposed, block, choice, monkeypatch):
    def cut_so(_, totals, **__):
        return tuple(map(min, block, totals))

    monkeypatch.setattr(schedule, "deep_blocks", cut_so)
    layer = layer_of(name, transposed)
    spatial = (3, 4, 5) if transposed else (9, 6, 8)
    for number in (0, -1):
        choice.take(number)
        found = check(layer, spatial, (2, 3), transposed=transposed, images=3, gradient=True)
        units = (1, *choice.taken.units)
        tiles, totals = (
            [
                -(-word(found, f"{name}_{letter}") // unit)
                for letter, unit in zip("nzyx", units, strict=True)
            ]
            for name in ("block", "count")
        )
        assert tiles == list(map(min, block, totals))


def tiling(layer, channels, transposed=False):
    return plan.tilings(Problem.of(layer, transposed, channels, 4), AVX2)[-1]


@pytest.mark.parametrize("totals", [(1, 24, 6, 6), (3, 16, 12, 12), (2, 5, 40, 40), (9, 2, 1, 2)])
def test_blocks_are_deep_and_no_larger_than_they_may_be(totals):
    for channels, most in itertools.product((8, 32, 128), (1, 7, 96)):
        found = tile_blocking.deep_blocks(
            tiling((SAME,) * 3, (channels,) * 2), totals, most, lambda blocks: blocks
        )
        assert 0 < np.prod(found) <= most
        assert all(part <= total for part, total in zip(found, totals, strict=True))
        if most == 96:
            assert found[1] > 1


def test_one_block_for_each_thread_before_large_ones():
    layer = tiling((SAME,) * 3, (32, 32))
    alone, four = (
        tile_blocking.deep_blocks(
            layer, (1, 4, 4, 4), 96, lambda blocks, n=threads: -(-blocks // n)
        )
        for threads in (1, 4)
    )
    assert np.prod(alone) == 64
    assert np.prod(four) == 16


def test_the_workspace_is_bounded():
    axes = (SAME,) * 3
    for channels in (16, 64, 320):
        choice = tiling(axes, (channels,) * 2)
        size = (1, channels, 96, 96, 96)
        steps = tuple(int(np.prod(size[n + 1 :])) for n in range(5))
        weight = (0, *(int(step) for step in np.cumprod([27, channels])), 9, 3, 1)
        made = schedule.schedule(choice, 1, (size, size), (steps, steps, weight), 2)
        components, pitch = choice.class_transforms[0].components, 4 * channels + 128
        tiles = schedule.MANY_TILES + 8
        # Transformed inputs, with a halo of z at most twice as many again; sums; and the grid.
        assert (
            made.space_bytes < components * tiles * (3 * pitch + 400) + 40 * tiles * pitch + 2**20
        )


# --- weights


def test_a_kept_weight_serves_every_size(choice):
    draw = np.random.default_rng(2)
    kept = integers(draw, (5, 4, 3, 3, 3), np.float32)
    weight = PackedWeight(kept)
    for size in ((4, 3, 4), (7, 3, 4), (2, 9, 5)):
        x = integers(draw, (1, 4, *size), np.float32)
        found = upconv.conv(x, weight, padding=1)
        assert choice.taken.halo == 2
        np.testing.assert_array_equal(found, reference.convolution(x, kept, padding=1))
    assert len(weight._copies) == 1


LIES = {
    (2, 2, 2): ("first", {pack.SCATTERED}),
    (3, 3, 3): ("first", {pack.TRANSPOSED}),
    (4, 4, 4): ("last", {pack.CONTIGUOUS}),
    (5, 4, 5): ("first", {pack.SCATTERED}),  # more taps than are transposed
}


@pytest.mark.usefixtures("choice")
@pytest.mark.parametrize("kernel", LIES)
def test_every_way_that_a_vector_of_columns_lies_in_the_weight(kernel):
    layer, lanes = tuple(Axis(k, 1, 1, 1, 1) for k in kernel), isa.current().lanes(4)
    layout, lies = LIES[kernel]
    for outer in (lanes - 1, lanes, 3 * lanes + 1):
        layouts = ("first", layout, "first")
        found = check(layer, (5, 6, 5), (9, outer), transposed=True, layouts=layouts)
        listed = set(
            found._keep[0]
            .tables["class_transforms"][:, fields.CLASS_TRANSFORM.index("weight_layout")]
            .tolist()
        )
        assert listed == lies or (kernel == (2, 2, 2) and lanes <= 8)


# --- rounding


@pytest.mark.parametrize("inner", [8, 48, 200])
def test_errors_of_float32_stay_under_what_the_growth_says(inner, choice):
    draw = np.random.default_rng(inner)
    layer = tuple(Axis(3, 1, 1, 0, 0) for _ in range(3))
    x = draw.standard_normal((1, inner, 5, 14, 15), np.float32)
    weight = draw.standard_normal((8, inner, 3, 3, 3), np.float32)
    exact = np.zeros((1, 8, 3, 12, 13))
    generic.forward(x.astype(float), weight.astype(float), None, None, exact, layer, 1, False)
    tilings = plan.tilings(Problem.of(layer, False, (inner, 8), 4), isa.current())
    for number, each in enumerate(tilings):
        choice.take(number)
        found = np.empty(exact.shape, np.float32)
        generated.correlate(x, weight, found, layer, 1, False)
        assert choice.taken.units == each.units
        error = np.abs(found - exact).max() / np.abs(exact).max()
        growth = max(kind.growth for kind in each.class_transforms)
        assert EPSILON / 4 < error < growth * EPSILON * (2 + 1.25 * (3 * inner) ** 0.5)
        assert error < 5e-6


# --- memory


@needs_mprotect
@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(("name", "transposed"), [("stride on z", False), ("all doubled", True)])
def test_nothing_outside_the_arrays_is_touched(name, transposed, last, at_end, choice):
    layer, lanes, guarded = layer_of(name, transposed), isa.current().lanes(4), Guarded()
    draw = np.random.default_rng(0)

    def array(*shape):
        given = integers(draw, shape, np.float32)
        if not last:
            return guarded.place(given, at_end=at_end)
        held = guarded.place(np.ascontiguousarray(np.moveaxis(given, 1, -1)), at_end=at_end)
        return np.moveaxis(held, -1, 1)

    for number, (inner, outer) in enumerate(((2 * lanes, lanes), (3, lanes + 1), (lanes + 1, 2))):
        choice.take(3 * number)
        x = array(1, inner, 5, 6, 7)
        weight = array(*((inner, outer) if transposed else (outer, inner)), 3, 3, 3)
        size = [
            axis.output_size(i) if transposed else axis.convolution_size(i)
            for axis, i in zip(layer, x.shape[2:], strict=True)
        ]
        out = array(1, outer, *size)
        wanted = np.empty_like(out)
        generic.forward(x, weight, None, None, wanted, layer, 1, transposed)
        generated.correlate(x, weight, out, layer, 1, transposed)
        assert choice.taken.halo > 0
        np.testing.assert_array_equal(out, wanted)


def test_the_same_bits_for_any_number_of_threads(choice, monkeypatch):
    draw = np.random.default_rng(5)
    x = draw.standard_normal((2, 19, 7, 9, 11), np.float32)
    weight = draw.standard_normal((19, 33, 3, 3, 3), np.float32)
    for layout in LAYOUTS:
        found, summed = set(), set()
        for count in (1, 2, 3, 7):
            monkeypatch.setenv("UPCONV_NUM_THREADS", str(count))
            out, _ = placed(np.empty((2, 33, 13, 17, 21), np.float32), layout)
            given = {"stride": 2, "padding": 1}
            upconv.conv_transpose(placed(x, layout)[0], weight, **given, out=out)
            found.add(out.tobytes())
            layer = (Axis(3, 2, 1, 1, 1),) * 3
            summed.add(generated_gradient_of(placed(x, layout)[0], out, weight.shape, layer))
        assert choice.taken.halo == choice.summed.halo == 1
        assert len(found) == len(summed) == 1


def generated_gradient_of(x, grad, shape, layer):
    from upconv.engine import generated_gradient

    return generated_gradient.prepare(x, grad, shape, layer, 1, True).run(x, grad).tobytes()


# --- the choice

CHOSEN = [
    ((16, 16), 16, "4x4"),
    ((32, 32), 24, "4x4"),
    ((64, 64), 32, "2x4"),
    ((128, 128), 16, "2x4"),
    ((1, 32), 32, None),
    ((3, 8), 32, None),
    ((32, 2), 32, None),
    ((320, 320), 4, "2x2"),
]


@pytest.mark.parametrize(("channels", "size", "units"), CHOSEN)
def test_which_layers_take_winograd(channels, size, units):
    problem = Problem.of((SAME,) * 3, False, channels, 4, bias=True)
    found = cost.best(problem, AVX2, 1, (size,) * 3)
    assert (found and found.form) == (units and f"Winograd, tiles of {units}")
