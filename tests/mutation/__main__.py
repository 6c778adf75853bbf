"""Draw mutants, run the tests that reach them, and print those that survive.

python -m mutation --sample 300 --seed 0      from the folder tests/
python -m mutation --files 'src/upconv/engine/winograd/*.py'
"""

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from mutation import reach
from mutation.mutants import sample

ROOT = Path(__file__).parents[2]
FILES = (
    "src/upconv/geometry.py", "src/upconv/axis.py", "src/upconv/solver.py",
    "src/upconv/arguments.py", "src/upconv/layer.py", "src/upconv/call.py", "src/upconv/known.py",
    "src/upconv/ops.py", "src/upconv/activations.py", "src/upconv/conventions/*.py",
    "src/upconv/engine/**/*.py",
)  # fmt: skip
BUDGET = 60.0  # seconds of tests for one mutant, as they took when nothing was changed
EQUIVALENT = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text("utf-8"))


def copied(place):
    """Return a copy of the project in `place`, as git sees it."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],  # noqa: S607 - the one on the path
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.splitlines():
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, target)
    return place


def killed(root, mutant, tests, seconds):
    """Run tests over one mutant; return how it ended: "killed", "timeout" or "survived"."""
    path = root / mutant.path
    source = path.read_text("utf-8")
    path.write_text(mutant.code(source), "utf-8")
    command = [
        sys.executable, "-m", "pytest", "-x", "-q", "--no-cov", "-p", "no:cacheprovider",
        "-p", "no:xdist", *tests,
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            cwd=root,
            check=False,
            env=reach.environment(root),
            timeout=60 + 6 * seconds,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    finally:
        path.write_text(source, "utf-8")
    return "killed" if done.returncode else "survived"


def difference(mutant):
    source = (ROOT / mutant.path).read_text("utf-8")
    changed = difflib.unified_diff(
        source.splitlines(), mutant.code(source).splitlines(), lineterm="", n=0
    )
    return [line for line in changed if not line.startswith(("---", "+++", "@@"))]


def reason_for(mutant):
    """Return why a mutant is equivalent, None where nobody has said so."""
    before, after = (line[1:].strip() for line in difference(mutant)[:2])
    for entry in EQUIVALENT.get(mutant.path.removeprefix("src/upconv/"), ()):
        if (entry["before"], entry["after"]) == (before, after):
            return entry["why"]
    return None


def main():
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__.split("\n")[0])
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--files", nargs="+", default=FILES, metavar="PATTERN")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--reach", type=Path, help="a folder that an earlier run has measured")
    given = parser.parse_args()
    paths = sorted({p for pattern in given.files for p in ROOT.glob(pattern)})
    sources = {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in paths}
    drawn = sample(sources, given.sample, given.seed)
    place = given.reach or Path(tempfile.mkdtemp(prefix="upconv-mutation-"))
    roots = SimpleQueue()
    for n in range(given.processes):
        roots.put(copied(place / f"copy{n}"))
    print(
        f"{len(drawn)} mutants of {len(sources)} files, seed {given.seed}, in {place}", flush=True
    )
    measured = given.reach is None or not (place / "measured" / "tests.xml").exists()
    reached = (
        reach.measure(copied(place / "measured"), given.processes)
        if measured
        else reach.Reach(place / "measured")
    )
    counts = {"killed": 0, "timeout": 0, "survived": 0, "equivalent": 0, "unreached": 0}

    def attempt(mutant):
        if reason_for(mutant) is not None:
            return mutant, "equivalent", 0
        tests, seconds = reached.tests(mutant.path, mutant.line, BUDGET)
        if not tests:
            return mutant, "unreached", 0
        root = roots.get()
        try:
            return mutant, killed(root, mutant, tests, seconds), len(tests)
        finally:
            roots.put(root)

    with (
        ThreadPoolExecutor(given.processes) as pool,
        (place / "results.jsonl").open("a") as results,
    ):
        for mutant, ended, tests in pool.map(attempt, drawn):
            counts[ended] += 1
            row = {
                **mutant._asdict(),
                "ended": ended,
                "tests": tests,
                "difference": difference(mutant),
            }
            results.write(json.dumps(row) + "\n")
            results.flush()
            if ended in ("survived", "unreached"):  # both want a test
                print(
                    f"\n{ended}: {mutant.path}:{mutant.line} ({tests} tests)",
                    *difference(mutant),
                    sep="\n  ",
                    flush=True,
                )
    print(
        "\n"
        + ", ".join(f"{name} {count}" for name, count in counts.items())
        + f"; seed {given.seed}"
    )
    sys.exit(bool(counts["survived"] + counts["unreached"]))


if __name__ == "__main__":
    main()
