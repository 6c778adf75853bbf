"""Memory that the system refuses: a MemoryError everywhere, nothing remembered, nobody killed.

Limits of the address space hold in processes of their own.
"""

import os
import subprocess
import sys

import numpy as np
import pytest

import upconv
from upconv import errors, ops
from upconv.engine import dispatch
from upconv.engine.process import memory

compiler = pytest.importorskip("upconv.engine.codegen.compiler")

limits = pytest.mark.skipif(sys.platform != "linux", reason="needs a limit of the address space")

CHILD = """
import resource, sys
import numpy as np
import upconv
from upconv import ops
from upconv.engine import generated, generated_gradient
from upconv.engine.calls import activation_backward

upconv.conv(np.ones((1, 1, 5)), np.ones((1, 1, 2)))
x, weight = np.ones((2, 3, 9, 9), np.float32), np.ones((3, 4, 2, 2), np.float32)
y = np.ones((2, 4, 18, 18), np.float32)

def forward():
    assert (upconv.conv_transpose(x, weight, stride=2) == 3).all()

def backward():
    given = {"stride": 2, "activation": "relu", "result": y}
    of_x, of_weight, of_bias = ops.conv_transpose_backward(y, x, weight, **given)
    assert (of_x == 16).all() and (of_weight == 162).all() and (of_bias == 648).all()

def large():
    wide = np.ones((1, 3, 1500, 1500), np.float32)
    assert (upconv.conv_transpose(wide, weight, stride=2) == 3).all()

def attempt(work):
    try:
        work()
    except MemoryError:
        return "MemoryError"
    return "right"

with open("/proc/self/statm") as file:
    size = int(file.read().split()[0]) * resource.getpagesize()
most = resource.getrlimit(resource.RLIMIT_AS)[1]
resource.setrlimit(resource.RLIMIT_AS, (size + (int(sys.argv[1]) << 20), most))
print(*(attempt(work) for work in (forward, backward, large)))
resource.setrlimit(resource.RLIMIT_AS, (most, most))
print(*(attempt(work) for work in (forward, backward, large)))
"""


@limits
@pytest.mark.parametrize(("room", "first"), [(6, "MemoryError"), (36, None), (110, "right")])
@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_limit_of_the_address_space(room, first, threads):
    """Too little to compile, hardly enough, and enough for all but a large result."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD, str(room)],
        env={**os.environ, "UPCONV_CACHE": "off", "UPCONV_NUM_THREADS": threads},
        check=False,
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    limited, free = (line.split() for line in done.stdout.splitlines())
    assert free == ["right"] * 3
    assert limited[2] == "MemoryError"
    if first is not None:
        assert limited[:2] == [first, first]


def test_a_result_that_no_machine_holds_is_a_memory_error(monkeypatch):
    x = np.broadcast_to(np.float32(1), (1, 1, 1 << 20))
    weight = np.ones((1, 1, 2), np.float32)
    with pytest.raises(MemoryError) as caught:
        upconv.conv_transpose(x, weight, stride=1 << 36)
    assert isinstance(caught.value, errors.OutOfMemoryError)
    assert str(caught.value) == (
        "There must be memory for an array of shape (1, 1, 72057525318451202) and float32. "
        "Received a request for 256 PiB, which the system refused. "
        "Compute fewer images at a time, or raise the limit of the process."
    )
    monkeypatch.setenv("UPCONV_POOL", "off")
    with pytest.raises(MemoryError):
        upconv.conv_transpose(x, weight, stride=1 << 36)


def test_idle_memory_is_given_back_first(monkeypatch):
    """The system refuses a mapping; with the idle blocks gone it does not."""
    memory.clear()
    memory.empty((1 << 20,), np.uint8)
    assert memory.usage().idle
    refused, old = [], memory._mapping

    def mapping(length):
        if memory.usage().idle:
            refused.append(length)
            raise errors.memory.no_memory(length, "a test")
        return old(length)

    monkeypatch.setattr(memory, "_mapping", mapping)
    assert memory.empty((9 << 20,), np.uint8).size == 9 << 20
    assert len(refused) == 1


def test_no_room_to_compile_is_an_error_of_this_call_alone(monkeypatch):
    monkeypatch.setenv("UPCONV_CACHE", "off")
    x, weight = np.ones((1, 2, 5)), np.ones((2, 3, 13))

    def no_room(size, purpose):
        raise errors.memory.no_memory(size, purpose)

    compiler.forget()
    with monkeypatch.context() as patch:
        patch.setattr(memory, "check_room", no_room)
        wanted = "^There must be memory for compiling a kernel. Received a request for 32 MiB"
        with pytest.raises(errors.OutOfMemoryError, match=wanted):
            upconv.conv_transpose(x, weight, stride=13)
        with pytest.raises(errors.OutOfMemoryError, match=wanted):
            ops.conv_transpose_backward(np.ones((1, 3, 65)), x, weight, stride=13)
    assert (upconv.conv_transpose(x, weight, stride=13) == 2).all()
    assert not dispatch.refused()
    memory.check_room(1 << 20, "a test")
    with pytest.raises(MemoryError):
        memory.check_room(1 << 62, "a test")


def test_fewer_threads_compile_where_there_is_room_for_fewer(monkeypatch):
    asked = []

    def room(size, purpose):
        asked.append(size // compiler.ROOM)
        if size > 2 * compiler.ROOM:
            raise errors.memory.no_memory(size, purpose)

    monkeypatch.setattr(memory, "check_room", room)
    with upconv.threads(9):
        assert compiler._threads_with_room(20) == 2
        assert asked == [9, 4, 2]
        assert compiler._threads_with_room(0) == 0
        assert compiler._threads_with_room(1) == 1


def test_llvmlite_that_does_not_load_is_told_of_once():
    """It is there, but the system gives it no memory, or a library of its own is missing."""
    code = (
        "import sys, warnings, numpy as np\n"
        "class Broken:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'llvmlite.binding':\n"
        "            raise OSError('failed to map segment from shared object')\n"
        "sys.meta_path.insert(0, Broken())\n"
        "import upconv\n"
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    warnings.simplefilter('always')\n"
        "    for _ in range(2):\n"
        "        y = upconv.conv_transpose(np.ones((1, 1, 3)), np.ones((1, 1, 2)), stride=2)\n"
        "assert (y == 1).all()\n"
        "print([(str(found.message), found.filename) for found in caught])\n"
        "print(upconv.info().engine['engine'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, timeout=120, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    why = "llvmlite cannot be used (failed to map segment from shared object)"
    warned, shown = done.stdout.splitlines()
    assert warned == repr([(f"{why}. NumPy computes instead, which is slower.", "<string>")])
    assert shown == f"NumPy, as {why}"
