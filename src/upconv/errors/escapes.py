"""Names and texts of others, made safe to print.

A name in a model or of a file may hold escape sequences, which move the cursor, change a window's
title or hide what was printed; or a line end, which forges a line.
"""

from __future__ import annotations

import re

# What controls a terminal, turns the direction of writing, ends a line, or cannot be encoded.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)

IN_ASCII = str.maketrans(
    {"·": "*", "×": "x", "→": "->", "°": " degrees", "–": "-", "−": "-", "²": "^2", "µ": "u"}
)
"""What stands for the signs that our texts use, where an encoding has no more than ASCII."""


def printable(text: str, keep: str = "") -> str:
    r"""Return `text` with the characters that control a terminal escaped, but for those to keep.

    >>> print(printable("layer\x1b[2J\n"), printable("two\nlines", keep="\n"))
    layer\x1b[2J\n two
    lines
    """
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else _escaped(found[0]), text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
