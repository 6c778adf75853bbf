"""Activations on tensors are PyTorch's functions: values, gradients, extremes, transformations."""

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
pytest.importorskip("llvmlite")
from torch.nn import functional  # noqa: E402 - only where PyTorch is

import upconv.torch as ours  # noqa: E402
from upconv.activations import TABLE, as_activation, is_reversible  # noqa: E402
from upconv.torch import chain, compute  # noqa: E402

pytestmark = pytest.mark.numeric

THEIRS = {
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    ("leaky_relu", 0.2): lambda z: functional.leaky_relu(z, 0.2),
    ("leaky_relu", -0.5): lambda z: functional.leaky_relu(z, -0.5),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "silu": functional.silu,
    "gelu": functional.gelu,
    "gelu_tanh": lambda z: functional.gelu(z, approximate="tanh"),
    "elu": functional.elu,
    ("elu", 0.3): lambda z: functional.elu(z, 0.3),
    ("elu", -0.5): lambda z: functional.elu(z, -0.5),
    "hard_swish": functional.hardswish,
    "snake": lambda z: z + torch.sin(z) ** 2,
    ("snake", 0.3): lambda z: z + torch.sin(0.3 * z) ** 2 / 0.3,
}
SEPARATE = [name for name in THEIRS if not is_reversible(as_activation(name))]
EXTREMES = [torch.nan, torch.inf, -torch.inf, 1e30, -1e30, 200, -200, 20, -20, 3, -3, 0, 1e-30]


def alone(z, activation):
    """Apply an activation by a layer that does nothing else."""
    one = torch.ones(1, 1, 1, dtype=z.dtype)
    return ours.conv(z.reshape(1, 1, -1), one, activation=activation).ravel()


def test_every_activation_is_compared():
    assert {name for name in THEIRS if isinstance(name, str)} == set(TABLE)


@pytest.mark.parametrize("activation", THEIRS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_values_and_gradients_are_pytorchs(activation, dtype):
    """Fused without a gradient, and with one, where z may be kept."""
    z = torch.cat([torch.linspace(-12, 12, 4001), torch.tensor(EXTREMES)]).to(dtype)
    expected = THEIRS[activation](z)
    if activation == "gelu":  # PyTorch's is NaN at infinity in a vector, inf by itself
        expected[z == torch.inf] = torch.inf
    close = {"rtol": 2e-6, "atol": 1e-6, "equal_nan": True}
    torch.testing.assert_close(alone(z, activation), expected, **close)
    leaf = z[: -len(EXTREMES)].requires_grad_()
    grad = torch.linspace(-1, 2, len(leaf), dtype=dtype)
    found = [
        (y, *torch.autograd.grad(y, leaf, grad))
        for y in (alone(leaf, activation), THEIRS[activation](leaf))
    ]
    torch.testing.assert_close(*found, **close)


@pytest.mark.parametrize("activation", SEPARATE)
@pytest.mark.parametrize("kind", ["Conv2d", "ConvTranspose2d"])
def test_an_activation_is_fused_unless_autograd_needs_its_input(activation, kind, monkeypatch):
    layer = getattr(ours, kind)(4, 6, (3, 2), stride=2, groups=2, activation=activation)
    x = torch.randn(2, 4, 7, 6)
    seen = []
    forward = compute.forward

    def spy(words, *given):
        seen.append(words.activation)
        return forward(words, *given)

    monkeypatch.setattr(compute, "forward", spy)
    trained = layer(x)
    with torch.no_grad():
        inferred = layer(x)
    assert seen == [None, activation]
    torch.testing.assert_close(trained, inferred, rtol=1e-5, atol=1e-6)
    layer.requires_grad_(requires_grad=False)
    layer(x)
    assert seen[2:] == [activation]


@pytest.mark.parametrize("activation", SEPARATE)
def test_transformations_see_the_activation(activation):
    torch.manual_seed(0)
    x, weight, bias = torch.randn(2, 3, 5, 4), torch.randn(3, 2, 3, 2), torch.randn(2)

    def mine(x, weight, bias):
        return ours.conv_transpose(x, weight, bias, stride=2, activation=activation).sum()

    def theirs(x, weight, bias):
        z = functional.conv_transpose2d(x, weight, bias, stride=2)
        return THEIRS[activation](z).sum()

    close = {"rtol": 1e-4, "atol": 1e-4}
    for way in (torch.func.grad, torch.func.jacrev):
        torch.testing.assert_close(*(way(f)(x, weight, bias) for f in (mine, theirs)), **close)
    each = (torch.func.vmap(f, (0, None, None))(x[:, None], weight, bias) for f in (mine, theirs))
    torch.testing.assert_close(*each, **close)
    x.requires_grad_()
    compiled = torch.compile(mine, backend="aot_eager")(x, weight, bias)
    found = [torch.autograd.grad(y, x) for y in (compiled, theirs(x, weight, bias))]
    torch.testing.assert_close(*found, **close)
    with torch.no_grad():
        compiled = torch.compile(mine, backend="aot_eager")(x, weight, bias)
        torch.testing.assert_close(compiled, theirs(x, weight, bias), **close)


def test_a_chain_with_such_a_layer_is_the_layers_one_by_one():
    torch.manual_seed(0)
    sequence = torch.nn.Sequential(
        ours.Conv2d(1, 4, 3, activation="silu"), ours.ConvTranspose2d(4, 2, 3, activation="elu")
    )
    x = torch.randn(2, 1, 7, 6, requires_grad=True)
    results = chain.run(sequence, x), sequence(x)
    torch.testing.assert_close(*(torch.autograd.grad(y.square().sum(), x) for y in results))
