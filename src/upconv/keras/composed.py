"""The layers in Keras' own operations: for graphs that leave this process, and for XLA.

What Keras does not support is composed exactly from operations that it has: groups of a transposed
convolution, strides with dilation on TensorFlow, rows of output padding, channels first on
TensorFlow's CPU. No inserted zero is multiplied with a number of the input, so that an infinity
does not spread.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal, cast

import keras
from keras import ops

from upconv import padding_modes
from upconv.arguments import PaddingMode, Pairs
from upconv.axis import crop_of_word
from upconv.keras.fused import function_of
from upconv.keras.operation import Operation, Sizes

# More groups than this are computed by one grouped convolution instead of one operation each.
_MOST_PARTS = 8

# TensorFlow's CPU kernels support only channels last without groups, and transposed convolutions
# only without dilation; the other backends support everything needed here.
_LIMITED = keras.backend.backend() == "tensorflow"

_by_operator: Callable[[Operation, Any, Any], Any] | None = None
if keras.backend.backend() == "torch":
    from upconv.keras.backends import torch as _torch

    _by_operator = _torch.transposed


def composed(operation: Operation, x: Any, kernel: Any, bias: Any = None) -> Any:
    """Return the result with bias and activation, for the same tensors in the same layouts."""
    if _LIMITED and operation.data_format == "channels_first":
        axes = range(2, len(operation.stride) + 2)
        last = replace(operation, data_format="channels_last")
        y = composed(last, ops.transpose(x, (0, *axes, 1)), kernel, bias)
        return ops.transpose(y, (0, len(axes) + 1, *(axis - 1 for axis in axes)))
    if operation.padding_mode == "zeros":
        y = (_transposed if operation.transposed else _convolution)(operation, x, kernel)
    else:
        y = _padded(operation, x, kernel)
    if bias is not None:
        shape = [1] * (len(operation.stride) + 2)
        shape[operation.channel_axis] = -1
        y = ops.add(y, ops.reshape(bias, shape))
    return y if operation.activation is None else function_of(operation.activation)(y)


# Transposed convolutions.


def _transposed(operation: Operation, x: Any, kernel: Any) -> Any:
    if _by_operator is not None:
        return _by_operator(operation, x, kernel)
    if _LIMITED and max(operation.dilation) > 1:
        return _spread(operation, x, kernel)
    if operation.groups == 1:
        return _whole(operation, x, kernel)
    if operation.groups > _MOST_PARTS:
        return _spread(operation, x, kernel)
    return _by_group(_whole, operation, x, kernel)


def _whole(operation: Operation, x: Any, kernel: Any) -> Any:
    """Compute one group by `keras.ops.conv_transpose`."""
    extents = _extents(operation, kernel)
    axes = list(zip(extents, operation.stride, strict=True))
    crop = _pairs(operation)
    settings = {
        "strides": operation.stride,
        "data_format": operation.data_format,
        "dilation_rate": operation.dilation,
    }
    words: tuple[Literal["valid", "same"], ...] = ("valid", "same")
    for word in words:
        if crop == tuple(crop_of_word(word, extent, s, 0) for extent, s in axes):
            return ops.conv_transpose(x, kernel, padding=word, **settings)
    # "valid" gives every row that the kernel reaches, and zeros up to the stride.
    y = ops.conv_transpose(x, kernel, padding="valid", **settings)
    rows = tuple(
        (-begin, -end - max(s - extent, 0))
        for (begin, end), (extent, s) in zip(crop, axes, strict=True)
    )
    return _pad_or_crop(y, operation, rows)


def _spread(operation: Operation, x: Any, kernel: Any) -> Any:
    """Compute by inserting zeros, then a convolution at stride 1 with the flipped kernel."""
    first = _first_axis(operation)
    for axis, step in enumerate(operation.stride, first):
        x = zeros_between(x, axis, step)
    each = zip(_extents(operation, kernel), operation.stride, _pairs(operation), strict=True)
    rows = tuple((extent - 1 - b, extent - s - e) for extent, s, (b, e) in each)
    once = (1,) * len(operation.stride)
    convolution = replace(operation, transposed=False, stride=once, padding="valid")
    kernel = _regrouped(kernel, operation.groups)
    for axis in range(len(once)):  # OpenVINO flips one axis at a time
        kernel = ops.flip(kernel, axis)
    return _convolution(convolution, _pad_or_crop(x, operation, rows), kernel)


def _regrouped(kernel: Any, groups: int) -> Any:
    """Return (*k, C_out/groups, C_in) in a convolution's layout, (*k, C_in/groups, C_out)."""
    *size, outputs, channels = kernel.shape
    rank = len(size)
    kernel = ops.reshape(kernel, (*size, outputs, groups, channels // groups))
    kernel = ops.transpose(kernel, (*range(rank), rank + 2, rank + 1, rank))
    return ops.reshape(kernel, (*size, channels // groups, groups * outputs))


# Convolutions.


def _convolution(operation: Operation, x: Any, kernel: Any) -> Any:
    apart = _LIMITED and max(operation.stride) > 1 and max(operation.dilation) > 1
    if apart or not isinstance(operation.padding, str):
        x = _pad_or_crop(x, operation, _pads(operation, x, kernel))
        operation = replace(operation, padding="valid")
    if not apart:
        return _grouped(operation, x, kernel)
    once = (1,) * len(operation.stride)
    y = _grouped(replace(operation, stride=once), x, kernel)
    return y[_spatial(operation, [slice(None, None, s) for s in operation.stride])]


def _grouped(operation: Operation, x: Any, kernel: Any) -> Any:
    if operation.groups == 1 or not _LIMITED:
        return _convolve(operation, x, kernel)
    if kernel.shape[-2] == 1 and len(operation.stride) < 3 and len(set(operation.stride)) == 1:
        *size, _, outputs = kernel.shape
        groups = operation.groups
        each = ops.reshape(kernel, (*size, groups, outputs // groups))
        return ops.depthwise_conv(x, each, **_settings(operation))
    return _by_group(_convolve, operation, x, kernel)


def _convolve(operation: Operation, x: Any, kernel: Any) -> Any:
    return ops.conv(x, kernel, **_settings(operation))


def _settings(operation: Operation) -> dict[str, Any]:
    return {
        "strides": operation.stride,
        "padding": operation.padding,
        "data_format": operation.data_format,
        "dilation_rate": operation.dilation,
    }


def _pads(operation: Operation, x: Any, kernel: Any) -> Sequence[tuple[Any, Any]]:
    """Return the rows of zeros around x; sizes that TensorFlow does not know yet are tensors."""
    if not isinstance(operation.padding, str):
        return operation.padding
    if operation.padding == "valid":
        return [(0, 0)] * len(operation.stride)
    first = _first_axis(operation)
    sizes = ops.shape(x)[first : first + len(operation.stride)]
    each = zip(sizes, _extents(operation, kernel), operation.stride, strict=True)
    return [same_rows(*axis) for axis in each]


# Padding modes.


def _padded(operation: Operation, x: Any, kernel: Any) -> Any:
    """Extend the input of a convolution, or fold the full result of a transposed one."""
    mode = operation.padding_mode
    none = ((0, 0),) * len(operation.stride)
    bare = replace(operation, padding=none, padding_mode="zeros")
    pairs = _pads(operation, x, kernel)
    first = _first_axis(operation)
    if not operation.transposed:
        for axis, (begin, end) in enumerate(pairs, first):
            x = _extended(x, axis, begin, end, mode)
        return _convolution(bare, x, kernel)
    added, removed = padding_modes.apart(_pairs(operation))
    full = _pad_or_crop(_transposed(bare, x, kernel), operation, removed)
    for axis, (begin, end) in reversed(tuple(enumerate(added, first))):
        full = _folded(full, axis, begin, end, mode)
    return full


def _extended(x: Any, axis: int, begin: Any, end: Any, mode: PaddingMode) -> Any:
    """Return x with rows added to an axis; all sizes may be tensors."""
    size = ops.shape(x)[axis]
    if all(isinstance(n, int) for n in (size, begin, end)):
        if begin == end == 0:
            return x
        padding_modes.check(mode, ((begin, end),), (size,), "input")
    position = ops.arange(-begin, size + end, dtype="int32")
    if mode == "circular":
        source = ops.mod(position, size)
    elif mode == "reflect":
        source = size - 1 - ops.abs(size - 1 - ops.abs(position))
    else:
        source = ops.minimum(ops.maximum(position, 0), size - 1)
    return ops.take(x, source, axis)


def _folded(full: Any, axis: int, begin: int, end: int, mode: PaddingMode) -> Any:
    """Return `full` with its rows at both ends of an axis added to those that they copy."""

    def rows(y: Any, start: int | None, stop: int | None) -> Any:
        return y[(*[slice(None)] * axis, slice(start, stop))]

    size = ops.shape(full)[axis]
    if isinstance(size, int):
        inner_size = size - begin - end
        padding_modes.check(mode, ((begin, end),), (inner_size,), "output")
    inner = rows(full, begin, -end or None)
    for border in padding_modes.borders(mode, begin, end):
        found = rows(full, border.rows.start, border.rows.stop)
        if border.repeat:
            found = ops.sum(found, axis, keepdims=True)
        elif border.flipped:
            found = ops.flip(found, axis)
        start, stop = border.inputs.start, border.inputs.stop
        parts = [ops.add(rows(inner, start, stop), found)]
        if start != 0:
            parts.insert(0, rows(inner, None, start))
        if stop is not None:
            parts.append(rows(inner, stop, None))
        inner = ops.concatenate(parts, axis)
    return inner


# Parts.


def zeros_between(x: Any, axis: int, step: int) -> Any:
    """Return x with step - 1 zeros after every element along `axis`.

    One axis at a time and at most three axes, since LiteRT pads at most five.
    """
    if step == 1:
        return x
    sizes = list(ops.shape(x))
    behind = math.prod(sizes[axis + 1 :])
    x = ops.pad(ops.reshape(x, (-1, 1, behind)), [(0, 0), (0, step - 1), (0, 0)])
    unknown = [n for n, size in enumerate(sizes) if not isinstance(size, int)]
    sizes[axis] = sizes[axis] * step
    if len(unknown) == 1:
        sizes[unknown[0]] = -1
    return ops.reshape(x, sizes)


def same_rows(i: Any, extent: int, s: int) -> tuple[Any, Any]:
    """Return the rows that padding="same" adds around `i`, which may be a tensor."""
    needed = (i + s - 1) // s * s - s + extent - i
    total = max(needed, 0) if isinstance(i, int) else ops.maximum(needed, 0)
    return total // 2, total - total // 2


def _by_group(
    compute: Callable[[Operation, Any, Any], Any], operation: Operation, x: Any, kernel: Any
) -> Any:
    alone = replace(operation, groups=1)
    parts = ops.split(x, operation.groups, operation.channel_axis)
    kernels = ops.split(kernel, operation.groups, -1)
    results = [compute(alone, part, one) for part, one in zip(parts, kernels, strict=True)]
    return ops.concatenate(results, operation.channel_axis)


def _pad_or_crop(x: Any, operation: Operation, rows: Sequence[tuple[Any, Any]]) -> Any:
    """Return x with `rows` of zeros before and after each axis; negative numbers crop rows."""
    known = all(isinstance(row, int) for row in itertools.chain.from_iterable(rows))
    if not known or any(max(pair) > 0 for pair in rows):
        added = [(max(b, 0), max(e, 0)) for b, e in rows] if known else list(rows)
        around = [(0, 0)] * (len(rows) + 2)
        first = _first_axis(operation)
        around[first : first + len(rows)] = added
        x = ops.pad(x, around)
    if known and any(min(pair) < 0 for pair in rows):
        slices = [slice(max(-b, 0), e if e < 0 else None) for b, e in rows]
        x = x[_spatial(operation, slices)]
    return x


def _spatial(operation: Operation, indices: Sequence[slice]) -> tuple[slice, ...]:
    before = (slice(None),) * _first_axis(operation)
    return (*before, *indices)


def _first_axis(operation: Operation) -> int:
    return 2 if operation.data_format == "channels_first" else 1


def _pairs(operation: Operation) -> Pairs:
    """Return the crop of a transposed convolution, which always consists of pairs."""
    return cast("Pairs", operation.padding)


def _extents(operation: Operation, kernel: Any) -> Sizes:
    sizes = kernel.shape[:-2]
    return tuple(d * (k - 1) + 1 for k, d in zip(sizes, operation.dilation, strict=True))
