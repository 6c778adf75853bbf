"""The sine as generated code: the same bits on one element and in every lane, for every argument.

sin(x) = (-1)^n·sin(r) with n the nearest integer to x/π and r = x - n·π, computed in double
precision for both types. Up to `NEAR`, n·π is subtracted in parts whose products with n are exact
(W. J. Cody, W. Waite: Software Manual for the Elementary Functions, 1980). Beyond it, x is
multiplied with those bits of 1/π that decide the result, one lane after the other (M. Payne,
R. Hanek: Radian reduction for trigonometric functions, SIGNUM Newsletter 18, 1983).
"""

from __future__ import annotations

import math

from upconv.engine.codegen.ir import I64, PTR, Function, Module, Value

NEAR = 2.0**21  # n is below 2^20 here, so that its products with 33 bits are exact
FAR = "reduce_far"

# π in parts of 33 bits, and the rest.
_PI = tuple(
    float.fromhex(part)
    for part in (
        "0x1.921fb54400000p+1",
        "0x1.0b4611a600000p-33",
        "0x1.3198a2e000000p-68",
        "0x1.b839a252049c1p-103",
    )
)
# The first 1216 bits after the binary point of 1/π.
_ONE_OVER_PI = (
    "517cc1b727220a94fe13abe8fa9a6ee06db14acc9e21c820ff28b1d5ef5de2b0"
    "db92371d2126e9700324977504e8c90e7f0ef58e5894d39f74411afa975da242"
    "74ce38135a2fbf209cc8eb1cc1a99cfa4e422fc5defc941d8ffc4bffef02cc07"
    "f79788c5ad05368fb69b3f6793e584dba7a31fb34f2ff516ba93dd63f5f2f8bd"
    "9e839cfbc529497535fdafd88fc6ae842b0198237e3db5d5"
)
_WORDS = ("0" * 16, *(_ONE_OVER_PI[n : n + 16] for n in range(0, len(_ONE_OVER_PI), 16)))
_TERMS = {4: 13, 8: 21}  # the last power of the Taylor series, by the bytes of a number
_FRACTION, _BIAS = 52, 1023
_INFINITE = 972  # the exponent of infinities, in units of the last place


def sine(f: Function, x: Value, *, fused: bool) -> Value:
    """Return sin(x); NaN for infinities."""
    lanes, size = f.lanes(x.type), f.item_size(x.type)
    wide = x
    if size == 4:
        type_ = "double" if lanes is None else f"<{lanes} x double>"
        wide = f.emit(type_, f"fpext {x.type} {x.ref} to {type_}")
    r = _reduced(f, wide, fused=fused)
    if size == 4:
        r = f.emit(x.type, f"fptrunc {r.type} {r.ref} to {x.type}")
    square = f.arithmetic("fmul", r, r)
    powers = range(_TERMS[size], 1, -2)
    series = f.number(x.type, 0.0)
    for power in powers:
        term = f.number(x.type, (-1) ** (power // 2) / math.factorial(power))
        series = term if power == powers[0] else f.fma(series, square, term, fused=fused)
    return f.fma(f.arithmetic("fmul", r, square), series, r, fused=fused)


def _reduced(f: Function, x: Value, *, fused: bool) -> Value:
    """Return the r in [-π/2, π/2] whose sine is that of x, a double or a vector of them."""
    # Added to 1.5·2^52, a number of moderate size is rounded to an integer in its last bits.
    magic = f.number(x.type, 1.5 * 2.0**_FRACTION)
    rounded = f.fma(x, f.number(x.type, 1 / math.pi), magic, fused=fused)
    n = f.arithmetic("fsub", rounded, magic)
    near = x
    for part in _PI:
        near = f.fma(n, f.number(x.type, -part), near, fused=fused)
    odd = f.integers("shl", f.as_integers(rounded), 63)
    near = f.as_floats(f.integers("xor", f.as_integers(near), odd), x.type)
    r = f.variable(x.type, near)
    is_far = f.compare("oge", f.intrinsic("fabs", x), f.number(x.type, NEAR))
    lanes = f.lanes(x.type)
    with f.when(is_far if lanes is None else f.any_lane(is_far)):
        given, found = (f.scratch("double", lanes or 1) for _ in range(2))
        f.store(x, given)
        f.store(r.get(), found)
        f.call(_far(f.module), given, found, f.integer(lanes or 1))
        r.set(f.load(x.type, found))
    return r.get()


def _far(module: Module) -> Function:
    """Return the function that reduces the numbers from `NEAR` on among so many, in place of r."""
    found = module.find(FAR)
    if found is not None:
        return found
    f = module.function(FAR, (("given", PTR), ("found", PTR), ("count", I64)), cold=True)
    table = f.scratch(I64, len(_WORDS))
    for n, word in enumerate(_WORDS):
        bits = int(word, 16)
        f.store(f.integer(bits - (bits >> 63 << 64)), f.element(table, n, I64))
    with f.loop(0, f.parameter("count")) as lane:
        x = f.load("double", f.element(f.parameter("given"), lane, "double"))
        size = f.intrinsic("fabs", x)
        with f.when(f.compare("oge", size, f.number("double", NEAR))):
            r = _reduced_far(f, x, size, table)
            f.store(r, f.element(f.parameter("found"), lane, "double"))
    return f


def _reduced_far(f: Function, x: Value, size: Value, table: Value) -> Value:
    """Return r of one double x = ±M·2^e with |x| = `size`.

    x/π modulo 2 is M times 192 bits of 1/π: those before them give multiples of 2, those after
    them less than the rounding error. Its first bit is whether n is odd before rounding, the bits
    after that are the fraction.
    """

    def bits(operation: str, left: Value, right: Value | int, type_: str = I64) -> Value:
        text = right.ref if isinstance(right, Value) else str(right)
        return f.emit(type_, f"{operation} {type_} {left.ref}, {text}")

    def wide(value: Value) -> Value:
        return f.emit("i128", f"zext i64 {value.ref} to i128")

    def low(value: Value) -> Value:
        return f.emit(I64, f"trunc i128 {value.ref} to i64")

    def joined(high: Value, rest: Value) -> Value:
        return bits("or", bits("shl", wide(high), 64, "i128"), wide(rest), "i128")

    pattern = f.as_integers(size)
    exponent = bits("lshr", pattern, _FRACTION) - (_BIAS + _FRACTION)
    mantissa = wide(bits("or", bits("and", pattern, (1 << _FRACTION) - 1), 1 << _FRACTION))
    begin = exponent + 63  # the table begins with 64 zeros
    index, shift = bits("lshr", begin, 6), wide(bits("and", begin, 63))
    words = [f.load(I64, f.element(table, index + n, I64)) for n in range(4)]
    window = [
        low(bits("lshr", bits("shl", joined(*words[n : n + 2]), shift, "i128"), 64, "i128"))
        for n in range(3)
    ]
    carry, product = f.constant("i128", "0"), []
    for word in reversed(window):
        total = bits("add", bits("mul", mantissa, wide(word), "i128"), carry, "i128")
        product.append(low(total))
        carry = bits("lshr", total, 64, "i128")
    last, middle, first = product
    # Twice the product drops the first bit; as a signed number it is the fraction in [-1/2, 1/2).
    fraction = bits(
        "or", bits("shl", joined(first, middle), 1, "i128"), wide(bits("lshr", last, 63)), "i128"
    )
    opposite = f.emit("i128", f"sub i128 0, {fraction.ref}")
    below = f.emit("i1", f"icmp slt i128 {fraction.ref}, 0")
    fraction = f.select(below, opposite, fraction)
    zeros = f.leading_zeros(fraction)
    digits = low(bits("lshr", bits("shl", fraction, zeros, "i128"), 64, "i128"))
    number = f.emit("double", f"uitofp i64 {digits.ref} to double")
    scale = bits("shl", f.integer(_BIAS - 64) - low(zeros), _FRACTION)
    r = f.arithmetic("fmul", number, f.number("double", math.pi))
    r = f.arithmetic("fmul", r, f.as_floats(scale, "double"))
    # The sign of the fraction and the rounding up of n that goes with it cancel.
    negative = bits(
        "shl", bits("xor", bits("lshr", first, 63), bits("lshr", f.as_integers(x), 63)), 63
    )
    r = f.as_floats(bits("xor", f.as_integers(r), negative), "double")
    undefined = f.arithmetic("fsub", x, x)
    return f.select(exponent.equals(_INFINITE), undefined, r)
