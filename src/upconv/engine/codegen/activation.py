"""Activations as generated code, on one element or a vector: forward, and on a gradient.

The formulas are those of `upconv.activations`; here are the operations that they are written in.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from upconv.activations import TABLE
from upconv.engine.codegen import elementary, sine
from upconv.engine.codegen.ir import Function, Scalar, Value

Operand: TypeAlias = "_Number | float"


class Activation:
    """One activation inside a function: `name` as in `upconv.activations`, or None for none.

    `slope` is the field of the kernel arguments that holds the activation's parameter as a double.
    """

    def __init__(self, f: Function, name: str | None, scalar: Scalar, slope: Value) -> None:
        self._f = f
        self._entry = None if name is None else TABLE[name]
        self._maths = _Maths(f, fused=scalar.fused)
        self._parameter: _Number | None = None
        if self._entry is not None and self._entry.parameter is not None:
            self._parameter = _Number(f, word_as_number(f, slope, scalar.size))

    def of(self, x: Value) -> Value:
        """Return the activation of `x`."""
        if self._entry is None:
            return x
        result: _Number = self._entry.value(self._maths, _Number(self._f, x), self._parameter)
        return result.value

    def gradient(self, grad: Value, at: Value) -> Value:
        """Return `grad` times the derivative, from the result or the input of the activation."""
        if self._entry is None:
            return grad
        f = self._f
        numbers = _Number(f, grad), _Number(f, at)
        result: _Number = self._entry.backward(self._maths, *numbers, self._parameter)
        return result.value


class _Number:
    """A floating-point value with Python's operators; a scalar is spread over a vector's lanes."""

    __slots__ = ("f", "value")

    def __init__(self, f: Function, value: Value) -> None:
        self.f = f
        self.value = value

    def like(self, other: Operand) -> Value:
        """Return a number or scalar as a value of the type of this one."""
        type_ = self.value.type
        if not isinstance(other, _Number):
            return self.f.number(type_, other) if other else self.f.zero(type_)
        lanes = self.f.lanes(type_)
        if lanes is None or other.value.type == type_:
            return other.value
        return self.f.splat(other.value, lanes)

    def _with(self, operation: str, other: Operand) -> _Number:
        right = self.like(other)
        return _Number(self.f, self.f.arithmetic(operation, self.value, right))

    def _from(self, operation: str, other: float) -> _Number:
        return _Number(self.f, self.f.arithmetic(operation, self.like(other), self.value))

    def __add__(self, other: Operand) -> _Number:
        return self._with("fadd", other)

    def __radd__(self, other: float) -> _Number:
        return self._from("fadd", other)

    def __sub__(self, other: Operand) -> _Number:
        return self._with("fsub", other)

    def __rsub__(self, other: float) -> _Number:
        return self._from("fsub", other)

    def __mul__(self, other: Operand) -> _Number:
        return self._with("fmul", other)

    def __rmul__(self, other: float) -> _Number:
        return self._from("fmul", other)

    def __truediv__(self, other: Operand) -> _Number:
        return self._with("fdiv", other)

    def __lt__(self, other: Operand) -> Value:
        return self.f.compare("olt", self.value, self.like(other))

    def __le__(self, other: Operand) -> Value:
        return self.f.compare("ole", self.value, self.like(other))

    def __gt__(self, other: Operand) -> Value:
        return self.f.compare("ogt", self.value, self.like(other))

    def __ge__(self, other: Operand) -> Value:
        return self.f.compare("oge", self.value, self.like(other))


class _Maths:
    """`upconv.activations.Maths` as generated code."""

    def __init__(self, f: Function, *, fused: bool) -> None:
        self._f = f
        self._fused = fused

    def where(self, condition: Value, yes: Any, no: Any) -> _Number:
        one: _Number = yes if isinstance(yes, _Number) else no
        return _Number(self._f, self._f.select(condition, one.like(yes), one.like(no)))

    def sigmoid(self, x: _Number) -> _Number:
        return _Number(self._f, elementary.sigmoid(self._f, x.value, fused=self._fused))

    def tanh(self, x: _Number) -> _Number:
        return _Number(self._f, elementary.tanh(self._f, x.value, fused=self._fused))

    def expm1(self, x: _Number) -> _Number:
        return _Number(self._f, elementary.expm1(self._f, x.value, fused=self._fused))

    def normal_cdf(self, x: _Number) -> _Number:
        return _Number(self._f, elementary.normal_cdf(self._f, x.value, fused=self._fused))

    def normal_pdf(self, x: _Number) -> _Number:
        return _Number(self._f, elementary.normal_pdf(self._f, x.value, fused=self._fused))

    def sin(self, x: _Number) -> _Number:
        return _Number(self._f, sine.sine(self._f, x.value, fused=self._fused))


def word_as_number(f: Function, word: Value, size: int) -> Value:
    """Return the double whose bits a word has, as a number of so many bytes."""
    number = f.emit("double", f"bitcast i64 {word.ref} to double")
    return number if size == 8 else f.emit("float", f"fptrunc double {number.ref} to float")
