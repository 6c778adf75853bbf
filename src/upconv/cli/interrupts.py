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
_AGAIN = 0.02  # seconds until a pending interrupt is tried again
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


class _Delayed:
    """The handler of SIGINT."""

    def __init__(self) -> None:
        self._waits = False
        self._by_timer = False

    def __call__(self, _: int, frame: FrameType | None) -> None:
        by_timer, self._by_timer = self._by_timer, False
        if not _in_an_import(frame):
            self._waits = False
            raise KeyboardInterrupt
        if self._waits and not by_timer:
            _leave()
        self._waits = True
        timer = threading.Timer(_AGAIN, self._again)
        timer.daemon = True
        timer.start()

    def _again(self) -> None:
        self._by_timer = True
        if hasattr(signal, "pthread_kill"):  # a real signal also wakes a blocked main thread
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        else:
            signal.raise_signal(signal.SIGINT)


def _in_an_import(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == _IMPORT:
            return True
        frame = frame.f_back
    return False


def _leave() -> None:
    os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, f"{STOPPED}\n".encode())
    os._exit(Status.INTERRUPTED)


def _ignore() -> None:
    """Ignore SIGINT while the interpreter shuts down: the result and the status are final."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
