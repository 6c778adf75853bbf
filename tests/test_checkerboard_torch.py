"""Modules of PyTorch: what is found in them, measured on a batch, and repaired."""

import collections
import dataclasses
import math

import numpy as np
import pytest

import upconv
from checkerboard_models import found
from upconv.errors import ArgumentError, ArgumentTypeError


@pytest.fixture
def torch():
    found = pytest.importorskip("torch", reason="the models are PyTorch's")
    found.manual_seed(0)
    return found


def decoder(torch):
    nn = torch.nn
    return nn.Sequential(
        nn.Conv2d(3, 6, 3, padding=1),
        nn.ConvTranspose2d(6, 4, (3, 4), (2, 1), (1, 2), output_padding=(1, 0), groups=2),
        nn.ReLU(),
        nn.Sequential(nn.Upsample(scale_factor=2), nn.ReLU(), nn.Conv2d(4, 4, 3, padding="same")),
        nn.Conv2d(4, 8, 3, padding=1),
        nn.PixelShuffle(2),
        nn.Upsample(scale_factor=(1, 2), mode="bilinear"),
        nn.Conv2d(2, 5, (1, 3), padding=1),
    )


def functional(torch):
    functions, nn = torch.nn.functional, torch.nn

    class Functional(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Conv2d(3, 8, 3, padding=1)
            self.up = nn.ModuleDict({"second": nn.Conv2d(2, 4, 3, padding=1)})

        def forward(self, x):
            x = functions.relu(functions.pixel_shuffle(self.first(x), 2))
            return self.up["second"](functions.interpolate(x, scale_factor=2.0))

    return Functional()


def dynamic(torch):
    nn = torch.nn

    class Dynamic(nn.Module):
        """Its control flow depends on values, so it has no graph."""

        def __init__(self):
            super().__init__()
            self.up = nn.ConvTranspose2d(3, 4, 4, 2, 1)
            self.tail = nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(4, 2, 3, padding=1))

        def forward(self, x):
            return self.tail(self.up(x if x.sum() > 0 else -x))

    return Dynamic()


def test_pytorch_layers_are_found_in_modules_functions_and_without_a_graph(torch):
    assert found(upconv.checkerboard(decoder(torch))) == [
        ("1", "transposed", (2, 1)),
        ("3.2", "resize", (2, 2)),
        ("4", "subpixel", (2, 2)),
        ("7", "resize", (1, 2)),
    ]
    assert upconv.checkerboard(decoder(torch)).left == ()
    assert found(upconv.checkerboard(functional(torch))) == [
        ("first", "subpixel", (2, 2)),
        ("up.second", "resize", (2, 2)),
    ]
    assert found(upconv.checkerboard(dynamic(torch))) == [
        ("up", "transposed", (2, 2)),
        ("tail.1", "resize", (2, 2)),
    ]


@pytest.mark.parametrize("make", [decoder, functional, dynamic])
def test_a_batch_runs_through_a_pytorch_model_and_leaves_it_as_it_was(torch, make):
    model = make(torch).train()
    frozen = next(m for m in model.modules() if isinstance(m, torch.nn.Conv2d)).eval()
    batch = torch.rand(3, 3, 16, 16)
    report = upconv.checkerboard(model, batch=batch)
    assert model.training
    assert not frozen.training
    assert not any(m._forward_hooks for m in model.modules())
    output = model(batch).shape[2:]
    for one in report.layers:
        assert one.gain.weighted
        enlarged = [round(o / i) for o, i in zip(output, one.input_size, strict=True)]
        assert one.period == tuple(enlarged)
        assert one.lattice is not None
    assert report.layers[0].input_size == (16, 16)
    again = upconv.checkerboard(model, batch=batch.numpy())  # an array is as good
    assert [one.db for one in again.layers] == [one.db for one in report.layers]


def test_the_weight_found_is_the_layers_own(torch):
    """What is measured computes what the module computes, borders included for these."""
    model = decoder(torch).double()
    x = torch.rand(2, 6, 5, 7, dtype=torch.float64)
    layers = [one.layer for one in upconv.checkerboard(model).layers]
    for layer, part, size in ((layers[0], model[1], 6), (layers[1], model[3], 4)):
        plain = part if isinstance(part, torch.nn.ConvTranspose2d) else part[2]
        with torch.no_grad():
            plain.bias.zero_()
            theirs = part(x[:, :size]).numpy()
        geometry = layer.geometry
        ours = upconv.conv_transpose(
            x[:, :size].numpy(),
            layer.weight,
            stride=geometry.stride,
            padding=geometry.padding,
            output_padding=geometry.output_padding,
            groups=layer.groups,
        )
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_one_layer_of_pytorch_and_of_upconv(torch):
    from upconv.torch import ConvTranspose2d

    for kind in (torch.nn.ConvTranspose2d, ConvTranspose2d):
        layer = kind(3, 4, 3, stride=2)
        report = upconv.checkerboard(layer, batch=torch.rand(2, 3, 16, 16))
        assert report.layers[0].period == (2, 2)
        assert not report.layers[0].even
        inside = torch.nn.Sequential(torch.nn.ReLU(), layer)
        assert upconv.checkerboard(inside).layers[0].layer.name == "1"


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_one_scale_stands_for_every_axis_and_a_normalisation_between_is_passed(torch, ndim):
    nn = torch.nn
    conv, norm = getattr(nn, f"Conv{ndim}d"), getattr(nn, f"BatchNorm{ndim}d")
    model = nn.Sequential(nn.Upsample(scale_factor=3), norm(2), conv(2, 4, 3, padding=1))
    assert found(upconv.checkerboard(model)) == [("2", "resize", (3,) * ndim)]


def test_icnr_is_told_from_other_weights(torch):
    conv = torch.nn.Conv2d(3, 8, 3, padding=1)
    model = torch.nn.Sequential(conv, torch.nn.PixelShuffle(2))
    assert upconv.checkerboard(model).layers[0].db > -10
    with torch.no_grad():
        conv.weight.copy_(conv.weight[::4].repeat_interleave(4, 0))
        conv.bias.copy_(conv.bias[::4].repeat_interleave(4, 0))
    assert upconv.checkerboard(model).layers[0].db == -math.inf


def resized_to(torch, *, by_the_skip):
    """A decoder that resizes to a size: of its own, or of what it is joined with."""
    functions, nn = torch.nn.functional, torch.nn

    class Joined(nn.Module):
        def __init__(self):
            super().__init__()
            self.down = nn.Conv2d(3, 6, (3, 4), (3, 2), (0, 1))
            self.act = nn.ReLU()
            self.up = nn.Conv2d(6, 2, 3, padding=1)

        def forward(self, x):
            size = x.shape[2:] if by_the_skip else (48, 40)
            return self.up(self.act(functions.interpolate(self.down(x), size=size)))

    return Joined()


@pytest.mark.parametrize("by_the_skip", [True, False])
def test_a_resize_to_a_size_is_a_layer_once_a_batch_tells_the_factor(torch, by_the_skip):
    model = resized_to(torch, by_the_skip=by_the_skip)
    bare = upconv.checkerboard(model)
    assert bare.layers == ()
    ((name, reason),) = bare.unmeasured
    assert name.startswith("interpolate (test_checkerboard_torch.py:")
    assert reason == "resizes to a size: its factor is known only with a batch"
    report = upconv.checkerboard(model, batch=torch.rand(2, 3, 48, 40))
    assert found(report) == [("up", "resize", (3, 2))]
    assert report.left == ()
    assert report.layers[0].input_size == (16, 20)
    assert report.layers[0].lattice is not None


def test_a_resize_to_a_size_by_no_whole_factor_is_told_with_its_sizes(torch):
    nn = torch.nn
    model = nn.Sequential(nn.Upsample(size=(20, 16)), nn.Conv2d(1, 1, 3))
    report = upconv.checkerboard(model, batch=torch.rand(1, 1, 8, 8))
    assert report.layers == ()
    assert report.left == (("0", "resizes 8x8 to 20x16, which is not an integer factor"),)
    smaller = nn.Sequential(nn.Upsample(size=(8, 4)), nn.Conv2d(1, 1, 3))
    assert upconv.checkerboard(smaller, batch=torch.rand(1, 1, 8, 8)).left == ()


def test_what_no_figure_can_be_given_for_is_told_with_the_reason(torch):
    nn = torch.nn
    alone = "a resize without a convolution at stride 1 after it; even by itself"
    conv, up = nn.Conv2d(1, 1, 3), nn.Upsample(scale_factor=2)
    for model, name, reason in (
        (
            nn.Sequential(nn.Upsample(scale_factor=1.5), conv),
            "0",
            "resizes by 1.5, which is not an integer factor",
        ),
        (
            nn.Sequential(nn.Upsample(scale_factor=2, mode="bicubic"), conv),
            "0",
            "bicubic is neither a nearest nor a linear resize",
        ),
        (
            nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), conv),
            "0",
            "with align_corners the phases differ between positions",
        ),
        (nn.Sequential(up, nn.Conv2d(1, 1, 3, stride=2)), "0", alone),
        (nn.Sequential(conv, up), "1", alone),
        (
            nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.PixelShuffle(2)),
            "2",
            "a pixel shuffle that is not directly after a convolution",
        ),
    ):
        report = upconv.checkerboard(model)
        assert report.layers == ()
        assert report.left == ((name, reason),)
        lines = str(report).splitlines()
        could = "could be measured" if report.unmeasured else "was found"
        assert lines[0] == f"No upsampling layer {could}."
        assert bool(report.unmeasured) == (reason != alone)
        assert lines[2] == "Not measured:"
        assert " ".join(" ".join(lines[3:]).split()) == f"{name}: {reason}"
    same = upconv.checkerboard(nn.Sequential(nn.Upsample(scale_factor=1), conv))
    assert (same.layers, same.left) == ((), ())


def test_a_functional_transposed_convolution_is_read_where_its_weight_is_a_parameter(torch):
    functions, nn = torch.nn.functional, torch.nn

    class Functional(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.rand(4, 3, 3, 5))

        def forward(self, x):
            return functions.conv_transpose2d(x, self.weight, None, (2, 3), padding=1, groups=2)

    model = Functional()
    report = upconv.checkerboard(model)
    (layer,) = report.layers
    same = upconv.checkerboard(
        model.weight.detach().numpy(), stride=(2, 3), padding=1, groups=2
    ).layers[0]
    assert (layer.db, layer.layer.geometry) == (same.db, same.layer.geometry)
    assert layer.layer.groups == 2
    assert report.left == ()


# Repaired modules.


def test_a_fused_pytorch_module_is_the_same_function(torch):
    from upconv.checkerboards import repairs

    nn = torch.nn
    model = nn.Sequential(
        nn.Sequential(nn.Upsample(scale_factor=(2, 3)), nn.Conv2d(4, 6, 3, padding=1, groups=2)),
        nn.ReLU(),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(6, 2, (3, 5), padding="same", bias=False),
    ).double()
    model[3].weight.requires_grad_(False)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    repaired = repairs.fused(model.eval())
    assert repaired.done == [
        "0.0 -> 0.1: one ConvTranspose2d",
        "2 -> 3: one ConvTranspose2d",
    ]
    assert repaired.left == []
    assert [type(m).__name__ for m in repaired.model.modules()].count("ConvTranspose2d") == 2
    assert not repaired.model[3].training
    assert not repaired.model[3].weight.requires_grad
    assert repaired.model[0][1].weight.requires_grad
    x = torch.rand(2, 4, 5, 7, dtype=torch.float64)
    torch.testing.assert_close(repaired.model(x), model(x), rtol=1e-12, atol=1e-12)
    assert isinstance(model[0][0], nn.Upsample)
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


def borders(torch):
    """Upsample, a border and a convolution, of which one transposed convolution is made."""
    nn = torch.nn
    up, conv = nn.Upsample(scale_factor=2), nn.Conv2d(3, 4, 3)
    wide = nn.Upsample(scale_factor=3)
    return {
        "zeros": nn.Sequential(up, nn.ZeroPad2d(1), conv),
        "zeros twice": nn.Sequential(up, nn.ZeroPad2d(1), nn.Conv2d(3, 4, 5, padding=1)),
        "constant zero": nn.Sequential(up, nn.ConstantPad2d(1, 0.0), conv),
        "crop": nn.Sequential(up, nn.ZeroPad2d(-1), nn.Conv2d(3, 4, 3)),
        "reflect": nn.Sequential(up, nn.ReflectionPad2d(1), conv),
        "reflect far": nn.Sequential(wide, nn.ReflectionPad2d(2), nn.Conv2d(3, 4, 5)),
        "replicate": nn.Sequential(up, nn.ReplicationPad2d(3), nn.Conv2d(3, 4, 5)),
        "circular": nn.Sequential(up, nn.CircularPad2d(1), conv),
        "after a function": nn.Sequential(up, nn.LeakyReLU(), nn.ReflectionPad2d(1), conv),
        "of the convolution": nn.Sequential(
            up, nn.Conv2d(3, 4, 3, padding=1, padding_mode="reflect")
        ),
        "1d": nn.Sequential(up, nn.ReflectionPad1d(1), nn.Conv1d(3, 4, 3)),
        "3d": nn.Sequential(up, nn.ReplicationPad3d(1), nn.Conv3d(3, 4, 3)),
    }


WAYS = [
    "zeros", "zeros twice", "constant zero", "crop", "reflect", "reflect far", "replicate",
    "circular", "after a function", "of the convolution", "1d", "3d",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_border_between_a_resize_and_a_convolution_is_read_through_and_fused(torch, way):
    from upconv.checkerboards import repairs

    model = borders(torch)[way].double()
    ndim = 1 if way == "1d" else 3 if way == "3d" else 2
    x = torch.rand(2, 3, *(5, 6, 4)[:ndim], dtype=torch.float64)
    report = upconv.checkerboard(model, batch=x)
    assert [one.layer.kind for one in report.layers] == ["resize"]
    assert (report.left, report.layers[0].db < -100) == ((), True)
    repaired = repairs.fused(model)
    assert (len(repaired.done), repaired.left) == (1, [])
    kinds = [type(module).__name__ for module in repaired.model]
    assert kinds[-1] == f"ConvTranspose{ndim}d"
    assert not any(kind.startswith("Upsample") for kind in kinds)
    torch.testing.assert_close(repaired.model(x), model(x), rtol=1e-12, atol=1e-12)
    assert upconv.checkerboard(repaired.model).layers[0].layer.kind == "transposed"


def test_what_is_joined_or_bordered_and_cannot_be_fused_says_why(torch):
    from upconv.checkerboards import repairs

    nn, functions = torch.nn, torch.nn.functional
    up, conv = nn.Upsample(scale_factor=2), nn.Conv2d(3, 4, 3)

    class Joined(nn.Module):
        def __init__(self):
            super().__init__()
            self.down, self.up, self.conv = nn.AvgPool2d(2), up, nn.Conv2d(6, 4, 3)

        def forward(self, x):
            return self.conv(torch.cat([self.up(self.down(x)), x], 1))

    class Padded(nn.Module):
        def __init__(self):
            super().__init__()
            self.up, self.conv = up, conv

        def forward(self, x):
            return self.conv(functions.pad(self.up(x), (1, 1, 1, 1)))

    report = upconv.checkerboard(Joined())
    assert found(report) == [("conv, of up", "resize", (2, 2))]
    assert report.layers[0].layer.channels == (3, 4)
    assert found(upconv.checkerboard(Padded())) == [("conv", "resize", (2, 2))]
    for model, reason in (
        (Joined(), "it reads a concatenation in the code of forward, which a copy cannot change"),
        (Padded(), "it reads a call of pad, which is not a module"),
        (
            nn.Sequential(up, nn.ReflectionPad2d(2), conv),
            "a border of this kind cannot be moved before the resize",
        ),
        (
            nn.Sequential(up, nn.ConstantPad2d(1, 0.5), conv),
            "a border of this kind cannot be moved before the resize",
        ),
        (
            nn.Sequential(up, nn.ReplicationPad2d(1), nn.Conv2d(3, 4, 3, padding=1)),
            "the convolution adds zeros to a border of another kind",
        ),
        (
            nn.Sequential(up, nn.ZeroPad2d(-1), nn.Conv2d(3, 4, 3, padding=1)),
            "rows are removed where the convolution adds zeros",
        ),
        (
            nn.Sequential(up, nn.ReplicationPad2d(1), nn.ReflectionPad2d(1), conv),
            "there are several borders between the two",
        ),
        (
            nn.Sequential(up, nn.ZeroPad2d(1), nn.Sigmoid(), conv),
            "a function changes the border",
        ),
    ):
        repaired = repairs.fused(model)
        assert (repaired.done, reason in repaired.left[0]) == ([], True), repaired.left


def test_in_groups_what_is_joined_is_read_where_a_group_reads_it_alone(torch):
    nn, functions = torch.nn, torch.nn.functional

    class Joined(nn.Module):
        def __init__(self, groups):
            super().__init__()
            self.up, self.conv = nn.Upsample(scale_factor=2), nn.Conv2d(8, 12, 3, groups=groups)

        def forward(self, x):
            half = functions.interpolate(x[:, :2], scale_factor=2)
            return self.conv(torch.cat([half, self.up(x), self.up(-x[:, :2])], 1))

    report = upconv.checkerboard(Joined(4), batch=torch.rand(1, 4, 8, 8))
    assert [one.layer.groups for one in report.layers] == [1, 2, 1]
    assert [one.layer.channels for one in report.layers] == [(2, 3), (4, 6), (2, 3)]
    report = upconv.checkerboard(Joined(2), batch=torch.rand(1, 4, 8, 8))
    assert report.layers == ()
    assert {reason for _, reason in report.unmeasured} == {
        "groups of the convolution mix the resized channels with others"
    }


# What a model returns.


def test_the_outputs_of_a_model_are_known_by_name(torch):
    nn = torch.nn

    @dataclasses.dataclass
    class Output:
        image: object
        extra: object = None

    class Model(nn.Module):
        def __init__(self, pack):
            super().__init__()
            self.up, self.end = nn.ConvTranspose2d(3, 4, 3, 2), nn.ConvTranspose2d(4, 3, 4, 2)
            self.pack = pack

        def forward(self, x):
            y = self.up(x)
            return self.pack(self.end(y), y)

    def in_order(image, features):
        return collections.OrderedDict(image=image, features=(features, None))

    batch = torch.rand(2, 3, 16, 16)
    alone = upconv.checkerboard(Model(lambda image, _: image), batch=batch).layers
    for pack, names in (
        (lambda image, features: {"image": image, "features": features}, ["image", "features"]),
        (lambda image, features: (image, [features]), ["0", "1.0"]),
        (lambda image, features: Output(image, {"f": features}), ["image", "extra.f"]),
        (collections.namedtuple("Made", "image features"), ["image", "features"]),
        (in_order, ["image", "features.0"]),
    ):
        report = upconv.checkerboard(Model(pack), batch=batch)
        first, last = report.layers
        assert [(one.output, one.period) for one in first.spectra] == [
            (names[0], (4, 4)),
            (names[1], (2, 2)),
        ]
        assert [(one.output, one.period) for one in last.spectra] == [(names[0], (2, 2))]
        assert first.output in names
        assert first.lattice == max((s.lattice for s in first.spectra), key=lambda one: one.db)
        assert f"  spectrum  {names[1]}: " in str(report)
    one = upconv.checkerboard(Model(lambda image, _: {"image": image}), batch=batch).layers
    for layers in (alone, one):
        assert [(layer.output, layer.period) for layer in layers] == [("", (4, 4)), ("", (2, 2))]


def test_what_of_a_pytorch_module_cannot_be_fused_stays_and_says_why(torch):
    from upconv.checkerboards import repairs

    nn = torch.nn
    conv, up = nn.Conv2d(1, 1, 3, padding=1), nn.Upsample(scale_factor=2)

    class ReadTwice(nn.Module):
        def __init__(self):
            super().__init__()
            self.up, self.conv = up, conv

        def forward(self, x):
            large = self.up(x)
            return self.conv(large) + large

    class CalledTwice(ReadTwice):
        def forward(self, x):
            return self.conv(self.up(self.conv(self.up(x))))

    for model, reason in (
        (ReadTwice(), "the resize is also read by another step"),
        (CalledTwice(), "a module that is called several times"),
        (nn.Sequential(nn.Upsample(size=8), conv), "a resize to a size has no fixed factor"),
        (
            nn.Sequential(up, nn.Conv2d(1, 1, 3).half()),
            "sums of torch.float16 weights would be rounded to torch.float16",
        ),
        (
            nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear"), conv),
            "interpolation with zero padding is not one transposed convolution at the border",
        ),
        (functional(torch), "it reads a call of interpolate, which is not a module"),
        (dynamic(torch), "no graph: the control flow depends on values"),
    ):
        repaired = repairs.fused(model)
        assert repaired.done == []
        assert repaired.left[0].endswith(reason)
    wide = repairs.fused(nn.Sequential(up, nn.Conv2d(1, 1, 3, padding=3)))
    assert wide.done == []
    assert wide.left[0].startswith("0 -> 1: PyTorch cannot express a crop of -1")


def test_equalised_pytorch_weights_are_even_and_a_copy(torch):
    from upconv.checkerboards import repairs

    model = torch.nn.Sequential(
        torch.nn.ConvTranspose2d(4, 6, (3, 4), 2, groups=2), torch.nn.ConvTranspose2d(6, 2, 2, 3)
    )
    weight = model[0].weight.detach().clone()
    repaired = repairs.equalize(model)
    assert repaired.done == ["0: gains equalised, which changes the function"]
    assert repaired.left == ["1: a phase without taps has no gain to change"]
    assert torch.equal(model[0].weight, weight)
    assert upconv.checkerboard(model).layers[0].db > -10
    assert upconv.checkerboard(repaired.model).layers[0].db < -100


def test_a_batch_that_does_not_fit_is_one_line(torch):
    with pytest.raises(
        ArgumentError,
        match=(
            r"^`batch` must be an input that the model accepts\. Received batch\.shape=\(1, 2, 8, "
            r"8\): .*channels instead\.$"
        ),  # one full stop
    ):
        upconv.checkerboard(decoder(torch), batch=torch.rand(1, 2, 8, 8))


def test_a_tensor_is_given_as_an_array(torch):
    with pytest.raises(ArgumentTypeError, match=r"Received a Tensor\. A tensor is given as an"):
        upconv.checkerboard(torch.ones(2, 2, 3))
