"""The memory formats of a graph's results: those that PyTorch expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import fx

from upconv.torch.compute import CHANNELS_LAST

__all__ = ["Layouts"]


@dataclass(frozen=True)
class Layouts:
    """The format of each result as it was traced, None where it does not matter."""

    formats: tuple[torch.memory_format | None, ...]

    @classmethod
    def of(cls, module: fx.GraphModule) -> Layouts:
        """Return the formats of a traced graph's results."""
        (output,) = (node for node in module.graph.nodes if node.op == "output")
        return cls(tuple(_format(node) for node in output.args[0]))

    def restored(self, results: Sequence[Any]) -> list[Any]:
        """Return the results, copied where they have another format."""
        made: dict[int, Any] = {}
        restored = []
        for result, order in zip(results, self.formats, strict=True):
            value = result
            if order is not None and not result.is_contiguous(memory_format=order):
                value = made.get(id(result))
                if value is None:
                    value = made[id(result)] = result.contiguous(memory_format=order)
            restored.append(value)
        return restored


def _format(node: Any) -> torch.memory_format | None:
    value = node.meta.get("val") if isinstance(node, fx.Node) else None
    if not isinstance(value, torch.Tensor) or value.layout is not torch.strided:
        return None
    if value.is_contiguous():
        return torch.contiguous_format
    order = CHANNELS_LAST.get(value.dim())
    if order is not None and value.is_contiguous(memory_format=order):
        return order
    return None
