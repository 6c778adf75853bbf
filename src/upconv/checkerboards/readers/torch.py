"""What a PyTorch module says: its graph as torch.fx traces it, or else its modules in order.

PyTorch is the caller's: it is found among the loaded modules.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from upconv import errors
from upconv.arrays import Array
from upconv.axis import split_crop
from upconv.checkerboards.graph import Model, Node
from upconv.checkerboards.layers import (
    Convolution,
    Resize,
    ResizeTo,
    Shuffle,
    Step,
    Transpose,
    Unknown,
)
from upconv.geometry import Geometry

_THROUGH = {
    "Identity", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d",
    "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "ReLU", "ReLU6", "LeakyReLU",
    "PReLU", "ELU", "SELU", "CELU", "GELU", "SiLU", "Mish", "Sigmoid", "Tanh", "Softplus",
    "relu", "relu_", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "tanh", "dropout",
}  # fmt: skip
_NEAREST = ("nearest", "nearest-exact")
_LINEAR = ("linear", "bilinear", "trilinear")


def read(model: Any) -> Model:
    """Return the upsampling layers of a module, and how to run it; or of a weight's tensor."""
    torch = sys.modules["torch"]
    if not isinstance(model, torch.nn.Module):
        raise errors.checkerboards.not_checkable(model)
    step = module_step(model)
    if isinstance(step, Transpose):
        node = Node("value", "x", step, label=type(model).__name__)
        return Model([node], lambda batch, _: _run_layer(torch, model, batch))
    graph = traced(model)
    if graph is not None:
        return _from_graph(torch, model, graph)
    return _from_modules(torch, model)


# The graph of torch.fx.


def traced(model: Any) -> Any:
    from torch import fx  # noqa: PLC0415 - loaded only where a module of PyTorch is read

    # While it traces, parameters are not there to be read.
    leaves = {id(module) for module in model.modules() if module_step(module) is not None}

    class Tracer(fx.Tracer):
        def is_leaf_module(self, m: Any, name: str) -> bool:
            return id(m) in leaves or super().is_leaf_module(m, name)

    try:
        return Tracer().trace(model)
    except Exception:  # control flow on values stops a trace in many ways
        return None


def _from_graph(torch: Any, model: Any, graph: Any) -> Model:
    modules = dict(model.named_modules())
    found = []
    for node in graph.nodes:
        step, through, label = None, False, node.name
        if node.op == "call_module":
            module = modules[node.target]
            step, through = module_step(module), type(module).__name__ in _THROUGH
            label = node.target
        elif node.op in ("call_function", "call_method"):
            called = node.target if node.op == "call_method" else node.target.__name__
            through = called in _THROUGH
            step = _function_step(model, called, node.args[1:], node.kwargs)
        source = node.args[0] if node.args else None
        found.append(Node(node.name, getattr(source, "name", ""), step, through, label))

    def run(batch: Any, wanted: list[str]) -> dict[str, Array]:
        return _with_values(torch, model, graph, batch, set(wanted))

    return Model(found, run)


def _with_values(
    torch: Any, model: Any, graph: Any, batch: Any, wanted: set[str]
) -> dict[str, Array]:
    """Run the graph with the wanted values as further outputs."""
    from torch import fx  # noqa: PLC0415 - as above

    extended = fx.Graph()
    copies: dict[Any, Any] = {}
    output = extended.graph_copy(graph, copies)
    kept = [node for node in graph.nodes if node.name in wanted]
    extended.output((output, tuple(copies[node] for node in kept)))
    inner: tuple[Any, ...] = ()

    def run(x: Any) -> Any:
        nonlocal inner
        result, inner = fx.GraphModule(model, extended).forward(x)
        return result

    values = {"": _array(_call(torch, model, run, batch))}
    values.update((node.name, _array(v)) for node, v in zip(kept, inner, strict=True))
    return values


# Modules one after the other, where there is no graph.


def _from_modules(torch: Any, model: Any) -> Model:
    modules = [(n, m) for n, m in model.named_modules() if not list(m.children())]
    found = []
    before: dict[str, str] = {}  # the last module of each parent
    for name, module in modules:
        parent = name.rpartition(".")[0]
        source = before.get(parent, f"input of {name}")
        found.append(Node(name, source, module_step(module), type(module).__name__ in _THROUGH))
        before[parent] = name

    def run(batch: Any, wanted: list[str]) -> dict[str, Array]:
        values: dict[str, Array] = {}
        hooks = []
        for name, module in modules:
            hooks.append(module.register_forward_hook(_keeper(values, name, set(wanted))))
        try:
            values[""] = _array(_call(torch, model, model, batch))
        finally:
            for hook in hooks:
                hook.remove()
        return values

    return Model(found, run)


def _keeper(
    values: dict[str, Array], name: str, wanted: set[str]
) -> Callable[[Any, Any, Any], None]:
    def keep(_module: Any, inputs: Any, output: Any) -> None:
        if name in wanted:
            values[name] = _array(output)
        if f"input of {name}" in wanted:
            values[f"input of {name}"] = _array(inputs[0])

    return keep


# Running.


def _run_layer(torch: Any, layer: Any, batch: Any) -> dict[str, Array]:
    output = _array(_call(torch, layer, layer, batch))
    return {"": output, "value": output, "x": np.asarray(batch)}


def _call(torch: Any, model: Any, run: Callable[[Any], Any], batch: Any) -> Any:
    """Run in evaluation mode without gradients, and leave the mode as it was."""
    parameter = next(model.parameters(), None)
    x = torch.as_tensor(batch)
    if parameter is not None and x.is_floating_point():
        x = x.to(parameter.device, parameter.dtype)
    modes = [(module, module.training) for module in model.modules()]
    try:
        model.eval()
        with torch.no_grad():
            output = run(x)
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        why = errors.reason(error)
        raise errors.checkerboards.model_does_not_run(tuple(x.shape), why) from error
    finally:
        for module, training in modes:
            module.training = training
    return output[0] if isinstance(output, tuple | list) else output


def _array(tensor: Any) -> Array:
    array: Array = tensor.detach().cpu().float().numpy()
    return array


def _weights(tensor: Any) -> Array:
    double = tensor.dtype.is_floating_point and tensor.element_size() == 8
    cast = tensor.detach().cpu().double() if double else tensor.detach().cpu().float()
    array: Array = cast.numpy()
    return array


# What a module is.


def _names(module: Any) -> Iterator[str]:
    for kind in type(module).__mro__:
        if kind.__module__.startswith("torch.nn"):
            yield kind.__name__


def module_step(module: Any) -> Step | None:
    names = set(_names(module))
    for name, read_module in _MODULES.items():
        if name in names:
            return read_module(module)
    return None


def _transpose(module: Any) -> Step | None:
    geometry = Geometry(
        module.kernel_size, module.stride, module.padding, module.output_padding, module.dilation
    )
    return Transpose(_weights(module.weight), geometry, module.groups)


def _convolution(module: Any) -> Step | None:
    if any(step != 1 for step in module.stride) or module.padding_mode != "zeros":
        return None
    weight = _weights(module.weight)
    bias = None if module.bias is None else _weights(module.bias)
    if module.padding == "same":
        totals = zip(module.dilation, module.kernel_size, strict=True)
        padding = tuple(split_crop(d * (k - 1), "same") for d, k in totals)
    elif module.padding == "valid":
        padding = ((0, 0),) * len(module.kernel_size)
    else:
        padding = tuple((p, p) for p in module.padding)
    return Convolution(weight, bias, padding, tuple(module.dilation), module.groups)


def _shuffle(module: Any) -> Step | None:
    return Shuffle((int(module.upscale_factor),) * 2)


def _upsample(module: Any) -> Step | None:
    return _resize(module.size, module.scale_factor, module.mode, module.align_corners)


def _resize(size: Any, scale: Any, mode: str, align_corners: Any) -> Step | None:
    if mode in _LINEAR and align_corners:
        return Unknown("align_corners puts every phase at a place of its own")
    if mode not in (*_NEAREST, *_LINEAR):
        return Unknown(f"{mode} is neither a nearest nor a linear resize")
    word: Any = "nearest" if mode in _NEAREST else "bilinear"
    if size is not None:
        return ResizeTo(word)
    entries = tuple(scale) if isinstance(scale, tuple | list) else (scale,)
    if not all(isinstance(entry, int | float) for entry in entries):
        return ResizeTo(word)  # computed in the model: the sizes tell
    if any(entry < 1 or entry % 1 for entry in entries):
        return Unknown(f"resizes by {scale}, which is no whole factor")
    return Resize(tuple(int(entry) for entry in entries), word)


_MODULES: dict[str, Callable[[Any], Step | None]] = {
    "_ConvTransposeNd": _transpose,
    "_ConvNd": _convolution,
    "PixelShuffle": _shuffle,
    "Upsample": _upsample,
}


def _function_step(
    model: Any, name: str, args: tuple[Any, ...], words: dict[str, Any]
) -> Step | None:
    """Return what a function called `name` does; `args` are those after its input."""
    if name == "pixel_shuffle":
        factor = args[0] if args else words.get("upscale_factor")
        if isinstance(factor, int):
            return Shuffle((operator.index(factor),) * 2)
        return Unknown("a pixel shuffle by a factor that is computed")
    if name == "interpolate":
        given = dict(zip(("size", "scale_factor", "mode", "align_corners"), args, strict=False))
        given.update(words)
        return _resize(
            given.get("size"),
            given.get("scale_factor"),
            given.get("mode", "nearest"),
            given.get("align_corners"),
        )
    if name.startswith("conv_transpose"):
        return _transpose_call(model, args, words)
    return None


# Of a functional transposed convolution, after its input.
_DEFAULTS = {"stride": 1, "padding": 0, "output_padding": 0, "groups": 1, "dilation": 1}


def _transpose_call(model: Any, args: tuple[Any, ...], words: dict[str, Any]) -> Step:
    names = ("weight", "bias", *_DEFAULTS)
    given: dict[str, Any] = _DEFAULTS | dict(zip(names, args, strict=False)) | words
    if getattr(given["weight"], "op", "") != "get_attr":
        return Unknown("a transposed convolution whose weight is computed")
    array = _weights(operator.attrgetter(given["weight"].target)(model))
    numbers = (given[name] for name in ("stride", "padding", "output_padding", "dilation"))
    return Transpose(array, Geometry(array.shape[2:], *numbers), given["groups"])
