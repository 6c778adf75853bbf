"""What a model is run on: given values as they are, and drawn ones that mean something to it."""

import contextlib
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
runtime = pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

import upconv  # noqa: E402 - what it needs is there
from upconv import errors  # noqa: E402
from upconv.onnx import inputs as module  # noqa: E402
from upconv.onnx.inputs import Given, draw, fit  # noqa: E402

h, FLOAT, HALF, INT64 = onnx.helper, onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, 7
BOOL, INT32 = onnx.TensorProto.BOOL, onnx.TensorProto.INT32


def model_of(nodes, inputs, tensors, outputs=("y",), opset=18):
    graph = h.make_graph(
        nodes,
        "test",
        [h.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
        [h.make_tensor_value_info(name, FLOAT, [None] * 3) for name in outputs],
        [onnx.numpy_helper.from_array(array, name) for name, array in tensors.items()],
    )
    return h.make_model(graph, opset_imports=[h.make_opsetid("", opset)], ir_version=9)


def node(operator, inputs, output, **words):
    return h.make_node(operator, inputs, [output], **words)


def voice(**more):
    """A model of a voice: ids with their lengths, a speaker, a mask; upsampled at its end."""
    nodes = [
        node("Gather", ["table", "text"], "e"),  # N, T, 4
        node("Transpose", ["e"], "et", perm=[0, 2, 1]),
        node("Shape", ["text"], "s", start=1, end=2),
        node("Squeeze", ["s"], "T"),
        node("Range", ["zero", "T", "one"], "r"),
        node("Unsqueeze", ["text_lengths", "last"], "l"),
        node("Less", ["r", "l"], "m"),
        node("Cast", ["m"], "mf", to=FLOAT),
        node("Unsqueeze", ["mf", "middle"], "mu"),
        node("Mul", ["et", "mu"], "masked"),
        node("Cast", ["sid"], "sid64", to=INT64),
        node("Gather", ["speakers", "sid64"], "g"),
        node("Unsqueeze", ["g", "last"], "gu"),
        node("Add", ["masked", "gu"], "h"),
        node("Mul", ["h", "scale"], "hs"),
        node("ConvTranspose", ["hs", "w"], "y", strides=[4]),
    ]
    tensors = {
        "table": np.ones((7, 4), np.float32),
        "speakers": np.ones((3, 4), np.float32),
        "zero": np.array(0), "one": np.array(1), "last": np.array([1]), "middle": np.array([1]),
        "w": np.ones((4, 2, 8), np.float32),
    }  # fmt: skip
    tensors["last"] = np.array([-1])
    inputs = {
        "text": (INT64, ["N", "T"]),
        "text_lengths": (INT64, ["N"]),
        "sid": (INT32, ["N"]),
        "scale": (FLOAT, [1]),
    }
    return model_of(nodes, inputs | more, tensors)


SIZES = {
    "text": Given(shape=(2, 50)), "text_lengths": Given(shape=(2,)), "sid": Given(shape=(2,)),
}  # fmt: skip


def test_integers_are_drawn_for_what_they_are():
    model = voice(other=(INT64, [2]), keep=(BOOL, [2, 3]))
    drawn = {one.name: one for one in draw(model, SIZES)}
    assert {str(one) for one in drawn.values()} == {
        "text: int64 2x50, drawn from 0 to 6, the rows that it indexes",
        "text_lengths: int64 2, all 50, the length of axis 1 of text",
        "sid: int32 2, drawn from 0 to 2, the rows that it indexes",
        "scale: float32 1, ones, as for a setting",
        "other: int64 2, ones, as the model does not show what it means; give other values as "
        "other=@NUMBER or other=FILE.npy",
        "keep: bool 2x3, all true",
    }
    assert set(np.unique(drawn["text"].values)) == set(range(7))
    assert drawn["text_lengths"].values.tolist() == [50, 50]
    assert drawn["keep"].values.all()
    feeds = {name: one.values for name, one in drawn.items() if name not in ("other", "keep")}
    session = runtime.InferenceSession(voice().SerializeToString())
    (y,) = session.run(None, feeds)
    assert y.shape == (2, 2, 204)
    assert np.count_nonzero(y[..., 196]) == 4  # up to the end


def test_the_rows_of_a_table_that_is_computed_and_the_fewest_of_two():
    nodes = [
        node("Mul", ["a", "a"], "table"),
        node("Gather", ["table", "i"], "y0", axis=1),
        node("Reshape", ["i", "flat"], "j"),
        node("Gather", ["b", "j"], "y1"),
    ]
    tensors = {"a": np.ones((3, 9), "f4"), "b": np.ones(5, "f4"), "flat": np.array([-1])}
    model = model_of(nodes, {"i": (INT64, [4, 100])}, tensors, outputs=("y0", "y1"))
    (one,) = draw(model, {})
    assert one.origin == "drawn from 0 to 4, the rows that it indexes"
    assert one.values.max() == 4


def test_a_branch_reads_indices_too():
    inner = h.make_graph(
        [node("Gather", ["table", "i"], "z")], "b", [], [h.make_tensor_value_info("z", FLOAT, None)]
    )
    nodes = [h.make_node("If", ["flag"], ["y"], then_branch=inner, else_branch=inner)]
    tensors = {"table": np.ones((6, 2), "f4"), "flag": np.array(True)}
    (one,) = draw(model_of(nodes, {"i": (INT64, [90])}, tensors), {})
    assert one.values.max() == 5


def test_lengths_of_a_recurrent_layer_and_without_anything_to_be_long():
    nodes = [h.make_node("GRU", ["x", "w", "r", "", "n"], ["y"], hidden_size=2)]
    tensors = {"w": np.ones((1, 6, 3), "f4"), "r": np.ones((1, 6, 2), "f4")}
    inputs = {"x": (FLOAT, [11, 2, 3]), "n": (INT32, [2])}
    length = draw(model_of(nodes, inputs, tensors), {})[1]
    assert str(length) == "n: int32 2, all 11, the length of axis 1 of x" or "axis" in str(length)
    alone = model_of([node("Range", ["a", "n", "b"], "y")], {"n": (INT64, [])}, {
        "a": np.array(0), "b": np.array(1)
    })  # fmt: skip
    assert draw(alone, {})[0].values == 1


@given(
    shape=st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple),
    fill=st.integers(-5, 5),
    kind=st.sampled_from([FLOAT, HALF, INT64, INT32]),
)
def test_a_number_fills_an_input(shape, fill, kind):
    model = model_of([node("Abs", ["x"], "y")], {"x": (kind, [None] * len(shape))}, {})
    (one,) = draw(model, {"x": Given(shape, fill=(fill,))})
    assert (one.values.shape, one.origin) == (shape, "as given")
    assert one.values.dtype == h.tensor_dtype_to_np_dtype(kind)
    assert (one.values == fill).all()


def test_numbers_in_their_order():
    model = model_of([node("Abs", ["x"], "y")], {"x": (FLOAT, [None])}, {})
    (one,) = draw(model, {"x": Given(fill=(0.5, 1, 2))})
    assert one.values.tolist() == [0.5, 1, 2]
    whole = model_of([node("Abs", ["x"], "y")], {"x": (INT64, [2])}, {})
    with pytest.raises(errors.ArgumentError) as caught:
        draw(whole, {"x": Given(fill=(0.5,))})
    assert str(caught.value) == (
        "The values of x must have its type, int64, or convert safely to it. Received fractional "
        "numbers. Convert them first: array.astype(np.int64)."
    )


def test_sizes_that_an_exporter_wrote_as_zero_or_less_are_open():
    for size in (0, -1):
        model = model_of([node("Abs", ["x"], "y")], {"x": (FLOAT, [1, size])}, {})
        with pytest.raises(errors.ArgumentError, match=r"no size for x, which is 1x\?"):
            draw(model, {})
        assert draw(model, {"x": Given((1, 5))})[0].values.shape == (1, 5)


def test_a_name_of_a_size_may_contain_an_x():
    model = model_of([node("Abs", ["x"], "y")], {"x": (FLOAT, ["batch", 3, "max_len"])}, {})
    with pytest.raises(errors.ArgumentError) as caught:
        draw(model, {})
    assert str(caught.value) == (
        "`input` must give the sizes that the model leaves open. Received no size for x, which is "
        "batchx3xmax_len. Write for example input={'x': (1, 3, 64)}."
    )
    with pytest.raises(errors.ArgumentError, match=r"Write for example input='x=1x3x64' or"):
        module.given(model, "z=1")


def test_absurd_sizes_of_the_model_itself():
    model = model_of([node("Abs", ["x"], "y")], {"x": (FLOAT, [2**62, 2**62])}, {})
    with pytest.raises(errors.ArgumentError, match="must have at most 1073741824 elements"):
        draw(model, {})


# Batches for `check`.


def two_inputs(kind=FLOAT):
    nodes = [node("Add", ["x", "z"], "a"), node("ConvTranspose", ["a", "w"], "y", strides=[2, 2])]
    dtype = h.tensor_dtype_to_np_dtype(kind)
    weight = np.random.default_rng(0).standard_normal((3, 2, 4, 4)).astype(dtype)
    inputs = {name: (kind, ["N", 3, "H", "W"]) for name in "xz"}
    model = model_of(nodes, inputs, {"w": weight})
    model.graph.output[0].type.tensor_type.elem_type = kind
    return model


X = np.random.default_rng(1).standard_normal((2, 3, 16, 16)).astype(np.float32)


def test_a_batch_by_name():
    report = upconv.checkerboard(two_inputs(), batch={"x": X, "z": 0 * X})
    assert report.layers[0].period == (2, 2)
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.checkerboard(two_inputs(), batch=X)
    assert str(caught.value) == (
        "`batch` must give the inputs by name for a model with several. Received one array for "
        "the inputs x, z. Give a dictionary, or an .npz file: np.savez(path, name=array)."
    )
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.checkerboard(two_inputs(), batch={"x": X})
    assert str(caught.value) == (
        "`batch` must have one array for each input of the model, and no others. Received arrays "
        "named x for the inputs x, z."
    )


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "uint8"])
def test_a_batch_of_another_type_is_converted_where_that_is_safe(dtype):
    batch = {"x": (40 * X).astype(dtype), "z": (0 * X).astype(dtype)}
    half = upconv.checkerboard(two_inputs(HALF), batch=batch).layers[0]
    single = upconv.checkerboard(two_inputs(), batch=batch).layers[0]
    assert half.db == pytest.approx(single.db, abs=0.1)


def test_what_a_type_cannot_hold_is_refused():
    model = model_of([node("Abs", ["i"], "y")], {"i": (INT32, [2])}, {})
    assert fit(model, np.array([1, 2], np.int64))["i"].dtype == np.int32
    for batch in (np.array([1, 2**40]), np.array([0.5, 1])):
        with pytest.raises(errors.ArgumentError, match=r"Received (int64|float64)\. Convert them"):
            fit(model, batch)


def test_keras_takes_a_batch_by_name(monkeypatch):
    keras = pytest.importorskip("keras", reason="the model is Keras'")
    from keras.src.utils import module_utils

    from checkerboard_models import COPY
    from frameworks import ignoring

    monkeypatch.setattr(module_utils.tensorflow, "_available", False)
    a, b = (keras.Input((16, 16, 3), name=name) for name in "ab")
    y = keras.layers.Conv2DTranspose(2, 4, 2)(keras.layers.Add()([a, b]))
    x = np.moveaxis(X, 1, -1)
    with ignoring(COPY):
        report = upconv.checkerboard(keras.Model({"a": a, "b": b}, y), batch={"a": x, "b": x})
    assert report.layers[0].period == (2, 2)


def test_a_module_of_pytorch_takes_a_batch_by_name():
    torch = pytest.importorskip("torch", reason="the module is PyTorch's")
    module = torch.nn.ConvTranspose2d(3, 2, 4, 2)
    by_name = upconv.checkerboard(module, batch={"input": X}).layers[0]
    assert by_name.db == upconv.checkerboard(module, batch=X).layers[0].db
    with pytest.raises(errors.ArgumentError, match="unexpected keyword argument 'x'"):
        upconv.checkerboard(module, batch={"x": X})


# The commands.


@pytest.fixture
def command(monkeypatch, capsys, tmp_path):
    """Run `upconv` in a folder of its own; returns (status, stdout, stderr)."""
    from upconv.cli import main
    from upconv.onnx import runtime as measuring

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(measuring, "_ENOUGH", 1e-9)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["upconv", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return stopped.value.code or 0, *capsys.readouterr()

    return run


def test_optimize_tells_what_it_measured_on(command):
    onnx.save(voice(), "voice.onnx")
    sizes = ("--input", "text=1x40", "--input", "text_lengths=1", "--input", "sid=1@2")
    status, out, err = command(
        "onnx", "optimize", "voice.onnx", "--dry-run", *sizes, "--input", "scale=@.5"
    )
    assert (status, err.strip()) == (0, "")
    lines = out.splitlines()
    assert lines[:4] == [
        "Input text: int64 1x40, drawn from 0 to 6, the rows that it indexes.",
        "Input text_lengths: int64 1, all 40, the length of axis 1 of text.",
        "Input sid: int32 1, as given.",
        "Input scale: float32 1, as given.",
    ]
    assert lines[5].split()[:2] == ["y", "1x4x40"]
    np.savez("in.npz", text=np.ones((1, 9), int), text_lengths=[9], sid=[0], scale=[1.0])
    np.save("longer.npy", np.zeros((1, 12), np.int16))
    status, out, err = command(
        "onnx", "optimize", "voice.onnx", "--dry-run", "--batch", "in.npz", "--input",
        "text=longer.npy",
    )  # fmt: skip
    assert (status, err.strip()) == (0, "")
    assert out.splitlines()[0] == "Input text: int64 1x12, as given."


def test_check_takes_an_archive_and_tells_what_it_measured_on(command):
    onnx.save(two_inputs(HALF), "m.onnx")
    np.savez("b.npz", x=X, z=X)
    status, out, err = command("check", "m.onnx", "--batch", "b.npz", "--limit", 99)
    assert (status, err) == (0, "")
    assert out.endswith("Measured on x: float32 2x3x16x16.\nMeasured on z: float32 2x3x16x16.\n")


# Attributes that do not fit, and numbers without bounds.

W = np.ones((4, 2, 3, 3), np.float32)
WRONG = {
    "strides": [[2**62, 2], [0, 1], [-1, 2], [2], [2, 2, 2]],
    "pads": [[1], [1] * 6],
    "dilations": [[2**62, 1], [0, 0], [1], [-1, -1]],
    "output_padding": [[2**62, 0], [-1, 0], [1]],
    "kernel_shape": [[2, 2], [3], [2**62, 1]],
    "group": [0, -1, 3, 2**62],
    "auto_pad": ["NOPE"],
}
CASES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_attributes_that_do_not_fit_are_told(name, value):
    from upconv.onnx.rewriting import layers_of, rewrite

    words = {name: value}
    inputs = {"x": (FLOAT, ["N", 4, "H", "W"])}
    model = model_of([node("ConvTranspose", ["x", "w"], "y", **words)], inputs, {"w": W})
    report = upconv.checkerboard(model)
    if value != [2**62, 1] or name != "dilations":  # which is a layer, and measured as one
        assert report.layers == ()
        assert [left.name for left in report.left] == ["y"]
        assert report.left[0].reason
    assert layers_of(model)[0].reason
    assert rewrite(model) == model


@pytest.mark.parametrize(("name", "value"), [c for c in CASES if c[0] not in ("output_padding",)])
def test_attributes_of_a_convolution_after_a_resize(name, value):
    if name == "strides" and any(step != 1 for step in value):
        return  # it is another layer's business
    nodes = [
        node("Resize", ["x", "", "s"], "r", mode="nearest", nearest_mode="floor",
             coordinate_transformation_mode="asymmetric"),
        node("Conv", ["r", "w"], "y", **{name: value}),
    ]  # fmt: skip
    tensors = {"w": np.ones((2, 4, 3, 3), np.float32), "s": np.array([1, 1, 2, 2], np.float32)}
    model = model_of(nodes, {"x": (FLOAT, ["N", 4, "H", "W"])}, tensors)
    report = upconv.checkerboard(model)
    if name != "auto_pad":
        assert "y" in {left.name for left in report.left}
        assert report.layers == ()


def test_a_resize_by_more_phases_than_can_be_measured():
    nodes = [
        node("Resize", ["x", "", "s"], "r", mode="nearest", nearest_mode="floor",
             coordinate_transformation_mode="asymmetric"),
        node("Conv", ["r", "w"], "y"),
    ]  # fmt: skip
    tensors = {"w": np.ones((2, 4, 3, 3), np.float32), "s": np.array([1, 1, 1e18, 2], np.float32)}
    model = model_of(nodes, {"x": (FLOAT, ["N", 4, "H", "W"])}, tensors)
    assert upconv.checkerboard(model).left[0] == (
        "r",
        "factors of 1, 1, 1e+18, 2 give more than 65536 phases",
    )
    assert module.MOST == 2**30


# Whole models that are wrong: an UpconvError or an answer, never another exception.


def wrong_models():
    """Yield models that break a rule of ONNX, each in its own way."""
    up = node("ConvTranspose", ["x", "w"], "y")

    def made(nodes=(up,), inputs=("x",), outputs=("y",), **tensors):
        found = {name: (FLOAT, [1, 4, 5, 5]) for name in inputs}
        return model_of(list(nodes), found, {"w": W} | tensors, outputs)

    yield made(outputs=())
    yield made(inputs=())
    yield made(inputs=(), x=np.ones((1, 4, 5, 5), np.float32))
    yield made([up, node("Relu", ["x"], "z")], outputs=("z",))
    yield made([up, up])
    yield made([], outputs=("x",))
    yield made([h.make_node("ConvTranspose", ["x"], ["y"])])
    yield made([h.make_node("ConvTranspose", ["x", "w"], [])])
    yield made([h.make_node("ConvTranspose", ["x", "w"], [""])])
    yield made([node("ConvTranspose", ["", "w"], "y")])
    for shape in ((4, 0, 3, 3), (0, 2, 3, 3), (4, 2, 0, 3), (4,), (), (5, 2, 3, 3)):
        yield made(w=np.ones(shape, np.float32))
    for shape in ((7,), (2, 1), ()):
        yield made([node("ConvTranspose", ["x", "w", "b"], "y")], b=np.ones(shape, np.float32))
    for name, value in (
        ("strides", "text"), ("strides", [1.5, 2.0]), ("group", [2]), ("kernel_shape", 3),
        ("unknown", 3),
    ):  # fmt: skip
        yield made([node("ConvTranspose", ["x", "w"], "y", **{name: value})])

    def changed(change):
        model = made()
        change(model, model.graph.initializer[0], model.graph.input[0].type)
        return model

    yield changed(lambda _, w, __: w.__setattr__("raw_data", b"1"))
    yield changed(lambda _, w, __: w.dims.__setitem__(0, 10**15))
    yield changed(lambda _, w, __: w.dims.__setitem__(0, -4))
    yield changed(lambda _, w, __: w.__setattr__("data_type", 99))
    yield changed(lambda m, _, __: m.graph.node[0].attribute.add(name="strides"))
    yield changed(lambda _, __, x: x.tensor_type.__setattr__("elem_type", 99))
    yield changed(lambda _, __, x: x.Clear())
    yield changed(lambda m, _, __: m.opset_import[0].__setattr__("version", 10**9))
    yield changed(lambda m, _, __: m.__setattr__("ir_version", 10**9))


@pytest.mark.parametrize("model", list(wrong_models()))
def test_a_wrong_model_is_no_traceback(model, tmp_path, monkeypatch):
    from upconv.onnx import runtime as measuring
    from upconv.onnx import storage, tuning

    monkeypatch.setattr(measuring, "_ENOUGH", 1e-9)
    path = tmp_path / "m.onnx"
    path.write_bytes(model.SerializeToString())
    for act in (
        lambda: upconv.checkerboard(path).text(),
        lambda: upconv.checkerboard(model, batch=np.ones((1, 4, 5, 5), np.float32)),
        lambda: tuning.tune(storage.load(path)[0], {}, regardless=True),
    ):
        with contextlib.suppress(errors.UpconvError):
            act()
