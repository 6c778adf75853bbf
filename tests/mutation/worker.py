"""Run tests in children of one process that has imported what takes long, but not the project.

python tests/mutation/worker.py    with a copy of the project as working folder; reads lines of JSON
[tests, seconds, cache] from stdin and writes [how they ended, the last test that was started] for
each: "survived", "failed", "timeout" or "none", where no test was left to run.
"""

import contextlib
import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

ENDED = {pytest.ExitCode.OK: "survived", pytest.ExitCode.NO_TESTS_COLLECTED: "none"}
IDLE = 120  # seconds on the wall in which nothing works: a test waits for ever
IMPORTED = ("numpy", "hypothesis", "llvmlite.binding", "torch")
OPTIONS = (
    *("-x", "-q", "--no-cov", "--assert=plain", "--tb=no", "--no-header", "--no-summary"),
    *("-p", "no:cacheprovider", "-p", "no:xdist"),
)


class Chosen:
    """A plugin of pytest: of the files' tests run those that are named, and write which one runs.

    A mutant may take away cases of a test: asked for by name, pytest would call that an error.
    """

    def __init__(self, tests, running):
        self._order = {name: n for n, name in enumerate(tests)}
        self._whole = {name for name in tests if "::" not in name}
        self._running = running

    def pytest_collection_modifyitems(self, items):
        chosen = [i for i in items if self._place(i) is not None]
        items[:] = sorted(chosen, key=self._place)

    def pytest_runtest_logstart(self, nodeid):
        threads = sys.modules.get("upconv.engine.process.threads")
        if threads is not None:
            threads._forked = False  # the parent has used no thread: calls may
        os.ftruncate(self._running, 0)
        os.pwrite(self._running, nodeid.encode(), 0)

    def _place(self, item):
        whole = item.nodeid.partition("::")[0] in self._whole
        return self._order.get(item.nodeid, len(self._order) if whole else None)


def ended(tests, seconds, cache, running):
    """Return how tests ended that have so many seconds of processor time.

    Time on the wall says nothing on a busy machine.
    """
    os.ftruncate(running, 0)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        with contextlib.suppress(OSError):  # a mutant that takes all memory is what the system ends
            Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        os.environ["UPCONV_TESTS_CACHE"] = cache
        silent = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(silent, number)
        code = 70
        try:
            files = dict.fromkeys(name.partition("::")[0] for name in tests)
            code = int(pytest.main([*OPTIONS, *files], plugins=[Chosen(tests, running)]))
        finally:
            os._exit(code)
    worked, since, waits = -1, time.monotonic(), False
    while not waits and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        time.sleep(0.02)
        if time.monotonic() - since > IDLE:
            now = _worked(child)
            waits, worked, since = now <= worked, now, time.monotonic()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what the tests have started too
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return "timeout" if waits or code == -signal.SIGXCPU else ENDED.get(code, "failed")


def _worked(group):
    """Return the processor time of all processes of a group, in ticks of the system."""
    total = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = place.read_text("ascii", "replace").rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) if int(fields[2]) == group else 0
    return total


def main():
    for name in IMPORTED:
        __import__(name)
    sys.dont_write_bytecode = True
    found = importlib.util.find_spec("upconv").origin
    if not Path(found).is_relative_to(Path.cwd()):
        sys.exit(f"upconv would be imported from {found}, not from the copy")
    with tempfile.TemporaryFile() as running:
        for line in sys.stdin:
            how = ended(*json.loads(line), running.fileno())
            name = os.pread(running.fileno(), 1 << 16, 0).decode()
            print(json.dumps([how, name or None]), flush=True)


if __name__ == "__main__":
    main()
