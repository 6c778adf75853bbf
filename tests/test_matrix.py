"""The matrix: what is installed for a set, what a run is counted as, and that all places agree."""

import re
from pathlib import Path

import pytest

from matrix import sets, table

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
JUNIT = """<testsuites><testsuite tests="5" failures="1" errors="1" skipped="2">
<testcase><skipped message="could not import 'torch': No module named 'torch'"/></testcase>
<testcase><skipped message="Skipped: no bash"/></testcase></testsuite></testsuites>"""


def test_a_run_is_counted(tmp_path):
    (tmp_path / "junit.xml").write_text(JUNIT, encoding="utf-8")
    row = table.read("3.14", "core", tmp_path / "junit.xml", "numpy 2.4")
    assert table.drawn([row, table.Row("3.14t", "core", note="no such interpreter")]) == (
        "| Python | dependency set | passed | failed | skipped | versions |\n"
        "|---|---|---|---|---|---|\n"
        "| 3.14 | core | 1 | 2 | 2 | numpy 2.4 |\n"
        "| 3.14t | core | – | – | – | no such interpreter |\n"
        "\n"
        "Skipped on 3.14, core:\n"
        "- 1× torch is not installed\n"
        "- 1× no bash"
    )


def test_a_wheel_brings_its_extras_and_what_tests_it():
    wheel = Path("/dist/upconv-1-py3-none-any.whl")
    (words,) = sets.installs(sets.of("frameworks"), wheel)
    assert words[:2] == ["--upgrade", f"upconv[explain,onnx,keras] @ {wheel.as_uri()}"]
    assert words[-1] == "jax"
    assert any(word.startswith("pytest>=") for word in words)


def test_lowest_bounds_are_those_of_pyproject():
    first, second = sets.installs(sets.of("core-lowest"), Path("/dist/upconv.whl"))
    assert first[:2] == ["--resolution=lowest-direct", "-r"]
    assert second[0] == "--no-deps"


@pytest.mark.parametrize("name", ["torch==2.14.1", "torch"])
def test_a_release_of_pytorch_is_a_set(name):
    assert sets.of(name).packages[0] == name
    assert sets.of(name).tests == sets.PYTORCH
    assert all(list(ROOT.glob(pattern)) for pattern in sets.PYTORCH)


def test_the_makefile_names_sets_and_pythons_that_there_are():
    named = re.findall(r"^(?:SETS|NEWER) \?= (.*)", MAKEFILE, re.MULTILINE)
    named += re.findall(r"--sets ([^$\n]*?)(?: --|\$|$)", MAKEFILE, re.MULTILINE)
    for name in " ".join(named).split():
        assert sets.of(name)
    pythons = re.search(r"^PYTHONS \?= (.*)", MAKEFILE, re.MULTILINE)[1].split()
    stated = [text.rpartition(" ")[2] for text in sets.PROJECT["classifiers"] if "3." in text]
    assert [python for python in pythons if not python.endswith("t")] == stated
    workflow = ROOT / ".github" / "workflows" / "tests.yml"
    if workflow.exists():  # an sdist has none
        assert str(pythons).replace("'", '"') in workflow.read_text(encoding="utf-8")
    assert sets.TORCH in MAKEFILE
