"""Draw mutants, run the tests that reach them, and print those that survive.

python -m mutation --sample 320 --seed 13     from the folder tests/
python -m mutation --files 'src/upconv/engine/forms/winograd/*.py'

A run that was stopped goes on with `--place` and the same seed: what has died is not tried again,
what has survived is, with the tests of `--more` too. A mutant has died when tests fail, end their
process or take too long that pass with the source unchanged, in the same process.
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
from mutation.mutants import Mutant, sample

ROOT = Path(__file__).parents[2]
FILES = (
    "src/upconv/geometry.py", "src/upconv/axis.py", "src/upconv/solver.py",
    "src/upconv/arguments.py", "src/upconv/layer.py", "src/upconv/call.py",
    "src/upconv/bounded_cache.py", "src/upconv/environment.py", "src/upconv/ops.py",
    "src/upconv/activations.py", "src/upconv/conventions/*.py",
    "src/upconv/engine/**/*.py",
)  # fmt: skip
QUICK = 0.2  # seconds of tests for one mutant at first, as they took unchanged
# What object code is made and found by; the code of other mutants is found again by its text.
PRIVATE = {
    "src/upconv/engine/codegen/compiler.py",
    "src/upconv/engine/process/code_cache.py",
    "src/upconv/engine/process/isa.py",
    "src/upconv/environment.py",
}
DIED, OPEN = ("killed", "timeout"), ("survived", "unreached", "broken")  # what is open wants a test
EQUIVALENT = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text("utf-8"))


def copied(place):
    """Return a new copy of the project in `place`, as git sees it."""
    shutil.rmtree(place, ignore_errors=True)
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
        self._passed, self._failing = set(), set()  # lists and tests, with the source unchanged
        self._worker = subprocess.Popen(
            [sys.executable, "tests/mutation/worker.py"],
            cwd=root,
            env=reach.environment(root),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ended(self, mutant, stages):
        """Return how the first of several lists of tests ended that notices a mutant, and the test.

        "broken": these tests cannot be collected unchanged either.
        """
        path = self.root / mutant.path
        source = path.read_text("utf-8")
        cache = "" if mutant.path in PRIVATE else str(self._cache)
        for listed, seconds in stages:
            while tests := [test for test in listed if test not in self._failing]:
                try:
                    path.write_text(mutant.code(source), "utf-8")
                    found, test = self._run(tests, seconds, cache)
                finally:
                    path.write_text(source, "utf-8")
                if found in ("survived", "none"):  # none: of cases that are no more
                    break
                if self._passes((test,) if test else tuple(tests), cache):
                    return {"failed": "killed"}.get(found, found), test
                if not test:
                    return "broken", None
                self._failing.add(test)
                print(f"fails unchanged, and is left out: {test}", flush=True)
        return "survived", None

    def _passes(self, tests, cache):
        """Tell whether tests pass with the source unchanged."""
        if tests not in self._passed and self._run(tests, 120, cache)[0] == "survived":
            self._passed.add(tests)
        return tests in self._passed

    def _run(self, tests, seconds, cache):
        print(json.dumps([tests, seconds, cache]), file=self._worker.stdin, flush=True)
        return json.loads(self._worker.stdout.readline())


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


def arguments():
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__.split("\n")[0])
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--files", nargs="+", default=FILES, metavar="PATTERN")
    parser.add_argument(
        "--budget", type=float, default=10.0, help="seconds of tests for one mutant at last"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--place", type=Path, help="the folder of an earlier run, to go on with it")
    parser.add_argument(
        "--more", nargs="+", default=[], metavar="FILE", help="tests to run for what has survived"
    )
    return parser.parse_args()


def main():
    given = arguments()
    paths = sorted({p for pattern in given.files for p in ROOT.glob(pattern)})
    sources = {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in paths}
    drawn = sample(sources, given.sample, given.seed)
    place = (given.place or Path(tempfile.mkdtemp(prefix="upconv-mutation-"))).resolve()
    print(
        f"{len(drawn)} mutants of {len(sources)} files, seed {given.seed}, in {place}", flush=True
    )
    measured = place / "measured"
    reached = (
        reach.Reach(measured)
        if (measured / "tests.json").exists()
        else reach.measure(copied(measured), given.processes)
    )
    for name in sorted(reached.failed):
        print(f"fails unchanged, and is left out: {name}", flush=True)
    roots = SimpleQueue()
    for n in range(given.processes):
        roots.put(Copy(place / f"copy{n}"))
    results_path = place / "results.jsonl"
    before = {}
    if results_path.exists():
        rows = map(json.loads, results_path.read_text("utf-8").splitlines())
        before = {Mutant(*(row[field] for field in Mutant._fields)).name: row for row in rows}
    drawn.sort(key=lambda mutant: mutant.name in before)  # what has survived comes last

    def attempt(mutant):
        """Return how a mutant ended and what is written of it, None where that is written."""
        earlier = before.get(mutant.name, {})
        if earlier.get("ended") in DIED:
            return earlier["ended"], None
        changed = difference(mutant, sources[mutant.path])
        found = {**mutant._asdict(), "difference": changed, "by": None, "tests": 0}
        if reason_for(mutant, changed) is not None:
            return "equivalent", found
        stages = reached.stages(mutant.path, sources[mutant.path], mutant.line, QUICK, given.budget)
        # A child imports the project and collects tests before it runs them.
        stages = [(tests, 30 + int(2 * seconds)) for tests, seconds in stages]
        stages += [(given.more, 120)] if given.more else []
        if not stages:
            return "unreached", found
        copy = roots.get()
        try:
            ended, found["by"] = copy.ended(mutant, stages)
        finally:
            roots.put(copy)
        return ended, {**found, "tests": sum(len(tests) for tests, _ in stages)}

    counts = dict.fromkeys((*DIED, "equivalent", *OPEN), 0)
    with ThreadPoolExecutor(given.processes) as pool, results_path.open("a") as results:
        for ended, found in pool.map(attempt, drawn):
            counts[ended] += 1
            if found is None:
                continue
            results.write(json.dumps({"ended": ended, **found}) + "\n")
            results.flush()
            if ended in OPEN:
                print(
                    f"\n{ended}: {found['path']}:{found['line']} ({found['tests']} tests)"
                    + (f" {found['by']} fails unchanged" if ended == "broken" else ""),
                    *found["difference"],
                    sep="\n  ",
                    flush=True,
                )
    found = ", ".join(f"{name} {count}" for name, count in counts.items())
    print(f"\n{found}; seed {given.seed}")
    sys.exit(any(counts[ended] for ended in OPEN))


if __name__ == "__main__":
    main()
