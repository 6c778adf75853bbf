"""Models compiled with `backend="upconv"`, for tests: nothing is left compiled after a test."""

from functools import partial

import pytest
import torch

from upconv.torch.backend.compiling import compile_graph


@pytest.fixture
def anew():
    """Seed PyTorch, and forget what it has compiled, before and after a test."""
    torch.manual_seed(0)
    torch._dynamo.reset()
    yield
    torch._dynamo.reset()


def compiled(model, graphs=None, *, dynamic=None, **options):
    """Return the model compiled by upconv; its graphs go to `graphs`."""
    listener = None if graphs is None else graphs.append
    backend = partial(compile_graph, options=options, listener=listener)
    return torch.compile(model, backend=backend, dynamic=dynamic)


def relative(y, expected):
    """Return the largest difference from float64, relative to the largest number."""
    return ((y.double() - expected).abs().max() / expected.abs().max()).item()
