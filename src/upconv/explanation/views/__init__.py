"""The views of a transposed convolution: one file and one row of the table for each."""

from __future__ import annotations

from upconv.explanation.views import convolution, matrix, phases, scatter, zeros

__all__ = ["VIEWS"]

VIEWS = {
    "scatter": scatter,
    "zeros": zeros,
    "matrix": matrix,
    "phases": phases,
    "convolution": convolution,
}
