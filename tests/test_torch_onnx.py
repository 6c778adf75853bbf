"""What `torch.onnx.export` makes of transposed layers: one ConvTranspose, whatever the crop."""

import warnings

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
onnx = pytest.importorskip("onnx", reason="the models are read with onnx")
runtime = pytest.importorskip("onnxruntime", reason="the models run in ONNX Runtime")
from torch import nn  # noqa: E402 - only where PyTorch is

import upconv.torch as ours  # noqa: E402
from torch_engine import _numpy_engine  # noqa: E402, F401 - a fixture

pytestmark = pytest.mark.usefixtures("_numpy_engine")

KINDS = (ours.ConvTranspose1d, ours.ConvTranspose2d, ours.ConvTranspose3d)
# Kernel, stride and padding. The begin is the smaller side in some, which PyTorch cannot say.
LAYERS = [
    (3, 2, "same"),
    (3, 2, "same_upper"),
    (3, 2, "same_lower"),
    (4, 1, "same"),
    (2, 3, "same"),
    (5, 3, (0, 2)),
    (5, 3, (2, 0)),
    (3, 2, (1, -1)),
    (4, 2, 1),
]


@pytest.fixture(params=[True, False], ids=["dynamo", "torchscript"])
def export(request, tmp_path):
    if request.param:
        pytest.importorskip("onnxscript", reason="PyTorch exports with onnxscript")

    def run(model, x, **given):
        file = tmp_path / "model.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            settings = {"dynamo": request.param, "verbose": False, **given}
            torch.onnx.export(model, (x,), str(file), input_names=["x"], **settings)
        return onnx.load(file), runtime.InferenceSession(str(file))

    return run


def operators(model):
    return [node.op_type for node in model.graph.node]


class Several(nn.ModuleList):
    """Layers that all read the same input."""

    def forward(self, x):
        return tuple(layer(x) for layer in self)


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_a_transposed_layer_is_one_node(export, ndim):
    torch.manual_seed(0)
    layers = Several()
    for kernel, stride, padding in LAYERS:
        pairs = (padding,) * ndim if isinstance(padding, tuple) else padding
        given = {"groups": 2, "bias": ndim != 1, "activation": "relu"}
        layers.append(KINDS[ndim - 1](4, 6, kernel, stride, pairs, **given))
    x = torch.randn(2, 4, *(5, 4, 3)[:ndim])
    model, session = export(layers.eval(), x)
    assert sorted(operators(model)) == ["ConvTranspose"] * len(LAYERS) + ["Relu"] * len(LAYERS)
    for found, expected in zip(session.run(None, {"x": x.numpy()}), layers(x), strict=True):
        np.testing.assert_allclose(found, expected.detach().numpy(), rtol=1e-4, atol=1e-5)


def test_one_example_is_one_node_too(export):
    layer = ours.ConvTranspose2d(3, 2, 3, 2, ((0, 1), (1, 0))).eval()
    x = torch.randn(3, 5, 4)
    model, session = export(layer, x)
    assert operators(model).count("ConvTranspose") == 1
    assert not {"Slice", "Pad"} & set(operators(model))
    (found,) = session.run(None, {"x": x.numpy()})
    np.testing.assert_allclose(found, layer(x).detach().numpy(), rtol=1e-4, atol=1e-5)


def test_what_onnx_cannot_say_is_padded_behind_it(export):
    layer = ours.ConvTranspose1d(3, 2, 3, 2, ((-1, 1),)).eval()
    x = torch.randn(1, 3, 5)
    model, session = export(layer, x)
    assert "Pad" in operators(model)
    (found,) = session.run(None, {"x": x.numpy()})
    np.testing.assert_allclose(found, layer(x).detach().numpy(), rtol=1e-4, atol=1e-5)


def test_free_sizes_stay_free(export, request):
    model = nn.Sequential(ours.ConvTranspose2d(3, 2, 3, 2, ((0, 1), (0, 1)))).eval()
    axes = {0: "batch", 2: "rows", 3: "columns"}
    is_dynamo = "dynamo" in request.node.name
    if is_dynamo:
        free = {"dynamic_shapes": ({k: torch.export.Dim(v) for k, v in axes.items()},)}
    else:
        free = {"dynamic_axes": {"x": axes}}
    graph, session = export(model, torch.randn(2, 3, 5, 4), **free)
    assert operators(graph) == ["ConvTranspose"]
    x = torch.randn(3, 3, 7, 6)
    (found,) = session.run(None, {"x": x.numpy()})
    np.testing.assert_allclose(found, model(x).detach().numpy(), rtol=1e-4, atol=1e-5)


def test_an_export_that_pytorch_verifies_holds_its_own_operators():
    """With `verify=True` PyTorch runs its program, in which a node of ONNX alone is zeros."""
    pytest.importorskip("onnxscript", reason="PyTorch exports with onnxscript")
    layer = ours.ConvTranspose1d(3, 2, 3, 2, ((0, 1),)).eval()
    x = torch.randn(1, 3, 5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = torch.onnx.export(layer, (x,), dynamo=True, verbose=False, verify=True)
    torch.testing.assert_close(found.exported_program.module()(x), layer(x))
