"""Batch normalisation by running statistics, folded into the convolution before it.

    w' = w·scale/√(variance + eps)      b' = (b - mean)·scale/√(variance + eps) + shift

where weight and statistics belong to the model; otherwise every call would fold them again.
"""

from __future__ import annotations

from dataclasses import replace

from upconv.graph.constants import is_constant
from upconv.graph.nodes import Graph, Node, Rewriting, rewrite
from upconv.graph.operations import BatchNorm, Convolution, NormalizedBias, NormalizedWeight


def run(graph: Graph) -> Graph:
    """Return the graph without batch normalisations that a convolution can absorb."""
    return rewrite(graph, _fold)


def _fold(node: Node, work: Rewriting) -> Node | None:
    norm = node.operation
    if not isinstance(norm, BatchNorm):
        return None
    layer, mean, variance, *rest = node.inputs
    operation = layer.operation
    if not isinstance(operation, Convolution) or operation.words.activation is not None:
        return None
    x, weight, *bias = layer.inputs
    if not work.single(layer) or not all(map(is_constant, (weight, *bias, mean, variance, *rest))):
        return None
    scale = rest[:1] if norm.scale else []
    words = operation.words
    new_weight = Node(
        NormalizedWeight(norm.eps, norm.scale, words.transposed, words.groups),
        (weight, variance, *scale),
        weight.type,
        node.origin,
    )
    new_bias = Node(
        NormalizedBias(norm.eps, bool(bias), norm.scale, norm.shift),
        (mean, variance, *bias, *rest),
        mean.type,
        node.origin,
    )
    return replace(layer, inputs=(x, new_weight, new_bias))
