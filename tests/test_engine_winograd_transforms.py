"""The matrices of F(m, r) and the code that multiplies with them, exact to the last bit."""

import ctypes
from fractions import Fraction

import numpy as np
import pytest

from upconv.engine.forms.winograd.transforms import MOST_INPUTS, transform

SIZES = [
    (m, r) for m in range(1, MOST_INPUTS) for r in range(1, MOST_INPUTS) if m + r - 1 <= MOST_INPUTS
]
REDUCED = [(m, r) for m, r in SIZES if r > 1]

# The factor of the rounding errors that each may have; other points must not make it worse.
GROWTH = {
    (1, 2): 1.0,
    (1, 3): 1.53,
    (1, 4): 1.42,
    (1, 5): 2.86,
    (2, 2): 1.42,
    (2, 3): 1.30,
    (2, 4): 3.02,
    (2, 5): 2.79,
    (3, 2): 1.42,
    (3, 3): 3.39,
    (3, 4): 2.93,
    (4, 2): 3.98,
    (4, 3): 3.24,
    (5, 2): 3.78,
}


def product(matrix, values):
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix]


def fractions(draw, count):
    return [Fraction(int(draw.integers(-99, 100)), int(draw.integers(1, 10))) for _ in range(count)]


@pytest.mark.parametrize(("m", "r"), SIZES)
def test_products_are_direct_convolution(m, r):
    found, draw = transform(m, r), np.random.default_rng([m, r])
    assert found.components == m + r - 1
    for _ in range(5):
        inputs, taps = fractions(draw, m + r - 1), fractions(draw, r)
        sides = product(found.taps, taps), product(found.inputs, inputs)
        products = [a * b for a, b in zip(*sides, strict=True)]
        sums = [sum(inputs[n + k] * taps[k] for k in range(r)) for n in range(m)]
        assert product(found.outputs, products) == [found.divisor * total for total in sums]


@pytest.mark.parametrize(("m", "r"), SIZES)
def test_every_coefficient_is_exact_in_binary(m, r):
    found = transform(m, r)
    assert found.divisor == {1: 1, 2: 1, 3: 1, 4: 1, 5: 3, 6: 15}[m + r - 1 if r > 1 else 1]
    rows = (*found.inputs, *found.taps, *found.outputs)
    for factor in (factor for row in rows for factor in row):
        assert Fraction(float(np.float32(float(factor)))) == factor
        assert factor.denominator & (factor.denominator - 1) == 0


@pytest.mark.parametrize("m", range(1, MOST_INPUTS + 1))
def test_with_one_tap_nothing_changes(m):
    found = transform(m, 1)
    identity = tuple(tuple(Fraction(n == k) for k in range(m)) for n in range(m))
    assert found.inputs == found.outputs == identity
    assert found.taps == ((1,),) * m
    assert (found.divisor, found.growth) == (1, 1)


@pytest.mark.parametrize(("m", "r"), REDUCED)
def test_rounding_errors_grow_no_more_than_is_said(m, r):
    assert 1 <= transform(m, r).growth <= GROWTH[m, r]


def test_a_tile_saves_products():
    assert [transform(m, 3).components for m in (2, 3, 4)] == [4, 5, 6]


def matrices():
    """Return every matrix that code is written for, those of gradients turned, and some at random.

    Matrices at random have what the others lack: rows and columns alike in all ways.
    """
    found = []
    for m, r in SIZES:
        made = transform(m, r)
        found += [made.inputs, made.taps, made.outputs]
    found += [tuple(zip(*matrix, strict=True)) for matrix in found]
    draw = np.random.default_rng(0)
    factors = [Fraction(n) for n in (0, 0, 1, 1, -1, -1, 2, -2)] + [Fraction(1, 2), Fraction(-5, 4)]
    while len(found) < 180:
        rows, columns = (int(size) for size in draw.integers(1, 7, 2))
        matrix = tuple(
            tuple(factors[n] for n in line)
            for line in draw.integers(0, len(factors), (rows, columns))
        )
        if len(found) % 2:  # the second half of the columns is that of the first but for signs
            signs = draw.choice([-1, 1], (rows, columns)).tolist()
            turned = [
                tuple(sign * a for sign, a in zip(*line, strict=True))
                for line in zip(signs, matrix, strict=True)
            ]
            matrix = tuple(a + b for a, b in zip(matrix, turned, strict=True))
        if all(any(row) for row in matrix):
            found.append(matrix)
    return found


def write(module, name, matrix, scalar, *, fused, points=()):
    """Write a function from a row of vectors to their products with a matrix.

    With `points` it is that of the inputs of a transform.
    """
    from upconv.engine.codegen.ir import PTR
    from upconv.engine.forms.winograd.linear import apply, transform_inputs

    turn, given = (transform_inputs, points) if points else (apply, matrix)
    f = module.function(name, (("source", PTR), ("to", PTR)), exported=True)
    kind, size = scalar.vector(), scalar.size
    source, to = f.parameter("source"), f.parameter("to")
    values = [f.load(kind, f.element(source, n, kind), size) for n in range(len(matrix[0]))]
    for n, total in enumerate(turn(f, given, values, fused=fused)):
        f.store(total, f.element(to, n, kind), size)
    return f


@pytest.mark.numeric
@pytest.mark.parametrize("fused", [False, True])
def test_code_is_the_product_with_its_matrix(fused):
    compiler = pytest.importorskip("upconv.engine.codegen.compiler")
    from upconv.engine.codegen.module import new_module
    from upconv.engine.process import isa

    instructions = isa.current()
    if fused and not instructions.fma:
        pytest.skip("the instruction set has no fused multiply-add")
    inputs = [transform(count, 2) for count in range(1, MOST_INPUTS)]
    listed = [*matrices(), *(each.inputs for each in inputs)]
    points = [()] * (len(listed) - len(inputs)) + [each.interpolation_points for each in inputs]
    module, scalar = new_module("products with matrices", instructions, 8)
    names = tuple(f"product{n}" for n in range(len(listed)))
    for name, matrix, given in zip(names, listed, points, strict=True):
        write(module, name, matrix, scalar, fused=fused, points=given)
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    draw = np.random.default_rng(0)
    addresses = compiler.functions(module, instructions, names)
    for at, matrix in zip(addresses, listed, strict=True):
        values = draw.integers(-9, 10, (len(matrix[0]), scalar.lanes)).astype(float)
        found = np.full((len(matrix), scalar.lanes), np.nan)
        call(at)(values.ctypes.data, found.ctypes.data)
        exact = np.array(matrix, dtype=float) @ values
        np.testing.assert_array_equal(found, exact, err_msg=str(matrix))


@pytest.mark.numeric
@pytest.mark.parametrize("size", [4, 8])
@pytest.mark.parametrize("divisor", [3, 9, 15, 45, 225])
def test_a_quotient_is_rounded_as_a_division_is(size, divisor):
    compiler = pytest.importorskip("upconv.engine.codegen.compiler")
    from upconv.engine.codegen.ir import PTR
    from upconv.engine.codegen.module import new_module
    from upconv.engine.forms.winograd.kernels import divided
    from upconv.engine.process import isa

    instructions = isa.current()
    module, scalar = new_module("quotients", instructions, size)
    f = module.function("quotients", (("source", PTR), ("to", PTR)), exported=True)
    with f.loop(0, 1 << 14, scalar.lanes) as n:
        source, to = (f.element(f.parameter(name), n, scalar.name) for name in ("source", "to"))
        value = f.load(scalar.vector(), source, size)
        f.store(divided(f, scalar, value, divisor), to, size)
    (at,) = compiler.functions(module, instructions, ("quotients",))
    draw = np.random.default_rng(0)
    values = (draw.standard_normal(1 << 14) * 2.0 ** draw.integers(-60, 60, 1 << 14)).astype(
        f"f{size}"
    )
    found = np.empty_like(values)
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    call(at)(values.ctypes.data, found.ctypes.data)
    np.testing.assert_array_equal(found, values / values.dtype.type(divisor))


def operations(matrix, points=()):
    """Return how many additions, multiplications and multiply-adds the code of a matrix has."""
    pytest.importorskip("llvmlite")
    from upconv.engine.codegen.ir import FLOATS, Module, Scalar

    scalar = Scalar(FLOATS[4], 4, 8, True)
    text = write(Module("counted", ""), "counted", matrix, scalar, fused=True, points=points).text()
    added = text.count(" fadd ") + text.count(" fsub ")
    return added, text.count(" fmul "), text.count(" @llvm.fma")


@pytest.mark.parametrize(
    ("m", "r", "inputs", "taps", "outputs"),
    [
        (2, 2, (2, 0, 0), (1, 1, 0), (2, 0, 0)),
        (2, 3, (4, 0, 0), (2, 3, 1), (4, 0, 0)),
        (3, 2, (4, 0, 0), (0, 3, 2), (4, 0, 0)),
        (4, 3, (8, 0, 6), (2, 5, 5), (6, 0, 6)),
    ],
)
def test_code_has_no_more_operations_than_are_known(m, r, inputs, taps, outputs):
    found = transform(m, r)
    assert operations(found.inputs, found.interpolation_points) == inputs
    assert (operations(found.taps), operations(found.outputs)) == (taps, outputs)


def test_an_identity_is_no_operation():
    assert operations(transform(4, 1).inputs) == (0, 0, 0)
