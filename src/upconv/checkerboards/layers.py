"""One upsampling layer, whatever it was written as: the transposed convolution it is equal to.

A transposed convolution is one already; a resize and a convolution, and a convolution and a pixel
shuffle, are rewritten into one, which is where their phases can be read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from upconv import errors, rewrites
from upconv.arguments import Pairs
from upconv.arrays import Array
from upconv.geometry import Geometry

Kind: TypeAlias = Literal["geometry", "transposed", "resize", "subpixel"]

KINDS: dict[Kind, str] = {
    "geometry": "geometry",
    "transposed": "transposed convolution",
    "resize": "resize + convolution",
    "subpixel": "convolution + pixel shuffle",
}


@dataclass(frozen=True)
class Layer:
    """An upsampling layer as the transposed convolution that it is equal to (but at the border).

    `weight` (C_in, C_out/groups, *k) is None for a geometry alone; `phase_bias` (*s, C_out) is
    there where the phases have biases of their own. `written` is the kernel of the convolution that
    the layer was written with, `mode` the kind of the resize before it. `source` and `value` name
    what it reads and makes in its model.
    """

    name: str
    kind: Kind
    geometry: Geometry
    weight: Array | None = None
    groups: int = 1
    phase_bias: Array | None = None
    written: tuple[int, ...] = ()
    mode: rewrites.Resize | None = None
    source: str = ""
    value: str = ""

    @property
    def channels(self) -> tuple[int, int]:
        """(C_in, C_out); (1, 1) for a geometry alone."""
        if self.weight is None:
            return 1, 1
        return self.weight.shape[0], self.weight.shape[1] * self.groups


@dataclass(frozen=True)
class Transpose:
    """A step: a transposed convolution; weight (C_in, C_out/groups, *k)."""

    weight: Array
    geometry: Geometry
    groups: int = 1


@dataclass(frozen=True)
class Convolution:
    """A step: a convolution at stride 1 that pads with zeros; weight (C_out, C_in/groups, *k)."""

    weight: Array
    bias: Array | None
    padding: Pairs
    dilation: tuple[int, ...]
    groups: int = 1


@dataclass(frozen=True)
class Resize:
    """A step: a resize by whole factors, one per axis or one for as many axes as there are."""

    scale: tuple[int, ...]
    mode: rewrites.Resize


@dataclass(frozen=True)
class ResizeTo:
    """A step: a resize to a size, whose factor the sizes before and after it tell."""

    mode: rewrites.Resize


@dataclass(frozen=True)
class Shuffle:
    """A step: a pixel shuffle; `depth_first` says channel = phase·C + c instead of c·Πs + phase."""

    scale: tuple[int, ...]
    depth_first: bool = False


@dataclass(frozen=True)
class Unknown:
    """A step that may enlarge, and why no figure can be given for it."""

    reason: str


Step: TypeAlias = Transpose | Convolution | Resize | ResizeTo | Shuffle | Unknown


def resized(resize: Resize, step: Convolution) -> Layer:
    """Return a resize and the convolution after it as one layer."""
    kernel = step.weight.shape[2:]
    new = rewrites.resize_conv_to_transposed(
        step.weight,
        step.bias,
        scale=resize.scale[0] if len(resize.scale) == 1 else resize.scale,
        mode=resize.mode,
        padding=step.padding,
        # The phases are those of the interior, which replication leaves alone.
        padding_mode="replicate" if resize.mode == "bilinear" else "zeros",
        dilation=step.dilation,
        groups=step.groups,
    )
    return Layer(
        "", "resize", new.geometry, new.weight, step.groups, written=kernel, mode=resize.mode
    )


def subpixel(step: Convolution, shuffle: Shuffle) -> Layer:
    """Return a convolution and the pixel shuffle after it as one layer."""
    weight, bias = step.weight, step.bias
    phases = math.prod(shuffle.scale)
    if len(weight) % phases:
        raise errors.rewrites.channels_are_no_phases(weight.shape, shuffle.scale, step.groups)
    if shuffle.depth_first:
        order = np.arange(len(weight)).reshape(phases, -1).T.ravel()
        weight, bias = weight[order], None if bias is None else bias[order]
    new = rewrites.from_subpixel(
        weight,
        scale=shuffle.scale,
        padding=step.padding,
        dilation=step.dilation,
        groups=step.groups,
    )
    own = None
    if bias is not None:
        own = np.moveaxis(bias.reshape(-1, *shuffle.scale), 0, -1).astype(np.float64)
    kernel = step.weight.shape[2:]
    return Layer("", "subpixel", new.geometry, new.weight, step.groups, own, kernel)
