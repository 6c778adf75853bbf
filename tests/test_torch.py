"""The PyTorch layers: PyTorch's own numbers, gradients and state, and what is added to them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import per_axis
from upconv import Geometry, activations, errors, reference

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
nn = torch.nn
import upconv.torch as ours  # noqa: E402 - only where PyTorch is
from torch_engine import _numpy_engine  # noqa: E402, F401 - a fixture
from upconv.torch import compute, operators  # noqa: E402

pytestmark = pytest.mark.usefixtures("_numpy_engine")

CHOICES = ", ".join(map(repr, activations.CHOICES))
KINDS = ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"]
FLAT = ["Conv2d", "ConvTranspose2d"]
WORDS = ["valid", "same", "same_upper", "same_lower"]
ACTIVATIONS = {
    "relu": torch.relu,
    "leaky_relu": nn.functional.leaky_relu,
    ("leaky_relu", 0.2): lambda y: nn.functional.leaky_relu(y, 0.2),
    ("leaky_relu", -0.5): lambda y: nn.functional.leaky_relu(y, -0.5),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
}


def twins(kind, *arguments, **words):
    """Return our layer and PyTorch's with the same state."""
    mine, theirs = getattr(ours, kind)(*arguments, **words), getattr(nn, kind)(*arguments, **words)
    mine.load_state_dict(theirs.state_dict())
    return mine, theirs


def results(layer, x):
    """Return the output and the gradients for the input and all parameters."""
    leaf = x.clone().requires_grad_()
    layer.zero_grad()
    y = layer(leaf)
    (y * torch.linspace(-1, 2, y.numel(), dtype=y.dtype).reshape(y.shape)).sum().backward()
    return y.detach(), leaf.grad, *(p.grad.clone() for p in layer.parameters())


def dims(kind):
    return int(kind[-2])


@st.composite
def layers(draw: st.DrawFn, kind: str):
    """Draw one of our layers and PyTorch's with the same state, and an input for both."""
    ndim = dims(kind)
    kernel, stride, dilation = (draw(per_axis(ndim, 1, n)) for n in (4, 3, 3))
    groups, c_in, c_out = (draw(st.integers(1, 3)) for _ in range(3))
    size = tuple(
        max(draw(st.integers(2, 6)), d * (k - 1) + 1) for d, k in zip(dilation, kernel, strict=True)
    )
    words = {
        "stride": stride,
        "padding": tuple(draw(st.integers(0, k - 1)) for k in kernel),
        "dilation": dilation,
        "groups": groups,
        "bias": draw(st.booleans()),
        "dtype": torch.float64,
    }
    if "Transpose" in kind:
        words["output_padding"] = tuple(
            draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True)
        )
    torch.manual_seed(draw(st.integers(0, 2**16)))
    batch = draw(st.sampled_from([(), (1,), (2,)]))
    x = torch.randn(*batch, groups * c_in, *size, dtype=torch.float64)
    return *twins(kind, groups * c_in, groups * c_out, kernel, **words), x


@pytest.mark.parametrize("kind", KINDS)
def test_outputs_and_gradients_are_pytorchs(kind):
    @settings(max_examples=25)
    @given(layers(kind))
    def check(drawn):
        mine, theirs, x = drawn
        torch.testing.assert_close(results(mine, x), results(theirs, x), rtol=1e-9, atol=1e-9)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_same_arguments_same_state_same_initialisation(kind):
    built = []
    for source in (ours, nn):
        torch.manual_seed(0)
        built.append(getattr(source, kind)(4, 6, 3, 2, 1, groups=2))
    mine, theirs = built
    assert isinstance(mine, type(theirs))
    assert repr(mine) == f"upconv.{theirs!r}"
    assert list(mine.state_dict()) == list(theirs.state_dict())
    for name, value in mine.state_dict().items():
        assert torch.equal(value, theirs.state_dict()[name])
    theirs.load_state_dict(mine.state_dict())


def test_arguments_by_position_are_pytorchs():
    positions = (4, 6, (3, 2), (2, 3), (1, 0), (1, 2), 2, False, (2, 1), "zeros", "cpu")
    mine, theirs = twins("ConvTranspose2d", *positions)
    x = torch.randn(1, 4, 5, 6)
    torch.testing.assert_close(results(mine, x), results(theirs, x), rtol=1e-5, atol=1e-5)
    mine, theirs = twins("Conv2d", 4, 6, (3, 2), (2, 3), (1, 0), (1, 2), 2, False, "reflect", "cpu")
    torch.testing.assert_close(results(mine, x), results(theirs, x), rtol=1e-5, atol=1e-5)


# --- sizes and paddings


@pytest.mark.parametrize("size", [(9, 13), (10, 14), (2, 6, 9, 14), torch.Size([10, 13])])
def test_output_size(size):
    mine, theirs = twins("ConvTranspose2d", 4, 6, 3, stride=2, padding=1)
    x = torch.randn(2, 4, 5, 7)
    torch.testing.assert_close(mine(x, size), theirs(x, list(size)), rtol=1e-5, atol=1e-5)
    whole = (6, *size[-2:])
    torch.testing.assert_close(mine(x[0], whole), mine(x, size)[0])


def test_an_unreachable_output_size_names_the_reachable_ones():
    layer = ours.ConvTranspose2d(4, 6, 3, stride=2, padding=1)
    with pytest.raises(ValueError, match="Sizes reachable on axis 0: 9 to 10"):
        layer(torch.zeros(2, 4, 5, 7), output_size=(11, 14))


@pytest.mark.parametrize("word", [*WORDS, ((2, 0), (0, 1)), ((-1, 2), (1, -2))])
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
@pytest.mark.parametrize("bias", [True, False])
def test_paddings_that_pytorch_has_no_words_for(word, dtype, bias):
    """By upconv, and by PyTorch's operator for what upconv does not compute."""
    torch.manual_seed(0)
    layer = ours.ConvTranspose2d(4, 6, (4, 3), stride=(2, 3), padding=word, groups=2, bias=bias)
    layer = layer.to(dtype)
    x = torch.randn(2, 4, 5, 6).to(dtype)
    y = layer(x)
    assert y.dtype is dtype
    expected = reference.scatter(
        x.double().numpy(),
        layer.weight.detach().double().numpy(),
        layer.bias.detach().double().numpy() if bias else None,
        stride=(2, 3),
        padding=Geometry((4, 3), (2, 3), word).crop,
        groups=2,
    )
    tolerance = 1e-12 if dtype is torch.float64 else 0.05
    torch.testing.assert_close(
        y.detach().double(), torch.from_numpy(expected), rtol=tolerance, atol=tolerance
    )


@pytest.mark.parametrize("size", [(9, 16), (10, 18)])
@pytest.mark.parametrize("word", ["same", "same_lower"])
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_words_with_an_output_size(size, word, dtype):
    torch.manual_seed(0)
    layer = ours.ConvTranspose2d(2, 3, (4, 3), stride=(2, 3), padding=word).to(dtype)
    x = torch.randn(2, 2, 5, 6).to(dtype)
    exact = ours.ConvTranspose2d(2, 3, (4, 3), stride=(2, 3), padding=word).double()
    exact.load_state_dict(layer.state_dict())
    expected = reference.scatter(
        x.double().numpy(),
        exact.weight.detach().numpy(),
        exact.bias.detach().numpy(),
        stride=(2, 3),
        padding=Geometry((4, 3), (2, 3), word).with_output_size((5, 6), size).crop,
    )
    tolerance = 1e-12 if dtype is torch.float64 else 0.05
    torch.testing.assert_close(
        layer(x, size).detach().double(),
        torch.from_numpy(expected),
        rtol=tolerance,
        atol=tolerance,
    )


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_words_of_a_convolution(word, dtype):
    """Held against zeros put around the input by hand: ceil(i/s) outputs for "same"."""
    torch.manual_seed(0)
    layer = ours.Conv2d(2, 3, (4, 3), stride=(2, 3), padding=word).to(dtype)
    x = torch.randn(2, 2, 9, 8).to(dtype)
    pads = [0, 0, 0, 0]
    if word != "valid":
        for axis, (i, k, s) in enumerate(((9, 4, 2), (8, 3, 3))):
            total = max((-(-i // s) - 1) * s + k - i, 0)
            begin = (total + 1) // 2 if word == "same_lower" else total // 2
            pads[2 - 2 * axis : 4 - 2 * axis] = begin, total - begin
    around = nn.functional.pad(x, pads)
    expected = nn.functional.conv2d(around, layer.weight, layer.bias, stride=(2, 3))
    torch.testing.assert_close(layer(x), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("mode", ["reflect", "circular", "replicate"])
@pytest.mark.parametrize("padding", [(1, 2), "same", ((2, 0), (0, 1))])
def test_other_padding_modes(mode, padding):
    torch.manual_seed(0)
    mine = ours.Conv2d(2, 3, (3, 5), padding=padding, padding_mode=mode)
    x = torch.randn(2, 2, 5, 6)
    pads = {"same": [2, 2, 1, 1], (1, 2): [2, 2, 1, 1]}.get(padding, [0, 1, 2, 0])
    around = nn.functional.pad(x, pads, mode=mode)
    expected = nn.functional.conv2d(around, mine.weight, mine.bias)
    torch.testing.assert_close(mine(x), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            {"padding": "full"},
            "`padding` must be an integer, one integer per axis, one (begin, end) pair per axis, "
            "or one of 'valid', 'same', 'same_upper', 'same_lower'. Received padding='full'.",
        ),
        (
            {"stride": (2, 0)},
            "`stride` must be at least 1 on every axis. Received stride=0 (axis 1).",
        ),
        (
            {"activation": "mish"},
            f"`activation` must be one of {CHOICES}. Received activation='mish'.",
        ),
    ],
)
@pytest.mark.parametrize("kind", FLAT)
def test_wrong_arguments_are_named_when_the_layer_is_made(kind, words, message):
    with pytest.raises(errors.ArgumentError) as caught:
        getattr(ours, kind)(2, 3, 3, **words)
    assert str(caught.value) == message


# --- activations


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("kind", FLAT)
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_an_activation_comes_last(activation, kind, dtype):
    torch.manual_seed(0)
    mine = getattr(ours, kind)(4, 6, 3, stride=2, groups=2, activation=activation).to(dtype)
    plain = getattr(nn, kind)(4, 6, 3, stride=2, groups=2, dtype=dtype)
    plain.load_state_dict(mine.state_dict())
    x = torch.randn(2, 4, 7, 6).to(dtype)

    class Both(nn.Module):
        def __init__(self):
            super().__init__()
            self.plain = plain

        def forward(self, x):
            return ACTIVATIONS[activation](self.plain(x))

    tolerance = 1e-12 if dtype is torch.float64 else 0.05
    torch.testing.assert_close(results(mine, x), results(Both(), x), rtol=tolerance, atol=tolerance)
    assert repr(mine) == "upconv." + repr(plain)[:-1] + f", activation={activation!r})"


def test_kernels_fuse_the_activation(monkeypatch):
    """The same with compiled kernels, where the activation is a part of them."""
    monkeypatch.undo()
    torch.manual_seed(0)
    mine = ours.ConvTranspose2d(2, 3, 3, stride=2, activation="relu")
    plain = nn.Sequential(nn.ConvTranspose2d(2, 3, 3, stride=2), nn.ReLU())
    plain[0].load_state_dict(mine.state_dict())
    x = torch.randn(2, 2, 5, 6)
    torch.testing.assert_close(results(mine, x), results(plain, x), rtol=1e-5, atol=1e-5)


# --- what goes where


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.complex64], ids=str)
@pytest.mark.parametrize("kind", FLAT)
def test_what_upconv_does_not_compute_goes_to_pytorch(kind, dtype):
    mine, theirs = twins(kind, 2, 3, 3, dtype=dtype)
    x = torch.randn(1, 2, 5, 6).to(dtype)
    assert torch.equal(mine(x), theirs(x))
    meta = getattr(ours, kind)(2, 3, 3, device="meta")
    assert meta(torch.empty(1, 2, 5, 6, device="meta")).device.type == "meta"


@pytest.mark.parametrize("kind", FLAT)
def test_types_that_do_not_match_are_pytorchs_error(kind):
    with pytest.raises(RuntimeError, match=r"same|type"):
        getattr(ours, kind)(2, 3, 3)(torch.randn(1, 2, 5, 6).double())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["input", "weight", "neither", "both"])
def test_the_memory_format_is_pytorchs(kind, part):
    order = {2: torch.channels_last, 3: torch.channels_last_3d}.get(dims(kind))
    mine, theirs = twins(kind, 4, 6, (3, 2, 3)[: dims(kind)], stride=2, groups=2)
    x = torch.randn(2, 4, *(5, 6, 7)[: dims(kind)])
    if order is not None:
        if part in ("input", "both"):
            x = x.to(memory_format=order)
        if part in ("weight", "both"):
            mine, theirs = (layer.to(memory_format=order) for layer in (mine, theirs))
    received, expected = results(mine, x), results(theirs, x)
    torch.testing.assert_close(received, expected, rtol=1e-5, atol=1e-5)
    assert received[0].stride() == expected[0].stride()
    assert mine(x.requires_grad_()).stride() == expected[0].stride()


def test_channels_last_makes_no_copy(monkeypatch):
    """The engine is handed the memory of the tensor, and its memory is the result's."""
    seen = []
    operation = compute.checked_forward

    def watch(words, x, weight, bias, data_format):
        result, again = operation(words, x, weight, bias, data_format)
        seen.append((x, data_format, result))
        return result, again

    monkeypatch.setattr(compute, "checked_forward", watch)
    x = torch.randn(2, 4, 5, 6).to(memory_format=torch.channels_last)
    y = ours.ConvTranspose2d(4, 6, 3).requires_grad_(False)(x)
    ((given, data_format, result),) = seen
    assert data_format == "channels_last"
    assert given.flags.c_contiguous
    assert given.ctypes.data == x.data_ptr()
    assert result.ctypes.data == y.data_ptr()


@pytest.mark.parametrize("kind", KINDS)
def test_one_example_and_an_empty_batch(kind):
    layer = getattr(ours, kind)(2, 3, 3)
    x = torch.randn(2, 2, *(5, 6, 7)[: dims(kind)])
    torch.testing.assert_close(layer(x[0]), layer(x)[0])
    empty = layer(x[:0])
    assert empty.shape == (0, *layer(x).shape[1:])
    empty.sum().backward()
    assert not layer.weight.grad.any()


@pytest.mark.parametrize("wanted", ["x", "weight", "bias"])
def test_gradients_on_a_subset(wanted):
    layer = ours.ConvTranspose2d(2, 3, 3)
    x = torch.randn(1, 2, 5, 6)
    leaves = {"x": x, "weight": layer.weight, "bias": layer.bias}
    for name, leaf in leaves.items():
        leaf.requires_grad_(name == wanted)
    layer(x).sum().backward()
    assert {name for name, leaf in leaves.items() if leaf.grad is not None} == {wanted}


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("wanted", ["x", "weight", "bias", "x weight"])
@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.filterwarnings("ignore:Using backward\\(\\) with create_graph:UserWarning")
def test_a_pass_for_some_inputs_computes_no_other_gradient(monkeypatch, bias, wanted, create_graph):
    if "bias" in wanted and not bias:
        return
    asked = []
    for module, name in ((compute, "backward"), (operators, "convolution_backward")):
        right = getattr(module, name)

        def noted(*arguments, right=right):
            asked.append(list(arguments[-1]))
            return right(*arguments)

        monkeypatch.setattr(module, name, noted)
    layer = ours.ConvTranspose2d(2, 3, (3, 2), bias=bias)
    x = torch.randn(1, 2, 5, 6, requires_grad=True)
    leaves = {"x": x, "weight": layer.weight} | ({"bias": layer.bias} if bias else {})
    everything = torch.autograd.grad(layer(x * 1).square().sum(), leaves.values())
    asked.clear()
    inputs = [leaves[name] for name in wanted.split()]
    layer(x * 1).square().sum().backward(inputs=inputs, create_graph=create_graph)
    for leaf, (name, gradient) in zip(
        leaves.values(), zip(leaves, everything, strict=True), strict=True
    ):
        if name in wanted:
            torch.testing.assert_close(leaf.grad, gradient)
        else:
            assert leaf.grad is None
    expected = [name in wanted for name in ("x", "weight", "bias")]
    assert asked
    assert all(needs == expected for needs in asked)
    # torch.autograd.grad finds the same, though it keeps some of it to itself.
    found = torch.autograd.grad(layer(x * 1).square().sum(), inputs, create_graph=create_graph)
    for leaf, gradient in zip(inputs, found, strict=True):
        torch.testing.assert_close(leaf.grad, gradient)


def test_inference_makes_no_graph():
    layer = ours.Conv2d(2, 3, 3)
    with torch.inference_mode():
        assert not layer(torch.randn(1, 2, 5, 6)).requires_grad


# --- upsamplers without weights


def test_max_unpooling_is_pytorchs():
    values, indices = nn.MaxPool2d(2, return_indices=True)(torch.randn(2, 3, 7, 6))
    mine, theirs = ours.MaxUnpool2d(2), nn.MaxUnpool2d(2)
    assert torch.equal(mine(values, indices), theirs(values, indices))
    assert torch.equal(
        mine(values, indices, output_size=(7, 6)), theirs(values, indices, output_size=(7, 6))
    )


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.int32], ids=str)
@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (3, 4, 5)])
def test_a_bed_of_nails(dtype, shape):
    from upconv import upsample

    x = torch.arange(1, 1 + torch.Size(shape).numel()).reshape(shape).to(dtype)
    y = ours.BedOfNails2d((2, 3))(x)
    assert y.dtype is dtype
    expected = upsample(x.double().numpy(), (2, 3), "bed_of_nails")
    assert torch.equal(y.double(), torch.from_numpy(expected))


def test_a_bed_of_nails_has_every_derivative():
    layer = ours.BedOfNails2d(2)
    x = torch.randn(1, 2, 3, 4, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(layer, x)
    assert torch.autograd.gradgradcheck(layer, x)
    assert str(layer) == "BedOfNails2d(scale=(2, 2))"
    with pytest.raises(errors.ArgumentError, match="`scale` must be at least 1"):
        ours.BedOfNails2d(0)


@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize(
    "shape", [(2, 1, 3, 4), (1, 5, 1, 1), (3, 1, 1, 1), (2, 1, 1, 4), (2, 3, 4, 1), (1, 3, 1, 4)]
)
def test_where_both_orders_hold_the_strides_decide_as_in_pytorch(shape, order):
    x = torch.rand(shape).to(memory_format=order)
    theirs = nn.Conv2d(shape[1], 4, 1)
    mine = ours.Conv2d(shape[1], 4, 1)
    assert mine(x).stride() == theirs(x).stride()
    assert mine.to(memory_format=order)(x).stride() == theirs.to(memory_format=order)(x).stride()
