"""Layers one behind the other as one node: the numbers of the layers, and their gradients."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402

from upconv.torch import Conv1d, Conv2d, ConvTranspose2d, autograd, chain  # noqa: E402


def layers(**options):
    torch.manual_seed(0)
    return nn.Sequential(
        Conv2d(1, 4, 3, activation="relu", **options),
        Conv2d(4, 6, (3, 2), activation=("leaky_relu", 0.1), bias=False),
        ConvTranspose2d(6, 4, 3, stride=2, output_padding=1, groups=2, activation="tanh"),
        ConvTranspose2d(4, 2, (1, 3)),
    ).double()


def example(order=torch.contiguous_format):
    return torch.rand(3, 1, 9, 8, dtype=torch.float64).to(memory_format=order)


@pytest.fixture
def alone(monkeypatch):
    """Make every layer's own node fail."""

    def fail(*_):
        raise AssertionError("a layer was computed by itself")

    monkeypatch.setattr(autograd, "apply", fail)


@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("frozen", [(), (0,), (0, 1, 2), (4, 5, 6)])
@pytest.mark.parametrize("of_input", [False, True])
def test_results_and_gradients_are_those_of_the_layers(order, frozen, of_input, request):
    sequence, x = layers(), example(order).requires_grad_(of_input)
    parameters = list(sequence.parameters())
    for number in frozen:
        parameters[number].requires_grad_(requires_grad=False)
    wanted = [t for t in (x, *parameters) if t.requires_grad]
    y = sequence(x)
    grad = torch.rand_like(y)
    expected = torch.autograd.grad(y, wanted, grad)
    request.getfixturevalue("alone")
    found = chain.run(sequence, x)
    assert torch.equal(found, y)
    assert found.stride() == y.stride()
    for again in (True, False):  # the second time from results that are computed anew
        gradients = torch.autograd.grad(found, wanted, grad, retain_graph=again)
        torch.testing.assert_close(gradients, expected, rtol=1e-12, atol=1e-13)


def test_the_gradient_that_comes_in_is_not_written_over():
    sequence = nn.Sequential(Conv2d(1, 2, 2, activation="relu"), Conv2d(2, 2, 2, activation="relu"))
    x, seen = torch.rand(2, 1, 5, 6), torch.rand(2, 2, 3, 4) - 0.5
    held = seen.clone()
    for _ in range(3):
        chain.run(sequence, x).backward(seen)
        assert torch.equal(seen, held)


def test_gradients_of_gradients():
    sequence = nn.Sequential(Conv1d(1, 2, 2, activation="tanh"), Conv1d(2, 1, 2)).double()
    x = torch.rand(1, 1, 5, dtype=torch.float64, requires_grad=True)
    given = (x, *sequence.parameters())
    assert torch.autograd.gradcheck(lambda x, *_: chain.run(sequence, x), given)
    assert torch.autograd.gradgradcheck(lambda x, *_: chain.run(sequence, x), given)


def hooked(sequence):
    sequence[1].register_forward_hook(lambda *_: None)


def replaced(sequence):
    sequence[1] = nn.Conv2d(4, 6, (3, 2), bias=False).double()


def rising(sequence):
    sequence[1].activation = ("leaky_relu", -0.5)


def reflecting(sequence):
    sequence[0] = layers(padding=1, padding_mode="reflect")[0]
    sequence[1].padding = (0, 0)


@pytest.mark.parametrize("change", [hooked, replaced, rising, reflecting])
def test_what_is_no_plain_chain_runs_layer_by_layer(change, monkeypatch):
    sequence, x = layers(), example()
    change(sequence)
    monkeypatch.setattr(chain._Chain, "apply", None)
    assert torch.equal(chain.run(sequence, x), sequence(x))


def test_a_weight_that_was_written_to_is_noticed():
    sequence = layers()
    y = chain.run(sequence, example())
    with torch.no_grad():
        sequence[2].weight.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


def test_without_gradients_nothing_is_kept():
    with torch.no_grad():
        y = chain.run(layers(), example())
    assert y.grad_fn is None
