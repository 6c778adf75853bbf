"""Calls of the PyTorch layers that were made before: found again only where nothing has changed."""

import gc
import weakref

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
pytest.importorskip("llvmlite")

import upconv.torch as ours  # noqa: E402 - only where PyTorch is
from upconv.engine.calls import call_cache  # noqa: E402
from upconv.engine.process import threads  # noqa: E402
from upconv.errors import ArgumentError, ArgumentTypeError  # noqa: E402
from upconv.torch import compute  # noqa: E402

FORMATS = [torch.contiguous_format, torch.channels_last]


@pytest.fixture
def looks(monkeypatch):
    """Return the list of the calls that were looked at in full, forward and backward."""
    call_cache.forget()
    seen = []
    for name in ("checked_forward", "checked_backward"):
        operation = getattr(compute, name)

        def counted(*arguments, _name=name, _operation=operation):
            seen.append(_name)
            return _operation(*arguments)

        monkeypatch.setattr(compute, name, counted)
    return seen


def whole(shape, seed=0):
    """Return small integers, whose sums are exact."""
    torch.manual_seed(seed)
    return torch.randint(-4, 5, shape).float()


def tensors(seed=0, order=torch.contiguous_format):
    x, weight, bias = (whole(shape, seed) for shape in ((2, 4, 5, 6), (4, 6, 3, 2), (6,)))
    return x.to(memory_format=order), weight, bias


def theirs(x, weight, bias=None, **words):
    return torch.nn.functional.conv_transpose2d(x, weight, bias, **words)


@pytest.mark.parametrize("order", FORMATS)
def test_the_second_call_computes_with_its_own_tensors(order, looks):
    for seed in range(3):
        x, weight, bias = tensors(seed, order)
        y, expected = (f(x, weight, bias, stride=2) for f in (ours.conv_transpose, theirs))
        assert torch.equal(y, expected)
        assert y.stride() == expected.stride()
    assert looks == ["checked_forward"]


CHANGES = {
    "shape": lambda x, w, b: ((x[:1], w, b), {}),
    "strides of x": lambda x, w, b: ((x.transpose(2, 3).contiguous().transpose(2, 3), w, b), {}),
    "memory format": lambda x, w, b: ((x.to(memory_format=torch.channels_last), w, b), {}),
    "strides of weight": lambda x, w, b: (
        (x, w.transpose(2, 3).contiguous().transpose(2, 3), b),
        {},
    ),
    "strides of bias": lambda x, w, b: ((x, w, b.repeat_interleave(2)[::2]), {}),
    "no bias": lambda x, w, _: ((x, w), {}),
    "dtype": lambda x, w, b: ((x.double(), w.double(), b.double()), {}),
    "stride": lambda x, w, b: ((x, w, b), {"stride": 3}),
    "padding": lambda x, w, b: ((x, w, b), {"padding": 1}),
    "output padding": lambda x, w, b: ((x, w, b), {"output_padding": 1}),
    "dilation": lambda x, w, b: ((x, w, b), {"dilation": 2}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_call_that_differs_is_another_one(change, looks):
    given = tensors()
    ours.conv_transpose(*given, stride=2)
    changed, words = CHANGES[change](*given)
    words = {"stride": 2, **words}
    for _ in range(2):
        y, expected = ours.conv_transpose(*changed, **words), theirs(*changed, **words)
        assert torch.equal(y, expected)
        assert y.dtype is expected.dtype
    strided = change == "strides of bias"  # which is looked at each time
    assert len(looks) == 2 + strided


def test_the_direction_the_groups_and_the_activation_are_looked_at():
    x, weight = torch.ones(1, 2, 4), -torch.ones(2, 2, 1)
    for _ in range(2):
        assert (ours.conv_transpose(x, weight) == -2).all()
        assert (ours.conv(2 * x, weight) == -4).all()
        assert ours.conv_transpose(x, weight, groups=2).shape == (1, 4, 4)
        assert (ours.conv(x, weight, activation="relu") == 0).all()
        assert (ours.conv(x, weight, activation=("leaky_relu", 0.5)) == -1).all()
        assert ours.conv_transpose(x, weight, stride=2, output_size=8).shape == (1, 2, 8)


MISTAKES = {
    "True for 1": {"stride": True},
    "1.0 for 1": {"dilation": 1.0},
    "a pair with True": {"stride": (1, True)},
    "groups": {"groups": True},
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_that_equals_what_is_known_is_still_one(name):
    x, weight, _ = tensors()
    for stride in (1, (1, 1)):
        ours.conv_transpose(x, weight, stride=stride, dilation=1)
    with pytest.raises((ArgumentError, ArgumentTypeError), match="must be an integer"):
        ours.conv_transpose(x, weight, **({"stride": 1, "dilation": 1} | MISTAKES[name]))


def test_a_list_is_as_good_as_a_tuple():
    x, weight, bias = tensors()
    expected = theirs(x, weight, bias, stride=(2, 3))
    for _ in range(2):
        for stride in ([2, 3], (2, 3)):
            assert torch.equal(ours.conv_transpose(x, weight, bias, stride=stride), expected)


def unaligned(tensor):
    """Return the same numbers one byte off."""
    held = bytearray(1) + bytearray(tensor.numpy().tobytes())
    return torch.frombuffer(held, dtype=tensor.dtype, offset=1).reshape(tensor.shape)


@pytest.mark.parametrize("which", range(3))
def test_tensors_that_do_not_lie_on_elements_go_the_other_way(which, looks):
    given = list(tensors())
    expected = theirs(*given, stride=2)
    ours.conv_transpose(*given, stride=2)
    given[which] = unaligned(given[which])
    assert torch.equal(ours.conv_transpose(*given, stride=2), expected)
    assert len(looks) == 2


def test_the_variables_are_looked_at_each_time(looks, monkeypatch, capfd):
    given = tensors()
    expected = theirs(*given)
    for name, value in (("UPCONV_ISA", "generic"), ("UPCONV_NUM_THREADS", "1")):
        monkeypatch.setenv(name, value)
        for _ in range(2):
            assert torch.equal(ours.conv_transpose(*given), expected)
    assert len(looks) == 2
    monkeypatch.setenv("UPCONV_DEBUG", "1")
    for _ in range(2):
        ours.conv_transpose(*given)
        assert "generated: yes" in capfd.readouterr().err


def test_what_a_layer_is_told_later_counts(looks):
    layer, x = ours.ConvTranspose2d(4, 6, (3, 2)), tensors()[0]
    assert layer(x).shape == (2, 6, 7, 7)
    layer.stride = (2, 3)
    assert layer(x).shape == (2, 6, 11, 17)
    assert layer(x, output_size=(12, 17)).shape == (2, 6, 12, 17)
    layer.activation = "relu"
    assert (layer(x) >= 0).all()
    layer.weight = torch.nn.Parameter(torch.zeros(4, 6, 3, 2))
    layer.bias = None
    assert not layer(x).any()
    assert len(looks) == 5


def test_results_are_not_shared():
    x, weight, bias = tensors()
    y = ours.conv_transpose(x, weight, bias)
    held = y.clone()
    ours.conv_transpose(x + 1, weight, bias)
    assert torch.equal(y, held)
    alive = weakref.ref(y)
    del y
    gc.collect()
    assert alive() is None


# --- gradients


def gradients(operation, order, needs, seed=0, activation=None):
    given = tensors(seed, order)
    for tensor, need in zip(given, needs, strict=True):
        tensor.requires_grad_(need)
    y = operation(*given, stride=2)
    y = y if activation is None else activation(y)
    grad = whole(y.shape, seed + 1).to(memory_format=order)
    return torch.autograd.grad(y, [t for t in given if t.requires_grad], grad)


@pytest.mark.parametrize("order", FORMATS)
@pytest.mark.parametrize(
    "needs", [tuple(n >> bit & 1 > 0 for bit in range(3)) for n in range(1, 8)]
)
def test_gradients_are_found_and_computed_from_their_own_tensors(order, needs, looks):
    for seed in range(3):
        found = gradients(ours.conv_transpose, order, needs, seed)
        for mine, expected in zip(found, gradients(theirs, order, needs, seed), strict=True):
            assert torch.equal(mine, expected)
            assert mine.stride() == expected.stride() or mine.dim() == 4 == mine.squeeze().dim()
    assert looks == ["checked_forward", "checked_backward"]


@pytest.mark.parametrize("order", FORMATS)
def test_gradients_through_an_activation(order, looks):
    def activated(*given, **words):
        return ours.conv_transpose(*given, **words, activation="relu")

    every = (True, True, True)
    for seed in range(3):
        found = gradients(activated, order, every, seed)
        for mine, expected in zip(
            found, gradients(theirs, order, every, seed, torch.relu), strict=True
        ):
            assert torch.equal(mine, expected)
    assert looks == ["checked_forward", "checked_backward"]


def test_another_gradient_is_looked_at_again(looks):
    given = [tensor.requires_grad_() for tensor in tensors()]
    y = ours.conv_transpose(*given)
    expected = theirs(*given)
    shapes = [
        whole(y.shape),
        whole(y.shape).to(memory_format=torch.channels_last),
        whole((2, 6, 1, 1)).expand_as(y),
        unaligned(whole(y.shape)),
    ]
    for grad in (*shapes, *shapes):
        found = torch.autograd.grad(y, given, grad, retain_graph=True)
        wanted = torch.autograd.grad(expected, given, grad, retain_graph=True)
        assert all(map(torch.equal, found, wanted))
    assert looks.count("checked_backward") > len(shapes)  # copies, and what is off its elements


def test_what_is_needed_counts(looks):
    subsets = [tuple(n >> bit & 1 > 0 for bit in range(3)) for n in range(1, 8)]
    for needs in subsets + subsets:
        found = gradients(ours.conv_transpose, torch.contiguous_format, needs)
        expected = gradients(theirs, torch.contiguous_format, needs)
        assert all(map(torch.equal, found, expected))
    assert looks.count("checked_backward") == len(subsets)


def test_a_call_inside_of_a_call_has_a_frame_and_workspace_of_its_own(monkeypatch):
    """As a finalizer may make one, between the packing of the weight and the sums."""
    given, other = tensors(), tensors(7)
    expected, expected_inside = theirs(*given), theirs(*other)
    assert torch.equal(ours.conv_transpose(*given), expected)
    run, inside = threads.Entry.run, []

    def interrupted(entry, frame, count):
        run(entry, frame, count)
        if not inside:
            inside.append(None)
            inside.append(ours.conv_transpose(*other))

    monkeypatch.setattr(threads.Entry, "run", interrupted)
    assert torch.equal(ours.conv_transpose(*given), expected)
    assert torch.equal(inside[1], expected_inside)
