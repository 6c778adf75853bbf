"""Repaired copies of PyTorch modules: Upsample and Conv become Identity and ConvTranspose."""

from __future__ import annotations

import copy
import io
from collections import Counter
from dataclasses import replace
from typing import Any

import torch
from torch import fx, nn
from torch.nn.utils import parametrize
from torch.nn.utils.weight_norm import WeightNorm

from upconv import conventions, errors
from upconv.checkerboards.layers import Border, Convolution, Pad, Resize, ResizeTo, Transpose
from upconv.checkerboards.readers.torch_modules import module_step
from upconv.checkerboards.repairs.repaired import (
    INTERPOLATED,
    READ_TWICE,
    Bordered,
    Repaired,
    bordered,
    evened,
    one_layer,
    rounded,
)

ENDING = ".pt"


def write(model: nn.Module) -> bytes:
    """Return the content of the file that `torch.load(path, weights_only=False)` reads."""
    buffer = io.BytesIO()
    torch.save(model, buffer)
    return buffer.getvalue()


def fused(model: nn.Module) -> Repaired:
    """Return a copy in which nearest Upsample + Conv is one ConvTranspose: the same function."""
    repaired = copy.deepcopy(model)
    done: list[str] = []
    left: list[str] = []
    graph = traced(repaired)
    if graph is None:
        return Repaired(repaired, done, ["no graph: the control flow depends on values"])
    modules = dict(repaired.named_modules())
    calls = Counter(node.target for node in graph.nodes if node.op == "call_module")
    for node in graph.nodes:
        step = module_step(modules[node.target]) if node.op == "call_module" else None
        if not isinstance(step, Convolution):
            continue
        chain = _chain(node, modules)
        if chain is None:
            continue
        if isinstance(chain, str):
            left.append(f"{node.target}: {chain}")
            continue
        before, pads = chain
        name = f"{before.target} -> {node.target}"
        names = [one.target for one in (before, *pads, node)]
        new: Any = _why_not(modules[before.target], (before, *pads), max(calls[n] for n in names))
        new = new or rounded(modules[node.target].weight.dtype)
        new = new or _fused(modules[before.target], modules[node.target], pads, modules, step)
        if isinstance(new, str):
            left.append(f"{name}: {new}")
            continue
        first, fresh = new
        repaired.set_submodule(str(before.target), first)
        for one in pads:
            if _pad(modules[one.target]) is not None:
                repaired.set_submodule(str(one.target), nn.Identity())
        repaired.set_submodule(node.target, fresh)
        done.append(f"{name}: one {type(fresh).__name__}")
    return Repaired(repaired, done, left)


_PADS: dict[str, Border] = {
    "ZeroPad": "zeros",
    "ConstantPad": "constant",
    "ReflectionPad": "reflect",
    "ReplicationPad": "replicate",
    "CircularPad": "circular",
}
# These commute with a nearest resize.
_POINTWISE = (
    nn.Identity, nn.ReLU, nn.ReLU6, nn.LeakyReLU, nn.PReLU, nn.ELU, nn.SELU, nn.CELU, nn.GELU,
    nn.SiLU, nn.Mish, nn.Sigmoid, nn.Tanh, nn.Softplus, nn.Hardswish, nn.Hardsigmoid, nn.Dropout,
)  # fmt: skip
JOINED = "it reads a concatenation in the code of forward, which a copy cannot change"


def _chain(node: Any, modules: dict[str, nn.Module]) -> tuple[Any, list[Any]] | str | None:
    """Return the resize that a convolution reads and the modules between, or why not.

    None if there is no resize.
    """
    between: list[Any] = []
    before: Any = node.args[0] if node.args else None
    while _is_node(before):
        called = getattr(before.target, "__name__", str(before.target))
        if before.op == "call_module":
            module = modules[before.target]
            if isinstance(module_step(module), Resize | ResizeTo):
                return before, between
            if _pad(module) is None and not isinstance(module, _POINTWISE):
                return None
            between.insert(0, before)
        elif called == "interpolate":
            return "it reads a call of interpolate, which is not a module"
        elif called == "cat":
            parts = before.args[0] if before.args else ()
            return JOINED if any(_is_resized(one, modules) for one in parts) else None
        elif called == "pad" and _is_resized(before.args[0], modules):
            return "it reads a call of pad, which is not a module"
        else:
            return None
        before = before.args[0] if before.args else None
    return None


def _is_node(value: Any) -> bool:
    return isinstance(value, fx.Node)


def _is_resized(node: Any, modules: dict[str, nn.Module]) -> bool:
    """Return whether a value comes directly from a resize."""
    if not _is_node(node):
        return False
    if node.op == "call_module":
        return isinstance(module_step(modules[str(node.target)]), Resize | ResizeTo)
    return getattr(node.target, "__name__", "") == "interpolate"


def _pad(module: Any) -> Pad | None:
    """Return a module that adds a border as a step; None for any other."""
    kind = type(module).__name__
    mode = _PADS.get(kind[: -len("2d")])
    if mode is None or not type(module).__module__.startswith("torch.nn"):
        return None
    ends = list(module.padding)  # the last axis first
    pairs = tuple(zip(ends[::2], ends[1::2], strict=True))[::-1]
    if mode == "constant" and not module.value:
        mode = "zeros"
    return Pad(pairs, mode)


def _fused(
    resize: nn.Module,
    conv: Any,
    between: list[Any],
    modules: dict[str, nn.Module],
    step: Convolution,
) -> tuple[nn.Module, nn.Module] | str:
    """Return the replacement of a resize and a convolution with a border between, or why not."""
    scale = module_step(resize)
    assert isinstance(scale, Resize)  # noqa: S101 - checked by `_why_not`
    steps = [_pad(modules[one.target]) for one in between]
    given = [one for one in steps if one is not None]
    if None in steps[next((n for n, one in enumerate(steps) if one), len(steps)) :]:
        return "a function changes the border"
    if conv.padding_mode != "zeros":
        mode: Border = conv.padding_mode
        given.append(Pad(step.padding, mode))
        step = replace(step, padding=((0, 0),) * len(step.padding))
    if len(given) > 1:
        return "there are several borders between the two"
    found = bordered(scale, given[0], step) if given else step
    if isinstance(found, str):
        return found
    first: nn.Module = nn.Identity()
    if isinstance(found, Bordered):
        step = found.step
        if any(map(any, found.edge)):
            kind = "CircularPad" if found.mode == "circular" else "ReplicationPad"
            ends = [end for ends in reversed(found.edge) for end in ends]
            first = getattr(nn, f"{kind}{len(found.edge)}d")(tuple(ends))
    try:
        return first, _transposed(conv, scale, step)
    except errors.NotExpressibleError as error:
        return str(error)


def traced(model: Any) -> Any:
    """Return the graph of a module, with modules that are known steps as leaves; None if none."""
    # While it traces, parameters cannot be read.
    leaves = {id(module) for module in model.modules() if module_step(module) is not None}

    class Tracer(fx.Tracer):
        def is_leaf_module(self, m: Any, name: str) -> bool:
            return id(m) in leaves or super().is_leaf_module(m, name)

    try:
        return Tracer().trace(model)
    except Exception:  # control flow that depends on values fails in many ways
        return None


def equalize(model: nn.Module) -> Repaired:
    """Return a copy whose ConvTranspose weights all have even gains. This changes the function."""
    repaired = copy.deepcopy(model)
    done: list[str] = []
    left: list[str] = []
    for name, module in list(repaired.named_modules()):
        _without_old_weight_norm(module)
        step = module_step(module)
        if not isinstance(step, Transpose):
            continue
        even = evened(name or type(module).__name__, step, done, left)
        if even is None:
            continue
        weight = torch.from_numpy(even).to(module.weight.device, module.weight.dtype)
        try:
            # If the weight is computed, the tensors that it is computed from are set.
            module.weight = weight if _is_parametrized(module) else _like(module.weight, weight)
        except (NotImplementedError, RuntimeError, ValueError) as error:
            done.pop()
            why = errors.reason(error)
            left.append(f"{name}: its weight is computed by a function without an inverse ({why})")
    return Repaired(repaired, done, left)


def _is_parametrized(module: nn.Module) -> bool:
    return bool(parametrize.is_parametrized(module, "weight"))


def _like(old: Any, weight: torch.Tensor) -> nn.Parameter:
    return nn.Parameter(weight, requires_grad=old.requires_grad)


def _without_old_weight_norm(module: nn.Module) -> None:
    """Fix the weight, which a hook computes before each call, at its current value."""
    for key, hook in list(module._forward_pre_hooks.items()):
        if isinstance(hook, WeightNorm) and hook.name == "weight":
            hook.remove(module)
            del module._forward_pre_hooks[key]


def _why_not(module: nn.Module, nodes: tuple[Any, ...], calls: int) -> str | None:
    resize = module_step(module)
    if isinstance(resize, Resize | ResizeTo) and resize.mode != "nearest":
        return INTERPOLATED
    if isinstance(resize, ResizeTo):
        return "a resize to a size has no fixed factor"
    if any(len(node.users) > 1 for node in nodes):
        return READ_TWICE
    return "a module that is called several times" if calls > 1 else None


def _transposed(conv: Any, resize: Resize, step: Convolution) -> nn.Module:
    new = one_layer(resize, step)
    words: dict[str, Any] = conventions.to_framework("torch", new.geometry, groups=step.groups)
    kind = getattr(nn, f"ConvTranspose{step.weight.ndim - 2}d")
    layer: nn.Module = kind(
        conv.in_channels,
        conv.out_channels,
        **words,
        bias=conv.bias is not None,
        device=conv.weight.device,
        dtype=conv.weight.dtype,
    )
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(new.weight))  # type: ignore[operator]
        if conv.bias is not None:
            layer.bias.copy_(conv.bias)  # type: ignore[operator]
    layer.requires_grad_(conv.weight.requires_grad)
    return layer.train(conv.training)
