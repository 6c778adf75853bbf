"""Standard output and error of the command: what reaches a terminal, a file or a pipe.

Three rules hold for everything that is printed, whoever prints it: characters that control a
terminal are escaped, unless they are Rich's own; an encoding that lacks a sign gets the sign in
ASCII; and where nobody reads on the command ends in silence.
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
    """A stream that tells a failure to write as an exit status, or as an UpconvError: a full disk.

    `beneath` is the one that it writes to. It has no `buffer`: who looks for one would write past
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
        with self._told():
            self.beneath.write(text)
        return len(text)

    def flush(self) -> None:
        """See the base class."""
        with self._told():
            self.beneath.flush()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            _abandon(self.beneath)
            if isinstance(error, BrokenPipeError) or error.errno in _GONE:
                raise SystemExit(Status.UNREAD) from None
            why = error.strerror or str(error)
            raise errors.commands.cannot_print(why) from error


class Escaped(Guarded):
    """A stream that escapes what controls a terminal before it writes to the one beneath."""

    def write(self, text: str) -> int:
        """See the base class."""
        super().write(printable(text, keep=_LAYOUT))
        return len(text)


@contextmanager
def escaped() -> Iterator[None]:
    """Let the rules hold for `sys.stdout` and `sys.stderr` while the block runs."""
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
    """Give code of the user's the streams as they were: its colours and bars are its own."""
    ours = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_innermost(stream) for stream in ours)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = ours


def beneath(stream: TextIO) -> TextIO:
    """Return the stream that does not escape, for what is escaped already; it is guarded still."""
    return stream.beneath if isinstance(stream, Escaped) else stream


def _innermost(stream: TextIO) -> TextIO:
    return _innermost(stream.beneath) if isinstance(stream, Guarded) else stream


def _nowhere() -> TextIO:
    """Return what stands in for a stream that was closed before the command began."""
    return Path(os.devnull).open("w", encoding="utf-8")


def _set_rule(stream: TextIO, rule: str | None) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=rule)


def _abandon(stream: TextIO) -> None:
    """Let what is still to be written go nowhere; Python flushes once more when it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # a stream that is no file
        pass


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(IN_ASCII)
    return text.encode("ascii", "backslashreplace").decode("ascii"), error.end


codecs.register_error(_IN_ASCII, _replaced)
