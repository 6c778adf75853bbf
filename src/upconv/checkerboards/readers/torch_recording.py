"""A run of a PyTorch model, recorded as the list of operations that it called.

A dispatch mode receives every PyTorch operation, called by modules, functions, methods, scripted
and exported code, and upconv's own layers. Each call is recorded with the numbers of the calls that
computed its inputs. A tensor that was written to is a new value: values are named "3", "3.1" for a
second result, and "3@7" if call 7 wrote to the result of call 3.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes
from torch.utils._pytree import tree_flatten, tree_unflatten
from torch.utils.weak import WeakTensorKeyDictionary

from upconv.checkerboards.probe import Run

# Stack frames in these files are not the model's code.
_OUTSIDE = (str(Path(torch.__file__).parent), str(Path(__file__).parents[2]), "<")
_HERE = str(Path(__file__).parents[1])
_FRAMEWORKS = ("torch.nn.", "upconv.torch.")
_SHOWN = {"__setitem__": "assignment", "__getitem__": "indexing"}
_WHOLE = "linear"  # recorded as one call, which is easier to recognise than its parts
_WEIGHTED = ("convolution", "_convolution", _WHOLE)


# Read only the shape and type of a tensor, no values.
_SHAPES = {
    f"{kind}_{name}" if kind == "new" else f"{name}_{kind}"
    for kind in ("new", "like")
    for name in ("zeros", "ones", "empty", "full", "rand", "randn", "empty_strided")
}


class Handle(NamedTuple):
    """A tensor: the call that computed it, and the number of the result."""

    call: int
    result: int

    @property
    def name(self) -> str:
        return f"{self.call}.{self.result}" if self.result else str(self.call)


@dataclass(frozen=True)
class Call:
    """One call of an operation.

    `arguments` are its flat arguments, with a `Handle` for each tensor that another call computed;
    `reads` the names of those values, None for a constant; `shapes` those of its results. `weights`
    are the constant tensors among the arguments by position. `depends` says whether it depends on
    the input of the model, `partly` whether it writes to a part of a tensor. `kind` is the
    user's name for the step, `sizes` are the bytes of its results.
    """

    function: Any  # None for an input, and for a value not computed by a PyTorch operation
    arguments: tuple[Any, ...] = ()
    spec: Any = None
    reads: tuple[str | None, ...] = ()
    shapes: tuple[tuple[int, ...], ...] = ()
    weights: dict[int, Any] = field(default_factory=dict)
    depends: bool = True
    partly: bool = False
    label: str = ""
    kind: str = ""
    sizes: tuple[int, ...] = ()

    @property
    def known(self) -> list[str]:
        """The values that it reads from other calls."""
        return [name for name in self.reads if name is not None]

    def given(self, tensors: Callable[[Handle], Any]) -> tuple[list[Any], dict[str, Any]]:
        """Return the arguments with tensors in place of handles."""
        flat = [tensors(one) if isinstance(one, Handle) else one for one in self.arguments]
        args, words = tree_unflatten(flat, self.spec)
        return list(args), dict(words)


class Recorder(TorchDispatchMode):
    """Records the calls made within it; the tensors of the values `wanted` are in `values`."""

    def __init__(self, model: Any, wanted: Sequence[str] = ()) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.written: dict[str, tuple[str, str]] = {}  # "3@7": ("3", "7")
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.values: dict[str, Any] = {}
        self._model = model
        self._wanted = set(wanted)
        self._handles: Any = WeakTensorKeyDictionary()
        self._writers: dict[StorageWeakRef, int] = {}
        self._names = {id(module): name for name, module in model.named_modules()}
        self._parameters = {
            _memory(parameter): name for name, parameter in model.named_parameters()
        }
        self._reached: set[int] = set()
        self._within: list[Any] = []
        self._functions = _Functions(self)
        self._hooks: list[Any] = []

    def __enter__(self) -> Recorder:
        for module in self._model.modules():
            if not isinstance(module, torch.jit.ScriptModule):
                self._hooks += [
                    module.register_forward_pre_hook(self._entered),
                    module.register_forward_hook(self._left, with_kwargs=True, always_call=True),
                ]
        super().__enter__()
        self._functions.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._functions.__exit__(*error)
        super().__exit__(*error)
        for hook in self._hooks:
            hook.remove()

    def _entered(self, module: Any, _inputs: Any) -> None:
        self._within.append(module)
        self._reached.add(id(module))

    def _left(self, module: Any, args: Any, words: Any, output: Any) -> None:
        for tensor in _tensors(output):
            if self._handles.get(tensor) is None and not isinstance(tensor, torch.nn.Parameter):
                # Computed outside PyTorch: only the inputs of the module are known.
                reads = tuple(map(self.value, _tensors((args, words))))
                kind = type(module).__name__
                self._note(Call(None, reads=reads, label=self._path(module), kind=kind), [tensor])
        self._within.pop()

    def value(self, tensor: Any) -> str | None:
        """Return the name of a tensor's current value; None for a constant."""
        handle = self._handles.get(tensor)
        if handle is None:
            return None
        name: str = handle.name
        writer = self._writers.get(_storage(tensor), -1)
        if writer > handle.call:
            self.written[f"{name}@{writer}"] = (name, str(writer))
            name = f"{name}@{writer}"
        self.shapes[name] = tuple(tensor.shape)
        if name in self._wanted and name not in self.values:
            with _disable_current_modes():  # otherwise it would be recorded too
                self.values[name] = tensor.detach().clone()
        return name

    def input(self, tensor: Any) -> None:
        """Record an input of the model."""
        self._note(Call(None, label="input"), [tensor])
        self.value(tensor)

    def depends(self, name: str) -> bool:
        """Return whether a value depends on the input of the model."""
        made, _, writer = name.partition("@")
        calls = [made.partition(".")[0], *([writer] if writer else [])]
        return any(self.calls[int(one)].depends for one in calls)

    def __torch_dispatch__(
        self,
        function: Any,
        types: Any,
        args: Any = (),
        kwargs: Any = None,
    ) -> Any:
        return self.call(function, args, kwargs or {})

    def call(self, function: Any, args: Any, words: Any) -> Any:
        """Call a function and record the call."""
        flat, spec = tree_flatten((tuple(args), dict(words)))
        given = [(n, one) for n, one in enumerate(flat) if isinstance(one, torch.Tensor)]
        reads = tuple(self.value(tensor) for _, tensor in given)
        arguments = [
            self._handles.get(one, one) if isinstance(one, torch.Tensor) else one for one in flat
        ]
        constant = {
            n: tensor
            for (n, tensor), name in zip(given, reads, strict=True)
            if n and (name is None or not self.depends(name))
        }
        if _name(function) in _SHAPES:
            reads, arguments = (), [_shape_alone(one) for one in flat]
        mutated = list(_mutated(function, args, words))
        made = function(*args, **words)
        results = list(_tensors(made))
        one = Call(
            function,
            tuple(arguments),
            spec,
            reads,
            tuple(tuple(tensor.shape) for tensor in results),
            constant if _name(function) in _WEIGHTED else {},
            any(self.depends(name) for name in reads if name is not None),
            any(map(_is_part, mutated)),
            self._label(function),
            self._kind(function),
            tuple(tensor.numel() * tensor.element_size() for tensor in results),
        )
        number = self._note(one, results)
        for tensor in mutated:
            self._writers[_storage(tensor)] = number
        for tensor in results:
            self.value(tensor)
        return made

    def _note(self, call: Call, results: list[Any]) -> int:
        number = len(self.calls)
        self.calls.append(call)
        for n, tensor in enumerate(results):
            self._handles[tensor] = Handle(number, n)
            self.shapes[Handle(number, n).name] = tuple(tensor.shape)
        return number

    # Names and places.

    def _path(self, module: Any) -> str:
        return self._names.get(id(module), "") or type(module).__name__

    def parameter(self, tensor: Any) -> str | None:
        """Return the name of the parameter of the model that a tensor is, or None."""
        return self._parameters.get(_memory(tensor))

    def _label(self, function: Any) -> str:
        """Return a label for a step: its module, or the function called in a module, and where."""
        module = self._within[-1] if self._within else self._model
        if _is_layer(module):
            return self._path(module)
        path = self._names.get(id(module), "")
        return f"{path}.{self._kind(function)}{_place()}".removeprefix(".")

    def _kind(self, function: Any) -> str:
        """Return what a user calls what a step does: the class of its module, or a function."""
        module = self._within[-1] if self._within else self._model
        if _is_layer(module):
            return type(module).__name__
        return self._functions.name or _name(function)

    def unreached(self) -> list[str]:
        """Return the upsampling modules, by class, that were not called."""
        kinds = (torch.nn.modules.conv._ConvTransposeNd, torch.nn.Upsample, torch.nn.PixelShuffle)
        modules = self._model.named_modules()
        return [n for n, m in modules if isinstance(m, kinds) and id(m) not in self._reached]

    def replay(self, first: str, names: list[str], last: str) -> Run:
        """Return a function that runs the calls `names`, in order, on a value of `first`."""
        numbers = sorted(int(name) for name in names if name.isdigit())
        start, end = _handle(first), _handle(last)

        def run(x: Any) -> Any:
            tensors = {start: torch.tensor(x)}
            with torch.no_grad(), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # already shown when the model ran
                for number in numbers:
                    call = self.calls[number]
                    args, words = call.given(tensors.__getitem__)
                    args = [_exact(one) for one in args]
                    made = call.function(*args, **{k: _exact(v) for k, v in words.items()})
                    for n, tensor in enumerate(_tensors(made)):
                        tensors[Handle(number, n)] = tensor
            return tensors[end].double().numpy()

        return run


class _Functions(TorchFunctionMode):
    """Records the PyTorch function that the model called."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder
        self.name = ""

    def __torch_function__(
        self,
        function: Any,
        types: Any,
        args: Any = (),
        kwargs: Any = None,
    ) -> Any:
        name = str(getattr(function, "__name__", ""))
        if name == "__get__":  # an attribute of a tensor
            return function(*args, **(kwargs or {}))
        before, self.name = self.name, _SHOWN.get(name, name.partition(".")[0])
        try:
            if name == _WHOLE:
                with _disable_current_modes():
                    return self.recorder.call(function, args, kwargs or {})
            return function(*args, **(kwargs or {}))
        finally:
            self.name = before


def _name(function: Any) -> str:
    """Return the name of an operation without its overload."""
    packet = getattr(function, "overloadpacket", function)
    return str(getattr(packet, "__name__", ""))


def _tensors(value: Any) -> Iterator[Any]:
    return (one for one in tree_flatten(value)[0] if isinstance(one, torch.Tensor))


def _storage(tensor: Any) -> StorageWeakRef:
    """Return a key for the memory of a tensor; it stays valid after the memory is freed."""
    return StorageWeakRef(tensor.untyped_storage())


def _is_layer(module: Any) -> bool:
    """Tell whether what a module does was written by its framework, and not by a user."""
    forward = getattr(type(module), "forward", None)
    return str(getattr(forward, "__module__", "")).startswith(_FRAMEWORKS)


def _memory(tensor: Any) -> object:
    """Return what tells the memory of a tensor from that of all others."""
    try:
        return _storage(tensor), tensor.storage_offset(), tensor.numel()
    except (RuntimeError, NotImplementedError):  # sparse, or a wrapper around others
        return id(tensor)


def _shape_alone(value: Any) -> Any:
    """Return a tensor of the same shape without values; anything else unchanged."""
    if not isinstance(value, torch.Tensor):
        return value
    return torch.zeros((), dtype=value.dtype, device=value.device).expand(value.shape)


def _is_part(tensor: Any) -> bool:
    return bool(tensor.untyped_storage().nbytes() > tensor.numel() * tensor.element_size())


def _mutated(function: Any, args: Any, words: Any) -> Iterator[Any]:
    """Yield the tensors that a call writes to."""
    schema = getattr(function, "_schema", None)
    if schema is None:
        return
    for n, argument in enumerate(schema.arguments):
        if argument.alias_info is not None and argument.alias_info.is_write:
            yield from _tensors(args[n] if n < len(args) else words.get(argument.name))


def _handle(name: str) -> Handle:
    call, _, result = name.partition("@")[0].partition(".")
    return Handle(int(call), int(result or 0))


def _exact(argument: Any) -> Any:
    """Return an argument in a form for numbers that must stay exact."""
    if isinstance(argument, torch.dtype) and argument.is_floating_point:
        return torch.float64
    if isinstance(argument, torch.device):
        return torch.device("cpu")
    if isinstance(argument, torch.Tensor) and not argument.is_cpu:
        return argument.cpu()
    return argument


def _place() -> str:
    """Return the file and line of the model's code that is running."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        path = frame.f_code.co_filename
        if not path.startswith(_OUTSIDE):
            return f" ({Path(path).name}:{frame.f_lineno})"
        if path.startswith(_HERE) and frame.f_code.co_name == "recorded":
            break  # the frames below called upconv
        frame = frame.f_back
    return ""
