"""The variables: one rule for all, one page about all, and what wrong ones say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import upconv
from upconv import environment
from upconv.apps import mnist
from upconv.engine.forms.winograd import form as winograd
from upconv.engine.process import code_cache, debug, memory, threads
from upconv.errors import ArgumentError

ROOT = Path(__file__).parents[1]
NAMES = [variable.name for variable in environment.TABLE]

WRONG = {
    "UPCONV_ISA": ("avx3", "must be one of '", ", the instruction sets of this CPU. "),
    "UPCONV_NUM_THREADS": ("²", "must be an integer from 1 to 1024.", "UPCONV_NUM_THREADS=2."),
    "UPCONV_OPENMP": ("OFFF", "must be 'on' or 'off'.", "Write UPCONV_OPENMP=off."),
    "UPCONV_WINOGRAD": ("maybe", "must be 'on' or 'off'.", "Write UPCONV_WINOGRAD=off."),
    "UPCONV_CACHE": (
        "none",
        "must be 'on', 'off' or a folder, written with a '/'.",
        "Write UPCONV_CACHE=~/.cache/code.",
    ),
    "UPCONV_POOL": (
        "12X",
        "must be 'off' or a number of bytes, optionally with the suffix K, M or G.",
        "Write UPCONV_POOL=256M.",
    ),
    "UPCONV_DEBUG": ("x", "must be an integer from 0 to 5.", "Write UPCONV_DEBUG=1."),
}


def call():
    return upconv.conv_transpose(np.ones((1, 1, 3)), np.ones((1, 1, 2)))


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_means_nothing_is_an_error_of_the_first_call(name, monkeypatch):
    """Whether or not it would have mattered there; afterwards everything is as it was."""
    text, *said = WRONG[name]
    call()
    monkeypatch.setenv("UPCONV_DEBUG", "0")  # so that variables are looked at again
    monkeypatch.setenv(name, text)
    with pytest.raises(ArgumentError) as caught:
        call()
    message = str(caught.value)
    assert message.startswith(f"`{name}` {said[0]}")
    assert f" Received {name}={text!r}. Write {name}=" in message
    assert said[1] in message
    remedy = message.rpartition("=")[2].removesuffix(".")
    monkeypatch.setenv(name, remedy if name != "UPCONV_CACHE" else "off")
    call()
    if name == "UPCONV_CACHE":
        assert environment.CACHE._read(remedy) == Path.home() / ".cache" / "code"


@pytest.mark.parametrize("text", ["0", "-1", "1025", "1.5", "two", "٣", "9" * 5000, "1_0"])
def test_numbers_of_threads_that_mean_nothing(text, monkeypatch):
    monkeypatch.setenv("UPCONV_NUM_THREADS", text)
    with pytest.raises(ArgumentError, match=r"^`UPCONV_NUM_THREADS` must be an integer"):
        threads.count()


@given(st.sampled_from(["off", "0", "false", "no", "on", "1", "true", "yes"]), st.randoms())
def test_switches_are_words_in_any_case(word, random):
    text = "".join(random.choice((letter.upper(), letter)) for letter in word)
    means = word in ("on", "1", "true", "yes")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("UPCONV_OPENMP", "UPCONV_WINOGRAD", "UPCONV_CACHE"):
            patch.setenv(name, f" {text} ")
        assert environment.OPENMP.value() is means
        assert winograd.allowed() is means
        assert environment.CACHE.value() is means
        if not means:
            assert code_cache.state() == (None, "disabled by UPCONV_CACHE")
            patch.setenv("UPCONV_POOL", text)
            assert memory.usage().limit == 0


@pytest.mark.parametrize(
    ("text", "size"), [("0", 0), ("4096", 4096), ("64k", 65536), ("256M", 1 << 28), ("2G", 2 << 30)]
)
def test_sizes_of_the_pool(text, size, monkeypatch):
    monkeypatch.setenv("UPCONV_POOL", text)
    assert memory.usage().limit == size


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch):
    for variable in environment.TABLE:
        monkeypatch.setenv(variable.name, " ")
        assert variable.value() == variable.default
        monkeypatch.delenv(variable.name)
        assert variable.value() == variable.default
    environment.check()


def test_levels_of_what_is_told(monkeypatch):
    for text, level in (("off", 0), ("0", 0), ("OFF", 0), ("3", 3), ("5", 5)):
        monkeypatch.setenv("UPCONV_DEBUG", text)
        assert debug.level() == level


def test_a_folder_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("UPCONV_CACHE", "~/x")
    monkeypatch.setenv("UPCONV_DATA", "~/data")
    assert code_cache.folder() == tmp_path / "x"
    assert mnist.cache_folder() == tmp_path / "data"
    monkeypatch.setenv("UPCONV_CACHE", "./here")
    monkeypatch.chdir(tmp_path)
    assert code_cache.folder().resolve() == tmp_path / "here"
    for text in ("~nobody-of-this-name/x", "here", ".."):
        monkeypatch.setenv("UPCONV_CACHE", text)
        with pytest.raises(ArgumentError, match=r"^`UPCONV_CACHE` must be 'on', 'off' or a folder"):
            code_cache.folder()


@pytest.mark.parametrize("text", ["OFF", "Off", "0", "none"])
def test_no_word_makes_a_folder_of_its_name(text, tmp_path):
    code = "import numpy as np, upconv; upconv.conv(np.ones((1, 1, 3)), np.ones((1, 1, 2)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "UPCONV_CACHE": text},
        check=False,
        capture_output=True,
    )
    assert (done.returncode == 0) is (text != "none")
    assert list(tmp_path.iterdir()) == []


def test_every_variable_that_is_read_is_in_the_table():
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        found |= set(re.findall(r"UPCONV_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
    assert found == set(NAMES)


def test_every_variable_has_a_row_on_the_page():
    page = (ROOT / "docs" / "variables.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(UPCONV_\w+)` \|(.+)\|(.+)\|(.+)\|$", page, re.MULTILINE)
    assert [row[0] for row in rows] == NAMES
    assert all(cell.strip() for row in rows for cell in row)
    assert "variables" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8").split()
