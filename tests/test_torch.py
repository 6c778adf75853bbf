"""The PyTorch layers: PyTorch's own numbers, gradients and state."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import per_axis

pytestmark = pytest.mark.numeric

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
nn = torch.nn
import upconv.torch as ours  # noqa: E402 - only where PyTorch is

PAIRS = [(ours.Conv2d, nn.Conv2d), (ours.ConvTranspose2d, nn.ConvTranspose2d)]


@st.composite
def pairs_of_layers(draw: st.DrawFn, transposed: bool):
    """Draw one of our layers and PyTorch's with the same state, and an input for both."""
    kernel, stride, dilation = (draw(per_axis(2, 1, n)) for n in (4, 3, 3))
    padding = tuple(draw(st.integers(0, k - 1)) for k in kernel)
    groups, c_in, c_out = (draw(st.integers(1, 3)) for _ in range(3))
    size = tuple(
        max(draw(st.integers(2, 7)), d * (k - 1) + 1) for d, k in zip(dilation, kernel, strict=True)
    )
    arguments = {
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "groups": groups,
        "bias": draw(st.booleans()),
        "dtype": torch.float64,
    }
    if transposed:
        arguments["output_padding"] = tuple(
            draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True)
        )
    mine, theirs = PAIRS[transposed]
    theirs = theirs(groups * c_in, groups * c_out, kernel, **arguments)
    mine = mine(groups * c_in, groups * c_out, kernel, **arguments)
    mine.load_state_dict(theirs.state_dict())
    torch.manual_seed(draw(st.integers(0, 2**16)))
    x = torch.randn(draw(st.integers(1, 2)), groups * c_in, *size, dtype=torch.float64)
    return mine, theirs, x


@pytest.mark.parametrize("transposed", [False, True])
def test_outputs_and_gradients_are_pytorchs(transposed):
    @settings(max_examples=60)
    @given(pairs_of_layers(transposed))
    def check(drawn):
        mine, theirs, x = drawn
        results = []
        for layer in (mine, theirs):
            leaf = x.clone().requires_grad_()
            y = layer(leaf)
            (y * torch.linspace(-1, 1, y.numel(), dtype=y.dtype).reshape(y.shape)).sum().backward()
            results.append((y, leaf.grad, *(p.grad for p in layer.parameters())))
        for a, b in zip(*results, strict=True):
            torch.testing.assert_close(a, b, rtol=1e-9, atol=1e-9)

    check()


@pytest.mark.parametrize(("mine", "_"), PAIRS)
@pytest.mark.parametrize("bias", [True, False])
def test_gradcheck(mine, _, bias):
    torch.manual_seed(0)
    layer = mine(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), groups=2, bias=bias).double()
    x = torch.randn(2, 4, 5, 6, dtype=torch.float64, requires_grad=True)
    names, values = zip(*layer.named_parameters(), strict=True)

    def run(x, *parameters):
        state = dict(zip(names, parameters, strict=True))
        return torch.func.functional_call(layer, state, x)

    assert torch.autograd.gradcheck(run, (x, *values))


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
def test_same_arguments_same_state_same_initialisation(mine, theirs):
    torch.manual_seed(0)
    a = mine(4, 6, 3, stride=2, groups=2)
    torch.manual_seed(0)
    b = theirs(4, 6, 3, stride=2, groups=2)
    assert isinstance(a, theirs)
    assert repr(a) == repr(b)
    for (name, value), (other, expected) in zip(
        a.state_dict().items(), b.state_dict().items(), strict=True
    ):
        assert name == other
        assert torch.equal(value, expected)
    b.load_state_dict(a.state_dict())
    twin = copy.deepcopy(a)
    x = torch.randn(1, 4, 5, 7)
    assert torch.equal(twin(x), a(x))


@pytest.mark.parametrize("size", [(9, 13), (10, 14), (2, 6, 9, 14)])
def test_output_size(size):
    mine = ours.ConvTranspose2d(4, 6, 3, stride=2, padding=1)
    theirs = nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1)
    theirs.load_state_dict(mine.state_dict())
    x = torch.randn(2, 4, 5, 7)
    torch.testing.assert_close(mine(x, size), theirs(x, list(size)), rtol=1e-5, atol=1e-5)


def test_an_unreachable_output_size_names_the_reachable_ones():
    layer = ours.ConvTranspose2d(4, 6, 3, stride=2, padding=1)
    with pytest.raises(ValueError, match="Sizes reachable on axis 0: 9 to 10"):
        layer(torch.zeros(2, 4, 5, 7), output_size=(11, 14))


@pytest.mark.parametrize("padding", ["same", "valid"])
def test_padding_in_words(padding):
    mine = ours.Conv2d(2, 3, (4, 3), padding=padding, dilation=(1, 2))
    theirs = nn.Conv2d(2, 3, (4, 3), padding=padding, dilation=(1, 2))
    theirs.load_state_dict(mine.state_dict())
    x = torch.randn(2, 2, 9, 8)
    with pytest.warns(UserWarning, match="even kernel") if padding == "same" else _nothing():
        expected = theirs(x)
    torch.testing.assert_close(mine(x), expected, rtol=1e-5, atol=1e-5)


class _nothing:  # noqa: N801 - stands for a context manager
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return None


@pytest.mark.parametrize("mode", ["reflect", "circular", "replicate"])
def test_other_padding_modes_are_pytorchs(mode):
    mine = ours.Conv2d(2, 3, 3, padding=1, padding_mode=mode)
    theirs = nn.Conv2d(2, 3, 3, padding=1, padding_mode=mode)
    theirs.load_state_dict(mine.state_dict())
    x = torch.randn(2, 2, 5, 6)
    torch.testing.assert_close(mine(x), theirs(x), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
def test_what_upconv_does_not_compute_goes_to_pytorch(mine, theirs, dtype):
    a = mine(2, 3, 3, dtype=dtype)
    b = theirs(2, 3, 3, dtype=dtype)
    b.load_state_dict(a.state_dict())
    x = torch.randn(1, 2, 5, 6).to(dtype)
    assert torch.equal(a(x), b(x))
    meta = mine(2, 3, 3, device="meta")
    assert meta(torch.empty(1, 2, 5, 6, device="meta")).device.type == "meta"


def test_autocast_is_pytorchs():
    layer = ours.ConvTranspose2d(2, 3, 3)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert layer(torch.randn(1, 2, 5, 6)).dtype is torch.bfloat16


@pytest.mark.parametrize(("mine", "_"), PAIRS)
def test_one_example_an_empty_batch_and_channels_last(mine, _):
    layer = mine(2, 3, 3)
    x = torch.randn(2, 2, 5, 6)
    torch.testing.assert_close(layer(x[0]), layer(x)[0])
    assert layer(x[:0]).shape == (0, *layer(x).shape[1:])
    last = x.to(memory_format=torch.channels_last)
    torch.testing.assert_close(layer(last), layer(x))


@pytest.mark.parametrize("wanted", ["x", "weight", "bias"])
def test_gradients_on_a_subset(wanted):
    layer = ours.ConvTranspose2d(2, 3, 3)
    x = torch.randn(1, 2, 5, 6)
    leaves = {"x": x, "weight": layer.weight, "bias": layer.bias}
    for name, leaf in leaves.items():
        leaf.requires_grad_(name == wanted)
    layer(x).sum().backward()
    assert {name for name, leaf in leaves.items() if leaf.grad is not None} == {wanted}


def test_inference_makes_no_graph():
    layer = ours.Conv2d(2, 3, 3)
    with torch.inference_mode():
        assert not layer(torch.randn(1, 2, 5, 6)).requires_grad
