"""Vectors woven together in registers: phases of x become neighbouring outputs."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine.ir import Function, Value


def interleave(f: Function, rows: Sequence[Value], lanes: int) -> Value:
    """Return lane 0 of every row, then lane 1 of every row, and so on, as one long vector."""
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
