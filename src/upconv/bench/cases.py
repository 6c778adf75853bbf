"""The layers that are measured, one line each: their sizes and least costs.

A line is "ndim N C_in spatial C_out k s p groups"; k, s and p are one number, or one per axis
separated by x.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import errors
from upconv.geometry import Geometry

Array: TypeAlias = NDArray[Any]
Sizes: TypeAlias = tuple[int, ...]

_WORDS = 9
_FLOAT = 4  # bytes of a float32
MOST_BYTES = 2**32  # of a layer's input, weight and output; each library has its own copies


class Arrays(NamedTuple):
    """The float32 data of one layer: x (N, C_in, *i), weight (C_in, C_out/groups, *k), bias
    (C_out,) and a gradient of the result (N, C_out, *o).
    """

    x: Array
    weight: Array
    bias: Array
    grad: Array


class Case(NamedTuple):
    """One transposed convolution with its sizes."""

    name: str
    images: int
    in_channels: int
    spatial: Sizes
    out_channels: int
    kernel: Sizes
    stride: Sizes
    padding: Sizes
    groups: int

    @property
    def ndim(self) -> int:
        return len(self.spatial)

    @property
    def geometry(self) -> Geometry:
        return Geometry(self.kernel, self.stride, self.padding)

    @property
    def out_spatial(self) -> Sizes:
        return self.geometry.output_size(self.spatial)

    @property
    def settings(self) -> dict[str, Any]:
        """The arguments of upconv and PyTorch, which have the same names."""
        return {"stride": self.stride, "padding": self.padding, "groups": self.groups}

    @property
    def weight_shape(self) -> Sizes:
        return (self.in_channels, self.out_channels // self.groups, *self.kernel)

    @property
    def flops(self) -> float:
        """Multiplications and additions: every input times every tap, also at the borders."""
        inputs = self.images * math.prod(self.spatial)
        return 2.0 * inputs * math.prod(self.weight_shape)

    @property
    def io_bytes(self) -> float:
        """Bytes of the input and the output."""
        read = self.images * self.in_channels * math.prod(self.spatial)
        written = self.images * self.out_channels * math.prod(self.out_spatial)
        return float(_FLOAT * (read + written))

    @property
    def bytes(self) -> float:
        """Bytes of input, weight and output, each counted once."""
        return self.io_bytes + _FLOAT * math.prod(self.weight_shape)

    @property
    def line(self) -> str:
        """The case as a line that `parse` reads."""
        axes = (_shown(axis) for axis in (self.kernel, self.stride, self.padding))
        sizes = f"{self.images} {self.in_channels} {_shown(self.spatial, spread=True)}"
        return f"{self.ndim} {sizes} {self.out_channels} {' '.join(axes)} {self.groups}"

    def draw(self) -> Arrays:
        """Return random data from a fixed seed."""
        draw = np.random.default_rng(0)

        def normal(*shape: int) -> Array:
            return draw.standard_normal(shape, np.float32)

        return Arrays(
            normal(self.images, self.in_channels, *self.spatial),
            normal(*self.weight_shape) * np.float32(0.1),
            normal(self.out_channels),
            normal(self.images, self.out_channels, *self.out_spatial),
        )


def parse(line: str, name: str = "layer") -> Case:
    """Read a line; raises ArgumentError for anything that is not one.

    >>> parse("2 1 64 128x128 32 2 2 0 1").out_spatial
    (256, 256)
    """
    words = line.split()
    if len(words) != _WORDS:
        raise errors.bench.not_a_layer(line, f"{len(words)} words")
    try:
        numbers = [tuple(int(part) for part in word.lower().split("x")) for word in words]
    except ValueError:
        raise errors.bench.not_a_layer(line, "a word that is not a number") from None
    ((ndim, *_), (images, *_), (in_channels, *_), spatial, (out_channels, *_), *axes, groups) = (
        numbers
    )
    if ndim not in (1, 2, 3) or len(spatial) != ndim:
        raise errors.bench.not_a_layer(line, f"{len(spatial)} spatial sizes for ndim {ndim}")
    if any(len(axis) not in (1, ndim) for axis in axes):
        raise errors.bench.not_a_layer(line, f"k, s or p not of 1 or {ndim} numbers")
    kernel, stride, padding = (axis * ndim if len(axis) == 1 else axis for axis in axes)
    positive = (images, in_channels, *spatial, out_channels, *kernel, *stride, groups[0])
    if min(positive) < 1 or min(padding) < 0:
        raise errors.bench.not_a_layer(line, "a number below 1, or a padding below 0")
    for role, channels in (("input", in_channels), ("output", out_channels)):
        if channels % groups[0]:
            raise errors.shapes.groups_do_not_divide(role, channels, groups[0])
    case = Case(
        name, images, in_channels, spatial, out_channels, kernel, stride, padding, groups[0]
    )
    _ = case.out_spatial  # raises for a layer with an empty output
    if case.bytes > MOST_BYTES:
        raise errors.bench.layer_too_large(line, case.bytes, MOST_BYTES)
    return case


def _shown(sizes: Sizes, *, spread: bool = False) -> str:
    if not spread and len(set(sizes)) == 1:
        return str(sizes[0])
    return "x".join(map(str, sizes))


def _table(text: str) -> dict[str, Case]:
    rows = (row.split(maxsplit=1) for row in text.strip().splitlines())
    return {name: parse(line, name) for name, line in rows}


# Representative layers: decoders, vocoders, segmentation, super-resolution.
CASES = _table("""
mnist_t1     2 256 8 22x22 8 3 1 0 1
mnist_t3     2 256 16 26x26 32 3 1 0 1
unet_up4     2 1 1024 32x32 512 2 2 0 1
unet_up1     2 1 128 256x256 64 2 2 0 1
dcgan_g1     2 16 100 1x1 512 4 1 0 1
dcgan_g2     2 16 512 4x4 256 4 2 1 1
dcgan_g4     2 16 128 16x16 64 4 2 1 1
dcgan_g5     2 16 64 32x32 3 4 2 1 1
fsrcnn_x3    2 1 56 180x320 1 9 3 4 1
fcn8s_up8    2 1 21 64x64 21 16 8 4 1
bilinear_dw  2 1 64 64x64 64 4 2 1 64
pose_256     2 4 256 16x12 256 4 2 1 1
sam_up2      2 1 64 128x128 32 2 2 0 1
k3s2         2 1 128 64x64 64 3 2 1 1
hifigan_u1   1 1 512 400 256 16 8 4 1
hifigan_u4   1 1 64 25600 32 4 2 1 1
istft_1024   1 1 1026 224 1 1024 256 0 1
nnunet_3d    3 1 64 32x32x32 32 2 2 0 1
vnet_3d_k3   3 1 32 24x24x24 32 3 2 1 1
""")

# Layers so small that the time is the overhead of a call.
TINY = _table("""
tiny_1d      1 1 1 2 1 2 2 0 1
tiny_2d      2 1 1 2x2 1 2 2 0 1
tiny_3d      3 1 1 2x2x2 1 2 2 0 1
""")


def named(name: str) -> Case:
    """Return a case by its name, or raise ArgumentError with all names."""
    known = CASES | TINY
    if name not in known:
        raise errors.values.not_a_choice("CASE", name, tuple(CASES))
    return known[name]
