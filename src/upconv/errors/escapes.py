"""Untrusted names and texts, made safe to print.

A name in a model or of a file may contain escape sequences, which move the cursor, change the
window's title or hide output, or a line break, which can forge a line.
"""

from __future__ import annotations

import re

# Control characters, changes of the writing direction, line separators, lone surrogates.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)

IN_ASCII = str.maketrans(
    {"·": "*", "×": "x", "→": "->", "°": " degrees", "–": "-", "−": "-", "²": "^2", "µ": "u"}
)
"""ASCII equivalents of the characters that upconv prints, for encodings that lack them."""


def printable(text: str, keep: str = "") -> str:
    r"""Return `text` with terminal control characters escaped, except those in `keep`.

    >>> print(printable("layer\x1b[2J\n"), printable("two\nlines", keep="\n"))
    layer\x1b[2J\n two
    lines
    """
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else _escaped(found[0]), text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
