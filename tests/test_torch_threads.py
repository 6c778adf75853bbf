"""PyTorch's limit on threads is upconv's: at each call, in workers, for calls made before."""

import os
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("upconv.engine.codegen.compiler")

import upconv  # noqa: E402 - after the skips
from upconv.engine.process import threads  # noqa: E402
from upconv.torch import Conv2d, ConvTranspose2d, chain, conv_transpose  # noqa: E402


@pytest.fixture
def ran(monkeypatch):
    """List the numbers of threads that kernels are called on; PyTorch's limit is put back."""
    monkeypatch.delenv("UPCONV_NUM_THREADS", raising=False)
    found, old, before = [], threads.Entry.run, torch.get_num_threads()

    def run(self, frame, count):
        found.append(count)
        old(self, frame, count)

    monkeypatch.setattr(threads.Entry, "run", run)
    yield found
    torch.set_num_threads(before)


def _functional():
    x = torch.ones(4, 3, 40, 40, requires_grad=True)
    weight = torch.ones(3, 4, 2, 2, requires_grad=True)
    y = conv_transpose(x, weight, stride=2)
    y.sum().backward()
    return y, x.grad, weight.grad


def _layers():
    torch.manual_seed(0)
    sequence = torch.nn.Sequential(
        Conv2d(3, 8, 3, activation="relu"), ConvTranspose2d(8, 4, 2, stride=2)
    )
    x = torch.ones(4, 3, 42, 42, requires_grad=True)
    y = chain.run(sequence, x)
    y.sum().backward()
    return y, x.grad, *(parameter.grad for parameter in sequence.parameters())


def _arrays():
    return (upconv.conv_transpose(np.ones((4, 3, 40, 40)), np.ones((3, 4, 2, 2)), stride=2),)


@pytest.mark.parametrize("work", [_functional, _layers, _arrays])
def test_set_num_threads_holds_for_calls_that_were_made_before(work, ran):
    bits = None
    for count in (2, 1, 3, 1, 2):
        torch.set_num_threads(count)
        for _ in range(2):
            ran.clear()
            found = [np.asarray(each.detach() if work is not _arrays else each) for each in work()]
            assert max(ran) == count
            now = [array.tobytes() for array in found]
            assert now == (bits or now)
            bits = now
    assert threads.says() == "torch.get_num_threads"


def test_a_limit_of_ours_goes_before_pytorchs(ran, monkeypatch):
    torch.set_num_threads(1)
    with upconv.threads(3):
        _functional()
    assert max(ran) == 3
    ran.clear()
    monkeypatch.setenv("UPCONV_NUM_THREADS", "2")
    _functional()
    assert max(ran) == 2
    assert torch.get_num_threads() == 1


WORKERS = """
import os, sys
import numpy as np
import torch
import upconv
from upconv.engine.process import threads

class Enlarged(torch.utils.data.Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, number):
        called, run = [], threads.Entry.run
        def counted(self, frame, count):
            called.append(count)
            run(self, frame, count)
        threads.Entry.run = counted
        before = len(os.listdir("/proc/self/task"))
        x, weight = np.ones((4, 3, 40, 40), np.float32), np.ones((3, 4, 2, 2), np.float32)
        assert (upconv.conv_transpose(x, weight, stride=2) == 3).all()
        threads.Entry.run = run
        return max(called), len(os.listdir("/proc/self/task")) - before
"""
LOADER = """
from worker import Enlarged, torch

def main():
    for method in sys.argv[1:]:
        loader = torch.utils.data.DataLoader(
            Enlarged(), num_workers=2, multiprocessing_context=method,
            collate_fn=list,  # tensors would bring a thread that shares them
        )
        print(*(list(found) for ((found),) in loader))

if __name__ == "__main__":
    main()
"""


def _run(path, *command, **settings):
    ours = ("UPCONV_NUM_THREADS", "OMP_NUM_THREADS")
    given = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [sys.executable, *command],
        env={**given, "PYTHONPATH": str(path), **settings},
        cwd=path,
        check=False,
        timeout=180,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="counts the threads of a process")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_of_a_loader_run_on_one_thread_each(method, tmp_path):
    (tmp_path / "worker.py").write_text(WORKERS, encoding="utf-8")
    (tmp_path / "main.py").write_text("import sys\n" + LOADER, encoding="utf-8")
    told = _run(tmp_path, "main.py", method)
    assert told == ["[1, 0] [1, 0] [1, 0] [1, 0]"]


@pytest.mark.skipif(sys.platform != "linux", reason="counts the threads of a process")
def test_processes_of_torchrun_run_on_one_thread_each(tmp_path):
    """It sets OMP_NUM_THREADS=1 where nobody has set it."""
    (tmp_path / "worker.py").write_text(WORKERS, encoding="utf-8")
    code = "from worker import Enlarged\nprint(*Enlarged()[0])\n"
    (tmp_path / "main.py").write_text(code, encoding="utf-8")
    command = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "main.py")
    told = _run(tmp_path, *command)
    assert told == ["1 0", "1 0"]
