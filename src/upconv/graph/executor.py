"""Runs a graph: one step per node, values freed and written over as soon as nobody reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from upconv.graph import constants, lifetimes
from upconv.graph.kept import Kept, Watching
from upconv.graph.nodes import Graph, Node
from upconv.graph.operations import Input
from upconv.graph.steps import Compute, Report, Step


class Maker(Protocol):
    """What an adapter provides: how its arrays compute the operations."""

    @property
    def watch(self) -> Watching:
        """What notices changes of a weight."""

    def step(self, node: Node) -> Compute:
        """Return the function that computes a node."""


class Executor:
    """A graph that is ready to run. Any number of threads may run it at the same time."""

    def __init__(self, graph: Graph, maker: Maker) -> None:
        self.graph = graph
        groups = constants.groups(graph)
        constant = {node for group in groups for node in group.nodes}
        self.place = {node: number for number, node in enumerate(graph.nodes)}
        endings = lifetimes.endings(graph, constant)
        self._arguments = [
            (self.place[node], node.operation.index)
            for node in graph.nodes
            if isinstance(node.operation, Input)
        ]
        self._kept = [
            Kept(
                [self.place[node] for node in group.sources],
                [self._step(maker, node) for node in group.nodes],
                [self.place[node] for node in group.results],
                maker.watch,
            )
            for group in groups
        ]
        self._steps = [
            self._step(maker, node, endings[node])
            for node in graph.nodes
            if node not in constant and not isinstance(node.operation, Input)
        ]
        self._results = [None if node is None else self.place[node] for node in graph.outputs]

    def _step(self, maker: Maker, node: Node, ending: lifetimes.Ending | None = None) -> Step:
        over: int | None = None
        free: tuple[int, ...] = ()
        if ending is not None:
            over = None if ending.over is None else self.place[node.inputs[ending.over]]
            free = tuple(self.place[one] for one in ending.free)
        inputs = tuple(self.place[one] for one in node.inputs)
        return Step(maker.step(node), inputs, self.place[node], over, free, node)

    def run(self, arguments: Sequence[Any], report: Report | None = None) -> list[Any]:
        """Return the results for these arguments; `report` computes the steps, if given.

        A list of arguments is emptied, so that each is freed when nothing reads it any more.
        """
        values: list[Any] = [None] * len(self.graph.nodes)
        for place, index in self._arguments:
            values[place] = arguments[index]
        if isinstance(arguments, list):
            arguments.clear()
        for kept in self._kept:
            kept.fill(values)
        for step in self._steps:
            step.run(values, report)
        return [None if place is None else values[place] for place in self._results]
