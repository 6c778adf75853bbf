"""ONNX: the operator ConvTranspose computed by upconv, and conversion of nodes and `Geometry`.

>>> from upconv import Geometry
>>> from upconv.onnx import from_node, to_node
>>> node = to_node(Geometry((3, 5), stride=2, padding=1), ["x", "w"], ["y"], groups=2)
>>> from_node(node)
(Geometry(kernel_size=(3, 5), stride=(2, 2), padding=((1, 1), (1, 1)), output_padding=(0, 0),
dilation=(1, 1)), 2)

`upconv.onnx.optimize` rewrites the operator into others where they are faster, `rewrite` without
measuring.
"""

from upconv import errors

with errors.commands.needing_extras():
    from upconv.onnx.evaluator import ConvTranspose
    from upconv.onnx.nodes import from_node, to_node
    from upconv.onnx.optimizing import optimize
    from upconv.onnx.rewriting import rewrite

__all__ = ["ConvTranspose", "from_node", "optimize", "rewrite", "to_node"]


def __dir__() -> list[str]:
    return __all__
