"""Object code on disk: found again by what it was made from, run only if it is what was written.

The key is a hash of everything that decides the code: the IR text, the CPU and its features, the
versions of LLVM and of this file's format. A file is a magic number, the hash of the code and the
code; a damaged, truncated or foreign one is not used. The folder is used only if it belongs to the
user and nobody else can write to it. UPCONV_CACHE is "off" or a folder.

The folder holds at most `LIMIT` bytes and a little (`_UNSWEPT` per process that is writing). What
was used last is kept: reading a file renews its time. What processes left that were killed while
they wrote goes after an hour. Any number of processes may do all of this at once: a file that is
gone is compiled again. Files with other names than ours are never touched.
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

MAGIC = b"upconv-object-1\n"
_DIGEST = hashlib.sha256().digest_size
_OURS = re.compile(rf"[0-9a-f]{{{2 * _DIGEST}}}")
_UNFINISHED = ".new-"

LIMIT = 256 << 20
_KEPT = 7 / 8  # of LIMIT, once it was exceeded: not every write has to look at the whole folder
_UNSWEPT = LIMIT // 64  # bytes a process writes before it looks again
_ABANDONED = 3600  # seconds after which no living process is still writing a file

_unseen: int | None = None  # bytes written since this process last looked; None before the first


class Usage(NamedTuple):
    """What the folder holds."""

    files: int
    bytes: int


def key(*parts: str) -> str:
    """Return the name of what was made from `parts`."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def folder() -> Path | None:
    """Return the folder in use, made where it is missing; None where there is none to trust."""
    text = os.environ.get("UPCONV_CACHE", "")
    if text == "off":
        return None
    try:
        path = Path(text) if text else _default() / "upconv"
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path if _trusted(path.stat()) else None
    except (OSError, RuntimeError):  # no home folder is a RuntimeError
        return None


def read(name: str) -> bytes | None:
    """Return the code stored under `name`, if it is whole and nobody else can have written it."""
    where = folder()
    if where is None:
        return None
    try:
        with (where / name).open("rb") as file:
            if not _trusted(os.fstat(file.fileno())):
                return None
            content = file.read()
            with contextlib.suppress(OSError):  # a read-only folder
                os.utime(where / name)
    except OSError:
        return None
    head, code = content[: len(MAGIC) + _DIGEST], content[len(MAGIC) + _DIGEST :]
    return code if head == MAGIC + hashlib.sha256(code).digest() else None


def write(name: str, code: bytes) -> None:
    """Store `code` under `name`, whole or not at all; no error where the folder is read-only."""
    where = folder()
    if where is None:
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=where, prefix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(MAGIC + hashlib.sha256(code).digest() + code)
            Path(temporary).replace(where / name)
        except OSError:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    except OSError:
        return
    _sweep_now_and_then(where, len(code))


def usage() -> Usage | None:
    """Return how many files of code there are and their bytes; None where there is no folder."""
    where = folder()
    if where is None:
        return None
    sizes = [found.size for found in _files(where)]
    return Usage(len(sizes), sum(sizes))


class _File(NamedTuple):
    """A file of code; the one used longest ago is the smallest."""

    used: float
    size: int
    path: str


def _files(where: Path) -> list[_File]:
    """Return the files of code in a folder, and remove what killed processes left there."""
    found = []
    with contextlib.suppress(OSError), os.scandir(where) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):  # another process has removed it
                if _OURS.fullmatch(entry.name):
                    told = entry.stat(follow_symlinks=False)
                    found.append(_File(told.st_mtime, told.st_size, entry.path))
                elif entry.name.startswith(_UNFINISHED) and _abandoned(entry):
                    Path(entry.path).unlink()
    return found


def _abandoned(entry: os.DirEntry[str]) -> bool:
    return entry.stat(follow_symlinks=False).st_mtime < time.time() - _ABANDONED


def _sweep_now_and_then(where: Path, written: int) -> None:
    """Bring the folder below its limit: at the first write of a process and every now and then."""
    global _unseen  # noqa: PLW0603 - a count of this process
    if _unseen is not None and _unseen + written < _UNSWEPT:
        _unseen += written
        return
    _unseen = 0
    found = sorted(_files(where))
    total = sum(file.size for file in found)
    if total <= LIMIT:
        return
    for file in found:
        if total <= _KEPT * LIMIT:
            break
        with contextlib.suppress(OSError):  # gone already, or open on a system that minds
            Path(file.path).unlink()
        total -= file.size


def _trusted(found: os.stat_result) -> bool:
    """Tell whether a file belongs to this user and no one else may write to it."""
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _default() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
