"""The autoencoder: its table, what a run leaves, and going on after an interruption."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
for _name in ("lightning", "matplotlib", "sklearn", "typer"):
    pytest.importorskip(_name)

from rich.console import Console  # noqa: E402
from threadpoolctl import threadpool_limits  # noqa: E402

from upconv.apps import autoencoder, checkpoint, pictures, summary, training  # noqa: E402
from upconv.apps.autoencoder import Autoencoder, Settings  # noqa: E402
from upconv.apps.history import History, Loss  # noqa: E402
from upconv.cli import main  # noqa: E402
from upconv.errors import ArgumentError, DataError  # noqa: E402
from upconv.torch import Conv2d  # noqa: E402

TABLE = [
    ("Conv2D 32, 3x3, ReLU", (26, 26, 32), 320),
    ("Conv2D 16, 3x3, ReLU", (24, 24, 16), 4_624),
    ("Conv2D 8, 3x3, ReLU", (22, 22, 8), 1_160),
    ("ConvTranspose 8, 3x3, ReLU", (24, 24, 8), 584),
    ("ConvTranspose 16, 3x3, ReLU", (26, 26, 16), 1_168),
    ("ConvTranspose 32, 3x3, ReLU", (28, 28, 32), 4_640),
    ("Conv2D 1, 3x3, sigmoid, same", (28, 28, 1), 289),
]
FILES = ["checkpoint.ckpt", "history.csv", "loss.png", "reconstructions.png", "settings.json"]
SMALL = Settings(epochs=3, limit=40, batch_size=8, seed=5)
SMALL_OPTIONS = ["--epochs", "3", "--limit", "40", "--batch-size", "8", "--seed", "5"]
# SIGINT is ignored in what a background job starts, and the tests may run in one.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from upconv.cli import main; main()"
)
# One thread: two processes with a pool each on few cores are slow, and that is not the subject.
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def quiet() -> Console:
    return Console(file=io.StringIO(), width=120)


def spoken(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def start(*options: str, program: str = PROGRAM) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, "train", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
    )


def call(*options: str, program: str = PROGRAM) -> tuple[int, str, str]:
    process = start("autoencoder", *options, program=program)
    said, complaint = process.communicate(timeout=120)
    return process.returncode, said, complaint


def invoke(*options: str) -> tuple[int, str, str]:
    """As `call`, in this process: without seconds of imports."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["upconv", "train", "autoencoder", *options])
        with pytest.raises(SystemExit) as stopped:
            main()
    status = stopped.value.code
    assert isinstance(status, int)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with threadpool_limits(1):
        yield
    torch.set_num_threads(before)


def epochs_in(said: str) -> list[int]:
    """Return the epochs that a run of three says it has trained."""
    return [int(number) for number in re.findall(r"^ *(\d+)/3 ", said, re.MULTILINE)]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = checkpoint.load(folder, "autoencoder").content["state_dict"]
    return found


def assert_same_run(folder: Path, other: Path) -> None:
    one, two = weights(folder), weights(other)
    assert one.keys() == two.keys()
    for name, tensor in one.items():
        assert torch.equal(tensor, two[name]), name
    for name in ("history.csv", "settings.json", "reconstructions.png"):
        assert (folder / name).read_bytes() == (other / name).read_bytes(), name


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an uninterrupted run of three epochs."""
    out = tmp_path_factory.mktemp("whole") / "run"
    autoencoder.run(replace(SMALL, out=out), quiet())
    return out


def test_the_table_is_read_off_the_model() -> None:
    rows = summary.rows(Autoencoder().layers, (1, 28, 28))
    assert [(row.layer, row.output, row.parameters) for row in rows] == TABLE
    console = quiet()
    console.print(summary.table(Autoencoder().layers, (1, 28, 28)))
    assert "12,785" in spoken(console)
    changed = Autoencoder().layers
    changed[0] = Conv2d(1, 32, (3, 5), stride=(1, 2), activation="relu")
    assert summary.rows(changed, (1, 28, 28))[0] == summary.Row(
        "Conv2D 32, 3x5, stride 1x2, ReLU", (26, 12, 32), 512
    )


def test_the_loss_is_binary_cross_entropy_per_pixel() -> None:
    torch.manual_seed(0)
    model = Autoencoder()
    x = torch.rand(3, 1, 9, 8)
    model.log = lambda *_, **__: None
    y = model(x).double()
    expected = -(x * y.log() + (1 - x) * (1 - y).log()).mean()
    assert torch.allclose(model.training_step(x, 0).double(), expected, rtol=1e-6)
    # the entropy is the loss of a perfect reconstruction
    expected = -(x * x.log() + (1 - x) * (1 - x).log()).mean()
    assert autoencoder.entropy(x.numpy()) == pytest.approx(float(expected), rel=1e-5)
    assert autoencoder.entropy(x.round().numpy()) == 0


def test_what_a_run_leaves(whole: Path) -> None:
    assert sorted(path.name for path in whole.iterdir()) == FILES
    with (whole / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = ["train_loss_nats_per_pixel", "validation_loss_nats_per_pixel"]
    assert list(rows[0]) == ["epoch", *names]
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    for name in names:
        losses = [float(row[name]) for row in rows]
        assert 0.3 < losses[2] < losses[1] < losses[0] < 0.75
    kept = json.loads((whole / "settings.json").read_text())
    assert kept["settings"] == {
        "data": "digits",
        "epochs": 3,
        "batch_size": 8,
        "learning_rate": 0.003,
        "validation_split": 0.2,
        "seed": 5,
        "limit": 40,
    }
    assert kept["versions"]["torch"] == torch.__version__
    for name in ("loss.png", "reconstructions.png"):
        assert (whole / name).read_bytes().startswith(b"\x89PNG")


def test_the_last_validation_loss_is_that_of_the_weights(whole: Path) -> None:
    model = Autoencoder()
    model.load_state_dict(weights(whole))
    images = autoencoder.data.digits().limited(40)
    _, validation = autoencoder.data.split(40, 0.2, seed=5)
    x = torch.from_numpy(images.train[validation])
    with torch.no_grad():
        loss = torch.nn.functional.binary_cross_entropy(model(x), x)
    with (whole / "history.csv").open() as file:
        last = list(csv.DictReader(file))[-1]
    assert float(loss) == pytest.approx(float(last["validation_loss_nats_per_pixel"]), rel=1e-5)


def test_a_run_leaves_random_numbers_and_signals_alone(tmp_path: Path) -> None:
    before = (
        torch.get_rng_state(),
        signal.getsignal(signal.SIGINT),
        signal.getsignal(signal.SIGTERM),
    )
    autoencoder.run(replace(SMALL, epochs=1, limit=5, out=tmp_path / "run"), quiet())
    after = torch.get_rng_state(), signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    assert torch.equal(before[0], after[0])
    assert before[1:] == after[1:]


def test_raising_epochs_is_going_on(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    autoencoder.run(replace(SMALL, epochs=1, out=out), quiet())
    console = quiet()
    autoencoder.run(replace(SMALL, out=out, resume=True), console)
    assert "Continuing after epoch 1 of 3." in spoken(console)
    assert epochs_in(spoken(console)) == [2, 3]
    assert_same_run(out, whole)


def test_resuming_a_finished_run_draws_again(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    shutil.copytree(whole, out)
    for name in ("loss.png", "reconstructions.png", "history.csv"):
        (out / name).unlink()
    autoencoder.run(replace(SMALL, out=out, resume=True), quiet())
    assert_same_run(out, whole)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": 6}, "seed=6 for a run with seed=5. Omit seed"),
        ({"batch_size": 9}, "batch_size=9 for a run with batch_size=8"),
        ({"limit": 41}, "limit=41 for a run with limit=40"),
        ({"epochs": 2}, "epochs=2 for a run of 3 epochs"),
        ({"learning_rate": 0.1}, "learning_rate=0.1 for a run with learning_rate=0.003"),
    ],
)
def test_resuming_with_other_settings(whole: Path, change: dict[str, object], message: str) -> None:
    before = {path.name: path.read_bytes() for path in whole.iterdir()}
    with pytest.raises(ArgumentError, match=message):
        autoencoder.run(replace(SMALL, out=whole, resume=True, **change), quiet())
    assert {path.name: path.read_bytes() for path in whole.iterdir()} == before


def test_a_folder_that_holds_a_run(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    shutil.copytree(whole, out)
    with pytest.raises(ArgumentError, match=r"must not contain another run.*--resume.*--overwrite"):
        autoencoder.run(replace(SMALL, out=out), quiet())
    assert_same_run(out, whole)
    autoencoder.run(replace(SMALL, out=out, seed=6, epochs=1, overwrite=True), quiet())
    assert checkpoint.load(out, "autoencoder").epochs == 1


class _Harm:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._path,)


@pytest.mark.parametrize(
    "damage", ["missing", "truncated", "garbage", "other", "incomplete", "tensor", "unsafe"]
)
def test_a_damaged_checkpoint(whole: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "checkpoint.ckpt"
    content = (whole / "checkpoint.ckpt").read_bytes()
    if damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "garbage":
        path.write_bytes(b"garbage")
    elif damage == "other":
        torch.save({"state_dict": {}}, path)
    elif damage == "incomplete":
        kept = torch.load(whole / "checkpoint.ckpt", weights_only=True)
        del kept["optimizer_states"]
        torch.save(kept, path)
    elif damage == "tensor":
        torch.save(torch.zeros(2), path)
    elif damage == "unsafe":
        torch.save({"upconv": _Harm(tmp_path / "harm")}, path)
    message = (
        "which does not exist" if damage == "missing" else "which is damaged or not a checkpoint"
    )
    with pytest.raises(DataError, match=message):
        autoencoder.run(replace(SMALL, out=tmp_path, resume=True), quiet())
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("epochs", [3, 4])  # done already, or one more to train
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("state_dict", {"layers.0.weight": torch.zeros(2)}),
        ("callbacks", {}),
        ("callbacks", {"History": {"rows": [{"epoch": 1}] * 3}}),
        ("callbacks", {"History": {"rows": "abc"}}),
        ("optimizer_states", [{"state": {}}]),
        ("pytorch-lightning_version", "x"),
        ("loops", {"fit_loop": 1}),
    ],
)
def test_a_checkpoint_with_damaged_values(
    whole: Path, tmp_path: Path, key: str, value: object, epochs: int
) -> None:
    content = torch.load(whole / "checkpoint.ckpt", weights_only=True)
    torch.save({**content, key: value}, tmp_path / "checkpoint.ckpt")
    chosen = replace(SMALL, out=tmp_path, resume=True, epochs=epochs)
    if epochs == 3 and key not in ("state_dict", "callbacks"):
        autoencoder.run(chosen, quiet())  # what goes on with nothing needs no more
        return
    with pytest.raises(DataError, match="which is damaged or not a checkpoint"):
        autoencoder.run(chosen, quiet())


def test_other_images_and_other_applications(whole: Path) -> None:
    saved = checkpoint.load(whole, "autoencoder")
    with pytest.raises(DataError, match="images that the run was started with"):
        checkpoint.check_same(saved, replace(saved.run, images="other"))
    more = replace(saved.run, settings={**saved.run.settings, "scale": 3})
    for one, other in ((saved, more), (replace(saved, run=more), saved.run)):
        with pytest.raises(ArgumentError, match="scale="):
            checkpoint.check_same(one, other)
    with pytest.raises(DataError, match=r"checkpoint of 'segmentation'.*one of 'autoencoder'"):
        checkpoint.load(whole, "segmentation")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, "must be at least 1"),
        ({"batch_size": 0}, "`batch_size` must be at least 1"),
        ({"limit": 1}, "`limit` must be at least 2"),
        ({"seed": -1}, "`seed` must be at least 0"),
        ({"devices": 0}, "`devices` must be at least 1"),
        ({"num_nodes": 0}, "`num_nodes` must be at least 1"),
        ({"num_nodes": 2}, "num_nodes=2, .*Write --strategy ddp"),
        ({"validation_split": 0.0}, "`validation_split` must lie between 0 and 1"),
        ({"validation_split": 1.0}, "`validation_split` must lie between 0 and 1"),
        ({"validation_split": float("nan")}, "`validation_split` must lie between 0 and 1"),
        ({"learning_rate": float("inf")}, "`learning_rate` must be above 0 and at most 1"),
        ({"resume": True, "overwrite": True}, "Only one of `resume` and `overwrite`"),
    ],
)
def test_settings_that_make_no_sense(change: dict[str, object], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        Settings(**change)


def test_a_folder_is_the_same_from_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert Settings(data="images").data == str(Path.cwd() / "images")
    assert Settings(data="~/images").data == str(Path("~/images").expanduser())
    assert Settings(data="mnist").data == "mnist"


def test_every_epoch_has_random_numbers_of_its_own() -> None:
    reseed = training._Reseed(seed=5)

    def drawn(epoch: int) -> float:
        with training.seeded(0):
            reseed.on_train_epoch_start(SimpleNamespace(current_epoch=epoch))  # type: ignore[arg-type]
            return float(torch.rand(()))

    assert drawn(0) == drawn(0) != drawn(1)


def test_batches_follow_the_number_of_images() -> None:
    sizes = [Settings().batch_size_for(count) for count in (10, 1438, 8000, 48_000, 10**6)]
    assert sizes == [32, 32, 177, 1000, 1000]
    assert Settings(batch_size=3).batch_size_for(48_000) == 3


def test_a_loss_that_is_not_finite_keeps_the_last_good_epoch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    autoencoder.run(replace(SMALL, out=tmp_path, epochs=1), quiet())
    kept = weights(tmp_path)
    whole_loss = autoencoder.binary_cross_entropy_with_logits
    monkeypatch.setattr(
        autoencoder, "binary_cross_entropy_with_logits", lambda x, y: whole_loss(x, y) / 0
    )
    with pytest.raises(DataError, match=r"must stay finite\. Received \w+ in epoch 2"):
        autoencoder.run(replace(SMALL, out=tmp_path, resume=True), quiet())
    assert checkpoint.load(tmp_path, "autoencoder").epochs == 1
    assert all(torch.equal(tensor, kept[name]) for name, tensor in weights(tmp_path).items())
    # What shows the run that is overwritten goes with it, not when the new one ends.
    with pytest.raises(DataError, match="must stay finite"):
        autoencoder.run(replace(SMALL, out=tmp_path, overwrite=True), quiet())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint.ckpt", "settings.json"]


def test_every_pixel_of_a_picture_is_a_square(tmp_path: Path) -> None:
    from matplotlib.image import imread

    images = np.random.default_rng(0).random((10, 1, 28, 28), np.float32).round()
    pictures.image_rows(tmp_path / "a.png", [("a", images), ("b", 1 - images)], "words")
    red = imread(tmp_path / "a.png")[..., 0]
    left = pictures._MARGIN + pictures._LABEL
    for column, image in enumerate(images[:, 0]):
        start = left + column * (140 + pictures._GAP)
        tile = red[pictures._MARGIN :, start:][:140, :140]
        np.testing.assert_array_equal(tile[2::5, 2::5], 1 - image)
        inner = tile[5:-5, 5:-5].reshape(26, 5, 26, 5)  # the frame covers the outermost line
        assert (inner == inner[:, :1, :, :1]).all()


def test_the_curves_name_their_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(pictures, "_save", lambda figure, _: drawn.append(figure))
    history = History(Loss("cross-entropy", "nats per pixel", 0.1), tmp_path)
    history.rows = [{"epoch": 1, "train_loss": 0.5, "validation_loss": 0.4}]
    pictures.loss_curves(tmp_path / "loss.png", history)
    (axes,) = drawn[0].axes
    assert axes.get_ylabel() == "cross-entropy (nats per pixel)"
    assert axes.get_xlabel() == "epoch"
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert [word.split(":")[0] for word in words] == [
        "train",
        "validation",
        "smallest possible in validation",
    ]


# The command, in a process of its own.


def interrupt(out: Path, epoch: int, number: signal.Signals) -> tuple[int, str, str]:
    """Start a run, send the signal in `epoch`, and return the status and what was said."""
    process = start("autoencoder", *SMALL_OPTIONS, "--out", str(out))
    assert process.stdout is not None
    said = ""
    expected = "nats per pixel   seconds" if epoch == 1 else f"{epoch - 1}/3"
    while expected not in " ".join(said.split()) and expected not in said:
        line = process.stdout.readline()
        assert line, (process.communicate(), said)
        said += line
    time.sleep(0.05)
    process.send_signal(number)
    rest, complaint = process.communicate(timeout=60)
    return process.returncode, said + rest, complaint


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(
    ("epoch", "number", "status"),
    [(1, signal.SIGINT, 130), (2, signal.SIGINT, 130), (2, signal.SIGTERM, 143)],
)
def test_a_signal_keeps_the_last_epoch_and_resume_goes_on(
    whole: Path, tmp_path: Path, epoch: int, number: signal.Signals, status: int
) -> None:
    out = tmp_path / "a run"
    code, said, complaint = interrupt(out, epoch, number)
    assert code == status, (said, complaint)
    go_on = f"continue with: upconv train autoencoder --out '{out}' --resume"
    assert complaint == f"Stopped. The last complete epoch is saved; {go_on}\n"
    assert "Stopping after this batch" in said
    kept = checkpoint.load(out, "autoencoder").epochs
    assert kept in (epoch - 1, epoch)  # an epoch is short: the signal may come in the next one
    assert not (out / "reconstructions.png").exists()
    # The settings are those of the run.
    code, said, complaint = invoke("--out", str(out), "--resume")
    assert (code, complaint) == (0, "")
    assert f"Continuing after epoch {kept} of 3." in said
    assert epochs_in(said) == list(range(kept + 1, 4))
    assert_same_run(out, whole)


def test_what_a_user_may_do_wrong_is_one_line(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for options, status, words in (
        (["--out", str(tmp_path / "file")], 2, "file: File exists"),
        (["--out", "/proc/upconv"], 2, "/proc/upconv: "),
        (["--out", str(tmp_path), "--data", str(tmp_path / "none")], 2, "which is not a folder"),
        (["--out", str(whole)], 2, "must not contain another run"),
        (["--out", str(whole), "--resume", "--seed", "1"], 2, "--seed 1 for a run with --seed 5"),
        (["--out", str(tmp_path), "--epochs", "0"], 2, "`--epochs` must be at least 1"),
    ):
        if options[1].startswith("/proc") and not Path("/proc/self").exists():
            continue
        code, said, complaint = invoke(*options)
        assert (code, said, complaint.count("\n")) == (status, "", 1), (options, complaint)
        assert complaint.startswith("upconv: ")
        assert words in complaint


def test_a_full_disk_is_one_line_and_leaves_whole_files(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    out = tmp_path / "run"
    # Room for the first checkpoint, without Adam's numbers, and not for the second.
    program = (
        "import resource, signal; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from upconv.cli import main; main()"
    )
    code, _, complaint = call(*SMALL_OPTIONS, "--out", str(out), program=program)
    assert (code, complaint.count("\n")) == (2, 1), complaint
    assert complaint.endswith("File too large. An existing file is unchanged.\n")
    assert f"{out}/checkpoint.ckpt: " in complaint
    assert sorted(path.name for path in out.iterdir()) == [
        "checkpoint.ckpt",
        "history.csv",
        "settings.json",
    ]
    assert checkpoint.load(out, "autoencoder").epochs == 0


def test_help_needs_neither_torch_nor_lightning() -> None:
    program = (
        "import sys; from typer.testing import CliRunner; from upconv.cli.train import train;"
        "result = CliRunner().invoke(train, ['autoencoder', '--help'], terminal_width=200);"
        "assert result.exit_code == 0, result.output;"
        "assert 'torch' not in sys.modules and 'lightning' not in sys.modules;"
        "print(result.output)"
    )
    code, said, complaint = call(program=program)
    assert code == 0, complaint
    for option in ("--data", "--epochs", "--batch-size", "--validation-split", "--seed", "--out"):
        assert option in said
    assert "--overwrite" in said
