"""Models with transposed convolutions made with onnx' helpers, as real networks have them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

FLOAT = TensorProto.FLOAT


class Maker:
    """Collects the nodes and weights of a model."""

    def __init__(self, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.nodes: list[NodeProto] = []
        self.weights: dict[str, NDArray[np.float32]] = {}

    def add(self, operator: str, *inputs: str, **attributes: object) -> str:
        name = f"{operator.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def weight(self, *shape: int) -> str:
        name = f"w{len(self.weights)}"
        scale = 1 / np.sqrt(np.prod(shape[1:]))
        self.weights[name] = (self.rng.standard_normal(shape) * scale).astype(np.float32)
        return name

    def conv(self, x: str, c_in: int, c_out: int, k: int, stride: int = 1) -> str:
        words = {"strides": [stride] * 2, "pads": [k // 2] * 4}
        return self.add("Conv", x, self.weight(c_out, c_in, k, k), self.weight(c_out), **words)

    def up(self, x: str, c_in: int, c_out: int, k: int, **words: object) -> str:
        return self.add(
            "ConvTranspose", x, self.weight(c_in, c_out, k, k), self.weight(c_out), **words
        )

    def model(self, x_shape: list[int | str], y: str) -> ModelProto:
        constants = [numpy_helper.from_array(w, name) for name, w in self.weights.items()]
        graph = helper.make_graph(
            self.nodes,
            "network",
            [helper.make_tensor_value_info("x", FLOAT, x_shape)],
            [helper.make_tensor_value_info(y, FLOAT, [None] * len(x_shape))],
            constants,
        )
        opset = helper.make_opsetid("", 17)
        return helper.make_model(graph, opset_imports=[opset], ir_version=8)


def dcgan(width: int = 64, batch: int | str = 1) -> ModelProto:
    """The generator of DCGAN: 100 numbers to an image of 64x64 (Radford et al., 1511.06434)."""
    make = Maker()
    y = make.add("Relu", make.up("x", 100, 8 * width, 4))
    for n in (8, 4, 2):
        y = make.up(y, n * width, n * width // 2, 4, strides=[2, 2], pads=[1] * 4)
        y = make.add("Relu", y)
    y = make.up(y, width, 3, 4, strides=[2, 2], pads=[1] * 4)
    return make.model([batch, 100, 1, 1], make.add("Tanh", y))


def unet(width: int = 32, size: int | str = 256, depth: int = 3) -> ModelProto:
    """A U-Net with transposed convolutions of 2x2 (Ronneberger et al., 1505.04597)."""
    make = Maker()
    x = make.add("Relu", make.conv("x", 3, width, 3))
    skips = []
    for n in range(depth):
        skips.append(x)
        x = make.add("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
        x = make.add("Relu", make.conv(x, width << n, width << (n + 1), 3))
    for n in reversed(range(depth)):
        x = make.up(x, width << (n + 1), width << n, 2, strides=[2, 2])
        x = make.add("Concat", skips[n], x, axis=1)
        x = make.add("Relu", make.conv(x, width << (n + 1), width << n, 3))
    return make.model([1, 3, size, size], make.conv(x, width, 2, 1))


def fsrcnn(scale: int = 3, rows: int = 180, columns: int = 320) -> ModelProto:
    """FSRCNN: an image in grey, `scale` times as large (Dong et al., 1608.00367)."""
    make = Maker()
    x = make.add("Relu", make.conv("x", 1, 56, 5))
    x = make.add("Relu", make.conv(x, 56, 12, 1))
    for _ in range(4):
        x = make.add("Relu", make.conv(x, 12, 12, 3))
    x = make.add("Relu", make.conv(x, 12, 56, 1))
    words = {"strides": [scale] * 2, "pads": [4] * 4, "output_padding": [scale - 1] * 2}
    return make.model([1, 1, rows, columns], make.up(x, 56, 1, 9, **words))
