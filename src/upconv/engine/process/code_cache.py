"""Object code on disk: found again by what it was made from, run only if it is what was written.

The key is a hash of everything that decides the code: the IR text, the CPU and its features, the
versions of LLVM. A file is a magic number, a hash of its name and of the code, and the code: a
damaged, truncated or foreign one is not used, nor one under the name of another. Nothing but a
regular file is opened. Folder and files are used only if they belong to the user and nobody else
can write to them. The folder is UPCONV_CACHE, or one of its own where the platform has caches:
others make what lies above it, with other modes. `state` says which it is, or why there is none.

The folder holds at most `LIMIT` bytes and a little (`_UNCHECKED_BYTES` per process that is
writing). What was used last is kept: reading a file renews its time. What processes left that were
killed while they wrote goes after an hour. Any number of processes may do all of this at once: a
file that is gone is compiled again. Files with other names than ours are never touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from upconv import environment

MAGIC = b"upconv-object-2\n"
_DIGEST = hashlib.sha256().digest_size
_OURS = re.compile(rf"[0-9a-f]{{{2 * _DIGEST}}}")
_UNFINISHED = ".new-"
_OPEN = os.O_RDONLY | sum(
    # A link is not followed, and a FIFO is not waited for; systems without them lack those names.
    getattr(os, name, 0)
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)

LIMIT = 256 << 20
_KEPT = 7 / 8  # of LIMIT, once it was exceeded: not every write has to look at the whole folder
_UNCHECKED_BYTES = LIMIT // 64  # bytes a process writes before it looks again
_ABANDONED = 3600  # seconds after which no living process is still writing a file

_unseen: int | None = None  # bytes written since this process last looked; None before the first


class Usage(NamedTuple):
    """What the folder holds."""

    files: int
    bytes: int


def key(*parts: str) -> str:
    """Return the name of what was made from `parts`."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class State(NamedTuple):
    """The folder in use, or None and the reason."""

    folder: Path | None
    reason: str = ""


def state() -> State:
    """Return the folder in use, made where it is missing; or why there is none."""
    chosen = environment.CACHE.value()
    if chosen is False:
        return State(None, "disabled by UPCONV_CACHE")
    try:
        path = chosen if isinstance(chosen, Path) else _default() / "upconv" / "code"
    except RuntimeError:  # of pathlib
        return State(None, "there is no home folder: set UPCONV_CACHE to a folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        doubt = _doubt(path.stat())
    except OSError as error:
        return State(None, f"{path} cannot be used ({error.strerror or error})")
    return State(None, f"{path} {doubt}") if doubt else State(path)


def folder() -> Path | None:
    """Return the folder in use; None where there is none to trust."""
    return state().folder


def read(name: str) -> bytes | None:
    """Return the code stored under `name`, if it is whole and nobody else can have written it."""
    where = folder()
    if where is None:
        return None
    try:
        with os.fdopen(os.open(where / name, _OPEN), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > LIMIT or _doubt(status):
                return None
            content = file.read(LIMIT)
            with contextlib.suppress(OSError):  # a read-only folder
                os.utime(where / name)
    except OSError:
        return None
    head, code = content[: len(MAGIC) + _DIGEST], content[len(MAGIC) + _DIGEST :]
    return code if head == _head(name, code) else None


def _head(name: str, code: bytes) -> bytes:
    return MAGIC + hashlib.sha256(name.encode() + b"\0" + code).digest()


def write(name: str, code: bytes) -> None:
    """Store `code` under `name`, whole or not at all; no error where the folder is read-only."""
    where = folder()
    if where is None:
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=where, prefix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_head(name, code) + code)
            Path(temporary).replace(where / name)
        except OSError:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    except OSError:
        return
    _evict_now_and_then(where, len(code))


def usage() -> Usage | None:
    """Return how many files of code there are and their bytes; None where there is no folder."""
    where = folder()
    if where is None:
        return None
    sizes = [file.size for file in _files(where)]
    return Usage(len(sizes), sum(sizes))


class _File(NamedTuple):
    """A file of code; the one used longest ago is the smallest."""

    used: float
    size: int
    path: str


def _files(where: Path) -> list[_File]:
    """Return the files of code in a folder, and remove what killed processes left there."""
    files = []
    with contextlib.suppress(OSError), os.scandir(where) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):  # another process has removed it
                status = entry.stat(follow_symlinks=False)
                if not stat.S_ISREG(status.st_mode):
                    continue
                if _OURS.fullmatch(entry.name):
                    files.append(_File(status.st_mtime, status.st_size, entry.path))
                elif entry.name.startswith(_UNFINISHED) and _is_abandoned(status):
                    Path(entry.path).unlink()
    return files


def _is_abandoned(status: os.stat_result) -> bool:
    return status.st_mtime < time.time() - _ABANDONED


def _evict_now_and_then(where: Path, written: int) -> None:
    """Bring the folder below its limit: at the first write of a process and every now and then."""
    global _unseen  # noqa: PLW0603 - a count of this process
    if _unseen is not None and _unseen + written < _UNCHECKED_BYTES:
        _unseen += written
        return
    _unseen = 0
    files = sorted(_files(where))
    total = sum(file.size for file in files)
    if total <= LIMIT:
        return
    for file in files:
        if total <= _KEPT * LIMIT:
            break
        with contextlib.suppress(OSError):  # gone already, or open on a system that minds
            Path(file.path).unlink()
        total -= file.size


def _doubt(status: os.stat_result) -> str:
    """Return why what lies there may not be used: another user may have written it. "" for none."""
    if not hasattr(os, "getuid"):
        return ""
    if status.st_uid != os.getuid():
        return f"belongs to another user (number {status.st_uid})"
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        mode = stat.S_IMODE(status.st_mode)
        return f"is writable by others (mode {mode:o}): chmod 700 makes it usable"
    return ""


def _default() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return base if base.is_absolute() else Path.home() / ".cache"  # as its specification says
