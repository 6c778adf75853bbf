"""`torch.compile(model, backend="upconv")`: the numbers, the gradients, and who computes what."""

import copy
from functools import partial

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is
from torch.nn import functional  # noqa: E402

import upconv.torch as ours  # noqa: E402
from compiled import anew, compiled, relative  # noqa: E402, F401 - a fixture
from torch_models import MODELS  # noqa: E402
from upconv.graph.operations import (  # noqa: E402
    Activation,
    BatchNorm,
    Convolution,
    Foreign,
    Pack,
    Resize,
    ZeroPad,
)
from upconv.graph.passes import PASSES  # noqa: E402

pytestmark = pytest.mark.usefixtures("anew")
CLOSE = 1e-5


def trained(model):
    """Give every batch normalisation other statistics than the first ones."""
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.uniform_(module.weight, 0.5, 2)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    return model.eval()


def kinds(graph):
    """Return the names of what PyTorch's operators compute because the graph does not know it."""
    return {
        node.name.removeprefix("aten.")
        for node in graph.nodes
        if isinstance(node.operation, Foreign) and not node.operation.ours
    }


@pytest.mark.parametrize(
    ("name", "dynamic"), [*((name, None) for name in MODELS), ("U-Net", True), ("DCGAN", True)]
)
def test_a_model_computes_what_it_did(name, dynamic):
    model, x = MODELS[name]()
    trained(model)
    graphs = []
    fast = compiled(model, graphs, dynamic=dynamic)
    with torch.no_grad():
        expected = copy.deepcopy(model).double()(x.double())
        for _ in range(2):
            y = fast(x)
            assert relative(y, expected) < CLOSE
            assert y.stride() == model(x).stride()
    (one,) = graphs
    layers = [m for m in model.modules() if isinstance(m, nn.modules.conv._ConvNd)]
    known = one.graph.count(Convolution)
    known += sum(isinstance(n.operation, Foreign) and n.operation.ours for n in one.graph.nodes)
    assert known >= len(layers)
    assert one.graph.count(BatchNorm) == 0


@pytest.mark.parametrize("name", [name for name in MODELS if name != "3-D U-Net"])
def test_gradients_are_as_near_to_float64_as_pytorchs(name):
    model, x = MODELS[name]()
    wide = copy.deepcopy(model).double()
    own = copy.deepcopy(model)
    graphs = []

    def gradients(function, source, x):
        leaf = x.clone().requires_grad_()
        y = function(leaf)
        (y * torch.linspace(-1, 2, y.numel()).reshape(y.shape)).sum().backward()
        named = {name: p.grad.double() for name, p in source.named_parameters()}
        return named | {"the input": leaf.grad.double()}, y

    model.train(), own.train(), wide.train()
    found, y = gradients(compiled(model, graphs), model, x)
    expected, exact = gradients(wide, wide, x.double())
    eager, _ = gradients(own, own, x)
    assert relative(y.detach(), exact.detach()) < CLOSE
    for key, gradient in expected.items():
        scale = gradient.abs().max() + 1e-12
        limit = max(20 * (eager[key] - gradient).abs().max() / scale, CLOSE)
        assert (found[key] - gradient).abs().max() / scale < limit, key
    for (key, one), other in zip(
        model.named_buffers(), dict(wide.named_buffers()).values(), strict=True
    ):
        assert torch.allclose(one.double(), other.double(), atol=1e-5), key
    assert [graph.purpose for graph in graphs] == ["training", "training"]
    backward = graphs[1].graph
    assert not any("convolution_backward" in name for name in kinds(backward))


class Everything(nn.Module):
    """An operation of each kind that a pass absorbs, and one that none knows."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.up = nn.ConvTranspose2d(8, 6, 4, stride=2, padding=1, groups=2)
        self.norms = nn.ModuleList([nn.BatchNorm2d(6), nn.BatchNorm2d(6)])
        self.last = nn.Conv2d(6, 2, 3)

    def forward(self, x):
        y = functional.leaky_relu(self.norm(self.first(x)), 0.2)
        y = functional.silu(self.norms[0](self.up(y)))
        y = functional.interpolate(y, scale_factor=2)
        return self.last(functional.pad(y, (1, 1, 1, 1))).sort(dim=1).values


def test_passes_absorb_what_surrounds_the_layers():
    model, graphs = trained(Everything()), []
    x = torch.randn(2, 3, 6, 7)
    with torch.no_grad():
        y = compiled(model, graphs)(x)
        assert relative(y, copy.deepcopy(model).double()(x.double())) < CLOSE
    (one,) = graphs
    before = {kind: one.original.count(kind) for kind in (BatchNorm, Activation, ZeroPad, Resize)}
    assert before == {BatchNorm: 2, Activation: 2, ZeroPad: 1, Resize: 1}
    assert all(one.graph.count(kind) == 0 for kind in before)
    assert one.graph.count(Pack) == 3
    assert kinds(one.graph) == {"sort.default"}


@pytest.mark.parametrize("name", PASSES)
def test_a_pass_can_be_left_out(name):
    model, x = trained(Everything()), torch.randn(2, 3, 6, 7)
    with torch.no_grad():
        expected = copy.deepcopy(model).double()(x.double())
        assert relative(compiled(model, without=name)(x), expected) < CLOSE
    graphs = []
    with torch.no_grad():
        torch._dynamo.reset()
        compiled(model, graphs, without=list(PASSES))(x)
    assert graphs[0].graph is graphs[0].original


ACTIVATIONS = {
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "leaky_relu in place": partial(functional.leaky_relu, negative_slope=0.3, inplace=True),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "silu": functional.silu,
    "gelu": functional.gelu,
    "gelu_tanh": partial(functional.gelu, approximate="tanh"),
    "elu": partial(functional.elu, alpha=0.7),
    "hard_swish": functional.hardswish,
}


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_are_part_of_the_layer_and_computed_alone(name, dtype):
    layer, function = nn.Conv2d(3, 4, 3).to(dtype), ACTIVATIONS[name]

    def model(x):
        return function(layer(x)), function(x * 3)

    graphs, x = [], torch.randn(2, 3, 8, 9, dtype=dtype)
    with torch.no_grad():
        expected = model(x)
        for y, other in zip(compiled(model, graphs)(x), expected, strict=True):
            assert torch.allclose(y, other, atol=1e-6, rtol=1e-5)
            assert y.dtype is dtype
    (one,) = graphs
    assert one.graph.count(Convolution) == one.graph.count(Activation) == 1


@pytest.mark.parametrize("mode", ["selu", "celu"])
def test_activations_that_upconv_has_not_are_pytorchs(mode):
    model = nn.Sequential(nn.Conv1d(2, 3, 3), {"selu": nn.SELU, "celu": nn.CELU}[mode]())
    x = torch.randn(1, 2, 9)
    with torch.no_grad():
        assert torch.allclose(compiled(model)(x), model(x), atol=1e-6)


@pytest.mark.parametrize("kind", [nn.Conv2d, nn.ConvTranspose2d])
def test_channels_last_is_computed_channels_first_and_returned_as_it_was(kind):
    model = trained(nn.Sequential(kind(4, 6, 3), nn.BatchNorm2d(6), nn.ReLU(), kind(6, 5, 3)))
    model = model.to(memory_format=torch.channels_last)
    x = torch.randn(2, 4, 9, 8).to(memory_format=torch.channels_last)
    with torch.no_grad():
        expected, y = model(x), compiled(model)(x)
    assert y.stride() == expected.stride()
    assert torch.allclose(y, expected, atol=1e-5)


def test_channels_last_is_kept_where_strides_are_named():
    layer = nn.Conv2d(4, 6, 3).to(memory_format=torch.channels_last)

    def model(x):
        y = layer(x)
        return y.as_strided((2, 6), y.stride()[:2]) * 2, y.permute(0, 2, 3, 1).view(-1, 6)

    x = torch.randn(2, 4, 9, 8).to(memory_format=torch.channels_last)
    with torch.no_grad():
        for y, expected in zip(compiled(model)(x), model(x), strict=True):
            assert torch.allclose(y, expected, atol=1e-5)


def test_views_after_channels_last_do_not_depend_on_the_layout():
    layer = nn.Conv2d(4, 6, 3).to(memory_format=torch.channels_last)

    def model(x):
        return layer(x).permute(0, 2, 3, 1).view(-1, 6) * 2

    x = torch.randn(2, 4, 9, 8).to(memory_format=torch.channels_last)
    with torch.no_grad():
        assert torch.allclose(compiled(model)(x), model(x), atol=1e-5)


class Resizes(nn.Module):
    """A resize by an integer, by a fraction and to a size, before and after a layer."""

    def __init__(self, mode):
        super().__init__()
        self.mode, self.layer = mode, nn.Conv2d(2, 2, 3, padding=1)

    def forward(self, x):
        for how in ({"scale_factor": 2}, {"scale_factor": 1.7}, {"size": (12, 11)}):
            x = self.layer(functional.interpolate(x, mode=self.mode, **how))
        return x


@pytest.mark.parametrize(
    ("mode", "dynamic"),
    [("nearest", False), ("bilinear", False), ("nearest-exact", True), ("bicubic", True)],
)
def test_resizes_are_one_operator_each(mode, dynamic):
    model, graphs = Resizes(mode), []
    x = torch.randn(2, 2, 6, 7)
    with torch.no_grad():
        y = compiled(model, graphs, dynamic=dynamic)(x)
        assert torch.allclose(y, model(x), atol=1e-5)
    assert not any("index" in name or "arange" in name for name in kinds(graphs[0].graph))


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_resizes_of_unknown_sizes_have_gradients(mode):
    model, x = Resizes(mode), torch.randn(2, 2, 6, 7, requires_grad=True)
    (grad,) = torch.autograd.grad(compiled(model, dynamic=True)(x).sum(), x)
    (expected,) = torch.autograd.grad(model(x).sum(), x)
    assert torch.allclose(grad, expected, atol=1e-5)


def test_an_accelerated_model_can_be_compiled():
    model = trained(Everything())
    x = torch.randn(2, 3, 6, 7)
    with torch.no_grad():
        expected = copy.deepcopy(model).double()(x.double())
        ours.accelerate(model)
        graphs = []
        assert relative(compiled(model, graphs)(x), expected) < CLOSE
    assert graphs[0].graph.count(Convolution) == 3
    assert graphs[0].graph.count(BatchNorm) == 0


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_other_dtypes_are_left_to_pytorch_with_the_reason(dtype):
    layer, graphs = nn.Conv2d(2, 3, 3).to(dtype), []
    x = torch.randn(1, 2, 5, 5, dtype=dtype)
    with torch.no_grad():
        assert torch.equal(compiled(layer, graphs)(x), layer(x))
    (node,) = (n for n in graphs[0].graph.nodes if isinstance(n.operation, Foreign))
    assert node.operation.reason == f"of {str(dtype).removeprefix('torch.')}"


def test_options_that_do_not_exist_are_errors():
    model = nn.Conv2d(1, 1, 1)
    x = torch.ones(1, 1, 1, 1)
    for options, text in (
        ({"witout": ""}, "`options` must be one of 'without'. Received options='witout'"),
        ({"without": "fuse"}, "`without` must be one of 'fold_batch_norm'"),
    ):
        with pytest.raises(torch._dynamo.exc.BackendCompilerFailed, match=text):
            compiled(model, **options)(x)


def test_an_unbatched_example_and_an_empty_batch():
    model = nn.Sequential(nn.ConvTranspose2d(2, 3, 4, 2, 1), nn.ReLU())
    with torch.no_grad():
        for x in (torch.randn(2, 5, 6), torch.randn(0, 2, 5, 6)):
            y = compiled(model)(x)
            assert y.shape == model(x).shape
            assert torch.allclose(y, model(x), atol=1e-6)
