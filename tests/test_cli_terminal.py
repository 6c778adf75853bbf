"""What the command prints where: escapes, encodings, closed pipes, unforeseen errors, statuses."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upconv import errors
from upconv.cli import main, output
from upconv.cli.status import Status
from upconv.errors.escapes import printable

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from upconv.cli import main; main()"]
TITLE = "\x1b]0;title\x07"  # sets the title of a terminal's window
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def run(*arguments, **options):
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, **options
    )


@pytest.fixture
def command(monkeypatch, capsys, tmp_path):
    """Run the command in this process, in a folder of its own; returns (status, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))

    def started(*arguments):
        monkeypatch.setattr(sys, "argv", ["upconv", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return stopped.value.code, *capsys.readouterr()

    return started


@given(st.text(st.characters(codec=None), max_size=30))
def test_what_is_printable_controls_nothing_and_is_encodable(text):
    shown = printable(text)
    assert not CONTROL.search(shown)
    assert "\n" not in shown
    assert printable(shown) == shown
    shown.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])))
def test_what_controls_nothing_stays_as_it_is(text):
    assert printable(text) == text


def _need_packages_of(command):
    """Skip where a command only says which extra it needs."""
    for module in {"onnx": ("onnxruntime",), "train": ("lightning",)}.get(command, ()):
        pytest.importorskip(module, reason=f"the extra of upconv {command}")


def test_every_message_is_one_printable_line():
    message = str(errors.files.cannot_read(f"a{TITLE}\nb", "No such file"))
    assert "a\\x1b]0;title\\x07\\nb: No such file" in message


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", f"{TITLE}.onnx"),
        ("check", f"module{TITLE}:name"),
        (f"no{TITLE}",),
        ("size", "--kernel", f"3{TITLE}", "--input", "4"),
        ("explain", "upsampling", f"{TITLE}.png"),
        ("explain", "--values", f"1{TITLE}"),
        ("solve", "7", "28", "--like", TITLE),
        ("onnx", "optimize", f"{TITLE}.onnx", "--dry-run"),
        ("bench", TITLE, "--peers", "none"),
        ("train", "autoencoder", "--data", TITLE),
    ],
    ids=lambda words: "_".join(words[:2]).replace(TITLE, "X"),
)
def test_what_was_written_comes_back_escaped(command, arguments):
    _need_packages_of(arguments[0])
    status, out, err = command(*arguments)
    assert status == 2
    assert "\\x1b]0;title\\x07" in out + err or "\\x1b" in err
    assert not CONTROL.search(out + err)


HOSTILE = f"a{TITLE}[red]:smile:\u202eb\nTwo"
ESCAPED = "a\\x1b]0;title\\x07[red]:smile:\\u202eb\\nTwo"


@pytest.fixture
def hostile_model(tmp_path):
    onnx = pytest.importorskip("onnx", reason="the model is ONNX'")
    import numpy as np

    from checkerboard_models import graph

    node = onnx.helper.make_node("ConvTranspose", ["x", "w"], [HOSTILE], strides=[2, 2])
    after = onnx.helper.make_node("Relu", [HOSTILE], ["y"])
    weight = np.random.default_rng(0).standard_normal((3, 2, 3, 3)).astype(np.float32)
    path = tmp_path / "model.onnx"
    onnx.save(graph(onnx, [node, after], {"w": weight}), path)
    return path


@pytest.mark.filterwarnings("ignore:Glyph")
def test_names_in_a_model_are_escaped(command, hostile_model):
    status, out, err = command("check", hostile_model, "--picture", "phases.png")
    assert status in (0, 1)
    assert ESCAPED in out
    assert not CONTROL.search(out + err)
    pytest.importorskip("onnxruntime", reason="`onnx optimize` measures in it")
    status, out, err = command(
        "onnx", "optimize", hostile_model, "--dry-run", "--input", "x=1x3x8x8"
    )
    assert (status, err) == (0, "")
    assert ESCAPED in out
    assert not CONTROL.search(out)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs pseudo-terminals")
def test_names_are_escaped_on_a_terminal_and_colours_are_not(hostile_model):
    pytest.importorskip("onnxruntime", reason="`onnx optimize` measures in it")
    ours, theirs = pty.openpty()
    words = [*COMMAND, "onnx", "optimize", str(hostile_model), "--dry-run", "--input", "x=1x3x8x8"]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    with subprocess.Popen(words, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        seen = b""
        try:
            while part := os.read(ours, 4096):
                seen += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b[1m" in seen or b"\x1b[32m" in seen or b"\x1b[2m" in seen
    assert b"]0;title\x07" not in seen
    assert ESCAPED.encode()[:20] in seen


def test_code_of_the_user_keeps_its_streams(command, tmp_path):
    (tmp_path / "colourful.py").write_text(
        "print('\\x1b[32mloading\\x1b[0m')\nraise RuntimeError('no \\x1b[2J')\n", encoding="utf-8"
    )
    status, out, err = command("check", "colourful:model")
    assert (status, out) == (2, "\x1b[32mloading\x1b[0m\n")
    assert "RuntimeError: no \\x1b[2J" in err


@pytest.mark.parametrize("arguments", [
    ("size", "--input", "4x4", "--kernel", "3", "--stride", "2"),
    ("solve", "7", "28"),
    ("explain", "--input", "2"),
    ("check", "--kernel", "3", "--stride", "2"),
    ("--help",),
    ("train", "autoencoder", "--help"),
    ("size", "--input", "4·4", "--kernel", "3"),
])  # fmt: skip
def test_an_encoding_without_our_signs_gets_ascii(arguments):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run(*arguments, env=environment)
    assert "Traceback" not in done.stderr
    assert done.returncode in (Status.DONE, Status.NO, Status.MISTAKE)
    assert (done.stdout + done.stderr).isascii()
    assert done.stdout or "4*4" in done.stderr


def test_who_reads_no_further_ends_the_command_in_silence():
    for arguments in (("solve", "7", "28", "--limit", "200"), ("explain",), ("--help",)):
        with subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            process.stdout.close()
            told = process.stderr.read()
        assert (process.returncode, told) == (Status.UNREAD, b""), arguments


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize(
    "arguments", [("solve", "7", "28"), ("explain",), ("check", "--kernel=2", "--stride=2")]
)
def test_a_full_disk_is_one_line(arguments):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    line = "Standard output must be writable. Received No space left on device."
    assert (done.returncode, done.stderr) == (Status.MISTAKE, f"upconv: {line}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="closes a descriptor in a shell")
def test_a_closed_output_is_no_error():
    command = f"exec '{sys.executable}' -c 'from upconv.cli import main; main()' info >&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_streams_are_given_back(capsys):
    before = sys.stdout, sys.stderr, sys.stdout.errors
    with output.escaped():
        print("a\x1b")
        assert sys.stdout is not before[0]
        with output.untouched():
            assert sys.stdout is before[0]
    assert (sys.stdout, sys.stderr, sys.stdout.errors) == before
    assert capsys.readouterr().out == "a\\x1b\n"


def failing(monkeypatch, error):
    """Let `upconv solve` fail in a way that nobody foresaw."""
    from upconv.geometry import Geometry

    def solve(*_, **__):
        raise error

    monkeypatch.setattr(Geometry, "solve", solve)


def test_an_unforeseen_error_is_one_line_and_a_status_of_its_own(command, monkeypatch):
    failing(monkeypatch, KeyError("a\x1b\nb"))
    status, out, err = command("solve", "7", "28")
    assert (status, out) == (Status.DEFECT, "")
    assert err == (
        "upconv: An unexpected error occurred. Received KeyError: 'a\\x1b\\nb'. This is a bug in "
        "upconv: please report it with the output of `upconv info` and of "
        "`upconv --traceback COMMAND ...`.\n"
    )
    status, _, err = command("--traceback", "solve", "7", "28")
    assert status == Status.DEFECT
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.count("An unexpected error occurred.") == 1
    assert "Traceback" not in command("solve", "7", "28")[2]


def test_too_little_memory_is_no_defect(command, monkeypatch):
    failing(monkeypatch, MemoryError())
    assert command("solve", "7", "28") == (
        Status.MISTAKE,
        "",
        "upconv: The computation must fit into memory. Received a MemoryError. Use smaller sizes "
        "or a machine with more memory.\n",
    )


def test_ctrl_c_anywhere_is_one_line(command, monkeypatch):
    failing(monkeypatch, KeyboardInterrupt())
    assert command("solve", "7", "28") == (Status.INTERRUPTED, "", "upconv: Stopped.\n")


def test_a_module_that_leaves_does_not_choose_the_status(command, tmp_path):
    (tmp_path / "leaving.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    status, _, err = command("check", "leaving:model")
    assert status == Status.MISTAKE
    assert "Received leaving:model: SystemExit: 0." in err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("check", "https://example.org/a/model.onnx"),
            "The file to check must be on this machine. Received "
            "https://example.org/a/model.onnx. Download it and give the file: upconv check "
            "model.onnx.",
        ),
        (
            ("explain", "upsampling", "https://example.org/a.png"),
            "A file must be readable. Received https:/example.org/a.png: No such file or "
            "directory. Download it first: the file must be on this machine.",
        ),
        (
            ("bench", "--peers", "none", "--layer", "2 1 100000 1000x1000 3 2 2 0 1"),
            "The arrays of a layer must take at most 4 GiB in total. Received '2 1 100000 "
            "1000x1000 3 2 2 0 1', which takes 373 GiB. Measure a smaller layer of the same kind: "
            "fewer images, or a smaller input.",
        ),
        (
            ("bench", "--threads", "100000"),
            f"`--threads` must be at most {os.cpu_count()}, the CPUs of this machine. Received "
            "--threads 100000. Omit it to use all of them.",
        ),
        (
            ("onnx", "optimize", "model.onnx", "--dry-run", "--threads", "100000"),
            f"`--threads` must be at most {os.cpu_count()}, the CPUs of this machine. Received "
            "--threads 100000. Omit it to use all of them.",
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_mistake_says_what_to_do(command, arguments, line):
    _need_packages_of(arguments[0])
    assert command(*arguments) == (Status.MISTAKE, "", f"upconv: {line}\n")


def test_the_statuses_are_told_in_one_place(command):
    _, out, _ = command("--help")
    page = (ROOT / "docs" / "command.md").read_text(encoding="utf-8")
    for status in Status:
        assert re.search(rf"^ +{status.value}  {re.escape(status.meaning)}$", out, re.MULTILINE)
        assert f"| {status.value} | {status.meaning} |" in page
