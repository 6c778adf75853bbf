"""Ctrl-C during training: the batch is finished, the last complete epoch stays saved.

Lightning's own handling is not used: on KeyboardInterrupt it disables Ctrl-C for the rest of the
process and exits with status 1.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.utilities.exceptions import SIGTERMException

from upconv.apps import distributed

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Stop(BaseException):
    """Passes through Lightning, which would catch KeyboardInterrupt."""


class Interrupt(pl.Callback):
    """Stops between two batches after a signal, or at once after a second one."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._number: int | None = None

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Handle the signals while the block runs, if in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # Ignored signals stay ignored, as under nohup and in background jobs.
        heard = [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._received) for number in heard}
        try:
            yield
            self.stop_if_asked()
        except (_Stop, SIGTERMException):  # the latter is raised by Lightning's own handler
            if self._number == signal.SIGINT:
                raise KeyboardInterrupt from None
            raise SystemExit(128 + signal.SIGTERM) from None
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop_if_asked(self) -> None:
        """Stop the training if a signal has been received."""
        if self._number is not None:
            raise _Stop

    def _received(self, number: int, _: FrameType | None) -> None:
        self.stop_if_asked()  # for the second signal
        self._number = number
        self._say("Stopping after this batch; interrupt again to stop at once.")

    def on_train_start(self, *_: Any) -> None:
        """See the base class."""
        self._stop_together()

    def on_train_batch_end(self, *_: Any) -> None:
        """See the base class."""
        self._stop_together()

    def on_validation_batch_end(self, *_: Any) -> None:
        """See the base class."""
        self._stop_together()

    def _stop_together(self) -> None:
        """Stop the training if any of the processes has received a signal."""
        if distributed.any_of(self._number is not None):
            self._number = self._number or signal.SIGINT
        self.stop_if_asked()
