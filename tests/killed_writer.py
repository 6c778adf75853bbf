"""Run by tests: writes a model over another in child processes that are killed at every call.

`killed_writer.py FOLDER calls` ends a child at every call that Python makes of the system for it;
`killed_writer.py FOLDER strace` lets strace kill one at every system call. Either prints a line for
each child: the call at which it ended, and what was found then.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from upconv.onnx import storage

SIZE = 3000
MOST = 2000  # calls, more than a write makes
KILLED = 9  # the exit status of a child that ends itself


def model_of(number):
    """Return a model whose node and whose weights both hold `number`."""
    weight = numpy_helper.from_array(np.full(SIZE, number, np.float32), "w")
    node = helper.make_node("Add", ["x", "w"], ["y"], name=f"model {number}")
    x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [SIZE]) for n in "xy")
    return helper.make_model(helper.make_graph([node], "g", [x], [y], [weight]), ir_version=8)


def found_in(path):
    """Return the number of the model that is there, or how it is damaged."""
    model = onnx.load(path)
    (name,) = (node.name for node in model.graph.node)
    (weight,) = map(numpy_helper.to_array, model.graph.initializer)
    number = int(weight[0])
    whole = name == f"model {number}" and weight.shape == (SIZE,) and (weight == number).all()
    return str(number) if whole else f"{name} with weights of {weight[0]}"


def forked(task):
    """Run `task` in a child that does nothing after it; return its process number."""
    child = os.fork()
    if child == 0:
        try:
            task()
        finally:
            os._exit(0)
    return child


def by_calls(path, number):
    """End a child at its call number `number` of what Python asks of the system."""
    seen = 0

    def count(_, event, called):
        nonlocal seen
        owner = getattr(called, "__self__", None)
        module = getattr(called, "__module__", None) or type(owner).__module__
        if event == "c_call" and module in ("posix", "fcntl", "_io"):
            seen += 1
            if seen > number:
                os._exit(KILLED)

    def task():
        sys.setprofile(count)
        storage.save(model_of(2), path, external=True)
        sys.setprofile(None)

    return os.waitstatus_to_exitcode(os.waitpid(forked(task), 0)[1]) == KILLED


def by_strace(path, *options):
    """Let a child write while strace, with `options`, watches it."""
    wait, go = os.pipe()

    def task():
        os.read(wait, 1)
        storage.save(model_of(2), path, external=True)

    child = forked(task)
    tracer = subprocess.Popen(
        ["strace", "-qq", *options, "-p", str(child)],  # noqa: S607 - wherever it is installed
        stderr=subprocess.PIPE,
        text=True,
    )
    while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text(encoding="ascii"):
        if tracer.poll() is not None:
            os.kill(child, signal.SIGKILL)
            sys.exit(f"strace cannot trace here: {tracer.stderr.read()}")
        time.sleep(0.001)
    os.write(go, b".")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    tracer.communicate()
    os.close(wait)
    os.close(go)
    return status == -signal.SIGKILL


def kills(path, how):
    """Yield the name of each call, and what kills a child there and tells whether it did."""
    if how == "calls":
        for number in range(MOST):
            yield str(number), partial(by_calls, path, number)
        return
    log = path.parent.with_suffix(".log")
    by_strace(path, "-o", log)
    calls = re.findall(r"^(\w+)\(", log.read_text(encoding="utf-8"), re.MULTILINE)
    for call, count in Counter(calls).items():
        for number in range(1, count + 1):
            inject = f"inject={call}:signal=KILL:when={number}"
            yield call, partial(by_strace, path, "-o", os.devnull, "-e", inject)


def main():
    """Kill a child at each call in turn, and tell what is found then and after another write."""
    path, how = Path(sys.argv[1]) / "m.onnx", sys.argv[2]
    storage.save(model_of(1), path, external=True)
    for name, kill in kills(path, how):
        storage.save(model_of(1), path, external=True)
        killed = kill()
        found = found_in(path)
        storage.save(model_of(3), path, external=True)
        left = [p.name for p in path.parent.iterdir()]
        last = found_in(path) if len(left) == 2 else f"left behind: {left}"
        print("killed" if killed else "whole", name, found, last, sep=", ", flush=True)
        if not killed and how == "calls":
            return


if __name__ == "__main__":
    main()
