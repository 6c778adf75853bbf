"""Settings that all tests share."""

import math
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import settings

# Programs that the Makefile runs, and modules that tests import where their packages are installed.
_HERE = Path(__file__).parent
_BEGUN = pytest.StashKey[float]()
collect_ignore = [
    *("arm", "matrix", "mutation", "soak"),
    *(path.name for path in _HERE.glob("*.py") if not path.name.startswith("test_")),
]

# Kernels that tests compile are none of the user's business; processes that tests start share them.
# Mutation testing runs the tests many times, and names a folder for all of them.
_CACHE = tempfile.TemporaryDirectory(prefix="upconv-test-cache-")
os.environ["UPCONV_CACHE"] = os.environ.get("UPCONV_TESTS_CACHE") or _CACHE.name

# TensorFlow's oneDNN refuses some layers on processors with AVX-512, which its own kernels compute.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

# XLA compiles many small programs that run once: half of the time of JAX's tests goes without.
QUICK = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
os.environ.setdefault("XLA_FLAGS", QUICK)

# Several test processes share the processors: a thread that waits for its team must not spin.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# A job in the background may be started with Ctrl-C ignored, and hands that on to what tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test compares timings. Continuous integration draws the same examples every time.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser) -> None:
    words = "start no test after so many seconds: the others are skipped"
    parser.addoption("--seconds", type=float, default=math.inf, help=words)


def pytest_configure(config) -> None:
    """Note when the run began; with xdist, a worker's clock starts with the worker."""
    config.stash[_BEGUN] = time.monotonic()


def pytest_runtest_setup(item) -> None:
    if time.monotonic() - item.config.stash[_BEGUN] > item.config.getoption("--seconds"):
        pytest.skip("the time of --seconds is used up")


def pytest_unconfigure() -> None:
    """Remove the cache once all tests are done."""
    _CACHE.cleanup()


@pytest.fixture(params=["direct", "igemm", "winograd"])
def each_form(request, monkeypatch):
    """Run the test with each of the generated forms, taken wherever it can be."""
    generated = pytest.importorskip("upconv.engine.generated")
    from upconv.engine.calls import call_cache
    from upconv.engine.forms.igemm import form as igemm
    from upconv.engine.forms.winograd import form as winograd

    monkeypatch.setattr(igemm, "ALWAYS", request.param == "igemm")
    monkeypatch.setattr(winograd, "ALWAYS", request.param == "winograd")
    generated._EXECUTABLES.clear()
    call_cache.forget()
    yield request.param
    generated._EXECUTABLES.clear()
    call_cache.forget()


@pytest.fixture
def command(monkeypatch, capsys, tmp_path):
    """Run `upconv` in this process, in a folder of its own: (status, stdout, stderr)."""
    from upconv.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))

    def started(*arguments):
        monkeypatch.setattr(sys, "argv", ["upconv", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return stopped.value.code, *capsys.readouterr()

    return started


@pytest.fixture
def refused_command(command):
    """Run `upconv`, which says what `function` of `upconv.errors` builds, with `remedy` in it."""
    from remedies import recording

    def started(function, remedy, *arguments):
        built = []
        with recording(function, built):
            status, said, complaint = command(*arguments)
        assert status == 2, (status, said, complaint)
        assert built, f"another error: {complaint}"
        assert remedy in complaint
        return complaint

    return started
