"""Which positions an operation of Keras reads on each axis, the channels taken as the second."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from upconv.axis import Axis
from upconv.checkerboards.reads import Reads
from upconv.relations import Everything, Mode, Relation, Window, same_padding

Size: TypeAlias = tuple[int, ...]

WHOLE = Everything()
GONE = Everything(keeps=False)


class _Call(NamedTuple):
    """A call of an operation: its name, its shapes with the channels first, and their layout."""

    operation: Any
    kind: str
    before: Size
    after: Size
    last: bool

    def place(self, axis: int) -> int:
        """Return the place of an axis of the user with the channels first."""
        ndim = len(self.before)
        axis %= ndim
        if not self.last or ndim < 3 or axis == 0:
            return axis
        return 1 if axis == ndim - 1 else axis + 1


def reads_of(operation: Any, before: Size, after: Size, *, last: bool) -> Reads | None:
    """Return what an operation reads; None if its name does not say it."""
    if not type(operation).__module__.startswith(("keras.", "upconv.keras.")):
        return None
    kinds = [one.__name__ for one in type(operation).__mro__]
    for kind in kinds:
        for name, read in _OPERATIONS.items():
            if kind == name or (kind.startswith(name) and name in _PREFIXES):
                call = _Call(operation, kind, before, after, last)
                try:
                    return read(call)
                except (TypeError, ValueError, IndexError, AttributeError):
                    return None  # a form that was not foreseen
    return None


def _each(value: Any, ndim: int) -> Size:
    return tuple(value) if isinstance(value, list | tuple) else (int(value),) * ndim


def _convolution(call: _Call) -> Reads:
    layer, ndim = call.operation, len(call.before) - 2
    numbers = [_each(one, ndim) for one in (layer.kernel_size, layer.strides, layer.dilation_rate)]
    mode: Mode = getattr(layer, "padding_mode", "zeros") or "zeros"
    relations = _windows(zip(*numbers, strict=True), layer.padding, mode)
    return Reads({1: GONE} | dict(enumerate(relations, 2)))


def _pool(call: _Call) -> Reads:
    layer, ndim = call.operation, len(call.before) - 2
    kernel = _each(layer.pool_size, ndim)
    strides = _each(layer.strides or layer.pool_size, ndim)
    numbers = zip(kernel, strides, (1,) * ndim, strict=True)
    return Reads(dict(enumerate(_windows(numbers, layer.padding, "zeros"), 2)))


def _windows(numbers: Any, padding: str, mode: Mode) -> list[Relation]:
    found: list[Relation] = []
    for k, s, d in numbers:
        axis = Axis(k, s, d, 0, 0)
        if padding == "causal":
            found.append(Window(axis._replace(begin=d * (k - 1))))
        elif padding == "same":
            begin, end = same_padding(axis, s, "same")
            one = axis._replace(begin=begin, end=end)
            found.append(Window(one, mode, word="same" if s > 1 else None))
        else:
            found.append(Window(axis))
    return found


def _global(call: _Call) -> Reads:
    dims = tuple(range(2, len(call.before)))
    kept = len(call.after) == len(call.before)
    return Reads(dict.fromkeys(dims, GONE), () if kept else dims, word="global pooling")


def _adaptive(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(2, len(call.before)), GONE), word="adaptive pooling")


def _normalised(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(1, len(call.before)), WHOLE), word="normalization")


def _over_axis(word: str) -> Callable[[_Call], Reads]:
    def read(call: _Call) -> Reads:
        axis = call.operation.axis
        axes = axis if isinstance(axis, Sequence) else [axis]
        return Reads({call.place(int(n)): WHOLE for n in axes}, word=word)

    return read


def _reduced(call: _Call) -> Reads:
    axis = call.operation.axis
    axes = range(len(call.before)) if axis is None else axis
    axes = axes if isinstance(axes, Sequence) else [axes]
    dims = tuple(sorted(call.place(int(n)) for n in axes))
    kept = bool(getattr(call.operation, "keepdims", False))
    return Reads(dict.fromkeys(dims, GONE), () if kept else dims, word="global pooling")


def _attention(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(1, len(call.after)), WHOLE), word="attention")


def _recurrent(call: _Call) -> Reads:
    return Reads(dict.fromkeys(range(len(call.before)), WHOLE), word="recurrent layer")


def _joined(call: _Call) -> Reads:
    return Reads({call.place(int(call.operation.axis)): GONE}, word="concatenation along the axis")


def _pointwise(_: _Call) -> Reads:
    return Reads()


_PREFIXES = {
    "MaxPooling", "AveragePooling", "GlobalMaxPooling", "GlobalAveragePooling",
    "AdaptiveMaxPooling", "AdaptiveAveragePooling",
}  # fmt: skip
_OPERATIONS: Mapping[str, Callable[[_Call], Reads]] = {
    "BaseConv": _convolution,
    "BaseDepthwiseConv": _convolution,
    "BaseSeparableConv": _convolution,
    "MaxPooling": _pool,
    "AveragePooling": _pool,
    "GlobalMaxPooling": _global,
    "GlobalAveragePooling": _global,
    "AdaptiveMaxPooling": _adaptive,
    "AdaptiveAveragePooling": _adaptive,
    "GroupNormalization": _normalised,
    "LayerNormalization": _over_axis("normalization"),
    "UnitNormalization": _over_axis("normalization"),
    "Softmax": _over_axis("softmax"),
    "Mean": _reduced,
    "Max": _reduced,
    "Sum": _reduced,
    "Concatenate": _joined,
    "Attention": _attention,
    "AdditiveAttention": _attention,
    "MultiHeadAttention": _attention,
    "GroupedQueryAttention": _attention,
    "RNN": _recurrent,
    "Bidirectional": _recurrent,
} | dict.fromkeys(
    ("Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Average", "Maximum", "Minimum"),
    _pointwise,
)
