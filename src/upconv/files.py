"""Files that are there whole or not at all.

The content goes into a new file beside the target, which is then renamed. Its name cannot be
foreseen, and it is made exclusively: what others have put under that name, a link for example, is
never opened. A target that exists

- keeps its mode, and its owner and group where the system allows; a new file follows the umask;
- and is a link stays one: the file that it points to is replaced, as `open` would write to it;
- and is a device or a pipe is written to as it is.

Other hard links to an old file keep the old content. Access lists and extended attributes are not
copied. What a killed writer left is removed by the next write of the same target.
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

TOKEN = "[0-9a-f]{16}"  # noqa: S105 - a pattern of the part of a name that cannot be foreseen
_LONGEST = 50  # characters of the target's name in that of its new file: at most 200 bytes of 255
_ABANDONED = 3600  # seconds after which no living process is still writing a file


def write(path: Path, content: bytes) -> None:
    """Put `content` under `path` in one step, or leave everything as it was.

    Raises DataError that names `path` and the reason of the system.

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
    """Raise DataError now rather than after the work where `path` cannot be written."""
    with naming(path):
        old = status(path)
        if old is not None and not stat.S_ISREG(old.st_mode):
            _not_a_folder(old)
            return
        target = Path(os.path.realpath(path))
        _probe(target.parent)


def is_there(path: Path) -> bool:
    """Tell whether `path` is something that writing would replace: not a device, not a pipe."""
    old = status(path)
    return os.path.lexists(path) if old is None else not _is_stream(old.st_mode)


def read(path: Path) -> bytes:
    """Return the content of `path`, or raise DataError that names it and the reason."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise errors.files.cannot_read(str(path), reason(error)) from error


def make_folder(path: Path) -> None:
    """Make the folder `path`, and see now rather than after the training that it takes files."""
    with naming(path):
        path.mkdir(parents=True, exist_ok=True)
        _probe(path)


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
    with naming(path):
        path.unlink(missing_ok=True)


def reason(error: OSError) -> str:
    """Return what the system says, without its number."""
    return error.strerror or str(error)


# What several files that belong together are made with.


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn an error of the system into DataError that names `path`."""
    try:
        yield
    except OSError as error:
        raise errors.files.cannot_write(str(path), reason(error)) from error


def status(path: Path) -> os.stat_result | None:
    """Return what is there, through links; None where there is nothing."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


@contextmanager
def new_file(
    folder: Path, beginning: str, ending: str, like: os.stat_result | None = None
) -> Iterator[BinaryIO]:
    """Make a file as `create` does for the length of a block; it is removed where that fails."""
    file = create(folder, beginning, ending, like)
    try:
        with file:
            yield file
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell
            Path(file.name).unlink(missing_ok=True)
        raise


def create(
    folder: Path, beginning: str, ending: str, like: os.stat_result | None = None
) -> BinaryIO:
    """Make and open a file of its own in `folder`: beginning, 16 random digits, ending.

    Its mode and owner are those of `like`, or else follow the umask. While it is open it is locked
    against `remove_abandoned`.
    """
    file = _created(folder, beginning, ending, 0o666 if like is None else 0o600)
    if like is not None:
        _take_after(file.fileno(), like)
    return file


def flush(file: BinaryIO) -> None:
    """Let what was written reach the disk."""
    file.flush()
    os.fsync(file.fileno())


def remove_abandoned(
    folder: Path, pattern: str, wanted: Callable[[str], bool] = lambda _: False
) -> None:
    """Remove the files whose whole name fits `pattern` that nobody is writing.

    What `wanted` accepts by its name stays; it is asked when it is known that nobody is writing.
    It is no error where one cannot be removed.
    """
    fits = re.compile(pattern).fullmatch
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if fits(entry.name):
                with suppress(OSError):  # gone, being written, or not ours to remove
                    _remove_abandoned(entry, wanted)


def _created(folder: Path, beginning: str, ending: str, mode: int) -> BinaryIO:
    def opener(path: str, flags: int) -> int:
        return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), mode)

    while True:
        path = folder / f"{beginning}{secrets.token_hex(8)}{ending}"
        with suppress(FileExistsError):
            # "x" is O_CREAT and O_EXCL: nothing that is there is opened.
            file = open(path, "xb", opener=opener)  # noqa: SIM115 - Path has no opener
            _lock(file.fileno())
            if os.fstat(file.fileno()).st_nlink:  # else removed before it was locked
                return file
            file.close()


def _take_after(handle: int, old: os.stat_result) -> None:
    """Give a file the mode, the owner and the group of another, as far as the system allows."""
    if sys.platform == "win32":
        return
    mode = stat.S_IMODE(old.st_mode) & 0o777  # rights, not what would make it run as its owner
    new = os.fstat(handle)
    if old.st_uid != new.st_uid:
        with suppress(OSError):
            os.fchown(handle, old.st_uid, -1)
    if old.st_gid != new.st_gid:
        try:
            os.fchown(handle, -1, old.st_gid)
        except OSError:  # another group must not get what was given to that one
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
    """Let new names in a folder reach the disk; no error where the system cannot."""
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
