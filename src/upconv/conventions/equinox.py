"""Equinox's convention: `equinox.nn.ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`.

With K = d·(k - 1) + 1 and 0 <= a < s, `padding` is that of the convolution the layer transposes::

    p, one per axis, or pairs    crop = (begin, end - a); pairs may be negative
    "VALID"                      crop = (0, -a)
    "SAME", "SAME_LOWER"         o = i·s - a: total = K - s + a, split as ONNX splits it

Pairs can express every crop. The weight is (C_out, C_in/groups, *k) with the last tap first:
upconv's, regrouped and flipped. `padding_mode="CIRCULAR"`, only with "SAME" or "SAME_LOWER" and
a = 0, makes it the transpose of Equinox's convolution with the same arguments.

Source: https://docs.kidger.site/equinox/api/nn/conv/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from upconv import errors
from upconv.arguments import (
    Padding,
    PaddingMode,
    Pairs,
    PerAxis,
    as_choice,
    as_integer,
    as_padding,
    as_tuple,
    common_rank,
    plain,
)
from upconv.axis import Axis, split_crop
from upconv.conventions.framework import Framework, Layout, whole
from upconv.geometry import Geometry

NAME = "Equinox"
WORDS = ("SAME", "SAME_LOWER", "VALID")
MODES: dict[str, PaddingMode] = {"ZEROS": "zeros", "CIRCULAR": "circular"}


def from_arguments(
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    padding_mode: str = "ZEROS",
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of Equinox describe.

    >>> from_arguments(kernel_size=3, stride=2, padding=1, output_padding=1).crop
    ((1, 0),)
    >>> from_arguments(kernel_size=3, stride=2, padding="SAME_LOWER").crop
    ((1, 0),)
    """
    as_integer(groups, "groups", 1)
    mode = padding_mode.upper() if isinstance(padding_mode, str) else padding_mode
    border: PaddingMode = MODES[as_choice(mode, "padding_mode", tuple(MODES))]
    rank = common_rank(
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
        input_size=input_size,
    )
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    rows = as_tuple(output_padding, rank, "output_padding", 0)
    word = as_choice(padding.upper(), "padding", WORDS) if isinstance(padding, str) else ""
    if border != "zeros" and (word in ("", "VALID") or any(rows)):
        raise errors.wording.circular_needs_same(padding, output_padding)
    pairs = cast("Pairs", as_padding(0 if word else padding, rank))
    bare = Geometry(kernel, stride, pairs, rows, dilation)
    if word in ("", "VALID"):
        return bare
    crop = _same(bare.axes, rows, word)
    return Geometry.from_crop(kernel, bare.stride, crop, bare.dilation, padding_mode=border)


def _same(axes: Sequence[Axis], rows: Sequence[int], word: str) -> Pairs:
    """Return the crop of "SAME" or "SAME_LOWER" for an output padding of `rows`."""
    crop = []
    for axis, a in zip(axes, rows, strict=True):
        total = axis.extent - axis.stride + a
        begin, _ = split_crop(max(total, 0), "same_lower" if word == "SAME_LOWER" else "same")
        crop.append((begin, total - begin))
    return tuple(crop)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
) -> dict[str, object]:
    """Return the arguments of `ConvTranspose1d`, `2d` or `3d`.

    Integers if the crop is (p, p - a) with a < s on every axis, pairs otherwise; a word for
    circular padding, with which Equinox has nothing else.
    Raises NotExpressibleError for circular padding with another crop.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'kernel_size': 4, 'stride': 2, 'padding': 1, 'output_padding': 0, 'dilation': 1, 'groups': 1}
    >>> to_arguments(Geometry(4, padding="same"))["padding"]
    ((1, 2),)
    """
    rows = tuple(axis.begin - axis.end for axis in geometry.axes)
    symmetric = all(
        axis.begin >= 0 and 0 <= a < axis.stride
        for axis, a in zip(geometry.axes, rows, strict=True)
    )
    begins = plain(tuple(axis.begin for axis in geometry.axes))
    if geometry.border == "circular":
        return _circular(geometry, groups)
    return {
        "kernel_size": whole(geometry.kernel_size),
        "stride": plain(geometry.integer_stride),
        "padding": begins if symmetric else geometry.crop,
        "output_padding": plain(rows) if symmetric else 0,
        "dilation": plain(geometry.dilation),
        "groups": as_integer(groups, "groups", 1),
    }


def _circular(geometry: Geometry, groups: int) -> dict[str, object]:
    none = (0,) * geometry.ndim
    for word in ("SAME", "SAME_LOWER"):
        if _same(geometry.axes, none, word) == geometry.crop:
            return {
                "kernel_size": whole(geometry.kernel_size),
                "stride": plain(geometry.integer_stride),
                "padding": word,
                "output_padding": 0,
                "dilation": plain(geometry.dilation),
                "groups": as_integer(groups, "groups", 1),
                "padding_mode": "CIRCULAR",
            }
    remedy = "Use upconv.torch or upconv.keras, whose layers have padding_mode='circular'"
    raise errors.wording.crop_not_expressible(
        f"Circular padding of {NAME}", geometry.crop, None, remedy
    )


def _layout(*, groups: int = 1) -> Layout:
    return Layout("oi*", flipped=True, groups=as_integer(groups, "groups", 1))


EQUINOX = Framework(
    NAME,
    (
        "equinox.nn.ConvTranspose1d",
        "equinox.nn.ConvTranspose2d",
        "equinox.nn.ConvTranspose3d",
    ),
    from_arguments,
    to_arguments,
    _layout,
    shortened="kernel_size",
    aliases=("eqx", "equinox.nn"),
    padding_modes=("zeros", "circular"),
)
