"""What is right: a loop over taps in float64, which shares no line with the package.

Operands are small integers, so every sum is exact and a result is right or wrong, not close.
"""

import itertools

import numpy as np


def forward(case, x, weight, bias):
    """Return the result of a case's convolution, without its activation."""
    y = np.zeros((len(x), case.kind.c_out, *case.output_size))
    for tap, source, target in _taps(case):
        term = np.einsum(
            "ngc...,gcm->ngm...", _by_group(case, x[source]), weight_at(case, weight, tap)
        )
        y[target] += term.reshape(len(x), case.kind.c_out, *term.shape[3:])
    if bias is not None:
        y += bias.reshape(-1, *(1,) * len(case.size))
    return y


def backward(case, grad, x, weight):
    """Return the gradients for x, the weight and the bias."""
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    for tap, source, target in _taps(case):
        g, w = _by_group(case, grad[target]), weight_at(case, weight, tap)
        term = np.einsum("ngm...,gcm->ngc...", g, w)
        grad_x[source] += term.reshape(len(x), case.kind.c_in, *term.shape[3:])
        space = "xyz"[: len(case.size)]
        sums = np.einsum(f"ngc{space},ngm{space}->gcm", _by_group(case, x[source]), g)
        weight_at(case, grad_weight, tap)[...] = sums
    return grad_x, grad_weight, grad.sum(axis=(0, *range(2, grad.ndim)))


ACTIVATIONS = {
    None: lambda y: y,
    "relu": lambda y: np.maximum(y, 0),
    ("leaky_relu", 0.25): lambda y: np.where(y < 0, 0.25 * y, y),
    "sigmoid": lambda y: 1 / (1 + np.exp(-y)),
    "tanh": np.tanh,
}
DERIVATIVES = {
    None: np.ones_like,
    "relu": lambda y: (y > 0).astype(float),
    ("leaky_relu", 0.25): lambda y: np.where(y > 0, 1, 0.25),
    "sigmoid": lambda y: y * (1 - y),
    "tanh": lambda y: 1 - y * y,
}
EXACT = (None, "relu", ("leaky_relu", 0.25))


def weight_at(case, weight, tap):
    """Return a view of the weight of one tap: (groups, C_in/groups, C_out/groups)."""
    kind, g = case.kind, case.kind.groups
    at = weight[(slice(None), slice(None), *tap)]
    # (C_in, C_out/groups), and of a convolution (C_out, C_in/groups)
    return _split(at, g) if kind.transposed else _split(at, g).transpose(0, 2, 1)


def _split(matrix, groups):
    """Return (G·A, B) as (G, A, B), without a copy whatever the strides are."""
    rows, columns = matrix.shape
    first, second = matrix.strides
    each = rows // groups
    return np.lib.stride_tricks.as_strided(
        matrix, (groups, each, columns), (first * each, first, second)
    )


def _by_group(case, values):
    n, channels, *size = values.shape
    return values.reshape(n, case.kind.groups, channels // case.kind.groups, *size)


def _taps(case):
    """Yield each tap with the slices of the input and of the output that it links."""
    kind = case.kind
    small, large = (
        (case.size, case.output_size) if kind.transposed else (case.output_size, case.size)
    )
    for tap in itertools.product(*map(range, kind.kernel)):
        low, high = [], []
        for t, d, s, begin, u, v in zip(
            tap, kind.dilation, kind.stride, case.begin, small, large, strict=True
        ):
            offset = (
                t * d - begin
            )  # element q of the small side meets s·q + offset of the large one
            first = max(0, -(offset // s))
            last = min(u - 1, (v - 1 - offset) // s)
            low.append(slice(first, max(last + 1, first)))
            start = s * first + offset
            high.append(
                slice(start, start + max(last - first, -1) * s + 1, s)
                if last >= first
                else slice(0, 0)
            )
        both = (slice(None), slice(None), *low), (slice(None), slice(None), *high)
        yield (tap, *both) if kind.transposed else (tap, both[1], both[0])
