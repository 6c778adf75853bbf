"""Rows of layers that are only written down: (Geometry, channels), one after the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from upconv import errors
from upconv.arguments import as_integer
from upconv.checkerboards.work import Convolved, Size
from upconv.geometry import Geometry
from upconv.summaries.report import Row, Summary

_FLOAT32 = 4  # bytes


def is_chain(value: object) -> bool:
    """Tell whether this is a list of layers."""
    return isinstance(value, list | tuple) and all(
        isinstance(one, Geometry | tuple) for one in value
    )


def summarized(layers: Sequence[Any], shape: Size) -> Summary:
    """Return the rows of transposed convolutions in float32 without biases."""
    rows: list[Row] = []
    scale = (Fraction(1),) * (len(shape) - 2)
    before = shape
    for place, given in enumerate(layers):
        geometry, channels, groups = _layer(place, given, before)
        if len(before) != geometry.ndim + 2:
            raise errors.summaries.other_rank(shape, geometry.ndim)
        weight = (channels[0], channels[1] // groups, *geometry.kernel_size)
        layer = Convolved.of_geometry(geometry, weight, groups)
        after = (before[0], channels[1], *geometry.output_size(before[2:]))
        scale = tuple(a * b for a, b in zip(scale, layer.scale, strict=True))
        rows.append(
            Row(
                str(place),
                "transposed convolution",
                str(layer),
                before,
                after,
                scale,
                layer.overlap,
                math.prod(weight),
                layer.multiply_adds(after[0], before[2:], after[2:]),
                math.prod(after) * _FLOAT32,
            )
        )
        before = after
    return Summary(tuple(rows), {"": shape}, sum(row.parameters for row in rows))


def _layer(place: int, given: Any, before: Size) -> tuple[Geometry, tuple[int, int], int]:
    fits = isinstance(given, tuple) and 2 <= len(given) <= 4 and isinstance(given[0], Geometry)
    if not fits or len(before) < 2:
        if fits:
            raise errors.summaries.other_rank(before, given[0].ndim)
        raise errors.summaries.no_layer(place, given)
    geometry, *numbers = given
    numbers = [as_integer(n, f"model[{place}][{at}]", 1) for at, n in enumerate(numbers, 1)]
    c_in, c_out, groups = (before[1], numbers[0], 1) if len(numbers) == 1 else (*numbers, 1)[:3]
    if c_in != before[1]:
        raise errors.summaries.other_channels(place, c_in, before[1])
    if c_in % groups or c_out % groups:
        raise errors.summaries.other_groups(place, (c_in, c_out), groups)
    return geometry, (c_in, c_out), groups
