"""The exceptions themselves, and the one form that every message has."""

from __future__ import annotations


class UpconvError(Exception):
    """The root of everything that upconv raises on purpose."""


class ArgumentError(UpconvError, ValueError):
    """An argument breaks a rule."""


class GeometryError(ArgumentError):
    """Sizes that no layer, or not this layer, can reach."""


class ShapeError(ArgumentError):
    """Arrays whose shapes do not fit together."""


class NotExpressibleError(ArgumentError):
    """A framework has no words for this layer; the message says what to write instead."""


class ArgumentTypeError(UpconvError, TypeError):
    """An argument of the wrong type or dtype."""


class DataError(UpconvError, ValueError):
    """A file that is missing, damaged or not what it should be, or that cannot be written."""


def compose(
    rule: str, received: str, axis: int | None = None, formula: str = "", remedy: str = ""
) -> str:
    """Put the parts of a message into the one order that all messages share."""
    where = "" if axis is None else f" (axis {axis})"
    parts = [rule, f"Received {received}{where}", formula, remedy]
    return " ".join(f"{part}." for part in parts if part)
