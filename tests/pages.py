"""The README and the pages of docs/: their code blocks, as a reader would copy them."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_generated" not in path.parts)


class Command(NamedTuple):
    """A line after a prompt, and the lines that the page shows below it."""

    line: str
    shown: tuple[str, ...]


def text(path: Path) -> str:
    """Return what stands in a page."""
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    """Return a page's name for the report of a test."""
    return str(path.relative_to(ROOT))


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language; of a directive, `{doctest}`, its content."""
    fence = rf"^```{re.escape(language)}\n(.*?)^```"
    return re.findall(fence, text(path), re.DOTALL | re.MULTILINE)


def commands(path: Path) -> list[Command]:
    """Return what stands behind each `$`, without the comment at the end of the line."""
    found = []
    for block in blocks(path, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, shown = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL).groups()
            found.append(Command(line.partition("    #")[0].strip(), tuple(shown.splitlines())))
    return found


def is_shown(shown: tuple[str, ...], printed: str) -> bool:
    """Whether a page shows what was printed; a line `...` stands for any number of lines.

    Columns are as wide as the times in them, so two spaces or more stand for any such number.
    """
    pattern = "".join(
        r"(?:.*\n)*?"
        if line == "..."
        else "  +".join(map(re.escape, re.split("  +", line))) + r"[ ]*\n"
        for line in shown
    )
    return not shown or re.fullmatch(pattern, f"{printed.rstrip()}\n") is not None
