"""Winograd against direct convolution: every tiling, layout and size, and what is not finite."""

import itertools
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

import upconv
from guarded import Guarded, needs_mprotect
from upconv import reference
from upconv.activations import TABLE
from upconv.axis import Axis
from upconv.bench.cases import CASES
from upconv.errors import ArgumentError

pytest.importorskip("llvmlite")

from upconv.engine import generated, generated_gradient
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.fallback import generic
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.plan import tile_of
from upconv.engine.forms.winograd import cost, form, pack, plan, schedule, weight_blocking
from upconv.engine.problem import Problem
from upconv.engine.process import isa
from upconv.engine.process.isa import ISA
from winograd_choice import check, forced, forget, placed, word

pytestmark = pytest.mark.numeric

AVX2 = ISA("avx2", 256, 16, True, "x86-64-v3", "")
EPSILON = 2.0**-24  # what rounding to a float32 changes at the most
SAME = Axis(3, 1, 1, 1, 1)
DOUBLE = Axis(4, 2, 1, 1, 1)
INSIDE = Axis(3, 1, 1, 0, 0)
LAYOUTS = ("first", "last", "apart")


@pytest.fixture
def choice():
    with forced() as made:
        yield made


# --- the same as direct convolution


@st.composite
def axes(draw, *, transposed, deep=False):
    """Draw (size, kernel, stride, padding, output padding) of one axis that has an output."""
    kernel = draw(st.integers(1, 3 if deep else 5))
    # A phase without an element of the kernel has no products that Winograd could save.
    stride = draw(st.integers(1, min(kernel, 3))) if transposed or deep else 1
    more = draw(st.integers(0, stride - 1))
    size = draw(st.integers(1, 7)) + (0 if transposed else kernel - 1)
    room = (size - 1) * stride + kernel + more - 1 if transposed else 3
    begin = draw(st.integers(-2, min(kernel, room)))
    return size, kernel, stride, (begin, draw(st.integers(-2, min(kernel, room - begin)))), more


@st.composite
def layers(draw):
    transposed, rank = draw(st.booleans()), draw(st.integers(1, 3))
    listed = [
        draw(axes(transposed=transposed, deep=rank == 3 and n == 0).filter(_has_output(transposed)))
        for n in range(rank)
    ]
    return {
        "axes": listed,
        "transposed": transposed,
        "images": draw(st.integers(0, 3)),
        "channels": (draw(st.integers(1, 3)), draw(st.integers(1, 5))),
        "groups": draw(st.sampled_from((1, 1, 2, 3))),
        "bias": draw(st.booleans()),
        "activation": draw(st.sampled_from((None, "relu", ("leaky_relu", 0.5)))),
        "layouts": [draw(st.sampled_from(LAYOUTS)) for _ in range(3)],
        "dtype": draw(st.sampled_from((np.float32, np.float64))),
        "tiling": draw(st.integers(0, 8)),
    }


def _has_output(transposed):
    def check_one(axis):
        size, kernel, _, (begin, end), _ = axis
        return transposed or size + begin + end >= kernel

    return check_one


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(layers())
def test_layers_drawn_at_random_are_those_of_the_reference(choice, layer):
    choice.take(layer["tiling"])
    spatial, kernel, stride, padding, more = zip(*layer["axes"], strict=True)
    (inner, outer), groups, dtype = layer["channels"], layer["groups"], layer["dtype"]
    draw = np.random.default_rng(0)

    def integers(*shape):
        return draw.integers(-3, 4, shape).astype(dtype)

    transposed = layer["transposed"]
    shape = (inner * groups, outer) if transposed else (outer * groups, inner)
    x, _ = placed(integers(layer["images"], inner * groups, *spatial), layer["layouts"][0])
    weight, _ = placed(integers(*shape, *kernel), layer["layouts"][1])
    bias = integers(outer * groups) if layer["bias"] else None
    given = {"stride": stride, "padding": padding, "groups": groups}
    if transposed:
        given["output_padding"] = more
    judge = reference.scatter if transposed else reference.convolution
    operation = upconv.conv_transpose if transposed else upconv.conv
    wanted = judge(x, weight, bias, **given)
    if layer["activation"] is not None:
        slope = 0.0 if layer["activation"] == "relu" else 0.5
        wanted = np.where(wanted > 0, wanted, slope * wanted)
    out, _ = placed(np.full(wanted.shape, np.nan, dtype), layer["layouts"][2])
    operation(x, weight, bias, **given, activation=layer["activation"], out=out)
    np.testing.assert_array_equal(out, wanted)
    # A single stamp has no neighbour to share products with, and one tap has none to share.
    taps = [-(-k // s) if transposed else k for k, s in zip(kernel, stride, strict=True)]
    alone = 1 in (x if transposed else out).shape[2:] or max(taps[-2:]) == 1
    assert choice.taken is not None or alone or not layer["images"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kernel", [(1, 2), (1, 4), (2, 3), (3, 3), (5, 2), (4, 3), (5, 5)])
def test_every_tiling_of_a_kernel(kernel, dtype, choice):
    layer = tuple(Axis(k, 1, 1, 1, 0) for k in kernel)
    problem = Problem.of(layer, False, (3, 5), np.dtype(dtype).itemsize)
    tilings = plan.tilings(problem, isa.current())
    assert len({tiling.units for tiling in tilings}) == len(tilings) > 0
    for number, tiling in enumerate(tilings):
        choice.take(number)
        check(layer, (9, 10), (3, 5), dtype, gradient=tiling.units[2] == 2)
        assert choice.taken.units == tiling.units


def test_transposed_convolutions_in_every_tiling(choice):
    layer = (Axis(4, 2, 1, 1, 0), Axis(5, 3, 1, 1, -1))
    problem = Problem.of(layer, True, (3, 5), 4)
    for number, _ in enumerate(plan.tilings(problem, isa.current())):
        choice.take(number)
        check(layer, (6, 7), (3, 5), transposed=True, layouts=("last", "first", "last"))


@pytest.mark.parametrize(("number", "units"), [(0, (1, 2, 2)), (4, (1, 3, 4)), (7, (1, 4, 4))])
def test_sizes_around_every_tile(number, units, choice):
    choice.take(number)
    for size in range(2, 10):
        for layout in ("first", "last"):
            check((SAME, SAME), (size, 11 - size), (2, 5), layouts=(layout, "first", layout))
    assert choice.taken.units == units


@pytest.mark.parametrize("tiles", [1, 2, 3, 7])
def test_sizes_around_every_block(tiles, choice, monkeypatch):
    monkeypatch.setattr(schedule, "SPACE_BYTES", 1)
    monkeypatch.setattr(schedule, "LEAST_TILES", tiles)
    monkeypatch.setattr(weight_blocking, "COLUMN_BLOCK_BYTES", 1)
    choice.take(2)
    for size in (3, 4, 5, 8, 9, 13):
        for images in (1, 3):
            check((SAME, SAME), (size, size + 1), (3, 5), images=images)
        check((DOUBLE, SAME), (size, 5), (2, 3), transposed=True, gradient=size == 5)
    depth_taps = (Axis(2, 2, 1, 1, 0), SAME, SAME)
    check(depth_taps, (3, 5, 6), (2, 3), transposed=True, layouts=("last", "first", "last"))


def around(*sizes):
    return sorted({size + by for size in sizes for by in (-1, 0, 1)} - {0})


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_channels_around_every_vector_and_panel(layout, dtype, choice):
    lanes = isa.current().lanes(np.dtype(dtype).itemsize)
    width = lanes * tile_of(isa.current()).vectors
    choice.take(7)  # tiles of 4x4, which stand out by several rows
    for outer in around(1, lanes, width, 2 * width):
        check((SAME, SAME), (5, 6), (3, outer), dtype, layouts=(layout, "first", layout))
    for inner in around(1, lanes, 2 * lanes, pack.STRIP):
        check((SAME, SAME), (5, 6), (inner, 3), dtype, layouts=(layout, "first", layout))
    check((DOUBLE,), (9,), (lanes + 1, width + 1), dtype, transposed=True, groups=3)


def ways(prepared):
    """Return how the columns of each class lie in the weight."""
    return set(
        prepared._keep[0]
        .tables["class_transforms"][:, fields.CLASS_TRANSFORM.index("weight_layout")]
        .tolist()
    )


@pytest.mark.parametrize(
    ("kernel", "layout", "lies"),
    [
        ((Axis(4, 1, 1, 1, 1),) * 2, "first", pack.TRANSPOSED),
        ((Axis(4, 1, 1, 1, 1),) * 2, "apart", pack.SCATTERED),
        ((INSIDE,) * 2, "last", pack.CONTIGUOUS),
        ((Axis(8, 4, 1, 0, 0),), "first", pack.RUNS),
    ],
)
def test_every_way_that_a_vector_of_columns_lies_in_the_weight(kernel, layout, lies, choice):
    lanes = isa.current().lanes(4)
    choice.take(0)
    for outer in (lanes - 1, lanes, lanes + 1, 3 * lanes):
        layouts = ("first", layout, "first")
        for inner in (1, pack.STRIP + 1):
            spatial = (5, 6)[: len(kernel)]
            found = check(kernel, spatial, (inner, outer), transposed=True, layouts=layouts)
            listed = (
                found._keep[0]
                .tables["class_transforms"][:, fields.CLASS_TRANSFORM.index("weight_layout")]
                .tolist()
            )
            assert set(listed) <= {lies, pack.SCATTERED} if outer < 4 else set(listed) == {lies}


def test_depth_taps_of_a_dilated_kernel(choice):
    layer = (Axis(2, 2, 1, 1, 0), Axis(1, 1, 1, 0, 0), Axis(5, 1, 1, 2, 2))
    draw = np.random.default_rng(0)
    x = draw.integers(-4, 5, (1, 3, 4, 3, 9)).astype(np.float32)
    weight = draw.integers(-4, 5, (3, 20, 6, 1, 5)).astype(np.float32)[:, :, ::3]
    wanted = np.empty(
        (1, 20, *(axis.output_size(i) for axis, i in zip(layer, (4, 3, 9), strict=True))), "f"
    )
    found = np.full_like(wanted, np.nan)
    generic.forward(x, weight, None, None, wanted, layer, 1, True)
    generated.correlate(x, weight, found, layer, 1, True)
    assert choice.taken is not None
    np.testing.assert_array_equal(found, wanted)


# --- rounding


def error(kernel, inner, outer=8):
    """Return the largest error of Winograd, against the largest output, summed in float64."""
    draw = np.random.default_rng(inner)
    layer = tuple(Axis(k, 1, 1, 0, 0) for k in kernel)
    x = draw.standard_normal((1, inner, 14, 15), np.float32)
    weight = draw.standard_normal((outer, inner, *kernel), np.float32)
    exact = np.zeros((1, outer, 15 - kernel[0], 16 - kernel[1]))
    generic.forward(x.astype(float), weight.astype(float), None, None, exact, layer, 1, False)
    found = np.empty(exact.shape, np.float32)
    generated.correlate(x, weight, found, layer, 1, False)
    return np.abs(found - exact).max() / np.abs(exact).max()


@pytest.mark.parametrize("inner", [8, 128, 512])
@pytest.mark.parametrize("kernel", [(2, 2), (3, 3), (4, 3), (1, 5)])
def test_errors_of_float32_stay_under_what_the_growth_says(kernel, inner, choice):
    layer = tuple(Axis(k, 1, 1, 0, 0) for k in kernel)
    tilings = plan.tilings(Problem.of(layer, False, (inner, 8), 4), isa.current())
    for number, tiling in enumerate(tilings):
        choice.take(number)
        growth = max(each.growth for each in tiling.class_transforms)
        found = error(kernel, inner)
        assert choice.taken.units == tiling.units
        # Both transforms round, and products of a point are summed up one after the other.
        assert EPSILON / 4 < found < growth * EPSILON * (2 + 1.25 * inner**0.5), tiling.units
        assert found < 5e-6, tiling.units


def test_no_tiling_may_have_larger_errors():
    for k, r in itertools.product(range(1, 6), repeat=2):
        layer = (Axis(k, 1, 1, 0, 0), Axis(r, 1, 1, 0, 0))
        for tiling in plan.tilings(Problem.of(layer, False, (3, 5), 4), AVX2):
            assert max(each.growth for each in tiling.class_transforms) <= plan.MOST_GROWTH <= 11


# --- what is not finite


def normal(inner=12, outer=17, images=2):
    draw = np.random.default_rng(3)
    x = draw.standard_normal((images, inner, 9, 11), np.float32)
    weight = draw.standard_normal((outer, inner, 3, 3), np.float32)
    return x, weight, draw.standard_normal(outer, np.float32)


def plain(monkeypatch, *call, **given):
    """Return the result of direct convolution."""
    with monkeypatch.context() as patch:
        patch.setattr(form, "ALWAYS", False)
        forget()
        found = upconv.conv(*call, **given)
    forget()
    return found


STRANGE = {
    "inf": (np.inf, "x"),
    "-inf": (-np.inf, "x"),
    "nan": (np.nan, "x"),
    "large": (3e38, "x"),
    "inf weight": (np.inf, "weight"),
    "nan weight": (np.nan, "weight"),
    "nan bias": (np.nan, "bias"),
    "large bias": (3e38, "bias"),
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("activation", [None, "relu", "tanh"])
def test_what_is_not_finite_stays_where_it_belongs(name, keep, activation, choice, monkeypatch):
    x, weight, bias = normal()
    value, where = STRANGE[name]
    good = (x, weight, bias)
    strange = tuple(each.copy() for each in good)
    place = {"x": (1, 5, 4, 6), "weight": (7, 3, 1, 2), "bias": (4,)}[where]
    strange[["x", "weight", "bias"].index(where)][place] = value
    if name == "large":  # no output is too large, but transformed inputs are
        strange[0][1, 5, 3, 5] = -value
        strange[1][...] /= 64
        good = (x, strange[1], bias)
    given = {"padding": 1, "activation": activation}
    wanted, clean = plain(monkeypatch, *strange, **given), plain(monkeypatch, *good, **given)
    choice.take(7)
    kept = [PackedWeight(each[1]) if keep else each[1] for each in (good, strange)]
    first = upconv.conv(x, kept[0], bias, **given)
    assert choice.taken.units == (1, 4, 4)
    assert first.tobytes() != clean.tobytes()  # Winograd rounds otherwise
    for _ in range(2):
        found = upconv.conv(strange[0], kept[1], strange[2], **given)
        if where == "bias":  # direct convolution begins with it
            assert (np.isfinite(found) == np.isfinite(wanted)).all()
            np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)
        else:
            assert found.tobytes() == wanted.tobytes()
        again = upconv.conv(x, kept[0], bias, **given)
        assert again.tobytes() == first.tobytes()


@pytest.mark.parametrize("name", TABLE)
def test_every_activation_is_that_of_the_direct_form(name, choice, monkeypatch):
    x, weight, bias = normal()
    given = {"padding": 1, "activation": name}
    wanted = plain(monkeypatch, x, weight, bias, **given)
    choice.take(7)
    found = upconv.conv(x, weight, bias, **given)
    assert choice.taken.units == (1, 4, 4)
    assert found.tobytes() != wanted.tobytes()  # Winograd rounds otherwise
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)


def gradient_of(x, grad, *given):
    return generated_gradient.prepare(x, grad, *given).run(x, grad)


def test_a_weight_gradient_of_what_is_not_finite_is_that_of_direct_convolution(choice, monkeypatch):
    x, weight, _ = normal()
    grad = np.random.default_rng(4).standard_normal((2, 17, 7, 9), np.float32)
    given = ((INSIDE, INSIDE), 1, False)
    good = gradient_of(x, grad, weight.shape, *given)
    assert choice.summed is not None
    x[1, 5, 4, 6] = np.inf
    found = gradient_of(x, grad, weight.shape, *given)
    monkeypatch.setattr(form, "ALWAYS", False)
    wanted = gradient_of(x, grad, weight.shape, *given)
    assert found.tobytes() == wanted.tobytes()
    assert 0 < np.isfinite(wanted).sum() < wanted.size
    monkeypatch.undo()
    x[1, 5, 4, 6] = normal()[0][1, 5, 4, 6]
    assert gradient_of(x, grad, weight.shape, *given).tobytes() == good.tobytes()


def test_threads_at_once_do_not_take_what_is_not_finite_for_each_other_s(choice, monkeypatch):
    x, weight, _ = normal()
    strange = x.copy()
    strange[0, 0, 0, 0] = np.nan
    wanted = plain(monkeypatch, strange, weight, padding=1)
    choice.take(0)
    expected = {False: upconv.conv(x, weight, padding=1), True: wanted}
    found, start = {False: [], True: []}, threading.Barrier(4)

    def work(which):
        start.wait()
        given = strange if which else x
        found[which].extend(upconv.conv(given, weight, padding=1) for _ in range(20))

    workers = [threading.Thread(target=work, args=(n % 2 == 0,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for which, results in found.items():
        assert len(results) == 40
        assert {result.tobytes() for result in results} == {expected[which].tobytes()}


# --- memory


@needs_mprotect
@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("kernel", [(Axis(8, 4, 1, 0, 0),), (Axis(5, 1, 1, 0, 0),) * 2])
@pytest.mark.parametrize("last", [False, True])
def test_nothing_outside_the_weight_is_read(last, kernel, at_end, choice):
    lanes, guarded = isa.current().lanes(4), Guarded()
    sizes = [axis.kernel for axis in kernel]
    for outer in (1, lanes - 1, lanes, lanes + 1):
        choice.take(0)
        shape = (3, *sizes, outer) if last else (3, outer, *sizes)
        weight = guarded.place(np.ones(shape, np.float32), at_end=at_end)
        weight = np.moveaxis(weight, -1, 1) if last else weight
        x = np.ones((1, 3, *(5, 6)[: len(kernel)]), np.float32)
        found = upconv.conv_transpose(x, weight, stride=kernel[0].stride)
        assert choice.taken is not None
        np.testing.assert_array_equal(found, reference.scatter(x, weight, stride=kernel[0].stride))


@needs_mprotect
@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("by", [-1, 0, 1])
def test_channels_last_are_read_in_place_where_they_are_whole_vectors(by, at_end, choice):
    lanes = isa.current().lanes(4)
    inner, outer = 2 * lanes + by, lanes + 1
    draw, guarded = np.random.default_rng(0), Guarded()

    def array(*shape):
        return guarded.place(draw.integers(-4, 5, shape).astype(np.float32), at_end=at_end)

    for height, width, whole in ((10, 6, True), (9, 7, False)):
        choice.take(7)
        x = np.moveaxis(array(2, height, width, inner), -1, 1)
        weight, bias = array(outer, inner, 3, 3), array(outer)
        out = np.moveaxis(array(2, height - 2, width - 2, outer), -1, 1)
        wanted = np.empty_like(out)
        call = ((INSIDE, INSIDE), 1, False)
        generic.forward(x, weight, bias, None, wanted, *call)
        prepared = generated.prepare(x, weight, bias, None, out, *call)
        assert word(prepared, "in_place") == (whole and by == 0)
        generated.run(prepared, x, weight, out, bias, None)
        np.testing.assert_array_equal(out, wanted)
        assert choice.taken.units == (1, 4, 4)


def test_the_same_bits_for_any_number_of_threads_in_every_layout(choice, monkeypatch):
    x, weight, bias = normal(33, 65, 3)
    for layout in LAYOUTS:
        found = set()
        for count in (1, 2, 3, 7):
            monkeypatch.setenv("UPCONV_NUM_THREADS", str(count))
            out, _ = placed(np.empty((3, 65, 9, 11), np.float32), layout)
            upconv.conv(placed(x, layout)[0], weight, bias, padding=1, out=out)
            found.add(out.tobytes())
        assert choice.taken is not None
        assert len(found) == 1


# --- the choice


def test_the_variable_turns_winograd_off_and_on(choice, monkeypatch, capfd):
    x, weight, bias = normal()
    on = upconv.conv(x, weight, bias)
    off = plain(monkeypatch, x, weight, bias)
    assert on.tobytes() != off.tobytes()
    upconv.conv(x, weight, bias)
    for text, wanted in (("off", off), ("on", on), ("off", off), ("", on)):
        monkeypatch.setenv("UPCONV_WINOGRAD", text)
        for _ in range(2):
            assert upconv.conv(x, weight, bias).tobytes() == wanted.tobytes()
    choice.take(7)
    monkeypatch.setenv("UPCONV_DEBUG", "1")
    upconv.conv(x, weight, bias)
    assert "generated: yes, Winograd, tiles of 4x4, conv_f32_ic12_oc17" in capfd.readouterr().err
    monkeypatch.setenv("UPCONV_WINOGRAD", "off")
    upconv.conv(x, weight, bias)
    assert "Winograd" not in capfd.readouterr().err


def test_another_word_is_a_mistake(monkeypatch):
    x, weight, _ = normal()
    upconv.conv(x, weight)
    monkeypatch.setenv("UPCONV_WINOGRAD", "maybe")
    wanted = r"^`UPCONV_WINOGRAD` must be 'on' or 'off'\. Received UPCONV_WINOGRAD='maybe'\. Write"
    for call in (lambda: upconv.conv(x, weight), upconv.info):
        with pytest.raises(ArgumentError, match=wanted):
            call()
    grad = np.ones((2, 17, 7, 9), np.float32)
    with pytest.raises(ArgumentError, match=wanted):
        gradient_of(x, grad, weight.shape, (INSIDE, INSIDE), 1, False)


def test_where_winograd_is_impossible():
    cases = [
        ((Axis(3, 2, 1, 0, 0),), False),  # outputs do not read neighbours
        ((Axis(3, 1, 2, 0, 0),), False),
        ((Axis(2, 3, 1, 0, 0),), True),  # a phase reads nothing
        ((Axis(6, 1, 1, 0, 0),), False),  # too many taps
        ((Axis(1, 1, 1, 0, 0),), False),  # as many products as direct convolution
        ((Axis(3, 3, 1, 0, 0),), True),
        ((SAME, Axis(3, 2, 1, 0, 0), SAME), False),
    ]
    for layer, transposed in cases:
        assert plan.tilings(Problem.of(layer, transposed, (8, 8), 4), AVX2) == ()
    assert plan.tilings(Problem.of((DOUBLE,), True, (8, 8), 4), AVX2)


CHOSEN = {
    "mnist_t3": "4x4",
    "dcgan_g1": "2x2",
    "dcgan_g2": "2x2",
    "dcgan_g4": "2x4",
    "fcn8s_up8": "3x4",
    "pose_256": "4x3",
    "k3s2": "3x4",
    "hifigan_u1": "1x4",
    "hifigan_u4": "1x4",
    "istft_1024": "1x3",
    "vnet_3d_k3": "3x4",
}


@pytest.mark.parametrize("name", CASES)
def test_which_layers_take_winograd(name):
    case = CASES[name]
    per_axis = zip(case.kernel, case.stride, case.padding, strict=True)
    layer = tuple(Axis(k, s, 1, p, p) for k, s, p in per_axis)
    channels = (case.in_channels // case.groups, case.out_channels // case.groups)
    problem = Problem.of(layer, True, channels, 4, bias=True)
    sizes = (*(1,) * (3 - case.ndim), *case.out_spatial)
    found = cost.best(problem, AVX2, case.images, sizes)
    told = found.form if found is not None else None
    assert told == (f"Winograd, tiles of {CHOSEN[name]}" if name in CHOSEN else None)
