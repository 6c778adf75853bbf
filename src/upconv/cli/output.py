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
from typing import TextIO

from upconv import errors
from upconv.cli.status import Status
from upconv.errors.escapes import IN_ASCII, printable

_IN_ASCII = "upconv.in_ascii"  # the name of the rule among Python's encoding error handlers
_LAYOUT = "\n\t"
_GONE = (errno.EPIPE, errno.EINVAL)  # EINVAL: a closed pipe on Windows


class Escaped(io.TextIOBase):
    """A stream that escapes what controls a terminal; `beneath` is the one that it writes to.

    It has no `buffer`: who looks for one would write past it.
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
        with written(self.beneath):
            self.beneath.write(printable(text, keep=_LAYOUT))
        return len(text)

    def flush(self) -> None:
        """See the base class."""
        with written(self.beneath):
            self.beneath.flush()


@contextmanager
def written(stream: TextIO) -> Iterator[None]:
    """Turn a failure to write into its exit status, or into an UpconvError: a full disk."""
    try:
        yield
    except OSError as error:
        _abandon(stream)
        if isinstance(error, BrokenPipeError) or error.errno in _GONE:
            raise SystemExit(Status.UNREAD) from None
        why = error.strerror or str(error)
        raise errors.files.cannot_write("standard output", why) from error


@contextmanager
def escaped() -> Iterator[None]:
    """Let the rules hold for `sys.stdout` and `sys.stderr` while the block runs."""
    before = sys.stdout, sys.stderr
    rules = [_in_ascii(stream) for stream in before]
    sys.stdout, sys.stderr = (Escaped(beneath(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream, rule in zip(before, rules, strict=True):
            _set_rule(stream, rule)


@contextmanager
def untouched() -> Iterator[None]:
    """Give code of the user's the streams as they were: its colours and bars are its own."""
    ours = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = map(beneath, ours)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = ours


def beneath(stream: TextIO) -> TextIO:
    """Return the stream that an `Escaped` writes to; any other one is its own."""
    return stream.beneath if isinstance(stream, Escaped) else stream


def _in_ascii(stream: TextIO) -> str | None:
    rule = stream.errors
    _set_rule(stream, _IN_ASCII)
    return rule


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
