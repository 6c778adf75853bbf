"""ONNX's convention: the operator ConvTranspose.

With K = d·(k - 1) + 1 and full = (i - 1)·s + K, the crop is (begin, end - a), where::

    auto_pad=NOTSET        pads = [begin of every axis, end of every axis], none negative
    auto_pad=VALID         begin = end = 0
    auto_pad=SAME_UPPER    total = max(K + a - s, 0), begin = total//2
    auto_pad=SAME_LOWER    total = max(K + a - s, 0), begin = total - total//2
    output_shape=o         total = max(full + a - o, 0), begin = total//2 for SAME_UPPER and
                           total - total//2 for every other auto_pad; the output is exactly o

as ONNX Runtime computes it. ONNX allows output_padding a < max(s, d), but ONNX Runtime only a < s:
`from_arguments` accepts the former, `to_arguments` returns the latter. The weight is
(C_in, C_out/group, *k).

Source: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html
"""

from __future__ import annotations

from collections.abc import Sequence

from upconv import errors
from upconv.arguments import (
    PaddingWord,
    Pairs,
    PerAxis,
    as_choice,
    as_integer,
    as_tuple,
    common_rank,
)
from upconv.axis import split_crop
from upconv.conventions.framework import Framework, Layout, Sizes, as_sizes, full_sizes
from upconv.geometry import Geometry

NAME = "ONNX"
AUTO_PADS = ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")


def from_arguments(
    kernel_shape: PerAxis,
    strides: PerAxis = 1,
    pads: Sequence[int] | None = None,
    output_padding: PerAxis = 0,
    dilations: PerAxis = 1,
    auto_pad: str = "NOTSET",
    output_shape: PerAxis | None = None,
    group: int = 1,
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these attributes of ONNX describe.

    `kernel_shape` may be missing from a node; it is then the spatial part of the shape of W.
    With `output_shape` the layer depends on `input_size`.

    >>> from_arguments(kernel_shape=[3], strides=[2], auto_pad="SAME_LOWER").crop
    ((1, 0),)
    >>> from_arguments(kernel_shape=[3], strides=[2], output_shape=[8], input_size=4).crop
    ((1, 0),)
    """
    as_integer(group, "group", 1)
    rank = common_rank(
        kernel_shape=kernel_shape,
        strides=strides,
        output_padding=output_padding,
        dilations=dilations,
        output_shape=output_shape,
        input_size=input_size,
    )
    as_choice(auto_pad, "auto_pad", AUTO_PADS)
    kernel = as_tuple(kernel_shape, rank, "kernel_shape", 1)
    steps = as_tuple(strides, rank, "strides", 1)
    dilation = as_tuple(dilations, rank, "dilations", 1)
    rows = as_tuple(output_padding, rank, "output_padding", 0)
    bare = Geometry(kernel, steps, 0, rows, dilation)  # raises if the output padding is too large
    if output_shape is not None:
        inputs = as_sizes(NAME, "output_shape", input_size, rank)
        crop = _crop_of_output(
            bare, inputs, as_tuple(output_shape, rank, "output_shape", 1), auto_pad
        )
        return Geometry.from_crop(kernel, steps, crop, dilation)
    if auto_pad == "NOTSET":
        return Geometry(kernel, steps, _as_pairs(pads, rank), rows, dilation)
    word: PaddingWord = "same_upper" if auto_pad == "SAME_UPPER" else "same_lower"
    if auto_pad == "VALID":
        return bare
    return Geometry(kernel, steps, word, rows, dilation)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
) -> dict[str, object]:
    """Return the attributes of ConvTranspose, with `pads` rather than `auto_pad`.

    Raises NotExpressibleError for rows of zeros at the start, and for s or more at the end.

    >>> to_arguments(Geometry(3, stride=2, padding=1, output_padding=1))
    {'kernel_shape': [3], 'strides': [2], 'pads': [1, 0], 'output_padding': [0], 'dilations': [1],
    'group': 1}
    """
    for n, axis in enumerate(geometry.axes):
        if axis.begin < 0 or -axis.end >= axis.stride:
            legal = axis.begin >= 0 and -axis.end < axis.dilation
            name = "ONNX Runtime" if legal else NAME
            raise errors.wording.crop_not_expressible(
                name, geometry.crop, n, _remedy(geometry.crop)
            )
    begins, ends = zip(*geometry.crop, strict=True)
    return {
        "kernel_shape": list(geometry.kernel_size),
        "strides": list(geometry.integer_stride),
        "pads": [*begins, *(max(end, 0) for end in ends)],
        "output_padding": [max(-end, 0) for end in ends],
        "dilations": list(geometry.dilation),
        "group": as_integer(groups, "groups", 1),
    }


def _as_pairs(pads: Sequence[int] | None, rank: int) -> Pairs:
    ends = (0,) * 2 * rank if pads is None else as_tuple(pads, 2 * rank, "pads", 0)
    return tuple(zip(ends[:rank], ends[rank:], strict=True))


def _crop_of_output(layer: Geometry, inputs: Sizes, outputs: Sizes, auto_pad: str) -> Pairs:
    crop = []
    full = full_sizes(layer.axes, inputs)
    for n, (axis, o) in enumerate(zip(layer.axes, outputs, strict=True)):
        high = full[n] + max(axis.stride, axis.dilation) - 1
        if o > high:
            formula = axis._replace(end=0).formula(inputs[n])
            raise errors.sizes.output_size_unreachable(outputs, n, (1, high), formula)
        total = max(full[n] + layer.output_padding[n] - o, 0)
        begin, _ = split_crop(total, "same_upper" if auto_pad == "SAME_UPPER" else "same_lower")
        crop.append((begin, full[n] - o - begin))
    return tuple(crop)


def _remedy(crop: Pairs) -> str:
    begins, ends = zip(*crop, strict=True)
    pads = [0, 0, *(-begin for begin in begins), 0, 0, *(-end for end in ends)]
    return (
        f"Use pads={[0] * 2 * len(crop)} without B, then a node Pad with pads={pads}, "
        "then Add the bias"
    )


ONNX = Framework(
    NAME,
    ("ConvTranspose", "ConvTranspose", "ConvTranspose"),
    from_arguments,
    to_arguments,
    lambda: Layout("io*"),
    aliases=("onnxruntime", "ort"),
)
