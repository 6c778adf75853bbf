"""Φ and φ, as coefficients, in NumPy and in generated code, against 40 digits."""

import numpy as np
import pytest

from upconv import normal, ops

mpmath = pytest.importorskip("mpmath", reason="the judge of Φ")

ULPS = 6  # units in the last place, most of them of the power of e
UNFUSED = 10  # the same without a fused multiply-add, as in NumPy
mp = mpmath.mp.clone()
mp.dps = 40


def exact_cdf(x):
    return mp.erfc(-mp.mpf(float(x)) / mp.sqrt(2)) / 2


def samples(dtype):
    """Return numbers everywhere that Φ is not 0 or 1, tiny ones and the ends of the line."""
    ends = [0.0, 1e-30, -1e-30, 30.0, -45.0, -1e30, np.inf, -np.inf]
    return np.concatenate([np.linspace(-39, 9, 1501), ends]).astype(dtype)


def ulps(found, exact):
    """Return the largest error in units in the last place."""
    unit = np.spacing(np.abs(np.array([float(y) for y in exact], found.dtype)))
    errors = (abs(mp.mpf(float(a)) - b) for a, b in zip(found, exact, strict=True))
    return max(float(error / mp.mpf(float(u))) for error, u in zip(errors, unit, strict=True))


@pytest.mark.parametrize(("tail", "bound"), [(normal.SINGLE, 7e-9), (normal.DOUBLE, 6e-17)])
def test_the_coefficients_are_exact(tail, bound):
    """6e-17 is above the error of the fit: the coefficients are rounded to double precision."""
    assert min(*tail.numerator, *tail.denominator) > 0
    for t in np.linspace(0, tail.last, 800):
        given = mp.mpf(float(t))
        ratio = mp.polyval(tail.numerator[::-1], given) / mp.polyval(tail.denominator[::-1], given)
        assert abs(ratio / (mp.exp(given * given / 2) * exact_cdf(-t)) - 1) < bound


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numpys_phi_is_exact_to_the_last_places(dtype):
    x = samples(dtype)
    found = normal.cdf(x)
    assert found.dtype == dtype
    assert ulps(found, [exact_cdf(one) for one in x]) <= UNFUSED


@pytest.mark.numeric
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_generated_gelu_is_exact_to_the_last_places(dtype, monkeypatch):
    """In both tails too, where (1 + erf(x/√2))/2 has lost its digits."""
    isa = pytest.importorskip("upconv.engine.process.isa")
    x = samples(dtype)
    x = x[np.isfinite(x)]
    exact = [mp.mpf(float(one)) * exact_cdf(one) for one in x]
    for instructions in isa.available():
        monkeypatch.setenv("UPCONV_ISA", instructions.name)
        weight = np.ones((1, 1, 1), dtype)
        found = ops.conv(x.reshape(1, 1, -1), weight, activation="gelu").ravel()
        least = np.abs(x) * np.finfo(dtype).tiny  # below, Φ is subnormal and has fewer digits
        kept = np.abs(np.array([float(y) for y in exact])) >= least
        error = ulps(found[kept], [y for y, keep in zip(exact, kept, strict=True) if keep])
        assert error <= (ULPS if instructions.fma else UNFUSED)
        assert (np.abs(found[~kept]) <= 2 * least[~kept]).all()


@pytest.mark.numeric
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_derivative_of_gelu_is_exact(dtype):
    pytest.importorskip("llvmlite")
    z = samples(dtype)[:-2].reshape(1, 1, -1)
    grad, weight = np.ones_like(z), np.ones((1, 1, 1), dtype)
    found, _, _ = ops.conv_backward(grad, z, weight, activation="gelu", pre_activation=z)
    for z_of_one, ours in zip(z.ravel(), found.ravel(), strict=True):
        given = mp.mpf(float(z_of_one))
        density = mp.exp(-given * given / 2) / mp.sqrt(2 * mp.pi)
        cdf = exact_cdf(z_of_one)
        assert abs(mp.mpf(float(ours)) - (cdf + given * density)) <= mp.mpf(
            float(np.finfo(dtype).eps)
        ) * ULPS * (cdf + abs(given) * density) + mp.mpf(float(np.finfo(dtype).tiny))
