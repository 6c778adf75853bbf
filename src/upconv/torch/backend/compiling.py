"""The backend: from the graph that PyTorch recorded to one that runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeAlias

from torch import fx
from torch._dynamo.backends.common import aot_autograd
from torch._guards import TracingContext

from upconv import errors
from upconv.graph.executor import Executor
from upconv.graph.nodes import Graph
from upconv.graph.passes import optimized
from upconv.torch.backend import reading
from upconv.torch.backend.options import Options
from upconv.torch.backend.outputs import Layouts
from upconv.torch.backend.steps import Steps
from upconv.torch.backend.whole import whole_operators

__all__ = ["Compiled", "compile_graph"]

Listener: TypeAlias = "Callable[[Compiled], object]"


def compile_graph(
    module: fx.GraphModule,
    example_inputs: Sequence[Any],
    *,
    options: dict[str, Any] | None = None,
    listener: Listener | None = None,
) -> Callable[..., Any]:
    """Compile a graph of `torch.compile`; this is `backend="upconv"`.

    `options` are those of `torch.compile`: "without" (`upconv.torch.backend.options`).
    Raises ArgumentError or ArgumentTypeError for options that do not exist. `listener` is called
    with each `Compiled` graph: one for inference, or one per direction for training.
    """
    chosen = Options.of(options)

    def for_training(graph: fx.GraphModule, _: Sequence[Any]) -> Compiled:
        return _told(Compiled(graph, (), chosen, "training"), listener)

    def for_inference(graph: fx.GraphModule, _: Sequence[Any]) -> Compiled:
        return _told(Compiled(graph, _state(), chosen, "inference"), listener)

    compiler: Any = aot_autograd(fw_compiler=for_training, inference_compiler=for_inference)
    with whole_operators():
        compiled: Callable[..., Any] = compiler(module, example_inputs)
    return compiled


def _told(compiled: Compiled, listener: Listener | None) -> Compiled:
    if listener is not None:
        listener(compiled)
    return compiled


def _state() -> Collection[int]:
    """Return which arguments are parameters and buffers that the graph does not write to."""
    context = TracingContext.try_get()
    facts = None if context is None else context.fw_metadata
    if facts is None:
        return ()
    written = {n for n, one in enumerate(facts.input_info) if one.mutates_data}
    return frozenset(facts.static_input_indices) - written


class Compiled:
    """A graph that runs; called with a list of its arguments, which it empties."""

    def __init__(
        self, module: fx.GraphModule, state: Collection[int], options: Options, purpose: str
    ) -> None:
        self._boxed_call = True  # PyTorch reads it, also from copies of this object's attributes
        free = purpose == "inference" and not _depends_on_layout(module)
        self.purpose = purpose
        self.original: Graph = reading.read(module, state, free_layout=free)
        self.graph = optimized(self.original, options.without)
        self._executor = Executor(self.graph, Steps(free_layout=free))
        self._layouts = Layouts.of(module)
        self._local = threading.local()

    def __call__(self, arguments: list[Any]) -> list[Any]:
        """Run the graph."""
        with errors.words.spoken(errors.words.TORCH):
            return self._layouts.restored(self._executor.run(arguments, self._report()))

    def _report(self) -> Any:
        return getattr(self._local, "report", None)

    def reporting(self, report: Any) -> None:
        """Let `report` compute every step on this thread; None ends it."""
        self._local.report = report


def _depends_on_layout(module: fx.GraphModule) -> bool:
    """Return whether an operator names strides, so that all layouts must be those traced."""
    names = ("as_strided", "_reshape_alias", "set_", "stride", "is_contiguous")
    return any(
        any(name in str(node.target) for name in names)
        for node in module.graph.nodes
        if node.op in ("call_function", "call_method")
    )
