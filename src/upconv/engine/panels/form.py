"""When panels are the form to take, and what a call with them needs."""

from __future__ import annotations

from functools import lru_cache

from upconv.engine import compiler
from upconv.engine.isa import ISA
from upconv.engine.panels import activation, driver, pack
from upconv.engine.panels.plan import macs_per_output
from upconv.engine.problem import Problem

LEAST_SUM = 128  # products of an output for which turning it is cheap
ALWAYS: bool | None = None  # for tests: take panels wherever they can, or nowhere


def declined(problem: Problem) -> str | None:
    """Return why panels are not taken for `problem`, or None."""
    if problem.activation not in activation.KINDS:
        return f"panels have no {problem.activation}"
    if ALWAYS is not None:
        return None if ALWAYS else "panels are off"
    if macs_per_output(problem) < LEAST_SUM:
        return f"an output is a sum of {macs_per_output(problem):.0f} products"
    return None


@lru_cache(maxsize=16)
def driver_of(instructions: ISA, itemsize: int) -> tuple[int, int]:
    """Return the addresses of the compiled driver: run and pack."""
    text = driver.write_driver(instructions, itemsize)
    run, packing = compiler.functions(text, instructions, (driver.NAME, pack.NAME))
    return run, packing
