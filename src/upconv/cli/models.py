"""A model as it is named at the prompt: a file, or package.module:name."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

from upconv import errors
from upconv.cli import output


def load(what: str, *, trust: bool) -> Any:
    """Return the model or weight in a file, or the object package.module:name."""
    from upconv.checkerboards import readers  # noqa: PLC0415 - with NumPy

    if ":" in what and not Path(what).exists():
        return _named(what)
    return readers.load(Path(what), trust=trust)


def _named(what: str) -> Any:
    """Return the object package.module:name, called where it is a function or a class."""
    from upconv.checkerboards import readers  # noqa: PLC0415 - with NumPy

    if re.match(r"[a-z][a-z0-9+.-]+:/", what):
        raise errors.checkerboards.is_an_address(what)
    module, _, name = what.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        with output.untouched():
            found: Any = importlib.import_module(module)
            for part in name.split("."):
                found = getattr(found, part)
            # A module of a framework can be called too, and is what is wanted.
            return found if readers.reader_of(found) is not None else found()
    except errors.UpconvError:
        raise
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # The user's code may fail in any way, and must not choose the status by leaving.
        kind, reason = type(error).__name__, errors.reason(error)
        told = reason if reason == kind else f"{kind}: {reason}"
        raise errors.checkerboards.no_such_object(what, told) from error
