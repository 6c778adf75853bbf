"""The command `upconv`: what it prints, what it says to a mistake, its exit status."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import upconv

pytest.importorskip("typer", reason="the command needs the extra `apps`")

COMMAND = [sys.executable, "-c", "from upconv.cli import main; main()"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert "Traceback" not in done.stderr
    return done


def test_size_forward_in_the_words_of_each_framework():
    done = run("size", "--input", "4x4", "--kernel", "3", "--stride", "2")
    assert done.returncode == 0
    lines = done.stdout.splitlines()  # what is piped on has no blanks at the ends
    assert lines == [
        "4x4 -> 9x9   o = (i - 1)·s + d·(k - 1) + 1 - begin - end",
        "",
        "axes 0, 1: 9 = (4 - 1)·2 + 1·(3 - 1) + 1 - 0 - 0",
        "  zero insertion: 1 between, 2 before, 2 after",
        "  taps per output phase: 2, 1 (uneven: a checkerboard may show)",
        "  the convolution with these numbers turns 9 to 10 into 4",
        "",
        "PyTorch     ConvTranspose2d(..., kernel_size=3, stride=2, padding=0, output_padding=0, "
        "dilation=1, groups=1)",
        "Keras       Conv2DTranspose(..., kernel_size=3, strides=2, padding='valid', "
        "output_padding=None, dilation_rate=1)",
        "TensorFlow  tf.nn.conv2d_transpose(..., filters[3, 3, C_out, C_in], "
        "output_shape=(N, 9, 9, C_out), strides=2, padding='VALID', dilations=1)",
        "ONNX        ConvTranspose(..., kernel_shape=[3, 3], strides=[2, 2], pads=[0, 0, 0, 0], "
        "output_padding=[0, 0], dilations=[1, 1], group=1)",
        "JAX         jax.lax.conv_transpose(..., rhs[3, 3, C_out, C_in], strides=(2, 2), "
        "padding=[(2, 2), (2, 2)], rhs_dilation=(1, 1), transpose_kernel=True)",
        "TFLite      TRANSPOSE_CONV(..., weights[C_out, 3, 3, C_in], "
        "output_shape=(N, 9, 9, C_out), strides=2, padding='VALID')",
    ]


def test_size_tells_each_axis_that_differs():
    done = run("size", "--input", "4x5", "--kernel", "3x5", "--stride", "2", "--padding", "same")
    assert "4x5 -> 8x10" in done.stdout
    assert "axis 0: 8 = (4 - 1)·2 + 1·(3 - 1) + 1 - 0 - 1" in done.stdout
    assert "axis 1: 10 = (5 - 1)·2 + 1·(5 - 1) + 1 - 1 - 2" in done.stdout
    assert "Use padding=0, output_padding=0 and keep y[:, :, :-1, 1:-2]." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (("--output", "9", "--kernel", "3", "--stride", "2"), "4 -> 9 "),
        (("--input", "4", "--output", "10", "--kernel", "3", "--stride", "2"), "4 -> 10 "),
        (("--input", "3x4", "--kernel", "2", "--padding", "0:0x-1:1"), "3x4 -> 4x5 "),
        (("--input", "3", "--kernel", "2", "--padding", "same_lower", "--stride", "3"), "3 -> 8 "),
        (("--input", "3x3x3", "--kernel", "2", "--stride", "2"), "3x3x3 -> 6x6x6 "),
        (("--input", "3×4", "--kernel", "2", "--stride", "2"), "3x4 -> 6x8 "),
    ],
)
def test_size_both_ways(arguments, first):
    assert run("size", *arguments).stdout.startswith(first)


def test_solve_lists_layers_the_plainest_first():
    done = run("solve", "7x7", "28x28", "--limit", "3", "--like", "keras")
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert lines[0] == "overlap  Keras, 7x7 -> 28x28"
    assert lines[1].startswith("even     Conv2DTranspose(..., kernel_size=4, strides=4")
    assert lines[3].startswith("uneven   Conv2DTranspose(..., kernel_size=6, strides=4")
    assert lines[-1] == "An uneven overlap is what a checkerboard is made of."


def test_solve_lists_the_layers_that_the_framework_has_words_for():
    done = run("solve", "7", "28", "--like", "keras", "--stride", "4")
    layers = [line for line in done.stdout.splitlines() if line.startswith(("even", "uneven"))]
    assert len(layers) == 6
    assert all("Conv1DTranspose(..., kernel_size=" in line for line in layers)
    last = "Keras has no words for other layers that fit; --like torch lists them."
    assert done.stdout.splitlines()[-1] == last
    plenty = run("solve", "7", "28", "--like", "keras", "--limit", "3")
    assert last not in plenty.stdout


def test_solve_says_what_to_write_where_the_framework_has_no_words_at_all():
    done = run("solve", "7", "28", "--like", "tflite", "--limit", "1")
    assert "TFLite cannot say other than 2 axes" in done.stdout
    assert "no words for other" not in done.stdout


MISTAKES = [
    (
        ("size", "--kernel", "3"),
        2,
        "upconv: Give --input (forward), --output (backward), or both",
    ),
    (
        ("size", "--input", "4y4", "--kernel", "3"),
        2,
        "upconv: `--input` must be an integer, or one integer per axis, 3 at most, with "
        "x between them. "
        "Received --input 4y4. Write 3, or 3x5 for two axes.",
    ),
    (
        ("size", "--input", "4x5x6x7", "--kernel", "3"),
        2,
        "upconv: `--input` must be an integer, or one integer per axis, 3 at most, with "
        "x between them. Received --input 4x5x6x7. Write 3, or 3x5 for two axes.",
    ),
    (
        ("size", "--input", "4", "--kernel", "3", "--padding", "SAME"),
        2,
        "upconv: `padding` must be an integer, one integer per axis, one (begin, end) pair per "
        "axis, or one of 'valid', 'same', 'same_upper', 'same_lower'. Received padding='SAME'. "
        "Write 'same'.",
    ),
    (
        ("size", "--input", "4", "--kernel", "3", "--padding", "1:2x3"),
        2,
        "upconv: `--padding` must be an integer, or one integer per axis, 3 at most, with "
        "x between them. "
        "Received --padding 1:2x3. Write 3, or 3x5 for two axes.",
    ),
    (
        ("size", "--output", "8x11", "--kernel", "3x5", "--stride", "2"),
        2,
        "upconv: `--output` must be a size that some input gives. Received --output 8x11 (axis 0). "
        "o = (i - 1)·2 + 1·(3 - 1) + 1 - 0 - 0 gives 7 (from 3) and 9 (from 4). "
        "Write one of these, or give --input too: the output padding is then found.",
    ),
    (
        ("size", "--input", "4", "--kernel", "0"),
        2,
        "upconv: `kernel_size` must be at least 1. Received kernel_size=0.",
    ),
    (
        ("solve", "4", "9", "--stride", "2", "--kernel", "2", "--padding", "1"),
        1,
        "upconv: No layer turns 4 into 9 with these options",
    ),
    (
        ("solve", "4", "8", "--like", "caffe"),
        2,
        "upconv: `framework` must be one of 'torch', 'keras', 'tensorflow', 'onnx', 'jax', "
        "'tflite'. Received framework='caffe'.",
    ),
]


@pytest.mark.parametrize(("arguments", "status", "line"), MISTAKES)
def test_a_mistake_is_one_line_and_a_status(arguments, status, line):
    done = run(*arguments)
    assert (done.returncode, done.stderr.strip(), done.stdout) == (status, line, "")


@pytest.mark.parametrize("arguments", [("size", "--input", "4", "--kernel", "3"), ("--help",)])
def test_questions_about_sizes_do_not_wait_for_numpy(arguments):
    code = (
        f"import sys; sys.argv = {['upconv', *arguments]!r}\nfrom upconv.cli import main\n"
        "try: main()\nexcept SystemExit: pass\nsys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_version():
    assert run("--version").stdout == f"upconv {upconv.__version__}\n"
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", upconv.__version__)


def test_info():
    assert "numpy" in run("info").stdout


def test_help_names_every_command():
    text = run("--help").stdout
    assert all(name in text for name in ("size", "solve", "train", "info"))


def test_the_command_is_installed():
    command = Path(sys.executable).with_name("upconv")
    done = subprocess.run([command, "info"], capture_output=True, text=True, check=True)
    assert "upconv" in done.stdout


def test_without_typer_the_command_says_what_to_install():
    code = "import sys; sys.modules['typer'] = None; from upconv.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "upconv: This needs the optional packages of upconv[cli]. Received no module named "
        "'typer'. Write: pip install 'typer>=0.16'."
    )
