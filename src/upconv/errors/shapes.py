"""Arrays: their types, ranks and shapes."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, ArgumentTypeError, ShapeError, compose


def not_floating(name: str, received: str, way: str) -> ArgumentTypeError:
    """`way` is the expression that converts it to a float array; "" if there is none."""
    remedy = "Give an array of numbers"
    if way:
        remedy = f"{'Cast' if '.astype' in way else 'Convert'} it first: {way}"
    return ArgumentTypeError(
        compose(
            f"`{name}` must be a float32 or float64 array", f"{name} of {received}", remedy=remedy
        )
    )


def dtypes_differ(
    name: str, dtype: object, other: str, other_dtype: object, *, arrays: bool = True
) -> ArgumentTypeError:
    """`arrays` says whether the caller gave arrays, which have a dtype and the method astype."""
    cast = (
        f"{name}.astype({other}.dtype)" if arrays else f"np.asarray({name}, dtype=np.{other_dtype})"
    )
    return ArgumentTypeError(
        compose(
            f"`{name}` must have the dtype of `{other}`",
            f"{name} of dtype {dtype}, {other} of dtype {other_dtype}",
            remedy=f"Cast one of them: {cast}",
        )
    )


def wrong_out(received: str, shape: Sequence[int], dtype: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            f"`out` must be a NumPy array of the dtype of `x`, {dtype}",
            f"out of {received}",
            remedy=f"Write out=np.empty({tuple(shape)}, np.{dtype})",
        )
    )


def wrong_rank(name: str, shape: Sequence[int], expected: str) -> ShapeError:
    return ShapeError(compose(f"`{name}` must be {expected}", f"{name}.shape={tuple(shape)}"))


def wrong_shape(name: str, shape: Sequence[int], expected: Sequence[int], why: str) -> ShapeError:
    return ShapeError(
        compose(
            f"`{name}` must have the shape {tuple(expected)}, {why}",
            f"{name}.shape={tuple(shape)}",
        )
    )


def channels_differ(channels: int, expected: int, x_shape: Sequence[int], why: str) -> ShapeError:
    return ShapeError(
        compose(
            f"`x` must have {expected} channels, {why}",
            f"x.shape={tuple(x_shape)} with {channels} channels",
            remedy="Check `groups` and `data_format`",
        )
    )


def groups_do_not_divide(name: str, channels: int, groups: int) -> ShapeError:
    return ShapeError(
        compose(
            f"`groups` must divide the {name} channels",
            f"groups={groups} for {channels} {name} channels",
            formula=f"{channels} = {groups}·{channels // groups} + {channels % groups}",
        )
    )


def not_a_group_count(groups: int) -> ShapeError:
    return ShapeError(compose("`groups` must be at least 1", f"groups={groups}"))


def empty_axis(name: str, shape: Sequence[int], axis: int) -> ShapeError:
    return ShapeError(
        compose(
            f"`{name}` must have at least 1 element on every axis but the batch",
            f"{name}.shape={tuple(shape)}",
            axis,
        )
    )


def out_shares_memory(name: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`out` must not share memory with an argument",
            f"out overlapping {name}",
            remedy="Give a separate array, or omit `out`",
        )
    )


def out_not_writable() -> ArgumentError:
    return ArgumentError(compose("`out` must be writable", "a read-only array"))


def index_outside(index: int, count: int, output_size: Sequence[int]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`indices` must lie inside the plane of `output_size`",
            f"indices reaching {index}, output_size={tuple(output_size)}",
            formula=f"{'·'.join(map(str, output_size))} = {count} positions, 0 to {count - 1}",
            remedy="Use the `output_size` that the pooled array had",
        )
    )


def not_integer_indices(dtype: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`indices` must be an integer array, as returned by `max_pool`",
            f"indices of dtype {dtype}",
        )
    )


def wrong_input_shape(shape: Sequence[int], expected: Sequence[int], why: str) -> ShapeError:
    return ShapeError(
        compose(f"`input_shape` must be {tuple(expected)}, {why}", f"input_shape={tuple(shape)}")
    )


def input_shape_rank(value: object, ndim: int) -> ShapeError:
    axes = ", ".join(["C_in", *"DHW"[3 - ndim :]])
    return ShapeError(
        compose(
            f"`input_shape` must be ({axes}), the shape of one input of the convolution",
            f"input_shape={value!r}",
            remedy="Omit the batch axis",
        )
    )


def not_converged(iterations: int, tolerance: float) -> str:
    return compose(
        "`deconvolve` stopped before it reached its tolerance",
        f"max_iterations={iterations}, tolerance={tolerance}",
        remedy="Allow more iterations or a larger tolerance",
    )


def weight_rank(rank: int) -> ShapeError:
    return ShapeError(
        compose(
            "`weight` must have 2 channel axes and 1, 2 or 3 kernel axes",
            f"a weight with {rank} axes",
        )
    )
