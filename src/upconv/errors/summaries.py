"""Summaries of models: what is given as a model and as its input."""

from __future__ import annotations

import math
from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, ArgumentTypeError, a, compose, shown

_EXAMPLE = "(1, 3, 64, 64)"


def no_model(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`model` must be a module of PyTorch, a layer or model of Keras, a model of ONNX, a "
            "path, or a list of (Geometry, channels)",
            a(type(value).__name__),
        )
    )


def no_weight(path: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`model` must be a model",
            f"{path}, a weight alone",
            remedy="Write summary([(Geometry(...), C_in, C_out)], input) for a layer",
        )
    )


def input_missing() -> ArgumentError:
    return ArgumentError(
        compose(
            "`input` must be given: only an ONNX model may state all its sizes",
            "none",
            remedy=f"Write for example input={_EXAMPLE}",
        )
    )


def not_a_shape(text: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`--input` must be sizes with x between them; of several inputs NAME=SIZES each",
            f"--input {text}",
            remedy="Write for example --input 1x3x64x64",
        )
    )


def no_input(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`input` must be a shape, an array or tensor, or several of them in a list or by name",
            f"input={shown(value)}",
            remedy=f"Write for example input={_EXAMPLE}",
        )
    )


def input_too_large(shape: Sequence[int], most: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`input` must have at most {most} elements, because the model runs on it",
            f"input={tuple(shape)}",
            formula=f"That is {math.prod(shape)} elements",
        )
    )


def no_layer(place: int, value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`model` must hold (Geometry, C_out), (Geometry, C_in, C_out) or (Geometry, C_in, "
            "C_out, groups) for each layer",
            f"model[{place}]={shown(value)}",
        )
    )


def other_channels(place: int, expected: int, found: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "`model` must have layers that each read the channels of the one before",
            f"model[{place}] with C_in={expected}, after {found} channels",
        )
    )


def other_groups(place: int, channels: Sequence[int], groups: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "`groups` must divide the input and the output channels",
            f"groups={groups} for {channels[0]} -> {channels[1]} channels in model[{place}]",
        )
    )


def other_rank(shape: Sequence[int], ndim: int) -> ArgumentError:
    example = (1, 3, *(8,) * ndim)
    return ArgumentError(
        compose(
            f"`input` must be a shape (N, C, *i) for layers of {ndim} spatial axes",
            f"input={tuple(shape)}",
            remedy=f"Write for example input={example}",
        )
    )
