"""Which outputs read which inputs, for both directions in one statement. Integers only.

On one axis, output step·q + r receives input step'·(q + shift) + phase through kernel element
`tap`. A transposed convolution has output step s and input step 1, a convolution the reverse.
"""

from __future__ import annotations

from typing import NamedTuple

from upconv.axis import Axis


class Link(NamedTuple):
    """Output phase `out_phase` at q receives input phase `in_phase` at q + `shift`."""

    tap: int
    out_phase: int
    in_phase: int
    shift: int


class AxisLinks(NamedTuple):
    """Every link of one axis, with the steps of both sides."""

    out_step: int
    in_step: int
    links: tuple[Link, ...]

    @property
    def lowest(self) -> int:
        """The smallest shift; a kernel has an element, so there is a link."""
        return min(link.shift for link in self.links)

    @property
    def spread(self) -> int:
        """The largest shift less the smallest."""
        return max(link.shift for link in self.links) - self.lowest


def transposed_links(axis: Axis) -> AxisLinks:
    """Return the links of a transposed convolution: s output phases, one input phase."""
    links = (
        Link(tap.element, r, 0, tap.shift) for r, taps in enumerate(axis.phases()) for tap in taps
    )
    return AxisLinks(axis.stride, 1, tuple(links))


def convolution_links(axis: Axis) -> AxisLinks:
    """Return the links of a convolution: one output phase, s input phases."""
    links = []
    for t in range(axis.kernel):
        shift, phase = divmod(t * axis.dilation - axis.begin, axis.stride)
        links.append(Link(t, 0, phase, shift))
    return AxisLinks(1, axis.stride, tuple(links))
