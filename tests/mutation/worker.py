"""Run tests in children of one process that has imported what takes long, but not the project.

python tests/mutation/worker.py    with a copy of the project as working folder; reads lines of JSON
[tests, seconds, cache] from stdin, writes "killed", "survived", "timeout" or "broken" for each.
"""

import json
import os
import resource
import signal
import sys
import time

import pytest

ENDED = {pytest.ExitCode.OK: "survived", pytest.ExitCode.TESTS_FAILED: "killed"}
PATIENCE = 4  # seconds on the wall for each of processor time
IMPORTED = ("numpy", "hypothesis", "llvmlite.binding", "torch")
OPTIONS = (
    *("-x", "-q", "--no-cov", "--assert=plain", "--tb=no", "--no-header", "--no-summary"),
    *("-p", "no:cacheprovider", "-p", "no:xdist"),
)


def ended(tests, seconds, cache):
    """Return how tests ended that have so many seconds of processor time.

    Time on the wall says nothing on a busy machine; it ends a test that waits for ever.
    """
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        os.environ["UPCONV_TESTS_CACHE"] = cache
        silent = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(silent, number)
        code = 70
        try:
            code = int(pytest.main([*OPTIONS, *tests]))
        finally:
            os._exit(code)
    until = time.monotonic() + PATIENCE * seconds
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            if code == -signal.SIGXCPU:
                return "timeout"
            # A mutant that cannot be imported, or that ends the process, is noticed too.
            return ENDED.get(code, "killed" if code in (2, 4) or code < 0 else "broken")
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def main():
    for name in IMPORTED:
        __import__(name)
    sys.dont_write_bytecode = True
    for line in sys.stdin:
        print(ended(*json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
