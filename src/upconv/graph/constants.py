"""What depends on the weights and buffers of the model alone, and is computed once."""

from __future__ import annotations

from dataclasses import dataclass

from upconv.graph.lifetimes import may_share
from upconv.graph.nodes import Graph, Node
from upconv.graph.operations import Foreign, Input


@dataclass(frozen=True)
class Group:
    """Constant nodes that belong together: they are computed again if one of `sources` changes.

    `results` are those that the rest of the graph reads.
    """

    nodes: tuple[Node, ...]
    sources: tuple[Node, ...]
    results: tuple[Node, ...]


def is_constant(node: Node) -> bool:
    """Return whether a node depends on the model's state alone."""
    known: dict[Node, bool] = {}

    def ask(one: Node) -> bool:
        if one not in known:
            operation = one.operation
            if isinstance(operation, Input):
                known[one] = operation.state
            elif isinstance(operation, Foreign) and operation.effect:
                known[one] = False
            else:
                known[one] = all(map(ask, one.inputs))
        return known[one]

    return ask(node)


def groups(graph: Graph) -> tuple[Group, ...]:
    """Return the groups of constant nodes, which have no node in common.

    What may share memory with a result of the graph is not constant: the caller may write to it.
    """
    returned = may_share(graph)
    outside = {returned[node] for node in graph.outputs if node is not None}
    constant: set[Node] = set()
    for node in graph.nodes:  # inputs come first
        operation = node.operation
        if isinstance(operation, Input):
            continue
        if isinstance(operation, Foreign) and operation.effect:
            continue
        if returned[node] not in outside and all(
            one in constant or _is_state(one) for one in node.inputs
        ):
            constant.add(node)
    belongs = {node: node for node in constant}

    def root(node: Node) -> Node:
        while belongs[node] is not node:
            node = belongs[node]
        return node

    for node in constant:
        for before in node.inputs:
            if before in constant:
                belongs[root(before)] = root(node)
    read = {one for node in graph.nodes if node not in constant for one in node.inputs}
    members: dict[Node, list[Node]] = {}
    for node in graph.nodes:
        if node in constant:
            members.setdefault(root(node), []).append(node)
    return tuple(_group(nodes, read) for nodes in members.values())


def _is_state(node: Node) -> bool:
    return isinstance(node.operation, Input) and node.operation.state


def _group(nodes: list[Node], read: set[Node]) -> Group:
    sources = dict.fromkeys(one for node in nodes for one in node.inputs if _is_state(one))
    return Group(tuple(nodes), tuple(sources), tuple(node for node in nodes if node in read))
