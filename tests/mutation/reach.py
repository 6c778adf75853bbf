"""Which tests reach which line, and how long each takes: measured once, with coverage.py."""

import difflib
import json
import os
import subprocess
import sys

from coverage import CoverageData

# Every test of what computes that needs no other framework, and PyTorch's own entry to it.
TESTS = (
    "test_activations", "test_conventions", "test_engine_", "test_fractional", "test_geometry",
    "test_call_cache", "test_live_layers", "test_operator", "test_ops", "test_padding_modes",
    "test_reference", "test_rewrites", "test_solver", "test_torch_chain", "test_torch_call_cache",
    "test_torch_weights", "test_upsampling",
)  # fmt: skip
EXAMPLES = (
    "geometry.py", "axis.py", "solver.py", "arguments.py", "ops.py", "activations.py",
    "conventions", "engine",
)  # fmt: skip
# They take minutes over sizes and failures of which others try the first few.
SLOW = {"test_engine_isa", "test_engine_processes", "test_engine_out_of_memory"}
# They compare every number that is chosen, or all code that is written: few mutants pass them.
EXACT = ("test_engine_choices", "test_engine_golden")


class Reach:
    """The tests that reach a line, the quickest first; what fails unchanged is left out."""

    def __init__(self, root):
        self._root = root
        self._data = CoverageData(str(root / ".coverage"))
        self._data.read()
        found = json.loads((root / "tests.json").read_text("utf-8"))
        self._seconds = {name: seconds for name, (seconds, _) in found.items()}
        self.failed = {name for name, (_, passed) in found.items() if not passed}
        self._stored = {}

    def stages(self, path, source, line, quick, budget):
        """Return (ids of tests, their seconds in all): the quickest, the exact ones, some others.

        The tests of the first and last stage take so many seconds, and one test may take longer.
        """
        contexts = self._contexts(path)
        line = self._line_when_measured(path, source, line)
        reached = contexts.get(line, set()) or set().union(*contexts.values())  # run at import
        reached = {n for n in reached if n in self._seconds and n not in self.failed}
        ordered = sorted(reached, key=lambda name: (self._seconds[name], name))
        first = self._taken(ordered, quick)
        exact = [name for name in ordered if any(file in name for file in EXACT)]
        ordered = [name for name in ordered if name not in set(exact)]
        stages = [first, exact, self._taken(ordered, budget)]
        return [(names, sum(self._seconds[n] for n in names)) for names in stages if names]

    def _taken(self, names, seconds):
        """Take from the front of a list what lasts so long."""
        taken = []
        while names and seconds > 0:
            taken.append(names.pop(0))
            seconds -= self._seconds[taken[-1]]
        return taken

    def _contexts(self, path):
        if path not in self._stored:
            found = self._data.contexts_by_lineno(str(self._root / path))
            self._stored[path] = {
                line: {context.rpartition("|")[0] for context in contexts} - {""}
                for line, contexts in found.items()
            }
        return self._stored[path]

    def _line_when_measured(self, path, source, line):
        """Return where a line was when the tests were measured, None if nowhere."""
        before = (self._root / path).read_text("utf-8").splitlines()
        matcher = difflib.SequenceMatcher(None, before, source.splitlines(), autojunk=False)
        for block in matcher.get_matching_blocks():
            if block.b < line <= block.b + block.size:
                return line - block.b + block.a
        return None


def measure(root, processes):
    """Run the tests in `root` once with coverage, and return what they reach."""
    found = (root / "tests").glob("test_*.py")
    tests = sorted(p for p in found if p.stem.startswith(TESTS) and p.stem not in SLOW)
    tests += [root / "src" / "upconv" / name for name in EXAMPLES]
    command = [
        sys.executable, "-m", "pytest", "-q", "-n", str(processes), "-p", "mutation.measuring",
        "--cov=upconv", "--cov-context=test", "--cov-report=", "--tb=short",
        *(str(path.relative_to(root)) for path in tests),
    ]  # fmt: skip
    with (root / "measured.log").open("w") as log:
        subprocess.run(command, cwd=root, env=environment(root), check=False, stdout=log)
    return Reach(root)


def environment(root):
    """Return the variables under which tests import the copy in `root`, and write beside it."""
    home, temporary = root.with_name("home"), root.with_name("temporary")
    for folder in (home, temporary):
        folder.mkdir(parents=True, exist_ok=True)
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("UPCONV_")}
    return {
        **inherited,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "TMPDIR": str(temporary),
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "CI": "1",
    }
