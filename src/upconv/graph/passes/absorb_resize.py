"""A nearest resize before a convolution: both are one transposed convolution.

It has k·s/(k + s - 1) times fewer multiply-adds on every axis (`upconv.rewrites`), and the resized
array is not written to memory.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from upconv import rewrites
from upconv.arguments import as_padding
from upconv.graph.constants import is_constant
from upconv.graph.nodes import ArrayType, Graph, Node, Rewriting, rewrite
from upconv.graph.operations import Convolution, Resize, ResizedWeight
from upconv.layer import Words


def run(graph: Graph) -> Graph:
    """Return the graph without the nearest resizes that only a convolution reads."""
    return rewrite(graph, _absorb)


def _absorb(node: Node, work: Rewriting) -> Node | None:
    layer = node.operation
    if not isinstance(layer, Convolution) or layer.words.transposed:
        return None
    resized, weight, *bias = node.inputs
    if not isinstance(resized.operation, Resize) or not work.single(resized):
        return None
    words, scale = layer.words, resized.operation.scale
    rank = len(scale)
    ones = (1,) * rank
    if words.stride not in (1, ones) or not is_constant(weight) or weight.type is None:
        return None
    if isinstance(as_padding(words.padding, rank), str):
        return None
    kernel = tuple(size for size in weight.type.shape[2:] if isinstance(size, int))
    if len(kernel) != rank or kernel == ones:
        return None
    geometry = rewrites.resize_conv_to_transposed(
        np.ones((1, 1, *kernel), np.float32),
        scale=scale,
        padding=words.padding,
        dilation=words.dilation,
    ).geometry
    made = Words(True, words.activation, scale, geometry.crop, ones, words.groups)
    c_out, per_group = weight.type.shape[:2]
    if not isinstance(c_out, int) or not isinstance(per_group, int):
        return None
    shape = (per_group * words.groups, c_out // words.groups, *geometry.kernel_size)
    composed = Node(
        ResizedWeight(words, scale),
        (weight,),
        ArrayType(weight.type.dtype, shape),
        node.origin,
    )
    return replace(node, operation=Convolution(made), inputs=(*resized.inputs, composed, *bias))
