"""Modules in parts: what a call needs is compiled, parts are shared, threads compile at once."""

import ctypes
import threading

import numpy as np
import pytest

import upconv
from upconv import ops
from upconv.engine.calls import call_cache

compiler = pytest.importorskip("upconv.engine.codegen.compiler")

from upconv import bounded_cache  # noqa: E402 - after the skip where llvmlite is missing
from upconv.engine import generated  # noqa: E402 - after the skip where llvmlite is missing
from upconv.engine.codegen.ir import I64, PTR, Module  # noqa: E402
from upconv.engine.codegen.module import new_module  # noqa: E402
from upconv.engine.process import isa  # noqa: E402 - after the skip where llvmlite is missing


@pytest.fixture
def compiled(monkeypatch):
    """Empty what is known, and return the list of functions that are compiled from now on."""
    monkeypatch.setenv("UPCONV_CACHE", "off")
    compiler.forget()
    generated.kernel_of.cache_clear()
    generated._EXECUTABLES.clear()
    call_cache.forget()
    made = []
    old = compiler.object_code

    def object_code(part, instructions):
        lines = [line for line in part.text.splitlines() if line.startswith("define")]
        made.extend(line.partition("@")[2].partition("(")[0] for line in lines)
        return old(part, instructions)

    monkeypatch.setattr(compiler, "object_code", object_code)
    return made


def module():
    """Return a module of two functions that call a third, which is cold."""
    made, _ = new_module("three", isa.current(), 8)
    add = made.function("add", (("to", PTR), ("value", I64)), cold=True)
    place = add.parameter("to")
    add.store(add.load(I64, place) + add.parameter("value"), place)
    for name, value in (("one", 1), ("ten", 10)):
        f = made.function(name, (("to", PTR),), exported=True)
        f.call(add, f.parameter("to"), f.integer(value))
    return made


def test_parts_find_each_other():
    one, ten = compiler.functions(module(), isa.current(), ("one", "ten"))
    total = np.zeros(1, np.int64)
    for address, times in ((one, 3), (ten, 4)):
        for _ in range(times):
            ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address)(total.ctypes.data)
    assert total[0] == 43


def test_cold_functions_are_one_part():
    parts = module().parts()
    assert [part.cold for part in parts] == [True, False, False]
    assert "define void @add(" in parts[0].text
    assert "declare void @add(ptr, i64)" in parts[1].text
    whole = module().text()
    assert "define internal void @add(" in whole
    assert "declare" not in whole


def test_only_what_is_often_run_is_made_simpler():
    text = "define void @f() {\n br label %next\nnext:\n ret void\n}"
    compiler._start()
    for cold, blocks in ((True, 2), (False, 1)):
        made, _ = compiler._optimised(compiler.Part(text, cold), isa.current())
        assert len(list(made.get_function("f").blocks)) == blocks


def test_a_function_has_one_text_in_every_module():
    def text(title):
        made = Module(title, "nounwind")
        made.function("same", (), exported=True)
        return made.parts()[0].text

    assert text("one") == text("another")


def test_a_part_that_another_module_has_is_not_compiled_again(compiled):
    x = np.ones((1, 64, 20, 20), np.float32)
    weight = np.ones((64, 96, 3, 3), np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPCONV_WINOGRAD", "off")
        upconv.conv_transpose(x, weight, padding=1)
        first = set(compiled)
        assert any(name.startswith("tile_r") for name in first)
        compiled.clear()
        upconv.conv_transpose(x, weight, padding=1, activation="tanh")
        again = set(compiled)
        assert "activate" in again
        assert not [name for name in again if name.startswith(("tile_r", "fill_", "scatter_"))]
        compiled.clear()
        upconv.conv_transpose(x[:, :, :11, :17], weight, padding=1)
        assert compiled == []


@pytest.mark.usefixtures("compiled")
def test_what_is_known_is_found_while_too_much_is_forgotten(monkeypatch):
    one, ten = (compiler.Source(module, (), (name,)) for name in ("one", "ten"))
    first = compiler.addresses(isa.current(), one)
    monkeypatch.setattr(compiler, "_loaded", bounded_cache.BoundedCache(1))
    compiler._loaded.put((isa.current(), one), first[0])
    both = compiler.addresses(isa.current(), one, ten, one)
    assert both[0] == both[2] == first[0]
    assert len(both) == 3


def test_what_a_call_does_not_need_is_not_compiled(compiled):
    x = np.ones((1, 6, 6, 64), np.float32)
    weight = np.ones((64, 96, 3, 3), np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPCONV_WINOGRAD", "off")
        upconv.conv_transpose(x, weight, padding=1, data_format="channels_last")
    assert "fill_copied" in compiled
    unneeded = ("scatter_", "fill_transposed", "fill_interleaved", "pack_transposed")
    assert not [name for name in compiled if name.startswith(unneeded)]


@pytest.mark.usefixtures("compiled")
def test_the_parts_of_one_call_are_compiled_on_several_threads(monkeypatch):
    monkeypatch.setenv("UPCONV_NUM_THREADS", "2")
    both = threading.Barrier(2, timeout=60)
    met = threading.Event()
    old = compiler._optimised

    def optimised(part, instructions):
        if not met.is_set():
            both.wait()
            met.set()
        return old(part, instructions)

    monkeypatch.setattr(compiler, "_optimised", optimised)
    x, weight = np.ones((1, 3, 9, 9), np.float32), np.ones((3, 4, 2, 2), np.float32)
    assert (upconv.conv_transpose(x, weight, stride=2) == 3).all()


@pytest.mark.usefixtures("compiled")
def test_an_error_in_another_thread_is_told(monkeypatch):
    monkeypatch.setenv("UPCONV_NUM_THREADS", "2")
    main, old = threading.main_thread(), compiler._optimised
    failed = threading.Event()

    def optimised(part, instructions):
        if threading.current_thread() is not main:
            failed.set()
            raise RuntimeError("no more")
        failed.wait(60)
        return old(part, instructions)

    monkeypatch.setattr(compiler, "_optimised", optimised)
    x, weight = np.ones((1, 3, 9, 9), np.float32), np.ones((3, 5, 2, 2), np.float32)
    with pytest.warns(RuntimeWarning, match="no more. NumPy computes it instead"):
        found = upconv.conv_transpose(x, weight, stride=2)
    assert (found == 3).all()


def test_equal_words_that_are_no_integers_are_still_mistakes():
    x, weight = np.ones((1, 3, 5), np.float32), np.ones((3, 2, 2), np.float32)
    for _ in range(2):
        upconv.conv_transpose(x, weight, stride=1)
        with pytest.raises(upconv.errors.ArgumentError, match="`stride` must be an integer"):
            upconv.conv_transpose(x, weight, stride=1.0)
        with pytest.raises(upconv.errors.ArgumentError, match="`stride` must be an integer"):
            ops.conv_transpose_backward(np.ones((1, 2, 6), np.float32), x, weight, stride=1.0)
