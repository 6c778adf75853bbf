"""Repaired copies of models, one file per framework; these are recognised by type, not imported.

`fused` is exact: a nearest resize by integer factors and the convolution after it become one
transposed convolution, which computes the same function with fewer multiply-adds (sums are taken in
a different order, so the last bits can differ). `equalize` is not: it changes the function.
"""

from __future__ import annotations

import importlib
from typing import Any

from upconv import errors
from upconv.checkerboards.readers import framework_of
from upconv.checkerboards.repairs.repaired import Repaired

__all__ = ["Repaired", "equalize", "fused", "module_of"]


def fused(model: Any) -> Repaired:
    """Return a copy in which nearest resize + convolution is one layer: the same function.

    A resize is not fused if anything else reads it too, if it is not nearest by integer factors,
    or if the framework cannot express the crop.

    Raises ArgumentTypeError for anything but a model of PyTorch, Keras or ONNX.
    """
    repaired: Repaired = module_of(model).fused(model)
    return repaired


def equalize(model: Any) -> Repaired:
    """Return a copy whose transposed convolutions all have even gains. This changes the function.

    Raises ArgumentTypeError for anything but a model of PyTorch, Keras or ONNX.
    """
    repaired: Repaired = module_of(model).equalize(model)
    return repaired


def module_of(model: Any) -> Any:
    """Return the module that repairs models of this kind: `fused`, `equalize`, `write`, `ENDING`.

    Raises ArgumentTypeError if there is none.
    """
    name = framework_of(model)
    if name is None:
        raise errors.checkerboards.no_model(model)
    return importlib.import_module(f"{__name__}.{name}")
