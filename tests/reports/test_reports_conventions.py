"""One layer in the words of two frameworks: crops, pads, kernels that are flipped or regrouped."""

import numpy as np
import pytest

import frameworks
import upconv
from reports.report import Report, answers
from upconv import Geometry
from upconv.conventions import framework, from_framework, to_framework
from upconv.errors import NotExpressibleError

RNG = np.random.default_rng(0)


def drawn(*shape):
    return RNG.standard_normal(shape).astype(np.float32)


@answers(
    Report(
        "https://github.com/microsoft/onnxruntime/issues/9370",
        "At which end SAME_UPPER crops the odd row.",
        {"name": "onnx", "kernel_shape": [3], "strides": [2], "auto_pad": "SAME_UPPER"},
        ((0, 1),),
    ),
    Report(
        "https://github.com/microsoft/onnxruntime/pull/5368",
        "At which end SAME_LOWER crops the odd row.",
        {"name": "onnx", "kernel_shape": [3], "strides": [2], "auto_pad": "SAME_LOWER"},
        ((1, 0),),
    ),
    Report(
        "https://github.com/onnx/onnx/issues/4299",
        "What SAME_UPPER crops where output padding is given too.",
        {"name": "onnx", "kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER",
         "output_padding": [1, 1]},
        ((1, 0), (1, 0)),
    ),
    Report(
        "https://github.com/llvm/torch-mlir/pull/4650",
        "Whether output padding shortens the crop at both ends or at the end alone.",
        {"name": "torch", "kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1},
        ((1, 0),),
    ),
    Report(
        "https://github.com/onnx/onnx/pull/4167",
        "An output_shape that is larger than what the kernel reaches.",
        {"name": "onnx", "kernel_shape": [3, 3], "strides": [3, 2], "output_shape": [10, 8],
         "input_size": (3, 3)},
        ((0, -1), (0, -1)),
    ),
    Report(
        "https://github.com/jax-ml/jax/issues/32267",
        "Explicit padding as that of the matching convolution.",
        {"name": "jax", "kernel_size": 4, "strides": (2,), "padding": [(1, 1)],
         "use_consistent_padding": True},
        ((1, 1),),
    ),
)  # fmt: skip
def test_the_crop_of_a_layer(report):
    words = dict(report.arguments)
    layer = from_framework(words.pop("name"), **words)
    assert layer.crop == report.answer


@answers(
    Report(
        "https://github.com/onnx/onnx/issues/4527",
        "PyTorch's padding for a node with output_shape=[32, 32] and no pads.",
        {"layer": from_framework("onnx", kernel_shape=[3, 3], strides=[2, 2],
                                 output_shape=[32, 32], input_size=16), "name": "torch"},
        {"padding": 1, "output_padding": 1},
    ),
    Report(
        "https://github.com/MPolaris/onnx2tflite/issues/20",
        "The padding word for PyTorch's kernel 4, stride 2, padding 1.",
        {"layer": Geometry((4, 4), 2, 1), "name": "tflite", "input_size": 8},
        {"padding": "SAME", "output_shape": (16, 16)},
    ),
    Report(
        "https://github.com/PINTO0309/onnx2tf/issues/56",
        "The padding word for a node with pads where the stride is above 1.",
        {"layer": from_framework("onnx", kernel_shape=[2, 2], strides=[2, 2]), "name": "tflite",
         "input_size": 80},
        {"padding": "SAME", "output_shape": (160, 160)},
    ),
    Report(
        "https://github.com/tensorflow/tensorflow/issues/57650",
        "Whether the output shape, which the operator demands, can be computed.",
        {"layer": Geometry((3, 3), 2), "name": "tflite", "input_size": (5, 9)},
        {"output_shape": (11, 19)},
    ),
)  # fmt: skip
def test_the_words_of_another_framework(report):
    words = dict(report.arguments)
    layer = words.pop("layer")
    assert report.answer.items() <= to_framework(words.pop("name"), layer, **words).items()


@answers(
    Report(
        "https://github.com/keras-team/keras/issues/19871",
        "Groups in Conv2DTranspose, which has none.",
        {"name": "keras", "groups": 256},
        "Keras cannot express groups. Received groups=256. Split the channels of x and the weight",
    ),
    Report(
        "https://github.com/jax-ml/jax/issues/4637",
        "Groups in lax.conv_transpose, which has none.",
        {"name": "jax", "groups": 2},
        "JAX cannot express groups. Received groups=2. Split the channels of x and the weight",
    ),
)
def test_groups_that_a_framework_lacks_come_with_a_way_around(report):
    with pytest.raises(NotExpressibleError) as refused:
        to_framework(geometry=Geometry((4, 4), 2, 1), **report.arguments)
    assert report.answer in str(refused.value)


@answers(
    Report(
        "https://github.com/sumuzhao/CycleGAN-Music-Style-Transfer-Refactorization/issues/7",
        "Padding same in PyTorch, and whether slicing the output changes the values.",
        {"kernel": 3, "stride": 1},
        (1, 1),
    ),
    Report(
        "https://github.com/keras-team/keras/pull/22876",
        "Padding same with stride 2 and an odd kernel, shifted by a pixel.",
        {"kernel": 3, "stride": 2},
        (0, 1),
    ),
    Report(
        "https://github.com/keras-team/keras-core/issues/774",
        "One meaning of padding same in every backend; here a kernel shorter than its stride.",
        {"kernel": 2, "stride": 3},
        (0, -1),
    ),
    Report(
        "https://github.com/pytorch/pytorch/issues/80301",
        "Padding same in PyTorch; here an even kernel.",
        {"kernel": 4, "stride": 2},
        (1, 1),
    ),
)
def test_same_is_what_jax_computes(report):
    k, s = report.arguments["kernel"], report.arguments["stride"]
    x, weight = drawn(2, 3, 5), drawn(3, 4, k)
    assert Geometry(k, s, "same").crop == (report.answer,)
    y = upconv.conv_transpose(x, weight, stride=s, padding="same")
    kernel = framework("jax").weight_to(weight, transpose_kernel=True)
    words = {"strides": (s,), "padding": "SAME", "transpose_kernel": True}
    words["dimension_numbers"] = ("NHC", "HIO", "NHC")
    expected = frameworks.run_jax(x, np.ascontiguousarray(kernel), None, **words)
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-5)


@answers(
    Report(
        "https://github.com/jax-ml/jax/issues/11252",
        "PyTorch's weight with its axes exchanged gives other values in JAX.",
        {"transpose_kernel": False},
        True,
    ),
    Report(
        "https://github.com/google/flax/issues/3137",
        "PyTorch's weight with transpose_kernel=True, and the order of its channels.",
        {"transpose_kernel": True},
        False,
    ),
)
def test_a_weight_of_pytorch_in_jax(report):
    x, weight = drawn(1, 6, 4, 5), drawn(6, 2, 4, 4)
    kernel = np.ascontiguousarray(framework("jax").weight_to(weight, **report.arguments))
    moved = (
        weight.transpose(2, 3, 1, 0)
        if report.arguments["transpose_kernel"]
        else (weight.transpose(2, 3, 0, 1))
    )
    assert (not np.array_equal(kernel, moved)) is report.answer
    words = {"strides": (4, 4), "padding": "VALID"}
    words["dimension_numbers"] = ("NHWC", "HWIO", "NHWC")
    expected = frameworks.run_jax(x, kernel, None, **words, **report.arguments)
    np.testing.assert_allclose(
        upconv.conv_transpose(x, weight, stride=4), expected, rtol=1e-4, atol=1e-5
    )


@answers(
    Report(
        "https://github.com/patrick-kidger/equinox/issues/574",
        "What to do with PyTorch's weight for the same output in Equinox.",
        {"name": "equinox", "weight": (3, 2, 4, 5)},
        (2, 3, 4, 5),
    ),
    Report(
        "https://github.com/alibaba/TinyNeuralNetwork/issues/262",
        "Where TRANSPOSE_CONV has the output channels, whose number is that of the bias.",
        {"name": "tflite", "weight": (3, 1, 2, 2)},
        (1, 2, 2, 3),
    ),
)
def test_the_shape_of_a_weight(report):
    weight = drawn(*report.arguments["weight"])
    row = framework(report.arguments["name"])
    assert row.weight_to(weight).shape == report.answer
    np.testing.assert_array_equal(row.weight_from(row.weight_to(weight)), weight)
    if row.name == "Equinox":
        flipped = np.flip(weight, (2, 3)).swapaxes(0, 1)
        np.testing.assert_array_equal(row.weight_to(weight), flipped)


@answers(
    Report(
        "https://github.com/microsoft/onnxruntime/issues/26271",
        "The pads that follow from output_shape.",
        {"strides": [2, 2], "output_shape": [8, 7]},
    ),
    Report(
        "https://github.com/onnx/onnx/issues/2788",
        "Values with auto_pad=SAME_UPPER at stride 1.",
        {"auto_pad": "SAME_UPPER", "strides": [1, 1]},
    ),
    Report(
        "https://github.com/microsoft/onnxruntime/pull/8769",
        "Values with auto_pad=SAME_LOWER where the total crop is odd.",
        {"auto_pad": "SAME_LOWER", "strides": [2, 2]},
    ),
)
def test_the_values_of_onnx_runtime(report):
    x, weight = drawn(1, 2, 4, 4), drawn(2, 3, 3, 3)
    layer = from_framework("onnx", kernel_shape=[3, 3], input_size=4, **report.arguments)
    y = upconv.conv_transpose(x, weight, stride=layer.stride, padding=layer.crop)
    expected = frameworks.run_onnx(x, weight, None, **report.arguments)
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-5)


@answers(
    Report(
        "https://github.com/Samsung/TICO/issues/420",
        "Whether padding is added to the input or taken from the output.",
        {"padding": 1, "stride": 2},
    ),
)
def test_padding_is_a_crop(report):
    x, weight = drawn(1, 2, 4, 4), drawn(2, 3, 4, 4)
    whole = upconv.conv_transpose(x, weight, stride=report.arguments["stride"])
    np.testing.assert_allclose(
        upconv.conv_transpose(x, weight, **report.arguments),
        whole[:, :, 1:-1, 1:-1],
        rtol=1e-5,
        atol=1e-6,
    )


@answers(
    Report(
        "https://github.com/pytorch/pytorch/issues/8816",
        "Whether output padding adds zeros: it shows what the crop had taken.",
        {"stride": 2, "padding": 1, "output_padding": 1},
    ),
)
def test_output_padding_is_no_zeros(report):
    weight = drawn(1, 1, 3, 3)
    y = upconv.conv_transpose(np.ones((1, 1, 1, 1), np.float32), weight, **report.arguments)
    np.testing.assert_array_equal(y, weight[:, :, 1:, 1:])


@answers(
    Report(
        "https://github.com/vdumoulin/conv_arithmetic/issues/4",
        "Whether the matching convolution has the kernel unchanged, or flipped.",
        {"kernel": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]},
        [[6.0, 5.0, 4.0], [3.0, 2.0, 1.0]],
    ),
)
def test_the_convolution_form_has_the_flipped_kernel(report):
    x = RNG.standard_normal((1, 1, 4, 5))
    kernel, flipped = (np.array(k)[None, None] for k in (report.arguments["kernel"], report.answer))
    np.testing.assert_allclose(
        upconv.conv_transpose(x, kernel), upconv.conv(x, flipped, padding=(1, 2)), atol=1e-12
    )


@answers(
    Report(
        "https://github.com/JiahuiYu/generative_inpainting/issues/294",
        "A convolution and its transpose, in whole numbers.",
        {},
        [0.0, 312.0, 972.0, 1080.0, 768.0],
    ),
)
def test_a_convolution_and_its_transpose(report):
    x, weight = np.arange(25.0).reshape(1, 1, 5, 5), np.arange(9.0).reshape(1, 1, 3, 3)
    y = upconv.conv_transpose(upconv.conv(x, weight), weight)
    assert y[0, 0, 0].tolist() == report.answer


@answers(
    Report(
        "https://github.com/vlfeat/matconvnet/issues/784",
        "Why a transposed convolution does not undo the convolution.",
        {"x": (1, 1, 5, 5), "weight": (1, 1, 2, 2)},
    ),
)
def test_the_transpose_is_no_inverse_and_deconvolve_is(report):
    x, weight = (RNG.standard_normal(report.arguments[key]) for key in ("x", "weight"))
    y = upconv.conv(x, weight)
    assert not np.allclose(upconv.conv_transpose(y, weight), x)
    back = upconv.deconvolve(y, weight, input_shape=(1, 5, 5))
    np.testing.assert_allclose(upconv.conv(back, weight), y, atol=1e-5)


@answers(
    Report(
        "https://github.com/ggml-org/ggml/issues/1448",
        "A batch of which only the first example is computed.",
        {"groups": 1},
    ),
    Report(
        "https://github.com/analogdevicesinc/ai8x-training/issues/238",
        "Groups that change nothing.",
        {"groups": 4},
    ),
)
def test_examples_and_groups_are_computed_apart(report):
    g = report.arguments["groups"]
    x, weight = drawn(3, 4, 5, 5), drawn(4, 4 // g, 3, 3)
    y = upconv.conv_transpose(x, weight, stride=2, groups=g)
    parts = [
        [
            upconv.conv_transpose(one[None, c : c + 4 // g], weight[c : c + 4 // g], stride=2)[0]
            for c in range(0, 4, 4 // g)
        ]
        for one in x
    ]
    expected = np.stack([np.concatenate(part) for part in parts])
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-5)
