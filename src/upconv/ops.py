"""Transposed convolution, convolution and their gradients: arguments, geometry, engine.

All checks are made before the engine is called.
"""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from upconv import activations, call, padded
from upconv.activations import Activation
from upconv.arguments import (
    DataFormat,
    Padding,
    PaddingMode,
    PerAxis,
    PerAxisStride,
    as_flag,
    as_flags,
)
from upconv.arrays import Array, as_float_array
from upconv.engine.calls.call_cache import Gradients
from upconv.layer import Words


def conv_transpose(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: PerAxisStride = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    output_size: PerAxis | None = None,
    data_format: DataFormat = "channels_first",
    activation: Activation = None,
    out: Array | None = None,
    padding_mode: PaddingMode = "zeros",
) -> Array:
    """Transposed convolution of `x` with `weight` in 1, 2 or 3 dimensions.

    x (N, C_in, *i), weight (C_in, C_out/groups, *k) -> (N, C_out, *o) with, on each axis::

        o = (i - 1)·s + d·(k - 1) + 1 - 2·p + a

    Parameters
    ----------
    x
        float32 or float64, (N, C_in, *i), or (N, *i, C_in) with data_format="channels_last", or
        one example without the N axis. Any strides.
    weight
        (C_in, C_out/groups, *k) in every data format, unflipped, of the dtype of `x`. Its number
        of kernel axes is the number of spatial axes.
    bias
        (C_out,), or None.
    stride
        s: an integer or a fraction, `Fraction(3, 2)` or "3/2", or one per axis.
    padding
        p, the rows cropped at each end: an integer, one per axis, a (begin, end) pair per axis,
        "valid", "same", "same_upper" or "same_lower", as in `upconv.Geometry`.
    output_padding
        a, the rows added at the end: an integer, or one per axis.
    dilation
        d: an integer, or one per axis; 1 means none.
    groups
        A divisor of C_in and C_out; each group of channels is convolved separately.
    output_size
        The spatial size of the result, instead of `output_padding`.
    activation
        None, or one of `upconv.activations`, such as "relu" or ("leaky_relu", 0.2), applied last.
    out
        An array to write the result to, which is then returned; it must not overlap an argument.
    padding_mode
        "zeros", "circular", "reflect" or "replicate": that of the convolution whose matrix this
        operation is the transpose of. Instead of being cropped, the borders of the full output are
        added to the rows that the convolution pads with.

    Returns
    -------
    A new C-contiguous array of the dtype and data format of `x`, or `out`.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument.
    Source: arXiv 1603.07285, relationship 14; https://onnx.ai/onnx/operators/onnx__ConvTranspose.html

    Examples
    --------
    >>> import numpy as np, upconv
    >>> x = np.array([[[[0.0, 1.0], [2.0, 3.0]]]])
    >>> weight = np.array([[[[4.0, 1.0], [2.0, 3.0]]]])
    >>> upconv.conv_transpose(x, weight)[0, 0]
    array([[ 0.,  4.,  1.],
           [ 8., 16.,  6.],
           [ 4., 12.,  9.]])
    >>> ring, taps = np.array([[[1.0, 2.0, 3.0]]]), np.array([[[1.0, 10.0, 100.0]]])
    >>> upconv.conv_transpose(ring, taps, padding=1)[0, 0]
    array([ 12., 123., 230.])
    >>> upconv.conv_transpose(ring, taps, padding=1, padding_mode="circular")[0, 0]
    array([312., 123., 231.])
    """
    words = (True, activation, stride, padding, dilation, groups, output_padding, output_size)
    if padding_mode != "zeros":
        return padded.forward(Words(*words), x, weight, bias, data_format, out, padding_mode)
    return call.forward(words, x, weight, bias, data_format, out)


def conv(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: PerAxisStride = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    data_format: DataFormat = "channels_first",
    activation: Activation = None,
    out: Array | None = None,
    padding_mode: PaddingMode = "zeros",
) -> Array:
    """Convolution (correlation, unflipped) of `x` with `weight` in 1, 2 or 3 dimensions.

    x (N, C_in, *i), weight (C_out, C_in/groups, *k) -> (N, C_out, *o) with, on each axis::

        o = floor((i + 2·p - d·(k - 1) - 1)/s) + 1

    The arguments are those of `conv_transpose`, with the channel axes of the weight exchanged.
    `padding` adds zeros; "same" (and ONNX's "same_upper") gives o = ceil(i/s) with the odd zero at
    the end, "same_lower" with the odd zero at the start. `padding_mode` is "zeros", or another
    extension of x: "circular" (4 | 1 2 3 4 | 1), "reflect" (2 | 1 2 3 4 | 3) or "replicate"
    (1 | 1 2 3 4 | 4), with at most as many rows as there are inputs, one fewer for "reflect".

    Returns a new C-contiguous array of the dtype and data format of `x`, or `out`.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument.
    Source: arXiv 1603.07285, relationship 6; https://onnx.ai/onnx/operators/onnx__Conv.html

    Examples
    --------
    >>> import numpy as np, upconv
    >>> x = np.arange(16.0).reshape(1, 1, 4, 4)
    >>> upconv.conv(x, np.ones((1, 1, 3, 3)))[0, 0]
    array([[45., 54.],
           [81., 90.]])
    >>> ring = np.arange(4.0)[None, None]
    >>> upconv.conv(ring, np.ones((1, 1, 3)), padding=1, padding_mode="circular")
    array([[[4., 3., 6., 5.]]])
    """
    words = (False, activation, stride, padding, dilation, groups)
    if padding_mode != "zeros":
        return padded.forward(Words(*words), x, weight, bias, data_format, out, padding_mode)
    return call.forward(words, x, weight, bias, data_format, out)


def activate(z: ArrayLike, activation: Activation) -> Array:
    """Return `activation` of `z`, element by element, as a new array of its dtype.

    For training with an activation whose derivative is computed from its input, see
    `conv_transpose_backward`.

    >>> import numpy as np
    >>> activate(np.array([-4.0, 0.0, 1.5, 4.0]), "hard_swish")
    array([-0.   ,  0.   ,  1.125,  4.   ])
    """
    result = as_float_array(z, "z").copy()
    activations.apply(activations.as_activation(activation), result)
    return result


def conv_transpose_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    *,
    stride: PerAxisStride = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    output_size: PerAxis | None = None,
    data_format: DataFormat = "channels_first",
    activation: Activation = None,
    result: ArrayLike | None = None,
    pre_activation: ArrayLike | None = None,
    needs: Sequence[bool] = (True, True, True),
    overwrite: bool = False,
    padding_mode: PaddingMode = "zeros",
) -> Gradients:
    """Return the gradients of `conv_transpose` for x, weight and bias.

    `grad_output` has the shape of the result; the other arguments are those of the call. `needs`
    says which of the three to compute; the others are None. The input gradient is a convolution
    with the same weight.

    If the call had an `activation`, its derivative is computed from `result`, the array that the
    call returned, or from `pre_activation`, the result of the same call without the activation, to
    which `activate` applies it. `upconv.activations` says which of the two; the other is ignored.
    With `overwrite`, the memory of `grad_output` may be used for intermediate values; do not read
    it afterwards.

    Raises ArgumentError for an activation without the array that it needs, and for a leaky ReLU
    or ELU with a negative parameter; otherwise as `conv_transpose`.

    Examples
    --------
    >>> import numpy as np
    >>> from upconv import ops
    >>> x, weight = np.ones((1, 1, 2)), np.array([[[1.0, 10.0]]])
    >>> grad_x, grad_weight, grad_bias = ops.conv_transpose_backward(np.ones((1, 1, 3)), x, weight)
    >>> grad_x, grad_weight, grad_bias
    (array([[[11., 11.]]]), array([[[2., 2.]]]), array([3.]))
    """
    rows = (output_padding, output_size)
    words = Words(True, activation, stride, padding, dilation, groups, *rows)
    arrays = (grad_output, x, weight, _source(activation, result, pre_activation))
    wanted, over = as_flags(needs, "needs", 3), as_flag(overwrite, "overwrite")
    if padding_mode != "zeros":
        options = (data_format, wanted, padding_mode)
        return padded.backward(words, *arrays, *options, overwrite=over)
    return call.backward(words, *arrays, data_format, wanted, overwrite=over)


def conv_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    *,
    stride: PerAxisStride = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    data_format: DataFormat = "channels_first",
    activation: Activation = None,
    result: ArrayLike | None = None,
    pre_activation: ArrayLike | None = None,
    needs: Sequence[bool] = (True, True, True),
    overwrite: bool = False,
    padding_mode: PaddingMode = "zeros",
) -> Gradients:
    """Return the gradients of `conv` for x, weight and bias.

    `grad_output` has the shape of the result; the other arguments are those of the call. `needs`
    says which of the three to compute; the others are None. The input gradient is a transposed
    convolution with the same weight, which is where that operation gets its name. `activation`,
    `result`, `pre_activation` and `overwrite` are as in `conv_transpose_backward`.

    Examples
    --------
    >>> import numpy as np
    >>> from upconv import ops
    >>> x, weight = np.ones((1, 1, 3)), np.array([[[1.0, 10.0]]])
    >>> ops.conv_backward(np.ones((1, 1, 2)), x, weight)[0]
    array([[[ 1., 11., 10.]]])
    """
    words = Words(False, activation, stride, padding, dilation, groups)
    arrays = (grad_output, x, weight, _source(activation, result, pre_activation))
    wanted, over = as_flags(needs, "needs", 3), as_flag(overwrite, "overwrite")
    if padding_mode != "zeros":
        options = (data_format, wanted, padding_mode)
        return padded.backward(words, *arrays, *options, overwrite=over)
    return call.backward(words, *arrays, data_format, wanted, overwrite=over)


def _source(
    activation: Activation, result: ArrayLike | None, pre_activation: ArrayLike | None
) -> ArrayLike | None:
    """Return what the derivative of `activation` is computed from."""
    if activation is None or activations.is_from_result(activation):
        return result
    return pre_activation if activations.needs_input(activation) else result
