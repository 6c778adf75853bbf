"""The weights of the model packed once, instead of in each call."""

from __future__ import annotations

from dataclasses import replace

from upconv.graph.constants import is_constant
from upconv.graph.nodes import Graph, Node, rewrite
from upconv.graph.operations import Convolution, Pack


def run(graph: Graph) -> Graph:
    """Return the graph with the packed weight of every convolution whose weight is constant."""
    packed: dict[Node, Node] = {}

    def keep(node: Node, _: object) -> Node | None:
        if not isinstance(node.operation, Convolution):
            return None
        x, weight, *bias = node.inputs
        if isinstance(weight.operation, Pack) or not is_constant(weight):
            return None
        if weight not in packed:
            packed[weight] = Node(Pack(), (weight,), None, node.origin)
        return replace(node, inputs=(x, packed[weight], *bias))

    return rewrite(graph, keep)
