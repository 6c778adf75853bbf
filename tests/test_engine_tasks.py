"""Which thread takes which task: the first one from the front, all others from the back."""

import ctypes

import numpy as np
import pytest

pytest.importorskip("llvmlite")

from upconv.engine.calls import args
from upconv.engine.codegen import compiler
from upconv.engine.codegen.ir import I64, PTR
from upconv.engine.codegen.module import new_module
from upconv.engine.process import isa

pytestmark = pytest.mark.numeric

TASKS = 5


@pytest.fixture(scope="module")
def take():
    """Return a function that runs one thread until it has had so many tasks."""
    instructions = isa.current()
    module, _ = new_module("tasks", instructions, 4)
    f = module.function("take", (("args", PTR),), exported=True)
    (out,) = args.fields(f, "out")
    slot = f.next_number(args.address(f, "slot"))
    with args.each_task(f, slot) as task:
        f.store(task, f.element(out, f.next_number(args.address(f, "count_n")), I64))
    (address,) = compiler.functions(module, instructions, ("take",))
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address)

    def run(**words):
        found = np.full(TASKS + 1, -1, np.int64)
        line = np.zeros(len(args.FIELDS), np.int64)
        for name, value in {"tasks": TASKS, "out": found.ctypes.data, **words}.items():
            line[args.INDEX[name]] = value
        call(line.ctypes.data)
        return [int(number) for number in found if number >= 0]

    return run


def test_the_first_thread_takes_tasks_from_the_front(take):
    assert take() == [0, 1, 2, 3, 4]


def test_other_threads_take_them_from_the_back(take):
    assert take(slot=1) == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("before", range(TASKS + 1))
def test_together_they_take_every_task_once(take, before):
    first = take(next=TASKS - before)
    others = take(slot=2, next=before)
    assert sorted(first + others) == list(range(TASKS))


def test_an_alias_is_another_name_of_one_field():
    assert len(set(args.FIELDS)) == len(args.FIELDS)
    assert set(args.FIELDS) >= args.POINTERS
    for alias, name in args.ALIASES.items():
        assert alias not in args.FIELDS
        assert args.INDEX[alias] == args.INDEX[name] == args.FIELDS.index(name)


def test_an_alias_of_an_address_is_loaded_as_one():
    module, _ = new_module("aliases", isa.current(), 4)
    f = module.function("load", (("args", PTR),), exported=True)
    names = ("weight_grad", "weight", "panel_width", "grad_n")
    assert [value.type for value in args.fields(f, *names)] == [PTR, PTR, I64, I64]
