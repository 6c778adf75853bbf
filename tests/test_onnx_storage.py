"""Models as files: whatever stops the writer, what is found is one whole model."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

onnx = pytest.importorskip("onnx", reason="onnx is not installed")

from killed_writer import found_in, model_of  # noqa: E402 - what it needs is there
from upconv import errors  # noqa: E402
from upconv.onnx import storage  # noqa: E402

WRITER = Path(__file__).with_name("killed_writer.py")
OLD, NEW = ("1", "3"), ("2", "3")  # what is found after the kill, and after another write


@pytest.mark.skipif(sys.platform == "win32", reason="the writer is a process that is forked")
@pytest.mark.parametrize("how", ["calls", "strace"])
def test_a_killed_writer_leaves_the_old_model_or_the_new_one(tmp_path, how):
    if how == "strace" and shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    folder = tmp_path / "models"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, WRITER, folder, how], capture_output=True, text=True, check=False
    )
    if "strace cannot trace here" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    lines = [tuple(line.split(", ", 3)) for line in done.stdout.splitlines()]
    found = [tuple(rest) for kind, _, *rest in lines if kind == "killed"]
    assert set(found) == {OLD, NEW}
    assert all(tuple(rest) == NEW for kind, _, *rest in lines if kind == "whole")
    if how == "calls":
        assert found == sorted(found)  # from some call on it is the new one
        assert lines[-1][0] == "whole"
    else:
        killed = {call for kind, call, *_ in lines if kind == "killed"}
        assert killed >= {"openat", "write", "fsync", "rename", "flock", "unlink", "close"}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_only_data_of_the_model_that_is_replaced_goes(tmp_path):
    path = tmp_path / "m.onnx"
    onnx.save(model_of(0), path, save_as_external_data=True, location="m.onnx.data")
    others = ["m.onnx.0.data", "other.onnx.data", f"m2.onnx.{'0' * 16}.data", "weights.bin"]
    for name in others:
        (tmp_path / name).touch()
    storage.save(model_of(1), path, external=True)
    assert found_in(path) == "1"
    assert "m.onnx.data" not in names(tmp_path)
    (tmp_path / "m.onnx.data").touch()  # of whom, nobody knows
    storage.save(model_of(2), path, external=False)
    assert found_in(path) == "2"
    assert names(tmp_path) == sorted([*others, "m.onnx", "m.onnx.data"])


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_the_data_is_as_secret_as_the_model_was(tmp_path):
    path = tmp_path / "m.onnx"
    path.touch(0o600)
    storage.save(model_of(1), path, external=True)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    assert len(names(tmp_path)) == 2


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_model_alone(tmp_path, monkeypatch, stop):
    path = tmp_path / "m.onnx"
    storage.save(model_of(1), path, external=True)
    before = names(tmp_path)

    def failing(*_):
        raise stop

    monkeypatch.setattr(storage.files, "write", failing)
    with pytest.raises((errors.DataError, KeyboardInterrupt)):
        storage.save(model_of(2), path, external=True)
    assert names(tmp_path) == before
    assert found_in(path) == "1"


def test_weights_in_attributes_lie_beside_the_model_too(tmp_path):
    model = model_of(1)
    (weight,) = model.graph.initializer
    model.graph.node.insert(0, onnx.helper.make_node("Constant", [], ["w"], value=weight))
    del model.graph.initializer[:]
    storage.save(model, tmp_path / "m.onnx", external=True)
    assert (tmp_path / "m.onnx").stat().st_size < 1000
    loaded, external = storage.load(tmp_path / "m.onnx")
    assert external
    assert onnx.numpy_helper.to_array(loaded.graph.node[0].attribute[0].t)[0] == 1
