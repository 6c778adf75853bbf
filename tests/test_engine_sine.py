"""The sine in generated code: exact near its zeros and for the largest arguments, in every lane."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upconv import activations, ops

pytest.importorskip("llvmlite")
mpmath = pytest.importorskip("mpmath", reason="the judge of the sine")
from upconv.engine.codegen import sine  # noqa: E402 - after the skips
from upconv.engine.process import isa  # noqa: E402 - after the skips

pytestmark = pytest.mark.numeric

INSTRUCTION_SETS = [found.name for found in isa.available()]
ULPS = 3  # units in the last place
mp = mpmath.mp.clone()
mp.prec = 1300


@pytest.fixture(autouse=True)
def _sine(monkeypatch):
    """The sine as the derivative of an activation, so that `compute` can reach it."""
    entry = activations.Entry(lambda m, z, _: m.sin(z), lambda m, grad, z, _: grad * m.sin(z))
    monkeypatch.setitem(activations.TABLE, "sine for a test", entry)


def compute(x):
    z = x.reshape(1, 1, -1)
    weight = np.ones((1, 1, 1), x.dtype)
    words = {"activation": "sine for a test", "pre_activation": z}
    return ops.conv_backward(np.ones_like(z), z, weight, **words)[0].ravel()


def assert_exact(x):
    found = compute(x)
    exact = [mp.sin(mp.mpf(float(one))) for one in x]
    unit = np.spacing(np.abs(np.array([float(y) for y in exact], x.dtype)))
    for one, ours, theirs, u in zip(x, found, exact, unit, strict=True):
        assert abs(mp.mpf(float(ours)) - theirs) <= ULPS * mp.mpf(float(u)), one


def nearest_to_zeros(dtype):
    """Return the numbers beside multiples of π, and the worst one in double precision."""
    n = np.concatenate([np.arange(1, 200), 7 ** np.arange(3, 18), [667543, 667544, 667545]])
    worst = [6381956970095103 * 2.0**797]  # within 3e-19 of a multiple of π/2
    zeros = np.array([float(mp.pi * int(k)) for k in n])
    x = np.concatenate([zeros, worst if dtype is np.float64 else []]).astype(dtype)
    return np.concatenate([np.nextafter(x, dtype(0)), x, -np.nextafter(x, dtype(np.inf))])


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_sine_is_exact_to_the_last_places(name, dtype, monkeypatch):
    monkeypatch.setenv("UPCONV_ISA", name)
    draw = np.random.default_rng(0)
    far = np.log2(np.finfo(dtype).max)
    sizes = 2.0 ** np.concatenate([draw.uniform(-60, 21, 300), draw.uniform(20.9, far, 300)])
    assert_exact((sizes * draw.choice([-1, 1], sizes.size)).astype(dtype))
    assert_exact(nearest_to_zeros(dtype))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_sine_of_any_number(x):
    assert_exact(np.array([x]))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_number_line(dtype):
    most = np.finfo(dtype).max
    x = np.array([np.nan, np.inf, -np.inf, 0, np.finfo(dtype).smallest_subnormal], dtype)
    assert_exact(np.array([most, -most, sine.NEAR, -sine.NEAR], dtype))
    with np.errstate(invalid="ignore"):
        np.testing.assert_array_equal(compute(x), np.sin(x))


@pytest.mark.parametrize("name", INSTRUCTION_SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_lane_does_not_depend_on_the_lanes_beside_it(name, dtype, monkeypatch):
    """Near and far ones in a row: those that are near keep their bits."""
    monkeypatch.setenv("UPCONV_ISA", name)
    draw = np.random.default_rng(0)
    mixed = np.where(draw.random(71) < 0.3, 1e30, draw.standard_normal(71)).astype(dtype)
    whole = compute(mixed)
    for first in range(9):
        for last in (first + 1, first + 2, first + 7, 70):
            assert np.array_equal(compute(mixed[first:last].copy()), whole[first:last])
