"""upconv itself, in both data formats, with the weight packed in every call or only once."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from upconv import ops
from upconv.bench.cases import Array, Arrays, Case
from upconv.bench.peers.ready import Ready, Setting, to_first, to_last
from upconv.engine.calls.packed_weight import PackedWeight


def start(threads: int) -> None:
    """Do nothing: the engine reads UPCONV_NUM_THREADS, which the measurement sets."""


def forward(
    case: Case, given: Arrays, _setting: Setting, *, last: bool, kept: bool = False
) -> Ready:
    settings = case.settings | _format(last)
    weight = PackedWeight(given.weight) if kept else given.weight
    run = partial(_forward, weight=weight, bias=given.bias, settings=settings)
    return Ready(_give(last), run, lambda y: [to_first(y) if last else y])


def backward(case: Case, given: Arrays, _setting: Setting, *, last: bool) -> Ready:
    settings = case.settings | _format(last)

    def run(x: Array, grad: Array) -> Any:
        _forward(x, given.weight, given.bias, settings)
        return ops.conv_transpose_backward(grad, x, given.weight, **settings)

    def take(grads: Any) -> list[Array]:
        grad_x, *others = grads
        return [to_first(grad_x) if last else grad_x, *others]

    return Ready(_give(last), run, take)


def _forward(
    x: Array, weight: Array | PackedWeight, bias: Array, settings: dict[str, Any]
) -> Array:
    return ops.conv_transpose(x, weight, bias, **settings)


def _format(last: bool) -> dict[str, Any]:
    return {"data_format": "channels_last" if last else "channels_first"}


def _give(last: bool) -> Any:
    return to_last if last else np.ascontiguousarray
