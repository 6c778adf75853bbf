"""Patterns that users saw, what was found to make them, and what takes them away."""

import numpy as np
import pytest

import upconv
from reports.report import Report, answers
from upconv import Geometry, rewrites
from upconv.errors import UpconvError
from upconv.initial import icnr

torch = pytest.importorskip("torch", reason="the models are PyTorch's")
nn = torch.nn
RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


def shuffled():
    return nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.PixelShuffle(2))


@answers(
    Report(
        "https://github.com/NVIDIA/pix2pixHD/issues/149",
        "Whether kernel 3 with stride 2 covers some pixels once and others twice.",
        {"kernel": 3, "stride": 2},
        ((2, 1), False),
    ),
    Report(
        "https://github.com/rohitg00/ai-engineering-from-scratch/pull/374",
        "Whether kernel 2 with stride 2 overlaps unevenly, as a quiz says.",
        {"kernel": 2, "stride": 2},
        ((1, 1), True),
    ),
)
def test_taps_per_phase(report):
    layer = Geometry(report.arguments["kernel"], report.arguments["stride"])
    (found,) = upconv.checkerboard(layer).layers
    assert (*found.overlap, found.even) == report.answer


@answers(
    Report(
        "https://github.com/soumith/ganhacks/issues/59",
        "Both a pixel shuffle and a strided transposed convolution leave a checkerboard.",
        {"model": lambda: nn.Sequential(*shuffled(), nn.ConvTranspose2d(2, 2, 3, stride=2))},
        [("subpixel", False), ("transposed", False)],
    ),
    Report(
        "https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix/pull/64",
        "A resize, padding and a convolution in place of the transposed one.",
        {"model": lambda: nn.Sequential(
            nn.Upsample(scale_factor=2), nn.ReflectionPad2d(1), nn.Conv2d(4, 4, 3))},
        [("resize", True)],
    ),
    Report(
        "https://github.com/mrgloom/awesome-semantic-segmentation/issues/55",
        "A bilinear resize and a convolution as the way out.",
        {"model": lambda: nn.Sequential(
            nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(4, 4, 3, padding=1))},
        [("resize", True)],
    ),
    Report(
        "https://github.com/weiji14/deepbedmap/pull/160",
        "A nearest resize and a convolution in place of a pixel shuffle.",
        {"model": lambda: nn.Sequential(
            nn.Upsample(scale_factor=2), nn.Conv2d(4, 4, 3, padding=1))},
        [("resize", True)],
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/125064",
        "A transposed convolution under the newer weight norm of a vocoder.",
        {"model": lambda: nn.Sequential(nn.utils.parametrizations.weight_norm(
            nn.ConvTranspose1d(8, 4, 16, stride=8, padding=4)))},
        [("transposed", False)],
    ),
)  # fmt: skip
def test_upsampling_is_found_and_measured(report):
    found = upconv.checkerboard(report.arguments["model"]())
    without = [(one.layer.kind, one.gain.db < -100) for one in found.layers]
    assert without == report.answer
    assert found.left == ()


@answers(
    Report(
        "https://github.com/jantic/DeOldify/issues/155",
        "A convolution, an activation, a pixel shuffle and a blur: which part is at fault.",
        {},
        "a pixel shuffle that is not directly after a convolution",
    ),
)
def test_what_is_not_measured_is_named(report):
    conv, shuffle = shuffled()
    blur = nn.AvgPool2d(2, stride=1)
    model = nn.Sequential(conv, nn.ReLU(), shuffle, nn.ReplicationPad2d((1, 0, 1, 0)), blur)
    found = upconv.checkerboard(model)
    assert found.layers == ()
    assert [left.reason for left in found.unmeasured] == [report.answer]


class Rearranged(nn.Module):
    """A convolution whose channels become places in one order of the axes."""

    def __init__(self, order):
        super().__init__()
        self.conv = nn.Conv2d(3, 12, 3, padding=1)
        self.order = order

    def forward(self, x):
        x = self.conv(x)
        n, c, h, w = x.shape
        x = x.view(n, c // 4, 2, 2, h, w).permute(self.order)
        return x.reshape(n, c // 4, 2 * h, 2 * w)


@answers(
    Report(
        "https://github.com/erezposner/Fast_Dense_Feature_Extraction/issues/3",
        "Whether a transposition and a reshape are a pixel shuffle.",
        {"order": (0, 1, 4, 2, 5, 3)},
        ["subpixel"],
    ),
    Report(
        "https://github.com/pytorch/pytorch/pull/19054",
        "An order of the axes that tiles the picture and is no pixel shuffle.",
        {"order": (0, 1, 2, 4, 3, 5)},
        [],
    ),
)
def test_a_shuffle_written_out(report):
    found = upconv.checkerboard(Rearranged(**report.arguments), input_size=(6, 6))
    assert [one.layer.kind for one in found.layers] == report.answer
    assert bool(found.unmeasured) is not bool(report.answer)


@answers(
    Report(
        "https://github.com/alan-turing-institute/icenet-mp/pull/277",
        "A kernel that is a multiple of the stride and still leaves a pattern.",
        {"kernel": 4, "transposed": True},
    ),
    Report(
        "https://github.com/pytorch/pytorch/pull/5429",
        "First weights for a convolution before a pixel shuffle that leave no pattern.",
        {"kernel": 3, "transposed": False},
    ),
)
def test_first_weights_without_a_pattern(report):
    import upconv.torch

    transposed, k = report.arguments["transposed"], report.arguments["kernel"]
    model = nn.Sequential(nn.ConvTranspose2d(4, 2, k, 2, 1)) if transposed else shuffled()
    (drawn,) = upconv.checkerboard(model).layers
    assert drawn.even
    assert drawn.gain.db > 0
    upconv.torch.icnr_(model[0].weight, 2, transposed=transposed)
    nn.init.zeros_(model[0].bias)  # a bias of its own for each phase is a faint pattern too
    (first,) = upconv.checkerboard(model).layers
    assert first.gain.db < -100


@answers(
    Report(
        "https://github.com/Lasagne/Lasagne/issues/862",
        "The same first weights for a transposed convolution: a repeated small kernel.",
        {"weight": (2, 3, 2, 2), "scale": (2, 3)},
        (2, 3, 4, 6),
    ),
)
def test_first_weights_repeat_a_small_kernel(report):
    small = RNG.standard_normal(report.arguments["weight"])
    weight = icnr(small, report.arguments["scale"], transposed=True)
    assert weight.shape == report.answer
    x = RNG.standard_normal((1, 2, 4, 5))
    y = upconv.conv_transpose(x, weight, stride=report.arguments["scale"])
    expected = upconv.upsample(upconv.conv_transpose(x, small), report.arguments["scale"])
    np.testing.assert_allclose(y, expected, atol=1e-12)


@answers(
    Report(
        "https://github.com/NifTK/NiftyNet/issues/457",
        "A factor that is no whole number.",
        {"scale": 1.5},
        "`scale` must be an integer, at least 1. Received scale=1.5.",
    ),
)
def test_first_weights_need_a_whole_factor(report):
    with pytest.raises(UpconvError) as refused:
        icnr(np.ones((4, 2, 3, 3)), report.arguments["scale"])
    assert str(refused.value) == report.answer


@answers(
    Report(
        "https://github.com/openpifpaf/openpifpaf/issues/259",
        "Whether a pixel shuffle can become a transposed convolution.",
        {"to": "transposed"},
        (3, 2, 6, 6),
    ),
    Report(
        "https://github.com/JiahuiYu/wdsr_ntire2018/issues/18",
        "What differs between the two, besides the number of filters.",
        {"to": "subpixel"},
        (8, 3, 3, 3),
    ),
)
def test_a_pixel_shuffle_and_a_transposed_convolution_are_rewritten_exactly(report):
    x = RNG.standard_normal((1, 3, 5, 4))
    conv = RNG.standard_normal((8, 3, 3, 3))
    new = rewrites.from_subpixel(conv, scale=2, padding=1)
    y = upconv.conv_transpose(x, new.weight, stride=2, padding=new.geometry.crop)
    expected = torch.pixel_shuffle(torch.tensor(upconv.conv(x, conv, padding=1)), 2).numpy()
    np.testing.assert_allclose(y, expected, atol=1e-12)
    if report.arguments["to"] == "transposed":
        assert new.weight.shape == report.answer
        return
    back = rewrites.to_subpixel(new.weight, None, new.geometry)
    assert back.weight.shape == report.answer
    np.testing.assert_allclose(back.weight, conv, atol=1e-12)
