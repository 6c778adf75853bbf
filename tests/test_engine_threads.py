"""How many threads kernels run on: who decides, that it is asked at each call, threads that fail.

What is counted is what ran: the threads that a kernel was called on, and those of the process.
"""

import contextlib
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import upconv
from upconv import errors, ops
from upconv.engine.process import limit, openmp, threads

compiler = pytest.importorskip("upconv.engine.codegen.compiler")

# Enough positions for a task on each of four threads, in every form.
WIDE = np.ones((4, 3, 40, 40), np.float32)
WEIGHT = np.ones((3, 4, 2, 2), np.float32)

# Runs a layer and its gradients twice with a limit and prints how many threads were at work: what
# the kernels were called on, and the process's threads beside those it had before.
COUNTED = """
import os, sys
import numpy as np
import upconv
from upconv import ops
from upconv.engine.process import threads

called = []
run = threads.Entry.run
def counted(self, args, count):
    called.append(count)
    run(self, args, count)
threads.Entry.run = counted

def tasks():
    return len(os.listdir("/proc/self/task"))

def at_work():
    x, weight = np.ones((4, 3, 40, 40), np.float32), np.ones((3, 4, 2, 2), np.float32)
    called.clear()
    for _ in range(2):
        y = upconv.conv_transpose(x, weight, stride=2)
        ops.conv_transpose_backward(y, x, weight, stride=2)
    assert (y == 3).all()
    return max(called)
"""


def run(code, **settings):
    """Return what a process prints that runs `code` after COUNTED, without limits of its own."""
    given = {name: value for name, value in os.environ.items() if name != "UPCONV_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", COUNTED + code],
        env={**given, **settings},
        check=False,
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def ran(monkeypatch):
    """List the numbers of threads that kernels are called on."""
    monkeypatch.delenv("UPCONV_NUM_THREADS", raising=False)
    found = []
    old = threads.Entry.run

    def run(self, args, count):
        found.append(count)
        old(self, args, count)

    monkeypatch.setattr(threads.Entry, "run", run)
    return found


def test_a_limit_holds_for_a_call_that_was_made_before(ran):
    """Calls and both gradients are found again, each with the number that holds now."""
    y = upconv.conv_transpose(WIDE, WEIGHT, stride=2)
    found = {}
    for count in (1, 3, 2, 1, 3, 2):
        ran.clear()
        with upconv.threads(count):
            assert threads.count() == count
            out = upconv.conv_transpose(WIDE, WEIGHT, stride=2)
            gradients = ops.conv_transpose_backward(y, WIDE, WEIGHT, stride=2)
        assert max(ran) == count
        bits = [array.tobytes() for array in (out, *gradients)]
        assert found.setdefault("bits", bits) == bits


def test_who_decides_in_which_order(monkeypatch):
    monkeypatch.setattr(threads, "_ask", lambda: 5)
    monkeypatch.delenv("UPCONV_NUM_THREADS", raising=False)
    assert threads.count() == 5
    monkeypatch.setenv("UPCONV_NUM_THREADS", "3")
    assert (threads.count(), threads.says()) == (3, "UPCONV_NUM_THREADS")
    with upconv.threads(7):
        assert (threads.count(), threads.says()) == (7, "upconv.threads")
        with threads.limited(2):
            assert threads.count() == 2
            with upconv.threads(1):
                assert threads.count() == 1
        with upconv.threads(None):
            assert threads.count() == 3
    assert threads.count() == 3
    monkeypatch.setattr(threads, "_forked", True)
    assert (threads.count(), threads.says()) == (
        1,
        "the fork, after which a process has one thread",
    )


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("3,2", 3), ("0", None), ("²", None)])
def test_without_openmp_its_variable_is_read(text, count, monkeypatch):
    monkeypatch.setattr(openmp, "_libraries", lambda _: [])
    monkeypatch.setenv("OMP_NUM_THREADS", text)
    says = "the CPUs of this process" if count is None else "OMP_NUM_THREADS"
    found = openmp._find()
    assert (found.most(), found.says) == (count or openmp.cpus(), says)


def test_the_cpus_are_those_of_this_process(monkeypatch):
    asked = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: asked.append(pid) or {4, 6, 7}, False)
    assert openmp.cpus() == 3
    assert asked == [0]
    monkeypatch.delattr(os, "sched_getaffinity")
    for says, count in ((12, 12), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda says=says: says)
        assert openmp.cpus() == count


def test_info_shows_the_limit_and_who_set_it(monkeypatch):
    monkeypatch.delenv("UPCONV_NUM_THREADS", raising=False)
    with upconv.threads(3):
        told = upconv.info().engine["kernel threads"]
    assert told.startswith("3, ")
    assert told.endswith(", by upconv.threads")


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (0, "`count` must be at least 1. Received count=0."),
        (1025, "`count` must be at most 1024. Received count=1025."),
        (2.0, "`count` must be an integer, at least 1. Received count=2.0."),
        (True, "`count` must be an integer, at least 1. Received count=True."),
    ],
)
def test_a_limit_that_means_nothing(count, message):
    with pytest.raises(errors.UpconvError) as caught:
        upconv.threads(count)
    assert str(caught.value) == message
    assert limit.in_force is None


def test_a_limit_ends_with_its_block_also_when_an_error_ends_it():
    outer = upconv.threads(4)
    with contextlib.suppress(ZeroDivisionError), upconv.threads(2) as inner:
        assert repr(inner) == "upconv.threads(2)"
        upconv.threads(6)
        assert threads.count() == 6
        raise ZeroDivisionError
    assert threads.count() == 4
    with outer, outer:  # the same one twice, one within the other
        upconv.threads(1)
        with outer:
            assert threads.count() == 4
        assert threads.count() == 1  # which goes with the block
    assert limit.in_force is None
    assert limit._entries == []


@given(st.lists(st.integers(0, 9), max_size=40))
def test_blocks_of_several_threads_may_overlap(steps):
    """The limit is that of the youngest block; when all have ended it is what it was."""
    open_blocks = []
    with upconv.threads(1000):
        for step in steps:
            if step < 5:
                open_blocks.append((upconv.threads(step + 1), step + 1))
                open_blocks[-1][0].__enter__()
            elif open_blocks:
                open_blocks.pop(step % len(open_blocks))[0].__exit__(None, None, None)
            assert limit.in_force == (open_blocks[-1][1] if open_blocks else 1000)
        for block, _ in open_blocks:
            block.__exit__(None, None, None)
        assert limit.in_force == 1000
        assert len(limit._entries) <= 2


def test_plain_limits_do_not_pile_up():
    for count in range(1, 100):
        upconv.threads(count)
    assert len(limit._entries) == 1
    with upconv.threads(5):
        pass
    assert limit.in_force == 99
    upconv.threads(None)
    assert limit.in_force is None


def test_a_limit_holds_in_every_python_thread():
    with upconv.threads(3), ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: threads.count(), range(16))) == {3}


@pytest.mark.skipif(sys.platform != "linux", reason="counts the threads of a process")
@pytest.mark.parametrize("openmp", ["on", "off"])
def test_the_limit_of_openmp_at_the_start(openmp):
    code = "before = tasks()\nprint(at_work(), tasks() - before, threads.says())\n"
    told = run(code, OMP_NUM_THREADS="1", UPCONV_OPENMP=openmp)
    assert told == ["1", "0", {"on": "omp_get_max_threads", "off": "OMP_NUM_THREADS"}[openmp]]
    told = run(code, OMP_NUM_THREADS="3,2", UPCONV_OPENMP=openmp)
    assert told[0] == "3"
    assert int(told[1]) <= {"on": 2, "off": 0}[openmp]  # of OpenMP they stay, ours end


def test_our_variable_goes_before_that_of_openmp():
    assert run("print(at_work())", OMP_NUM_THREADS="1", UPCONV_NUM_THREADS="2") == ["2"]


LIMITED = """
from threadpoolctl import threadpool_limits
upconv.threads(None)
first = {first}
with threadpool_limits(1):
    limited = at_work()
    with threadpool_limits(3):
        three = at_work()
    again = at_work()
print(limited, three, again, at_work())
"""


@pytest.mark.parametrize("first", ["at_work()", "None"])
def test_the_limits_of_threadpoolctl(first):
    """Also where a first call within the limit loads the runtime."""
    told = run(LIMITED.format(first=first), OMP_NUM_THREADS="")
    everything = str(openmp.cpus())
    assert told[0] == told[2] == "1"
    assert told[1] == "3"
    assert told[3] == everything


JOBLIB = """
import threadpoolctl, joblib

def job(_):
    before = tasks()
    return at_work(), tasks() - before

def limited_job(_):
    with threadpoolctl.threadpool_limits(1):
        return at_work()
"""


def test_joblibs_workers(tmp_path):
    """Processes of loky share the CPUs out by OMP_NUM_THREADS; threads by threadpoolctl."""
    pytest.importorskip("joblib")
    (tmp_path / "jobs.py").write_text(COUNTED + JOBLIB, encoding="utf-8")
    code = (
        "import joblib, jobs\n"
        "with joblib.parallel_config('loky', inner_max_num_threads=1):\n"
        "    found = joblib.Parallel(2)(joblib.delayed(jobs.job)(n) for n in range(2))\n"
        "jobs.job(0)\n"
        "with joblib.parallel_config('threading'):\n"
        "    limited = joblib.delayed(jobs.limited_job)\n"
        "    of_threads = joblib.Parallel(2)(limited(n) for n in range(2))\n"
        "print(found == [(1, 0)] * 2, of_threads)\n"
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    told = run(code, PYTHONPATH=path, OMP_NUM_THREADS="", JOBLIB_TEMP_FOLDER=str(tmp_path))
    assert told == ["True", "[1,", "1]"]


class _NoMore:
    """Threads that do not start after the first few of a process."""

    def __init__(self, monkeypatch, allowed):
        self.allowed, self.asked, old = allowed, 0, threading.Thread.start

        def start(thread):
            self.asked += 1
            if self.asked > self.allowed:
                raise RuntimeError("can't start new thread")
            old(thread)

        monkeypatch.setattr(threading.Thread, "start", start)


def test_threads_that_start_are_counted_with_the_one_that_asks(monkeypatch):
    monkeypatch.setattr(threads, "_here", threads._Here())
    assert threads._prove(3) == 3
    _NoMore(monkeypatch, 1)
    assert threads._prove(4) == 2


@pytest.mark.parametrize("allowed", [0, 1, 2])
@pytest.mark.parametrize("with_openmp", [True, False])
def test_threads_that_do_not_start_are_done_without(allowed, with_openmp, monkeypatch):
    """Compiling and computing: this thread does what they would have done."""
    monkeypatch.setenv("UPCONV_CACHE", "off")
    if not with_openmp:
        runtime = openmp.runtime()._replace(parallel=None)
        monkeypatch.setattr(openmp, "_library", runtime)
    compiler.forget()
    monkeypatch.setattr(threads, "_here", threads._Here())
    none = _NoMore(monkeypatch, allowed)
    weight = np.ones((3, 5, 1, allowed + 3), np.float64)
    x = np.ones((4, 3, 40, 40 + with_openmp))
    with upconv.threads(4):
        for _ in range(2):
            y = upconv.conv_transpose(x, weight, stride=(1, weight.shape[-1]))
            assert (y == 3).all()
    assert none.asked > allowed


def test_a_failed_start_is_forgotten(monkeypatch, ran):
    """The next call has its threads again, and the kind of layer its machine code."""
    monkeypatch.setenv("UPCONV_CACHE", "off")
    compiler.forget()
    monkeypatch.setattr(threads, "_here", threads._Here())
    weight = np.ones((3, 6, 2, 7), np.float64)
    with monkeypatch.context() as patch, upconv.threads(3):
        _NoMore(patch, 0)
        upconv.conv_transpose(WIDE.astype(np.float64), weight, stride=(2, 7))
    assert ran
    with upconv.threads(3):
        ran.clear()
        upconv.conv_transpose(WIDE.astype(np.float64), weight, stride=(2, 7))
    assert max(ran) == 3
    assert threads._here.proven == 3 or openmp.runtime().parallel is None
