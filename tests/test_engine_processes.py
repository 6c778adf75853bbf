"""The engine in many processes and threads: one cache for all, kills, full disks, forks.

Children run in processes of their own with warnings as errors, and import what a user would. Values
are small integers, so that every result is exact; children that fork are cut off where they hang.
"""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import upconv
from upconv import ops
from upconv.axis import Axis
from upconv.engine.calls import call_cache
from upconv.engine.fallback import generic
from upconv.engine.process import code_cache

generated = pytest.importorskip("upconv.engine.generated")
compiler = pytest.importorskip("upconv.engine.codegen.compiler")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

# Three layers, each with kernels of its own; `made` counts what was compiled rather than loaded.
LAYERS = """
import os, sys
import numpy as np
import upconv

def layers():
    draw = np.random.default_rng(0)
    for stride, kernel, channels in ((1, 3, 5), (2, 4, 3), (3, 2, 1)):
        x = draw.integers(-4, 5, (2, 4, 9, 20)).astype(np.float32)
        weight = draw.integers(-4, 5, (4, channels, kernel, kernel)).astype(np.float32)
        full = [stride * (i - 1) + kernel for i in (9, 20)]
        out = np.zeros((2, channels, *full), np.float32)
        for n, m in np.ndindex(kernel, kernel):
            to = out[:, :, n : n + stride * 9 : stride, m : m + stride * 20 : stride]
            to[:, :, :9, :20] += np.einsum("bihw,io->bohw", x, weight[:, :, n, m])
        yield x, weight, stride, out

def check():
    for x, weight, stride, expected in layers():
        np.testing.assert_array_equal(upconv.conv_transpose(x, weight, stride=stride), expected)

from upconv.engine.codegen import compiler
made = []
_compile = compiler.object_code
compiler.object_code = lambda *given: made.append(1) or _compile(*given)
"""
COUNT = "check()\nprint(len(made))\n"
KERNELS = 15  # parts of three plans, of what stores the rows of each, and of three drivers


def command(code):
    # Pythons from 3.12 on warn of any fork beside threads: that it works is what is shown here.
    # Forking beside threads, and two workers on a machine with one core, are meant here.
    ignored = ("ignore:This process:DeprecationWarning", "ignore:This DataLoader:UserWarning")
    options = [part for rule in ("error", *ignored) for part in ("-W", rule)]
    return [sys.executable, *options, "-c", LAYERS + code]


def run(code, *, folder="off", check=True, **settings):
    """Run `code` after LAYERS in a process of its own, with a cache folder and settings."""
    given = {**os.environ, "UPCONV_CACHE": str(folder), **settings}
    done = subprocess.run(
        command(code), env=given, check=False, timeout=120, capture_output=True, text=True
    )
    if check:
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    return done


def compiled(folder, **settings):
    """Return how many kernels a process compiled that used this folder, and got right results."""
    return int(run(COUNT, folder=folder, **settings).stdout)


def names(folder):
    return [path.name for path in folder.iterdir() if not path.name.startswith(".new-")]


def assert_whole(folder, monkeypatch):
    """Show that whatever has a final name in `folder` is what was once written."""
    monkeypatch.setenv("UPCONV_CACHE", str(folder))
    assert all(code_cache.read(name) is not None for name in names(folder))


def test_eight_processes_fill_one_cache_at_once(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    settings = {**os.environ, "UPCONV_CACHE": str(folder), "UPCONV_NUM_THREADS": "1"}
    code = "print('ready', flush=True)\nsys.stdin.readline()\ncheck()\n"
    children = [
        subprocess.Popen(
            command(code), env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(8)
    ]
    try:
        for child in children:
            assert child.stdout.readline() == "ready\n"
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        for child in children:
            child.communicate(timeout=120)
    finally:
        for child in children:
            child.kill()
            child.communicate()
    assert [child.returncode for child in children] == [0] * 8
    assert len(list(folder.iterdir())) == len(names(folder)) == KERNELS
    assert_whole(folder, monkeypatch)
    assert compiled(folder) == 0


KILLED = {
    "while writing": """
import resource, signal
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
""",
    "before the name": """
import signal
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
""",
}


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals that kill")
@pytest.mark.parametrize("moment", KILLED)
def test_a_process_killed_while_it_stores_code_leaves_nothing_half_written(
    moment, tmp_path, monkeypatch
):
    folder = tmp_path / "cache"
    killed = run(KILLED[moment] + "check()\n", folder=folder, check=False)
    assert -killed.returncode in (signal.SIGKILL, signal.SIGXFSZ), killed.stderr
    assert list(folder.iterdir())
    assert names(folder) == []
    assert compiled(folder) == KERNELS
    assert_whole(folder, monkeypatch)
    assert compiled(folder) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals that kill")
def test_what_a_killed_process_left_is_removed_after_an_hour(tmp_path):
    folder = tmp_path / "cache"
    for _ in range(2):
        run(KILLED["before the name"] + "check()\n", folder=folder, check=False)
    old, young = folder.iterdir()
    foreign = folder / "mine.txt"
    foreign.write_text("mine")
    for path in (old, foreign):
        os.utime(path, (time.time() - 3700,) * 2)
    os.utime(young, (time.time() - 3500,) * 2)
    assert compiled(folder) == KERNELS
    assert not old.exists()
    assert young.exists()
    assert foreign.read_text() == "mine"


def put(folder, letter, size, age):
    """Store code of so many bytes under a name of one letter, as used so many seconds ago."""
    code_cache.write(letter * 64, b"c" * size)
    os.utime(folder / (letter * 64), (time.time() - age,) * 2)


def test_the_folder_is_bounded_and_keeps_what_was_used_last(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    (tmp_path / "mine").write_bytes(b"m" * 10_000)
    os.utime(tmp_path / "mine", (0, 0))
    monkeypatch.setenv("UPCONV_CACHE", str(tmp_path))
    monkeypatch.setattr(code_cache, "LIMIT", 4000)
    monkeypatch.setattr(code_cache, "_UNCHECKED_BYTES", 0)
    for age, letter in enumerate("abc"):
        put(tmp_path, letter, 1000, 1000 - age)
    assert code_cache.usage() == (3, 3 * (1000 + 48))
    assert code_cache.read("a" * 64) == b"c" * 1000  # used now: "b" is the oldest
    put(tmp_path, "d", 1000, 0)
    assert sorted(path.name[0] for path in tmp_path.iterdir()) == ["a", "c", "d", "m"]
    put(tmp_path, "e", 3400, 0)
    assert sorted(path.name[0] for path in tmp_path.iterdir()) == ["e", "m"]


def test_a_process_looks_at_its_first_write_and_now_and_then(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("UPCONV_CACHE", str(tmp_path))
    monkeypatch.setattr(code_cache, "LIMIT", 500)
    monkeypatch.setattr(code_cache, "_UNCHECKED_BYTES", 1500)
    monkeypatch.setattr(code_cache, "_unseen", None)
    held = []
    for letter in "abcd":
        code_cache.write(letter * 64, b"c" * 1000)
        held.append(code_cache.usage().files)
    assert held == [0, 1, 0, 1]


class _Gone:
    """An entry of a folder whose file another process has removed since."""

    name, path = "a" * 64, "/nowhere/" + "a" * 64

    def stat(self, **_):
        raise FileNotFoundError(self.path)


def test_files_that_another_process_removed_first_are_no_error(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("UPCONV_CACHE", str(tmp_path))
    code_cache.write("c" * 64, b"code")
    listed = [_Gone(), *os.scandir(tmp_path)]
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", lambda _: contextlib.nullcontext(listed))
        assert code_cache.usage().files == 1
    monkeypatch.setattr(code_cache, "_unseen", None)
    listed = [code_cache._File(0.0, 2 * code_cache.LIMIT, _Gone.path)]
    monkeypatch.setattr(code_cache, "_files", lambda _: listed)
    code_cache.write("b" * 64, b"code")
    assert code_cache.read("b" * 64) == b"code"


def test_eight_processes_with_a_folder_too_small_for_them(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    settings = {**os.environ, "UPCONV_CACHE": str(folder), "UPCONV_NUM_THREADS": "1"}
    code = (
        "from upconv.engine import generated\n"
        "from upconv.engine.process import code_cache\n"
        "code_cache.LIMIT, code_cache._UNCHECKED_BYTES = 20_000, 0\n"
        "for _ in range(4):\n"
        "    check()\n"
        "    generated.kernel_of.cache_clear()\n"
        "    compiler.forget()\n"
        "    generated._EXECUTABLES.clear()\n"
    )
    children = [subprocess.Popen(command(code), env=settings) for _ in range(8)]
    try:
        assert [child.wait(120) for child in children] == [0] * 8
    finally:
        for child in children:
            child.kill()
            child.wait()
    assert_whole(folder, monkeypatch)
    assert code_cache.usage().bytes <= 20_000
    assert len(list(folder.iterdir())) == len(names(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of a process")
def test_a_full_disk_is_no_error_and_leaves_nothing(tmp_path):
    folder = tmp_path / "cache"
    code = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\ncheck()\n"
    run(code, folder=folder)
    assert list(folder.iterdir()) == []
    assert compiled(folder) == KERNELS


@pytest.mark.parametrize("where", ["under a file", "a file", "read-only"])
def test_a_folder_that_cannot_be_used_is_no_error(where, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    folder = {"under a file": file / "cache", "a file": file, "read-only": "/proc"}[where]
    if where == "read-only" and sys.platform != "linux":
        pytest.skip("/proc is read-only even for root")
    assert compiled(folder) == KERNELS
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert file.read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="the folder is another one")
def test_no_home_folder_is_no_error():
    code = (
        "import pathlib\n"
        "def home():\n"
        "    raise RuntimeError('Could not determine home directory.')\n"
        "pathlib.Path.home = home\n"
        "del os.environ['UPCONV_CACHE']\n"
        "os.environ.pop('XDG_CACHE_HOME', None)\n"
    )
    assert int(run(code + COUNT).stdout) == KERNELS


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs the modes of POSIX")
@pytest.mark.parametrize("mode", [0o720, 0o702, 0o1777])
def test_a_folder_that_others_can_write_to_is_not_used(mode, tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    folder.chmod(mode)
    assert compiled(folder) == KERNELS
    assert list(folder.iterdir()) == []
    folder.chmod(0o700)
    assert compiled(folder) == KERNELS
    folder.chmod(mode)
    assert compiled(folder) == KERNELS  # nothing of what lies there is run


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root")
def test_a_folder_of_another_user_is_not_used(tmp_path):
    folder = tmp_path / "cache"
    assert compiled(folder) == KERNELS
    os.chown(folder, 12345, 12345)
    assert compiled(folder) == KERNELS
    assert len(names(folder)) == KERNELS


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs the modes of POSIX")
def test_a_new_folder_and_its_files_belong_to_the_user_alone(tmp_path):
    folder = tmp_path / "made" / "cache"
    assert int(run("os.umask(0)\n" + COUNT, folder=folder).stdout) == KERNELS
    for path in (folder, *folder.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert compiled(folder) == 0


def _cases():
    """Layers of mixed shapes: x, weight, options, and the result that NumPy computes."""
    draw = np.random.default_rng(0)
    for stride, width, channels, groups in (
        (1, 7, 5, 1),
        (2, 16, 1, 1),
        (2, 33, 6, 2),
        (3, 9, 2, 3),
        (4, 20, 3, 1),
    ):
        for dtype in (np.float32, np.float64):
            x = draw.integers(-4, 5, (3, 2 * groups, 6, width)).astype(dtype)
            weight = draw.integers(-4, 5, (2 * groups, channels, 4, 3)).astype(dtype)
            options = {"stride": stride, "groups": groups}
            axes = (Axis(4, stride, 1, 0, 0), Axis(3, stride, 1, 0, 0))
            full = [(i - 1) * stride + k for i, k in ((6, 4), (width, 3))]
            out = np.empty((3, channels * groups, *full), dtype)
            generic.forward(x, weight, None, None, out, axes, groups, True)
            gradient = generic.weight_gradient(x, out, weight.shape, axes, groups, True)
            yield x, weight, options, out, gradient


def test_eight_threads_meet_new_kernels_of_mixed_shapes_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("UPCONV_CACHE", str(tmp_path / "cache"))
    cases = list(_cases())
    start = threading.Barrier(8)

    def work(number):
        start.wait(60)
        for n in range(3 * len(cases)):
            x, weight, options, out, gradient = cases[(n * (1 + number % 3) + number) % len(cases)]
            found = upconv.conv_transpose(x, weight, **options)
            np.testing.assert_array_equal(found, out)
            found = ops.conv_transpose_backward(out, x, weight, **options)[1]
            np.testing.assert_array_equal(found, gradient)

    generated.kernel_of.cache_clear()
    compiler.forget()
    generated._EXECUTABLES.clear()
    call_cache.forget()
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, number) for number in range(8)]:
            done.result(timeout=120)
    assert not list((tmp_path / "cache").glob(".new-*"))


# In a child, half a minute without an answer is a hang; the traceback says where.
CHILD = """
import faulthandler, signal

def limit():
    faulthandler.register(signal.SIGALRM, chain=True)
    signal.alarm(30)

def in_a_child(work):
    sys.stdout.flush()
    child = os.fork()
    if not child:
        status = 1
        try:
            limit()
            work()
            status = 0
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            os._exit(status)
    return child

def wait(*children):
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(children)

def wide(value):
    x = np.full((4, 3, 40, 40), value, np.float32)
    return upconv.conv_transpose(x, np.ones((3, 4, 2, 2), np.float32), stride=2)
"""
TORCH = """
import torch
torch.set_num_threads(2)
for _ in range(2):
    torch.nn.functional.conv2d(torch.ones(4, 8, 64, 64), torch.ones(8, 8, 3, 3))
    torch.ones(1 << 20).mul(3).sum()
"""


@needs_fork
@pytest.mark.parametrize("openmp", ["", "off"])
def test_a_child_uses_kernels_known_and_new(openmp):
    code = CHILD + (
        "first = next(layers())\n"
        "upconv.conv_transpose(*first[:2], stride=first[2])\n"
        "wait(in_a_child(check), in_a_child(check))\n"
        "check()\n"
        "wait(in_a_child(lambda: wait(in_a_child(check))))\n"
    )
    run(code, UPCONV_NUM_THREADS="2", UPCONV_OPENMP=openmp)


@needs_fork
def test_a_child_and_its_parent_share_no_memory():
    """Large results lie in recycled blocks: those that were idle at the fork, and those in use."""
    code = CHILD + (
        "kept = wide(1)\n"
        "wide(2)\n"
        "def work(value):\n"
        "    for _ in range(200):\n"
        "        assert (wide(value) == 3 * value).all()\n"
        "    kept[...] = value\n"
        "children = [in_a_child(lambda value=value: work(value)) for value in (3, 4)]\n"
        "work_here = [wide(5) for _ in range(200)]\n"
        "wait(*children)\n"
        "assert all((found == 15).all() for found in work_here)\n"
        "assert (kept == 3).all()\n"
    )
    run(code, UPCONV_NUM_THREADS="1")


@needs_fork
@pytest.mark.parametrize("used", [True, False])
def test_a_child_of_a_process_where_pytorch_computed(used):
    pytest.importorskip("torch")
    code = CHILD + TORCH + ("check()\n" if used else "") + "wait(in_a_child(check))\ncheck()\n"
    run(code, UPCONV_NUM_THREADS="2")


@needs_fork
def test_a_child_that_imports_after_pytorch_computed_in_its_parent():
    pytest.importorskip("torch")
    code = (
        "import os, sys\n" + CHILD + TORCH + "def work():\n"
        "    global np, upconv\n"
        "    import numpy as np, upconv\n"
        "    assert (wide(1) == 3).all()\n"
        "assert 'upconv' not in sys.modules\n"
        "wait(in_a_child(work))\n"
    )
    settings = {**os.environ, "UPCONV_NUM_THREADS": "2"}
    subprocess.run([sys.executable, "-c", code], env=settings, check=True, timeout=120)


@needs_fork
def test_a_fork_while_another_thread_compiles():
    code = CHILD + (
        "import threading, time\n"
        "for layer in list(layers())[:1]:\n"
        "    upconv.conv_transpose(*layer[:2], stride=layer[2])\n"
        "compiling = threading.Event()\n"
        "parse = compiler._parse\n"
        "def slowly(*given):\n"
        "    if threading.current_thread() is not threading.main_thread():\n"
        "        compiling.set()\n"
        "        time.sleep(0.5)\n"
        "    return parse(*given)\n"
        "compiler._parse = slowly\n"
        "other = threading.Thread(target=check)\n"
        "other.start()\n"
        "compiling.wait()\n"
        "wait(in_a_child(check))\n"
        "other.join()\n"
    )
    run(code, UPCONV_NUM_THREADS="1")


LOADER = """
class Enlarged(torch.utils.data.Dataset):
    def __len__(self):
        return 12

    def __getitem__(self, number):
        limit()
        return torch.from_numpy(np.asarray(wide(number)))

def load():
    loader = torch.utils.data.DataLoader(
        Enlarged(), num_workers=2, batch_size=3, multiprocessing_context="fork"
    )
    found = torch.cat(list(loader))
    expected = 3 * torch.arange(12.0).reshape(12, 1, 1, 1, 1)
    assert torch.equal(found, expected.expand_as(found))
"""


@needs_fork
@pytest.mark.parametrize("used", [True, False])
def test_a_dataset_in_the_workers_of_a_loader(used):
    pytest.importorskip("torch")
    code = CHILD + TORCH + LOADER + ("wide(1)\n" if used else "") + "load()\nload()\n"
    run(code, UPCONV_NUM_THREADS="2")


@pytest.mark.large
@pytest.mark.skipif(os.environ.get("UPCONV_LARGE") != "1", reason="9 GB: UPCONV_LARGE=1 runs it")
def test_an_output_of_more_than_two_to_the_31_elements():
    size = 2**30 + 7
    x = np.zeros((1, 1, size), np.float32)
    x[0, 0, [0, 5, 2**29, 2**30, -1]] = [1, 2, 3, 4, 5]
    weight = np.array([[[2, 3]]], np.float32)
    out = upconv.conv_transpose(x, weight, stride=2)
    assert out.shape == (1, 1, 2 * size)
    for at, value in ((0, 1), (5, 2), (2**29, 3), (2**30, 4), (size - 1, 5)):
        assert out[0, 0, 2 * at : 2 * at + 2].tolist() == [2 * value, 3 * value]
    assert np.count_nonzero(out) == 10
