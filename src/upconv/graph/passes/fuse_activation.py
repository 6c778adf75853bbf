"""An activation after a convolution, computed in the kernel that computes the sums."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from upconv.activations import as_argument
from upconv.graph.nodes import Graph, Node, Rewriting, rewrite
from upconv.graph.operations import Activation, Convolution


def run(graph: Graph) -> Graph:
    """Return the graph with activations as part of convolutions that nothing else reads."""
    return rewrite(graph, _fuse)


def _fuse(node: Node, work: Rewriting) -> Node | None:
    if not isinstance(node.operation, Activation):
        return None
    (layer,) = node.inputs
    operation = layer.operation
    if not isinstance(operation, Convolution) or operation.words.activation is not None:
        return None
    if not work.single(layer):
        return None
    activation: Any = as_argument((node.operation.name, node.operation.parameter))
    words = operation.words._replace(activation=activation)
    return replace(layer, operation=Convolution(words))
