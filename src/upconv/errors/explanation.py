"""What cannot be explained, drawn or saved."""

from __future__ import annotations

from collections.abc import Sequence

from upconv import extras
from upconv.errors.tree import ArgumentError, ArgumentTypeError, ShapeError, UpconvError, compose


def not_numbers(name: str, value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(f"`{name}` must be an array of numbers", f"{name} of type {type(value).__name__}")
    )


def not_drawable(axes: int) -> ShapeError:
    return ShapeError(
        compose(
            "`weight` must have 1 or 2 kernel axes to be drawn",
            f"a weight with {axes} kernel axes",
            remedy="Explain one slice of it; every axis follows the same arithmetic",
        )
    )


def size_not_drawable(name: str, axes: int) -> ShapeError:
    return ShapeError(
        compose(
            f"`--{name}` must have 1 or 2 axes to be drawn",
            f"{axes} axes",
            remedy="Every axis follows the same arithmetic",
        )
    )


def one_example(shape: Sequence[int]) -> ShapeError:
    return ShapeError(
        compose("`x` must be one example", f"x.shape={tuple(shape)}", remedy="Write x[:1]")
    )


def no_output_padding(output_padding: Sequence[int]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`output_padding` must be 0 for view='convolution'",
            f"output_padding={tuple(output_padding)}",
            remedy="Omit it: a convolution has none",
        )
    )


def too_large(name: str, rows: int, columns: int, limit: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"Every grid in a picture may have at most {limit} cells per side",
            f"{name} of {rows}×{columns} cells",
            remedy="Explain a smaller input: the arithmetic is the same everywhere",
        )
    )


def matrix_too_large(rows: int, columns: int, limit: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"Every grid in a picture may have at most {limit} cells per side",
            f"MATRIX C of {rows}×{columns} cells",
            remedy="Explain a smaller input, or choose view='scatter', 'zeros' or 'phases'",
        )
    )


def too_many_steps(steps: int, limit: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"An explanation may have at most {limit:,} steps",
            f"a layer that takes {steps:,}",
            remedy="Explain a smaller input or fewer channels: x[:1], weight[:1, :1]",
        )
    )


def too_many_frames(name: str, frames: int, limit: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"An animation may have at most {limit} frames",
            f"{name} for {frames:,} steps",
            remedy="Explain a smaller input, or save it as .html, which lets you choose steps",
        )
    )


def too_many_on_a_sheet(steps: int, limit: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"A still picture of all steps may have at most {limit} steps",
            f"an explanation of {steps:,} steps",
            remedy=f"Choose one (step=1 to {steps}), or save a .gif or .html",
        )
    )


def no_such_step(step: object, of: int) -> ArgumentError:
    return ArgumentError(compose(f"`step` must be an integer from 1 to {of}", f"step={step!r}"))


def unknown_ending(path: str, endings: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(f"A picture's name must end with {', '.join(endings)}", f"{path!r}")
    )


def no_single_step(path: str, endings: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`step` may be given for a still picture only",
            f"{path!r} with a step",
            remedy=f"Omit `step`, or write a {' or '.join(endings)}",
        )
    )


def no_ffmpeg(path: str) -> UpconvError:
    return UpconvError(
        compose(
            "An .mp4 needs the program ffmpeg",
            f"{path!r} and no ffmpeg on the PATH",
            remedy="Install ffmpeg (apt install ffmpeg), or save a .gif",
        )
    )


def ffmpeg_failed(path: str, reason: str) -> UpconvError:
    return UpconvError(compose("ffmpeg must be able to write the video", f"{path!r}: {reason}"))


def no_example() -> UpconvError:
    return UpconvError(
        compose(
            "`upconv explain upsampling` needs a picture",
            "none, and no module named 'sklearn', whose example photograph is the default",
            remedy="Write: upconv explain upsampling IMAGE, or: "
            f"pip install '{extras.EXTRAS['apps'].packages['sklearn']}'",
        )
    )


def image_too_small(size: Sequence[int], smallest: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"The image must have at least {smallest}×{smallest} pixels",
            "an image of " + "×".join(map(str, size)) + " pixels",
        )
    )


def not_values(name: str, text: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`--{name}` must be rows of numbers, separated by semicolons and of equal length",
            f"--{name} {text!r}",
            remedy=f"Write --{name} '0 1; 2 3'",
        )
    )


def size_and_values(size: str, values: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"Only one of `--{size}` and `--{values}` may be given",
            "both",
            remedy=f"Omit --{size}: the numbers determine it",
        )
    )


def too_many_numbers(option: str, sizes: Sequence[int], limit: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`--{option}` may have at most {limit:,} cells",
            f"--{option} {'x'.join(map(str, sizes))}",
            remedy="Explain a smaller one: the arithmetic is the same everywhere",
        )
    )


def like_is_transposed(like: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`--like` must be omitted for --view convolution",
            f"--like {like}",
            remedy="It describes the transposed layer; write --padding as numbers instead",
        )
    )
