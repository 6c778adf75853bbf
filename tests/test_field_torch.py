"""`upconv.field` on PyTorch modules: how steps are read, what sees everything, and real models."""

from fractions import Fraction

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

import upconv  # noqa: E402
import upconv.torch  # noqa: E402
from upconv.errors import ArgumentError, ArgumentTypeError, GeometryError, UpconvError  # noqa: E402
from upconv.relations import Window  # noqa: E402


class Called(nn.Module):
    """A module that does what a function does."""

    def __init__(self, function, **parts):
        super().__init__()
        self.function = function
        for name, part in parts.items():
            setattr(self, name, part)

    def forward(self, x):
        return self.function(self, x)


@pytest.mark.parametrize("layers", [nn, upconv.torch])
def test_a_decoder_of_either_library(layers):
    model = nn.Sequential(
        layers.Conv1d(1, 2, 7, padding=3),
        nn.LeakyReLU(),
        layers.ConvTranspose1d(2, 2, 16, stride=8, padding=4),
        layers.Conv1d(2, 1, 7, padding=3),
    )
    found = upconv.field(model, verify=layers is nn)
    assert (found.scale, found.halo, found.alignment) == ((8,), ((4, 4),), (1,))
    assert found.reached == ((True,) if layers is nn else None)


def test_padding_same_at_a_stride():
    found = upconv.field(upconv.torch.Conv1d(1, 1, 3, stride=2, padding="same"), (1, 31))
    assert found.reads == (((0, 2),),)
    assert found.output_size(31) == (16,)
    assert found.window([(1, 2)], 31) == (None,)


def test_layers_over_channels_on_the_last_axis():
    block = Called(
        lambda self, x: x + self.a(self.n(x.permute(0, 2, 3, 1))).permute(0, 3, 1, 2),
        n=nn.LayerNorm(4),
        a=nn.Linear(4, 4),
    )
    found = upconv.field(nn.Sequential(nn.Conv2d(3, 4, 7, padding=3, groups=1), block), (3, 20, 30))
    assert found.halo == ((3, 3), (3, 3))


def test_a_model_with_channels_last():
    model = Called(lambda self, x: self.conv(x.transpose(1, 2)), conv=nn.Conv1d(4, 2, 3, padding=1))
    found = upconv.field(model, (50, 4))
    assert found.halo == ((1, 1),)
    assert found.output_size(50) == (50,)


def test_shuffles_written_as_views():
    def shuffled(self, x):
        n, c, h, w = self.conv(x).shape
        y = self.conv(x).view(n, c // 4, 2, 2, h, w).permute(0, 1, 4, 2, 5, 3)
        return y.reshape(n, c // 4, 2 * h, 2 * w)

    found = upconv.field(Called(shuffled, conv=nn.Conv2d(3, 8, 3, padding=1)), (3, 16, 16))
    assert (found.scale, found.halo) == ((2, 2), ((1, 1), (1, 1)))


def test_pooling_and_unpooling():
    def forward(self, x):
        y, indices = self.pool(x)
        return self.unpool(self.conv(y), indices, output_size=x.shape)

    model = Called(
        forward,
        pool=nn.MaxPool2d(2, return_indices=True),
        conv=nn.Conv2d(3, 3, 3, padding=1),
        unpool=nn.MaxUnpool2d(2),
    )
    found = upconv.field(model, (3, 16, 16))
    assert (found.halo, found.alignment) == (((2, 2), (2, 2)), (2, 2))
    x = torch.rand(1, 3, 16, 20)
    ((start, stop), _) = found.window([(6, 10), (0, 20)], (16, 20))
    with torch.no_grad():
        piece = model(x[:, :, start:stop])[:, :, 6 - start : 10 - start]
        assert torch.allclose(piece, model(x)[:, :, 6:10], rtol=0, atol=1e-6)


def test_a_resize_to_the_size_of_a_skip():
    def forward(self, x):
        y = self.conv(functional.max_pool2d(x, 2))
        return x + functional.interpolate(y, size=x.shape[2:], mode="bilinear")

    model = Called(forward, conv=nn.Conv2d(3, 3, 3, padding=1))
    found = upconv.field(model, (3, 21, 20))
    assert found.scale == (1, 1)
    assert found.halo == ((4, 4), (4, 4))
    assert found.output_size((21, 20)) == (21, 20)
    assert found.window([(4, 6), (4, 6)], (21, 20)) == (None, (0, 10))  # 21 is not 2·10


SEES_ALL = [
    (nn.InstanceNorm1d(4), "normalization"),
    (nn.GroupNorm(2, 4), "normalization"),
    (nn.BatchNorm1d(4, track_running_stats=False), "normalization"),
    (nn.AdaptiveAvgPool1d(1), "global pooling"),
    (nn.AdaptiveAvgPool1d(3), "adaptive pooling"),
    (nn.Upsample(scale_factor=2, mode="linear", align_corners=True), "resize with align_corners="),
    (Called(lambda _, x: x * x.mean(-1, keepdim=True).sigmoid()), "global pooling"),
    (Called(lambda _, x: x.softmax(-1)), "softmax"),
    (Called(lambda s, x: s.a(x.flatten(1)), a=nn.Linear(256, 8)), ""),
    (
        Called(
            lambda s, x: s.a(*[x.transpose(1, 2)] * 3)[0].transpose(1, 2),
            a=nn.MultiheadAttention(4, 2, batch_first=True),
        ),
        "attention",
    ),
]


@pytest.mark.parametrize(("module", "kind"), SEES_ALL)
def test_what_sees_everything_is_named(module, kind):
    found = upconv.field(nn.Sequential(nn.Conv1d(2, 4, 3, padding=1), module), (2, 64))
    assert not found.bounded
    assert found.halo == found.receptive_field == found.latency == found.reads == (None,)
    assert any(one.kind.startswith(kind) for one in found.sees_all)
    assert all(one.remedy and one.axes == (0,) for one in found.sees_all)
    assert "sees everything (" in str(found)


def test_a_unet_that_normalises_has_sizes():
    def forward(self, x):
        return torch.cat([x, self.up(self.norm(self.down(x)))], 1)

    model = Called(
        forward,
        down=nn.Conv2d(3, 3, 2, 2),
        norm=nn.InstanceNorm2d(3),
        up=nn.ConvTranspose2d(3, 3, 2, 2),
    )
    found = upconv.field(model, (3, 16, 16))
    assert found.scale == (1, 1)
    assert list(map(str, found.allowed_sizes)) == ["multiples of 2", "multiples of 2 from 4"] or (
        str(found.allowed_sizes[0]).startswith("multiples of 2")
    )


def test_the_output_of_several():
    model = Called(
        lambda s, x: {"small": s.a(x), "large": s.b(x)},
        a=nn.Conv1d(1, 1, 3, stride=2),
        b=nn.Conv1d(1, 1, 3),
    )
    assert upconv.field(model, (1, 9)).scale == (Fraction(1, 2),)
    assert upconv.field(model, (1, 9), output="large").scale == (1,)
    with pytest.raises(ArgumentError, match=r"one of 'small', 'large'\. Received output='big'"):
        upconv.field(model, (1, 9), output="big")


def test_a_step_that_is_not_understood_is_named():
    model = nn.Sequential(nn.Conv1d(1, 1, 3), Called(lambda _, x: x.flip(-1)))
    with pytest.raises(
        ArgumentError, match=r"whose reads are known\. Received 1\.flip .*: its out"
    ):
        upconv.field(model, (1, 64))


def test_a_field_that_is_wrong_is_found(monkeypatch):
    model = nn.Conv1d(1, 1, 5, padding=2)
    monkeypatch.setattr(Window, "reads", lambda _, spans: spans)
    with pytest.raises(UpconvError, match=r"output 1 reads the inputs 1 to 1\. Received a dep"):
        upconv.field(model, (1, 32), verify=True)


def test_weights_of_zero_do_not_reach_the_ends():
    model = nn.Conv1d(1, 1, 5, padding=2)
    with torch.no_grad():
        model.weight[..., 0] = 0
    assert upconv.field(model, (1, 32), verify=True).reached == (False,)


def test_an_input_is_needed_if_none_runs():
    model = Called(lambda s, x: s.conv(x.reshape(-1, 5, 7)), conv=nn.Conv1d(5, 1, 3))
    with pytest.raises(ArgumentError, match="`input_size` must be given"):
        upconv.field(model)
    with pytest.raises(ArgumentTypeError, match=r"without a batch axis.*Received input_size='3x4'"):
        upconv.field(model, "3x4")


class Picky(nn.Module):
    """Runs on three channels of 61 x 67 alone."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 2, 3, padding=1)

    def forward(self, x):
        if x.shape[1:] != (3, 61, 67):
            raise ValueError("a picture of 61 x 67")
        return self.conv(x)


def test_what_an_error_says_to_write_works():
    layers = [upconv.Convolution(3), upconv.Convolution(5)]
    with pytest.raises(GeometryError, match="Sizes that run: any from 7"):
        upconv.field(layers).output_size(6)
    assert upconv.field(layers).output_size(7) == (1,)
    conv = nn.Conv2d(3, 2, 3, padding=1)
    for wrong in ("64", (0, 64, 64)):
        with pytest.raises(ArgumentTypeError, match=r"Write for example input_size=\(3, 64, 64\)"):
            upconv.field(conv, wrong)
    with pytest.raises(ArgumentError, match=r"Write for example input_size=\(3, 64, 64\)"):
        upconv.field(Picky())
    for model, size in ((conv, (3, 64, 64)), (Picky(), (3, 61, 67))):
        assert upconv.field(model, size).halo == ((1, 1), (1, 1))
