"""The activation of panels, chosen by a word of the frame: one code serves every layer."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.engine import frame
from upconv.engine.activation import Activation
from upconv.engine.ir import Function, Scalar, Variable

KINDS = (None, "relu", "leaky_relu", "sigmoid", "tanh")
"""Word 0 is none."""


def apply(f: Function, scalar: Scalar, totals: Sequence[Variable]) -> None:
    """Apply the frame's activation to vectors or numbers."""
    kind, slope = frame.fields(f, "activation", "slope")
    for number, name in enumerate(KINDS):
        if name is not None:
            with f.when(kind.equals(number)):
                activation = Activation(f, name, scalar, slope)
                for total in totals:
                    total.set(activation.of(total.get()))
