"""The operations on tensors that upconv computes in its own way: the numbers of PyTorch's."""

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
from hypothesis import given, settings  # noqa: E402 - only where PyTorch is
from hypothesis import strategies as st  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

from compiled import anew, compiled, relative  # noqa: E402, F401 - a fixture
from upconv.graph.operations import Foreign, InstanceNorm, MaxPool  # noqa: E402
from upconv.torch.backend import pooling, resizing  # noqa: E402

LAST = torch.channels_last
SAME = {"rtol": 0, "atol": 0, "equal_nan": True}


def numbers(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=torch.Generator().manual_seed(0), dtype=dtype)


@st.composite
def pools(draw):
    """Draw the shape of images and a window of each axis, padded by at most half of it."""
    rank = draw(st.integers(2, 3))
    shape = (draw(st.integers(1, 2)), 2, *(draw(st.integers(3, 9)) for _ in range(rank)))
    windows = []
    for size in shape[2:]:
        padding = draw(st.integers(0, 2))
        k = draw(st.integers(max(2 * padding, 1), 5))
        k = min(k, size + 2 * padding)
        windows.append((k, draw(st.integers(1, 4)), padding))
    return shape, windows


@settings(max_examples=80, deadline=None)
@given(case=pools(), nan=st.booleans())
def test_max_pooling_is_pytorchs(case, nan):
    shape, windows = case
    x = numbers(*shape)
    if nan:
        x.view(-1)[::7] = torch.nan
        x.view(-1)[::5] = -torch.inf
    operation = {4: functional.max_pool2d, 5: functional.max_pool3d}[x.dim()]
    expected = operation(x, *(list(values) for values in zip(*windows, strict=True)))
    torch.testing.assert_close(pooling.largest(x, windows), expected, **SAME)


def test_max_pooling_in_channels_last_stays_in_it():
    x = numbers(2, 3, 6, 7).to(memory_format=LAST)
    y = pooling.largest(x, [(2, 2, 0), (3, 1, 1)])
    assert torch.equal(y, functional.max_pool2d(x, (2, 3), (2, 1), (0, 1)))
    assert y.is_contiguous(memory_format=LAST)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("scale", [(2, 2), (1, 2), (4, 2), (2,), (2, 2, 2)])
@pytest.mark.parametrize("size", [5, 200])  # the larger results are in upconv's memory
def test_nearest_resizes_are_pytorchs(scale, dtype, size):
    x = numbers(2, 3, size, *(3,) * (len(scale) - 1), dtype=dtype)
    x.view(-1)[:2] = torch.tensor([torch.nan, -0.0])
    expected = functional.interpolate(x, scale_factor=tuple(map(float, scale)))
    torch.testing.assert_close(resizing.nearest(x, scale), expected, **SAME)
    skip = numbers(*expected.shape, dtype=dtype)
    for axis in (0, 1, 2):
        found = resizing.concatenated([skip, x, skip], [None, scale, None], axis)
        torch.testing.assert_close(found, torch.cat([skip, expected, skip], axis), **SAME)


def test_nearest_resizes_in_channels_last():
    x = numbers(2, 3, 6, 7).to(memory_format=LAST)
    y = resizing.nearest(x, (2, 2))
    assert torch.equal(y, functional.interpolate(x, scale_factor=2))
    assert y.is_contiguous(memory_format=LAST)
    assert torch.equal(resizing.concatenated([x, x], [(2, 2), (2, 2)], 1), torch.cat([y, y], 1))


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("affine", [False, True])
@pytest.mark.parametrize("batch", [1, 2])
def test_instance_normalisation(affine, batch):
    model, graphs = nn.Sequential(nn.Conv2d(3, 4, 3), nn.InstanceNorm2d(4, affine=affine)), []
    if affine:
        nn.init.uniform_(model[1].weight)
        nn.init.uniform_(model[1].bias)
    x = numbers(batch, 3, 9, 8)
    with torch.no_grad():
        y = compiled(model, graphs)(x)
        assert relative(y, model.double()(x.double())) < 1e-5
    assert graphs[0].graph.count(InstanceNorm) == 1


@pytest.mark.usefixtures("anew")
def test_pooling_with_indices_or_dilation_is_pytorchs():
    def model(x):
        y, indices = functional.max_pool2d(x, 2, return_indices=True)
        spread, plain = functional.max_pool2d(x, 2, dilation=2), functional.max_pool2d(x, 3, 2, 1)
        return y, indices, spread, plain

    graphs, x = [], numbers(1, 2, 9, 8)
    with torch.no_grad():
        for y, expected in zip(compiled(model, graphs)(x), model(x), strict=True):
            assert torch.equal(y, expected)
    left = [one.operation for one in graphs[0].graph.nodes if isinstance(one.operation, Foreign)]
    reasons = {operation.reason for operation in left}
    assert reasons == {"whose indices are read", "with dilation or ceil_mode"}
    assert graphs[0].graph.count(MaxPool) == 1


@pytest.mark.usefixtures("anew")
def test_views_of_the_same_shape_are_not_operations():
    layer, graphs = nn.Conv2d(2, 3, 3), []

    def model(x):
        return torch.relu(layer(x).view(2, 3, 4, 5)).reshape(2, 3, 4, 5)

    x = numbers(2, 2, 6, 7)
    with torch.no_grad():
        assert torch.allclose(compiled(model, graphs)(x), model(x), atol=1e-6)
    assert len(graphs[0].graph.nodes) == 3 + 1 + 1  # arguments, a packed weight, the layer
