"""One upsampling layer of any kind, as the equivalent transposed convolution.

A resize followed by a convolution, and a convolution followed by a pixel shuffle, are rewritten
into a transposed convolution, from which the phases can be read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv import errors, rewrites
from upconv.arguments import Pairs
from upconv.arrays import Array
from upconv.geometry import Geometry

Kind: TypeAlias = Literal["geometry", "transposed", "resize", "subpixel"]

Border: TypeAlias = Literal["zeros", "constant", "reflect", "replicate", "circular", "other"]

KINDS: dict[Kind, str] = {
    "geometry": "geometry",
    "transposed": "transposed convolution",
    "resize": "resize + convolution",
    "subpixel": "convolution + pixel shuffle",
}


@dataclass(frozen=True)
class Layer:
    """An upsampling layer as the equivalent transposed convolution (except at the border).

    `weight` (C_in, C_out/groups, *k) is None for a geometry; `phase_bias` (*s, C_out) is given if
    the bias differs between phases. `written` is the kernel of the convolution in the original
    form of the layer, `mode` the kind of the resize before it. `source` and `value` are the names
    of its input and output in the model.
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
        """(C_in, C_out); (1, 1) for a geometry."""
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
    """A step: a resize by integer factors, one per axis or one for all axes."""

    scale: tuple[int, ...]
    mode: rewrites.Resize


@dataclass(frozen=True)
class ResizeTo:
    """A step: a resize to a size, whose factor follows from the sizes before and after it."""

    mode: rewrites.Resize


@dataclass(frozen=True)
class Shuffle:
    """A step: a pixel shuffle; `depth_first` means channel = phase·C + c instead of c·Πs + phase.

    Any other order is explicit: `order` has, for every (c, *phase) in a list, the source channel,
    or -1 for zeros.
    """

    scale: tuple[int, ...]
    depth_first: bool = False
    order: tuple[int, ...] = ()

    def channels(self, count: int) -> NDArray[np.intp]:
        """Return the order for `count` input channels, (C, Πs)."""
        phases = math.prod(self.scale)
        if self.order:
            return np.array(self.order).reshape(-1, phases)
        places = np.arange(count)
        return places.reshape(phases, -1).T if self.depth_first else places.reshape(-1, phases)


@dataclass(frozen=True)
class Pad:
    """A step: rows added at (begin, end) of every axis; negative numbers remove rows."""

    pads: Pairs
    mode: Border = "zeros"


@dataclass(frozen=True)
class Concatenate:
    """A step: values concatenated on the channel axis, with the number of channels of each."""

    channels: tuple[int, ...]


@dataclass(frozen=True)
class Unknown:
    """A step that may upsample, and why it cannot be measured."""

    reason: str


Step: TypeAlias = (
    Transpose | Convolution | Resize | ResizeTo | Shuffle | Pad | Concatenate | Unknown
)


def part(step: Convolution, first: int, count: int) -> Convolution | None:
    """Return the part of a convolution for `count` input channels from `first` on, or None.

    None if its groups mix these channels with others.
    """
    total, rows = step.weight.shape[1] * step.groups, len(step.weight)
    if (first, count) == (0, total):
        return step
    if step.groups == 1:
        return replace(step, weight=step.weight[:, first : first + count])
    each = step.weight.shape[1]
    if first % each or count % each:
        return None
    made = slice(first // each * rows // step.groups, (first + count) // each * rows // step.groups)
    bias = None if step.bias is None else step.bias[made]
    return replace(step, weight=step.weight[made], bias=bias, groups=count // each)


def resized(resize: Resize, step: Convolution) -> Layer:
    """Return a resize and the convolution after it as one layer."""
    kernel = step.weight.shape[2:]
    new = rewrites.resize_conv_to_transposed(
        step.weight,
        step.bias,
        scale=resize.scale[0] if len(resize.scale) == 1 else resize.scale,
        mode=resize.mode,
        padding=step.padding,
        # The phases are those of the interior, which replication does not affect.
        padding_mode="replicate" if resize.mode == "bilinear" else "zeros",
        dilation=step.dilation,
        groups=step.groups,
    )
    return Layer(
        "", "resize", new.geometry, new.weight, step.groups, written=kernel, mode=resize.mode
    )


def inserted(resize: Resize, channels: int) -> Layer:
    """Return a layer that only inserts zeros between the pixels, without a convolution after it."""
    ndim = len(resize.scale)
    weight = np.ones((channels, 1, *(1,) * ndim), np.float32)
    geometry = Geometry((1,) * ndim, resize.scale)
    return Layer("", "transposed", geometry, weight, channels, written=(1,) * ndim)


def subpixel(step: Convolution, shuffle: Shuffle) -> Layer:
    """Return a convolution and the pixel shuffle after it as one layer."""
    weight, groups = step.weight, step.groups
    phases = math.prod(shuffle.scale)
    if not shuffle.order and len(weight) % phases:
        raise errors.rewrites.channels_are_no_phases(weight.shape, shuffle.scale, groups)
    places = shuffle.channels(len(weight))
    if not _within_groups(places, len(weight), groups):
        weight, groups = _whole(weight, groups), 1
    new = rewrites.from_subpixel(
        _gathered(weight, places),
        scale=shuffle.scale,
        padding=step.padding,
        dilation=step.dilation,
        groups=groups,
    )
    own = None
    if step.bias is not None:
        by_phase = _gathered(step.bias, places).reshape(-1, *shuffle.scale)
        own = np.moveaxis(by_phase, 0, -1).astype(np.float64)
    kernel = step.weight.shape[2:]
    return Layer("", "subpixel", new.geometry, new.weight, groups, own, kernel)


def _gathered(array: Array, places: NDArray[np.intp]) -> Array:
    """Return the rows of an array in the order of `places`, zeros for -1."""
    flat = places.ravel()
    rows: Array = array[flat]
    rows[flat < 0] = 0
    return rows


def _within_groups(places: NDArray[np.intp], count: int, groups: int) -> bool:
    """Return whether the outputs of each group come from that group of the convolution."""
    if groups == 1:
        return True
    if len(places) % groups:
        return False
    own = np.arange(len(places))[:, np.newaxis] * groups // len(places)
    return bool(np.all((places < 0) | (places * groups // count == own)))


def _whole(weight: Array, groups: int) -> Array:
    """Return the weight of a grouped convolution as that of one without groups."""
    rows, columns = len(weight) // groups, weight.shape[1]
    whole = np.zeros((len(weight), columns * groups, *weight.shape[2:]), weight.dtype)
    for g in range(groups):
        here = slice(g * rows, (g + 1) * rows)
        whole[here, g * columns : (g + 1) * columns] = weight[here]
    return whole
