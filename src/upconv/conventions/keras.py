"""Keras' convention: `Conv1DTranspose`, `Conv2DTranspose`, `Conv3DTranspose`.

One word for all axes, with K = d·(k - 1) + 1::

    "valid", output_padding=None   o = i·s + max(K - s, 0)         crop = (0, min(K - s, 0))
    "same",  output_padding=None   o = i·s                         total = K - s
    "valid", output_padding=a      o = (i - 1)·s + K + a           crop = (0, -a)
    "same",  output_padding=a      o = (i - 1)·s + K mod 2 + a     total = K - K mod 2 - a

where "same" crops begin = max(total, 0)//2 and end = total - begin. This is what Keras computes
on JAX and PyTorch, and on TensorFlow where that runs: its CPU kernels refuse every dilation, and
"same" with an even K and output_padding=0. The layers refuse a >= s, and strides > 1 together
with dilation_rate > 1; `keras.ops.conv_transpose` accepts both. `from_arguments` accepts whatever
either of them accepts; `to_arguments` returns only what the layers accept. The weight is
(*k, C_out, C_in).

Source: keras/src/backend/common/backend_utils.py; https://keras.io/api/layers/convolution_layers/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias, cast

from upconv import errors
from upconv.arguments import Pairs, PerAxis, as_choice, as_tuple, common_rank, plain
from upconv.axis import Axis, crop_of_word
from upconv.conventions.framework import (
    Framework,
    Layout,
    Sizes,
    crop_remedy,
    refuse_groups,
    spread,
    spread_remedy,
    whole,
    without_idle_dilation,
)
from upconv.geometry import Geometry

NAME = "Keras"
Word: TypeAlias = Literal["valid", "same"]
WORDS: tuple[Word, ...] = ("valid", "same")
_NUMBERS_REMEDY = (
    "To crop by numbers, write padding='valid', output_padding=0 and a Cropping1D, Cropping2D or "
    "Cropping3D layer after it"
)


def from_arguments(
    kernel_size: PerAxis,
    strides: PerAxis = 1,
    padding: str = "valid",
    output_padding: PerAxis | None = None,
    dilation_rate: PerAxis = 1,
    *,
    input_size: PerAxis | None = None,
) -> Geometry:
    """Return the layer that these arguments of Keras describe.

    >>> from_arguments(kernel_size=5, strides=2, padding="same").crop
    ((1, 2),)
    >>> from_arguments(kernel_size=5, strides=2, padding="same", output_padding=0).crop
    ((2, 2),)
    """
    rank = common_rank(
        kernel_size=kernel_size,
        strides=strides,
        output_padding=output_padding,
        dilation_rate=dilation_rate,
        input_size=input_size,
    )
    kernel = as_tuple(kernel_size, rank, "kernel_size", 1)
    steps = as_tuple(strides, rank, "strides", 1)
    dilation = as_tuple(dilation_rate, rank, "dilation_rate", 1)
    bare = (Axis(k, s, d, 0, 0) for k, s, d in zip(kernel, steps, dilation, strict=True))
    word = as_word(padding)
    if output_padding is None:  # the words mean the same in Geometry
        return Geometry(kernel, steps, word, 0, dilation)
    rows = as_tuple(output_padding, rank, "output_padding", 0)
    crop = _crop(word, tuple(bare), rows)
    return Geometry.from_crop(kernel, steps, crop, dilation)


def to_arguments(
    geometry: Geometry,
    *,
    groups: int = 1,
    input_size: PerAxis | None = None,  # noqa: ARG001  # the same call for every framework
) -> dict[str, object]:
    """Return the arguments of `Conv1DTranspose`, `Conv2DTranspose` or `Conv3DTranspose`.

    Raises NotExpressibleError for groups, for strides > 1 with dilation_rate > 1, and if no word
    gives the crop on every axis.

    >>> to_arguments(Geometry(4, stride=2, padding=1))
    {'kernel_size': 4, 'strides': 2, 'padding': 'same', 'output_padding': None, 'dilation_rate': 1}
    """
    refuse_groups(NAME, groups)
    axes = without_idle_dilation(geometry)
    if max(axis.stride for axis in axes) > 1 and max(axis.dilation for axis in axes) > 1:
        raise errors.wording.not_expressible(
            NAME,
            "strides > 1 together with dilation_rate > 1",
            f"stride={geometry.integer_stride}, dilation={geometry.dilation}",
            _spread_remedy(axes),
        )
    words = _words(axes, geometry.padding)
    if words is None:
        uncropped = 'padding="valid", output_padding=0'
        if any(axis.dilation != d for axis, d in zip(axes, geometry.dilation, strict=True)):
            uncropped += f", dilation_rate={plain(tuple(axis.dilation for axis in axes))}"
        remedy = _remedy(uncropped, geometry.crop)
        raise errors.wording.crop_not_expressible(NAME, geometry.crop, None, remedy)
    padding, rows = words
    return {
        "kernel_size": whole(geometry.kernel_size),
        "strides": plain(geometry.integer_stride),
        "padding": padding,
        "output_padding": rows if rows is None else plain(rows),
        "dilation_rate": plain(tuple(axis.dilation for axis in axes)),
    }


def as_word(padding: object, words: tuple[str, ...] = WORDS, remedy: str = _NUMBERS_REMEDY) -> Word:
    """Return the word in lower case; raise ArgumentError for numbers and other words."""
    word = padding.lower() if isinstance(padding, str) else padding
    hint = "" if isinstance(padding, str) else remedy
    return cast("Word", as_choice(word, "padding", words, hint))


def _crop(word: Word, axes: tuple[Axis, ...], rows: Sizes | None) -> Pairs:
    if rows is None:
        return tuple(crop_of_word(word, axis.extent, axis.stride, 0) for axis in axes)
    return tuple(_crop_of_rows(word, axis.extent, a) for axis, a in zip(axes, rows, strict=True))


def _crop_of_rows(word: Word, extent: int, rows: int) -> tuple[int, int]:
    if word == "valid":
        return 0, -rows
    total = extent - extent % 2 - rows
    begin = max(total, 0) // 2
    return begin, total - begin


def _words(axes: tuple[Axis, ...], written: object = None) -> tuple[Word, Sizes | None] | None:
    """Return the padding and output padding with exactly the crop of `axes`, if there are any.

    If both words fit, prefer the one that the layer was `written` with.
    """
    crop = tuple((axis.begin, axis.end) for axis in axes)
    fits = (
        words for words in _candidates(axes, written) if _crop(words[0], axes, words[1]) == crop
    )
    return next(fits, None)


def _candidates(axes: tuple[Axis, ...], written: object) -> Iterator[tuple[Word, Sizes | None]]:
    for word in sorted(WORDS, key=lambda word: word != written):
        yield word, None
    totals = {"valid": [0] * len(axes), "same": [a.extent - a.extent % 2 for a in axes]}
    for word in WORDS:
        rows = tuple(t - a.begin - a.end for t, a in zip(totals[word], axes, strict=True))
        if all(0 <= row < axis.stride for row, axis in zip(rows, axes, strict=True)):
            yield word, rows


def _spread_remedy(axes: tuple[Axis, ...]) -> str:
    kernel = spread_remedy(axes, 0, 2)
    words = _words(spread(axes))
    if words is None:
        crop = tuple((axis.begin, axis.end) for axis in axes)
        return _remedy(f'{kernel}, padding="valid", output_padding=0', crop)
    rows = words[1] if words[1] is None else plain(words[1])
    return f'Use {kernel}, padding="{words[0]}", output_padding={rows}'


def _remedy(words: str, crop: Pairs) -> str:
    return crop_remedy(words, crop, channels_last=True, pad=_pad)


def _pad(rows: Pairs) -> str:
    return f"keras.ops.pad(y, {((0, 0), *rows, (0, 0))})"


KERAS = Framework(
    NAME,
    ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
    from_arguments,
    to_arguments,
    lambda: Layout("*oi"),
    shortened="kernel_size",
    aliases=("tf.keras", "tf_keras"),
)
