"""MLX's convention: `mlx.nn.ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`.

As in PyTorch crop = (p, p - a), but p is at most d·(k - 1): beyond that MLX removes rows of its
input, which is a different layer, refused here. MLX accepts any output padding; `to_arguments`
returns one below s. The layers have no groups. The weight is (C_out, *k, C_in).

Source: https://ml-explore.github.io/mlx/build/html/python/nn/layers.html
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import Pairs, PerAxis, as_tuple, common_rank, plain
from upconv.conventions.framework import Framework, Layout, crop_remedy, refuse_groups, whole
from upconv.geometry import Geometry

NAME = "MLX"


def from_arguments(
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    output_padding: PerAxis = 0,
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of MLX describe.

    Raises ArgumentError for a padding above d·(k - 1).

    >>> from_arguments(kernel_size=3, stride=2, padding=1, output_padding=1).output_size(7)
    (14,)
    """
    rank = common_rank(
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        dilation=dilation,
        output_padding=output_padding,
        input_size=input_size,
    )
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    steps = as_tuple(stride, rank, "stride", 1)
    gaps = as_tuple(dilation, rank, "dilation", 1)
    crop = as_tuple(padding, rank, "padding", 0)
    rows = as_tuple(output_padding, rank, "output_padding", 0)
    for n, (k, d, p) in enumerate(zip(kernel, gaps, crop, strict=True)):
        if p > d * (k - 1):
            raise errors.wording.padding_beyond_kernel(NAME, crop, n, k, d)
    ends = tuple((p, p - a) for p, a in zip(crop, rows, strict=True))
    return Geometry.from_crop(kernel, steps, ends, gaps)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
) -> dict[str, object]:
    """Return the arguments of `ConvTranspose1d`, `2d` or `3d`.

    Raises NotExpressibleError for groups, and if the crop is not (p, p - a) with p at most
    d·(k - 1).

    >>> to_arguments(Geometry(5, stride=2, padding=((2, 1),)))
    {'kernel_size': 5, 'stride': 2, 'padding': 2, 'dilation': 1, 'output_padding': 1}
    """
    refuse_groups(NAME, groups)
    for n, axis in enumerate(geometry.axes):
        if not (0 <= axis.begin < axis.extent and axis.end <= axis.begin):
            raise errors.wording.crop_not_expressible(
                NAME, geometry.crop, n, _remedy(geometry.crop)
            )
    return {
        "kernel_size": whole(geometry.kernel_size),
        "stride": plain(geometry.integer_stride),
        "padding": plain(tuple(begin for begin, _ in geometry.crop)),
        "dilation": plain(geometry.dilation),
        "output_padding": plain(tuple(begin - end for begin, end in geometry.crop)),
    }


def _remedy(crop: Pairs) -> str:
    return crop_remedy("padding=0, output_padding=0", crop, channels_last=True, pad=_pad)


def _pad(rows: Pairs) -> str:
    return f"mlx.core.pad(y, {((0, 0), *rows, (0, 0))})"


MLX = Framework(
    NAME,
    ("mlx.nn.ConvTranspose1d", "mlx.nn.ConvTranspose2d", "mlx.nn.ConvTranspose3d"),
    from_arguments,
    to_arguments,
    lambda: Layout("o*i"),
    shortened="kernel_size",
    aliases=("mlx.nn", "mlx.core"),
)
