"""Padding modes in PyTorch: against its own padded layers, and each adjoint against autograd's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import upconv
from strategies import integers_like
from test_padding_modes import MODES, Pair, pairs
from upconv import errors

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
nn = torch.nn
import upconv.torch as ours  # noqa: E402 - only where PyTorch is
from torch_engine import _numpy_engine  # noqa: E402, F401 - a fixture

pytestmark = pytest.mark.usefixtures("_numpy_engine")

KINDS = ["Conv1d", "Conv2d", "Conv3d"]


def tensors(*arrays: Any) -> list[Any]:
    return [torch.from_numpy(np.array(array)) for array in arrays]


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_tensors_give_what_arrays_give(pair: Pair):
    x, y, weight, bias, other = tensors(pair.x, pair.y, pair.weight, pair.bias, pair.other_bias)
    forth = ours.conv(x, weight, bias, padding=pair.padding, **pair.words)
    assert np.array_equal(forth.numpy(), pair.conv(pair.x, pair.weight, pair.bias))
    back = ours.conv_transpose(y, weight, other, **pair.transposed_words)
    assert np.array_equal(back.numpy(), pair.transposed(pair.y, pair.weight, pair.other_bias))


@settings(max_examples=60, deadline=None)
@given(pairs(), st.integers(0, 2**16))
def test_gradients_are_those_of_arrays(pair: Pair, seed: int):
    calls = (
        (ours.conv, upconv.ops.conv_backward, pair.x, pair.bias, {"padding": pair.padding}),
        (
            ours.conv_transpose,
            upconv.ops.conv_transpose_backward,
            pair.y,
            pair.other_bias,
            {"padding": pair.padding, "output_padding": pair.output_padding},
        ),
    )
    for forward, backward, x, bias, padding in calls:
        leaves = [tensor.requires_grad_() for tensor in tensors(x, pair.weight, bias)]
        y = forward(*leaves, **padding, **pair.words)
        grad = integers_like(tuple(y.shape), seed)
        found = torch.autograd.grad(y, leaves, torch.from_numpy(grad))
        expected = backward(grad, x, pair.weight, **padding, **pair.words)
        for mine, other in zip(found, expected, strict=True):
            assert np.array_equal(mine.numpy(), other)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", [{}, {"stride": 2, "groups": 2}, {"dilation": 2, "bias": False}])
def test_layers_are_pytorchs(kind, mode, words):
    """Values, and gradients for the input and all parameters."""
    torch.manual_seed(0)
    words = {"padding": tuple(range(1, int(kind[-2]) + 1)), "padding_mode": mode, **words}
    theirs = getattr(nn, kind)(4, 6, 3, dtype=torch.float64, **words)
    mine = getattr(ours, kind)(4, 6, 3, dtype=torch.float64, **words)
    mine.load_state_dict(theirs.state_dict())
    found = []
    for layer in (theirs, mine):
        x = torch.linspace(-1, 3, 2 * 4 * 5 * 6 * 7, dtype=torch.float64)
        x = x.sin().reshape(2, 4, *(5, 6, 7)[: int(kind[-2])], -1)[..., 0].requires_grad_()
        y = layer(x)
        y.square().sum().backward()
        found.append([y.detach(), x.grad, *(p.grad for p in layer.parameters())])
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("activation", [None, "tanh", ("leaky_relu", -0.5)])
def test_a_transposed_layer_is_the_adjoint_of_pytorchs(kind, mode, activation):
    """Autograd of PyTorch's own layer gives the transpose: the gradient for its input."""
    torch.manual_seed(1)
    ndim = int(kind[-2])
    size, padding = (7, 6, 5)[:ndim], (2, 1, 1)[:ndim]
    theirs = getattr(nn, kind)(
        4, 6, 3, stride=2, padding=padding, groups=2, bias=False, padding_mode=mode,
        dtype=torch.float64,
    )  # fmt: skip
    rows = tuple((n + 2 * p - 3) % 2 for n, p in zip(size, padding, strict=True))
    mine = getattr(ours, kind.replace("Conv", "ConvTranspose"))(
        6, 4, 3, stride=2, padding=padding, output_padding=rows, groups=2, padding_mode=mode,
        dtype=torch.float64, activation=activation,
    )  # fmt: skip
    with torch.no_grad():
        mine.weight.copy_(theirs.weight)
    x = torch.zeros(2, 4, *size, dtype=torch.float64, requires_grad=True)
    y = theirs(x)
    grad = torch.randn_like(y)
    (expected,) = torch.autograd.grad(y, x, grad)
    expected = expected + mine.bias.reshape(-1, *(1,) * ndim)
    if activation == "tanh":
        expected = expected.tanh()
    elif activation:
        expected = nn.functional.leaky_relu(expected, -0.5)
    torch.testing.assert_close(mine(grad), expected, rtol=1e-10, atol=1e-10)
    torch.testing.assert_close(mine(grad[0]), expected[0], rtol=1e-10, atol=1e-10)
    sized = mine(grad, output_size=size)
    torch.testing.assert_close(sized, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("transposed", [False, True])
def test_gradients_of_gradients(mode, transposed):
    torch.manual_seed(2)
    weight = torch.randn(4, 1, 3, 2, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(2 if transposed else 4, dtype=torch.float64, requires_grad=True)
    x = torch.randn(1, 4 if transposed else 2, 4, 3, dtype=torch.float64, requires_grad=True)

    def call(*given):
        words = {"stride": (2, 1), "padding": ((2, 1), (1, 0)), "groups": 2, "padding_mode": mode}
        operation = ours.conv_transpose if transposed else ours.conv
        return operation(*given, activation="tanh", **words)

    assert torch.autograd.gradcheck(call, (x, weight, bias))
    assert torch.autograd.gradgradcheck(call, (x, weight, bias))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
@pytest.mark.parametrize("padding", ["same", "same_lower", ((2, 0), (0, 1)), ((-1, 2), (0, 0))])
def test_every_padding_and_dtype(mode, dtype, padding):
    """bfloat16 is computed by PyTorch's operators, on small integers as exactly."""
    x, weight = integers_like((2, 2, 5, 4), 0), integers_like((2, 3, 3, 2), 1)
    words = {"padding": padding, "padding_mode": mode}
    expected = upconv.conv_transpose(x, weight, stride=(2, 1), **words)
    y = ours.conv_transpose(*(t.to(dtype) for t in tensors(x, weight)), stride=(2, 1), **words)
    assert y.dtype is dtype
    assert np.array_equal(y.double().numpy(), expected)
    weight = weight.swapaxes(0, 1)
    expected = upconv.conv(x, weight, stride=(2, 1), **words)
    y = ours.conv(*(t.to(dtype) for t in tensors(x, weight)), stride=(2, 1), **words)
    assert np.array_equal(y.double().numpy(), expected)


def test_channels_last_stays():
    x = torch.randn(2, 3, 5, 6).to(memory_format=torch.channels_last)
    for kind in ("Conv2d", "ConvTranspose2d"):
        layer = getattr(ours, kind)(3, 4, 3, padding=1, padding_mode="circular")
        y = layer(x)
        assert y.is_contiguous(memory_format=torch.channels_last)
        torch.testing.assert_close(y, layer(x.contiguous()), rtol=1e-5, atol=1e-5)


def test_a_layer_says_its_mode_and_keeps_it():
    import copy
    import pickle

    layer = ours.ConvTranspose2d(3, 4, 3, padding=1, padding_mode="reflect")
    assert "padding_mode=reflect" in repr(layer)
    x = torch.randn(1, 3, 5, 6)
    for other in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):  # noqa: S301 - ours
        assert torch.equal(other(x), layer(x))
    with pytest.raises(errors.ArgumentError, match="Write 'reflect'"):
        ours.ConvTranspose2d(3, 4, 3, padding=1, padding_mode="reflection")
    with pytest.raises(errors.GeometryError, match=r"smaller than the output, .* an output of 1"):
        ours.ConvTranspose1d(3, 4, 3, padding=1, padding_mode="reflect")(torch.ones(1, 3, 1))
    with pytest.raises(errors.ShapeError, match="`input`"):
        layer(torch.ones(3))


@pytest.mark.filterwarnings("ignore:`torch.jit")
@pytest.mark.parametrize("kind", ["Conv2d", "ConvTranspose2d"])
@pytest.mark.parametrize("mode", MODES)
def test_transformations_and_compilers(kind, mode):
    torch.compiler.reset()  # it counts what it compiled for other modes, up to a limit
    torch.manual_seed(3)
    layer = getattr(ours, kind)(2, 4, 3, stride=2, padding=(2, 1), padding_mode=mode)
    x = torch.randn(3, 2, 5, 6)
    y = layer(x).detach()
    close = {"rtol": 1e-5, "atol": 1e-5}
    torch.testing.assert_close(torch.func.vmap(layer)(x), y, **close)
    graph = torch.fx.symbolic_trace(nn.Sequential(layer))
    torch.testing.assert_close(graph(x), y, **close)
    sized = {"output_size": None} if kind == "ConvTranspose2d" else None
    inner = torch.fx.symbolic_trace(layer, sized)
    torch.testing.assert_close(inner(x), y, **close)
    traced = torch.jit.trace(layer, x)
    for other in (x, torch.randn(1, 2, 7, 9)):
        torch.testing.assert_close(traced(other), layer(other), **close)
    torch.testing.assert_close(torch.export.export(layer, (x,)).module()(x), y, **close)
    compiled = torch.compile(layer, backend="aot_eager", fullgraph=True)
    torch.testing.assert_close(compiled(x), y, **close)
    word = getattr(ours, kind)(2, 4, 3, stride=2, padding="same", padding_mode=mode)
    compiled = torch.compile(word, backend="aot_eager", fullgraph=True, dynamic=True)
    for other in (x, torch.randn(2, 2, 7, 8)):
        torch.testing.assert_close(compiled(other), word(other), **close)
    primal, tangent = torch.func.jvp(layer, (x,), (torch.ones_like(x),))
    torch.testing.assert_close(primal, y, **close)
    torch.testing.assert_close(tangent, (layer(x + 1) - y).detach(), **close)


@pytest.mark.parametrize("mode", MODES)
def test_accelerate_keeps_the_mode(mode):
    torch.manual_seed(4)
    words = {"padding": "same", "padding_mode": mode}
    model = nn.Sequential(nn.Conv2d(2, 4, (3, 4), **words), nn.ReLU(), nn.Conv2d(4, 2, 3, **words))
    x = torch.randn(2, 2, 6, 7)
    expected = model(x).detach()
    with ours.accelerate(model) as done:
        assert done.swapped == ("0", "2")
        torch.testing.assert_close(model(x), expected, rtol=1e-5, atol=1e-5)
    with ours.accelerate(model, frozen=True), torch.no_grad():
        torch.testing.assert_close(model(x), expected, rtol=1e-5, atol=1e-5)


def test_a_mode_that_pytorch_has_not_stays_ours_in_quantization():
    from upconv.torch import quantization

    layer = ours.ConvTranspose2d(2, 3, 3, padding=1, padding_mode="circular")
    quantization.give_back(layer)
    assert type(layer) is ours.ConvTranspose2d
    other = ours.Conv2d(2, 3, 3, padding=1, padding_mode="circular")
    quantization.give_back(other)
    assert type(other) is nn.Conv2d


def test_batch_normalisation_folds_into_it():
    torch.manual_seed(5)
    layer = ours.ConvTranspose2d(2, 4, 3, padding=1, padding_mode="circular")
    norm = nn.BatchNorm2d(4)
    x = torch.randn(2, 2, 5, 6)
    norm(layer(x))
    norm.eval()
    folded = ours.fold_batchnorm(layer, norm)
    torch.testing.assert_close(folded(x), norm(layer(x)), rtol=1e-4, atol=1e-5)


def test_a_report_measures_what_the_layer_computes():
    """The transposed convolution and what folds its borders are steps of the model."""
    layer = ours.ConvTranspose2d(2, 3, 3, 2, 1, 1, padding_mode="circular")
    model = nn.Sequential(nn.Conv2d(2, 2, 3, padding=1, padding_mode="circular"), layer)
    report = upconv.checkerboard(model, batch=torch.randn(1, 2, 16, 16))
    (found,) = report.layers
    assert found.layer.geometry == upconv.Geometry((3, 3), 2)  # the borders are added after it
    plain = upconv.checkerboard(layer.weight.detach().numpy(), stride=2)
    assert found.gain.db == pytest.approx(plain.layers[0].gain.db, abs=3)
    table = str(upconv.summary(model, torch.zeros(1, 2, 16, 16)))
    assert "1: ConvTranspose2d.upconv.convolution 2 -> 3, kernel 3x3, stride 2x2\n" in table
    assert "1: ConvTranspose2d.cat\n" in table


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_onnx_holds_the_borders_too():
    pytest.importorskip("onnxscript", reason="PyTorch exports with it")
    runtime = pytest.importorskip("onnxruntime", reason="runs the export")
    layer = ours.ConvTranspose2d(2, 3, 4, 2, 1, padding_mode="reflect").eval()
    x = torch.randn(1, 2, 5, 6)
    program = torch.onnx.export(layer, (x,), dynamo=True)
    session = runtime.InferenceSession(program.model_proto.SerializeToString())
    (y,) = session.run(None, {session.get_inputs()[0].name: x.numpy()})
    torch.testing.assert_close(torch.from_numpy(y), layer(x).detach(), rtol=1e-4, atol=1e-5)
