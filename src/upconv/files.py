"""Files that are written completely or not at all.

The content goes into a new file next to the target, which is then renamed. Its name is
unpredictable, and it is created exclusively, so that an existing file or link of that name is
never opened. A target that exists

- keeps its mode, and its owner and group if the system allows it; a new file follows the umask;
- and is a link stays one: the file that it points to is replaced, as with `open`;
- and is a device or a pipe is written to directly.

Other hard links to an old file keep the old content. Access control lists and extended attributes
are not copied. Files left behind by a killed writer are removed by the next write to that target.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from upconv import errors

if sys.platform != "win32":
    import fcntl

TOKEN = "[0-9a-f]{16}"  # noqa: S105 - a pattern for the random part of a name
_LONGEST = 50  # characters of the target's name in that of its new file: at most 200 bytes of 255
_ABANDONED = 3600  # seconds after which no living process is still writing a file


def write(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step, or change nothing.

    Raises DataError with `path` and the system's reason.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder) / "a.txt", b"whole")
    ...     [file.name for file in Path(folder).iterdir()]
    ['a.txt']
    """
    with naming(path):
        old = status(path)
        if old is not None and not stat.S_ISREG(old.st_mode):
            _not_a_folder(old)
            with path.open("wb") as device:
                device.write(content)
            return
        target = Path(os.path.realpath(path))
        with new_file(target.parent, _beginning(target), ".tmp", old) as file:
            file.write(content)
            _rename(file, target)
        remove_abandoned(target.parent, f"{re.escape(_beginning(target))}{TOKEN}[.]tmp")


def check_writable(path: Path) -> None:
    """Raise DataError if `path` cannot be written, to fail before the work instead of after it."""
    with naming(path):
        old = status(path)
        if old is not None and not stat.S_ISREG(old.st_mode):
            _not_a_folder(old)
            return
        target = Path(os.path.realpath(path))
        _probe(target.parent)


def is_there(path: Path) -> bool:
    """Return whether writing to `path` would replace something; a device or pipe does not count."""
    old = status(path)
    return os.path.lexists(path) if old is None else not _is_stream(old.st_mode)


def read(path: Path) -> bytes:
    """Return the content of `path`, or raise DataError with the path and the reason."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise errors.files.cannot_read(str(path), reason(error)) from error


def make_folder(path: Path) -> None:
    """Create the folder `path`, and check at once, not after the training, that it is writable."""
    with naming(path):
        path.mkdir(parents=True, exist_ok=True)
        _probe(path)


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Create the folder `path` as `make_folder` does; remove it again if the block fails.

    Only folders that did not exist before and are empty are removed.
    """
    made = [one for one in (path, *path.parents) if not one.exists()]
    make_folder(path)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # one is not empty, and so are its parents
            for one in made:
                one.rmdir()
        raise


def remove(path: Path) -> None:
    """Remove the file `path` if it exists."""
    with naming(path):
        path.unlink(missing_ok=True)


def reason(error: OSError) -> str:
    """Return the system's message, without the error number."""
    return error.strerror or str(error)


# Building blocks for sets of files that belong together.


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn an OSError into DataError with `path`."""
    try:
        yield
    except OSError as error:
        raise errors.files.cannot_write(str(path), reason(error)) from error


def status(path: Path) -> os.stat_result | None:
    """Return the status of `path`, following links; None if it does not exist."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


@contextmanager
def new_file(
    folder: Path, beginning: str, ending: str, like: os.stat_result | None = None
) -> Iterator[BinaryIO]:
    """Create a file as `create` does for the duration of a block; remove it if the block fails."""
    file = create(folder, beginning, ending, like)
    try:
        with file:
            yield file
    except BaseException:
        with suppress(OSError):  # the first error is the one to report
            Path(file.name).unlink(missing_ok=True)
        raise


def create(
    folder: Path, beginning: str, ending: str, like: os.stat_result | None = None
) -> BinaryIO:
    """Create and open a new file in `folder`, named beginning + 16 random digits + ending.

    Its mode and owner are those of `like`, or else follow the umask. While it is open it is locked
    against `remove_abandoned`.
    """
    file = _created(folder, beginning, ending, 0o666 if like is None else 0o600)
    if like is not None:
        _take_after(file.fileno(), like)
    return file


def flush(file: BinaryIO) -> None:
    """Flush a file to the disk."""
    file.flush()
    os.fsync(file.fileno())


def remove_abandoned(
    folder: Path, pattern: str, wanted: Callable[[str], bool] = lambda _: False
) -> None:
    """Remove the files whose whole name matches `pattern` and that no process is writing.

    Files whose name `wanted` accepts are not removed; it is called once it is known that no process
    is writing the file. Failures to remove a file are ignored.
    """
    fits = re.compile(pattern).fullmatch
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if fits(entry.name):
                with suppress(OSError):  # removed already, being written, or not permitted
                    _remove_abandoned(entry, wanted)


def _created(folder: Path, beginning: str, ending: str, mode: int) -> BinaryIO:
    def opener(path: str, flags: int) -> int:
        return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), mode)

    while True:
        path = folder / f"{beginning}{secrets.token_hex(8)}{ending}"
        with suppress(FileExistsError):
            # "x" is O_CREAT and O_EXCL: an existing file is never opened.
            file = open(path, "xb", opener=opener)  # noqa: SIM115 - Path has no opener
            _lock(file.fileno())
            if os.fstat(file.fileno()).st_nlink:  # otherwise it was removed before it was locked
                return file
            file.close()


def _take_after(handle: int, old: os.stat_result) -> None:
    """Give a file the mode, owner and group of another, as far as the system allows."""
    if sys.platform == "win32":
        return
    mode = stat.S_IMODE(old.st_mode) & 0o777  # permissions, without setuid and setgid
    new = os.fstat(handle)
    if old.st_uid != new.st_uid:
        with suppress(OSError):
            os.fchown(handle, old.st_uid, -1)
    if old.st_gid != new.st_gid:
        try:
            os.fchown(handle, -1, old.st_gid)
        except OSError:  # do not grant the old group's permissions to a different group
            mode = mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    os.fchmod(handle, mode)


def _rename(file: BinaryIO, target: Path) -> None:
    flush(file)
    if sys.platform == "win32":
        file.close()  # an open file cannot be renamed there
    Path(file.name).replace(target)
    if sys.platform != "win32":
        flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk; errors are ignored."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _probe(folder: Path) -> None:
    with new_file(folder, ".probe.", ".tmp") as probe:
        pass
    Path(probe.name).unlink(missing_ok=True)


def _beginning(target: Path) -> str:
    return f".{target.name[:_LONGEST]}."


def _not_a_folder(old: os.stat_result) -> None:
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _is_stream(mode: int) -> bool:
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


if sys.platform == "win32":

    def _lock(_: int) -> None:
        """Do nothing: an open file cannot be removed there."""

    def _remove_abandoned(entry: os.DirEntry[str], wanted: Callable[[str], bool]) -> None:
        old = entry.stat(follow_symlinks=False).st_mtime < time.time() - _ABANDONED
        if old and not wanted(entry.name):
            Path(entry.path).unlink()

else:

    def _lock(handle: int) -> None:
        with suppress(OSError):  # a file system without locks, where nothing is removed either
            fcntl.flock(handle, fcntl.LOCK_EX)

    def _remove_abandoned(entry: os.DirEntry[str], wanted: Callable[[str], bool]) -> None:
        """Remove a file whose lock is free: its writer was killed."""
        handle = os.open(entry.path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not wanted(entry.name):
                Path(entry.path).unlink()
        finally:
            os.close(handle)
