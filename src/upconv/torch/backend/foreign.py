"""Operators that the graph does not know: how to call them, and what is known of their results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import fx
from torch.utils import _pytree

from upconv.graph.operations import Foreign
from upconv.torch.backend import convolutions

__all__ = ["Call", "read"]

_ATEN = torch.ops.aten

# Operators whose results are always new memory, by name, and those that may also write it over an
# input: they have a variant with `out`.
_NEW = frozenset(
    (
        *("_native_batch_norm_legit", "native_batch_norm", "native_group_norm"),
        *("native_layer_norm", "convolution", "_prelu_kernel", "_softmax", "mean", "sum"),
        *("upsample_nearest1d", "upsample_nearest2d", "upsample_nearest3d", "upsample_linear1d"),
        *("upsample_bilinear2d", "upsample_trilinear3d", "upsample_bicubic2d"),
        *("reflection_pad1d", "reflection_pad2d", "reflection_pad3d", "replication_pad1d"),
        *("replication_pad2d", "replication_pad3d", "max_pool2d_with_indices"),
        *("max_pool3d_with_indices", "avg_pool2d", "avg_pool3d", "mm", "addmm", "bmm", "baddbmm"),
        *("cat", "clone", "_to_copy", "index"),
    )
)
_WRITING = {
    "aten.add.Tensor": _ATEN.add.out,
    "aten.sub.Tensor": _ATEN.sub.out,
    "aten.mul.Tensor": _ATEN.mul.out,
    "aten.div.Tensor": _ATEN.div.out,
    "aten.neg.default": _ATEN.neg.out,
    "aten.sin.default": _ATEN.sin.out,
    "aten.cos.default": _ATEN.cos.out,
    "aten.exp.default": _ATEN.exp.out,
    "aten.pow.Tensor_Scalar": _ATEN.pow.Tensor_Scalar_out,
    "aten.clamp.default": _ATEN.clamp.out,
    "aten.rsqrt.default": _ATEN.rsqrt.out,
    "aten.reciprocal.default": _ATEN.reciprocal.out,
}
_OURS: dict[Any, Callable[..., Any]] = {
    _ATEN.convolution.default: convolutions.forward,
    _ATEN.convolution_backward.default: convolutions.backward,
}
_NESTED = (list, tuple, dict, slice)
_VIEWS = (_ATEN.view.default, _ATEN._unsafe_view.default)


class Call:
    """A call of an operator as a function of the tensors and numbers that are not constants.

    `writing` is the variant that takes `out`, None if there is none.
    """

    def __init__(
        self, target: Any, args: Any, kwargs: Any, inputs: tuple[fx.Node, ...], writing: Any = None
    ) -> None:
        self.target, self.args, self.kwargs, self.inputs = target, args, kwargs, inputs
        self._writing = writing
        self._flat, self._form = _pytree.tree_flatten((list(args), dict(kwargs)))
        self._places = [
            (place, inputs.index(one))
            for place, one in enumerate(self._flat)
            if isinstance(one, fx.Node)
        ]
        # The usual case: arguments that are neither named nor in lists.
        self._plain = not kwargs and not any(isinstance(one, _NESTED) for one in args)

    def __call__(self, *values: Any, out: torch.Tensor | None = None) -> Any:
        filled = self._flat.copy()
        for place, number in self._places:
            filled[place] = values[number]
        if self._plain and out is None:
            return self.target(*filled)
        positional, named = _pytree.tree_unflatten(filled, self._form)
        if out is None:
            return self.target(*positional, **named)
        return self._writing(*positional, **named, out=out)


def read(
    module: fx.GraphModule, node: fx.Node, reason: str | None, *, free_layout: bool
) -> tuple[Foreign, tuple[fx.Node, ...]]:
    """Return the operation of a node, and the nodes whose values it takes.

    `reason` is why a known operator is left to PyTorch.
    """
    if node.op == "get_attr":
        value = _attribute(module, str(node.target))
        return Foreign(str(node.target), lambda: value, reason="a constant"), ()
    inputs = tuple(node.all_input_nodes)
    target: Any = node.target
    ours = False
    if node.op == "call_module":
        target = module.get_submodule(str(target))
    elif node.op == "call_method":
        target = _method(str(target))
    elif free_layout and target in _VIEWS:
        target = _ATEN.reshape.default
    elif target in _OURS and convolutions.computes(*map(_value, node.args[:3])):
        target, ours = _OURS[target], True
    name = _name(node)
    writing = _WRITING.get(name)
    call = Call(target, node.args, node.kwargs, inputs, writing)
    foreign = Foreign(
        name,
        call,
        fresh=writing is not None or name.removeprefix("aten.").partition(".")[0] in _NEW,
        elementwise=writing is not None,
        effect=_has_effect(node),
        reason=reason or "not in upconv's graph",
        ours=ours,
    )
    return foreign, inputs


def _value(argument: Any) -> Any:
    """Return what was traced for an argument: a tensor, a number or None."""
    return argument.meta.get("val") if isinstance(argument, fx.Node) else argument


def _name(node: fx.Node) -> str:
    if isinstance(node.target, torch._ops.OpOverload):
        return str(node.target)
    return str(getattr(node.target, "__name__", node.target))


def _has_effect(node: fx.Node) -> bool:
    target = node.target
    if node.is_impure():
        return True
    return isinstance(target, torch._ops.OpOverload) and (
        torch.Tag.nondeterministic_seeded in target.tags or target._schema.is_mutable
    )


def _attribute(module: Any, path: str) -> Any:
    for name in path.split("."):
        module = getattr(module, name)
    return module


def _method(name: str) -> Callable[..., Any]:
    return lambda value, *rest, **named: getattr(value, name)(*rest, **named)
