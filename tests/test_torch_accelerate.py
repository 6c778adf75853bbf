"""Models of other people, accelerated: the same numbers and gradients, and all of it undone."""

import copy
import pickle

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from torch import nn  # noqa: E402 - only where PyTorch is
from torch.nn.utils import parametrizations, parametrize  # noqa: E402

import upconv.torch as ours  # noqa: E402
from torch_models import MODELS  # noqa: E402
from upconv import errors  # noqa: E402

CONVOLUTIONS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
CONVOLUTIONS += (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
OURS = tuple(getattr(ours, kind.__name__) for kind in CONVOLUTIONS)


def relative(a, b):
    """Return the largest difference, relative to the largest number."""
    return ((a - b).abs().max() / b.abs().max()).item()


def run(model, x):
    """Return the output of a model and every gradient of a loss that weighs all of it."""
    leaf = x.clone().requires_grad_()
    model.zero_grad()
    y = model(leaf)
    (y * torch.linspace(-1, 2, y.numel()).reshape(y.shape)).sum().backward()
    gradients = {name: p.grad.clone() for name, p in model.named_parameters()}
    return y.detach(), gradients | {"the input": leaf.grad}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_computes_what_it_did(name):
    torch.manual_seed(0)
    model, x = MODELS[name]()
    model.eval()
    state = {key: value.clone() for key, value in model.state_dict().items()}
    kinds = [type(module) for module in model.modules()]
    expected, gradients = run(model, x)
    with ours.accelerate(model) as done:
        convolutions = [m for m in model.modules() if isinstance(m, CONVOLUTIONS)]
        assert len(done.swapped) == len(convolutions) == len(done.entries) > 0
        assert all(isinstance(module, OURS) for module in convolutions)
        y, found = run(model, x)
        assert relative(y, expected) < 1e-5
        assert found.keys() == gradients.keys()
        for key, gradient in gradients.items():
            assert relative(found[key], gradient) < 1e-5, key
        assert list(model.state_dict()) == list(state)
        for key, value in model.state_dict().items():
            assert torch.equal(value, state[key])
    assert [type(module) for module in model.modules()] == kinds
    assert torch.equal(model(x), expected)


def small():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(2, 3, 3), nn.ReLU(), nn.ConvTranspose2d(3, 2, 3))


def test_the_objects_stay_what_they_are():
    model = small()
    layer, seen = model[2], []
    layer.register_forward_hook(lambda *_: seen.append("forward"))
    layer.register_full_backward_hook(lambda *_: seen.append("backward"))
    layer.note, parameters = "mine", dict(model.named_parameters())
    model.eval()
    report = ours.accelerate(model)
    assert model[2] is layer
    assert layer.note == "mine"
    assert not layer.training
    assert all(parameters[name] is value for name, value in model.named_parameters())
    model(torch.randn(1, 2, 5, 6, requires_grad=True)).sum().backward()
    assert seen == ["forward", "backward"]
    report.undo()
    report.undo()
    assert type(layer) is nn.ConvTranspose2d


def test_shared_layers_and_shared_weights_stay_shared():
    layer, other = nn.Conv2d(2, 2, 3, padding=1), nn.Conv2d(2, 2, 3, padding=1)
    other.weight = layer.weight
    model = nn.Sequential(layer, layer, other)
    report = ours.accelerate(model)
    assert report.swapped == ("0", "2")
    assert model[0] is model[1]
    assert model[0].weight is model[2].weight
    model(torch.randn(1, 2, 5, 6)).sum().backward()
    assert layer.weight.grad is other.weight.grad


@pytest.mark.parametrize("norm", ["weight_norm", "spectral_norm", "orthogonal"])
def test_parametrisations_stay_and_can_be_removed(norm):
    torch.manual_seed(0)
    layer = getattr(parametrizations, norm)(nn.ConvTranspose1d(3, 4, 4, stride=2)).eval()
    model, x = nn.Sequential(layer), torch.randn(2, 3, 5)
    expected, names = model(x), list(model.state_dict())
    with ours.accelerate(model) as report:
        assert report.entries[0].layer == "ConvTranspose1d"
        assert isinstance(layer, ours.ConvTranspose1d)
        assert list(model.state_dict()) == names
        assert relative(model(x), expected) < 1e-6
        twin = copy.deepcopy(model)
        assert relative(twin(x), expected) < 1e-6
    assert not isinstance(layer, ours.ConvTranspose1d)
    assert isinstance(twin[0], ours.ConvTranspose1d)
    parametrize.remove_parametrizations(twin[0], "weight")
    assert type(twin[0]) is ours.ConvTranspose1d
    assert relative(twin(x), expected) < 1e-6


def test_hooks_of_the_old_weight_norm_stay():
    torch.manual_seed(0)
    with pytest.warns(FutureWarning, match="weight_norm"):
        layer = nn.utils.weight_norm(nn.Conv1d(3, 4, 3))
    x = torch.randn(2, 3, 7)
    expected = layer(x)
    ours.accelerate(layer)
    assert relative(layer(x), expected) < 1e-6
    nn.utils.remove_weight_norm(layer)
    assert relative(layer(x), expected) < 1e-6


class Own(nn.Conv2d):
    def forward(self, input):  # noqa: A002 - PyTorch's name
        return super().forward(input)


def test_what_is_left_has_its_reason():
    model = nn.ModuleDict(
        {
            "own": Own(2, 3, 3),
            "sixteen": nn.Conv2d(2, 3, 3, dtype=torch.bfloat16),
            "meta": nn.ConvTranspose3d(2, 3, 3, device="meta"),
            "lazy": nn.LazyConvTranspose2d(3, 3),
            "ours": ours.Conv1d(2, 3, 3),
            "first": nn.Conv2d(2, 3, 3),
            "wide": nn.Conv2d(2, 3, 3, dtype=torch.float64),
            "linear": nn.Linear(2, 3),
        }
    )
    report = ours.accelerate(model, where=lambda name, _: name != "first")
    assert report.swapped == ("wide",)
    assert report.left == {
        "own": "a subclass of Conv2d that overrides the computation",
        "sixteen": "of bfloat16: PyTorch computes it",
        "meta": "on meta: PyTorch computes it",
        "lazy": "lazy: run the model once, then accelerate it",
        "ours": "already an upconv layer",
        "first": "excluded by `where`",
    }
    assert str(report) == (
        "layer    class                computed by upconv, or why not\n"
        "own      Own                  a subclass of Conv2d that overrides the computation\n"
        "sixteen  Conv2d               of bfloat16: PyTorch computes it\n"
        "meta     ConvTranspose3d      on meta: PyTorch computes it\n"
        "lazy     LazyConvTranspose2d  lazy: run the model once, then accelerate it\n"
        "ours     Conv1d               already an upconv layer\n"
        "first    Conv2d               excluded by `where`\n"
        "wide     Conv2d               upconv\n"
        "2 of 7 convolutions use upconv"
    )
    assert repr(report) == "<Acceleration: 1 of 7 swapped>"


def test_what_is_no_module_is_refused():
    message = "`model` must be a torch.nn.Module. Received a dict."
    with pytest.raises(errors.ArgumentTypeError, match=f"^{message}$"):
        ours.accelerate({})


def test_the_model_may_be_a_layer_itself():
    layer = nn.Conv2d(2, 3, 3)
    report = ours.accelerate(layer)
    assert type(layer) is ours.Conv2d
    assert "(the model)" in str(report)


def test_the_context_ends_where_an_error_ends_it():
    model = small()
    with pytest.raises(KeyError), ours.accelerate(model):
        raise KeyError
    assert type(model[0]) is nn.Conv2d


def test_an_accelerated_model_is_copied_pickled_and_trained_on():
    model, x = small(), torch.randn(1, 2, 5, 6)
    expected = model(x)
    ours.accelerate(model)
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):  # noqa: S301 - ours
        assert type(twin[0]) is ours.Conv2d
        assert relative(twin(x), expected) < 1e-6
    optimiser = torch.optim.SGD(model.parameters(), 1e-3)
    before = model(x).square().sum()
    before.backward()
    optimiser.step()
    assert model(x).square().sum() < before


def test_it_survives_a_move_to_a_type_that_upconv_does_not_compute():
    model = small()
    ours.accelerate(model)
    assert model.bfloat16()(torch.randn(1, 2, 5, 6).bfloat16()).dtype is torch.bfloat16
    assert model.double()(torch.randn(1, 2, 5, 6).double()).dtype is torch.float64


def test_frozen_weights_are_packed_once_and_anew_after_a_write():
    torch.manual_seed(0)
    model, x = small(), torch.randn(1, 2, 5, 6)
    report = ours.accelerate(model, frozen=True)
    layer = model[2]
    with torch.no_grad():
        expected = model(x)
        kept = layer._versioned._current[1]
        assert torch.equal(model(x), expected)
        assert layer._versioned._current[1] is kept
        layer.weight.mul_(2)
        layer.bias.mul_(2)
        torch.testing.assert_close(model(x), 2 * expected)
        assert layer._versioned._current[1] is not kept
    model(x).sum().backward()  # training goes without
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):  # noqa: S301 - ours
        assert twin[2]._versioned is not layer._versioned
        with torch.inference_mode():
            assert torch.equal(twin(x), model(x))
    with torch.inference_mode():
        assert torch.equal(copy.deepcopy(model)(x), model(x))
    report.undo()
    assert "_versioned" not in vars(layer)
