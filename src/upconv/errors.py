"""The exceptions of upconv, and the text of every message.

::

    UpconvError
    ├── ArgumentError (ValueError)        an argument breaks a rule
    │   ├── GeometryError                 sizes that no layer, or not this layer, can reach
    │   ├── ShapeError                    arrays whose shapes do not fit together
    │   └── NotExpressibleError           a framework has no words for this layer
    ├── ArgumentTypeError (TypeError)     an argument of the wrong type or dtype
    └── DataError (ValueError)            a file that is missing, damaged, or cannot be written

Every message has one form: *what was required. What was received, and on which axis. The formula
with its numbers. What to write instead.*
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


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
    """A file that is missing, damaged or not what it should be, or that cannot be written."""


def compose(
    rule: str, received: str, axis: int | None = None, formula: str = "", remedy: str = ""
) -> str:
    """Put the parts of a message into the one order that all messages share."""
    where = "" if axis is None else f" (axis {axis})"
    parts = [rule, f"Received {received}{where}", formula, remedy]
    return " ".join(f"{part}." for part in parts if part)


# Scalars, tuples and words.


def not_an_integer(name: str, value: object, axis: int | None, minimum: int | None) -> UpconvError:
    rule = f"`{name}` must be an integer"
    if minimum is not None:
        rule += f", at least {minimum}" + ("" if axis is None else ", on every axis")
    kind = ArgumentError if isinstance(value, float) else ArgumentTypeError
    return kind(compose(rule, f"{name}={value!r}", axis))


def below_minimum(name: str, value: object, axis: int | None, minimum: int) -> ArgumentError:
    rule = f"`{name}` must be at least {minimum}" + ("" if axis is None else " on every axis")
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


def crop_not_expressible(
    framework: str, crop: Sequence[tuple[int, int]], axis: int | None, remedy: str
) -> NotExpressibleError:
    what, where = "this crop", ""
    if axis is not None:
        begin, end = crop[axis]
        what, where = f"a crop of {begin} at the begin and {end} at the end", f" (axis {axis})"
    return not_expressible(framework, what, f"crop={tuple(crop)}{where}", remedy)


def input_size_needed(framework: str, argument: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`input_size` must be given where {framework} has `{argument}`",
            "input_size=None",
            remedy="Give the spatial size of the input: input_size=(7, 7)",
        )
    )


def weight_rank(rank: int) -> ShapeError:
    return ShapeError(
        compose(
            "`weight` must have 2 channel axes and 1, 2 or 3 kernel axes",
            f"a weight with {rank} axes",
        )
    )


def pairs_needed(padding: object, ndim: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`padding` must be one (begin, end) pair per axis, here {ndim}", f"padding={padding!r}"
        )
    )


# Files, data and settings of the applications.


def cannot_read(path: str, reason: str) -> DataError:
    return DataError(compose("A file must be readable", f"{path}: {reason}"))


def cannot_write(path: str, reason: str) -> DataError:
    return DataError(
        compose(
            "The place for a file must be writable",
            f"{path}: {reason}",
            remedy="What was there before is unchanged",
        )
    )


def cannot_download(url: str, reason: str) -> DataError:
    return DataError(
        compose(
            "A download must arrive whole",
            f"{url}: {reason}",
            remedy="Try again, name another mirror in UPCONV_MNIST_URL, or give a folder that "
            "has the files",
        )
    )


def wrong_checksum(source: str, found: str, expected: str) -> DataError:
    return DataError(
        compose(
            f"The file must have the published MD5 {expected}",
            f"{source} with the MD5 {found}",
            remedy="Nothing of it is used; delete it if it lies in the cache, and try again",
        )
    )


def damaged_file(path: str, how: str) -> DataError:
    return DataError(compose("The file must be whole", f"{path}: {how}", remedy="Fetch it again"))


def not_idx_images(path: str, expected: str, start: str) -> DataError:
    return DataError(
        compose(
            f"A file of IDX images must begin with the bytes {expected}",
            f"{path}, which begins with {start}",
        )
    )


def not_image_data(value: str) -> DataError:
    return DataError(
        compose(
            "`data` must be 'digits', 'mnist' or a folder with IDX files",
            f"data={value!r}, which is no folder",
        )
    )


def no_idx_files(path: str, names: Sequence[str]) -> DataError:
    return DataError(
        compose(
            f"The folder must hold one of {', '.join(names)}, gzipped (.gz) or not",
            f"{path}, which holds none",
        )
    )


def image_sizes_differ(path: str, size: Sequence[int], expected: Sequence[int]) -> DataError:
    return DataError(
        compose(
            "All images must have the same size, " + "×".join(map(str, expected)),
            f"{path} with images of " + "×".join(map(str, size)),
        )
    )


def images_too_small(size: Sequence[int], smallest: int) -> DataError:
    return DataError(
        compose(
            f"The images must have at least {smallest}×{smallest} pixels",
            "images of " + "×".join(map(str, size)),
        )
    )


def setting_below(name: str, value: object, minimum: int) -> ArgumentError:
    return ArgumentError(compose(f"`{name}` must be at least {minimum}", f"{name}={value!r}"))


def not_a_fraction(name: str, value: object) -> ArgumentError:
    return ArgumentError(
        compose(f"`{name}` must lie between 0 and 1, both excluded", f"{name}={value!r}")
    )


def not_a_learning_rate(name: str, value: object) -> ArgumentError:
    return ArgumentError(compose(f"`{name}` must be above 0 and at most 1", f"{name}={value!r}"))


def empty_split(count: int, fraction: float) -> ArgumentError:
    return ArgumentError(
        compose(
            "`validation_split` must leave at least one image on each side",
            f"validation_split={fraction!r} for {count} images",
            formula=f"round({count}·{fraction!r}) = {round(count * fraction)} to validate",
        )
    )


def resume_and_overwrite() -> ArgumentError:
    return ArgumentError(
        compose(
            "Only one of `resume` and `overwrite` may be given",
            "resume=True, overwrite=True",
        )
    )


def folder_holds_run(path: str, names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`out` must not hold another run",
            f"out={path!r}, which has {', '.join(names)}",
            remedy="Go on with it (--resume), replace it (--overwrite), or give another --out",
        )
    )


def no_checkpoint(path: str) -> DataError:
    return DataError(
        compose(
            "`resume` needs the checkpoint of a run",
            f"{path}, which is not there",
            remedy="Leave --resume away to begin one",
        )
    )


def not_a_checkpoint(path: str) -> DataError:
    return DataError(
        compose(
            "`resume` needs a whole checkpoint of upconv",
            f"{path}, which is damaged or something else",
            remedy="Begin again with --overwrite",
        )
    )


def other_application(path: str, found: str, expected: str) -> DataError:
    return DataError(
        compose(
            f"`resume` needs a checkpoint of {expected!r}",
            f"{path}, which is one of {found!r}",
            remedy="Give another --out",
        )
    )


def settings_differ(name: str, asked: object, saved: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "`resume` goes on with the settings of the saved run",
            f"{name}={asked!r} for a run with {name}={saved!r}",
            remedy=f"Leave {name} away, or begin a new run in another --out",
        )
    )


def epochs_already_done(asked: int, done: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "`epochs` must not be below what the saved run has done",
            f"epochs={asked} for a run of {done} epochs",
        )
    )


def images_differ(data: str) -> DataError:
    return DataError(
        compose(
            "`resume` needs the images that the run began with",
            f"data={data!r} with other images",
            remedy="Put them back, or begin a new run in another --out",
        )
    )


def loss_not_finite(name: str, value: float, epoch: int) -> DataError:
    return DataError(
        compose(
            f"`{name}` must stay a finite number",
            f"{value} in epoch {epoch}",
            remedy="Begin again with a smaller --learning-rate; the epochs before are kept",
        )
    )


def extra_missing(module: str, extra: str) -> UpconvError:
    return UpconvError(
        compose(
            f"This needs the optional packages of upconv[{extra}]",
            f"no module named {module!r}",
            remedy=f"Write: pip install 'upconv[{extra}]'",
        )
    )


# The command line.


def not_a_size(name: str, text: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`--{name}` must be an integer, or integers with x between them, one per axis",
            f"--{name} {text}",
            remedy="Write 3, or 3x5 for two axes",
        )
    )


def no_input_size(
    outputs: Sequence[int], axis: int, formula: str, near: Mapping[int, int]
) -> GeometryError:
    sizes = " and ".join(f"{o} (from {i})" for o, i in near.items())
    return GeometryError(
        compose(
            "`--output` must be a size that some input gives",
            f"--output {'x'.join(map(str, outputs))}",
            axis,
            f"{formula} gives {sizes}",
            "Write one of these, or give --input too: the output padding is then found",
        )
    )
