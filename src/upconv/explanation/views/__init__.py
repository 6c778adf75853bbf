"""The ways of telling one transposed convolution: a file each, a row each in the table."""

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
