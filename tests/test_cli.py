"""The command `upconv`: what it prints, what it says to a mistake, its exit status."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import upconv

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
        "Flax        flax.linen.ConvTranspose(..., kernel_size=(3, 3), strides=(2, 2), "
        "padding=((2, 2), (2, 2)), kernel_dilation=(1, 1), transpose_kernel=False)",
        "Equinox     equinox.nn.ConvTranspose2d(..., kernel_size=3, stride=2, padding=0, "
        "output_padding=0, dilation=1, groups=1)",
        "Haiku       hk.Conv2DTranspose(..., kernel_shape=3, stride=2, padding=((2, 2), (2, 2)))",
        "MLX         mlx.nn.ConvTranspose2d(..., kernel_size=3, stride=2, padding=0, dilation=1, "
        "output_padding=0)",
        "Paddle      paddle.nn.Conv2DTranspose(..., kernel_size=3, stride=2, padding=0, "
        "output_padding=0, dilation=1, groups=1)",
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
        (("--input", "3,4", "--kernel", "2", "--stride", "2"), "3x4 -> 6x8 "),
        (("--input", "3,4", "--kernel", "2", "--padding", "0:0,-1:1"), "3x4 -> 4x5 "),
        (("--input", "4", "--kernel", "3", "--stride", "1000000000"), "4 -> 3000000003 "),
        (("--input", "4", "--kernel", "1000000000000"), "4 -> 1000000000003 "),
    ],
)
def test_size_both_ways(arguments, first):
    assert run("size", *arguments).stdout.startswith(first)


def test_solve_lists_layers_the_plainest_first():
    done = run("solve", "7x7", "28x28", "--limit", "4", "--like", "keras")
    assert [line[:62] for line in done.stdout.splitlines()] == [
        "overlap  Keras, 7x7 -> 28x28",
        "even     Conv2DTranspose(..., kernel_size=4, strides=4, paddin",
        "even     Conv2DTranspose(..., kernel_size=8, strides=4, paddin",
        "even     Conv2DTranspose(..., kernel_size=28, strides=4, paddi",
        "uneven   Conv2DTranspose(..., kernel_size=6, strides=4, paddin",
        "",
        "Uneven overlap causes checkerboard artifacts.",
        "",
        "More fit: --limit lists more than 4.",
        "",
        "Searched: kernel sizes 1 to 8, and k = s, k = 2·s and k = o; f",
    ]


def test_solve_lists_the_layers_that_the_framework_has_words_for():
    done = run("solve", "7", "28", "--like", "keras", "--stride", "4")
    layers = [line for line in done.stdout.splitlines() if line.startswith(("even", "uneven"))]
    assert len(layers) == 9
    assert all("Conv1DTranspose(..., kernel_size=" in line for line in layers)
    last = "Keras cannot express other layers that fit; --like torch lists them."
    assert last in done.stdout.splitlines()
    plenty = run("solve", "7", "28", "--like", "keras", "--limit", "3")
    assert last not in plenty.stdout


def test_solve_says_what_to_write_where_the_framework_has_no_words_at_all():
    done = run("solve", "7", "28", "--like", "tflite", "--limit", "1")
    assert "TFLite cannot express a number of axes other than 2" in done.stdout
    assert "other layers that fit" not in done.stdout


MISTAKES = [
    (
        ("size", "--kernel", "3"),
        2,
        "upconv: Give --input (forward), --output (backward), or both",
    ),
    (
        ("size", "--input", "4y4", "--kernel", "3"),
        2,
        "upconv: `--input` must be an integer, or one integer per axis (at most 3) separated by "
        "x. Received --input 4y4. Write 3, or 3x5 for two axes.",
    ),
    (
        ("size", "--input", "4x5x6x7", "--kernel", "3"),
        2,
        "upconv: `--input` must be an integer, or one integer per axis (at most 3) separated by "
        "x. Received --input 4x5x6x7. Write 3, or 3x5 for two axes.",
    ),
    (
        ("size", "--input", "4", "--kernel", "3", "--padding", "SAME"),
        2,
        "upconv: `--padding` must be an integer, one integer per axis, one (begin, end) pair per "
        "axis, or one of 'valid', 'same', 'same_upper', 'same_lower'. Received --padding SAME. "
        "Write 'same'.",
    ),
    (
        ("size", "--input", "4", "--kernel", "3", "--padding", "1:2x3"),
        2,
        "upconv: `--padding` must be an integer, or one integer per axis (at most 3) separated "
        "by x. Received --padding 1:2x3. Write 3, or 3x5 for two axes.",
    ),
    (
        ("size", "--output", "8x11", "--kernel", "3x5", "--stride", "2"),
        2,
        "upconv: `--output` must be a size that some input size gives. Received --output 8x11 "
        "(axis 0). o = (i - 1)·2 + 1·(3 - 1) + 1 - 0 - 0 gives 7 (from 3) and 9 (from 4). Write "
        "one of these, or also give --input, so that the output padding is computed.",
    ),
    (
        ("size", "--input", "4", "--kernel", "0"),
        2,
        "upconv: `--kernel` must be at least 1. Received --kernel 0.",
    ),
    (
        ("solve", "4", "9", "--stride", "2", "--kernel", "2", "--padding", "1"),
        1,
        "upconv: No layer turns 4 into 9 with these options",
    ),
    (
        ("solve", "4", "8", "--like", "caffe"),
        2,
        "upconv: `--like` must be one of 'torch', 'keras', 'tensorflow', 'onnx', 'jax', "
        "'tflite', 'flax', 'equinox', 'haiku', 'mlx', 'paddle'. Received --like caffe.",
    ),
    (
        ("solve", "4", "8", "--like", "pytorch"),
        2,
        "upconv: `--like` must be one of 'torch', 'keras', 'tensorflow', 'onnx', 'jax', "
        "'tflite', 'flax', 'equinox', 'haiku', 'mlx', 'paddle'. Received --like pytorch. "
        "Write 'torch'.",
    ),
    (
        ("solve", "a", "8"),
        2,
        "upconv: `INPUT` must be an integer, or one integer per axis (at most 3) separated by x. "
        "Received INPUT a. Write 3, or 3x5 for two axes.",
    ),
    (
        ("solve", "8", "b"),
        2,
        "upconv: `OUTPUT` must be an integer, or one integer per axis (at most 3) separated by "
        "x. Received OUTPUT b. Write 3, or 3x5 for two axes.",
    ),
    (
        ("solve", "4", "8", "--limit", "0"),
        2,
        "upconv: `--limit` must be at least 1. Received --limit 0.",
    ),
    (("solve", "0", "8"), 2, "upconv: `INPUT` must be at least 1. Received INPUT 0."),
    (
        ("solve", "4", "8", "--limit", "many"),
        2,
        "upconv: `--limit` must be an integer. Received --limit many. `upconv solve -h` shows "
        "the usage.",
    ),
    (
        ("solve", "4", "8", "--layers", "5"),
        2,
        "upconv: `--layers` must be at most 4. Received --layers 5.",
    ),
    (
        ("solve", "28", "7", "--kernel", "3", "--stride", "2"),
        1,
        "upconv: No layer turns 28 into 7 with these options. Use a convolution: kernel size 4, "
        "stride 4, padding 0",
    ),
    (
        ("size", "--input", "0x4", "--kernel", "3"),
        2,
        "upconv: `--input` must be at least 1 on every axis. Received --input 0 (axis 0).",
    ),
    (
        ("size", "--input", "4", "--kernel", "3x3", "--padding", "1:0"),
        2,
        "upconv: `--padding` must be an integer, one integer per axis, one (begin, end) pair per "
        "axis, or one of 'valid', 'same', 'same_upper', 'same_lower'. Received --padding 1:0. "
        "Write one pair per axis as --padding 1:0x1:0.",
    ),
    (
        ("size", "--input", "4", "--kernel", "3", "--stride", "2", "--output-padding", "2"),
        2,
        "upconv: `--output-padding` must be smaller than `--stride` or `--dilation` on every "
        "axis. Received --output-padding 2, --stride 2 (axis 0). Largest output_padding on axis "
        "0: 1.",
    ),
    (
        ("size", "--input", "28", "--output", "56", "--kernel", "2"),
        2,
        "upconv: `--output` must be a size that the layer can reach. Received --output 56 "
        "(axis 0). Sizes reachable on axis 0: 29, from 29 = (28 - 1)·1 + 1·(2 - 1) + 1 - 0 - 0. "
        "Write one of these, or --stride 2, --padding 0.",
    ),
    (
        ("size", "--input", "4", "--kernel", "9" * 30),
        2,
        f"upconv: `--kernel` must be below 2^63 on every axis. Received --kernel {'9' * 30}.",
    ),
    (
        ("size", "--input", "4", "--kernel", "9" * 6000),
        2,
        "upconv: `--kernel` must be an integer, or one integer per axis (at most 3) separated by "
        f"x. Received --kernel {'9' * 30}...{'9' * 30}. Write 3, or 3x5 for two axes.",
    ),
    (("check", "."), 2, "upconv: A file must be readable. Received .: Is a directory."),
    (
        ("bench", "--rounds", "0"),
        2,
        "upconv: `--rounds` must be at least 1. Received --rounds 0. `upconv bench -h` shows "
        "the usage.",
    ),
    (
        ("bench", "--what=x"),
        2,
        "upconv: `--what` must be one of 'forward', 'backward', 'first-call', 'lengths', "
        "'overhead', 'memory'. Received --what x.",
    ),
    (
        ("explain", "--view", "x"),
        2,
        "upconv: `--view` must be one of 'scatter', 'zeros', 'matrix', 'phases', 'convolution'. "
        "Received --view x. `upconv explain -h` shows the usage.",
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


@pytest.mark.parametrize(
    ("arguments", "begin", "end"),
    [
        (("size", "--sise", "4"), "No such option: --sise", "`upconv size -h`"),
        (("sise",), "No such command 'sise'", "`upconv -h`"),
        (("size", "--input", "4"), "Missing option '--kernel'", "`upconv size -h`"),
        (("solve", "4"), "Missing argument ", "`upconv solve -h`"),
    ],
)
def test_what_is_no_option_is_one_line(arguments, begin, end):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"upconv: {begin}")
    assert line.endswith(f"{end} shows the usage.")


def test_many_phases_are_counted_rather_than_listed():
    done = run("size", "--input", "4", "--kernel", "3", "--stride", "1000000000")
    assert "  taps per output phase: 1 in 3 phases, 0 in 999999997 phases (uneven" in done.stdout


def test_a_layer_of_huge_stride_is_checked_by_formula():
    done = run("check", "--kernel", "3", "--stride", "1000000000")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        "geometry, kernel 3, stride 1000000000",
        "  overlap   0 to 1 taps per phase: uneven, 85.2 dB with equal taps",
    ]


def test_a_word_that_was_typed_is_written_again():
    done = run("size", "--input", "4x4", "--kernel", "2", "--stride", "2", "--padding", "same")
    assert done.stdout.count("padding='same'") == 1
    assert done.stdout.count("padding='SAME'") == 2
    assert "valid" not in done.stdout.lower()


def test_solve_finds_the_crop_of_same_where_the_framework_has_it():
    words = ("solve", "16", "16", "--kernel", "4", "--stride", "1", "--like")
    assert run(*words, "keras").stdout.splitlines() == [
        "overlap  Keras, 16 -> 16",
        "even     Conv1DTranspose(..., kernel_size=4, strides=1, padding='same', "
        "output_padding=None, dilation_rate=1)",
    ]
    assert run(*words, "torch").stdout.splitlines()[1] == (
        "even     PyTorch cannot express a crop of 1 at the start and 2 at the end. Received "
        "crop=((1, 2),) (axis 0). Use padding=0, output_padding=0 and keep y[:, :, 1:-2]."
    )
    for like in ("onnx", "jax", "flax", "equinox", "haiku", "paddle", "tensorflow"):
        assert "cannot say" not in run(*words, like).stdout, like


def test_solve_over_two_layers():
    done = run("solve", "7", "28", "--layers", "2", "--kernel", "4", "--limit", "1")
    assert done.stdout.splitlines() == [
        "overlap  sizes     PyTorch, 7 -> 28",
        "even     7 -> 14   ConvTranspose1d(..., kernel_size=4, stride=2, padding=1, "
        "output_padding=0, dilation=1, groups=1)",
        "even     14 -> 28  ConvTranspose1d(..., kernel_size=4, stride=2, padding=1, "
        "output_padding=0, dilation=1, groups=1)",
        "",
        "More fit: --limit lists more than 1.",
        "",
        "Searched: intermediate sizes that grow by about equal factors; the 4 simplest layers of "
        "each step.",
    ]


# For programs.


def test_size_as_json():
    told = json.loads(
        run("size", "--input", "4", "--kernel", "3", "--stride", "2", "--json").stdout
    )
    frameworks = told.pop("frameworks")
    assert told == {
        "input_size": [4],
        "output_size": [9],
        "layer": {
            "kernel_size": [3],
            "stride": [2],
            "dilation": [1],
            "crop": [[0, 0]],
            "overlap": [[{"taps": 2, "phases": 1}, {"taps": 1, "phases": 1}]],
            "even": False,
        },
        "axes": [
            {
                "formula": "9 = (4 - 1)·2 + 1·(3 - 1) + 1 - 0 - 0",
                "zero_insertion": {"between": 1, "before": 2, "after": 2},
                "convolution_input_sizes": {"from": 9, "to": 10},
            }
        ],
    }
    assert list(frameworks) == list(upconv.conventions.FRAMEWORKS)
    assert frameworks["torch"]["arguments"]["kernel_size"] == 3
    assert frameworks["torch"]["call"].startswith("ConvTranspose1d(..., kernel_size=3")
    assert frameworks["tflite"]["refused"].startswith(
        "TFLite cannot express a number of axes other than 2."
    )


def test_solve_as_json():
    words = ("solve", "7", "28", "--layers", "2", "--limit", "1", "--like", "keras", "--json")
    told = json.loads(run(*words).stdout)
    assert list(told) == [
        "input_size", "output_size", "framework", "solutions", "searched", "instead",
    ]  # fmt: skip
    ((first, second),) = told["solutions"]
    assert (first["input_size"], first["output_size"], second["output_size"]) == ([7], [14], [28])
    assert first["arguments"]["strides"] == 2
    assert first["layer"]["even"] is True
    none = run("solve", "28", "7", "--kernel", "3", "--json")
    assert none.returncode == 1
    assert json.loads(none.stdout)["solutions"] == []
    assert json.loads(none.stdout)["instead"].startswith("Use a convolution: ")


def test_check_as_json():
    done = run("check", "--kernel", "3", "--stride", "2", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    (layer,) = told["layers"]
    assert (told["above"], told["not_measured"]) == (1, [])
    assert list(layer) == [
        "name", "kind", "channels", "groups", "layer", "db", "spectra", "decides", "limit_db",
        "above", "remedies",
    ]  # fmt: skip
    assert (layer["kind"], layer["decides"], layer["limit_db"]) == ("geometry", "overlap", -20)
    assert layer["db"] == {"overlap": -9.5424}
    assert layer["remedies"][0] == {"name": "unchanged", "effect": "", "multiply_adds": 3}
    even = json.loads(run("check", "--kernel", "4", "--stride", "2", "--json").stdout)
    assert even["layers"][0]["db"] == {"overlap": "-inf"}


def test_info_as_json():
    told = json.loads(run("info", "--json").stdout)
    keys = {"version", "python", "platform", "cpu", "cores", "threads", "engine", "versions"}
    assert keys <= set(told)
    assert told["cores"] >= 1
    assert "numpy" in told["versions"]


# Help and completion.


def commands():
    import typer.main

    from upconv.cli import app

    def visit(command, names):
        yield names
        for name, inner in getattr(command, "commands", {}).items():
            yield from visit(inner, (*names, name))

    return list(visit(typer.main.get_command(app), ()))


def test_every_command_has_h():
    from typer.testing import CliRunner

    from upconv.cli import app

    found = commands()
    assert ("explain", "checkerboard") in found
    for names in found:
        short, long = (CliRunner().invoke(app, [*names, flag]) for flag in ("-h", "--help"))
        assert short.exit_code == 0, names
        assert short.output == long.output


def completed(words: str) -> list[str]:
    """Return what bash is offered for the last word of a line."""
    environment = {
        **os.environ,
        "_UPCONV_COMPLETE": "complete_bash",
        "COMP_WORDS": f"upconv {words}",
        "COMP_CWORD": str(len(words.split(" "))),
    }
    code = "import sys; sys.argv = ['upconv']; from upconv.cli import app; app(prog_name='upconv')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    return done.stdout.split()


def test_closed_lists_are_completed():
    assert completed("solve 7 28 --like t") == ["torch", "tensorflow", "tflite"]
    assert completed("explain --like ") == ["torch", "keras", "onnx"]
    assert completed("explain --view ph") == ["phases"]
    assert completed("bench --what b") == ["backward"]
    assert completed("bench dcgan_g") == ["dcgan_g1", "dcgan_g2", "dcgan_g4", "dcgan_g5"]
    assert completed("bench --peers torch,li") == ["torch,litert"]
