"""What arrays a caller may pass, checked once, and seen as (N, C, *spatial) from then on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from upconv import errors
from upconv.arguments import DataFormat, is_sequence

Array: TypeAlias = NDArray[Any]

SPATIAL_AXES = (1, 2, 3)


def as_float_array(value: ArrayLike, name: str) -> Array:
    """Return `value` as a float32 or float64 array, without a copy where it is one."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, RuntimeError):
        raise errors.shapes.not_an_array(name, value) from None
    if array.dtype not in (np.float32, np.float64):
        raise errors.shapes.not_floating(name, array.dtype)
    return array


def same_dtype(array: Array, name: str, other: Array, other_name: str) -> None:
    """Raise ArgumentTypeError where two arrays differ in dtype."""
    if array.dtype != other.dtype:
        raise errors.shapes.dtypes_differ(name, array.dtype, other_name, other.dtype)


def channels_first(array: Array, data_format: DataFormat) -> Array:
    """Return a view of a batched array as (N, C, *spatial)."""
    return np.moveaxis(array, -1, 1) if data_format == "channels_last" else array


@dataclass(frozen=True)
class Layout:
    """How the caller's arrays lie in memory: whether they have a batch axis, and the channels."""

    data_format: DataFormat
    batched: bool

    def view(self, array: Array) -> Array:
        """Return `array` as (N, C, *spatial), a view."""
        return channels_first(array if self.batched else array[np.newaxis], self.data_format)

    def shape(self, n: int, channels: int, spatial: tuple[int, ...]) -> tuple[int, ...]:
        """Return the caller's shape of an array that is (n, channels, *spatial) inside."""
        tail = (
            (channels, *spatial) if self.data_format == "channels_first" else (*spatial, channels)
        )
        return (n, *tail) if self.batched else tail

    @staticmethod
    def of(x: Array, ndim: int, data_format: DataFormat, name: str = "x") -> Layout:
        """Tell the layout of `x` for `ndim` spatial axes.

        Raises ShapeError for a rank that is neither batched nor one example.
        """
        if x.ndim not in (ndim + 1, ndim + 2):
            inner = ", ".join(["C", *"DHW"[3 - ndim :]])
            if data_format == "channels_last":
                inner = ", ".join([*"DHW"[3 - ndim :], "C"])
            expected = (
                f"(N, {inner}), or ({inner}) for one example, as the weight has {ndim} spatial"
            )
            raise errors.shapes.wrong_rank(
                name, x.shape, f"{expected} {'axis' if ndim == 1 else 'axes'}"
            )
        return Layout(data_format, x.ndim == ndim + 2)


def told_rank(x: Array, per_axis: object, name: str = "x") -> int:
    """Return the number of spatial axes: one per entry of `per_axis`, or all but N and C."""
    given = tuple(cast("Iterable[object]", per_axis)) if is_sequence(per_axis) else None
    ndim = x.ndim - 2 if given is None else len(given)
    if ndim not in SPATIAL_AXES:
        raise errors.shapes.wrong_rank(
            name, x.shape, "(N, C, *spatial) with 1, 2 or 3 spatial axes"
        )
    return ndim


def spatial_rank(weight: Array, form: str) -> int:
    """Return the number of spatial axes that a weight has; ShapeError unless 1, 2 or 3."""
    ndim = weight.ndim - 2
    if ndim not in SPATIAL_AXES:
        raise errors.shapes.wrong_rank("weight", weight.shape, f"{form} with 1, 2 or 3 kernel axes")
    for axis, size in enumerate(weight.shape):
        if size < 1:
            raise errors.shapes.empty_axis("weight", weight.shape, axis)
    return ndim


def result_array(
    out: Array | None, shape: tuple[int, ...], dtype: np.dtype[Any], arguments: dict[str, Array]
) -> Array:
    """Return the array to write into: a new one, or `out` after its checks."""
    if out is None:
        return np.empty(shape, dtype)
    if not isinstance(out, np.ndarray):
        raise errors.shapes.not_an_array("out", out)
    if out.dtype != dtype:
        raise errors.shapes.dtypes_differ("out", out.dtype, "x", dtype)
    if out.shape != shape:
        raise errors.shapes.wrong_shape("out", out.shape, shape, "the shape of the result")
    if not out.flags.writeable:
        raise errors.shapes.out_not_writable()
    for name, array in arguments.items():
        if np.may_share_memory(out, array):
            raise errors.shapes.out_shares_memory(name)
    return out


def shares_memory(out: Array, *arguments: Array | None) -> bool:
    """Tell whether `out` may overlap one of `arguments`."""
    return any(np.may_share_memory(out, array) for array in arguments if array is not None)
