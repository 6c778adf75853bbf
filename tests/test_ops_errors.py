"""Every mistake gets one clear error, whose text is part of the interface."""

import numpy as np
import pytest

import upconv
from upconv import activations, ops
from upconv.errors import ArgumentError, ArgumentTypeError, GeometryError, ShapeError

X = np.ones((2, 4, 5, 6), np.float32)
W = np.ones((4, 3, 3, 2), np.float32)  # (C_in, C_out, *k) of conv_transpose
V = np.ones((3, 4, 3, 2), np.float32)  # (C_out, C_in, *k) of conv
Y = np.ones((2, 3, 7, 7), np.float32)  # the result of conv_transpose
ct, cv = upconv.conv_transpose, upconv.conv
CHOICES = ", ".join(map(repr, activations.CHOICES))

MISTAKES = {
    "integers": (
        lambda: ct(X.astype(int), W),
        ArgumentTypeError,
        "`x` must be a float32 or float64 array. Received x of dtype int64. "
        "Cast it first: x.astype(np.float32).",
    ),
    "objects": (
        lambda: ct(X, W.astype(object)),
        ArgumentTypeError,
        "`weight` must be a float32 or float64 array. Received weight of dtype object. "
        "Cast it first: weight.astype(np.float32).",
    ),
    "ragged": (
        lambda: ct([[1.0], [1.0, 2.0]], W),
        ArgumentTypeError,
        "`x` must be a float32 or float64 array. Received x of type list. "
        "Give an array of numbers.",
    ),
    "half": (
        lambda: ct(X.astype(np.float16), W),
        ArgumentTypeError,
        "`x` must be a float32 or float64 array. Received x of dtype float16. "
        "Cast it first: x.astype(np.float32).",
    ),
    "two dtypes": (
        lambda: ct(X, W.astype(np.float64)),
        ArgumentTypeError,
        "`weight` must have the dtype of `x`. Received weight of dtype float64, x of dtype "
        "float32. Cast one of them: weight.astype(x.dtype).",
    ),
    "bias dtype": (
        lambda: ct(X, W, np.ones(3)),
        ArgumentTypeError,
        "`bias` must have the dtype of `x`. Received bias of dtype float64, x of dtype "
        "float32. Cast one of them: bias.astype(x.dtype).",
    ),
    "rank of x": (
        lambda: ct(X[0, 0], W),
        ShapeError,
        "`x` must be (N, C, H, W), or (C, H, W) for one example, as the weight has 2 spatial "
        "axes. Received x.shape=(5, 6).",
    ),
    "rank of x, last": (
        lambda: ct(X[0, 0], W, data_format="channels_last"),
        ShapeError,
        "`x` must be (N, H, W, C), or (H, W, C) for one example, as the weight has 2 spatial "
        "axes. Received x.shape=(5, 6).",
    ),
    "rank of weight": (
        lambda: ct(X, W[0, 0]),
        ShapeError,
        "`weight` must be (C_in, C_out/groups, *kernel) with 1, 2 or 3 kernel axes. "
        "Received weight.shape=(3, 2).",
    ),
    "empty weight": (
        lambda: ct(X, W[:, :, :0]),
        ShapeError,
        "`weight` must have at least 1 element on every axis but the batch. "
        "Received weight.shape=(4, 3, 0, 2) (axis 2).",
    ),
    "empty image": (
        lambda: ct(X[..., :0], W),
        ShapeError,
        "`x` must have at least 1 element on every axis but the batch. "
        "Received x.shape=(2, 4, 5, 0) (axis 1).",
    ),
    "channels": (
        lambda: ct(X, np.ones((5, 3, 3, 2), np.float32)),
        ShapeError,
        "`x` must have 5 channels, for weight.shape=(5, 3, 3, 2), (C_in, C_out/groups, *kernel), "
        "and groups=1. Received x.shape=(2, 4, 5, 6) with 4 channels. "
        "Check `groups` and `data_format`.",
    ),
    "channels of conv": (
        lambda: cv(X, V, groups=3),
        ShapeError,
        "`x` must have 12 channels, for weight.shape=(3, 4, 3, 2), (C_out, C_in/groups, *kernel), "
        "and groups=3. Received x.shape=(2, 4, 5, 6) with 4 channels. "
        "Check `groups` and `data_format`.",
    ),
    "groups": (
        lambda: ct(X, W, groups=3),
        ShapeError,
        "`groups` must divide the input channels. Received groups=3 for 4 input channels. "
        "4 = 3·1 + 1.",
    ),
    "groups of conv": (
        lambda: cv(X, V, groups=2),
        ShapeError,
        "`groups` must divide the output channels. Received groups=2 for 3 output channels. "
        "3 = 2·1 + 1.",
    ),
    "no groups": (
        lambda: ct(X, W, groups=0),
        ArgumentError,
        "`groups` must be at least 1. Received groups=0.",
    ),
    "zero stride": (
        lambda: ct(X, W, stride=(1, 0)),
        ArgumentError,
        "`stride` must be at least 1 on every axis. Received stride=0 (axis 1).",
    ),
    "output padding": (
        lambda: ct(X, W, stride=2, output_padding=(2, 0)),
        ArgumentError,
        "`output_padding` must be smaller than `stride` or `dilation` on every axis. "
        "Received output_padding=(2, 0), stride=(2, 2) (axis 0). "
        "Sizes reachable on axis 0: 11 to 12.",
    ),
    "output size": (
        lambda: ct(X, W, stride=2, output_size=(11, 15)),
        GeometryError,
        "`output_size` must be a size that the layer can reach. Received output_size=(11, 15) "
        "(axis 1). Sizes reachable on axis 1: 12 to 13, from "
        "12 = (6 - 1)·2 + 1·(2 - 1) + 1 - 0 - 0. Write one of these, or "
        "stride=(2, 3), padding=(0, 1).",
    ),
    "both ways": (
        lambda: ct(X, W, stride=2, output_size=(11, 12), output_padding=1),
        ArgumentError,
        "Only one of `output_size` and `output_padding` may be given. Received output_size=(11, "
        "12), output_padding=1. Omit `output_padding`: it follows from `output_size`.",
    ),
    "nothing left": (
        lambda: ct(X, W, padding=(4, 0)),
        GeometryError,
        "The output must have at least 1 element on every axis. Received an output of size -1 "
        "(axis 0). -1 = (5 - 1)·1 + 1·(3 - 1) + 1 - 4 - 4. Use a smaller `padding`.",
    ),
    "kernel too large": (
        lambda: cv(X, V, dilation=(1, 6)),
        GeometryError,
        "The kernel must fit into the padded input. Received a kernel that spans 7 over a padded "
        "input of 6 (axis 1). 0 = floor((6 + 0 + 0 - 6·(2 - 1) - 1)/1) + 1. "
        "Use a larger `padding`, a smaller kernel or a smaller `dilation`.",
    ),
    "overflow": (
        lambda: ct(X, W, stride=2**31),
        GeometryError,
        "The product of the sizes of an array must be below 2^63. Received sizes (8589934595, "
        "10737418242). 8589934595·10737418242 does not fit into a 64-bit index. Use a smaller "
        "input, stride or kernel.",
    ),
    "overflow with the channels": (
        lambda: ct(X, W, stride=2**29),
        GeometryError,
        "The product of the sizes of an array must be below 2^63. Received sizes (2, 3, "
        "2147483651, 2684354562, 4). 2·3·2147483651·2684354562·4 does not fit into a 64-bit "
        "index. Use a smaller input, stride or kernel.",
    ),
    "NaN size": (
        lambda: ct(X, W, output_size=(float("nan"), 7)),
        ArgumentError,
        "`output_size` must be an integer, at least 1, on every axis. "
        "Received output_size=nan (axis 0).",
    ),
    "data format": (
        lambda: ct(X, W, data_format="NHWC"),
        ArgumentError,
        "`data_format` must be one of 'channels_first', 'channels_last'. "
        "Received data_format='NHWC'.",
    ),
    "activation": (
        lambda: ct(X, W, activation="mish"),
        ArgumentError,
        f"`activation` must be one of {CHOICES}. Received activation='mish'.",
    ),
    "activation in a list": (
        lambda: ct(X, W, activation=["relu"]),
        ArgumentError,
        f"`activation` must be one of {CHOICES}. Received activation=['relu'].",
    ),
    "slope in words": (
        lambda: ct(X, W, activation=("leaky_relu", "steep")),
        ArgumentError,
        f"`activation` must be one of {CHOICES}. Received activation=('leaky_relu', 'steep').",
    ),
    "bias shape": (
        lambda: ct(X, W, np.ones((3, 1), np.float32)),
        ShapeError,
        "`bias` must have the shape (3,), one number per output channel. "
        "Received bias.shape=(3, 1).",
    ),
    "out shape": (
        lambda: ct(X, W, out=np.ones((2, 3, 7, 6), np.float32)),
        ShapeError,
        "`out` must have the shape (2, 3, 7, 7), the shape of the result. "
        "Received out.shape=(2, 3, 7, 6).",
    ),
    "out dtype": (
        lambda: ct(X, W, out=np.ones((2, 3, 7, 7))),
        ArgumentTypeError,
        "`out` must be a NumPy array of the dtype of `x`, float32. Received out of dtype float64. "
        "Write out=np.empty((2, 3, 7, 7), np.float32).",
    ),
    "out is x": (
        lambda: cv(X, np.ones((4, 4, 1, 1), np.float32), out=X),
        ArgumentError,
        "`out` must not share memory with an argument. Received out overlapping x. Give a "
        "separate array, or omit `out`.",
    ),
    "out read-only": (
        lambda: ct(X, W, out=np.broadcast_to(np.float32(0), (2, 3, 7, 7))),
        ArgumentError,
        "`out` must be writable. Received a read-only array.",
    ),
    "activation without result": (
        lambda: ops.conv_transpose_backward(Y, X, W, activation="tanh"),
        ArgumentError,
        "`result` must be given with `activation`. Received activation='tanh', result=None. Give "
        "the array returned by the forward call.",
    ),
    "activation without pre-activation": (
        lambda: ops.conv_transpose_backward(Y, X, W, activation="silu", result=Y),
        ArgumentError,
        "`pre_activation` must be given with `activation`. Received activation='silu', "
        "pre_activation=None. Give the array returned by the forward call without its "
        "activation.",
    ),
    "a parameter that is not one": (
        lambda: ct(X, W, activation=("silu", 1.0)),
        ArgumentError,
        f"`activation` must be one of {CHOICES}. Received activation=('silu', 1.0).",
    ),
    "pre-activation shape": (
        lambda: ops.conv_transpose_backward(Y, X, W, activation="silu", pre_activation=Y[1:]),
        ShapeError,
        "`pre_activation` must have the shape (2, 3, 7, 7), that of the forward call's result. "
        "Received pre_activation.shape=(1, 3, 7, 7).",
    ),
    "a snake without waves": (
        lambda: ct(X, W, activation=("snake", 0)),
        ArgumentError,
        "The parameter of `activation` must be above 0. Received activation=('snake', 0).",
    ),
    "slope below 0": (
        lambda: ops.conv_transpose_backward(Y, X, W, activation=("leaky_relu", -0.5), result=Y),
        ArgumentError,
        "The parameter of `activation` must be at least 0 for its gradient to be computed. "
        "Received activation=('leaky_relu', -0.5). The result is positive on both sides, so it "
        "does not show which one applied. Compute without `activation`, and apply it and its "
        "gradient yourself.",
    ),
    "activation backward": (
        lambda: ops.conv_backward(X, X, np.ones((4, 4, 1, 1), np.float32), activation="mish"),
        ArgumentError,
        f"`activation` must be one of {CHOICES}. Received activation='mish'.",
    ),
    "result shape": (
        lambda: ops.conv_transpose_backward(Y, X, W, activation="relu", result=Y[1:]),
        ShapeError,
        "`result` must have the shape (2, 3, 7, 7), that of the forward call's result. "
        "Received result.shape=(1, 3, 7, 7).",
    ),
    "result dtype": (
        lambda: ops.conv_transpose_backward(Y, X, W, activation="relu", result=Y.astype(float)),
        ArgumentTypeError,
        "`result` must have the dtype of `x`. Received result of dtype float64, x of dtype "
        "float32. Cast one of them: result.astype(x.dtype).",
    ),
    "grad shape": (
        lambda: ops.conv_transpose_backward(X, X, W),
        ShapeError,
        "`grad_output` must have the shape (2, 3, 7, 7), the shape of the result. "
        "Received grad_output.shape=(2, 4, 5, 6).",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_gets_one_clear_error(name):
    call, kind, text = MISTAKES[name]
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == text
    assert type(caught.value) is kind
