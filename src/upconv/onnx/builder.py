"""Nodes and the constants they read, collected while a layer is rewritten."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from upconv.arrays import Array


@dataclass
class Builder:
    """Nodes in order, with the constants they read; every name starts with `prefix`."""

    prefix: str
    nodes: list[NodeProto] = field(default_factory=list)
    tensors: list[TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: Array) -> str:
        """Add a constant and return its name."""
        full = f"{self.prefix}/{name}"
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), full))
        return full

    def integers(self, name: str, *values: int) -> str:
        """Add a constant of integers and return its name."""
        return self.constant(name, np.array(values, np.int64))

    def add(self, operator: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its output."""
        output = f"{self.prefix}/{name or operator}"
        node = helper.make_node(operator, list(inputs), [output], name=output, **attributes)
        self.nodes.append(node)
        return output
