"""The activation of the implicit GEMM: a field of the kernel arguments says which, or none."""

from __future__ import annotations

from upconv.activations import TABLE
from upconv.engine.calls import args
from upconv.engine.codegen.activation import Activation
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar

KINDS = (None, *TABLE)
"""Word 0 is none."""

PARAMETERS = (("args", PTR), ("values", PTR), ("count", I64))


def emit_activate(module: Module, scalar: Scalar, name: str | None) -> Function:
    """Write the function that applies an activation in place to `count` elements, whole vectors.

    It is one function for all callers because the code of an exponential is long.
    """
    f = module.function("activate", PARAMETERS, cold=name is None)
    if name is None:
        return f
    (slope,) = args.fields(f, "slope")
    activation = Activation(f, name, scalar, slope)
    with f.loop(0, f.parameter("count"), scalar.lanes) as n:
        place = f.element(f.parameter("values"), n, scalar.name)
        value = f.load(scalar.vector(), place, scalar.size)
        f.store(activation.of(value), place, scalar.size)
    return f
