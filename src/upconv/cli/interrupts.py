"""Ctrl-C during a command: delayed until an import has finished, ignored at exit.

A KeyboardInterrupt in the middle of an import leaves a framework half initialised: it causes
unrelated tracebacks in libraries, or a crash where C++ calls back into Python.
"""

from __future__ import annotations

import atexit
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from upconv.cli.status import Status

STOPPED = "upconv: Stopped."
_IMPORT = importlib._bootstrap._find_and_load.__code__.co_filename  # type: ignore[attr-defined]


@contextmanager
def delayed() -> Iterator[None]:
    """Delay KeyboardInterrupt while an import is in progress; a context manager.

    A second Ctrl-C exits at once. Where SIGINT is ignored, as under nohup, it stays ignored.
    """
    before = signal.getsignal(signal.SIGINT)
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _Delayed())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        atexit.unregister(_ignore)
        atexit.register(_ignore)  # the last to register is the first to run


def stopped() -> Status:
    """Print that the command was interrupted; return its exit status."""
    print(STOPPED, file=sys.stderr)
    return Status.INTERRUPTED


class _Delayed:
    """The handler of SIGINT."""

    def __init__(self) -> None:
        self._waits = False

    def __call__(self, _: int, frame: FrameType | None) -> None:
        outermost = _import_of(frame)
        if outermost is None:
            raise KeyboardInterrupt
        if self._waits:
            _leave()
        self._waits = True

        def interrupt(returning: FrameType, event: str, _: object) -> None:
            if returning is outermost and event == "return":
                self._waits = False
                sys.setprofile(None)
                raise KeyboardInterrupt

        sys.setprofile(interrupt)


def _import_of(frame: FrameType | None) -> FrameType | None:
    """Return the outermost frame of the import system that is running, or None."""
    outermost = None
    while frame is not None:
        if frame.f_code.co_filename == _IMPORT:
            outermost = frame
        frame = frame.f_back
    return outermost


def _leave() -> None:
    os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, f"{STOPPED}\n".encode())
    os._exit(Status.INTERRUPTED)


def _ignore() -> None:
    """Ignore SIGINT while the interpreter shuts down: the result and the status are final."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
