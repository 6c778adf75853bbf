"""Small constant matrices times vectors, as code, with common subexpressions shared."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from upconv.engine.codegen.ir import Function, Value
from upconv.engine.forms.winograd.transforms import Matrix

Terms = list[tuple[Fraction, Value]]


def apply(f: Function, matrix: Matrix, values: Sequence[Value], *, fused: bool) -> list[Value]:
    """Return `matrix` times `values`, a vector for each row."""
    rows: list[Terms] = [
        [(factor, value) for factor, value in zip(row, values, strict=True) if factor]
        for row in matrix
    ]
    rows = _by_columns(f, matrix, rows, values)
    return _by_rows(f, rows, fused=fused)


def transform_inputs(
    f: Function, points: tuple[Fraction, ...], values: Sequence[Value], *, fused: bool
) -> list[Value]:
    """Return the input transform with these interpolation points, applied to `values`.

    Rows share the factors that they have in common. Without points it is the identity.
    """
    if not points:
        return list(values)
    products = _Products(f, values, fused=fused)
    rest = [tuple(each for each in points if each != point) for point in points]
    return [products.at(roots, 0) for roots in (*rest, points)]


class _Products:
    """Values times monic polynomials that are given by their roots; x**n stands for value n on.

    Roots p and -1/p make one factor, x**2 - 1 - (p - 1/p)·x: the product with x**2 - 1 serves every
    such pair.
    """

    def __init__(self, f: Function, values: Sequence[Value], *, fused: bool) -> None:
        self._f, self._values, self._fused = f, values, fused
        self._memo: dict[tuple[tuple[Fraction, ...], int], Value] = {}
        self._ends: dict[tuple[tuple[Fraction, ...], int], Value] = {}

    def at(self, roots: tuple[Fraction, ...], start: int) -> Value:
        """Return the product from value `start` on."""
        shift = sum(root == 0 for root in roots)
        roots, start = tuple(root for root in roots if root), start + shift
        if not roots:
            return self._values[start]
        key = (roots, start)
        if key not in self._memo:
            self._memo[key] = self._new(roots, start)
        return self._memo[key]

    def _new(self, roots: tuple[Fraction, ...], start: int) -> Value:
        alone = [root for root in roots if -1 / root not in roots]
        if alone:  # these factors come last, so that pairs are shared
            rest = tuple(root for root in roots if root != alone[-1])
            return self._plus(self.at(rest, start + 1), -alone[-1], self.at(rest, start))
        root = roots[-1]
        rest = tuple(each for each in roots if each not in (root, -1 / root))
        key = (rest, start)
        if key not in self._ends:
            last, first = self.at(rest, start + 2), self.at(rest, start)
            self._ends[key] = self._plus(last, Fraction(-1), first)
        return self._plus(self._ends[key], 1 / root - root, self.at(rest, start + 1))

    def _plus(self, value: Value, factor: Fraction, other: Value) -> Value:
        """Return value + factor·other."""
        if factor == 0:
            return value
        return _sum(self._f, [(Fraction(1), value), (factor, other)], fused=self._fused)


def _by_columns(
    f: Function, matrix: Matrix, rows: list[Terms], values: Sequence[Value]
) -> list[Terms]:
    """Add and subtract two values once if every row has the same factor for both, up to sign."""
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
    """Sum rows; two that differ in signs only share the sums of their equal and opposite terms."""
    sums: dict[int, Value] = {}
    for i, terms in enumerate(rows):
        if i in sums:
            continue
        for j in range(i + 1, len(rows)):
            partner = {value.ref: factor for factor, value in rows[j]}
            here = {value.ref: factor for factor, value in terms}
            alike = here.keys() == partner.keys() and all(
                abs(here[ref]) == abs(partner[ref]) for ref in here
            )
            same = [(a, value) for a, value in terms if alike and partner[value.ref] == a]
            opposite = [(a, value) for a, value in terms if alike and partner[value.ref] != a]
            if j not in sums and same and opposite and len(terms) > 2:
                left, right = (_sum(f, part, fused=fused) for part in (same, opposite))
                sums[i] = f.arithmetic("fadd", left, right)
                sums[j] = f.arithmetic("fsub", left, right)
                break
        else:
            sums[i] = _sum(f, terms, fused=fused)
    return [sums[n] for n in range(len(rows))]


def _sum(f: Function, terms: Terms, *, fused: bool) -> Value:
    """Return the sum of factors times values, terms with factor 1 first."""
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
