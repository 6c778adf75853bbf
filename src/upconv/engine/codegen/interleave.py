"""Vectors interleaved and deinterleaved in registers: phases of x become neighbouring outputs."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine.codegen.ir import Function, Value


def interleave(f: Function, rows: Sequence[Value], lanes: int) -> list[Value]:
    """Return lane 0 of every row, then lane 1 of every row and so on, for up to four rows."""
    if len(rows) == 4:
        even, odd = interleave(f, rows[::2], lanes), interleave(f, rows[1::2], lanes)
        return [part for pair in zip(even, odd, strict=True) for part in interleave(f, pair, lanes)]
    return [_gather(f, rows, lanes, number * lanes) for number in range(len(rows))]


def _gather(f: Function, rows: Sequence[Value], lanes: int, first: int) -> Value:
    """Return elements `first` and on of two or three interleaved rows."""
    count = len(rows)
    result = rows[0]
    for number in range(1, count):
        places = ((first + lane) // count for lane in range(lanes))
        owners = [(first + lane) % count for lane in range(lanes)]
        # Lanes of earlier rows are in place; those of later rows are overwritten afterwards.
        indices = [
            lanes + place if owner == number else (place if number == 1 else lane)
            for lane, (place, owner) in enumerate(zip(places, owners, strict=True))
        ]
        result = f.shuffle(result, rows[number], indices)
    return result


def deinterleave(f: Function, parts: Sequence[Value], lanes: int) -> list[Value]:
    """Undo `interleave`: of n consecutive vectors, every nth element from element 0, 1, ... on."""
    if len(parts) == 4:
        even, odd = (deinterleave(f, parts[n : n + 2], lanes) for n in (0, 2))
        halves = [deinterleave(f, pair, lanes) for pair in zip(even, odd, strict=True)]
        return [half[n] for n in range(2) for half in halves]
    return [_every(f, parts, lanes, first) for first in range(len(parts))]


def _every(f: Function, parts: Sequence[Value], lanes: int, first: int) -> Value:
    count = len(parts)
    result = parts[0]
    for number in range(1, count):
        indices = []
        for lane in range(lanes):
            owner, place = divmod(first + lane * count, lanes)
            # Lanes of earlier vectors are in place; those of later ones are overwritten afterwards.
            before = place if number == 1 else lane
            indices.append(lanes + place if owner == number else before)
        result = f.shuffle(result, parts[number], indices)
    return result


def interleave_all(f: Function, rows: Sequence[Value], lanes: int) -> Value:
    """Return any number of rows interleaved, as one long vector."""
    count = len(rows)
    if count == 1:
        return rows[0]
    joined, width = list(rows), lanes
    # Joined pairwise: shufflevector takes two operands of one type.
    while len(joined) > 1:
        if len(joined) % 2:
            joined = [*joined, joined[-1]]
        joined = [
            f.shuffle(joined[n], joined[n + 1], range(2 * width)) for n in range(0, len(joined), 2)
        ]
        width *= 2
    indices = [row * lanes + lane for lane in range(lanes) for row in range(count)]
    return f.shuffle(joined[0], joined[0], indices)
