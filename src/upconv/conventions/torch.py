"""PyTorch's convention: `ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`.

One `padding` p per axis is cropped from both ends, and `output_padding` a is added back at the
end: crop = (p, p - a), 0 <= a < max(s, d). The weight is (C_in, C_out/groups, *k).

Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import Pairs, PerAxis, as_integer, as_tuple, common_rank, plain
from upconv.conventions.framework import Framework, Layout, crop_remedy, whole
from upconv.geometry import Geometry

NAME = "PyTorch"


def from_arguments(
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of PyTorch describe.

    >>> from_arguments(kernel_size=3, stride=2, padding=1, output_padding=1).output_size(7)
    (14,)
    """
    as_integer(groups, "groups", 1)
    rank = common_rank(
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
        input_size=input_size,
    )
    crop = as_tuple(padding, rank, "padding", 0)
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    return Geometry(kernel, stride, crop, output_padding, dilation)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
) -> dict[str, object]:
    """Return the arguments of `ConvTranspose1d`, `2d` or `3d`.

    Raises NotExpressibleError if the crop is not (p, p - a).

    >>> to_arguments(Geometry(5, stride=2, padding=((2, 1),)))
    {'kernel_size': 5, 'stride': 2, 'padding': 2, 'output_padding': 1, 'dilation': 1, 'groups': 1}
    """
    for n, axis in enumerate(geometry.axes):
        if axis.begin < 0 or not 0 <= axis.begin - axis.end < max(axis.stride, axis.dilation):
            raise errors.wording.crop_not_expressible(
                NAME, geometry.crop, n, _remedy(geometry.crop)
            )
    return {
        "kernel_size": whole(geometry.kernel_size),
        "stride": plain(geometry.integer_stride),
        "padding": plain(tuple(begin for begin, _ in geometry.crop)),
        "output_padding": plain(tuple(begin - end for begin, end in geometry.crop)),
        "dilation": plain(geometry.dilation),
        "groups": as_integer(groups, "groups", 1),
    }


def _remedy(crop: Pairs) -> str:
    return crop_remedy("padding=0, output_padding=0", crop, channels_last=False, pad=_pad)


def _pad(rows: Pairs) -> str:
    last_axis_first = tuple(number for pair in reversed(rows) for number in pair)
    return f"torch.nn.functional.pad(y, {last_axis_first})"


TORCH = Framework(
    NAME,
    ("ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"),
    from_arguments,
    to_arguments,
    lambda: Layout("io*"),
    shortened="kernel_size",
    aliases=("pytorch", "torch.nn", "nn"),
)
