"""Output sizes that users expected, could not reach, or were refused."""

import numpy as np
import pytest

import upconv
from reports.report import Report, answers
from upconv import Geometry
from upconv.conventions import from_framework, to_framework
from upconv.errors import UpconvError


@answers(
    Report(
        "https://github.com/microsoft/onnxruntime/issues/2518",
        "The size with stride 2 and dilation 3 on one axis, which is two short.",
        {"name": "onnx", "kernel_shape": [3, 5], "pads": [4, 2, 4, 2], "strides": [2, 1],
         "dilations": [3, 1], "i": 50},
        (97, 50),
    ),
    Report(
        "https://github.com/BVLC/caffe/issues/3119",
        "21 values become 11 and the matching deconvolution makes 20 of them.",
        {"name": "torch", "kernel_size": 4, "stride": 2, "padding": 2, "i": 11},
        (20,),
    ),
    Report(
        "https://github.com/keras-team/keras/issues/13231",
        "46x62 to 368x489 at stride 8 with padding same, where output_padding=8 is refused.",
        {"name": "keras", "kernel_size": 16, "strides": 8, "padding": "same",
         "output_padding": (8, 1), "i": (46, 62)},
        (368, 489),
    ),
    Report(
        "https://github.com/keras-team/keras/issues/15666",
        "What padding same and an output padding of 0 give together.",
        {"name": "keras", "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 0,
         "i": 7},
        (13,),
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/53107",
        "The output padding with which padding same doubles the size.",
        {"name": "keras", "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1,
         "i": 7},
        (14,),
    ),
    Report(
        "https://github.com/keras-team/keras/issues/13776",
        "The static size of kernel 2, stride 2, padding valid.",
        {"name": "keras", "kernel_size": (2, 2), "strides": (2, 2), "output_padding": 0,
         "i": (128, 32)},
        (256, 64),
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/48469",
        "A dilation that differs between the axes, which raises an error.",
        {"name": "keras", "kernel_size": 32, "dilation_rate": (1, 2), "i": (4, 4)},
        (35, 66),
    ),
    Report(
        "https://github.com/keras-team/keras/issues/8159",
        "A dilation of 2 on one axis that does not change the size.",
        {"name": "keras", "kernel_size": (2, 1), "dilation_rate": (2, 1), "i": (6, 1)},
        (8, 1),
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/29841",
        "A dilation that three axes ignore.",
        {"name": "keras", "kernel_size": (3, 3, 3), "dilation_rate": 2, "i": 3},
        (7, 7, 7),
    ),
    Report(
        "https://github.com/onnx/onnx/issues/3187",
        "Whether output_padding=1 with stride 2 is allowed where no dilation is given.",
        {"name": "onnx", "kernel_shape": [3, 3], "strides": [2, 2], "output_padding": [1, 1],
         "i": 5},
        (12, 12),
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/66542",
        "A dilated kernel that is longer than its input, with output padding above the stride.",
        {"name": "torch", "kernel_size": (2, 2), "dilation": 4, "output_padding": 2, "i": (1, 3)},
        (7, 9),
    ),
    Report(
        "https://github.com/jax-ml/jax/issues/17618",
        "Padding of (0, 0) is smaller than VALID, which is thought to be the same.",
        {"name": "jax", "kernel_size": 4, "strides": (4, 4), "padding": [(0, 0), (0, 0)], "i": 128},
        (506, 506),
    ),
    Report(
        "https://github.com/microsoft/onnxruntime/issues/4698",
        "The size with auto_pad=SAME_UPPER and stride 2.",
        {"name": "onnx", "kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER",
         "i": 5},
        (10, 10),
    ),
    Report(
        "https://github.com/microsoft/onnxruntime/issues/11927",
        "auto_pad=SAME_UPPER together with output padding.",
        {"name": "onnx", "kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER",
         "output_padding": [1, 1], "i": 3},
        (6, 6),
    ),
    Report(
        "https://github.com/microsoft/onnxruntime/issues/4086",
        "auto_pad=SAME_UPPER at stride 1, which should leave the size unchanged.",
        {"name": "onnx", "kernel_shape": [3, 3], "auto_pad": "SAME_UPPER", "i": 2},
        (2, 2),
    ),
    Report(
        "https://github.com/microsoft/onnxruntime/issues/6067",
        "auto_pad=SAME_LOWER where the input size is known only at run time.",
        {"name": "onnx", "kernel_shape": [3, 3], "strides": [1, 1], "auto_pad": "SAME_LOWER",
         "i": (4, 5)},
        (4, 5),
    ),
)  # fmt: skip
def test_the_size_in_the_words_of_the_framework(report):
    words = dict(report.arguments)
    name, i = words.pop("name"), words.pop("i")
    assert from_framework(name, **words).output_size(i) == report.answer


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/14272",
        "An output size asked of a dilated layer, whose dilation is forgotten.",
        {"layer": Geometry(3, 2, 1, dilation=2), "i": 3, "o": 8},
        (1,),
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/19863",
        "74 to 36 by a convolution, and back to 73 rather than 74.",
        {"layer": Geometry(3, 2), "i": 36, "o": 74},
        (1,),
    ),
    Report(
        "https://github.com/FluxML/Flux.jl/issues/829",
        "64 to 32 by a convolution, and back to 63 rather than 64.",
        {"layer": Geometry(3, 2, 1), "i": 32, "o": 64},
        (1,),
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/8826",
        "Whether a dilation alone needs output padding: the size comes back without it.",
        {"layer": Geometry((3, 3), dilation=2), "i": (1, 2), "o": (5, 6)},
        (0, 0),
    ),
)
def test_the_output_padding_for_a_size(report):
    layer, i, o = report.arguments["layer"], report.arguments["i"], report.arguments["o"]
    found = layer.with_output_size(i, o)
    assert found.output_padding == report.answer
    assert found.output_size(i) == (o if isinstance(o, tuple) else (o,))


@answers(
    Report(
        "https://github.com/ml-explore/mlx/issues/1423",
        "A layer that brings back the size of the convolution with the same parameters.",
        {"name": "mlx", "layer": Geometry(3, 2, 1), "i": 4, "o": 8},
        {"output_padding": 1, "padding": 1},
    ),
    Report(
        "https://github.com/jax-ml/jax/issues/4592",
        "The padding that gives a wanted output size, since there is no output_shape.",
        {"name": "jax", "layer": Geometry(3, 2), "i": 36, "o": 74},
        {"padding": [(2, 3)]},
    ),
)
def test_the_words_for_an_output_size(report):
    name, layer, i, o = (report.arguments[key] for key in ("name", "layer", "i", "o"))
    words = to_framework(name, layer.with_output_size(i, o))
    assert report.answer.items() <= words.items()
    assert from_framework(name, **words).output_size(i) == (o,)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/56328",
        "Why an output padding of 1 is refused at stride 1.",
        {"kernel_size": 3, "output_padding": 1},
        "`output_padding` must be smaller than `stride` or `dilation` on every axis. Received "
        "output_padding=(1,), stride=(1,) (axis 0). Largest output_padding on axis 0: 0.",
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/88647",
        "A padding that leaves nothing is refused in one place and accepted in another.",
        {"kernel_size": (2, 2), "stride": 2, "padding": 2, "i": 2},
        "The output must have at least 1 element on every axis. Received an output of size 0 "
        "(axis 0). 0 = (2 - 1)·2 + 1·(2 - 1) + 1 - 2 - 2. Use a smaller `padding`.",
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/127734",
        "A padding of 8 on one axis that silently gives an empty tensor.",
        {"kernel_size": (3, 3), "padding": (8, 0), "i": 14},
        "Received an output of size 0 (axis 0). 0 = (14 - 1)·1 + 1·(3 - 1) + 1 - 8 - 8.",
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/127732",
        "A dilation of 0 that is found at the first call only.",
        {"kernel_size": (1, 1), "dilation": (7, 0)},
        "`dilation` must be at least 1 on every axis. Received dilation=0 (axis 1).",
    ),
    Report(
        "https://github.com/Jittor/jittor/pull/554",
        "A stride that is not positive.",
        {"kernel_size": (3, 3), "stride": (2, -1)},
        "`stride` must be at least 1 on every axis. Received stride=-1 (axis 1).",
    ),
)
def test_what_cannot_be_is_refused_with_its_numbers(report):
    words = dict(report.arguments)
    i = words.pop("i", 5)
    with pytest.raises(UpconvError) as refused:
        Geometry(**words).output_size(i)
    assert report.answer in str(refused.value)


@answers(
    Report(
        "https://github.com/openvinotoolkit/openvino/pull/32854",
        "An output_shape that holds the batch and the channels too.",
        {"kernel_shape": [3, 3], "strides": [2, 2], "output_shape": [1, 16, 32, 32],
         "input_size": 16},
        "`output_shape` must be an integer or have one entry per spatial axis, here 2.",
    ),
)  # fmt: skip
def test_an_output_shape_is_spatial(report):
    with pytest.raises(UpconvError) as refused:
        from_framework("onnx", **report.arguments)
    assert report.answer in str(refused.value)


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/106450",
        "The same length at stride 1 with an even kernel, for which no output padding is allowed.",
        {"kernel": 4, "i": 10},
        ((1, 2),),
    ),
)
def test_the_same_length_with_an_even_kernel(report):
    layer = Geometry(report.arguments["kernel"], padding="same")
    i = report.arguments["i"]
    assert layer.crop == report.answer
    x, weight = np.ones((1, 1, i)), np.ones((1, 1, report.arguments["kernel"]))
    assert upconv.conv_transpose(x, weight, padding="same").shape == (1, 1, i)


@answers(
    Report(
        "https://github.com/tflearn/tflearn/issues/1117",
        "The stride that takes 10 to 250.",
        {"i": 10, "o": 250},
        Geometry(25, 25),
    ),
)
def test_the_layer_between_two_sizes(report):
    assert Geometry.solve(report.arguments["i"], report.arguments["o"])[0] == report.answer


@answers(
    Report(
        "https://github.com/tensorflow/tensorflow/issues/13643",
        "A batch of no examples, which ends the process.",
        {"x": (0, 1, 7, 7), "weight": (1, 16, 5, 5), "padding": "same"},
        (0, 16, 14, 14),
    ),
    Report(
        "https://github.com/pytorch/pytorch/pull/31658",
        "A batch of no examples, which is refused.",
        {"x": (0, 3, 4), "weight": (3, 2, 3), "padding": 0},
        (0, 2, 9),
    ),
)
def test_an_empty_batch_has_a_shape(report):
    x, weight = (np.ones(report.arguments[key], np.float32) for key in ("x", "weight"))
    y = upconv.conv_transpose(x, weight, stride=2, padding=report.arguments["padding"])
    assert y.shape == report.answer


@answers(
    Report(
        "https://github.com/keras-team/keras/issues/16953",
        "An input without channels, which ends the process.",
        {"x": (3, 0, 2, 2, 2), "weight": (0, 3, 3, 3, 3)},
        "must have at least 1 element on every axis but the batch",
    ),
)
def test_no_channels_is_an_error(report):
    x, weight = (np.ones(report.arguments[key], np.float32) for key in ("x", "weight"))
    with pytest.raises(UpconvError, match=report.answer):
        upconv.conv_transpose(x, weight)
