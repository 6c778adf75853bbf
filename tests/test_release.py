"""What is released: one version everywhere, what wheel and sdist hold, no network, completion."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION = PROJECT["version"]


@pytest.mark.parametrize(
    ("page", "pattern"),
    [
        ("CITATION.cff", r"^version: (\S+)$"),
        ("CHANGELOG.md", r"^## \[?(\d[^\]\s]*)"),
        ("docs/command.md", r"upconv-(\S+?)-py3-none-any\.whl"),
        ("README.md", r"upconv-(\S+?)-py3-none-any\.whl"),
    ],
)
def test_pages_name_the_version_that_pyproject_has(page, pattern):
    found = re.findall(pattern, (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    if page == "CHANGELOG.md":  # the newest release comes first
        found = [version for version in found if version][:1]
    assert found or page == "README.md"
    assert set(found) <= {VERSION}


def test_addresses_of_the_project_are_those_of_pyproject():
    home, pages = PROJECT["urls"]["Homepage"], PROJECT["urls"]["Documentation"]
    owner = re.fullmatch(r"https://github\.com/([\w-]+)/upconv", home)[1]
    assert pages == f"https://{owner}.github.io/upconv/"
    for page in (*ROOT.glob("*.md"), *ROOT.glob("*.cff"), *(ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for found in re.findall(r"https://[\w.]*github[\w.]*/(?:[\w-]+/)?upconv\b", text):
            assert found in (home, pages.removesuffix("/")), page


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Return the wheel and the sdist of this checkout."""
    for module in ("hatchling", "hatch_fancy_pypi_readme"):
        pytest.importorskip(module, reason=f"{module} builds the wheel")
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def test_the_wheel_holds_the_package_and_nothing_else(archives):
    names = set(zipfile.ZipFile(archives[0]).namelist())
    about = f"upconv-{VERSION}.dist-info/"
    sources = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "upconv").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in names if not name.startswith(about)} == sources
    assert "upconv/py.typed" in names
    assert f"{about}licenses/LICENSE" in names
    assert archives[0].name == f"upconv-{VERSION}-py3-none-any.whl"  # no compiler, any platform


def test_the_index_shows_a_readme_whose_links_are_addresses(archives):
    wheel = zipfile.ZipFile(archives[0])
    about = message_from_bytes(wheel.read(f"upconv-{VERSION}.dist-info/METADATA"))
    text = about.get_payload(decode=True).decode()
    assert about["Description-Content-Type"] == "text/markdown"
    targets = re.findall(r"\]\(([^)]*)\)|src=\"([^\"]*)\"", text)
    assert targets
    for target in ("".join(pair) for pair in targets):
        assert target.startswith(("https://", "#")), target
    assert f"/v{VERSION}/" in text


def test_the_sdist_holds_all_that_git_has_but_the_automation(archives):
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no checkout of git")
    with tarfile.open(archives[1]) as sdist:
        names = {member.name.partition("/")[2] for member in sdist.getmembers()}
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - the one on the path
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    automation = (".ci/", ".github/", ".pre-commit-config.yaml")
    wanted = {name for name in listed if not name.startswith(automation)}
    assert wanted <= names
    assert names - wanted == {"PKG-INFO"}


# What opens a connection, or asks for an address, is refused.
SILENT = """
import sys
def refuse(event, _):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise RuntimeError(f"network: {event}")
sys.addaudithook(refuse)
"""
COMMANDS = [
    ["--version"],
    ["info"],
    ["size", "--input", "4", "--kernel", "3", "--stride", "2"],
    ["solve", "7", "28"],
    ["explain", "--input", "3", "--kernel", "2", "--stride", "2"],
    ["check", "--kernel", "4", "--stride", "2"],
]
COMPUTE = """
import numpy as np, upconv
for name in upconv.__all__: getattr(upconv, name)
x, weight = np.ones((1, 3, 7, 7), np.float32), np.ones((3, 8, 4, 4), np.float32)
assert upconv.conv_transpose(x, weight, stride=2).shape == (1, 8, 16, 16)
"""


def ended(code):
    return subprocess.run(
        [sys.executable, "-c", SILENT + code], capture_output=True, text=True, check=False
    )


def test_an_import_and_a_call_open_no_connection():
    done = ended(COMPUTE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_command_opens_no_connection(words):
    done = ended(f"sys.argv = {['upconv', *words]}\nfrom upconv.cli import main; main()")
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_test_of_connections_can_fail():
    done = ended("import socket; socket.create_connection(('127.0.0.1', 9))")
    assert "network: socket" in done.stderr


NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "urllib"}


def test_one_file_knows_the_network():
    knowing = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names.append(node.module or "")
            if {name.partition(".")[0] for name in names} & NETWORK:
                knowing.add(path.relative_to(ROOT / "src").as_posix())
    assert knowing == {"upconv/apps/mnist.py"}


def test_bash_completes_after_the_installation(tmp_path):
    """Install the completion for a home folder of its own, and ask bash what it offers."""
    bash = shutil.which("bash")
    if bash is None or sys.platform == "win32":
        pytest.skip("no bash")
    (tmp_path / "upconv").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m upconv "$@"\n')
    (tmp_path / "upconv").chmod(0o755)
    script = """
        upconv --install-completion > /dev/null
        source ~/.bashrc
        COMP_WORDS=(upconv so); COMP_CWORD=1; _upconv_completion upconv; echo ${COMPREPLY[@]}
        COMP_WORDS=(upconv solve 7 28 --like k); COMP_CWORD=5
        _upconv_completion upconv; echo ${COMPREPLY[@]}
    """
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-c", script], capture_output=True, text=True, check=False,
        env=os.environ | {"HOME": str(tmp_path), "PATH": path},
    )  # fmt: skip
    assert done.stdout.split() == ["solve", "keras"], done.stderr
