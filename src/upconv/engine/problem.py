"""What is fixed when a kernel is written: everything about a call but its sizes.

The batch and the spatial sizes, strides of arrays and pointers are run-time arguments of a kernel
(`args.py`). Ranks 1 and 2 are rank 3 with leading axes of kernel 1, so one generator serves all.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

from upconv.axis import Axis
from upconv.bounded_cache import memoised
from upconv.engine.links import AxisLinks, convolution_links, transposed_links

RANK = 3
Triple: TypeAlias = tuple[int, int, int]
"""One number for each of z, y and x."""

TRIVIAL = Axis(kernel=1, stride=1, dilation=1, begin=0, end=0)


@memoised("plans", 256)
def _links(axis: Axis, transposed: bool) -> AxisLinks:
    return transposed_links(axis) if transposed else convolution_links(axis)


class Problem(NamedTuple):
    """One operator without its sizes: the key of a plan.

    `axes` are the three axes (z, y, x) with the end crop left out, which only the output size
    knows; the channels are those of one group. `layout` says what is contiguous in the output:
    rows ("first"), channels ("last") or neither ("any").
    """

    transposed: bool
    axes: tuple[Axis, Axis, Axis]
    in_channels: int
    out_channels: int
    itemsize: int
    bias: bool
    activation: str | None
    layout: str

    @classmethod
    def of(
        cls,
        axes: tuple[Axis, ...],
        transposed: bool,
        channels: tuple[int, int],
        itemsize: int,
        bias: bool = False,
        activation: str | None = None,
        layout: str = "first",
    ) -> Problem:
        spatial_axes = tuple(axis._replace(end=0) for axis in axes)
        z, y, x = (TRIVIAL,) * (RANK - len(spatial_axes)) + spatial_axes
        return cls(transposed, (z, y, x), *channels, itemsize, bias, activation, layout)

    @property
    def links(self) -> tuple[AxisLinks, AxisLinks, AxisLinks]:
        """Which outputs meet which inputs on z, y and x."""
        z, y, x = (_links(axis, self.transposed) for axis in self.axes)
        return z, y, x

    @property
    def taps(self) -> int:
        """How many elements one kernel has."""
        return math.prod(axis.kernel for axis in self.axes)

    def __str__(self) -> str:
        """Return the problem on one line, as logs and kernels name it."""
        name = "convt" if self.transposed else "conv"
        sizes = "x".join(str(axis.kernel) for axis in self.axes)
        steps = "x".join(str(axis.stride) for axis in self.axes)
        gaps = "x".join(str(axis.dilation) for axis in self.axes)
        crops = "x".join(str(axis.begin) for axis in self.axes)
        text = f"{name}_f{8 * self.itemsize}_ic{self.in_channels}_oc{self.out_channels}"
        text += f"_k{sizes}_s{steps}_d{gaps}_b{crops}"
        text += f"_{self.layout}"
        text += "_bias" if self.bias else ""
        return text + (f"_{self.activation}" if self.activation else "")
