"""Object code on disk: found again by what it was made from, run only if it is what was written.

The key is a hash of everything that decides the code: the IR text, the CPU and its features, the
versions of LLVM and of this file's format. A file is a magic number, the hash of the code and the
code; a damaged, truncated or foreign one is not used. The folder is used only if it belongs to the
user and nobody else can write to it. UPCONV_CACHE is "off" or a folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

MAGIC = b"upconv-object-1\n"
_DIGEST = hashlib.sha256().digest_size


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
        handle, temporary = tempfile.mkstemp(dir=where, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(MAGIC + hashlib.sha256(code).digest() + code)
            Path(temporary).replace(where / name)
        except OSError:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    except OSError:
        return


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
