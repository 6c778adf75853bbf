"""PyTorch's tools on accelerated models: torch.fx, quantization, TorchScript, exports, pickles."""

import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is
from torch.nn.utils import parametrizations  # noqa: E402

import upconv.torch as ours  # noqa: E402
from torch_engine import _numpy_engine  # noqa: E402, F401 - a fixture
from upconv import errors  # noqa: E402

pytestmark = pytest.mark.usefixtures("_numpy_engine")
DEPRECATED = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning",
    "ignore::UserWarning",
    "ignore:`torch.jit",  # a FutureWarning from 2.14 on
    "ignore::torch.jit.TracerWarning",
)


def stock():
    torch.manual_seed(0)
    layers = (nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU())
    return nn.Sequential(*layers, nn.ConvTranspose2d(8, 4, 4, 2, 1)).eval()


def accelerated():
    model = stock()
    ours.accelerate(model)
    return model


X = torch.randn(2, 3, 9, 7, generator=torch.Generator().manual_seed(0))


# --- torch.fx


def test_a_symbolic_trace_calls_the_layers():
    model = accelerated()
    traced = torch.fx.symbolic_trace(model)
    assert traced.get_submodule("3") is model[3]
    assert traced.code == torch.fx.symbolic_trace(stock()).code
    assert torch.equal(traced(X), model(X))


class Asks(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = ours.ConvTranspose2d(3, 2, 3, stride=2, padding="same", activation="relu")
        self.weight = nn.Parameter(torch.randn(2, 4, 3, 3))

    def forward(self, x):
        y = self.up(x, output_size=(17, 14))
        return ours.conv(ours.conv_transpose(y, self.weight, padding=((1, 0), (0, 1))), self.weight)


def test_functions_and_our_own_layers_are_nodes():
    model = Asks()
    traced = torch.fx.symbolic_trace(model)
    assert torch.equal(traced(X), model(X))
    layer = ours.Conv2d(3, 2, 3, padding="same", activation="tanh")
    assert torch.equal(torch.fx.symbolic_trace(layer)(X), layer(X))
    twin = pickle.loads(pickle.dumps(traced))  # noqa: S301 - ours
    assert torch.equal(twin(X), model(X))


@DEPRECATED
def test_fusion_and_quantization_give_what_they_give_on_the_stock_model():
    from torch.ao.quantization import fuse_modules, get_default_qconfig_mapping
    from torch.ao.quantization.quantize_fx import convert_fx, fuse_fx, prepare_fx
    from torch.fx.experimental.optimization import fuse

    def quantized(model):
        prepared = prepare_fx(model, get_default_qconfig_mapping("fbgemm"), (X,))
        prepared(X)
        return convert_fx(prepared)

    expected = stock()(X)
    for use in (quantized, lambda m: fuse_modules(m, [["0", "1", "2"]])):
        one, other = use(stock()), use(accelerated())
        kinds = [[type(m) for m in model.modules()][1:3] for model in (one, other)]
        assert kinds[0] == kinds[1]
        torch.testing.assert_close(other(X), one(X), rtol=1e-4, atol=1e-4)
    for use in (fuse, fuse_fx):  # plain traces: the layers stay upconv's
        torch.testing.assert_close(use(accelerated())(X), expected, rtol=1e-4, atol=1e-4)


# --- TorchScript and exports


@DEPRECATED
def test_script_says_to_undo():
    message = (
        "`torch.jit.script` compiles PyTorch's own layers only. Received an upconv Conv2d. Call "
        "undo() on what accelerate(model) returned first, or use torch.export."
    )
    model = stock()
    report = ours.accelerate(model)
    with pytest.raises(errors.ArgumentTypeError) as raised:
        torch.jit.script(model)
    assert str(raised.value) == message
    report.undo()
    torch.testing.assert_close(torch.jit.script(model)(X), model(X))


LOADS = """
import sys, torch
run = torch.{}(sys.argv[1])
run = run.module() if hasattr(run, "module") else run
x, y = torch.load(sys.argv[2])
torch.testing.assert_close(run(x), y, rtol=1e-4, atol=1e-4)
assert not any(name.partition(".")[0] == "upconv" for name in sys.modules)
"""


@DEPRECATED
@pytest.mark.parametrize("way", ["export.load", "jit.load"])
def test_what_is_exported_loads_without_upconv(tmp_path, way):
    model, file = nn.Sequential(accelerated(), ours.Conv2d(4, 2, 3, 2, "same")).eval(), tmp_path
    if way == "jit.load":
        torch.jit.trace(model, X).save(str(file / "model"))
    else:
        torch.export.save(torch.export.export(model, (X,)), str(file / "model"))
    torch.save((X, model(X).detach()), file / "pair")
    command = [sys.executable, "-c", LOADS.format(way), str(file / "model"), str(file / "pair")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- the report, and what is refused


def test_the_report_says_that_the_model_was_changed_in_place():
    report = ours.accelerate(stock())
    assert isinstance(report, ours.Acceleration)
    rule = "accelerate(model) works in place and returns a report."
    with pytest.raises(errors.ArgumentTypeError) as called:
        report(X)
    assert str(called.value) == (
        f"{rule} Received report(...). Write accelerate(model), then model(...)."
    )
    for name in ("eval", "parameters", "state_dict", "to"):
        with pytest.raises(AttributeError) as asked:
            getattr(report, name)
        assert str(asked.value) == (
            f"{rule} Received report.{name}. Write accelerate(model), then model.{name}."
        )
    with pytest.raises(AttributeError, match="'Acceleration' object has no attribute 'nothing'"):
        _ = report.nothing


def test_a_printed_model_shows_what_is_swapped():
    model = accelerated()
    assert "(0): upconv.Conv2d(3, 8, kernel_size=(3, 3)" in str(model)
    assert "(3): upconv.ConvTranspose2d(" in str(model)
    assert "upconv" not in str(stock())


def test_where_that_is_no_function_is_refused():
    rule = "`where` must be a function of a layer's name and the layer."
    for where, remedy in (("3", "name == '3'"), (["3"], "name in names")):
        model = stock()
        with pytest.raises(errors.ArgumentTypeError) as raised:
            ours.accelerate(model, where=where)
        assert str(raised.value) == (
            f"{rule} Received where={where!r}. Write where=lambda name, layer: {remedy}."
        )
        assert type(model[0]) is nn.Conv2d


@pytest.mark.parametrize("operation", [ours.conv, ours.conv_transpose])
def test_what_is_no_tensor_is_refused(operation):
    weight = torch.ones(2, 2, 3)
    x = torch.ones(1, 2, 5)
    wrong = np.ones((2, 2, 3), np.float32)
    for name, given in (
        ("x", (wrong, weight)),
        ("weight", (x, wrong)),
        ("bias", (x, weight, wrong)),
    ):
        with pytest.raises(errors.ArgumentTypeError) as raised:
            operation(*given)
        assert str(raised.value) == (
            f"`{name}` must be a torch.Tensor. Received {name} of type ndarray. Convert it first: "
            f"torch.from_numpy({name})."
        )
    with pytest.raises(errors.ArgumentTypeError, match=r"Convert it first: torch\.as_tensor"):
        operation([[[1.0]]], weight)
    with pytest.raises(errors.ArgumentTypeError, match=r"`input` must be a torch\.Tensor"):
        ours.Conv1d(2, 2, 3)(wrong)


# --- subclasses


class Same(nn.Conv2d):
    """Its size stays; how it computes is PyTorch's."""

    def __init__(self, channels, kernel):
        super().__init__(channels, channels, kernel, padding=kernel // 2)

    def norm(self):
        return self.weight.norm()


class Scaled(nn.Conv2d):
    def _conv_forward(self, input, weight, bias):  # noqa: A002 - PyTorch's name
        return super()._conv_forward(input, 2 * weight, bias)


class Active(nn.Conv2d):
    def __init__(self):
        super().__init__(3, 3, 3)
        self.activation = nn.ReLU()


@pytest.mark.parametrize("parametrized", [False, True])
def test_a_subclass_that_computes_as_its_base_is_swapped(parametrized):
    torch.manual_seed(0)
    model = nn.Sequential(Same(3, 3), Scaled(3, 3, 3), Active()).eval()
    if parametrized:
        parametrizations.weight_norm(model[0])
    expected, before = model(X), type(model[0])
    report = ours.accelerate(model)
    assert report.swapped == ("0",)
    assert report.left["1"] == "a subclass of Conv2d that overrides the computation"
    torch._dynamo.reset()
    compiled = torch.compile(model, backend="eager")
    torch.testing.assert_close(compiled(X), expected, rtol=1e-5, atol=1e-5)
    twins = [model, copy.deepcopy(model)]
    if not parametrized:
        twins.append(pickle.loads(pickle.dumps(model)))  # noqa: S301 - ours
    for twin in twins:
        layer = twin[0]
        assert isinstance(layer, Same)
        assert isinstance(layer, ours.Conv2d)
        assert layer.norm() == model[0].norm()
        torch.testing.assert_close(twin(X), expected, rtol=1e-5, atol=1e-5)
    assert torch.equal(torch.fx.symbolic_trace(model[0])(X), model[0](X))
    report.undo()
    assert type(model[0]) is before
