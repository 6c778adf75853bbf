"""TensorFlow Lite's convention: the operator TRANSPOSE_CONV, on 2 axes, without dilation.

The two words and `output_shape` have the same meaning as in TensorFlow; here, `output_shape` is
only its spatial part. The weight is (C_out, kh, kw, C_in).

Source: https://ai.google.dev/edge/litert/conversion/tensorflow/ops_compatibility
"""

from __future__ import annotations

from upconv import errors
from upconv.arguments import PerAxis, as_choice, as_integer, as_tuple, plain
from upconv.axis import Axis
from upconv.conventions.framework import (
    Framework,
    Layout,
    Sizes,
    as_sizes,
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

    Raises NotExpressibleError for groups, with how to write the layer as zeros between the inputs
    and a CONV_2D or DEPTHWISE_CONV_2D; for dilation, a number of axes other than 2, and a crop
    that neither word gives; ArgumentError without `input_size`, which `output_shape` depends on.

    >>> to_arguments(Geometry((3, 5), stride=2, padding="same"), input_size=7)
    {'output_shape': (14, 14), 'strides': 2, 'padding': 'SAME'}
    """
    _refuse_rank(geometry)
    if as_integer(groups, "groups", 1) > 1:
        remedy = _grouped_remedy(geometry, groups)
        raise errors.wording.not_expressible(NAME, "groups", f"groups={groups}", remedy)
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
        "strides": plain(geometry.integer_stride),
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
    raise errors.wording.not_expressible(NAME, "a number of axes other than 2", received, remedy)


def _grouped_remedy(geometry: Geometry, groups: int) -> str:
    """Describe how to write groups as zeros between the inputs and one grouped operator."""
    zeros = geometry.zero_insertion()
    rows = tuple((axis.before, axis.after) for axis in zeros)
    taken = ", where a negative number removes rows" if min(map(min, rows)) < 0 else ""
    dilation = "" if set(geometry.dilation) == {1} else f", dilation {geometry.dilation}"
    flipped = "weight[:, :, ::-1, ::-1]"
    kernel = ", ".join(map(str, geometry.kernel_size))
    parts = f"[part.transpose(1, 2, 3, 0) for part in np.split({flipped}, {groups})]"
    return (
        f"Insert {tuple(axis.zeros for axis in zeros)} zeros between neighbours of x on its two "
        f"axes, pad the result by {rows}{taken}, and use CONV_2D with stride 1, "
        f'padding="VALID"{dilation} and weights=np.concatenate({parts}); if groups is C_in, use '
        f"DEPTHWISE_CONV_2D with weights={flipped}.reshape(1, -1, {kernel}).transpose(0, 2, 3, 1)"
    )


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
