"""The libraries that compute the layers: one row per setting, one file per framework.

A framework is imported by `start` of its row, never before.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from upconv import errors
from upconv.bench.cases import Arrays, Case
from upconv.bench.peers.ready import Ready, Setting, Unable

__all__ = [
    "KEPT",
    "OURS",
    "PEERS",
    "Contestant",
    "Ready",
    "Setting",
    "Unable",
    "bind",
    "by_key",
    "chosen",
]


class Contestant(NamedTuple):
    """One way to compute a layer.

    `package` must be installed, and is the name for --peers; `file` is the module here that adapts
    it, `forward` and `backward` are functions of that module. `in_caller` says whether, with one
    thread, it computes in the calling thread, so that the clock of that thread measures it.
    """

    key: str
    label: str
    package: str
    file: str
    forward: str = "forward"
    backward: str | None = None
    options: tuple[tuple[str, Any], ...] = ()
    in_caller: bool = False

    @property
    def ours(self) -> bool:
        return self.package == "upconv"

    def start(self, threads: int) -> None:
        """Import the framework and set its number of threads, once per process."""
        with _quiet(not self.ours):
            self._module().start(threads)

    def ready(self, what: str, case: Case, given: Arrays, setting: Setting) -> Ready:
        """Return the prepared layer, forward or backward; raises Unable with the reason."""
        name = self.forward if what == "forward" else self.backward
        if name is None:
            raise Unable(f"{self.label} has no gradients")
        make = getattr(self._module(), name)
        with _quiet(not self.ours):
            ready: Ready = make(case, given, setting, **dict(self.options))
        return ready

    def _module(self) -> Any:
        return importlib.import_module(f"{__name__}.{self.file}")


_FIRST, _LAST = (("last", False),), (("last", True),)
_LAYOUTS = {"": _FIRST, "_channels_last": _LAST}


def _in_both_layouts(package: str, label: str, file: str) -> tuple[Contestant, ...]:
    return tuple(
        Contestant(
            f"{package}{key}",
            f"{label}{key.replace('_', ' ', 1)}",
            package,
            file,
            backward="backward",
            options=layout,
            in_caller=True,
        )
        for key, layout in _LAYOUTS.items()
    )


OURS = _in_both_layouts("upconv", "upconv", "ours")
KEPT = tuple(
    Contestant(
        f"{ours.key}_kept",
        f"{ours.label}, packed weight",
        ours.package,
        ours.file,
        options=(*ours.options, ("kept", True)),
        in_caller=True,
    )
    for ours in OURS
)
"""The same with the weight packed once, as in the peers that compile a whole model."""

PEERS = (
    *_in_both_layouts("torch", "PyTorch", "pytorch"),
    Contestant("tensorflow", "TensorFlow", "tensorflow", "tensorflow", backward="backward"),
    Contestant("jax", "JAX", "jax", "jax", backward="backward"),
    Contestant("onnxruntime", "ONNX Runtime", "onnxruntime", "onnx", "runtime", in_caller=True),
    Contestant("openvino", "OpenVINO", "openvino", "onnx", "openvino"),
    Contestant("litert", "LiteRT", "ai_edge_litert", "litert", in_caller=True),
)


def chosen(names: str | None) -> tuple[Contestant, ...]:
    """Return the peers with these names, or all that are installed; "none" stands for no peer.

    Raises ArgumentError for an unknown name, or one that is not installed.
    """
    if names is None:
        return tuple(peer for peer in PEERS if _installed(peer.package))
    wanted = [] if names == "none" else names.split(",")
    known = {_name(peer): peer.package for peer in PEERS}
    for name in wanted:
        if name not in known:
            raise errors.values.not_a_choice("--peers", name, (*known, "none"))
        if not _installed(known[name]):
            raise errors.bench.not_installed(name, known[name])
    return tuple(peer for peer in PEERS if _name(peer) in wanted)


def names() -> tuple[str, ...]:
    """Return the names for --peers, installed or not."""
    return tuple(dict.fromkeys(map(_name, PEERS)))


def by_key(key: str) -> Contestant:
    """Return the row with this key."""
    return {contestant.key: contestant for contestant in (*OURS, *KEPT, *PEERS)}[key]


def bind(threads: int) -> None:
    """Bind this process to as many CPUs, from which some frameworks take their thread count."""
    os.environ["UPCONV_NUM_THREADS"] = str(threads)
    if hasattr(os, "sched_setaffinity"):
        usable = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, usable[:threads])


def _name(peer: Contestant) -> str:
    """Return the name for --peers: the package, without the vendor's prefix."""
    return peer.package.removeprefix("ai_edge_")


def _installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


@contextlib.contextmanager
def _quiet(wanted: bool) -> Iterator[None]:
    """Suppress the output of a framework's C++ code; its exceptions are not affected."""
    if not wanted:
        yield
        return
    saved, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nothing)
