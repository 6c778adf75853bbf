"""Elementary functions as generated code: the same bits on one element and in every lane.

All of them use exp(-t) = 2^n·(1 + q) for t >= 0, with n the nearest integer to -t/ln 2 and
q = exp(r) - 1 of the remainder |r| <= ln(2)/2. Every step is an operation that IEEE 754 rounds
correctly, so a lane does not depend on the lanes beside it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from upconv.engine.ir import Function, Value


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
    # The scale in two steps: 2^n alone would vanish where 2^n·(1 + q) is a subnormal number.
    half = f.integers("ashr", exponent, 1)
    rest = f.integers("sub", exponent, half)
    small = f.arithmetic("fmul", f.arithmetic("fadd", q, one), _power(f, half, x.type, form))
    small = f.arithmetic("fmul", small, _power(f, rest, x.type, form))
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


def _exp_parts(
    f: Function, t: Value, limit: float, form: _Format, *, fused: bool
) -> tuple[Value, Value]:
    """Return (n, q) of exp(-t) = 2^n·(1 + q), t >= 0 taken for `limit` where it is larger.

    NaN passes through to q.
    """

    def number(value: float) -> Value:
        return f.number(t.type, value)

    t = f.select(f.compare("ogt", t, number(limit)), number(limit), t)
    # Added to 1.5·2^fraction, a number of moderate size is rounded to an integer in its last bits.
    magic = number(1.5 * 2.0**form.fraction)
    rounded = f.fma(t, number(-1 / math.log(2)), magic, fused=fused)
    n = f.arithmetic("fsub", rounded, magic)
    high, low = form.ln2
    r = f.arithmetic("fsub", f.number(t.type, -0.0), t)
    r = f.fma(n, number(-high), r, fused=fused)
    r = f.fma(n, number(-low), r, fused=fused)
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
