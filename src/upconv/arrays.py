"""Arrays given by the caller: checked once, then viewed as (N, C, *spatial)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from upconv import errors
from upconv.arguments import DataFormat, is_sequence

Array: TypeAlias = NDArray[Any]

SPATIAL_AXES = (1, 2, 3)


def as_float_array(value: ArrayLike, name: str) -> Array:
    """Return `value` as a float32 or float64 array, without a copy if it is one already."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, RuntimeError):
        received = f"type {type(value).__name__}"
        raise errors.shapes.not_floating(name, received, _way(value, name)) from None
    if array.dtype not in _FLOATS:
        received = f"dtype {array.dtype}"
        raise errors.shapes.not_floating(name, received, _way(value, name))
    return array


_FLOATS = (np.dtype(np.float32), np.dtype(np.float64))

# Expressions that convert another object to a float array, simplest first. No framework is
# imported: tensors are recognised by their methods.
_WAYS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("{}.real", lambda value: value.real),
    ("{}.astype(np.float32)", lambda value: value.astype(np.float32)),
    ("np.asarray({}, dtype=np.float32)", lambda value: np.asarray(value, dtype=np.float32)),
    ("{}.detach().numpy()", lambda value: value.detach().numpy()),
    ("{}.detach().float().numpy()", lambda value: value.detach().float().numpy()),
    ("{}.detach().cpu().float().numpy()", lambda value: value.detach().cpu().float().numpy()),
    ("{}.to_dense().detach().numpy()", lambda value: value.to_dense().detach().numpy()),
)


def _way(value: Any, name: str) -> str:
    """Return an expression, tried first, that converts `value` to a float array; "" if none."""
    for written, make in _WAYS:
        with warnings.catch_warnings(), suppress(Exception):
            warnings.simplefilter("error")  # a complex number would lose its imaginary part
            made = make(value)
            if isinstance(made, np.ndarray) and made.dtype in _FLOATS and made.ndim:
                return written.format(name)
    return ""


def same_dtype(array: Array, name: str, other: Array, other_name: str, *given: object) -> None:
    """Raise ArgumentTypeError if two arrays, made from the objects `given`, differ in dtype."""
    if array.dtype != other.dtype:
        arrays = all(isinstance(one, np.ndarray) for one in given)
        raise errors.shapes.dtypes_differ(name, array.dtype, other_name, other.dtype, arrays=arrays)


def channels_first(array: Array, data_format: DataFormat) -> Array:
    """Return a view of a batched array as (N, C, *spatial)."""
    return np.moveaxis(array, -1, 1) if data_format == "channels_last" else array


@dataclass(frozen=True)
class Layout:
    """The form of the caller's arrays: the channel axis, and whether there is a batch axis."""

    data_format: DataFormat
    batched: bool

    def view(self, array: Array) -> Array:
        """Return a view of `array` as (N, C, *spatial)."""
        return channels_first(array if self.batched else array[np.newaxis], self.data_format)

    def shape(self, n: int, channels: int, spatial: tuple[int, ...]) -> tuple[int, ...]:
        """Return the caller's shape of an array that is (n, channels, *spatial) internally."""
        tail = (
            (channels, *spatial) if self.data_format == "channels_first" else (*spatial, channels)
        )
        return (n, *tail) if self.batched else tail

    @staticmethod
    def of(x: Array, ndim: int, data_format: DataFormat, name: str = "x") -> Layout:
        """Return the layout of `x` for `ndim` spatial axes.

        Raises ShapeError if the rank is neither that of a batch nor that of one example.
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


def given_rank(x: Array, per_axis: object, name: str = "x") -> int:
    """Return the number of spatial axes: one per entry of `per_axis`, or all but N and C."""
    given = tuple(cast("Iterable[object]", per_axis)) if is_sequence(per_axis) else None
    ndim = x.ndim - 2 if given is None else len(given)
    if ndim not in SPATIAL_AXES:
        raise errors.shapes.wrong_rank(
            name, x.shape, "(N, C, *spatial) with 1, 2 or 3 spatial axes"
        )
    return ndim


def spatial_rank(weight: Array, form: str) -> int:
    """Return the number of spatial axes of a weight; raise ShapeError unless 1, 2 or 3."""
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
        raise errors.shapes.wrong_out(f"type {type(out).__name__}", shape, dtype)
    if out.dtype != dtype:
        raise errors.shapes.wrong_out(f"dtype {out.dtype}", shape, dtype)
    if out.shape != shape:
        raise errors.shapes.wrong_shape("out", out.shape, shape, "the shape of the result")
    if not out.flags.writeable:
        raise errors.shapes.out_not_writable()
    for name, array in arguments.items():
        if np.may_share_memory(out, array):
            raise errors.shapes.out_shares_memory(name)
    return out


def shares_memory(out: Array, *arguments: Array | None) -> bool:
    """Return whether `out` may overlap one of `arguments`."""
    return any(np.may_share_memory(out, array) for array in arguments if array is not None)
