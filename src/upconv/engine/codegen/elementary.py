"""Elementary functions as generated code: the same bits on one element and in every lane.

All of them use exp(-t) = 2^n·(1 + q) for t >= 0, with n the nearest integer to -t/ln 2 and
q = exp(r) - 1 of the remainder |r| <= ln(2)/2. Every step is an operation that IEEE 754 rounds
correctly, so a lane does not depend on the lanes beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from upconv import normal
from upconv.engine.codegen.ir import Function, Value


class _Format(NamedTuple):
    """What one floating-point format needs: bits of its fraction, its exponent's bias, and more.

    `ln2` is ln 2 in two parts; the first has so few bits that n times it is exact. Above
    `vanishing`, exp(-t) rounds to 0; above `saturated`, tanh(t) rounds to 1. The Taylor series of
    exp(r) - 1 ends with r^`terms`: the next term is below half a unit in the last place.
    """

    fraction: int
    bias: int
    ln2: tuple[float, float]
    vanishing: float
    saturated: float
    terms: int


_FORMATS = {
    4: _Format(23, 127, (0.693359375, -2.1219444005469057e-4), 104.0, 10.0, 7),
    8: _Format(52, 1023, (0.6931471803691238, 1.9082149292705877e-10), 746.0, 20.0, 13),
}


def sigmoid(f: Function, x: Value, *, fused: bool) -> Value:
    """Return 1/(1 + exp(-x)), for negative x as exp(x)/(1 + exp(x)), which never overflows."""
    form, one = _FORMATS[f.item_size(x.type)], f.number(x.type, 1.0)
    exponent, q = _exp_parts(f, f.intrinsic("fabs", x), form.vanishing, form, fused=fused)
    small = _exp_of_parts(f, exponent, q, form)
    above = f.select(f.compare("olt", x, f.number(x.type, 0.0)), small, one)
    return f.arithmetic("fdiv", above, f.arithmetic("fadd", small, one))


def tanh(f: Function, x: Value, *, fused: bool) -> Value:
    """Return -m/(2 + m) with m = exp(-2·|x|) - 1, and the sign of x: exact to the end near 0."""
    form = _FORMATS[f.item_size(x.type)]
    size = f.intrinsic("fabs", x)
    twice = f.arithmetic("fadd", size, size)
    m = _expm1_of_minus(f, twice, form, fused=fused)
    ratio = f.arithmetic("fdiv", m, f.arithmetic("fadd", m, f.number(x.type, 2.0)))
    return f.intrinsic("copysign", ratio, x)


def expm1(f: Function, x: Value, *, fused: bool) -> Value:
    """Return exp(-|x|) - 1, exact to the last places near 0 too."""
    form = _FORMATS[f.item_size(x.type)]
    return _expm1_of_minus(f, f.intrinsic("fabs", x), form, fused=fused)


def _expm1_of_minus(f: Function, t: Value, form: _Format, *, fused: bool) -> Value:
    """Return exp(-t) - 1 for t >= 0."""
    exponent, q = _exp_parts(f, t, 2 * form.saturated, form, fused=fused)
    scale = _power(f, exponent, t.type, form)
    shift = f.arithmetic("fsub", scale, f.number(t.type, 1.0))
    return f.fma(scale, q, shift, fused=fused)


def normal_cdf(f: Function, x: Value, *, fused: bool) -> Value:
    """Return Φ(x): exp(-t²/2)·R(t) with t = |x| for negative x, 1 minus that for others."""
    form, size = _FORMATS[f.item_size(x.type)], f.item_size(x.type)
    last, *polynomials = normal.TAILS[size]
    t = _at_most(f, f.intrinsic("fabs", x), last)
    exponent, q = _exp_of_half_square(f, t, form, fused=fused)
    above, below = (_polynomial(f, t, coefficients, fused=fused) for coefficients in polynomials)
    tail = _exp_of_parts(f, exponent, q, form, f.arithmetic("fdiv", above, below))
    rest = f.arithmetic("fsub", f.number(x.type, 1.0), tail)
    return f.select(f.compare("olt", x, f.zero(x.type)), tail, rest)


def normal_pdf(f: Function, x: Value, *, fused: bool) -> Value:
    """Return φ(x) = exp(-x²/2)/√(2π)."""
    form, size = _FORMATS[f.item_size(x.type)], f.item_size(x.type)
    t = _at_most(f, f.intrinsic("fabs", x), normal.TAILS[size].last)
    exponent, q = _exp_of_half_square(f, t, form, fused=fused)
    return _exp_of_parts(f, exponent, q, form, f.number(x.type, normal.DENSITY_AT_0))


def _exp_of_half_square(
    f: Function, t: Value, form: _Format, *, fused: bool
) -> tuple[Value, Value]:
    """Return (n, q) of exp(-t²/2) = 2^n·(1 + q).

    t is cut into head and rest, so that the square of the head is exact: an error e of the
    exponent would be a factor 1 + e of the result.
    """
    bits = f.integers("and", f.as_integers(t), -(1 << (form.fraction + 2) // 2))
    head = f.as_floats(bits, t.type)
    half = f.number(t.type, 0.5)
    square = f.arithmetic("fmul", f.arithmetic("fmul", head, head), half)
    rest = f.arithmetic("fmul", f.arithmetic("fsub", t, head), f.arithmetic("fadd", t, head))
    rest = f.arithmetic("fmul", rest, half)
    return _exp_parts(f, square, form.vanishing, form, fused=fused, rest=rest)


def _polynomial(f: Function, x: Value, coefficients: Sequence[float], *, fused: bool) -> Value:
    """Return the sum of coefficients[n]·x^n by Horner's rule."""
    *others, last = (f.number(x.type, value) for value in coefficients)
    total = last
    for value in reversed(others):
        total = f.fma(total, x, value, fused=fused)
    return total


def _at_most(f: Function, x: Value, limit: float) -> Value:
    """Return x, or `limit` where x is larger; NaN stays NaN."""
    most = f.number(x.type, limit)
    return f.select(f.compare("ogt", x, most), most, x)


def _exp_of_parts(
    f: Function, exponent: Value, q: Value, form: _Format, times: Value | None = None
) -> Value:
    """Return 2^exponent·(1 + q), times a number of moderate size if one is given."""
    # The scale in two steps: 2^n alone would vanish where 2^n·(1 + q) is a subnormal number.
    half = f.integers("ashr", exponent, 1)
    rest = f.integers("sub", exponent, half)
    small = f.arithmetic("fadd", q, f.number(q.type, 1.0))
    if times is not None:
        small = f.arithmetic("fmul", small, times)
    small = f.arithmetic("fmul", small, _power(f, half, q.type, form))
    return f.arithmetic("fmul", small, _power(f, rest, q.type, form))


def _exp_parts(
    f: Function, t: Value, limit: float, form: _Format, *, fused: bool, rest: Value | None = None
) -> tuple[Value, Value]:
    """Return (n, q) of exp(-t) = 2^n·(1 + q), t >= 0 taken for `limit` where it is larger.

    NaN passes through to q. `rest` is a small number that is added to t exactly.
    """

    def number(value: float) -> Value:
        return f.number(t.type, value)

    t = _at_most(f, t, limit)
    # Added to 1.5·2^fraction, a number of moderate size is rounded to an integer in its last bits.
    magic = number(1.5 * 2.0**form.fraction)
    rounded = f.fma(t, number(-1 / math.log(2)), magic, fused=fused)
    n = f.arithmetic("fsub", rounded, magic)
    high, low = form.ln2
    r = f.arithmetic("fsub", f.number(t.type, -0.0), t)
    r = f.fma(n, number(-high), r, fused=fused)
    r = f.fma(n, number(-low), r, fused=fused)
    if rest is not None:
        r = f.arithmetic("fsub", r, rest)
    series = number(1 / math.factorial(form.terms))
    for power in range(form.terms - 1, 1, -1):
        series = f.fma(series, r, number(1 / math.factorial(power)), fused=fused)
    q = f.fma(f.arithmetic("fmul", r, r), series, r, fused=fused)
    exponent = f.integers("sub", f.as_integers(rounded), f.as_integers(magic))
    return exponent, q


def _power(f: Function, exponent: Value, type_: str, form: _Format) -> Value:
    """Return 2^exponent, put together from its bits."""
    biased = f.integers("add", exponent, form.bias)
    return f.as_floats(f.integers("shl", biased, form.fraction), type_)
