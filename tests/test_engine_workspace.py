"""What a call does outside the numbers: it stays inside its workspace, and forks leave no lock."""

import ctypes
import os
import subprocess
import sys
import types

import numpy as np
import pytest

import upconv
from guarded import Guarded, needs_mprotect
from upconv.axis import Axis

generated_gradient = pytest.importorskip("upconv.engine.generated_gradient")

from upconv.engine import generated  # noqa: E402 - after the skip without llvmlite
from upconv.engine.calls import argument_pool  # noqa: E402 - after the skip without llvmlite
from upconv.engine.fallback import generic  # noqa: E402 - after the skip without llvmlite

pytestmark = pytest.mark.numeric

DOUBLE, SAME, HALF, WHOLE = (4, 2, 1, 1, 1), (3, 1, 1, 1, 1), (3, 2, 1, 1, 0), (1, 1, 1, 0, 0)
# Direction, (kernel, stride, dilation, begin, end) of the axes, channels, input, images.
LAYERS = (
    (True, [DOUBLE] * 2, (9, 13), (7, 11), 2),
    (True, [SAME] * 2, (40, 33), (9, 10), 1),
    (True, [(2, 3, 1, 0, 0)], (5, 1), (37,), 3),
    (True, [DOUBLE] * 3, (3, 5), (4, 5, 6), 1),
    (False, [SAME] * 2, (20, 17), (12, 19), 2),
    (False, [HALF] * 2, (3, 10), (14, 10), 1),
    (False, [SAME, WHOLE, SAME], (6, 9), (8, 3, 5), 2),
    (False, [(5, 1, 2, 4, 4)], (130, 8), (40,), 1),
)


@pytest.fixture(params=[False, True], ids=["begin", "end"])
def guarded(request, monkeypatch):
    """Give calls workspaces that begin or end at memory that cannot be touched, full of NaN."""
    held = Guarded()

    def take(size):
        values = np.full(-(-size // argument_pool.LINE) * argument_pool.LINE, 0xFF, np.uint8)
        place = held.place(values, at_end=request.param)
        return argument_pool.Workspace(place, place.ctypes.data)

    monkeypatch.setattr(argument_pool, "_take", take)
    monkeypatch.setattr(argument_pool, "_idle", [])
    return held


def integers(draw, shape):
    return draw.integers(-3, 4, shape).astype(np.float32)


@needs_mprotect
@pytest.mark.parametrize("threads", ["1", "3"])
@pytest.mark.parametrize("layer", LAYERS, ids=str)
@pytest.mark.usefixtures("each_form", "guarded")
def test_nothing_outside_the_workspace_is_touched(layer, threads, monkeypatch):
    """And what lies in it before a call is in no result."""
    monkeypatch.setenv("UPCONV_NUM_THREADS", threads)
    transposed, given, channels, size, images = layer
    axes = tuple(Axis(*each) for each in given)
    out_size = [
        axis.output_size(i)
        if transposed
        else (i + axis.begin + axis.end - axis.extent) // axis.stride + 1
        for axis, i in zip(axes, size, strict=True)
    ]
    draw = np.random.default_rng(len(str(layer)))
    x = integers(draw, (images, channels[0], *size))
    kernel = [axis.kernel for axis in axes]
    weight = integers(draw, (*(channels if transposed else channels[::-1]), *kernel))
    out, wanted = (np.empty((images, channels[1], *out_size), np.float32) for _ in range(2))
    generated.correlate(x, weight, out, axes, 1, transposed)
    generic.forward(x, weight, None, None, wanted, axes, 1, transposed)
    np.testing.assert_allclose(out, wanted, rtol=0, atol=1e-2)
    grad = integers(draw, out.shape)
    layer = (weight.shape, axes, 1, transposed)
    found = generated_gradient.prepare(x, grad, *layer).run(x, grad)
    wanted = generic.weight_gradient(x, grad, *layer)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-2)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("lock", ["compiler._LOCK", "memory._POOL.lock", "limit._LOCK"])
def test_a_child_inherits_no_lock_that_another_thread_holds(lock):
    code = (
        "import os, threading, time\n"
        "from upconv.engine.codegen import compiler\n"
        "from upconv.engine.process import limit, memory\n"
        f"lock, held = {lock}, threading.Event()\n"
        "def work():\n"
        "    with lock:\n"
        "        held.set()\n"
        "        time.sleep(0.2)\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start()\n"
        "held.wait()\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    os._exit(0 if lock.acquire(blocking=False) else 1)\n"
        "thread.join()\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "assert lock.acquire(blocking=False)\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=120)


@pytest.mark.skipif(sys.platform != "linux", reason="needs glibc")
@pytest.mark.parametrize("kept", [1 << 20, 1 << 30, 1 << 40])
def test_the_allocator_is_given_numbers_that_fit(kept, monkeypatch):
    given = []
    library = types.SimpleNamespace(mallopt=lambda *words: given.append(words) or 1)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    assert upconv.tune_allocator(kept)
    assert dict(given) == dict.fromkeys((-1, -3), min(kept, 2**31 - 1))
