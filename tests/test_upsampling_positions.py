"""Where each output of `upsample` reads: PyTorch's interpolate and ONNX Resize, size by size."""

import itertools

import numpy as np
import pytest

import upconv
from frameworks import module

pytestmark = pytest.mark.numeric

LARGEST = 130
SIZES = [(i, o) for i in range(1, LARGEST) for o in range(i, 4 * i)]
SCALES = [(i, s / 20) for i in range(1, 60) for s in range(21, 81)]  # 1.05 to 4
PLURAL = {1: "linear", 2: "bilinear", 3: "trilinear"}
NEAREST = ["nearest", "nearest-exact"]
VALUES = np.random.default_rng(0).standard_normal(LARGEST)


def line(i, dtype, mode):
    values = np.arange(i) if mode in NEAREST else VALUES[:i]
    return np.ascontiguousarray(values[np.newaxis, np.newaxis], dtype)


def torchs(x, mode, *, align_corners=None, **to):
    torch = module("torch")
    mode = PLURAL[x.ndim - 2] if mode == "bilinear" else mode
    tensor = torch.from_numpy(x)
    y = torch.nn.functional.interpolate(tensor, mode=mode, align_corners=align_corners, **to)
    return y.numpy()


ONNX = {
    ("nearest", False): {
        "coordinate_transformation_mode": "asymmetric",
        "nearest_mode": "floor",
    },
    ("nearest-exact", False): {"nearest_mode": "round_prefer_ceil"},
    ("bilinear", False): {"mode": "linear"},
    ("bilinear", True): {"mode": "linear", "coordinate_transformation_mode": "align_corners"},
}


class Onnx:
    """ONNX Runtime's Resize of arrays of one rank, by sizes or by scales."""

    def __init__(self, mode, rank, by, align_corners=False):
        onnx, runtime = module("onnx"), module("onnxruntime")
        helper, kinds = onnx.helper, onnx.TensorProto
        words = {"mode": "nearest", **ONNX[mode, align_corners]}
        node = helper.make_node("Resize", ["x", "", *[""] * (by == "sizes"), "to"], ["y"], **words)
        self.kind = np.int64 if by == "sizes" else np.float32
        graph = helper.make_graph(
            [node],
            "resize",
            [
                helper.make_tensor_value_info("x", kinds.FLOAT, [None] * rank),
                helper.make_tensor_value_info(
                    "to", kinds.INT64 if by == "sizes" else kinds.FLOAT, [rank]
                ),
            ],
            [helper.make_tensor_value_info("y", kinds.FLOAT, None)],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=10)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = runtime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self.by = by

    def __call__(self, x, to):
        leading = x.shape[:2] if self.by == "sizes" else (1, 1)
        inputs = {"x": x, "to": np.array([*leading, *to], self.kind)}
        return self.session.run(None, inputs)[0]


def wrong(found, expected, mode):
    """Tell whether a result is another: of the nearest modes in one bit, else by more than sums."""
    if found.shape != expected.shape:
        return True
    if mode in NEAREST:
        return not np.array_equal(found, expected)
    return not np.allclose(found, expected, rtol=0, atol=2e-6 if found.dtype == "f" else 2e-13)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("mode", NEAREST)
def test_every_size_reads_what_pytorch_reads(mode, dtype):
    differing = [
        (i, o)
        for i, o in (SIZES if mode == "nearest" else SIZES[::5])
        if wrong(
            upconv.upsample(x := line(i, dtype, mode), mode=mode, size=o),
            torchs(x, mode, size=o),
            mode,
        )
    ]
    assert differing == []


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("align_corners", [False, True])
def test_every_size_interpolates_between_what_pytorch_does(align_corners, dtype):
    corners = {"align_corners": align_corners}
    differing = [
        (i, o)
        for i, o in SIZES[::7]
        if wrong(
            upconv.upsample(x := line(i, dtype, "bilinear"), mode="bilinear", size=o, **corners),
            torchs(x, "bilinear", size=o, **corners),
            "bilinear",
        )
    ]
    assert differing == []


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("mode", [*NEAREST, "bilinear"])
def test_a_fractional_scale_reads_what_pytorchs_scale_factor_reads(mode, dtype):
    differing = [
        (i, scale)
        for i, scale in SCALES
        if wrong(
            upconv.upsample(x := line(i, dtype, mode), scale, mode),
            torchs(x, mode, scale_factor=scale),
            mode,
        )
    ]
    assert differing == []


def test_a_size_is_pytorchs_recomputed_scale_factor():
    differs = 0
    for i, scale in SCALES[::5]:
        x = line(i, "float32", "nearest")
        o = int(i * scale)
        found = upconv.upsample(x, size=o)
        recomputed = torchs(x, "nearest", scale_factor=scale, recompute_scale_factor=True)
        assert np.array_equal(found, recomputed)
        differs += not np.array_equal(found, upconv.upsample(x, scale))
    assert differs > 30


@pytest.mark.parametrize("by", ["sizes", "scales"])
@pytest.mark.parametrize("mode", ["nearest", "nearest-exact", "bilinear", "bilinear, corners"])
def test_every_size_reads_what_onnx_runtime_reads(mode, by):
    mode, _, corners = mode.partition(", ")
    resize = Onnx(mode, 3, by, bool(corners))
    words = {"mode": mode, "align_corners": bool(corners), "framework": "onnx"}
    name = {"sizes": "size", "scales": "scale"}[by]
    differing = [
        (i, to)
        for i, to in ((SIZES if mode == "nearest" else SIZES[::7]) if by == "sizes" else SCALES)
        if wrong(
            upconv.upsample(x := line(i, "float32", mode), **{name: to}, **words),
            resize(x, [to]),
            mode,
        )
    ]
    assert differing == []


def test_the_frameworks_differ_and_pytorch_is_the_default():
    differing = sum(
        not np.array_equal(
            upconv.upsample(x := line(i, "float32", "nearest"), size=o),
            upconv.upsample(x, size=o, framework="onnx"),
        )
        for i, o in SIZES[::5]
    )
    assert 0.02 < differing / len(SIZES[::5]) < 0.1
    x = np.arange(14, dtype=np.float32)[np.newaxis, np.newaxis]
    assert upconv.upsample(x, size=16)[0, 0, 8] == torchs(x, "nearest", size=16)[0, 0, 8]


def drawn(ndim, count, largest):
    rng = np.random.default_rng(ndim)
    for n in range(count):
        sizes = tuple(int(i) for i in rng.integers(1, largest, ndim))
        scales = tuple(float(s) for s in rng.integers(20, 80, ndim) / (20 if n % 2 else 7 / 3 * 10))
        scales = tuple(max(s, 1.0) for s in scales)
        channels = (1, 2, 5)[n % 3]
        x = rng.standard_normal((1 + n % 2, channels, *sizes)).astype("float32" if n % 5 else float)
        yield x, scales, tuple(int(i * s) for i, s in zip(sizes, scales, strict=True))


@pytest.mark.parametrize("ndim", [1, 2, 3])
@pytest.mark.parametrize("mode", [*NEAREST, "bilinear"])
def test_axes_together_in_either_data_format_are_pytorchs(mode, ndim):
    torch = module("torch")
    formats = {2: torch.channels_last, 3: torch.channels_last_3d}
    for x, scales, sizes in drawn(ndim, 60, {1: 200, 2: 60, 3: 12}[ndim]):
        for to, last in itertools.product(({"scale": scales}, {"size": sizes}), (False, True)):
            if last and ndim == 1:
                continue
            tensor = torch.from_numpy(x)
            given = x
            if last:
                tensor = tensor.contiguous(memory_format=formats[ndim])
                given = np.moveaxis(x, 1, -1)
            data_format = "channels_last" if last else "channels_first"
            found = upconv.upsample(given, mode=mode, data_format=data_format, **to)
            expected = torch.nn.functional.interpolate(
                tensor,
                mode=PLURAL[ndim] if mode == "bilinear" else mode,
                **{
                    "scale_factor" if name == "scale" else name: value for name, value in to.items()
                },
            ).numpy()
            found = np.moveaxis(found, -1, 1) if last else found
            assert not wrong(found, expected, mode), (x.shape, x.dtype, to, last)


@pytest.mark.parametrize("ndim", [1, 2, 3])
@pytest.mark.parametrize("mode", [*NEAREST, "bilinear"])
def test_axes_together_are_onnx_runtimes(mode, ndim):
    for by, name in (("sizes", "size"), ("scales", "scale")):
        resize = Onnx(mode, ndim + 2, by)
        for x, scales, sizes in drawn(ndim, 60, {1: 200, 2: 60, 3: 12}[ndim]):
            single, to = x.astype(np.float32), scales if by == "scales" else sizes
            found = upconv.upsample(single, mode=mode, framework="onnx", **{name: to})
            assert not wrong(found, resize(single, to), mode), (x.shape, to)


@pytest.mark.parametrize("align_corners", [False, True])
def test_inf_and_nan_spread_as_in_pytorch(align_corners):
    x = np.array([[[1, np.inf, 2, np.nan, 3, -np.inf]]])
    for o in range(1, 20):
        with np.errstate(invalid="ignore"):
            found = upconv.upsample(x, mode="bilinear", size=o, align_corners=align_corners)
        expected = torchs(x, "bilinear", size=o, align_corners=align_corners)
        assert np.array_equal(found, expected, equal_nan=True), o


def test_the_reported_values():
    assert upconv.upsample(np.arange(31.0)[None, None], 1.1)[0, 0, 33] == 30
    assert upconv.upsample(np.array([[[1.0, 2.0]]]), 1.1, "bilinear")[0, 0, 1] == 2.0
    assert upconv.upsample(np.zeros((1, 1, 88)), size=120).shape == (1, 1, 120)
