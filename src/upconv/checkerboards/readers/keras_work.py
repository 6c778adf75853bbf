"""What an operation of Keras costs: multiply-adds, parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from upconv import conventions
from upconv.arguments import Pairs
from upconv.axis import split_crop
from upconv.checkerboards.work import Convolved, Size, Work

Counted: TypeAlias = tuple[Convolved | None, int | None]

BETWEEN_LAYERS = "it is computed outside of layers, in a model that is no graph"
OWN = "a layer of its own, whose call is not known"
UNCOUNTED = "the multiply-adds of {} are not known"

_OWN = ("keras.src.", "upconv.keras.")
# Of Keras' layers and operations these multiply and add besides those of `_LAYERS`; all others are
# pointwise, sums, or move values.
_MULTIPLY = re.compile(
    r"Attention|LSTM|GRU|RNN|Recurrent|Bidirectional|TimeDistributed|Lambda|Einsum|Dot$|dot|Inner"
    r"|Outer|Cross$|Cell|Conv|Correlate|FFT|Wrapper|SpectralNormalization|TFSM|Jax|Flax|TorchModule"
)
_VIEWS = re.compile(
    r"(Reshape|Flatten|Permute|Transpose|RepeatVector|ExpandDims|Squeeze|Moveaxis|Swapaxes|GetItem"
    r"|Split|Unstack|Identity|Cast|Copy)\d?D?$"
)


def work_of(
    operation: Any, inputs: Sequence[Size], outputs: Sequence[Size], given: Sequence[Any]
) -> Work:
    """Return what a call of an operation is and costs; `given` are the tensors that it read."""
    kind = type(operation).__name__
    shape = tuple(outputs[0]) if outputs else ()
    parameters = {f"{id(one)}": math.prod(one.shape) for one in _weights(operation, given)}
    plain: dict[str, Any] = {"kind": kind, "parameters": tuple(parameters.items()), "shape": shape}
    if not type(operation).__module__.startswith(_OWN):
        return Work(**plain, multiply_adds=None, reason=OWN)
    counted = next((read for name, read in _LAYERS.items() if _is(operation, name)), None)
    if counted is not None:
        convolved, number = counted(operation, inputs, shape)
        if number is not None:
            return Work(**plain, convolved=convolved, multiply_adds=number)
    if counted is not None or _MULTIPLY.search(kind):
        return Work(**plain, multiply_adds=None, reason=UNCOUNTED.format(kind))
    view = _VIEWS.match(kind) is not None
    return Work(**plain, view=view, scale=_pooled(operation, kind, len(shape) - 2))


def _weights(operation: Any, given: Sequence[Any]) -> list[Any]:
    """Return the weights of a layer, or the variables that a function reads."""
    own = getattr(operation, "weights", None)
    return list(own) if own is not None else [one for one in given if hasattr(one, "assign")]


def _is(operation: Any, name: str) -> bool:
    return any(
        kind.__name__ == name and kind.__module__.startswith("keras.")
        for kind in type(operation).__mro__
    )


def _pooled(operation: Any, kind: str, ndim: int) -> tuple[Fraction, ...] | None:
    """Return the scale of a pooling with a stride."""
    stride = getattr(operation, "strides", None) or getattr(operation, "pool_size", None)
    if "Pool" not in kind or stride is None or ndim < 1:
        return None
    return tuple(Fraction(1, s) for s in _each(stride, ndim))


def _each(value: Any, ndim: int) -> Size:
    return tuple(value) if isinstance(value, list | tuple) else (int(value),) * ndim


def _pixels(layer: Any, shape: Size) -> Size:
    return shape[2:] if getattr(layer, "data_format", None) == "channels_first" else shape[1:-1]


def _pads(padding: str, kernel: Size, dilation: Size) -> Pairs:
    """Return the pads of a stride of 1, which no count depends on."""
    totals = [d * (k - 1) for k, d in zip(kernel, dilation, strict=True)]
    return tuple(split_crop(0 if padding == "valid" else total, "same") for total in totals)


def _plain(layer: Any, kernel: Size, groups: int, inputs: Sequence[Size], shape: Size) -> Counted:
    """Return a convolution with a kernel (*k, C_in/groups, C_out)."""
    *spatial, rows, columns = kernel
    weight = (columns, rows, *spatial)
    dilation = _each(layer.dilation_rate, len(spatial))
    pads = _pads(layer.padding, tuple(spatial), dilation)
    stride = _each(layer.strides, len(spatial))
    one = Convolved.plain(weight, stride, dilation, groups, pads)
    return one, one.multiply_adds(shape[0], _pixels(layer, inputs[0]), _pixels(layer, shape))


def _convolution(layer: Any, inputs: Sequence[Size], shape: Size) -> Counted:
    return _plain(layer, tuple(layer.kernel.shape), layer.groups, inputs, shape)


def _depthwise(layer: Any, inputs: Sequence[Size], shape: Size) -> Counted:
    *spatial, channels, times = layer.kernel.shape
    return _plain(layer, (*spatial, 1, channels * times), channels, inputs, shape)


def _separable(layer: Any, inputs: Sequence[Size], shape: Size) -> Counted:
    *spatial, channels, _ = layer.depthwise_kernel.shape
    c_out = layer.pointwise_kernel.shape[-1]
    one, _ = _plain(layer, (*spatial, channels, c_out), 1, inputs, shape)
    each = math.prod(layer.depthwise_kernel.shape) + math.prod(layer.pointwise_kernel.shape)
    return one, each * shape[0] * math.prod(_pixels(layer, shape))


def _transposed(layer: Any, inputs: Sequence[Size], shape: Size) -> Counted:
    *spatial, c_out, c_in = layer.kernel.shape
    groups = getattr(layer, "groups", 1)
    geometry = conventions.framework("keras").from_arguments(
        kernel_size=tuple(spatial),
        strides=_each(layer.strides, len(spatial)),
        padding=layer.padding,
        output_padding=layer.output_padding,
        dilation_rate=_each(layer.dilation_rate, len(spatial)),
    )
    one = Convolved.of_geometry(geometry, (c_in, c_out, *spatial), groups)
    return one, one.multiply_adds(shape[0], _pixels(layer, inputs[0]), _pixels(layer, shape))


def _dense(layer: Any, inputs: Sequence[Size], shape: Size) -> Counted:
    del layer
    return None, math.prod(shape) * inputs[0][-1]


def _matmul(operation: Any, inputs: Sequence[Size], shape: Size) -> Counted:
    del operation
    return None, math.prod(shape) * inputs[0][-1] if len(inputs) == 2 else None


class _Called:
    """A function that was called with a kernel, as the layer that it is like."""

    def __init__(self, operation: Any, kernel: Size) -> None:
        self._operation = operation
        self.kernel = self
        self.shape = kernel

    def __getattr__(self, name: str) -> Any:
        return getattr(self._operation, name)


def _function(read: Callable[[Any, Any, Size], Counted]) -> Callable[..., Counted]:
    def counted(operation: Any, inputs: Sequence[Size], shape: Size) -> Counted:
        if len(inputs) < 2:
            return None, None
        return read(_Called(operation, tuple(inputs[1])), inputs, shape)

    return counted


def _convolution_function(called: Any, inputs: Sequence[Size], shape: Size) -> Counted:
    first = called.data_format == "channels_first"
    groups = inputs[0][1 if first else -1] // called.shape[-2]
    return _plain(called, called.shape, groups, inputs, shape)


_LAYERS: dict[str, Callable[..., Counted]] = {
    "BaseConvTranspose": _transposed,
    "BaseConv": _convolution,
    "BaseDepthwiseConv": _depthwise,
    "BaseSeparableConv": _separable,
    "Dense": _dense,
    "Matmul": _matmul,
    "Conv": _function(_convolution_function),
    "ConvTranspose": _function(_transposed),
}
