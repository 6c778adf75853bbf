"""Weights: folded normalisations, initialisers, and the fan that counts the taps of a phase."""

import numpy as np
import pytest

from upconv import errors, initial, reference

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is

import upconv.torch as ours  # noqa: E402

pytestmark = pytest.mark.numeric

KINDS = ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"]


def norm_for(layer, **arguments):
    """Return a normalisation with statistics and parameters that are all different."""
    ndim = layer.weight.dim() - 2
    norm = getattr(nn, f"BatchNorm{ndim}d")(layer.out_channels, **arguments).double()
    with torch.no_grad():
        norm.running_mean.normal_()
        norm.running_var.uniform_(0.5, 2)
        if norm.affine:
            norm.weight.normal_()
            norm.bias.normal_()
    return norm.eval()


@pytest.mark.parametrize("source", [nn, ours])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("bias", [True, False])
def test_a_folded_layer_does_what_the_two_did(source, kind, groups, bias):
    torch.manual_seed(0)
    layer = getattr(source, kind)(4, 6, 3, stride=2, groups=groups, bias=bias).double()
    norm = norm_for(layer, affine=bias)
    x = torch.randn(2, 4, *(7, 6, 5)[: layer.weight.dim() - 2], dtype=torch.float64)
    folded = ours.fold_batchnorm(layer, norm)
    assert type(folded) is type(layer)
    theirs = getattr(nn, kind)  # the judge computes both
    expected = norm(theirs.forward(layer, x) if source is nn else _by_pytorch(layer, x))
    received = theirs.forward(folded, x) if source is nn else _by_pytorch(folded, x)
    torch.testing.assert_close(received, expected, rtol=1e-12, atol=1e-12)


def _by_pytorch(layer, x):
    twin = getattr(nn, type(layer).__name__)(
        layer.in_channels,
        layer.out_channels,
        layer.kernel_size,
        stride=layer.stride,
        groups=layer.groups,
        bias=layer.bias is not None,
        dtype=layer.weight.dtype,
    )
    twin.load_state_dict(layer.state_dict())
    return twin(x)


def test_it_is_rounded_once():
    torch.manual_seed(0)
    layer = nn.ConvTranspose2d(4, 6, 3, groups=2)
    norm = norm_for(layer).float()
    exact = ours.fold_batchnorm(nn.ConvTranspose2d.double(_copy(layer)), norm)
    folded = ours.fold_batchnorm(layer, norm)
    assert folded.weight.dtype is torch.float32
    assert torch.equal(folded.weight, exact.weight.float())
    assert torch.equal(folded.bias, exact.bias.float())


def _copy(layer):
    twin = nn.ConvTranspose2d(4, 6, 3, groups=2)
    twin.load_state_dict(layer.state_dict())
    return twin


def test_a_whole_model_is_folded_and_keeps_its_names():
    torch.manual_seed(0)
    shared = nn.Conv2d(6, 6, 3, padding=1)
    model = nn.Sequential(
        nn.ConvTranspose2d(4, 6, 2, stride=2, groups=2, bias=False),
        nn.BatchNorm2d(6),
        nn.ReLU(),
        nn.Sequential(shared, nn.BatchNorm2d(6)),
        shared,
    )
    x = torch.randn(3, 4, 5, 6)
    model(x)
    model.eval()
    before = {key: value.clone() for key, value in model.state_dict().items()}
    folded = ours.fold_batchnorm(model)
    torch.testing.assert_close(folded(x), model(x), rtol=1e-5, atol=1e-5)
    assert isinstance(folded[1], nn.Identity)
    assert isinstance(folded[3][1], nn.BatchNorm2d)  # its convolution is used twice
    assert folded[3][0] is folded[4]
    for key, value in model.state_dict().items():
        assert torch.equal(value, before[key])


@pytest.mark.parametrize(
    ("layer", "norm", "message"),
    [
        (
            nn.Linear(2, 3),
            nn.BatchNorm2d(3).eval(),
            "`layer` must be a convolution or a transposed convolution. "
            "Received a layer of type Linear.",
        ),
        (
            nn.Conv2d(2, 3, 3),
            nn.GroupNorm(1, 3),
            "`norm` must be a batch normalisation. Received a layer of type GroupNorm.",
        ),
        (
            nn.Conv2d(2, 3, 3),
            nn.BatchNorm2d(4).eval(),
            "`norm` must have as many features as `layer` has output channels. "
            "Received 4 features for 3 output channels.",
        ),
        (
            nn.Conv2d(2, 3, 3),
            nn.BatchNorm2d(3),
            "A batch normalisation can be folded only if it is a fixed scale and shift. Received "
            "a normalisation in training mode. Call .eval() first.",
        ),
        (
            nn.Conv2d(2, 3, 3),
            nn.BatchNorm2d(3, track_running_stats=False).eval(),
            "A batch normalisation can be folded only if it is a fixed scale and shift. Received "
            "a normalisation without running statistics. Use track_running_stats=True.",
        ),
        (
            ours.Conv2d(2, 3, 3, activation="relu"),
            nn.BatchNorm2d(3).eval(),
            "A batch normalisation can be folded only if it is a fixed scale and shift. Received "
            "a layer with activation='relu' before it. Put the activation after the "
            "normalisation.",
        ),
        (
            nn.utils.parametrizations.weight_norm(nn.Conv2d(2, 3, 3)),
            nn.BatchNorm2d(3).eval(),
            "A batch normalisation can be folded only if it is a fixed scale and shift. Received "
            "a parametrised layer before it. Call "
            "torch.nn.utils.parametrize.remove_parametrizations(layer, 'weight') first.",
        ),
    ],
)
def test_what_cannot_be_folded_says_why(layer, norm, message):
    with pytest.raises(errors.UpconvError) as caught:
        ours.fold_batchnorm(layer, norm)
    assert str(caught.value) == message


@pytest.mark.parametrize("kernel", [(3,), (4, 2), (2, 3, 4)])
@pytest.mark.parametrize("groups", [1, 3])
@pytest.mark.parametrize("transposed", [True, False])
def test_the_fan_is_what_ones_count(kernel, groups, transposed):
    """A layer of ones on ones counts: in the middle of the output, and in the gradient."""
    stride = tuple(range(2, 2 + len(kernel)))
    kind = ("Conv", "ConvTranspose")[transposed]
    layer = getattr(nn, f"{kind}{len(kernel)}d")(
        2 * groups, 5 * groups, kernel, stride=stride, groups=groups, bias=False
    )
    nn.init.ones_(layer.weight)
    size = 12 if len(kernel) < 3 else 8
    sizes = [size * (1 if transposed else s) for s in stride]
    x = torch.ones(1, 2 * groups, *sizes, requires_grad=True)
    y = layer(x)
    (gradient,) = torch.autograd.grad(y, x, torch.ones_like(y))
    found = ours.fan(layer)
    assert found == ours.fan(ours_twin(layer))
    for count, tensor in ((found.inputs, y), (found.outputs, gradient)):
        assert count == pytest.approx(period_mean(tensor.detach(), stride))


def ours_twin(layer):
    return getattr(ours, type(layer).__name__)(
        layer.in_channels,
        layer.out_channels,
        layer.kernel_size,
        stride=layer.stride,
        groups=layer.groups,
    )


def period_mean(tensor, stride):
    """Return the mean over one period of phases in the middle, where no border is."""
    window = [slice(None), slice(None)]
    for length, s in zip(tensor.shape[2:], stride, strict=True):
        begin = length // 2 // s * s
        window.append(slice(begin, begin + s))
    return tensor[tuple(window)].mean().item()


def test_the_fan_keeps_the_variance():
    torch.manual_seed(0)
    layer = nn.ConvTranspose2d(64, 48, 4, stride=2, padding=1, bias=False, dtype=torch.float64)
    nn.init.normal_(layer.weight, std=ours.fan(layer).inputs ** -0.5)
    y = layer(torch.randn(4, 64, 16, 16, dtype=torch.float64))[..., 2:-2, 2:-2]
    assert y.square().mean().item() == pytest.approx(1, rel=0.05)


def test_the_fan_of_another_layer():
    with pytest.raises(errors.ArgumentTypeError, match="Received a layer of type Linear"):
        ours.fan(nn.Linear(2, 3))


def test_icnr_makes_all_phases_of_a_transposed_convolution_the_same():
    torch.manual_seed(0)
    layer = nn.ConvTranspose2d(3, 4, (4, 6), stride=(2, 3), bias=False)
    assert ours.icnr_(layer.weight, (2, 3), transposed=True) is layer.weight
    y = layer(torch.randn(1, 3, 5, 6)).detach()
    cells = y.unflatten(3, (-1, 3)).unflatten(2, (-1, 2))
    assert torch.equal(cells, cells[:, :, :, :1, :, :1].expand_as(cells))
    assert y.std() > 0.1


def test_icnr_makes_the_pixels_of_a_shuffle_the_same():
    torch.manual_seed(0)
    layer = nn.Conv2d(3, 4 * 9, 3, padding=1, bias=False)
    ours.icnr_(layer.weight, 3)
    y = nn.PixelShuffle(3)(layer(torch.randn(1, 3, 5, 6))).detach()
    cells = y.unflatten(3, (-1, 3)).unflatten(2, (-1, 3))
    torch.testing.assert_close(cells, cells[:, :, :, :1, :, :1].expand_as(cells))
    assert y.std() > 0.1


def test_icnr_hands_the_shared_weight_to_its_initialiser():
    seen = []
    ours.icnr_(torch.empty(6, 5, 4, 9), (2, 3), transposed=True, init=seen.append)
    ours.icnr_(torch.empty(12, 5, 4, 9), (2, 3), init=seen.append)
    assert [tuple(t.shape) for t in seen] == [(5, 6, 2, 3), (2, 5, 4, 9)]


@pytest.mark.parametrize(
    ("shape", "transposed", "message"),
    [
        (
            (3, 4, 4, 5),
            True,
            "The kernel must be a multiple of `scale` on every axis, so that all phases have the "
            "same number of taps. Received kernel=(4, 5), scale=(2, 2) (axis 1). 5 = 2·2 + 1. "
            "Use a kernel of 4 or 6.",
        ),
        (
            (6, 4, 3, 3),
            False,
            "The number of output channels must be a multiple of the product of `scale`. "
            "Received 6 output channels, scale=(2, 2). 2·2 = 4 positions, 6 = 4·1 + 2.",
        ),
    ],
)
def test_icnr_names_what_does_not_divide(shape, transposed, message):
    with pytest.raises(errors.ShapeError) as caught:
        ours.icnr_(torch.empty(shape), 2, transposed=transposed)
    assert str(caught.value) == message


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_bilinear_weights_interpolate_away_from_the_border(scale):
    kernel = 2 * scale - scale % 2
    padding = (kernel - scale) // 2
    x = np.random.default_rng(0).standard_normal((1, 2, 5, 6))
    weight = initial.bilinear((2, 1, kernel, kernel), stride=scale, groups=2, dtype=np.float64)
    y = reference.scatter(x, weight, stride=scale, padding=padding, groups=2)
    expected = nn.functional.interpolate(
        torch.from_numpy(x), scale_factor=scale, mode="bilinear", align_corners=False
    ).numpy()
    inside = (..., slice(scale, -scale), slice(scale, -scale))
    np.testing.assert_allclose(y[inside], expected[inside], rtol=1e-12, atol=1e-12)


def test_bilinear_weights_keep_channels_apart_and_constants_constant():
    tensor = torch.full((6, 2, 5, 2), torch.nan)
    assert ours.bilinear_(tensor, 2, groups=3) is tensor
    kernel = tensor[0, 0]
    for channel in range(6):
        assert torch.equal(tensor[channel, channel % 2], kernel)
        assert not tensor[channel, 1 - channel % 2].any()
    for row in range(2):
        for column in range(2):
            assert kernel[row::2, column::2].sum().item() == 1


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (
            (3, 4, 2, 2),
            "Upsampling needs as many output channels as input channels in every group. Received "
            "3 input and 4 output channels in each of 1 group. Use out_channels=in_channels.",
        ),
        (
            (3, 3, 2, 1),
            "The kernel must be at least `stride` on every axis, so that every output is "
            "reached. Received kernel=(2, 1), stride=(2, 2) (axis 1). Use a kernel of 4, the "
            "size of the interpolation kernel.",
        ),
    ],
)
def test_bilinear_names_what_does_not_fit(shape, message):
    with pytest.raises(errors.ShapeError) as caught:
        ours.bilinear_(torch.empty(shape), 2)
    assert str(caught.value) == message
