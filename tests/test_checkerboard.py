"""The figures of a checkerboard: what they mean, what they do not change with, what they cost."""

import itertools
import math
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import upconv
from strategies import integers_like, per_axis
from upconv import reference, rewrites
from upconv.checkerboards import equalized, gain, remedies, spectrum
from upconv.checkerboards.layers import Convolution, Layer, Resize, Shuffle, resized, subpixel
from upconv.checkerboards.report import LayerReport, Report, count
from upconv.errors import ArgumentError, ArgumentTypeError, ShapeError


@st.composite
def trained(draw, ndim=3, groups=2):
    """A geometry, a weight (C_in, C_out/groups, *k) and groups, of at most so many."""
    ndim, g = draw(st.integers(1, ndim)), draw(st.integers(1, groups))
    kernel, stride = draw(per_axis(ndim, 1, 4)), draw(per_axis(ndim, 1, 3))
    dilation = draw(per_axis(ndim, 1, 2))
    padding = tuple((draw(st.integers(-1, 2)), draw(st.integers(-1, 2))) for _ in range(ndim))
    channels = (g * draw(st.integers(1, 2)), draw(st.integers(1, 3)))
    weight = integers_like((*channels, *kernel), draw(st.integers(0, 2**16)))
    return upconv.Geometry(kernel, stride, padding, 0, dilation), weight, g


def figure(geometry, weight, groups=1, **words):
    return gain.phase_gain(gain.phase_sums(weight, geometry, groups), **words)


# (b): the gain of each phase.


@settings(max_examples=25)
@given(trained(ndim=2))
def test_phase_sums_are_what_the_layer_makes_of_a_constant(drawn):
    geometry, weight, groups = drawn
    sums = gain.phase_sums(weight, geometry, groups)
    extent = [axis.extent for axis in geometry.axes]
    inputs = [-(-(2 * e + 8) // s) + e for e, s in zip(extent, geometry.stride, strict=True)]
    for channel in range(len(weight)):
        x = np.zeros((1, len(weight), *inputs))
        x[0, channel] = 1
        y = reference.scatter(
            x,
            weight,
            stride=geometry.stride,
            padding=geometry.padding,
            dilation=geometry.dilation,
            groups=groups,
        )[0]
        # From a multiple of the stride that every tap reaches, one period.
        first = [-(-(e + 2) // s) * s for e, s in zip(extent, geometry.stride, strict=True)]
        period = (slice(f, f + s) for f, s in zip(first, geometry.stride, strict=True))
        assert np.array_equal(np.moveaxis(y[(slice(None), *period)], 0, -1), sums[..., channel])


def test_0_db_is_a_pattern_as_strong_as_the_signal_and_20_db_less_a_tenth():
    layer = upconv.Geometry(2, stride=2)
    for taps, db in (([2.0, 0.0], 0.0), ([1.1, 0.9], -20.0), ([1.01, 0.99], -40.0)):
        found = figure(layer, np.array([[taps]]))
        assert found.db == pytest.approx(db)
        np.testing.assert_allclose(found.relative, taps)
        np.testing.assert_allclose(found.ripple_db, db)
    assert figure(layer, np.array([[[1.0, -1.0]]])).db == math.inf
    assert figure(layer, np.array([[[3.0, 3.0]]])).db == -math.inf


def test_the_worst_phase_is_the_one_farthest_from_the_mean():
    weight = np.ones((1, 1, 2, 3))
    weight[0, 0, 1, 2] = 4
    found = figure(upconv.Geometry((2, 3), stride=(2, 3)), weight)
    assert found.worst == (1, 2)
    assert found.relative[1, 2] == found.relative.max() == pytest.approx(4 / 1.5)
    assert found.relative.mean() == pytest.approx(1)


@given(st.integers(0, 2**16), st.floats(1e-3, 1e3))
def test_the_figure_does_not_change_with_scale_order_or_rotation(seed, scale):
    random = np.random.default_rng(seed)
    layer = upconv.Geometry((3, 4), stride=2)
    weight = random.standard_normal((5, 4, 3, 4))
    found = figure(layer, weight)
    inputs, outputs = (np.linalg.qr(random.standard_normal((n, n)))[0] for n in (5, 4))
    others = {
        "scale": -scale * weight,
        "order": weight[random.permutation(5)][:, random.permutation(4)],
        "rotation": np.einsum("ij,jokl,op->ipkl", inputs, weight, outputs),
    }
    for other in others.values():
        again = figure(layer, other)
        assert again.db == pytest.approx(found.db)
        np.testing.assert_allclose(again.relative, found.relative, atol=1e-9)


@given(st.integers(0, 2**16))
def test_with_a_batch_the_figure_is_that_of_the_pixels_of_the_layers_input(seed):
    random = np.random.default_rng(seed)
    layer, weight = upconv.Geometry((3, 4), stride=2), random.standard_normal((3, 4, 3, 4))
    bias = random.standard_normal((2, 2, 4))
    x = random.standard_normal((2, 3, 4, 5)) * np.array([3.0, 0.1, 1.0]).reshape(3, 1, 1)
    sums = gain.phase_sums(weight, layer)
    found = gain.phase_gain(sums, bias=bias, moments=gain.second_moments(x))
    pixels = np.moveaxis(x, 1, 0).reshape(3, -1)
    mean = np.einsum("oi,in->on", sums.mean(axis=(0, 1)), pixels)
    responses = np.einsum("rsoi,in->rson", sums, pixels)
    ripple = np.mean((responses - mean) ** 2, axis=-1).sum(axis=-1)
    own = np.sum((bias - bias.mean(axis=(0, 1))) ** 2, axis=-1)
    signal = np.mean(mean**2, axis=-1).sum()
    assert found.weighted
    # M is uncentred, and a bias is its own term: the pixels of a batch are taken one by one.
    np.testing.assert_allclose(found.ripple_db, 10 * np.log10((ripple + own) / signal))
    assert found.db == pytest.approx(10 * np.log10(np.mean(ripple + own) / signal))


def test_a_kernel_that_the_stride_divides_is_even_in_taps_and_uneven_in_gain():
    weight = np.random.default_rng(0).standard_normal((8, 4, 4, 4))
    (layer,) = upconv.checkerboard(weight, stride=2, padding=1).layers
    assert layer.even
    assert layer.overlap == ((2, 2), (2, 2))
    assert layer.overlap_db == -math.inf
    assert layer.db == layer.gain.db > 0


@settings(max_examples=40)
@given(trained(groups=1))
def test_equalised_weights_are_even_and_nearest(drawn):
    geometry, weight, _ = drawn
    if any(0 in counts for counts in geometry.overlap()):
        return
    new = equalized(weight, geometry)
    sums, now = gain.phase_sums(weight, geometry), gain.phase_sums(new, geometry)
    mean = sums.mean(axis=tuple(range(geometry.ndim)))
    np.testing.assert_allclose(now, np.broadcast_to(mean, now.shape), atol=1e-12)
    # The smallest change moves the taps of a phase by one number.
    for phase in itertools.product(*map(range, geometry.stride)):
        taps = [[tap.element for tap in axis[r]] for axis, r in zip(geometry.phases(), phase)]  # noqa: B905 - one per axis
        moved = (new - weight)[(slice(None), slice(None), *np.ix_(*taps))]
        assert np.ptp(moved.reshape(*weight.shape[:2], -1), axis=-1).max() < 1e-12


def test_equalised_keeps_the_dtype_and_an_even_weight():
    geometry = upconv.Geometry((4, 4), stride=2)
    weight = np.ones((2, 3, 4, 4), np.float32)
    assert equalized(weight, geometry).dtype == np.float32
    assert np.array_equal(equalized(weight, geometry), weight)


# The forms of a layer.


def test_a_nearest_or_bilinear_resize_before_a_convolution_is_even_and_bed_of_nails_is_not():
    step = Convolution(integers_like((4, 3, 3, 5), 0), None, ((1, 1), (2, 2)), (1, 1))
    for mode in ("nearest", "bilinear"):
        layer = resized(Resize((2, 3), mode), step)
        assert figure(layer.geometry, layer.weight).db < -100
    layer = resized(Resize((2, 3), "bed_of_nails"), step)
    assert figure(layer.geometry, layer.weight).db > -10


def test_a_sub_pixel_layer_is_even_after_icnr_and_its_bias_counts():
    base = integers_like((2, 3, 3, 3), 0)
    icnr = np.repeat(base, 4, axis=0)
    pads, plain = ((1, 1), (1, 1)), (1, 1)
    even = subpixel(Convolution(icnr, np.repeat([1.0, 2.0], 4), pads, plain), Shuffle((2, 2)))
    words = {"bias": even.phase_bias}
    assert figure(even.geometry, even.weight, **words).db == -math.inf
    own = Convolution(icnr, np.array([2.0, 1, 1, 1, 2, 2, 2, 2]), pads, plain)
    layer = subpixel(own, Shuffle((2, 2)))
    found = figure(layer.geometry, layer.weight, bias=layer.phase_bias)
    assert found.worst == (0, 0)
    signal = np.sum(base.sum(axis=(2, 3)) ** 2)
    assert found.db == pytest.approx(10 * np.log10(3 / 16 / signal))


def test_depth_first_channels_are_the_same_layer_in_another_order():
    weight, bias = integers_like((12, 2, 3, 3), 0), integers_like((12,), 1)
    by_depth = weight.reshape(3, 4, 2, 3, 3).swapaxes(0, 1).reshape(12, 2, 3, 3)
    bias_by_depth = bias.reshape(3, 4).T.ravel()
    pads, plain = ((1, 1), (1, 1)), (1, 1)
    one = subpixel(Convolution(weight, bias, pads, plain), Shuffle((2, 2)))
    other = subpixel(Convolution(by_depth, bias_by_depth, pads, plain), Shuffle((2, 2), True))
    assert np.array_equal(one.weight, other.weight)
    assert np.array_equal(one.phase_bias, other.phase_bias)


# Costs.


def test_operations_are_those_of_the_forms():
    weight = np.zeros((8, 2, 3, 5))  # 8 -> 4 in 2 groups
    transposed = Layer("", "transposed", upconv.Geometry((3, 5), (2, 3)), weight, 2, written=(3, 5))
    assert remedies.operations(transposed, (7, 9)) == 8 * 2 * 15 * 63
    step = Convolution(np.zeros((4, 8, 3, 5)), None, ((1, 1), (2, 2)), (1, 1))
    layer = resized(Resize((2, 3), "nearest"), step)
    assert remedies.operations(layer, (7, 9)) == 4 * 8 * 15 * (14 * 27)
    shuffled = subpixel(
        Convolution(np.zeros((24, 8, 3, 5)), None, ((1, 1), (2, 2)), (1, 1)), Shuffle((2, 3))
    )
    assert remedies.operations(shuffled, (7, 9)) == 24 * 8 * 15 * 63


@pytest.mark.parametrize(
    ("mode", "written", "dilation", "kernel"),
    [
        ("nearest", (3, 5), (1, 1), (4, 7)),
        ("nearest", (3, 5), (3, 1), (8, 7)),
        ("nearest", (2, 4), (1, 1), (3, 6)),
        ("bilinear", (3, 5), (1, 1), (6, 9)),
    ],
)
def test_the_rewrite_costs_what_the_rewritten_layer_costs(mode, written, dilation, kernel):
    step = Convolution(np.zeros((4, 8, *written)), None, ((0, 0), (0, 0)), dilation)
    layer = resized(Resize((2, 3), mode), step)
    now, rewritten = remedies.remedies(layer, (7, 9))
    new = rewrites.resize_conv_to_transposed(
        step.weight, scale=(2, 3), mode=mode, dilation=dilation
    )
    as_one = Layer("", "transposed", new.geometry, new.weight, written=new.geometry.kernel_size)
    assert rewritten.operations == remedies.operations(as_one, (7, 9))
    ratio = math.prod(written) * 2 * 3 / math.prod(kernel)
    assert now.operations / rewritten.operations == ratio
    border = " except at the border" if mode == "bilinear" else ""
    assert rewritten.effect == f"the same function{border}"


def test_the_costs_of_what_may_be_done_are_those_of_the_layers_they_name():
    layer = Layer("", "transposed", upconv.Geometry((3, 5), 2), np.ones((6, 4, 3, 5)))
    found = {r.name.strip(): r.operations for r in remedies.remedies(layer, (7, 9))}
    pixels, pairs = 7 * 9, 6 * 4
    assert found == {
        "unchanged": pairs * 3 * 5 * pixels,
        "kernel 4x6, multiple of the stride": pairs * 4 * 6 * pixels,
        "nearest resize + conv 3x5": pairs * 3 * 5 * 4 * pixels,
        "as one transposed convolution": pairs * 4 * 6 * pixels,
        "conv 2x3 + pixel shuffle, ICNR": pairs * 4 * 2 * 3 * pixels,
        "blur of 2x2 after it": pairs * 3 * 5 * pixels + 4 * 4 * 4 * pixels,
        "equalised gain": pairs * 3 * 5 * pixels,
    }


def test_an_even_kernel_is_offered_to_an_uneven_layer_only():
    def names(kernel, **words):
        layer = Layer("", "geometry", upconv.Geometry(kernel, stride=2, **words))
        return [remedy.name for remedy in remedies.remedies(layer, (1, 1))]

    assert "kernel 4x6, multiple of the stride" in names((3, 5))
    assert not any("multiple" in name for name in names((4, 2)))
    assert "kernel 4x6, multiple of the stride" in names((3, 5), dilation=3)
    # Phases that no tap reaches stay so, whatever the kernel.
    assert not any("multiple" in name for name in names((3, 5), dilation=2))


# The report.


def test_the_report_of_a_geometry():
    report = upconv.checkerboard(upconv.Geometry((3, 5), stride=2), input_size=(7, 9))
    assert str(report).splitlines() == [
        "geometry, kernel 3x5, stride 2x2",
        "  overlap   2, 1 | 3, 2 taps per phase: uneven, -8.1 dB with equal taps",
        "  ABOVE     the limit of -20 dB in overlap",
        "  remedies  and the layer's multiply-adds for an input of 7x9:",
        "        945  unchanged",
        "     1.51 k  kernel 4x6, multiple of the stride   even overlap; retrain",
        "     3.78 k  nearest resize + conv 3x5            always even; retrain",
        "     1.51 k    as one transposed convolution      the same function",
        "     1.51 k  conv 2x3 + pixel shuffle, ICNR       even initially; retrain",
        "     1.95 k  blur of 2x2 after it                 always even; blurs, fine-tune",
    ]
    assert report.worst.layer.geometry.stride == (2, 2)
    assert report.above(-9) == [report.layers[0]]
    assert report.above(-7) == []


def test_lines_fit_into_80_columns():
    random = np.random.default_rng(0)
    for ndim in (1, 2, 3):
        weight = random.standard_normal((128, 100, *(5, 3, 3)[:ndim])).astype(np.float32)
        stride = (4, 2, 2)[:ndim]
        text = upconv.checkerboard(weight, stride=stride, input_size=64).text()
        assert max(map(len, text.splitlines())) <= 80, text


def test_an_even_layer_has_no_remedies_and_says_so():
    text = upconv.checkerboard(np.ones((2, 3, 4)), stride=2).text()
    assert "gain      below -100 dB between phases: even" in text
    assert "remedies" not in text


def report_of(*, gain_db, spectrum_db=None):
    """A report of one layer with these figures, in dB."""
    ripple = 10 ** (gain_db / 20)
    layer = Layer("up", "transposed", upconv.Geometry(2, 2), np.ones((1, 1, 2)), written=(2,))
    found = figure(layer.geometry, np.array([[[1 + ripple, 1 - ripple]]]))
    lattice = None if spectrum_db is None else spectrum.Lattice(spectrum_db, {(0.5,): 4.0})
    return Report((LayerReport(layer, found, lattice, (4,)),))


@pytest.mark.parametrize(
    ("figures", "decides", "above"),
    [
        ({"gain_db": 3.1}, "gain", True),
        ({"gain_db": 2.9}, "gain", False),
        ({"gain_db": 10.0, "spectrum_db": 2.9}, "spectrum", False),
        ({"gain_db": -40.0, "spectrum_db": 3.1}, "spectrum", True),
        ({"gain_db": -math.inf, "spectrum_db": 30.0}, "gain", False),  # not of its making
    ],
)
def test_what_is_seen_decides_before_what_the_weights_say(figures, decides, above):
    report = report_of(**figures)
    (layer,) = report.layers
    assert (layer.decides, bool(report.above())) == (decides, above)
    assert (f"the limit of 3 dB in {decides}" in str(report)) == above
    assert ("remedies" in str(report)) == above
    assert report.above(layer.db) == []


@pytest.mark.parametrize(
    ("db", "line"),
    [
        (-0.1, "  spectrum  -0.1 dB: no pattern of 4 px stands out"),
        (2.9, "  spectrum  +2.9 dB: a faint pattern of 4 px, strongest at (0.5) cycles/px"),
        (12.34, "  spectrum  +12.3 dB: a pattern of 4 px, strongest at (0.5) cycles/px"),
    ],
)
def test_the_spectrum_is_told_in_words_too(db, line):
    assert line in str(report_of(gain_db=-10.0, spectrum_db=db)).splitlines()


def test_a_pattern_under_an_even_layer_is_not_called_its_own():
    line = "  spectrum  +9.0 dB: a pattern of 4 px, not from this layer, which is even"
    assert line in str(report_of(gain_db=-math.inf, spectrum_db=9.0)).splitlines()
    assert "not from this layer" not in str(report_of(gain_db=-math.inf, spectrum_db=-1.0))


def test_the_worst_layer_is_the_farthest_above_its_limit():
    (a,), (b,) = report_of(gain_db=-10.0).layers, report_of(gain_db=20.0, spectrum_db=-5.0).layers
    assert Report((a, b)).worst is b
    geometry = upconv.checkerboard(upconv.Geometry(3, 2)).layers[0]  # -9.5 dB against -20
    assert Report((a, geometry, b)).worst is geometry


def test_no_layer_is_told():
    pytest.importorskip("torch", reason="the model is PyTorch's")
    import torch

    report = upconv.checkerboard(torch.nn.Conv2d(1, 1, 3))
    assert (str(report), report.worst) == ("No upsampling layer was found.", None)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (1000, "1 k"), (25_088, "25.1 k"), (4e9, "4 G"), (1.55e12, "1.55 T")],
)
def test_counts(number, text):
    assert count(int(number)) == text


def test_the_picture_has_a_row_per_layer_and_panels_with_units():
    pytest.importorskip("matplotlib", reason="pictures need the extra `apps`")
    for ndim in (1, 2, 3):
        weight = np.random.default_rng(0).standard_normal((3, 2, *(3, 4, 3)[:ndim]))
        figure = upconv.checkerboard(weight, stride=(2, 2, 3)[:ndim]).figure()
        titles = [axes.get_title() for axes in figure.axes if axes.get_title()]
        assert titles[0] == "taps per phase"
        assert re.fullmatch(r"gain per phase: -?\d+\.\d dB", titles[1])
        labels = {axes.get_ylabel() for axes in figure.axes}
        assert {"taps", "times the mean gain"} <= labels
    bare = upconv.checkerboard(upconv.Geometry(3, stride=2)).figure()
    assert [a.get_title() for a in bare.axes if a.get_title()] == ["taps per phase"]


# Mistakes.


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (
            lambda: upconv.checkerboard([[1.0]]),
            ArgumentTypeError,
            "The object to check must be a Geometry, a weight as a NumPy array, a PyTorch "
            "module, a Keras layer or model, an ONNX model, or a path. Received a list. Give a "
            "tensor as an array: np.asarray(weight).",
        ),
        (
            lambda: upconv.checkerboard(np.ones((2, 2, 3)), batch=np.ones((1, 2, 5))),
            ArgumentError,
            "`batch` needs a model to run it through. Received batch with a ndarray. Give the "
            "model, or omit `batch`.",
        ),
        (
            lambda: upconv.checkerboard(np.ones((3, 2, 3)), groups=2),
            ShapeError,
            "`groups` must divide the input channels. Received groups=2 for 3 input channels. "
            "3 = 2·1 + 1.",
        ),
        (
            lambda: upconv.checkerboard(np.ones((3, 2, 3)), stride=(2, 2)),
            ArgumentError,
            "`stride` must be an integer or have one entry per spatial axis, here 1. "
            "Received stride=(2, 2).",
        ),
        (
            lambda: upconv.checkerboard(np.ones((3, 2, 3))),
            ArgumentError,
            "`stride` must be given with a weight, which does not include it. Received a weight "
            "without stride. Write the layer's stride, as in stride=2; 1 means no upsampling.",
        ),
        (
            lambda: upconv.checkerboard(np.ones((3, 2))),
            ShapeError,
            "`weight` must be (C_in, C_out/groups, *k) with 1, 2 or 3 kernel axes. "
            "Received weight.shape=(3, 2).",
        ),
    ],
)
def test_mistakes_say_what_to_write(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text


def test_a_geometry_and_a_weight_need_no_framework():
    code = (
        "import sys, numpy, upconv\n"
        "print(upconv.checkerboard(upconv.Geometry(3, stride=2)))\n"
        "print(upconv.checkerboard(numpy.ones((2, 2, 3)), stride=2))\n"
        "print({'torch', 'keras', 'onnx', 'matplotlib', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_a_report_is_one_line_where_nobody_prints_it():
    report = upconv.checkerboard(upconv.Geometry((3, 3), stride=2))
    assert repr(report) == "<Report: 1 of 1 layers above the limit>"
