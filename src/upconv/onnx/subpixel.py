"""A transposed convolution as a convolution at stride 1 whose channels are the output phases.

Output index o' = s·q + r of phase r reads inputs q + shift through the taps that reach r, so one
convolution over all shifts gives every phase as separate channels, and interleaving them
(DepthToSpace) gives the output. Excess rows at the end are removed, and so are `trim` rows at the
start: the offset of the phases is free, and decides how many shifts there are. With
s·q + r = o + trim and K = d·(k - 1) + 1 ::

    Q = ceil((o + trim)/s) = i + ceil(C/s)      C = K - s - begin - end + trim
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from upconv.arrays import Array
from upconv.axis import Axis
from upconv.geometry import Geometry

Cut: TypeAlias = Literal["tight", "whole"]
CUTS: tuple[Cut, ...] = ("tight", "whole")


@dataclass(frozen=True)
class SubpixelAxis:
    """One axis of the form: the convolution's kernel, and the rows removed after it.

    `taps` holds, for each phase, pairs (tap of the transposed kernel, tap of the convolution's).
    """

    stride: int
    kernel: int
    dilation: int
    pads: tuple[int, int]
    trim: tuple[int, int]
    taps: tuple[tuple[tuple[int, int], ...], ...]

    @classmethod
    def of(cls, axis: Axis, trim: int) -> SubpixelAxis:
        """Return the form whose phases start `trim` rows before the output."""
        phases = axis._replace(begin=axis.begin - trim).phases()
        shifts = sorted({tap.shift for taps in phases for tap in taps})
        low, high = shifts[0], shifts[-1]
        step = math.gcd(*(shift - low for shift in shifts)) or 1
        rest = axis.extent - axis.stride - axis.begin - axis.end + trim
        more = -(-rest // axis.stride)
        return cls(
            stride=axis.stride,
            kernel=(high - low) // step + 1,
            dilation=step,
            pads=(-low, more + high),
            trim=(trim, axis.stride * more - rest),
            taps=tuple(
                tuple((tap.element, (tap.shift - low) // step) for tap in taps) for taps in phases
            ),
        )

    @classmethod
    def best(cls, axis: Axis, cut: Cut) -> SubpixelAxis:
        """Return the form with the smallest kernel, or the one that removes the fewest rows."""
        choices = (cls.of(axis, trim) for trim in range(axis.stride))
        if cut == "tight":
            return min(choices, key=lambda choice: (choice.kernel, sum(choice.trim)))
        return min(choices, key=lambda choice: (sum(choice.trim), choice.kernel))


@dataclass(frozen=True)
class Subpixel:
    """The form on every axis; its weight has the channels (C_out, *phases)."""

    axes: tuple[SubpixelAxis, ...]

    @classmethod
    def of(cls, layer: Geometry, cut: Cut = "tight") -> Subpixel:
        """Return the form of a layer.

        >>> Subpixel.of(Geometry(4, stride=2, padding=1)).axes[0].kernel
        2
        >>> Subpixel.of(Geometry(4, stride=2, padding=1), "whole").axes[0].kernel
        3
        """
        return cls(tuple(SubpixelAxis.best(axis, cut) for axis in layer.axes))

    @property
    def stride(self) -> tuple[int, ...]:
        """The stride of the transposed convolution: the number of phases on each axis."""
        return tuple(axis.stride for axis in self.axes)

    @property
    def phases(self) -> int:
        """The total number of phases."""
        return math.prod(self.stride)

    def weight(self, weight: Array, groups: int) -> Array:
        """Return (C_out·phases, C_in/groups, *kernel) of the weight (C_in, C_out/groups, *k)."""
        inputs, outputs = weight.shape[0] // groups, weight.shape[1]
        kernel = tuple(axis.kernel for axis in self.axes)
        grouped = weight.reshape(groups, inputs, outputs, *weight.shape[2:]).swapaxes(1, 2)
        result = np.zeros((groups, outputs, *self.stride, inputs, *kernel), weight.dtype)
        for phase in itertools.product(*map(range, self.stride)):
            reached = (axis.taps[r] for axis, r in zip(self.axes, phase, strict=True))
            for pairs in itertools.product(*reached):
                old, new = zip(*pairs, strict=True)
                result[(slice(None), slice(None), *phase, slice(None), *new)] = grouped[(..., *old)]
        return result.reshape(groups * outputs * self.phases, inputs, *kernel)

    def bias(self, bias: Array) -> Array:
        """Return one number per channel of the convolution."""
        return np.repeat(bias, self.phases)
