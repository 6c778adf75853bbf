"""The outermost handler: turns whatever a command raises into one line and an exit status."""

from __future__ import annotations

import sys
import traceback
from typing import Any, NoReturn

from upconv import errors, extras
from upconv.cli import interrupts, output, words
from upconv.cli.status import Status

_asked = False  # whether --traceback was given


def show_tracebacks(wanted: bool) -> None:
    """Set whether an error prints its traceback before its line."""
    global _asked  # noqa: PLW0603 - an option of the whole process
    _asked = wanted


def run() -> NoReturn:
    """Run the command that `sys.argv` names, and exit with its status."""
    with output.escaped():
        show_tracebacks(False)
        status = _ended()
    raise SystemExit(status)


def _ended() -> int:
    """Return the status; flush the output, as a pipe may be closed or a disk full."""
    try:
        try:
            status = _status()
            sys.stdout.flush()
        except errors.UpconvError as error:
            status = _reported(error)
        sys.stderr.flush()
    except SystemExit as stop:  # the reader has closed the pipe
        return _of(stop.code)
    except KeyboardInterrupt:
        return interrupts.stopped()
    return status


def _status() -> int:
    try:
        from upconv.cli.application import app  # noqa: PLC0415 - interrupts wait for this import

        result: Any = app(prog_name="upconv", standalone_mode=False)
    except SystemExit as stop:
        return _of(stop.code)
    except KeyboardInterrupt:
        return interrupts.stopped()
    except Exception as error:
        return _reported(error)
    if result == Status.INTERRUPTED:  # what Typer returns after a KeyboardInterrupt
        return interrupts.stopped()
    return _of(result)


def _reported(error: Exception) -> int:
    """Print an error in one line; return the status."""
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # Typer's
        return _mistaken(error)
    if isinstance(error.__cause__, KeyboardInterrupt):
        return interrupts.stopped()
    if _asked:
        traceback.print_exception(error)
    known = _known(error)
    shown = known or errors.commands.defect(type(error).__name__, errors.reason(error))
    print(f"upconv: {one_line(_spoken(shown))}", file=sys.stderr)
    return Status.DEFECT if known is None else Status.MISTAKE


def _mistaken(error: Any) -> int:
    """Print a usage error in one line; without arguments, the help."""
    if not words.arguments():
        error.show()
    else:
        line = words.mistake(error, words.arguments())
        print(f"upconv: {one_line(line)}", file=sys.stderr)
    return _of(error.exit_code)


def _spoken(error: errors.UpconvError) -> str:
    """Return the message with argument names replaced by the command's options."""
    try:
        from typer.main import get_command  # noqa: PLC0415 - only errors need it

        from upconv.cli.application import app  # noqa: PLC0415 - as above
    except ImportError:  # a missing package: the message needs no options
        return str(error)
    return words.spoken(error, words.invoked(get_command(app), words.arguments()))


def _known(error: Exception) -> errors.UpconvError | None:
    """Return the error as one of upconv's own, or None for an unexpected one."""
    if isinstance(error, errors.UpconvError):
        return error
    if isinstance(error, ModuleNotFoundError):
        module = str(error.name).partition(".")[0]
        return errors.commands.extra_missing(module) if extras.smallest(module) else None
    if isinstance(error, OSError) and error.filename is not None:  # such as a name that is too long
        return errors.files.cannot_read(str(error.filename), error.strerror or str(error))
    if isinstance(error, MemoryError):
        return errors.commands.out_of_memory(errors.reason(error))
    return None


def one_line(text: str) -> str:
    """Return a text with its line breaks replaced by spaces."""
    return " ".join(text.split())


def _of(code: object) -> int:
    """Return the exit status that sys.exit(code) stands for."""
    if code is None:
        return Status.DONE
    if isinstance(code, int):
        return code
    print(code, file=sys.stderr)
    return Status.MISTAKE
