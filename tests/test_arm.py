"""Arm: what its machines call themselves, and a few layers on NEON, emulated.

`make test-arm` runs the numeric tests there. Here is what fits into every run; it is skipped where
nothing has made the emulated Python (`make arm`).
"""

import os
import platform
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from arm import system
from arm.__main__ import requirements
from upconv import about

isa = pytest.importorskip("upconv.engine.process.isa")

PROJECT = Path(__file__).parents[1]
PYTHON = Path(os.environ.get("UPCONV_ARM", PROJECT / "build" / "arm")) / "aarch64/usr/bin/python"


@pytest.mark.parametrize("machine", ["aarch64", "arm64", "ARM64"])
def test_every_name_of_the_processor_family_has_neon(machine, monkeypatch):
    """Linux, macOS and Windows each have one of their own."""
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert [found.name for found in isa.available.__wrapped__()] == ["neon", "generic"]


@pytest.mark.parametrize(
    ("known", "said"), [("neoverse-v1", "neoverse-v1"), ("generic", "aarch64"), ("", "aarch64")]
)
def test_a_processor_without_a_name_in_proc_has_llvms(known, said, monkeypatch):
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "processor\t: 0\nCPU part\t: 0xd40\n")
    monkeypatch.setattr(platform, "processor", lambda: "")
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: known)
    assert about._cpu_name() == said


def test_what_the_emulated_python_gets_is_what_the_project_states():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    core = project["dependencies"]
    assert requirements()[: len(core)] == core
    names = [re.split(r"[^\w-]", line, maxsplit=1)[0] for line in requirements()[len(core) :]]
    assert names == ["pytest", "pytest-xdist", "hypothesis"]


def test_a_command_that_fails_says_which_and_why():
    code = "import sys; sys.exit('no such mirror')"
    with pytest.raises(system.UnavailableError, match=r"ended with 1:\nno such mirror$"):
        system.run(sys.executable, "-c", code)


# Each dimension, each form, both directions and data formats, on one to three threads.
SMOKE = "(direct and 3d and transposed) or (igemm and 1d) or (winograd and 2d and plain)"


@pytest.mark.skipif(not PYTHON.is_file(), reason="`make arm` makes the emulated Python")
def test_layers_on_neon_are_the_loops(tmp_path):
    objects = tmp_path / "objects"
    objects.mkdir(mode=0o700)
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    ours["UPCONV_TESTS_CACHE"] = str(objects)
    ours.pop("UPCONV_ISA", None)
    command = [PYTHON, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-k", SMOKE]
    done = subprocess.run(
        [*command, "tests/test_engine_drawn.py"],
        cwd=PROJECT,
        env=ours,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed, 21 deselected" in done.stdout
    assert any(objects.iterdir())
