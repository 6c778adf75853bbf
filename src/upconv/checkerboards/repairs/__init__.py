"""Repaired copies of models, a file per framework; a framework is told by the type, not imported.

`fused` is exact: a nearest resize by whole factors and the convolution after it become one
transposed convolution, which computes the same function with fewer multiply-adds (sums are taken in
another order, so the last bits may differ). `equalize` is not: it changes the function.
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

    A resize stays where something else reads it too, where it is not the nearest one by whole
    factors, and where the framework has no words for the crop.

    Raises ArgumentTypeError for what is no model of PyTorch, Keras or ONNX.
    """
    repaired: Repaired = module_of(model).fused(model)
    return repaired


def equalize(model: Any) -> Repaired:
    """Return a copy whose transposed convolutions all have even gains. This changes the function.

    Raises ArgumentTypeError for what is no model of PyTorch, Keras or ONNX.
    """
    repaired: Repaired = module_of(model).equalize(model)
    return repaired


def module_of(model: Any) -> Any:
    """Return the module that repairs models of this kind: `fused`, `equalize`, `write`, `ENDING`.

    Raises ArgumentTypeError where there is none.
    """
    name = framework_of(model)
    if name is None:
        raise errors.checkerboards.no_model(model)
    return importlib.import_module(f"{__name__}.{name}")
