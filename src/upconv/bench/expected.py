"""The expected results of all libraries: tap by tap in float64, with NumPy only.

The loops over positions of `upconv.reference`, which the tests use, would take hours here. This
module shares no code with upconv's kernels either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from upconv.bench.cases import Array, Arrays, Case

# float32 sums of up to 16384 terms, and of up to 200,000 in a gradient, against float64.
TOLERANCE = 1e-4, 1e-3


def forward(case: Case, given: Arrays) -> tuple[Array]:
    """Return the result (N, C_out, *o)."""
    x, weight = _grouped(case, given)
    full = np.zeros((case.images, case.groups, weight.shape[2], *_full(case)))
    for tap, reached in _taps(case):
        stamp = weight[tap].swapaxes(-1, -2) @ x
        full[reached] += stamp.reshape(*stamp.shape[:-1], *case.spatial)
    whole = full.reshape(case.images, case.out_channels, *full.shape[3:])
    bias = given.bias.reshape(-1, *(1,) * case.ndim)
    return (whole[_inside(case, 2)] + bias,)


def backward(case: Case, given: Arrays) -> tuple[Array, Array, Array]:
    """Return the gradients of x, weight and bias."""
    x, weight = _grouped(case, given)
    full = np.zeros((case.images, case.groups, weight.shape[2], *_full(case)))
    shape = (*full.shape[:3], *case.out_spatial)
    full[_inside(case, 3)] = given.grad.reshape(shape)
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    for tap, reached in _taps(case):
        received = full[reached].reshape(*full.shape[:3], -1)
        grad_x += weight[tap] @ received
        grad_weight[tap] = (x @ received.swapaxes(-1, -2)).sum(axis=0)
    grad_bias = given.grad.sum(axis=(0, *range(2, given.grad.ndim)), dtype=np.float64)
    return grad_x.reshape(given.x.shape), grad_weight.reshape(given.weight.shape), grad_bias


def error(found: Sequence[Array], wanted: Sequence[Array]) -> float:
    """Return the largest difference relative to the largest value; inf for another shape."""
    if [a.shape for a in found] != [b.shape for b in wanted]:
        return float("inf")
    parts = (
        np.abs(a - b).max() / max(np.abs(b).max(), np.finfo(np.float32).tiny)
        for a, b in zip(found, wanted, strict=True)
    )
    worst = float(np.max(list(parts)))
    return float("inf") if np.isnan(worst) else worst


def _grouped(case: Case, given: Arrays) -> tuple[Array, Array]:
    """Return x as (N, g, C_in/g, positions) and the weight as (g, C_in/g, C_out/g, *k)."""
    g = case.groups
    x = given.x.reshape(case.images, g, case.in_channels // g, -1).astype(np.float64)
    shape = (g, case.in_channels // g, case.out_channels // g, *case.kernel)
    return x, given.weight.reshape(shape).astype(np.float64)


def _full(case: Case) -> tuple[int, ...]:
    axes = zip(case.spatial, case.kernel, case.stride, strict=True)
    return tuple((i - 1) * s + k for i, k, s in axes)


def _inside(case: Case, before: int) -> tuple[slice, ...]:
    """Return the index of a crop by p on every spatial axis, after `before` other axes."""
    kept = (slice(p, p + o) for p, o in zip(case.padding, case.out_spatial, strict=True))
    return (*(slice(None),) * before, *kept)


def _taps(case: Case) -> Iterator[tuple[Any, Any]]:
    """Yield the index of every tap, and the index (with step s) of the full outputs it reaches."""
    for tap in np.ndindex(*case.kernel):
        reached = (
            slice(t, t + (i - 1) * s + 1, s)
            for t, i, s in zip(tap, case.spatial, case.stride, strict=True)
        )
        yield (..., *tap), (*(slice(None),) * 3, *reached)
