"""Layers inside PyTorch: gradients, layouts in memory, counters, tracing and folding."""

import copy

import numpy as np
import pytest

import upconv
from reports.report import Report, answers

torch = pytest.importorskip("torch", reason="the layers are PyTorch's")
import upconv.torch  # noqa: E402 - needs PyTorch

nn = torch.nn


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


def both(*layers):
    """Return a model and the same one computed by upconv."""
    stock = nn.Sequential(*layers)
    ours = copy.deepcopy(stock)
    upconv.torch.accelerate(ours)
    return stock, ours


def differentiable(report):
    """Return the layer as a function of x and its weight, and both of these."""
    words = report.arguments["words"]
    x, weight = (
        torch.randn(report.arguments[key], dtype=torch.float64, requires_grad=True)
        for key in ("x", "weight")
    )
    return lambda x, weight: upconv.torch.conv_transpose(x, weight, **words), x, weight


def operations(model, x, backward):
    from torch.utils.flop_counter import FlopCounterMode

    x = x.clone().requires_grad_()
    with FlopCounterMode(display=False) as counter:
        y = model(x)
        if backward:
            y.sum().backward()
    return counter.get_total_flops()


@answers(
    Report(
        "https://github.com/facebookresearch/fvcore/issues/78",
        "Multiply-adds of one input pixel, counted by the output.",
        {"layer": (32, 1, 3), "x": (1, 32, 1, 1)},
        32 * 3 * 3,
    ),
    Report(
        "https://github.com/sovrasov/flops-counter.pytorch/issues/149",
        "Multiply-adds of kernel 2, stride 2, counted by the output.",
        {"layer": (3, 1, 2, 2), "x": (1, 3, 2, 2)},
        48,
    ),
    Report(
        "https://github.com/deepspeedai/DeepSpeed/pull/8323",
        "Multiply-adds of a depthwise layer, counted as none.",
        {"layer": (4, 4, 3, 2, 1, 1, 4), "x": (2, 4, 8, 8)},
        4608,
    ),
    Report(
        "https://github.com/deepspeedai/DeepSpeed/issues/3815",
        "Multiply-adds where input and output channels differ in number.",
        {"layer": (4, 6, 4, 2, 1), "x": (2, 4, 8, 8)},
        49152,
    ),
)
def test_operations_are_counted_by_the_input(report):
    _, ours = both(nn.ConvTranspose2d(*report.arguments["layer"]))
    x = torch.randn(report.arguments["x"])
    assert operations(ours, x, backward=False) == 2 * report.answer


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/119806",
        "Operations of the backward pass, counted far too high.",
        {"layer": (6, 12, 2, 2), "x": (2, 6, 5, 7)},
        3 * 2 * (2 * 6 * 12 * 4 * 5 * 7),
    ),
)
def test_operations_of_the_backward_pass_are_twice_as_many(report):
    stock, ours = both(nn.ConvTranspose2d(*report.arguments["layer"]))
    x = torch.randn(report.arguments["x"])
    assert operations(ours, x, backward=True) == report.answer
    assert operations(stock, x, backward=True) == report.answer


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/63314",
        "The gradient of kernel 1 with stride 2, read off the wrong place.",
        {"words": {"stride": 2}, "x": (1, 1, 1, 2), "weight": (1, 1, 1, 1)},
    ),
    Report(
        "https://github.com/apache/tvm/issues/8087",
        "The gradient of kernel 1 with stride, padding and output padding.",
        {"words": {"stride": 2, "padding": 1, "output_padding": 1}, "x": (1, 2, 4, 4),
         "weight": (2, 3, 1, 1)},
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/5112",
        "The backward pass with dilation and output padding, which ends the process.",
        {"words": {"output_padding": 1, "dilation": 2}, "x": (1, 4, 1, 1), "weight": (4, 1, 3, 3)},
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/57450",
        "The backward pass with a stride and a dilation above 1.",
        {"words": {"stride": 2, "dilation": 2}, "x": (1, 2, 3, 3), "weight": (2, 2, 3, 3)},
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/62424",
        "Derivatives forward and backward with a dilation of 2 that do not agree.",
        {"words": {"dilation": 2, "padding": 2}, "x": (1, 1, 5, 6), "weight": (1, 2, 3, 3)},
    ),
)  # fmt: skip
def test_gradients(report):
    layer, *arguments = differentiable(report)
    assert torch.autograd.gradcheck(layer, arguments)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/pull/3342",
        "The gradient of a gradient.",
        {"words": {"stride": 2, "padding": 1}, "x": (1, 2, 3, 2), "weight": (2, 2, 3, 3)},
    ),
)  # fmt: skip
def test_the_gradient_of_a_gradient(report):
    layer, *arguments = differentiable(report)
    assert torch.autograd.gradgradcheck(layer, arguments)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/99519",
        "A weight in channels_last that gives random numbers.",
        {"layer": (1, 2, 5), "x": (1, 1, 2, 2), "input_too": True},
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/82060",
        "A weight in channels_last on one contiguous channel.",
        {"layer": (1, 8, 3), "x": (1, 1, 9, 9), "input_too": False},
    ),
)
def test_channels_last_changes_no_value(report):
    stock, ours = both(nn.ConvTranspose2d(*report.arguments["layer"]))
    x = torch.randn(report.arguments["x"])
    expected = stock(x)
    ours.to(memory_format=torch.channels_last)
    if report.arguments["input_too"]:
        x = x.contiguous(memory_format=torch.channels_last)
    torch.testing.assert_close(ours(x), expected)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/100344",
        "An output size at the call, which a compiled layer does not take.",
        {"layer": (3, 1, 3, 1, 1), "x": (1, 3, 10, 10), "output_size": (10, 10)},
    ),
    Report(
        "https://github.com/pytorch/pytorch/pull/12952",
        "An output size with batch and channels on three axes.",
        {"layer": (2, 3, 3, 2), "x": (1, 2, 3, 4, 5), "output_size": (1, 3, 8, 9, 11)},
    ),
)
def test_an_output_size_at_the_call(report):
    rank = len(report.arguments["x"]) - 2
    stock, ours = both(getattr(nn, f"ConvTranspose{rank}d")(*report.arguments["layer"]))
    x, size = torch.randn(report.arguments["x"]), report.arguments["output_size"]
    torch.testing.assert_close(ours[0](x, output_size=size), stock[0](x, output_size=size))


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/180995",
        "Batch normalisation folded into a layer with groups, which is refused.",
        {"layer": (4, 4, 3, 1, 1, 0, 2, False)},
    ),
    Report(
        "https://github.com/ultralytics/ultralytics/pull/25364",
        "Batch normalisation folded along the wrong axis of the weight.",
        {"layer": (5, 3, 2, 2)},
    ),
    Report(
        "https://github.com/onnx/optimizer/pull/106",
        "Batch normalisation folded with the channels of a convolution's weight.",
        {"layer": (2, 6, 3, 2, 1, 1)},
    ),
)
def test_batch_normalisation_is_folded(report):
    layer = nn.ConvTranspose2d(*report.arguments["layer"])
    norm = nn.BatchNorm2d(layer.out_channels)
    model = nn.Sequential(layer, norm)
    x = torch.randn(4, layer.in_channels, 5, 5)
    for value in (norm.weight, norm.bias):
        nn.init.normal_(value)
    model(x)
    model.eval()
    folded = upconv.torch.fold_batchnorm(model)
    assert isinstance(folded[1], nn.Identity)
    torch.testing.assert_close(folded(x), model(x), rtol=1e-4, atol=1e-4)


@answers(
    Report(
        "https://github.com/tensorflow/tensorflow/issues/45216",
        "Groups that do not make the weight smaller.",
        {"layer": (512, 256, 4, 2, 1, 0, 256, False)},
        512 * 4 * 4,
    ),
)
def test_groups_make_the_weight_smaller(report):
    layer = upconv.torch.ConvTranspose2d(*report.arguments["layer"])
    assert sum(weight.numel() for weight in layer.parameters()) == report.answer


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/46027",
        "Circular padding in a transposed convolution.",
        {"padding_mode": "circular", "padding": 1},
    ),
)
def test_circular_padding_is_the_transpose_of_a_padded_convolution(report):
    layer = upconv.torch.ConvTranspose2d(3, 4, 3, bias=False, **report.arguments)
    other = nn.Conv2d(4, 3, 3, bias=False, **report.arguments)
    x, y = torch.randn(1, 3, 5, 6), torch.randn(1, 4, 5, 6, requires_grad=True)
    with torch.no_grad():
        other.weight.copy_(layer.weight)
    (adjoint,) = torch.autograd.grad(other(y), y, x)
    torch.testing.assert_close(layer(x), adjoint, rtol=1e-4, atol=1e-5)


@answers(
    Report(
        "https://github.com/pytorch/executorch/issues/20804",
        "A layer with one output channel.",
        {"layer": (2, 1, 3, 2), "x": (2, 2, 9, 13)},
    ),
)
def test_one_output_channel(report):
    stock, ours = both(nn.ConvTranspose2d(*report.arguments["layer"]))
    x = torch.randn(report.arguments["x"])
    torch.testing.assert_close(ours(x), stock(x))


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/12013",
        "A batch of no examples through a model and back.",
        {"x": (0, 3, 4, 4)},
        (0, 2, 9, 9),
    ),
)
def test_an_empty_batch_has_gradients(report):
    _, ours = both(nn.ConvTranspose2d(3, 2, 3, stride=2))
    x = torch.zeros(report.arguments["x"], requires_grad=True)
    y = ours(x)
    assert y.shape == report.answer
    y.sum().backward()
    assert x.grad.shape == x.shape
    assert not np.any(ours[0].weight.grad.numpy())
