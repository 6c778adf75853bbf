"""Every remedy in a message works: explanations, pictures, files and the command line."""

import sys
from pathlib import Path

import numpy as np
import pytest

import upconv
from remedies import refused

ONES = np.ones((2, 2))


# Explanations.


def test_one_slice_of_it():
    with refused("explanation.not_drawable", "Explain one slice of it"):
        upconv.explain(np.ones((2, 2, 2)), np.ones((1, 1, 2, 2, 2)))
    upconv.explain(np.ones((2, 2)), np.ones((1, 1, 2, 2)))


def test_one_example():
    x, weight = np.ones((3, 1, 2, 2)), np.ones((1, 1, 2, 2))
    with refused("explanation.one_example", "x[:1]") as refusal:
        upconv.explain(x, weight)
    upconv.explain(refusal.written(x=x), weight)


def test_no_output_padding_of_a_convolution():
    words = {"stride": 2, "view": "convolution"}
    with refused("explanation.no_output_padding", "Omit it: a convolution has none"):
        upconv.explain(np.ones((4, 4)), ONES, output_padding=1, **words)
    upconv.explain(np.ones((4, 4)), ONES, **words)


def test_a_smaller_input():
    with refused("explanation.too_large", "Explain a smaller input"):
        upconv.explain(np.ones((40, 40)), ONES)
    upconv.explain(np.ones((4, 4)), ONES)


@pytest.mark.parametrize("view", ["scatter", "zeros", "phases"])
def test_another_view_of_a_large_matrix(view):
    x = np.ones((7, 7))
    remedy = "Explain a smaller input, or choose view='scatter', 'zeros' or 'phases'"
    with refused("explanation.matrix_too_large", remedy):
        upconv.explain(x, ONES, view="matrix")
    upconv.explain(x[:3, :3], ONES, view="matrix")
    upconv.explain(x, ONES, view=view)


def test_fewer_steps():
    x, weight = np.ones((1, 30, 12, 12)), np.ones((30, 30, 2, 2))
    with refused("explanation.too_many_steps", "x[:1], weight[:1, :1]") as refusal:
        upconv.explain(x, weight)
    assert "a smaller input or fewer channels" in refusal.said
    upconv.explain(x[:, :, :2, :2], weight[:, :1])
    x, weight = eval(refusal.remedy, {"x": x[0], "weight": weight})  # noqa: S307 - ours
    upconv.explain(x, weight)


def test_films_and_sheets_of_many_steps(tmp_path):
    pytest.importorskip("matplotlib")
    many = upconv.explain(np.ones((1, 1, 12, 12)), np.ones((1, 1, 2, 2)), stride=2, view="phases")
    with refused("explanation.too_many_frames", "or save it as .html"):
        many.save(tmp_path / "film.gif")
    many.save(tmp_path / "film.html")
    upconv.explain(ONES, ONES).save(tmp_path / "film.gif")
    with refused("explanation.too_many_on_a_sheet", f"(step=1 to {len(many)})") as refusal:
        many.save(tmp_path / "sheet.png")
    assert "or save a .gif or .html" in refusal.said
    for step in (1, len(many)):
        many.save(tmp_path / "sheet.png", step=step)
    few = upconv.explain(np.ones((9, 9)), ONES)
    with refused("explanation.too_many_on_a_sheet", "or save a .gif or .html"):
        few.save(tmp_path / "sheet.svg")
    few.save(tmp_path / "sheet.html")
    few.save(tmp_path / "sheet.gif")


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_a_step_of_a_still_picture(ending, tmp_path):
    pytest.importorskip("matplotlib")
    shown = upconv.explain(ONES, ONES)
    remedy = "Omit `step`, or write a .png or .svg"
    with refused("explanation.no_single_step", remedy):
        shown.save(tmp_path / "film.gif", step=2)
    shown.save(tmp_path / "film.gif")
    shown.save(tmp_path / f"still{ending}", step=2)


def test_a_gif_without_ffmpeg(tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.setenv("PATH", str(tmp_path))
    shown = upconv.explain(ONES, ONES)
    with refused("explanation.no_ffmpeg", "or save a .gif"):
        shown.save(tmp_path / "film.mp4")
    shown.save(tmp_path / "film.gif")


def test_an_image_of_ones_own(monkeypatch, refused_command, command):
    pytest.importorskip("matplotlib")
    image = pytest.importorskip("PIL.Image")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "sklearn.datasets", None)
        complaint = refused_command("explanation.no_example", "IMAGE", "explain", "upsampling")
    assert "upconv explain upsampling" in complaint or "image" in complaint.lower()
    image.new("RGB", (20, 20), (9, 200, 90)).save("photo.png")
    assert command("explain", "upsampling", "photo.png", "--save", "sheet.png")[0] == 0


def test_a_smaller_picture(refused_command, command):
    pytest.importorskip("matplotlib")
    image = pytest.importorskip("PIL.Image")
    Path("photo.ppm").write_bytes(b"P5 50000 50000 255\n")
    remedy = "Use a smaller picture, or crop it"
    upsampling = ("explain", "upsampling", "photo.ppm", "--save", "sheet.png")
    refused_command("pictures.too_many_pixels", remedy, *upsampling)
    image.new("RGB", (20, 20), (9, 200, 90)).save("photo.ppm")
    assert command(*upsampling)[0] == 0


# The command line.


@pytest.mark.parametrize(
    ("function", "remedy", "wrong", "right"),
    [
        (
            "explanation.size_not_drawable",
            "Every axis follows the same arithmetic",
            ("explain", "--input", "3x3x3"),
            ("explain", "--input", "3x3"),
        ),
        (
            "explanation.not_values",
            "Write --values '0 1; 2 3'",
            ("explain", "--values", "0 1; 2"),
            ("explain", "--values", "0 1; 2 3"),
        ),
        (
            "explanation.size_and_values",
            "Omit --input: the numbers determine it",
            ("explain", "--values", "0 1; 2 3", "--input", "2x2"),
            ("explain", "--values", "0 1; 2 3"),
        ),
        (
            "explanation.too_many_numbers",
            "Explain a smaller one",
            ("explain", "--input", "100000x100000"),
            ("explain", "--input", "3x3"),
        ),
        (
            "explanation.like_is_transposed",
            "write --padding as numbers",
            ("explain", "--view", "convolution", "--like", "keras", "--padding", "same"),
            ("explain", "--view", "convolution", "--padding", "1"),
        ),
        (
            "commands.not_a_size",
            "Write 3, or 3x5 for two axes",
            ("size", "--input", "4x", "--kernel", "3"),
            ("size", "--input", "3", "--kernel", "3"),
        ),
        (
            "commands.not_a_size",
            "Write 3, or 3x5 for two axes",
            ("size", "--input", "4y4", "--kernel", "3"),
            ("size", "--input", "3x5", "--kernel", "3"),
        ),
        (
            "commands.no_input_size",
            "13 = ",
            ("size", "--output", "14", "--kernel", "3", "--stride", "2"),
            ("size", "--output", "13", "--kernel", "3", "--stride", "2"),
        ),
        (
            "bench.not_a_layer",
            "Write for example --layer '2 1 64 128x128 32 2 2 0 1'",
            ("bench", "--layer", "2 1 64"),
            ("bench", "--layer", "2 1 64 128x128 32 2 2 0 1", "--peers", "none", "--rounds", "1"),
        ),
        (
            "bench.layer_too_large",
            "fewer images, or a smaller input",
            ("bench", "--layer", "2 100000 64 1280x1280 32 2 2 0 1"),
            ("bench", "--layer", "2 1 4 8x8 4 2 2 0 1", "--peers", "none", "--rounds", "1"),
        ),
        (
            "commands.too_many_threads",
            "Omit it to use all of them",
            ("bench", "--layer", "2 1 4 8x8 4 2 2 0 1", "--peers", "none", "--threads", "100000"),
            ("bench", "--layer", "2 1 4 8x8 4 2 2 0 1", "--peers", "none", "--rounds", "1"),
        ),
    ],
)
def test_what_is_said_to_write_on_the_command_line(
    function,
    remedy,
    wrong,
    right,
    refused_command,
    command,
):
    if right[0] == "bench":
        pytest.importorskip("torch")
    complaint = refused_command(function, remedy.removesuffix("13 = "), *wrong)
    if function == "commands.no_input_size":
        assert "gives 13 (from 6) and 15 (from 7). Write one of these, or give --input" in complaint
        assert command("size", *wrong[1:], "--input", "6")[0] == 0
        assert command(*wrong[:2], "15", *wrong[3:])[0] == 0
    status, _, complaint = command(*right)
    assert status in (0, 1), complaint


def test_without_peers_those_that_are_installed(refused_command, command, monkeypatch):
    pytest.importorskip("torch")
    from upconv.bench import peers

    layer = ("--layer", "2 1 4 8x8 4 2 2 0 1", "--rounds", "1")
    monkeypatch.setattr(peers, "_installed", lambda package: package == "torch")
    remedy = "Omit --peers to use those that are installed"
    refused_command("bench.not_installed", remedy, "bench", *layer, "--peers", "jax")
    assert command("bench", *layer)[0] == 0


# Files.


def test_a_file_that_is_there(refused_command, command):
    np.save("weight.npy", np.ones((1, 1, 4, 4), np.float32))
    checked = ("check", "weight.npy", "--stride", "2")
    assert command(*checked, "--picture", "a.png")[0] == 0
    remedy = "Give another name, or --overwrite to replace it"
    refused_command("files.output_exists", remedy, *checked, "--picture", "a.png")
    assert command(*checked, "--picture", "b.png")[0] == 0
    assert command(*checked, "--picture", "a.png", "--overwrite")[0] == 0


def test_an_address_is_downloaded_first(refused_command, command):
    address = "https://example.org/weight.npy"
    remedy = "Download it and give the file: upconv check weight.npy"
    refused_command("checkerboards.is_an_address", remedy, "check", address)
    np.save("weight.npy", np.ones((1, 1, 4, 4), np.float32))
    assert command("check", "weight.npy", "--stride", "2")[0] == 0
    remedy = "Download it first: the file must be on this machine"
    refused_command(
        "files.cannot_read", remedy, "explain", "upsampling", "https://example.org/a.png"
    )


def test_what_was_there_is_unchanged(tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").write_text("as before")
    with refused("files.cannot_write", "An existing file is unchanged"):
        upconv.explain(ONES, ONES).save(tmp_path / "none" / "a.txt")
    assert (tmp_path / "taken" / "inside").read_text() == "as before"
    with refused("files.cannot_write", "An existing file is unchanged"):
        upconv.explain(ONES, ONES).save(tmp_path / "taken" / "inside" / "a.txt")
    assert (tmp_path / "taken" / "inside").read_text() == "as before"


def test_an_array_that_is_written_again(refused_command, command):
    weight = np.ones((1, 1, 4, 4), np.float32)
    path, checked = Path("weight.npy"), ("check", "weight.npy", "--stride", "2")
    array = weight.astype(object)
    np.save(path, array)
    remedy = "np.save(path, np.asarray(array, np.float32))"
    refused_command("files.not_numbers", remedy, *checked)
    exec(remedy, {"path": path, "array": array, "np": np})  # noqa: S102 - ours
    assert command(*checked)[0] == 0
    np.savez("weight.npz", name=weight)
    path.write_bytes(Path("weight.npz").read_bytes())
    remedy = "np.save(path, archive[name])"
    refused_command("files.several_arrays", remedy, *checked)
    with np.load("weight.npz") as archive:
        exec(remedy, {"path": path, "archive": archive, "name": "name", "np": np})  # noqa: S102
    assert command(*checked)[0] == 0
    whole = path.read_bytes()
    for damaged in (whole[:-8], whole[:3]):
        path.write_bytes(damaged)
        refused_command("files.damaged_file", "Get a new copy of it", *checked)
        path.write_bytes(whole)
        assert command(*checked)[0] == 0
