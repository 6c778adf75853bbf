"""The exception classes, and the form that every message has."""

from __future__ import annotations

import re

from upconv.errors.escapes import printable

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_HEADING = "Exception encountered when calling "


class UpconvError(Exception):
    """The base class of all errors that upconv raises on purpose."""


class ArgumentError(UpconvError, ValueError):
    """An argument breaks a rule."""


class GeometryError(ArgumentError):
    """Sizes that no layer, or not this layer, can reach."""


class ShapeError(ArgumentError):
    """Arrays whose shapes do not fit together."""


class NotExpressibleError(ArgumentError):
    """A framework cannot express this layer; the message says what to write instead."""


class ArgumentTypeError(UpconvError, TypeError):
    """An argument of the wrong type or dtype."""


class DataError(UpconvError, ValueError):
    """A file that is missing, damaged or of the wrong kind, or that cannot be written."""


class OutOfMemoryError(UpconvError, MemoryError):
    """The system refused a request for memory."""


class MissingPackageError(UpconvError, ModuleNotFoundError):
    """An optional package is not installed; the message names the extra that brings it."""


def reason(error: BaseException) -> str:
    """Return the first line of another library's error, without colours, or else its type.

    Keras starts its errors with the layer that was called; the cause is on a later line.

    >>> reason(KeyError())
    'KeyError'
    """
    lines = [_COLOURS.sub("", line).strip() for line in str(error).splitlines()]
    causes = [line for line in lines if line and not line.startswith(_HEADING)]
    return next(iter(causes or lines), "") or type(error).__name__


def shown(value: object, most: int = 160) -> str:
    """Return the repr of a value on one line, with the middle of a long one omitted.

    >>> shown(range(3)), len(shown("x" * 1000))
    ('range(0, 3)', 163)
    """
    text = " ".join(repr(value).split())
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 + 2 :]}"


def a(kind: str) -> str:
    """Return a noun with its article.

    >>> a("int"), a("str")
    ('an int', 'a str')
    """
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


def compose(
    rule: str, received: str, axis: int | None = None, formula: str = "", remedy: str = ""
) -> str:
    """Join the parts of a message in the standard order into one printable line."""
    where = "" if axis is None else f" (axis {axis})"
    parts = [rule, f"Received {received}{where}", formula, remedy]
    # A part quoted from another library may already end in a full stop.
    return printable(" ".join(f"{part.removesuffix('.')}." for part in parts if part))
