"""A square of vectors turned in registers."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine.ir import Function, Value


def transpose(f: Function, rows: Sequence[Value]) -> list[Value]:
    """Return the columns of so many rows as a row has lanes (a power of two).

    Blocks of half the size, then of a quarter and so on, change places across the diagonal: one
    shuffle per row in each step.
    """
    count = len(rows)
    held = list(rows)
    half = count // 2
    while half:
        keep: list[int] = []
        take: list[int] = []
        for start in range(0, count, 2 * half):
            upper = start + half
            keep += [*range(start, upper), *range(count + start, count + upper)]
            take += [*range(upper, upper + half), *range(count + upper, count + upper + half)]
        for n in (n for n in range(count) if not n & half):
            left, right = held[n], held[n + half]
            held[n], held[n + half] = f.shuffle(left, right, keep), f.shuffle(left, right, take)
        half //= 2
    return held
