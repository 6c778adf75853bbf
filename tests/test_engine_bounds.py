"""Every table has a bound, drops what was used longest ago, and its machine code goes with it."""

import gc
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import upconv
from upconv import bounded_cache, call, ops
from upconv.bounded_cache import BoundedCache, memoised
from upconv.engine import dispatch
from upconv.engine.calls import call_cache, packed_weight
from upconv.engine.process import memory

generated = pytest.importorskip("upconv.engine.generated")
compiler = pytest.importorskip("upconv.engine.codegen.compiler")


@settings(max_examples=60)
@given(st.integers(2, 9), st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=80))
def test_a_table_drops_what_was_used_longest_ago(most, steps):
    """Whatever was used among the last `most // 2` different keys is there, with its value."""
    table, used, values = BoundedCache(most), [], {}
    for put, key in steps:
        if put:
            values[key] = object()
            table.put(key, values[key])
        else:
            found = table.get(key)
            assert found is None or found is values[key]
            if key in used[: most // 2]:
                assert found is values[key]
            if found is None:
                continue
        used = [key, *(other for other in used if other != key)]
        assert len(table) <= table.most <= most
    assert sorted(map(id, table.values())) == sorted({id(value) for value in table.values()})


def test_a_table_cannot_do_with_less_than_one_of_each_generation():
    table = BoundedCache(1)
    for key in range(5):
        table.put(key, key)
    assert len(table) <= table.most == 2
    table.clear()
    assert len(table) == 0


def test_tables_are_counted_by_name():
    one, two = BoundedCache(4, "test of bounds"), BoundedCache(6, "test of bounds")
    function = memoised("test of bounds", 3)(lambda n: n)
    for n in range(5):
        one.put(n, n)
        assert function(n) == n
    assert bounded_cache.usage()["test of bounds"] == (len(one) + 3, 4 + 6 + 3)
    del one
    gc.collect()
    assert bounded_cache.usage()["test of bounds"] == (len(two) + 3, 6 + 3)


def _layers(count):
    """Run so many layers whose code nobody else has: kernels of ever new sizes."""
    for number in range(count):
        size = 2 + number
        x, weight = np.ones((1, 2, size)), np.ones((2, 3, size))
        y = upconv.conv_transpose(x, weight, stride=size, activation="relu")
        assert (y == 2).all()
        ops.conv_transpose_backward(y, x, weight, stride=size, activation="relu", result=y)


@pytest.fixture
def small(monkeypatch):
    """Tables of a few entries, and no code from before."""
    call_cache.forget()
    tables = (
        *((generated, "_EXECUTABLES"), (compiler, "_loaded"), (compiler, "_code_by_key")),
        *((call._FORWARD, "_entries"), (call._BACKWARD, "_entries")),
    )
    for owner, name in tables:
        monkeypatch.setattr(owner, name, BoundedCache(4))
    generated.kernel_of.cache_clear()
    monkeypatch.setattr(generated, "kernel_of", generated.kernel_of.__wrapped__)
    yield
    call_cache.forget()


@pytest.mark.usefixtures("small")
def test_code_that_no_table_holds_is_freed():
    _layers(3)
    first = compiler.live()
    _layers(20)
    assert compiler.live() <= first + 12
    call_cache.forget()
    generated._EXECUTABLES.clear()
    compiler.forget()
    gc.collect()
    assert compiler.live() < first


def test_code_lives_as_long_as_a_call_may_run_it():
    """A call that was found goes on while everything is forgotten beside it."""
    x, weight = np.ones((1, 2, 50)), np.ones((2, 3, 11))
    upconv.conv_transpose(x, weight, stride=11)
    prepared = generated._EXECUTABLES.values()[-1]
    call_cache.forget()
    generated._EXECUTABLES.clear()
    generated.kernel_of.cache_clear()
    compiler.forget()
    held = compiler.live()
    out = np.empty((1, 3, 550))
    for _ in range(3):
        generated.run(prepared, x, weight, out, None, None)
        assert (out == 2).all()
    del prepared
    gc.collect()
    assert compiler.live() < held


def test_many_threads_while_tables_are_cleared():
    stop = threading.Event()
    wrong = []

    def work(number):
        x = np.ones((1, 2, 20 + number))
        weight = np.ones((2, 3, 4 + number % 3))
        while not stop.is_set():
            y = upconv.conv_transpose(x, weight, stride=weight.shape[-1])
            if not (y == 2).all():
                wrong.append(number)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for _ in range(40):
        call_cache.forget()
        generated._EXECUTABLES.clear()
        generated.kernel_of.cache_clear()
        compiler._loaded.clear()
        compiler.live()
    stop.set()
    for worker in workers:
        worker.join()
    assert not wrong


def test_every_table_of_the_engine_is_told_of_and_bounded():
    _layers(2)
    told = bounded_cache.usage()
    names = {
        "calls",
        "kernel arguments",
        "geometries",
        "kernels",
        "modules",
        "object code",
        "packings",
    }
    assert names | {"plans", "refused"} <= set(told)
    assert all(0 <= held.entries <= held.most < 10_000 for held in told.values())
    shown = upconv.info().engine
    assert (
        f"kernel arguments {told['kernel arguments'].entries} of {told['kernel arguments'].most}"
        in shown["tables"]
    )
    assert shown["machine code"].split()[0] == str(compiler.live())


def test_packed_weights_are_bounded_and_told_of():
    before = packed_weight.usage()
    weight = packed_weight.PackedWeight(np.ones((3, 4, 2)))
    for key in range(20):
        assert weight.packed(key, lambda: np.zeros(8)).nbytes == 64
        assert len(weight.copies()) <= packed_weight.MOST
    now = packed_weight.usage()
    assert (now.weights, now.copies) == (before.weights + 1, before.copies + packed_weight.MOST)
    assert now.bytes == before.bytes + 64 * packed_weight.MOST
    assert weight.packed(19, list) is weight.packed(19, list)
    del weight
    assert packed_weight.usage() == before


def test_idle_memory_of_sizes_asked_for_longest_ago_goes_first(monkeypatch):
    monkeypatch.setenv("UPCONV_POOL", "16M")
    memory.clear()
    for megabytes in (2, 4, 8, 2, 6):
        memory.empty((megabytes << 20,), np.uint8)  # which is idle at once
    sizes = [size >> 20 for size, blocks in memory._POOL._idle.items() if blocks]
    assert sorted(sizes) == [2, 6, 8]  # 2 was asked for after 4, which went
    memory.empty((64 << 20,), np.uint8)  # larger than the limit: nothing goes for it
    assert memory.usage().idle >> 20 == 16
    memory.clear()


def test_what_is_refused_is_bounded(monkeypatch):
    table = BoundedCache(4)
    monkeypatch.setattr(dispatch, "_REFUSED", table)

    def refuse():
        raise compiler.RefusedError("never")

    for number in range(10):
        with pytest.warns(
            RuntimeWarning, match=rf"^LLVM cannot compile layer {number}: never\. NumPy"
        ):
            assert isinstance(dispatch._compiled(f"layer {number}", number, refuse), str)
        assert dispatch._compiled(f"layer {number}", number, refuse).endswith(": never")
    assert len(table) <= 4
    assert (
        upconv.info().engine["not compiled"]
        == "4, the last one: LLVM cannot compile layer 9: never"
    )
