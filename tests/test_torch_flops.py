"""FLOPs as PyTorch counts them: the same for a model whoever computes it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is
from torch.nn import functional  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

import upconv.torch as ours  # noqa: E402
from torch_engine import _numpy_engine  # noqa: E402, F401 - a fixture
from upconv.torch import chain  # noqa: E402

pytestmark = pytest.mark.usefixtures("_numpy_engine")


def flops(run):
    """Return what `run()` takes, by module and by direction."""
    with FlopCounterMode(display=False) as counter:
        run()
    return {
        name: {str(operator).partition(".")[2]: n for operator, n in counts.items()}
        for name, counts in counter.get_flop_counts().items()
    }


def model():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2),
        nn.ReLU(),
        nn.ConvTranspose2d(6, 4, (4, 3), stride=2, padding=1, groups=2, dilation=(1, 2)),
    )


def pair():
    stock, mine = model(), model()
    ours.accelerate(mine)
    return stock, mine


RUNS = {
    "inference": lambda m, x: m(x.detach()),
    "no_grad": lambda m, x: torch.no_grad()(m)(x),
    "parameters": lambda m, x: m(x.detach()).sum().backward(),
    "all": lambda m, x: m(x).sum().backward(),
    "input": lambda m, x: m(x).sum().backward(inputs=[x]),
    "one weight": lambda m, x: m(x).sum().backward(inputs=[m[2].weight]),
    "frozen": lambda m, x: m.requires_grad_(False)(x).sum().backward(),
    "one example": lambda m, x: m(x[0]).sum().backward(),
    "float16": lambda m, x: m.half()(x.half()).sum().backward(),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_model_counts_what_it_did(name):
    counts = [
        flops(lambda m=m: RUNS[name](m, torch.randn(2, 4, 9, 7).requires_grad_())) for m in pair()
    ]
    assert counts[0] == counts[1]
    assert counts[0]["Global"]["convolution"] > 0


@pytest.mark.filterwarnings("ignore:Using `torch.compile")  # the counter's own hooks
@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
def test_a_compiled_model_counts_what_it_did(backend):
    counts = []
    for one in pair():
        torch._dynamo.reset()
        compiled, x = torch.compile(one, backend=backend), torch.randn(2, 4, 9, 7)
        compiled(x).sum().backward()
        found = flops(lambda run=compiled, x=x: run(x).sum().backward())
        counts.append(found["Global"])
    assert counts[0] == counts[1]
    assert set(counts[0]) == {"convolution", "convolution_backward"}


@settings(max_examples=20)
@given(st.booleans(), st.integers(1, 3), st.integers(1, 2), st.booleans(), st.booleans())
def test_functions_count_what_pytorchs_do(transposed, ndim, groups, of_x, of_weight):
    kind = f"conv_transpose{ndim}d" if transposed else f"conv{ndim}d"
    mine = ours.conv_transpose if transposed else ours.conv
    kernel = (3, 2, 1)[:ndim]
    counts = []
    for run in (getattr(functional, kind), mine):
        x = torch.randn(2, 4, *(5, 6, 4)[:ndim], requires_grad=of_x)
        weight = torch.randn(4, 4 // groups, *kernel, requires_grad=of_weight)
        bias = torch.randn(4, requires_grad=True)

        def work(run=run, x=x, weight=weight, bias=bias):
            rows = {"bias": bias if weight.shape[1] * groups == 4 else None}
            run(x, weight, **rows, stride=2, padding=0, groups=groups).sum().backward()

        counts.append(flops(work)["Global"])
    assert counts[0] == counts[1]


def test_layers_of_our_own_count_too():
    """What PyTorch has no words for counts as the same convolution does there."""
    x = torch.randn(2, 4, 5, 6, requires_grad=True)
    layer = ours.ConvTranspose2d(4, 3, 3, stride=2, padding="same", activation="relu")
    counts = flops(lambda: layer(x).sum().backward())["Global"]
    forward = 2 * 2 * (5 * 6) * (4 * 3) * (3 * 3)
    twin = nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1)
    assert counts == flops(lambda: twin(x).sum().backward())["Global"]
    assert counts["convolution"] == forward
    layers = nn.Sequential(ours.Conv2d(4, 6, 3, activation="relu"), layer_of(6))
    chained = flops(lambda: chain.run(layers, x).sum().backward())["Global"]
    assert chained == flops(lambda: layers(x).sum().backward())["Global"]


def layer_of(channels):
    return ours.ConvTranspose2d(channels, 3, 3)
