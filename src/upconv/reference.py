"""The transposed convolution in its four textbook forms, as plain loops. Never optimised.

Everything else is tested against this file, so it shares no code with it and imports NumPy only.
All four functions have the same signature, accept any rank, compute in float64 and agree exactly
on small integers. `x` is (N, C_in, *i), `weight` (C_in, C_out/groups, *k), the result
(N, C_out, *o); letters as in arXiv 1603.07285. `padding` is p, one p per axis, or one
(begin, end) pair per axis. `scatter`, `matrix` and `convolution` also take a `padding_mode`:
"zeros", "circular", "reflect" or "replicate".

A stride may be a fraction s/q, such as `Fraction(3, 2)`: then every q-th element of the result for
stride s is the result, and a convolution reads q - 1 zeros between neighbours of its input.

>>> import numpy as np
>>> x = np.array([[[[0, 1], [2, 3]]]])
>>> weight = np.array([[[[4, 1], [2, 3]]]])
>>> for form in (scatter, zero_insertion, matrix, phases):
...     print(form(x, weight)[0, 0].astype(int).tolist())
[[0, 4, 1], [8, 16, 6], [4, 12, 9]]
[[0, 4, 1], [8, 16, 6], [4, 12, 9]]
[[0, 4, 1], [8, 16, 6], [4, 12, 9]]
[[0, 4, 1], [8, 16, 6], [4, 12, 9]]
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
PerAxis: TypeAlias = int | Sequence[int]
Strides: TypeAlias = int | Fraction | Sequence[int | Fraction]
Crop: TypeAlias = int | Sequence[int] | Sequence[tuple[int, int]]

_NUMPYS = {"circular": "wrap", "reflect": "reflect", "replicate": "edge"}  # names of np.pad


def scatter(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Strides = 1,
    padding: Crop = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Array:
    """Add a copy of the kernel, scaled by the input value, at the position of each input.

    What falls on the padding is dropped, or with a `padding_mode` added to the element that the
    padding was copied from.
    """
    x, weight, s, q, d, begin, end = _read(x, weight, stride, padding, output_padding, dilation)
    c_out = weight.shape[1] * groups
    full = _full_size(x, weight, s, d)
    y = np.zeros((len(x), c_out, *full))
    for n in range(len(x)):
        for c in range(x.shape[1]):
            for m in range(weight.shape[1]):
                out_channel = _group_of(c, x.shape[1], groups) * weight.shape[1] + m
                for position in np.ndindex(*x.shape[2:]):
                    for tap in np.ndindex(*weight.shape[2:]):
                        where = tuple(
                            n_ * s_ + t * d_
                            for n_, s_, t, d_ in zip(position, s, tap, d, strict=True)
                        )
                        product = x[(n, c, *position)] * weight[(c, m, *tap)]
                        y[(n, out_channel, *where)] += product
    if padding_mode == "zeros":
        return _add_bias(_every(_cropped(y, begin, end), q), bias)
    o = tuple(f - b - e for f, b, e in zip(full, begin, end, strict=True))
    folded = np.zeros((len(x), c_out, *o))
    for position in np.ndindex(*full):
        target = [p - b for p, b in zip(position, begin, strict=True)]
        where = tuple(_source(u, n, padding_mode) for u, n in zip(target, o, strict=True))
        folded[(slice(None), slice(None), *where)] += y[(slice(None), slice(None), *position)]
    return _add_bias(folded, bias)


def zero_insertion(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Strides = 1,
    padding: Crop = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Insert z = s - 1 zeros, pad by p' = d·(k - 1) - p, convolve with the flipped kernel."""
    x, weight, s, q, d, begin, end = _read(x, weight, stride, padding, output_padding, dilation)
    ndim = x.ndim - 2
    z = _spread(x, s)
    around = [d_ * (k - 1) for d_, k in zip(d, weight.shape[2:], strict=True)]
    before = [a - b for a, b in zip(around, begin, strict=True)]
    after = [a - e for a, e in zip(around, end, strict=True)]
    padded = _cropped(z, [-b for b in before], [-a for a in after])
    flipped = weight[(slice(None), slice(None), *(slice(None, None, -1),) * ndim)]
    per_group = weight.shape[0] // groups
    blocks = [flipped[g * per_group : (g + 1) * per_group].swapaxes(0, 1) for g in range(groups)]
    return convolution(padded, np.concatenate(blocks), bias, stride=q, dilation=d, groups=groups)


def matrix(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Strides = 1,
    padding: Crop = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Array:
    """Multiply by the transpose of the matrix of the matching convolution, with its padding.

    That convolution maps o to i, with the same stride, padding and dilation.
    """
    x, weight, s, q, d, begin, end = _read(x, weight, stride, padding, output_padding, dilation)
    full = _full_size(x, weight, s, d)
    o = tuple(-(-(f - b - e) // q_) for f, b, e, q_ in zip(full, begin, end, q, strict=True))
    per_group = weight.shape[0] // groups
    results = []
    for g in range(groups):
        channels = slice(g * per_group, (g + 1) * per_group)
        c = convolution_matrix(
            weight[channels], o, x.shape[2:], s, d, begin, padding_mode, spread=q
        )
        columns = x[:, channels].reshape(len(x), c.shape[0])
        results.append((columns @ c).reshape(len(x), weight.shape[1], *o))
    return _add_bias(np.concatenate(results, axis=1), bias)


def phases(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Strides = 1,
    padding: Crop = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Write each output once: o = s·n + r, and tap t reads input n + (r + begin - t·d)/s."""
    x, weight, s, q, d, begin, end = _read(x, weight, stride, padding, output_padding, dilation)
    full = _full_size(x, weight, s, d)
    o = tuple(-(-(f - b - e) // q_) for f, b, e, q_ in zip(full, begin, end, q, strict=True))
    per_group = weight.shape[0] // groups
    y = np.zeros((len(x), weight.shape[1] * groups, *o))
    for index in np.ndindex(*y.shape):
        n, out_channel, *position = index
        g, m = divmod(out_channel, weight.shape[1])
        total = 0.0
        for tap in np.ndindex(*weight.shape[2:]):
            distance = [
                u * q_ + b - t * d_
                for u, q_, b, t, d_ in zip(position, q, begin, tap, d, strict=True)
            ]
            if any(far % s_ for far, s_ in zip(distance, s, strict=True)):
                continue
            source = [far // s_ for far, s_ in zip(distance, s, strict=True)]
            if all(0 <= u < i for u, i in zip(source, x.shape[2:], strict=True)):
                for c in range(g * per_group, (g + 1) * per_group):
                    total += x[(n, c, *source)] * weight[(c, m, *tap)]
        y[index] = total
    return _add_bias(y, bias)


def convolution(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Strides = 1,
    padding: Crop = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Array:
    """The ordinary convolution: weight (C_out, C_in/groups, *k), zeros added around x."""
    x, weight, s, q, d, begin, end = _read(x, weight, stride, padding, 0, dilation)
    if padding_mode != "zeros":
        rows = [(max(b, 0), max(e, 0)) for b, e in zip(begin, end, strict=True)]
        name: Any = _NUMPYS[padding_mode]
        x = np.pad(x, [(0, 0), (0, 0), *rows], mode=name)
        begin, end = [min(b, 0) for b in begin], [min(e, 0) for e in end]
    x = _cropped(_spread(x, q), [-b for b in begin], [-e for e in end])
    o = tuple(
        (i - d_ * (k - 1) - 1) // s_ + 1
        for i, k, s_, d_ in zip(x.shape[2:], weight.shape[2:], s, d, strict=True)
    )
    y = np.zeros((len(x), weight.shape[0], *o))
    for index in np.ndindex(*y.shape):
        n, m, *position = index
        first = _group_of(m, weight.shape[0], groups) * weight.shape[1]
        total = 0.0
        for tap in np.ndindex(*weight.shape[2:]):
            source = [n_ * s_ + t * d_ for n_, s_, t, d_ in zip(position, s, tap, d, strict=True)]
            for c in range(weight.shape[1]):
                total += x[(n, first + c, *source)] * weight[(m, c, *tap)]
        y[index] = total
    return _add_bias(y, bias)


def convolution_matrix(
    weight: Array,
    input_size: Sequence[int],
    output_size: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
    begin: Sequence[int],
    padding_mode: str = "zeros",
    spread: Sequence[int] = (1, 1, 1),
) -> Array:
    """The matrix C of a convolution: C @ x.ravel() is its raveled output.

    weight (C_out, C_in, *k) -> (C_out·Πo, C_in·Πi); kernel elements that fall on the padding have
    no column, or with a `padding_mode` the column of the input that the padding copies. Those that
    fall on one of the `spread` - 1 zeros between inputs have none either.
    """
    c_out, c_in = weight.shape[:2]
    c = np.zeros((c_out, *output_size, c_in, *input_size))
    for m in range(c_out):
        for position in np.ndindex(*output_size):
            for tap in np.ndindex(*weight.shape[2:]):
                place = [
                    q * s + t * d - b
                    for q, s, t, d, b in zip(position, stride, tap, dilation, begin, strict=True)
                ]
                if any(u % gap for u, gap in zip(place, spread, strict=False)):
                    continue
                source = [u // gap for u, gap in zip(place, spread, strict=False)]
                if padding_mode != "zeros":
                    both = zip(source, input_size, strict=True)
                    source = [_source(u, i, padding_mode) for u, i in both]
                if all(0 <= u < i for u, i in zip(source, input_size, strict=True)):
                    for channel in range(c_in):
                        c[(m, *position, channel, *source)] += weight[(m, channel, *tap)]
    return c.reshape(c_out * int(np.prod(output_size)), c_in * int(np.prod(input_size)))


def _read(
    x: ArrayLike,
    weight: ArrayLike,
    stride: Strides,
    padding: Crop,
    output_padding: PerAxis,
    dilation: PerAxis,
) -> tuple[Array, Array, list[int], list[int], list[int], list[int], list[int]]:
    """Return float64 arrays and one number per axis: x, weight, s, q, d, begin, end."""
    x, weight = np.asarray(x, np.float64), np.asarray(weight, np.float64)
    ndim = x.ndim - 2

    def per_axis(value: Any) -> list[Any]:
        return list(value) if isinstance(value, Sequence) else [value] * ndim

    pairs = [
        entry if isinstance(entry, Sequence) else (entry, entry) for entry in per_axis(padding)
    ]
    rows = per_axis(output_padding)
    end = [pair[1] - a for pair, a in zip(pairs, rows, strict=True)]
    strides = [Fraction(s) for s in per_axis(stride)]
    p, q = [s.numerator for s in strides], [s.denominator for s in strides]
    return x, weight, p, q, per_axis(dilation), [pair[0] for pair in pairs], end


def _full_size(x: Array, weight: Array, s: Sequence[int], d: Sequence[int]) -> tuple[int, ...]:
    return tuple(
        (i - 1) * s_ + d_ * (k - 1) + 1
        for i, s_, d_, k in zip(x.shape[2:], s, d, weight.shape[2:], strict=True)
    )


def _source(u: int, size: int, padding_mode: str) -> int:
    """Return the input that position `u` reads, where inputs are 0 to size - 1."""
    while not 0 <= u < size:
        if padding_mode == "circular":
            u += size if u < 0 else -size
        elif padding_mode == "reflect":  # about the first and the last input, which stay single
            u = -u if u < 0 else 2 * (size - 1) - u
        else:
            u = 0 if u < 0 else size - 1
    return u


def _spread(x: Array, gaps: Sequence[int]) -> Array:
    """Insert zeros, so that neighbours are `gaps` apart on each axis."""
    spread = tuple((i - 1) * gap + 1 for i, gap in zip(x.shape[2:], gaps, strict=True))
    z = np.zeros((*x.shape[:2], *spread))
    z[(slice(None), slice(None), *(slice(None, None, gap) for gap in gaps))] = x
    return z


def _every(y: Array, steps: Sequence[int]) -> Array:
    """Keep every q-th element of each axis."""
    return y[(slice(None), slice(None), *(slice(None, None, q) for q in steps))]


def _group_of(channel: int, channels: int, groups: int) -> int:
    return channel // (channels // groups)


def _cropped(y: Array, begin: Sequence[int], end: Sequence[int]) -> Array:
    """Remove rows at both ends of every spatial axis; a negative number adds rows of zeros."""
    zeros = [(0, 0), (0, 0)] + [(max(-b, 0), max(-e, 0)) for b, e in zip(begin, end, strict=True)]
    y = np.pad(y, zeros)  # first, as a crop at one end may remove rows added at the other
    for axis, (b, e) in enumerate(zip(begin, end, strict=True), start=2):
        y = np.take(y, range(max(b, 0), y.shape[axis] - max(e, 0)), axis=axis)
    return y


def _add_bias(y: Array, bias: ArrayLike | None) -> Array:
    if bias is None:
        return y
    return y + np.asarray(bias, np.float64).reshape(-1, *(1,) * (y.ndim - 2))
