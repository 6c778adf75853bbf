"""Exact rewrites of one form of a layer into another, and why some layers have none."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, NotExpressibleError, ShapeError, compose


def padding_in_words(word: str, ndim: int) -> ArgumentError:
    pairs = ", ".join(["(1, 1)"] * ndim) + ("," if ndim == 1 else "")
    return ArgumentError(
        compose(
            "`padding` must be numbers, as the meaning of a word depends on the input size",
            f"padding={word!r}",
            remedy=f"A kernel of 3 with padding 'same' is written padding=({pairs})",
        )
    )


def interpolation_meets_zeros(
    padding: Sequence[tuple[int, int]], scale: int, axis: int
) -> NotExpressibleError:
    begin, end = padding[axis]
    margin = scale // 2
    return NotExpressibleError(
        compose(
            "A bilinear resize before a convolution with zero padding is not one transposed "
            "convolution: the resize repeats the border, while the padding is zeros",
            f"padding={tuple(padding)}, scale {scale}",
            axis,
            f"The outer {begin} + {margin} and {end} + {margin} outputs would differ",
            "Write padding_mode='replicate', which is exact for a convolution with that padding "
            f"and differs from this one only in the outer {begin} and {end} outputs; or padding=0",
        )
    )


def channels_are_no_phases(shape: Sequence[int], scale: Sequence[int], groups: int) -> ShapeError:
    product = "·".join(map(str, scale))
    return ShapeError(
        compose(
            "`scale` must divide the output channels into phases, in every group",
            f"weight.shape={tuple(shape)}, scale={tuple(scale)}, groups={groups}",
            formula=f"{shape[0]} channels are not a multiple of {product}·{groups}",
        )
    )


def bias_differs(spread: float) -> NotExpressibleError:
    return NotExpressibleError(
        compose(
            "A transposed convolution has one bias per channel, but these phases have several",
            f"a bias that differs by up to {spread:.3g} between phases of one channel",
            remedy="Keep the pixel shuffle, or average the bias over the phases, which changes "
            "the function and removes one cause of a checkerboard",
        )
    )
