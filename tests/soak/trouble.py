"""What happens to the files of a code cache, and what should not: done while workers use them."""

import os
import secrets
import time
from pathlib import Path


def spoil(folder, draw):
    """Do one thing to the files of a cache and return its name; None where there are none."""
    # Regular files alone: opening a FIFO waits for whoever writes to it.
    paths = (Path(root) / name for root, _, names in os.walk(folder) for name in names)
    found = [path for path in paths if path.is_file()]
    deed = DEEDS[int(draw.integers(len(DEEDS)))]
    if not found:
        return None
    paths = [found[int(n)] for n in draw.integers(len(found), size=2)]
    try:
        deed(paths, draw)
    except OSError:  # another process has removed it meanwhile
        return None
    return deed.__name__


def deleted(paths, _):
    paths[0].unlink()


def truncated(paths, draw):
    os.truncate(paths[0], int(draw.integers(paths[0].stat().st_size + 1)))


def flipped(paths, draw):
    content = bytearray(paths[0].read_bytes())
    if content:
        content[int(draw.integers(len(content)))] ^= 1 << int(draw.integers(8))
        _replace(paths[0], bytes(content))


def exchanged(paths, _):
    first, second = (path.read_bytes() for path in paths)
    _replace(paths[0], second)
    _replace(paths[1], first)


def foreign(paths, draw):
    _replace(paths[0], secrets.token_bytes(int(draw.integers(5000))))


def fifo(paths, _):
    paths[0].unlink()
    os.mkfifo(paths[0], 0o600)


def linked(paths, _):
    paths[0].unlink()
    paths[0].symlink_to(paths[1])


def filled(paths, _):
    """Add a large file as a full disk would leave it: under a name of the cache, old and zero."""
    path = paths[0].with_name(secrets.token_hex(32))
    path.write_bytes(bytes(1 << 20))
    path.chmod(0o600)
    os.utime(path, (time.time() - 10_000,) * 2)


def _replace(path, content):
    """Write in place, as a disk error would, so that readers may meet half of it."""
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


DEEDS = (deleted, truncated, flipped, exchanged, foreign, fifo, linked, filled)
