"""The exceptions of upconv, and the text of every message.

::

    UpconvError
    ├── ArgumentError (ValueError)        an argument breaks a rule
    │   ├── GeometryError                 sizes that no layer, or not this layer, can reach
    │   ├── ShapeError                    arrays whose shapes do not fit together
    │   └── NotExpressibleError           a framework has no words for this layer
    ├── ArgumentTypeError (TypeError)     an argument of the wrong type or dtype
    └── DataError (ValueError)            a file that is missing, damaged or not what it should be

Every message has one form: *what was required. What was received, and on which axis. The formula
with its numbers. What to write instead.*
"""

from __future__ import annotations

from collections.abc import Sequence


class UpconvError(Exception):
    """The root of everything that upconv raises on purpose."""


class ArgumentError(UpconvError, ValueError):
    """An argument breaks a rule."""


class GeometryError(ArgumentError):
    """Sizes that no layer, or not this layer, can reach."""


class ShapeError(ArgumentError):
    """Arrays whose shapes do not fit together."""


class NotExpressibleError(ArgumentError):
    """A framework has no words for this layer; the message says what to write instead."""


class ArgumentTypeError(UpconvError, TypeError):
    """An argument of the wrong type or dtype."""


class DataError(UpconvError, ValueError):
    """A file that is missing, damaged or not what it should be."""


def compose(
    rule: str, received: str, axis: int | None = None, formula: str = "", remedy: str = ""
) -> str:
    """Put the parts of a message into the one order that all messages share."""
    where = "" if axis is None else f" (axis {axis})"
    parts = [rule, f"Received {received}{where}", formula, remedy]
    return " ".join(f"{part}." for part in parts if part)


# Scalars, tuples and words.


def not_an_integer(name: str, value: object, axis: int | None, minimum: int | None) -> UpconvError:
    rule = f"`{name}` must be an integer or one integer per axis"
    if minimum is not None:
        rule += f", each at least {minimum}"
    kind = ArgumentError if isinstance(value, float) else ArgumentTypeError
    return kind(compose(rule, f"{name}={value!r}", axis))


def below_minimum(name: str, value: object, axis: int | None, minimum: int) -> ArgumentError:
    rule = f"`{name}` must be at least {minimum} on every axis"
    return ArgumentError(compose(rule, f"{name}={value!r}", axis))


def wrong_length(name: str, value: object, ndim: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{name}` must be an integer or have one entry per spatial axis, here {ndim}",
            f"{name}={value!r}",
        )
    )


def wrong_padding(value: object, ndim: int, words: Sequence[str]) -> ArgumentError:
    pairs = ", ".join(["(1, 0)"] * ndim)
    return ArgumentError(
        compose(
            "`padding` must be an integer, one integer per axis, one (begin, end) pair per axis, "
            f"or one of {', '.join(map(repr, words))}",
            f"padding={value!r}",
            remedy=f"A pair on every one of {ndim} axes is written padding=({pairs},)"
            if ndim == 1
            else f"A pair on every one of {ndim} axes is written padding=({pairs})",
        )
    )


def not_a_choice(name: str, value: object, choices: Sequence[object]) -> ArgumentError:
    allowed = ", ".join(map(repr, choices))
    return ArgumentError(compose(f"`{name}` must be one of {allowed}", f"{name}={value!r}"))


def not_a_scale(value: object, mode: str, integral: bool) -> ArgumentError:
    kind = "a positive integer" if integral else "a positive, finite number"
    return ArgumentError(
        compose(f"`scale` must be {kind} or one per axis for mode={mode!r}", f"scale={value!r}")
    )


# Sizes.


def output_padding_too_large(
    output_padding: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
    axis: int,
    sizes: tuple[int, int] | None = None,
) -> ArgumentError:
    limit = max(stride[axis], dilation[axis])
    if sizes is not None:
        formula = f"Sizes reachable on axis {axis}: {sizes[0]} to {sizes[1]}"
    else:
        formula = f"Largest output_padding on axis {axis}: {limit - 1}"
    received = f"output_padding={tuple(output_padding)}, stride={tuple(stride)}"
    if any(value != 1 for value in dilation):
        received += f", dilation={tuple(dilation)}"
    return ArgumentError(
        compose(
            "`output_padding` must be smaller than `stride` or `dilation` on every axis",
            received,
            axis,
            formula,
        )
    )


def output_size_unreachable(
    output_size: Sequence[int], axis: int, sizes: tuple[int, int], formula: str
) -> GeometryError:
    low, high = sizes
    reachable = f"{low} to {high}" if high > low else f"{low}"
    return GeometryError(
        compose(
            "`output_size` must be a size that the layer can reach",
            f"output_size={tuple(output_size)}",
            axis,
            f"Sizes reachable on axis {axis}: {reachable}, from {formula}",
            "Write one of these, or change `padding`" if high > 0 else "Write a smaller `padding`",
        )
    )


def empty_output(size: int, axis: int, formula: str, remedy: str) -> GeometryError:
    return GeometryError(
        compose(
            "The output must have at least 1 element on every axis",
            f"an output of size {size}",
            axis,
            formula,
            remedy,
        )
    )


def kernel_too_large(extent: int, padded: int, axis: int, formula: str) -> GeometryError:
    return GeometryError(
        compose(
            "The kernel must fit into the padded input",
            f"a kernel that spans {extent} over a padded input of {padded}",
            axis,
            formula,
            "Use a larger `padding`, a smaller kernel or a smaller `dilation`",
        )
    )


def too_many_elements(sizes: Sequence[int]) -> GeometryError:
    product = "·".join(map(str, sizes))
    return GeometryError(
        compose(
            "The sizes of an array must multiply to less than 2^63",
            f"sizes {tuple(sizes)}",
            formula=f"{product} does not fit a 64-bit index",
            remedy="Use a smaller input, stride or kernel",
        )
    )


def output_size_and_padding(output_size: object, output_padding: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "Only one of `output_size` and `output_padding` may be given",
            f"output_size={output_size!r}, output_padding={output_padding!r}",
            remedy="Leave `output_padding` out: `output_size` finds it",
        )
    )


def nothing_to_solve(name: str, value: object) -> ArgumentError:
    return ArgumentError(
        compose(f"`{name}` must allow at least one layer to try", f"{name}={value!r}")
    )


# Arrays.


def not_floating(name: str, dtype: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            f"`{name}` must be a float32 or float64 array",
            f"{name} of dtype {dtype}",
            remedy=f"Cast it first: {name}.astype(np.float32)",
        )
    )


def not_an_array(name: str, value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            f"`{name}` must be a float32 or float64 array",
            f"{name} of type {type(value).__name__}",
            remedy=f"Convert it first: np.asarray({name}, dtype=np.float32)",
        )
    )


def dtypes_differ(name: str, dtype: object, other: str, other_dtype: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            f"`{name}` must have the dtype of `{other}`",
            f"{name} of dtype {dtype}, {other} of dtype {other_dtype}",
            remedy=f"Cast one of them: {name}.astype({other}.dtype)",
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
            remedy="Give an array of its own, or leave `out` away",
        )
    )


def out_not_writable() -> ArgumentError:
    return ArgumentError(compose("`out` must be writable", "a read-only array"))


# Pooling and the operator.


def padding_over_half(padding: Sequence[int], size: Sequence[int], axis: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "`padding` must be at most half of `size` on every axis",
            f"padding={tuple(padding)}, size={tuple(size)}",
            axis,
            f"Largest padding on axis {axis}: {size[axis] // 2}",
        )
    )


def index_outside(index: int, count: int, output_size: Sequence[int]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`indices` must lie inside the plane of `output_size`",
            f"indices reaching {index}, output_size={tuple(output_size)}",
            formula=f"{'·'.join(map(str, output_size))} = {count} positions, 0 to {count - 1}",
            remedy="Use the `output_size` that the pooled array had",
        )
    )


# Conventions.


def not_expressible(framework: str, what: str, received: str, remedy: str) -> NotExpressibleError:
    return NotExpressibleError(compose(f"{framework} cannot say {what}", received, remedy=remedy))


def not_integer_indices(dtype: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`indices` must be an integer array, as `max_pool` returns it",
            f"indices of dtype {dtype}",
        )
    )


def wrong_input_shape(shape: Sequence[int], expected: Sequence[int], why: str) -> ShapeError:
    return ShapeError(
        compose(f"`input_shape` must be {tuple(expected)}, {why}", f"input_shape={tuple(shape)}")
    )


def not_converged(iterations: int, tolerance: float) -> str:
    return compose(
        "`deconvolve` stopped before its tolerance",
        f"max_iterations={iterations}, tolerance={tolerance}",
        remedy="Allow more iterations or a larger tolerance",
    )
