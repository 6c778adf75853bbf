"""The package as a whole: its names, what an import costs, the import rule, the documentation."""

import ast
import inspect
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import upconv
from upconv import errors

ROOT = Path(__file__).parents[1]


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout


PUBLIC = (
    "ConvOperator Convolution Geometry checkerboard conv conv_transpose conventions deconvolve "
    "explain field info max_pool max_unpool reference rewrites summary threads tune_allocator "
    "upsample"
)


MODULES = ("errors", "keras", "onnx", "ops", "torch")


def test_what_is_public_is_visible_and_nothing_else():
    assert upconv.__all__ == PUBLIC.split()
    assert dir(upconv) == sorted({*upconv.__all__, *MODULES})
    for name in upconv.__all__:
        assert getattr(upconv, name) is not None


@pytest.mark.parametrize("name", ["conventions", "keras", "torch", "onnx"])
def test_what_is_public_in_a_module_is_visible_and_nothing_else(name):
    if name != "conventions":
        pytest.importorskip(name, reason=f"upconv.{name} needs {name}")
    code = (
        f"import upconv; found = upconv.{name}; import upconv.{name} as same\n"
        "print(found is same, sorted(dir(found)) == sorted(found.__all__), len(found.__all__) > 2)"
    )
    assert run(code).split() == ["True"] * 3


def test_the_package_runs_as_a_module():
    command = [sys.executable, "-m", "upconv", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"upconv {upconv.__version__}\n"


USER = """
import numpy as np
import upconv
from upconv.errors import UpconvError

x, weight = np.ones((1, 3, 7, 7), np.float32), np.ones((3, 8, 4, 4), np.float32)
upconv.conv_transpose(x, weight, stride=2, padding="same", activation="relu")
upconv.conv_transpose(x, weight, padding=((1, 2), (0, 1)), data_format="channels_first")
upconv.conv(x, weight, activation=("leaky_relu", 0.2))
sizes: tuple[int, ...] = upconv.Geometry((4, 4), stride=2, padding="valid").output_size(7)
upconv.conv_transpose(x, weight, padding="smae")
upconv.conv_transpose(x, weight, data_format="channels_lats")
upconv.conv(x, weight, activation="rleu")
upconv.upsample(x, 2, "bilinaer")
upconv.Geometry(4, padding="smae")
"""
MISTAKES = 5  # the last lines


def test_an_installed_wheel_is_typed(tmp_path):
    """Build the wheel, install it into an environment of its own, and check a user's file there."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel")
    pytest.importorskip("mypy", reason="mypy checks the file")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    others = next(path for path in sys.path if (Path(path) / "numpy").is_dir())
    (site / "others.pth").write_text(others, encoding="utf-8")
    user = tmp_path / "user.py"
    user.write_text(USER, encoding="utf-8")
    command = [
        *(sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary"),
        *(f"--cache-dir={tmp_path / 'cache'}", str(user)),
        f"--python-executable={tmp_path / 'venv' / 'bin' / 'python'}",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line}
    total = USER.count("\n")
    assert lines == set(range(total - MISTAKES + 1, total + 1)), done.stdout + done.stderr


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'upconv' has no attribute 'deconv'"):
        _ = upconv.deconv


FRAMEWORKS = {"torch", "keras", "tensorflow", "jax", "onnx", "onnxruntime", "lightning"}


def loaded_by(code: str) -> set[str]:
    """Return the packages outside of the standard library that `code` loads after NumPy."""
    names = run(
        f"import sys, numpy; before = set(sys.modules)\n{code}\n"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    return set(names.split()) - set(sys.stdlib_module_names)


def test_import_pulls_in_the_standard_library_only():
    assert loaded_by("import upconv") == {"upconv"}
    assert run("import sys, upconv; print('numpy' in sys.modules)").strip() == "False"


def test_computing_pulls_in_numpy_and_the_standard_library_only():
    code = "import upconv; upconv.conv_transpose; upconv.ops; upconv.reference; upconv.rewrites"
    assert loaded_by(code) <= {"numpy", "upconv"}
    assert run(f"{code}; import sys; print('numpy' in sys.modules)").strip() == "True"


def test_a_name_is_looked_up_once():
    code = "import upconv; upconv.conv_transpose; print('conv_transpose' in vars(upconv))"
    assert run(code).strip() == "True"


def test_no_public_name_loads_a_framework():
    names = loaded_by("import upconv; [getattr(upconv, name) for name in upconv.__all__]")
    assert not names & FRAMEWORKS


def test_the_test_of_what_an_import_loads_can_fail():
    pytest.importorskip("torch", reason="upconv.torch needs PyTorch")
    names = loaded_by("import upconv.torch")
    assert names & FRAMEWORKS == {"torch"}
    assert not names <= {"numpy", "upconv"}


def test_imports_only_go_down():
    pytest.importorskip("importlinter", reason="the import rule is checked by import-linter")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_the_exception_tree_is_the_one_drawn():
    drawn = {}
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"^( *[│├└─ ]*)(\w+)( \((\w+)\))?  ", line + "  "):
            depth, name, builtin = len(found[1]), found[2], found[4]
            if name in vars(errors):
                drawn[name] = (depth, builtin)
    classes = {
        name: kind
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, Exception)
    }
    assert set(drawn) == set(classes)
    for name, (_, builtin) in drawn.items():
        assert issubclass(classes[name], errors.UpconvError)
        if builtin:
            assert builtin in {base.__name__ for base in classes[name].__mro__}


@pytest.mark.parametrize("name", [n for n in upconv.__all__ if callable(getattr(upconv, n))])
def test_public_names_have_documentation_with_an_example(name):
    text = inspect.getdoc(getattr(upconv, name)) or ""
    assert ">>>" in text
    assert len(text.splitlines()[0]) <= 100


def test_the_reference_imports_numpy_alone():
    tree = ast.parse((ROOT / "src/upconv/reference.py").read_text(encoding="utf-8"))
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules - set(sys.stdlib_module_names) == {"numpy"}


def test_info_tells_what_runs_and_how():
    text = str(upconv.info())
    for line in (
        r"numpy +\d",
        r"llvmlite +\d",
        r"cores +[1-9]",
        r"engine +(avx512|avx2|sse2|neon|generic) of ",
        r"kernel threads +[1-9]\d*, \S+",
        r"winograd +on, where they are faster$",
        r"code cache +\S+, \d+ files, \d+\.\d MiB of at most 256 MiB",
        r"tables +calls \d+ of \d+, geometries \d+ of \d+",
        r"machine code +\d+ modules",
        r"packed weights +\d+ of \d+ weights, \d+ MiB$",
        r"memory pool +\d+ MiB idle of at most \d+ MiB",
        r"library threads +\w+ .*\d",
    ):
        assert re.search(f"^{line}", text, re.MULTILINE), line


def test_info_tells_what_the_variables_say(monkeypatch):
    monkeypatch.setenv("UPCONV_CACHE", "off")
    monkeypatch.setenv("UPCONV_POOL", "off")
    monkeypatch.setenv("UPCONV_NUM_THREADS", "3")
    monkeypatch.setenv("UPCONV_ISA", "generic")
    monkeypatch.setenv("UPCONV_WINOGRAD", "off")
    told = upconv.info().engine
    assert told["engine"].startswith("generic of ")
    assert told["kernel threads"].startswith("3, ")
    assert told["kernel threads"].endswith(", by UPCONV_NUM_THREADS")
    assert told["winograd"] == "off"
    assert told["code cache"] == "off: disabled by UPCONV_CACHE"
    assert told["memory pool"].endswith("of at most 0 MiB")


def test_the_allocator_is_tuned_where_there_is_glibc():
    done = run("import upconv; print(upconv.tune_allocator())")
    assert done.strip() == str(sys.platform == "linux")
