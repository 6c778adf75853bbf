"""The time of the same training step with PyTorch's own layers, measured in interleaved rounds."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import torch
from torch import nn

import upconv.torch

_ROUNDS = 7
_NATIVE: dict[type[nn.Module], type[nn.Module]] = {
    getattr(upconv.torch, name): getattr(nn, name)
    for name in upconv.torch.__all__
    if hasattr(nn, name)
}
_ACTIVATIONS: dict[str, Callable[..., nn.Module]] = {
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
}
_Module = TypeVar("_Module", bound=nn.Module)


@dataclass(frozen=True)
class Times:
    """The best step with each kind of layers, in seconds."""

    ours: float
    native: float
    rounds: int

    def __str__(self) -> str:
        ratio = self.native / self.ours
        return (
            f"A training step takes {1e3 * self.ours:.1f} ms with upconv's layers and "
            f"{1e3 * self.native:.1f} ms with PyTorch's own: {ratio:.2f} times as fast (the best "
            f"of {self.rounds} each, interleaved, {torch.get_num_threads()} threads)."
        )


def with_native_layers(module: _Module) -> _Module:
    """Return a copy of `module` with the same weights and PyTorch's own layers."""
    twin = copy.deepcopy(module)
    for parent in list(twin.modules()):
        for name, layer in list(parent.named_children()):
            native = _NATIVE.get(type(layer))
            if native is not None:
                activation = getattr(layer, "activation", None)
                layer.__class__ = native
                if activation is not None:  # a separate module, as is usual in PyTorch
                    setattr(parent, name, nn.Sequential(layer, _activation(activation)))
    return twin


def compare(
    module: _Module, losses: Callable[[_Module], Iterable[torch.Tensor]], rounds: int | None = None
) -> Times:
    """Time the losses and gradients with upconv's and with PyTorch's layers, interleaved."""
    rounds = rounds or _ROUNDS
    contestants = [copy.deepcopy(module).train(), with_native_layers(module).train()]
    ours, native = in_turns([partial(_step, losses, one) for one in contestants], rounds)
    return Times(ours, native, rounds)


def in_turns(contestants: Sequence[Callable[[], None]], rounds: int | None = None) -> list[float]:
    """Return the best time of each in seconds, after a first call that does not count."""
    rounds = rounds or _ROUNDS
    best = [float("inf")] * len(contestants)
    for number in range(rounds + 1):
        for which, contestant in enumerate(contestants):
            start = time.perf_counter()
            contestant()
            if number:
                best[which] = min(best[which], time.perf_counter() - start)
    return best


def _activation(activation: str | tuple[str, float]) -> nn.Module:
    name, *slope = (activation,) if isinstance(activation, str) else activation
    return _ACTIVATIONS[str(name)](*slope)


def _step(losses: Callable[[_Module], Iterable[torch.Tensor]], module: _Module) -> None:
    for loss in losses(module):
        torch.autograd.backward(loss)
