"""The table of extras: what pyproject.toml installs, what the pages say, what a hint names."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from upconv import errors, extras

ROOT = Path(__file__).parents[1]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_table_is_what_pyproject_installs():
    declared = DECLARED["optional-dependencies"]
    for name, extra in extras.EXTRAS.items():
        includes = [f"upconv[{','.join(extra.includes)}]"] if extra.includes else []
        assert declared[name] == [*includes, *extra.packages.values()], name
    assert set(declared) - set(extras.EXTRAS) == {"docs", "dev", "all"}
    (everything,) = declared["all"]
    assert set(re.findall(r"[\w]+", everything)) - {"upconv"} == set(extras.EXTRAS)


def test_the_modules_are_those_of_the_packages():
    found = packages_distributions()
    for extra in extras.EXTRAS.values():
        for module, requirement in extra.packages.items():
            if extras.is_installed(module):
                name = re.match(r"[\w-]+", requirement)[0]
                assert name in {one.lower().replace("_", "-") for one in found[module]}


@pytest.mark.parametrize("page", ["README.md", "docs/command.md"])
def test_the_pages_say_what_the_table_says(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for name, extra in extras.EXTRAS.items():
        row = re.search(rf"^\| `{name}` \| (.*?) \|", text, re.MULTILINE)
        assert row, name
        assert row[1] == extra.unlocks


def test_a_hint_names_the_packages_that_are_missing(monkeypatch):
    monkeypatch.setattr(extras, "is_installed", {"torch"}.__contains__)
    assert str(errors.commands.extra_missing("PIL")) == (
        "This needs the optional packages of upconv[explain]. Received no module named 'PIL'. "
        "Write: pip install 'matplotlib>=3.11' 'pillow>=11'."
    )
    assert "[apps]" in str(errors.commands.extra_missing("sklearn"))
    assert "'torch>=" not in str(errors.commands.extra_missing("sklearn"))


def test_no_hint_names_an_index_where_upconv_is_not():
    for path in (*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md")):
        assert "pip install 'upconv[" not in path.read_text(encoding="utf-8"), path
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    before, _, _ = readme.partition("pip install 'upconv[")
    assert "upconv is not on PyPI yet" in before
    assert "Once it is published, this will be" in before


HIDDEN = "import sys\nfor name in {names}: sys.modules[name] = None\n"
RUN = "import sys; sys.argv = {words}\nfrom upconv.cli import main; main()"


@pytest.mark.parametrize(
    ("words", "hidden", "extra"),
    [
        (["explain", "--save", "a.png"], ["matplotlib"], "explain"),
        (
            ["check", "--kernel", "4", "--stride", "2", "--picture", "a.png"],
            ["matplotlib"],
            "explain",
        ),
        (["check", "model.onnx"], ["onnx"], "onnx"),
        (["check", "model.keras"], ["keras"], "keras"),
        (["onnx", "optimize", "model.onnx", "--dry-run"], ["onnxruntime"], "onnx"),
        (["train", "autoencoder"], ["lightning"], "apps"),
        (["train", "autoencoder"], ["torch"], "torch"),
        (["upscale", "model.onnx"], ["lightning"], "apps"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_each_command_asks_for_the_smallest_extra(tmp_path, words, hidden, extra):
    for name in ("model.onnx", "model.keras"):
        (tmp_path / name).write_bytes(b"x")
    gone = [name for name in ("lightning", "torch", "keras") if extra == "explain"]
    code = HIDDEN.format(names=hidden + gone) + RUN.format(words=["upconv", *words])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 2, done.stderr
    assert f"packages of upconv[{extra}]. Received no module named '{hidden[0]}" in done.stderr
    assert f"'{extras.EXTRAS[extra].packages[hidden[0]]}'" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["torch", "keras", "onnx"])
@pytest.mark.parametrize("way", ["import upconv.{}", "import upconv; upconv.{}"])
def test_an_import_without_its_package_names_the_extra(name, way):
    code = (
        "from upconv.errors import MissingPackageError, UpconvError\n"
        f"try: {way.format(name)}\n"
        "except ModuleNotFoundError as error:\n"
        "    assert isinstance(error, UpconvError) and type(error) is MissingPackageError\n"
        "    print(error.name, error)"
    )
    command = [sys.executable, "-c", HIDDEN.format(names=[name]) + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    extra = extras.EXTRAS[name]
    assert done.stdout == (
        f"{name} This needs the optional packages of upconv[{name}]. Received no module named "
        f"'{name}'. Write: pip install '{extra.packages[name]}'.\n"
    ), done.stderr


def test_an_import_that_misses_what_no_extra_brings_says_what_it_did():
    with pytest.raises(ModuleNotFoundError) as raised, errors.commands.needing_extras():
        raise ModuleNotFoundError("No module named 'sympy'", name="sympy")
    assert type(raised.value) is ModuleNotFoundError


def test_importing_keras_without_its_backend_says_which_to_set():
    pytest.importorskip("keras", reason="Keras is not installed")
    code = HIDDEN.format(names=["tensorflow"]) + "import upconv.keras"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KERAS_BACKEND": "tensorflow"},
    )
    assert "MissingPackageError: Keras needs the backend that KERAS_BACKEND names" in done.stderr


def test_keras_without_its_backend_says_which_to_set(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", object())
    monkeypatch.setattr(extras, "is_installed", {"torch"}.__contains__)
    assert str(errors.commands.extra_missing("tensorflow")) == (
        "Keras needs the backend that KERAS_BACKEND names, by default tensorflow. Received no "
        "module named 'tensorflow'. To fix this, set KERAS_BACKEND=torch, which is installed, or "
        "write: pip install tensorflow."
    )


def test_without_scikit_learn_upsampling_asks_for_a_picture(tmp_path):
    code = HIDDEN.format(names=["sklearn"]) + RUN.format(words=["upconv", "explain", "upsampling"])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (
        2,
        "upconv: `upconv explain upsampling` needs a picture. Received none, and no module named "
        "'sklearn', whose example photograph is the default. Write: upconv explain upsampling "
        "IMAGE, or: pip install 'scikit-learn>=1.5'.\n",
    )
