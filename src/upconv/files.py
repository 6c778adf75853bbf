"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from upconv import errors


def write(path: Path, content: bytes) -> None:
    """Put `content` under `path` in one step, or leave everything as it was.

    Raises DataError that names `path` and the reason of the system.
    """
    # The process's number keeps two runs out of each other's temporary file.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            _remove(temporary)
            raise
    except OSError as error:
        raise errors.files.cannot_write(str(path), reason(error)) from error


def read(path: Path) -> bytes:
    """Return the content of `path`, or raise DataError that names it and the reason."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise errors.files.cannot_read(str(path), reason(error)) from error


def make_folder(path: Path) -> None:
    """Make the folder `path`, and see now rather than after the training that it takes files."""
    probe = path / f".probe.{os.getpid()}.tmp"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise errors.files.cannot_write(str(path), reason(error)) from error


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Make the folder `path` for the block, as `make_folder`; take it away again where it failed.

    Only folders that were not there before and that hold nothing go.
    """
    made = [one for one in (path, *path.parents) if not one.exists()]
    make_folder(path)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # one holds something: so do those above it
            for one in made:
                one.rmdir()
        raise


def remove(path: Path) -> None:
    """Remove the file `path` if it is there."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise errors.files.cannot_write(str(path), reason(error)) from error


def reason(error: OSError) -> str:
    """Return what the system says, without its number."""
    return error.strerror or str(error)


def _remove(path: Path) -> None:
    with suppress(OSError):  # the first error is the one to tell
        path.unlink(missing_ok=True)
