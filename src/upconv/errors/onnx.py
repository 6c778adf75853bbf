"""ONNX: nodes, models, and errors of ONNX Runtime."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from upconv.errors.tree import ArgumentError, ArgumentTypeError, DataError, a, compose, shown


def other_operator(found: str, expected: str) -> ArgumentError:
    return ArgumentError(compose(f"`node` must be {a(expected)} node", f"{a(found)} node"))


def kernel_size_needed() -> ArgumentError:
    return ArgumentError(
        compose(
            "`kernel_size` must be given for a node without the attribute kernel_shape",
            "kernel_size=None",
            remedy="Give the spatial part of the shape of W",
        )
    )


def kernel_shape_differs(given: Sequence[int], kernel: Sequence[int]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`kernel_shape` must be the spatial part of the shape of W",
            f"kernel_shape={list(given)} for W of kernel {list(kernel)}",
        )
    )


def unknown_layer(names: Sequence[str], known: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`forms` must name outputs of layers that can be rewritten",
            ", ".join(names),
            remedy=f"Choose from: {', '.join(known)}" if known else "No layer can be rewritten",
        )
    )


def form_does_not_fit(name: str, form: str, fitting: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`forms` must name a form that the layer has",
            f"{form} for {name}",
            remedy=f"Write one of: {'; '.join(fitting)}",
        )
    )


def not_a_model(path: str, how: str) -> DataError:
    return DataError(compose("The file must be an ONNX model", f"{path}: {how}"))


def no_conv_transpose(path: str) -> DataError:
    return DataError(
        compose(
            "The model must have a ConvTranspose node to rewrite",
            f"{path}, which has none",
        )
    )


def external_data_missing(path: str, how: str) -> DataError:
    return DataError(
        compose(
            "The files with a model's weights must be next to it",
            f"{path}: {how}",
            remedy="Copy them into the same folder",
        )
    )


def cannot_run(path: str, how: str) -> DataError:
    return DataError(compose("ONNX Runtime must be able to run the model", f"{path}: {how}"))


def not_optimizable(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`model` must be an onnx.ModelProto, or the path of a file", a(type(value).__name__)
        )
    )


def weights_elsewhere() -> ArgumentError:
    return ArgumentError(
        compose(
            "`model` must hold its weights",
            "a model whose weights lie in files that were not loaded",
            remedy="Give the path of the model, or what onnx.load(path) returns",
        )
    )


def size_needed(name: str, shape: Sequence[str]) -> ArgumentError:
    """`shape` has names or ? for open sizes."""
    return ArgumentError(
        compose(
            "`input` must give the sizes that the model leaves open",
            f"no size for {name}, which is {'x'.join(shape)}",
            remedy=f"Write for example input={{{name!r}: {_example(shape)}}}",
        )
    )


def _example(shape: Sequence[str]) -> tuple[int, ...]:
    """Return `shape` with numbers for its names, as of one picture of some size."""
    named = (1, 1) + (64,) * len(shape)
    return tuple(int(p) if p.isdigit() else n for p, n in zip(shape, named, strict=False))


def not_an_input(text: str, shapes: Mapping[str, Sequence[str]]) -> ArgumentError:
    """`shapes` are those of the model's inputs, with names or ? for open sizes."""
    remedy = "The model has no inputs: omit `input`"
    if shapes:
        name, shape = next(iter(shapes.items()))
        example = (1, 3, 224, 224) if "?" in shape else _example(shape)
        sizes = "x".join(map(str, example)) or "scalar"
        ways = [f"input='{name}={sizes}'", f"input='{name}={sizes}@0'"]
        if all(part.isdigit() for part in shape):
            ways[1:] = [f"input='{name}=@0'"]
        remedy = f"Write for example {' or '.join(ways)}; the inputs are {', '.join(shapes)}"
    return ArgumentError(
        compose(
            "`input` must be NAME=SIZES, NAME=@NUMBER or NAME=FILE.npy for an input of the model",
            f"input='{text}'",
            remedy=remedy,
        )
    )


def unknown_input(argument: str, name: str, names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{argument}` must name inputs of the model, which are {', '.join(names) or '(none)'}",
            f"one called {name}",
        )
    )


def input_without_name(names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`input` must give the inputs of a model by name unless there is one alone",
            f"one value for the inputs {', '.join(names) or '(none)'}",
            remedy=f"Write for example input={{{names[0]!r}: SIZES}}" if names else "Omit `input`",
        )
    )


def not_given(name: str, value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`input` must give for each name a tuple of sizes, a number or an array of numbers",
            f"input={{{name!r}: {shown(value)}}}",
            remedy="Write a tuple for sizes, np.array(...) for values",
        )
    )


def input_size_differs(name: str, asked: Sequence[int], shape: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`input` must match the shape that the model has for {name}, {shape}",
            f"input={{{name!r}: {tuple(asked)}}}",
        )
    )


def input_too_large(name: str, shape: Sequence[int], most: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"An input drawn at random must have at most {most} elements",
            f"{name} of {'x'.join(map(str, shape))}",
            formula=f"That is {math.prod(shape)} elements",
            remedy="Give smaller sizes where the model leaves them open: "
            f"input={{{name!r}: SIZES}}",
        )
    )


def too_many_values(name: str, count: int, shape: Sequence[int]) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`input` must give one number, or one for each of the {math.prod(shape)} elements "
            f"of {name}",
            f"{count} numbers for {'x'.join(map(str, shape)) or 'a scalar'}",
        )
    )


def other_type(name: str, found: str, expected: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"The values of {name} must have its type, {expected}, or convert safely to it",
            found,
            remedy=f"Convert them first: array.astype(np.{expected})",
        )
    )


def input_type(name: str, kind: str) -> DataError:
    return DataError(
        compose(
            "The model's inputs must have number types that both NumPy and ONNX Runtime support",
            f"{name}, a tensor of {kind}"
            if kind != "no tensor type"
            else f"{name}, which is not a tensor",
        )
    )


def outputs_differ(name: str, moved: str) -> DataError:
    return DataError(
        compose(
            "The outputs of the rewritten model must agree with those of the original",
            f"{name}, which changed by {moved}",
            remedy="No file was written",
        )
    )
