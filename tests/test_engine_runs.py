"""How the engine runs: threads, forks, memory, the cache on disk, borders of arrays, fallback."""

import gc
import os
import subprocess
import sys
import threading
import types
import warnings

import numpy as np
import pytest

import upconv
from guarded import Guarded, needs_mprotect
from upconv import ops
from upconv.bounded_cache import BoundedCache
from upconv.engine import dispatch
from upconv.engine.calls import call_cache
from upconv.engine.process import code_cache, memory, openmp

pytestmark = pytest.mark.numeric

compiler = pytest.importorskip("upconv.engine.codegen.compiler")


def layer(seed=0, images=3):
    draw = np.random.default_rng(seed)
    x = draw.standard_normal((images, 9, 11, 13), np.float32)
    weight = draw.standard_normal((9, 10, 4, 4), np.float32)
    return x, weight


@pytest.mark.usefixtures("each_form")
def test_the_same_bits_for_any_number_of_threads(monkeypatch):
    x, weight = layer()
    grad = np.random.default_rng(1).standard_normal((3, 10, 22, 26), np.float32)
    found = []
    for count in (1, 2, 3, 7):
        monkeypatch.setenv("UPCONV_NUM_THREADS", str(count))
        out = upconv.conv_transpose(x, weight, stride=2, padding=1)
        gradients = ops.conv_transpose_backward(grad, x, weight, stride=2, padding=1)
        found.append((out, *gradients))
    for other in found[1:]:
        for one, two in zip(found[0], other, strict=True):
            assert one.tobytes() == two.tobytes()


@pytest.mark.usefixtures("each_form")
def test_the_same_bits_for_any_split_of_the_batch():
    x, weight = layer(images=7)
    whole = upconv.conv_transpose(x, weight, stride=2, padding=1)
    parts = [upconv.conv_transpose(x[n : n + 2], weight, stride=2, padding=1) for n in (0, 2, 4, 6)]
    assert whole.tobytes() == np.concatenate(parts).tobytes()


def test_pytorchs_pool_is_shared_and_not_that_of_another_library(monkeypatch):
    """Two pools in use keep the cores from one another, ten times as slow and more."""
    paths = ["/site/scikit_learn.libs/libgomp-1.so", "/site/torch/lib/libgomp.so.1"]
    found = [{"user_api": "openmp", "filepath": path} for path in paths]
    monkeypatch.delenv("UPCONV_OPENMP", raising=False)
    monkeypatch.setitem(sys.modules, "torch", types.SimpleNamespace(__file__="/site/torch/a.py"))
    assert list(openmp._libraries(found))[:2] == paths[::-1]
    monkeypatch.delitem(sys.modules, "torch")
    assert list(openmp._libraries(found))[:2] == paths


def test_python_threads_where_there_is_no_openmp():
    code = (
        "import numpy as np, upconv\n"
        "from upconv.engine.process import threads\n"
        "x = np.ones((2, 3, 9, 9), np.float32)\n"
        "y = upconv.conv_transpose(x, np.ones((3, 4, 2, 2), np.float32), stride=2)\n"
        "assert (y == 3).all()\n"
        "assert threads.runtime() == 'Python threads'\n"
    )
    settings = {**os.environ, "UPCONV_OPENMP": "off", "UPCONV_NUM_THREADS": "3"}
    subprocess.run([sys.executable, "-c", code], env=settings, check=True, timeout=120)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_after_fork_is_right():
    code = (
        "import os, numpy as np, upconv\n"
        "x = np.ones((4, 3, 30, 30), np.float32)\n"
        "w = np.ones((3, 4, 2, 2), np.float32)\n"
        "y = upconv.conv_transpose(x, w, stride=2)\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    z = upconv.conv_transpose(x, w, stride=2)\n"
        "    os._exit(0 if (z == y).all() else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
    )
    settings = {**os.environ, "UPCONV_NUM_THREADS": "2"}
    subprocess.run([sys.executable, "-c", code], env=settings, check=True, timeout=120)


def test_several_python_threads_at_once():
    x, weight = layer()
    expected = upconv.conv_transpose(x, weight, stride=2)
    found = []

    def work():
        found.extend(upconv.conv_transpose(x, weight, stride=2) for _ in range(20))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 80
    assert all(result.tobytes() == expected.tobytes() for result in found)


def test_memory_comes_back_when_the_last_array_dies(monkeypatch):
    monkeypatch.setenv("UPCONV_POOL", "64M")
    memory.clear()
    first = memory.empty((1000, 1000), np.float32)
    view = first[10:]
    address = first.ctypes.data
    del first
    gc.collect()
    assert memory.usage().idle == 0
    del view
    assert memory.usage().idle >= 4_000_000
    second = memory.empty((1000, 1000), np.float32)
    assert second.ctypes.data == address


@pytest.mark.parametrize("size", [65_536, 100_001, 700_000, 2 << 20, (2 << 20) + 1, 9_000_000])
def test_blocks_lie_on_huge_pages_and_do_not_overlap(size):
    memory.clear()
    blocks = [memory.empty((size,), np.uint8) for _ in range(5)]
    for number, block in enumerate(blocks):
        block[...] = number
    for number, block in enumerate(blocks):
        assert (block == number).all()
        at = block.ctypes.data
        assert at % (2 << 20) + size <= 2 << 20 or at % (2 << 20) == 0  # in one, or from one on


def test_the_pool_is_bounded_and_can_be_off(monkeypatch):
    monkeypatch.setenv("UPCONV_POOL", "1M")
    memory.clear()
    memory.empty((1000, 1000), np.float32)
    assert memory.usage().idle == 0
    monkeypatch.setenv("UPCONV_POOL", "off")
    assert memory.empty((1000, 1000), np.float32).base is None


def test_damaged_code_is_compiled_again_never_run(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("UPCONV_CACHE", str(tmp_path))
    code_cache.write("a", b"code")
    assert code_cache.read("a") == b"code"
    content = (tmp_path / "a").read_bytes()
    for damaged in (content[:-1], content[:10], b"", content[:-1] + b"x", b"code"):
        (tmp_path / "a").write_bytes(damaged)
        assert code_cache.read("a") is None
    code_cache.write("a", b"code")
    (tmp_path / "a").chmod(0o666)
    assert code_cache.read("a") is None
    (tmp_path / "a").chmod(0o600)
    tmp_path.chmod(0o777)
    assert code_cache.read("a") is None


def test_code_is_found_on_disk_by_the_next_process(tmp_path):
    code = (
        "import numpy as np, upconv\n"
        "from upconv.engine.codegen import compiler\n"
        "made = []\n"
        "old = compiler.object_code\n"
        "compiler.object_code = lambda *a: made.append(1) or old(*a)\n"
        "x = np.ones((1, 3, 9, 9), np.float32)\n"
        "y = upconv.conv_transpose(x, np.ones((3, 4, 2, 2), np.float32), stride=2)\n"
        "assert (y == 3).all()\n"
        "print(len(made))\n"
    )
    folder = tmp_path / "cache"
    settings = {**os.environ, "UPCONV_CACHE": str(folder)}

    def run():
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, env=settings, check=True, timeout=120, capture_output=True, text=True
        )
        return int(done.stdout)

    parts = 7  # two tiles, what stores rows; of the driver the cold part and three functions
    assert run() == parts
    assert run() == 0
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[:-7])
    assert run() == parts
    folder.chmod(0o500)
    assert run() == 0


@needs_mprotect
@pytest.mark.usefixtures("each_form")
@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("width", [1, 5, 8, 13, 33])
def test_nothing_outside_the_arrays_is_touched(at_end, width):
    draw = np.random.default_rng(width)
    guarded = Guarded()

    def array(*shape):
        return guarded.place(draw.standard_normal(shape, np.float32), at_end=at_end)

    for stride, channels in ((1, 1), (2, 7), (3, 4)):
        x, weight = array(2, 3, 5, width), array(3, channels, 3, 3)
        bias = array(channels)
        out = array(2, channels, 4 * stride + 1, (width - 1) * stride + 1)
        settings = {"stride": stride, "padding": 1}
        upconv.conv_transpose(x, weight, bias, out=out, **settings)
        np.testing.assert_array_equal(out, upconv.conv_transpose(x, weight, bias, **settings))
        ops.conv_transpose_backward(out, x, weight, **settings)
        last = array(2, 5, width, 3)
        upconv.conv_transpose(last, weight, bias, data_format="channels_last", **settings)


def test_a_compilation_that_fails_is_told_and_computed_otherwise(monkeypatch):
    from upconv.engine import generated

    def fail(*_):
        raise compiler.RefusedError("no such instruction")

    x, weight = layer()
    expected = upconv.conv_transpose(x, weight, stride=3)
    monkeypatch.setattr(generated, "prepare", fail)
    monkeypatch.setattr(generated, "_EXECUTABLES", BoundedCache(4))
    call_cache.forget()
    monkeypatch.setattr(dispatch, "_REFUSED", BoundedCache(4))
    with pytest.warns(
        RuntimeWarning, match="convt_f32_ic9_oc10_k1x4x4_s1x3x3.*no such instruction"
    ) as caught:
        result = upconv.conv_transpose(x, weight, stride=3)
    assert [found.filename for found in caught] == [__file__]
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        upconv.conv_transpose(x, weight, stride=3)


def test_debug_tells_the_choice(monkeypatch, capfd):
    monkeypatch.setenv("UPCONV_DEBUG", "2")
    x, weight = layer()
    upconv.conv_transpose(x, weight, stride=2)
    assert "generated: yes, direct, convt_f32_ic9_oc10_k1x4x4" in capfd.readouterr().err
