"""One rule for every file that a command writes: what exists is refused before any work."""

import os
import sys
from pathlib import Path

import pytest

from upconv.cli import main, writing

# Every command that writes, with what it reads: None where a test may name what is not there,
# since it is looked at only after the place.
COMMANDS = {
    "--fix": ["check", "missing.onnx"],
    "--equalize": ["check", "missing.onnx"],
    "--picture": ["check", "missing.onnx"],
    "--out": ["onnx", "optimize", "missing.onnx"],
    "-o": ["onnx", "optimize", "missing.onnx"],
    "--json": ["bench"],
}
SAVING = {
    "explain": ["explain", "--input", "3x3", "--kernel", "2x2"],
    "explain checkerboard": ["explain", "checkerboard"],
    "explain upsampling": ["explain", "upsampling", "missing.png"],
}
CASES = [*COMMANDS.items(), *(("--save", words) for words in SAVING.values())]


@pytest.fixture
def upconv(monkeypatch, capsys, tmp_path):
    """Run the command in a folder of its own; returns (status, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["upconv", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return stopped.value.code or 0, *capsys.readouterr()

    return run


@pytest.mark.parametrize(("option", "command"), CASES)
def test_what_exists_is_refused_before_anything_is_read(upconv, option, command):
    taken = Path("taken.png")
    taken.write_bytes(b"precious")
    Path("link.png").symlink_to("nowhere")  # what it points to would be made
    shown = "--out" if option == "-o" else option
    for name in ("taken.png", "link.png"):
        assert upconv(*command, option, name) == (
            2,
            "",
            f"upconv: `{shown}` must name a new file. Received {shown} {name}, which exists. Give "
            "another name, or --overwrite to replace it.\n",
        )
    assert taken.read_bytes() == b"precious"


@pytest.mark.parametrize(("option", "command"), CASES)
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_read(upconv, option, command):
    Path("file").touch()
    Path("folder.png").mkdir()
    for name, reason in (
        ("no/such/a.png", "No such file or directory"),
        ("file/a.png", "Not a directory"),
        ("folder.png", "Is a directory"),
    ):
        assert upconv(*command, "--overwrite", option, name) == (
            2,
            "",
            f"upconv: The output path must be writable. Received {name}: {reason}. An existing "
            "file is unchanged.\n",
        )


@pytest.mark.parametrize("command", SAVING.values())
def test_overwrite_replaces(upconv, command):
    pytest.importorskip("matplotlib", reason="pictures need the extra `explain`")
    Path("a.png").write_bytes(b"old")
    if "upsampling" in command:
        pytest.importorskip("PIL").Image.new("RGB", (40, 40)).save("missing.png")
    status, _, err = upconv(*command, "--save", "a.png", "--overwrite")
    assert (status, err) == (0, "")
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")


def test_ones_own_input_is_named(upconv):
    Path("m.onnx").touch()
    os.link("m.onnx", "same.onnx")
    for command in (["check", "m.onnx", "--equalize"], ["onnx", "optimize", "m.onnx", "--out"]):
        for name in ("m.onnx", "same.onnx"):
            status, _, err = upconv(*command, name)
            assert (status, err) == (
                2,
                f"upconv: `{command[-1]}` must name a new file. Received {command[-1]} {name}, "
                "which is the input file. Give another name, or --overwrite to replace it.\n",
            )


def test_two_options_with_one_file(upconv):
    status, _, err = upconv(
        "check", "m.onnx", "--fix", "a.onnx", "--equalize", "./a.onnx", "--overwrite"
    )
    assert (status, err) == (
        2,
        "upconv: `--fix` and `--equalize` must name different files. Received a.onnx for both.\n",
    )


def test_a_dry_run_needs_no_place(upconv):
    pytest.importorskip("onnxruntime", reason="`onnx optimize` measures in it")
    Path("a.onnx").touch()
    _, _, err = upconv("onnx", "optimize", "missing.onnx", "--dry-run", "-o", "a.onnx")
    assert (
        err == "upconv: A file must be readable. Received missing.onnx: No such file or "
        "directory.\n"
    )


def test_a_device_is_no_file_to_lose(tmp_path):
    writing.check({"--out": Path(os.devnull), "--json": None}, overwrite=False, read=tmp_path)


def test_every_command_that_writes_has_the_option():
    """What takes a path to write is found by its name; a new command must follow the rule."""
    import typer.main

    from upconv.cli import app

    found = {}

    def visit(command, name):
        options = {p.name for p in command.params}
        valued = {p.name for p in command.params if not getattr(p, "is_flag", False)}
        if valued & {"out", "save", "json", "fix", "equalize", "picture"}:
            found[name] = "overwrite" in options
        for inner, one in getattr(command, "commands", {}).items():
            visit(one, f"{name} {inner}".strip())

    visit(typer.main.get_command(app), "")
    assert {"check", "bench", "onnx optimize", "explain", "upscale"} <= set(found)
    assert all(found.values()), found
