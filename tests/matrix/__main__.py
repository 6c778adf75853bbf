"""Build the wheel, install it per Python and dependency set, run the tests; print a table.

python -m matrix --pythons 3.11 3.14t --sets core frameworks      from the folder tests/
python -m matrix --sets core-lowest dev-lowest --required
python -m matrix --sets torch==2.14.1 -- -m numeric       arguments of pytest at the end

uv makes the environments: it finds the interpreters, and knows the lowest versions that satisfy
the bounds. An interpreter that is not there, or a set that has no wheels for it, is a row too.
Status 1 where a test failed.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from matrix import sets, table

NAMED = (
    *("numpy", "scipy", "llvmlite", "typer", "torch", "keras", "tensorflow-cpu", "jax", "onnx"),
    *("onnxruntime", "openvino"),
)
SHOWN = 160  # characters of what uv says went wrong


def main() -> int:
    """Run every pair of a Python and a set; return the status."""
    own, arguments = _split(sys.argv[1:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pythons", nargs="+", default=["3.11"])
    parser.add_argument("--sets", nargs="+", default=["core"])
    parser.add_argument("--tests", nargs="+", help="files to run in place of a set's own")
    parser.add_argument("--required", action="store_true", help="what cannot be run has failed")
    parser.add_argument("--place", type=Path, default=sets.ROOT / "build" / "matrix")
    asked = parser.parse_args(own)
    wheel = built(asked.place)
    rows = []
    for python in asked.pythons:
        for name in asked.sets:
            chosen = sets.of(name)
            if asked.tests:
                chosen = chosen._replace(tests=tuple(asked.tests))
            rows.append(row(python, name, chosen, wheel, asked.place, arguments))
            print(table.drawn(rows[-1:]), flush=True)
    print("\n" + table.drawn(rows))
    return int(any(found.failed or (asked.required and found.passed is None) for found in rows))


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the arguments before `--`, which are ours, and those after it, which are pytest's."""
    end = words.index("--") if "--" in words else len(words)
    return words[:end], words[end + 1 :]


def built(place: Path) -> Path:
    """Return the wheel, built anew."""
    folder = place / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    uv("build", "--wheel", "--quiet", "--out-dir", str(folder), str(sets.ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


def row(
    python: str, name: str, chosen: sets.Set, wheel: Path, place: Path, arguments: list[str]
) -> table.Row:
    """Install one environment, run its tests in the checkout, and return what it came to."""
    folder = place / f"{python}-{name}"
    try:
        uv("venv", "--quiet", "--clear", "--python", python, str(folder))
    except RuntimeError:
        return table.Row(python, name, note="no such interpreter")
    inside = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    try:
        for words in sets.installs(chosen, wheel):
            uv("pip", "install", "--quiet", *sets.WHEELS, f"--python={inside}", *words)
    except RuntimeError as error:
        return table.Row(python, name, note=f"not installed: {error}")
    junit = folder / "junit.xml"
    tests = [str(path.relative_to(sets.ROOT)) for pattern in chosen.tests
             for path in sorted(sets.ROOT.glob(pattern))]  # fmt: skip
    subprocess.run(
        [inside, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={junit}",
         *arguments, *tests],
        cwd=sets.ROOT, check=False, env=os.environ | chosen.variables,
        stdout=(folder / "pytest.txt").open("w"), stderr=subprocess.STDOUT,
    )  # fmt: skip
    if not junit.exists():
        return table.Row(python, name, failed=1, note=f"no end: {folder / 'pytest.txt'}")
    return table.read(python, name, junit, versions(inside))


def versions(python: Path) -> str:
    """Return the versions of the packages that matter, as installed."""
    frozen = uv("pip", "freeze", f"--python={python}").splitlines()
    listed = dict(line.split("==", 1) for line in frozen if "==" in line)
    return ", ".join(f"{name} {listed[name]}" for name in NAMED if name in listed)


def uv(*words: str) -> str:
    """Run uv; what it says of a failure, in one line, is the error."""
    found = shutil.which(
        "uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    done = subprocess.run([found or "uv", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(" ".join(done.stderr.split())[-SHOWN:])
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
