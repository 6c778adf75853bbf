"""Swap the convolutions of an existing model for upconv's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, NoReturn, cast

import torch
from torch import nn
from torch.nn.parameter import is_lazy
from torch.nn.utils import parametrize

from upconv import errors
from upconv.engine.calls.packed_weight import Versioned
from upconv.torch import layers, quantization
from upconv.torch.compute import DTYPES

__all__ = ["Acceleration", "Entry", "accelerate"]

del quantization  # imported for what it registers

_OURS: dict[type[nn.Module], type[nn.Module]] = {
    getattr(nn, name): getattr(layers, name) for name in layers.__all__
}
_KINDS: Any = tuple(_OURS)
_OUR_KINDS: Any = tuple(_OURS.values())
_ALREADY = "already an upconv layer"
# What a subclass must not define, and a layer must not have, to be swapped.
_COMPUTING = ("forward", "_conv_forward", "_output_padding", "__call__", "__getattr__")
_TAKEN = ("activation", "words", "_versioned", "_ndim", "_leaf", "_convolve")


class _LayerVersioned(Versioned):
    """A versioned of one layer; a copy of the layer starts with a new versioned."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[_LayerVersioned], tuple[()]]:
        return _LayerVersioned, ()


@dataclass(frozen=True)
class Entry:
    """One layer of a model: its name, its class, and why it was not swapped."""

    name: str
    layer: str
    left: str | None

    @property
    def swapped(self) -> bool:
        """Whether upconv now computes it."""
        return self.left is None


class Acceleration:
    """What `accelerate` did to a model; `str()` is a table, `undo()` reverts the swap.

    It is also a context manager that reverts the swap at its end.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._before: list[tuple[nn.Module, type[nn.Module]]] = []
        self._frozen: list[nn.Module] = []

    @property
    def swapped(self) -> tuple[str, ...]:
        """The names of the layers that upconv now computes."""
        return tuple(entry.name for entry in self.entries if entry.swapped)

    @property
    def left(self) -> dict[str, str]:
        """The names of the layers that were not swapped, each with the reason."""
        return {entry.name: entry.left for entry in self.entries if entry.left is not None}

    def undo(self) -> None:
        """Restore the original class of every layer; calling it again does nothing."""
        while self._before:
            module, kind = self._before.pop()
            module.__class__ = kind
        while self._frozen:
            del self._frozen.pop()._versioned

    def __enter__(self) -> Acceleration:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.undo()

    def __str__(self) -> str:
        """Return a line for every convolution of the model, and the totals."""
        rows = [(e.name or "(the model)", e.layer, e.left or "upconv") for e in self.entries]
        rows.insert(0, ("layer", "class", "computed by upconv, or why not"))
        wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
        lines = [f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c}" for a, b, c in rows]
        ours = sum(entry.left in (None, _ALREADY) for entry in self.entries)
        return "\n".join((*lines, f"{ours} of {len(self.entries)} convolutions use upconv"))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.swapped)} of {len(self.entries)} swapped>"

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """Raise an error: call the model, not this report."""
        raise errors.layers.report_called()

    def __getattr__(self, name: str) -> NoReturn:
        if hasattr(nn.Module, name) and not name.startswith("_"):
            raise AttributeError(errors.layers.report_is_no_model(f".{name}"))
        message = f"{type(self).__name__!r} object has no attribute {name!r}"
        raise AttributeError(message)

    def _freeze(self, module: nn.Module) -> None:
        if "_versioned" not in vars(module):
            self._frozen.append(module)
            module._versioned = _LayerVersioned()  # type: ignore[assignment]

    def _swap(self, module: nn.Module, kind: type[nn.Module]) -> None:
        self._before.append((module, type(module)))
        module.__class__ = kind


def accelerate(
    model: nn.Module,
    *,
    where: Callable[[str, nn.Module], bool] | None = None,
    frozen: bool = False,
) -> Acceleration:
    """Make upconv compute the convolutions of `model`, in place.

    Each `torch.nn.Conv1d/2d/3d` and `ConvTranspose1d/2d/3d` is given the class of the same name in
    `upconv.torch` and remains the same object: parameters, state_dict, hooks, shared layers,
    training flag and parametrisations are unchanged. `where(name, layer)` selects layers.
    A subclass is given a class derived from both its own and upconv's, unless it overrides the
    computation (`forward`, `_conv_forward`): then it is not swapped, and neither are layers on
    other devices or with dtypes other than float32 and float64. `print(model)` shows "upconv."
    before the swapped layers.

    `frozen=True` is for inference with `torch.no_grad()` or `torch.inference_mode()`: each weight
    is then also stored packed, in the order in which the engine reads it, which costs as much
    memory again. PyTorch counts the writes to a weight, and the packed copy is renewed when the
    count changes; writes through `parameter.data` are not counted, so do not write to such a
    model that way.

    Returns a report, layer by layer: print it, and call `undo()` to revert the swap.
    Raises ArgumentTypeError if `model` is not a module or `where` is not a function.

    >>> from torch import nn
    >>> model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.ConvTranspose2d(8, 3, 3))
    >>> with accelerate(model, where=lambda name, layer: name != "0") as done:
    ...     print(done)
    layer  class            computed by upconv, or why not
    0      Conv2d           excluded by `where`
    2      ConvTranspose2d  upconv
    1 of 2 convolutions use upconv
    """
    if not isinstance(model, nn.Module):
        raise errors.layers.not_a_module(type(model).__name__)
    if where is not None and not callable(where):
        raise errors.layers.where_not_callable(where)
    done = Acceleration()
    for name, module in _convolutions(model):
        reason = _reason_to_leave(name, module, where)
        if reason is None:
            done._swap(module, _counterpart(module))
        if frozen and isinstance(module, _OUR_KINDS) and not parametrize.is_parametrized(module):
            done._freeze(module)
        kind = parametrize.type_before_parametrizations(module)
        done.entries.append(Entry(name, kind.__name__, reason))
    return done


def _convolutions(model: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    for name, module in model.named_modules():
        if isinstance(module, _KINDS):
            yield name, module


def _reason_to_leave(
    name: str, module: nn.Module, where: Callable[[str, nn.Module], bool] | None
) -> str | None:
    if isinstance(module, _OUR_KINDS):
        return _ALREADY
    kind = parametrize.type_before_parametrizations(module)
    weight = _weight(module)
    if is_lazy(weight):
        return "lazy: run the model once, then accelerate it"
    if _computes_itself(kind) or any(hasattr(module, name) for name in _TAKEN):
        return f"a subclass of {_base(kind).__name__} that overrides the computation"
    if weight.device.type != "cpu":
        return f"on {weight.device.type}: PyTorch computes it"
    if weight.dtype not in DTYPES:
        return f"of {str(weight.dtype).removeprefix('torch.')}: PyTorch computes it"
    if where is not None and not where(name, module):
        return "excluded by `where`"
    return None


def _base(kind: type[nn.Module]) -> type[nn.Module]:
    """Return the PyTorch layer class that `kind` is, or inherits from."""
    return next(base for base in _OURS if issubclass(kind, base))


def _computes_itself(kind: type[nn.Module]) -> bool:
    """Return whether a class changes how its layer computes."""
    above = kind.__mro__[: kind.__mro__.index(_base(kind))]
    return any(name in vars(one) for one in above for name in _COMPUTING)


@cache
def _class_over(kind: Any) -> type[nn.Module]:
    """Return upconv's class for a PyTorch layer, or, for a subclass, a class derived from both."""
    mine = _OURS[_base(kind)]
    if kind in _OURS:
        return mine
    body = {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
    return type(kind.__name__, (kind, mine), body | {"__reduce_ex__": _reduce})


def _reduce(self: nn.Module, _protocol: Any) -> tuple[Any, ...]:
    """Pickle a layer of a derived class by the class that its author wrote."""
    return _anew, (type(self).__mro__[1],), self.__dict__


def _anew(kind: type[nn.Module]) -> nn.Module:
    made = _class_over(cast("Any", kind))
    return made.__new__(made)


def _weight(module: nn.Module) -> torch.Tensor:
    """Return the weight, or a tensor that it is computed from; only its dtype and device matter."""
    layer: Any = module
    if parametrize.is_parametrized(module, "weight"):
        return cast("torch.Tensor", next(layer.parametrizations.weight.parameters()))
    return cast("torch.Tensor", layer.weight)


def _counterpart(module: nn.Module) -> type[nn.Module]:
    """Return the class to give to `module`.

    A parametrised layer has its own class, whose properties compute the weight; the new class has
    the same properties on top of the counterpart of its base.
    """
    kind = type(module)
    if not parametrize.is_parametrized(module):
        return _class_over(cast("Any", kind))
    body = {
        key: value for key, value in vars(kind).items() if key not in ("__dict__", "__weakref__")
    }
    base = _class_over(parametrize.type_before_parametrizations(module))
    return type(kind.__name__, (base,), body)
