"""Layers one behind the other as one node: the numbers of the layers, and their gradients."""

from concurrent.futures import ThreadPoolExecutor

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402

from upconv.engine.process import threads  # noqa: E402
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


@pytest.mark.parametrize("count", [1, 2])
def test_the_gradient_that_comes_in_is_not_written_over(count):
    sequence = nn.Sequential(
        Conv2d(3, 32, 3, activation="relu"), Conv2d(32, 16, 3, activation="relu")
    )
    x, seen = torch.rand(2, 3, 11, 9), torch.rand(2, 16, 7, 5) - 0.5
    held = seen.clone()
    for _ in range(3):
        with threads.limited(count):
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


def wide(dtype=torch.float32):
    """Layers whose kernels generated code makes again, in panels and at points."""
    torch.manual_seed(0)
    return nn.Sequential(
        Conv2d(3, 32, 3, activation="relu"),
        Conv2d(32, 16, (3, 2), activation=("leaky_relu", 0.1), bias=False),
        ConvTranspose2d(16, 32, 3, activation="tanh"),
        Conv2d(32, 1, 3, padding="same"),
    ).to(dtype)


@pytest.fixture
def as_one_call(monkeypatch):
    """Return what makes every call of a layer fail from then on."""

    def layer_by_layer(*_, **__):
        raise AssertionError("a layer was called")

    def forbid():
        for name in ("forward", "backward", "checked_forward", "checked_backward"):
            monkeypatch.setattr(chain.call, name, layer_by_layer)

    return forbid


def run_and_gradients(sequence, x, grad):
    """Return what a chain computes on one thread, and its gradients."""
    wanted = [tensor for tensor in (x, *sequence.parameters()) if tensor.requires_grad]
    with threads.limited(1):
        y = chain.run(sequence, x)
        return [y, *torch.autograd.grad(y, wanted, grad)]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize(
    ("frozen", "of_input"), [((), False), ((), True), ((0, 1), False), ((2, 3, 4, 6), True)]
)
def test_on_one_thread_a_chain_that_has_run_is_one_call(
    dtype, order, frozen, of_input, as_one_call
):
    sequence = wide(dtype)
    parameters = list(sequence.parameters())
    for number in frozen:
        parameters[number].requires_grad_(requires_grad=False)
    x, other = (
        torch.rand(5, 3, 17, 14, dtype=dtype).to(memory_format=order).requires_grad_(of_input)
        for _ in range(2)
    )
    grads = [torch.rand(5, 1, 15, 13, dtype=dtype) - 0.5 for _ in range(2)]
    first = run_and_gradients(sequence, x, grads[0])
    run_and_gradients(sequence, x, grads[0])  # the way back is made of a run as one call
    as_one_call()
    others = run_and_gradients(sequence, other, grads[1])
    again = run_and_gradients(sequence, x, grads[0])
    assert not any(torch.equal(a, b) for a, b in zip(others, again, strict=True))
    for found, expected in zip(again, first, strict=True):
        assert torch.equal(found, expected)
        assert found.stride() == expected.stride()


def test_results_of_one_call_are_written_over_by_no_other():
    sequence, grad = wide(), torch.ones(2, 1, 9, 8)
    x, other = torch.rand(2, 3, 11, 9), torch.rand(2, 3, 11, 9)
    for _ in range(2):
        expected = run_and_gradients(sequence, x, grad)
    with threads.limited(1):
        y = chain.run(sequence, x)
        z = chain.run(sequence, other)
        given = list(sequence.parameters())
        of_y = torch.autograd.grad(y, given, grad)
        of_z = torch.autograd.grad(z, given, grad)
    assert all(map(torch.equal, (y, *of_y), expected))
    assert all(map(torch.equal, (z, *of_z), run_and_gradients(sequence, other, grad)))


def test_a_second_way_back_through_one_call():
    sequence, x, grad = wide(), torch.rand(2, 3, 11, 9), torch.ones(2, 1, 9, 8)
    for _ in range(2):
        _, *expected = run_and_gradients(sequence, x, grad)
    with threads.limited(1):
        y = chain.run(sequence, x)
        for again in (True, False):
            found = torch.autograd.grad(y, list(sequence.parameters()), grad, retain_graph=again)
            assert all(map(torch.equal, found, expected))


def test_what_is_not_finite_stays_where_it_belongs():
    sequence, x, grad = wide(), torch.rand(2, 3, 19, 18), torch.ones(2, 1, 17, 17)
    for _ in range(2):
        run_and_gradients(sequence, x, grad)
    x[0, 0, 0, 0] = torch.inf
    with threads.limited(1):
        y = chain.run(sequence, x)
    expected = sequence(x)
    assert torch.isfinite(expected).any()
    torch.testing.assert_close(y, expected, equal_nan=True)
    x, grad[1, 0, 3, 3] = torch.rand_like(x), torch.nan
    found = run_and_gradients(sequence, x, grad)
    expected = torch.autograd.grad(sequence(x), list(sequence.parameters()), grad)
    for one, other in zip(found[1:], expected, strict=True):
        assert torch.equal(one.isnan(), other.isnan())


def test_weights_are_packed_once_for_a_step():
    sequence, x, grad = wide(), torch.rand(2, 3, 11, 9), torch.ones(2, 1, 9, 8)
    for _ in range(2):
        run_and_gradients(sequence, x, grad)
    with chain.unchanged(chain.Step()):
        before = run_and_gradients(sequence, x, grad)
        with torch.no_grad():
            for parameter in sequence.parameters():
                parameter.mul_(1.5)  # the promise is broken to see that it is made use of
        found = run_and_gradients(sequence, x, grad)
    # Another step, or none, does not know of earlier ones.
    after = run_and_gradients(sequence, x, grad)
    with chain.unchanged(chain.Step()):
        assert all(map(torch.equal, run_and_gradients(sequence, x, grad), after))
    assert not torch.equal(found[0], after[0])
    assert not torch.equal(after[0], before[0])
    assert torch.equal(after[0], sequence(x))


def test_chains_of_one_step_are_kept_apart():
    one, other = wide(), wide()
    with torch.no_grad():
        other[1].weight.mul_(2)
    x, grad = torch.rand(2, 3, 11, 9), torch.ones(2, 1, 9, 8)
    expected = [run_and_gradients(sequence, x, grad) for sequence in (one, other) * 2][:2]
    with chain.unchanged(chain.Step()):
        for sequence, wanted in zip((one, other, one), (*expected, expected[0]), strict=True):
            assert all(map(torch.equal, run_and_gradients(sequence, x, grad), wanted))


def test_threads_share_a_chain():
    sequence, grad = wide(), torch.ones(3, 1, 9, 8)
    images = [torch.rand(3, 3, 11, 9) for _ in range(6)]
    expected = [run_and_gradients(sequence, x, grad) for x in images]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda x: run_and_gradients(sequence, x, grad), images * 3))
    for one, other in zip(found, expected * 3, strict=True):
        assert all(map(torch.equal, one, other))
