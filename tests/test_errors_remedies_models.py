"""Every remedy in a message works: layers and models of PyTorch, Keras and ONNX, and runs."""

import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

import upconv
from frameworks import ignoring
from remedies import refused
from upconv import Geometry, conventions

WEIGHT = np.ones((1, 1, 4, 4), np.float32)


# PyTorch.


def test_a_tensor_where_one_is_needed():
    torch = pytest.importorskip("torch")
    from upconv.torch import conv_transpose

    x, weight = np.ones((1, 2, 5), np.float32), torch.ones(2, 3, 3)
    with refused("layers.not_a_tensor", "torch.from_numpy(x)") as refusal:
        conv_transpose(x, weight)
    conv_transpose(refusal.written(x=x, torch=torch), weight)
    with refused("layers.not_a_tensor", "torch.as_tensor(x)") as refusal:
        conv_transpose(x.tolist(), weight)
    conv_transpose(refusal.written(x=x.tolist(), torch=torch), weight)


def test_what_accelerate_says_to_write():
    torch = pytest.importorskip("torch")
    from upconv.torch import accelerate

    def model():
        return torch.nn.Sequential(torch.nn.ConvTranspose2d(2, 3, 4, 2))

    names = ["0"]
    for where in ("0", 3):
        remedy = "where=lambda name, layer: name == '0'"
        if where == 3:
            remedy = "where=lambda name, layer: name in names"
        with refused("layers.where_not_callable", remedy):
            accelerate(model(), where=where)
        found = eval(f"accelerate(model, {remedy})", {  # noqa: S307 - ours
            "accelerate": accelerate, "model": model(), "names": names,
        })  # fmt: skip
        assert "1" in repr(found)
    it = model()
    report = accelerate(it)
    remedy = "Write accelerate(model), then model"
    with refused("layers.report_is_no_model", remedy):
        report(torch.zeros(1, 2, 5, 5))
    it(torch.zeros(1, 2, 5, 5))
    with (
        refused("layers.not_scriptable", "Call undo() on what accelerate(model) returned first"),
        ignoring(".*torch.jit.script.*"),
    ):
        torch.jit.script(it)
    exported = torch.export.export(it.eval(), (torch.zeros(1, 2, 5, 5),))
    assert exported.module()(torch.zeros(1, 2, 5, 5)).shape == (1, 3, 12, 12)
    report.undo()
    with ignoring(".*torch.jit.script.*"):
        torch.jit.script(it)


def test_a_normalisation_that_is_fixed():
    torch = pytest.importorskip("torch")
    from upconv.torch import ConvTranspose1d, fold_batchnorm

    def parts(**words):
        return ConvTranspose1d(2, 3, 3), torch.nn.BatchNorm1d(3, **words).eval()

    layer, norm = parts()
    with refused("layers.norm_not_fixed", "Call .eval() first"):
        fold_batchnorm(layer, norm.train())
    fold_batchnorm(layer, norm.eval())
    layer, norm = parts(track_running_stats=False)
    with refused("layers.norm_not_fixed", "Use track_running_stats=True"):
        fold_batchnorm(layer, norm)
    fold_batchnorm(*parts(track_running_stats=True))
    layer, norm = ConvTranspose1d(2, 3, 3, activation="relu"), parts()[1]
    with refused("layers.norm_not_fixed", "Put the activation after the normalisation"):
        fold_batchnorm(layer, norm)
    torch.nn.Sequential(fold_batchnorm(*parts()), torch.nn.ReLU())(torch.zeros(1, 2, 5))
    layer, norm = parts()
    torch.nn.utils.parametrizations.weight_norm(layer)
    remedy = "torch.nn.utils.parametrize.remove_parametrizations(layer, 'weight')"
    with refused("layers.norm_not_fixed", remedy) as refusal:
        fold_batchnorm(layer, norm)
    refusal.written(torch=torch, layer=layer)
    fold_batchnorm(layer, norm)


# Keras.


def test_values_and_their_indices():
    pytest.importorskip("keras")
    from upconv.keras import MaxPooling2D, MaxUnpooling2D

    x = np.arange(16, dtype=np.float32).reshape(1, 4, 4, 1)
    remedy = (
        "(...)([values, indices]) with the two tensors that MaxPooling2D(return_indices=True) "
        "returns"
    )
    with refused("keras.indices_needed", remedy):
        MaxUnpooling2D().compute_output_shape(x.shape)
    values, indices = MaxPooling2D(return_indices=True)(x)
    assert tuple(MaxUnpooling2D()([values, indices]).shape) == x.shape


# Checkerboards.


def test_what_can_be_checked():
    torch = pytest.importorskip("torch")
    layer = torch.nn.ConvTranspose2d(2, 3, 4, 2)
    for weight in (layer.weight, layer.weight.detach()):
        with refused("checkerboards.not_checkable", "np.asarray(weight.detach())") as refusal:
            upconv.checkerboard(weight, stride=2)
        upconv.checkerboard(refusal.written(weight=weight, np=np), stride=2)
    with refused("checkerboards.stride_missing", "as in stride=2") as refusal:
        upconv.checkerboard(WEIGHT)
    upconv.checkerboard(WEIGHT, stride=2)
    with refused("checkerboards.batch_without_model", "Give the model, or omit `batch`"):
        upconv.checkerboard(WEIGHT, stride=2, batch=np.ones((1, 1, 4, 4), np.float32))
    upconv.checkerboard(WEIGHT, stride=2)
    batch = np.ones((1, 2, 6, 6), np.float32)
    upconv.checkerboard(layer, batch=batch)
    lazy = torch.nn.Sequential(torch.nn.LazyConvTranspose2d(3, 4, 2))
    with refused("checkerboards.lazy", "Call the module once"):
        upconv.checkerboard(lazy)
    lazy(torch.from_numpy(batch))
    upconv.checkerboard(lazy)


def test_a_keras_layer_is_built_first():
    keras = pytest.importorskip("keras")
    for build in (
        lambda layer: layer(np.ones((1, 5, 5, 2), np.float32)),
        lambda layer: layer.build((None, 5, 5, 2)),
    ):
        layer = keras.layers.Conv2DTranspose(3, 4, strides=2)
        with refused("checkerboards.not_built", "Call it once, or call layer.build(input_shape)"):
            upconv.checkerboard(layer)
        build(layer)
        upconv.checkerboard(layer)


def test_models_on_the_command_line(command, refused_command):
    pytest.importorskip("torch")
    Path("weight.txt").write_text("")
    remedy = "Write a PyTorch module as package.module:name"
    refused_command("checkerboards.unknown_file", remedy, "check", "weight.txt")
    Path("my_models.py").write_text(
        "from torch import nn\n"
        "module = nn.ConvTranspose2d(2, 3, 4, 2)\n"
        "def made(): return nn.ConvTranspose2d(2, 3, 4, 2)\n"
        "class Made(nn.ConvTranspose2d):\n"
        "    def __init__(self): super().__init__(2, 3, 4, 2)\n"
    )
    remedy = (
        "The name is that of a model, or of a function or class that returns one when called "
        "without arguments"
    )
    refused_command("checkerboards.no_such_object", remedy, "check", "my_models:none")
    for name in ("module", "made", "Made"):
        assert command("check", f"my_models:{name}")[0] in (0, 1), name
    remedy = "No file was written"
    refused_command(
        "checkerboards.nothing_to_repair", remedy, "check", "my_models:made", "--fix", "new.pt"
    )
    assert not Path("new.pt").exists()


def test_one_step_too_many_is_checked_by_its_geometry(refused_command, command):
    np.save("weight.npy", np.ones((8, 8, 2), np.float32))
    found = command("check", "weight.npy", "--stride", "1000000000")
    if found[0] == 2:
        remedy = "Use a smaller stride, or check only the geometry"
        refused_command(
            "sizes.too_many_sums", remedy, "check", "weight.npy", "--stride", "1000000000"
        )
    else:
        with refused("sizes.too_many_sums", "Use a smaller stride, or check only the geometry"):
            upconv.checkerboard(np.ones((512, 512, 2), np.float32), stride=10**8)
    assert command("check", "weight.npy", "--stride", "2")[0] in (0, 1)
    assert command("check", "--kernel", "2", "--stride", "1000000000")[0] in (0, 1)


# ONNX.


def one_layer(onnx, *, shape=(1, 2, 5, 5), name="x", **words):
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    words = {"strides": [2, 2], **words}
    node = helper.make_node("ConvTranspose", [name, "w"], ["y"], **words)
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [None] * 4)],
        [numpy_helper.from_array(np.ones((2, 3, 4, 4), np.float32), "w")],
    )
    opsets = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def test_nodes_and_forms():
    onnx = pytest.importorskip("onnx")
    from upconv.onnx import from_node
    from upconv.onnx.rewriting import Form, rewrite

    node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2])
    with refused("onnx.kernel_size_needed", "Give the spatial part of the shape of W"):
        from_node(node)
    weight = np.ones((2, 3, 4, 4))
    from_node(node, kernel_size=weight.shape[2:])
    model = one_layer(onnx)
    with refused("onnx.unknown_layer", "Choose from: y"):
        rewrite(model, {"z": Form()})
    rewrite(model, {"y": Form()})
    uneven = one_layer(onnx, strides=[2, 1])
    remedy = "Form(cut='tight', shuffle='Transpose')"
    with refused("onnx.form_does_not_fit", remedy) as refusal:
        rewrite(uneven, {"y": Form()})
    rewrite(uneven, {"y": refusal.written(Form=Form)})


@pytest.mark.parametrize("shape", [[1, 2, 5, 5], ["n", 2, "h", "w"], None])
def test_inputs_as_they_are_said_to_be_written(shape, refused_command, command):
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    onnx.save(one_layer(onnx, shape=shape), "m.onnx")
    optimize = ("onnx", "optimize", "m.onnx", "--dry-run")
    complaint = refused_command(
        "onnx.not_an_input", "Write for example --input x=", *optimize, "--input", "z=3"
    )
    said = complaint.partition("Write for example ")[2].partition(";")[0]
    assert said.count("--input") == 2
    for way in said.split(" or "):
        if shape is not None:  # of a shape that is open in all there is no example that must fit
            assert command(*optimize, *way.split())[0] == 0, way
    if shape is not None and "n" in shape:
        complaint = refused_command("onnx.size_needed", "--input x=1x2x64x64", *optimize)
        assert command(*optimize, "--input", "x=1x2x64x64")[0] == 0
        big = "x=1000000x2x100x100"
        remedy = "Give smaller sizes where the model leaves them open: --input x=SIZES"
        refused_command("onnx.input_too_large", remedy, *optimize, "--input", big)
        assert command(*optimize, "--input", "x=1x2x10x10")[0] == 0
        with refused("onnx.other_type", "array.astype(np.float32)") as refusal:
            upconv.checkerboard(onnx.load("m.onnx"), batch=np.full((1, 2, 5, 5), 1e300, complex))
        array = refusal.written(array=np.ones((1, 2, 5, 5)), np=np)
        upconv.checkerboard(onnx.load("m.onnx"), batch=array)


def test_several_inputs_by_name(command, refused_command):
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    model = one_layer(onnx)
    z = onnx.helper.make_tensor_value_info("z", onnx.TensorProto.FLOAT, [1])
    model.graph.input.append(z)
    arrays = {"x": np.ones((1, 2, 5, 5), np.float32), "z": np.ones(1, np.float32)}
    remedy = "Give a dictionary, or an .npz file: np.savez(path, name=array)"
    with refused("checkerboards.several_inputs", remedy):
        upconv.checkerboard(model, batch=arrays["x"])
    upconv.checkerboard(model, batch=arrays)
    onnx.save(model, "m.onnx")
    np.save("batch.npy", arrays["x"])
    refused_command(
        "checkerboards.several_inputs", remedy, "check", "m.onnx", "--batch", "batch.npy"
    )
    np.savez("batch.npz", **arrays)
    assert command("check", "m.onnx", "--batch", "batch.npz")[0] in (0, 1)


def test_weights_beside_the_model(command, refused_command):
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    Path("apart").mkdir()
    words = {"save_as_external_data": True, "location": "weights.bin", "size_threshold": 0}
    onnx.save(one_layer(onnx), "apart/m.onnx", **words)
    Path("m.onnx").write_bytes(Path("apart/m.onnx").read_bytes())
    optimize = ("onnx", "optimize", "m.onnx", "--dry-run")
    refused_command("onnx.external_data_missing", "Copy them into the same folder", *optimize)
    shutil.copy("apart/weights.bin", "weights.bin")
    assert command(*optimize)[0] == 0


# Conventions.


def test_words_of_frameworks():
    with refused("wording.unknown_argument", "strides=2") as refusal:
        conventions.from_framework("keras", kernel_size=3, stride=2)
    conventions.from_framework("keras", kernel_size=3, **eval(f"dict({refusal.remedy})"))  # noqa: S307
    for axes in (1, 2, 3):
        words = {"kernel_shape": (4,) * axes, "strides": (2,) * axes, "output_shape": (14,) * axes}
        remedy = f"input_size={(7,) * axes}"
        with refused("wording.input_size_needed", remedy):
            conventions.from_framework("onnx", **words)
        conventions.from_framework("onnx", **words, input_size=(7,) * axes)
    with refused("wording.input_size_wanted", "padding='SAME', input_size=7"):
        _paddle_same()
    conventions.from_framework("paddle", kernel_size=3, padding="SAME", input_size=7)
    ring = upconv.Geometry(3, padding=1, padding_mode="circular")
    with refused("wording.mode_not_expressible", "layers have padding_mode='circular'"):
        conventions.to_framework("torch", ring)
    assert upconv.torch.ConvTranspose1d(1, 1, 3, padding=1, padding_mode="circular")
    with refused("wording.circular_needs_same", "Write padding='SAME'"):
        conventions.from_framework("equinox", kernel_size=3, padding=1, padding_mode="CIRCULAR")
    words = {"kernel_size": 3, "padding": "SAME", "padding_mode": "CIRCULAR"}
    assert conventions.from_framework("equinox", **words) == ring
    with refused("wording.padding_beyond_kernel", "Use a smaller `padding`, or remove the rows"):
        conventions.from_framework("mlx", kernel_size=3, padding=3)
    conventions.from_framework("mlx", kernel_size=3, padding=2)


def _paddle_same():
    class Conv1DTranspose:
        _kernel_size, _stride, _padding, _dilation = (3,), (2,), "SAME", (1,)
        output_padding, _groups = (0,), 1

    Conv1DTranspose.__module__ = "paddle.nn.layer.conv"
    Geometry.from_layer(Conv1DTranspose())


# Runs.

SMALL = ("--epochs", "1", "--limit", "40", "--batch-size", "8", "--out", "run")


def quick(command, *options):
    status, _, complaint = command("train", "autoencoder", *SMALL, *options)
    assert status == 0, complaint


def test_what_a_run_says_to_do(command, refused_command, monkeypatch):
    for name in ("torch", "lightning", "sklearn", "typer"):
        pytest.importorskip(name)
    train = ("train", "autoencoder", *SMALL)
    remedy = "Omit --resume to start one"
    refused_command("runs.no_checkpoint", remedy, *train, "--resume")
    quick(command)
    remedy = "Continue it (--resume), replace it (--overwrite), or give another --out"
    refused_command("runs.folder_holds_run", remedy, *train)
    quick(command, "--resume", "--epochs", "2")
    quick(command, "--out", "other")
    other = "or start a new run in another --out"
    remedy = f"Omit seed, {other}"
    again = (*train, "--epochs", "2", "--resume")
    refused_command("runs.settings_differ", remedy, *again, "--seed", "7")
    quick(command, "--resume", "--epochs", "2")
    quick(command, "--out", "third", "--seed", "7")
    refused_command(
        "runs.other_application", "Give another folder", "train", "generation", "--resume",
        "--out", "run", "--limit", "40", "--epochs", "1",
    )  # fmt: skip
    Path("run/checkpoint.ckpt").write_bytes(b"garbage")
    remedy = "Train it again with --overwrite"
    refused_command("runs.not_a_checkpoint", remedy, *train, "--resume")
    quick(command, "--overwrite")
    refused_command("runs.strategy_needed", "Write --strategy ddp", *train, "--devices", "2")
    remedy = "torchrun --nnodes 2 --nproc-per-node 1"
    monkeypatch.delenv("MASTER_ADDR", raising=False)
    refused_command(
        "runs.launcher_needed", remedy, *train, "--num-nodes", "2", "--strategy", "ddp",
        "--overwrite",
    )  # fmt: skip
    refused_command(
        "runs.too_few_rows", "Use fewer processes or more images", *train, "--devices", "4",
        "--strategy", "ddp", "--batch-size", "2", "--overwrite",
    )  # fmt: skip
    remedy = "More processes would not be faster; use more machines: --num-nodes"
    refused_command(
        "runs.too_many_processes", remedy, *train, "--devices", "1000", "--strategy", "ddp",
        "--batch-size", "1000", "--overwrite",
    )  # fmt: skip


def idx(images):
    return struct.pack(">4B3I", 0, 0, 8, 3, *images.shape) + images.tobytes()


def test_images_that_are_put_back(command, refused_command):
    for name in ("torch", "lightning", "sklearn", "typer"):
        pytest.importorskip(name)
    images = np.random.default_rng(0).integers(0, 256, (40, 28, 28), np.uint8)
    Path("data").mkdir()
    file = Path("data/train-images-idx3-ubyte")
    file.write_bytes(idx(images))
    quick(command, "--data", "data")
    file.write_bytes(idx(255 - images))
    remedy = "Restore them, or start a new run in another --out"
    train = ("train", "autoencoder", *SMALL, "--data", "data")
    refused_command("runs.images_differ", remedy, *train, "--resume", "--epochs", "2")
    quick(command, "--data", "data", "--out", "other")
    file.write_bytes(idx(images))
    quick(command, "--data", "data", "--resume", "--epochs", "2")
    file.write_bytes(struct.pack(">4B3I", 0, 0, 8, 3, 3_000_000, 28, 28))
    refused_command("files.too_many_images", "Split it into several folders", *train, "--overwrite")
    for part in (images[:20], images[20:]):
        file.write_bytes(idx(part))
        quick(command, "--data", "data", "--overwrite", "--limit", "20")
