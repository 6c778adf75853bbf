"""Per backend of Keras: tensors converted to NumPy, and results with gradients converted back.

Each module has two functions: `takes(*tensors)`, whether upconv can compute with these, and
`apply(operation, shape, x, kernel, bias)`, the result. Everything else is computed by Keras' own
operations (`upconv.keras.composed`): float16 and bfloat16, accelerators, tensors without values,
and every graph that leaves this process or that XLA compiles on TensorFlow.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

import keras

from upconv.keras.operation import Operation

Function = TypeVar("Function", bound=Callable[..., Any])


class Backend(Protocol):
    """The interface of the modules of this package; tensors are the backend's."""

    def takes(self, *tensors: Any) -> bool:
        """Return whether upconv can compute with these tensors."""
        ...

    def apply(
        self, operation: Operation, shape: Sequence[int | None], x: Any, kernel: Any, bias: Any
    ) -> Any:
        """Return the result, of `shape` as far as it is known, as a tensor with gradients."""
        ...


FLOATS = {"float32", "float64"}
_SUPPORTED = ("torch", "jax", "tensorflow", "numpy")


NAME: str = keras.backend.backend()  # Keras chooses it once, when it is imported


def _find() -> Backend | None:
    if NAME not in _SUPPORTED:
        return None
    return cast("Backend", importlib.import_module(f"{__name__}.{NAME}"))


def same_floats(tensors: Sequence[Any]) -> bool:
    """Return whether all tensors have the same dtype, one that upconv supports."""
    dtypes = (tensor.dtype for tensor in tensors if tensor is not None)
    names = {keras.backend.standardize_dtype(dtype) for dtype in dtypes}
    return len(names) == 1 and names <= FLOATS


def opaque(function: Function) -> Function:
    """Exclude a function from `torch.compile`, which then calls it between its graphs."""
    if NAME != "torch":
        return function
    import torch  # noqa: PLC0415 - only where Keras has it

    return cast("Function", torch.compiler.disable(function))  # type: ignore[no-untyped-call]


def _is_never_exported() -> bool:
    return False  # the other backends answer in `takes`


def _exported() -> Callable[[], bool]:
    if NAME != "torch":
        return _is_never_exported
    import torch  # noqa: PLC0415 - only where Keras has it

    return torch.compiler.is_exporting


is_exported = _exported()
BACKEND = _find()
