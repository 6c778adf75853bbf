"""Calls whose padding is not zeros: the input extended before, or the result folded after.

With P the matrix that extends an axis by a padding mode and C that of the convolution without
padding, `conv` is C·P and `conv_transpose` its transpose, Pᵀ·Cᵀ: the full result, with its borders
added to the rows that P copies them from. The gradients are made of the same two steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from upconv import activations, call, errors, padding_modes
from upconv.arguments import DataFormat, PaddingMode, Pairs, as_padding_mode
from upconv.arrays import Array, Layout
from upconv.axis import is_fractional
from upconv.call import Call
from upconv.engine.calls.call_cache import Gradients
from upconv.engine.process import memory
from upconv.layer import Words

Sizes = tuple[int, ...]


def forward(
    words: Words,
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None,
    data_format: DataFormat,
    out: Array | None,
    padding_mode: PaddingMode,
) -> Array:
    """Return the result of `conv` or `conv_transpose` with this padding mode."""
    checked, sizes, pairs = _checked(words, x, weight, data_format, padding_mode)
    if not _adds(pairs):
        return call.forward(words, x, weight, bias, data_format, out)
    offset, result = checked.bias_and_result(sizes, bias, out)
    bare = words._replace(padding=0, output_padding=0, output_size=None)
    if not words.transposed:
        padded = _extended(checked.images, checked.layout, pairs, padding_mode)
        return call.forward(bare, padded, weight, bias, data_format, result)
    last = activations.as_activation(words.activation)
    full = call.forward(bare._replace(activation=None), checked.x, weight, None, data_format)
    inner = folded(checked.layout.view(full), sizes, pairs, padding_mode)
    view = checked.layout.view(result)
    if offset is None:
        view[...] = inner
    else:
        np.add(inner, offset.reshape(-1, *(1,) * len(sizes)), out=view)
    activations.apply(last, result)
    return result


def backward(
    words: Words,
    grad: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    result: ArrayLike | None,
    data_format: DataFormat,
    needs: Sequence[bool],
    padding_mode: PaddingMode,
    *,
    overwrite: bool = False,
) -> Gradients:
    """Return the gradients of `forward` for x, weight and bias."""
    checked, sizes, pairs = _checked(words, x, weight, data_format, padding_mode)
    if not _adds(pairs):
        arrays = (grad, x, weight, result)
        return call.backward(words, *arrays, data_format, needs, overwrite=overwrite)
    bare = words._replace(padding=0, output_padding=0, output_size=None)
    layout = checked.layout
    if words.transposed:
        _, before, of_bias, _ = checked.before_activation(
            sizes, grad, words.activation, result, needs_bias=needs[2]
        )
        padded = _extended(before, layout, pairs, padding_mode)
        arrays = (padded, checked.x, weight, None)
        wanted = (*needs[:2], False)
        bare = bare._replace(activation=None)
        of_x, of_weight, _ = call.backward(bare, *arrays, data_format, wanted, overwrite=True)
        return of_x, of_weight, of_bias
    # The gradient for x alone reads only the shape of the input.
    padded = _extended(checked.images, layout, pairs, padding_mode, fill=needs[1])
    arrays = (grad, padded, weight, result)
    found = call.backward(bare, *arrays, data_format, needs, overwrite=overwrite)
    of_padded, of_weight, of_bias = found
    if of_padded is None:
        return found
    of_x = memory.empty(checked.x.shape, checked.x.dtype)
    inner = folded(layout.view(of_padded), checked.spatial, pairs, padding_mode)
    layout.view(of_x)[...] = inner
    return of_x, of_weight, of_bias


def _checked(
    words: Words, x: ArrayLike, weight: ArrayLike, data_format: DataFormat, padding_mode: Any
) -> tuple[Call, Sizes, Pairs]:
    """Return the checked arrays, the output size, and (begin, end) of every axis."""
    mode = as_padding_mode(padding_mode)
    checked = Call.of(x, weight, words.groups, data_format, transposed=words.transposed)
    axes, sizes = words.resolve(checked.kernel, checked.spatial)
    if is_fractional(axes):
        raise errors.sizes.fractional_stride_with_mode(words.stride, mode)
    pairs = tuple((axis.begin, axis.end) for axis in axes)
    what, padded = ("output", sizes) if words.transposed else ("input", checked.spatial)
    padding_modes.check(mode, pairs, padded, what)
    return checked, sizes, pairs


def _adds(pairs: Pairs) -> bool:
    """Return whether a padding adds rows; if it only removes some, all modes are the same."""
    return any(end > 0 for ends in pairs for end in ends)


def _extended(
    x: Array, layout: Layout, pairs: Pairs, mode: PaddingMode, *, fill: bool = True
) -> Array:
    """Return x (N, C, *i) with rows added and removed, as the caller's layout has it.

    Without `fill`, the numbers are not defined.
    """
    added, removed = padding_modes.apart(pairs)
    sizes = tuple(n + sum(ends) for n, ends in zip(x.shape[2:], added, strict=True))
    whole = memory.empty(layout.shape(len(x), x.shape[1], sizes), x.dtype)
    view = layout.view(whole)
    if fill:
        _part(view, added, 0)[...] = x
        for axis, (begin, end) in enumerate(added):
            rows, inner = _both(view, added, axis)
            for border in padding_modes.borders(mode, begin, end):
                copied = _at(inner, axis, border.inputs)
                _at(rows, axis, border.rows)[...] = (
                    _turned(copied, axis) if border.flipped else copied
                )
    kept = _part(view, removed, 0)
    first = layout.data_format == "channels_first"
    kept = kept if first else np.moveaxis(kept, 1, -1)
    return kept if layout.batched else kept[0]


def folded(full: Array, sizes: Sizes, pairs: Pairs, mode: PaddingMode) -> Array:
    """Return the transpose of `_extended`: a view (N, C, *sizes) on `full`, which it overwrites."""
    added, removed = padding_modes.apart(pairs)
    if any(map(any, removed)):  # these rows receive nothing but what is folded onto them
        around = (n + sum(ends) for n, ends in zip(sizes, added, strict=True))
        whole = np.zeros((*full.shape[:2], *around), full.dtype)
        _part(whole, removed, 0)[...] = full
        full = whole
    for axis, (begin, end) in reversed(tuple(enumerate(added))):
        rows, inner = _both(full, added, axis)
        for border in padding_modes.borders(mode, begin, end):
            found = _at(rows, axis, border.rows)
            if border.repeat:
                found = found.sum(axis + 2, keepdims=True)
            target = _at(inner, axis, border.inputs)
            target += _turned(found, axis) if border.flipped else found
    return _part(full, added, 0)


def _both(whole: Array, added: Pairs, axis: int) -> tuple[Array, Array]:
    """Return the part of a padded array that `axis` extends, and the inputs of that axis in it.

    The axes before it are extended already, those after it not yet.
    """
    return _part(whole, added, axis + 1), _part(whole, added, axis)


def _part(whole: Array, ends: Pairs, first: int) -> Array:
    """Return a view without the rows at both ends of the axes from `first` on."""
    sizes = whole.shape[2:]
    within = tuple(
        slice(begin, n - end) for n, (begin, end) in zip(sizes[first:], ends[first:], strict=True)
    )
    return whole[(slice(None),) * (2 + first) + within]


def _at(array: Array, axis: int, rows: slice) -> Array:
    return array[(slice(None),) * (2 + axis) + (rows,)]


def _turned(array: Array, axis: int) -> Array:
    return np.flip(array, axis + 2)
