"""`upconv.onnx.optimize`: the command's answer from Python, written whole or not at all."""

import inspect
import os
import re

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

import onnx_models  # noqa: E402 - what it needs is there
import upconv.onnx  # noqa: E402
from upconv import errors  # noqa: E402
from upconv.onnx import runtime, tuning  # noqa: E402

OPEN = {"x": (1, 3, 16, 16)}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let every measurement be short."""
    monkeypatch.setattr(runtime, "_ENOUGH", 1e-9)


@pytest.fixture
def model():
    return onnx_models.unet(2, "S", 2)


def operators(model):
    return {node.op_type for node in model.graph.node}


def test_a_model_in_and_a_model_out(model, capsys):
    before = model.SerializeToString()
    found = upconv.onnx.optimize(model, input=OPEN, all=True)
    assert model.SerializeToString() == before
    assert "ConvTranspose" not in operators(found.model)
    assert len(found.rewritten) == len(found.rows) > 1
    assert found.left == ()
    assert all(row.timing.before > 0 for row in found.rows)
    assert found.whole.gain == found.whole.before / found.whole.after
    assert all(moved.share <= moved.allowed for moved in found.moved.values())
    assert [(one.name, one.values.shape) for one in found.inputs] == [("x", (1, 3, 16, 16))]
    assert capsys.readouterr() == ("", "")


def test_a_path_is_the_same_as_its_model(model, tmp_path):
    onnx.save(model, tmp_path / "in.onnx")
    for path in (tmp_path / "in.onnx", str(tmp_path / "in.onnx")):
        found = upconv.onnx.optimize(path, input=OPEN, all=True)
        assert [row.layer.output for row in found.rows] == [
            row.layer.output for row in upconv.onnx.optimize(model, input=OPEN).rows
        ]


def test_the_report_says_what_was_rewritten_and_why_not(model, monkeypatch):
    times = iter([[2.0, 1.0, 1.5], [1.0, 3.0, 3.0], [0.003, 0.002]])
    monkeypatch.setattr(tuning, "time_in_turns", lambda models, _: next(times)[: len(models)])
    found = upconv.onnx.optimize(model, input=OPEN)
    assert repr(found) == "<Optimized: 1 of 2 layers rewritten>"
    assert [row.reason for row in found.left] == ["not faster"]
    text = str(found)
    assert max(map(len, text.splitlines())) <= 100
    assert text.startswith(
        "Input x: float32 1x3x16x16, drawn from the standard normal distribution.\nlayer "
    )
    assert re.search(r"2000 ms +1000 ms +2\.00x +rewritten, tight, DepthToSpace", text)
    assert re.search(r"1000 ms +3000 ms +0\.33x +unchanged: not faster", text)
    assert re.search(r"the whole model +3\.00 ms +2\.00 ms +1\.50x\n", text)
    assert re.search(
        r"Output \w+ changed by \S+ of its largest value \(allowed: 0\.0001\)\.$", text
    )


def test_a_model_that_is_kept_is_the_one_that_was_given(model, monkeypatch):
    monkeypatch.setattr(
        tuning, "time_in_turns", lambda models, _: [float(n + 1) for n in range(len(models))]
    )
    found = upconv.onnx.optimize(model, input=OPEN)
    assert found.model is model
    assert repr(found) == ("<Optimized: 0 of 2 layers rewritten; kept: no layer was rewritten>")
    assert str(found).endswith("\nThe model is kept: no layer was rewritten.")


@pytest.mark.parametrize(
    "words",
    [
        {"input": OPEN},
        {"input": (1, 3, 16, 16)},
        {"input": np.zeros((1, 3, 16, 16), np.float32)},
        {"input": {"x": np.zeros((1, 3, 16, 16))}},
        {"input": "x=1x3x16x16"},
        {"input": ["x=1x3x16x16@0"]},
        {"batch": np.zeros((1, 3, 16, 16), np.float32)},
        {"batch": {"x": np.zeros((1, 3, 16, 16), np.float32)}},
        {"batch": {"x": np.zeros((1, 3, 8, 8), np.float32)}, "input": OPEN},
    ],
)
def test_the_ways_to_give_an_input(model, words):
    (one,) = upconv.onnx.optimize(model, all=True, **words).inputs
    assert one.values.shape == (1, 3, 16, 16)
    assert one.values.dtype == np.float32


def test_a_number_fills_an_input():
    x = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, 3, 8, 8])
    model = onnx_models.unet(2, 8, 1)
    assert model.graph.input[0].type == x.type
    (one,) = upconv.onnx.optimize(model, input={"x": 0.5}).inputs
    assert np.all(one.values == 0.5)


def test_what_is_wrong_is_said_in_the_words_of_python(model):
    example = "Write for example input={'x': (1, 3, 64, 64)}."
    by_name = "`input` must give for each name a tuple of sizes, a number or an array of numbers."
    wanted = [
        ({}, "`input` must give the sizes that the model leaves open. Received no size for x, "
         f"which is 1x3xSxS. {example}"),
        ({"input": (1, 3)}, "`input` must match the shape that the model has for x, 1x3xSxS. "
         "Received input={'x': (1, 3)}."),
        ({"input": {"z": (1, 3)}}, "`input` must name inputs of the model, which are x. Received "
         "one called z."),
        ({"batch": {"z": np.zeros(3)}}, "`batch` must name inputs of the model, which are x. "
         "Received one called z."),
        ({"input": (1, 3, 0, 8)}, "`input` must be at least 1 on every axis. Received input=0 "
         "(axis 2)."),
        ({"input": {"x": [1, 3, 8, 8]}}, f"{by_name} Received input={{'x': [1, 3, 8, 8]}}. Write a "
         "tuple for sizes, np.array(...) for values."),
        ({"input": "x=big"}, "`input` must be NAME=SIZES, NAME=@NUMBER or NAME=FILE.npy for an "
         "input of the model. Received input='x=big'. Write for example input='x=1x3x64x64' or "
         "input='x=1x3x64x64@0'; the inputs are x."),
        ({"input": OPEN, "threads": 0}, "`threads` must be at least 1. Received threads=0."),
        ({"input": OPEN, "threads": 10**6}, f"`threads` must be at most {os.cpu_count()}, the CPUs "
         "of this machine. Received threads=1000000. Omit it to use all of them."),
        ({"input": (1, 3, 10**6, 10**6)}, "An input drawn at random must have at most 1073741824 "
         "elements. Received x of 1x3x1000000x1000000. That is 3000000000000 elements. Give "
         "smaller sizes where the model leaves them open: input={'x': SIZES}."),
    ]  # fmt: skip
    for words, said in wanted:
        with pytest.raises(errors.UpconvError) as caught:
            upconv.onnx.optimize(model, **words)
        assert str(caught.value) == said


def test_several_inputs_need_their_names():
    model = onnx_models.unet(2, 8, 1)
    model.graph.input.append(onnx.helper.make_tensor_value_info("z", onnx.TensorProto.FLOAT, [1]))
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.onnx.optimize(model, input=(1, 3, 8, 8))
    assert str(caught.value) == (
        "`input` must give the inputs of a model by name unless there is one alone. Received one "
        "value for the inputs x, z. Write for example input={'x': SIZES}."
    )
    found = upconv.onnx.optimize(model, input={"x": (1, 3, 8, 8)})
    assert [one.name for one in found.inputs] == ["x", "z"]


def test_what_is_no_model(tmp_path):
    said = "`model` must be an onnx.ModelProto, or the path of a file. Received a dict."
    with pytest.raises(errors.ArgumentTypeError) as caught:
        upconv.onnx.optimize({})
    assert str(caught.value) == said
    path = tmp_path / "apart.onnx"
    onnx.save(onnx_models.dcgan(2), path, save_as_external_data=True, size_threshold=0)
    with pytest.raises(errors.ArgumentError) as caught:
        upconv.onnx.optimize(onnx.load(path, load_external_data=False))
    assert str(caught.value) == (
        "`model` must hold its weights. Received a model whose weights lie in files that were not "
        "loaded. Give the path of the model, or what onnx.load(path) returns."
    )
    upconv.onnx.optimize(path)
    upconv.onnx.optimize(onnx.load(path))


def test_save_writes_the_whole_model_or_nothing(tmp_path):
    path = tmp_path / "apart.onnx"
    onnx.save(
        onnx_models.dcgan(2),
        path,
        save_as_external_data=True,
        size_threshold=0,
        location="apart.onnx.data",
    )
    found = upconv.onnx.optimize(path, all=True)
    weights = found.model.SerializeToString()
    for name in ("out.onnx", "out.onnx", str(path)):  # a file there is replaced
        found.save(tmp_path / name)
        assert found.model.SerializeToString() == weights  # saving leaves it as it is
        written = onnx.load(tmp_path / name)
        assert operators(written) == operators(found.model)
    assert len([one for one in tmp_path.iterdir() if one.suffix == ".data"]) == 2
    (tmp_path / "folder").mkdir()
    before = sorted(one.name for one in tmp_path.iterdir())
    with pytest.raises(errors.DataError, match="The output path must be writable"):
        found.save(tmp_path / "folder")
    with pytest.raises(errors.DataError, match="The output path must be writable"):
        found.save(tmp_path / "no" / "out.onnx")
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_progress_is_told_to_who_asks(model):
    heard = []
    upconv.onnx.optimize(model, input=OPEN, progress=heard.append)
    assert heard[0] == "running the model"
    assert heard[1].startswith("measuring layer 1 of 2, ")


def test_the_arguments_are_the_options_of_the_command():
    typer = pytest.importorskip("typer", reason="the command needs typer")
    from upconv.cli.application import app

    group = typer.main.get_command(app).commands["onnx"]
    options = {one.name: one for one in group.commands["optimize"].params}
    written = {"out", "dry_run", "overwrite"}  # what `save` does
    arguments = inspect.signature(upconv.onnx.optimize).parameters
    assert set(arguments) - {"progress"} == set(options) - written
    for name in set(arguments) - {"progress", "model"}:
        assert (arguments[name].default or None) == (options[name].default or None)
        assert arguments[name].kind is inspect.Parameter.KEYWORD_ONLY


def test_the_command_calls_it(model, tmp_path, monkeypatch, capsys):
    pytest.importorskip("typer", reason="the command needs typer")
    import sys

    from upconv import cli

    calls = []

    def optimize(*args, **words):
        calls.append((args, words))
        return original(*args, **words)

    original = upconv.onnx.optimize
    monkeypatch.setattr(upconv.onnx, "optimize", optimize)
    monkeypatch.chdir(tmp_path)
    onnx.save(model, "in.onnx")
    words = ["upconv", "onnx", "optimize", "in.onnx", "--dry-run", "--input", "x=1x3x16x16"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 0
    assert len(calls) == 1
    report = str(original("in.onnx", input="x=1x3x16x16"))
    heads = re.sub(r" +", " ", report).splitlines()[:2]
    assert re.sub(r" +", " ", capsys.readouterr().out).splitlines()[:2] == heads
