"""Transposed convolution for Python: exact in every framework's terms, fast on any CPU.

>>> import numpy as np, upconv
>>> upconv.Geometry(kernel_size=4, stride=2, padding=1).output_size(7)
(14,)
>>> x, weight = np.ones((1, 3, 7, 7), np.float32), np.ones((3, 8, 4, 4), np.float32)
>>> upconv.conv_transpose(x, weight, stride=2, padding=1).shape
(1, 8, 14, 14)
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # type checkers take it as true; `typing` costs more than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from upconv import conventions, reference, rewrites
    from upconv.about import info
    from upconv.checkerboards import checkerboard
    from upconv.engine.process.limit import threads
    from upconv.engine.process.memory import tune_allocator
    from upconv.explanation import explain
    from upconv.geometry import Geometry
    from upconv.operator import ConvOperator, deconvolve
    from upconv.ops import conv, conv_transpose
    from upconv.pieces.field import field
    from upconv.pieces.layers import Convolution
    from upconv.pooling import max_pool, max_unpool
    from upconv.summaries import summary
    from upconv.upsampling import upsample

__all__ = [
    "ConvOperator",
    "Convolution",
    "Geometry",
    "checkerboard",
    "conv",
    "conv_transpose",
    "conventions",
    "deconvolve",
    "explain",
    "field",
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

# Everything is imported on first use: the command handles Ctrl-C from the start, and `upconv size`
# does not wait for NumPy. No module has the name of a function, because importing it would replace
# the function here.
_LATER = {
    "ConvOperator": "upconv.operator",
    "Convolution": "upconv.pieces",
    "Geometry": "upconv.geometry",
    "checkerboard": "upconv.checkerboards",
    "conv": "upconv.ops",
    "conv_transpose": "upconv.ops",
    "deconvolve": "upconv.operator",
    "explain": "upconv.explanation",
    "field": "upconv.pieces",
    "info": "upconv.about",
    "max_pool": "upconv.pooling",
    "max_unpool": "upconv.pooling",
    "summary": "upconv.summaries",
    "threads": "upconv.engine.process.limit",
    "tune_allocator": "upconv.engine.process.memory",
    "upsample": "upconv.upsampling",
}
# Modules imported on first use. They are not listed under TYPE_CHECKING, so that `import upconv`
# does not make a type checker read PyTorch; `import upconv.torch` does.
_MODULES_LATER = ("conventions", "errors", "keras", "onnx", "ops", "reference", "rewrites", "torch")


def __getattr__(name: str) -> Any:
    if name in _MODULES_LATER:
        return import_module(f"upconv.{name}")
    if name == "__version__":  # from the installed metadata: the single source is pyproject.toml
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
