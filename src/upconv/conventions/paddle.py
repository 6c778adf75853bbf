"""Paddle's convention: `paddle.nn.Conv1DTranspose`, `Conv2DTranspose`, `Conv3DTranspose`.

As in PyTorch crop = (begin, end - a), but begin and end may differ, and a < s::

    p, one per axis, or [begin, end] of every axis in one list    none negative
    "VALID"    begin = end = 0
    "SAME"     d becomes 1, and the padding is that of the convolution of the same *input*:
               total = max((ceil(i/s) - 1)·s + k - i, 0), begin = total//2; o is not i·s

For one axis, two numbers are [begin, end]; for several axes, one number per axis. The weight is
(C_in, C_out/groups, *k).

Source: https://www.paddlepaddle.org.cn/documentation/docs/en/api/paddle/nn/Conv2DTranspose_en.html
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import (
    Padding,
    Pairs,
    PerAxis,
    as_choice,
    as_integer,
    as_tuple,
    common_rank,
    is_sequence,
    plain,
)
from upconv.axis import split_crop
from upconv.conventions.framework import Framework, Layout, as_sizes, crop_remedy, whole
from upconv.geometry import Geometry

NAME = "Paddle"
WORDS = ("SAME", "VALID")


def from_arguments(
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of Paddle describe; "SAME" needs `input_size`.

    >>> from_arguments(kernel_size=(3, 3), stride=2, padding=[1, 0, 1, 0]).crop
    ((1, 0), (1, 0))
    >>> from_arguments(kernel_size=3, stride=2, padding="SAME", input_size=5).crop
    ((1, 1),)
    """
    as_integer(groups, "groups", 1)
    rank = common_rank(
        kernel_size=kernel_size,
        stride=stride,
        output_padding=output_padding,
        dilation=dilation,
        input_size=input_size,
    )
    if rank == 1 and isinstance(padding, list | tuple) and len(padding) in (3, 4, 6):
        rank = {3: 3, 4: 2, 6: 3}[len(padding)]  # all other arguments are integers
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    if isinstance(padding, str):
        word = as_choice(padding.upper(), "padding", WORDS)
        bare = Geometry(kernel, stride, 0, output_padding, dilation if word == "VALID" else 1)
        if word == "VALID":
            return bare
        inputs = as_sizes(NAME, "padding='SAME'", input_size, rank)
        pairs = tuple(
            split_crop(max((-(-i // s) - 1) * s + k - i, 0), "same")
            for i, k, s in zip(inputs, kernel, bare.integer_stride, strict=True)
        )
        return Geometry(kernel, stride, pairs, output_padding, 1)
    return Geometry(kernel, stride, _as_pairs(padding, rank), output_padding, dilation)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
) -> dict[str, object]:
    """Return the arguments of `Conv1DTranspose`, `Conv2DTranspose` or `Conv3DTranspose`.

    Raises NotExpressibleError for rows of zeros at the start, and for s or more at the end.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'kernel_size': 4, 'stride': 2, 'padding': 1, 'output_padding': 0, 'dilation': 1, 'groups': 1}
    >>> to_arguments(Geometry((4, 4), padding="same"))["padding"]
    [1, 2, 1, 2]
    """
    for n, axis in enumerate(geometry.axes):
        if axis.begin < 0 or -axis.end >= axis.stride:
            raise errors.wording.crop_not_expressible(
                NAME, geometry.crop, n, _remedy(geometry.crop)
            )
    rows = tuple(axis.begin - axis.end for axis in geometry.axes)
    symmetric = all(0 <= a < axis.stride for a, axis in zip(rows, geometry.axes, strict=True))
    ends = [end for begin, last in geometry.crop for end in (begin, max(last, 0))]
    return {
        "kernel_size": whole(geometry.kernel_size),
        "stride": plain(geometry.integer_stride),
        "padding": plain(tuple(begin for begin, _ in geometry.crop)) if symmetric else ends,
        "output_padding": plain(
            rows if symmetric else tuple(max(-end, 0) for _, end in geometry.crop)
        ),
        "dilation": plain(geometry.dilation),
        "groups": as_integer(groups, "groups", 1),
    }


def _as_pairs(padding: Padding, rank: int) -> Pairs:
    ends = tuple(padding) if is_sequence(padding) else ()  # type: ignore[arg-type]
    if len(ends) == 2 * rank:
        flat = as_tuple(ends, 2 * rank, "padding", 0)  # type: ignore[arg-type]
        return tuple(zip(flat[::2], flat[1::2], strict=True))
    both = as_tuple(padding, rank, "padding", 0)  # type: ignore[arg-type]
    return tuple((p, p) for p in both)


def _remedy(crop: Pairs) -> str:
    return crop_remedy("padding=0, output_padding=0", crop, channels_last=False, pad=_pad)


def _pad(rows: Pairs) -> str:
    last_axis_first = [number for pair in reversed(rows) for number in pair]
    return f"paddle.nn.functional.pad(y, {last_axis_first}, data_format={_FORMATS[len(rows)]!r})"


_FORMATS = {1: "NCL", 2: "NCHW", 3: "NCDHW"}

PADDLE = Framework(
    NAME,
    ("paddle.nn.Conv1DTranspose", "paddle.nn.Conv2DTranspose", "paddle.nn.Conv3DTranspose"),
    from_arguments,
    to_arguments,
    lambda: Layout("io*"),
    shortened="kernel_size",
    aliases=("paddlepaddle", "paddle.nn"),
)
