"""Who is tracing: whether a graph that is being made leaves this process, and who chose to compile.

Neither Keras nor the frameworks mark an export while a model is traced, so that the callers are
looked at. That happens where a graph is made, never where one runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType

# Parts of the names of modules whose functions trace a model to write it down.
_EXPORTERS = ("keras.src.export", "jax2onnx", "tf2onnx", "tensorflow.lite")

# TensorFlow traces a function that is called by other ways; who asks for the graph itself writes
# it down or converts it.
_ASKED = "_get_concrete_function_garbage_collected"

_NEAR = 8  # Keras' question passes through fewer calls than this on its way to a layer


def exporting() -> bool:
    """Tell whether the graph that is being traced is to be written down."""
    return any(
        name == _ASKED or module.startswith(_EXPORTERS) for module, name in _callers(sys.maxsize)
    )


def chosen_by_keras() -> bool:
    """Tell whether it is Keras that chooses to compile, which nobody has asked it for."""
    return any(name == "_resolve_auto_jit_compile" for _, name in _callers(_NEAR))


def _callers(count: int) -> Iterator[tuple[str, str]]:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and count > 0:
        yield frame.f_globals.get("__name__", ""), frame.f_code.co_name
        frame, count = frame.f_back, count - 1
