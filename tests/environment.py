"""An environment as `pip install` would make it, out of the packages that are installed here.

Only the packages that the asked extras need, and those that these need, are linked into it: a
package of the tests that a user does not have is not there.
"""

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
SCRIPTS = {"upconv": "upconv.cli:main", "torchrun": "torch.distributed.run:main"}


def make(folder: Path, extra: str) -> dict[str, str]:
    """Make the environment of `pip install '.[extra]'`; return the variables that activate it."""
    command = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(command, check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name in needed(extra):
        for top in {Path(str(file)).parts[0] for file in metadata.distribution(name).files or ()}:
            source = Path(str(metadata.distribution(name).locate_file(top)))
            if top not in ("..", "__pycache__") and not (packages / top).exists():
                (packages / top).symlink_to(source)
    (packages / "upconv").symlink_to(ROOT / "src" / "upconv")
    _describe(packages)
    for script, place in SCRIPTS.items():
        module, _, function = place.partition(":")
        path = folder / "bin" / script
        path.write_text(f"#!{folder}/bin/python\nfrom {module} import {function}\n{function}()\n")
        path.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if _is_neutral(name)}
    return kept | {"VIRTUAL_ENV": str(folder), "PATH": f"{folder}/bin:{os.environ['PATH']}"}


def needed(extra: str | None) -> set[str]:
    """Return the distributions that upconv, with an extra, needs, by what each one declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    found: set[tuple[str, str]] = set()
    left = [("upconv", ""), ("upconv", extra or "")]
    while left:
        name, which = left.pop()
        if (name, which) in found:
            continue
        found.add((name, which))
        texts = _requirements(name, which, project["dependencies"], extras)
        for requirement in map(Requirement, texts):
            marker = requirement.marker
            if marker is None or marker.evaluate({**default_environment(), "extra": which}):
                other = re.sub(r"[-_.]+", "-", requirement.name).lower()
                left += [(other, one) for one in ("", *requirement.extras)]
    return {name for name, _ in found} - {"upconv"}


def _requirements(name, which, base, extras):
    if name == "upconv":
        return extras[which] if which else base
    return metadata.requires(name) or ()


def _describe(packages: Path) -> None:
    """Leave the version where `importlib.metadata` finds it."""
    about = packages / f"upconv-{metadata.version('upconv')}.dist-info"
    about.mkdir()
    text = f"Metadata-Version: 2.1\nName: upconv\nVersion: {metadata.version('upconv')}\n"
    (about / "METADATA").write_text(text, encoding="utf-8")


def _is_neutral(name: str) -> bool:
    """Whether a variable of this process is one that a new user's shell may have too."""
    ours = ("PYTHON", "KERAS_", "TF_", "UPCONV_", "COV_", "PYTEST_", "MASTER_")
    return name == "UPCONV_CACHE" or not name.startswith(ours)
