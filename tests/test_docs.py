"""The pages: their examples run, their pictures are there, their links lead somewhere."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

import upconv
from pages import DOCS, PAGES, ROOT, blocks, name, text

BACKEND = metadata.entry_points(group="torch_dynamo_backends", name="upconv")
EXAMPLES = [page for page in PAGES if ">>>" in text(page)]


@pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy"
)  # Keras on PyTorch
@pytest.mark.parametrize("page", EXAMPLES, ids=name)
def test_the_examples_run(page):
    assert ">>>" not in re.sub(r"```\{doctest\}\n.*?```", "", text(page), flags=re.DOTALL)
    code = "\n".join(blocks(page, "{doctest}"))
    for framework in ("torch", "keras"):
        if f"import {framework}" in code or f"upconv.{framework}" in code:
            pytest.importorskip(framework, reason=f"the page shows {framework}")
    if 'backend="upconv"' in code and not BACKEND:
        pytest.skip("upconv was installed before it had the entry point of the backend")
    names = {"np": np, "upconv": upconv}
    test = doctest.DocTestParser().get_doctest(code, names, name(page), None, 0)
    heard = []
    doctest.DocTestRunner(verbose=False).run(test, out=heard.append)
    assert heard == []


def test_every_chapter_and_every_answer_has_an_example():
    course = {page for page in PAGES if page.parent.name == "course"}
    assert len(course) == 11
    assert course | {DOCS / "index.md", DOCS / "questions.md"} <= set(EXAMPLES)


def test_every_block_of_code_is_of_a_kind_that_a_test_runs():
    """`python` and `console` blocks are run by test_readme.py, `{doctest}` here."""
    kinds = {"{doctest}", "python", "console", "text"}  # text is a formula or an output
    directives = {"{toctree}", "{picture}", "{eval-rst}", "{include}", "{glossary}"}
    for page in PAGES:
        for kind in re.findall(r"^```(\S*).*\n(?:.*\n)*?```$", text(page), re.MULTILINE):
            assert kind in kinds | directives, (page, kind)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", text(page)):
        assert (page.parent / target).exists(), target


def test_every_page_is_in_the_table_of_contents():
    entries = "".join(blocks(DOCS / "index.md", "{toctree}"))
    listed = re.findall(r"^(?!:)(\S+)$", entries, re.MULTILINE)
    pages = {str(page.relative_to(DOCS)) for page in PAGES} - {"index.md"}
    assert sorted(f"{entry}.md" for entry in listed) == sorted(pages)


def test_the_glossary_explains_a_term_in_a_sentence_or_two():
    (entries,) = blocks(DOCS / "glossary.md", "{glossary}")
    found = re.findall(r"^(\S.*)\n((?:  .*\n)+)", entries, re.MULTILINE)
    assert len(found) >= 40
    for term, said in found:
        sentences = re.findall(r"[.](?:\s|$)", said)
        assert 1 <= len(sentences) <= 3, term
    terms = [term.strip('"').lower() for term, _ in found]
    assert terms == sorted(terms)


def test_the_developers_glossary_names_files_that_exist():
    rows = re.findall(
        r"^\| .+ \| .+ \| (`.+`) \|$", text(DOCS / "dev" / "glossary.md"), re.MULTILINE
    )
    files = {file for row in rows for file in re.findall(r"`([^`]+)`", row)}
    assert len(rows) >= 60
    for file in files:
        folder = ROOT / "src" if file.startswith("upconv/") else ROOT / "src" / "upconv" / "engine"
        assert (folder / file).is_file(), file


def test_the_pages_build_without_a_warning(tmp_path):
    pytest.importorskip("furo", reason="the pages need the extra `docs`")
    pytest.importorskip("myst_parser", reason="the pages need the extra `docs`")
    pytest.importorskip("sklearn", reason="the example photograph comes with scikit-learn")
    # A copy: tests that run side by side must not draw into one folder.
    copy = tmp_path / "docs"
    for included in ("CHANGELOG.md", "src/upconv/apps/models/README.md"):
        (tmp_path / included).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / included).write_bytes((ROOT / included).read_bytes())
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
    # A formula is not coloured as Python, where a prime begins a string.
    keras = text(built / "api" / "keras.html")
    assert re.search(r"""highlight-none.*?<span></span>"valid"  steps' = """, keras)
    # A colon in what is returned is a colon.
    returned = text(built / "api" / "checkerboard.html")
    assert "Report</span></code>: <code" in returned
    _fit_a_phone(built)


def _fit_a_phone(built):
    """Nothing is wider than the window but tables and code, which scroll by themselves."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    if chromium is None:
        pytest.skip("no chromium on the PATH")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        for path in sorted(built.glob("[!_]*/**/*.html")) + sorted(built.glob("*.html")):
            page.goto(path.as_uri())
            content = "document.querySelector('.content')"
            if page.evaluate(f"{content} !== null"):
                width = page.evaluate(f"{content}.scrollWidth")
                assert width == 360, path.relative_to(built)
        browser.close()
