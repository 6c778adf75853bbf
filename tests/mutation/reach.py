"""Which tests reach which line, and how long each takes: measured once, with coverage.py."""

import os
import subprocess
import sys
from xml.etree import ElementTree

from coverage import CoverageData

# Every test of what computes that needs no other framework, and PyTorch's own entry to it.
TESTS = (
    "test_activations", "test_conventions", "test_engine_", "test_geometry", "test_call_cache",
    "test_operator", "test_ops", "test_reference", "test_rewrites", "test_solver",
    "test_torch_known", "test_torch_weights", "test_upsampling",
)  # fmt: skip
# They wait for a second thread to compile, which a process that was forked may not get.
WAITING = ("on_several_threads", "an_error_in_another_thread")


class Reach:
    """The tests that reach a line, the quickest first."""

    def __init__(self, root):
        self._root = root
        self._data = CoverageData(str(root / ".coverage"))
        self._data.read()
        cases = list(ElementTree.parse(root / "tests.xml").iter("testcase"))  # noqa: S314 - ours
        self._seconds = {_name(case): float(case.get("time")) for case in cases}
        self._failed = {_name(case) for case in cases if case.find("failure") is not None}

    def stages(self, path, line, budgets):
        """Return (ids of tests, their seconds in all) of each budget: more of those of a line."""
        contexts = self._data.contexts_by_lineno(str(self._root / path))
        reached = {context.split("|")[0] for context in contexts.get(line, ())} - {""}
        if not reached:  # run at import: whatever reaches the file
            reached = {c.split("|")[0] for found in contexts.values() for c in found} - {""}
        reached = {name for name in reached if _key(name) not in self._failed}
        reached = {name for name in reached if not any(part in name for part in WAITING)}
        ordered = sorted(reached, key=lambda name: self._seconds.get(_key(name), 1.0))
        stages, total = [], 0.0
        for budget in budgets:
            chosen, before = [], total
            while ordered and (total < budget or not stages + chosen):
                chosen.append(ordered.pop(0))
                total += self._seconds.get(_key(chosen[-1]), 1.0)
            if chosen:
                stages.append((chosen, total - before))
        return stages


def measure(root, processes):
    """Run the tests in `root` once with coverage, and return what they reach."""
    tests = sorted(str(p) for p in (root / "tests").glob("test_*.py") if p.stem.startswith(TESTS))
    command = [
        sys.executable, "-m", "pytest", "-q", "-n", str(processes), "--cov=upconv",
        "--cov-context=test", "--cov-report=", f"--junitxml={root / 'tests.xml'}", *tests,
    ]  # fmt: skip
    subprocess.run(command, cwd=root, env=environment(root), check=False, stdout=subprocess.DEVNULL)
    return Reach(root)


def environment(root):
    """Return the variables under which tests import the copy in `root`."""
    return {
        **os.environ,
        "PYTHONPATH": str(root / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CI": "1",
    }


def _name(case):
    return case.get("classname").split(".")[-1], case.get("name")


def _key(context):
    path, _, name = context.partition("::")
    return path.rpartition("/")[2].removesuffix(".py"), name
