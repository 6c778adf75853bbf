"""Nearest resizes written where they are concatenated, instead of to memory of their own."""

from __future__ import annotations

from dataclasses import replace

from upconv.graph.nodes import Graph, Node, Rewriting, rewrite
from upconv.graph.operations import Concatenate, Resize


def run(graph: Graph) -> Graph:
    """Return the graph with the resizes that only a concatenation reads as part of it."""
    return rewrite(graph, _join)


def _join(node: Node, work: Rewriting) -> Node | None:
    if not isinstance(node.operation, Concatenate) or node.operation.resized:
        return None
    scales: list[tuple[int, ...] | None] = []
    inputs: list[Node] = []
    for one in node.inputs:
        joined = isinstance(one.operation, Resize) and work.single(one)
        scales.append(one.operation.scale if joined and isinstance(one.operation, Resize) else None)
        inputs.append(one.inputs[0] if joined else one)
    if not any(scales):
        return None
    operation = Concatenate(node.operation.axis, tuple(scales))
    return replace(node, operation=operation, inputs=tuple(inputs))
