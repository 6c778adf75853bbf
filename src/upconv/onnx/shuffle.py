"""Interleaving the phases, which are channels after the convolution.

(N, C·s1···sn, d1, ..., dn) becomes (N, C, d1·s1, ..., dn·sn). DepthToSpace does it on two axes with
the same stride. Otherwise it is done one axis at a time, starting with the last, by transposing two
neighbouring axes, which ONNX Runtime does as a matrix or by whole lines::

    (N, C·s1···s(j-1), sj, d1···dj, rest)  ->  (N, C·s1···s(j-1), d1···dj, sj, rest)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, TypeAlias

from upconv.onnx.builder import Builder

Shuffle: TypeAlias = Literal["no shuffle", "DepthToSpace", "Transpose"]
Strides: TypeAlias = tuple[int, ...]


def shuffles_of(stride: Strides) -> list[Shuffle]:
    """Return the ways to interleave the phases of these strides, simplest first."""
    if max(stride) == 1:
        return ["no shuffle"]
    square = len(stride) == 2 and stride[0] == stride[1]
    return ["DepthToSpace", "Transpose"] if square else ["Transpose"]


def add(shuffle: Shuffle, made: Builder, y: str, stride: Strides, channels: int) -> str:
    """Add the nodes that interleave the phases of `y`; return the name of their output."""
    return _SHUFFLES[shuffle](made, y, stride, channels)


def _not_at_all(_: Builder, y: str, __: Strides, ___: int) -> str:
    return y


def _by_depth_to_space(made: Builder, y: str, stride: Strides, _: int) -> str:
    return made.add("DepthToSpace", y, blocksize=stride[0], mode="CRD")


def _by_transpositions(made: Builder, y: str, stride: Strides, channels: int) -> str:
    rank = len(stride)
    shape = made.add("Shape", y)
    wide = [*stride]  # the axes whose phases are interleaved already
    for n in reversed(range(rank)):
        if stride[n] == 1:
            continue
        before = channels * math.prod(stride[:n])
        factors = [1] * (n + 1) + wide[n + 1 :]
        y = _reshape(made, y, shape, (before, stride[n]), factors, f"Split{n}")
        inner = range(3, n + 4)
        y = made.add(
            "Transpose", y, name=f"Transpose{n}", perm=[0, 1, *inner, 2, *range(n + 4, rank + 3)]
        )
    return _reshape(made, y, shape, (channels,), wide, "Join")


def _reshape(
    made: Builder, y: str, shape: str, inner: tuple[int, ...], factors: list[int], name: str
) -> str:
    """Reshape to (N, *inner, *factors·d); `shape` names the shape (N, channels, *d).

    The new shape is one product and one sum of vectors: in shapes made with Concat, ONNX Runtime
    writes a size as -1, which is ambiguous for an empty batch.
    """
    sources = [0] * (1 + len(inner)) + [n + 2 for n in range(len(factors))]
    times = [1, *[0] * len(inner), *factors]
    plus = [0, *inner, *[0] * len(factors)]
    for operator, values in (("Gather", sources), ("Mul", times), ("Add", plus)):
        constant = made.integers(f"{name}/{operator}/values", *values)
        shape = made.add(operator, shape, constant, name=f"{name}/{operator}")
    return made.add("Reshape", y, shape, name=name)


_SHUFFLES: dict[Shuffle, Callable[[Builder, str, Strides, int], str]] = {
    "no shuffle": _not_at_all,
    "DepthToSpace": _by_depth_to_space,
    "Transpose": _by_transpositions,
}
