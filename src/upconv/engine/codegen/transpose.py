"""A square of vectors transposed in registers."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine.codegen.ir import Function, Value


def transpose(f: Function, rows: Sequence[Value], joined: int = 1) -> list[Value]:
    """Return the columns of so many rows as a row has lanes (a power of two).

    With `joined` columns kept together, vectors n·joined to (n + 1)·joined - 1 hold columns
    n·joined and on of the first row, of the second row and so on.
    """
    return _swap_blocks(f, [rows[n] for n in _order(len(rows), joined)], joined)


def transpose_back(f: Function, parts: Sequence[Value], joined: int = 1) -> list[Value]:
    """Return the rows of which `transpose` makes `parts`."""
    transposed = _swap_blocks(f, parts, joined)
    places = _order(len(parts), joined)
    return [transposed[places.index(n)] for n in range(len(parts))]


def _order(count: int, joined: int) -> list[int]:
    return [n % joined * (count // joined) + n // joined for n in range(count)]


def _swap_blocks(f: Function, rows: Sequence[Value], least: int) -> list[Value]:
    """Swap blocks across the diagonal, of half the size, then of a quarter, down to `least`.

    One shuffle per row in each step.
    """
    count, vectors = len(rows), list(rows)
    half = count // 2
    while half >= least:
        keep: list[int] = []
        take: list[int] = []
        for start in range(0, count, 2 * half):
            upper = start + half
            keep += [*range(start, upper), *range(count + start, count + upper)]
            take += [*range(upper, upper + half), *range(count + upper, count + upper + half)]
        for n in (n for n in range(count) if not n & half):
            left, right = vectors[n], vectors[n + half]
            vectors[n], vectors[n + half] = (
                f.shuffle(left, right, keep),
                f.shuffle(left, right, take),
            )
        half //= 2
    return vectors
