"""Activations as generated code, on one element or a vector: forward, and on a gradient."""

from __future__ import annotations

from upconv.engine import elementary
from upconv.engine.ir import Function, Scalar, Value


class Activation:
    """One activation inside a function: `name` as in `upconv.activations`, or None for none.

    `slope` is the field of the kernel arguments that holds the slope of a leaky ReLU as a double.
    """

    def __init__(self, f: Function, name: str | None, scalar: Scalar, slope: Value) -> None:
        self._f = f
        self._name = name
        self._fused = scalar.fused
        if name == "leaky_relu":
            self._slope = word_as_number(f, slope, scalar.size)

    def of(self, x: Value) -> Value:
        """Return the activation of `x`."""
        f = self._f
        match self._name:
            case "relu":
                return f.select(self._compare("olt", x), f.zero(x.type), x)
            case "leaky_relu":
                return f.select(self._compare("olt", x), self._times_slope(x), x)
            case "sigmoid":
                return elementary.sigmoid(f, x, fused=self._fused)
            case "tanh":
                return elementary.tanh(f, x, fused=self._fused)
        return x

    def gradient(self, grad: Value, y: Value) -> Value:
        """Return `grad` times the derivative, told from the result `y`."""
        f = self._f
        match self._name:
            case "relu":
                return f.select(self._compare("ole", y), f.zero(y.type), grad)
            case "leaky_relu":
                return f.select(self._compare("ogt", y), grad, self._times_slope(grad))
            case "sigmoid":
                rest = f.arithmetic("fsub", f.number(y.type, 1.0), y)
                return f.arithmetic("fmul", grad, f.arithmetic("fmul", y, rest))
            case "tanh":
                square = f.arithmetic("fmul", y, y)
                rest = f.arithmetic("fsub", f.number(y.type, 1.0), square)
                return f.arithmetic("fmul", grad, rest)
        return grad

    def _compare(self, predicate: str, x: Value) -> Value:
        return self._f.compare(predicate, x, self._f.zero(x.type))

    def _times_slope(self, x: Value) -> Value:
        f, lanes = self._f, self._f.lanes(x.type)
        slope = self._slope if lanes is None else f.splat(self._slope, lanes)
        return f.arithmetic("fmul", x, slope)


def word_as_number(f: Function, word: Value, size: int) -> Value:
    """Return the double whose bits a word has, as a number of so many bytes."""
    number = f.emit("double", f"bitcast i64 {word.ref} to double")
    return number if size == 8 else f.emit("float", f"fptrunc double {number.ref} to float")
