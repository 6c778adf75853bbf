"""Repaired copies of PyTorch modules: Upsample and Conv become Identity and ConvTranspose."""

from __future__ import annotations

import copy
import io
from collections import Counter
from typing import Any

import torch
from torch import fx, nn
from torch.nn.utils import parametrize
from torch.nn.utils.weight_norm import WeightNorm

from upconv import conventions, errors
from upconv.checkerboards.layers import Convolution, Resize, ResizeTo, Transpose
from upconv.checkerboards.readers.torch_modules import module_step
from upconv.checkerboards.repairs.repaired import (
    INTERPOLATED,
    READ_TWICE,
    Repaired,
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
        before = node.args[0] if node.args and isinstance(node.args[0], torch.fx.Node) else None
        step = module_step(modules[node.target]) if node.op == "call_module" else None
        if before is None or not isinstance(step, Convolution):
            continue
        if getattr(before.target, "__name__", "") == "interpolate":
            left.append(f"{node.target}: it reads a function interpolate, which is no module")
        resize = module_step(modules[before.target]) if before.op == "call_module" else None
        if not isinstance(resize, Resize | ResizeTo):
            continue
        name = f"{before.target} -> {node.target}"
        reason = _why_not(resize, before, calls[before.target], calls[node.target])
        reason = reason or rounded(modules[node.target].weight.dtype)
        if reason is None:
            assert isinstance(resize, Resize)  # noqa: S101 - else there is a reason
            try:
                new = _transposed(modules[node.target], resize, step)
            except errors.NotExpressibleError as error:
                reason = str(error)
            else:
                repaired.set_submodule(str(before.target), nn.Identity())
                repaired.set_submodule(node.target, new)
                done.append(f"{name}: one {type(new).__name__}")
                continue
        left.append(f"{name}: {reason}")
    return Repaired(repaired, done, left)


def traced(model: Any) -> Any:
    """Return the graph of a module with the modules that are steps in it whole; None without."""
    # While it traces, parameters are not there to be read.
    leaves = {id(module) for module in model.modules() if module_step(module) is not None}

    class Tracer(fx.Tracer):
        def is_leaf_module(self, m: Any, name: str) -> bool:
            return id(m) in leaves or super().is_leaf_module(m, name)

    try:
        return Tracer().trace(model)
    except Exception:  # control flow on values stops a trace in many ways
        return None


def equalize(model: nn.Module) -> Repaired:
    """Return a copy whose ConvTranspose weights all have even gains. This changes the function."""
    repaired = copy.deepcopy(model)
    done: list[str] = []
    left: list[str] = []
    for name, module in list(repaired.named_modules()):
        _with_a_weight_of_its_own(module)
        step = module_step(module)
        if not isinstance(step, Transpose):
            continue
        even = evened(name or type(module).__name__, step, done, left)
        if even is not None:
            with torch.no_grad():
                module.weight.copy_(torch.from_numpy(even))
    return Repaired(repaired, done, left)


def _with_a_weight_of_its_own(module: nn.Module) -> None:
    """Let a weight that is computed before each call, as weight_norm does, be what it is now."""
    if parametrize.is_parametrized(module, "weight"):
        parametrize.remove_parametrizations(module, "weight")
    for key, hook in list(module._forward_pre_hooks.items()):
        if isinstance(hook, WeightNorm) and hook.name == "weight":
            hook.remove(module)
            del module._forward_pre_hooks[key]


def _why_not(resize: Resize | ResizeTo, node: Any, *calls: int) -> str | None:
    if resize.mode != "nearest":
        return INTERPOLATED
    if isinstance(resize, ResizeTo):
        return "a resize to a size has no factor of its own"
    if len(node.users) > 1:
        return READ_TWICE
    return "a module that is called several times" if max(calls) > 1 else None


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
