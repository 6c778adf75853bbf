"""Standard output and error of the command: what reaches a terminal, a file or a pipe.

Three rules hold for everything that is printed: characters that control a terminal are escaped,
unless Rich wrote them; a character that the encoding lacks is replaced by an ASCII equivalent; and
if the reader closes the pipe, the command ends silently.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from upconv import errors
from upconv.cli.status import Status
from upconv.errors.escapes import IN_ASCII, printable

_IN_ASCII = "upconv.in_ascii"  # the name of the rule among Python's encoding error handlers
_LAYOUT = "\n\t"
_GONE = (errno.EPIPE, errno.EINVAL)  # EINVAL: a closed pipe on Windows


class Guarded(io.TextIOBase):
    """A stream that turns a failed write into an exit status or, for a full disk, an UpconvError.

    `beneath` is the stream that it writes to. It has no `buffer`, as writing to that would bypass
    it.
    """

    def __init__(self, beneath: TextIO) -> None:
        self.beneath = beneath

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """See the base class."""
        return self.beneath.encoding or "utf-8"

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """See the base class."""
        return self.beneath.errors

    def writable(self) -> bool:
        """See the base class."""
        return True

    def isatty(self) -> bool:
        """See the base class."""
        return self.beneath.isatty()

    def fileno(self) -> int:
        """See the base class."""
        return self.beneath.fileno()

    def write(self, text: str) -> int:
        """See the base class."""
        with self._handled():
            self.beneath.write(text)
        return len(text)

    def flush(self) -> None:
        """See the base class."""
        with self._handled():
            self.beneath.flush()

    @contextmanager
    def _handled(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            _abandon(self.beneath)
            if isinstance(error, BrokenPipeError) or error.errno in _GONE:
                raise SystemExit(Status.UNREAD) from None
            why = error.strerror or str(error)
            raise errors.commands.cannot_print(why) from error


class Escaped(Guarded):
    """A stream that escapes terminal control characters before it writes to the one beneath."""

    def write(self, text: str) -> int:
        """See the base class."""
        super().write(printable(text, keep=_LAYOUT))
        return len(text)


@contextmanager
def escaped() -> Iterator[None]:
    """Apply the rules to `sys.stdout` and `sys.stderr` while the block runs."""
    before = sys.stdout, sys.stderr
    streams = [_nowhere() if stream is None else stream for stream in before]
    rules = [stream.errors for stream in streams]
    for name, stream in zip(("stdout", "stderr"), streams, strict=True):
        _set_rule(stream, _IN_ASCII)
        setattr(sys, name, Escaped(cast("TextIO", Guarded(stream))))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream, rule in zip(streams, rules, strict=True):
            _set_rule(stream, rule)


@contextmanager
def untouched() -> Iterator[None]:
    """Restore the original streams for user code, so that its colours and progress bars work."""
    ours = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_innermost(stream) for stream in ours)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = ours


def beneath(stream: TextIO) -> TextIO:
    """Return the stream that does not escape, for text that is escaped already; still guarded."""
    return stream.beneath if isinstance(stream, Escaped) else stream


def _innermost(stream: TextIO) -> TextIO:
    return _innermost(stream.beneath) if isinstance(stream, Guarded) else stream


def _nowhere() -> TextIO:
    """Return a substitute for a stream that was closed before the command began."""
    return Path(os.devnull).open("w", encoding="utf-8")


def _set_rule(stream: TextIO, rule: str | None) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=rule)


def _abandon(stream: TextIO) -> None:
    """Discard further output: Python flushes once more when it exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # a stream that is not a file
        pass


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(IN_ASCII)
    return text.encode("ascii", "backslashreplace").decode("ascii"), error.end


codecs.register_error(_IN_ASCII, _replaced)
