"""Remedies for a checkerboard, and their cost in multiply-adds.

For a layer C_in -> C_out with kernel k, stride s, groups g and an input of size i, per axis::

    transposed convolution       C_in·C_out/g · Π k·i
    resize, then convolution     C_in·C_out/g · Π k·s·i
    convolution, pixel shuffle   C_in·C_out/g · Π k·s·i        k taps of the small image
    blur of s taps per axis      C_out · Π s·s·i

Cropped and padded borders are counted like the interior. A nearest resize and a convolution as one
transposed convolution have the kernel k + s - 1 (`upconv.rewrites`), and need
Π k·s/(k + s - 1) times fewer multiply-adds: 2.25 for 3x3 and scale 2x2, towards Π s as k grows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from upconv.checkerboards.layers import Layer


class Remedy(NamedTuple):
    """One remedy: its name, its effect, and the multiply-adds of the layer with it."""

    name: str
    effect: str
    operations: int


@dataclass(frozen=True)
class _Numbers:
    """A layer's numbers at one input size."""

    pairs: int  # of connected channels
    c_out: int
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    inputs: int

    def transposed(self, kernel: tuple[int, ...]) -> int:
        return self.pairs * math.prod(kernel) * self.inputs

    def at_output(self, kernel: tuple[int, ...]) -> int:
        return self.transposed(kernel) * math.prod(self.stride)

    @property
    def divisible(self) -> tuple[int, ...]:
        """The next kernel that is a multiple of the stride."""
        return tuple(-(-k // s) * s for k, s in zip(self.kernel, self.stride, strict=True))

    @property
    def resize_kernel(self) -> tuple[int, ...]:
        """The odd kernel, at least 3, that after a resize reaches as far as the layer's."""
        wide = (max(k - s + 1, 3) for k, s in zip(self.kernel, self.stride, strict=True))
        return tuple(k + 1 - k % 2 if s > 1 else k for k, s in zip(wide, self.stride, strict=True))

    @property
    def resize_as_one(self) -> tuple[int, ...]:
        """The kernel of that resize and convolution as one transposed convolution."""
        return tuple(k + s - 1 for k, s in zip(self.resize_kernel, self.stride, strict=True))


def operations(layer: Layer, input_size: tuple[int, ...]) -> int:
    """Return the multiply-adds of a layer in its original form.

    >>> import upconv
    >>> operations(Layer("", "geometry", upconv.Geometry((3, 3), stride=2)), (7, 7))
    441
    """
    numbers = _numbers(layer, input_size)
    at_output = layer.kind in ("resize", "subpixel")
    return (numbers.at_output if at_output else numbers.transposed)(
        layer.written or layer.geometry.kernel_size
    )


def remedies(layer: Layer, input_size: tuple[int, ...]) -> list[Remedy]:
    """Return the remedies for a layer, with the cost of each at this input size.

    >>> import upconv
    >>> layer = Layer("", "geometry", upconv.Geometry((3, 3), stride=2))
    >>> [(remedy.name, remedy.operations) for remedy in remedies(layer, (1, 1))][:2]
    [('unchanged', 9), ('kernel 4x4, multiple of the stride', 16)]
    """
    numbers = _numbers(layer, input_size)
    now = operations(layer, input_size)
    found = [Remedy("unchanged", "", now)]
    if layer.kind == "resize":
        same = "the same function"
        if layer.mode != "nearest":
            same += " except at the border"
        cost = numbers.transposed(layer.geometry.kernel_size)
        return [*found, Remedy("as one transposed convolution", same, cost)]
    if layer.kind in ("geometry", "transposed") and numbers.divisible != numbers.kernel:
        # If dilation and stride share a factor, some phases have no taps, for any kernel.
        if all(map(_coprime, layer.geometry.integer_stride, layer.geometry.dilation)):
            found.append(
                Remedy(
                    f"kernel {shown(numbers.divisible)}, multiple of the stride",
                    "even overlap; retrain",
                    numbers.transposed(numbers.divisible),
                )
            )
    elif layer.kind != "geometry":
        start = "ICNR" if layer.kind == "subpixel" else "ICNR or bilinear"
        found.append(Remedy(f"{start} initialisation", "even initially; retrain", now))
    resize = numbers.resize_kernel
    found += [
        Remedy(
            f"nearest resize + conv {shown(resize)}",
            "always even; retrain",
            numbers.at_output(resize),
        ),
        Remedy(
            "  as one transposed convolution",
            "the same function",
            numbers.transposed(numbers.resize_as_one),
        ),
    ]
    if layer.kind != "subpixel":
        small = tuple(-(-k // s) for k, s in zip(numbers.kernel, numbers.stride, strict=True))
        found.append(
            Remedy(
                f"conv {shown(small)} + pixel shuffle, ICNR",
                "even initially; retrain",
                numbers.at_output(small),
            )
        )
    blur = numbers.c_out * math.prod(numbers.stride) ** 2 * numbers.inputs
    found.append(
        Remedy(
            f"blur of {shown(numbers.stride)} after it",
            "always even; blurs, fine-tune",
            now + blur,
        )
    )
    if layer.weight is not None:
        found.append(Remedy("equalised gain", "even now; changes the function", now))
    return found


def _coprime(stride: int, dilation: int) -> bool:
    return math.gcd(stride, dilation) == 1


def _numbers(layer: Layer, input_size: tuple[int, ...]) -> _Numbers:
    c_in, c_out = layer.channels
    geometry = layer.geometry
    pairs = c_in * c_out // layer.groups
    inputs = math.prod(input_size)
    return _Numbers(pairs, c_out, geometry.kernel_size, geometry.integer_stride, inputs)


def shown(sizes: tuple[int, ...]) -> str:
    """Return sizes as text: 3x5."""
    return "x".join(map(str, sizes))
