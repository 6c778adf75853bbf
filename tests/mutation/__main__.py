"""Draw mutants, run the tests that reach them, and print those that survive.

python -m mutation --sample 300 --seed 0      from the folder tests/
python -m mutation --files 'src/upconv/engine/winograd/*.py'

A run that was stopped goes on with `--place` and the same seed: what has died is not tried again,
what has survived is.
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
QUICK, BUDGET = 1.0, 4.0  # seconds of tests for one mutant, as they took unchanged: first, in all
# What object code is made and found by; the code of other mutants is found again by its text.
PRIVATE = {f"src/upconv/engine/{name}.py" for name in ("cache", "compiler", "isa", "environment")}
ENDS = ("killed", "timeout", "survived", "equivalent", "unreached", "broken")
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


class Copy:
    """A copy of the project, and the process that runs tests in it."""

    def __init__(self, root):
        self.root = copied(root)
        folders = [str(root / name) for name in ("src", "tests")]
        compiled = ["-m", "compileall", "-q", "--invalidation-mode", "checked-hash", *folders]
        subprocess.run([sys.executable, *compiled], check=True)
        self._cache = root.with_name("objects")
        self._cache.mkdir(mode=0o700, exist_ok=True)
        self._worker = subprocess.Popen(
            [sys.executable, "tests/mutation/worker.py"],
            cwd=root,
            env=reach.environment(root),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ended(self, mutant, stages):
        """Return how the first of several lists of tests ended that notices a mutant."""
        path = self.root / mutant.path
        source = path.read_text("utf-8")
        path.write_text(mutant.code(source), "utf-8")
        cache = "" if mutant.path in PRIVATE else str(self._cache)
        found = "survived"
        try:
            for tests, seconds in stages:
                print(json.dumps([tests, seconds, cache]), file=self._worker.stdin, flush=True)
                found = self._worker.stdout.readline().strip()
                if found != "survived":
                    break
        finally:
            path.write_text(source, "utf-8")
        return found


def difference(mutant, source):
    changed = difflib.unified_diff(
        source.splitlines(), mutant.code(source).splitlines(), lineterm="", n=0
    )
    return [line for line in changed if not line.startswith(("---", "+++", "@@"))]


def reason_for(mutant, difference):
    """Return why a mutant is equivalent, None where nobody has said so."""
    before, after = (line[1:].strip() for line in difference[:2])
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
    parser.add_argument("--place", type=Path, help="the folder of an earlier run, to go on with it")
    parser.add_argument(
        "--more", nargs="+", default=[], metavar="FILE", help="tests to run for what has survived"
    )
    given = parser.parse_args()
    paths = sorted({p for pattern in given.files for p in ROOT.glob(pattern)})
    sources = {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in paths}
    drawn = sample(sources, given.sample, given.seed)
    # Who edits a file meanwhile changes nothing.
    changes = {mutant: difference(mutant, sources[mutant.path]) for mutant in drawn}
    place = given.place or Path(tempfile.mkdtemp(prefix="upconv-mutation-"))
    print(
        f"{len(drawn)} mutants of {len(sources)} files, seed {given.seed}, in {place}", flush=True
    )
    measured = (place / "measured" / "tests.xml").exists()
    reached = (
        reach.Reach(place / "measured")
        if measured
        else reach.measure(copied(place / "measured"), given.processes)
    )
    roots = SimpleQueue()
    for n in range(given.processes):
        roots.put(Copy(place / f"copy{n}"))
    results_path = place / "results.jsonl"
    before = {}
    if results_path.exists():
        rows = map(json.loads, results_path.read_text("utf-8").splitlines())
        before = {(row["path"], *row["difference"]): row["ended"] for row in rows}
    counts = dict.fromkeys(
        ("killed", "timeout", "survived", "equivalent", "unreached", "broken"), 0
    )

    def attempt(mutant):
        earlier = before.get((mutant.path, *changes[mutant]))
        if earlier == "killed":
            return mutant, earlier, None
        if reason_for(mutant, changes[mutant]) is not None:
            return mutant, "equivalent", 0
        stages = reached.stages(mutant.path, mutant.line, (QUICK, BUDGET))
        # A child imports the project and collects tests before it runs them.
        stages = [(tests, 20 + int(4 * seconds)) for tests, seconds in stages]
        stages += [(given.more, 120)] if given.more else []
        if not stages:
            return mutant, "unreached", 0
        root = roots.get()
        try:
            return mutant, root.ended(mutant, stages), sum(len(tests) for tests, _ in stages)
        finally:
            roots.put(root)

    with (
        ThreadPoolExecutor(given.processes) as pool,
        results_path.open("a") as results,
    ):
        for mutant, ended, tests in pool.map(attempt, drawn):
            counts[ended] += 1
            if tests is None:
                continue
            row = {
                **mutant._asdict(),
                "ended": ended,
                "tests": tests,
                "difference": changes[mutant],
            }
            results.write(json.dumps(row) + "\n")
            results.flush()
            if ended in ("survived", "unreached", "broken"):  # they want a test
                print(
                    f"\n{ended}: {mutant.path}:{mutant.line} ({tests} tests)",
                    *changes[mutant],
                    sep="\n  ",
                    flush=True,
                )
    print(
        "\n"
        + ", ".join(f"{name} {count}" for name, count in counts.items())
        + f"; seed {given.seed}"
    )
    sys.exit(any(counts[ended] for ended in ("survived", "unreached", "broken")))


if __name__ == "__main__":
    main()
