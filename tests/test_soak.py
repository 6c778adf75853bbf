"""The soak test's own parts: its cases are right by its loops, and a wrong result is noticed."""

import numpy as np
import pytest

import upconv
from soak import cases, loops, worker
from upconv import reference

NUMBERS = range(0, 1000, 29)


def cast(*values):
    return [a.astype(np.float64) for a in values]


@pytest.mark.numeric
@pytest.mark.parametrize("family", ["numpy", "torch", "onnx"])
def test_drawn_cases_are_right(family):
    if family != "numpy":
        pytest.importorskip(family, reason=f"{family} is not installed: nothing to run")
    ran = [worker.attempt(3, number, family) for number in NUMBERS]
    assert [mismatch for _, mismatch in ran if mismatch is not None] == []
    assert sum(name is not None for name, _ in ran) > len(NUMBERS) / 3


def test_the_loops_agree_with_the_reference():
    for number in NUMBERS:
        case = cases.draw(1, number, "onnx")
        if case.kind.c_in * case.kind.c_out * np.prod(case.output_size) > 4000:
            continue
        x, weight, bias, _ = cases.arrays(case)
        right = reference.zero_insertion(
            x,
            weight,
            bias,
            stride=case.kind.stride,
            padding=case.padding,
            output_padding=case.rows,
            dilation=case.kind.dilation,
            groups=case.kind.groups,
        )
        np.testing.assert_array_equal(loops.forward(case, *cast(x, weight), bias), right)


@pytest.mark.parametrize("transposed", [True, False])
def test_the_loops_of_both_directions_are_adjoint(transposed):
    """<g, f(x)> = <f'(g), x>, and the same for the weight: exactly, for small integers."""
    drawn = (cases.draw(2, number, "numpy") for number in range(0, 2000, 50))
    for case in (case for case in drawn if case.kind.transposed is transposed):
        x, weight, _, grad = cases.arrays(case)
        x, weight, grad = cast(x, weight, grad)
        y = loops.forward(case, x, weight, None)
        grad_x, grad_weight, _ = loops.backward(case, grad, x, weight)
        assert (grad * y).sum() == (grad_x * x).sum() == (grad_weight * weight).sum()


def test_a_wrong_result_is_a_mismatch(monkeypatch):
    def wrong(*args, **words):
        y = upconv.conv_transpose(*args, **words)
        y[(0,) * y.ndim] += 1
        return y

    number = next(
        n for n in range(1000) if (case := cases.draw(0, n, "onnx")).batch and min(case.end) >= 0
    )
    monkeypatch.setattr("upconv.ops.conv_transpose", wrong)
    pytest.importorskip("onnx", reason="onnx is not installed: nothing to run")
    name, mismatch = worker.attempt(0, number, "onnx")
    assert name == "mismatch"
    assert "Arrays are not equal" in mismatch["reason"]
