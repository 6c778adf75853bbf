"""One node of a graph, ready to run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from upconv.graph.nodes import Node

Compute: TypeAlias = Callable[..., Any]
"""(values of the inputs) -> result; with `out`, the value of an input that may be written over."""

Report: TypeAlias = Callable[[Node, Callable[[], Any]], Any]
"""Called with a node and what computes it; returns the result."""


class Step(NamedTuple):
    """What computes a node, and the places of its inputs and its result among all values."""

    compute: Compute
    inputs: tuple[int, ...]
    result: int
    over: int | None
    free: tuple[int, ...]
    node: Node

    def run(self, values: list[Any], report: Report | None = None) -> None:
        """Compute the node, and drop the values that nobody reads any more."""
        read = [values[place] for place in self.inputs]
        compute = self.compute
        if self.over is not None:
            compute = partial(compute, out=values[self.over])
        try:
            if report is None:
                values[self.result] = compute(*read)
            else:
                values[self.result] = report(self.node, partial(compute, *read))
        except Exception as error:
            where = self.node.origin or "the model"
            error.add_note(f"In upconv's graph: {self.node.name}, of {where}.")
            raise
        for place in self.free:
            values[place] = None
