"""Transposed convolution for Python: exact in every framework's terms, fast on any CPU.

>>> import numpy as np, upconv
>>> upconv.Geometry(kernel_size=4, stride=2, padding=1).output_size(7)
(14,)
>>> x, weight = np.ones((1, 3, 7, 7), np.float32), np.ones((3, 8, 4, 4), np.float32)
>>> upconv.conv_transpose(x, weight, stride=2, padding=1).shape
(1, 8, 14, 14)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from upconv import conventions
from upconv.geometry import Geometry
from upconv.info import info

if TYPE_CHECKING:
    from upconv import reference, rewrites
    from upconv.checkerboards import checkerboard
    from upconv.engine.limit import threads
    from upconv.engine.memory import tune_allocator
    from upconv.explanation import explain
    from upconv.operator import ConvOperator, deconvolve
    from upconv.ops import conv, conv_transpose
    from upconv.pooling import max_pool, max_unpool
    from upconv.summaries import summary
    from upconv.upsampling import upsample

__all__ = [
    "ConvOperator",
    "Geometry",
    "checkerboard",
    "conv",
    "conv_transpose",
    "conventions",
    "deconvolve",
    "explain",
    "info",
    "max_pool",
    "max_unpool",
    "reference",
    "rewrites",
    "summary",
    "threads",
    "tune_allocator",
    "upsample",
]

# What `import upconv` does not wait for: NumPy and what needs it, so that questions about sizes are
# answered in half the time. The functions `checkerboard`, `explain` and `summary` live in packages
# of other names: one called like a function would take its place here as soon as one of its
# submodules is imported; `info`, which does not, is imported above.
_LATER = {
    "ConvOperator": "upconv.operator",
    "checkerboard": "upconv.checkerboards",
    "conv": "upconv.ops",
    "conv_transpose": "upconv.ops",
    "deconvolve": "upconv.operator",
    "explain": "upconv.explanation",
    "max_pool": "upconv.pooling",
    "max_unpool": "upconv.pooling",
    "summary": "upconv.summaries",
    "threads": "upconv.engine.limit",
    "tune_allocator": "upconv.engine.memory",
    "upsample": "upconv.upsampling",
}
# Modules besides; type checkers read `upconv.torch` where it is imported by that name, so that
# `import upconv` alone does not make them read PyTorch.
_MODULES_LATER = ("errors", "keras", "onnx", "ops", "reference", "rewrites", "torch")


def __getattr__(name: str) -> Any:
    if name in _MODULES_LATER:
        return import_module(f"upconv.{name}")
    if name == "__version__":  # as the installed package has it: the one place is pyproject.toml
        found: Any = import_module("importlib.metadata").version("upconv")
    elif name in _LATER:
        found = getattr(import_module(_LATER[name]), name)
    else:
        message = f"module 'upconv' has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *_MODULES_LATER})
