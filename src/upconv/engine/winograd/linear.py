"""Small constant matrices times vectors, as code: what rows or columns have in common is shared."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from upconv.engine.ir import Function, Value
from upconv.engine.winograd.points import Matrix

Terms = list[tuple[Fraction, Value]]


def apply(f: Function, matrix: Matrix, values: Sequence[Value], *, fused: bool) -> list[Value]:
    """Return `matrix` times `values`, a vector for each row."""
    rows: list[Terms] = [
        [(factor, value) for factor, value in zip(row, values, strict=True) if factor]
        for row in matrix
    ]
    rows = _by_columns(f, matrix, rows, values)
    return _by_rows(f, rows, fused=fused)


def _by_columns(
    f: Function, matrix: Matrix, rows: list[Terms], values: Sequence[Value]
) -> list[Terms]:
    """Add and subtract two values once that every row takes alike but for the sign."""
    taken: set[int] = set()
    columns = list(zip(*matrix, strict=True))
    result = rows
    for i, left in enumerate(columns):
        for j in range(i + 1, len(columns)):
            right = columns[j]
            alike = all(abs(a) == abs(b) for a, b in zip(left, right, strict=True))
            if {i, j} & taken or not alike or sum(a != 0 for a in left) < 2:
                continue
            taken |= {i, j}
            total = f.arithmetic("fadd", values[i], values[j])
            difference = f.arithmetic("fsub", values[i], values[j])
            pair = (values[i].ref, values[j].ref)
            result = [
                [term for term in terms if term[1].ref not in pair]
                + ([(a, total if a == b else difference)] if a else [])
                for terms, a, b in zip(result, left, right, strict=True)
            ]
    return result


def _by_rows(f: Function, rows: list[Terms], *, fused: bool) -> list[Value]:
    """Sum rows; two that differ in signs alone share their sums of equal and of opposite terms."""
    found: dict[int, Value] = {}
    for i, terms in enumerate(rows):
        if i in found:
            continue
        for j in range(i + 1, len(rows)):
            partner = {value.ref: factor for factor, value in rows[j]}
            here = {value.ref: factor for factor, value in terms}
            alike = here.keys() == partner.keys() and all(
                abs(here[ref]) == abs(partner[ref]) for ref in here
            )
            same = [(a, value) for a, value in terms if alike and partner[value.ref] == a]
            opposite = [(a, value) for a, value in terms if alike and partner[value.ref] != a]
            if j not in found and same and opposite and len(terms) > 2:
                left, right = (_sum(f, part, fused=fused) for part in (same, opposite))
                found[i] = f.arithmetic("fadd", left, right)
                found[j] = f.arithmetic("fsub", left, right)
                break
        else:
            found[i] = _sum(f, terms, fused=fused)
    return [found[n] for n in range(len(rows))]


def _sum(f: Function, terms: Terms, *, fused: bool) -> Value:
    """Return the sum of factors times values, those that are added as they are first."""
    ordered = sorted(terms, key=lambda term: (term[0] != 1, abs(term[0]) != 1))
    factor, total = ordered[0]
    if factor != 1:
        total = f.arithmetic("fmul", total, f.number(total.type, float(factor)))
    for factor, value in ordered[1:]:
        if abs(factor) == 1:
            total = f.arithmetic("fadd" if factor == 1 else "fsub", total, value)
        else:
            total = f.fma(value, f.number(value.type, float(factor)), total, fused=fused)
    return total
