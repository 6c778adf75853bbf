"""The passes over a graph, in the order in which they run; each does one thing.

Each is a file with a function `run(graph) -> graph`; the results are equal within the rounding of
float32. Any of them can be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from types import MappingProxyType

from upconv.graph.nodes import Graph
from upconv.graph.passes import (
    absorb_padding,
    absorb_resize,
    fold_batch_norm,
    fuse_activation,
    keep_weights,
    resize_into_concatenation,
)

PASSES: MappingProxyType[str, Callable[[Graph], Graph]] = MappingProxyType(
    {
        "fold_batch_norm": fold_batch_norm.run,
        "absorb_padding": absorb_padding.run,
        "absorb_resize": absorb_resize.run,
        "fuse_activation": fuse_activation.run,
        "resize_into_concatenation": resize_into_concatenation.run,
        "keep_weights": keep_weights.run,
    }
)
"""By name: what a user writes to leave one out."""


def optimized(graph: Graph, without: Collection[str] = ()) -> Graph:
    """Return the graph after all passes but those named in `without`."""
    for name, run in PASSES.items():
        if name not in without:
            graph = run(graph)
    return graph
