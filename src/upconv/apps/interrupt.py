"""Ctrl-C during training: the batch is finished, the last whole epoch is kept.

Lightning's own way is not used: on KeyboardInterrupt it switches Ctrl-C off for the rest of the
process and leaves with status 1.
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
    """Leaves Lightning as KeyboardInterrupt could not."""


class Interrupt(pl.Callback):
    """Stops between two batches when a signal has come, at once when it comes again."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._number: int | None = None

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Take the signals while the block runs, where a program may: in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # One that is ignored was switched off from outside, as nohup and background jobs do.
        heard = [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._received) for number in heard}
        try:
            yield
            self.stop_if_asked()
        except (_Stop, SIGTERMException):  # the second is Lightning's, where it was quicker
            if self._number == signal.SIGINT:
                raise KeyboardInterrupt from None
            raise SystemExit(128 + signal.SIGTERM) from None
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop_if_asked(self) -> None:
        """Leave the training when a signal has come."""
        if self._number is not None:
            raise _Stop

    def _received(self, number: int, _: FrameType | None) -> None:
        self.stop_if_asked()  # the second time
        self._number = number
        self._say("Stopping after this batch; once more stops at once.")

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
        """Leave the training when a signal has come to one of the processes."""
        if distributed.any_of(self._number is not None):
            self._number = self._number or signal.SIGINT
        self.stop_if_asked()
