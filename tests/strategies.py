"""What the property tests draw: layers of any rank, with small integers as their data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Layer:
    """A transposed convolution with its data: integers stored as floats, so that sums are exact."""

    x: Array
    weight: Array
    bias: Array | None
    stride: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]
    output_padding: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int

    @property
    def arguments(self) -> dict[str, Any]:
        return {
            "stride": self.stride,
            "padding": self.padding,
            "output_padding": self.output_padding,
            "dilation": self.dilation,
            "groups": self.groups,
        }


def per_axis(ndim: int, low: int, high: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[st.integers(low, high)] * ndim)


def integers_like(shape: tuple[int, ...], seed: int, dtype: str = "float64") -> Array:
    """Integers from -4 to 4, drawn by seed: hypothesis shrinks shapes, not contents."""
    return np.random.default_rng(seed).integers(-4, 5, shape).astype(dtype)


@st.composite
def layers(
    draw: st.DrawFn,
    *,
    ranks: tuple[int, ...] = (1, 2, 3),
    symmetric: bool = False,
    largest_input: int = 5,
    dtype: str = "float64",
) -> Layer:
    """Draw a layer whose output is not empty; inputs, kernels, strides differ per axis."""
    ndim = draw(st.sampled_from(ranks))
    kernel = draw(per_axis(ndim, 1, 4))
    stride = draw(per_axis(ndim, 1, 4))
    dilation = draw(per_axis(ndim, 1, 3))
    size = draw(per_axis(ndim, 1, largest_input))
    rows = tuple(draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True))
    padding = []
    for i, k, s, d, a in zip(size, kernel, stride, dilation, rows, strict=True):
        room = (i - 1) * s + d * (k - 1) + a  # what may be cropped with one output left
        begin = draw(st.integers(0, min(room // 2, d * (k - 1)))) if symmetric else None
        if begin is None:
            begin = draw(st.integers(-2, max(room, 0)))
            padding.append((begin, draw(st.integers(-2, room - begin))))
        else:
            padding.append((begin, begin))
    groups, c_in, c_out = (draw(st.integers(1, n)) for n in (3, 3, 3))
    n = draw(st.integers(0, 3))
    seed = draw(st.integers(0, 2**16))
    return Layer(
        x=integers_like((n, groups * c_in, *size), seed, dtype),
        weight=integers_like((groups * c_in, c_out, *kernel), seed + 1, dtype),
        bias=integers_like((groups * c_out,), seed + 2, dtype) if draw(st.booleans()) else None,
        stride=stride,
        padding=tuple(padding),
        output_padding=rows,
        dilation=dilation,
        groups=groups,
    )


def conv_weight(layer: Layer, seed: int = 7) -> Array:
    """A weight for `conv` over the same input: (C_out, C_in/groups, *k)."""
    per_group = layer.x.shape[1] // layer.groups
    out = layer.weight.shape[1] * layer.groups
    return integers_like((out, per_group, *layer.weight.shape[2:]), seed, str(layer.x.dtype))


def fits(layer: Layer) -> bool:
    """Tell whether the kernel fits into the input padded as the layer says, for `conv`."""
    extents = (d * (k - 1) + 1 for d, k in zip(layer.dilation, layer.weight.shape[2:], strict=True))
    padded = (i + sum(p) for i, p in zip(layer.x.shape[2:], layer.padding, strict=True))
    return all(p >= e for p, e in zip(padded, extents, strict=True))
