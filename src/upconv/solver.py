"""Which layers turn one size into another: the search behind `Geometry.solve`. Integers only."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from upconv.axis import Axis

# Axes that differ are mixed from their cheapest candidates only, or the mixtures explode.
MIXED_CANDIDATES = 12
LARGEST_DILATION = 3
SMALLEST_RANGE_OF_KERNELS, LARGEST_RANGE_OF_KERNELS = 7, 64


class Candidate(NamedTuple):
    """One axis of a layer as PyTorch would write it, in the order of Geometry's arguments."""

    kernel: int
    stride: int
    padding: int
    output_padding: int
    dilation: int

    def cost(self, i: int, o: int) -> tuple[int, ...]:
        """Order by plainness: o = i·s, no gaps, no output padding, even overlap, then small."""
        k, s, p, a, d = self
        even = k % s == 0 and math.gcd(s, d) == 1
        return (i * s != o, d * (k - 1) + 1 < s, a > 0, not even, p > 0, *self)


def default_largest_kernel(inputs: tuple[int, ...], outputs: tuple[int, ...]) -> int:
    """Return how large a kernel to try: 7, or twice the scale where that is more, at most 64."""
    scale = max(-(-o // i) for i, o in zip(inputs, outputs, strict=True))
    return max(SMALLEST_RANGE_OF_KERNELS, min(2 * scale, LARGEST_RANGE_OF_KERNELS))


def layers_of_axis(
    i: int, o: int, fixed: Mapping[str, int | None], largest_kernel: int
) -> list[Candidate]:
    """Return every layer of one axis that turns `i` into `o`, the plainest first.

    `fixed` keeps what is not None; None is searched. With one input no stride can be seen in the
    sizes, so only a stride of 1 is tried there.
    """

    def values(name: str, searched: range) -> range:
        value = fixed[name]
        return searched if value is None else range(value, value + 1)

    found = []
    for d in values("dilation", range(1, LARGEST_DILATION + 1)):
        for k in values("kernel_size", range(1, largest_kernel + 1)):
            around = d * (k - 1)
            largest_stride = (o + 2 * around) // (i - 1) if i > 1 else 1
            for s in values("stride", range(1, largest_stride + 1)):
                full = Axis(k, s, d, 0, 0).output_size(i)
                for p in values("padding", range(around + 1)):
                    a = o - full + 2 * p
                    if 0 <= a < max(s, d) and a in values("output_padding", range(a, a + 1)):
                        found.append(Candidate(k, s, p, a, d))
    return sorted(found, key=lambda candidate: candidate.cost(i, o))


def combinations(per_axis: list[list[Candidate]]) -> Iterator[tuple[Candidate, ...]]:
    """Yield the layers with the same numbers on every axis first, then mixtures, plainest first."""
    for candidate in per_axis[0]:
        if all(candidate in others for others in per_axis[1:]):
            yield (candidate,) * len(per_axis)
    ranked = [list(enumerate(candidates[:MIXED_CANDIDATES])) for candidates in per_axis]
    for mixture in sorted(itertools.product(*ranked), key=lambda m: sum(rank for rank, _ in m)):
        layer = tuple(candidate for _, candidate in mixture)
        if len(set(layer)) > 1:
            yield layer
