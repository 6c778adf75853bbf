"""Files of models by their endings: read, or refused with what to do instead."""

import sys

import numpy as np
import pytest

import upconv
from checkerboard_models import found
from upconv.errors import ArgumentError, DataError, UpconvError

WEIGHT = np.random.default_rng(0).standard_normal((3, 2, 4, 4)).astype(np.float32)


@pytest.fixture
def check(monkeypatch, capsys, tmp_path):
    """Run `upconv check` in a folder of its own; returns (status, stdout, stderr)."""
    from upconv.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["upconv", "check", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return stopped.value.code or 0, *capsys.readouterr()

    return run


@pytest.fixture
def exported(tmp_path):
    torch = pytest.importorskip("torch", reason="the model is PyTorch's")
    layers = torch.nn.Sequential(
        torch.nn.ConvTranspose2d(3, 2, 4, 2, 1, bias=False), torch.nn.ReLU()
    )
    with torch.no_grad():
        layers[0].weight.copy_(torch.from_numpy(WEIGHT))
    program = torch.export.export(layers.eval(), (torch.zeros(1, 3, 20, 20),))
    torch.export.save(program, tmp_path / "model.pt2")
    return tmp_path / "model.pt2"


def test_an_exported_program_is_loaded_where_it_is_trusted(exported, check):
    expected = upconv.checkerboard(WEIGHT, stride=2, padding=1).layers[0].db
    status, out, err = check(exported.name, "--trust", "--limit", 30)
    assert (status, err) == (0, "")
    assert "transposed convolution 3 -> 2, kernel 4x4, stride 2x2" in out
    assert f"{expected:.1f} dB between phases" in out
    status, out, err = check(exported.name)
    assert (status, out) == (2, "")
    assert err == (
        "upconv: A .pt2 file can run code when it is loaded, so loading one must be allowed "
        "explicitly. Received model.pt2. If you trust it, add --trust, or in Python write "
        "checkerboard(torch.export.load(path).module()).\n"
    )


def test_the_remedy_for_an_exported_program_works(exported):
    import torch

    with pytest.raises(ArgumentError, match=r"in Python write (.*)\.$") as caught:
        upconv.checkerboard(exported)
    remedy = str(caught.value).rpartition("in Python write ")[2].removesuffix(".")
    names = {"checkerboard": upconv.checkerboard, "torch": torch, "path": exported}
    report = eval(remedy, names)  # noqa: S307 - as the message says
    assert [one[1:] for one in found(report)] == [("transposed", (2, 2))]


@pytest.fixture
def keras(monkeypatch):
    keras = pytest.importorskip("keras", reason="the model is Keras'")
    pytest.importorskip("h5py", reason="reads the files")
    from keras.src.utils import module_utils

    monkeypatch.setattr(module_utils.tensorflow, "_available", False)
    return keras


@pytest.mark.filterwarnings("ignore")  # Keras says that the format is old
def test_a_file_h5(keras, tmp_path):
    layers = keras.layers
    model = keras.Sequential([layers.Input((8, 8, 3)), layers.Conv2DTranspose(2, 4, 2)])
    model.save(tmp_path / "model.h5")
    model.save(tmp_path / "model.keras")
    one, other = (upconv.checkerboard(tmp_path / f"model.{end}") for end in ("h5", "keras"))
    assert found(one) == found(other)
    assert one.layers[0].db == other.layers[0].db


@pytest.mark.filterwarnings("ignore")
def test_code_in_a_file_h5_does_not_run(keras, tmp_path):
    mark = tmp_path / "ran"
    layer = keras.layers.Lambda(eval(f"lambda x: (open({str(mark)!r}, 'w').close(), x)[1]"))  # noqa: S307
    model = keras.Sequential([keras.layers.Input((8, 8, 3)), layer])
    model.save(tmp_path / "model.h5")
    mark.unlink()
    with pytest.raises(UpconvError):
        upconv.checkerboard(tmp_path / "model.h5")
    assert not mark.exists()


@pytest.mark.parametrize("name", ["model.h5", "model.keras", "model.onnx", "model.pt2"])
def test_a_damaged_file_is_one_line(check, tmp_path, name):
    pytest.importorskip({"h5": "keras", "keras": "keras", "onnx": "onnx", "pt2": "torch"}[
        name.partition(".")[2]
    ])  # fmt: skip
    (tmp_path / name).write_bytes(b"not a model")
    status, out, err = check(name, "--trust")
    assert (status, out) == (2, "")
    assert err.startswith("upconv: The file must be ")
    assert err.count("\n") == 1


def test_a_saved_model_says_what_to_do(tmp_path):
    (tmp_path / "saved_model.pb").touch()
    with pytest.raises(ArgumentError) as caught:
        upconv.checkerboard(tmp_path)
    assert str(caught.value) == (
        "A SavedModel cannot be checked: it holds TensorFlow operations, not layers. Received "
        f"{tmp_path}. Save the model as model.save('model.keras') where it was built, and check "
        "that."
    )
    (tmp_path / "saved_model.pb").unlink()
    with pytest.raises(DataError, match="Is a directory"):
        upconv.checkerboard(tmp_path)
