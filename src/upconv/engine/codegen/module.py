"""An empty module for an instruction set."""

from __future__ import annotations

from upconv.engine.codegen.ir import FLOATS, Module, Scalar
from upconv.engine.process.isa import ISA


def new_module(title: str, isa: ISA, itemsize: int) -> tuple[Module, Scalar]:
    """Return an empty module for an instruction set, and the scalar type of its code."""
    width = isa.bits
    attributes = f'nounwind "prefer-vector-width"="{width}" "min-legal-vector-width"="{width}"'
    return Module(title, attributes), Scalar(
        FLOATS[itemsize], itemsize, isa.lanes(itemsize), isa.fma
    )
