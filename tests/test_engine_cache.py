"""The folder of object code: whose it is, what is opened in it, and why there is none.

Tests run as root too, for whom modes mean nothing: what is shown is what upconv makes of them.
"""

import os
import stat
import threading
from pathlib import Path

import numpy as np
import pytest

import upconv
from upconv.apps import files
from upconv.engine.process import code_cache

NAME, OTHER = "a" * 64, "b" * 64
needs_modes = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs the modes of POSIX")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("UPCONV_CACHE", str(tmp_path / "code"))
    code_cache.write(NAME, b"code")
    code_cache.write(OTHER, b"other code")
    return tmp_path / "code"


def test_code_under_the_name_of_other_code_is_not_run(folder):
    one, two = folder / NAME, folder / OTHER
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    assert code_cache.read(NAME) is code_cache.read(OTHER) is None
    code_cache.write(NAME, b"code")
    assert code_cache.read(NAME) == b"code"


def test_every_name_stands_in_for_no_other(folder):
    """Also a name that goes on as the code of another begins."""
    code_cache.write("ab", b"c")
    (folder / "a").write_bytes((folder / "ab").read_bytes())
    assert code_cache.read("a") is None
    assert code_cache.read("ab") == b"c"


def _fifo(path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    os.mkfifo(path)


def _sparse(path):
    path.touch()
    os.truncate(path, 1 << 40)


PLANTED = {
    "a pipe": _fifo,
    "a folder": Path.mkdir,
    "a link to what is whole": lambda path: path.symlink_to(path.with_name(OTHER)),
    "a link to nothing": lambda path: path.symlink_to("/nowhere"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "nothing but a size": _sparse,
}


@pytest.mark.parametrize("what", PLANTED)
def test_only_regular_files_are_opened(what, folder):
    """What is something else is neither waited for nor followed; it is compiled again."""
    (folder / NAME).unlink()
    if "link" in what and not hasattr(os, "getuid"):
        pytest.skip("links need a privilege")
    PLANTED[what](folder / NAME)
    found = []
    reader = threading.Thread(target=lambda: found.append(code_cache.read(NAME)), daemon=True)
    reader.start()
    reader.join(20)
    assert found == [None]
    code_cache.write(NAME, b"code")
    assert code_cache.read(NAME) == (None if what == "a folder" else b"code")
    assert code_cache.read(OTHER) == b"other code"
    assert code_cache.usage().files == (1 if what == "a folder" else 2)
    assert not list(folder.glob(".new-*"))


@needs_modes
def test_the_usual_folder_is_made_for_the_user_alone(tmp_path, monkeypatch):
    """Also where what lies above it was made by others, under a umask that lets a group write."""
    monkeypatch.delenv("UPCONV_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    before = os.umask(0o002)
    try:
        files.make_folder(tmp_path / "upconv" / "mnist")
        assert stat.S_IMODE((tmp_path / "upconv").stat().st_mode) == 0o775
        assert code_cache.state() == (tmp_path / "upconv" / "code", "")
        code_cache.write(NAME, b"code")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "upconv" / "code").stat().st_mode) == 0o700
    assert code_cache.read(NAME) == b"code"


@needs_modes
def test_info_says_why_there_is_no_folder(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o775)
    nobody = os.getuid() == 0
    foreign = tmp_path / "foreign"
    foreign.mkdir(mode=0o700)
    if nobody:
        os.chown(foreign, 12345, 12345)
    reasons = {
        "off": "off: disabled by UPCONV_CACHE",
        shared: f"off: {shared} is writable by others (mode 775): chmod 700 makes it usable",
        file: f"off: {file} cannot be used (File exists)",
        file / "code": f"off: {file / 'code'} cannot be used (File exists)",
    }
    if nobody:
        reasons[foreign] = f"off: {foreign} belongs to another user (number 12345)"
    for chosen, reason in reasons.items():
        monkeypatch.setenv("UPCONV_CACHE", str(chosen))
        assert upconv.info().engine["code cache"] == reason
    shared.chmod(0o700)
    monkeypatch.setenv("UPCONV_CACHE", str(shared))
    assert upconv.info().engine["code cache"].startswith(f"{shared}, 0 files, ")


def test_no_home_folder_is_a_reason(monkeypatch):
    def home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("UPCONV_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # which its specification says to ignore
    monkeypatch.setattr(Path, "home", home)
    monkeypatch.setattr("sys.platform", "linux")
    assert code_cache.state() == (None, "there is no home folder: set UPCONV_CACHE to a folder")
    assert (upconv.conv(np.ones((1, 1, 3)), np.ones((1, 1, 2))) == 2).all()
