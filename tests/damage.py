"""Drawn damage: what may have happened to a file on its way, or been done to it on purpose."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

Draw = random.Random
SIZES = (0, 1, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**62, 2**63 - 1)
FOREIGN = (b"", b"\0", b"PK\3\4", b"\x89PNG\r\n\x1a\n", b"\x93NUMPY\1\0", b"%!PS-Adobe-3.0 EPSF\n")


def drawn(content: bytes, draw: Draw) -> bytes:
    """Return damaged bytes: one to three of the ways below, one after the other."""
    for _ in range(draw.randint(1, 3)):
        content = draw.choice(_WAYS)(content, draw)
    return content


def _cut(content: bytes, draw: Draw) -> bytes:
    return content[: draw.randint(0, len(content))]


def _flip(content: bytes, draw: Draw) -> bytes:
    array = bytearray(content)
    for _ in range(draw.randint(1, 8) if array else 0):
        array[_place(array, draw)] ^= 1 << draw.randrange(8)
    return bytes(array)


def _drop(content: bytes, draw: Draw) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + content[at + draw.randint(1, 64) :]


def _repeat(content: bytes, draw: Draw) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + content[at : at + 64] * draw.randint(2, 50) + content[at:]


def _size(content: bytes, draw: Draw) -> bytes:
    """Write an absurd size over some bytes, near the beginning as a rule."""
    form = draw.choice(("<I", ">I", "<Q", ">Q", "<H"))
    packed = struct.pack(form, draw.choice(SIZES) % 256 ** struct.calcsize(form))
    at = _place(content, draw) if content else 0
    return content[:at] + packed + content[at + len(packed) :]


def _noise(content: bytes, draw: Draw) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + draw.randbytes(draw.randint(1, 200)) + content[at + 16 :]


def _foreign(content: bytes, draw: Draw) -> bytes:
    return draw.choice(FOREIGN) + content[draw.randint(0, 32) :]


def _place(content: bytes | bytearray, draw: Draw) -> int:
    """Return a place in a file; headers are hit as often as all the rest."""
    return draw.randrange(min(len(content), 128) if draw.random() < 0.5 else len(content))


_WAYS: tuple[Callable[[bytes, Draw], bytes], ...] = (
    *(_cut, _flip, _drop, _repeat, _size, _noise, _foreign),
)


def in_zip(content: bytes, draw: Draw) -> bytes:
    """Return an archive with one member damaged, its checksums right again."""
    source = zipfile.ZipFile(io.BytesIO(content))
    hit = draw.choice(source.namelist())
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            member = source.read(name)
            if name == hit and draw.random() < 0.1:
                continue
            target.writestr(name, drawn(member, draw) if name == hit else member)
    return result.getvalue()


def in_png(content: bytes, draw: Draw) -> bytes:
    """Return a PNG with one chunk damaged, its checksum right again."""
    chunks = list(_chunks(content))
    hit = draw.randrange(len(chunks))
    result = content[:8]
    for number, (kind, body) in enumerate(chunks):
        written = drawn(body, draw) if number == hit else body
        checksum = struct.pack(">I", zlib.crc32(kind + written))
        result += struct.pack(">I", len(written)) + kind + written + checksum
    return result


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length


def in_values(value: Any, draw: Draw) -> Any:
    """Return nested dicts and lists with one leaf or branch of another kind, or gone."""
    if isinstance(value, dict) and value and draw.random() < 0.8:
        key = draw.choice(list(value))
        rest = {name: one for name, one in value.items() if name != key}
        return rest if draw.random() < 0.3 else {**rest, key: in_values(value[key], draw)}
    if isinstance(value, list) and value and draw.random() < 0.8:
        at = draw.randrange(len(value))
        return [*value[:at], in_values(value[at], draw), *value[at + 1 :]]
    return draw.choice((None, -1, 2**63, 1.5, float("nan"), "", "x\x1b[2J", [], {}, [[]], True))
