"""What a step of a model is and costs, as its framework wrote it: for `upconv.summary`.

Multiply-adds are those that are computed. On one axis with o outputs a convolution has k·o; what
reads the padding counts, as in the counters of the frameworks. A transposed convolution has, for
each output, the taps of its phase that read an input: neither zeros between the inputs nor what is
cropped counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from upconv import errors
from upconv.arguments import Pairs
from upconv.axis import Axis
from upconv.geometry import Geometry

Size: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Convolved:
    """A convolution in either direction, at any stride; `channels` are (C_in, C_out)."""

    axes: tuple[Axis, ...]
    channels: tuple[int, int]
    groups: int = 1
    transposed: bool = False

    def __post_init__(self) -> None:
        if self.groups < 1:
            raise errors.shapes.not_a_group_count(self.groups)
        for name, channels in zip(("input", "output"), self.channels, strict=True):
            if channels % self.groups:
                raise errors.shapes.groups_do_not_divide(name, channels, self.groups)

    @classmethod
    def plain(
        cls, weight: Size, stride: Size, dilation: Size, groups: int, pads: Pairs | None = None
    ) -> Convolved:
        """Return a convolution with a weight of shape (C_out, C_in/groups, *k)."""
        pads = pads or ((0, 0),) * len(stride)
        numbers = zip(weight[2:], stride, dilation, pads, strict=True)
        axes = tuple(Axis(k, s, d, *pad) for k, s, d, pad in numbers)
        return cls(axes, (weight[1] * groups, weight[0]), groups)

    @classmethod
    def of_geometry(cls, geometry: Geometry, weight: Size, groups: int) -> Convolved:
        """Return a transposed convolution with a weight of shape (C_in, C_out/groups, *k)."""
        return cls(geometry.axes, (weight[0], weight[1] * groups), groups, transposed=True)

    def multiply_adds(self, examples: int, input_size: Size, output_size: Size) -> int:
        """Return how many are computed between these sizes.

        >>> Convolved((Axis(3, 2, 1, 0, 0),), (1, 1), transposed=True).multiply_adds(1, (3,), (7,))
        9
        """
        each = examples * self.channels[0] * self.channels[1] // self.groups
        sizes = zip(self.axes, input_size, output_size, strict=True)
        return each * math.prod(self._products(axis, i, o) for axis, i, o in sizes)

    def _products(self, axis: Axis, i: int, o: int) -> int:
        if not self.transposed:
            return axis.kernel * o
        return sum(_inputs(axis, t * axis.dilation - axis.begin, i, o) for t in range(axis.kernel))

    @property
    def overlap(self) -> tuple[tuple[int, ...], ...]:
        """Per axis, the taps of each output phase: one phase unless it is transposed."""
        return tuple(a.overlap() if self.transposed else (a.kernel,) for a in self.axes)

    @property
    def scale(self) -> tuple[Fraction, ...]:
        """Outputs per input on each axis, away from the border."""
        strides = (axis.stride for axis in self.axes)
        return tuple(Fraction(s) if self.transposed else Fraction(1, s) for s in strides)

    def __str__(self) -> str:
        kernel, stride, dilation = (
            "x".join(map(str, sizes))
            for sizes in zip(*((a.kernel, a.stride, a.dilation) for a in self.axes), strict=True)
        )
        parts = [f"{self.channels[0]} -> {self.channels[1]}", f"kernel {kernel}"]
        parts += [f"stride {stride}"] if any(a.stride > 1 for a in self.axes) else []
        parts += [f"dilation {dilation}"] if any(a.dilation > 1 for a in self.axes) else []
        parts += [f"groups {self.groups}"] if self.groups > 1 else []
        return ", ".join(parts)


def _inputs(axis: Axis, ahead: int, i: int, o: int) -> int:
    """Return how many of i inputs n there are with 0 <= n·s + ahead < o."""
    first = max(-(ahead // axis.stride), 0)
    last = min((o - 1 - ahead) // axis.stride, i - 1)
    return max(last - first + 1, 0)


@dataclass(frozen=True)
class Work:
    """What a step is and costs.

    `kind` is what a user calls it, `operation` what the framework calls it. `multiply_adds` is None
    where it is not known, for `reason`. `parameters` are the learned numbers that it reads, a count
    for each key; `size` the bytes of its first result. `scale` is that of a pooling. `view` marks
    what neither computes nor copies. `shape` is that of its first result as a user sees it.
    """

    kind: str
    operation: str = ""
    convolved: Convolved | None = None
    multiply_adds: int | None = 0
    reason: str = ""
    parameters: tuple[tuple[str, int], ...] = ()
    size: int | None = None
    scale: tuple[Fraction, ...] | None = None
    view: bool = False
    shape: Size | None = None
