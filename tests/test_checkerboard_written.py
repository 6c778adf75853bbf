"""Upsampling that is written out instead of named: found in PyTorch by what it does, or told."""

import itertools
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import upconv
from checkerboard_models import found
from upconv.checkerboards import probe
from upconv.checkerboards.layers import Pad, Resize, Shuffle

torch = pytest.importorskip("torch", reason="the models are PyTorch's")
nn, functional = torch.nn, torch.nn.functional


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


class Between(nn.Module):
    """A convolution, a function, and a convolution after it where there is one."""

    def __init__(self, function, conv, after=None):
        super().__init__()
        self.function, self.conv, self.after = function, conv, after

    def forward(self, x):
        y = self.function(self.conv(x))
        return y if self.after is None else self.after(y)


def shuffled(x, scale, order="phase last"):
    """A pixel shuffle of any rank, as einops would write it."""
    ndim, phases = len(scale), int(np.prod(scale))
    n, c, *size = x.shape
    grid = (c // phases, *scale) if order == "phase last" else (*scale, c // phases)
    parts = x.reshape(n, *grid, *size)
    first = 1 if order == "phase last" else ndim + 1
    steps = range(2, 2 + ndim) if order == "phase last" else range(1, 1 + ndim)
    axes = itertools.chain.from_iterable(zip(range(ndim + 2, 2 * ndim + 2), steps, strict=True))
    whole = parts.permute(0, first, *axes)
    return whole.reshape(n, c // phases, *(i * s for i, s in zip(size, scale, strict=True)))


def figures(model, **words):
    (layer,) = upconv.checkerboard(model, **words).layers
    return layer


# Pixel shuffles.


class Shuffled(nn.Module):  # what PixelShuffle(2) does, written out
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 12, 3, padding=1)

    def forward(self, x):
        x = self.conv(x)
        n, c, h, w = x.shape
        parts = x.view(n, c // 4, 2, 2, h, w).permute(0, 1, 4, 2, 5, 3)
        return parts.reshape(n, c // 4, 2 * h, 2 * w)


@pytest.mark.parametrize("batch", [None, np.random.default_rng(0).random((2, 3, 24, 32), "f4")])
def test_a_shuffle_written_out_is_judged_as_pixel_shuffle_is(batch):
    model = Shuffled()
    named = nn.Sequential(model.conv, nn.PixelShuffle(2))
    ours, theirs = (figures(one, batch=batch) for one in (model, named))
    assert (ours.gain.db, ours.gain.worst) == (theirs.gain.db, theirs.gain.worst)
    assert ours.lattice == theirs.lattice
    assert (ours.period, ours.input_size) == (theirs.period, theirs.input_size)
    assert ours.layer.name == "conv"


@pytest.mark.parametrize("order", ["phase last", "phase first"])
@pytest.mark.parametrize("scale", [(2,), (3,), (2, 3), (2, 2, 2), (1, 2, 2)])
def test_shuffles_of_every_rank_and_order_are_found(scale, order):
    ndim, phases = len(scale), int(np.prod(scale))
    conv = getattr(nn, f"Conv{ndim}d")(2, 2 * phases, 3, padding=1).double()
    model = Between(lambda x: shuffled(x, scale, order), conv)
    one = figures(model)
    assert (one.layer.kind, one.layer.geometry.stride) == ("subpixel", scale)
    # The layer that was found is the function that was written, inside.
    x = torch.rand(1, 2, *(6,) * ndim, dtype=torch.float64)
    made = upconv.conv_transpose(
        x.numpy(), one.layer.weight, stride=scale, padding=one.layer.geometry.padding
    )
    with torch.no_grad():
        conv.bias.zero_()
        np.testing.assert_allclose(made, model(x).numpy(), atol=1e-12)


def test_any_order_of_the_phases_is_judged():
    conv = nn.Conv2d(3, 12, 3, padding=1)

    def odd(x):  # the phases of the rows last: no PixelShuffle
        n, c, h, w = x.shape
        parts = x.view(n, c // 4, 2, 2, h, w).permute(0, 1, 4, 3, 5, 2)
        return parts.reshape(n, c // 4, 2 * h, 2 * w)

    one, plain = figures(Between(odd, conv)), figures(nn.Sequential(conv, nn.PixelShuffle(2)))
    assert one.db == pytest.approx(plain.db)
    assert np.array_equal(one.gain.relative, plain.gain.relative.T)


def test_shuffles_with_the_channels_last_and_after_a_linear_layer_are_found():
    def last(x):
        n, h, w, c = x.shape
        parts = x.reshape(n, h, w, 2, 2, c // 4).permute(0, 1, 3, 2, 4, 5)
        return parts.reshape(n, 2 * h, 2 * w, c // 4)

    conv = nn.Conv2d(3, 12, 3, padding=1)
    within = Between(lambda x: last(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2), conv)
    at_the_end = Between(lambda x: last(x.permute(0, 2, 3, 1)), conv)
    assert found(upconv.checkerboard(within)) == [("conv", "subpixel", (2, 2))]
    assert found(upconv.checkerboard(at_the_end)) == [("conv", "subpixel", (2, 2))]

    class Tokens(nn.Module):
        """Patches from a linear layer of every place, as autoencoders of patches make them."""

        def __init__(self):
            super().__init__()
            self.patches, self.back = nn.Conv2d(3, 16, 4, 4), nn.Linear(16, 4 * 4 * 3)

        def forward(self, x):
            n, _, h, w = x.shape
            tokens = self.back(self.patches(x).flatten(2).transpose(1, 2))
            parts = tokens.reshape(n, h // 4, w // 4, 4, 4, 3)
            return torch.einsum("nhwpqc->nchpwq", parts).reshape(n, 3, h, w)

    assert found(upconv.checkerboard(Tokens())) == [("back", "subpixel", (4, 4))]


# Repeats and zeros.


def repeated(x):
    return x.repeat_interleave(2, 2).repeat_interleave(2, 3)


def expanded(x):
    n, c, h, w = x.shape
    return x[:, :, :, None, :, None].expand(-1, -1, -1, 2, -1, 2).reshape(n, c, 2 * h, 2 * w)


def stacked(x):
    rows = torch.stack([x, x], 3).flatten(2, 3)
    return torch.stack([rows, rows], 4).flatten(3)


def nails(x, first=0):
    n, c, h, w = x.shape
    y = x.new_zeros(n, c, 2 * h, 2 * w)
    y[..., first::2, first::2] = x
    return y


def kron(x, corner=1.0):
    kernel = torch.full((1, 1, 2, 2), corner, dtype=x.dtype)
    kernel[..., 0, 0] = 1
    return torch.kron(x, kernel)


@pytest.mark.parametrize(
    ("function", "mode"),
    [
        (repeated, "nearest"),
        (expanded, "nearest"),
        (stacked, "nearest"),
        (kron, "nearest"),
        (nails, "bed_of_nails"),
        (lambda x: nails(x, 1), "bed_of_nails"),
        (lambda x: kron(x, 0.0), "bed_of_nails"),
        (lambda x: nails(functional.relu_(x)), "bed_of_nails"),
        (lambda x: functional.fold(x.flatten(2), (128, 128), 1, stride=2), "bed_of_nails"),
    ],
)
def test_repeats_and_zeros_however_they_are_written_are_resizes(function, mode):
    after = nn.Conv2d(4, 2, 3, padding=1)
    try:
        function(torch.zeros(1, 4, 64, 64))
    except RuntimeError:
        pytest.skip("not this size")
    report = upconv.checkerboard(Between(function, nn.Conv2d(3, 4, 3, padding=1), after))
    assert found(report) == [("after", "resize", (2, 2))]
    assert report.layers[0].layer.mode == mode
    assert report.left == ()
    assert (report.layers[0].db < -100) == (mode == "nearest")


def test_zeros_between_the_pixels_are_a_layer_where_no_convolution_follows():
    report = upconv.checkerboard(Between(nails, nn.Conv2d(3, 4, 3)))
    (one,) = report.layers
    assert one.overlap == ((1, 0), (1, 0))
    assert one.layer.channels == (4, 4)
    assert one.db > 0


@settings(max_examples=20)
@given(st.data())
def test_what_moves_is_named_whatever_it_is(data):
    """Every enlargement with a border of any kind comes out as what it was made of."""
    ndim = data.draw(st.integers(1, 3))
    scale = tuple(data.draw(st.integers(1, 3)) for _ in range(ndim))
    size = tuple(data.draw(st.integers(4, 6)) for _ in range(ndim))
    pads = tuple((data.draw(st.integers(-1, 2)), data.draw(st.integers(-1, 2))) for _ in scale)
    kind = data.draw(st.sampled_from(["nearest", "bed_of_nails", "shuffle", "first"]))
    shuffles, phases = kind in ("shuffle", "first"), int(np.prod(scale))
    ends = [end for ends in reversed(pads) for end in ends]

    def run(x):
        tensor = torch.tensor(x)
        if shuffles:
            order = "phase last" if kind == "shuffle" else "phase first"
            tensor = shuffled(tensor, scale, order)
        else:
            tensor = torch.tensor(upconv.upsample(x, scale, kind))
        return functional.pad(tensor, ends).numpy()

    channels = 2 * phases if shuffles else 2
    made = probe.moved(run, (1, channels, *size))
    if phases > 1 and shuffles:
        expected = [Shuffle(scale, kind == "first")]
    else:
        expected = [Resize(scale, kind)] if phases > 1 else []
    if any(map(any, pads)):
        expected.append(Pad(pads))
    assert list(made.steps) == expected


@pytest.mark.parametrize("mode", ["reflect", "replicate", "circular"])
@pytest.mark.parametrize("pads", [((1, 2), (2, 1)), ((2, 0), (0, 3))])
def test_borders_are_named_by_what_they_hold(mode, pads):
    ends = [end for ends in reversed(pads) for end in ends]

    def run(x):
        return functional.pad(torch.tensor(x), ends, mode=mode).numpy()

    assert probe.moved(run, (1, 3, 5, 6)).steps == (Pad(pads, mode),)


def test_what_moves_values_otherwise_is_not_named():
    def flipped(x):
        return np.flip(x, 2)

    def exchanged(x):
        return x.swapaxes(2, 3)

    def doubled(x):
        return 2 * x.repeat(2, 2)

    def chosen(x):
        return x[:, ::-1]

    for run in (flipped, exchanged, doubled, chosen):
        assert probe.moved(run, (1, 3, 4, 5)) is None


# What is not understood.


def inverse_wavelet(x):
    a, b, c, d = (x[:, n::4] / 2 for n in range(4))
    n, channels, h, w = a.shape
    y = x.new_zeros(n, channels, 2 * h, 2 * w)
    y[..., ::2, ::2], y[..., 1::2, ::2] = a - b - c + d, a - b + c - d
    y[..., ::2, 1::2], y[..., 1::2, 1::2] = a + b - c - d, a + b + c + d
    return y


def resampled(x):
    n, _, h, w = x.shape
    grid = functional.affine_grid(torch.eye(2, 3).expand(n, 2, 3), [n, 1, 2 * h, 2 * w], False)
    return functional.grid_sample(x, grid.to(x.dtype), align_corners=False)


UNKNOWN = "upsamples 64x64 to 128x128 and is not a known shuffle, resize or border"


@pytest.mark.parametrize(
    ("function", "called", "reason"),
    [
        (lambda x: torch.kron(x, torch.rand(1, 1, 2, 2)), "kron", UNKNOWN),
        (inverse_wavelet, "assignment", f"{UNKNOWN}: it combines 4 values"),
        (lambda x: torch.einsum("nchw,hi,wj->ncij", x, *torch.ones(2, 64, 128)), "einsum", UNKNOWN),
        (resampled, "grid_sample", UNKNOWN),
    ],
)
def test_what_enlarges_and_is_not_understood_is_told_with_its_place(function, called, reason):
    for after in (None, nn.Conv2d(4 if called != "assignment" else 1, 2, 3)):
        report = upconv.checkerboard(Between(function, nn.Conv2d(3, 4, 3, padding=1), after))
        assert report.layers == ()
        ((name, why),) = report.unmeasured
        assert name.startswith(f"{called} (test_checkerboard_written.py:")
        assert why == reason
        assert str(report).startswith("No upsampling layer could be measured.\n\nNot measured:\n")


def test_a_bilinear_resize_by_a_product_is_a_resize():
    half = torch.zeros(64, 128)
    weights = torch.tensor(upconv.upsample(np.eye(64)[None], 2, "bilinear")[0], dtype=torch.float32)
    del half
    model = Between(
        lambda x: torch.einsum("nchw,hi,wj->ncij", x, weights.to(x.dtype), weights.to(x.dtype)),
        nn.Conv2d(3, 4, 3, padding=1),
        nn.Conv2d(4, 2, 3),
    )
    report = upconv.checkerboard(model)
    assert found(report) == [("after", "resize", (2, 2))]
    assert report.layers[0].layer.mode == "bilinear"


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_unpooling_is_told(ndim):
    class Unpooled(nn.Module):
        def __init__(self):
            super().__init__()
            self.pool = getattr(nn, f"MaxPool{ndim}d")(2, return_indices=True)
            self.up = getattr(nn, f"MaxUnpool{ndim}d")(2)
            self.conv = getattr(nn, f"Conv{ndim}d")(3, 3, 3, padding=1)

        def forward(self, x):
            return self.conv(self.up(*self.pool(x)))

    assert upconv.checkerboard(Unpooled()).unmeasured == (
        ("up", "puts values where a pooling found them: its phases depend on the input"),
    )


def test_what_leaves_pytorch_is_told():
    def outside(x):
        return torch.from_numpy(x.numpy().repeat(2, 2))

    report = upconv.checkerboard(Between(outside, nn.Conv2d(3, 4, 3), nn.Conv2d(4, 1, 3)))
    assert [why for _, why in report.unmeasured] == [
        "its output is computed outside PyTorch, which cannot be followed"
    ]


class Attention(nn.Module):
    """Tokens, whose products are larger than they are."""

    def __init__(self, width=16, heads=2):
        super().__init__()
        self.embed, self.norm = nn.Conv2d(3, width, 4, 4), nn.LayerNorm(width)
        self.qkv, self.heads = nn.Linear(width, 3 * width), heads
        self.wide = nn.Sequential(nn.Linear(width, 8 * width), nn.GELU(), nn.Linear(8 * width, 4))

    def forward(self, x):
        x = self.embed(x).flatten(2).transpose(1, 2)
        n, length, c = x.shape
        parts = self.qkv(self.norm(x)).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        weights = (parts[0] @ parts[1].transpose(-1, -2)).softmax(-1)
        return self.wide(x + (weights @ parts[2]).transpose(1, 2).reshape(n, length, c))


class Windows(nn.Module):
    """Windows side by side on the first axis, and back."""

    def __init__(self):
        super().__init__()
        self.embed, self.linear, self.conv = (
            nn.Conv2d(3, 8, 4, 4),
            nn.Linear(8, 8),
            nn.Conv2d(8, 1, 1),
        )

    def forward(self, x):
        x = self.embed(x).permute(0, 2, 3, 1)
        n, h, w, c = x.shape
        parts = x.view(n, h // 4, 4, w // 4, 4, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, 16, c)
        back = self.linear(parts).view(n, h // 4, w // 4, 4, 4, c).permute(0, 1, 3, 2, 4, 5)
        return self.conv(back.reshape(n, h, w, c).permute(0, 3, 1, 2))


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.last = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 3, 1)
        self.gate = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 8))

    def forward(self, x):
        x = self.conv(x)
        return self.last(x * self.gate(x).sigmoid()[:, :, None, None])


@pytest.mark.parametrize(
    "model",
    [
        Attention(),
        Windows(),
        Gated(),
        nn.LSTM(4, 4),
        nn.TransformerEncoderLayer(16, 2, batch_first=True),
        nn.MultiheadAttention(16, 2),
        nn.Embedding(4, 4),
        nn.Sequential(nn.Conv2d(3, 8, 3, 2), nn.PixelUnshuffle(2), nn.AvgPool2d(2)),
    ],
)
def test_what_does_not_upsample_is_not_told(model):
    report = upconv.checkerboard(model)
    assert (report.layers, report.left) == ((), ())
    assert str(report) == "No upsampling layer was found."


# Models without a graph, and weights that are computed.


class Block(nn.Module):
    """A transposed convolution and the crop that takes its ends away."""

    def __init__(self, c_in, c_out, step, norm):
        super().__init__()
        self.step, self.conv = step, norm(nn.ConvTranspose1d(c_in, c_out, 2 * step, step))

    def forward(self, x):
        y = self.conv(functional.elu(x))
        return y[..., self.step // 2 : y.shape[-1] - (self.step + 1) // 2]


class Decoder(nn.Module):
    """A decoder of sound, whose control flow depends on values."""

    def __init__(self, norm):
        super().__init__()
        self.first, self.lstm = norm(nn.Conv1d(8, 16, 7, padding=3)), nn.LSTM(16, 16)
        self.ups = nn.ModuleList(Block(16 >> n, 8 >> n, s, norm) for n, s in enumerate((8, 5, 4)))
        self.last = norm(nn.Conv1d(2, 1, 7, padding=3))

    def forward(self, x):
        y = self.first(x).permute(2, 0, 1)
        x = (self.lstm(y)[0] + y).permute(1, 2, 0)
        if x.abs().max() > 100:
            x = x / 10
        for up in self.ups:
            x = up(x)
        return self.last(x)


def norms():
    from torch.nn.utils import parametrizations, weight_norm

    def old(module):
        with pytest.warns(FutureWarning, match="weight_norm"):
            return weight_norm(module)

    return {"parametrized": parametrizations.weight_norm, "old": old, "none": lambda module: module}


@pytest.mark.parametrize("norm", ["parametrized", "old", "none"])
def test_a_decoder_under_weight_norm_without_a_graph_is_read_and_equalised(norm):
    from upconv.checkerboards import repairs

    model = Decoder(norms()[norm])
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith(("weight_g", "original0")):
                parameter.mul_(3)
    report = upconv.checkerboard(model)
    names = [(f"ups.{n}.conv", "transposed", (s,)) for n, s in enumerate((8, 5, 4))]
    assert found(report) == names
    assert report.left == ()
    for one, block in zip(report.layers, model.ups, strict=True):
        assert np.array_equal(one.layer.weight, block.conv.weight.detach().numpy())
    batch = torch.rand(2, 8, 40)
    measured = upconv.checkerboard(model, batch=batch).layers
    # The crops between them do not shift the period.
    assert [one.period for one in measured] == [(160,), (20,), (4,)]
    even = repairs.equalize(model)
    assert len(even.done) == 3
    assert all(one.gain.db < -100 for one in upconv.checkerboard(even.model).layers)
    assert [one.gain.db for one in upconv.checkerboard(model).layers] == [
        one.gain.db for one in report.layers
    ]


def test_functional_transposed_convolutions_without_a_graph_are_read():
    class Functional(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.rand(4, 3, 3, 5))

        def forward(self, x):
            return functional.conv_transpose2d(x if x.sum() > 0 else -x, self.weight, None, (2, 3))

    model = Functional()
    one = figures(model)
    assert one.layer.name.startswith("conv_transpose2d (test_checkerboard_written.py:")
    assert one.db == figures(model.weight.detach().numpy(), stride=(2, 3)).db


def test_scripted_and_exported_models_are_read():
    stock = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ConvTranspose2d(4, 3, 4, 2), nn.ReLU()).eval()
    batch = torch.rand(1, 3, 16, 16)
    expected = figures(stock, batch=batch).gain
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of tracing, which people go on using
        traced = torch.jit.trace(stock, batch)
    exported = torch.export.export(stock, (batch,)).module()
    for model in (traced, exported):
        assert figures(model, batch=batch).gain.db == expected.db


def test_upconvs_own_layers_are_read_as_they_compute():
    from upconv.torch import Conv2d, ConvTranspose2d

    transposed = ConvTranspose2d(3, 4, 3, 2, padding="same")
    one = figures(nn.Sequential(nn.Identity(), transposed))
    weight = transposed.weight.detach().numpy()
    assert one.db == figures(weight, stride=2, padding="same").db
    resized = nn.Sequential(nn.Upsample(scale_factor=2), Conv2d(3, 4, 3, padding="same"))
    assert found(upconv.checkerboard(resized)) == [("1", "resize", (2, 2))]


def test_a_weight_made_from_the_input_is_told():
    class Modulated(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.rand(3, 2, 4, 4))

        def forward(self, x):
            weight = self.weight * x.mean()
            return functional.conv_transpose2d(x, weight, stride=2)

    ((_, why),) = upconv.checkerboard(Modulated()).unmeasured
    assert why == "a transposed convolution whose weight is computed from the input"


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.image = nn.Sequential(nn.Conv2d(3, 12, 3), nn.PixelShuffle(2))
        self.up = nn.ConvTranspose2d(4, 3, 4, 2)

    def forward(self, x, hint):
        return self.image(x) + self.up(hint)[..., :60, :60]


def test_of_a_model_that_does_not_run_alone_the_parts_are_read_and_the_rest_is_told():
    model = TwoInputs()
    report = upconv.checkerboard(model)
    assert found(report) == [("image.0", "subpixel", (2, 2)), ("up", "transposed", (2, 2))]
    assert report.unmeasured == (
        (
            "TwoInputs",
            "how its layers are connected is known only with a batch: it did not run "
            "(TwoInputs.forward() missing 1 required positional argument: 'hint')",
        ),
    )
    one, other = torch.rand(2, 3, 32, 32), torch.rand(2, 4, 32, 32)
    for batch in ((one, other), {"hint": other.numpy(), "x": one.numpy()}):
        measured = upconv.checkerboard(model, batch=batch)
        assert [layer.period for layer in measured.layers] == [(2, 2), (2, 2)]
        assert measured.left == ()


def test_a_layer_that_a_run_does_not_come_to_is_told():
    class Switched(nn.Module):
        def __init__(self):
            super().__init__()
            self.up, self.other = nn.Upsample(scale_factor=2), nn.ConvTranspose2d(3, 3, 3, 2)
            self.conv = nn.Conv2d(3, 3, 3)

        def forward(self, x):
            return self.conv(self.up(x) if x.mean() > -1 else self.other(x))

    assert upconv.checkerboard(Switched()).unmeasured == (
        ("other", "it was not called in this run"),
    )


def test_a_run_leaves_the_model_its_input_and_the_random_numbers_as_they_were():
    model = nn.Sequential(nn.ReLU(inplace=True), nn.Dropout(), nn.ConvTranspose2d(3, 3, 3, 2))
    batch = torch.randn(1, 3, 8, 8)
    before, state = batch.clone(), torch.random.get_rng_state()
    upconv.checkerboard(model, batch=batch)
    upconv.checkerboard(model)
    assert torch.equal(batch, before)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert all(module.training for module in model.modules())
    assert not any(module._forward_hooks for module in model.modules())


def test_a_lazy_module_is_called_first():
    from upconv.errors import ArgumentError

    model = nn.Sequential(nn.LazyConvTranspose2d(3, 3, 2))
    with pytest.raises(
        ArgumentError,
        match=(
            r"^A module must be initialized before its weights can be checked\. Received "
            r"0\.weight, whose shape is unknown until the first call\. Call the module once\.$"
        ),
    ):
        upconv.checkerboard(model)
