"""A graph of ATen operators, as `torch.compile` makes it, read into `upconv.graph`.

What is not known, or not on dense CPU tensors of float32 or float64, becomes `Foreign` with the
reason.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection
from typing import Any, TypeAlias

import torch
from torch import fx

from upconv.arguments import Pairs
from upconv.graph.nodes import ArrayType, Graph, Node
from upconv.graph.operations import (
    Activation,
    Add,
    BatchNorm,
    Concatenate,
    Convolution,
    Input,
    InstanceNorm,
    Item,
    MaxPool,
    Multiply,
    Operation,
    Resize,
    ZeroPad,
)
from upconv.layer import Words
from upconv.torch.backend import foreign
from upconv.torch.compute import DTYPES
from upconv.torch.settings import Settings

__all__ = ["read"]

Found: TypeAlias = "tuple[Operation, tuple[fx.Node, ...]] | str | None"
"""An operation with its inputs; or why it is not known; None if its name is not."""

_ATEN = torch.ops.aten


def read(module: fx.GraphModule, state: Collection[int], *, free_layout: bool) -> Graph:
    """Return the graph of `module`; `state` are the indices of arguments that are weights.

    With `free_layout`, views do not depend on the layout that their inputs had when traced.
    """
    made: dict[fx.Node, Node] = {}
    nodes: list[Node] = []
    results: tuple[Node | None, ...] = ()
    index = 0
    for one in module.graph.nodes:
        if one.op == "output":
            results = tuple(None if r is None else made[r] for r in one.args[0])
            continue
        inputs: tuple[fx.Node, ...] = ()
        operation: Operation
        if one.op == "placeholder":
            operation = Input(index, index in state and _is_watchable(one.meta.get("val")))
            index += 1
        else:
            found = _known(one)
            if isinstance(found, tuple):
                operation, inputs = found
            else:
                operation, inputs = foreign.read(module, one, found, free_layout=free_layout)
        if isinstance(operation, Item) and isinstance(made[inputs[0]].operation, _SINGLE):
            made[one] = made[inputs[0]]  # it has one result here
            continue
        if _is_same(one):
            made[one] = made[one.args[0]]
            continue
        node = Node(operation, tuple(made[i] for i in inputs), _type(one), _origin(one))
        made[one] = node
        nodes.append(node)
    return Graph(tuple(nodes), results)


def _known(node: fx.Node) -> Found:
    if node.op != "call_function":
        return None
    reader = _READERS.get(node.target)
    if reader is None:
        return None
    try:
        return reader(node, *node.args, **node.kwargs)
    except _UnknownError as reason:
        return str(reason)


class _UnknownError(Exception):
    """Why an operation, whose name is known, is left to PyTorch."""


def _need(condition: object, reason: str) -> None:
    if not condition:
        raise _UnknownError(reason)


# --- what is known of tensors


def _value(node: object) -> Any:
    return node.meta.get("val") if isinstance(node, fx.Node) else None


def _is_watchable(value: Any) -> bool:
    return _is_dense(value) and (value.dtype in DTYPES or not value.dtype.is_floating_point)


def _is_dense(value: Any) -> bool:
    return (
        isinstance(value, torch.Tensor)
        and value.device.type == "cpu"
        and value.layout is torch.strided
        and not value.is_complex()
    )


def _need_arrays(*nodes: object) -> None:
    """Check that all are dense CPU tensors, all float32 or all float64, none known to be empty."""
    values = [_value(node) for node in nodes]
    for value in values:
        _need(isinstance(value, torch.Tensor), "not of tensors alone")
        _need(_is_dense(value), f"on {value.device.type}, or not dense")
        _need(value.dtype in DTYPES, f"of {str(value.dtype).removeprefix('torch.')}")
        _need(value.dtype is values[0].dtype, "of different dtypes")
        empty = any(type(size) is int and size == 0 for size in value.shape)
        _need(not empty, "of an empty tensor")


def _type(node: fx.Node) -> ArrayType | None:
    value = _value(node)
    if not _is_dense(value):
        return None
    name = str(value.dtype).removeprefix("torch.")
    return ArrayType(name, tuple(s if type(s) is int else str(s) for s in value.shape))


def _origin(node: fx.Node) -> str:
    """Return the path of the module that the operation is in."""
    stack = node.meta.get("nn_module_stack") or {}
    if not stack:
        return ""
    path = str(list(stack.values())[-1][0])  # such as L['self']._modules['up']._modules['0']
    return re.sub(r"^L\['\w+'\]|\['|'\]|_modules", "", path).replace("..", ".").lstrip(".")


def _numbers(values: Any, rank: int) -> tuple[int, ...]:
    """Return one integer per axis."""
    _need(all(type(value) is int for value in values), "with sizes that are not known")
    return tuple(values) * (rank if len(values) == 1 else 1)


# --- the operators


def _convolution(
    _: fx.Node,
    x: fx.Node,
    weight: fx.Node,
    bias: fx.Node | None,
    stride: Any,
    padding: Any,
    dilation: Any,
    transposed: bool,
    output_padding: Any,
    groups: int,
) -> Found:
    given = (x, weight) if bias is None else (x, weight, bias)
    _need_arrays(*given)
    rank = _value(weight).dim() - 2
    _need(1 <= rank <= 3 and _value(x).dim() == rank + 2, "not of 1, 2 or 3 dimensions")
    pairs = tuple((p, p) for p in _numbers(padding, rank))
    rows = _numbers(output_padding, rank) if transposed else 0
    steps = (_numbers(stride, rank), pairs, _numbers(dilation, rank), groups)
    return Convolution(Words(transposed, None, *steps, rows)), given


def _ours(_: fx.Node, x: fx.Node, weight: fx.Node, bias: fx.Node | None, *rest: Any) -> Found:
    given = (x, weight) if bias is None else (x, weight, bias)
    _need_arrays(*given)
    settings = Settings.from_operator(rest)
    numbers = (*settings.padding, *settings.output_size)
    _need(all(type(number) is int for number in numbers), "with sizes that are not known")
    return Convolution(settings.words()), given


def _batch_norm(
    node: fx.Node,
    x: fx.Node,
    scale: fx.Node | None,
    shift: fx.Node | None,
    mean: fx.Node,
    variance: fx.Node,
    _momentum: float,
    eps: float,
) -> Found:
    given = (x, mean, variance, *(one for one in (scale, shift) if one is not None))
    _need_arrays(*given)
    others = [user for user in node.users if not _is_item(user, 0)]
    _need(not others, "whose statistics are read")
    return BatchNorm(eps, scale is not None, shift is not None), given


def _statistics_of_one(
    node: fx.Node,
    x: fx.Node,
    scale: fx.Node | None,
    shift: fx.Node | None,
    training: bool,
    _momentum: float,
    eps: float,
) -> Found:
    """Read an instance normalisation: for PyTorch, a batch of one example with more channels."""
    given = (x, *(one for one in (scale, shift) if one is not None))
    _need_arrays(*given)
    _need(training and _value(x).dim() > 2 and _is_one(_value(x).shape[0]), "over a batch")
    _need(all(_is_item(user, 0) for user in node.users), "whose statistics are read")
    return InstanceNorm(eps, scale is not None, shift is not None), given


def _is_one(size: Any) -> bool:
    return type(size) is int and size == 1


def _max_pool(
    node: fx.Node,
    x: fx.Node,
    size: Any,
    stride: Any = (),
    padding: Any = (0,),
    dilation: Any = (1,),
    ceil_mode: bool = False,
) -> Found:
    _need_arrays(x)
    rank = _value(x).dim() - 2
    _need(1 <= rank <= 3 and len(size) in (1, rank), "of an example without a batch")
    _need(all(_is_item(user, 0) for user in node.users), "whose indices are read")
    _need(not ceil_mode and set(_numbers(dilation, 1)) == {1}, "with dilation or ceil_mode")
    sizes = _numbers(size, rank)
    return MaxPool(sizes, _numbers(stride, rank) or sizes, _numbers(padding, rank)), (x,)


def _is_same(node: fx.Node) -> bool:
    """Return whether an operator returns its input as it is."""
    if node.target not in _RESHAPES:
        return False
    new, old = _value(node), _value(node.args[0])
    sizes = zip(new.shape, old.shape, strict=False)
    return new.dim() == old.dim() and all(a is b or str(a) == str(b) for a, b in sizes)


def _is_item(node: fx.Node, index: int) -> bool:
    return node.target is _getitem and bool(node.args[1] == index)


def _activation(name: str) -> Callable[..., Found]:
    def reader(_: fx.Node, z: fx.Node, *parameters: Any, **named: Any) -> Found:
        _need_arrays(z)
        word, parameter = name, 0.0
        if name == "leaky_relu":
            parameter = float(parameters[0]) if parameters else 0.01
        elif name == "elu":
            alpha, *scales = [*parameters, 1, 1, 1][:3]
            _need(all(scale == 1 for scale in scales) and not named, "with a scale of its own")
            parameter = float(alpha)
        elif name == "gelu" and named.get("approximate") == "tanh":
            word = "gelu_tanh"
        return Activation(word, parameter), (z,)

    return reader


def _binary(operation: Operation) -> Callable[..., Found]:
    def reader(_: fx.Node, x: Any, y: Any, alpha: Any = 1) -> Found:
        if not (isinstance(x, fx.Node) and isinstance(y, fx.Node)):
            return None
        if alpha != 1 or not isinstance(_value(x), torch.Tensor):
            return None
        _need_arrays(x, y)
        return operation, (x, y)

    return reader


def _concatenate(_: fx.Node, tensors: Any, axis: int = 0) -> Found:
    _need_arrays(*tensors)
    rank = _value(tensors[0]).dim()
    _need(all(_value(one).dim() == rank for one in tensors), "of tensors of different ranks")
    return Concatenate(axis % rank), tuple(tensors)


def _zero_pad(_: fx.Node, x: fx.Node, pads: Any, value: Any = 0) -> Found:
    _need_arrays(x)
    rank = _value(x).dim() - 2
    _need(value == 0, "with a value other than 0")
    _need(1 <= rank <= 3 and len(pads) <= 2 * rank, "on other than spatial axes")
    ends = [*_numbers(pads, 1), *(0,) * (2 * rank - len(pads))]
    _need(all(end >= 0 for end in ends), "that removes rows")
    pairs: Pairs = tuple((ends[2 * n], ends[2 * n + 1]) for n in reversed(range(rank)))
    return ZeroPad(pairs), (x,)


def _nearest(node: fx.Node, x: fx.Node, size: Any, *scales: Any, **named: Any) -> Found:
    _need_arrays(x)
    given = [*scales, *named.values()]
    old = _value(x).shape[2:]
    factors = []
    for n, (i, o) in enumerate(zip(old, _value(node).shape[2:], strict=True)):
        scale = given[n] if n < len(given) else None
        if scale is None:
            _need(type(i) is int and type(o) is int, "with sizes that are not known")
            scale = o / i
        # PyTorch's positions are rounded: only these are sure to repeat every value equally often.
        _need(scale in (1, 2, 4, 8, 16), "by another factor than 1, 2, 4, 8 or 16")
        factors.append(int(scale))
    del size
    return Resize(tuple(factors)), (x,)


def _item(_: fx.Node, values: fx.Node, index: int) -> Found:
    if isinstance(_value(values), tuple | list):
        return Item(index), (values,)
    return None


_getitem = operator.getitem

_SINGLE = (BatchNorm, InstanceNorm, MaxPool)
"""Operations of which the graph has the first result alone."""
_RESHAPES = (_ATEN.view.default, _ATEN._unsafe_view.default, _ATEN.expand.default)

_READERS: dict[Any, Callable[..., Found]] = {
    _ATEN.convolution.default: _convolution,
    torch.ops.upconv.convolution.default: _ours,
    _ATEN._native_batch_norm_legit_no_training.default: _batch_norm,
    _ATEN._native_batch_norm_legit.no_stats: _statistics_of_one,
    _ATEN.max_pool2d_with_indices.default: _max_pool,
    _ATEN.max_pool3d_with_indices.default: _max_pool,
    _ATEN.relu.default: _activation("relu"),
    _ATEN.leaky_relu.default: _activation("leaky_relu"),
    _ATEN.sigmoid.default: _activation("sigmoid"),
    _ATEN.tanh.default: _activation("tanh"),
    _ATEN.silu.default: _activation("silu"),
    _ATEN.gelu.default: _activation("gelu"),
    _ATEN.elu.default: _activation("elu"),
    _ATEN.hardswish.default: _activation("hard_swish"),
    _ATEN.add.Tensor: _binary(Add()),
    _ATEN.mul.Tensor: _binary(Multiply()),
    _ATEN.cat.default: _concatenate,
    _ATEN.constant_pad_nd.default: _zero_pad,
    _ATEN.upsample_nearest1d.default: _nearest,
    _ATEN.upsample_nearest2d.default: _nearest,
    _ATEN.upsample_nearest3d.default: _nearest,
    _getitem: _item,
}
