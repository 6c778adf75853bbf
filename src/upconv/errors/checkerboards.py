"""Checking for checkerboards, and repairing models."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, ArgumentTypeError, DataError, a, compose


def not_checkable(value: object) -> ArgumentTypeError:
    detached = ".detach()" if hasattr(type(value), "detach") else ""
    return ArgumentTypeError(
        compose(
            "What is checked must be a Geometry, a weight as a NumPy array, a module of PyTorch, a "
            "layer or model of Keras, a model of ONNX, or a path",
            a(type(value).__name__),
            remedy=f"A tensor is given as an array: np.asarray(weight{detached})",
        )
    )


def unknown_file(path: str, endings: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            f"A file to check must end in {', '.join(endings)}",
            path,
            remedy="A PyTorch module is named as package.module:name",
        )
    )


def is_an_address(address: str) -> ArgumentError:
    name = address.rpartition("/")[2] or "model.onnx"
    return ArgumentError(
        compose(
            "What is checked must be on this machine",
            address,
            remedy=f"Download it and give the file: upconv check {name}",
        )
    )


def may_run_code(path: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A file .pt2 may run code when it is loaded, which only its reader can allow",
            path,
            remedy="Where you trust it, write --trust, or in Python "
            "checkerboard(torch.export.load(path).module())",
        )
    )


def saved_model(path: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A SavedModel is not read: it has TensorFlow's operations, and no layers",
            path,
            remedy="With the code that made it, write model.save('model.keras') and check that",
        )
    )


def batch_without_model(kind: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` needs a model that it runs through",
            f"batch with a {kind}",
            remedy="Give the model, or leave `batch` out",
        )
    )


def model_does_not_run(shape: object, reason: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` must be an input that the model takes",
            f"batch.shape={shape}: {reason}",
        )
    )


def several_inputs(names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` must give the inputs of a model by name where there are several",
            f"one array for the inputs {', '.join(names) or '(none)'}",
            remedy="Give a dictionary, or a file .npz: np.savez(path, name=array)",
        )
    )


def other_inputs(given: Sequence[str], names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        compose(
            "`batch` must have an array for each input of the model, and no other",
            f"arrays called {', '.join(given) or '(none)'} for the inputs {', '.join(names)}",
        )
    )


def not_built(name: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A Keras layer must be built before it has weights to check",
            f"layer {name!r}, not built",
            remedy="Call it once, or layer.build(input_shape)",
        )
    )


def lazy(name: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A module must have its weights before they are checked",
            f"{name}, whose shape is open until the first call",
            remedy="Call the module once",
        )
    )


def stride_missing(name: str, what: str) -> ArgumentError:
    example = f"{name} 2" if name.startswith("--") else f"{name}=2"
    return ArgumentError(
        compose(
            f"`{name}` must be given with {what}, which does not hold it",
            f"{what} without {name}",
            remedy=f"Write the layer's own, as in {example}; 1 is a layer that does not enlarge",
        )
    )


_REPAIRED = {
    "--fix": "a nearest resize by whole factors, and a convolution that alone reads it",
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
    return ArgumentError(
        compose(f"`{option}` must be the name of a file {ending}", f"{option} {path}")
    )


def no_model(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "What is repaired must be a model of PyTorch, Keras or ONNX",
            a(type(value).__name__),
        )
    )


def no_such_object(name: str, reason: str) -> DataError:
    return DataError(
        compose(
            "A PyTorch module or Keras model is named as package.module:name",
            f"{name}: {reason}",
            remedy="The name is a module, or a function or class that makes one without arguments",
        )
    )
