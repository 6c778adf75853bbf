"""The activation of panels, chosen by a word of the frame: one code serves every layer."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine import frame
from upconv.engine.ir import Function, Scalar, Value, Variable

KINDS = (None, "relu", "leaky_relu")
"""Word 0 is none; the slope of a relu is not looked at."""


def apply(f: Function, scalar: Scalar, totals: Sequence[Variable]) -> None:
    """Apply the frame's activation to vectors or numbers."""
    kind, word = frame.fields(f, "activation", "slope")
    with f.when(kind > 0):
        slope = f.emit("double", f"bitcast i64 {word.ref} to double")
        if scalar.size == 4:
            slope = f.emit("float", f"fptrunc double {slope.ref} to float")
        is_relu = kind.equals(KINDS.index("relu"))
        for total in totals:
            total.set(_activated(f, total.get(), slope, is_relu, scalar.lanes))


def _activated(f: Function, value: Value, slope: Value, is_relu: Value, lanes: int) -> Value:
    vector = value.type[0] == "<"
    kind = f"<{lanes} x i1>" if vector else "i1"
    zero = f.zero(value.type)
    negative = f.emit(kind, f"fcmp olt {value.type} {value.ref}, {zero.ref}")
    factor = f.splat(slope, lanes) if vector else slope
    below = f.select(is_relu, zero, f.arithmetic("fmul", value, factor))
    return f.select(negative, below, value)
