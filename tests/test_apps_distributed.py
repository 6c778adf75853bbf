"""Processes that train together: their shares, one loss curve, a lost one, Ctrl-C, going on."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
for _name in ("lightning", "matplotlib", "sklearn", "typer"):
    pytest.importorskip(_name)

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

import together_applications  # noqa: E402
import together_batchnorm  # noqa: E402
from upconv.apps import checkpoint, distributed  # noqa: E402
from upconv.apps.settings import Settings  # noqa: E402
from upconv.errors import ArgumentError  # noqa: E402

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not torch.distributed.is_gloo_available(), reason="needs gloo and signals"
)
# 34 images in batches of 9, the last of 7: no share divides evenly; 9 to validate on.
SMALL = ["--limit", "43", "--batch-size", "9", "--validation-split", "0.21", "--seed", "5"]
TOGETHER = ["--devices", "2", "--strategy", "ddp"]
ENVIRONMENT = {
    **os.environ,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "UPCONV_NUM_THREADS": "1",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a script like the command `upconv`, whose SIGINT is heard from the background too."""
    path = tmp_path_factory.mktemp("program") / "upconv.py"
    path.write_text(
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys; sys.path.pop(0)  # this script is not the package\n"
        "from upconv.cli import main; main()\n"
    )
    return path


def start(program: Path, *options: object) -> subprocess.Popen[str]:
    return launch(program, "train", "autoencoder", *SMALL, *options)


def launch(*command: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    said, complaint = process.communicate(timeout=400)
    return process.returncode, said, complaint


def rows(out: Path) -> list[dict[str, float]]:
    with (out / "history.csv").open() as file:
        return [{name: float(v) for name, v in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def alone(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of three epochs by one process."""
    out = tmp_path_factory.mktemp("alone") / "run"
    code, _, complaint = finish(start(program, "--epochs", 3, "--out", out))
    assert (code, complaint) == (0, "")
    return out


@pytest.fixture(scope="module")
def first_epoch(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of one epoch by two processes."""
    out = tmp_path_factory.mktemp("together") / "run"
    code, _, complaint = finish(start(program, "--epochs", 1, "--out", out, *TOGETHER))
    assert (code, complaint) == (0, "")
    return out


def assert_same_curve(one: Path, other: Path) -> None:
    """Compare losses to 1e-5 of their size: float32 sums in another order, over three epochs."""
    pairs = list(zip(rows(one), rows(other), strict=True))
    assert len(pairs) == 3
    for a, b in pairs:
        assert a == pytest.approx(b, rel=1e-5)


@given(rows=st.integers(2, 60), size=st.integers(2, 20), world=st.integers(1, 6))
def test_shares_are_a_partition_and_none_is_empty(rows: int, size: int, world: int) -> None:
    if rows < world or size < world:
        return
    with pytest.MonkeyPatch.context() as patch:
        found = []
        for rank in range(world):
            patch.setattr(distributed, "place", lambda rank=rank: (rank, world))
            found.append(distributed.shares(rows, size))
    batches = list(zip(*found, strict=True))
    assert [n for b in batches for one in b for n in range(rows)[one.mine]] == list(range(rows))
    for batch in batches:
        counts = [one.rows for one in batch]
        assert min(counts) > 0
        assert max(counts) - min(counts) <= 1
        assert sum(one.weight for one in batch) == pytest.approx(1)
    sizes = [batch[0].stop - batch[0].start for batch in batches]
    assert all(n == size for n in sizes[:-1])
    assert sizes[-1] < size + world


def test_two_processes_have_the_loss_curve_of_one(
    program: Path, alone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    code, said, complaint = finish(start(program, "--epochs", 3, "--out", out, *TOGETHER))
    assert (code, complaint) == (0, "")
    assert said.count("1/3") == 1  # one process speaks
    assert said.count("Wrote to") == 1
    assert_same_curve(out, alone)
    one, two = (checkpoint.load(path, "autoencoder") for path in (alone, out))
    assert one.run == two.run  # so that either goes on with the other's
    for name, tensor in one.content["state_dict"].items():
        torch.testing.assert_close(two.content["state_dict"][name], tensor, rtol=0, atol=1e-4)


def test_the_other_applications_have_the_curves_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = launch(together_applications.__file__, tmp_path / "together")
    for module, name, value in together_applications.QUICK:
        monkeypatch.setattr(module, name, value)
    together_applications.run(tmp_path / "alone")
    assert finish(process) == (0, "", "")
    # Sums of float32 in another order. Adam's first steps have one size for every gradient,
    # however small: the deeper the network, the more is seen of that. The gradient of an absolute
    # error is a sign, which rounding may turn.
    for name, rel in (("segmentation", 1e-3), ("generation", 1e-5), ("superresolution", 1e-4)):
        alone, together = (rows(tmp_path / part / name) for part in ("alone", "together"))
        assert len(alone) == 2
        for one, other in zip(alone, together, strict=True):
            for column, value in one.items():
                # Of 4096 pixels; a net of six steps has many whose two best classes are as good.
                some = 8 if column.endswith("pixels") else 2e-3 * column.startswith("right")
                assert other[column] == pytest.approx(value, rel=rel, abs=some), (name, column)


def test_batch_normalisation_is_that_of_the_whole_batch(tmp_path: Path) -> None:
    out = tmp_path / "numbers"
    processes = [launch(together_batchnorm.__file__, rank, out) for rank in (0, 1)]
    layers, x, y = together_batchnorm.made()
    expected = [*together_batchnorm.step(layers, x, y), *layers.buffers()]
    for rank, process in enumerate(processes):
        assert finish(process) == (0, "", "")
        found = torch.load(f"{out}.{rank}")
        for one, other in zip(found, expected, strict=True):
            torch.testing.assert_close(one, other, rtol=1e-10, atol=1e-11)


def reached(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = process.stdout.readline()
        assert line, (said, process.communicate())
        said += line


def child_of(process: subprocess.Popen[str]) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in children}
    return next(pid for pid, command in commands.items() if "autoencoder" in command)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the child in /proc")
@pytest.mark.parametrize("which", ["second", "first"])
def test_a_lost_process_ends_the_run_and_its_checkpoint_stays(
    program: Path, first_epoch: Path, tmp_path: Path, which: str
) -> None:
    out = tmp_path / "run"
    shutil.copytree(first_epoch, out)
    process = start(program, "--epochs", 2000, "--out", out, "--resume", *TOGETHER)
    reached(process, "3/2000")  # the second is then saved
    child = child_of(process)
    os.kill(child if which == "second" else process.pid, signal.SIGKILL)
    began = time.monotonic()
    code, _, complaint = finish(process)  # its pipes are the child's too: both are gone
    assert time.monotonic() - began < 110  # before gloo's own timeout
    assert code == (2 if which == "second" else -signal.SIGKILL)
    assert complaint.count("\n") == 1, complaint
    assert "must answer the others within 120 seconds. Received this error instead" in complaint
    assert complaint.endswith("The last complete epoch is saved; continue with --resume.\n")
    assert checkpoint.load(out, "autoencoder").epochs >= 2


def test_one_process_continues_the_run_of_two(
    program: Path, first_epoch: Path, alone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    shutil.copytree(first_epoch, out)
    code, _, complaint = finish(start(program, "--epochs", 3, "--out", out, "--resume"))
    assert (code, complaint) == (0, "")
    assert_same_curve(out, alone)


@pytest.mark.parametrize("whole_group", [False, True])
def test_ctrl_c_stops_all_of_them(program: Path, tmp_path: Path, whole_group: bool) -> None:
    out = tmp_path / "run"
    process = start(program, "--epochs", 2000, "--out", out, *TOGETHER)
    reached(process, "1/2000")
    for pid in [process.pid, *([child_of(process)] if whole_group else [])]:
        os.kill(pid, signal.SIGINT)
    code, _, complaint = finish(process)
    assert (code, complaint.count("\n")) == (130, 1), complaint
    saved = "Stopped. The last complete epoch is saved; continue with: upconv train"
    assert complaint.startswith(saved)
    assert checkpoint.load(out, "autoencoder").epochs >= 1


def test_settings_of_several_processes(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"devices=2, num_nodes=1, .*Write --strategy ddp"):
        Settings(out=tmp_path, devices=2)
    with pytest.raises(ArgumentError, match="`batch_size` must leave at least one image for each"):
        Settings(out=tmp_path, devices=2, num_nodes=2, strategy="ddp", batch_size=3)
    chosen = Settings(out=tmp_path, devices=2, num_nodes=2, strategy="ddp")
    assert chosen.decisive() == Settings(out=tmp_path).decisive()
    with pytest.raises(ArgumentError, match="`strategy` must be one of 'auto', 'ddp'"):
        Settings(out=tmp_path, strategy="fsdp")
