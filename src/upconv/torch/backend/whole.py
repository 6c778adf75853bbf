"""Resizes recorded as one operator each.

PyTorch's tracing replaces them by gathers with computed indices, which its compiler fuses, but
which are many passes over memory when they run one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch._decomp.decompositions import upsample_compute_output_size

_ATEN = torch.ops.aten
_KEYS = (
    torch._C.DispatchKey.CompositeImplicitAutograd,
    torch._C.DispatchKey.Autograd,
)
_NEAREST = (
    *("upsample_nearest1d", "upsample_nearest2d", "upsample_nearest3d"),
    *("_upsample_nearest_exact1d", "_upsample_nearest_exact2d", "_upsample_nearest_exact3d"),
)
# PyTorch cannot trace the backward passes of these for sizes that are not known.
_LINEAR = ("upsample_linear1d", "upsample_bilinear2d", "upsample_trilinear3d", "upsample_bicubic2d")


@contextmanager
def whole_operators() -> Iterator[None]:
    """Record resizes as operators. PyTorch compiles one graph at a time, under a lock."""
    before: list[tuple[Any, dict[Any, Any]]] = []
    try:
        for name in _NEAREST if torch.is_grad_enabled() else _NEAREST + _LINEAR:
            packet = getattr(_ATEN, name)
            for overload, own in ((packet.vec, _sized(packet.default)), (packet.default, None)):
                kernels = overload.py_kernels
                before.append((overload, {key: kernels[key] for key in _KEYS if key in kernels}))
                for key in _KEYS:
                    kernels.pop(key, None)
                    if own is not None:
                        kernels[key] = own
                overload._dispatch_cache.clear()
        yield
    finally:
        for overload, kernels in before:
            for key in _KEYS:
                overload.py_kernels.pop(key, None)
            overload.py_kernels.update(kernels)
            overload._dispatch_cache.clear()


def _sized(operator: Any) -> Any:
    """Return the variant that takes a size or factors, in terms of the one that takes both."""

    def call(x: torch.Tensor, size: Any, *rest: Any) -> Any:
        *aligned, factors = rest
        sizes = upsample_compute_output_size(x.size(), size, factors)  # type: ignore[no-untyped-call]
        given = factors or [None] * len(sizes)
        return operator(x, sizes, *aligned, *given)

    return call
