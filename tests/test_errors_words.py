"""Errors from inside an adapter speak the words of its framework."""

import numpy as np
import pytest

from upconv import errors
from upconv.errors import words

NAMES = {"torch": words.TORCH, "keras": words.KERAS, "onnx": words.ONNX}


def text_of(error, framework):
    words.translate(error, NAMES[framework])
    return str(error)


def test_only_names_of_arguments_are_translated():
    for framework in NAMES:
        for text in ("a matrix x fits", "y.x=3", "max_x=1", "the stride, a padding", "padding_x"):
            assert text_of(errors.ArgumentError(text), framework) == text


def test_every_place_of_a_name_is_translated():
    said = "`stride` 3. Received stride=3, output_padding=2, x.shape=(1,), x of dtype int8"
    assert text_of(errors.ArgumentError(said), "keras") == (
        "`strides` 3. Received strides=3, output_padding=2, inputs.shape=(1,), inputs of dtype int8"
    )


def test_pytorchs_layers_say_input():
    torch = pytest.importorskip("torch")
    from upconv.torch import Conv2d, ConvTranspose2d

    for layer in (Conv2d(3, 4, 3), ConvTranspose2d(3, 4, 3)):
        with pytest.raises(
            errors.ShapeError, match=r"`input` must have 3.*input\.shape=\(1, 2"
        ) as e:
            layer(torch.zeros(1, 2, 5, 7))
        assert "`x`" not in str(e.value)
        assert "data_format" not in str(e.value)
        with pytest.raises(errors.ShapeError, match=r"`input` must be \(N, C, H, W\)"):
            layer(torch.zeros(3))


def test_pytorchs_layers_in_a_chain_and_compiled_say_input():
    torch = pytest.importorskip("torch")
    from upconv.torch import Conv2d, ConvTranspose2d, chain

    sequence = torch.nn.Sequential(Conv2d(3, 4, 3), ConvTranspose2d(5, 2, 3))
    calls = {
        "the first of a chain": lambda: chain.run(sequence, torch.zeros(1, 2, 5, 7)),
        "the second of a chain": lambda: chain.run(sequence, torch.zeros(1, 3, 5, 7)),
        "compiled": lambda: torch.compile(sequence[0], backend="eager")(torch.zeros(1, 2, 5, 7)),
    }
    for name, call in calls.items():
        said = r"`input` must have [35].*input\.shape=\(1, [24].*`memory_format`"
        with pytest.raises(errors.ShapeError, match=said) as e:
            call()
        assert "`x`" not in str(e.value), name


def test_keras_layers_say_inputs_and_dilation_rate():
    pytest.importorskip("keras")
    from upconv.keras.operation import Operation

    kernel = np.zeros((3, 3, 3, 4), np.float32)
    operation = Operation(False, (1, 1), "valid", (1, 1), 1, "channels_last")
    with pytest.raises(
        errors.ShapeError, match=r"`inputs` must have 3 channels, for kernel\.shape"
    ):
        operation.forward(np.zeros((1, 5, 7, 2), np.float32), kernel)
    with pytest.raises(errors.GeometryError, match="a smaller `dilation_rate`"):
        operation.forward(np.zeros((1, 1, 7, 3), np.float32), kernel)


def test_the_onnx_operator_says_x_w_and_group():
    helper = pytest.importorskip("onnx").helper
    from onnx import TensorProto
    from onnx.reference import ReferenceEvaluator

    from upconv.onnx import ConvTranspose

    node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], group=2)
    x, w, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in "xwy")
    graph = helper.make_graph([node], "one", [x, w], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)])
    evaluator = ReferenceEvaluator(model, new_ops=[ConvTranspose])
    given = {"x": np.ones((1, 6, 5), np.float32), "w": np.ones((4, 3, 2), np.float32)}
    with pytest.raises(errors.ShapeError, match=r"`X` must have 4.*W\.shape=.*group=2"):
        evaluator.run(None, given)
