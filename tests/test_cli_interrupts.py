"""Ctrl-C at any time: one line and status 130, while frameworks are imported too."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

if sys.platform == "win32":
    pytest.skip("needs SIGINT for one process", allow_module_level=True)

# The command says on standard error when its handler stands: Python's own start is not ours.
STARTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from upconv.cli import interrupts, main
delayed = interrupts._Delayed
interrupts._Delayed = lambda: os.write(1, b"started\\n") and delayed()
sys.argv = {words}
main()
"""
STOPPED = "upconv: Stopped.\n"


def begun(words, folder, code=STARTED, **options):
    process = subprocess.Popen(
        [sys.executable, "-c", code.format(words=["upconv", *words])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        **options,
    )
    assert process.stdout.readline() == "started\n"
    return process


def stopped(process):
    _, err = process.communicate(timeout=120)
    return process.returncode, err


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    onnx = pytest.importorskip("onnx", reason="the model is ONNX'")
    from checkerboard_models import graph

    path = tmp_path_factory.mktemp("interrupts")
    node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2])
    onnx.save(graph(onnx, [node], {"w": np.ones((3, 2, 4, 4), np.float32)}), path / "model.onnx")
    return path


COMMANDS = {
    "check": (["check", "model.onnx"], 0.6, (STOPPED,)),
    "info": (["info"], 0.3, (STOPPED,)),
    "explain": (
        ["explain", "--save", "a.png"],
        0.6,
        (STOPPED, "upconv: Stopped; nothing was written.\n"),
    ),
    "train": (
        ["train", "autoencoder", "--limit", "20", "--epochs", "1", "--overwrite", "--out", "run"],
        3.0,
        (STOPPED, "Stopped before the training began; there is nothing to resume.\n"),
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_at_drawn_times(name, folder):
    """What was quicker than the signal may be done; nothing else may be printed or happen."""
    pytest.importorskip("lightning", reason="the extra `apps`")
    words, longest, lines = COMMANDS[name]
    draw = np.random.default_rng(len(name))
    for _ in range(4 if name != "train" else 2):
        process = begun(words, folder)
        time.sleep(draw.uniform(0, longest))
        process.send_signal(signal.SIGINT)
        status, err = stopped(process)
        done = status == 0 and err == ""
        line = "Stopped. The last complete epoch is saved"
        saved = name == "train" and status == 130 and err.startswith(line)
        assert done or saved or (status == 130 and err in lines), (status, err)


SLOW = """
import os, time
os.write(1, b"importing\\n")
for _ in range(100):
    time.sleep(0.01)
os.write(1, b"imported\\n")
def model():
    time.sleep(60)
"""


@pytest.fixture
def slow(folder):
    (folder / "slow.py").write_text(SLOW, encoding="utf-8")
    process = begun(["check", "slow:model"], folder)
    assert process.stdout.readline() == "importing\n"
    return process


def test_an_interrupt_waits_until_the_import_is_done(slow):
    slow.send_signal(signal.SIGINT)
    assert slow.stdout.readline() == "imported\n"
    assert stopped(slow) == (130, STOPPED)


AT_ITS_END = """
import os, sys
from upconv.cli import interrupts
with interrupts.delayed():
    try:
        import quick
        os.write(1, b"went on\\n")
    except KeyboardInterrupt:
        os.write(1, b"quick" if "quick" in sys.modules else b"half")
"""


def test_the_statement_after_the_import_does_not_run(tmp_path):
    (tmp_path / "quick.py").write_text("import os; os.kill(os.getpid(), 2)", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", AT_ITS_END], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert (done.stdout, done.stderr) == ("quick", "")


def test_the_handler_is_there_before_anything_else_of_upconv():
    code = "import sys; import upconv.cli; print(*[m for m in sys.modules if 'upconv' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "upconv.geometry" not in done.stdout
    assert set(done.stdout.split()) >= {"upconv", "upconv.cli"}
    assert "upconv.cli.outermost" not in done.stdout


def test_a_second_one_stops_at_once(slow):
    slow.send_signal(signal.SIGINT)
    time.sleep(0.1)
    slow.send_signal(signal.SIGINT)
    out, err = slow.communicate(timeout=60)
    assert (slow.returncode, out, err) == (130, "", STOPPED)


def test_where_ctrl_c_is_ignored_it_stays_so(folder):
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "os.write(1, b'started\\n')\n"
        "sys.argv = {words}\n"
        "from upconv.cli import main; main()"
    )
    process = begun(["info"], folder, code)
    process.send_signal(signal.SIGINT)
    assert stopped(process) == (0, "")


def test_once_all_is_done_it_changes_nothing(folder):
    ending = (
        "import atexit, os, time\n"
        "atexit.register(lambda: (os.write(1, b'ending\\n'), time.sleep(1)))\n"
    )
    process = begun(["size", "--input", "4", "--kernel", "3"], folder, ending + STARTED)
    assert "ending\n" in iter(process.stdout.readline, "")
    process.send_signal(signal.SIGINT)
    assert stopped(process) == (0, "")


def test_the_handler_is_given_back():
    before = signal.getsignal(signal.SIGINT)
    from upconv.cli import interrupts

    with interrupts.delayed():
        assert isinstance(signal.getsignal(signal.SIGINT), interrupts._Delayed)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
