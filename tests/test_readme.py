"""What the README shows runs as it stands, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("code", BLOCKS, ids=["numpy", "torch", "keras"])
def test_the_examples_run(code, capsys):
    if "import torch" in code:
        pytest.importorskip("torch", reason="the example uses PyTorch")
    if "upconv.keras" in code:
        import frameworks  # which names Keras' backend before it is imported

        frameworks.module("keras")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README is ours
    comments = re.findall(r"print\(.*\) +# (.*)", code)
    printed = capsys.readouterr().out.splitlines()
    for shown, line in zip(comments, printed, strict=True):
        assert line.startswith(shown.removesuffix("..."))


def test_links_and_pictures_are_there():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_console_shows_what_the_command_prints():
    pytest.importorskip("typer", reason="the command needs the extra `apps`")
    from test_cli import run

    command, shown = re.search(r"\$ upconv (size .*)\n((?:.|\n)*?)\.\.\.\n", README).groups()
    assert run(*command.split()).stdout.startswith(shown)


def test_the_commands_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
