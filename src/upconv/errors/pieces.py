"""Whole models: what an output sees, and the sizes that work."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import (
    ArgumentError,
    ArgumentTypeError,
    GeometryError,
    UpconvError,
    a,
    compose,
    shown,
)

_LAYERS = "Geometry for a transposed convolution or Convolution for a convolution"
_EXAMPLE = "(3, 64, 64)"


def no_model(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`model` must be a module of PyTorch, a layer or model of Keras, a model of ONNX, a "
            f"path, or a list with a {_LAYERS}",
            a(type(value).__name__),
        )
    )


def no_layer(place: int, value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(f"`model` must hold a {_LAYERS}", f"model[{place}]={shown(value)}")
    )


def no_layers() -> ArgumentError:
    return ArgumentError(compose("`model` must hold at least one layer", "an empty list"))


def other_rank(place: int, expected: int, found: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "`model` must hold layers with the same number of axes",
            f"model[{place}] with {found} axes, after {expected}",
        )
    )


def no_size(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`input_size` must be the shape of one example, with its channels and without a batch "
            "axis, or such shapes by name",
            f"input_size={shown(value)}",
            remedy=f"Write for example input_size={_EXAMPLE}",
        )
    )


def size_missing(reason: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`input_size` must be given: the model runs on none of the inputs that were tried",
            f"none ({reason})" if reason else "none",
            remedy=f"Write for example input_size={_EXAMPLE}",
        )
    )


def not_followed(name: str, reason: str) -> UpconvError:
    return ArgumentError(
        compose(
            "`model` must consist of steps whose reads are known",
            f"{name}: {reason}",
            remedy="Give the part of the model before or after this step",
        )
    )


def sees_everything(name: str, kind: str, remedy: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "Pieces need a model whose outputs depend on a bounded part of the input",
            f"a model in which {name} sees everything ({kind})",
            remedy=remedy[:1].upper() + remedy[1:],
        )
    )


def no_axes(name: str) -> ArgumentError:
    what = f"output {name}" if name else "output"
    return ArgumentError(
        compose("`model` must have an input and an output with spatial axes", f"an {what} without")
    )


def no_such_output(name: str, names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(f"`output` must be one of {', '.join(map(repr, names))}", f"output={shown(name)}")
    )


def wrong_number_of_sizes(name: str, value: object, ndim: int) -> ArgumentError:
    return ArgumentError(
        compose(f"`{name}` must have one size for each of {ndim} axes", f"{name}={shown(value)}")
    )


def does_not_run(
    size: int, axis: int, step: str, sizes: Sequence[tuple[str, int]], allowed: str
) -> GeometryError:
    given = " and ".join(f"{n} from {name}" for name, n in sizes)
    return GeometryError(
        compose(
            "`input_size` must be a size on which every step runs",
            f"input_size={size}",
            axis,
            f"{step} receives {given}" if len(sizes) > 1 else f"{step} cannot run on {given}",
            f"Sizes that run: {allowed}",
        )
    )


def field_differs(
    axis: int, output: int, expected: tuple[int, int] | None, found: tuple[int, int]
) -> UpconvError:
    reads = "none" if expected is None else f"{expected[0]} to {expected[1]}"
    return UpconvError(
        compose(
            f"The field of the model should contain every input that an output depends on: output "
            f"{output} reads the inputs {reads}",
            f"a dependence on the inputs {found[0]} to {found[1]}",
            axis,
            remedy="Please report this model",
        )
    )


def cannot_verify(reason: str) -> ArgumentError:
    return ArgumentError(
        compose("`verify` needs a model that can be run", reason, remedy="Write verify=False")
    )
