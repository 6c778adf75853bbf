"""Print the test files for what changed in the working tree or since the branch left main.

A test file is chosen if it changed, or if it imports a module that changed. `make check` runs these
without the tests marked slow.
"""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    print(*chosen(changed()))


def changed() -> set[str]:
    """Return the paths that differ from where the branch left main, and those git does not know."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    return {*_git("diff", "--name-only", base[0]), *_git("ls-files", "-o", "--exclude-standard")}


def chosen(paths: set[str]) -> list[str]:
    """Return the test files that are among `paths` or import a module that is."""
    modules = {_module(path) for path in paths if path.startswith("src/") and path.endswith(".py")}
    files = sorted(ROOT.glob("tests/test_*.py"))
    named = ((f"tests/{path.name}", path) for path in files)
    return [name for name, path in named if name in paths or modules & set(_imported(path))]


def _module(path: str) -> str:
    return path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports; of `from a import b` both a and a.b."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _git(*words: str) -> list[str]:
    done = subprocess.run(
        ["git", *words],  # noqa: S607 - the one on the path
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()


if __name__ == "__main__":
    main()
