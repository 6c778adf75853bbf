"""Rewriting ConvTranspose in ONNX models: the same numbers, and the command that measures it."""

import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
runtime = pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

import onnx_models  # noqa: E402 - what it needs is there
from strategies import layers  # noqa: E402
from upconv import Geometry, errors  # noqa: E402
from upconv.onnx import runtime as our_runtime  # noqa: E402
from upconv.onnx import storage, to_node, tuning  # noqa: E402
from upconv.onnx.rewriting import Form, forms_of, layers_of, rewrite  # noqa: E402

helper, FLOAT = onnx.helper, onnx.TensorProto.FLOAT
COMMAND = [sys.executable, "-c", "from upconv.cli import main; main()"]


def run(model, feeds):
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    session = runtime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return session.run(None, feeds)


def one_layer(node, x_shape, weights, opset=17, **more):
    constants = [onnx.numpy_helper.from_array(a, name) for name, a in weights.items()]
    graph = helper.make_graph(
        [*more.pop("before", []), node],
        "one_layer",
        [helper.make_tensor_value_info("x", FLOAT, x_shape), *more.pop("inputs", [])],
        [helper.make_tensor_value_info("y", FLOAT, [None] * len(x_shape))],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


@given(layer=layers(dtype="float32"), symbolic=st.booleans())
@settings(max_examples=60)
def test_every_form_gives_the_same_numbers(layer, symbolic):
    geometry = Geometry(
        layer.weight.shape[2:], layer.stride, layer.padding, layer.output_padding, layer.dilation
    )
    names = ["x", "w"] if layer.bias is None else ["x", "w", "b"]
    try:
        node = to_node(geometry, names, ["y"], groups=layer.groups)
    except errors.NotExpressibleError:
        assume(False)
    weights = {"w": layer.weight} | ({} if layer.bias is None else {"b": layer.bias})
    shape = [None] * layer.x.ndim if symbolic else list(layer.x.shape)
    model = one_layer(node, shape, weights)
    before = model.SerializeToString()
    (expected,) = run(model, {"x": layer.x})
    forms = forms_of(geometry)
    assert forms
    for form in forms:
        rewritten = rewrite(model, {"y": form})
        onnx.checker.check_model(rewritten, full_check=True)
        operators = [node.op_type for node in rewritten.graph.node]
        assert "Conv" in operators
        assert "ConvTranspose" not in operators
        assert {tensor.name for tensor in rewritten.graph.initializer}.isdisjoint(names)
        np.testing.assert_array_equal(run(rewritten, {"x": layer.x})[0], expected)
    assert model.SerializeToString() == before


def up(**words):
    return helper.make_node("ConvTranspose", ["x", "w"], ["y"], **words)


W = np.ones((2, 3, 3, 3), np.float32)


def test_the_plain_case_is_two_nodes():
    node = up(strides=[2, 2])
    weight = {"w": np.ones((2, 3, 2, 2), np.float32)}
    model = one_layer(node, [1, 2, 5, 7], weight)
    assert [n.op_type for n in rewrite(model).graph.node] == ["Conv", "DepthToSpace"]
    wide = {"w": np.ones((2, 3, 4, 4), np.float32)}
    tight = rewrite(one_layer(up(strides=[2, 2], pads=[1] * 4), [1, 2, 5, 7], wide))
    assert [n.op_type for n in tight.graph.node] == ["Conv", "DepthToSpace", "Slice"]
    assert rewrite(one_layer(up(), [1, 2, 5, 7], {"w": W})).graph.node[0].op_type == "Conv"


def test_strides_of_one_need_no_shuffle():
    assert forms_of(Geometry((3, 5))) == [Form("tight", "no shuffle")]
    model = rewrite(one_layer(up(pads=[1] * 4), [1, 2, 5, 7], {"w": W}))
    assert [n.op_type for n in model.graph.node] == ["Conv"]


def test_a_form_of_another_layer_is_refused():
    model = one_layer(up(strides=[2, 1]), [1, 2, 5, 7], {"w": W})
    with pytest.raises(errors.ArgumentError) as caught:
        rewrite(model, {"y": Form()})
    assert str(caught.value) == (
        "`forms` must name a form that the layer has. Received Form(cut='tight', "
        "shuffle='DepthToSpace') for y. Write one of: Form(cut='tight', shuffle='Transpose')."
    )


def constant(name, value):
    tensor = onnx.numpy_helper.from_array(value, name)
    return helper.make_node("Constant", [], [name], value=tensor)


def reasons(model):
    return [layer.reason for layer in layers_of(model)]


def test_what_is_not_rewritten_says_why_and_stays():
    words = {"inputs": [helper.make_tensor_value_info("w", FLOAT, W.shape)]}
    dynamic = one_layer(up(), [1, 2, 5, 7], {}, **words)
    assert reasons(dynamic) == ["W is not a constant"]
    overridable = one_layer(up(), [1, 2, 5, 7], {"w": W}, **words)
    assert reasons(overridable) == ["W is not a constant"]
    old = one_layer(up(), [1, 2, 5, 7], {"w": W}, opset=9)
    assert reasons(old) == ["opset 9 is older than 11"]
    open_size = one_layer(up(output_shape=[6, 8]), [1, 2, None, None], {"w": W})
    assert reasons(open_size) == ["it has output_shape, and the size of X is not fixed"]
    wrong = one_layer(up(kernel_shape=[2, 2]), [1, 2, 5, 7], {"w": W})
    assert reasons(wrong)[0].startswith("its attributes are invalid: `kernel_shape` must be")
    for model in (dynamic, overridable, old, open_size, wrong):
        assert rewrite(model) == model
        with pytest.raises(errors.ArgumentError) as caught:
            rewrite(model, {"y": Form()})
        assert str(caught.value) == (
            "`forms` must name outputs of layers that can be rewritten. Received y. No layer can "
            "be rewritten."
        )


def test_weights_may_be_nodes_and_output_shape_may_be_given():
    x = np.arange(70, dtype=np.float32).reshape(1, 2, 5, 7)
    node = up(strides=[2, 3], output_shape=[9, 20], auto_pad="SAME_UPPER")
    model = one_layer(node, [1, 2, 5, 7], {}, before=[constant("w", W)])
    rewritten = rewrite(model)
    assert not {"Constant", "ConvTranspose"} & {n.op_type for n in rewritten.graph.node}
    np.testing.assert_array_equal(run(rewritten, {"x": x})[0], run(model, {"x": x})[0])


def test_a_weight_that_others_read_stays():
    make = onnx_models.Maker()
    weight = make.weight(3, 3, 2, 2)
    y = make.add("ConvTranspose", make.add("ConvTranspose", "x", weight), weight)
    model = make.model([1, 3, 5, 7], y)
    first, second = (layer.output for layer in layers_of(model))
    plain = Form("tight", "no shuffle")
    half = rewrite(model, {first: plain})
    assert weight in {tensor.name for tensor in half.graph.initializer}
    x = np.random.default_rng(0).random((1, 3, 5, 7), dtype=np.float32)
    expected = run(model, {"x": x})[0]
    for forms in ({first: plain}, {second: plain}, None):
        np.testing.assert_allclose(run(rewrite(model, forms), {"x": x})[0], expected, rtol=1e-5)
    assert weight not in {tensor.name for tensor in rewrite(model).graph.initializer}


def test_layers_inside_a_branch_are_left():
    inner = helper.make_node("ConvTranspose", ["x", "w"], ["inner"])
    value = helper.make_tensor_value_info("inner", FLOAT, None)
    branch = helper.make_graph([inner], "branch", [], [value])
    node = helper.make_node("If", ["flag"], ["y"], then_branch=branch, else_branch=branch)
    flag = helper.make_tensor_value_info("flag", onnx.TensorProto.BOOL, [])
    model = one_layer(node, [1, 2, 5, 7], {"w": W}, inputs=[flag])
    assert reasons(model) == ["it is inside a branch or loop"] * 2
    assert rewrite(model) == model


MODELS = {
    "dcgan": (lambda: onnx_models.dcgan(4), {"x": (1, 100, 1, 1)}),
    "unet": (lambda: onnx_models.unet(4, 16), {"x": (1, 3, 16, 16)}),
    "fsrcnn": (lambda: onnx_models.fsrcnn(3, 6, 7), {"x": (1, 1, 6, 7)}),
}


@pytest.mark.parametrize("name", MODELS)
def test_networks_give_the_same_images(name):
    make, shapes = MODELS[name]
    model = make()
    rng = np.random.default_rng(0)
    feeds = {key: rng.random(shape, dtype=np.float32) for key, shape in shapes.items()}
    rewritten = rewrite(model)
    assert "ConvTranspose" not in {node.op_type for node in rewritten.graph.node}
    (expected,), (found,) = run(model, feeds), run(rewritten, feeds)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())


# The command. Nothing here depends on which is faster.


@pytest.fixture
def quick(monkeypatch):
    """Let every measurement be short."""
    monkeypatch.setattr(our_runtime, "_ENOUGH", 0.0)


def command(*arguments, cwd):
    done = subprocess.run(
        [*COMMAND, "onnx", "optimize", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        cwd=cwd,
    )
    assert "Traceback" not in done.stderr
    return done


def test_the_command_rewrites_compares_and_writes(tmp_path):
    onnx.save(onnx_models.dcgan(2, batch="N"), tmp_path / "in.onnx")
    done = command("in.onnx", "-o", "out.onnx", "--all", "--input", "x=2x100x1x1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first, *lines = done.stdout.splitlines()
    assert first == "Input x: float32 2x100x1x1, drawn from the standard normal distribution."
    assert re.match(r"layer +input +kernel/stride +before +after +gain", lines[0])
    times = r"([\d.]+) ms +([\d.]+) ms +\d+\.\d\dx"
    for line in lines[1:6]:
        found = re.search(rf" 4x4/.* {times}  rewritten, (tight|whole), ", line)
        assert found is not None
        assert all(len(found[n].replace(".", "").lstrip("0")) >= 3 for n in (1, 2))  # digits
    assert re.match(rf"the whole model +{times}", lines[6])
    assert re.match(
        r"Output tanh9 changed by \S+ of its largest value \(allowed: 0.0001\)", lines[7]
    )
    assert lines[8] == "Wrote out.onnx, with 5 of 5 layers rewritten."
    written = onnx.load(tmp_path / "out.onnx")
    assert "ConvTranspose" not in {node.op_type for node in written.graph.node}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.onnx", "out.onnx"]


def test_a_dry_run_writes_nothing(tmp_path):
    onnx.save(onnx_models.fsrcnn(2, 5, 6), tmp_path / "in.onnx")
    done = command("in.onnx", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Nothing was written (--dry-run).\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in.onnx"]


def test_mistakes_are_one_line(command, tmp_path):
    (tmp_path / "text.onnx").write_text("no model\n", encoding="utf-8")
    (tmp_path / "empty.onnx").write_bytes(b"")
    plain = onnx_models.Maker()
    onnx.save(plain.model([1, 2, 3], plain.add("Relu", "x")), tmp_path / "plain.onnx")
    onnx.save(onnx_models.unet(2, "S", 1), tmp_path / "open.onnx")
    onnx.save(
        onnx_models.dcgan(4),
        tmp_path / "apart.onnx",
        save_as_external_data=True,
        location="weights.bin",
        size_threshold=0,
    )
    (tmp_path / "weights.bin").unlink()
    np.savez(tmp_path / "two.npz", x=np.zeros(2), z=np.zeros(2))
    np.save(tmp_path / "whole.npy", np.zeros(2))
    odd = onnx_models.unet(2, 8, 1)
    odd.graph.input.append(helper.make_tensor_value_info("z", onnx.TensorProto.COMPLEX64, [1]))
    onnx.save(odd, tmp_path / "complex.onnx")
    rule = "`--input` must be NAME=SIZES, NAME=@NUMBER or NAME=FILE.npy for an input of the model."
    example = "Write for example --input x=1x3x64x64 or --input x=1x3x64x64@0; the inputs are x."
    wanted = {
        ("missing.onnx",): "A file must be readable. Received missing.onnx: No such file",
        ("text.onnx",): "The file must be an ONNX model. Received text.onnx: it ",
        ("empty.onnx",): "The file must be an ONNX model. Received empty.onnx: it holds no graph.",
        ("plain.onnx",): (
            "The model must have a ConvTranspose node to rewrite. Received plain.onnx, which has "
            "none."
        ),
        ("open.onnx",): "`--input` must give the sizes that the model leaves open. Received no "
        "size for x, which is 1x3xSxS. Write for example --input x=1x3x64x64.",
        ("open.onnx", "--input", "x=1x3"): (
            "`--input` must match the shape that the model has for x, 1x3xSxS. Received --input "
            "x=1x3."
        ),
        ("open.onnx", "--input", "z=1x3x4x4"): f"{rule} Received --input z=1x3x4x4. {example}",
        ("open.onnx", "--input", "x=big"): f"{rule} Received --input x=big. {example}",
        ("open.onnx", "--input", "x=0x3x32x32"): f"{rule} Received --input x=0x3x32x32. {example}",
        ("open.onnx", "--input", "x=1x3x-4x4"): f"{rule} Received --input x=1x3x-4x4. {example}",
        ("open.onnx", "--input", "x="): f"{rule} Received --input x=. {example}",
        ("open.onnx", "--input", "x=1x3x999999x999999"): (
            "An input drawn at random must have at most 1073741824 elements. Received x of "
            "1x3x999999x999999. That is 2999994000003 elements. Give smaller sizes where the "
            "model leaves them open: --input x=SIZES."
        ),
        ("open.onnx", "--input", "x=1x3x4x4@1,2"): "`--input` must give one number, or one for "
        "each of the 48 elements of x. Received 2 numbers for 1x3x4x4.",
        ("open.onnx", "--input", "x=none.npy"): "A file must be readable. Received none.npy: No "
        "such file.",
        ("open.onnx", "--batch", "two.npz"): (
            "`--batch` must name inputs of the model, which are x. Received one called z."
        ),
        ("open.onnx", "--input", "x=whole.npy"): (
            "`--input` must match the shape that the model has for x, 1x3xSxS. Received --input "
            "x=2."
        ),
        ("complex.onnx", "--all"): (
            "The model's inputs must have number types that both NumPy and ONNX Runtime support. "
            "Received z, a tensor of complex64."
        ),
        ("open.onnx", "--input", "x=1x3x5x5"): (
            "ONNX Runtime must be able to run the model. Received "
        ),
        ("apart.onnx",): "The files with a model's weights must be next to it. Received ",
    }
    for arguments, words in wanted.items():
        status, out, err = command("onnx", "optimize", *arguments, "-o", "out.onnx")
        assert status == 2, (arguments, out)
        assert err.startswith(f"upconv: {words}"), (arguments, err)
        assert err.count("\n") == 1
        assert out == ""
    _, _, err = command("onnx", "optimize", "open.onnx")
    assert err == "upconv: Give --out OUT.onnx, or --dry-run to write nothing\n"
    assert not (tmp_path / "out.onnx").exists()


def test_ctrl_c_is_one_line_and_130(monkeypatch, capsys):
    from upconv import cli
    from upconv.cli import onnx as command_module

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command_module, "_optimize", stopped)
    monkeypatch.setattr(sys, "argv", ["upconv", "onnx", "optimize", "in.onnx", "--dry-run"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 130
    assert capsys.readouterr().err == "upconv: Stopped; no file was written\n"


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(errors.DataError, match="The output path must be writable"):
        storage.save(onnx_models.dcgan(2), tmp_path / "no" / "out.onnx", external=False)
    (tmp_path / "out.onnx").mkdir()
    with pytest.raises(errors.DataError, match="The output path must be writable"):
        storage.save(onnx_models.dcgan(2), tmp_path / "out.onnx", external=False)
    assert [path.name for path in tmp_path.iterdir()] == ["out.onnx"]


@pytest.mark.usefixtures("quick")
def test_weights_beside_the_model_stay_beside_it(tmp_path):
    model = onnx_models.dcgan(4)
    before = model.SerializeToString()
    words = {"save_as_external_data": True, "location": "weights.bin", "size_threshold": 0}
    onnx.save(model, tmp_path / "in.onnx", **words)
    loaded, external = storage.load(tmp_path / "in.onnx")
    assert external
    outcome = tuning.tune(loaded, {}, regardless=True)
    storage.save(outcome.model, tmp_path / "out.onnx", external)
    (data,) = tmp_path.glob("out.onnx.*.data")
    assert data.stat().st_size > 10_000
    x = np.ones((1, 100, 1, 1), np.float32)
    session = runtime.InferenceSession(tmp_path / "out.onnx", providers=["CPUExecutionProvider"])
    (expected,) = run(onnx.ModelProto.FromString(before), {"x": x})
    np.testing.assert_allclose(session.run(None, {"x": x})[0], expected, rtol=1e-3, atol=1e-6)


@pytest.mark.usefixtures("quick")
def test_a_model_too_large_for_one_message_is_measured_and_written(tmp_path, monkeypatch):
    saved = []
    save = storage.save

    def watched(model, path, external):
        saved.append(path.name)
        save(model, path, external)

    monkeypatch.setattr(storage, "LARGEST", 1000)
    monkeypatch.setattr(storage, "save", watched)
    outcome = tuning.tune(onnx_models.dcgan(4), {}, regardless=True)
    assert len(saved) > 2  # ONNX Runtime reads them from files
    storage.save(outcome.model, tmp_path / "out.onnx", external=False)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names[0] == "out.onnx"
    assert re.fullmatch(r"out\.onnx\.[0-9a-f]{16}\.data", names[1])
    assert len(names) == 2
    assert len(outcome.moved) == 1


@pytest.mark.usefixtures("quick")
def test_outputs_that_differ_stop_it(monkeypatch):
    model = onnx_models.dcgan(2)

    def broken(model, forms):
        made = rewrite(model, forms)
        tensor = next(t for t in made.graph.initializer if t.name.endswith("subpixel/weight"))
        twice = 2 * onnx.numpy_helper.to_array(tensor)
        tensor.CopyFrom(onnx.numpy_helper.from_array(twice, tensor.name))
        return made

    monkeypatch.setattr(tuning, "rewrite", broken)
    with pytest.raises(errors.DataError) as caught:
        tuning.tune(model, {}, regardless=True)
    assert re.match(
        r"The outputs of the rewritten model must agree with those of the original\. Received "
        r"tanh9, which changed by \S+ of its largest value \(allowed: 0\.0001\)\. No file was "
        r"written\.",
        str(caught.value),
    )


def times(monkeypatch, *pairs):
    """Let the clock say these (before, after) seconds, one pair per layer and one for the whole."""
    said = iter(pairs)

    def time_in_turns(sessions, _):
        before, after = next(said)
        return [before, *[after] * (len(sessions) - 1)]

    monkeypatch.setattr(tuning, "time_in_turns", time_in_turns)


def test_only_what_is_faster_is_rewritten(monkeypatch):
    model = onnx_models.unet(2, 16, 2)
    times(monkeypatch, (1.0, 0.5), (1.0, 0.99), (3.0, 2.0))
    outcome = tuning.tune(model, {})
    assert [(row.form is not None, row.reason) for row in outcome.rows] == [
        (True, ""),
        (False, "not faster"),
    ]
    assert outcome.rows[0].timing.gain == 2
    assert outcome.rows[0].input_shape == (1, 8, 4, 4)
    left = [n.output[0] for n in outcome.model.graph.node if n.op_type == "ConvTranspose"]
    assert left == [outcome.rows[1].layer.output]
    assert (outcome.whole.gain, outcome.kept) == (1.5, "")


def test_a_model_that_is_not_faster_as_a_whole_is_kept(monkeypatch):
    model = onnx_models.unet(2, 16, 1)
    times(monkeypatch, (1.0, 0.5), (2.0, 3.0), (1.0, 0.5), (2.0, 3.0))
    outcome = tuning.tune(model, {})
    assert outcome.model is model
    assert outcome.kept == "the layers are faster by themselves, but the whole model is not"
    assert tuning.tune(model, {}, regardless=True).kept == ""


def test_nothing_to_gain_keeps_the_model(monkeypatch):
    model = onnx_models.unet(2, 16, 1)
    times(monkeypatch, (1.0, 2.0))
    outcome = tuning.tune(model, {})
    assert (outcome.model is model, outcome.kept) == (True, "no layer was rewritten")
