"""The course: its examples run, its pictures are those of the table, its links lead somewhere."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import upconv

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_generated" not in path.parts)
COURSE = [path for path in PAGES if path.parent.name == "course"]


def text(path):
    return path.read_text(encoding="utf-8")


def name(path):
    return str(path.relative_to(DOCS))


@pytest.mark.parametrize("page", [*COURSE, DOCS / "index.md", DOCS / "questions.md"], ids=name)
def test_the_examples_run(page):
    blocks = re.findall(r"```\{doctest\}\n(.*?)```", text(page), re.DOTALL)
    assert ">>>" not in re.sub(r"```\{doctest\}\n.*?```", "", text(page), flags=re.DOTALL)
    assert blocks
    names = {"np": np, "upconv": upconv}
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), names, name(page), None, 0)
    heard = []
    doctest.DocTestRunner(verbose=False).run(test, out=heard.append)
    assert heard == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", text(page)):
        assert (page.parent / target).exists(), target


def test_every_chapter_is_in_the_table_of_contents():
    entries = r"^((?:course|api|results|questions|limits|command|json|variables)(?:/\S+)?)$"
    listed = re.findall(entries, text(DOCS / "index.md"), re.MULTILINE)
    pages = {name(page) for page in PAGES} - {"index.md"}
    assert sorted(f"{entry}.md" for entry in listed) == sorted(pages)


def test_the_pages_build_without_a_warning(tmp_path):
    pytest.importorskip("furo", reason="the pages need the extra `docs`")
    pytest.importorskip("myst_parser", reason="the pages need the extra `docs`")
    pytest.importorskip("sklearn", reason="the example photograph comes with scikit-learn")
    # A copy: tests that run side by side must not draw into one folder.
    copy = tmp_path / "docs"
    for path in DOCS.rglob("*"):
        if path.is_file() and not {"_generated", "__pycache__"} & set(path.parts):
            target = copy / path.relative_to(DOCS)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-b", "html"]
    done = subprocess.run(
        [*command, str(copy), str(tmp_path / "built")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stderr
    built = tmp_path / "built"
    used = set()
    for page in built.rglob("*.html"):
        for source in re.findall(r'(?:src|srcset|href)="([^"#:?]+\.(?:svg|png|html))', text(page)):
            assert (page.parent / source).exists(), (page, source)
            used.add(Path(source).name)
    # No picture is drawn for nothing (beside each other they are narrow), nothing comes from afar.
    drawn = {path.name for path in (built / "_static" / "figures").iterdir()}
    assert {path for path in drawn if "-wide-" not in path} <= used
    scripts = re.findall(
        r'<(?:script|link)[^>]+(?:src|href)="(https?:[^"]+)"',
        "".join(map(text, built.rglob("*.html"))),
    )
    assert scripts == []
