"""Nodes and graphs: values that never change, so that a pass returns a new graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from upconv.graph.operations import Foreign, Input, Operation

Size: TypeAlias = int | str
"""A size that is known, or the name of one that is not."""

Source: TypeAlias = "Node | None"


@dataclass(frozen=True)
class ArrayType:
    """What is known of an array before it exists: its element type and its sizes."""

    dtype: str
    shape: tuple[Size, ...]


@dataclass(frozen=True, eq=False)
class Node:
    """The result of an operation; two nodes are equal if they are the same.

    `type` is None for what is not one array: a number, several results, a packed weight. `origin`
    says where in the model the operation is.
    """

    operation: Operation
    inputs: tuple[Node, ...] = ()
    type: ArrayType | None = None
    origin: str = ""

    @property
    def name(self) -> str:
        """What the operation is called in reports: its class, or the framework's name."""
        operation = self.operation
        return operation.name if isinstance(operation, Foreign) else type(operation).__name__

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(frozen=True)
class Graph:
    """Nodes in an order in which they can run, and the ones that are returned; None returns None.

    Every node comes after its inputs. All inputs of the graph are among the nodes, used or not.
    """

    nodes: tuple[Node, ...]
    outputs: tuple[Source, ...]

    def uses(self) -> Counter[Node]:
        """Return how often each node is read; a node that is returned counts as read."""
        counted = Counter(node for one in self.nodes for node in one.inputs)
        counted.update(node for node in self.outputs if node is not None)
        return counted

    def count(self, kind: type[Operation]) -> int:
        """Return how many operations of a kind there are."""
        return sum(isinstance(node.operation, kind) for node in self.nodes)


@dataclass
class Rewriting:
    """A graph that is being rewritten: what each node has become, and how often that is read."""

    uses: Counter[Node]
    made: dict[Node, Node] = field(default_factory=dict)

    def single(self, node: Node) -> bool:
        """Return whether a node of the new graph is read once, so that it may be absorbed."""
        return self.uses[node] == 1


Rule: TypeAlias = Callable[[Node, Rewriting], Node | None]
"""Returns what a node, whose inputs have been rewritten, becomes; None if it stays."""


def rewrite(graph: Graph, rule: Rule) -> Graph:
    """Return the graph with every node replaced by what `rule` makes of it, from the front."""
    work = Rewriting(graph.uses())
    order: list[Node] = []
    seen: set[Node] = set()
    for node in graph.nodes:
        inputs = tuple(work.made[one] for one in node.inputs)
        same = all(new is old for new, old in zip(inputs, node.inputs, strict=True))
        moved = node if same else replace(node, inputs=inputs)
        if moved is not node:
            work.uses[moved] = work.uses[node]
        found = rule(moved, work)
        if found is None:
            found = moved
        elif found is not moved:
            work.uses[found] += work.uses[node]
        work.made[node] = found
        _visit(found, seen, order)
    outputs = tuple(None if node is None else work.made[node] for node in graph.outputs)
    return without_unused(Graph(tuple(order), outputs))


def _visit(node: Node, seen: set[Node], order: list[Node]) -> None:
    """Append a node to `order` after what it reads, each once."""
    if node not in seen:
        seen.add(node)
        for before in node.inputs:
            _visit(before, seen, order)
        order.append(node)


def without_unused(graph: Graph) -> Graph:
    """Return the graph without nodes whose results nobody reads, unless they have an effect."""
    needed: set[Node] = set()
    stack = [node for node in graph.outputs if node is not None]
    stack += [node for node in graph.nodes if _stays(node)]
    while stack:
        node = stack.pop()
        if node not in needed:
            needed.add(node)
            stack.extend(node.inputs)
    return Graph(tuple(node for node in graph.nodes if node in needed), graph.outputs)


def _stays(node: Node) -> bool:
    operation = node.operation
    return isinstance(operation, Input) or (isinstance(operation, Foreign) and operation.effect)
