"""Implicit GEMM weight gradients whose columns are a step apart in the output gradient."""

import numpy as np
import pytest

from guarded import Guarded, needs_mprotect
from upconv.axis import Axis

pytest.importorskip("llvmlite")

from upconv.engine import generated_gradient
from upconv.engine.fallback import generic
from upconv.engine.forms.igemm import form as igemm
from upconv.engine.forms.winograd import form as winograd
from upconv.engine.process import isa
from winograd_choice import forget, integers, placed

pytestmark = pytest.mark.numeric


@pytest.fixture(autouse=True)
def _as_implicit_gemm(monkeypatch):
    monkeypatch.setattr(igemm, "ALWAYS", True)
    monkeypatch.setattr(winograd, "ALWAYS", False)
    # The other way to see a weight gradient reads the input in rows.
    monkeypatch.setattr(igemm, "gradient_utilisation", lambda problem, _: float(problem.transposed))
    forget()
    yield
    forget()


def check(width, step, dtype=np.float32, layout="first", more=1, place=lambda values: values):
    """Compare a weight gradient whose phases of x read different inputs with NumPy's form."""
    draw, lanes = (
        np.random.default_rng([width, step]),
        isa.current().lanes(np.dtype(dtype).itemsize),
    )
    layer = (Axis(2, 1, 1, 0, 0), Axis(step + 1, step, 1, 0, 1))
    x = integers(draw, (2, 3, 3, width), dtype)
    size = tuple(axis.output_size(i) for axis, i in zip(layer, (3, width), strict=True))
    grad, _ = placed(integers(draw, (2, lanes + more, *size), dtype), layout)
    given = ((3, lanes + more, 2, step + 1), layer, 1, True)
    wanted = generic.weight_gradient(x, grad, *given)
    x, grad = place(x), place(grad) if layout == "first" else grad
    found = generated_gradient.prepare(x, grad, *given).run(x, grad)
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("layout", ["first", "last", "apart"])
@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_rows_around_every_vector(step, layout, dtype):
    lanes = isa.current().lanes(np.dtype(dtype).itemsize)
    widths = {
        1,
        lanes // 3,
        lanes // 2,
        lanes - 1,
        lanes,
        lanes + 1,
        lanes + lanes // 2,
        2 * lanes - 1,
    }
    for width in sorted(widths - {0}):
        check(width, step, dtype, layout)


@needs_mprotect
@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("step", [1, 2, 4])
def test_nothing_outside_the_arrays_is_read(step, at_end):
    guarded, lanes = Guarded(), isa.current().lanes(4)
    for width in (lanes, lanes + 3):
        check(width, step, more=0, place=lambda values: guarded.place(values, at_end=at_end))
