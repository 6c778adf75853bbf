"""The four MNIST files: from the cache folder, or downloaded once and verified."""

from __future__ import annotations

import hashlib
import http.client
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from upconv import environment, errors
from upconv.apps import files

MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/"
MD5 = {
    "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
}

_TIMEOUT = 30  # seconds without a byte


def cache_folder() -> Path:
    """Return the folder for downloads: UPCONV_DATA, or the platform's cache folder."""
    chosen = environment.DATA.value()
    if chosen is not None:
        return chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "upconv"


def mnist_file(name: str, say: Callable[[str], None]) -> Path:
    """Return the path of one of the four files, downloaded if it is not in the cache.

    UPCONV_MNIST_URL selects another mirror. Raises DataError for a damaged file in the cache and
    if a download fails.
    """
    path = cache_folder() / "mnist" / name
    if path.exists():
        _check(files.read(path), MD5[name], str(path))
        return path
    files.make_folder(path.parent)
    mirror = environment.MNIST_URL.value() or MIRROR
    url = mirror.rstrip("/") + "/" + name
    say(f"Downloading {url} to {path}")
    content = download(url)
    _check(content, MD5[name], url)
    files.write(path, content)
    return path


def download(url: str) -> bytes:
    """Return the complete response of `url`, or raise DataError."""
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310 - the user's own
            content: bytes = answer.read()
            return content
    except http.client.IncompleteRead as error:
        got = len(error.partial)
        total = got + (error.expected or 0)
        raise errors.files.cannot_download(
            url, f"the answer ended after {got} of {total} bytes"
        ) from error
    except urllib.error.HTTPError as error:
        raise errors.files.cannot_download(
            url, f"the server answered {error.code} {error.reason}"
        ) from error
    except urllib.error.URLError as error:
        raise errors.files.cannot_download(url, str(error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise errors.files.cannot_download(url, str(error) or type(error).__name__) from error


def _check(content: bytes, expected: str, source: str) -> None:
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != expected:
        raise errors.files.wrong_checksum(source, found, expected)
