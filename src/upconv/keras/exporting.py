"""Whether a graph being traced will leave this process, and whether Keras chose to compile it.

Neither Keras nor the frameworks mark an export while a model is traced, so the call stack is
inspected. This happens only when a graph is built, never when one runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType

# Parts of the names of modules whose functions trace a model to export it.
_EXPORTERS = ("keras.src.export", "jax2onnx", "tf2onnx", "tensorflow.lite")

# Calling a TensorFlow function traces it in other ways; code that asks for the graph itself exports
# or converts it.
_ASKED = "_get_concrete_function_garbage_collected"

_NEAR = 8  # Keras' check reaches a layer through fewer stack frames than this


def exporting() -> bool:
    """Return whether the graph that is being traced will be exported."""
    return any(
        name == _ASKED or module.startswith(_EXPORTERS) for module, name in _callers(sys.maxsize)
    )


def chosen_by_keras() -> bool:
    """Return whether Keras itself is choosing to compile, without a request by the user."""
    return any(name == "_resolve_auto_jit_compile" for _, name in _callers(_NEAR))


def _callers(count: int) -> Iterator[tuple[str, str]]:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and count > 0:
        yield frame.f_globals.get("__name__", ""), frame.f_code.co_name
        frame, count = frame.f_back, count - 1
