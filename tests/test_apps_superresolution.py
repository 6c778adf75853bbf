"""Super-resolution: the network, its tiles, what it is judged by, and the command `upscale`."""

import csv
import io
import re
import shutil
import struct
import zlib
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
for _name in ("lightning", "matplotlib", "skimage", "sklearn", "typer"):
    pytest.importorskip(_name)

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from PIL import Image  # noqa: E402
from rich.console import Console  # noqa: E402
from torch import nn  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from upconv import environment  # noqa: E402
from upconv.apps import (  # noqa: E402
    fidelity,
    patches,
    peers,
    photographs,
    pretrained,
    superresolution,
    tiles,
    upscaling,
)
from upconv.apps.fsrcnn import FSRCNN  # noqa: E402
from upconv.apps.settings import SuperResolution as Settings  # noqa: E402
from upconv.cli import app  # noqa: E402
from upconv.errors import ArgumentError, DataError, UpconvError  # noqa: E402
from upconv.torch import Conv2d, ConvTranspose2d  # noqa: E402

FILES = [
    "checkpoint.ckpt",
    "comparison.png",
    "history.csv",
    "loss.png",
    "quality.csv",
    "settings.json",
    "weights.npz",
]
SCALES = (2, 3, 4)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder of two pictures: one is held out, one trains."""
    path = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng(0)
    for name, size in (("a.png", (80, 110)), ("b.jpg", (105, 110))):
        small = Image.fromarray(rng.integers(0, 256, (8, 9, 3), np.uint8))
        small.resize(size[::-1], Image.Resampling.BICUBIC).save(path / name)
    return path


@pytest.fixture(scope="module")
def trained(folder, tmp_path_factory):
    """Return the folder of a run of two epochs on four patches."""
    out = tmp_path_factory.mktemp("trained") / "run"
    superresolution.run(
        Settings(data=str(folder), scale=2, epochs=2, validation_split=0.4, batch_size=2, out=out),
        Console(file=io.StringIO(), width=120),
    )
    return out


def opened(path):
    with Image.open(path) as picture:
        picture.load()
        return picture.copy()


def command(*arguments):
    """Run `upconv` in this process; return the status, what was said, and the complaint."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    error = result.exception
    if isinstance(error, UpconvError):  # what main() makes a line of
        return 2, result.stdout, str(error)
    assert error is None or isinstance(error, SystemExit), repr(error)
    return result.exit_code, result.stdout, result.stderr


# The network.


@pytest.mark.parametrize("scale", SCALES)
def test_the_output_is_scale_times_the_input(scale):
    assert FSRCNN(scale)(torch.zeros(2, 1, 5, 7)).shape == (2, 1, 5 * scale, 7 * scale)


def test_it_is_the_network_of_the_paper():
    layers = [one for one in FSRCNN(3).layers if not isinstance(one, nn.PReLU)]
    words = [(one.in_channels, one.out_channels, one.kernel_size[0]) for one in layers]
    assert words == [(1, 56, 5), (56, 12, 1), *[(12, 12, 3)] * 4, (12, 56, 1), (56, 1, 9)]
    assert isinstance(layers[-1], ConvTranspose2d)
    # 12,464 weights in the paper, which counts neither biases nor the slopes of PReLU
    assert sum(one.weight.numel() for one in layers) == 12_464
    # He's initialisation for PReLU of slope 1/4, but for the channel that carries the picture
    drawn = layers[2].weight[1:]
    assert float(drawn.detach().std()) == pytest.approx(
        (2 / (1 + 1 / 16) / (12 * 9)) ** 0.5, rel=0.1
    )


@pytest.mark.parametrize("scale", SCALES)
def test_it_begins_as_an_interpolation(scale):
    model = FSRCNN(scale)
    model.layers[-1].weight.data[1:] = 0  # the rest is small noise
    rows, columns = torch.meshgrid(torch.linspace(0, 1, 9), torch.linspace(0, 1, 12), indexing="ij")
    x = ((rows + columns) / 2)[None, None]
    with torch.no_grad():
        y = model(x)
    expected = nn.functional.interpolate(x, scale_factor=scale, mode="bilinear")
    inner = (..., slice(2 * scale, -2 * scale), slice(2 * scale, -2 * scale))
    torch.testing.assert_close(y[inner], expected[inner], rtol=0, atol=0.01)


def test_the_loss_is_the_mean_absolute_error():
    torch.manual_seed(0)
    model = FSRCNN(2)
    small, large = torch.rand(3, 1, 6, 5), torch.rand(3, 1, 12, 10)
    expected = (model(small).double() - large.double()).abs().mean()
    torch.testing.assert_close(model.loss((small, large)).double(), expected, rtol=1e-5, atol=0)


def test_both_parts_of_a_batch_are_turned_and_mirrored_alike(monkeypatch):
    model = FSRCNN(2)
    seen = []
    monkeypatch.setattr(model, "loss", lambda batch: seen.append(batch) or torch.zeros(()))
    monkeypatch.setattr(model, "log", lambda *_, **__: None)
    small = torch.arange(12.0).reshape(1, 1, 3, 4)
    large = small.repeat_interleave(2, 2).repeat_interleave(2, 3)
    for number in range(60):
        torch.manual_seed(number)
        model.training_step((small, large), 0)
    for one, other in seen:
        assert torch.equal(one.repeat_interleave(2, 2).repeat_interleave(2, 3), other)
        assert one.is_contiguous()
        assert other.is_contiguous()
    assert len({(one.shape, tuple(one.flatten().tolist())) for one, _ in seen}) == 8


def test_the_last_layer_learns_slower():
    model = FSRCNN(2, learning_rate=0.002, decay=0.9)
    made = model.configure_optimizers()
    rest, last = made["optimizer"].param_groups
    assert (rest["lr"], last["lr"]) == (0.002, pytest.approx(0.0002))
    assert [id(one) for one in last["params"]] == [id(q) for q in model.layers[-1].parameters()]
    assert len(rest["params"]) + len(last["params"]) == len(list(model.parameters()))
    made["optimizer"].step()
    made["lr_scheduler"].step()
    assert [group["lr"] for group in made["optimizer"].param_groups] == pytest.approx(
        [0.002 * 0.9, 0.0002 * 0.9]
    )


# Tiles.


@given(
    data=st.data(),
    sizes=st.tuples(st.integers(1, 30), st.integers(1, 30)),
    tile=st.integers(1, 12),
    scale=st.sampled_from(SCALES),
)
@settings(max_examples=10)
def test_tiled_equals_whole_bit_for_bit(data, sizes, tile, scale):
    torch.manual_seed(data.draw(st.integers(0, 99)))
    model = FSRCNN(scale)
    for layer in model.layers:
        if isinstance(layer, Conv2d | ConvTranspose2d):
            nn.init.normal_(layer.weight)
            nn.init.normal_(layer.bias)
    plane = np.random.default_rng(0).random(sizes, np.float32)
    around = 20  # repeated edges: more than any output sees
    with torch.no_grad(), environment.direct_convolution():
        repeated = torch.from_numpy(np.pad(plane, around, mode="edge"))
        large = model(repeated[None, None])[0, 0].numpy()
    whole = large[tuple(slice(around * scale, (around + n) * scale) for n in sizes)]
    found = upscaling.enlarged(model.layers, plane, scale, tile)
    np.testing.assert_array_equal(found.view(np.int32), whole.view(np.int32))


@st.composite
def layers(draw):
    found = []
    for _ in range(draw(st.integers(1, 3))):
        k = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
        s = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
        d = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
        p = tuple(draw(st.integers(0, d[n] * (k[n] - 1) // 2)) for n in (0, 1))
        kind = draw(st.sampled_from((nn.Conv2d, nn.ConvTranspose2d)))
        found.append(kind(1, 1, k, stride=s, padding=p, dilation=d))
    return found


@given(layers=layers(), place=st.tuples(st.integers(0, 99), st.integers(0, 99)))
@settings(max_examples=40)
def test_what_an_output_sees_is_what_its_gradient_reaches(layers, place):
    x = torch.zeros(1, 1, 24, 26, requires_grad=True)
    y = x
    for layer in layers:
        nn.init.ones_(layer.weight)
        if min(y.shape[2:]) < 8:
            return
        y = layer(y)
    row, column = place[0] % y.shape[2], place[1] % y.shape[3]
    (gradient,) = torch.autograd.grad(y[0, 0, row, column], x)
    reached = gradient[0, 0].nonzero()
    for axis, o in enumerate((row, column)):
        first, last = tiles.seen(layers, (o, o), axis)
        inside = [i for i in reached[:, axis].tolist() if not first <= i <= last]
        assert inside == []
        # Without strides it is exact, but for taps that fall beyond the picture.
        within = 0 <= first <= last < x.shape[2 + axis]
        if within and len(reached) and all(layer.stride == (1, 1) for layer in layers):
            assert (reached[:, axis].min(), reached[:, axis].max()) == (first, last)


def test_the_halo_is_that_of_the_layers():
    # 2 of the first, 1 of each of four mappings, and of 9 taps at stride 3, padding 3: 2 before
    assert tiles.halo(FSRCNN(3).layers, 3) == 2 + 4 + 1
    assert tiles.halo(FSRCNN(2).layers, 2) == 2 + 4 + 2
    assert tiles.halo([nn.Conv2d(1, 1, (1, 4))], 1) == 3  # which lies behind, and on one axis


def test_the_inputs_that_one_dimensional_layers_see():
    layers = [
        nn.Conv1d(1, 1, 7, padding=3),
        nn.ConvTranspose1d(1, 1, 16, stride=8, padding=4),
        nn.Conv1d(1, 1, 7, padding=3),
    ]
    assert tiles.seen(layers, (0, 7), 0) == (-4, 4)
    assert tiles.halo([nn.Sequential(*layers), nn.ReLU()], 8) == 4


def test_layers_that_see_everything_are_one_error():
    with pytest.raises(ArgumentError, match=r"in which 1 sees everything \(normalization\)\. Use"):
        tiles.halo([nn.Conv2d(1, 2, 3), nn.GroupNorm(1, 2)], 2)


def test_tiles_have_their_halo_beyond_the_picture_too():
    found = tiles.tiles(FSRCNN(2).layers, 10, 2, 4, axis=0)
    assert [(one.start, one.stop, one.skip, one.size) for one in found] == [
        (-8, 12, 16, 8),
        (-4, 16, 16, 8),
        (0, 18, 16, 4),
    ]


# Photographs and what is made of them.


def test_the_embedded_photographs_lie_in_the_wheels():
    found = photographs.load("photographs", 1, "")
    assert [one.name for one in found.test] == ["chelsea", "china", "coffee"]
    assert len(found.train) == 13
    assert not {one.name for one in found.train} & {one.name for one in found.test}
    for one in (*found.train, *found.test):
        assert one.rgb.dtype == np.uint8
        assert one.rgb.shape[2] == 3
        assert min(one.rgb.shape[:2]) >= 170


def test_patches_are_cut_where_they_belong(folder):
    found = photographs.load(str(folder), 1, "")
    cut = patches.plain(found.train, 2)
    small, large = cut.small, cut.large
    plane = photographs.luma(found.train[0].rgb)[:104, :110]
    assert [one.name for one in (*found.train, *found.test)] == ["b.jpg", "a.png"]
    assert small.shape == (4, 1, 24, 24)
    for number, (top, left) in enumerate([(0, 0), (0, 48), (48, 0), (48, 48)]):
        np.testing.assert_array_equal(large[number, 0], plane[top : top + 48, left : left + 48])
    reduced = photographs.resize(plane, 52, 55)
    np.testing.assert_allclose(small[0, 0], reduced[:24, :24], atol=0.5 / 255 + 1e-6)
    np.testing.assert_allclose(small * 255, (small * 255).round(), atol=1e-4)  # bytes
    corners = np.array([(0, 0), (0, 48), (48, 0), (48, 48)])
    expected = np.hstack([corners, corners + 48]) / ([105, 110] * 2)
    np.testing.assert_allclose(cut.places[:, 1:], expected)
    assert cut.places[:, 0].tolist() == [0] * 4


def test_augmented_patches_overlap_come_in_sizes_and_share_no_pixel_with_unseen_ones(folder):
    found = photographs.load(str(folder), 1, "").train
    everything = patches.augmented(found, 2, np.empty((0, 5)))
    # 105x110 at 1, 0.9, 0.8, 0.7, 0.6: steps of 12 in 52x55, 47x49, 42x44, 37x38, 31x33 pixels
    sides = everything.places[:, 3] - everything.places[:, 1]
    assert np.unique(sides.round(6), return_counts=True)[1].tolist() == [9, 6, 4, 4, 1]
    unseen = patches.plain(found, 2)[:1]
    apart = patches.augmented(found, 2, unseen.places)
    seen = np.zeros((1050, 1100), bool)
    for _, top, left, bottom, right in apart.places:
        rows, columns = (
            slice(round(a * n), round(b * n))
            for a, b, n in ((top, bottom, 1050), (left, right, 1100))
        )
        seen[rows, columns] = True
    assert 0 < len(apart) < len(everything)
    assert not seen[:480, :480].any()
    for patch in (everything, apart):
        small, large = patch.small[-1, 0], patch.large[-1, 0]
        reduced = photographs.resize(large, 24, 24)
        assert np.abs(reduced - small)[2:-2, 2:-2].max() < 2 / 255
    # of another photograph nothing is left out
    elsewhere = np.where(np.arange(5) == 0, 1, unseen.places)
    assert len(patches.augmented(found, 2, elsewhere)) == len(everything)


def test_quality_is_that_of_its_formula():
    rng = np.random.default_rng(1)
    one, other = rng.random((2, 40, 31), np.float32)
    found = fidelity.quality(one, other, border=3)
    inner = (one[3:-3, 3:-3].astype(float), other[3:-3, 3:-3].astype(float))
    error = np.square(inner[0] - inner[1]).mean()
    assert found.psnr == pytest.approx(-10 * np.log10(error), rel=1e-5)
    # Wang et al. (2004): a Gaussian window of 11 pixels, sigma 1.5, K1 = 0.01, K2 = 0.03
    line = np.exp(-0.5 * (np.arange(-5, 6) / 1.5) ** 2)
    window = torch.from_numpy(np.outer(line, line) / line.sum() ** 2)[None, None]
    x, y = (torch.from_numpy(part)[None, None] for part in inner)
    mx, my, xx, yy, xy = (
        nn.functional.conv2d(part, window) for part in (x, y, x * x, y * y, x * y)
    )
    first, second = 0.01**2, 0.03**2
    ssim = (2 * mx * my + first) * (2 * (xy - mx * my) + second)
    ssim /= (mx**2 + my**2 + first) * (xx - mx**2 + yy - my**2 + second)
    assert found.ssim == pytest.approx(float(ssim.mean()), abs=1e-6)


def test_a_picture_is_opened_upright():
    exif, buffer = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (30, 20)).save(buffer, "JPEG", exif=exif)
    assert photographs.open_picture(buffer.getvalue(), "photo.jpg").size == (20, 30)


def names_of(found):
    return [one.name for one in found.train], [one.name for one in found.test]


def test_pictures_are_left_out_and_held_out_by_name(folder):
    train, test = names_of(
        photographs.load("photographs", 1, "", exclude=["moon"], held_out=["ihc", "camera"])
    )
    assert test == ["camera", "ihc"]
    packaged = {file.partition(".")[0] for _, file in (*photographs.TRAIN, *photographs.TEST)}
    assert set(train) == packaged - {"camera", "moon"}  # and no `retina`, which nobody asked for
    train, test = names_of(photographs.load("photographs", 1, "", exclude=["china", "text"]))
    assert test == ["chelsea", "coffee"]
    assert len(train) == 12
    assert names_of(photographs.load(str(folder), 1, "", held_out=["b.jpg"])) == (
        ["a.png"],
        ["b.jpg"],
    )


def test_names_that_are_not_there_or_leave_nothing_are_one_line(folder, tmp_path):
    arguments = ("train", "superresolution", "--data", folder, "--out", tmp_path / "run")
    for options, words in (
        (
            ("--exclude", "a.png, c.png,d.png"),
            "`exclude` must name pictures of the data: a.png, b.jpg. "
            "Received exclude='c.png,d.png'.",
        ),
        (
            ("--held-out", "moon"),
            "`held_out` must name pictures of the data: a.png, b.jpg. Received held_out='moon'.",
        ),
        (
            ("--held-out", "a.png,b.jpg"),
            "`exclude` and `held_out` must leave at least one picture to train on. "
            "Received exclude='', held_out='a.png,b.jpg' for a.png, b.jpg.",
        ),
        (
            ("--exclude", "a.png", "--held-out", "a.png"),
            "`exclude` and `held_out` must leave at least one picture to test on. "
            "Received exclude='a.png', held_out='a.png' for a.png, b.jpg.",
        ),
        (("--decay", "1.1"), "`decay` must be above 0 and at most 1. Received decay=1.1."),
        (("--decay", "0"), "`decay` must be above 0 and at most 1. Received decay=0.0."),
    ):
        assert command(*arguments, *options) == (2, "", words), options
        assert not (tmp_path / "run").exists()


BAD_FOLDERS = {
    "empty": r"at least 2 pictures \(\.png, .*which contains none",
    "one": "at least 2 pictures .*which contains 1",
    "corrupt": r"broken\.png: ",
    "truncated": r"broken\.png: ",
    "text": r"broken\.png: its format is not one of PNG, JPEG",
    "small": r"small\.png of 50×20\. Use a larger picture",
    "missing": "`data` must be 'photographs' or a folder with pictures.*which is not a folder",
}


@pytest.mark.parametrize("kind", BAD_FOLDERS)
def test_a_folder_that_does_not_serve_is_one_line(kind, folder, tmp_path):
    whole = (folder / "a.png").read_bytes()
    data = tmp_path / "data"
    if kind != "missing":
        data.mkdir()
    if kind not in ("missing", "empty"):
        (data / "a.png").write_bytes(whole)
    if kind == "small":
        Image.new("RGB", (50, 20)).save(data / "small.png")
    broken = {
        "corrupt": whole[:60] + b"\0" * 40 + whole[100:],
        "truncated": whole[: len(whole) // 2],
        "text": b"no picture",
    }
    if kind in broken:
        (data / "broken.png").write_bytes(broken[kind])
    arguments = ("train", "superresolution", "--data", data, "--out", tmp_path / "run")
    status, _, complaint = command(*arguments)
    assert status != 0
    assert complaint.count("\n") <= 1
    assert "Received" in complaint
    with pytest.raises(DataError, match=BAD_FOLDERS[kind]):
        photographs.load(str(data), 48, "a patch")


# The run.


def test_what_a_run_leaves(trained):
    assert sorted(path.name for path in trained.iterdir()) == FILES
    with (trained / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    last = {name: float(value) for name, value in rows[-1].items()}
    assert last["psnr_dB"] == pytest.approx(-10 * np.log10(last["squared_error_luma²"]), abs=1e-3)
    with (trained / "quality.csv").open() as file:
        (row, mean) = csv.DictReader(file)
    assert (row["photograph"], mean["photograph"]) == ("a.png", "mean")
    gain = float(row["FSRCNN_PSNR_dB"]) - float(row["bicubic_PSNR_dB"])
    assert float(row["gain_dB"]) == pytest.approx(gain, abs=1e-3)


def test_the_gain_is_over_bicubic_on_the_patches_that_validate(folder, tmp_path):
    chosen = Settings(
        data=str(folder), scale=2, limit=3, batch_size=2, validation_split=0.4, out=tmp_path
    )
    task = superresolution._plan(FSRCNN(2), chosen).task
    assert (sum(map(len, (part[0] for part in task.train))), len(task.validation)) == (2, 1)
    ((small, large),) = task.validation
    picture = Image.fromarray(small[0, 0].numpy()).resize((48, 48), Image.Resampling.BICUBIC)
    error = np.square(np.asarray(picture, float) - large[0, 0].numpy()).mean()
    derive = {one.name: one.derive for one in task.measures}
    row = {"squared_error_luma²": 0.01}
    assert derive["psnr"](row) == pytest.approx(20)
    assert derive["gain"](row) == pytest.approx(20 + 10 * np.log10(error), abs=1e-3)


def test_pictures_are_judged_as_a_file_keeps_them(folder):
    photograph = photographs.load(str(folder), 1, "").test[0]
    model = FSRCNN(3)
    nn.init.constant_(model.layers[-1].bias, 0.5)  # beyond white
    judged = superresolution.judge(model, photograph, 3)
    assert judged.network.psnr < judged.bicubic.psnr
    assert judged.gain == judged.network.psnr - judged.bicubic.psnr
    for plane in judged.planes:
        assert plane.shape == (78, 108)
        assert 0 <= plane.min() <= plane.max() <= 1
        np.testing.assert_allclose(plane * 255, (plane * 255).round(), atol=1e-4)


def test_a_run_with_augmented_patches_goes_on_as_an_uninterrupted_one(folder, tmp_path):
    chosen = Settings(
        data=str(folder),
        scale=2,
        validation_split=0.3,
        augment=True,
        decay=0.5,
        epochs=1,
        out=tmp_path / "run",
    )
    said = io.StringIO()
    superresolution.run(chosen, Console(file=said, width=200))
    count = int(re.search(r"(\d+) patches of 24x24", said.getvalue())[1])
    assert count > 4
    superresolution.run(replace(chosen, epochs=2, resume=True), Console(file=io.StringIO()))
    whole = replace(chosen, epochs=2, out=tmp_path / "whole")
    superresolution.run(whole, Console(file=io.StringIO()))
    for name in ("weights.npz", "history.csv"):
        assert (chosen.out / name).read_bytes() == (whole.out / name).read_bytes()
    plain = replace(whole, resume=True, augment=False)
    with pytest.raises(ArgumentError, match="augment=False for a run with augment=True"):
        superresolution.run(plain, Console(file=io.StringIO()))


def test_a_limit_bounds_augmented_patches_too(folder, tmp_path):
    counts = []
    for limit in (4, 6, None):
        chosen = Settings(
            data=str(folder),
            scale=2,
            augment=True,
            validation_split=0.3,
            limit=limit,
            batch_size=2,
            out=tmp_path,
        )
        task = superresolution._plan(FSRCNN(2), chosen).task
        counts.append(sum(len(small) for small, _ in task.train))
    assert counts[:2] == [3, 5]  # and one to validate on
    assert counts[2] > 5


def test_the_weights_alone_are_the_same_network(trained, tmp_path):
    (tmp_path / "alone.npz").write_bytes((trained / "weights.npz").read_bytes())
    model, scale = pretrained.restore(tmp_path / "alone.npz")
    expected, of_run = pretrained.restore(trained)
    assert scale == of_run == 2
    for one, other in zip(model.state_dict().items(), expected.state_dict().items(), strict=True):
        assert one[0] == other[0]
        assert torch.equal(one[1], other[1])


def test_a_run_that_is_done_writes_its_weights_again(trained, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(trained, run)
    (run / "weights.npz").unlink()
    status, _, _ = command("train", "superresolution", "--out", run, "--resume")
    assert status == 0
    assert (run / "weights.npz").read_bytes() == (trained / "weights.npz").read_bytes()


@pytest.mark.parametrize("kind", ["scale", "absent", "name", "shape", "dtype", "single", "pickle"])
def test_other_arrays_are_no_weights(kind, trained, tmp_path):
    with np.load(trained / "weights.npz") as found:
        arrays = dict(found)
    path = tmp_path / "bad.npz"
    bias = arrays["layers.0.bias"]
    if kind == "scale":
        arrays["scale"] = np.array(10**9)
    elif kind in ("absent", "name"):
        del arrays["scale" if kind == "absent" else "layers.0.bias"]
    elif kind == "shape":
        arrays["layers.0.bias"] = bias[:5]
    elif kind == "dtype":
        arrays["layers.0.bias"] = bias.astype(">f4")
    elif kind == "pickle":
        arrays["layers.0.bias"] = np.array([print] * len(bias), object)
    with path.open("wb") as file:
        if kind == "single":
            np.save(file, bias)
        else:
            np.savez(file, **arrays)
    words = (
        f"`run` must be the folder of a trained super-resolution network, or its weights.npz. "
        f"Received {path}, which contains other arrays."
    )
    with pytest.raises(DataError, match="Python objects" if kind == "pickle" else re.escape(words)):
        pretrained.restore(path)


def test_weights_of_another_network_are_one_error(trained, tmp_path):
    kept = torch.load(trained / "checkpoint.ckpt", weights_only=True)
    del kept["state_dict"]["layers.0.bias"]
    torch.save(kept, tmp_path / "checkpoint.ckpt")
    with pytest.raises(DataError, match="damaged or not a checkpoint"):
        pretrained.restore(tmp_path)


def test_going_on_is_an_uninterrupted_run(trained, folder, tmp_path):
    chosen = Settings(
        data=str(folder),
        scale=2,
        epochs=1,
        validation_split=0.4,
        batch_size=2,
        out=tmp_path / "run",
    )
    superresolution.run(chosen, Console(file=io.StringIO()))
    superresolution.run(replace(chosen, epochs=2, resume=True), Console(file=io.StringIO()))
    one, other = (pretrained.restore(path)[0].state_dict() for path in (trained, chosen.out))
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert (trained / "history.csv").read_bytes() == (chosen.out / "history.csv").read_bytes()


def test_scales_that_do_not_exist(tmp_path):
    with pytest.raises(ArgumentError, match=r"`scale` must be one of 2, 3, 4. Received scale=5"):
        Settings(scale=5, out=tmp_path)


def test_the_peer_is_the_same_network_with_their_layers():
    model = FSRCNN(3)
    twin = peers.with_native_layers(model)
    assert {type(one) for one in twin.layers} == {nn.Conv2d, nn.ConvTranspose2d, nn.PReLU}
    x = torch.rand(1, 1, 6, 7)
    torch.testing.assert_close(twin(x), model(x), rtol=1e-4, atol=1e-5)
    fused = [("leaky_relu", 0.2), "leaky_relu", "relu", "sigmoid", "tanh"]
    model = nn.Sequential(
        *(Conv2d(2, 2, 3, padding=1, activation=activation) for activation in fused)
    )
    twin = peers.with_native_layers(model)
    assert {type(one) for one in twin.modules()} >= {nn.Conv2d, nn.LeakyReLU, nn.ReLU, nn.Tanh}
    assert Conv2d not in map(type, twin.modules())
    x = torch.rand(1, 2, 6, 7)
    torch.testing.assert_close(twin(x), model(x), rtol=1e-4, atol=1e-5)


def test_contestants_take_turns_and_the_first_does_not_count(monkeypatch):
    calls = []
    times = peers.in_turns([lambda: calls.append("a"), lambda: calls.append("b")], rounds=2)
    assert calls == ["a", "b"] * 3
    assert len(times) == 2
    clock = iter([0, 1, 6, 6, 10])  # a first call that nobody times, then 5 and 4 seconds
    monkeypatch.setattr(peers, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    assert peers.in_turns([lambda: None], rounds=2) == [4]


# The command `upscale`.


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P"])
def test_upscale_keeps_colour_and_transparency(mode, trained, tmp_path):
    colours = {"L": 200, "LA": (200, 90), "RGB": (150, 90, 110), "RGBA": (150, 90, 110, 90), "P": 3}
    picture = tmp_path / "photo.png"
    Image.new(mode, (21, 13), colours[mode]).save(picture)
    status, said, complaint = command("upscale", picture, "--run", trained, "--tile", "9")
    assert (status, complaint) == (0, "")
    assert said == f"21x13 -> 42x26 in 6 tiles: {tmp_path / 'photo-x2.png'}\n"
    result = opened(tmp_path / "photo-x2.png")
    assert result.size == (42, 26)
    expected = opened(picture).convert(result.mode).getpixel((10, 6))
    assert result.mode == {"P": "RGB"}.get(mode, mode)
    if mode.endswith("A"):
        assert np.array(result.getchannel("A")).tolist() == [[90] * 42] * 26
    if mode.startswith("RGB"):  # the network makes the luma, the colours are those of before
        found = result.convert("RGB").convert("YCbCr").getpixel((21, 13))
        want = Image.new("RGB", (1, 1), expected[:3]).convert("YCbCr").getpixel((0, 0))
        np.testing.assert_allclose(found[1:], want[1:], atol=2)


def test_colours_and_transparency_are_bicubic_and_every_tile_is_told():
    noise = np.random.default_rng(4).integers(90, 160, (11, 15, 4), np.uint8)
    picture, told = Image.fromarray(noise), []
    result = upscaling.upscale(FSRCNN(2).layers, picture, 2, 6, lambda: told.append(1))
    assert len(told) == upscaling.tile_count(picture.size, 6) == 6
    for found, before in (
        (result.getchannel("A"), picture.getchannel("A")),
        *zip(
            *(one.convert("RGB").convert("YCbCr").split()[1:] for one in (result, picture)),
            strict=True,
        ),
    ):
        expected = before.resize((30, 22), Image.Resampling.BICUBIC)
        np.testing.assert_allclose(np.asarray(found, int), np.asarray(expected, int), atol=2)


@given(colour=st.tuples(*[st.integers(0, 255)] * 3))
@settings(max_examples=30)
def test_an_even_colour_stays_the_same_to_the_level(colour):
    layers = nn.Sequential(nn.ConvTranspose2d(1, 1, 2, stride=2))
    nn.init.ones_(layers[0].weight)
    nn.init.zeros_(layers[0].bias)
    result = upscaling.upscale(layers, Image.new("RGB", (3, 2), colour), 2)
    assert result.getcolors() == [(24, colour)]


def test_a_palettes_transparent_colour_stays_transparent():
    picture = Image.new("P", (12, 10), 3)
    picture.paste(5, (6, 0, 12, 10))
    picture.info["transparency"] = 5
    result = upscaling.upscale(FSRCNN(2).layers, picture, 2)
    assert result.mode == "RGBA"
    assert [result.getpixel((x, 10))[3] for x in (5, 18)] == [255, 0]


def test_luma_is_rounded_to_bytes_and_cut_off_at_black_and_white():
    layers = nn.Sequential(nn.ConvTranspose2d(1, 1, 2, stride=2))
    nn.init.constant_(layers[0].weight, 2)
    nn.init.constant_(layers[0].bias, -0.499)
    picture = Image.fromarray(np.array([[0, 101, 255]], np.uint8))
    found = np.asarray(upscaling.upscale(layers, picture, 2))
    assert found.tolist() == [[0, 0, 75, 75, 255, 255]] * 2  # 2 * 101 - 0.499 * 255 = 74.8


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_grey_of_16_bits_is_that_of_8(ending, trained, tmp_path):
    grey = np.random.default_rng(3).integers(0, 256, (14, 17), np.uint8)
    Image.fromarray(grey).save(tmp_path / "shallow.png")
    Image.fromarray(grey.astype(np.uint16) * 257).save(tmp_path / f"deep.{ending}")
    for name in ("shallow.png", f"deep.{ending}"):
        assert command("upscale", tmp_path / name, "--run", trained)[0] == 0
    one, other = (opened(tmp_path / f"{name}-x2.png") for name in ("shallow", "deep"))
    assert one.mode == other.mode == "L"
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("mode", ["F", "I", "LAB"])
def test_pixels_of_no_known_range_are_one_line(mode, trained, tmp_path):
    picture = tmp_path / "photo.tif"
    Image.new(mode, (20, 20), 70_000 if mode == "I" else 1).save(picture)
    status, said, complaint = command("upscale", picture, "--run", trained)
    assert (status, said) == (2, "")
    assert f"photo.tif: its pixels (Pillow's mode {mode}) are neither 8-bit nor" in complaint
    assert complaint.count("\n") <= 1


def test_upscale_gives_the_same_for_every_tile(trained, tmp_path):
    picture = tmp_path / "photo.jpg"
    noise = np.random.default_rng(2).integers(0, 256, (30, 41, 3), np.uint8)
    Image.fromarray(noise).save(picture)
    for tile in (7, 16, 100):
        out = tmp_path / f"{tile}.png"
        arguments = ("upscale", picture, "--run", trained, "--tile", tile, "--out", out)
        assert command(*arguments)[0] == 0
    contents = {(tmp_path / f"{tile}.png").read_bytes() for tile in (7, 16, 100)}
    assert len(contents) == 1


def test_what_may_go_wrong_with_upscale_is_one_line(trained, tmp_path):
    good, broken = (tmp_path / name for name in ("good.png", "broken.png"))
    Image.new("RGB", (20, 20)).save(good)
    broken.write_bytes(good.read_bytes()[:50])
    taken = tmp_path / "taken.png"
    taken.touch()
    stray = tmp_path / "stray"
    stray.mkdir()
    (stray / "checkpoint.ckpt").write_bytes(b"garbage")
    for arguments, words in (
        ((tmp_path / "none.png",), "none.png: No such file or directory"),
        ((broken,), "broken.png: "),
        ((good, "--scale", "3"), "`scale` must be 2, which"),
        ((good, "--scale", "7"), "`scale` must be one of 2, 3, 4"),
        ((good, "--out", taken), "`--out` must name a new file. Received --out "),
        ((good, "--out", good), "which is the input file. Give another name, or"),
        ((good, "--out", tmp_path / "a.txt"), "must end in one of .png, .jpg"),
        ((good, "--run", tmp_path / "none"), "Omit --run to use a network included in upconv"),
        ((good, "--run", stray), "damaged or not a checkpoint"),
    ):
        status, said, complaint = command("upscale", "--run", trained, *arguments)
        assert (status, said) == (2, ""), arguments
        assert words in complaint, arguments
        assert complaint.count("\n") <= 1
    assert taken.read_bytes() == b""
    assert command("upscale", good, "--run", trained, "--out", taken, "--overwrite")[0] == 0


@pytest.mark.parametrize("mode", ["LA", "RGBA", "P"])
def test_transparency_is_never_dropped_for_a_format_without(mode, trained, tmp_path):
    clear, full, out = (tmp_path / name for name in ("clear.png", "full.png", "large.jpg"))
    picture = Image.new("RGBA", (20, 20), (150, 90, 110, 255))
    if mode != "P":
        picture.convert(mode).save(full)
    picture.putpixel((3, 3), (150, 90, 110, 40))
    if mode == "P":
        picture = Image.new("P", (20, 20), 3)
        picture.putpalette([90] * 768)
        picture.info["transparency"] = 3
    else:
        picture = picture.convert(mode)
    picture.save(clear)
    status, _, complaint = command("upscale", clear, "--run", trained, "--out", out)
    assert status == 2
    assert complaint.strip() == (
        "`out` must have a format that supports transparency, as the picture has it. Received "
        f"{out} for {clear}. Give an --out that ends in .png, .tif or .webp, or an opaque picture."
    )
    assert not out.exists()
    for ending in (".png", ".tif", ".webp"):
        written = out.with_suffix(ending)
        assert command("upscale", clear, "--run", trained, "--out", written)[0] == 0
        assert opened(written).convert("RGBA").getchannel("A").getextrema()[0] < 255
    if mode != "P":
        assert command("upscale", full, "--run", trained, "--out", out)[0] == 0
        assert opened(out).size == (40, 40)


def test_a_picture_that_claims_to_be_huge_is_one_line(trained, tmp_path):
    header = struct.pack(">2I5B", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = (
        struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    status, _, complaint = command("upscale", tmp_path / "bomb.png", "--run", trained)
    assert status == 2
    assert "bomb.png: " in complaint
    assert [path.name for path in tmp_path.iterdir()] == ["bomb.png"]
