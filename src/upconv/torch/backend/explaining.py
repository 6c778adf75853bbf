"""Who computes what in a compiled model, why, and how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import torch

from upconv.graph.nodes import Graph, Node
from upconv.graph.operations import (
    Activation,
    BatchNorm,
    Convolution,
    Foreign,
    Item,
    Operation,
    Resize,
    ZeroPad,
)
from upconv.texttable import Column, table

if TYPE_CHECKING:  # PyTorch's compiler loads with the first call
    from upconv.torch.backend.compiling import Compiled

__all__ = ["Entry", "Explanation", "explain"]

WIDTH = 100
_RUNS = 3
_ABSORBED: tuple[tuple[type[Operation], str], ...] = (
    (BatchNorm, "batch normalisations"),
    (Activation, "activations"),
    (ZeroPad, "zero paddings"),
    (Resize, "nearest resizes"),
)


@dataclass(frozen=True)
class Entry:
    """One operation that runs in a call: where, what, by whom, why not by upconv, how long."""

    graph: int
    layer: str
    operation: str
    computed_by: str
    reason: str
    milliseconds: float


@dataclass(frozen=True)
class Explanation:
    """What a compiled model runs in a call; `str()` is a table.

    `graphs` is how many pieces PyTorch divided the model into: what lies between them is Python.
    `absorbed` says how many operations of each kind have become part of a convolution.
    """

    graphs: int
    entries: tuple[Entry, ...]
    absorbed: dict[str, tuple[int, int]]

    def __str__(self) -> str:
        """Return the operations, and the totals of upconv and PyTorch."""
        columns = [
            *(Column("graph", number=True), Column("layer", folds=True)),
            *(Column("operation", folds=True), Column("computed by"), Column("ms", number=True)),
            Column("why", folds=True),
        ]
        rows = [
            [
                *(str(one.graph), one.layer or "-", one.operation, one.computed_by),
                *(f"{one.milliseconds:.2f}", one.reason),
            ]
            for one in self.entries
        ]
        return "\n".join((*table(columns, rows, WIDTH), *self._totals()))

    def _totals(self) -> Iterator[str]:
        for name in ("upconv", "PyTorch"):
            times = [one.milliseconds for one in self.entries if one.computed_by == name]
            yield f"{name}: {len(times)} operations, {sum(times):.2f} ms"
        for name, (done, all_of_them) in self.absorbed.items():
            yield f"{done} of {all_of_them} {name} are part of a convolution"
        if self.graphs != 1:
            yield f"{self.graphs} graphs: what lies between them is Python"

    def __repr__(self) -> str:
        ours = sum(one.computed_by == "upconv" for one in self.entries)
        return f"<{type(self).__name__}: {ours} of {len(self.entries)} operations by upconv>"


def explain(
    model: Callable[..., Any], *inputs: Any, options: dict[str, Any] | None = None, **named: Any
) -> Explanation:
    """Return what runs in a call of `torch.compile(model, backend="upconv")`, and who computes it.

    The model is compiled and called a few times with `inputs`, without gradients. Each entry is an
    operation with the layer it belongs to, who computes it, the reason if the graph does not know
    it, and the median of its times. Constants, such as folded weights, are computed in the first
    call alone and are not among them.

    >>> import torch
    >>> from torch import nn
    >>> layers = nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.LogSoftmax(1)
    >>> found = explain(nn.Sequential(*layers).eval(), torch.zeros(1, 3, 16, 16))
    >>> for entry in found.entries:
    ...     print(entry.layer, entry.operation, entry.computed_by, sep=", ")
    0, Convolution + relu, upconv
    3, aten._log_softmax.default, PyTorch
    """
    from upconv.torch.backend.compiling import compile_graph  # noqa: PLC0415

    graphs: list[Compiled] = []
    backend: Any = partial(compile_graph, options=options, listener=graphs.append)
    # Graphs compiled for an explanation do not count as recompilations of the model.
    compiled = cast("Any", torch.compile)(model, backend=backend, isolate_recompiles=True)
    times: dict[Node, list[float]] = {}

    def timed(node: Node, compute: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        value = compute()
        times.setdefault(node, []).append(time.perf_counter() - start)
        return value

    with torch.no_grad():
        compiled(*inputs, **named)
        for graph in graphs:
            graph.reporting(timed)
        try:
            for _ in range(_RUNS):
                compiled(*inputs, **named)
        finally:
            for graph in graphs:
                graph.reporting(None)
    entries = [
        _entry(number, node, sorted(times[node])[len(times[node]) // 2])
        for number, one in enumerate(graphs, 1)
        for node in one.graph.nodes
        if node in times and not isinstance(node.operation, Item)
    ]
    return Explanation(len(graphs), tuple(entries), _absorbed([g.original for g in graphs], graphs))


def _absorbed(before: list[Graph], after: list[Compiled]) -> dict[str, tuple[int, int]]:
    found = {}
    for kind, name in _ABSORBED:
        first = sum(graph.count(kind) for graph in before)
        left = sum(one.graph.count(kind) for one in after)
        if first:
            found[name] = (first - left, first)
    return found


def _entry(graph: int, node: Node, seconds: float) -> Entry:
    operation = node.operation
    ours = isinstance(operation, Convolution)
    reason, name = "", node.name
    if isinstance(operation, Convolution):
        words = operation.words
        name = "Transposed convolution" if words.transposed else "Convolution"
        if words.activation is not None:
            chosen = words.activation
            name += f" + {chosen if isinstance(chosen, str) else chosen[0]}"
    elif isinstance(operation, Foreign):
        ours, reason = operation.ours, operation.reason
    who = "upconv" if ours else "PyTorch"
    return Entry(graph, node.origin, name, who, reason, 1e3 * seconds)
