"""The variables of the environment: one table, with the rule and the reader of each.

One rule holds for all: a variable that is not set, or empty, is its default, words are taken in
capitals too, and a value that means nothing is an ArgumentError of the first call that reads it,
whether or not it would have mattered there.

`os.environ.get` takes a microsecond where a variable is not set, which is the usual case: it looks
for the encoded name in a dictionary, and raises and catches an error. Where that dictionary is at
hand, as in CPython, it is asked directly.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from upconv import errors

T = TypeVar("T")

MOST_THREADS = 1024
POOL_BYTES = 1 << 30
DEBUG_LEVELS = 5

_ON, _OFF = ("on", "1", "true", "yes"), ("off", "0", "false", "no")
_UNITS = {"k": 10, "m": 20, "g": 30}
_encode: Any = getattr(os.environ, "encodekey", str)
raw: Callable[[Any], Any] = getattr(os.environ, "_data", os.environ).get
"""What the system says of a variable by its `key`, None where it is not set."""


class Variable(Generic[T]):
    """One variable of the environment.

    Parameters
    ----------
    name
        As it is written.
    default
        Its value where it is not set.
    rule, example
        What its values must be, as an error says it, and one of them.
    read
        Returns the value of a text that is not empty; ValueError where it means nothing.
    """

    def __init__(
        self, name: str, default: T, rule: str, example: str, read: Callable[[str], T]
    ) -> None:
        self.name, self.default, self.rule, self.example = name, default, rule, example
        self._read = read
        self.key = _encode(name)
        self._last: tuple[Any, T] = (None, default)  # what the variable was, and its value

    def value(self) -> T:
        """Return the value; ArgumentError where the variable's text means nothing."""
        now, last = raw(self.key), self._last
        if last[0] != now:
            last = self._last = (now, self._parse(os.environ.get(self.name, "")))
        return last[1]

    def refuse(self, text: str, rule: str = "") -> errors.ArgumentError:
        """Return the error for a text that breaks the rule."""
        return errors.variables.wrong(self.name, text, rule or self.rule, self.example)

    def _parse(self, text: str) -> T:
        if not text.strip():
            return self.default
        try:
            return self._read(text.strip())
        except ValueError:
            raise self.refuse(text) from None


def _switch(text: str) -> bool:
    word = text.lower()
    if word not in _ON + _OFF:
        raise ValueError
    return word in _ON


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        # `isdigit` holds for ² and `int` reads digits of other scripts.
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return read


def _threads(text: str) -> int | None:
    return _whole(1, MOST_THREADS)(text)


def _debug(text: str) -> int:
    return 0 if text.lower() == "off" else _whole(0, DEBUG_LEVELS)(text)


def _bytes(text: str) -> int:
    word = text.lower()
    if word in _OFF:
        return 0
    digits, unit = (word[:-1], word[-1]) if word[-1] in _UNITS else (word, "")
    return _whole(0, 1 << 40)(digits) << _UNITS.get(unit, 0)


def _folder(text: str) -> Path | bool:
    """Return a folder, True for the usual one and False for none.

    A bare word is more likely meant to say something than to be a folder wherever we happen to be.
    """
    word = text.lower()
    if word in _ON + _OFF:
        return word in _ON
    return _path(text)


def _path(text: str) -> Path:
    """Return a path; one that starts with ~ is in a home folder, as it is for the shell."""
    path = Path(os.path.expanduser(text))  # noqa: PTH111 - pathlib's raises RuntimeError
    if (not os.path.dirname(text) and text != "~") or str(path).startswith("~"):  # noqa: PTH120
        raise ValueError
    return path


def _any_path(text: str) -> Path | None:
    return Path(os.path.expanduser(text))  # noqa: PTH111 - as above


ISA: Variable[str] = Variable(
    "UPCONV_ISA", "", "an instruction set of this CPU", "avx2", str.lower
)  # `isa.py` knows which there are
NUM_THREADS: Variable[int | None] = Variable(
    "UPCONV_NUM_THREADS", None, f"an integer from 1 to {MOST_THREADS}", "2", _threads
)
OPENMP = Variable("UPCONV_OPENMP", True, "'on' or 'off'", "off", _switch)
WINOGRAD = Variable("UPCONV_WINOGRAD", True, "'on' or 'off'", "off", _switch)
CACHE: Variable[Path | bool] = Variable(
    "UPCONV_CACHE", True, "'on', 'off' or a folder, written with a '/'", "~/.cache/code", _folder
)
POOL = Variable(
    "UPCONV_POOL",
    POOL_BYTES,
    "'off' or a number of bytes, optionally with the suffix K, M or G",
    "256M",
    _bytes,
)
DEBUG = Variable("UPCONV_DEBUG", 0, f"an integer from 0 to {DEBUG_LEVELS}", "1", _debug)
DATA: Variable[Path | None] = Variable("UPCONV_DATA", None, "a folder", "~/data", _any_path)
MNIST_URL = Variable("UPCONV_MNIST_URL", "", "a URL", "https://example.org/mnist", str)

TABLE: tuple[Variable[Any], ...] = (
    *(ISA, NUM_THREADS, OPENMP, WINOGRAD, CACHE, POOL, DEBUG),
    *(DATA, MNIST_URL),
)
"""All variables that upconv reads; `docs/variables.md` describes them."""


def check() -> None:
    """Raise the error of the first variable whose text means nothing."""
    for variable in TABLE:
        variable.value()


def snapshot() -> tuple[Any, ...]:
    """Return a value that is another one after a variable that decides how a call runs changed.

    How many threads it runs on is part of a call's key (`threads.count`).
    """
    return raw(_ISA), raw(_DEBUG), raw(_WINOGRAD)


_ISA, _DEBUG, _WINOGRAD = ISA.key, DEBUG.key, WINOGRAD.key


@contextmanager
def direct_convolution() -> Iterator[None]:
    """Compute without Winograd meanwhile: then rounding does not depend on an output's position.

    It holds for the process, as UPCONV_WINOGRAD=off does.
    """
    name = WINOGRAD.name
    before = os.environ.get(name)
    os.environ[name] = "off"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
