"""Everything PyTorch does to a function: differentiate, map, trace, compile, export, cast, copy."""

import copy
import io
import pickle

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is
from torch.func import functional_call, grad, hessian, jacrev, jvp, vmap  # noqa: E402
from torch.nn import functional  # noqa: E402
from torch.utils import checkpoint  # noqa: E402

import upconv.torch as ours  # noqa: E402
from torch_engine import _numpy_engine  # noqa: E402, F401 - a fixture
from upconv.activations import TABLE  # noqa: E402
from upconv.layer import Words  # noqa: E402
from upconv.torch.settings import Settings  # noqa: E402

pytestmark = pytest.mark.usefixtures("_numpy_engine")

ACTIVATIONS = [None, *TABLE, ("leaky_relu", 0.2), ("elu", 0.5), ("snake", 2)]
WORDS = {"stride": (2, 1), "padding": ((1, 0), (0, 1)), "dilation": (1, 2), "groups": 2}


def tensors(transposed, *, needs=True, dtype=torch.float64):
    """Return x, weight and bias of a layer with C_in = 4, C_out = 6 in 2 groups, non-square."""
    torch.manual_seed(0)
    weight = (4, 3, 3, 2) if transposed else (6, 2, 3, 2)
    shapes = ((2, 4, 6, 7), weight, (6,))
    return [torch.randn(shape, dtype=dtype, requires_grad=needs) for shape in shapes]


def operation(transposed):
    return ours.conv_transpose if transposed else ours.conv


def both(transposed):
    """Return our operation and PyTorch's with the same words."""
    theirs = functional.conv_transpose2d if transposed else functional.conv2d
    words = {"stride": (2, 1), "padding": (1, 0), "dilation": (1, 2), "groups": 2}
    mine = operation(transposed)
    return (lambda *t: mine(*t, **words)), (lambda *t: theirs(*t, **words))


# --- the operators


@pytest.mark.filterwarnings(
    "ignore:The .grad attribute of a Tensor that is not"
)  # 2.14's own check
@pytest.mark.parametrize(("transposed", "activation"), [(True, "tanh"), (False, None)])
def test_the_operators_are_what_they_say(transposed, activation):
    """Schema, derivative, shapes, strides and tracing, by PyTorch's own checks."""
    x, weight, bias = tensors(transposed)
    settings = Settings.of(Words(transposed, activation, **WORDS), 2)
    forward = torch.ops.upconv.convolution.default
    torch.library.opcheck(forward, (x, weight, bias, *settings))
    y = forward(x, weight, bias, *settings).detach()
    result = y.requires_grad_() if activation else None
    received = torch.randn_like(y).requires_grad_()
    arguments = (received, x, weight, result, *settings)
    backward = torch.ops.upconv.convolution_backward.default
    torch.library.opcheck(backward, (*arguments, [True, True, True]))
    for needs in ([True, False, False], [False, True, False]):
        torch.library.opcheck(backward, (*arguments, needs), test_utils="test_faketensor")


@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last])
def test_a_traced_result_lies_in_memory_as_the_real_one(order):
    x, weight, bias = tensors(True)
    x = x.detach().to(memory_format=order).requires_grad_()
    settings = Settings.of(Words(True, None, **WORDS), 2)
    forward = torch.ops.upconv.convolution.default
    torch.library.opcheck(forward, (x, weight, bias, *settings), test_utils="test_faketensor")
    y = forward(x, weight, bias, *settings)
    assert y.is_contiguous(memory_format=order)
    arguments = (torch.randn_like(y), x, weight, None, *settings, [True, True, True])
    backward = torch.ops.upconv.convolution_backward.default
    torch.library.opcheck(backward, arguments, test_utils="test_faketensor")
    assert backward(*arguments)[0].is_contiguous(memory_format=order)


@pytest.mark.parametrize("transposed", [True, False])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("alone", [True, False])
def test_gradients_of_gradients(transposed, activation, alone):
    x, weight, bias = tensors(transposed)
    if alone:
        x = x[0].detach().requires_grad_()
    mine = operation(transposed)

    def run(*given):
        return mine(*given, **WORDS, activation=activation)

    assert torch.autograd.gradcheck(run, (x, weight, bias), fast_mode=True)
    assert torch.autograd.gradgradcheck(run, (x, weight, bias), fast_mode=True)


@pytest.mark.parametrize("subset", range(1, 8))
def test_gradients_of_gradients_on_any_subset(subset):
    given = tensors(True, needs=False)
    wanted = [t.requires_grad_() for n, t in enumerate(given) if subset >> n & 1]
    results = []
    for run in both(True):
        first = torch.autograd.grad(run(*given).pow(3).sum(), wanted, create_graph=True)
        second = torch.autograd.grad(sum(g.pow(2).sum() for g in first), wanted)
        results.append((*first, *second))
    torch.testing.assert_close(*results)


def test_operators_take_what_upconv_does_not_compute():
    """An exported graph may run on another type: the operator itself asks PyTorch then."""
    x, weight, bias = tensors(True, dtype=torch.bfloat16)
    settings = Settings.of(Words(True, "relu", **WORDS), 2)
    y = torch.ops.upconv.convolution(x, weight, bias, *settings)
    y.float().sum().backward()
    exact = [t.detach().float().requires_grad_() for t in (x, weight, bias)]
    z = torch.ops.upconv.convolution(*exact, *settings)
    z.sum().backward()
    torch.testing.assert_close(y.float(), z, rtol=0.02, atol=0.05)
    for low, high in zip((x, weight, bias), exact, strict=True):
        assert low.grad.dtype is torch.bfloat16
        torch.testing.assert_close(low.grad.float(), high.grad, rtol=0.05, atol=0.5)


# --- torch.func


MAPPED = [(0, None, None), (None, 0, None), (None, None, 0), (0, 0, 0), (1, 0, None)]


@pytest.mark.parametrize("transposed", [True, False])
@pytest.mark.parametrize("axes", MAPPED)
def test_vmap(transposed, axes):
    given = tensors(transposed, needs=False)
    given = [
        t if axis is None else torch.stack([t, 2 * t, t + 1], axis)
        for t, axis in zip(given, axes, strict=True)
    ]
    mine, theirs = both(transposed)
    torch.testing.assert_close(vmap(mine, axes)(*given), vmap(theirs, axes)(*given))
    for n in range(3):  # the gradient of each example, for each of the three
        results = []
        for run in (mine, theirs):
            gradient = grad(lambda *t, run=run: run(*t).pow(3).sum(), n)
            results.append(vmap(gradient, axes)(*given))
        torch.testing.assert_close(*results)


def test_vmap_of_vmap_and_of_one_example():
    x, weight, bias = tensors(True, needs=False)
    many, weights = torch.stack([x, x + 1, -x]), torch.stack([weight, 2 * weight])
    results = []
    for run in both(True):
        inner = vmap(run, (0, None, None))
        results.append(
            (
                vmap(inner, (None, 0, None))(many, weights, bias),
                vmap(run, (0, None, None))(x, weight, bias),
            )
        )
    torch.testing.assert_close(*results)


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # by PyTorch's own jvp
@pytest.mark.parametrize("transposed", [True, False])
def test_derivatives_of_torch_func(transposed):
    x, weight, bias = tensors(transposed, needs=False)
    results = []
    for run in both(transposed):

        def loss(*given, run=run):
            return run(*given).pow(3).sum()

        def twice(*given, loss=loss):
            return sum(g.pow(2).sum() for g in grad(loss, (0, 1, 2))(*given))

        results.append(
            (
                *grad(twice, (0, 1, 2))(x, weight, bias),
                jacrev(run, 1)(x, weight, bias),
                *jvp(run, (x, weight, bias), (x, weight, bias)),
                hessian(lambda b, loss=loss: loss(x, weight, b))(bias),
            )
        )
    torch.testing.assert_close(*results)


# --- compile and export


class Decoder(nn.Module):
    """Every kind of padding, an activation, groups, and a size that is asked for."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.down = ours.Conv2d(3, 4, 3, stride=2, padding=1, activation="relu")
        self.same = ours.Conv2d(4, 4, 3, stride=2, padding="same")
        self.up = ours.ConvTranspose2d(4, 4, 4, stride=2, padding="same", groups=2)
        self.last = ours.ConvTranspose2d(4, 3, 3, stride=2, padding=1, activation="tanh")
        self.words = ours.ConvTranspose2d(3, 2, 3, stride=2, padding="same_lower")

    def forward(self, x):
        y = self.last(self.up(self.same(self.down(x))), output_size=x.shape)
        return self.words(y, output_size=(2 * x.shape[2], 2 * x.shape[3] - 1))


@pytest.fixture
def decoder():
    torch._dynamo.reset()
    return Decoder()


def gradients_of(model, run, x):
    leaf = x.clone().requires_grad_()
    model.zero_grad()
    y = run(leaf)
    y.square().sum().backward()
    return y, leaf.grad, *(p.grad.clone() for p in model.parameters())


@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last])
def test_compile_trains(decoder, order):
    x = torch.randn(2, 3, 8, 12).to(memory_format=order)
    compiled = torch.compile(decoder, backend="aot_eager", fullgraph=True)
    expected, received = (gradients_of(decoder, run, x) for run in (decoder, compiled))
    torch.testing.assert_close(received, expected)
    assert received[0].stride() == expected[0].stride()


def test_compile_with_sizes_that_change(decoder):
    graphs = []

    def backend(graph, _):
        graphs.append(graph)
        return graph

    compiled = torch.compile(decoder, backend=backend, fullgraph=True, dynamic=True)
    for shape in ((2, 3, 8, 12), (3, 3, 16, 20), (4, 3, 12, 28)):
        x = torch.randn(shape)
        torch.testing.assert_close(compiled(x), decoder(x))
    assert len(graphs) == 1
    names = [str(node.target) for node in graphs[0].graph.nodes if node.op == "call_function"]
    assert sum("upconv.convolution" in name for name in names) == 5


def test_compile_per_example_gradients(decoder):
    def loss(parameters, x):
        return functional_call(decoder.last, parameters, x[None]).square().sum()

    run = vmap(grad(loss), (None, 0))
    given = (dict(decoder.last.named_parameters()), torch.randn(2, 4, 5, 6))
    compiled = torch.compile(run, backend="aot_eager", fullgraph=True)
    torch.testing.assert_close(compiled(*given), run(*given))


@pytest.mark.parametrize("strict", [True, False])
def test_export_with_free_sizes_is_saved_and_loaded(decoder, strict):
    dim = torch.export.Dim
    rows, columns = 4 * dim("rows", min=2, max=64), 4 * dim("columns", min=2, max=64)
    exported = torch.export.export(
        decoder,
        (torch.randn(2, 3, 8, 12),),
        strict=strict,
        dynamic_shapes={"x": {0: dim("n"), 2: rows, 3: columns}},
    )
    file = io.BytesIO()
    torch.export.save(exported, file)
    file.seek(0)
    loaded = torch.export.load(file).module()
    x = torch.randn(5, 3, 20, 16)
    torch.testing.assert_close(loaded(x), decoder(x))


def test_export_of_same_padding_takes_odd_and_even_sizes(decoder):
    dim = torch.export.Dim
    sizes = {2: dim("rows", min=6, max=100), 3: dim("columns", min=6, max=100)}
    exported = torch.export.export(
        decoder.same, (torch.randn(2, 4, 8, 12),), strict=True, dynamic_shapes={"input": sizes}
    )
    for shape in ((2, 4, 9, 7), (2, 4, 10, 13)):
        x = torch.randn(shape)
        torch.testing.assert_close(exported.module()(x), decoder.same(x))


def test_onnx_gets_operators_that_it_knows(decoder, monkeypatch):
    monkeypatch.setattr(torch.onnx, "is_in_onnx_export", lambda: True)
    exported = torch.export.export(decoder, (torch.randn(2, 3, 8, 12),))
    assert "upconv" not in exported.graph_module.code
    x = torch.randn(2, 3, 8, 12)
    torch.testing.assert_close(exported.module()(x), decoder(x), rtol=1e-5, atol=1e-5)


@pytest.mark.filterwarnings("ignore:`torch.jit", "ignore::torch.jit.TracerWarning")
def test_trace(decoder):
    layer = decoder.down
    traced = torch.jit.trace(layer, torch.randn(2, 3, 8, 12))
    x = torch.randn(1, 3, 8, 12)
    torch.testing.assert_close(traced(x), layer(x))


def test_fake_tensors_have_the_right_shapes(decoder):
    from torch._subclasses.fake_tensor import FakeTensorMode

    with FakeTensorMode(allow_non_fake_inputs=True) as mode:
        y = decoder(mode.from_tensor(torch.randn(2, 3, 8, 12)))
    assert y.shape == (2, 2, 16, 23)


# --- the rest of PyTorch


def test_checkpointing(decoder):
    x = torch.randn(2, 3, 8, 12)

    def run(leaf):
        return checkpoint.checkpoint(decoder, leaf, use_reentrant=False)

    expected, received = (gradients_of(decoder, f, x) for f in (decoder, run))
    torch.testing.assert_close(received, expected, rtol=0, atol=0)


@pytest.mark.parametrize("twin", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])  # noqa: S301
def test_copies_are_of_their_own(decoder, twin):
    x = torch.randn(2, 3, 8, 12)
    expected = decoder(x)
    other = twin(decoder)
    assert str(other) == str(decoder)
    assert torch.equal(other(x), expected)
    with torch.no_grad():
        other.down.weight.zero_()
    assert torch.equal(decoder(x), expected)


def test_state_is_pytorchs(decoder):
    assert list(decoder.up.state_dict()) == ["weight", "bias"]
    file = io.BytesIO()
    torch.save(decoder.state_dict(), file)
    file.seek(0)
    other = Decoder()
    nn.init.zeros_(other.up.weight)
    other.load_state_dict(torch.load(file, weights_only=True))
    x = torch.randn(2, 3, 8, 12)
    assert torch.equal(other(x), decoder(x))


def test_autocast_casts_as_pytorch_does():
    x, weight, bias = tensors(True, dtype=torch.float32)
    mine, theirs = both(True)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        results = [run(x, weight, bias) for run in (mine, theirs)]
    assert results[0].dtype is torch.bfloat16
    torch.testing.assert_close(*results)
    results[0].sum().backward()
    assert weight.grad.dtype is torch.float32


def test_parametrised_weights():
    torch.manual_seed(0)
    layer = nn.utils.parametrizations.weight_norm(ours.ConvTranspose1d(3, 4, 4, stride=2))
    twin = nn.utils.parametrizations.weight_norm(nn.ConvTranspose1d(3, 4, 4, stride=2))
    twin.load_state_dict(layer.state_dict())
    x = torch.randn(2, 3, 5)
    expected, received = (gradients_of(m, m, x) for m in (twin, layer))
    torch.testing.assert_close(received, expected, rtol=1e-5, atol=1e-5)


class Tagged(torch.Tensor):
    """A tensor of another class, which PyTorch hands through."""


def test_tensors_of_other_classes_stay_what_they_are():
    x, weight, bias = tensors(True, needs=False)
    mine, theirs = both(True)
    y = mine(x.as_subclass(Tagged), weight, bias)
    assert type(y) is Tagged
    torch.testing.assert_close(y.as_subclass(torch.Tensor), theirs(x, weight, bias))


def test_modes_see_the_operator():
    from torch.utils._python_dispatch import TorchDispatchMode

    class Names(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            seen.append(func.name())
            return func(*args, **(kwargs or {}))

    seen = []
    x, weight, bias = tensors(True)
    with Names():
        operation(True)(x, weight, bias, **WORDS).sum().backward()
    assert {"upconv::convolution", "upconv::convolution_backward"} <= set(seen)


def test_a_pending_sign_is_kept():
    x, weight, bias = tensors(True, needs=False)
    mine, _ = both(True)
    negative = torch.complex(x, x).conj().imag
    assert negative.is_neg()
    assert torch.equal(mine(negative, weight, bias), mine(-x, weight, bias))


@pytest.mark.parametrize("transposed", [True, False])
def test_gradients_for_many_at_once(transposed):
    """The older `vmap` of PyTorch, that of `is_grads_batched` and `vectorize=True`."""
    x, weight, bias = tensors(transposed)
    results = []
    for run in both(transposed):
        y = run(x, weight, bias)
        many = torch.stack([torch.ones_like(y), torch.linspace(-1, 1, y.numel()).view_as(y).to(y)])
        results.append(torch.autograd.grad(y, (x, weight, bias), many, is_grads_batched=True))
    torch.testing.assert_close(*results)
    small = [
        torch.autograd.functional.jacobian(
            lambda x, run=run: run(x, weight, bias)[:, :1, :2], x, vectorize=True
        )
        for run in both(transposed)
    ]
    torch.testing.assert_close(*small)
