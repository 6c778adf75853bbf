"""Zeros added before a convolution, as the padding of the convolution itself.

A transposed convolution of stride s loses a·s rows of its crop for a rows of zeros: they add
nothing, and the result keeps its size.
"""

from __future__ import annotations

from dataclasses import replace

from upconv.arguments import as_padding, as_tuple
from upconv.graph.nodes import Graph, Node, Rewriting, rewrite
from upconv.graph.operations import Convolution, ZeroPad


def run(graph: Graph) -> Graph:
    """Return the graph without the zero paddings that only a convolution reads."""
    return rewrite(graph, _absorb)


def _absorb(node: Node, work: Rewriting) -> Node | None:
    layer = node.operation
    if not isinstance(layer, Convolution):
        return None
    padded, *rest = node.inputs
    if not isinstance(padded.operation, ZeroPad) or not work.single(padded):
        return None
    words, rows = layer.words, padded.operation.pairs
    own = as_padding(words.padding, len(rows))
    if isinstance(own, str) or words.output_size is not None or not isinstance(words.stride, tuple):
        return None
    if words.transposed:
        steps = as_tuple(words.stride, len(rows), "stride", 1)
        both = tuple(
            (begin - a * s, end - b * s)
            for (begin, end), (a, b), s in zip(own, rows, steps, strict=True)
        )
    else:
        both = tuple((p + a, q + b) for (p, q), (a, b) in zip(own, rows, strict=True))
    words = words._replace(padding=both)
    return replace(node, operation=Convolution(words), inputs=(*padded.inputs, *rest))
