"""PyTorch's own samples for its convolutions, as its wheel carries them, run against upconv."""

import warnings

import pytest

torch = pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
pytest.importorskip("expecttest", reason="torch.testing._internal needs expecttest")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from torch.testing._internal.common_methods_invocations import op_db

import upconv.torch as ours  # noqa: E402
from torch_engine import _numpy_engine  # noqa: E402, F401 - a fixture
from upconv.errors import UpconvError  # noqa: E402

pytestmark = pytest.mark.usefixtures("_numpy_engine")

DTYPES = (torch.float32, torch.float64)
SAMPLES = {  # of each dtype in torch 2.13; more are welcome, fewer mean that we look at nothing
    "conv_transpose1d": 10,
    "conv_transpose2d": 12,
    "conv_transpose3d": 10,
    "conv1d": 10,
    "conv2d": 30,
    "conv3d": 20,
}
ERRORS = {"conv1d": 10, "conv2d": 10, "conv3d": 10}
# What PyTorch refuses and upconv computes, for a reason of its own.
DIFFERENCES = {"padding='same' is not supported for strided convolutions"}

OPERATIONS = {op.name.removeprefix("nn.functional."): op for op in op_db}


def mine(name):
    """Return our operation; what the samples give it by position is x, weight and bias."""
    return ours.conv_transpose if "transpose" in name else ours.conv


def gradients(run, sample):
    """Return the result of a sample and its gradients for x, weight and bias."""
    given = [sample.input, *sample.args]
    leaves = [
        t.detach().clone().requires_grad_() if isinstance(t, torch.Tensor) else t for t in given
    ]
    y = run(*leaves, **sample.kwargs)
    wanted = [leaf for leaf in leaves if leaf is not None]
    return y, *torch.autograd.grad((y * (y.detach() + 1)).sum(), wanted)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")  # by PyTorch's own
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name, dtype, record_property):
    operation, passed = OPERATIONS[name], 0
    tolerance = 1e-5 if dtype is torch.float32 else 1e-13
    for sample in operation.sample_inputs("cpu", dtype, requires_grad=True):
        received, expected = gradients(mine(name), sample), gradients(operation.op, sample)
        for a, b in zip(received, expected, strict=True):
            assert a.shape == b.shape
            assert (a - b).abs().max() <= tolerance * b.abs().max()
        passed += 1
    record_property("samples", passed)
    assert passed >= SAMPLES[name]


@pytest.mark.parametrize("name", ERRORS)
def test_errors(name):
    """What PyTorch refuses is refused, with our message or PyTorch's own."""
    refused, computed = 0, []
    for error in OPERATIONS[name].error_inputs("cpu"):
        sample = error.sample_input
        try:
            mine(name)(sample.input, *sample.args, **sample.kwargs)
        except (UpconvError, error.error_type):
            refused += 1
        else:
            computed.append(error.error_regex)
    assert set(computed) == (DIFFERENCES if name == "conv3d" else set())
    assert refused + len(computed) >= ERRORS[name]
