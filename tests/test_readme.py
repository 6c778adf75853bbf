"""The code blocks of the README and of the pages run as they stand; links lead somewhere."""

import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pages import DOCS, PAGES, README, ROOT, blocks, commands, is_shown, name, text
from upconv.extras import EXTRAS, is_installed

MAKEFILE = text(ROOT / "Makefile")
RESULTS = DOCS / "results.md"
# Where a page shows commands of upconv. Those of results.md train for minutes: see below.
CONSOLES = [
    page
    for page in (README, *PAGES)
    if page != RESULTS and any(c.line.startswith("upconv ") for c in commands(page))
]
TRAINING = [command.line for command in commands(RESULTS)]
# Commands that the tests named here run.
ELSEWHERE = {
    "pip install": "test_the_lines_for_pip_install_upconv",
    "torchrun": "test_two_machines_train_together",
    "python examples/checkerboard.py": "test_examples_checkerboard.py",
}

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
    assert f"(`.[{installed}]`)" in text(README)
    folder = tmp_path_factory.mktemp("readme")
    variables = environment.make(folder / "venv", installed)
    work = folder / "work"
    work.mkdir()
    _bring(work)

    def start(command, **options):
        return subprocess.Popen(
            ["/bin/sh", "-c", command], cwd=work, env=variables, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )  # fmt: skip

    return start


def _bring(work):
    """Leave in a folder what the pages call the reader's own."""
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
    # torchrun's first machine holds the store, and may be gone before the second has read from it.
    assert "Traceback" not in err.partition("Error waiting on exit barrier")[0], (line, err)
    return out


def test_every_command_is_run_by_a_test():
    for page in (README, *PAGES):
        shown = blocks(page, "console")
        for command in commands(page):
            known = page in CONSOLES or page == RESULTS
            assert (known and command.line.startswith("upconv ")) or any(
                command.line.startswith(words) for words in ELSEWHERE
            ), (page, command)
        makes = [line for block in shown for line in block.splitlines() if line.startswith("make ")]
        for line in makes:
            assert re.search(rf"^{line.split()[1]}:", MAKEFILE, re.MULTILINE), line
    assert [line.split()[1] for line in blocks(README, "console")[0].splitlines()] == [
        "demo",
        "test",
    ]


def test_the_readme_is_short():
    """Two screens before the first Python, and everything within five."""
    before, _, _ = text(README).partition("```python")
    assert before.count("\n") <= 60
    assert text(README).count("\n") <= 170


def test_the_environment_has_what_the_extras_bring_and_no_more(shell):
    code = "import upconv, torch, keras, onnxruntime, lightning; print(upconv.__version__)"
    out = _ended(shell(f"KERAS_BACKEND=torch python -c '{code}'"), code)
    assert re.match(r"\d+\.\d+", out)
    for package in ("tensorflow", "jax", "openvino", "pytest", "hypothesis", "sphinx"):
        process = shell(f"python -c 'import {package}'")
        assert f"No module named '{package}'" in process.communicate()[1]


@pytest.mark.parametrize("page", CONSOLES, ids=name)
def test_the_commands_of_a_page_run_and_print_what_it_shows(shell, page):
    for line, shown in commands(page):
        if line.startswith("upconv "):
            out = _ended(shell(_shortened(line)), line)
            assert is_shown(shown, out), (line, out)


def test_a_training_is_applied(shell):
    training = "upconv train superresolution"
    assert training in TRAINING
    _ended(shell(_shortened(training + " ")), training)
    following = next(line for line in TRAINING if line.startswith("upconv upscale "))
    assert "photo-x3.png" in _ended(shell(following), following)


def test_several_processes_train_together(shell):
    line = next(line for line in TRAINING if "--devices 2" in line)
    _ended(shell(_shortened(line)), line)


def test_two_machines_train_together(shell):
    """Both on this one: the address is this machine's, the number of each is its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    (line,) = [line for line in TRAINING if line.startswith("torchrun ")]
    here = _shortened(line).replace("10.0.0.1", "127.0.0.1").replace("29500", port)
    assert "--node-rank 0" in here
    commands = [here, here.replace("--node-rank 0", "--node-rank 1")]
    processes = [shell(f"{command} --out runs/{n}") for n, command in enumerate(commands)]
    first, second = (_ended(*both) for both in zip(processes, commands, strict=True))
    assert "Wrote to runs/0" in first
    assert "Wrote to" not in second


def test_the_options_of_every_training_exist(shell):
    for application in {line.split()[2] for line in TRAINING if line.startswith("upconv train ")}:
        described = _ended(shell(f"upconv train {application} --help"), application)
        for line in TRAINING:
            if line.startswith(f"upconv train {application}"):
                for option in re.findall(r"--[\w-]+", line):
                    assert f"{option} " in described, line


@pytest.mark.parametrize(
    ("page", "code"),
    [(page, code) for page in (README, *PAGES) for code in blocks(page, "python")],
    ids=lambda value: name(value) if isinstance(value, Path) else None,
)
def test_an_example_runs(shell, page, code):  # noqa: ARG001 - the page is the test's name
    out = _ended(shell(f"python -c {shlex.quote(code)}"), code)
    comments = re.findall(r"print\(.*\) +# (.*)", code)
    for shown, printed in zip(comments, out.splitlines(), strict=True):
        assert printed.startswith(shown.removesuffix("..."))


def test_the_lines_for_pip_install_upconv(tmp_path):
    """Run without an index: the wheel that is built here, and none of what it needs."""
    pytest.importorskip("pip", reason="pip installs")
    pytest.importorskip("hatchling", reason="hatchling builds the wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    lines = [command.line for command in commands(README) if command.line.startswith("pip ")]
    wheels = [line for line in lines if ".whl" in line]
    assert len(lines) == 2
    assert len(wheels) == 1
    for number, line in enumerate(lines):
        (named,) = re.findall(r"upconv-[\w.]+-py3-none-any\.whl", line) or [built.name]
        place = tmp_path if line in wheels else ROOT
        _, _, *what = shlex.split(line.replace(named, built.name))
        options = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet"]
        target = tmp_path / str(number)
        subprocess.run(
            [sys.executable, "-m", "pip", "install", *options, "--target", str(target), *what],
            cwd=place, check=True, env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        )  # fmt: skip
        assert (target / "upconv" / "py.typed").exists()
        for extra in re.findall(r"\w+", re.search(r"\[(.*)\]", line)[1]):
            assert extra in EXTRAS


def test_the_pages_name_a_wheel_that_is_not_older_than_the_project():
    from packaging.version import Version

    import upconv

    for page in (README, *PAGES):
        for version in re.findall(r"upconv-([\w.]+)-py3-none-any\.whl", text(page)):
            assert Version(version) >= Version(upconv.__version__), page


def test_the_table_of_extras_says_what_they_weigh():
    """Within a third: what the packages of an extra, and all that these need, take on the disk."""
    version = pytest.importorskip("importlib.metadata").version
    if not (sys.platform == "linux" and is_installed("torch") and "+cpu" in version("torch")):
        pytest.skip("the sizes are of Linux with the CPU build of PyTorch")
    pytest.importorskip("packaging", reason="it reads what packages need")
    import environment

    core = _weight(environment.needed(None))
    (said,) = re.findall(r"a weight, in (\d+) MB", text(README))
    assert core == pytest.approx(float(said), rel=0.33)
    for extra in EXTRAS:
        if all(is_installed(module) for module in EXTRAS[extra].packages):
            row = re.search(rf"^\| `{extra}` \|.*?\| ([\d,]+) MB", text(README), re.MULTILINE)
            weight = _weight(environment.needed(extra)) - core
            assert weight == pytest.approx(float(row[1].replace(",", "")), rel=0.33), extra


def _weight(names):
    """Return the megabytes of distributions."""
    from importlib import metadata

    return sum(
        path.stat().st_size
        for distribution in map(metadata.distribution, names)
        for file in distribution.files or ()
        if ".." not in file.parts[:1] and (path := Path(distribution.locate_file(file))).is_file()
    ) / 1e6  # fmt: skip


def test_links_and_pictures_are_there():
    for target in re.findall(r"\]\(([^)#]+)\)", text(README)):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_rows_of_the_benchmarks_are_those_that_were_measured():
    measured = text(ROOT / "benchmarks" / "RESULTS.md")
    whole = re.findall(r"^\| \w+ \| \d+× .*\|$", measured, re.MULTILINE)
    shown = re.findall(r"^(\| \w+ \| \d+× .*\|)$", text(README), re.MULTILINE)
    assert len(whole) == 19
    assert len(shown) == 5
    for row in shown:
        assert any(line.startswith(row) for line in whole), row
    assert any("** |" not in row for row in shown), "a loss is shown"
    for row in whole:
        assert row in text(DOCS / "benchmarks.md"), row
