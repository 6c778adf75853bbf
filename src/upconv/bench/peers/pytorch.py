"""Unmodified PyTorch, and with channels_last tensors."""

from __future__ import annotations

from typing import Any

import torch

from upconv.bench.cases import Array, Arrays, Case
from upconv.bench.peers.ready import Give, Ready, Setting, Unable

_LAST = {2: torch.channels_last, 3: torch.channels_last_3d}


def start(threads: int) -> None:
    torch.set_num_threads(threads)


def forward(case: Case, given: Arrays, _setting: Setting, *, last: bool) -> Ready:
    give = _giver(case, last)
    operation = _operation(case)
    weight, bias = give(given.weight), torch.from_numpy(given.bias)

    def run(x: Any) -> Any:
        with torch.inference_mode():
            return operation(x, weight, bias, **case.settings)

    return Ready(give, run, lambda y: [y.numpy()])


def backward(case: Case, given: Arrays, _setting: Setting, *, last: bool) -> Ready:
    give = _giver(case, last)
    operation = _operation(case)
    weight = give(given.weight).requires_grad_()
    bias = torch.from_numpy(given.bias).requires_grad_()

    def run(x: Any, grad: Any) -> Any:
        x.requires_grad_()
        y = operation(x, weight, bias, **case.settings)
        return torch.autograd.grad(y, (x, weight, bias), grad)

    def take(grads: Any) -> list[Array]:
        return [grad.numpy() for grad in grads]

    return Ready(give, run, take)


def _operation(case: Case) -> Any:
    return getattr(torch.nn.functional, f"conv_transpose{case.ndim}d")


def _giver(case: Case, last: bool) -> Give:
    if not last:
        return torch.from_numpy
    if case.ndim not in _LAST:
        raise Unable("PyTorch has no channels_last for one axis")
    layout = _LAST[case.ndim]
    return lambda array: torch.from_numpy(array).to(memory_format=layout)
