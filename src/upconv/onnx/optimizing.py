"""The front door of the rewriting: a model or a file in, the new model with its report out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from onnx import ModelProto

from upconv import errors
from upconv.arguments import as_threads
from upconv.arrays import Array
from upconv.onnx import inputs, storage

if TYPE_CHECKING:
    from upconv.onnx.optimized import Optimized

Said: TypeAlias = tuple[int, ...] | float | Array


def optimize(
    model: ModelProto | str | Path,
    *,
    input: Mapping[str, Said] | Said | str | Sequence[str] | None = None,  # noqa: A002 - as at the prompt
    batch: Mapping[str, Array] | Array | None = None,
    all: bool = False,  # noqa: A002 - as at the prompt
    threads: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> Optimized:
    """Rewrite ConvTranspose into Conv and DepthToSpace where that is faster in ONNX Runtime.

    The same as `upconv onnx optimize`, with the names and defaults of its options. Each layer is
    measured by itself on this machine, original and rewritten interleaved, on the input that it
    receives in the model; then the outputs of the whole model are compared and the whole model is
    measured. The rewriting is exact up to the order of summation.

    Parameters
    ----------
    model
        An `onnx.ModelProto` with its weights, or the path of a file. It is not changed.
    input
        What the model is run on, by the name of each input: a tuple of sizes, where the model
        leaves some open; a number for all its values; or an array. A model with one input takes
        one of these alone. Strings as at the prompt also work: ``["x=1x3x224x224", "scale=@0.5"]``.
        What is not given is drawn: numbers at random, indices within what they index, lengths in
        full.
    batch
        Arrays by name, or one for a model with one input.
    all
        Rewrite every layer that can be, faster or not.
    threads
        Threads of ONNX Runtime, at most the CPUs of the machine; None is its own choice.
    progress
        Called with a few words on what is being done. Nothing is printed.

    Returns
    -------
    An `Optimized`: `.model` is the new model, `.rows` what became of each layer with the reason or
    the timing, `.save(path)` writes the model completely or not at all, `str()` is the report.

    Raises ArgumentError for inputs that are missing or do not fit, DataError for a file that cannot
    be read, a model without ConvTranspose, one that ONNX Runtime does not run, and outputs that
    differ by more than another order of floating-point sums explains.

    Examples
    --------
    >>> import numpy as np, onnx, upconv.onnx
    >>> from onnx import TensorProto, helper, numpy_helper
    >>> node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2])
    >>> x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n", 3, 5, 7]) for n in "xy")
    >>> y.type.tensor_type.ClearField("shape")
    >>> w = numpy_helper.from_array(np.ones((3, 4, 2, 2), np.float32), "w")
    >>> graph = helper.make_graph([node], "example", [x], [y], [w])
    >>> opsets = [helper.make_opsetid("", 17)]
    >>> model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    >>> found = upconv.onnx.optimize(model, input={"x": (1, 3, 5, 7)}, all=True)
    >>> found
    <Optimized: 1 of 1 layers rewritten>
    >>> "ConvTranspose" in {node.op_type for node in found.model.graph.node}
    False
    """
    with errors.commands.needing_extras():
        from upconv.onnx import tuning  # noqa: PLC0415 - with ONNX Runtime

    workers = as_threads(threads)
    loaded, name, external = _loaded(model)
    found = tuning.tune(
        loaded,
        inputs.given(loaded, input, batch),
        path=name,
        threads=workers,
        regardless=all,
        say=progress or _nothing,
    )
    return found.from_file(external)


def _loaded(model: Any) -> tuple[ModelProto, str, bool]:
    """Return a model, what messages call it, and whether its weights lie in files beside it."""
    if isinstance(model, str | Path):
        loaded, external = storage.load(Path(model))
        return loaded, str(model), external
    if not isinstance(model, ModelProto):
        raise errors.onnx.not_optimizable(model)
    if storage.has_weights_elsewhere(model):
        raise errors.onnx.weights_elsewhere()
    return model, "the model", False


def _nothing(_: str) -> None:
    """Say nothing."""
