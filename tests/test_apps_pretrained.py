"""The networks included in upconv: their files, their card, and `upconv upscale` with them."""

import hashlib
import re
import shlex
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
for _name in ("lightning", "matplotlib", "skimage", "sklearn", "typer"):
    pytest.importorskip(_name)

from PIL import Image  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from upconv import arrayfiles  # noqa: E402
from upconv.apps import (  # noqa: E402
    fidelity,
    patches,
    photographs,
    pretrained,
    superresolution,
    upscaling,
)
from upconv.apps.fsrcnn import FSRCNN  # noqa: E402
from upconv.cli import app  # noqa: E402
from upconv.errors import UpconvError  # noqa: E402

FOLDER = Path(str(pretrained.FOLDER))
CARD = (FOLDER / "README.md").read_text(encoding="utf-8")
HELD_OUT = ("chelsea", "china", "coffee", "ihc", "retina")
KINDS = {  # how a picture is saved, and the mode of the result
    "L": "L",
    "LA": "LA",
    "RGB": "RGB",
    "RGBA": "RGBA",
    "P": "RGB",
    "1": "L",
    "I;16": "L",
}


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def held_out():
    found = photographs.load("photographs", 1, "", held_out=HELD_OUT).test
    return {one.name: one for one in found}


def command(*arguments):
    """Run `upconv` in this process; return the status, what was said, and the complaint."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    error = result.exception
    if isinstance(error, UpconvError):  # what main() makes a line of
        return 2, result.stdout, str(error)
    assert error is None or isinstance(error, SystemExit), repr(error)
    return result.exit_code, result.stdout, result.stderr


def luma(path):
    with Image.open(path) as picture:
        return photographs.luma(np.asarray(picture.convert("RGB")))


def commands():
    """Return the training command of each scale, as the card gives it."""
    found = re.findall(
        r"^\$ (upconv train superresolution --scale (?:.*\\\n)*.*)$", CARD, re.MULTILINE
    )
    return {int(re.search(r"--scale (\d)", one)[1]): one.replace("\\\n", " ") for one in found}


def tables():
    """Return the card's rows of a held-out photograph: {(scale, name): numbers}."""
    found = {}
    for part in re.split(r"^## ", CARD, flags=re.MULTILINE):
        scale = re.match(r".*×(\d)$", part.partition("\n")[0])
        for name, *cells in (line.strip("| ").split(" | ") for line in part.splitlines()):
            if scale and name in HELD_OUT:
                found[int(scale[1]), name] = [float(cell.split()[0]) for cell in cells]
    return found


# The files and their card.


@pytest.mark.parametrize("scale", pretrained.SCALES)
def test_a_file_holds_numbers_alone_and_is_the_one_on_the_card(scale):
    path = FOLDER / f"fsrcnn-x{scale}.npz"
    content = path.read_bytes()
    assert len(content) < 100_000
    assert f"| `{path.name}` | {len(content):,} | `{hashlib.sha256(content).hexdigest()}` |" in CARD
    arrays = arrayfiles.read(path)
    assert arrays.pop("scale") == scale
    expected = {name: tuple(one.shape) for name, one in FSRCNN(scale).state_dict().items()}
    assert {name: one.shape for name, one in arrays.items()} == expected
    assert {one.dtype for one in arrays.values()} == {np.dtype("float32")}
    assert all(np.isfinite(one).all() for one in arrays.values())


@pytest.mark.parametrize("scale", pretrained.SCALES)
def test_a_file_is_what_is_written_of_its_network(scale, tmp_path):
    pretrained.write(pretrained.load(scale), scale, tmp_path / "again.npz")
    again = (tmp_path / "again.npz").read_bytes()
    assert again == (FOLDER / f"fsrcnn-x{scale}.npz").read_bytes()


def test_the_cards_commands_hold_out_what_is_judged_and_train_on_what_is_licensed(monkeypatch):
    found = []
    monkeypatch.setattr(superresolution, "run", lambda chosen, _: found.append(chosen))
    for line in commands().values():
        assert command(*shlex.split(line)[1:])[0] == 0, line
    assert sorted(one.scale for one in found) == sorted(pretrained.SCALES)
    licences = re.search(r"^\| photograph \| .*licence.*\n(?:\|.*\n)+", CARD, re.MULTILINE)[0]
    listed = {line.strip("| ").split(" | ")[0] for line in licences.splitlines()[2:]}
    for chosen in found:
        assert chosen.names("held_out") == HELD_OUT
        data = photographs.load(
            chosen.data, 1, "", exclude=chosen.names("exclude"), held_out=chosen.names("held_out")
        )
        assert {one.name for one in (*data.train, *data.test)} == listed
        pixels = {one.rgb.tobytes() for one in data.train}
        assert not pixels & {one.rgb.tobytes() for one in data.test}


@pytest.mark.parametrize("name", HELD_OUT[:-1])  # the last one is large
@pytest.mark.parametrize("scale", pretrained.SCALES)
def test_the_cards_figures_are_those_of_the_files(scale, name, held_out):
    judged = superresolution.judge(pretrained.load(scale), held_out[name], scale)
    bicubic, network, gain, *ssim = tables()[scale, name]
    assert judged.bicubic.psnr == pytest.approx(bicubic, abs=0.006)
    assert judged.network.psnr == pytest.approx(network, abs=0.02)  # sums round otherwise
    assert judged.gain == pytest.approx(gain, abs=0.02)
    assert [judged.bicubic.ssim, judged.network.ssim] == pytest.approx(ssim, abs=2e-4)
    assert judged.gain > 0


def test_every_figure_on_the_card_is_above_bicubic():
    assert sorted(tables()) == sorted(
        (scale, name) for scale in pretrained.SCALES for name in HELD_OUT
    )
    for bicubic, network, gain, *ssim in tables().values():
        assert gain == pytest.approx(network - bicubic, abs=0.011)
        assert gain > 0
        assert ssim[1] > ssim[0]


def test_wheel_and_sdist_carry_them(tmp_path):
    pytest.importorskip("hatchling", reason="hatchling builds both")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    subprocess.run(build, cwd=Path(__file__).parents[1], check=True, capture_output=True)
    (wheel,), (sdist,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as packed, tarfile.open(sdist) as source:
        for path in FOLDER.iterdir():
            name = f"upconv/apps/models/{path.name}"
            (member,) = (one for one in source.getnames() if one.endswith(f"/src/{name}"))
            assert packed.read(name) == source.extractfile(member).read() == path.read_bytes()


# What they make of pictures.


@pytest.mark.parametrize(("scale", "options"), [(2, ()), (2, ("--scale", 2)), (3, ("--scale", 3))])
def test_upscale_needs_no_training_and_beats_bicubic(scale, options, held_out, tmp_path):
    original = held_out["coffee"].rgb[180 : 180 + 32 * scale, 300 : 300 + 32 * scale]
    small = Image.fromarray(original).resize((32, 32), Image.Resampling.BICUBIC)
    small.save(tmp_path / "photo.png")
    status, said, complaint = command("upscale", tmp_path / "photo.png", *options)
    made = tmp_path / f"photo-x{scale}.png"
    sides = f"{32 * scale}x{32 * scale}"
    assert (status, said, complaint) == (0, f"32x32 -> {sides} in 1 tile: {made}\n", "")
    bicubic = small.resize((32 * scale,) * 2, Image.Resampling.BICUBIC)
    bicubic.save(tmp_path / "bicubic.png")
    expected = photographs.luma(original)
    network, before = (
        fidelity.quality(luma(path), expected, scale) for path in (made, tmp_path / "bicubic.png")
    )
    assert network.psnr > before.psnr + 0.2
    assert network.ssim > before.ssim
    # No colour shifts: the means of the channels are those of bicubic interpolation.
    with Image.open(made) as result:
        means = [np.asarray(one, float).mean((0, 1)) for one in (result, bicubic)]
    np.testing.assert_allclose(*means, atol=0.4)


@pytest.mark.parametrize("size", [(12, 9), (1, 17), (17, 1), (1, 1)])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_size_of_picture_works(kind, size, tmp_path):
    rng = np.random.default_rng(5)
    picture = Image.fromarray(rng.integers(0, 256, (size[1], size[0], 4), np.uint8))
    if kind == "I;16":
        grey = rng.integers(0, 65536, (size[1], size[0]), np.uint16)
        picture = Image.fromarray(grey)
    else:
        picture = picture.convert("L" if kind == "LA" else "RGB" if kind == "P" else kind)
        picture = picture.convert(kind)
    picture.save(tmp_path / "photo.png")
    assert command("upscale", tmp_path / "photo.png")[0] == 0
    with Image.open(tmp_path / "photo-x2.png") as result:
        assert result.size == (2 * size[0], 2 * size[1])
        assert result.mode == KINDS[kind]


@pytest.mark.parametrize("level", [0, 1, 40, 128, 214, 254, 255])
@pytest.mark.parametrize("scale", pretrained.SCALES)
def test_an_even_picture_stays_even_to_its_edges(scale, level):
    for size in ((20, 31), (1, 30), (1, 1)):
        plane = np.full(size, level / 255, np.float32)
        found = upscaling.enlarged(pretrained.load(scale).layers, plane, scale)
        made = patches.as_bytes(found) * 255
        assert np.abs(made - level).max() <= 2, size
        assert np.ptp(made) <= 1, size  # no grid, no frame


@pytest.mark.parametrize("scale", pretrained.SCALES)
def test_a_line_one_pixel_wide_is_what_it_is_in_a_wide_picture(scale):
    line = np.random.default_rng(6).random((40, 1), np.float32)
    layers = pretrained.load(scale).layers
    alone = upscaling.enlarged(layers, line, scale)
    wide = upscaling.enlarged(layers, np.repeat(line, 30, axis=1), scale)
    np.testing.assert_allclose(alone, wide[:, 15 * scale : 16 * scale], atol=1e-5)


def test_a_scale_without_an_included_network_is_one_line(tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "photo.png")
    assert command("upscale", tmp_path / "photo.png", "--scale", 4) == (
        2,
        "",
        "`scale` must be 2 or 3, the scales of the networks included in upconv. "
        "Received scale=4. Train another one, and add --run runs/superresolution-x4: "
        "upconv train superresolution --scale 4 --out runs/superresolution-x4.",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


def test_a_run_of_that_scale_is_the_remedy(tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "photo.png")
    pretrained.write(FSRCNN(4), 4, tmp_path / "weights.npz")
    arguments = ("upscale", tmp_path / "photo.png", "--scale", 4, "--run", tmp_path / "weights.npz")
    assert command(*arguments)[0] == 0
    assert (tmp_path / "photo-x4.png").exists()


def test_the_checkpoint_of_a_run_stands_for_its_folder(tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "photo.png")
    status, _, complaint = command(
        "upscale", tmp_path / "photo.png", "--run", tmp_path / "none" / "checkpoint.ckpt"
    )
    assert status == 2
    assert complaint == (
        "`run` must be the folder of a trained super-resolution network, or its weights.npz. "
        f"Received {tmp_path / 'none'}, which has no checkpoint.ckpt. Omit --run to use a "
        "network included in upconv, or train one: "
        f"upconv train superresolution --out {tmp_path / 'none'}."
    )
