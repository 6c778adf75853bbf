"""A square of vectors turned in registers."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine.ir import Function, Value


def transpose(f: Function, rows: Sequence[Value], joined: int = 1) -> list[Value]:
    """Return the columns of so many rows as a row has lanes (a power of two).

    With `joined` columns kept together, vectors n·joined to (n + 1)·joined - 1 hold columns
    n·joined and on of the first row, of the second row and so on.
    """
    return _exchange(f, [rows[n] for n in _order(len(rows), joined)], joined)


def turn_back(f: Function, parts: Sequence[Value], joined: int = 1) -> list[Value]:
    """Return the rows of which `transpose` makes `parts`."""
    turned = _exchange(f, parts, joined)
    places = _order(len(parts), joined)
    return [turned[places.index(n)] for n in range(len(parts))]


def _order(count: int, joined: int) -> list[int]:
    return [n % joined * (count // joined) + n // joined for n in range(count)]


def _exchange(f: Function, rows: Sequence[Value], least: int) -> list[Value]:
    """Exchange blocks across the diagonal, of half the size, then of a quarter, down to `least`.

    One shuffle per row in each step.
    """
    count, held = len(rows), list(rows)
    half = count // 2
    while half >= least:
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
