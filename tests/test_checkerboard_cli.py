"""The command `upconv check`: what it prints, what it writes, its exit status."""

import sys

import numpy as np
import pytest

import upconv
from checkerboard_models import COPY, graph, resize_conv
from frameworks import ignoring


@pytest.fixture
def check(monkeypatch, capsys, tmp_path):
    """Run `upconv check` in a folder of its own; returns (status, stdout, stderr)."""
    from upconv.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["upconv", "check", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        assert max(map(len, out.splitlines()), default=0) <= 80
        return stopped.value.code or 0, out, err

    return run


def test_a_geometry(check):
    status, out, _ = check("--kernel", 4, "--stride", 2)
    assert (status, out) == (
        0,
        "geometry, kernel 4, stride 2\n  overlap   2 taps per phase: even\n",
    )
    status, out, _ = check("--kernel", 3, "--stride", 2, "--input", "7x7")
    assert status == 1
    assert "uneven, -6.3 dB with equal taps" in out
    assert "multiply-adds for an input of 7x7:" in out
    assert "  ABOVE     the limit of -20 dB in overlap\n" in out
    assert out.endswith("\n1 of 1 layer above the limit.\n")


def test_the_limit_decides_the_status(check):
    np.save("w.npy", np.array([[[1.1, 0.9]]]))  # -20 dB but for rounding
    assert check("w.npy", "--stride", 2, "--limit", -19.9)[0] == 0
    assert check("w.npy", "--stride", 2, "--limit", -20.1)[0] == 1


def test_a_weight_needs_its_stride_which_may_be_one(check):
    np.save("w.npy", np.ones((1, 1, 3)))
    assert check("w.npy") == (
        2,
        "",
        "upconv: `--stride` must be given with a weight, which does not include it. Received a "
        "weight without --stride. Write the layer's stride, as in --stride 2; 1 means no "
        "upsampling.\n",
    )
    assert check("w.npy", "--stride", 1)[0] == 0
    assert check("w.npy", "--stride", 2, "--limit", -20)[0] == 1


def test_what_could_not_be_measured_is_no_all_clear(check, tmp_path):
    pytest.importorskip("torch", reason="the model is PyTorch's")
    (tmp_path / "odd_model.py").write_text(
        "import torch\n"
        "from torch import nn\n"
        "class Odd(nn.Module):\n"
        "    def __init__(self, up=None):\n"
        "        super().__init__()\n"
        "        self.conv, self.up = nn.Conv2d(3, 4, 3, padding=1), up\n"
        "    def forward(self, x):\n"
        "        x = self.conv(x)\n"
        "        y = torch.kron(x, torch.tensor([[[[1.0, 2.0]]]]))\n"
        "        return y if self.up is None else self.up(y)\n"
        "def both():\n"
        "    up = nn.ConvTranspose2d(4, 3, 3, 2)\n"
        "    return Odd(up)\n"
        "def plain():\n"
        "    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.Upsample(scale_factor=2))\n",
        encoding="utf-8",
    )
    status, out, _ = check("odd_model:Odd")
    assert status == 3
    assert out == (
        "No upsampling layer could be measured.\n\nNot measured:\n  kron (odd_model.py:9): "
        "upsamples 64x64 to 64x128 and is not a known\n    shuffle, resize or border\n\n1 "
        "step could not be measured.\n"
    )
    assert check("odd_model:both", "--limit", -50)[0] == 1
    assert check("odd_model:both", "--limit", 50)[0] == 3
    status, out, _ = check("odd_model:plain")  # a resize that is even by itself
    assert (status, "Not measured" in out) == (0, True)


def test_a_module_by_its_name_with_a_batch_and_a_picture(check, tmp_path):
    pytest.importorskip("torch", reason="the model is PyTorch's")
    (tmp_path / "their_model.py").write_text(
        "import torch\n"
        "torch.manual_seed(0)\n"
        "def make():\n"
        "    return torch.nn.Sequential(torch.nn.ConvTranspose2d(3, 2, 3, 2, 1, 1))\n"
        "made = make()\n"
        "def fails():\n"
        "    raise RuntimeError('no weights here')\n",
        encoding="utf-8",
    )
    np.save("batch.npy", np.random.default_rng(0).random((2, 3, 16, 16), np.float32))
    status, out, _ = check(
        "their_model:make", "--batch", "batch.npy", "--picture", "phases.png", "--limit", 30
    )
    assert status == 0
    assert out.startswith("0: transposed convolution 3 -> 2, kernel 3x3, stride 2x2\n")
    assert " dB: a pattern of 2x2 px, strongest at (" in out
    assert out.endswith("\nDrawn: phases.png\n")
    assert (tmp_path / "phases.png").read_bytes().startswith(b"\x89PNG")
    assert "0: transposed" in check("their_model:made", "--limit", 30)[1]
    assert check("their_model:fails") == (
        2,
        "",
        "upconv: A PyTorch module or Keras model must be written as package.module:name. "
        "Received their_model:fails: RuntimeError: no weights here. The name is that of a model, "
        "or of a function or class that returns one when called without arguments.\n",
    )


def test_repaired_copies(check, tmp_path):
    onnx = pytest.importorskip("onnx", reason="the model is ONNX'")
    onnx.save(resize_conv(onnx), "model.onnx")
    status, out, _ = check("model.onnx", "--fix", "fixed.onnx")
    assert status == 0
    assert out.endswith("\nWritten: fixed.onnx\n  b -> y: one ConvTranspose\n")
    assert upconv.checkerboard(tmp_path / "fixed.onnx").layers[0].layer.kind == "transposed"
    assert check("model.onnx", "--equalize", "even.onnx") == (
        2,
        out[: out.index("\nWritten")],
        "upconv: `--equalize` needs a transposed convolution with constant weights. "
        "Received a model without one. No file was written.\n",
    )
    assert not (tmp_path / "even.onnx").exists()
    node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2])
    weight = np.random.default_rng(0).standard_normal((3, 2, 4, 4)).astype(np.float32)
    onnx.save(graph(onnx, [node], {"w": weight}), "model.onnx")
    status, out, _ = check("model.onnx", "--equalize", "even.onnx", "--limit", -20)
    assert status == 1  # of the model that was checked
    assert "  y: gains equalised, which changes the function\n" in out
    assert check("even.onnx", "--limit", -100)[0] == 0


def test_repaired_copies_of_a_module(check, tmp_path):
    torch = pytest.importorskip("torch", reason="the model is PyTorch's")
    (tmp_path / "resizing_model.py").write_text(
        "from torch import nn\n"
        "def make():\n"
        "    return nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(3, 2, 3),\n"
        "        nn.ConvTranspose2d(2, 2, 4, 2), nn.Upsample(size=64))\n",
        encoding="utf-8",
    )
    words = ("resizing_model:make", "--limit", "30", "--fix", "fixed.pt", "--equalize", "even.pt")
    status, out, _ = check(*words)
    assert status == 0
    assert out.endswith(
        "Not measured:\n  3: a resize without a convolution at stride 1 after it; even by "
        "itself\n\nWritten: fixed.pt\n  0 -> 1: one ConvTranspose2d\n\nWritten: even.pt\n  2: "
        "gains equalised, which changes the function\n"
    )
    for name, kinds in (
        ("fixed.pt", ["Identity", "ConvTranspose2d", "ConvTranspose2d", "Upsample"]),
        ("even.pt", ["Upsample", "Conv2d", "ConvTranspose2d", "Upsample"]),
    ):
        model = torch.load(tmp_path / name, weights_only=False)
        assert [type(layer).__name__ for layer in model] == kinds
    assert check("resizing_model:make", "--fix", "fixed.onnx") == (
        2,
        "",
        "upconv: `--fix` must name a .pt file. Received --fix fixed.onnx.\n",
    )


def test_a_repaired_copy_of_a_keras_file(check, tmp_path, monkeypatch):
    keras = pytest.importorskip("keras", reason="the model is Keras'")
    from keras.src.utils import module_utils

    # As in the tests of Keras' models.
    monkeypatch.setattr(module_utils.tensorflow, "_available", False)
    layers = keras.layers
    model = keras.Sequential(
        [layers.Input((8, 8, 3)), layers.UpSampling2D(2), layers.Conv2D(4, 3, padding="same")]
    )
    with ignoring(COPY):
        model.save("model.keras")
        status, out, _ = check("model.keras", "--fix", "fixed.keras")
        assert status == 0
        assert out.endswith(": one Conv2DTranspose\n")
        fixed = keras.saving.load_model(tmp_path / "fixed.keras")
    assert [type(one).__name__ for one in fixed.layers] == ["Identity", "Conv2DTranspose"]


MISTAKES = [
    ((), "Give a model or a weight to check, or --kernel and --stride"),
    (
        ("none.onnx", "--kernel", "3"),
        "Give a model or a weight, or --kernel, not both: a model has its own kernels",
    ),
    (
        ("none.onnx",),
        "A file must be readable. Received none.onnx: No such file.",
    ),
    (
        ("--kernel", "3", "--stride", "2", "--fix", "x.onnx"),
        "The object to repair must be a PyTorch, Keras or ONNX model. Received a Geometry.",
    ),
    (
        ("--kernel", "3", "--stride", "2", "--picture", "x.jpg"),
        "`--picture` must name a .png file. Received --picture x.jpg.",
    ),
    (
        ("--kernel", "3"),
        "`--stride` must be given with --kernel, which does not include it. Received --kernel "
        "without --stride. Write the layer's stride, as in --stride 2; 1 means no upsampling.",
    ),
    (
        ("no_such_module:name",),
        "A PyTorch module or Keras model must be written as package.module:name. Received "
        "no_such_module:name: ModuleNotFoundError: No module named 'no_such_module'. The name is "
        "that of a model, or of a function or class that returns one when called without "
        "arguments.",
    ),
]


@pytest.mark.parametrize(("arguments", "line"), MISTAKES)
def test_a_mistake_is_one_line_and_status_2(check, arguments, line):
    status, _, err = check(*arguments)
    assert (status, err) == (2, f"upconv: {line}\n")
