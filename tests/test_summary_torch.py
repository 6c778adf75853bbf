"""`upconv.summary` of PyTorch modules, compared with PyTorch's own counters."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

import upconv  # noqa: E402
import upconv.torch  # noqa: E402
from upconv import errors  # noqa: E402


def counted(model, *x):
    with FlopCounterMode(display=False) as counter:  # with gradients attention has no fast path
        model(*x)
    return counter.get_total_flops() // 2


@st.composite
def convolutions(draw):
    ndim = draw(st.integers(1, 3))
    numbers = {
        name: tuple(draw(st.integers(least, most)) for _ in range(ndim))
        for name, least, most in (("kernel_size", 1, 3), ("stride", 1, 3), ("padding", 0, 2))
    }
    groups, c_in, c_out = (draw(st.integers(1, 3)) for _ in range(3))
    kind = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[ndim - 1]
    bias = draw(st.booleans())
    model = kind(c_in * groups, c_out * groups, **numbers, groups=groups, bias=bias)
    size = tuple(draw(st.integers(3, 7)) for _ in range(ndim))
    return model, (draw(st.integers(1, 2)), c_in * groups, *size)


@given(convolutions())
@settings(max_examples=25)
def test_an_ordinary_convolution_counts_as_in_pytorch(drawn):
    model, shape = drawn
    found = upconv.summary(model, shape)
    (row,) = found.rows
    x = torch.zeros(shape)
    assert row.multiply_adds == counted(model, x)
    assert row.output_shape == tuple(model(x).shape)
    assert row.scale == tuple(Fraction(1, s) for s in model.stride)
    assert row.taps == tuple((k,) for k in model.kernel_size)
    assert row.even is True
    assert row.parameters == found.parameters == sum(p.numel() for p in model.parameters())
    assert row.output_bytes == 4 * model(x).numel()


@pytest.mark.parametrize(
    ("model", "shape"),
    [
        (nn.Linear(5, 7), (3, 5)),
        (nn.Linear(5, 7), (3, 4, 5)),
        (nn.Sequential(nn.Flatten(), nn.Linear(12, 4), nn.ReLU()), (2, 3, 4)),
        (nn.Sequential(nn.Conv2d(3, 4, (3, 1)), nn.MaxPool2d(2), nn.Conv2d(4, 2, 1)), (1, 3, 9, 7)),
    ],
)
def test_matrix_products_count_as_in_pytorch(model, shape):
    model.eval()
    found = upconv.summary(model, shape)
    assert found.multiply_adds == counted(model, torch.zeros(shape))
    assert found.parameters == sum(p.numel() for p in model.parameters())


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.MultiheadAttention(8, 2, batch_first=True)

    def forward(self, x):
        y, _ = self.inner(x, x, x, need_weights=False)
        return torch.bmm(y, x.transpose(1, 2)) + torch.einsum("nlc,nlc->nl", x, y)[:, None]


def test_attention_counts_its_products():
    model, x = Attention(), torch.zeros(2, 6, 8)
    found = upconv.summary(model, x)
    products = 2 * (2 * 2 * 6 * 6 * 4)  # of queries with keys and of them with values
    # PyTorch does not count the fused attention of CPUs.
    assert found.multiply_adds == counted(model, x) + products
    assert found.parameters == sum(p.numel() for p in model.parameters())
    assert {row.name for row in found.rows if row.multiply_adds} == {"inner"} | {
        row.name for row in found.rows if row.name.startswith(("bmm (", "einsum ("))
    }


def test_a_transposed_convolution_counts_without_zeros():
    whole = nn.ConvTranspose2d(4, 6, (4, 2), stride=(4, 2), groups=2)  # no stamp is cropped
    x = torch.zeros(2, 4, 5, 3)
    assert upconv.summary(whole, x).multiply_adds == counted(whole, x)
    cropped = nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1)
    (row,) = upconv.summary(cropped, x).rows
    assert row.multiply_adds == 2 * 4 * 6 * (5 * 3 - 1) * (3 * 3 - 1)  # of each axis one is cropped
    assert row.multiply_adds < counted(cropped, x)
    assert (row.taps, row.even) == (((1, 2), (1, 2)), False)


class Block(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.norm = nn.BatchNorm2d(c_out)

    def forward(self, x):
        return functional.relu(self.norm(self.conv(x)))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([Block(3, 4), Block(4, 8)])
        self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)
        self.head = nn.Conv2d(8, 2, 1)
        self.aside = nn.ConvTranspose2d(4, 4, 2)

    def forward(self, x):
        skip = self.down[0](x)
        y = self.up(self.down[1](functional.max_pool2d(skip, 2)))
        return {"mask": self.head(torch.cat([y, skip], 1)), "features": [y, None]}


def test_nested_modules_and_outputs_by_name():
    model = UNet().train()
    found = upconv.summary(model, (1, 3, 12, 8))
    rows = {row.name.partition(" (")[0]: row for row in found.rows}
    assert list(rows) == [
        "down.0.conv", "down.0.norm", "down.0.relu", "max_pool2d", "down.1.conv", "down.1.norm",
        "down.1.relu", "up", "cat", "head", "aside",
    ]  # fmt: skip
    half = (Fraction(1, 2),) * 2
    assert [rows[n].scale for n in ("down.0.conv", "max_pool2d", "down.1.relu", "up", "head")] == [
        (1, 1), half, half, (1, 1), (1, 1)
    ]  # fmt: skip
    assert rows["up"].kind == "ConvTranspose2d"
    assert rows["up"].layer == "8 -> 4, kernel 2x2, stride 2x2"
    assert rows["up"].input_shape == (1, 8, 6, 4)
    assert rows["cat"].output_shape == (1, 8, 12, 8)
    assert "test_summary_torch.py:" in found.rows[2].name
    assert [row.name for row in found.not_measured] == ["aside"]
    assert rows["aside"].reason == "it was not called in this run"
    assert rows["aside"].multiply_adds is None
    assert found.unread_parameters == 4 * 4 * 4 + 4
    assert found.parameters + found.unread_parameters == sum(p.numel() for p in model.parameters())
    assert model.training
    assert "\naside: not measured: it was not called in this run\n" in str(found)
    assert "(not known of 1 step)" in str(found)


def test_a_shared_module_counts_its_parameters_once():
    conv = nn.Conv2d(4, 4, 3, padding=1)
    found = upconv.summary(nn.Sequential(conv, nn.ReLU(), conv), (1, 4, 6, 5))
    assert [row.parameters for row in found.rows] == [148, 0, 148]
    assert found.parameters == 148
    assert found.rows[0].name == found.rows[2].name == "0"


@pytest.mark.parametrize("model", [nn.Sequential(), nn.Identity()])
def test_a_model_without_steps(model):
    found = upconv.summary(model, (1, 2, 3))
    assert found.rows == ()
    assert found.inputs == {"": (1, 2, 3)}


class Two(nn.Module):
    def forward(self, image, scale):
        return image * scale


def test_several_inputs_in_a_row_and_by_name():
    for x in (
        [(1, 2, 4, 3), (1,)],
        [torch.ones(1, 2, 4, 3), np.ones(1, np.float32)],
        {"scale": (1,), "image": (1, 2, 4, 3)},
    ):
        found = upconv.summary(Two(), x)
        assert [row.output_shape for row in found.rows] == [(1, 2, 4, 3)]
    assert found.inputs == {"scale": (1,), "image": (1, 2, 4, 3)}
    assert str(found).startswith("Input scale: 1\nInput image: 1x2x4x3\n")


def test_indices_are_given_as_an_array():
    model = nn.Sequential(nn.Embedding(10, 4), nn.Linear(4, 2))
    found = upconv.summary(model, torch.tensor([[1, 2, 9]]))
    assert [row.output_shape for row in found.rows] == [(1, 3, 4), (1, 3, 2)]
    assert found.parameters == 40 + 10


class Written(nn.Module):
    """The sub-pixel step in three ways, and one that nobody knows."""

    def forward(self, x):
        n, c, h, w = x.shape
        one = functional.pixel_shuffle(x, 2)
        y = x.reshape(n, c // 4, 2, 2, h, w).permute(0, 1, 4, 2, 5, 3)
        other = y.reshape(n, c // 4, 2 * h, 2 * w)
        return one + other, functional.interpolate(x, scale_factor=3, mode="bicubic")


def test_steps_are_known_by_what_they_do():
    found = upconv.summary(Written(), (1, 8, 3, 5))
    shuffle, written, _, cubic = sorted(found.rows, key=lambda row: row.output_shape[1])[:4]
    assert shuffle.layer == "scale 2x2"
    assert written.layer == "as pixel shuffle, scale 2x2"
    assert shuffle.scale == written.scale == (2, 2)
    assert shuffle.taps == ((1, 1), (1, 1))
    assert cubic.reason == "bicubic is neither a nearest nor a linear resize"
    assert cubic.scale == (3, 3)
    assert cubic.multiply_adds == 0
    assert [row.kind for row in found.rows].count("permute") == 0  # a view that the shuffle reads


@torch.library.custom_op("upconv_test::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return 2 * x


class Foreign(nn.Module):
    def forward(self, x):
        return torch.fft.fft(twice(x)).real


def test_what_is_not_known_is_a_row_with_the_reason():
    found = upconv.summary(Foreign(), (1, 2, 8))
    first, second = found.not_measured
    assert first.reason == "an operation of upconv_test, whose multiply-adds are not known"
    assert second.reason.startswith("the multiply-adds of _fft_")
    assert first.multiply_adds is second.multiply_adds is None
    assert repr(found) == f"<Summary: {len(found.rows)} steps, 2 not measured, 0 multiply-adds>"


def test_layers_of_upconv_count_as_those_of_pytorch():
    model = nn.Sequential(
        nn.Conv2d(3, 8, 3, stride=2, padding=1),
        nn.ConvTranspose2d(8, 4, (4, 3), stride=(2, 1), padding=1, groups=2),
    )
    x = torch.rand(2, 3, 9, 8)
    expected = upconv.summary(model, x)
    upconv.torch.accelerate(model)
    found = upconv.summary(model, x)
    for one, other in zip(expected.rows, found.rows, strict=True):
        assert (one.layer, one.scale, one.taps, one.multiply_adds, one.parameters) == (
            other.layer, other.scale, other.taps, other.multiply_adds, other.parameters
        )  # fmt: skip


def test_half_precision_is_half_the_bytes():
    model = nn.Conv1d(2, 3, 3).bfloat16()
    (row,) = upconv.summary(model, (1, 2, 7)).rows
    assert row.output_bytes == 2 * 3 * 5


def test_a_weight_that_is_computed_belongs_to_its_layer():
    model = nn.utils.parametrizations.weight_norm(nn.ConvTranspose1d(2, 3, 4, stride=2))
    found = upconv.summary(model, (1, 2, 5))
    assert found.parameters == sum(p.numel() for p in model.parameters())
    assert found.rows[-1].taps == ((2, 2),)


class Constant(nn.Module):
    """A picture of its own, which the input only scales."""

    def __init__(self):
        super().__init__()
        self.start = nn.Parameter(torch.ones(1, 4, 3, 5))
        self.up = nn.ConvTranspose2d(4, 2, 2, stride=2)

    def forward(self, x):
        return self.up(self.start) * x[:, :, None, None]


def test_a_step_that_no_input_reaches_is_a_row_with_its_own_parameters():
    model = Constant()
    up, *_, times = upconv.summary(model, (1, 2)).rows
    assert (up.name, up.scale, up.multiply_adds) == ("up", None, 4 * 2 * 4 * 15)
    assert up.parameters == sum(p.numel() for p in model.parameters())
    assert times.parameters == 0


def test_an_input_that_does_not_fit():
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.summary(nn.Conv2d(3, 4, 3), (1, 2, 8, 8))
    assert str(caught.value).startswith(
        "`input` must be an input that the model accepts. Received input.shape=(1, 2, 8, 8): Given "
        "groups=1, weight of size [4, 3, 3, 3], expected input"
    )
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.summary(nn.Conv2d(3, 4, 3), (1, 3, 2**20, 2**20))
    assert str(caught.value) == (
        "`input` must have at most 1073741824 elements, because the model runs on it. Received "
        "input=(1, 3, 1048576, 1048576). That is 3298534883328 elements."
    )
