"""Rewriting ConvTranspose exactly into Conv and DepthToSpace, the sub-pixel form.

Runtimes optimize Conv more than ConvTranspose, so that the form with zeros in its kernel is
sometimes faster; `upconv onnx optimize` measures which. The phases are interleaved by DepthToSpace
or by transpositions; a layer with strides of 1 needs neither. A Pad before the Conv removes inputs
that it must not read, a Slice after it removes excess rows.

The result is exact in real arithmetic; floating-point sums are taken in a different order. An inf
or NaN in the input affects a few more outputs than before, through zeros in the kernel.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto

from upconv import errors
from upconv.geometry import Geometry
from upconv.onnx import shuffle
from upconv.onnx.builder import Builder
from upconv.onnx.constants import drop_unread
from upconv.onnx.layers import Layer, layers_of
from upconv.onnx.shuffle import Shuffle
from upconv.onnx.subpixel import CUTS, Cut, Subpixel

__all__ = ["Form", "Layer", "forms_of", "layers_of", "rewrite"]

_TO_THE_END = np.iinfo(np.int64).max


class Form(NamedTuple):
    """A way to rewrite a layer.

    `cut` "tight" has the smallest kernel that holds every phase, and may compute rows that a Slice
    removes; "whole" removes as few rows as possible, and may have more zeros in its kernel.
    `shuffle` names the operator that interleaves the phases, if there are several.
    """

    cut: Cut = "tight"
    shuffle: Shuffle = "DepthToSpace"

    def __str__(self) -> str:
        return f"{self.cut}, {self.shuffle}"


def forms_of(layer: Geometry) -> list[Form]:
    """Return the forms in which a layer can be rewritten, without duplicates.

    >>> [str(form) for form in forms_of(Geometry((2, 2), stride=2))]
    ['tight, DepthToSpace', 'tight, Transpose']
    """
    found: dict[tuple[Subpixel, Shuffle], Form] = {}
    for cut, way in product(CUTS, shuffle.shuffles_of(layer.integer_stride)):
        found.setdefault((Subpixel.of(layer, cut), way), Form(cut, way))
    return list(found.values())


def rewrite(model: ModelProto, forms: Mapping[str, Form] | None = None) -> ModelProto:
    """Return an equivalent model with ConvTranspose rewritten.

    Parameters
    ----------
    model
        It is not changed.
    forms
        Which layers to rewrite, by the name of their output, and the form of each, one of
        `forms_of`. By default every layer that can be rewritten, in the first of its forms.

    Layers that cannot be rewritten are left unchanged; `layers_of` gives the reason.

    Raises ArgumentError for a name in `forms` that is not one of such a layer, and for a form that
    the layer does not have.
    Source: Shi et al., arXiv 1609.07009; https://onnx.ai/onnx/operators/onnx__DepthToSpace.html

    >>> import numpy as np, onnx
    >>> from onnx import TensorProto, helper, numpy_helper
    >>> node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2])
    >>> x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 3, 5, 7]) for n in "xy")
    >>> w = numpy_helper.from_array(np.ones((3, 4, 2, 2), np.float32), "w")
    >>> graph = helper.make_graph([node], "example", [x], [y], [w])
    >>> model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    >>> [node.op_type for node in rewrite(model).graph.node]
    ['Conv', 'DepthToSpace']
    """
    able = {layer.output: layer for layer in layers_of(model) if not layer.reason}
    if forms is None:
        forms = {
            name: forms_of(layer.geometry)[0] for name, layer in able.items() if layer.geometry
        }
    if unknown := sorted(set(forms) - set(able)):
        raise errors.onnx.unknown_layer(unknown, tuple(able))
    for name, form in forms.items():
        geometry = able[name].geometry
        if geometry is not None and form not in (fitting := forms_of(geometry)):
            raise errors.onnx.form_does_not_fit(name, repr(form), [repr(f) for f in fitting])
    result = ModelProto()
    result.CopyFrom(model)
    nodes: list[NodeProto] = []
    tensors: list[TensorProto] = []
    for node in result.graph.node:
        output = node.output[0] if node.output else ""
        if output in forms:
            made = build(able[output], forms[output])
            nodes += made.nodes
            tensors += made.tensors
        else:
            nodes.append(node)
    kept = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del result.graph.node[:]
    result.graph.node.extend(kept)
    result.graph.initializer.extend(tensors)
    drop_unread(result, {name for output in forms for name in able[output].node.input[1:]})
    return result


def build(layer: Layer, form: Form) -> Builder:
    """Return the nodes that compute a layer in this form; the last one has the layer's output."""
    if layer.geometry is None or layer.weight is None:
        raise ValueError(layer.reason)
    made = Builder(f"{layer.output}/subpixel")
    subpixel = Subpixel.of(layer.geometry, form.cut)
    axes = subpixel.axes
    x = layer.node.input[0]
    cut = [[min(pad, 0) for pad in axis.pads] for axis in axes]
    if any(map(any, cut)):
        begins, ends = zip(*cut, strict=True)
        x = made.add("Pad", x, made.integers("pads", 0, 0, *begins, 0, 0, *ends))
    inputs = [x, made.constant("weight", subpixel.weight(layer.weight, layer.groups))]
    if layer.bias is not None:
        inputs.append(made.constant("bias", subpixel.bias(layer.bias)))
    begins, ends = zip(*(axis.pads for axis in axes), strict=True)
    y = made.add(
        "Conv",
        *inputs,
        kernel_shape=[axis.kernel for axis in axes],
        dilations=[axis.dilation for axis in axes],
        pads=[max(pad, 0) for pad in (*begins, *ends)],
        strides=[1] * len(axes),
        group=layer.groups,
    )
    channels = layer.weight.shape[1] * layer.groups
    y = shuffle.add(form.shuffle, made, y, subpixel.stride, channels)
    trims = [axis.trim for axis in axes]
    if any(map(any, trims)):
        bounds = (
            made.integers("starts", *(begin for begin, _ in trims)),
            made.integers("ends", *(-end if end else _TO_THE_END for _, end in trims)),
            made.integers("axes", *range(2, len(axes) + 2)),
        )
        y = made.add("Slice", y, *bounds)
    made.nodes[-1].output[0] = layer.output
    return made
