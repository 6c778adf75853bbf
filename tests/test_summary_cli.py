"""The command `upconv summary`."""

import json
import sys

import numpy as np
import pytest

pytest.importorskip("typer", reason="the command needs typer")
onnx = pytest.importorskip("onnx", reason="the models are ONNX'")

import onnx_models  # noqa: E402 - what it needs is there
import upconv  # noqa: E402
from upconv import cli  # noqa: E402

MODULE = """
from torch import nn

class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Conv2d(3, 4, 3), nn.ConvTranspose2d(4, 2, 3, stride=2))

class Unread(Net):
    def forward(self, x):
        return self[0](x)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    onnx.save(onnx_models.unet(2, "S", 1), "m.onnx")
    (tmp_path / "written_nets.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    sys.modules.pop("written_nets", None)


@pytest.fixture
def command(monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["upconv", "summary", *words])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return caught.value.code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("given", ["1x3x16x8", "1,3,16,8", "x=1x3x16x8"])
def test_it_prints_the_table(command, given):
    found = upconv.summary("m.onnx", (1, 3, 16, 8))
    by_name = f"{found}"
    assert command("m.onnx", "--input", given) == (0, f"{by_name}\n", "")


def test_it_prints_json(command):
    status, out, err = command("m.onnx", "--input", "1x3x16x8", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == upconv.summary("m.onnx", (1, 3, 16, 8)).to_dict()


def test_a_batch_is_the_input_itself(command):
    np.save("x.npy", np.zeros((1, 3, 8, 8), np.float32))
    np.savez("x.npz", x=np.zeros((1, 3, 8, 8), np.float32))
    for name in ("x.npy", "x.npz"):
        status, out, _ = command("m.onnx", "--batch", name)
        assert status == 0
        assert out.startswith("Input 1x3x8x8\n")


def test_a_module_of_a_package(command):
    pytest.importorskip("torch", reason="the module is PyTorch's")
    status, out, _ = command("written_nets:Net", "--input", "1x3x9x7")
    assert status == 0
    assert "1: ConvTranspose2d 4 -> 2, kernel 3x3, stride 2x2\n" in out
    assert "2,1 uneven" in out


def test_what_is_not_measured_is_status_3(command):
    pytest.importorskip("torch", reason="the module is PyTorch's")
    status, out, err = command("written_nets:Unread", "--input", "1x3x9x7")
    assert (status, err) == (3, "")
    assert "1: not measured: it was not called in this run\n" in out


def test_mistakes_are_one_line(command):
    a_shape = (
        "`--input` must be sizes with x between them; of several inputs NAME=SIZES each. Received "
    )
    wanted = {
        ("m.onnx",): "`--input` must give the sizes that the model leaves open. Received no size "
        "for x, which is 1x3xSxS. Write for example --input x=1x3x64x64.",
        ("m.onnx", "--input", "z=1x3"): "`--input` must name inputs of the model, which are x. "
        "Received one called z.",
        ("m.onnx", "--input", "1x3"): "`--input` must match the shape that the model has for x, "
        "1x3xSxS. Received --input x=1x3.",
        ("m.onnx", "--input", "1y3"): f"{a_shape}--input 1y3. Write for example --input 1x3x64x64.",
        ("m.onnx", "--input", "1x3", "--input", "x=1x3"): f"{a_shape}--input 1x3. Write",
        ("m.onnx", "--input", "1x0x8x8"): "`--input` must be at least 1 on every axis. Received "
        "--input 0 (axis 1).",
        ("m.onnx", "--input", "1x3x8x8", "--batch", "x.npy"): "Give --input or --batch, not both",
        ("none.onnx", "--input", "1x3x8x8"): "A file must be readable. Received none.onnx: No such "
        "file.",
    }
    for words, said in wanted.items():
        status, out, err = command(*words)
        assert (status, out) == (2, "")
        assert err.startswith(f"upconv: {said}"), err
        assert err.count("\n") == 1


def test_an_input_is_needed(command):
    pytest.importorskip("torch", reason="the module is PyTorch's")
    assert command("written_nets:Net") == (
        2,
        "",
        "upconv: `--input` must be given: only an ONNX model may state all its sizes. Received "
        "none. Write for example --input 1x3x64x64.\n",
    )
