"""TensorFlow's convention: `tf.nn.conv1d_transpose`, `conv2d_transpose`, `conv3d_transpose`.

The call is the gradient of a convolution, so it takes the convolution's input size as
`output_shape`, and i must be the size of that convolution's output::

    "SAME"       i = ceil(o/s)                        begin = max(full - o, 0)//2
    "VALID"      i = floor((o - K)/s) + 1             begin = 0
    [[b, e]...]  i = floor((o + b + e - K)/s) + 1     begin = b, only on 2 axes

with K = d·(k - 1) + 1; the remaining rows are cropped at the end. TensorFlow's CPU kernels refuse
`dilations` other than 1; inside tf.function(jit_compile=True) they work. Here, `output_shape` is
only its spatial part. The weight is (*k, C_out, C_in).

Source: https://www.tensorflow.org/api_docs/python/tf/nn/conv2d_transpose
"""

from __future__ import annotations

from collections.abc import Sequence

from upconv import errors
from upconv.arguments import Pairs, PerAxis, as_choice, as_tuple, common_rank, is_sequence, plain
from upconv.axis import Axis, split_crop
from upconv.conventions.framework import (
    Framework,
    Layout,
    Sizes,
    as_pairs,
    as_sizes,
    crop_remedy,
    full_sizes,
    refuse_groups,
    without_idle_dilation,
)
from upconv.geometry import Geometry

NAME = "TensorFlow"
WORDS = ("SAME", "VALID")


def from_arguments(
    kernel_size: PerAxis,
    output_shape: PerAxis,
    strides: PerAxis = 1,
    padding: str | Sequence[Sequence[int]] = "SAME",
    dilations: PerAxis | None = None,
    data_format: str = "NHWC",
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of TensorFlow describe.

    `kernel_size` is the spatial part of the shape of `filters`; `output_shape` is spatial only.

    >>> from_arguments(kernel_size=3, output_shape=13, strides=2, input_size=7).crop
    ((1, 1),)
    >>> from_arguments(kernel_size=3, output_shape=14, strides=2, input_size=7).crop
    ((0, 1),)
    """
    rank = common_rank(
        kernel_size=kernel_size,
        output_shape=output_shape,
        strides=strides,
        dilations=dilations,
        input_size=input_size,
    )
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    steps = as_tuple(strides, rank, "strides", 1)
    dilation = as_tuple(1 if dilations is None else dilations, rank, "dilations", 1)
    inputs = as_sizes(NAME, "output_shape", input_size, rank)
    outputs = as_tuple(output_shape, rank, "output_shape", 1)
    axes = tuple(Axis(k, s, d, 0, 0) for k, s, d in zip(kernel, steps, dilation, strict=True))
    crop = crop_of_output(axes, inputs, outputs, _as_padding(padding, rank, data_format))
    return Geometry.from_crop(kernel, steps, crop, dilation)


def to_arguments(
    geometry: Geometry, *, groups: int = 1, input_size: PerAxis | None = None
) -> dict[str, object]:
    """Return the arguments of `tf.nn.conv1d_transpose`, `conv2d_transpose` or `conv3d_transpose`.

    Raises NotExpressibleError for groups and for a crop that no padding gives; ArgumentError
    without `input_size`, which `output_shape` depends on.

    >>> to_arguments(Geometry(3, stride=2, padding="same"), input_size=7)
    {'output_shape': (14,), 'strides': 2, 'padding': 'SAME', 'dilations': 1}
    """
    refuse_groups(NAME, groups)
    inputs = as_sizes(NAME, "output_shape", input_size, geometry.ndim)
    axes = without_idle_dilation(geometry)
    words = word_of_crop(axes, inputs, geometry.padding)
    if words is None and geometry.ndim == 2 and _fits_pairs(axes):
        words = [[0, 0], *([begin, max(end, 0)] for begin, end in geometry.crop), [0, 0]]
    if words is None:
        remedy = valid_remedy("", axes, inputs)
        raise errors.wording.crop_not_expressible(NAME, geometry.crop, None, remedy)
    return {
        "output_shape": geometry.output_size(inputs),
        "strides": plain(geometry.integer_stride),
        "padding": words,
        "dilations": plain(tuple(axis.dilation for axis in axes)),
    }


def crop_of_output(
    axes: tuple[Axis, ...], inputs: Sizes, outputs: Sizes, padding: str | Pairs
) -> Pairs:
    """Return the crop with which `inputs` become `outputs`.

    Raises GeometryError unless the convolution with this padding maps `outputs` to `inputs`.
    """
    crop = []
    full = full_sizes(axes, inputs)
    for n, (axis, i, o) in enumerate(zip(axes, inputs, outputs, strict=True)):
        if padding == "SAME":
            low, begin = (i - 1) * axis.stride + 1, split_crop(max(full[n] - o, 0), "same")[0]
            formula = f"padding='SAME' with i={i}, s={axis.stride}"
        else:
            pads = (0, 0) if isinstance(padding, str) else padding[n]
            cropped = axis._replace(begin=pads[0], end=pads[1])
            low, begin, formula = cropped.output_size(i), pads[0], cropped.formula(i)
        high = low + axis.stride - 1
        if not max(low, 1) <= o <= high:
            raise errors.sizes.output_size_unreachable(outputs, n, (max(low, 1), high), formula)
        crop.append((begin, full[n] - o - begin))
    return tuple(crop)


def word_of_crop(axes: tuple[Axis, ...], inputs: Sizes, written: object = None) -> object:
    """Return "SAME" or "VALID", whichever gives the crop of `axes` on every axis, or None.

    If both do, prefer the one that the layer was `written` with.
    """
    pairs = tuple(zip(axes, full_sizes(axes, inputs), inputs, strict=True))
    fits = {
        "SAME": all(
            -(-(full - a.begin - a.end) // a.stride) == i
            and a.begin == split_crop(max(a.begin + a.end, 0), "same")[0]
            for a, full, i in pairs
        ),
        "VALID": all(a.begin == 0 and 0 <= -a.end < a.stride for a in axes),
    }
    words = sorted(WORDS, key=lambda word: word.lower() != written)
    return next((word for word in words if fits[word]), None)


def valid_remedy(kernel: str, axes: tuple[Axis, ...], inputs: Sizes) -> str:
    """Describe how to crop the output of "VALID" by hand; `kernel` is the start of the remedy."""
    full = full_sizes(axes, inputs)
    words = f'{kernel}padding="VALID", output_shape=(N, {", ".join(map(str, full))}, C_out)'
    crop = tuple((axis.begin, axis.end) for axis in axes)
    return crop_remedy(words, crop, channels_last=True, pad=_pad)


def _pad(rows: Pairs) -> str:
    return f"tf.pad(y, {((0, 0), *rows, (0, 0))})"


def _fits_pairs(axes: tuple[Axis, ...]) -> bool:
    return all(axis.begin >= 0 and -axis.end < axis.stride for axis in axes)


def _as_padding(padding: str | Sequence[Sequence[int]], rank: int, data_format: str) -> str | Pairs:
    if isinstance(padding, str):
        return as_choice(padding, "padding", WORDS)
    if rank != 2 or not is_sequence(padding):
        return as_choice(padding, "padding", WORDS)
    pairs = tuple(padding)
    return as_pairs(pairs[2:] if data_format.startswith("NC") else pairs[1:-1], rank)


TENSORFLOW = Framework(
    NAME,
    ("tf.nn.conv1d_transpose", "tf.nn.conv2d_transpose", "tf.nn.conv3d_transpose"),
    from_arguments,
    to_arguments,
    lambda: Layout("*oi"),
    whole_output_shape=True,
    weight="filters",
    carried=("kernel_size", "input_size"),
    aliases=("tf",),
)
