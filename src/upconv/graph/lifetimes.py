"""How long values are needed, and which memory may be written over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from upconv.graph.nodes import Graph, Node
from upconv.graph.operations import ELEMENTWISE, Foreign, Input, Item, Pack


@dataclass(frozen=True)
class Ending:
    """What happens to the inputs of a node when it has run.

    `over` is the place among its inputs of one that it may write its result over, None if there is
    none; `free` are nodes whose values nobody reads any more.
    """

    over: int | None
    free: tuple[Node, ...]


def may_share(graph: Graph) -> dict[Node, Node]:
    """Return one node for all that may have memory in common with each other."""
    first: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while first[node] is not node:
            node = first[node]
        return node

    for node in graph.nodes:
        first[node] = node
        if not _is_new(node):
            for before in node.inputs:
                first[root(before)] = root(node)
    return {node: root(node) for node in graph.nodes}


def endings(graph: Graph, kept: Collection[Node] = ()) -> dict[Node, Ending]:
    """Return what happens to the inputs of every node; `kept` must never be written over."""
    shares = may_share(graph)
    order = {node: place for place, node in enumerate(graph.nodes)}
    last: dict[Node, int] = {}  # when a node is read for the last time
    for node in graph.nodes:
        for before in node.inputs:
            last[before] = order[node]
    never = len(graph.nodes)
    last.update({node: never for node in graph.outputs if node is not None})
    last_of: dict[Node, int] = {}  # when memory is read for the last time
    foreign: set[Node] = {shares[node] for node in kept}  # memory that is not the graph's own
    for node in graph.nodes:
        group = shares[node]
        last_of[group] = max(last_of.get(group, -1), last.get(node, -1))
        if isinstance(node.operation, Input):
            foreign.add(group)
    found: dict[Node, Ending] = {}
    for node in graph.nodes:
        here = order[node]
        read = dict.fromkeys(node.inputs)
        free = tuple(one for one in read if last[one] == here)
        over = None
        if _writes_over(node):
            for place, one in enumerate(node.inputs):
                group = shares[one]
                others = [two for two in read if two is not one and shares[two] is group]
                fits = one.type is not None and one.type == node.type
                if fits and last_of[group] == here and group not in foreign and not others:
                    over = place
                    break
        found[node] = Ending(over, free)
    return found


def _is_new(node: Node) -> bool:
    """Return whether the result of a node is memory that no other value refers to."""
    operation = node.operation
    if isinstance(operation, Foreign):
        return operation.fresh
    return not isinstance(operation, Item | Pack)


def _writes_over(node: Node) -> bool:
    operation = node.operation
    return isinstance(operation, ELEMENTWISE) or (
        isinstance(operation, Foreign) and operation.elementwise
    )
