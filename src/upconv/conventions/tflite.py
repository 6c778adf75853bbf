"""The words of TensorFlow Lite: the operator TRANSPOSE_CONV, on 2 axes, without dilation.

The two words and `output_shape` mean what they mean in TensorFlow; `output_shape` stands here for
its spatial part. The weight is (C_out, kh, kw, C_in).

Source: https://ai.google.dev/edge/litert/conversion/tensorflow/ops_compatibility
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import PerAxis, as_choice, as_tuple, plain
from upconv.axis import Axis
from upconv.conventions.framework import (
    Framework,
    Layout,
    Sizes,
    as_sizes,
    refuse_groups,
    spread,
    spread_remedy,
    without_idle_dilation,
)
from upconv.conventions.tensorflow import WORDS, crop_of_output, valid_remedy, word_of_crop
from upconv.geometry import Geometry

NAME = "TFLite"


def from_arguments(
    kernel_size: PerAxis,
    output_shape: PerAxis,
    strides: PerAxis = 1,
    padding: str = "SAME",
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of TFLite describe.

    >>> from_arguments(kernel_size=3, output_shape=14, strides=2, input_size=7).crop
    ((0, 1), (0, 1))
    """
    as_choice(padding, "padding", WORDS)
    kernel = as_tuple(kernel_size, 2, "kernel_size", 1)
    steps = as_tuple(strides, 2, "strides", 1)
    inputs = as_sizes(NAME, "output_shape", input_size, 2)
    outputs = as_tuple(output_shape, 2, "output_shape", 1)
    axes = tuple(Axis(k, s, 1, 0, 0) for k, s in zip(kernel, steps, strict=True))
    crop = crop_of_output(axes, inputs, outputs, padding)
    return Geometry.from_crop(kernel, steps, crop, (1, 1))


def to_arguments(
    geometry: Geometry, *, groups: int = 1, input_size: PerAxis | None = None
) -> dict[str, object]:
    """Return the arguments of TRANSPOSE_CONV.

    Raises NotExpressibleError for groups, dilation, other than 2 axes, and a crop that neither
    word gives; ArgumentError without `input_size`, which `output_shape` depends on.

    >>> to_arguments(Geometry((3, 5), stride=2, padding="same"), input_size=7)
    {'output_shape': (14, 14), 'strides': 2, 'padding': 'SAME'}
    """
    refuse_groups(NAME, groups)
    _refuse_rank(geometry)
    inputs = as_sizes(NAME, "output_shape", input_size, 2)
    axes = without_idle_dilation(geometry)
    if any(axis.dilation > 1 for axis in axes):
        received = f"dilation={geometry.dilation}"
        raise errors.wording.not_expressible(
            NAME, "dilation", received, _spread_remedy(axes, inputs)
        )
    word = word_of_crop(axes, inputs, geometry.padding)
    if word is None:
        remedy = valid_remedy("", axes, inputs)
        raise errors.wording.crop_not_expressible(NAME, geometry.crop, None, remedy)
    return {
        "output_shape": geometry.output_size(inputs),
        "strides": plain(geometry.stride),
        "padding": word,
    }


def _refuse_rank(geometry: Geometry) -> None:
    if geometry.ndim == 2:
        return
    if geometry.ndim == 1:
        axis = geometry.axes[0]
        kernel, crop = (1, axis.kernel), ((0, 0), (axis.begin, axis.end))
        remedy = (
            f"Give x a first axis of size 1: kernel_size={kernel}, stride={(1, axis.stride)}, "
            f"padding={crop}, dilation={(1, axis.dilation)}"
        )
    else:
        remedy = "Use its operator CONV_3D_TRANSPOSE with the arguments and weight of TensorFlow"
    received = f"kernel_size={geometry.kernel_size}"
    raise errors.wording.not_expressible(NAME, "other than 2 axes", received, remedy)


def _spread_remedy(axes: tuple[Axis, ...], inputs: Sizes) -> str:
    kernel = spread_remedy(axes, 1, 1)
    word = word_of_crop(spread(axes), inputs)
    if word is None:
        return valid_remedy(f"{kernel}, ", axes, inputs)
    sizes = ", ".join(str(axis.output_size(i)) for axis, i in zip(axes, inputs, strict=True))
    return f'Use {kernel}, padding="{word}", output_shape=(N, {sizes}, C_out)'


TFLITE = Framework(
    NAME,
    ("TRANSPOSE_CONV", "TRANSPOSE_CONV", "TRANSPOSE_CONV"),
    from_arguments,
    to_arguments,
    lambda: Layout("o*i"),
    whole_output_shape=True,
    weight="weights",
    carried=("kernel_size", "input_size"),
    aliases=("lite", "litert", "tf.lite", "tensorflow lite"),
)
