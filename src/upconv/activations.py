"""The activations that a convolution can end with.

=============  =========================================  ============  ===============
name           y of z                                     parameter     derivative from
=============  =========================================  ============  ===============
"relu"         max(z, 0)                                                y
"leaky_relu"   z; slope·z where z < 0                     slope, 0.01   y
"sigmoid"      1/(1 + exp(-z))                                          y
"tanh"         tanh(z)                                                  y
"silu"         z·sigmoid(z), also called swish                          z
"gelu"         z·(1 + erf(z/√2))/2                                      z
"gelu_tanh"    z·(1 + tanh(√(2/π)·(z + 0.044715·z³)))/2                 z
"elu"          z; alpha·(exp(z) - 1) where z < 0          alpha, 1.0    y
"hard_swish"   z·min(max(z + 3, 0), 6)/6                                z
"snake"        z + sin(alpha·z)²/alpha                    alpha, 1.0    z
=============  =========================================  ============  ===============

Write the name, or (name, parameter) such as ("leaky_relu", 0.2). Defaults are PyTorch's. The last
column says what a backward pass needs: the result y, or z, the result without the activation.

`TABLE` is the only place that knows the formulas: NumPy, generated code, PyTorch and Keras evaluate
the same ones, each by its own `Maths`. docs/dev/add-an-activation.md shows how to add one.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from upconv import errors, normal

ActivationWord: TypeAlias = Literal[
    "relu",
    "leaky_relu",
    "sigmoid",
    "tanh",
    "silu",
    "gelu",
    "gelu_tanh",
    "elu",
    "hard_swish",
    "snake",
]
Activation: TypeAlias = ActivationWord | tuple[Literal["leaky_relu", "elu", "snake"], float] | None
Array: TypeAlias = NDArray[Any]
Number: TypeAlias = Any
"""A number, or an array, tensor or vector of numbers, with Python's operators."""


class Maths(Protocol):
    """The functions that formulas are written in, next to Python's operators."""

    def where(self, condition: Any, yes: Number, no: Number) -> Number: ...
    def sigmoid(self, x: Number) -> Number: ...
    def tanh(self, x: Number) -> Number: ...
    def sin(self, x: Number) -> Number: ...
    def expm1(self, x: Number) -> Number:
        """Return exp(x) - 1 for x <= 0, and any number for other x."""

    def normal_cdf(self, x: Number) -> Number:
        """Return Φ(x) = (1 + erf(x/√2))/2."""

    def normal_pdf(self, x: Number) -> Number:
        """Return φ(x) = exp(-x²/2)/√(2π)."""


class Entry(NamedTuple):
    """What there is to know about one activation y = value(z).

    Parameters
    ----------
    value
        (maths, z, parameter) -> y.
    backward
        (maths, grad, at, parameter) -> the gradient for z, given the one for y; `at` is y or z.
    derivative_from
        What `at` is: "result" (y), which exists anyway, or "input" (z, the pre-activation), which
        must be kept for the backward pass.
    bend
        (maths, grad, y, parameter) -> grad times the derivative of `backward`'s factor by y, for
        derivatives of second order; None if it is 0 everywhere. Only for "result".
    parameter
        The default of the parameter, None for an activation without one.
    positive
        Whether the parameter must be above 0.
    in_place
        (z, parameter): NumPy writes y to z. Only for speed: `value` makes temporary arrays.
    """

    value: Callable[[Maths, Number, Number], Number]
    backward: Callable[[Maths, Number, Number, Number], Number]
    derivative_from: Literal["result", "input"] = "input"
    bend: Callable[[Maths, Number, Number, Number], Number] | None = None
    parameter: float | None = None
    positive: bool = False
    in_place: Callable[[Array, float], object] | None = None


def _sigmoid_in_place(z: Array, _: float) -> None:
    np.add(np.exp(np.negative(z, out=z), out=z), 1, out=z)
    np.reciprocal(z, out=z)  # of an infinity it is 0, which is correct


def _gelu_backward(m: Maths, grad: Number, z: Number, _: Number) -> Number:
    near = _clip(m, z, -_GELU_FLAT, _GELU_FLAT)  # an infinity times φ = 0 would be NaN
    return grad * (m.normal_cdf(near) + near * m.normal_pdf(near))


def _gelu_tanh(m: Maths, z: Number, _: Number) -> Number:
    # (1 + tanh(u))/2 = sigmoid(2·u) keeps its digits where tanh(u) is close to -1.
    return z * m.sigmoid(z * (_GELU_LINEAR + _GELU_CUBIC * (z * z)))


def _gelu_tanh_backward(m: Maths, grad: Number, z: Number, _: Number) -> Number:
    near = _clip(m, z, -_GELU_FLAT, _GELU_FLAT)  # z² is finite
    s = m.sigmoid(near * (_GELU_LINEAR + _GELU_CUBIC * (near * near)))
    inner = _GELU_LINEAR + 3 * _GELU_CUBIC * (near * near)
    return grad * (s + near * (s * (1 - s)) * inner)


_GELU_LINEAR = 2 * (2 / np.pi) ** 0.5
_GELU_CUBIC = _GELU_LINEAR * 0.044715
_GELU_FLAT = 40.0  # beyond it the derivative is 0 or 1 in double precision


def _silu_backward(m: Maths, grad: Number, z: Number, _: Number) -> Number:
    s = m.sigmoid(z)
    return grad * (s * (1 + z * (1 - s)))


def _hard_swish_backward(m: Maths, grad: Number, z: Number, _: Number) -> Number:
    return m.where(z <= -3, 0, m.where(z >= 3, grad, grad * (z / 3 + 0.5)))


def _snake(m: Maths, z: Number, alpha: Number) -> Number:
    s = m.sin(z * alpha)
    return z + s * s / alpha


def _clip(m: Maths, z: Number, least: float, most: float) -> Number:
    return m.where(z < least, least, m.where(z > most, most, z))


TABLE: dict[str, Entry] = {
    "relu": Entry(
        lambda m, z, _: m.where(z < 0, 0, z),
        lambda m, grad, y, _: m.where(y <= 0, 0, grad),
        "result",
        in_place=lambda z, _: np.maximum(z, 0, out=z),
    ),
    "leaky_relu": Entry(
        lambda m, z, slope: m.where(z < 0, z * slope, z),
        lambda m, grad, y, slope: m.where(y > 0, grad, grad * slope),
        "result",
        parameter=0.01,
        in_place=lambda z, slope: np.multiply(z, slope, out=z, where=z < 0),
    ),
    "sigmoid": Entry(
        lambda m, z, _: m.sigmoid(z),
        lambda _m, grad, y, _: grad * (y * (1 - y)),
        "result",
        lambda _m, grad, y, _: grad * (1 - 2 * y),
        in_place=_sigmoid_in_place,
    ),
    "tanh": Entry(
        lambda m, z, _: m.tanh(z),
        lambda _m, grad, y, _: grad * (1 - y * y),
        "result",
        lambda _m, grad, y, _: grad * (-2 * y),
        in_place=lambda z, _: np.tanh(z, out=z),
    ),
    "silu": Entry(lambda m, z, _: z * m.sigmoid(z), _silu_backward),
    "gelu": Entry(lambda m, z, _: z * m.normal_cdf(z), _gelu_backward),
    "gelu_tanh": Entry(_gelu_tanh, _gelu_tanh_backward),
    "elu": Entry(
        lambda m, z, alpha: m.where(z > 0, z, m.expm1(z) * alpha),
        lambda m, grad, y, alpha: m.where(y > 0, grad, grad * (y + alpha)),
        "result",
        lambda m, grad, y, _: m.where(y > 0, 0, grad),
        parameter=1.0,
    ),
    "hard_swish": Entry(
        lambda m, z, _: z * _clip(m, z + 3, 0, 6) / 6,
        _hard_swish_backward,
    ),
    "snake": Entry(
        _snake,
        lambda m, grad, z, alpha: grad * (m.sin(z * (alpha * 2)) + 1),
        parameter=1.0,
        positive=True,
    ),
}

CHOICES = (
    None,
    *TABLE,
    *((name, entry.parameter) for name, entry in TABLE.items() if entry.parameter is not None),
)
"""What may be written, with the defaults of parameters, for messages."""


class NumpyMaths:
    """`Maths` on arrays."""

    where = staticmethod(np.where)
    tanh = staticmethod(np.tanh)
    sin = staticmethod(np.sin)
    expm1 = staticmethod(np.expm1)
    normal_cdf = staticmethod(normal.cdf)
    normal_pdf = staticmethod(normal.pdf)

    @staticmethod
    def sigmoid(x: Array) -> Array:
        result: Array = 1 / (1 + np.exp(-x))  # if exp is inf, the quotient is 0, which is correct
        return result


_NUMPY: Maths = NumpyMaths()


def as_activation(value: Activation) -> tuple[str, float] | None:
    """Return (name, parameter), or None for none; the parameter is 0 for names without one."""
    if value is None:
        return None
    if isinstance(value, str):
        entry = TABLE.get(value)
        if entry is not None:
            return value, entry.parameter or 0.0
    elif isinstance(value, tuple) and len(value) == 2:
        name, parameter = cast("tuple[str, object]", value)
        takes = isinstance(name, str) and name in TABLE and TABLE[name].parameter is not None
        if takes and isinstance(parameter, Real):
            if TABLE[name].positive and not float(parameter) > 0:
                raise errors.values.parameter_not_positive(value)
            return name, float(parameter)
    raise errors.values.not_a_choice("activation", value, CHOICES)


def as_argument(activation: tuple[str, float] | None) -> Any:
    """Return the value that `as_activation` returns this for."""
    if activation is None or TABLE[activation[0]].parameter is not None:
        return activation
    return activation[0]


def is_reversible(activation: tuple[str, float] | None) -> bool:
    """Return whether the derivative can be computed from the result.

    This excludes negative parameters, whose results are positive on both sides.
    """
    if activation is None:
        return True
    name, parameter = activation
    return TABLE[name].derivative_from == "result" and parameter >= 0


def is_from_result(value: Activation) -> bool:
    """Return `is_reversible(as_activation(value))`, quickly: every call of a layer asks."""
    written: Any = value  # whatever a caller gave: an array cannot be looked for in a tuple
    if type(written) is str and written in _FROM_RESULT:
        return True
    if type(written) is tuple and len(written) == 2 and type(written[1]) is float:
        name, parameter = written
        if type(name) is str and name in _FROM_RESULT and parameter >= 0:
            return True
    return is_reversible(as_activation(value))


_FROM_RESULT = tuple(name for name, entry in TABLE.items() if entry.derivative_from == "result")


def needs_input(value: Activation) -> bool:
    """Return whether the derivative is computed from the input of the activation."""
    activation = as_activation(value)
    return activation is not None and TABLE[activation[0]].derivative_from == "input"


def as_differentiable(value: Activation) -> tuple[str, float] | None:
    """Return `as_activation(value)` if `gradient` can compute its derivative."""
    activation = as_activation(value)
    if activation is not None and not (needs_input(value) or is_reversible(activation)):
        raise errors.values.not_reversible(value)
    return activation


def apply(activation: tuple[str, float] | None, z: Array) -> None:
    """Apply `activation` to `z` in place."""
    if activation is not None:
        name, parameter = activation
        entry = TABLE[name]
        with np.errstate(all="ignore"):  # inf and NaN pass through without a warning
            if entry.in_place is None:
                z[...] = entry.value(_NUMPY, z, parameter)
            else:
                entry.in_place(z, parameter)


def gradient(activation: tuple[str, float] | None, grad: Array, at: Array | None) -> Array:
    """Return `grad` times the derivative of `activation`.

    `at` is its result, or its input, as `Entry.derivative_from` says.
    """
    if activation is None or at is None:
        return grad
    name, parameter = activation
    with np.errstate(all="ignore"):
        result: Array = TABLE[name].backward(_NUMPY, grad, at, parameter)
    return result
