"""Reader for PyTorch modules: the operations that they call when they run.

The module is run on the batch or, without one, on an input derived from its first weights. If no
such input works, its submodules are run one by one, and the steps between them are reported as
not followed.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import nn

from upconv import errors
from upconv.checkerboards.graph import Left, Model, Node, Ran, Recorded
from upconv.checkerboards.outputs import named
from upconv.checkerboards.readers.torch_modules import as_array
from upconv.checkerboards.readers.torch_operations import nodes
from upconv.checkerboards.readers.torch_recording import Recorder
from upconv.checkerboards.sections import understood

# Shapes of assumed inputs. Deep networks need many pixels, and some accept only one size.
_SIZES = {
    1: ((64,), (1024,), (16,), (16384,)),
    0: ((), (64,)),  # features, of one or many positions
    2: ((64, 64), (32, 32), (28, 28), (16, 16), (8, 8), (128, 128), (224, 224), (256, 256)),
    3: ((16, 16, 16), (8, 8, 8), (32, 32, 32), (64, 64, 64)),
}
_CHANNELS = (36, 3, 1, 64)  # if no weight determines them
_TRIED = 6  # kinds of weights
NOT_FOLLOWED = "how its layers are connected is known only with a batch: it did not run ({})"
NOT_FROM_INPUT = "its output is computed outside PyTorch, which cannot be followed"
NOT_REACHED = "it was not called in this run"


def load(path: Path) -> nn.Module:
    """Return the model of an exported program. Loading it can run its code."""
    with _unlogged(torch.export.__name__) as causes:
        try:
            module: nn.Module = torch.export.load(path).module()
        except Exception as error:
            # PyTorch logs the cause, and its error only refers to the log.
            raise next(iter(causes), error) from error
    return module


@contextmanager
def _unlogged(name: str) -> Iterator[list[BaseException]]:
    """Suppress the output of a logger; yield the exceptions that it logged."""
    causes: list[BaseException] = []

    def refuse(record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            causes.append(record.exc_info[1])
        return False

    logger = logging.getLogger(name)
    logger.addFilter(refuse)
    try:
        yield causes
    finally:
        logger.removeFilter(refuse)


def read(model: Any, batch: Any = None) -> Model:
    """Return the upsampling layers of a module, and how to run it."""
    if not isinstance(model, nn.Module):
        raise errors.checkerboards.not_checkable(model)
    model = getattr(model, "_orig_mod", model)  # of torch.compile
    _refuse_lazy(model)

    def run(batch: Any, names: list[str]) -> Ran:
        return _run(model, batch, names)

    if batch is not None:
        args, words = _inputs(model, batch)
        with _refused(args, words):
            ran = _ran(model, args, words, sized=True)
            found, left = _understood(model, ran)
        counts = {name: one.numel() for name, one in model.named_parameters()}
        return Model(found, run, left, counts)
    found, left = _parts(model, "")
    return Model(found, run, left)


def record(model: Any, batch: Any) -> Recorded:
    """Return the run of a module on a batch."""
    if not isinstance(model, nn.Module):
        raise errors.checkerboards.not_checkable(model)
    model = getattr(model, "_orig_mod", model)  # of torch.compile
    _refuse_lazy(model)
    args, words = _inputs(model, batch)
    with _refused(args, words):
        ran = _ran(model, args, words, sized=True)

    def run(batch: Any, names: list[str]) -> Ran:
        return _run(model, batch, names)

    return Recorded(ran.nodes, ran.outputs, ran.recorder.replay, run)


def _refuse_lazy(model: nn.Module) -> None:
    for name, value in itertools.chain(model.named_parameters(), model.named_buffers()):
        if torch.nn.parameter.is_lazy(value):
            raise errors.checkerboards.lazy(name)


# Without a batch.


def _parts(model: nn.Module, path: str) -> tuple[list[Node], list[Left]]:
    """Return the nodes of a model on an assumed input, or else those of its submodules."""
    reason = ""
    for x in _made_up(model):
        try:
            found, left = _understood(model, _ran(model, [x], {}, sized=False))
        except Exception as error:  # a model can refuse an input in any way
            reason = reason or errors.reason(error)
        else:
            return _under(path, type(model).__name__, found, left)
    found, left = list[Node](), list[Left]()
    if not type(model).__module__.startswith(
        "torch.nn."
    ):  # those upsample only by their submodules
        left.append(Left(path or type(model).__name__, NOT_FOLLOWED.format(reason)))
    for child, module in model.named_children():
        more, others = _parts(module, f"{path}.{child}".removeprefix("."))
        found += more
        left += others
    return found, left


def _under(
    path: str, kind: str, found: list[Node], left: list[Left]
) -> tuple[list[Node], list[Left]]:
    """Return the nodes and unmeasured steps of a submodule, labelled `kind`, with its path."""
    if not path:
        return found, left

    def full(name: str) -> str:
        return f"{path}:{name}" if name else name

    renamed = [
        replace(
            node,
            name=full(node.name),
            source=full(node.source),
            more=tuple(map(full, node.more)),
            label=path if node.shown == kind else f"{path}.{node.shown}",
        )
        for node in found
    ]
    return renamed, [
        Left(path if name == kind else f"{path}.{name}", reason) for name, reason in left
    ]


def assumed(model: Any) -> Iterator[torch.Tensor]:
    """Yield inputs that a model may accept, derived from its weights."""
    if isinstance(model, nn.Module):
        _refuse_lazy(model)
        yield from _made_up(model)


def _made_up(model: nn.Module) -> Iterator[torch.Tensor]:
    """Yield inputs that a model may accept, derived from its weights."""
    floating = (one for one in model.parameters() if one.is_floating_point())
    like = next(floating, torch.empty(0))
    random = torch.Generator().manual_seed(0)
    for shape in _traced(model):
        yield torch.rand(shape, generator=random).to(like.device, like.dtype)
    kinds = list(dict.fromkeys(_kinds(model)))[:_TRIED]
    ndims = list(dict.fromkeys(ndim for ndim, _ in kinds if ndim)) or [2, 1, 3]
    kinds += [(n, c) for n in ndims for c in _CHANNELS if (n, c) not in kinds]
    for ndim, channels in kinds:
        for size in _SIZES[ndim]:
            shape = (1, channels, *size) if ndim else (1, *size, channels)
            x = torch.rand(shape, generator=random)
            yield x.to(like.device, like.dtype)


def _traced(model: nn.Module) -> Iterator[tuple[int, ...]]:
    """Yield the shape that a model was traced or exported with, if it has one input."""
    nodes = getattr(getattr(model, "graph", None), "nodes", ())
    inputs = [node for node in nodes if node.op == "placeholder"]
    traced = inputs[0].meta.get("val") if len(inputs) == 1 else None
    if isinstance(traced, torch.Tensor):
        # A dynamic size is a symbol that has the original size as a hint.
        yield tuple(n if isinstance(n, int) else n.node.hint for n in traced.shape)


def _kinds(model: nn.Module) -> Iterator[tuple[int, int]]:
    """Yield the number of spatial axes and channels that the weights of a model read."""
    for module in model.modules():
        weight: Any = getattr(module, "weight", None)
        if not isinstance(weight, torch.Tensor):
            continue
        if hasattr(module, "in_channels") and 3 <= weight.dim() <= 5:
            yield weight.dim() - 2, _number(module, "in_channels")
        elif hasattr(module, "in_features"):
            yield 0, _number(module, "in_features")
    for parameter in model.parameters():  # used by functions
        if 3 <= parameter.dim() <= 5:
            yield parameter.dim() - 2, parameter.shape[0]
            yield parameter.dim() - 2, parameter.shape[1]


def _number(module: Any, name: str) -> int:
    return int(getattr(module, name))


# A run.


class _Ran(NamedTuple):
    """A run: what was recorded, its calls as nodes, and the nodes of the outputs by name."""

    recorder: Recorder
    nodes: list[Node]
    outputs: dict[str, str | None]


def _ran(model: nn.Module, args: list[Any], words: dict[str, Any], *, sized: bool) -> _Ran:
    recorder, made = _record(model, args, words, ())
    outputs = {name: recorder.value(one) for name, one in made.items()}
    return _Ran(recorder, nodes(recorder, sized=sized), outputs)


def _understood(model: nn.Module, ran: _Ran) -> tuple[list[Node], list[Left]]:
    recorder = ran.recorder
    names = [name for name in ran.outputs.values() if name is not None]
    found = understood(ran.nodes, names, recorder.replay)
    left = []
    if ran.outputs and not any(map(recorder.depends, names)):
        left.append(Left(type(model).__name__, NOT_FROM_INPUT))
    left += [Left(name, NOT_REACHED) for name in recorder.unreached()]
    return found, left


def _record(
    model: nn.Module, args: list[Any], words: dict[str, Any], wanted: tuple[str, ...]
) -> tuple[Recorder, dict[str, Any]]:
    """Run in evaluation mode without gradients, and restore the state of the model."""
    recorder = Recorder(model, wanted)

    def recorded() -> Any:
        with recorder:
            for tensor in named((args, words), _is_tensor).values():
                recorder.input(tensor)
            return model(*args, **words)

    with _evaluating(model):
        return recorder, named(recorded(), _is_tensor)


@contextmanager
def _evaluating(model: nn.Module) -> Iterator[None]:
    modes = [(module, module.training) for module in model.modules()]
    with torch.no_grad(), torch.random.fork_rng(devices=[]):
        try:
            for module, _ in modes:
                module.training = False
            yield
        finally:
            for module, training in modes:
                module.training = training


@contextmanager
def _refused(args: list[Any], words: dict[str, Any]) -> Iterator[None]:
    """Turn an error into one line that says that the model does not accept the batch."""
    try:
        yield
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        shapes = [tuple(one.shape) for one in (*args, *words.values())]
        shape: Any = shapes[0] if len(shapes) == 1 else shapes
        raise errors.checkerboards.model_does_not_run(shape, errors.reason(error)) from error


def _inputs(model: nn.Module, batch: Any) -> tuple[list[Any], dict[str, Any]]:
    """Return a batch as a model's arguments: a tensor, a list, or by name."""
    if isinstance(batch, Mapping):
        return [], {name: _tensor(model, one) for name, one in batch.items()}
    if isinstance(batch, tuple | list) and not all(isinstance(x, int | float) for x in batch):
        return [_tensor(model, one) for one in batch], {}
    return [_tensor(model, batch)], {}


def _tensor(model: nn.Module, value: Any) -> torch.Tensor:
    parameter = next((one for one in model.parameters() if one.is_floating_point()), None)
    x = torch.as_tensor(value).clone()  # a model can write to its input
    if parameter is None:
        return x
    return x.to(parameter.device, parameter.dtype if x.is_floating_point() else x.dtype)


def _run(model: nn.Module, batch: Any, wanted: list[str]) -> Ran:
    args, words = _inputs(model, batch)
    with _refused(args, words):
        recorder, outputs = _record(model, args, words, tuple(wanted))
    values = {name: as_array(value) for name, value in recorder.values.items()}
    made = {name: (as_array(one), recorder.value(one)) for name, one in outputs.items()}
    return Ran(values, made)


def _is_tensor(value: Any) -> bool:
    return isinstance(value, torch.Tensor)
