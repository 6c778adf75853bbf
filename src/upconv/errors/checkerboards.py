"""Checking for checkerboards, and repairing models."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, ArgumentTypeError, DataError, a, compose


def not_checkable(value: object) -> ArgumentTypeError:
    detached = ".detach()" if hasattr(type(value), "detach") else ""
    return ArgumentTypeError(
        compose(
            "The object to check must be a Geometry, a weight as a NumPy array, a PyTorch module, "
            "a Keras layer or model, an ONNX model, or a path",
            a(type(value).__name__),
            remedy=f"Give a tensor as an array: np.asarray(weight{detached})",
        )
    )


def unknown_file(path: str, endings: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            f"A file to check must end in {', '.join(endings)}",
            path,
            remedy="Write a PyTorch module as package.module:name",
        )
    )


def is_an_address(address: str) -> ArgumentError:
    name = address.rpartition("/")[2] or "model.onnx"
    return ArgumentError(
        compose(
            "The file to check must be on this machine",
            address,
            remedy=f"Download it and give the file: upconv check {name}",
        )
    )


def may_run_code(path: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A .pt2 file can run code when it is loaded, so loading one must be allowed explicitly",
            path,
            remedy="If you trust it, add --trust, or in Python write "
            "checkerboard(torch.export.load(path).module())",
        )
    )


def saved_model(path: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A SavedModel cannot be checked: it holds TensorFlow operations, not layers",
            path,
            remedy="Save the model as model.save('model.keras') where it was built, and check that",
        )
    )


def batch_without_model(kind: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` needs a model to run it through",
            f"batch with a {kind}",
            remedy="Give the model, or omit `batch`",
        )
    )


def model_does_not_run(shape: object, reason: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` must be an input that the model accepts",
            f"batch.shape={shape}: {reason}",
        )
    )


def several_inputs(names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` must give the inputs by name for a model with several",
            f"one array for the inputs {', '.join(names) or '(none)'}",
            remedy="Give a dictionary, or an .npz file: np.savez(path, name=array)",
        )
    )


def other_inputs(given: Sequence[str], names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` must have one array for each input of the model, and no others",
            f"arrays named {', '.join(given) or '(none)'} for the inputs {', '.join(names)}",
        )
    )


def not_built(name: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A Keras layer must be built before it has weights to check",
            f"layer {name!r}, which is not built",
            remedy="Call it once, or call layer.build(input_shape)",
        )
    )


def lazy(name: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A module must be initialized before its weights can be checked",
            f"{name}, whose shape is unknown until the first call",
            remedy="Call the module once",
        )
    )


def stride_missing(name: str, what: str) -> ArgumentError:
    example = f"{name} 2" if name.startswith("--") else f"{name}=2"
    return ArgumentError(
        compose(
            f"`{name}` must be given with {what}, which does not include it",
            f"{what} without {name}",
            remedy=f"Write the layer's stride, as in {example}; 1 means no upsampling",
        )
    )


_REPAIRED = {
    "--fix": "a nearest resize by integer factors that only one convolution reads",
    "--equalize": "a transposed convolution with constant weights",
}


def nothing_to_repair(option: str, reasons: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`{option}` needs {_REPAIRED[option]}",
            "; ".join(reasons) or "a model without one",
            remedy="No file was written",
        )
    )


def wrong_ending(option: str, path: str, ending: str) -> ArgumentError:
    return ArgumentError(compose(f"`{option}` must name a {ending} file", f"{option} {path}"))


def no_model(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "The object to repair must be a PyTorch, Keras or ONNX model",
            a(type(value).__name__),
        )
    )


def no_such_object(name: str, reason: str) -> DataError:
    return DataError(
        compose(
            "A PyTorch module or Keras model must be written as package.module:name",
            f"{name}: {reason}",
            remedy="The name is that of a model, or of a function or class that returns one when "
            "called without arguments",
        )
    )
