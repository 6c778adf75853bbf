"""What the README shows runs as it stands, where the README says; its links lead somewhere."""

import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from upconv.extras import EXTRAS, is_installed

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
LINES = re.findall(r"^\$ ((?:.*\\\n)*.*)", README, re.MULTILINE)

# What a test need not wait for: epochs, and measurements that nobody reads.
SHORTER = {"train": "--epochs 1 --limit 60", "bench": "--rounds 1"}
# What a command ends with that has found something: this one checks a layer that is uneven.
FINDINGS = {"upconv check --kernel 3x3 --stride 2 --input 7": 1}


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """Make the environment that `make demo` leaves; return what starts a command in it.

    Model, images and photo of the reader's are there.
    """
    if sys.platform == "win32":
        pytest.skip("links packages")
    everything = [module for extra in EXTRAS.values() for module in extra.packages]
    if not all(map(is_installed, [*everything, "packaging"])):
        pytest.skip("the README shows everything, the extra `all`")
    import environment

    installed = re.search(r"^\$\(VENV\)/\.all:.*?-e '\.\[(\w+)\]'", MAKEFILE, re.M | re.S)[1]
    assert f"(`.[{installed}]`)" in README
    folder = tmp_path_factory.mktemp("readme")
    variables = environment.make(folder / "venv", installed)
    work = folder / "work"
    work.mkdir()
    _bring(work)

    def start(command, **options):
        return subprocess.Popen(
            ["/bin/sh", "-c", command], cwd=work, env=variables, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )  # fmt: skip

    return start


MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def _bring(work):
    """Leave in a folder what the README calls the reader's own."""
    import numpy as np
    import onnx
    from PIL import Image

    draw = np.random.default_rng(0)
    weight = 1 + 0.1 * draw.standard_normal((3, 2, 4, 4)).astype(np.float32)  # hardly uneven
    tensor, floats = onnx.helper.make_tensor_value_info, onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2])],
        "up",
        [tensor("x", floats, ["n", 3, "h", "w"])],
        [tensor("y", floats, ["n", 2, "a", "b"])],
        [onnx.numpy_helper.from_array(weight, "w")],
    )
    opsets = [onnx.helper.make_opsetid("", 17)]
    onnx.save(
        onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), work / "model.onnx"
    )
    np.save(work / "images.npy", draw.random((2, 3, 16, 16), np.float32))
    Image.fromarray(draw.integers(0, 256, (40, 50, 3), np.uint8)).save(work / "photo.png")


def _shortened(line):
    word = next((word for word in SHORTER if re.search(rf"upconv\)? {word} ", line)), None)
    return f"{line} {SHORTER[word]}" if word else line


def _ended(process, line):
    out, err = process.communicate(timeout=600)
    assert process.returncode == FINDINGS.get(line, 0), (line, out, err)
    assert "Traceback" not in err, (line, err)
    return out


def _lines(wanted):
    """Return the command lines, without comments, that begin with a word."""
    return [line.partition("    #")[0] for line in LINES if line.startswith(wanted)]


def test_every_line_is_run_by_a_test():
    assert sorted([*_lines("upconv "), *_lines("torchrun ")]) == sorted(
        line.partition("    #")[0] for line in LINES
    )
    assert len(_lines("upconv ")) == 10
    assert len(_lines("torchrun ")) == 1


def test_the_environment_has_what_the_extras_bring_and_no_more(shell):
    code = "import upconv, torch, keras, onnxruntime, lightning; print(upconv.__version__)"
    out = _ended(shell(f"KERAS_BACKEND=torch python -c '{code}'"), code)
    assert re.match(r"\d+\.\d+", out)
    for name in ("tensorflow", "jax", "openvino", "pytest", "hypothesis", "sphinx"):
        process = shell(f"python -c 'import {name}'")
        assert f"No module named '{name}'" in process.communicate()[1]


@pytest.mark.parametrize("line", [line for line in _lines("upconv ") if "upscale" not in line])
def test_a_command_runs(shell, line):
    _ended(shell(_shortened(line)), line)
    if "superresolution" in line:  # what it leaves is what is applied
        for following in _lines("upconv upscale "):
            assert "photo-x3.png" in _ended(shell(following), following)


def test_two_machines_train_together(shell):
    """Both on this one: the address is this machine's, the number of each is its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    (line,) = _lines("torchrun ")
    here = _shortened(line).replace("10.0.0.1", "127.0.0.1").replace("29500", port)
    assert "--node-rank 0" in here
    commands = [here, here.replace("--node-rank 0", "--node-rank 1")]
    processes = [shell(f"{command} --out runs/{n}") for n, command in enumerate(commands)]
    first, second = (_ended(*both) for both in zip(processes, commands, strict=True))
    assert "Wrote to runs/0" in first
    assert "Wrote to" not in second


@pytest.mark.parametrize("code", BLOCKS, ids=["numpy", "torch", "keras"])
def test_an_example_runs(shell, code):
    out = _ended(shell(f"python -c {shlex.quote(code)}"), code)
    comments = re.findall(r"print\(.*\) +# (.*)", code)
    for shown, printed in zip(comments, out.splitlines(), strict=True):
        assert printed.startswith(shown.removesuffix("..."))


def test_links_and_pictures_are_there():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_console_shows_what_the_command_prints():
    pytest.importorskip("typer", reason="the command needs the extra `cli`")
    from test_cli import run

    command, shown = re.search(r"\$ upconv (size .*)\n((?:.|\n)*?)\.\.\.\n", README).groups()
    assert run(*command.split()).stdout.startswith(shown)


def test_the_commands_are_in_the_makefile():
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)
