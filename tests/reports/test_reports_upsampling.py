"""Sizes and positions of resizing, and where pooling found its maxima."""

import numpy as np
import pytest

import upconv
from reports.report import Report, answers

RNG = np.random.default_rng(0)


def line(*values):
    return np.array(values, np.float32)[None, None]


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/96236",
        "88 by a factor of 120/88 is 119, one short of the size meant.",
        {"i": 88, "scale": 120 / 88, "size": 120},
        (119, 120),
    ),
    Report(
        "https://github.com/Oneflow-Inc/oneflow/pull/5347",
        "The size of 3 by a factor of 1.5.",
        {"i": 3, "scale": 1.5, "size": 5},
        (4, 5),
    ),
)
def test_a_size_is_written_as_a_size(report):
    i, scale, size = (report.arguments[key] for key in ("i", "scale", "size"))
    x = np.ones((1, 1, i, i), np.float32)
    by_scale, by_size = upconv.upsample(x, scale), upconv.upsample(x, size=size)
    assert (by_scale.shape[2], by_size.shape[2]) == report.answer


@answers(
    Report(
        "https://github.com/onnx/onnx/issues/4919",
        "706 by a factor of 224/706: a float32 gives 223 and a float64 gives 224.",
        {"i": 706, "scale": 224 / 706},
        {"onnx": 223, "torch": 224},
    ),
)
def test_the_size_is_rounded_as_the_framework_does(report):
    x = np.ones((1, 1, report.arguments["i"]), np.float32)
    for name, o in report.answer.items():
        y = upconv.upsample(x, (report.arguments["scale"],), framework=name)
        assert y.shape == (1, 1, o)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/62237",
        "A factor just above 1 that loses the last value.",
        {"x": line(1, 2), "scale": (1.00001,)},
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/121390",
        "A factor that differs between the axes: which value is repeated how often.",
        {"x": RNG.standard_normal((1, 1, 4, 2)).astype(np.float32), "scale": (2.05, 3.15)},
    ),
    Report(
        "https://github.com/robertknight/rten/pull/1418",
        "Whether the given factor counts, or the one that follows from the sizes.",
        {"x": np.arange(7, dtype=np.float32)[None, None], "scale": (1.7,)},
    ),
)
@pytest.mark.parametrize("mode", ["nearest", "nearest-exact", "bilinear"])
def test_a_fractional_factor_as_in_pytorch(report, mode):
    torch = pytest.importorskip("torch", reason="its values are the answer")
    x, scale = report.arguments["x"], report.arguments["scale"]
    word = "linear" if mode == "bilinear" and x.ndim == 3 else mode
    expected = torch.nn.functional.interpolate(torch.tensor(x), scale_factor=scale, mode=word)
    y = upconv.upsample(x, scale, mode)
    np.testing.assert_allclose(y, expected.numpy(), rtol=1e-6, atol=1e-6)


@answers(
    Report(
        "https://github.com/microsoft/onnxruntime/issues/28310",
        "26 to 64: PyTorch and ONNX Runtime read other values.",
        {"i": 26, "o": 64, "at": slice(30, 35)},
        {"torch": [12, 12, 13, 13, 13], "onnx": [12, 12, 13, 13, 14]},
    ),
)
def test_two_rules_of_the_nearest_value(report):
    x = np.arange(report.arguments["i"], dtype=np.float32)[None, None]
    o, at = report.arguments["o"], report.arguments["at"]
    nearest = upconv.upsample(x, size=(o,))
    centre = upconv.upsample(x, (o / x.size,), "nearest-exact", framework="onnx")
    assert {"torch": nearest[0, 0, at].tolist(), "onnx": centre[0, 0, at].tolist()} == report.answer
    assert np.count_nonzero(nearest != centre) == 12


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/34808",
        "A mask that moves to the bottom right against its picture.",
        {"i": 5, "o": 8},
        True,
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/31011",
        "Whether the nearest centre needs half a pixel taken away again.",
        {"i": 4, "o": 7},
        True,
    ),
)
def test_the_nearest_centre_is_the_same_from_both_ends(report):
    x = np.arange(report.arguments["i"], dtype=np.float64)[None, None]
    size = (report.arguments["o"],)
    for mode, symmetric in (("nearest", not report.answer), ("nearest-exact", report.answer)):
        y = upconv.upsample(x, size=size, mode=mode)
        turned = upconv.upsample(x[..., ::-1], size=size, mode=mode)[..., ::-1]
        # The centre itself may lie between two values; it then has two answers that are right.
        apart = np.delete(y - turned, size[0] // 2 if size[0] % 2 else [], axis=-1)
        assert np.array_equal(apart, np.zeros_like(apart)) is symmetric


@answers(
    Report(
        "https://github.com/opencv/opencv/pull/29825",
        "10 to 1920, where rounding the factor reads a neighbour.",
        {"i": 10, "o": 1920},
    ),
)
def test_a_large_whole_factor_repeats(report):
    i, o = report.arguments["i"], report.arguments["o"]
    x = np.arange(i, dtype=np.float32)[None, None]
    for mode in ("nearest", "nearest-exact"):
        y = upconv.upsample(x, size=(o,), mode=mode)
        np.testing.assert_array_equal(y, x.repeat(o // i, axis=-1))


@answers(
    Report(
        "https://github.com/tensorflow/tfjs/issues/1729",
        "The first row of 1 to 9 at twice the size.",
        {"x": np.arange(1.0, 10.0).reshape(1, 1, 3, 3), "size": 6, "align_corners": False},
        [1, 1.25, 1.75, 2.25, 2.75, 3],
    ),
    Report(
        "https://github.com/mitsuba-renderer/drjit/pull/215",
        "The first row of a 2x2 picture at 5x5 with the corners aligned.",
        {"x": np.arange(1.0, 5.0).reshape(1, 1, 2, 2), "size": 5, "align_corners": True},
        [1, 1.25, 1.5, 1.75, 2],
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/26278",
        "The first row of a 2x2 picture at 4x4 with half pixels.",
        {"x": np.array([[[[6.0, 7.0], [11.0, 12.0]]]]), "size": 4, "align_corners": False},
        [6, 6.25, 6.75, 7],
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/38579",
        "One value enlarged to 5x5, which should be the same everywhere.",
        {"x": np.full((1, 1, 1, 1), 0.4216), "size": 5, "align_corners": False},
        [0.4216] * 5,
    ),
)
def test_bilinear_in_numbers(report):
    words = dict(report.arguments)
    y = upconv.upsample(words.pop("x"), mode="bilinear", **words)
    np.testing.assert_allclose(y[0, 0, 0], report.answer, rtol=1e-12)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/pull/5511",
        "Equal parts of two pictures of different sizes that come out unequal.",
        {"i": 9, "less": 3},
    ),
)
def test_bilinear_does_not_depend_on_the_size_of_the_picture(report):
    i, less = report.arguments["i"], report.arguments["less"]
    x = RNG.standard_normal((1, 1, i, i))
    whole = upconv.upsample(x, 2, "bilinear")
    part = upconv.upsample(x[..., :-less, :-less], 2, "bilinear")
    inside = slice(0, 2 * (i - less) - 1)
    np.testing.assert_allclose(whole[..., inside, inside], part[..., inside, inside], atol=1e-12)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/10604",
        "Bilinear resizing against a depthwise deconvolution with a bilinear kernel.",
        {"channels": 3, "stride": 2},
    ),
)
def test_bilinear_is_a_depthwise_transposed_convolution(report):
    from upconv.initial import bilinear

    c, s = report.arguments["channels"], report.arguments["stride"]
    x = RNG.standard_normal((1, c, 6, 5))
    weight = bilinear((c, 1, 4, 4), stride=s, groups=c, dtype=np.float64)
    y = upconv.conv_transpose(x, weight, stride=s, padding=1, groups=c)
    expected = upconv.upsample(x, s, "bilinear")
    np.testing.assert_allclose(y[..., 1:-1, 1:-1], expected[..., 1:-1, 1:-1], atol=1e-12)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/580",
        "Three poolings of 540x960 undone: a size in between is odd.",
        {"i": (135, 24), "size": 2},
        (67, 12),
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/68589",
        "10x10 pooled by 3, whose unpooling is thought to be 9x9.",
        {"i": (10, 10), "size": 3},
        (3, 3),
    ),
)
def test_unpooling_to_the_size_that_was_pooled(report):
    x = RNG.standard_normal((1, 2, *report.arguments["i"]))
    values, indices = upconv.max_pool(x, report.arguments["size"])
    assert values.shape[2:] == report.answer
    y = upconv.max_unpool(values, indices, output_size=report.arguments["i"])
    assert y.shape == x.shape
    np.testing.assert_array_equal(y[y != 0], x[y != 0])
    assert np.count_nonzero(y) == values.size


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/36710",
        "Which plane the indices of an unpooling to 5x5 point into.",
        {"values": [5.0, 6.0, 7.0, 8.0], "indices": [0, 2, 8, 10], "output_size": (5, 5)},
        {(0, 0): 5.0, (0, 2): 6.0, (1, 3): 7.0, (2, 0): 8.0},
    ),
)
def test_indices_point_into_the_output(report):
    values, indices = (
        np.array(report.arguments[key]).reshape(1, 1, 2, 2) for key in ("values", "indices")
    )
    y = upconv.max_unpool(values, indices, output_size=report.arguments["output_size"])[0, 0]
    assert {(int(r), int(c)): float(y[r, c]) for r, c in np.argwhere(y)} == report.answer
