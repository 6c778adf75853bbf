"""Throws drawn damage at one reader of the command, within bounds of memory; prints what is wrong.

python damage_child.py READER COUNT SEED
"""

import contextlib
import functools
import gzip
import io
import itertools
import json
import os
import random
import resource
import struct
import sys
import warnings
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

import damage
from upconv.cli import main

MORE = 3 << 30  # bytes of address space above what the imports take
warnings.simplefilter("ignore")


def attempt(words):
    """Run the command in this process; return (status, what came on descriptor 2)."""
    sys.argv = ["upconv", *map(str, words)]
    sys.stderr.flush()
    with Path("stderr").open("w+b") as file:
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                main()
        except SystemExit as stop:
            status = stop.code
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
        file.seek(0)
        return status, file.read().decode(errors="replace")


def is_told(status, err):
    """Whether it is one line and the status of a mistake, or harmless damage."""
    if status in (0, 1, 3):
        return err == ""
    one_line = err.startswith("upconv: ") and err.count("\n") == 1
    return status == 2 and one_line and "bug in upconv" not in err


def npy(draw):
    buffer = io.BytesIO()
    np.save(buffer, np.ones((3, 2, 4, 4), np.float32))
    good = buffer.getvalue()
    shapes = (
        "(10**15,)",
        "(1000000000000000,)",
        "(-1, 2)",
        "(2.5,)",
        "('a',)",
        "{}",
        "(" * 60,
        "()",
    )
    types = ("'<f4'", "'|O'", "'<U999999999'", "'|V9'", "[('a', '<f4')]", "'x'", "None", "'<f2'")
    while True:
        bad = damage.drawn(good, draw)
        if draw.random() < 0.5:
            header = (
                f"{{'descr': {draw.choice(types)}, 'fortran_order': {draw.choice(('False', '0'))}, "
                f"'shape': {draw.choice(shapes)}, }}\n"
            ).encode()
            version = draw.choice((b"\1\0", b"\2\0", b"\3\0", b"\x09\0"))
            length = struct.pack("<H" if version[0] == 1 else "<I", len(header))
            bad = b"\x93NUMPY" + version + length + header + draw.randbytes(draw.choice((0, 64)))
        Path("bad.npy").write_bytes(bad)
        yield draw.choice(
            (["check", "bad.npy", "--stride", "2"], ["check", "up.onnx", "--batch", "bad.npy"])
        )


def npz(draw):
    while True:
        buffer = io.BytesIO()
        save = draw.choice((np.savez, np.savez_compressed))
        save(buffer, x=np.ones((1, 3, 4, 4), np.float32), y=np.ones(3))
        way = draw.choice((damage.drawn, damage.in_zip, damage.in_zip))
        Path("bad.npz").write_bytes(way(buffer.getvalue(), draw))
        yield ["check", "up.onnx", "--batch", "bad.npz"]


def onnx(draw):
    good = Path("up.onnx").read_bytes()
    while True:
        Path("bad.onnx").write_bytes(damage.drawn(good, draw))
        yield draw.choice(
            (["check", "bad.onnx"], ["onnx", "optimize", "bad.onnx", "--dry-run", "--threads", "1"])
        )


def keras(draw):
    while True:
        way = draw.choice((damage.drawn, damage.in_zip, damage.in_zip))
        Path("bad.keras").write_bytes(way(_keras_file("good.keras"), draw))
        yield ["check", "bad.keras"]


def h5(draw):
    while True:
        Path("bad.h5").write_bytes(damage.drawn(_keras_file("good.h5"), draw))
        yield ["check", "bad.h5"]


@functools.cache
def _keras_file(name):
    os.environ["KERAS_BACKEND"] = "torch"
    import keras

    keras.utils.set_random_seed(0)
    layers = keras.layers
    model = keras.Sequential([layers.Input((8, 8, 3)), layers.Conv2DTranspose(2, 4, 2)])
    with contextlib.redirect_stderr(None):  # Keras' advice about .h5
        model.save(name)
    return Path(name).read_bytes()


def pt2(draw):
    """What runs code on purpose is the user's to trust; here bytes are only damaged."""
    import torch

    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.ConvTranspose2d(3, 2, 4, 2))
    torch.export.save(torch.export.export(model, (torch.ones(1, 3, 4, 4),)), "good.pt2")
    good = Path("good.pt2").read_bytes()
    while True:
        way = draw.choice((damage.drawn, damage.in_zip, damage.in_zip))
        Path("bad.pt2").write_bytes(way(good, draw))
        yield ["check", "bad.pt2", "--trust"]


def pictures(draw):
    from PIL import Image

    pixels = np.random.default_rng(0).integers(0, 256, (24, 30, 3), np.uint8)
    goods = {}
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "PPM"):
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, kind)
        goods[kind] = buffer.getvalue()
    while True:
        kind = draw.choice(list(goods))
        way = damage.in_png if kind == "PNG" and draw.random() < 0.7 else damage.drawn
        Path("bad.png").write_bytes(way(goods[kind], draw))
        yield ["explain", "upsampling", "bad.png", "--save", "drawn.svg"]


def idx(draw):
    images = np.random.default_rng(0).integers(0, 256, (6, 9, 8), np.uint8)
    good = bytes([0, 0, 8, 3]) + struct.pack(">3I", *images.shape) + images.tobytes()
    folder = Path("idx")
    folder.mkdir()
    # A split that leaves nobody to train on: it is read, and then refused.
    words = ["train", "autoencoder", "--data", folder, "--limit", "2", "--validation-split", "0.9"]
    for number in itertools.count():
        bad = damage.drawn(good, draw)
        if draw.random() < 0.5:
            bad = gzip.compress(bad, mtime=0)
            bad = damage.drawn(bad, draw) if draw.random() < 0.5 else bad
        (folder / "train-images-idx3-ubyte.gz").write_bytes(bad)
        yield [*words, "--out", f"run{number}"]
        assert not Path(f"run{number}").exists()


def photographs(draw):
    from PIL import Image

    folder = Path("folder")  # not "photographs", which are those of the packages
    folder.mkdir()
    buffer = io.BytesIO()
    Image.new("L", (200, 200)).save(buffer, "PNG")
    Image.new("L", (3, 3)).save(folder / "z.png")  # too small: what was read is then refused
    for number in itertools.count():
        way = draw.choice((damage.in_png, damage.drawn))
        (folder / "bad.png").write_bytes(way(buffer.getvalue(), draw))
        yield ["train", "superresolution", "--data", folder, "--out", f"run{number}"]


def checkpoint(draw):
    import torch
    from PIL import Image

    from upconv.apps.fsrcnn import FSRCNN

    torch.manual_seed(0)
    Image.new("L", (12, 12)).save("small.png")
    about = {
        "application": "superresolution", "images_sha256": "0", "epochs": 1,
        "settings": {"scale": 2, "data": "photographs", "epochs": 1, "seed": 0},
    }  # fmt: skip
    good = {"upconv": about, "state_dict": dict(FSRCNN(2).state_dict()), "optimizer_states": []}
    yield from _of_run(
        draw, good, Path("enlarge"), ["upscale", "small.png", "--overwrite", "--run"]
    )


def resumed(draw):
    import torch

    words = ["train", "autoencoder", "--limit", "20", "--epochs", "1", "--batch-size", "8", "--out"]
    assert attempt([*words, "trained"]) == (0, "")
    good = torch.load("trained/checkpoint.ckpt", weights_only=True)
    words = ["train", "autoencoder", "--resume", "--epochs"]
    for bad in _of_run(draw, good, Path("trained"), []):
        yield [*words, draw.choice("12"), "--out", *bad]


def _of_run(draw, good, folder, words):
    import torch

    folder.mkdir(exist_ok=True)
    buffer = io.BytesIO()
    torch.save(good, buffer)
    while True:
        way = draw.choice(("bytes", "zip", "values", "values"))
        if way == "values":
            changed = io.BytesIO()
            torch.save(damage.in_values(good, draw), changed)
            bad = changed.getvalue()
        else:
            bad = {"bytes": damage.drawn, "zip": damage.in_zip}[way](buffer.getvalue(), draw)
        (folder / "checkpoint.ckpt").write_bytes(bad)
        yield [*words, folder]


LINES = (
    "\0", "", "model", "()", "1 / 0", "raise SystemExit(0)", "import none_such", "def",
    "def model(): return model()", "model = None", "model = {}", "model = lambda x: x",
    "class model: __call__ = None", "model = type('a\\x1b', (), {'__call__': 1 / 0})()",
    "raise Exception('a\\nb\\x1b[2J')", "raise type('E', (BaseException,), {})('x')", "model = 3",
    "import numpy\nmodel = numpy.ones(3)", "import numpy\nmodel = numpy.array(['a'])",
    "import numpy\nmodel = numpy.ones((1, 2, 3, 4, 5, 6))",
    "class model:\n def __getattr__(s, n): 1/0", "import torch\nmodel = torch.nn.Linear",
    "import torch\nmodel = torch.nn.ReLU()", "model = 'up.onnx'", "model = '/nowhere.onnx'",
    "def __getattr__(name): raise RuntimeError(name)",
)  # fmt: skip


# No name of what asks for input or ends the process: the user's own function may do so too.
NAMES = (
    "", ":", "a:", ":b", ".:x", "..a:b", "a..b:c", "os:", "os:path", "os.path:join", "\x1b:x",
    "sys:exit", "os:getcwd", "os:abort.x", "x" * 5000 + ":y", "\udcff:x",
)  # fmt: skip


def module(draw):
    for number, line in enumerate(LINES):
        Path(f"drawn{number}.py").write_text(line + "\n", encoding="utf-8")
    words = [*(f"drawn{number}:model" for number in range(len(LINES))), *NAMES]
    for name in draw.sample(words, len(words)):
        yield ["check", name]


READERS = {
    function.__name__: function
    for function in (
        *(npy, npz, onnx, keras, h5, pt2, pictures, idx, photographs),
        *(checkpoint, resumed, module),
    )
}


def limit():
    """Bound the address space above what it is now."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = used * resource.getpagesize() + MORE
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def check(name, count, seed):
    draw = random.Random(f"{name} {seed}")  # noqa: S311 - damage, no secret
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))  # of the reader before
    made = np.ones((3, 2, 4, 4), np.float32)
    node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], name="up", strides=[2, 2])
    shapes = {"x": [1, 3, 4, 4], "y": [1, 2, 10, 10]}
    x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, shapes[n]) for n in shapes)
    graph = helper.make_graph([node], "up", [x], [y], [numpy_helper.from_array(made, "w")])
    save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8),
        "up.onnx",
    )
    wrong, statuses = [], []
    for number, words in enumerate(itertools.islice(READERS[name](draw), count)):
        if number == 1:  # all is imported
            limit()
        status, err = attempt(words)
        statuses.append(status)
        if not is_told(status, err):
            wrong.append(
                (words[-1], status, err[-400:]) if len(str(words)) < 500 else (status, err[:400])
            )
    return {"wrong": [tuple(map(str, one)) for one in wrong], "refused": statuses.count(2)}


if __name__ == "__main__":
    names, count, seed = sys.argv[1].split(","), int(sys.argv[2]), int(sys.argv[3])
    result = {name: check(name, count, seed) for name in names}
    print(json.dumps(result))
