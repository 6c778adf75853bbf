"""Graphs for the tests of `upconv.graph`: drawn ones, and the plainest way to run one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

from strategies import integers_like
from upconv.activations import TABLE
from upconv.graph import numpy_maker
from upconv.graph.nodes import ArrayType, Graph, Node
from upconv.graph.operations import (
    Activation,
    Add,
    BatchNorm,
    Concatenate,
    Convolution,
    Foreign,
    Input,
    InstanceNorm,
    MaxPool,
    Multiply,
    Resize,
    ZeroPad,
)
from upconv.layer import Words

DTYPE = "float64"


@dataclass
class Builder:
    """A graph in the making: every node is computed as it is added, for its shape."""

    nodes: list[Node] = field(default_factory=list)
    arguments: list[Any] = field(default_factory=list)
    values: dict[Node, Any] = field(default_factory=dict)

    def argument(self, array: Any, *, state: bool = False) -> Node:
        node = Node(Input(len(self.arguments), state), (), _type(array))
        self.arguments.append(array)
        return self._kept(node, array)

    def add(self, operation: Any, *inputs: Node) -> Node:
        compute = numpy_maker.step(Node(operation, inputs))
        value = compute(*(self.values[one] for one in inputs))
        return self._kept(Node(operation, inputs, _type(value), "here"), value)

    def _kept(self, node: Node, value: Any) -> Node:
        self.nodes.append(node)
        self.values[node] = value
        return node

    def graph(self, *outputs: Node | None) -> Graph:
        return Graph(tuple(self.nodes), outputs)


def _type(array: Any) -> ArrayType | None:
    return ArrayType(array.dtype.name, array.shape) if isinstance(array, np.ndarray) else None


def plainly(graph: Graph, arguments: list[Any]) -> list[Any]:
    """Run a graph on copies: nothing is kept, freed or written over."""
    values: dict[Node, Any] = {}
    for node in graph.nodes:
        if isinstance(node.operation, Input):
            values[node] = arguments[node.operation.index]
        else:
            read = [_copied(values[one]) for one in node.inputs]
            values[node] = numpy_maker.step(node)(*read)
    return [None if node is None else values[node] for node in graph.outputs]


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def _negative(x: Any, out: Any = None) -> Any:
    return np.negative(x, out=out)


NEGATIVE = Foreign("negative", _negative, fresh=True, elementwise=True)
FLIP = Foreign("flip", lambda x: x[..., ::-1])
"""A view of its input, whose elements are elsewhere."""
NOISE = Foreign("noise", lambda x: x * 2.0, effect=True)


@st.composite
def drawn(draw: st.DrawFn, steps: int = 8) -> tuple[Builder, Graph]:
    """Draw a graph: operations on values drawn among all before, one to three results."""
    rank = draw(st.integers(1, 2))
    build = Builder()
    seeds = iter(range(10_000))

    def numbers(*shape: int) -> Any:
        return integers_like(shape, next(seeds), DTYPE)

    shape = (draw(st.integers(1, 2)), draw(st.integers(1, 3)), *[draw(st.integers(2, 4))] * rank)
    values = [build.argument(numbers(*shape)), build.argument(numbers(*shape))]
    for _ in range(draw(st.integers(1, steps))):
        x = draw(st.sampled_from(values[-3:] if draw(st.booleans()) else values))
        values.append(_operation(draw, build, values, x, numbers))
    results = draw(st.lists(st.sampled_from(values[2:]), min_size=1, max_size=3))
    return build, build.graph(*results)


def _operation(draw: Any, build: Builder, values: list[Node], x: Node, numbers: Any) -> Node:
    array = build.values[x]
    _, channels, *sizes = array.shape
    rank = len(sizes)
    state = draw(st.booleans()) or draw(st.booleans())
    kinds = ["convolution", "convolution", "norm", "norm", "activation", "activation", "pad"]
    kinds += ["add", "multiply", "concatenate", "resize", "flip", "negative", "noise"]
    kinds += ["instance", "pool", "resize"]
    kind = draw(st.sampled_from(kinds))
    if kind == "convolution":
        return _convolution(draw, build, x, numbers, state=state)
    if kind == "norm":
        given = [numbers(channels), numbers(channels) ** 2 + 1]
        scale, shift = draw(st.booleans()), draw(st.booleans())
        given += [numbers(channels) for one in (scale, shift) if one]
        arguments = [build.argument(one, state=state) for one in given]
        return build.add(BatchNorm(1e-3, scale, shift), x, *arguments)
    if kind == "instance":
        return build.add(InstanceNorm(1e-3, scale=False, shift=False), x)
    if kind == "pool":
        window = tuple(draw(st.integers(1, min(i, 3))) for i in sizes)
        return build.add(MaxPool(window, window, tuple(k // 2 for k in window)), x)
    if kind == "activation":
        name = draw(st.sampled_from(sorted(TABLE)))
        return build.add(Activation(name, TABLE[name].parameter or 0.0), x)
    if kind == "pad" and max(sizes) < 12:
        pairs = draw(st.tuples(*[st.tuples(*[st.integers(0, 2)] * 2)] * rank))
        return build.add(ZeroPad(pairs), x)
    if kind == "resize" and max(sizes) < 12:
        return build.add(Resize(draw(st.tuples(*[st.sampled_from((1, 2, 4))] * rank))), x)
    if kind in ("add", "multiply", "concatenate"):
        alike = [one for one in values if build.values[one].shape == array.shape]
        y = draw(st.sampled_from(alike))
        if kind == "concatenate":
            return build.add(Concatenate(draw(st.integers(0, 1 + rank))), x, y)
        if draw(st.booleans()):
            y = build.argument(numbers(channels, *(1,) * rank), state=state)
        return build.add(Add() if kind == "add" else Multiply(), x, y)
    return build.add({"flip": FLIP, "noise": NOISE}.get(kind, NEGATIVE), x)


def _convolution(draw: Any, build: Builder, x: Node, numbers: Any, *, state: bool) -> Node:
    _, c_in, *sizes = build.values[x].shape
    rank = len(sizes)

    def each(low: int, high: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(low, high)) for _ in range(rank))

    transposed, c_out = draw(st.booleans()), draw(st.integers(1, 3))
    groups = c_in if draw(st.integers(0, 3)) == 0 else 1
    c_out *= groups
    kernel = each(1, 3)
    pads = tuple((p, q) for p, q in zip(each(0, 1), each(0, 1), strict=True))
    if transposed:
        kernel = tuple(max(k, sum(p) + 1) for k, p in zip(kernel, pads, strict=True))
        shape = (c_in, c_out // groups, *kernel)
        words = Words(True, None, each(1, 2), pads, (1,) * rank, groups, (0,) * rank)
    else:
        fits = zip(kernel, sizes, strict=True)
        kernel = tuple(min(k, i) for k, i in fits)
        shape = (c_out, c_in // groups, *kernel)
        steps = (1,) * rank if draw(st.booleans()) else each(1, 2)
        words = Words(False, None, steps, pads, (1,) * rank, groups)
    given = [x, build.argument(numbers(*shape), state=state)]
    if draw(st.booleans()):
        given.append(build.argument(numbers(c_out), state=state))
    return build.add(Convolution(words), *given)
