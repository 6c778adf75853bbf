"""One transposed convolution, number by number: steps, and renderers that draw them.

The package is not called `explain`, because importing a submodule would then replace the function
`upconv.explain` by the package.
"""

from __future__ import annotations

from upconv.explanation.overlap import Overlap, overlap
from upconv.explanation.record import Board, Product, Role, Step
from upconv.explanation.result import Explanation, explain

__all__ = [
    "Board",
    "Explanation",
    "Overlap",
    "Product",
    "Role",
    "Step",
    "explain",
    "overlap",
]
