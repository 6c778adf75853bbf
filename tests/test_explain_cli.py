"""The command `upconv explain`: what it prints and writes, what it says to a mistake."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import upconv

pytest.importorskip("matplotlib", reason="pictures need the extra `explain`")

from typer.testing import CliRunner

from upconv import cli, errors
from upconv.explanation import upsamplers

COMMAND = [sys.executable, "-c", "from upconv.cli import main; main()", "explain"]


def run(*arguments):
    """Run the command in this process; a mistake is the exception that `main` turns into a line."""
    done = CliRunner().invoke(cli.app, ["explain", *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_a_layer_in_the_terminal():
    done = run("--input", "3x3", "--kernel", "2x2", "--stride", "2")
    assert done.exit_code == 0
    x, kernel = np.arange(9).reshape(3, 3) + 1, np.arange(4).reshape(2, 2) + 1
    assert done.stdout.rstrip() == upconv.explain(x, kernel, stride=2).text().rstrip()
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_one_step_with_given_numbers():
    done = run(
        "--values",
        "0 1; 2 3",
        "--kernel-values",
        "4,1;2,3",
        "--view",
        "zeros",
        "--step",
        "6",
        "--ascii",
    )
    told = upconv.explain([[0, 1], [2, 3]], [[4, 1], [2, 3]], view="zeros")
    assert done.stdout.rstrip() == told.text(step=6, ascii_only=True).rstrip()


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (("--input", "5", "--kernel", "3"), "INPUT 5, KERNEL 3, stride 1 → OUTPUT 7"),
        (("--kernel", "3"), "INPUT 3×3, KERNEL 3×3, stride 1 → OUTPUT 5×5"),
        (("--values", "1 2 3"), "INPUT 3, KERNEL 2, stride 1 → OUTPUT 4"),
        (("--values", "1 2 3", "--kernel", "2x1"), "INPUT 1×3, KERNEL 2×1, stride 1 → OUTPUT 2×3"),
        (
            ("--padding", "1:0x0:1", "--dilation", "2"),
            "INPUT 3×3, KERNEL 2×2, stride 1, padding 1:0×0:1, dilation 2 → OUTPUT 4×4",
        ),
        (
            ("--padding", "same", "--stride", "2", "--kernel", "3x4"),
            "INPUT 3×3, KERNEL 3×4, stride 2, padding 0:1×1 → OUTPUT 6×6",
        ),
        (
            ("--stride", "2", "--output-padding", "1", "--bias", "2"),
            "INPUT 3×3, KERNEL 2×2, stride 2, padding 0:-1 → OUTPUT 7×7",
        ),
    ],
)
def test_sizes_spread_over_the_axes(arguments, about):
    assert run(*arguments).stdout.splitlines()[1] == about


@pytest.mark.parametrize(
    ("like", "arguments", "call", "output"),
    [
        ("keras", ("--padding", "same"), "Conv2DTranspose(", "6×6"),
        ("keras", ("--padding", "valid", "--output-padding", "1"), "Conv2DTranspose(", "8×8"),
        ("torch", ("--padding", "1", "--output-padding", "1"), "ConvTranspose2d(", "6×6"),
        ("onnx", ("--padding", "1x0x0x1"), "ConvTranspose(", "6×6"),
        ("onnx", ("--padding", "SAME_LOWER"), "ConvTranspose(", "6×6"),
    ],
)
def test_the_padding_words_of_a_framework(like, arguments, call, output):
    done = run("--kernel", "3", "--stride", "2", "--like", like, *arguments)
    lines = done.stdout.splitlines()
    assert lines[0].startswith(call)
    assert lines[3].endswith(f"→ OUTPUT {output}")


def test_files_are_written(tmp_path):
    for name in ("a.gif", "a.html", "a.png", "a.svg", "a.txt"):
        done = run("--save", str(tmp_path / name), "--theme", "dark", "--seconds", "0.1")
        assert done.stdout == f"Wrote {tmp_path / name}: 9 steps\n"
        assert (tmp_path / name).stat().st_size > 1000


def test_a_single_step_that_was_drawn_is_named(tmp_path):
    done = run("--save", str(tmp_path / "a.png"), "--step", "2")
    assert done.stdout == f"Wrote {tmp_path / 'a.png'}: step 2 of 9\n"


def test_checkerboard_prints_and_draws(tmp_path):
    lines = run("checkerboard", "--kernel", "3", "--stride", "2").stdout.splitlines()
    assert "  1   1   2   1   2   1   2   1   2   1   1" in lines
    assert "  1   1   2   2   2   2   2   2   2   2   1   1" in lines
    done = run("checkerboard", "--save", str(tmp_path / "a.png"))
    assert done.stdout == f"Wrote {tmp_path / 'a.png'}: 1 step\n"


def test_upsampling_draws_a_picture_file(tmp_path):
    from PIL import Image

    photograph = np.random.default_rng(0).integers(0, 256, (40, 50, 3), np.uint8)
    Image.fromarray(photograph).save(tmp_path / "in.png")
    target = tmp_path / "out.png"
    done = run("upsampling", str(tmp_path / "in.png"), "--save", str(target))
    lines = done.stdout.splitlines()
    assert [line[:24].strip() for line in lines[:-1]] == [
        "original",
        "max pooling",
        "nearest",
        "bilinear",
        "bed of nails",
        "max unpooling",
        "transposed convolution",
    ]
    assert lines[0].endswith("40×50 pixels")
    assert lines[-1] == f"Wrote {target}"
    with Image.open(target) as drawn:
        assert drawn.size[0] > 1000


def test_the_fitted_kernel_is_the_best_of_all():
    image = np.random.default_rng(1).random((16, 20, 2))
    shown = {panel.title: panel.note for panel in upsamplers.panels(image)}
    decibels = {
        title: float(note.split(": ")[1].split()[0])
        for title, note in shown.items()
        if note.endswith("dB")
    }
    assert max(decibels, key=decibels.get) == "transposed convolution"
    # An image that was enlarged by such a kernel is found again.
    rng = np.random.default_rng(2)
    small, weight = rng.random((1, 1, 8, 8)), rng.random((1, 1, 4, 4))
    large = upconv.conv_transpose(small, weight, stride=2, padding=1)
    np.testing.assert_allclose(upsamplers._learned_kernel(small, large), weight, atol=1e-9)


MISTAKES = [
    (
        ("--input", "3x3x3"),
        "`--input` must have 1 or 2 axes to be drawn. Received 3 axes. "
        "Every axis follows the same arithmetic.",
    ),
    (
        ("--input", "3y3"),
        "`--input` must be an integer, or one integer per axis (at most 3) separated by x. "
        "Received --input 3y3. Write 3, or 3x5 for two axes.",
    ),
    (
        ("--values", "1 2; 3"),
        "`--values` must be rows of numbers, separated by semicolons and of equal length. "
        "Received --values '1 2; 3'. Write --values '0 1; 2 3'.",
    ),
    (
        (
            "--values",
            "1 b",
        ),
        "`--values` must be rows of numbers, separated by semicolons and of equal length. "
        "Received --values '1 b'. Write --values '0 1; 2 3'.",
    ),
    (
        ("--values", "1 2", "--input", "2"),
        "Only one of `--input` and `--values` may be given. Received both. Omit --input: the "
        "numbers determine it.",
    ),
    (
        ("--input", "50x50"),
        "Every grid in a picture may have at most 40 cells per side. Received INPUT of 50×50 "
        "cells. Explain a smaller input: the arithmetic is the same everywhere.",
    ),
    (
        ("--input", "1000x1000"),
        "`--input` may have at most 10,000 cells. Received --input "
        "1000x1000. Explain a smaller one: the arithmetic is the same everywhere.",
    ),
    (("--like", "caffe"), "`like` must be one of 'torch', 'keras', 'onnx'. Received like='caffe'."),
    (
        ("--like", "keras", "--view", "convolution"),
        "`--like` must be omitted for --view convolution. Received --like keras. It describes "
        "the transposed layer; write --padding as numbers instead.",
    ),
    (
        ("--like", "keras", "--padding", "1"),
        "`padding` must be one of 'valid', 'same'. Received padding=1. To crop by numbers, write "
        "padding='valid', output_padding=0 and a Cropping1D, Cropping2D or Cropping3D layer "
        "after it.",
    ),
    (("--step", "10"), "`step` must be an integer from 1 to 9. Received step=10."),
    (
        ("upsampling", "nowhere.png"),
        "A file must be readable. Received nowhere.png: No such file or directory.",
    ),
    (
        ("upsampling", __file__),
        f"A picture must be complete and readable by Pillow. Received {__file__}: its format is "
        "not one of PNG, JPEG, TIFF, BMP, WEBP, GIF, PPM.",
    ),
    (
        ("checkerboard", "--input", "30"),
        "Every grid in a picture may have at most 40 cells per side. Received OUTPUT of 62×62 "
        "cells. Explain a smaller input: the arithmetic is the same everywhere.",
    ),
]


@pytest.mark.parametrize(("arguments", "line"), MISTAKES)
def test_a_mistake_is_one_line(arguments, line):
    with pytest.raises(errors.UpconvError) as error:
        run(*arguments)
    assert str(error.value) == line


def test_the_line_and_the_status_of_a_mistake():
    done = subprocess.run([*COMMAND, "--step", "0"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "upconv: `--step` must be an integer from 1 to 9. Received --step 0.\n"


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({}, False),
    ],
)
def test_colours_where_they_are_wanted(variables, coloured, monkeypatch):
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    done = subprocess.run(
        [*COMMAND, "--step", "5"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TERM": "xterm-256color", **variables},
    )
    assert (";5;" in done.stdout) is coloured


def test_a_terminal_that_knows_only_ascii():
    done = subprocess.run(
        [*COMMAND], capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert done.stdout.isascii()
    assert b"INPUT 3x3" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_is_one_line_and_130(tmp_path):
    path = tmp_path / "a.gif"
    code = (
        "from upconv.explanation import animation\n"
        "drawn = animation.picture\n"
        "def announced(*arguments):\n"
        "    print('drawing', flush=True)\n"
        "    return drawn(*arguments)\n"
        "animation.picture = announced\n"
        "from upconv.cli import main; main()\n"
    )
    command = [sys.executable, "-c", code, "explain", "--input", "16x16", "--save", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "drawing\n"
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, "upconv: Stopped; nothing was written.\n")
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_command_and_view():
    told = run("--help").stdout
    for word in ("checkerboard", "upsampling", "scatter", "phases", "torch|keras|onnx"):
        assert word in told
