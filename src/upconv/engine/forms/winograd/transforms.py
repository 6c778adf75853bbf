"""The exact matrices of F(m, r): m outputs of r taps from m + r - 1 products.

A sum over r taps that m neighbouring outputs share is a product of polynomials, transposed. Its
factors are evaluated at m + r - 1 interpolation points, the last at infinity; one product at each
is all that multiplies data with data (Winograd, 1980; Lavin and Gray, arXiv:1509.09308):

    outputs = A ((G taps) * (B inputs))

Every coefficient is a multiple of a power of two, so that integers stay exact; where the points
ask for other divisors, `divisor` times the outputs is what A returns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from upconv.bounded_cache import memoised

Matrix: TypeAlias = tuple[tuple[Fraction, ...], ...]

# The finite interpolation points, by the number of components. Opposite points share work; 1/2 and
# -2 instead of 2 and -2 halve the largest error.
POINTS: dict[int, tuple[Fraction, ...]] = {
    2: (Fraction(0),),
    3: (Fraction(0), Fraction(1)),
    4: (Fraction(0), Fraction(1), Fraction(-1)),
    5: (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2)),
    6: (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-2)),
}
MOST_INPUTS = max(POINTS)


@dataclass(frozen=True, eq=False)
class Transform:
    """F(m, r) of one axis: rows of `inputs` (B), `taps` (G) and `outputs` (A).

    Row n of `inputs` is the monic polynomial whose roots are the `interpolation_points` but the
    n-th; the last row has them all. Without points it is the identity.

    There is one object for each (m, r), so it is its own key.
    """

    inputs: Matrix
    taps: Matrix
    outputs: Matrix
    divisor: int
    interpolation_points: tuple[Fraction, ...] = ()

    @property
    def components(self) -> int:
        """The elements of a transformed tile, its products, and the inputs it reads: m + r - 1."""
        return len(self.inputs)

    @cached_property
    def adds(self) -> tuple[float, float]:
        """How many additions inputs and outputs take: rows share about a third of them."""
        inputs, outputs = (
            2 / 3 * sum(sum(factor != 0 for factor in row) - 1 for row in matrix)
            for matrix in (self.inputs, self.outputs)
        )
        return inputs, outputs

    @cached_property
    def growth(self) -> float:
        """About how many times larger its rounding errors are than those of direct convolution.

        It is the root mean square of the error that an output takes from every product.
        """
        squares = [
            sum(factor**2 for factor in taps) * sum(factor**2 for factor in inputs)
            for taps, inputs in zip(self.taps, self.inputs, strict=True)
        ]
        most = max(
            sum(factor**2 * square for factor, square in zip(row, squares, strict=True))
            for row in self.outputs
        )
        return math.sqrt(most / len(self.taps[0])) / self.divisor


@memoised("plans", 64)
def transform(outputs: int, taps: int) -> Transform:
    """Return F(m, r); with one tap there is nothing to save and every matrix is the identity.

    >>> transform(2, 3).components
    4
    """
    if taps == 1:
        return Transform(_identity(outputs), ((Fraction(1),),) * outputs, _identity(outputs), 1)
    size = outputs + taps - 1
    points = POINTS[size]
    others = [[each for each in points if each != point] for point in points]
    slopes = [
        math.prod((point - each for each in rest), start=Fraction(1))
        for point, rest in zip(points, others, strict=True)
    ]
    divisor = _odd(math.lcm(*(slope.numerator for slope in slopes)))
    return Transform(
        tuple(_with_roots(rest, size) for rest in [*others, list(points)]),
        (
            *(
                tuple(divisor / slope * point**n for n in range(taps))
                for point, slope in zip(points, slopes, strict=True)
            ),
            tuple(Fraction(divisor * (n == taps - 1)) for n in range(taps)),
        ),
        tuple(
            (*(point**n for point in points), Fraction(n == outputs - 1)) for n in range(outputs)
        ),
        divisor,
        points,
    )


def _identity(size: int) -> Matrix:
    return tuple(tuple(Fraction(row == column) for column in range(size)) for row in range(size))


def _with_roots(roots: list[Fraction], length: int) -> tuple[Fraction, ...]:
    """Return the coefficients of the monic polynomial with these roots, the constant one first."""
    coefficients = [Fraction(1)]
    for root in roots:
        shifted = [Fraction(0), *coefficients]
        coefficients = [
            up - root * here for up, here in zip(shifted, [*coefficients, Fraction(0)], strict=True)
        ]
    return (*coefficients, *(Fraction(0),) * (length - len(coefficients)))


def _odd(number: int) -> int:
    while number % 2 == 0:
        number //= 2
    return number
